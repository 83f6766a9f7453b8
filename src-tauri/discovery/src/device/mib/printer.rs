//! Printer-MIB (RFC 3805): supplies and input trays.

use hinomi_model::snmp::{Formula, Oid};

use super::Walks;
use crate::device::{Share, Source, View};

/// `prtMarkerSuppliesEntry`.
pub const SUPPLIES: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 11, 1, 1];

/// `prtGeneralSerialNumber`.
pub const SERIAL: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 17];
const INPUT_MOST: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 8, 2, 1, 9];
const INPUT_LEVEL: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 8, 2, 1, 10];
const INPUT_NAME: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 8, 2, 1, 13];
const INPUT_DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 8, 2, 1, 18];
const SUPPLY_CLASS: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 11, 1, 1, 4];
const SUPPLY_DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 11, 1, 1, 6];
const SUPPLY_MOST: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 11, 1, 1, 8];
const SUPPLY_LEVEL: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 11, 1, 1, 9];

/// What is read of supplies.
pub const SUPPLY_WALKS: Walks = &[SUPPLY_LEVEL, SUPPLY_MOST, SUPPLY_DESCR, SUPPLY_CLASS];
/// What is read of trays.
pub const INPUT_WALKS: Walks = &[INPUT_LEVEL, INPUT_MOST, INPUT_NAME, INPUT_DESCR];

/// The printer's serial number.
pub fn serial(view: &View) -> Option<String> {
    view.under(SERIAL).find_map(|(_, v)| crate::device::view::text(v))
}

/// How much is left of toner, ink, drums and paper, and how much room in what is being filled.
/// `code` says what a level means on families that count in codes where the capacity is unknown.
pub fn supplies(view: &View, code: &dyn Fn(i64) -> Option<f64>) -> Vec<Share> {
    let of_supplies = view.under(SUPPLY_LEVEL).filter_map(|(index, level)| {
        let descr = view.text(SUPPLY_DESCR, index).or_else(|| class_name(view, index));
        let (level, most) = (level.as_i64()?, view.whole(SUPPLY_MOST, index));
        if let Some(value) = code(level).filter(|_| most.is_none_or(|most| most <= 0)) {
            // No formula reads a code, so no check is proposed.
            return Share::new(descr?, value);
        }
        let share = left(descr?, level, most)?;
        let formula = formula(SUPPLY_LEVEL, SUPPLY_MOST, most);
        Some(share.from(Source::row(view, formula, index, Some(SUPPLY_DESCR))))
    });
    let of_trays = view.under(INPUT_LEVEL).filter_map(|(index, level)| {
        let name = view.text(INPUT_NAME, index).or_else(|| view.text(INPUT_DESCR, index));
        let most = view.whole(INPUT_MOST, index);
        let share = left(name?, level.as_i64()?, most)?;
        let formula = formula(INPUT_LEVEL, INPUT_MOST, most);
        Some(share.from(Source::row(view, formula, index, Some(INPUT_NAME))))
    });
    of_supplies.chain(of_trays).collect()
}

/// What is left in per cent. Levels below zero are no numbers and measure nothing.
fn formula(level: &[u32], capacity: &[u32], most: Option<i64>) -> Formula {
    let formula = match most {
        Some(most) if most > 0 => Formula::share(Oid::from(level), Oid::from(capacity)),
        _ => Formula::of(Oid::from(level)),
    };
    Formula { ignore: vec![-1.0, -2.0, -3.0], ..formula }
}

/// `PrtMarkerSuppliesClassTC`, for supplies without a description.
fn class_name(view: &View, index: &[u32]) -> Option<String> {
    match view.whole(SUPPLY_CLASS, index)? {
        3 => Some(format!("Supply {}", index.last()?)),
        4 => Some(format!("Waste {}", index.last()?)),
        _ => None,
    }
}

/// Levels below zero say that there is no number: −2 unknown, −3 some is left, which is shown as
/// half and marked as a guess. Without a capacity a level up to 100 is taken for per cent, which is
/// what printers that cannot know their capacity count in (`prtMarkerSuppliesSupplyUnit` 19).
fn left(descr: String, level: i64, most: Option<i64>) -> Option<Share> {
    match (level, most) {
        (-3, _) => Some(Share { guess: true, ..Share::new(descr, 50.0)? }),
        (..0, _) => None,
        (level, Some(most)) if most > 0 => {
            Share::new(descr, (100.0 * level as f64 / most as f64).min(100.0))
        }
        (0..=100, _) => Share::new(descr, level as f64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Oid, Value};

    use super::*;

    #[test]
    fn what_a_level_says_depends_on_the_capacity() {
        let left = |level, most| left("Toner".into(), level, most).map(|s| (s.value, s.guess));
        assert_eq!(left(1000, Some(4000)), Some((25.0, false)));
        assert_eq!(left(7, Some(-2)), Some((7.0, false)), "because it counts in per cent");
        assert_eq!(left(700, Some(-2)), None, "because of what, nobody knows");
        assert_eq!(left(-3, Some(4000)), Some((50.0, true)), "because some is left");
        assert_eq!(left(-2, Some(4000)), None);
        assert_eq!(left(4400, Some(4000)), Some((100.0, false)), "because it is overfull");
    }

    #[test]
    fn a_family_that_counts_in_codes_is_believed_only_without_a_capacity() {
        let mut view = View::default();
        for (row, most) in [(1, -2), (2, 25_000)] {
            let index = [1, row];
            let mut put = |column: &[u32], value| {
                view.insert(Oid::from([column, &index[..]].concat().as_slice()), value);
            };
            put(SUPPLY_DESCR, Value::OctetString(b"Toner".to_vec()));
            put(SUPPLY_LEVEL, Value::Integer(0));
            put(SUPPLY_MOST, Value::Integer(most));
        }
        let coded = supplies(&view, &|level| (level == 0).then_some(100.0));
        let left: Vec<f64> = coded.iter().map(|share| share.value).collect();
        assert_eq!(left, [100.0, 0.0], "because nothing of a known capacity is nothing");
    }
}
