//! Traps: the log, how they are judged, and how hearing them goes.

use std::net::IpAddr;

use hinomi_model::snmp::Oid;
use hinomi_model::trap::{InBoth, TrapEntry, TrapRuleDraft, TrapVerdict};
use hinomi_model::{NodeId, TrapId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which lines of the trap log are wanted, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TrapsWanted {
    /// Of this node only.
    pub node: Option<NodeId>,
    /// Only those that are trouble which has not ended.
    pub standing: bool,
    /// Only those numbered below this.
    pub before: Option<TrapId>,
    /// At most this many, 1 to 500.
    pub most: u32,
}

/// One line of the trap log with the names that are known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TrapLine {
    /// The line.
    pub trap: TrapEntry,
    /// What its kind is called in its MIB: `linkDown`; numbers where no MIB names it.
    pub name: String,
    /// Of each of its objects: what it is called, and what its value means.
    pub objects: Vec<NamedValue>,
}

/// An object and its value, in words where they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedValue {
    /// What it is called: `ifDescr.3`; numbers where no MIB names it.
    pub name: String,
    /// Its value, with its meaning and unit: `down(2)`.
    pub value: String,
}

/// A kind of traps that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrapKind {
    /// Its identifier.
    pub kind: Oid,
    /// Its name in its MIB.
    pub name: String,
    /// What it means.
    pub said: InBoth,
    /// How it is judged where no rule says otherwise.
    pub verdict: TrapVerdict,
}

/// How traps are to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrapRulesPut {
    /// The first that fits is right; at most 200. Kinds may be given by the names they are known
    /// by.
    pub rules: Vec<TrapRuleDraft>,
}

/// One line of the trap log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OneTrap {
    /// Which.
    pub trap: TrapId,
}

/// Why traps cannot be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrapTrouble {
    /// Another program hears on this port.
    Taken,
    /// The operating system does not give it to us.
    Denied,
    /// Something else.
    Other,
}

/// Why a message was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrapDistrust {
    /// Its community is none of the site's.
    Community,
    /// Its user is none of the site's.
    User,
    /// It is not signed or encrypted as its user's messages are.
    Level,
    /// Its signature is wrong.
    Signature,
    /// It cannot be decrypted.
    Encryption,
    /// It is older than what was heard of its sender before.
    Age,
    /// It was meant for another receiver.
    Engine,
}

/// A message that was turned away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrapTurnedAway {
    /// The address it came from.
    pub from: IpAddr,
    /// The user it names, if it names one.
    pub user: Option<String>,
    /// Why.
    pub why: TrapDistrust,
}

/// How hearing traps goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrapHealth {
    /// The UDP port.
    pub port: u16,
    /// Why it cannot be had, if so.
    pub trouble: Option<TrapTrouble>,
    /// Traps and informs taken since it was opened.
    #[ts(type = "number")]
    pub taken: u64,
    /// Messages that were none.
    #[ts(type = "number")]
    pub malformed: u64,
    /// Messages of somebody none are taken from.
    #[ts(type = "number")]
    pub refused: u64,
    /// Traps that came faster than they could be looked at.
    #[ts(type = "number")]
    pub lost: u64,
    /// The message that was turned away last.
    pub turned_away: Option<TrapTurnedAway>,
    /// The vault is locked, so those who are told by its secrets are not heard.
    pub locked: bool,
}
