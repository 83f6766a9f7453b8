//! Walking a subtree: every object whose name begins with the subtree's.

use std::time::Duration;

use hinomi_model::Cause;
use hinomi_model::snmp::{Oid, Value, VarBind};

use super::session::Question;
use super::{Session, Trouble, speech};
use crate::NoAnswer;
use crate::stopwatch::Stopwatch;

/// How far a walk goes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Rows.
    pub rows: usize,
    /// Octets of names and values.
    pub octets: usize,
    /// Time, checked between questions.
    pub time: Duration,
}

impl Default for Bounds {
    /// 20,000 rows, 4 MiB, one minute: a forwarding table of a large switch fits.
    fn default() -> Bounds {
        Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(60) }
    }
}

/// What a walk brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct Walked {
    /// What was read, in the agent's order, each object once.
    pub rows: Vec<VarBind>,
    /// Why it ended there.
    pub end: End,
}

/// Why a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Nothing is left in the subtree.
    Whole,
    /// A [`Bounds`] was reached.
    Bounded,
    /// The agent named an object that does not lie behind the last one: it would never end.
    Backwards,
    /// The agent no longer answered.
    Trouble(Trouble),
}

/// What to do after an answer.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    On,
    Done(End),
}

/// Where a walk is.
struct Course<'a> {
    root: &'a Oid,
    bounds: Bounds,
    rows: Vec<VarBind>,
    octets: usize,
}

impl<'a> Course<'a> {
    fn new(root: &'a Oid, bounds: Bounds) -> Course<'a> {
        Course { root, bounds, rows: Vec::new(), octets: 0 }
    }

    /// The object behind which to ask next.
    fn last(&self) -> &Oid {
        self.rows.last().map_or(self.root, |row| &row.oid)
    }

    /// Takes the rows of one answer.
    fn take(&mut self, answer: Vec<VarBind>) -> Step {
        if answer.is_empty() {
            return Step::Done(End::Backwards);
        }
        for row in answer {
            if row.value == Value::EndOfMibView {
                return Step::Done(End::Whole);
            }
            if row.oid <= *self.last() {
                return Step::Done(End::Backwards);
            }
            if !row.oid.starts_with(self.root) {
                return Step::Done(End::Whole);
            }
            self.octets += 4 * row.oid.len() + row.value.size();
            if self.rows.len() >= self.bounds.rows || self.octets > self.bounds.octets {
                return Step::Done(End::Bounded);
            }
            self.rows.push(row);
        }
        Step::On
    }
}

impl Session {
    /// Reads what lies below `root`, with GETBULK where the agent bears it. What was read before any
    /// trouble is kept. An agent that answers GETNEXT but not GETBULK, or goes backwards in GETBULK
    /// alone, is asked for fewer rows at once, then with GETNEXT, and stays so for this session.
    pub async fn walk(&self, root: &Oid, bounds: Bounds) -> Walked {
        let mut course = Course::new(root, bounds);
        let end = Box::pin(self.follow(&mut course, |_| {})).await;
        Walked { rows: course.rows, end }
    }

    /// The same, telling the rows of each answer as it comes; gives why it ended. Dropping the
    /// future ends the walk.
    pub async fn walk_telling(
        &self,
        root: &Oid,
        bounds: Bounds,
        tell: impl FnMut(&[VarBind]),
    ) -> End {
        self.follow(&mut Course::new(root, bounds), tell).await
    }

    async fn follow(&self, course: &mut Course<'_>, mut tell: impl FnMut(&[VarBind])) -> End {
        let watch = Stopwatch::start();
        loop {
            if watch.elapsed() > course.bounds.time {
                return End::Bounded;
            }
            let told = course.rows.len();
            let step = self.step(course).await;
            tell(&course.rows[told..]);
            if let Step::Done(end) = step {
                return end;
            }
        }
    }

    async fn step(&self, course: &mut Course<'_>) -> Step {
        let from = speech::outgoing(course.last());
        let repetitions = self.repetitions();
        if repetitions <= 1 {
            return self.next(course, &from).await;
        }
        let read = course.rows.len();
        let bulk = self.ask(Question::Bulk(&from, repetitions)).await;
        let silent = bulk.as_ref().is_err_and(is_silence);
        match bulk.map(|rows| course.take(rows)) {
            Ok(Step::Done(End::Backwards)) if course.rows.len() == read => {}
            // What came before it went backwards is good; some stumble in GETBULK alone.
            Ok(Step::Done(End::Backwards)) => return Step::On,
            Ok(step) => {
                self.trust_in_bulk();
                return step;
            }
            Err(Trouble::Said { .. }) => {}
            Err(_) if silent => {}
            Err(trouble) => return Step::Done(End::Trouble(trouble)),
        }
        let step = self.next(course, &from).await;
        // Where GETNEXT does no better, the rows are to blame and not their number.
        let better = step == Step::On || (silent && step == Step::Done(End::Whole));
        // Silence may be a lossy line: it counts when it comes twice running.
        if better && (!silent || self.doubt_in_bulk()) {
            self.ask_for_fewer();
        }
        step
    }

    async fn next(&self, course: &mut Course<'_>, from: &async_snmp::Oid) -> Step {
        match self.ask(Question::Next(from)).await {
            Ok(rows) => course.take(rows),
            // SNMPv1's way of saying that nothing lies behind (RFC 1157 §4.1.3).
            Err(Trouble::Said { status: 2, .. }) => Step::Done(End::Whole),
            Err(trouble) => Step::Done(End::Trouble(trouble)),
        }
    }
}

/// Nothing came, or nothing that could be read.
pub(super) fn is_silence(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::NoAnswer(NoAnswer::Failed(cause)) => {
            matches!(cause, Cause::TimedOut | Cause::Malformed { .. })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(oid: &str) -> VarBind {
        VarBind { oid: oid.parse().unwrap(), value: Value::Integer(1) }
    }

    fn small() -> Bounds {
        Bounds { rows: 3, octets: 1000, ..Bounds::default() }
    }

    #[test]
    fn a_walk_ends_where_the_subtree_does() {
        let root = "1.3.6.1.2".parse().unwrap();
        let mut course = Course::new(&root, small());
        assert_eq!(course.take(vec![row("1.3.6.1.2.1"), row("1.3.6.1.2.2")]), Step::On);
        assert_eq!(*course.last(), "1.3.6.1.2.2".parse().unwrap());
        assert_eq!(course.take(vec![row("1.3.6.1.3.1")]), Step::Done(End::Whole));
        assert_eq!(course.rows.len(), 2);
    }

    #[test]
    fn going_backwards_or_standing_still_ends_it_with_what_was_read() {
        let root = "1.3.6.1.2".parse().unwrap();
        for liar in ["1.3.6.1.2.4", "1.3.6.1.2.5", "1.3.6.1.2", "1.3.6.1.1.9", "0.0"] {
            let mut course = Course::new(&root, small());
            let answer = vec![row("1.3.6.1.2.5"), row(liar), row("1.3.6.1.2.6")];
            assert_eq!(course.take(answer), Step::Done(End::Backwards), "because of {liar}");
            assert_eq!(course.rows.len(), 1);
        }
    }

    #[test]
    fn an_empty_answer_is_no_progress() {
        let root = "1.3.6.1.2".parse().unwrap();
        assert_eq!(Course::new(&root, small()).take(Vec::new()), Step::Done(End::Backwards));
    }

    #[test]
    fn rows_and_octets_are_bounded() {
        let root = "1.3".parse().unwrap();
        let rows = (1..9).map(|n| row(&format!("1.3.{n}"))).collect();
        let mut course = Course::new(&root, small());
        assert_eq!(course.take(rows), Step::Done(End::Bounded));
        assert_eq!(course.rows.len(), 3);
        let large = VarBind { value: Value::OctetString(vec![0; 2000]), ..row("1.3.1") };
        let mut course = Course::new(&root, small());
        assert_eq!(course.take(vec![large]), Step::Done(End::Bounded));
        assert!(course.rows.is_empty(), "because one row alone is too large");
    }
}
