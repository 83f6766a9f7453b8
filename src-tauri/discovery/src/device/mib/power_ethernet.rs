//! POWER-ETHERNET-MIB (RFC 3621): what a switch gives to the devices on its wires.

use super::Walks;
use crate::device::{Class, Sensor, View};

const NOMINAL: &[u32] = &[1, 3, 6, 1, 2, 1, 105, 1, 3, 1, 1, 2];
const CONSUMED: &[u32] = &[1, 3, 6, 1, 2, 1, 105, 1, 3, 1, 1, 4];

/// What is read of `pethMainPseEntry`.
pub const WALKS: Walks = &[CONSUMED, NOMINAL];

/// Watts given, for each supply that has any to give.
pub fn read(view: &View) -> Vec<Sensor> {
    view.under(CONSUMED)
        .filter(|(index, _)| view.number(NOMINAL, index).is_none_or(|watts| watts > 0.0))
        .filter_map(|(index, watts)| {
            let group = index.first()?;
            Some(Sensor::new(Class::Power, format!("PoE {group}"), watts.as_f64()?))
        })
        .collect()
}
