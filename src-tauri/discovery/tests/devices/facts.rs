//! What another monitor found in a recorded device.

use serde::Deserialize;

/// Everything it found; a missing key means that it found nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Facts {
    pub family: String,
    pub kind: String,
    pub model: Option<String>,
    pub version: Option<String>,
    pub serial: Option<String>,
    pub interfaces: Vec<Interface>,
    pub cpu_percent: Vec<Share>,
    pub memory_percent: Vec<Share>,
    pub storage_percent: Vec<Share>,
    pub sensors: Vec<Sensor>,
    pub supplies_percent: Vec<Share>,
    pub neighbours: Vec<Neighbour>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Interface {
    pub index: u32,
    pub name: String,
    pub descr: String,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub oper: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Share {
    pub descr: Option<String>,
    pub value: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Sensor {
    pub class: String,
    pub descr: Option<String>,
    pub value: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Neighbour {
    pub protocol: String,
    pub local_port: Option<String>,
    pub remote_name: Option<String>,
}
