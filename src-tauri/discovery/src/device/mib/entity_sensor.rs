//! ENTITY-SENSOR-MIB (RFC 3433), and the same table under other makers' numbers.

use hinomi_model::snmp::{Formula, Oid};

use super::{Walks, entity};
use crate::device::{Class, Sensor, Source, View};

/// `entPhySensorEntry`.
const ENTRY: &[u32] = &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1];
/// `entSensorValueEntry` of CISCO-ENTITY-SENSOR-MIB, which has the same first five columns.
const CISCO_ENTRY: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 91, 1, 1, 1, 1];

/// What is read.
pub const WALKS: Walks = &[
    &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1, 4],
    &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1, 1],
    &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1, 2],
    &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1, 3],
    &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1, 5],
];
/// What is read of Cisco's table.
pub const CISCO_WALKS: Walks = &[
    &[1, 3, 6, 1, 4, 1, 9, 9, 91, 1, 1, 1, 1, 4],
    &[1, 3, 6, 1, 4, 1, 9, 9, 91, 1, 1, 1, 1, 1],
    &[1, 3, 6, 1, 4, 1, 9, 9, 91, 1, 1, 1, 1, 2],
    &[1, 3, 6, 1, 4, 1, 9, 9, 91, 1, 1, 1, 1, 3],
    &[1, 3, 6, 1, 4, 1, 9, 9, 91, 1, 1, 1, 1, 5],
];

const TYPE: u32 = 1;
const SCALE: u32 = 2;
const PRECISION: u32 = 3;
const VALUE: u32 = 4;
const STATUS: u32 = 5;

/// `EntitySensorDataScale` of whole units; each step is three powers of ten.
const UNITS: i64 = 9;
/// `EntitySensorStatus` of a sensor that is well.
const OK: i64 = 1;

/// Reads every sensor that is well; of Cisco's table, where there are both.
pub fn read(view: &View) -> Vec<Sensor> {
    let found = table(view, CISCO_ENTRY);
    if found.is_empty() { table(view, ENTRY) } else { found }
}

fn table(view: &View, entry: &[u32]) -> Vec<Sensor> {
    let value = column_of(entry);
    view.under(&value)
        .filter_map(|(index, value)| {
            let column = |n: u32| view.whole(&[entry, &[n]].concat(), index);
            if column(STATUS).is_some_and(|status| status != OK) {
                return None;
            }
            let class = class(column(TYPE)?)?;
            let scale = column(SCALE).unwrap_or(UNITS).clamp(1, 17);
            let digits = column(PRECISION).unwrap_or(0).clamp(-8, 9);
            let power = i32::try_from(3 * (scale - UNITS) - digits).ok()?;
            let value = value.as_f64()? * 10f64.powi(power);
            let descr = entity::label(view, *index.first()?);
            let formula = Formula::scaled(Oid::from(&column_of(entry)[..]), 10f64.powi(power));
            let source = Source::row(view, formula, index, Some(entity::name_column()));
            Some(Sensor::new(class, descr, value).from(source))
        })
        .filter(|sensor| sensor.value.is_finite() && sensor.value.abs() < 1e9)
        .collect()
}

fn column_of(entry: &[u32]) -> Vec<u32> {
    [entry, &[VALUE]].concat()
}

/// `EntitySensorDataType`.
fn class(number: i64) -> Option<Class> {
    Some(match number {
        3 | 4 => Class::Voltage,
        5 => Class::Current,
        6 => Class::Power,
        7 => Class::Frequency,
        8 => Class::Temperature,
        9 => Class::Humidity,
        10 => Class::Fanspeed,
        11 => Class::Airflow,
        14 => Class::Signal,
        _ => return None,
    })
}
