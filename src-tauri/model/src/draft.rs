//! Drafts: what a person typed, before it is known to be good. A draft becomes a model value only
//! by `check()`, which returns *all* that is wrong with it, each at its field.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::belief::Patience;
use crate::check::{CheckSpec, InterfaceSpec, Limits, ValueSpec, WordSpec};
use crate::described::Described;
use crate::forecast;
use crate::id::{CheckId, GroupId, NodeId};
use crate::node::{Address, Importance, NodeKind};
use crate::outcome::{Metric, Unit};
use crate::policy::Policy;
use crate::snmp::{Access, Fold, Formula, Rows};
use crate::time::Span;

/// One thing wrong with one field of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FieldError {
    /// The path of the field as in the draft's JSON, such as `spec.url`.
    pub field: String,
    /// What is wrong.
    #[serde(flatten)]
    pub problem: Problem,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was given.
    Empty,
    /// More characters than allowed.
    TooLong {
        /// The most there may be.
        most: u32,
    },
    /// A number outside its range.
    OutOfRange {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// Neither an IP address nor a DNS name.
    NotAnAddress,
    /// Not an `http://` or `https://` URL.
    NotAUrl,
    /// The critical limit lies below the warning limit.
    LimitsOutOfOrder,
    /// What it refers to is not there (any more).
    NoSuchThing,
    /// Not an address mail can be sent to.
    NotAMailAddress,
    /// A password would cross the network for everybody to read.
    PasswordInTheClear,
    /// Not a full path.
    NotAFullPath,
    /// Characters that cannot stand there.
    NotPlain,
    /// A template that cannot be filled in.
    BadTemplate {
        /// The line, from 1.
        line: u32,
        /// What is wrong, at most 200 characters.
        detail: String,
    },
    /// Its end does not lie after its begin.
    EndsBeforeItBegins,
    /// Not five fields as crontab(5) writes them.
    NotACron,
    /// It is there already.
    Twice,
    /// These checks would look at each other in a circle.
    Circle {
        /// The names along it, from the check itself back to it.
        through: Vec<String>,
    },
    /// Not numbers with dots between them.
    NotAnOid,
    /// A rate is that of one counter: of an object, or of each row in a column.
    NotOneCounter,
}

/// A node as typed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NodeDraft {
    /// The node to change; `None` adds one.
    pub id: Option<NodeId>,
    /// 1 to 120 characters; empty means "named by its address".
    pub name: String,
    /// An IP address or a DNS name.
    pub address: String,
    /// What it is.
    pub kind: NodeKind,
    /// How much it matters.
    pub importance: Importance,
    /// The group it stands in.
    pub group: Option<GroupId>,
    /// Maker, if known.
    pub vendor: Option<String>,
    /// Hardware address, if known.
    pub mac: Option<String>,
    /// At most 20,000 characters.
    pub notes: String,
    /// How its SNMP agent is opened, if it is to be asked.
    #[serde(default)]
    pub snmp: Option<Access>,
    /// What its SNMP agent said of it, if it was asked; `None` leaves what is known.
    #[serde(default)]
    pub described: Option<Described>,
    /// Further addresses of the same box, if it was found with any; `None` leaves what is known as
    /// long as it is watched at one of its addresses.
    #[serde(default)]
    pub also: Option<Vec<IpAddr>>,
}

/// A check as typed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckDraft {
    /// The check to change; `None` adds one.
    pub id: Option<CheckId>,
    /// The node it looks at.
    pub node: NodeId,
    /// At most 120 characters.
    pub name: String,
    /// What is done.
    pub spec: CheckSpec,
    /// Distance between probes.
    pub every: Span,
    /// When a belief changes.
    pub patience: Patience,
    /// What the check says itself; the rest is inherited, whatever the two fields above say.
    /// `None`: whatever is not usual in them.
    #[serde(default)]
    pub own: Option<Policy>,
}

/// Collects what is wrong with the fields of one draft.
#[derive(Debug, Default)]
pub struct Findings(Vec<FieldError>);

impl Findings {
    /// Records a problem at a field.
    pub fn add(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError { field: field.into(), problem });
    }

    /// A number must lie in its range.
    pub fn range(&mut self, field: &str, value: f64, range: RangeInclusive<f64>) {
        if !range.contains(&value) {
            self.add(field, Problem::OutOfRange { least: *range.start(), most: *range.end() });
        }
    }

    /// A text must not be longer than this many characters.
    pub fn length(&mut self, field: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.add(field, Problem::TooLong { most: u32::try_from(most).unwrap_or(u32::MAX) });
        }
    }

    /// What is wrong with something that stands below a field.
    pub fn below<T>(&mut self, field: &str, judged: Result<T, Vec<FieldError>>) {
        let errors = judged.err().unwrap_or_default();
        let below = |e: FieldError| FieldError { field: format!("{field}.{}", e.field), ..e };
        self.0.extend(errors.into_iter().map(below));
    }

    /// Limits must be finite, not negative, and in order.
    pub fn limits(&mut self, field: &str, limits: Limits, most: f64) {
        for (name, value) in [("warning", limits.warning), ("critical", limits.critical)] {
            if let Some(value) = value {
                self.range(&format!("{field}.{name}"), value, 0.0..=most);
            }
        }
        if let (Some(warning), Some(critical)) = (limits.warning, limits.critical)
            && critical < warning
        {
            self.add(&format!("{field}.critical"), Problem::LimitsOutOfOrder);
        }
    }

    /// Upper and lower limits of one metric that may lie below zero, each in its order.
    pub fn both_limits(&mut self, above: Limits, below: Limits, within: RangeInclusive<f64>) {
        for (field, limits) in [("spec.above", above), ("spec.below", below)] {
            for (name, value) in [("warning", limits.warning), ("critical", limits.critical)] {
                if let Some(value) = value {
                    self.range(&format!("{field}.{name}"), value, within.clone());
                }
            }
        }
        let wrong = |limits: Limits, side: f64| matches!((limits.warning, limits.critical), (Some(w), Some(c)) if side * (c - w) < 0.0);
        for (field, limits, side) in [("above", above, 1.0), ("below", below, -1.0)] {
            if wrong(limits, side) {
                self.add(&format!("spec.{field}.critical"), Problem::LimitsOutOfOrder);
            }
        }
    }

    /// `Ok` if nothing was found.
    pub fn verdict<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

impl NodeDraft {
    /// A draft for an address, everything else as usual.
    pub fn at(address: &str) -> NodeDraft {
        NodeDraft {
            id: None,
            name: String::new(),
            address: address.into(),
            kind: NodeKind::Other,
            importance: Importance::Normal,
            group: None,
            vendor: None,
            mac: None,
            notes: String::new(),
            snmp: None,
            described: None,
            also: None,
        }
    }

    /// The address and final name of a good draft, or everything wrong with it.
    pub fn check(&self) -> Result<(String, Address), Vec<FieldError>> {
        let mut found = Findings::default();
        let address = Address::parse(&self.address);
        match &address {
            Err(_) if self.address.trim().is_empty() => found.add("address", Problem::Empty),
            Err(_) => found.add("address", Problem::NotAnAddress),
            Ok(_) => {}
        }
        found.length("name", self.name.trim(), 120);
        found.length("notes", &self.notes, 20_000);
        found.length("vendor", self.vendor.as_deref().unwrap_or(""), 120);
        found.length("mac", self.mac.as_deref().unwrap_or(""), 17);
        if let Some(access) = &self.snmp {
            access.check("snmp", &mut found);
        }
        let described = self.described.iter().flat_map(Described::texts);
        described.for_each(|text| found.length("described", text, Described::LONGEST));
        // An unreadable address has already been found above; the value is then not used.
        let address = address.unwrap_or(Address::Name(String::new()));
        let name = match self.name.trim() {
            "" => address.to_string(),
            name => name.to_owned(),
        };
        found.verdict((name, address))
    }
}

impl CheckDraft {
    /// What the check says itself, whatever it inherits.
    pub fn said(&self) -> Policy {
        self.own.unwrap_or_else(|| Policy::beyond(&self.spec, self.every, self.patience))
    }

    /// A draft for a kind of check on a node, with its usual rhythm.
    pub fn usual(node: NodeId, spec: CheckSpec) -> CheckDraft {
        let (every, patience) = spec.usual();
        CheckDraft { id: None, node, name: String::new(), spec, every, patience, own: None }
    }

    /// Everything wrong with the draft, or nothing.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        const MS: f64 = 600_000.0;
        let mut found = Findings::default();
        found.length("name", self.name.trim(), 120);
        if let Some(own) = &self.own {
            own.check("own", &mut found);
        }
        found.range("every", self.every.0 as f64, 1_000.0..=86_400_000.0);
        found.range(
            "patience.doubt_every",
            self.patience.doubt_every.0 as f64,
            500.0..=3_600_000.0,
        );
        for (field, n) in [
            ("patience.to_trouble", self.patience.to_trouble),
            ("patience.between", self.patience.between),
            ("patience.to_ok", self.patience.to_ok),
        ] {
            found.range(field, f64::from(n.get()), 1.0..=60.0);
        }
        match &self.spec {
            CheckSpec::Icmp(s) => {
                found.range("spec.count", f64::from(s.count), 1.0..=20.0);
                found.range("spec.size", f64::from(s.size), 16.0..=1472.0);
                found.range("spec.timeout", s.timeout.0 as f64, 100.0..=10_000.0);
                found.limits("spec.rtt", s.rtt, MS);
                found.limits("spec.loss", s.loss, 100.0);
            }
            CheckSpec::Tcp(s) => {
                found.range("spec.port", f64::from(s.port), 1.0..=65_535.0);
                found.range("spec.timeout", s.timeout.0 as f64, 100.0..=30_000.0);
                found.limits("spec.connect", s.connect, MS);
            }
            CheckSpec::Http(s) => {
                let sample = s.url.replace("{address}", "192.0.2.1");
                match url::Url::parse(sample.trim()) {
                    _ if s.url.trim().is_empty() => found.add("spec.url", Problem::Empty),
                    Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {
                    }
                    Ok(_) | Err(_) => found.add("spec.url", Problem::NotAUrl),
                }
                found.length("spec.url", &s.url, 2_000);
                if s.status.is_empty() {
                    found.add("spec.status", Problem::Empty);
                }
                for (low, high) in &s.status {
                    found.range("spec.status", f64::from(*low), 100.0..=f64::from(*high));
                    found.range("spec.status", f64::from(*high), f64::from(*low)..=599.0);
                }
                if let Some(keyword) = &s.keyword {
                    found.length("spec.keyword", keyword, 200);
                    if keyword.is_empty() {
                        found.add("spec.keyword", Problem::Empty);
                    }
                }
                found.range("spec.redirects", f64::from(s.redirects), 0.0..=10.0);
                found.range("spec.max_bytes", s.max_bytes as f64, 1_000.0..=10_000_000.0);
                found.range("spec.timeout", s.timeout.0 as f64, 100.0..=60_000.0);
                found.limits("spec.total", s.total, MS);
            }
            CheckSpec::Quality(s) => {
                found.range("spec.over", s.over.0 as f64, 60_000.0..=3_600_000.0);
                found.limits("spec.loss", s.loss, 100.0);
                found.limits("spec.rtt", s.rtt, MS);
                found.limits("spec.jitter", s.jitter, MS);
            }
            CheckSpec::Agent(s) => floors(&mut found, "spec.uptime", s.uptime, 1e9),
            CheckSpec::Interface(s) => judge_interface(s, &mut found),
            CheckSpec::Value(s) => judge_value(s, &mut found),
            CheckSpec::Word(s) => judge_word(s, &mut found),
            CheckSpec::Composite(s) => s.check(&mut found),
            CheckSpec::Trap(s) => {
                let month = 30.0 * 86_400_000.0;
                found.range("spec.lasts", s.lasts.0 as f64, 60_000.0..=month);
            }
        }
        found.verdict(())
    }
}

/// Lower limits: the critical one lies below the warning.
fn floors(found: &mut Findings, field: &str, limits: Limits, most: f64) {
    let turned = Limits { warning: None, critical: limits.critical };
    found.limits(field, turned, most);
    found.limits(field, Limits { critical: None, ..limits }, most);
    if matches!((limits.warning, limits.critical), (Some(w), Some(c)) if c > w) {
        found.add(&format!("{field}.critical"), Problem::LimitsOutOfOrder);
    }
}

fn judge_interface(spec: &InterfaceSpec, found: &mut Findings) {
    if spec.port.name.trim().is_empty() {
        found.add("spec.port.name", Problem::Empty);
    }
    found.length("spec.port.name", &spec.port.name, 300);
    found.length("spec.port.descr", spec.port.descr.as_deref().unwrap_or(""), 300);
    found.length("spec.port.mac", spec.port.mac.as_deref().unwrap_or(""), 17);
    if let Some(speed) = spec.speed {
        found.range("spec.speed", speed as f64, 1.0..=1e15);
    }
    found.limits("spec.load", spec.load, 1_000.0);
    for (way, flow) in [("incoming", spec.incoming), ("outgoing", spec.outgoing)] {
        found.limits(&format!("spec.{way}.above"), flow.above, 1e15);
        floors(found, &format!("spec.{way}.below"), flow.below, 1e15);
    }
    found.limits("spec.errors", spec.errors, 1e9);
    found.limits("spec.discards", spec.discards, 1e9);
    found.limits("spec.collisions", spec.collisions, 1e9);
    floors(found, "spec.slow", spec.slow, 1e15);
}

fn judge_value(spec: &ValueSpec, found: &mut Findings) {
    if !Metric::READ.contains(&spec.metric) && spec.metric != Metric::Rate {
        found.add("spec.metric", Problem::NoSuchThing);
    }
    found.length("spec.label", &spec.label, 120);
    let Formula { plus, over, scale, offset, ignore } = &spec.formula;
    // Of several, one that began anew is not told from one that counts less (law L11); and how many
    // rows there are is no rate.
    let several = plus.len() > 1 || !over.is_empty() || *offset != 0.0;
    let counted = matches!(spec.rows, Rows::All { fold: Fold::Count, .. });
    if spec.metric == Metric::Rate && (several || counted) {
        found.add("spec.metric", Problem::NotOneCounter);
    }
    let terms = Formula::TERMS as f64;
    found.range("spec.formula.plus", plus.len() as f64, 1.0..=terms);
    found.range("spec.formula.over", over.len() as f64, 0.0..=terms);
    found.range("spec.formula.ignore", ignore.len() as f64, 0.0..=terms);
    found.range("spec.formula.scale", *scale, -1e18..=1e18);
    found.range("spec.formula.offset", *offset, -1e18..=1e18);
    for term in plus.iter().chain(over) {
        found.range("spec.formula.plus", term.times, -1e18..=1e18);
        if term.oid.is_empty() {
            found.add("spec.formula.plus", Problem::Empty);
        }
    }
    judge_rows(&spec.rows, found);
    let within = match spec.metric.unit() {
        Unit::Percent => -1_000.0..=1_000.0,
        _ => -1e18..=1e18,
    };
    found.both_limits(spec.above, spec.below, within);
    floors(found, "spec.full", spec.full, forecast::FORESIGHT);
}

fn judge_word(spec: &WordSpec, found: &mut Findings) {
    found.length("spec.label", &spec.label, 120);
    if spec.oid.is_empty() {
        found.add("spec.oid", Problem::Empty);
    }
    judge_rows(&spec.rows, found);
    if spec.good.is_empty() && spec.warning.is_empty() {
        found.add("spec.good", Problem::Empty);
    }
    let most = WordSpec::WORDS as f64;
    for (field, list) in [("spec.good", &spec.good), ("spec.warning", &spec.warning)] {
        found.range(field, list.len() as f64, 0.0..=most);
        list.iter().for_each(|word| found.length(field, word, 300));
        if list.iter().any(String::is_empty) {
            found.add(field, Problem::Empty);
        }
        if spec.bits && !list.iter().all(|word| is_bit(word)) {
            found.add(field, Problem::OutOfRange { least: 0.0, most: most - 1.0 });
        }
    }
    found.range("spec.words", spec.words.len() as f64, 0.0..=most);
    for (said, word) in &spec.words {
        found.length("spec.words", said, 300);
        found.length("spec.words", word, 120);
        // What several bits say is told apart by it again.
        if spec.bits && word.contains(WordSpec::BETWEEN) {
            found.add("spec.words", Problem::NotPlain);
        }
    }
}

/// Is it the number of a bit, as a check says it?
fn is_bit(word: &str) -> bool {
    word.parse::<usize>().is_ok_and(|bit| bit < WordSpec::WORDS && bit.to_string() == word)
}

fn judge_rows(rows: &Rows, found: &mut Findings) {
    match rows {
        Rows::Object => {}
        Rows::Row { says, index, .. } => {
            found.length("spec.rows.says", says, 300);
            found.range("spec.rows.index", index.len() as f64, 0.0..=128.0);
        }
        Rows::All { says, .. } => {
            found.length("spec.rows.says", says.as_deref().unwrap_or(""), 300);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snmp::{Oid, Term};

    #[test]
    fn bits_are_numbers_and_their_words_have_no_comma() {
        let spec = WordSpec {
            label: "Printer".into(),
            oid: Oid::from([1, 3, 6, 1]),
            rows: Rows::Object,
            good: vec!["0".into(), "63".into()],
            warning: Vec::new(),
            part: false,
            words: [("1".to_owned(), "no paper".to_owned())].into(),
            bits: true,
        };
        let wrong = |spec: &WordSpec| {
            let judged = CheckDraft::usual(NodeId(1), CheckSpec::Word(spec.clone())).check();
            judged.err().map(|wrong| (wrong[0].field.clone(), wrong[0].problem.clone()))
        };
        assert_eq!(wrong(&spec), None);
        let said = Problem::OutOfRange { least: 0.0, most: 63.0 };
        for odd in ["paper", "64", "01", "+1", "-1"] {
            let spec = WordSpec { warning: vec![odd.into()], ..spec.clone() };
            let found = wrong(&spec);
            assert_eq!(found, Some(("spec.warning".into(), said.clone())), "because of {odd}");
            assert_eq!(wrong(&WordSpec { bits: false, ..spec }), None);
        }
        let words = [("1".to_owned(), "no paper, tray 2".to_owned())].into();
        let spec = WordSpec { words, ..spec };
        let found = wrong(&spec);
        assert_eq!(
            found,
            Some(("spec.words".into(), Problem::NotPlain)),
            "because it would be two words when it is judged"
        );
        assert_eq!(wrong(&WordSpec { bits: false, ..spec }), None);
    }

    fn wrong(formula: &Formula, rows: &Rows) -> Option<Problem> {
        let (metric, label, formula, rows) =
            (Metric::Rate, String::new(), formula.clone(), rows.clone());
        let (above, below, full) = (Limits::NONE, Limits::NONE, Limits::NONE);
        let spec = ValueSpec { metric, label, formula, rows, above, below, full };
        let judged = CheckDraft::usual(NodeId(1), CheckSpec::Value(spec)).check();
        judged.err().map(|wrong| wrong[0].problem.clone())
    }

    #[test]
    fn a_rate_is_that_of_one_counter() {
        let one = Formula::scaled(Oid::from([1, 3, 6, 1]), 8.0);
        assert_eq!(wrong(&one, &Rows::Object), None);
        let all = |fold| Rows::All { fold, column: None, says: None };
        assert_eq!(wrong(&one, &all(Fold::Sum)), None, "because each row has a rate of its own");
        let counted = wrong(&one, &all(Fold::Count));
        assert_eq!(counted, Some(Problem::NotOneCounter), "because that is a number of rows");
        let mut two = one.clone();
        two.plus.push(Term { oid: Oid::from([1, 3, 6, 2]), times: 1.0 });
        assert_eq!(wrong(&two, &Rows::Object), Some(Problem::NotOneCounter), "because of two");
        let offset = Formula { offset: 1.0, ..one };
        assert_eq!(wrong(&offset, &Rows::Object), Some(Problem::NotOneCounter));
    }
}
