//! The vault: where a site keeps its secrets, and whether they can be read just now.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::SecretId;

/// What a secret is for. It is sealed together with its kind, so that one kind cannot be passed off
/// as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// An SNMP community.
    Community,
    /// The authentication pass phrase of an SNMPv3 user.
    SnmpAuth,
    /// The privacy pass phrase of an SNMPv3 user.
    SnmpPrivacy,
    /// The password of a mail account.
    MailPassword,
    /// A web address that lets whoever knows it write.
    HookUrl,
    /// A token or key that goes with a request.
    Token,
    /// A password or private key for SSH.
    Ssh,
}

/// Whether the secrets of a site can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// There is no vault yet: it is made with the first secret, or with a passphrase.
    Unmade,
    /// Secrets can be read and kept.
    Open,
    /// They cannot: a passphrase opens it, or the keychain of the PC it was made on.
    Locked,
}

/// What is known of a vault without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VaultStatus {
    /// Whether the secrets can be read.
    pub state: VaultState,
    /// True if a passphrase opens it. Without one, a copy of the file cannot be opened elsewhere.
    pub passphrase: bool,
    /// True if the keychain of some PC opens it, of this one or another.
    pub keychain: bool,
    /// True if this PC has a keychain that Hinomi may use.
    pub keychain_here: bool,
    /// True if that keychain has opened this vault or was given its key.
    pub remembered_here: bool,
    /// How many secrets there are.
    pub secrets: u32,
    /// Those that contacts, nodes or the settings name and that are nowhere any more, since the vault
    /// was wiped: they have to be entered again.
    pub missing: Vec<SecretId>,
}
