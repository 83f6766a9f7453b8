//! Checks: what is looked at on a node, how often, and with which limits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::belief::Patience;
use crate::composite::CompositeSpec;
use crate::id::{CheckId, NodeId};
use crate::outcome::Metric;
use crate::policy::{Effective, Level, Policies, Policy};
use crate::snmp::{Formula, Oid, Rows};
use crate::time::Span;

/// What is looked at, how often, and with which limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Check {
    /// Its identity in this site file.
    pub id: CheckId,
    /// The node it looks at.
    pub node: NodeId,
    /// What people call it; empty means "named by its kind and target".
    pub name: String,
    /// What is done on the wire.
    pub spec: CheckSpec,
    /// Distance between probes while nothing is in doubt; 1 s to 1 day. Inherited unless `own` says.
    pub every: Span,
    /// When a belief changes. Inherited unless `own` says.
    pub patience: Patience,
    /// True while a person has stopped this check.
    pub paused: bool,
    /// What it says itself; `None` in checks of older site files: whatever was not usual.
    #[serde(default)]
    pub own: Option<Policy>,
}

/// The kinds of check there are. A new kind is one variant here, one file in `checks`, one form in
/// the window, and the lines the compiler then asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CheckSpec {
    /// Echo requests (RFC 792, RFC 4443).
    Icmp(IcmpSpec),
    /// A TCP handshake, then goodbye.
    Tcp(TcpSpec),
    /// An HTTP or HTTPS request.
    Http(HttpSpec),
    /// Loss and round trip over the last minutes of this node's own echo check: no packets of its
    /// own. Keeps "lossy" (a warning) apart from "down", so that a lossy line is never called down.
    Quality(QualitySpec),
    /// The node's SNMP agent itself: does it answer, and since when does it run? Whatever else is
    /// asked of the agent hangs on it (law L6).
    Agent(AgentSpec),
    /// A network interface, over SNMP: state, traffic, errors.
    Interface(InterfaceSpec),
    /// A number read over SNMP: a processor's load, a temperature, the rows of a table.
    Value(ValueSpec),
    /// What an object says over SNMP: a state, a text.
    Word(WordSpec),
    /// All, any or so many of other checks, by what is believed of them: no packets of its own.
    Composite(CompositeSpec),
    /// What the node says without being asked: no packets of its own. Judged by what stands of the
    /// traps it sent.
    Trap(TrapSpec),
}

/// The name of a kind of check alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// See [`CheckSpec::Icmp`].
    Icmp,
    /// See [`CheckSpec::Tcp`].
    Tcp,
    /// See [`CheckSpec::Http`].
    Http,
    /// See [`CheckSpec::Quality`].
    Quality,
    /// See [`CheckSpec::Agent`].
    Agent,
    /// See [`CheckSpec::Interface`].
    Interface,
    /// See [`CheckSpec::Value`].
    Value,
    /// See [`CheckSpec::Word`].
    Word,
    /// See [`CheckSpec::Composite`].
    Composite,
    /// See [`CheckSpec::Trap`].
    Trap,
}

impl CheckKind {
    /// Every kind there is, in the order they are listed.
    pub const ALL: [CheckKind; 10] = [
        CheckKind::Icmp,
        CheckKind::Tcp,
        CheckKind::Http,
        CheckKind::Quality,
        CheckKind::Agent,
        CheckKind::Interface,
        CheckKind::Value,
        CheckKind::Word,
        CheckKind::Composite,
        CheckKind::Trap,
    ];
}

/// Limits of one metric, in its unit: at or beyond a limit the sample takes its grade. Upper limits
/// unless it says otherwise where they stand; for lower ones “above” reads “below”.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Limits {
    /// Warning at or above this.
    pub warning: Option<f64>,
    /// Critical at or above this; not below `warning`.
    pub critical: Option<f64>,
}

impl Limits {
    /// No limits.
    pub const NONE: Limits = Limits { warning: None, critical: None };
    /// A grade once taken is left again only this share of its limit away from it: 0.9 is a tenth.
    pub const LEAVE: f64 = 0.9;

    /// A warning limit alone.
    pub const fn warn(at: f64) -> Limits {
        Limits { warning: Some(at), critical: None }
    }
}

/// Limits of what goes one way through an interface, bit/s, whatever its speed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Flow {
    /// Upper limits.
    pub above: Limits,
    /// Lower limits: so a feed that has dried up is told.
    pub below: Limits,
}

impl Flow {
    /// No limits.
    pub const NONE: Flow = Flow { above: Limits::NONE, below: Limits::NONE };
}

/// Which family of addresses to use when a name has both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Whichever the resolver prefers.
    #[default]
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

/// An echo check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IcmpSpec {
    /// Echo requests per probe, 1 to 20, 200 ms apart.
    pub count: u8,
    /// Octets of payload, 16 to 1472.
    pub size: u16,
    /// How long each answer may take; 100 ms to 10 s.
    pub timeout: Span,
    /// Which family to use for names.
    pub family: Family,
    /// Limits on the mean round trip, ms.
    pub rtt: Limits,
    /// Limits on loss within a burst, %; without an answer at all the probe has failed.
    pub loss: Limits,
}

impl Default for IcmpSpec {
    fn default() -> IcmpSpec {
        IcmpSpec {
            count: 1,
            size: 32,
            timeout: Span(800),
            family: Family::Any,
            rtt: Limits::NONE,
            loss: Limits::NONE,
        }
    }
}

/// A TCP check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TcpSpec {
    /// The port, 1 to 65535.
    pub port: u16,
    /// How long the handshake may take; 100 ms to 30 s.
    pub timeout: Span,
    /// Limits on the handshake, ms.
    pub connect: Limits,
}

/// Which method an HTTP check uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Fetch the body.
    #[default]
    Get,
    /// Headers only.
    Head,
}

/// An HTTP check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HttpSpec {
    /// `http://` or `https://` URL. `{address}` stands for the node's address.
    pub url: String,
    /// GET or HEAD.
    pub method: Method,
    /// Accepted status codes, as inclusive ranges within 100 to 599.
    pub status: Vec<(u16, u16)>,
    /// Words that must be in the body, if any; at most 200 characters, compared as written.
    pub keyword: Option<String>,
    /// With `keyword`: true if the words must *not* be there.
    pub keyword_absent: bool,
    /// Redirects followed at most, 0 to 10.
    pub redirects: u8,
    /// Bytes of body read at most, 1 kB to 10 MB. A longer body is a failure only if a keyword is wanted.
    pub max_bytes: u64,
    /// How long the whole may take; 100 ms to 60 s.
    pub timeout: Span,
    /// Whether a certificate that does not verify is a failure.
    pub verify: bool,
    /// Limits on the whole, ms.
    pub total: Limits,
}

impl Default for HttpSpec {
    fn default() -> HttpSpec {
        HttpSpec {
            url: "http://{address}/".into(),
            method: Method::Get,
            status: vec![(200, 399)],
            keyword: None,
            keyword_absent: false,
            redirects: 5,
            max_bytes: 1_000_000,
            timeout: Span(10_000),
            verify: true,
            total: Limits::NONE,
        }
    }
}

/// A quality check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QualitySpec {
    /// How far it looks back; 1 min to 1 h. With fewer than [`QualitySpec::LEAST`] answers or
    /// misses in that time there is nothing to judge.
    pub over: Span,
    /// Limits on loss, %.
    pub loss: Limits,
    /// Limits on the mean round trip, ms.
    pub rtt: Limits,
    /// Limits on jitter, ms.
    pub jitter: Limits,
}

impl QualitySpec {
    /// The fewest echoes a quality is computed from.
    pub const LEAST: usize = 10;
}

impl Default for QualitySpec {
    fn default() -> QualitySpec {
        QualitySpec {
            over: Span::minutes(5),
            loss: Limits { warning: Some(20.0), critical: None },
            rtt: Limits::NONE,
            jitter: Limits::NONE,
        }
    }
}

/// A check of an SNMP agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AgentSpec {
    /// Lower limits on how long it has been running, s: so a restart is told.
    pub uptime: Limits,
}

impl Default for AgentSpec {
    fn default() -> AgentSpec {
        AgentSpec { uptime: Limits::warn(600.0) }
    }
}

/// What a row of the interfaces' table is known by, since its index may change (RFC 2863 §3.1.5).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
pub struct Signs {
    /// Its short name (`ifName`, else `ifDescr`); 1 to 300 characters.
    pub name: String,
    /// Its description (`ifDescr`), if it has one.
    pub descr: Option<String>,
    /// Its hardware address, lower case with colons, if it has one.
    pub mac: Option<String>,
    /// Where it was last seen; 0 is unknown.
    pub index: u32,
}

impl Signs {
    /// Is this another interface, by its hardware address, that has the same name?
    pub fn is_twin_of(&self, other: &Signs) -> bool {
        let differ = |(a, b): (&String, &String)| !a.eq_ignore_ascii_case(b);
        self.name == other.name && self.mac.as_ref().zip(other.mac.as_ref()).is_some_and(differ)
    }
}

/// A check of an interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InterfaceSpec {
    /// Which.
    pub port: Signs,
    /// That it is not in use is a failure.
    pub up: bool,
    /// That it does not send and receive at once is a warning.
    pub full_duplex: bool,
    /// Bits per second it is held against; `None` is what the agent says. 1 to 10^15.
    pub speed: Option<u64>,
    /// Limits on traffic either way as a share of the speed, %.
    pub load: Limits,
    /// Limits on what it receives.
    #[serde(default)]
    pub incoming: Flow,
    /// Limits on what it sends.
    #[serde(default)]
    pub outgoing: Flow,
    /// Limits on errors either way, per second.
    pub errors: Limits,
    /// Limits on discards either way, per second.
    pub discards: Limits,
    /// Limits on collisions, per second: where there are any, one end is not full duplex.
    #[serde(default)]
    pub collisions: Limits,
    /// Lower limits on the speed, bit/s: so an interface that fell back is told.
    pub slow: Limits,
}

impl Default for InterfaceSpec {
    fn default() -> InterfaceSpec {
        InterfaceSpec {
            port: Signs::default(),
            up: true,
            full_duplex: true,
            speed: None,
            load: Limits { warning: Some(80.0), critical: Some(95.0) },
            incoming: Flow::NONE,
            outgoing: Flow::NONE,
            errors: Limits::warn(1.0),
            discards: Limits::NONE,
            collisions: Limits::NONE,
            slow: Limits::NONE,
        }
    }
}

/// A check of a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ValueSpec {
    /// What is measured; one of [`Metric::READ`], or [`Metric::Rate`] for counters.
    pub metric: Metric,
    /// Of what: `CPU 1`, `/var`. At most 120 characters.
    pub label: String,
    /// How the number is made.
    pub formula: Formula,
    /// Of which rows, if the formula names columns.
    pub rows: Rows,
    /// Upper limits.
    pub above: Limits,
    /// Lower limits.
    pub below: Limits,
    /// Of storage: lower limits on the days until it is full, judged as far as that can be told
    /// ([`crate::forecast`]).
    #[serde(default)]
    pub full: Limits,
}

impl ValueSpec {
    /// Is it held against the days until it is full?
    pub fn is_foretold(&self) -> bool {
        self.metric == Metric::Storage && self.full != Limits::NONE
    }
}

/// A check of what an object says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct WordSpec {
    /// Of what: `Power supply 2`. At most 120 characters.
    pub label: String,
    /// The object; of a table, its column.
    pub oid: Oid,
    /// Of which rows; of several, each has to say something good.
    pub rows: Rows,
    /// What is good, as text or whole number; empty is whatever is not a warning.
    pub good: Vec<String>,
    /// What is a warning; what is neither is critical.
    pub warning: Vec<String>,
    /// It is enough if what is good or a warning is part of what it says; not of bits.
    pub part: bool,
    /// Words for what it says, to be shown.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// What it says are bits (`BITS`, RFC 2578 §7.1.4): each that is set says its number, and the
    /// first octet's highest is 0. Where none is set it is well.
    #[serde(default)]
    pub bits: bool,
}

impl WordSpec {
    /// Most words in each of its lists.
    pub const WORDS: usize = 64;
    /// Stands between what several bits say.
    pub const BETWEEN: &str = ", ";

    /// Is it well if it says this?
    pub fn is_good(&self, said: &str) -> bool {
        match self.good.is_empty() {
            true => !self.among(&self.warning, said),
            false => self.among(&self.good, said),
        }
    }

    /// Is it a warning if it says this, or what is shown for it?
    pub fn is_warning(&self, said: &str) -> bool {
        let light = |said: &str| {
            let shown = |word: &String| self.words.get(word).is_some_and(|shown| shown == said);
            self.among(&self.warning, said) || self.warning.iter().any(shown)
        };
        if self.bits { said.split(WordSpec::BETWEEN).all(light) } else { light(said) }
    }

    /// Is it, as a whole, one of the words of this check?
    pub fn names(&self, said: &str) -> bool {
        self.good.iter().chain(&self.warning).any(|word| word == said)
    }

    /// What is shown for what it says.
    pub fn shown<'s>(&'s self, said: &'s str) -> &'s str {
        self.words.get(said).map_or(said, String::as_str)
    }

    fn among(&self, list: &[String], said: &str) -> bool {
        // A bit is a number: 1 and 4 are no parts of 14.
        let part = self.part && !self.bits;
        list.iter().any(|word| if part { said.contains(word.as_str()) } else { said == word })
    }
}

/// A trap check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TrapSpec {
    /// How long trouble stands that no other trap ends; 1 min to 30 days. Some kinds are known to
    /// last less long.
    pub lasts: Span,
}

impl Default for TrapSpec {
    fn default() -> TrapSpec {
        TrapSpec { lasts: Span::minutes(24 * 60) }
    }
}

impl Check {
    /// What it says itself, whatever it inherits.
    pub fn said(&self) -> Policy {
        self.own.unwrap_or_else(|| Policy::beyond(&self.spec, self.every, self.patience))
    }

    /// What holds for it below these levels, the site's first.
    pub fn effective(&self, above: &[(Level, &Policies)]) -> Effective {
        let said = self.said();
        if matches!(self.spec, CheckSpec::Trap(_)) {
            // A trap is said once: it cannot be waited for to be said again.
            let every = Policy { every: said.every, ..Policy::default() };
            return Effective::of(&self.spec, &[(Level::Check, &every)]);
        }
        let mut levels: Vec<(Level, &Policy)> =
            above.iter().map(|(level, p)| (*level, p.for_check(&self.spec))).collect();
        levels.push((Level::Check, &said));
        Effective::of(&self.spec, &levels)
    }
}

impl CheckSpec {
    /// Its kind alone.
    pub fn kind(&self) -> CheckKind {
        match self {
            CheckSpec::Icmp(_) => CheckKind::Icmp,
            CheckSpec::Tcp(_) => CheckKind::Tcp,
            CheckSpec::Http(_) => CheckKind::Http,
            CheckSpec::Quality(_) => CheckKind::Quality,
            CheckSpec::Agent(_) => CheckKind::Agent,
            CheckSpec::Interface(_) => CheckKind::Interface,
            CheckSpec::Value(_) => CheckKind::Value,
            CheckSpec::Word(_) => CheckKind::Word,
            CheckSpec::Composite(_) => CheckKind::Composite,
            CheckSpec::Trap(_) => CheckKind::Trap,
        }
    }

    /// The upper limits it judges by.
    pub fn limits(&self) -> Vec<(Metric, Limits)> {
        match self {
            CheckSpec::Icmp(s) if s.rtt == Limits::NONE && s.loss == Limits::NONE => Vec::new(),
            CheckSpec::Icmp(s) => vec![(Metric::Rtt, s.rtt), (Metric::Loss, s.loss)],
            CheckSpec::Tcp(s) => vec![(Metric::Connect, s.connect)],
            CheckSpec::Http(s) => vec![(Metric::Total, s.total)],
            CheckSpec::Quality(s) => {
                vec![(Metric::Loss, s.loss), (Metric::Rtt, s.rtt), (Metric::Jitter, s.jitter)]
            }
            CheckSpec::Agent(_)
            | CheckSpec::Word(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Trap(_) => Vec::new(),
            CheckSpec::Interface(s) => vec![
                (Metric::TrafficIn, s.incoming.above),
                (Metric::TrafficOut, s.outgoing.above),
                (Metric::LoadIn, s.load),
                (Metric::LoadOut, s.load),
                (Metric::ErrorsIn, s.errors),
                (Metric::ErrorsOut, s.errors),
                (Metric::DiscardsIn, s.discards),
                (Metric::DiscardsOut, s.discards),
                (Metric::Collisions, s.collisions),
                (Metric::HalfDuplex, if s.full_duplex { Limits::warn(1.0) } else { Limits::NONE }),
            ],
            CheckSpec::Value(s) => vec![(s.metric, s.above)],
        }
    }

    /// The lower limits it judges by.
    pub fn floors(&self) -> Vec<(Metric, Limits)> {
        match self {
            CheckSpec::Icmp(_)
            | CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Trap(_)
            | CheckSpec::Word(_) => Vec::new(),
            CheckSpec::Agent(s) => vec![(Metric::Uptime, s.uptime)],
            CheckSpec::Interface(s) => vec![
                (Metric::TrafficIn, s.incoming.below),
                (Metric::TrafficOut, s.outgoing.below),
                (Metric::Speed, s.slow),
            ],
            CheckSpec::Value(s) => vec![(s.metric, s.below), (Metric::FullIn, s.full)],
        }
    }

    /// Does it look at what the other looks at, whatever the limits?
    pub fn is_about(&self, other: &CheckSpec) -> bool {
        if let (CheckSpec::Interface(a), CheckSpec::Interface(b)) = (self, other)
            && a.port.is_twin_of(&b.port)
        {
            return false;
        }
        self.kind() == other.kind() && self.subject() == other.subject()
    }

    /// What it looks at on its node.
    fn subject(&self) -> (Option<Metric>, String) {
        match self {
            CheckSpec::Icmp(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Trap(_) => (None, String::new()),
            CheckSpec::Tcp(s) => (None, s.port.to_string()),
            CheckSpec::Http(s) => (None, s.url.clone()),
            CheckSpec::Interface(s) => (None, s.port.name.clone()),
            CheckSpec::Value(s) => (Some(s.metric), s.label.clone()),
            CheckSpec::Word(s) => (None, s.label.clone()),
            CheckSpec::Composite(s) => (None, format!("{s:?}")),
        }
    }

    /// Is it the node's SNMP agent that is asked?
    pub fn asks_agent(&self) -> bool {
        match self {
            CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => true,
            CheckSpec::Icmp(_)
            | CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Trap(_) => false,
        }
    }

    /// Does it hang on the check of the node's SNMP agent (law L6)?
    pub fn hangs_on_agent(&self) -> bool {
        self.asks_agent() && !matches!(self, CheckSpec::Agent(_))
    }

    /// Does it take two looks to say anything, because counters are looked at?
    pub fn looks_twice(&self) -> bool {
        match self {
            CheckSpec::Interface(_) => true,
            CheckSpec::Value(s) => s.metric == Metric::Rate,
            CheckSpec::Icmp(_)
            | CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Trap(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Word(_) => false,
        }
    }

    /// Does a hard failure of this check mean the node itself cannot be reached?
    pub fn is_reachability(&self) -> bool {
        match self {
            CheckSpec::Icmp(_) => true,
            CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Trap(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => false,
        }
    }

    /// Does it send packets of its own? The others are judged from what is known already.
    pub fn sends(&self) -> bool {
        match self {
            CheckSpec::Icmp(_)
            | CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => true,
            CheckSpec::Quality(_) | CheckSpec::Composite(_) | CheckSpec::Trap(_) => false,
        }
    }

    /// The longest one probe may take before the engine ends it; one of an agent that is asked more
    /// patiently than is usual may take longer.
    pub fn deadline(&self) -> Span {
        match self {
            CheckSpec::Icmp(s) => s.timeout + Span(200 * i64::from(s.count.saturating_sub(1))),
            CheckSpec::Tcp(s) => s.timeout,
            CheckSpec::Http(s) => s.timeout,
            CheckSpec::Quality(_) | CheckSpec::Composite(_) | CheckSpec::Trap(_) => Span::ZERO,
            // Three tries, twice: an agent met anew; and a table's walk.
            CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => Span::seconds(30),
        }
    }

    /// How often and how patiently a check of this kind is run unless a person says otherwise.
    pub fn usual(&self) -> (Span, Patience) {
        match self {
            CheckSpec::Icmp(_) => (Span::seconds(10), Patience::REACHABILITY),
            // They fill slowly.
            CheckSpec::Value(s) if matches!(s.metric, Metric::Storage | Metric::Supply) => {
                (Span::minutes(5), Patience::METRIC)
            }
            CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => (Span::seconds(60), Patience::METRIC),
            CheckSpec::Composite(_) | CheckSpec::Trap(_) => (Span::seconds(60), Patience::AT_ONCE),
        }
    }

    /// What a node is watched with unless a person says otherwise.
    pub fn proposed() -> Vec<CheckSpec> {
        vec![CheckSpec::Icmp(IcmpSpec::default()), CheckSpec::Quality(QualitySpec::default())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_is_no_part_of_another() {
        let spec = WordSpec {
            label: "Printer".into(),
            oid: Oid::from([1, 3, 6, 1]),
            rows: Rows::Object,
            good: vec!["1".into()],
            warning: vec!["4".into()],
            part: true,
            words: BTreeMap::new(),
            bits: true,
        };
        assert!(spec.is_good("1") && spec.is_warning("4"));
        assert!(!spec.is_good("14"), "because bit 14 is not bit 1");
        assert!(!spec.is_warning("14"), "because bit 14 is not bit 4");
        let text = WordSpec { bits: false, ..spec };
        assert!(text.is_good("14"), "because of a text a part is enough");
    }

    #[test]
    fn interfaces_of_one_name_are_two_where_their_addresses_say_so() {
        let port = |name: &str, mac: Option<&str>, index| {
            let port = Signs { name: name.into(), descr: None, mac: mac.map(Into::into), index };
            CheckSpec::Interface(InterfaceSpec { port, ..InterfaceSpec::default() })
        };
        let (a, b) = (Some("00:00:5e:00:53:0a"), Some("00:00:5e:00:53:0b"));
        let first = port("Port", a, 1);
        assert!(!first.is_about(&port("Port", b, 2)), "because its twin is another");
        assert!(first.is_about(&port("Port", Some("00:00:5E:00:53:0A"), 1)));
        assert!(first.is_about(&port("Port", a, 9)), "because indexes change");
        assert!(first.is_about(&port("Port", None, 2)), "because nothing tells them apart");
        assert!(!first.is_about(&port("Uplink", a, 1)), "because that is what it is called");
    }
}
