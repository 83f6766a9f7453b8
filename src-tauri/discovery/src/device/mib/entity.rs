//! ENTITY-MIB (RFC 6933): what a device is made of.

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
