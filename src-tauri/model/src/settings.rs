//! Settings of a site; they travel with its file. What belongs to this PC instead (theme, operator,
//! recent sites) is kept by `desk::preferences`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language Hinomi speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

/// Settings of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// What people call the site; 1 to 80 characters.
    pub name: String,
    /// The language of notifications and of reports unless asked otherwise.
    pub language: Language,
    /// Tell the operating system about incidents.
    pub notify: bool,
    /// Tell it about recoveries too.
    pub notify_recovery: bool,
    /// Play a sound with a notification.
    pub sound: bool,
    /// The operator has paused watching.
    pub paused: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: String::new(),
            language: Language::En,
            notify: true,
            notify_recovery: true,
            sound: true,
            paused: false,
        }
    }
}
