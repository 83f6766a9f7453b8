//! Whether this computer is kept from falling asleep, and whether it can speak.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether this computer is kept from falling asleep by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(tag = "awake", rename_all = "snake_case")]
pub enum Awake {
    /// It need not be: that is not wanted, or no incident is open.
    #[default]
    Free,
    /// It is.
    Kept,
    /// It should be, and the operating system does not let us.
    Refused {
        /// What the system said, at most 200 characters.
        why: String,
    },
}

/// What came of the last sentence that was to be spoken.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(tag = "speech", rename_all = "snake_case")]
pub enum Speech {
    /// None was, yet.
    #[default]
    Untried,
    /// It was spoken.
    Spoken {
        /// By which program.
        by: String,
    },
    /// Nothing on this PC can speak.
    Nothing,
    /// What can would not.
    Failed {
        /// What it said, at most 200 characters.
        why: String,
    },
}
