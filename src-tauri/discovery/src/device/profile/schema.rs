//! What stands in a profile's file. `assets/profiles/README.md` says the same to people.

use std::collections::BTreeMap;

use hinomi_model::snmp::Oid;
use serde::Deserialize;
use toml::Spanned;

use super::column::Column;
use super::pattern::Pattern;
use crate::device::{Class, Kind, Limits};

/// A family of devices: how it is recognised, and how it is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What people call the family.
    pub name: String,
    /// What kind of thing its members are.
    pub kind: Option<Kind>,
    /// Who makes them.
    pub vendor: Option<String>,
    /// Profiles, by their file's name, whose sources and metrics come after this one's own.
    #[serde(default, rename = "use")]
    pub uses: Vec<String>,
    /// The family is recognised when one of these holds. A profile without is only used by others.
    #[serde(default, rename = "match")]
    pub rules: Vec<Rule>,
    /// Where the model is said; the first that says something counts. So for the next two.
    #[serde(default)]
    pub model: Vec<Spanned<Source>>,
    /// Where the version is said.
    #[serde(default)]
    pub version: Vec<Spanned<Source>>,
    /// Where the serial number is said.
    #[serde(default)]
    pub serial: Vec<Spanned<Source>>,
    /// Where the maker is said, for families of several makers.
    #[serde(default)]
    pub maker: Vec<Spanned<Source>>,
    /// How busy processors are.
    #[serde(default)]
    pub cpu: Vec<Spanned<Metric>>,
    /// How full memory is.
    #[serde(default)]
    pub memory: Vec<Spanned<Metric>>,
    /// How full disks are.
    #[serde(default)]
    pub storage: Vec<Spanned<Metric>>,
    /// What is left of supplies.
    #[serde(default)]
    pub supply: Vec<Spanned<Metric>>,
    /// What a level in the Printer-MIB means, in per cent, where the capacity is unknown and the
    /// family counts in codes of its own.
    #[serde(default)]
    pub supply_codes: BTreeMap<String, f64>,
    /// What is measured.
    #[serde(default)]
    pub sensor: Vec<Spanned<Metric>>,
    /// How parts say they are.
    #[serde(default)]
    pub health: Vec<Spanned<Metric>>,
    /// Who is at the other ends of its wires, where the standard MIBs do not say.
    #[serde(default)]
    pub neighbour: Vec<Spanned<Wires>>,
    /// Groups in which the standard MIBs are read although this profile found something itself.
    #[serde(default)]
    pub also_standard: Vec<Group>,
    /// Groups in which the standard MIBs are not believed on this family.
    #[serde(default)]
    pub not_standard: Vec<Group>,
}

/// A group of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Processors.
    Cpu,
    /// Memory.
    Memory,
    /// Disks.
    Storage,
    /// Toner and paper.
    Supply,
    /// Sensors.
    Sensor,
}

/// Conditions that all have to hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `sysObjectID` is at or below one of these.
    #[serde(default)]
    pub object_id: Vec<Oid>,
    /// `sysDescr` matches.
    pub descr: Option<Pattern>,
    /// `sysDescr` does not match.
    pub not_descr: Option<Pattern>,
    /// There is something at or below each of these.
    #[serde(default)]
    pub present: Vec<Oid>,
    /// The value of an object, or of any row of a column, matches.
    #[serde(default)]
    pub value: Vec<Says>,
}

/// An object whose value matches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The object, or the column.
    pub oid: Oid,
    /// What its value looks like.
    pub pattern: Pattern,
}

/// Where one fact of a device's identity is said.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// An object, or a column of which the first row that says something counts.
    pub oid: Option<Oid>,
    /// Something the standard MIBs say.
    pub from: Option<Standard>,
    /// Other objects whose texts follow, after a blank each, before the pattern is looked for.
    #[serde(default)]
    pub and: Vec<Oid>,
    /// Always this.
    pub text: Option<String>,
    /// What the index of a column's row, written with dots, has to look like.
    pub index: Option<Pattern>,
    /// What the text has to look like; the first group is what counts, else all that matched.
    pub pattern: Option<Pattern>,
    /// How the groups are put together: `$1.$2`.
    pub form: Option<String>,
    /// Words for what was found; what has no word is as if not found.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
}

/// Something the standard MIBs say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// `sysDescr`.
    Descr,
    /// `sysObjectID`, with dots.
    ObjectId,
    /// `sysName`.
    Name,
    /// The chassis' `entPhysicalModelName`.
    ChassisModel,
    /// The chassis' `entPhysicalSerialNum`.
    ChassisSerial,
    /// `entPhysicalSoftwareRev` of the chassis, else of any part.
    ChassisSoftware,
    /// The chassis' `entPhysicalFirmwareRev`.
    ChassisFirmware,
    /// The chassis' `entPhysicalHardwareRev`.
    ChassisHardware,
    /// The chassis' `entPhysicalDescr`.
    ChassisDescr,
    /// The chassis' `entPhysicalName`.
    ChassisName,
    /// `hrDeviceDescr` of the first printer.
    PrinterName,
    /// `upsIdentModel`.
    UpsModel,
    /// The hardware address of the first interface that has one.
    Mac,
}

/// A number, or a column of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// The number itself, for sensors.
    pub value: Option<Column>,
    /// Per cent in use.
    pub percent: Option<Column>,
    /// Per cent not in use.
    pub percent_free: Option<Column>,
    /// How much is in use.
    pub used: Option<Column>,
    /// How much is not in use.
    pub free: Option<Column>,
    /// How much there is.
    pub total: Option<Column>,
    /// What a sensor measures.
    pub class: Option<Class>,
    /// What a sensor measures, where another column says so; rows without a word are left out.
    pub class_by: Option<Lookup<Class>>,
    /// What one of them is, for sensors of a class without a unit of its own; 1 to
    /// [`Metric::UNIT`] characters.
    pub unit: Option<String>,
    /// What it is called; `{}` stands for what `label_from` says, else for the index.
    pub label: Option<String>,
    /// Another column that says what it is called.
    pub label_from: Option<Column>,
    /// How many of ours one unit of theirs is.
    pub scale: Option<f64>,
    /// The same, where another column says so; rows without a number are taken as they are.
    pub scale_by: Option<Lookup<f64>>,
    /// Another column that says how many digits stand behind the point.
    pub digits: Option<Column>,
    /// What is added after scaling: −17.7778 with a scale of 0.5556 makes Celsius of Fahrenheit.
    #[serde(default)]
    pub offset: f64,
    /// Where in a text the number stands: the first group.
    pub pattern: Option<Pattern>,
    /// What the index, written with dots, has to look like.
    pub index: Option<Pattern>,
    /// Raw values that mean that there is nothing.
    #[serde(default)]
    pub ignore: Vec<f64>,
    /// Between which two values, after scaling, it is believed.
    pub between: Option<[f64; 2]>,
    /// Which rows count.
    #[serde(default, rename = "where")]
    pub conditions: Vec<Condition>,
    /// It counts only if the metric before it, or what that stands in for, found nothing.
    #[serde(default)]
    pub otherwise: bool,
    /// Limits proposed for it.
    pub limits: Option<Limits>,
    /// Health: words for values; what has no word is left out.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// Health: values that are well.
    #[serde(default)]
    pub ok: Vec<String>,
    /// Health: values that are a warning; others with a word are critical.
    #[serde(default)]
    pub warning: Vec<String>,
}

impl Metric {
    /// Longest unit, characters.
    pub const UNIT: usize = 16;
}

/// A table of neighbours.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wires {
    /// How they met.
    pub protocol: Protocol,
    /// What the other calls itself; its rows are the neighbours.
    pub name: Column,
    /// What the other calls its port.
    pub port: Option<Column>,
    /// What our own port is called.
    pub local: Option<Column>,
    /// What the other is known by: its hardware address.
    pub id: Option<Column>,
}

/// How neighbours meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// IEEE 802.1AB.
    Lldp,
    /// Cisco's.
    Cdp,
}

/// What another column has to say for a row to count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The column.
    pub oid: Column,
    /// It is one of these.
    #[serde(default)]
    pub is: Vec<String>,
    /// It is none of these.
    #[serde(default)]
    pub not: Vec<String>,
    /// It looks like this.
    pub pattern: Option<Pattern>,
}

/// Words or numbers for what another column says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup<T> {
    /// The column.
    pub oid: Column,
    /// Value by value.
    pub is: BTreeMap<String, T>,
}
