//! Settings of a site; they travel with its file. What belongs to this PC instead (theme, operator,
//! recent sites) is kept by `desk::preferences`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contact::{MailServer, MailServerDraft};
use crate::draft::{FieldError, Findings, Problem};
use crate::id::{ContactId, SecretId};
use crate::ladder::{self, Duty, Rung};
use crate::node::Address;
use crate::policy::Policies;
use crate::rescan::Rescan;
use crate::service::ServiceHours;
use crate::snmp::Login;
use crate::template::Template;
use crate::trap::Listening;
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// What people call the site; 1 to 80 characters.
    pub name: String,
    /// The language of notifications and of reports unless asked otherwise.
    pub language: Language,
    /// The zone times are told and planned in, by its name in the tz database (`Asia/Tokyo`);
    /// `None`, in older site files, is that of the PC.
    pub zone: Option<String>,
    /// Tell the operating system about incidents.
    pub notify: bool,
    /// Tell it about recoveries too.
    pub notify_recovery: bool,
    /// Play a sound with a notification.
    pub sound: bool,
    /// Speak a sentence when trouble is told, where this PC can.
    pub speak: bool,
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
    /// When people count on the site (C of law L9); empty is always.
    pub service: Vec<ServiceHours>,
    /// What sends mail, if anything.
    pub mail: Option<MailServer>,
    /// What is tried, in this order, on an SNMP agent nobody has named an access for; at most
    /// [`Settings::LOGINS`].
    pub logins: Vec<Login>,
    /// Checks for nodes that are alike, to be applied to many at once; at most [`Template::MOST`].
    pub templates: Vec<Template>,
    /// Whether traps are heard, and how they are judged.
    pub traps: Listening,
    /// When what was swept is swept again, and who is told of strangers.
    pub rescan: Rescan,
}

impl Settings {
    /// The most logins that are tried.
    pub const LOGINS: usize = 20;

    /// The secrets they name. What nothing names leaves the vault, so nothing may be forgotten
    /// here: whoever adds a field is asked by the compiler whether it names one.
    pub fn secrets(&self) -> impl Iterator<Item = SecretId> {
        let Settings {
            name: _,
            language: _,
            zone: _,
            notify: _,
            notify_recovery: _,
            sound: _,
            speak: _,
            paused: _,
            policies: _,
            remind: _,
            fingerprints: _,
            canaries: _,
            keep_awake: _,
            ladder: _,
            duties: _,
            service: _,
            mail,
            logins,
            templates: _,
            traps: _,
            rescan: _,
        } = self;
        let mail = mail.iter().filter_map(|mail| mail.password);
        mail.chain(logins.iter().flat_map(Login::secrets).map(|(id, _)| id))
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: String::new(),
            language: Language::En,
            zone: None,
            notify: true,
            notify_recovery: true,
            sound: true,
            speak: false,
            paused: false,
            policies: Policies::default(),
            remind: None,
            fingerprints: Vec::new(),
            canaries: Vec::new(),
            keep_awake: false,
            ladder: Vec::new(),
            duties: Vec::new(),
            service: Vec::new(),
            mail: None,
            logins: Vec::new(),
            templates: Vec::new(),
            traps: Listening::default(),
            rescan: Rescan::default(),
        }
    }
}

/// Settings as typed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SettingsDraft {
    /// 1 to 80 characters.
    pub name: String,
    /// The language of notifications and of reports unless asked otherwise.
    pub language: Language,
    /// Tell the operating system about incidents.
    pub notify: bool,
    /// Tell it about recoveries too.
    pub notify_recovery: bool,
    /// Play a sound with a notification.
    pub sound: bool,
    /// Speak a sentence when trouble is told, where this PC can.
    pub speak: bool,
    /// The operator has paused watching.
    pub paused: bool,
    /// How often and how patiently checks run unless group, node or check say otherwise.
    pub policies: Policies,
    /// Minutes, 5 to 1,440; `None` is never.
    pub remind: Option<u16>,
    /// Those of the known networks that are to be kept; none are added by it.
    pub fingerprints: Vec<Fingerprint>,
    /// IP addresses or DNS names; at most [`SettingsDraft::CANARIES`].
    pub canaries: Vec<String>,
    /// The computer is kept awake while an incident is open.
    pub keep_awake: bool,
    /// Who is told, and who next while nobody has taken it.
    pub ladder: Vec<Rung>,
    /// Who is on duty when.
    pub duties: Vec<Duty>,
    /// When people count on the site (C of law L9); empty is always.
    pub service: Vec<ServiceHours>,
    /// What sends mail, if anything.
    pub mail: Option<MailServerDraft>,
    /// What is tried on an SNMP agent nobody has named an access for.
    pub logins: Vec<Login>,
    /// Checks for nodes that are alike, to be applied to many at once.
    pub templates: Vec<Template>,
    /// The zone its clocks show; `None` is that of this PC.
    pub zone: Option<String>,
    /// Whether traps are heard, and how they are judged.
    pub traps: Listening,
    /// When what was swept is swept again, and who is told of strangers.
    pub rescan: Rescan,
}

impl Default for SettingsDraft {
    fn default() -> SettingsDraft {
        Settings::default().into()
    }
}

impl From<Settings> for SettingsDraft {
    fn from(settings: Settings) -> SettingsDraft {
        SettingsDraft {
            name: settings.name,
            language: settings.language,
            notify: settings.notify,
            notify_recovery: settings.notify_recovery,
            sound: settings.sound,
            speak: settings.speak,
            paused: settings.paused,
            policies: settings.policies,
            remind: settings.remind,
            fingerprints: settings.fingerprints,
            canaries: settings.canaries.iter().map(ToString::to_string).collect(),
            keep_awake: settings.keep_awake,
            ladder: settings.ladder,
            duties: settings.duties,
            service: settings.service,
            mail: settings.mail.map(MailServerDraft::from),
            logins: settings.logins,
            templates: settings.templates,
            zone: settings.zone,
            traps: settings.traps,
            rescan: settings.rescan,
        }
    }
}

impl SettingsDraft {
    /// The most addresses that are asked besides the gateway.
    pub const CANARIES: usize = 8;

    /// The settings of a good draft, or everything wrong with it, each at its field (`mail.host`,
    /// `canaries.1`). `known` says which contacts there are.
    pub fn judge(self, known: impl Fn(ContactId) -> bool) -> Result<Settings, Vec<FieldError>> {
        let mut found = Findings::default();
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            found.add("name", Problem::Empty);
        }
        found.length("name", &name, 80);
        self.policies.check(&mut found);
        if let Some(remind) = self.remind {
            found.range("remind", f64::from(remind), 5.0..=1_440.0);
        }
        let canaries = self.judge_canaries(&mut found);
        if self.logins.len() > Settings::LOGINS {
            let most = Settings::LOGINS as f64;
            found.add("logins", Problem::OutOfRange { least: 0.0, most });
        }
        for (n, login) in self.logins.iter().enumerate() {
            login.check(&format!("logins.{n}"), &mut found);
        }
        ServiceHours::check_all(&self.service, &mut found);
        Template::check_all(&self.templates, &mut found);
        found.range("traps.port", f64::from(self.traps.port), 1.0..=65_535.0);
        if self.traps.rules.len() > Listening::RULES {
            found.add("traps.rules", Problem::TooLong { most: Listening::RULES as u32 });
        }
        self.rescan.check(&mut found);
        let mut wrong = found.verdict(()).err().unwrap_or_default();
        wrong.extend(ladder::check(&self.ladder, &self.duties, known).err().unwrap_or_default());
        let mail = match self.mail.map(MailServer::try_from).transpose() {
            Ok(mail) => mail,
            Err(errors) => {
                let below = |e: FieldError| FieldError { field: format!("mail.{}", e.field), ..e };
                wrong.extend(errors.into_iter().map(below));
                None
            }
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Settings {
            name,
            language: self.language,
            notify: self.notify,
            notify_recovery: self.notify_recovery,
            sound: self.sound,
            speak: self.speak,
            paused: self.paused,
            policies: self.policies,
            remind: self.remind,
            fingerprints: self.fingerprints,
            canaries,
            keep_awake: self.keep_awake,
            ladder: self.ladder,
            duties: self.duties,
            service: self.service,
            mail,
            logins: self.logins,
            templates: self.templates,
            zone: self.zone,
            traps: self.traps,
            rescan: self.rescan,
        })
    }

    fn judge_canaries(&self, found: &mut Findings) -> Vec<Address> {
        let most = Self::CANARIES;
        if self.canaries.len() > most {
            found.add("canaries", Problem::OutOfRange { least: 0.0, most: most as f64 });
        }
        let mut canaries: Vec<Address> = Vec::new();
        for (n, text) in self.canaries.iter().enumerate().take(most) {
            let field = format!("canaries.{n}");
            match Address::parse(text) {
                Err(_) if text.trim().is_empty() => found.add(&field, Problem::Empty),
                Err(_) => found.add(&field, Problem::NotAnAddress),
                Ok(address) if canaries.contains(&address) => found.add(&field, Problem::Twice),
                Ok(address) => canaries.push(address),
            }
        }
        canaries
    }
}
