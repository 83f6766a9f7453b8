//! Rules: how traps are judged. The first that fits is right; without one what is known of the
//! trap is, and a trap nobody knows is noted and raises nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::known::{Known, known};
use crate::draft::{FieldError, Findings, Problem};
use crate::grade::Grade;
use crate::id::NodeId;
use crate::snmp::{Oid, Trap, Value};
use crate::time::Span;

/// How a trap is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrapVerdict {
    /// Not kept at all.
    Ignored,
    /// Kept, and no trouble; it may end some.
    Ok,
    /// Trouble.
    Warning,
    /// Trouble that wants a person.
    Critical,
}

impl TrapVerdict {
    /// The grade of the trouble it raises; `None` if it raises none.
    pub fn grade(self) -> Option<Grade> {
        match self {
            TrapVerdict::Ignored | TrapVerdict::Ok => None,
            TrapVerdict::Warning => Some(Grade::Warning),
            TrapVerdict::Critical => Some(Grade::Critical),
        }
    }
}

/// How traps are to be judged that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrapRule {
    /// Traps of this kind, and of all kinds below it; `None` fits all.
    pub trap: Option<Oid>,
    /// Words that one of its values holds, in small letters or capitals; empty fits all. At most
    /// 200 characters.
    pub text: String,
    /// Only from this node; `None` is from anywhere.
    pub node: Option<NodeId>,
    /// How they are judged.
    pub verdict: TrapVerdict,
    /// The kinds of traps whose trouble they end, each with all below it; at most 20.
    pub ends: Vec<Oid>,
}

/// A rule as typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrapRuleDraft {
    /// Numbers with dots; empty fits all.
    pub trap: String,
    /// As in [`TrapRule`].
    pub text: String,
    /// As in [`TrapRule`].
    pub node: Option<NodeId>,
    /// As in [`TrapRule`].
    pub verdict: TrapVerdict,
    /// Numbers with dots, with blanks or commas between several.
    pub ends: String,
}

/// Whether and where traps are heard, and how they are judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Listening {
    /// Traps are heard at all.
    pub on: bool,
    /// The UDP port, 1 to 65535.
    pub port: u16,
    /// SNMPv1 and v2c are taken only with a community that opens an agent of the site; otherwise
    /// with any, since a community proves nothing. SNMPv3 takes one of the site's users always.
    pub known_only: bool,
    /// The first that fits is right; at most [`Listening::RULES`].
    pub rules: Vec<TrapRule>,
}

impl Default for Listening {
    /// On the port that takes no privilege, by what is known of traps.
    fn default() -> Listening {
        Listening { on: true, port: 1162, known_only: false, rules: Vec::new() }
    }
}

impl Listening {
    /// Most rules of a site.
    pub const RULES: usize = 200;

    /// The port, if traps are to be heard.
    pub fn wanted(&self) -> Option<u16> {
        self.on.then_some(self.port)
    }
}

impl TrapRuleDraft {
    /// A good rule, or everything wrong with the draft, below this field.
    pub fn check(&self, field: &str) -> Result<TrapRule, Vec<FieldError>> {
        let mut found = Findings::default();
        let mut oid = |name: &str, text: &str| {
            let oid = text.parse::<Oid>();
            if oid.is_err() {
                found.add(&format!("{field}.{name}"), Problem::NotAnOid);
            }
            oid.ok()
        };
        let trap = match self.trap.trim() {
            "" => None,
            text => oid("trap", text),
        };
        let ends: Vec<Oid> = self
            .ends
            .split([' ', ',', '、', '\n'])
            .filter(|text| !text.is_empty())
            .filter_map(|text| oid("ends", text))
            .collect();
        found.length(&format!("{field}.text"), &self.text, 200);
        if ends.len() > 20 {
            found.add(&format!("{field}.ends"), Problem::TooLong { most: 20 });
        }
        let text = self.text.trim().to_owned();
        found.verdict(TrapRule { trap, text, node: self.node, verdict: self.verdict, ends })
    }
}

impl TrapRule {
    fn fits(&self, trap: &Trap, node: Option<NodeId>) -> bool {
        let kind = self.trap.as_ref().is_none_or(|kind| trap.kind.starts_with(kind));
        let place = self.node.is_none_or(|wanted| node == Some(wanted));
        kind && place && (self.text.is_empty() || holds(trap, &self.text))
    }
}

fn holds(trap: &Trap, text: &str) -> bool {
    let text = text.to_lowercase();
    trap.bindings.iter().any(|b| b.value.shown().to_lowercase().contains(&text))
}

/// How one trap is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Itself.
    pub verdict: TrapVerdict,
    /// The kinds of traps whose trouble it ends, each with all below it.
    pub ends: Vec<Oid>,
    /// How long its trouble stands if nothing ends it; `None` as long as the check says.
    pub lasts: Option<Span>,
    /// What of the node it is about; empty for all of it.
    pub about: String,
    /// A person's rule says so.
    pub by_rule: bool,
}

/// Judges a trap of this node by the rules, else by what is known of it.
pub fn judge(rules: &[TrapRule], trap: &Trap, node: Option<NodeId>) -> Judged {
    let known = known(&trap.kind);
    let rule = rules.iter().find(|rule| rule.fits(trap, node));
    let about = known.map(|k| k.about(trap)).unwrap_or_default();
    let lasts = known.and_then(|k| k.lasts());
    let usual: Vec<Oid> = known.map(|k| k.ends()).unwrap_or_default();
    let (verdict, ends) = match (rule, known) {
        (Some(rule), _) if rule.ends.is_empty() => (rule.verdict, usual),
        (Some(rule), _) => (rule.verdict, rule.ends.clone()),
        (None, Some(known)) => (known.verdict_of(trap), usual),
        (None, None) => (TrapVerdict::Ok, usual),
    };
    Judged { verdict, ends, lasts, about, by_rule: rule.is_some() }
}

/// Is there a trap that ends the trouble of this kind, so that its silence means that it goes on?
pub fn is_ended_by_another(rules: &[TrapRule], kind: &Oid) -> bool {
    let by_rule = rules.iter().flat_map(|rule| &rule.ends).any(|end| kind.starts_with(end));
    by_rule || Known::all().any(|known| known.ends().contains(kind))
}

/// The value of the first object at or below this one.
pub(super) fn below<'a>(trap: &'a Trap, column: &[u32]) -> Option<(&'a [u32], &'a Value)> {
    let column = Oid::from(column);
    trap.bindings.iter().find_map(|b| Some((b.oid.suffix(&column)?, &b.value)))
}
