//! What a box is made of, as its agent lists it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A part of a box that has a model or a serial number: a card, a power supply, an optic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Part {
    /// What kind of part it is.
    pub class: PartClass,
    /// What it is called on this box.
    pub name: String,
    /// Which model it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub model: Option<String>,
    /// Its serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub serial: Option<String>,
    /// Its hardware revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hardware: Option<String>,
    /// Its firmware release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub firmware: Option<String>,
    /// Its software release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub software: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub maker: Option<String>,
}

impl Part {
    /// Most parts told of one box: a chassis full of optics has some hundred.
    pub const MOST: usize = 500;
}

/// What kind of part something is (`IANAPhysicalClass`, RFC 6933).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartClass {
    /// What holds everything else.
    Chassis,
    /// Several boxes that are one.
    Stack,
    /// What cards are plugged into.
    Backplane,
    /// A slot, a bay.
    Container,
    /// Feeds the others.
    PowerSupply,
    /// Cools the others.
    Fan,
    /// Measures something.
    Sensor,
    /// A card, and on most boxes an optic.
    Module,
    /// A socket, or what is plugged into it.
    Port,
    /// A processor.
    Processor,
    /// Stores power.
    Battery,
    /// Stores data.
    Drive,
    /// None of these, or not said.
    #[default]
    Other,
}
