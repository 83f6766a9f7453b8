//! Counters become rates: a wrap is a wrap, a reset is a gap, and there is never a spike (L11).

use hinomi_model::Span;
use hinomi_model::counter::{Count, NoRate, Tally, rate};
use proptest::prelude::*;

/// Octets per second of 100 Mbit/s.
const FAST_ETHERNET: f64 = 12_500_000.0;
const GIGABIT: f64 = 125_000_000.0;
const WRAP: u64 = 1 << 32;

fn narrow(count: u64, seconds: u64) -> Tally {
    let count = Count::Narrow(count as u32);
    Tally { count, up_time: (seconds * 100) as u32, discontinuity: Some(0), row: 1 }
}

fn wide(count: u64, seconds: u64) -> Tally {
    Tally { count: Count::Wide(count), ..narrow(0, seconds) }
}

fn minute() -> Option<Span> {
    Some(Span::minutes(1))
}

#[test]
fn every_case_of_the_table() {
    use NoRate::*;
    let up = |tally: Tally, up_time: u32| Tally { up_time, ..tally };
    let anew = |tally: Tally, at: u32| Tally { discontinuity: Some(at), ..tally };
    let other = |tally: Tally| Tally { row: 2, ..tally };
    let (start, end) = (1_000, 1_060);
    let near = WRAP - 100;
    let all = [
        ("steady", narrow(1_000, start), narrow(61_000, end), FAST_ETHERNET, Ok(1_000.0)),
        ("nothing happens", narrow(5, start), narrow(5, end), FAST_ETHERNET, Ok(0.0)),
        (
            "a 32-bit wrap at 100 Mbit/s",
            narrow(near, start),
            narrow(near + 60 * 12_500_000, end),
            FAST_ETHERNET,
            Ok(FAST_ETHERNET),
        ),
        (
            "a 32-bit counter at a gigabit may wrap twice in a minute",
            narrow(near, start),
            narrow(near + 60_000, end),
            GIGABIT,
            Err(TooLate),
        ),
        (
            "64 bits at a gigabit",
            wide(near, start),
            wide(near + 60 * 125_000_000, end),
            GIGABIT,
            Ok(GIGABIT),
        ),
        ("a 64-bit wrap", wide(u64::MAX - 59, start), wide(60, end), GIGABIT, Ok(2.0)),
        ("64 bits fall back", wide(1 << 40, start), wide(7, end), GIGABIT, Err(Reset)),
        (
            "a restart between polls",
            narrow(3_000_000_000, start),
            narrow(700, 20),
            FAST_ETHERNET,
            Err(Restarted),
        ),
        (
            "a restart in the midst of a poll: the time is old, the counter new",
            narrow(2_000_000_000, start),
            narrow(700, end),
            FAST_ETHERNET,
            Err(Reset),
        ),
        (
            "the same with 64 bits",
            wide(2_000_000_000, start),
            wide(700, end),
            FAST_ETHERNET,
            Err(Reset),
        ),
        (
            "a restart in the midst of a poll: the time is new, the counter old",
            wide(2_000_000_000, start),
            wide(2_000_060_000, 3),
            FAST_ETHERNET,
            Err(Restarted),
        ),
        (
            "the row began anew",
            narrow(1_000, start),
            anew(narrow(61_000, end), 102_000),
            FAST_ETHERNET,
            Err(Discontinuity),
        ),
        (
            "the index belongs to another port",
            narrow(1_000, start),
            other(narrow(61_000, end)),
            FAST_ETHERNET,
            Err(Renumbered),
        ),
        (
            "the index belongs to another port, unnoticed, with a larger counter",
            wide(1_000, start),
            wide(9_000_000_000_000, end),
            FAST_ETHERNET,
            Err(Impossible),
        ),
        (
            "the agent changes to 64 bits",
            narrow(1_000, start),
            wide(61_000, end),
            FAST_ETHERNET,
            Err(Renumbered),
        ),
        (
            "sysUpTime wraps after 497 days",
            up(narrow(1_000, 0), u32::MAX - 2_999),
            up(narrow(61_000, 0), 3_000),
            FAST_ETHERNET,
            Ok(1_000.0),
        ),
        (
            "the agent's time jumps ahead",
            narrow(1_000, start),
            narrow(61_000, start + 4_000),
            FAST_ETHERNET,
            Err(Clock),
        ),
        (
            "the agent's time stands still while it counts",
            narrow(1_000, start),
            up(narrow(61_000, 0), start as u32 * 100 + 150),
            FAST_ETHERNET,
            Err(Clock),
        ),
    ];
    for (case, before, now, most, expected) in all {
        assert_eq!(rate(&before, &now, minute(), Some(most)), expected, "{case}");
    }
}

#[test]
fn without_a_known_limit_a_fall_is_a_reset() {
    let (before, now) = (narrow(WRAP - 100, 1_000), narrow(WRAP + 100, 1_060));
    assert_eq!(rate(&before, &now, minute(), None), Err(NoRate::Reset));
    assert_eq!(rate(&before, &now, minute(), Some(0.0)), Err(NoRate::Reset), "0 is no limit");
}

#[test]
fn our_own_clock_being_set_changes_nothing() {
    // Whoever measures with the wall clock and steps it gets a gap, never a rate of another time.
    let (before, now) = (narrow(1_000, 1_000), narrow(61_000, 1_060));
    assert_eq!(rate(&before, &now, None, Some(FAST_ETHERNET)), Ok(1_000.0));
    for stepped in [Span::minutes(-60), Span::minutes(60), Span::ZERO] {
        let got = rate(&before, &now, Some(stepped), Some(FAST_ETHERNET));
        assert_eq!(got, Err(NoRate::Clock));
    }
}

#[test]
fn two_readings_of_one_moment_have_no_rate() {
    let before = narrow(1_000, 1_000);
    let now = Tally { up_time: before.up_time + 50, ..narrow(5_000, 0) };
    let half = Some(Span(500));
    assert_eq!(rate(&before, &now, half, Some(FAST_ETHERNET)), Err(NoRate::TooSoon));
}

/// What may befall an agent between two polls.
#[derive(Debug, Clone)]
enum Fate {
    Counts { share: f64 },
    Restarts { after: u64 },
    BeginsAnew,
    Renumbers { count: u64 },
    StepsOurClock { by: i64 },
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        6 => (0.0..1.0f64).prop_map(|share| Fate::Counts { share }),
        1 => (0u64..59).prop_map(|after| Fate::Restarts { after }),
        1 => Just(Fate::BeginsAnew),
        1 => any::<u64>().prop_map(|count| Fate::Renumbers { count }),
        1 => (-100_000i64..100_000).prop_map(|by| Fate::StepsOurClock { by }),
    ]
}

proptest! {
    /// Whatever happens to an agent that counts no faster than its line: no rate above the line's.
    #[test]
    fn there_is_never_a_spike(
        start in any::<u64>(),
        up in any::<u32>(),
        is_wide in any::<bool>(),
        says_discontinuity in any::<bool>(),
        fates in prop::collection::vec(fate(), 1..40),
    ) {
        let (mut count, mut up, mut began) = (start, up, 0u32);
        let tally = |count: u64, up_time: u32, began: u32| Tally {
            count: if is_wide { Count::Wide(count) } else { Count::Narrow(count as u32) },
            up_time,
            discontinuity: says_discontinuity.then_some(began),
            row: 1,
        };
        let mut before = tally(count, up, began);
        for fate in fates {
            let mut elapsed = Span::minutes(1);
            up = up.wrapping_add(6_000);
            let minute = (60.0 * FAST_ETHERNET) as u64;
            match fate {
                Fate::Counts { share } => {
                    count = count.wrapping_add((share * minute as f64) as u64);
                }
                Fate::Restarts { after } => {
                    up = ((60 - after) * 100) as u32;
                    count = minute / 60 * (60 - after);
                    began = 0;
                }
                Fate::BeginsAnew => (count, began) = (0, up.wrapping_sub(100)),
                Fate::Renumbers { count: other } => count = other,
                Fate::StepsOurClock { by } => elapsed = Span(60_000 + by),
            }
            let now = tally(count, up, began);
            if let Ok(rate) = rate(&before, &now, Some(elapsed), Some(FAST_ETHERNET)) {
                prop_assert!((0.0..=FAST_ETHERNET * 1.2).contains(&rate), "{rate} from {before:?} to {now:?}");
            }
            before = now;
        }
    }
}
