//! What the standard MIBs say, one file each. Every reader takes the [`View`](super::View) and
//! returns what it found; what an agent does not have is left out, never made up.

pub mod bridge;
pub mod cdp;
pub mod entity;
pub mod entity_sensor;
pub mod host;
pub mod iana_if_type;
pub mod interfaces;
pub mod lldp;
pub mod lm_sensors;
pub mod power_ethernet;
pub mod printer;
pub mod system;
pub mod ucd;
pub mod ups;
