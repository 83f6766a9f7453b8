//! Why an agent that is there gives no values.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The step at which an agent refused us. That nothing answers at all is
/// [`crate::Cause::TimedOut`] or [`crate::Cause::Refused`], as with any other service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// An agent is there, but stays silent to this community: it is wrong, or we may not ask from
    /// here. Known only of agents that also speak SNMPv3.
    Community,
    /// No such user (usmStatsUnknownUserNames, RFC 3414 §3.2).
    User,
    /// The pass phrase or the protocol for signing is wrong (usmStatsWrongDigests).
    Auth,
    /// The pass phrase or the protocol for encryption is wrong (usmStatsDecryptionErrors).
    Privacy,
    /// The agent's clock and boot counter do not stay in step with what it said before
    /// (usmStatsNotInTimeWindows).
    Clock,
    /// The user may not ask at this level of protection (usmStatsUnsupportedSecLevels).
    Level,
    /// The agent has no such context (snmpUnknownContexts, RFC 3413 §3.2).
    Context,
    /// The agent knows us, but lets us see nothing of this (authorizationError, RFC 3415).
    View,
}

impl Denied {
    /// Every one.
    pub const ALL: [Denied; 8] = [
        Denied::Community,
        Denied::User,
        Denied::Auth,
        Denied::Privacy,
        Denied::Clock,
        Denied::Level,
        Denied::Context,
        Denied::View,
    ];
}
