//! POWER-ETHERNET-MIB (RFC 3621): what a switch gives to the devices on its wires.

use hinomi_model::snmp::{Fold, Formula, Oid, Rows};

use super::Walks;
use crate::device::{Class, Limits, Sensor, Source, View};

const NOMINAL: &[u32] = &[1, 3, 6, 1, 2, 1, 105, 1, 3, 1, 1, 2];
const CONSUMED: &[u32] = &[1, 3, 6, 1, 2, 1, 105, 1, 3, 1, 1, 4];
/// `pethPsePortDetectionStatus`.
const PORT: &[u32] = &[1, 3, 6, 1, 2, 1, 105, 1, 1, 1, 6];

/// A port that feeds somebody.
const DELIVERING: i64 = 3;
/// A port that should and cannot, in its own words: `fault`.
const FAULT: i64 = 4;

/// What is read of `pethMainPseEntry`.
pub const WALKS: Walks = &[CONSUMED, NOMINAL];
/// What is read of `pethPsePortEntry`.
pub const PORT_WALKS: Walks = &[PORT];

/// Watts given, for each supply that has any to give, and how many ports are fed and how many cannot
/// be.
pub fn read(view: &View) -> Vec<Sensor> {
    let supplies = view.under(CONSUMED).filter_map(|(index, watts)| {
        let nominal = view.number(NOMINAL, index);
        if nominal.is_some_and(|watts| watts <= 0.0) {
            return None;
        }
        let name = format!("PoE {}", index.first()?);
        let source = Source::row(view, Formula::of(Oid::from(CONSUMED)), index, None);
        // Who is plugged in once all is given away stays dark.
        let above = nominal.map(|watts| [0.9, 0.98].map(|share| (share * watts).round()));
        let limits = above.map(|above| Limits { above: Some(above), below: None });
        let sensor = Sensor::new(Class::Power, name, watts.as_f64()?).from(source);
        Some(Sensor { limits, ..sensor })
    });
    supplies.chain(ports(view)).collect()
}

fn ports(view: &View) -> Vec<Sensor> {
    let states: Vec<i64> = view.under(PORT).filter_map(|(_, state)| state.as_i64()).collect();
    if states.is_empty() {
        return Vec::new();
    }
    let count = |name: &str, state: i64| {
        let number = states.iter().filter(|said| **said == state).count();
        let (column, says) = (Some(Oid::from(PORT)), Some(state.to_string()));
        let rows = Rows::All { fold: Fold::Count, column, says };
        let source = Source { formula: Formula::of(Oid::from(PORT)), rows };
        Sensor::new(Class::Number, name, number as f64).from(source)
    };
    let mut fault = count("PoE ports at fault", FAULT);
    // A port that is at fault while nobody minds is no news.
    fault.limits = (fault.value < 1.0).then_some(Limits { above: Some([1.0, 4.0]), below: None });
    vec![count("PoE ports in use", DELIVERING), fault]
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::Value;

    use super::*;

    fn view(rows: &[(&[u32], &[u32], i32)]) -> View {
        let row = |(column, index, value): &(&[u32], &[u32], i32)| {
            (Oid::from(*column).join(index), Value::Integer(*value))
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn what_a_switch_gives_is_read_again_and_judged_by_what_it_has_to_give() {
        let view = view(&[
            (NOMINAL, &[1], 370),
            (CONSUMED, &[1], 120),
            (NOMINAL, &[2], 0),
            (CONSUMED, &[2], 0),
        ]);
        let all = read(&view);
        let [supply] = all.as_slice() else { panic!("because the second has none: {all:?}") };
        assert_eq!((supply.descr.as_str(), supply.value), ("PoE 1", 120.0));
        assert_eq!(supply.limits.and_then(|l| l.above), Some([333.0, 363.0]));
        let again = supply.source.as_ref().and_then(|source| source.value(&view));
        assert_eq!(again, Some(120.0), "because a check of it reads the same");
    }

    #[test]
    fn its_ports_are_counted_by_what_becomes_of_them() {
        let states = |last: i32| {
            view(&[
                (PORT, &[1, 1], 3),
                (PORT, &[1, 2], 2),
                (PORT, &[1, 3], 3),
                (PORT, &[1, 4], last),
            ])
        };
        let told = |view: &View| {
            let told = read(view).into_iter();
            let again = |s: &Sensor| s.source.as_ref().and_then(|source| source.value(view));
            told.map(|s| (s.value, again(&s), s.limits.is_some())).collect::<Vec<_>>()
        };
        assert_eq!(told(&states(1)), [(2.0, Some(2.0), false), (0.0, Some(0.0), true)]);
        assert_eq!(
            told(&states(4)),
            [(2.0, Some(2.0), false), (1.0, Some(1.0), false)],
            "because a fault that was there before is not what one is woken for"
        );
        assert!(read(&view(&[])).is_empty());
    }
}
