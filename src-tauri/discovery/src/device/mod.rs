//! What a box is and how it does, from what its SNMP agent says.
//!
//! [`collect()`] walks an agent into a [`View`]; [`understand`] reads the view: the
//! standard MIBs first ([`mib`], one file each), then the [`Profile`](profile::Profile) of the
//! device's family, a data file. Understanding is pure, so a recorded agent is understood exactly
//! as a live one. What nobody said is absent: no zero stands for "don't know".

pub mod collect;
mod describe;
pub mod mib;
pub mod profile;
mod proposal;
mod source;
mod understand;
pub mod view;

use std::borrow::Cow;
use std::net::IpAddr;

use hinomi_model::snmp::Oid;
use hinomi_model::{Grade, Metric, NodeKind, Part};
use serde::{Deserialize, Serialize};

pub use collect::{Collected, collect, collect_identity, collect_links, collect_whole};
pub use describe::describe;
pub use profile::{Profile, Profiles};
pub use proposal::{Proposal, propose};
pub use source::{Source, Words};
pub use understand::{understand, understand_as};
pub use view::View;

/// A device as its agent describes it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Device {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The same in the words of the map.
    pub role: NodeKind,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// The name of the profile that recognised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Which model it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Which release of its software it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its serial number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// How its people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sys_name: Option<String>,
    /// What it says it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sys_descr: Option<String>,
    /// Its maker's number for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sys_object_id: Option<Oid>,
    /// Where it stands, as its people wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Who looks after it, as its people wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// How long its agent has been running, whole seconds; begins anew after 497 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uptime_seconds: Option<u32>,
    /// Its own addresses, without those every box has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<IpAddr>,
    /// Its interfaces, in the agent's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<Interface>,
    /// How busy its processors are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cpu_percent: Vec<Share>,
    /// How full its memory is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub memory_percent: Vec<Share>,
    /// How full its disks are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub storage_percent: Vec<Share>,
    /// What it measures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sensors: Vec<Sensor>,
    /// How its parts say they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub health: Vec<Health>,
    /// What is left of toner, ink, drums and paper.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supplies_percent: Vec<Share>,
    /// Who is at the other ends of its wires.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub neighbours: Vec<Neighbour>,
    /// What it is made of, as far as that has a model or a serial number; at most [`Part::MOST`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What is installed on it, by name, in order; at most [`mib::software::MOST`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub software: Vec<String>,
}

/// What kind of thing a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Forwards: switches and routers.
    Network,
    /// Radio: access points, bridges, and what controls them.
    Wireless,
    /// Filters between networks.
    Firewall,
    /// Spreads requests over servers.
    LoadBalancer,
    /// Serves others.
    Server,
    /// Holds data for others.
    Storage,
    /// Watches a computer or a rack from outside: a board controller, a console server.
    Management,
    /// Prints.
    Printer,
    /// A camera or a recorder.
    Camera,
    /// Telephones, and what connects them.
    Phone,
    /// Feeds others: uninterruptible supplies, strips, generators.
    Power,
    /// Measures or conditions the air around others.
    Environment,
    /// A box with one purpose that is none of the others.
    Appliance,
    /// Not known.
    #[default]
    Other,
}

/// An interface of a device.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interface {
    /// `ifIndex`; may change when the device restarts.
    pub index: u32,
    /// Its short name.
    pub name: String,
    /// What it is, in its maker's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descr: Option<String>,
    /// What its people wrote about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Its kind by IANAifType-MIB.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Cow<'static, str>>,
    /// Whether it is meant to be in use: `up`, `down` or `testing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<&'static str>,
    /// Whether it is in use: `ifOperStatus` by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oper: Option<&'static str>,
    /// `half` or `full`, where it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplex: Option<&'static str>,
    /// Largest packet, octets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// Bits per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed_bps: Option<u64>,
    /// Hardware address, lower case with colons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
}

impl Interface {
    /// Is it in use? `None` where nobody knows: tunnels and loopbacks say "unknown" all their life.
    pub fn in_use(&self) -> Option<bool> {
        match self.oper? {
            "up" => Some(true),
            "unknown" => None,
            _ => Some(false),
        }
    }

    /// Has somebody switched it off?
    pub fn is_switched_off(&self) -> bool {
        self.admin == Some("down")
    }
}

/// A part of a whole, in per cent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Of what.
    pub descr: String,
    /// Per cent, 0 to 100; memory that was promised twice may exceed it.
    pub value: f64,
    /// Octets in the whole, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<f64>,
    /// The device only says that it is neither empty nor full.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guess: bool,
    /// Limits proposed for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// How it is read again; `None` where that takes more than a formula.
    #[serde(skip)]
    pub source: Option<Source>,
}

/// Limits a profile proposes: warning and critical.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// When above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<[f64; 2]>,
    /// When below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<[f64; 2]>,
}

/// How a part says it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Health {
    /// Which part.
    pub descr: String,
    /// What it says, in a word.
    pub says: String,
    /// What that amounts to.
    pub grade: Grade,
    /// How it is read again.
    #[serde(skip)]
    pub source: Option<Words>,
}

impl Share {
    /// A share; `None` if it is not a number between 0 and 1000.
    pub fn new(descr: String, value: f64) -> Option<Share> {
        (0.0..=1000.0).contains(&value).then_some(Share {
            descr,
            value,
            of: None,
            guess: false,
            limits: None,
            source: None,
        })
    }
}

/// Something a device measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensor {
    /// What is measured.
    pub class: Class,
    /// Where.
    pub descr: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: Cow<'static, str>,
    /// Limits proposed for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// How it is read again; `None` where that takes more than a formula.
    #[serde(skip)]
    pub source: Option<Source>,
}

impl Sensor {
    /// What a check of it is called: where, and of what if that is not its class's unit.
    pub fn called(&self) -> String {
        match self.unit.as_ref() {
            unit if unit == self.class.unit() => self.descr.clone(),
            unit if self.class == Class::Counter => format!("{} ({unit}/s)", self.descr),
            unit => format!("{} ({unit})", self.descr),
        }
    }

    /// A measurement in its class's unit.
    pub fn new(class: Class, descr: impl Into<String>, value: f64) -> Sensor {
        // Powers of ten in binary leave dust behind.
        let value = (value * 1e6).round() / 1e6;
        let unit = Cow::Borrowed(class.unit());
        Sensor { class, descr: descr.into(), value, unit, limits: None, source: None }
    }
}

impl Share {
    /// The same, read again so.
    #[must_use]
    pub fn from(self, source: Source) -> Share {
        Share { source: Some(source), ..self }
    }
}

impl Sensor {
    /// The same, read again so.
    #[must_use]
    pub fn from(self, source: Source) -> Sensor {
        Sensor { source: Some(source), ..self }
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Degrees Celsius.
    Temperature,
    /// Relative, per cent.
    Humidity,
    /// Revolutions per minute.
    Fanspeed,
    /// Volts.
    Voltage,
    /// Amperes.
    Current,
    /// Watts, or volt-amperes where only those are known.
    Power,
    /// Hertz.
    Frequency,
    /// Per cent of what it can carry.
    Load,
    /// Per cent of a battery.
    Charge,
    /// Minutes a battery lasts.
    Runtime,
    /// Cubic metres per hour.
    Airflow,
    /// Decibels relative to a milliwatt.
    Signal,
    /// Per cent of something else.
    Percent,
    /// How many there are: sessions, clients, jobs.
    Number,
    /// Any other number, in a unit of its own.
    Value,
    /// Octets.
    Octets,
    /// What has been counted so far; a check of it is a rate per second.
    Counter,
}

impl Class {
    /// What a check of it measures.
    pub fn metric(self) -> Metric {
        match self {
            Class::Temperature => Metric::Temperature,
            Class::Humidity => Metric::Humidity,
            Class::Fanspeed => Metric::Fan,
            Class::Voltage => Metric::Voltage,
            Class::Current => Metric::Current,
            Class::Power => Metric::Power,
            Class::Frequency => Metric::Frequency,
            Class::Load => Metric::Load,
            Class::Charge => Metric::Charge,
            Class::Runtime => Metric::Runtime,
            Class::Airflow => Metric::Airflow,
            Class::Signal => Metric::Signal,
            Class::Percent => Metric::Share,
            Class::Number => Metric::Number,
            Class::Value => Metric::Value,
            Class::Octets => Metric::Bytes,
            Class::Counter => Metric::Rate,
        }
    }

    /// The unit of values of this class.
    pub fn unit(self) -> &'static str {
        match self {
            Class::Temperature => "°C",
            Class::Fanspeed => "rpm",
            Class::Voltage => "V",
            Class::Current => "A",
            Class::Power => "W",
            Class::Frequency => "Hz",
            Class::Runtime => "min",
            Class::Airflow => "m³/h",
            Class::Signal => "dBm",
            Class::Humidity | Class::Load | Class::Charge | Class::Percent => "%",
            Class::Octets => "B",
            Class::Number | Class::Value | Class::Counter => "",
        }
    }

    /// May a profile say what one of them is?
    pub fn takes_unit(self) -> bool {
        matches!(self, Class::Number | Class::Value | Class::Counter)
    }
}

/// Who is at the other end of a wire.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// How the two met: `lldp` or `cdp`.
    pub protocol: &'static str,
    /// Our interface's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_port: Option<String>,
    /// What the other calls itself.
    pub remote_name: String,
    /// The other's interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_port: Option<String>,
    /// The other's hardware address or what else it is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
}
