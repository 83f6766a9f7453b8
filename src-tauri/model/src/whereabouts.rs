//! Whereabouts: on which port a hardware address was seen, and for which IP address it answered, with
//! the history of both.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::NodeId;
use crate::time::{Span, Stamp};
use crate::topology::Port;

/// A hardware address at one interface of one device. Several of one address, one after the other,
/// are its moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sighting {
    /// The hardware address, lower case with colons.
    pub mac: String,
    /// The device that saw it; it may be gone by now.
    pub at: NodeId,
    /// On which of its interfaces.
    pub port: Port,
    /// When it was first seen there.
    pub since: Stamp,
    /// When it was last seen there.
    pub seen: Stamp,
}

/// A hardware address that answered for an IP address. Several of one address, one after the other,
/// are those who had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Claim {
    /// The IP address.
    pub address: IpAddr,
    /// The hardware address, lower case with colons.
    pub mac: String,
    /// When it first answered for it.
    pub since: Stamp,
    /// When it was last known to.
    pub seen: Stamp,
}

/// Something that became different in who is where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "noticed", rename_all = "snake_case")]
pub enum Noticed {
    /// A hardware address that had never been seen.
    New {
        /// Where it is.
        now: Sighting,
    },
    /// It is plugged in elsewhere.
    Moved {
        /// Where it was.
        before: Sighting,
        /// Where it is.
        now: Sighting,
    },
    /// Another hardware address answers for an IP address.
    Answers {
        /// Who had it.
        before: Claim,
        /// Who has it.
        now: Claim,
        /// The two have answered for it in turn: both think it is theirs.
        disputed: bool,
    },
}

impl Noticed {
    /// Who has had an address within so long before and has it again did not get it by chance: two
    /// answer for it. A device that keeps old answers for hours does not do that.
    pub const DISPUTED: Span = Span::minutes(60);

    /// When it was noticed.
    pub fn at(&self) -> Stamp {
        match self {
            Noticed::New { now } | Noticed::Moved { now, .. } => now.since,
            Noticed::Answers { now, .. } => now.since,
        }
    }
}
