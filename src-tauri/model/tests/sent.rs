//! When a letter is tried again.

use hinomi_model::sent::{GIVEN_UP, PAUSES, Step, next_try};
use hinomi_model::{Cause, Phase, Sent, Span, Why};

fn said(code: u16) -> Why {
    Why::Said { step: Step::Request, code, said: "no".into() }
}

fn deferred(after: Option<Span>) -> Sent {
    Sent::Deferred { why: said(503), after }
}

fn unreached() -> Sent {
    let cause = Cause::TimedOut;
    Sent::Unreached { why: Why::Failed { phase: Phase::Connect, cause } }
}

#[test]
fn pauses_grow_and_nobody_is_away_for_longer_than_five_minutes() {
    let pauses = |last: &Sent| -> Vec<i64> {
        let all = (1..=7).map(|tries| next_try(&PAUSES, tries, Span::ZERO, last));
        all.map(|pause| pause.map_or(-1, |pause| pause.0 / 1000)).collect()
    };
    assert_eq!(pauses(&deferred(None)), [5, 15, 60, 300, 900, 900, 900]);
    assert_eq!(
        pauses(&unreached()),
        [5, 15, 60, 300, 300, 300, 300],
        "because when the line is back, people want to know soon"
    );
    assert_eq!(next_try(&PAUSES, 0, Span::ZERO, &unreached()), Some(Span::seconds(5)));
    assert_eq!(next_try(&PAUSES, u32::MAX, Span::ZERO, &deferred(None)), Some(Span::minutes(15)));
}

#[test]
fn a_pause_that_was_asked_for_is_kept_within_reason() {
    for (tries, asked, want) in [
        (1, 42_000, 42_000),
        (1, 1, 5_000),
        (1, -7, 5_000),
        (1, 999_999_999, 3_600_000),
        (5, 60_000, 900_000),
    ] {
        let got = next_try(&PAUSES, tries, Span::ZERO, &deferred(Some(Span(asked))));
        assert_eq!(got, Some(Span(want)), "because {asked} ms was asked for");
    }
}

#[test]
fn what_arrived_or_never_will_is_not_tried_again() {
    assert_eq!(next_try(&PAUSES, 1, Span::ZERO, &Sent::Delivered { proof: "250".into() }), None);
    assert_eq!(next_try(&PAUSES, 1, Span::ZERO, &Sent::Refused { why: said(404) }), None);
}

#[test]
fn a_letter_is_given_up_after_a_day_and_not_before() {
    for last in [deferred(None), unreached(), deferred(Some(Span::minutes(60)))] {
        let (mut tries, mut waited) = (1, Span::ZERO);
        while let Some(pause) = next_try(&PAUSES, tries, waited, &last) {
            assert!(pause >= Span::seconds(5), "because a peer in trouble is not hammered");
            (tries, waited) = (tries + 1, waited + pause);
        }
        assert!(waited <= GIVEN_UP && GIVEN_UP.0 - waited.0 < 3_600_000, "{waited:?}");
        assert!(tries < 300, "because {tries} tries in a day are enough");
    }
}
