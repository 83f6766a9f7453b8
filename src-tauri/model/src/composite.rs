//! Composite checks: all, any or so many of other checks, judged from what is believed of those.
//!
//! | what a composite looks at | counts as |
//! |---|---|
//! | believed ok or warning | well |
//! | believed critical | failed |
//! | believed unknown, never judged, paused, removed, or on a node that is unreachable | not judged |
//!
//! A doubt counts for nothing: what is believed does, and that was doubted already. With so many
//! well as are needed it is ok. With so many failed that those not judged could not make up for
//! it, it is critical. In between nobody can tell, and it is unknown: "not judged" is never taken
//! for "well" nor for "failed" (law L1).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{Findings, Problem};
use crate::id::CheckId;
use crate::outcome::{Cause, Metric, Obstacle, Outcome, Phase, Reading};
use crate::time::{Span, Stamp};

/// A composite check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CompositeSpec {
    /// How many of them must be well.
    pub need: Need,
    /// The checks it looks at: 1 to [`CompositeSpec::MOST`], each once, of any nodes.
    pub of: Vec<CheckId>,
}

/// How many of the checks a composite looks at must be well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// Every one.
    All,
    /// One is enough.
    Any,
    /// So many.
    AtLeast {
        /// 1 to as many as there are.
        n: u8,
    },
}

/// How one of the checks a composite looks at stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stands {
    /// Believed ok or warning.
    Well,
    /// Believed critical.
    Failed,
    /// Believed unknown, paused, removed, or on a node that is unreachable.
    NotJudged,
    /// It is being looked at and will soon be judged for the first time.
    Awaited,
}

/// One of the checks a composite looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is called, with its node.
    pub name: String,
    /// How it stands.
    pub stands: Stands,
    /// Since when, with the error bar; `None` without a belief.
    pub since: Option<(Stamp, Span)>,
}

/// What a composite comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What it brings back.
    pub outcome: Outcome,
    /// Since when that has been so, with the error bar (law L3); `None` if it cannot be said.
    pub since: Option<(Stamp, Span)>,
    /// The places, among the parts, of those it is so because of; the one that tipped it first.
    pub because: Vec<usize>,
}

impl CompositeSpec {
    /// The most checks one composite looks at.
    pub const MOST: usize = 50;
    /// The names that are kept with an outcome.
    const NAMED: usize = 6;

    /// How many of them must be well.
    pub fn needed(&self) -> usize {
        match self.need {
            Need::All => self.of.len(),
            Need::Any => 1,
            Need::AtLeast { n } => usize::from(n),
        }
    }

    /// Everything wrong with it by itself. Whether its checks are there, and look at each other in
    /// a circle, only the site knows.
    pub(crate) fn check(&self, found: &mut Findings) {
        let most = Self::MOST as f64;
        match self.of.len() {
            0 => found.add("spec.of", Problem::Empty),
            n if n > Self::MOST => found.add("spec.of", Problem::OutOfRange { least: 1.0, most }),
            _ => {}
        }
        for (n, id) in self.of.iter().enumerate() {
            if self.of[..n].contains(id) {
                found.add(&format!("spec.of.{n}"), Problem::Twice);
            }
        }
        if let Need::AtLeast { n } = self.need {
            let most = self.of.len().clamp(1, Self::MOST) as f64;
            found.range("spec.need.n", f64::from(n), 1.0..=most);
        }
    }

    /// Judges it by its parts, which stand in the order of `of`. `None`: it depends on one that is
    /// about to be judged for the first time.
    pub fn judge(&self, parts: &[Part]) -> Option<Verdict> {
        let places = |stands: Stands| {
            let of = parts.iter().enumerate().filter(move |(_, p)| p.stands == stands);
            let mut of: Vec<usize> = of.map(|(place, _)| place).collect();
            of.sort_by_key(|place| parts[*place].since);
            of
        };
        let (well, failed) = (places(Stands::Well), places(Stands::Failed));
        let (need, all) = (self.needed(), parts.len());
        let count = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let names = |places: &[usize]| {
            let name = |place: &usize| parts[*place].name.clone();
            places.iter().take(Self::NAMED).map(name).collect::<Vec<String>>()
        };
        if well.len() >= need {
            let tipped = need.checked_sub(1).and_then(|last| well.get(last));
            let reading = |metric, n: usize| Reading { metric, value: n as f64 };
            let readings = vec![reading(Metric::Well, well.len()), reading(Metric::Of, all)];
            let since = tipped.and_then(|place| parts[*place].since);
            let outcome = Outcome::Measured { readings };
            return Some(Verdict { outcome, since, because: Vec::new() });
        }
        let (w, n, of) = (count(well.len()), count(need), count(all));
        // Even if all others were well it would not be enough: since this one failed.
        let spare = all.saturating_sub(need);
        if let Some(tipped) = failed.get(spare).copied() {
            let cause = Cause::TooFew { well: w, need: n, of, failed: names(&failed) };
            let others = failed.iter().rev().copied().filter(|place| *place != tipped);
            return Some(Verdict {
                outcome: Outcome::failed(Phase::Body, cause),
                since: parts[tipped].since,
                because: std::iter::once(tipped).chain(others).collect(),
            });
        }
        if parts.iter().any(|part| part.stands == Stands::Awaited) {
            return None;
        }
        let open = places(Stands::NotJudged);
        let obstacle = Obstacle::Undecided { well: w, need: n, of, unjudged: names(&open) };
        let because = open.into_iter().rev().collect();
        Some(Verdict { outcome: Outcome::unable(obstacle), since: None, because })
    }
}

#[cfg(test)]
mod tests {
    use Stands::{Awaited, Failed, NotJudged, Well};

    use super::*;

    fn parts(stands: &[Stands]) -> Vec<Part> {
        let part = |(n, stands): (usize, &Stands)| Part {
            name: format!("check {n}"),
            stands: *stands,
            since: Some((Stamp(100 * n as i64), Span(7))),
        };
        stands.iter().enumerate().map(part).collect()
    }

    fn spec(need: Need, n: u32) -> CompositeSpec {
        CompositeSpec { need, of: (1..=n).map(CheckId).collect() }
    }

    fn comes_to(need: Need, stands: &[Stands]) -> Option<crate::Grade> {
        let spec = spec(need, u32::try_from(stands.len()).unwrap());
        let verdict = spec.judge(&parts(stands))?;
        Some(crate::grade::grade(&crate::CheckSpec::Composite(spec), &verdict.outcome, None))
    }

    #[test]
    fn all_any_and_so_many_are_judged_as_the_table_says() {
        use crate::Grade::{Critical, Ok, Unknown};
        let two = Need::AtLeast { n: 2 };
        for (need, stands, want) in [
            (Need::All, &[Well, Well, Well][..], Some(Ok)),
            (Need::All, &[Well, Failed, Well], Some(Critical)),
            (Need::All, &[Well, NotJudged, Well], Some(Unknown)),
            (Need::All, &[Failed, NotJudged, Awaited], Some(Critical)),
            (Need::All, &[Well, Awaited, NotJudged], None),
            (Need::Any, &[Failed, Failed, Well], Some(Ok)),
            (Need::Any, &[Well, Awaited, NotJudged], Some(Ok)),
            (Need::Any, &[Failed, Failed, Failed], Some(Critical)),
            (Need::Any, &[Failed, NotJudged, Failed], Some(Unknown)),
            (two, &[Well, Well, Failed], Some(Ok)),
            (two, &[Well, Failed, Failed], Some(Critical)),
            (two, &[Well, Failed, NotJudged], Some(Unknown)),
            (two, &[NotJudged, NotJudged, NotJudged], Some(Unknown)),
            (two, &[Well, Failed, Awaited], None),
        ] {
            assert_eq!(comes_to(need, stands), want, "{need:?} of {stands:?}");
        }
    }

    #[test]
    fn not_judged_never_helps_and_never_harms() {
        // Whatever becomes of those not judged, a verdict of ok or critical stays what it was.
        let all = [Well, Failed, NotJudged];
        for code in 0..3_usize.pow(4) {
            let stands: Vec<Stands> = (0..4_u32).map(|n| all[code / 3_usize.pow(n) % 3]).collect();
            for n in 1..=4 {
                let need = Need::AtLeast { n };
                let now = comes_to(need, &stands);
                for becomes in [Well, Failed] {
                    let later: Vec<Stands> =
                        stands.iter().map(|s| if *s == NotJudged { becomes } else { *s }).collect();
                    let later = comes_to(need, &later);
                    let kept = now == later || now == Some(crate::Grade::Unknown);
                    assert!(kept, "{n} of {stands:?}: {now:?}, then {later:?}");
                }
            }
        }
    }

    #[test]
    fn it_is_so_since_the_one_that_tipped_it() {
        let spec = spec(Need::AtLeast { n: 2 }, 4);
        let verdict = spec.judge(&parts(&[Failed, Failed, Well, Failed])).unwrap();
        assert_eq!(
            verdict.since,
            Some((Stamp(300), Span(7))),
            "because with two of four failed it was well"
        );
        assert_eq!(verdict.because, [3, 1, 0]);
        let verdict = spec.judge(&parts(&[Well, Failed, Well, Well])).unwrap();
        assert_eq!(verdict.since, Some((Stamp(200), Span(7))), "because the second well one did");
    }

    #[test]
    fn the_names_kept_with_an_outcome_are_bounded() {
        let spec = spec(Need::All, 50);
        let verdict = spec.judge(&parts(&[Failed; 50])).unwrap();
        let Outcome::Failed { cause: Cause::TooFew { failed, of: 50, .. }, .. } = verdict.outcome
        else {
            panic!("it failed")
        };
        assert_eq!(failed.len(), CompositeSpec::NAMED);
    }
}
