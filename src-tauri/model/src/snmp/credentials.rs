//! What an agent is asked with: a community or a user (RFC 3584, RFC 3414).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::secret::Secret;

/// What opens an agent.
#[derive(Clone)]
pub enum Credentials {
    /// SNMPv1 with a community. Has neither GETBULK nor 64-bit counters.
    V1(Secret),
    /// SNMPv2c with a community.
    V2c(Secret),
    /// SNMPv3 with a user.
    V3(User),
}

/// What makes credentials unusable before anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// A user's name has 1 to 32 octets (RFC 3414 §2.4).
    #[error("the user name needs 1 to 32 characters")]
    Name,
    /// A pass phrase has at least 8 octets (RFC 3414 §11.2).
    #[error("a pass phrase needs at least 8 characters")]
    Phrase,
}

impl Credentials {
    /// Can these be sent at all?
    ///
    /// Errors: the first thing that is wrong.
    pub fn usable(&self) -> Result<(), Unusable> {
        let Credentials::V3(user) = self else { return Ok(()) };
        if !(1..=32).contains(&user.name.len()) {
            return Err(Unusable::Name);
        }
        let phrases = match &user.sealing {
            Sealing::None => [None, None],
            Sealing::Signed { phrase, .. } => [Some(phrase), None],
            Sealing::Encrypted { phrase, privacy_phrase, .. } => {
                [Some(phrase), Some(privacy_phrase)]
            }
        };
        let short = phrases.into_iter().flatten().any(|phrase| phrase.reveal().len() < 8);
        if short { Err(Unusable::Phrase) } else { Ok(()) }
    }

    /// The same within one VLAN, as Cisco's bridges want it: the number behind the community, or a
    /// context of its own.
    #[must_use]
    pub fn in_vlan(&self, vlan: u16) -> Credentials {
        let within = |community: &Secret| Secret::new(format!("{}@{vlan}", community.reveal()));
        match self {
            Credentials::V1(community) => Credentials::V1(within(community)),
            Credentials::V2c(community) => Credentials::V2c(within(community)),
            Credentials::V3(user) => {
                Credentials::V3(User { context: format!("vlan-{vlan}"), ..user.clone() })
            }
        }
    }
}

/// A user of SNMPv3's user-based security model (RFC 3414).
#[derive(Clone)]
pub struct User {
    /// Its name, 1 to 32 octets; sent in clear.
    pub name: String,
    /// Which context is read; usually none.
    pub context: String,
    /// Whether messages are signed and sealed, and how.
    pub sealing: Sealing,
}

impl User {
    /// Would this user's messages pass for the other's? What context they read is left out.
    pub fn is_like(&self, other: &User) -> bool {
        self.name == other.name && self.sealing.is_like(&other.sealing)
    }
}

/// How a user's messages are protected. Sealing without signing does not exist (RFC 3411 §3.4.3).
#[derive(Clone)]
pub enum Sealing {
    /// Not at all (noAuthNoPriv).
    None,
    /// Signed (authNoPriv).
    Signed {
        /// How.
        auth: AuthProtocol,
        /// With which pass phrase, at least 8 octets.
        phrase: Secret,
    },
    /// Signed and encrypted (authPriv).
    Encrypted {
        /// How they are signed.
        auth: AuthProtocol,
        /// With which pass phrase, at least 8 octets.
        phrase: Secret,
        /// How they are encrypted.
        privacy: PrivProtocol,
        /// With which pass phrase, at least 8 octets.
        privacy_phrase: Secret,
    },
}

impl Sealing {
    /// The level without its secrets.
    pub fn level(&self) -> Level {
        match self {
            Sealing::None => Level::NoAuthNoPriv,
            Sealing::Signed { .. } => Level::AuthNoPriv,
            Sealing::Encrypted { .. } => Level::AuthPriv,
        }
    }

    fn is_like(&self, other: &Sealing) -> bool {
        let same = |a: &Secret, b: &Secret| a.reveal() == b.reveal();
        match (self, other) {
            (Sealing::None, Sealing::None) => true,
            (Sealing::Signed { auth, phrase }, Sealing::Signed { auth: a, phrase: p }) => {
                auth == a && same(phrase, p)
            }
            (
                Sealing::Encrypted { auth, phrase, privacy, privacy_phrase },
                Sealing::Encrypted { auth: a, phrase: p, privacy: x, privacy_phrase: q },
            ) => auth == a && privacy == x && same(phrase, p) && same(privacy_phrase, q),
            _ => false,
        }
    }
}

/// Security levels, the weaker less than the stronger (RFC 3411 §3.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SnmpLevel")]
pub enum Level {
    /// Neither signed nor encrypted.
    NoAuthNoPriv,
    /// Signed.
    AuthNoPriv,
    /// Signed and encrypted.
    AuthPriv,
}

/// How messages are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuthProtocol {
    /// HMAC-MD5-96 (RFC 3414 §6).
    Md5,
    /// HMAC-SHA-96 (RFC 3414 §7).
    Sha1,
    /// HMAC-128-SHA-224 (RFC 7860).
    Sha224,
    /// HMAC-192-SHA-256 (RFC 7860).
    Sha256,
    /// HMAC-256-SHA-384 (RFC 7860).
    Sha384,
    /// HMAC-384-SHA-512 (RFC 7860).
    Sha512,
}

impl AuthProtocol {
    /// Every one, weakest first.
    pub const ALL: [AuthProtocol; 6] = [
        AuthProtocol::Md5,
        AuthProtocol::Sha1,
        AuthProtocol::Sha224,
        AuthProtocol::Sha256,
        AuthProtocol::Sha384,
        AuthProtocol::Sha512,
    ];
}

/// How messages are encrypted. Two dialects exist for keys longer than the hash gives: Blumenthal's
/// (draft-blumenthal-aes-usm, most makers and net-snmp) and Reeder's (draft-reeder-snmpv3-usm-3desede,
/// Cisco). They differ only with AES-192 or AES-256 and MD5, SHA-1 or (for AES-256) SHA-224.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrivProtocol {
    /// DES-CBC (RFC 3414 §8).
    Des,
    /// AES-128-CFB (RFC 3826).
    Aes128,
    /// AES-192-CFB, keys lengthened as Blumenthal says.
    Aes192,
    /// AES-256-CFB, keys lengthened as Blumenthal says.
    Aes256,
    /// AES-192-CFB, keys lengthened as Reeder says.
    Aes192Reeder,
    /// AES-256-CFB, keys lengthened as Reeder says.
    Aes256Reeder,
}

impl PrivProtocol {
    /// Every one.
    pub const ALL: [PrivProtocol; 6] = [
        PrivProtocol::Des,
        PrivProtocol::Aes128,
        PrivProtocol::Aes192,
        PrivProtocol::Aes256,
        PrivProtocol::Aes192Reeder,
        PrivProtocol::Aes256Reeder,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_a_vlan_the_community_or_the_context_says_so_and_nothing_else_changes() {
        let community = |credentials: Credentials| match credentials {
            Credentials::V1(secret) | Credentials::V2c(secret) => secret.reveal().to_owned(),
            Credentials::V3(user) => user.context,
        };
        let secret = || Secret::new("office");
        assert_eq!(community(Credentials::V1(secret()).in_vlan(10)), "office@10");
        assert_eq!(community(Credentials::V2c(secret()).in_vlan(4094)), "office@4094");
        let sealing = Sealing::Signed { auth: AuthProtocol::Sha1, phrase: Secret::new("long one") };
        let user = User { name: "ops".into(), context: String::new(), sealing };
        let Credentials::V3(within) = Credentials::V3(user.clone()).in_vlan(10) else {
            panic!("because it is SNMPv3 as before");
        };
        assert_eq!(within.context, "vlan-10");
        assert!(within.is_like(&user), "because its messages are signed as before");
    }
}
