//! ENTITY-MIB (RFC 6933): what a device is made of.

use std::collections::BTreeSet;

use hinomi_model::PartClass;

use super::Walks;
use crate::device::View;

const fn column(n: u32) -> [u32; 12] {
    [1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, n]
}

const DESCR: [u32; 12] = column(2);
const CONTAINED_IN: [u32; 12] = column(4);
const CLASS: [u32; 12] = column(5);
const NAME: [u32; 12] = column(7);
const HARDWARE: [u32; 12] = column(8);
const FIRMWARE: [u32; 12] = column(9);
const SOFTWARE: [u32; 12] = column(10);
const SERIAL: [u32; 12] = column(11);
const MAKER: [u32; 12] = column(12);
const MODEL: [u32; 12] = column(13);

/// What is read.
pub const WALKS: Walks = &[
    &CLASS,
    &DESCR,
    &CONTAINED_IN,
    &NAME,
    &HARDWARE,
    &FIRMWARE,
    &SOFTWARE,
    &SERIAL,
    &MAKER,
    &MODEL,
];

/// `PhysicalClass` of what holds everything else, and of a stack of such.
const CHASSIS: i64 = 3;
const STACK: i64 = 11;

/// A part of a device.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// `entPhysicalIndex`.
    pub index: u32,
    /// What it is, in its maker's words.
    pub descr: Option<String>,
    /// What it is called on this device.
    pub name: Option<String>,
    /// Model name.
    pub model: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Software release.
    pub software: Option<String>,
    /// Firmware release.
    pub firmware: Option<String>,
    /// Hardware revision.
    pub hardware: Option<String>,
    /// Who made it.
    pub maker: Option<String>,
}

/// The part with this index.
pub fn part(view: &View, index: u32) -> Part {
    let text = |column: [u32; 12]| view.text(&column, &[index]).and_then(|t| said(&t));
    Part {
        index,
        descr: text(DESCR),
        name: text(NAME),
        model: text(MODEL),
        serial: text(SERIAL),
        software: text(SOFTWARE),
        firmware: text(FIRMWARE),
        hardware: text(HARDWARE),
        maker: text(MAKER),
    }
}

/// The chassis; of a stack the first one that has a model or a serial number.
pub fn chassis(view: &View) -> Option<Part> {
    let of_class = |wanted: i64| {
        view.under(&CLASS)
            .filter(move |(_, class)| class.as_i64() == Some(wanted))
            .filter_map(|(index, _)| Some(part(view, *index.first()?)))
    };
    let telling = |part: &Part| part.model.is_some() || part.serial.is_some();
    of_class(CHASSIS)
        .find(telling)
        .or_else(|| of_class(STACK).find(telling))
        .or_else(|| of_class(CHASSIS).next())
        .or_else(|| roots(view).find(telling))
}

/// Parts within nothing, for agents that know no chassis.
fn roots(view: &View) -> impl Iterator<Item = Part> {
    view.under(&CONTAINED_IN)
        .filter(|(_, within)| within.as_i64() == Some(0))
        .filter_map(|(index, _)| Some(part(view, *index.first()?)))
}

/// The parts that have a model or a serial number, in the agent's order; at most
/// [`hinomi_model::Part::MOST`].
pub fn parts(view: &View) -> Vec<hinomi_model::Part> {
    let indices = |column: &'static [u32; 12]| {
        view.under(column).filter_map(|(index, _)| index.first().copied())
    };
    let all: BTreeSet<u32> = indices(&SERIAL).chain(indices(&MODEL)).collect();
    all.into_iter().filter_map(|index| told(view, index)).take(hinomi_model::Part::MOST).collect()
}

fn told(view: &View, index: u32) -> Option<hinomi_model::Part> {
    let Part { model, serial, software, firmware, hardware, maker, .. } = part(view, index);
    if model.is_none() && serial.is_none() {
        return None;
    }
    let class = class(view.whole(&CLASS, &[index]));
    let name = label(view, index);
    Some(hinomi_model::Part { class, name, model, serial, hardware, firmware, software, maker })
}

/// `IANAPhysicalClass`.
fn class(said: Option<i64>) -> PartClass {
    match said {
        Some(CHASSIS) => PartClass::Chassis,
        Some(4) => PartClass::Backplane,
        Some(5) => PartClass::Container,
        Some(6) => PartClass::PowerSupply,
        Some(7) => PartClass::Fan,
        Some(8) => PartClass::Sensor,
        Some(9) => PartClass::Module,
        Some(10) => PartClass::Port,
        Some(STACK) => PartClass::Stack,
        Some(12) => PartClass::Processor,
        Some(14) => PartClass::Battery,
        Some(15) => PartClass::Drive,
        _ => PartClass::Other,
    }
}

/// The software release of any part, the chassis' before others.
pub fn software(view: &View) -> Option<String> {
    let of_chassis = chassis(view).and_then(|c| c.software);
    of_chassis
        .or_else(|| view.under(&SOFTWARE).find_map(|(_, v)| said(&super::super::view::text(v)?)))
}

/// The column in which parts have their names.
pub const fn name_column() -> &'static [u32] {
    &NAME
}

/// What a part is called: its name, else its description, else its number.
pub fn label(view: &View, index: u32) -> String {
    let part = part(view, index);
    let short = |text: &String| text.chars().any(char::is_alphabetic);
    part.name
        .clone()
        .filter(short)
        .or(part.descr)
        .or(part.name)
        .unwrap_or_else(|| format!("#{index}"))
}

/// Text that is not a way of saying nothing.
fn said(text: &str) -> Option<String> {
    let nothing = ["n/a", "none", "unknown", "-", "not available", "null", "unspecified", "\"\""];
    let text = text.trim();
    (!nothing.contains(&text.to_ascii_lowercase().as_str()) && !text.is_empty())
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Oid, Value};

    use super::*;

    fn view(rows: &[([u32; 12], u32, Value)]) -> View {
        let row = |(column, index, value): &([u32; 12], u32, Value)| {
            (Oid::from(*column).join(&[*index]), value.clone())
        };
        rows.iter().map(row).collect()
    }

    fn text(text: &str) -> Value {
        Value::OctetString(text.into())
    }

    #[test]
    fn a_box_is_made_of_what_has_a_model_or_a_serial_number() {
        let view = view(&[
            (CLASS, 1, Value::Integer(3)),
            (MODEL, 1, text("EX-9")),
            (SERIAL, 1, text("A1")),
            (CLASS, 2, Value::Integer(5)),
            (NAME, 2, text("Slot 1")),
            (SERIAL, 2, text(" ")),
            (CLASS, 3, Value::Integer(6)),
            (NAME, 3, text("PSU 1")),
            (SERIAL, 3, text("P7")),
            (HARDWARE, 3, text("V02")),
            (CLASS, 4, Value::Integer(9)),
            (NAME, 4, text("7")),
            (DESCR, 4, text("1000BASE-LX SFP")),
            (MODEL, 4, text("SFP-LX\u{202e}")),
            (MODEL, 5, text("N/A")),
            (SERIAL, 6, text("no class")),
        ]);
        let told = parts(&view).into_iter();
        let told: Vec<_> = told.map(|p| (p.class, p.name, p.model, p.serial, p.hardware)).collect();
        let some = |text: &str| Some(text.to_owned());
        let want = [
            (PartClass::Chassis, "#1".into(), some("EX-9"), some("A1"), None),
            (PartClass::PowerSupply, "PSU 1".into(), None, some("P7"), some("V02")),
            (PartClass::Module, "1000BASE-LX SFP".into(), some("SFP-LX"), None, None),
            (PartClass::Other, "#6".into(), None, some("no class"), None),
        ];
        assert_eq!(told, want, "because an empty slot is no part");
    }

    #[test]
    fn parts_without_end_are_told_up_to_a_number() {
        let rows: Vec<_> = (0..5_000).map(|n| (SERIAL, n, text("same"))).collect();
        assert_eq!(parts(&view(&rows)).len(), hinomi_model::Part::MOST);
    }
}
