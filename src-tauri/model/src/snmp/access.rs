//! How an agent is opened, as a site keeps it: whatever is secret is named by its number in the
//! vault, so that this may stand in frames, logs and exports (law L13).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AuthProtocol, Pacing, PrivProtocol};
use crate::draft::{Findings, Problem};
use crate::id::SecretId;
use crate::vault::SecretKind;

/// The port of agents (RFC 3417 §2).
pub const PORT: u16 = 161;

/// How the agent of one node is opened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Access {
    /// Where it listens; 1 to 65535.
    pub port: u16,
    /// With what.
    pub login: Login,
    /// How patiently it is asked.
    #[serde(default)]
    pub pacing: Pacing,
}

/// What opens agents. [`super::Credentials`] is the same with its secrets read from the vault.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "version", rename_all = "snake_case")]
pub enum Login {
    /// SNMPv1. Has neither GETBULK nor 64-bit counters.
    V1 {
        /// The community.
        community: SecretId,
    },
    /// SNMPv2c.
    V2c {
        /// The community.
        community: SecretId,
    },
    /// SNMPv3 (RFC 3414).
    V3 {
        /// The user; 1 to 32 octets.
        user: String,
        /// The context; usually none. At most 32 octets.
        context: String,
        /// How messages are signed; `None` is not at all.
        auth: Option<Signing>,
        /// How they are encrypted; `None` is not at all. Needs signing.
        privacy: Option<Encryption>,
    },
}

/// How messages are signed, and with which secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Signing {
    /// How.
    pub protocol: AuthProtocol,
    /// The pass phrase, at least 8 octets.
    pub phrase: SecretId,
}

/// How messages are encrypted, and with which secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Encryption {
    /// How.
    pub protocol: PrivProtocol,
    /// The pass phrase, at least 8 octets.
    pub phrase: SecretId,
}

impl Access {
    /// An agent that is asked as patiently as is usual.
    pub fn usual(port: u16, login: Login) -> Access {
        Access { port, login, pacing: Pacing::default() }
    }

    /// Records what is wrong, below this field.
    pub fn check(&self, field: &str, found: &mut Findings) {
        found.range(&format!("{field}.port"), f64::from(self.port), 1.0..=65_535.0);
        self.login.check(&format!("{field}.login"), found);
        self.pacing.check(&format!("{field}.pacing"), found);
    }
}

impl Login {
    /// The secrets it names, and what each must be for.
    pub fn secrets(&self) -> Vec<(SecretId, SecretKind)> {
        match self {
            Login::V1 { community } | Login::V2c { community } => {
                vec![(*community, SecretKind::Community)]
            }
            Login::V3 { auth, privacy, .. } => {
                let auth = auth.map(|a| (a.phrase, SecretKind::SnmpAuth));
                let privacy = privacy.map(|p| (p.phrase, SecretKind::SnmpPrivacy));
                auth.into_iter().chain(privacy).collect()
            }
        }
    }

    /// Records what is wrong, below this field.
    pub fn check(&self, field: &str, found: &mut Findings) {
        let Login::V3 { user, context, auth, privacy } = self else { return };
        if user.is_empty() {
            found.add(&format!("{field}.user"), Problem::Empty);
        }
        for (name, text) in [("user", user), ("context", context)] {
            if text.len() > 32 {
                found.add(&format!("{field}.{name}"), Problem::TooLong { most: 32 });
            }
        }
        // Encryption without signing does not exist (RFC 3411 §3.4.3).
        if privacy.is_some() && auth.is_none() {
            found.add(&format!("{field}.auth"), Problem::Empty);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(login: Login) -> Vec<String> {
        let mut found = Findings::default();
        Access::usual(PORT, login).check("snmp", &mut found);
        let errors = found.verdict(()).err().unwrap_or_default();
        errors.into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn encryption_needs_signing_and_a_user_a_name() {
        let privacy = Encryption { protocol: PrivProtocol::Aes128, phrase: SecretId(1) };
        let user = |name: &str, auth| Login::V3 {
            user: name.into(),
            context: String::new(),
            auth,
            privacy: Some(privacy),
        };
        assert_eq!(wrong(user("", None)), ["snmp.login.user", "snmp.login.auth"]);
        let auth = Signing { protocol: AuthProtocol::Sha256, phrase: SecretId(2) };
        assert!(wrong(user("hinomi", Some(auth))).is_empty());
        assert_eq!(wrong(user(&"x".repeat(33), Some(auth))), ["snmp.login.user"]);
    }

    #[test]
    fn agents_of_older_site_files_are_asked_as_is_usual() {
        let kept = r#"{"port":161,"login":{"version":"v2c","community":7}}"#;
        let access: Access = serde_json::from_str(kept).unwrap();
        assert_eq!(access, Access::usual(161, Login::V2c { community: SecretId(7) }));
    }

    #[test]
    fn each_secret_is_asked_for_by_what_it_is_for() {
        let login = Login::V3 {
            user: "u".into(),
            context: String::new(),
            auth: Some(Signing { protocol: AuthProtocol::Md5, phrase: SecretId(4) }),
            privacy: Some(Encryption { protocol: PrivProtocol::Des, phrase: SecretId(5) }),
        };
        let want = [(SecretId(4), SecretKind::SnmpAuth), (SecretId(5), SecretKind::SnmpPrivacy)];
        assert_eq!(login.secrets(), want, "because one cannot be passed off as the other");
    }
}
