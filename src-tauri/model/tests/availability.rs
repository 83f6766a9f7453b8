//! Law L9: availability beside its coverage, and no data is no data.

use hinomi_model::{Availability, Grade, Span, Stamp, Stretch};
use proptest::prelude::*;

fn stretch(from: i64, until: i64, grade: Option<Grade>) -> Stretch {
    Stretch { from: Stamp(from), until: Stamp(until), grade }
}

#[test]
fn an_hour_with_six_minutes_down_and_six_unseen() {
    let minute = 60_000;
    let sums = Availability::over(
        Stamp(0),
        Stamp(60 * minute),
        &[
            stretch(-10 * minute, 30 * minute, Some(Grade::Ok)),
            stretch(30 * minute, 36 * minute, Some(Grade::Critical)),
            stretch(36 * minute, 42 * minute, None),
            stretch(42 * minute, 90 * minute, Some(Grade::Warning)),
        ],
    );
    assert_eq!(
        sums.share(),
        Some(48.0 / 54.0),
        "because a warning is up, and unseen is not counted"
    );
    assert_eq!(sums.coverage(), Some(0.9));
    assert_eq!(sums.bounds(), Some((48.0 / 60.0, 54.0 / 60.0)));
    assert_eq!((sums.outages, sums.longest), (1, Span::minutes(6)));
    assert_eq!(sums.mttr(), Some(Span::minutes(6)));
    assert_eq!(sums.mtbf(), Some(Span::minutes(48)));
}

#[test]
fn no_data_is_no_data_and_never_a_hundred_per_cent() {
    let sums = Availability::over(Stamp(0), Stamp(1000), &[stretch(0, 1000, Some(Grade::Unknown))]);
    assert_eq!(sums.share(), None);
    assert_eq!(sums.coverage(), Some(0.0));
    assert_eq!(Availability::over(Stamp(5), Stamp(5), &[]).coverage(), None);
}

#[test]
fn one_outage_cut_in_two_by_the_window_of_a_gap_is_two_but_adjoining_pieces_are_one() {
    let down = Some(Grade::Critical);
    let joined = [stretch(0, 10, down), stretch(10, 20, down)];
    let sums = Availability::over(Stamp(0), Stamp(100), &joined);
    assert_eq!((sums.outages, sums.longest), (1, Span(20)));
    let apart = [stretch(0, 10, down), stretch(30, 35, down)];
    let sums = Availability::over(Stamp(0), Stamp(100), &apart);
    assert_eq!((sums.outages, sums.longest), (2, Span(10)));
}

proptest! {
    #[test]
    fn the_truth_lies_within_the_bounds(
        cuts in prop::collection::vec((1i64..100, 0usize..5), 1..40)
    ) {
        const KINDS: [Option<Grade>; 5] =
            [Some(Grade::Ok), Some(Grade::Warning), Some(Grade::Critical), Some(Grade::Unknown), None];
        let mut at = 0;
        let stretches: Vec<Stretch> = cuts.iter().map(|(long, kind)| {
            let s = stretch(at, at + long, KINDS[*kind]);
            at += long;
            s
        }).collect();
        let sums = Availability::over(Stamp(0), Stamp(at), &stretches);
        prop_assert_eq!(sums.up + sums.down + sums.unobserved, Span(at), "every moment is counted once");
        let (low, high) = sums.bounds().expect("the window is not empty");
        if let Some(share) = sums.share() {
            prop_assert!(low <= share + 1e-12 && share <= high + 1e-12);
        }
    }
}
