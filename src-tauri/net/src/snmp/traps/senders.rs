//! Whose messages are taken, and why one was turned away.

use std::net::IpAddr;

use hinomi_model::Secret;
use hinomi_model::snmp::User;

/// Whose messages are taken.
#[derive(Clone, Default)]
pub struct Senders {
    /// Users of SNMPv3; those no agent can have are passed over.
    pub users: Vec<User>,
    /// The communities of SNMPv1 and v2c. `None` takes any: a community is no proof, since whoever
    /// listens on the network can read it.
    pub communities: Option<Vec<Secret>>,
}

/// Why a message was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    /// Its community is none of those that are taken.
    Community,
    /// It is of a user nobody knows here.
    User,
    /// It is not signed or encrypted as its user's messages are.
    Level,
    /// Its signature is wrong: another pass phrase or protocol.
    Signature,
    /// It cannot be decrypted: another pass phrase or protocol.
    Encryption,
    /// It is older than what was heard of its sender before (RFC 3414 §2.2.3).
    Age,
    /// It was meant for another receiver, or for what we were called before.
    Engine,
}

/// A message that was turned away, so that the owner of its sender can be told what to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnedAway {
    /// The address it came from.
    pub from: IpAddr,
    /// The user it names, at most 32 characters, if it names one.
    pub user: Option<String>,
    /// Why.
    pub why: Distrust,
}
