//! What an agent says without being asked: traps and informs.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Level, Oid, VarBind};

/// One trap or inform, in the form of SNMPv2 whatever version it came in (RFC 3584 §3.1).
///
/// Nothing in it has been checked but its shape, and unless a user vouches for it anybody on the
/// network could have sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trap {
    /// The address it came from.
    pub from: IpAddr,
    /// The address it says it is about, where somebody passed it on (`snmpTrapAddress`, or the
    /// agent's address of SNMPv1).
    pub agent: Option<IpAddr>,
    /// What happened (`snmpTrapOID`).
    pub kind: Oid,
    /// What it says besides, without the time and the kind.
    pub bindings: Vec<VarBind>,
    /// Who vouches for it.
    pub voucher: Voucher,
    /// The sender wanted to know that it arrived, and was told so.
    pub inform: bool,
}

/// Who vouches for a trap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "voucher", rename_all = "snake_case")]
pub enum Voucher {
    /// Nobody: SNMPv1 and v2c carry a community for everybody to read.
    Community,
    /// A user of SNMPv3.
    User {
        /// Its name.
        name: String,
        /// How the message was protected.
        level: Level,
    },
}
