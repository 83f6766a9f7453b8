//! Settings of a site; they travel with its file. What belongs to this PC instead (theme, operator,
//! recent sites) is kept by `desk::preferences`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contact::MailServer;
use crate::ladder::{Duty, Rung};
use crate::node::Address;
use crate::policy::Policies;
use crate::snmp::Login;
use crate::vantage::Fingerprint;

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
    /// How often and how patiently checks run unless group, node or check say otherwise.
    pub policies: Policies,
    /// People are told again after this many minutes while nobody has taken an incident; 5 to
    /// 1,440, and `None` is never.
    pub remind: Option<u16>,
    /// The network the site is in, as it was recognised; empty until it was first watched.
    pub fingerprints: Vec<Fingerprint>,
    /// What else is asked to learn whether this PC is connected; empty means the gateway alone.
    pub canaries: Vec<Address>,
    /// The computer is kept awake while an incident is open.
    pub keep_awake: bool,
    /// Who is told, and who next while nobody has taken it; empty is this PC's desktop alone.
    pub ladder: Vec<Rung>,
    /// Who is on duty when.
    pub duties: Vec<Duty>,
    /// What sends mail, if anything.
    pub mail: Option<MailServer>,
    /// What is tried, in this order, on an SNMP agent nobody has named an access for; at most
    /// [`Settings::LOGINS`].
    pub logins: Vec<Login>,
}

impl Settings {
    /// The most logins that are tried.
    pub const LOGINS: usize = 20;
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
            policies: Policies::default(),
            remind: None,
            fingerprints: Vec::new(),
            canaries: Vec::new(),
            keep_awake: false,
            ladder: Vec::new(),
            duties: Vec::new(),
            mail: None,
            logins: Vec::new(),
        }
    }
}
