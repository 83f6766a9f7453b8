//! Law L2 and L3: `step` on tables, on every short history, and on random ones.

use hinomi_model::belief::step;
use hinomi_model::{Grade, Patience, Span, Stamp, State};
use proptest::prelude::*;

use Grade::{Critical, Ok as Good, Unknown, Warning};

const GRADES: [Grade; 4] = [Good, Unknown, Warning, Critical];

/// Runs a history, one sample every 10 s, and says what was believed after each.
fn run(patience: &Patience, history: &[Grade]) -> (State, Vec<Option<Grade>>) {
    let mut state = State::Pending;
    let believed = history.iter().zip(1..).map(|(grade, n)| {
        let (next, change) = step(patience, state, *grade, Stamp(n * 10_000));
        assert_eq!(
            change.is_some(),
            next.grade() != state.grade(),
            "because a change is told exactly when the believed grade changes"
        );
        state = next;
        state.grade()
    });
    let believed = believed.collect();
    (state, believed)
}

#[test]
fn six_misses_in_a_row_are_believed_and_five_are_not() {
    let mut history = vec![Good];
    history.extend([Critical; 5]);
    let (state, _) = run(&Patience::REACHABILITY, &history);
    assert_eq!(state.grade(), Some(Good), "because five misses are still doubt: {state:?}");
    history.push(Critical);
    let (state, _) = run(&Patience::REACHABILITY, &history);
    let belief = state.belief().expect("a sixth miss is believed");
    assert_eq!(belief.grade, Critical);
    assert_eq!(belief.since, Stamp(20_000), "because an outage starts at its first failing sample");
    assert_eq!(belief.uncertainty, Span(10_000), "because the last good sample was 10 s before");
}

#[test]
fn one_answer_ends_a_doubt() {
    let (state, _) = run(&Patience::REACHABILITY, &[Good, Critical, Critical, Critical, Good]);
    assert!(matches!(state, State::Hard { .. }), "because the doubt is over: {state:?}");
    let mut history = vec![Good];
    for _ in 0..50 {
        history.extend([Critical, Critical, Critical, Critical, Critical, Good]);
    }
    let (_, believed) = run(&Patience::REACHABILITY, &history);
    assert!(believed.iter().all(|g| *g == Some(Good)), "because never six misses came in a row");
}

#[test]
fn the_first_good_sample_is_believed_at_once_and_first_trouble_is_doubted() {
    assert_eq!(run(&Patience::REACHABILITY, &[Good]).1, [Some(Good)]);
    let (state, believed) = run(&Patience::METRIC, &[Critical, Critical]);
    assert_eq!(
        believed,
        [None, None],
        "because nothing was believed before, and two are not three"
    );
    assert!(matches!(state, State::Soft { believed: None, .. }));
    assert_eq!(run(&Patience::METRIC, &[Critical, Warning, Unknown]).1[2], Some(Unknown));
}

#[test]
fn a_sample_sent_before_the_last_one_changes_nothing() {
    let (state, _) = run(&Patience::REACHABILITY, &[Good, Good, Good]);
    let late = step(&Patience::REACHABILITY, state, Critical, Stamp(25_000));
    assert_eq!(late, (state, None), "because a time-out that arrives after a later answer is old");
}

#[test]
fn a_gap_ends_a_doubt_but_not_a_belief() {
    let (soft, _) = run(&Patience::REACHABILITY, &[Good, Critical, Critical]);
    assert_eq!(soft.after_gap().grade(), Some(Good));
    assert!(matches!(soft.after_gap(), State::Hard { .. }));
    let (pending, _) = run(&Patience::REACHABILITY, &[Critical]);
    assert_eq!(pending.after_gap(), State::Pending);
}

/// What a person would say by counting on fingers: the believed grade after a history.
fn by_counting(patience: &Patience, history: &[Grade]) -> Option<Grade> {
    let mut believed: Option<Grade> = None;
    let mut run: Vec<Grade> = Vec::new();
    for grade in history {
        if believed == Some(*grade) {
            run.clear();
            continue;
        }
        if run.last().is_some_and(|last| last.is_trouble() != grade.is_trouble()) {
            run.clear();
        }
        run.push(*grade);
        let needed = match (believed, grade) {
            (None, Good) => 1,
            (_, Good) => patience.to_ok.get(),
            (Some(b), _) if b.is_trouble() => patience.between.get(),
            _ => patience.to_trouble.get(),
        };
        if run.len() >= usize::from(needed) {
            believed = Some(*grade);
            run.clear();
        }
    }
    believed
}

#[test]
fn every_history_of_eight_samples_agrees_with_counting_on_fingers() {
    for code in 0..4usize.pow(8) {
        let history: Vec<Grade> = (0..8).map(|n| GRADES[code / 4usize.pow(n) % 4]).collect();
        let (state, _) = run(&Patience::METRIC, &history);
        assert_eq!(state.grade(), by_counting(&Patience::METRIC, &history), "{history:?}");
    }
}

fn any_grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(GRADES.to_vec())
}

proptest! {
    #[test]
    fn beliefs_are_dated_within_what_was_seen(history in prop::collection::vec(any_grade(), 1..200)) {
        let mut state = State::Pending;
        let mut before: Option<Stamp> = None;
        for (grade, n) in history.iter().zip(1..) {
            let at = Stamp(n * 10_000);
            let (next, change) = step(&Patience::REACHABILITY, state, *grade, at);
            if let Some(change) = change {
                prop_assert_eq!(change.now.grade, *grade);
                prop_assert!(change.now.since <= at);
                prop_assert!(before.is_none_or(|b| change.now.since > b), "outages never overlap");
                prop_assert!(change.before.is_none_or(|b| b.grade != change.now.grade));
                before = Some(change.now.since);
            }
            if let State::Soft { attempt, believed, seen, .. } = next {
                prop_assert!(attempt.get() < 6);
                prop_assert!(believed.is_none_or(|b| b.grade != seen), "a doubt differs from belief");
            }
            state = next;
        }
    }

    #[test]
    fn ten_per_cent_loss_is_never_believed_down_unless_six_are_lost_in_a_row(
        seeds in prop::collection::vec(0u8..10, 1..2_000)
    ) {
        let mut history = vec![Good];
        history.extend(seeds.iter().map(|s| if *s == 0 { Critical } else { Good }));
        let six = history.windows(6).any(|w| w.iter().all(|g| *g == Critical));
        let (_, believed) = run(&Patience::REACHABILITY, &history);
        prop_assert_eq!(believed.contains(&Some(Critical)), six);
    }
}
