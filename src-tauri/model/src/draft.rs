//! Drafts: what a person typed, before it is known to be good. A draft becomes a model value only
//! by `check()`, which returns *all* that is wrong with it, each at its field.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::belief::Patience;
use crate::check::{CheckSpec, Limits};
use crate::id::{CheckId, GroupId, NodeId};
use crate::node::{Address, Importance, NodeKind};
use crate::policy::Policy;
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
        }
        found.verdict(())
    }
}
