//! What the standard MIBs say, one file each. Every reader takes the [`View`](super::View) and
//! returns what it found; what an agent does not have is left out, never made up.

use hinomi_model::snmp::Oid;

/// Columns of one table, walked one by one. Those of other tables may stand behind.
pub type Walks = &'static [&'static [u32]];

/// What is read of every agent besides the system group.
pub const WALKS: [Walks; 24] = [
    interfaces::WALKS,
    interfaces::X_WALKS,
    &[interfaces::DUPLEX],
    entity::WALKS,
    entity_sensor::WALKS,
    entity_sensor::CISCO_WALKS,
    host::STORAGE_WALKS,
    host::DEVICE_WALKS,
    &[host::LOAD],
    ucd::DISK_WALKS,
    &[ucd::MEMORY],
    &[ucd::STATS],
    lm_sensors::WALKS,
    ups::WALKS,
    printer::SUPPLY_WALKS,
    printer::INPUT_WALKS,
    &[printer::SERIAL],
    printing::WALKS,
    printing::ALERT_WALKS,
    &[bridge::PORT_INTERFACE],
    &[bridge::NUM_PORTS],
    power_ethernet::WALKS,
    power_ethernet::PORT_WALKS,
    processes::WALKS,
];

/// What tells what a box is, and no more.
pub const IDENTITY: [Walks; 9] = [
    entity::WALKS,
    host::DEVICE_WALKS,
    &[host::LOAD],
    &[ucd::STATS],
    ups::WALKS,
    printer::SUPPLY_WALKS,
    &[printer::SERIAL],
    &[bridge::PORT_INTERFACE],
    &[bridge::NUM_PORTS],
];

/// Neighbours are read last: agents fall silent there more often than elsewhere.
pub const LAST: [Walks; 3] = [lldp::WALKS, lldp::V2_WALKS, cdp::WALKS];

/// What else they say of neighbours that tells how boxes hang together.
pub const LAST_OF_LINKS: [Walks; 3] = [lldp::LINK_WALKS, lldp::LINK_V2_WALKS, cdp::LINK_WALKS];

/// Is it here that agents say who announced itself to them: in one of these columns, or in the table
/// of one?
pub fn tells_of_neighbours(subtree: &Oid) -> bool {
    let table = |column: &[u32]| Oid::from(&column[..column.len() - 1]);
    let columns = LAST.into_iter().chain(LAST_OF_LINKS).flatten();
    columns.into_iter().any(|column| subtree.starts_with(&table(column)))
}

/// What tells how boxes hang together, before what is said of neighbours.
pub const LINKS: [Walks; 13] = [
    interfaces::LINK_WALKS,
    interfaces::LINK_X_WALKS,
    lag::WALKS,
    bridge::LINK_WALKS[0],
    bridge::LINK_WALKS[1],
    bridge::LINK_WALKS[2],
    bridge::Q_WALKS,
    bridge::TREE_WALKS,
    vtp::WALKS,
    ip::WALKS[0],
    ip::WALKS[1],
    ip::WALKS[2],
    ip::WALKS[3],
];

/// What tells of links, too, and may be endless: a box of the Internet has a million routes. Only so
/// many rows of each are read.
pub const LONG: [Walks; 4] =
    [lag::STACK_WALKS, ip::ROUTE_WALKS[0], ip::ROUTE_WALKS[1], ip::ROUTE_WALKS[2]];
/// Most rows that are read of each of them.
pub const MOST_OF_LONG: usize = 2_000;

pub mod bridge;
pub mod cdp;
pub mod entity;
pub mod entity_sensor;
pub mod host;
pub mod iana_if_type;
pub mod interfaces;
pub mod ip;
pub mod lag;
pub mod lldp;
pub mod lm_sensors;
pub mod power_ethernet;
pub mod printer;
pub mod printing;
pub mod processes;
pub mod software;
pub mod system;
pub mod ucd;
pub mod ups;
pub mod vtp;
