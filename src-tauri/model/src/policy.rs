//! Policies: how often a check runs and how patiently it is believed, inherited from the site over
//! group and node to the check. Each value shows where it comes from.

use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::belief::Patience;
use crate::check::CheckSpec;
use crate::draft::Findings;
use crate::time::Span;

/// What one level says about checks of one class. What it leaves open is inherited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Policy {
    /// Distance between probes while nothing is in doubt; 1 s to 1 day.
    pub every: Option<Span>,
    /// Samples in a row before trouble is believed; 1 to 60.
    #[ts(as = "Option<u8>")]
    pub to_trouble: Option<NonZeroU8>,
    /// Samples in a row before another kind of trouble is believed; 1 to 60.
    #[ts(as = "Option<u8>")]
    pub between: Option<NonZeroU8>,
    /// Samples in a row before recovery is believed; 1 to 60.
    #[ts(as = "Option<u8>")]
    pub to_ok: Option<NonZeroU8>,
    /// Distance between probes while in doubt; 500 ms to 1 h.
    pub doubt_every: Option<Span>,
}

/// What a site, group or node says about the checks below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Policies {
    /// Of checks that tell whether a node can be reached.
    pub reachability: Policy,
    /// Of all others.
    pub metrics: Policy,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Hinomi's own default for this kind of check.
    Usual,
    /// The site's settings.
    Site,
    /// The node's group.
    Group,
    /// The node.
    Node,
    /// The check itself.
    Check,
}

/// A value and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct From<T> {
    /// The value.
    pub value: T,
    /// The level that said so.
    pub from: Level,
}

/// What holds for a check once everything is inherited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Effective {
    /// Distance between probes while nothing is in doubt.
    pub every: From<Span>,
    /// Samples in a row before trouble is believed.
    #[ts(as = "From<u8>")]
    pub to_trouble: From<NonZeroU8>,
    /// Samples in a row before another kind of trouble is believed.
    #[ts(as = "From<u8>")]
    pub between: From<NonZeroU8>,
    /// Samples in a row before recovery is believed.
    #[ts(as = "From<u8>")]
    pub to_ok: From<NonZeroU8>,
    /// Distance between probes while in doubt.
    pub doubt_every: From<Span>,
}

impl Policies {
    /// The part that concerns this kind of check.
    ///
    /// Composites and traps inherit nothing: what they look at has been patient already, or is said
    /// once.
    pub fn for_check(&self, spec: &CheckSpec) -> &Policy {
        const NOTHING: &Policy = &Policy {
            every: None,
            to_trouble: None,
            between: None,
            to_ok: None,
            doubt_every: None,
        };
        match spec {
            CheckSpec::Composite(_) | CheckSpec::Trap(_) => NOTHING,
            _ if spec.is_reachability() => &self.reachability,
            _ => &self.metrics,
        }
    }

    /// Records what is out of range.
    pub fn check(&self, found: &mut Findings) {
        self.reachability.check("policies.reachability", found);
        self.metrics.check("policies.metrics", found);
    }
}

impl Policy {
    /// What these values say beyond what is usual for this kind of check.
    pub fn beyond(spec: &CheckSpec, every: Span, patience: Patience) -> Policy {
        fn said<T: PartialEq>(value: T, usual: T) -> Option<T> {
            (value != usual).then_some(value)
        }
        let (usual_every, usual) = spec.usual();
        Policy {
            every: said(every, usual_every),
            to_trouble: said(patience.to_trouble, usual.to_trouble),
            between: said(patience.between, usual.between),
            to_ok: said(patience.to_ok, usual.to_ok),
            doubt_every: said(patience.doubt_every, usual.doubt_every),
        }
    }

    /// Records what is out of range, below this field.
    pub fn check(&self, field: &str, found: &mut Findings) {
        if let Some(every) = self.every {
            found.range(&format!("{field}.every"), every.as_secs_f64(), 1.0..=86_400.0);
        }
        if let Some(apart) = self.doubt_every {
            found.range(&format!("{field}.doubt_every"), apart.as_secs_f64(), 0.5..=3_600.0);
        }
        let times =
            [("to_trouble", self.to_trouble), ("between", self.between), ("to_ok", self.to_ok)];
        for (name, value) in times {
            if let Some(value) = value {
                found.range(&format!("{field}.{name}"), f64::from(value.get()), 1.0..=60.0);
            }
        }
    }
}

impl Effective {
    /// What holds for a check of this kind. `levels` from the site down to the check; the last one
    /// that says something is right.
    pub fn of(spec: &CheckSpec, levels: &[(Level, &Policy)]) -> Effective {
        fn last<T: Copy>(
            usual: T,
            levels: &[(Level, &Policy)],
            said: impl Fn(&Policy) -> Option<T>,
        ) -> From<T> {
            let mut all = levels.iter().rev();
            let found =
                all.find_map(|(from, policy)| Some(From { value: said(policy)?, from: *from }));
            found.unwrap_or(From { value: usual, from: Level::Usual })
        }
        let (every, patience) = spec.usual();
        Effective {
            every: last(every, levels, |p| p.every),
            to_trouble: last(patience.to_trouble, levels, |p| p.to_trouble),
            between: last(patience.between, levels, |p| p.between),
            to_ok: last(patience.to_ok, levels, |p| p.to_ok),
            doubt_every: last(patience.doubt_every, levels, |p| p.doubt_every),
        }
    }

    /// The patience alone.
    pub fn patience(&self) -> Patience {
        Patience {
            to_trouble: self.to_trouble.value,
            between: self.between.value,
            to_ok: self.to_ok.value,
            doubt_every: self.doubt_every.value,
        }
    }
}
