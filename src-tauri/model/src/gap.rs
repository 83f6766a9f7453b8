//! Gaps: time in which we did not look (law L4). A gap is never downtime.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::time::Stamp;

/// Why we did not look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// Hinomi was closed in good order.
    NotRunning,
    /// Hinomi ended without saying so: killed, crashed, power lost.
    Killed,
    /// The computer slept: its boot clock went on and its monotonic clock did not.
    Asleep,
    /// Hinomi was held still while the computer ran: stopped, swapped out, starved.
    Frozen,
    /// The wall clock was set forward: the time it skipped was never there to look at.
    ClockSet,
    /// A person paused watching.
    Paused,
    /// This PC itself had lost the network: nothing at all answered.
    VantageLost,
    /// This PC stood in another network than the site's.
    OffSite,
}

/// Time in which we did not look at this site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Gap {
    /// The last moment we know we looked.
    pub from: Stamp,
    /// The first moment we looked again; `None` while it lasts.
    pub until: Option<Stamp>,
    /// Why.
    pub reason: GapReason,
}
