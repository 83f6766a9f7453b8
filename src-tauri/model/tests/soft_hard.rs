//! Law L2 beside the soft and hard states of Nagios Core and Icinga 2, on tables of what their
//! documentation says happens; and, one by one, where Hinomi deliberately differs.
//!
//! - Nagios Core 4, "State Types", section "Example": a service with `max_check_attempts` 3, eleven
//!   checks, each with check number, state and state type. Section "Hard States": when a state is
//!   hard.
//! - Icinga 2, "Monitoring Basics", section "Hard and Soft States", and the histories its own
//!   `test/icinga-checkresult.cpp` publishes for 1, 2 and 3 attempts.
//!
//! One more difference is told in `tests/suite/truth.rs`, since it takes two checks: with Nagios a
//! failing service whose host is down is hard at once; here a belief is a function of a check's own
//! samples (L2), and that its node is down holds the notification instead (L6).

use std::num::NonZeroU8;

use hinomi_model::belief::step;
use hinomi_model::{Grade, Patience, Span, Stamp, State};

use Grade::{Critical, Ok as Good, Unknown, Warning};
use Type::{Hard, Soft};

/// The column "state type".
#[derive(Debug, Clone, Copy, PartialEq)]
enum Type {
    Soft,
    Hard,
}

/// What the documentation says of one check: what it saw, the number of the check, the state type
/// after it, and whether people are told (a hard change).
type Row = (Grade, u8, Type, bool);

fn times(n: u8) -> NonZeroU8 {
    NonZeroU8::new(n).expect("it is at least one")
}

/// `max_check_attempts` as Hinomi says it: both change between kinds of trouble, and recover, at
/// once.
fn max_check_attempts(n: u8) -> Patience {
    Patience {
        to_trouble: times(n),
        between: times(1),
        to_ok: times(1),
        doubt_every: Span::seconds(20),
    }
}

/// A service that has long been well.
fn well() -> State {
    step(&max_check_attempts(1), State::Pending, Good, Stamp(0)).0
}

/// Runs the checks of a table, and gives for each what Hinomi says: the attempt while in doubt, the
/// type, and whether the belief changed.
fn run(patience: &Patience, rows: &[Row]) -> Vec<(Option<u8>, Type, bool)> {
    let mut state = well();
    let said = rows.iter().zip(1..).map(|((seen, ..), n)| {
        let (next, change) = step(patience, state, *seen, Stamp(n * 60_000));
        state = next;
        match state {
            State::Pending => panic!("because it has been judged"),
            State::Hard { .. } => (None, Hard, change.is_some()),
            State::Soft { attempt, .. } => (Some(attempt.get()), Soft, change.is_some()),
        }
    });
    said.collect()
}

/// Attempts exist only in doubt: what the documentation counts in a hard state says nothing.
fn wanted(rows: &[Row]) -> Vec<(Option<u8>, Type, bool)> {
    let in_doubt = |number: u8, of: Type| (of == Soft).then_some(number);
    rows.iter().map(|(_, number, of, told)| (in_doubt(*number, *of), *of, *told)).collect()
}

/// Nagios Core 4, "State Types", the table of its "Example". Its ninth time is "soft recovery",
/// written `OK SOFT`; see [`a_doubt_that_ends_well_is_hard_as_in_icinga`].
const NAGIOS: [Row; 11] = [
    (Good, 1, Hard, false),
    (Critical, 1, Soft, false),
    (Warning, 2, Soft, false),
    (Critical, 3, Hard, true),
    (Warning, 3, Hard, true),
    (Warning, 3, Hard, false),
    (Good, 1, Hard, true),
    (Good, 1, Hard, false),
    (Unknown, 1, Soft, false),
    (Good, 2, Hard, false),
    (Good, 1, Hard, false),
];

#[test]
fn the_example_of_nagios_row_by_row() {
    assert_eq!(run(&max_check_attempts(3), &NAGIOS), wanted(&NAGIOS));
}

#[test]
fn the_histories_of_icinga_row_by_row() {
    let one = [
        (Unknown, 1, Hard, true),
        (Good, 1, Hard, true),
        (Critical, 1, Hard, true),
        (Good, 1, Hard, true),
    ];
    let two = [
        (Unknown, 1, Soft, false),
        (Critical, 1, Hard, true),
        (Good, 1, Hard, true),
        (Critical, 1, Soft, false),
        (Good, 1, Hard, false),
    ];
    let three = [
        (Unknown, 1, Soft, false),
        (Critical, 2, Soft, false),
        (Critical, 1, Hard, true),
        (Good, 1, Hard, true),
        (Critical, 1, Soft, false),
        (Good, 1, Hard, false),
    ];
    for (attempts, rows) in [(1, &one[..]), (2, &two[..]), (3, &three[..])] {
        assert_eq!(
            run(&max_check_attempts(attempts), rows),
            wanted(rows),
            "because that is what happens with max_check_attempts {attempts}"
        );
    }
}

/// Nagios' "Hard States": reached at `max_check_attempts`, kept while it fails, another kind of
/// trouble is another hard state, and a recovery from a hard state is hard.
#[test]
fn each_way_into_a_hard_state_holds_for_every_number_of_attempts() {
    for attempts in 1..=10 {
        let patience = max_check_attempts(attempts);
        let mut rows: Vec<Row> =
            (1..attempts).map(|number| (Warning, number, Soft, false)).collect();
        rows.extend([
            (Warning, attempts, Hard, true),
            (Warning, attempts, Hard, false),
            (Critical, attempts, Hard, true),
            (Unknown, attempts, Hard, true),
            (Good, 1, Hard, true),
        ]);
        assert_eq!(run(&patience, &rows), wanted(&rows), "with {attempts} attempts");
    }
}

/// What people are told is what was seen at the last attempt, not at the first.
#[test]
fn the_last_attempt_says_which_kind_of_trouble_it_is() {
    let mut state = well();
    for (grade, n) in [(Critical, 1), (Critical, 2), (Warning, 3)] {
        state = step(&max_check_attempts(3), state, grade, Stamp(n * 60_000)).0;
    }
    let belief = state.belief().expect("it is believed");
    assert_eq!(belief.grade, Warning);
    assert_eq!(belief.since, Stamp(60_000), "because the outage began with the first of the run");
}

/// Differs from Nagios, agrees with Icinga: the first good check after a doubt is hard. A "soft Ok"
/// would be a doubt about what is believed anyway, which L2 cannot write down.
#[test]
fn a_doubt_that_ends_well_is_hard_as_in_icinga() {
    let rows = [(Critical, 1, Soft, false), (Good, 1, Hard, false)];
    assert_eq!(run(&max_check_attempts(3), &rows), wanted(&rows));
}

/// Differs from both: recovery is doubted, too, twice unless a person says otherwise (L2), so that
/// one lucky answer does not end an outage. With `to_ok` 1 it is as theirs.
#[test]
fn a_recovery_takes_two_good_checks_unless_set_otherwise() {
    let hinomi = Patience { to_ok: times(2), ..max_check_attempts(3) };
    let rows = [
        (Critical, 1, Soft, false),
        (Critical, 2, Soft, false),
        (Critical, 3, Hard, true),
        (Good, 1, Soft, false),
        (Critical, 3, Hard, false),
        (Good, 1, Soft, false),
        (Good, 2, Hard, true),
    ];
    assert_eq!(run(&hinomi, &rows), wanted(&rows));
    assert_eq!(Patience::METRIC, hinomi, "because that is what is usual");
}

/// Differs from both: they assume a service to be Ok before its first check. Hinomi claims nothing
/// it has not observed (L1): what was never judged is pending, and stays so through a doubt.
#[test]
fn before_the_first_judgement_nothing_is_assumed() {
    let patience = max_check_attempts(3);
    let (first, told) = step(&patience, State::Pending, Critical, Stamp(60_000));
    assert!(matches!(first, State::Soft { believed: None, .. }), "{first:?}");
    assert_eq!(told, None);
    let (_, told) = step(&patience, State::Pending, Good, Stamp(60_000));
    assert!(told.is_some_and(|c| c.before.is_none()), "because a first good check is believed");
}

/// Differs from both: a gap ends a doubt (L4), where a restarted Nagios or Icinga counts on from the
/// attempt it kept.
#[test]
fn a_gap_begins_the_count_anew() {
    let patience = max_check_attempts(3);
    let mut state = well();
    for n in [1, 2] {
        state = step(&patience, state, Critical, Stamp(n * 60_000)).0;
    }
    let (after, told) = step(&patience, state.after_gap(), Critical, Stamp(3_600_000));
    assert!(matches!(after, State::Soft { attempt: NonZeroU8::MIN, .. }), "{after:?}");
    assert_eq!(told, None, "because two misses before the lid closed are not a third after it");
}
