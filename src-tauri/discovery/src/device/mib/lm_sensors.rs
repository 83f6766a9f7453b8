//! LM-SENSORS-MIB: what net-snmp reads from the sensors of its own board.

use hinomi_model::snmp::{Formula, Oid};

use super::Walks;
use crate::device::{Class, Sensor, Source, View};

/// `lmSensors`.
const TABLES: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 13, 16];

/// What is read.
pub const WALKS: Walks = &[TABLES];

/// Tables by their number, and how many of their units make one of ours.
const EACH: [(u32, Class, f64); 3] =
    [(2, Class::Temperature, 1000.0), (3, Class::Fanspeed, 1.0), (4, Class::Voltage, 1000.0)];

/// Reads temperatures, fans and voltages.
pub fn read(view: &View) -> Vec<Sensor> {
    let mut found = Vec::new();
    for (table, class, divide) in EACH {
        let column = |n: u32| [TABLES, &[table, 1, n]].concat();
        let values = column(3);
        found.extend(view.under(&values).filter_map(|(index, value)| {
            let descr = view.text(&column(2), index)?;
            let formula = Formula::scaled(Oid::from(&*values), 1.0 / divide);
            let source = Source::row(view, formula, index, Some(&column(2)));
            Some(Sensor::new(class, descr, value.as_f64()? / divide).from(source))
        }));
    }
    found
}
