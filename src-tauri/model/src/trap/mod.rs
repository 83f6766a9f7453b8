//! Traps: what nodes say without being asked, how it is judged, and what still stands of it.
//!
//! A trap is one moment; trouble lasts. An [`TrapEntry`] of the trap log that raised trouble *stands*
//! until another trap ends it, its time is up, or a person ends it. What stands at a node is what
//! its trap check is judged by: [`outcome`].

mod known;
mod rule;

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use known::{Known, known};
pub use rule::{
    Judged, Listening, TrapRule, TrapRuleDraft, TrapVerdict, is_ended_by_another, judge,
};

use crate::grade::Grade;
use crate::id::{NodeId, TrapId};
use crate::outcome::{Cause, Outcome, Phase};
use crate::snmp::{Oid, Trap, VarBind, Voucher};
use crate::time::Stamp;

/// Words in both languages, kept where there is no table to look them up in later.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
pub struct InBoth {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

impl InBoth {
    /// The same in both: a name out of a MIB, or a number.
    pub fn same(name: impl Into<String>) -> InBoth {
        let en = name.into();
        InBoth { ja: en.clone(), en }
    }
}

/// One object of a trap, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Bound {
    /// Which object.
    pub oid: Oid,
    /// Its value as [`crate::snmp::Value::shown`] writes it, at most 512 characters.
    pub value: String,
}

/// One line of the trap log: one trap, or several that say the same, or the rest of a storm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TrapEntry {
    /// Its number.
    pub id: TrapId,
    /// The node that sent it, if it is one of ours.
    pub node: Option<NodeId>,
    /// The address it came from.
    pub from: IpAddr,
    /// The address it says it is about, if it says so.
    pub agent: Option<IpAddr>,
    /// When the first came.
    pub first: Stamp,
    /// When the last came.
    pub last: Stamp,
    /// How many came.
    pub count: u32,
    /// What happened.
    pub kind: Oid,
    /// What it says besides; of several, what the last one says.
    pub bindings: Vec<Bound>,
    /// Who vouches for it.
    pub voucher: Voucher,
    /// How it was judged.
    pub verdict: TrapVerdict,
    /// What it means, and of what.
    pub said: InBoth,
    /// What of the node it is about, such as an interface's index; empty for all of it.
    pub about: String,
    /// It is the rest of a storm: these were counted, and not kept one by one.
    pub rest: bool,
    /// It is trouble that has not ended.
    pub stands: bool,
    /// Then it ends by itself; `None` needs a trap or a person to end it.
    pub until: Option<Stamp>,
    /// The operator who ended it, if one did.
    pub ended_by: Option<String>,
}

/// Most characters kept of one value.
const LONGEST: usize = 512;

impl Bound {
    /// An object as it is kept.
    pub fn of(binding: &VarBind) -> Bound {
        let value = binding.value.shown();
        let value = match value.char_indices().nth(LONGEST) {
            Some((end, _)) => value[..end].to_owned(),
            None => value,
        };
        Bound { oid: binding.oid.clone(), value }
    }
}

impl TrapEntry {
    /// Is this the same once more?
    pub fn says_the_same(&self, trap: &Trap, bindings: &[Bound]) -> bool {
        !self.rest && self.kind == trap.kind && self.from == trap.from && self.bindings == bindings
    }
}

/// What a trap check sees: the worst that stands at its node.
pub fn outcome<'a>(standing: impl Iterator<Item = &'a TrapEntry>) -> Outcome {
    let standing: Vec<(Grade, &TrapEntry)> =
        standing.filter_map(|e| Some((e.verdict.grade()?, e))).collect();
    // Of equals the oldest: it was there first, and words should not change while it is.
    let worst = standing.iter().max_by_key(|(grade, e)| (*grade, std::cmp::Reverse(e.id)));
    let Some((grade, entry)) = worst else { return Outcome::Measured { readings: Vec::new() } };
    let others = standing.len() - 1;
    let said = match others {
        0 => entry.said.clone(),
        _ => InBoth {
            en: format!("{}, and {others} more", entry.said.en),
            ja: format!("{}、ほか{others}件", entry.said.ja),
        },
    };
    Outcome::failed(Phase::Body, Cause::Told { grade: *grade, said })
}
