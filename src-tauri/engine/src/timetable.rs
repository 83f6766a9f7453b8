//! The timetable: which check is due when. Pure: time arrives as a parameter.
//!
//! Every check has its own phase within its interval, computed from its identity, so that load is
//! spread evenly, a restart does not bunch it, and a retry of one check never delays another.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use hinomi_model::CheckId;
use rustc_hash::FxHashMap;

/// A check that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub check: CheckId,
    /// How late it is.
    pub late: Duration,
}

#[derive(Debug)]
struct Line {
    every: Duration,
    /// What its phase is computed from.
    beside: u32,
    /// Entries of an older edition are dead.
    edition: u32,
    /// Doubts of an older run are dead.
    run: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Duration,
    check: CheckId,
    edition: u32,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Comes back every interval.
    Regular,
    /// One of a volley of doubts.
    Doubt { run: u32 },
    /// A turn that was missed and is made up for.
    MadeUp,
}

/// Which check is due when.
#[derive(Debug, Default)]
pub struct Timetable {
    lines: FxHashMap<CheckId, Line>,
    heap: BinaryHeap<Reverse<Entry>>,
    editions: u32,
}

/// A check that is this late has been overtaken by its next turn: after a sleep or a freeze
/// everything would be due at once, and running it all then would be a burst nobody asked for.
const OVERTAKEN: Duration = Duration::from_secs(3);
/// What is later than this is made up for in its own order and pace, so that for a while twice as
/// much as usual is sent, and never all of it at once.
const AT_ONCE: Duration = Duration::from_millis(250);

impl Timetable {
    /// Adds a check or gives it another interval. `at_once` runs it at the next look instead of at
    /// its phase.
    pub fn put(&mut self, check: CheckId, every: Duration, now: Duration, at_once: bool) {
        self.put_beside(check, check.0, every, now, at_once);
    }

    /// The same for a check that is to be due together with those of its interval that have the
    /// same number `beside`.
    pub fn put_beside(
        &mut self,
        check: CheckId,
        beside: u32,
        every: Duration,
        now: Duration,
        at_once: bool,
    ) {
        self.editions = self.editions.wrapping_add(1);
        let edition = self.editions;
        self.lines.insert(check, Line { every, beside, edition, run: 0 });
        let at = if at_once { now } else { next_turn(beside, every, now) };
        self.heap.push(Reverse(Entry { at, check, edition, kind: Kind::Regular }));
    }

    /// Takes a check out.
    pub fn drop(&mut self, check: CheckId) {
        self.lines.remove(&check);
    }

    /// Sends a volley: `times` more probes, the first now, then `apart` from each other. It
    /// replaces a volley of the same check that is still going on.
    pub fn doubt(&mut self, check: CheckId, times: u8, apart: Duration, now: Duration) {
        if let Some(line) = self.lines.get_mut(&check) {
            line.run = line.run.wrapping_add(1);
            let kind = Kind::Doubt { run: line.run };
            // A slow rhythm has just been probed: its first doubt comes one distance later.
            let first = if apart > Duration::from_secs(1) { apart } else { Duration::ZERO };
            for n in 0..u32::from(times) {
                let entry =
                    Entry { at: now + first + apart * n, check, edition: line.edition, kind };
                self.heap.push(Reverse(entry));
            }
        }
    }

    /// Ends the volley of a check: there is no doubt any more.
    pub fn settle(&mut self, check: CheckId) {
        if let Some(line) = self.lines.get_mut(&check) {
            line.run = line.run.wrapping_add(1);
        }
    }

    /// When something is due next, if anything ever is.
    pub fn next_due(&mut self) -> Option<Duration> {
        while let Some(Reverse(entry)) = self.heap.peek() {
            if self.alive(entry) {
                return Some(entry.at);
            }
            self.heap.pop();
        }
        None
    }

    /// Takes out what is due and puts it back for its next turn.
    pub fn due(&mut self, now: Duration) -> Vec<Due> {
        let mut due = Vec::new();
        while let Some(Reverse(entry)) = self.heap.peek().copied() {
            if entry.at > now {
                break;
            }
            self.heap.pop();
            if !self.alive(&entry) {
                continue;
            }
            let Entry { at, check, kind, .. } = entry;
            let late = now - at;
            if kind == Kind::Regular {
                let line = &self.lines[&check];
                let at = next_turn(line.beside, line.every, now);
                self.heap.push(Reverse(Entry { at, ..entry }));
            }
            if kind == Kind::MadeUp {
                due.push(Due { check, late: late + OVERTAKEN });
            } else if late <= AT_ONCE {
                due.push(Due { check, late });
            } else if late <= OVERTAKEN {
                let (at, kind) = (at + OVERTAKEN, Kind::MadeUp);
                self.heap.push(Reverse(Entry { at, kind, ..entry }));
            }
        }
        due
    }

    /// How many checks are in it.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Is nothing in it?
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn alive(&self, entry: &Entry) -> bool {
        self.lines.get(&entry.check).is_some_and(|line| {
            line.edition == entry.edition
                && match entry.kind {
                    Kind::Regular | Kind::MadeUp => true,
                    Kind::Doubt { run } => run == line.run,
                }
        })
    }
}

/// The first turn after `now` of what has this number.
fn next_turn(number: u32, every: Duration, now: Duration) -> Duration {
    let every = every.as_micros().max(1);
    let phase = u128::from(scatter(number)) * every / (1 << 32);
    let now = now.as_micros();
    let turn = if now < phase { phase } else { phase + ((now - phase) / every + 1) * every };
    Duration::from_micros(u64::try_from(turn).unwrap_or(u64::MAX))
}

/// Spreads consecutive identities evenly over the 32-bit range (the golden-ratio sequence), so
/// that nodes added together are probed apart.
fn scatter(id: u32) -> u32 {
    id.wrapping_mul(0x9E37_79B9)
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    fn checks(due: &[Due]) -> Vec<u32> {
        due.iter().map(|d| d.check.0).collect()
    }

    #[test]
    fn every_check_is_due_once_per_interval_at_its_own_phase() {
        let mut table = Timetable::default();
        for id in 0..100 {
            table.put(CheckId(id), 10 * S, Duration::ZERO, false);
        }
        let mut turns = vec![Vec::new(); 100];
        let mut most = 0;
        for tick in 1..=600 {
            let now = S * tick / 10;
            let due = table.due(now);
            most = most.max(due.len());
            for id in checks(&due) {
                turns[id as usize].push(tick);
            }
        }
        for (id, turns) in turns.iter().enumerate() {
            assert_eq!(turns.len(), 6, "because check {id} has six turns in a minute");
            assert!(
                turns.windows(2).all(|w| (99..=101).contains(&(w[1] - w[0]))),
                "{id}: {turns:?}"
            );
        }
        assert!(
            most <= 3,
            "because a hundred checks over 10 s are spread, but {most} were due at once"
        );
    }

    #[test]
    fn what_is_asked_of_one_agent_is_due_together() {
        let mut table = Timetable::default();
        for id in 0..20 {
            table.put_beside(CheckId(id), id % 2, 60 * S, Duration::ZERO, false);
        }
        let turns = (1..=600).map(|tick| table.due(S * tick / 10).len());
        let turns: Vec<usize> = turns.filter(|due| *due > 0).collect();
        assert_eq!(turns, [10, 10], "because there are two agents");
    }

    #[test]
    fn a_volley_of_doubts_comes_half_a_second_apart_and_moves_nothing_else() {
        let mut table = Timetable::default();
        table.put(CheckId(1), 10 * S, Duration::ZERO, true);
        table.put(CheckId(2), 10 * S, Duration::ZERO, true);
        assert_eq!(table.due(Duration::ZERO).len(), 2);
        table.doubt(CheckId(1), 5, S / 2, S);
        let mut ones = 0;
        for tick in 10..=31 {
            ones += checks(&table.due(S * tick / 10)).iter().filter(|id| **id == 1).count();
        }
        assert!(
            (5..=6).contains(&ones),
            "because five doubts (and at most one regular turn) fit, not {ones}"
        );
    }

    #[test]
    fn a_settled_doubt_is_not_probed_any_more() {
        let mut table = Timetable::default();
        table.put(CheckId(1), 1000 * S, Duration::ZERO, false);
        table.doubt(CheckId(1), 5, S / 2, Duration::ZERO);
        assert_eq!(table.due(S / 10).len(), 1);
        table.settle(CheckId(1));
        assert_eq!(table.due(3 * S).len(), 0, "because it settled after the first");
    }

    #[test]
    fn after_a_sleep_nothing_comes_in_a_burst() {
        let mut table = Timetable::default();
        for id in 0..300 {
            table.put(CheckId(id), 10 * S, Duration::ZERO, false);
        }
        for (begins, lasts, expected) in [(100, 5, 375..=395), (300, 3_600, 290..=305)] {
            (1..=begins * 10).for_each(|tick| drop(table.due(S * tick / 10)));
            let wakes = S * (begins + lasts);
            let tenths: Vec<usize> =
                (0..100).map(|tick| table.due(wakes + S * tick / 10).len()).collect();
            let worst = tenths.iter().max();
            assert!(worst <= Some(&10), "because 3 are usual, and as many made up for: {tenths:?}");
            let sent: usize = tenths.iter().sum();
            assert!(expected.contains(&sent), "because 3 s are made up for at most, not {sent}");
        }
    }

    #[test]
    fn what_is_made_up_for_says_how_late_it_is() {
        let mut table = Timetable::default();
        table.put(CheckId(1), 10 * S, Duration::ZERO, false);
        let turn = table.next_due().unwrap();
        assert_eq!(table.due(turn + S), [], "because who is a second late waits two more");
        assert_eq!(table.due(turn + 3 * S), [Due { check: CheckId(1), late: 3 * S }]);
        assert_eq!(table.due(turn + 10 * S).len(), 1, "because its rhythm is kept");
    }

    #[test]
    fn a_dropped_check_is_never_due_again() {
        let mut table = Timetable::default();
        table.put(CheckId(1), S, Duration::ZERO, true);
        table.drop(CheckId(1));
        assert_eq!(table.next_due(), None);
        table.put(CheckId(1), 5 * S, Duration::ZERO, true);
        assert_eq!(table.due(Duration::ZERO).len(), 1, "because only the new edition counts");
    }
}
