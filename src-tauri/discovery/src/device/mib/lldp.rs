//! LLDP-MIB (IEEE 802.1AB-2005) and LLDP-V2-MIB (IEEE 802.1AB-2009): who is at the other end of the
//! wire.

use super::{Walks, bridge, interfaces};
use crate::device::view::{mac, text};
use crate::device::{Neighbour, View};
use hinomi_model::snmp::Value;

/// `lldpRemEntry`.
const REMOTE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1];

const LOCAL_SUBTYPE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 2];
const LOCAL_ID: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 3];
const LOCAL_DESCR: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 4];

/// `lldpV2RemEntry`.
const REMOTE_V2: &[u32] = &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1];

/// What is read; every column is walked by itself, for agents fall silent at single ones.
pub const WALKS: Walks = &[
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 5],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 6],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 7],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 8],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 9],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 10],
    LOCAL_SUBTYPE,
    LOCAL_ID,
    LOCAL_DESCR,
];
/// What is read of the table of 2009.
pub const V2_WALKS: Walks = &[
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 6],
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 7],
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 8],
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 9],
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 10],
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 11],
];

/// A table of neighbours: where it is, how far its columns are shifted, and where in its index our
/// own port is: LLDP's number for it in the old one, the interface in the new one.
struct Table {
    entry: &'static [u32],
    shift: u32,
    local: usize,
    by_interface: bool,
}

const TABLES: [Table; 2] = [
    Table { entry: REMOTE, shift: 0, local: 1, by_interface: false },
    Table { entry: REMOTE_V2, shift: 1, local: 1, by_interface: true },
];

const CHASSIS_ID: u32 = 5;
const PORT_SUBTYPE: u32 = 6;
const PORT_ID: u32 = 7;
const PORT_DESCR: u32 = 8;
const NAME: u32 = 9;
const DESCR: u32 = 10;

impl Table {
    fn column(&self, number: u32) -> Vec<u32> {
        [self.entry, &[number + self.shift]].concat()
    }
}

/// `LldpPortIdSubtype` of a hardware address.
const BY_ADDRESS: i64 = 3;

/// Reads every neighbour.
pub fn read(view: &View) -> Vec<Neighbour> {
    let found = TABLES.iter().map(|table| of_table(view, table));
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn of_table(view: &View, table: &Table) -> Vec<Neighbour> {
    view.under(&table.column(CHASSIS_ID))
        .filter_map(|(index, chassis)| {
            // Some agents leave out the time mark in front.
            let local = *index.get(if index.len() == 2 { 0 } else { table.local })?;
            let chassis = address_or_text(chassis);
            let text = |column| view.text(&table.column(column), index);
            Some(Neighbour {
                protocol: "lldp",
                local_port: match table.by_interface {
                    true => interfaces::name(view, local),
                    false => local_port(view, local),
                },
                remote_name: text(NAME).or_else(|| text(DESCR)).or_else(|| chassis.clone())?,
                remote_port: remote_port(view, table, index),
                remote_id: chassis,
            })
        })
        .collect()
}

/// The port's own name, unless that is only an address and there are words for it.
fn remote_port(view: &View, table: &Table, index: &[u32]) -> Option<String> {
    let descr = view.text(&table.column(PORT_DESCR), index);
    let id = view.at(&table.column(PORT_ID), index)?;
    if view.whole(&table.column(PORT_SUBTYPE), index) == Some(BY_ADDRESS) {
        return descr.or_else(|| address_or_text(id));
    }
    address_or_text(id).or(descr)
}

/// What our own interface at a local port number is called.
///
/// The number is by standard LLDP's own; most agents use the bridge's port or the interface's
/// index. What the table of local ports says is therefore looked for among the interfaces first.
fn local_port(view: &View, port: u32) -> Option<String> {
    let at = [port];
    let id = view.at(LOCAL_ID, &at);
    let by_address = view.whole(LOCAL_SUBTYPE, &at) == Some(BY_ADDRESS);
    let id = id.and_then(|id| if by_address { mac(id) } else { text(id) });
    let descr = view.text(LOCAL_DESCR, &at);
    let named = [&id, &descr].into_iter().flatten();
    let found = named
        .filter(|text| !(text.chars().all(|c| c.is_ascii_digit())))
        .find_map(|called| interfaces::find(view, called))
        .or_else(|| bridge::interface(view, port))
        .or_else(|| interfaces::exists(view, port).then_some(port));
    found.and_then(|index| interfaces::name(view, index)).or(id.filter(|_| !by_address)).or(descr)
}

/// Six octets that are no text are a hardware address, whatever the subtype says.
fn address_or_text(value: &Value) -> Option<String> {
    let octets = value.as_octets()?;
    let printable = octets.iter().all(|o| (0x20..0x7f).contains(o));
    if printable { text(value) } else { mac(value).or_else(|| text(value)) }
}
