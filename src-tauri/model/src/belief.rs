//! Belief: what we hold to be true of a check, and when a sample changes it (laws L2 and L3).
//!
//! The semantics are the soft and hard states of Nagios and Icinga, with three differences that
//! keep meaningless states unwritable: attempts exist only inside [`State::Soft`], a state that was
//! never judged is [`State::Pending`] and not "assumed ok", and every belief carries the moment it
//! became true (not the moment we came to hold it) with its error bar.

use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::grade::Grade;
use crate::time::{Span, Stamp};

/// How many samples it takes to change a belief, and how soon the next one comes while in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Patience {
    /// Samples in a row before trouble is believed; 1 to 60.
    #[ts(as = "u8")]
    pub to_trouble: NonZeroU8,
    /// Samples in a row before another kind of trouble is believed; 1 to 60.
    #[ts(as = "u8")]
    pub between: NonZeroU8,
    /// Samples in a row before recovery is believed; 1 to 60.
    #[ts(as = "u8")]
    pub to_ok: NonZeroU8,
    /// Distance between probes while in doubt; at least 500 ms.
    pub doubt_every: Span,
}

const fn times(n: u8) -> NonZeroU8 {
    match NonZeroU8::new(n) {
        Some(n) => n,
        None => NonZeroU8::MIN,
    }
}

impl Patience {
    /// Reachability: a miss is doubted by five more probes half a second apart.
    pub const REACHABILITY: Patience = Patience {
        to_trouble: times(6),
        between: times(1),
        to_ok: times(2),
        doubt_every: Span(500),
    };

    /// Everything measured once a minute: three in a row, doubted every 20 s.
    pub const METRIC: Patience = Patience {
        to_trouble: times(3),
        between: times(1),
        to_ok: times(2),
        doubt_every: Span(20_000),
    };

    /// What is judged from beliefs, which were doubted already, or is said once and not measured.
    pub const AT_ONCE: Patience = Patience {
        to_trouble: times(1),
        between: times(1),
        to_ok: times(1),
        doubt_every: Span(20_000),
    };

    fn needed(&self, believed: Option<Grade>, seen: Grade) -> NonZeroU8 {
        match (believed, seen) {
            (_, Grade::Ok) => self.to_ok,
            (Some(from), _) if from.is_trouble() => self.between,
            _ => self.to_trouble,
        }
    }

    /// How many more samples like the last a doubt lacks to change the belief; 0 without a doubt.
    pub fn lacking(&self, state: State) -> u8 {
        match state {
            State::Soft { believed, seen, attempt, .. } => {
                let needed = self.needed(believed.map(|b| b.grade), seen);
                needed.get().saturating_sub(attempt.get())
            }
            State::Pending | State::Hard { .. } => 0,
        }
    }
}

/// What we hold to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Belief {
    /// The grade.
    pub grade: Grade,
    /// Since when it has been so: the first sample of the run that made us believe it.
    pub since: Stamp,
    /// The true beginning lies at most this long before `since` (law L3).
    pub uncertainty: Span,
    /// The last sample that agreed.
    pub confirmed: Stamp,
}

/// The state of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Never judged.
    #[default]
    Pending,
    /// The last sample agreed with what we believe.
    Hard {
        /// What we believe.
        belief: Belief,
    },
    /// The last sample disagreed, but not often enough yet.
    Soft {
        /// What we still believe; `None` if nothing was believed before.
        believed: Option<Belief>,
        /// The grade of the last sample.
        seen: Grade,
        /// How many samples in a row have been on this side.
        #[ts(as = "u8")]
        attempt: NonZeroU8,
        /// The first sample of this run.
        since: Stamp,
        /// The distance from that sample to the one before it.
        uncertainty: Span,
        /// The last sample.
        last: Stamp,
    },
}

impl State {
    /// What we believe, whatever the last sample said.
    pub fn belief(&self) -> Option<Belief> {
        match self {
            State::Pending => None,
            State::Hard { belief } => Some(*belief),
            State::Soft { believed, .. } => *believed,
        }
    }

    /// Did the last sample disagree with what we believe?
    pub fn is_soft(&self) -> bool {
        matches!(self, State::Soft { .. })
    }

    /// Does the last sample make us doubt that all is well?
    pub fn is_worried(&self) -> bool {
        matches!(self, State::Soft { seen, .. } if seen.is_trouble())
    }

    /// The grade we believe.
    pub fn grade(&self) -> Option<Grade> {
        self.belief().map(|b| b.grade)
    }

    /// When the last sample that entered this state was sent.
    pub fn last(&self) -> Option<Stamp> {
        match self {
            State::Pending => None,
            State::Hard { belief } => Some(belief.confirmed),
            State::Soft { last, .. } => Some(*last),
        }
    }

    /// The same state after a time in which nobody looked: a doubt is dropped, since its run was
    /// interrupted, and what was believed stays believed until a sample says otherwise.
    pub fn after_gap(self) -> State {
        match self {
            State::Soft { believed: Some(belief), .. } => State::Hard { belief },
            State::Soft { believed: None, .. } => State::Pending,
            State::Pending | State::Hard { .. } => self,
        }
    }
}

/// A belief that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Change {
    /// What was believed before; `None` if nothing was.
    pub before: Option<Belief>,
    /// What is believed now, dated back.
    pub now: Belief,
    /// When we came to believe it.
    pub at: Stamp,
}

/// Takes one sample's grade into account. Pure; the whole of law L2.
///
/// Samples must come in the order they were sent: one older than the last is ignored, because a
/// probe that timed out after a later one was answered says nothing new.
pub fn step(patience: &Patience, state: State, grade: Grade, at: Stamp) -> (State, Option<Change>) {
    if state.last().is_some_and(|last| at <= last) {
        return (state, None);
    }
    let believed = state.belief();
    if let Some(belief) = believed
        && belief.grade == grade
    {
        return (State::Hard { belief: Belief { confirmed: at, ..belief } }, None);
    }
    let (attempt, since, uncertainty) = match state {
        State::Soft { seen, attempt, since, uncertainty, .. }
            if seen.is_trouble() == grade.is_trouble() =>
        {
            (attempt.saturating_add(1), since, uncertainty)
        }
        State::Pending | State::Hard { .. } | State::Soft { .. } => {
            let before = state.last().map_or(Span::ZERO, |last| at - last);
            (NonZeroU8::MIN, at, before)
        }
    };
    // The first good sample is believed at once: there is nothing to doubt yet.
    let first_good = believed.is_none() && grade == Grade::Ok;
    if first_good || attempt >= patience.needed(believed.map(|b| b.grade), grade) {
        let now = Belief { grade, since, uncertainty, confirmed: at };
        return (State::Hard { belief: now }, Some(Change { before: believed, now, at }));
    }
    (State::Soft { believed, seen: grade, attempt, since, uncertainty, last: at }, None)
}
