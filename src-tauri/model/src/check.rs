//! Checks: what is looked at on a node, how often, and with which limits.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::belief::Patience;
use crate::id::{CheckId, NodeId};
use crate::outcome::Metric;
use crate::policy::{Effective, Level, Policies, Policy};
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
}

impl CheckKind {
    /// Every kind there is, in the order they are listed.
    pub const ALL: [CheckKind; 4] =
        [CheckKind::Icmp, CheckKind::Tcp, CheckKind::Http, CheckKind::Quality];
}

/// Upper limits of one metric, in its unit: at or beyond a limit the sample takes its grade.
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
    /// A grade once taken is left again only below this share of its limit.
    pub const LEAVE: f64 = 0.9;

    /// A warning limit alone.
    pub const fn warn(at: f64) -> Limits {
        Limits { warning: Some(at), critical: None }
    }
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

impl Check {
    /// What it says itself, whatever it inherits.
    pub fn said(&self) -> Policy {
        self.own.unwrap_or_else(|| Policy::beyond(&self.spec, self.every, self.patience))
    }

    /// What holds for it below these levels, the site's first.
    pub fn effective(&self, above: &[(Level, &Policies)]) -> Effective {
        let said = self.said();
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
        }
    }

    /// The limits it judges by.
    pub fn limits(&self) -> Vec<(Metric, Limits)> {
        match self {
            CheckSpec::Icmp(s) if s.rtt == Limits::NONE && s.loss == Limits::NONE => Vec::new(),
            CheckSpec::Icmp(s) => vec![(Metric::Rtt, s.rtt), (Metric::Loss, s.loss)],
            CheckSpec::Tcp(s) => vec![(Metric::Connect, s.connect)],
            CheckSpec::Http(s) => vec![(Metric::Total, s.total)],
            CheckSpec::Quality(s) => {
                vec![(Metric::Loss, s.loss), (Metric::Rtt, s.rtt), (Metric::Jitter, s.jitter)]
            }
        }
    }

    /// Does a hard failure of this check mean the node itself cannot be reached?
    pub fn is_reachability(&self) -> bool {
        match self {
            CheckSpec::Icmp(_) => true,
            CheckSpec::Tcp(_) | CheckSpec::Http(_) | CheckSpec::Quality(_) => false,
        }
    }

    /// The longest one probe may take before the engine ends it.
    pub fn deadline(&self) -> Span {
        match self {
            CheckSpec::Icmp(s) => s.timeout + Span(200 * i64::from(s.count.saturating_sub(1))),
            CheckSpec::Tcp(s) => s.timeout,
            CheckSpec::Http(s) => s.timeout,
            CheckSpec::Quality(_) => Span::ZERO,
        }
    }

    /// How often and how patiently a check of this kind is run unless a person says otherwise.
    pub fn usual(&self) -> (Span, Patience) {
        match self {
            CheckSpec::Icmp(_) => (Span::seconds(10), Patience::REACHABILITY),
            CheckSpec::Tcp(_) | CheckSpec::Http(_) | CheckSpec::Quality(_) => {
                (Span::seconds(60), Patience::METRIC)
            }
        }
    }

    /// What a node is watched with unless a person says otherwise.
    pub fn proposed() -> Vec<CheckSpec> {
        vec![CheckSpec::Icmp(IcmpSpec::default()), CheckSpec::Quality(QualitySpec::default())]
    }
}
