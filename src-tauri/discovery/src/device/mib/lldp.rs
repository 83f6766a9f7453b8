//! LLDP-MIB (IEEE 802.1AB-2005) and LLDP-V2-MIB (IEEE 802.1AB-2009): who is at the other end of the
//! wire.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::{Walks, bridge, interfaces};
use crate::Mac;
use crate::device::view::{mac, text, text as text_of};
use crate::device::{Neighbour, View};
use crate::links::{Heard, Protocol};
use hinomi_model::snmp::Value;

/// `lldpRemEntry`.
const REMOTE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1];

const LOCAL_SUBTYPE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 2];
const LOCAL_ID: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 3];
const LOCAL_DESCR: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 4];

/// `mtxrNeighborInterfaceID` (MIKROTIK-MIB): RouterOS numbers whom it hears, by LLDP, CDP and a
/// protocol of its own alike, and lists them in [`REMOTE`] too, by that number alone.
const ROUTEROS_INTERFACE: &[u32] = &[1, 3, 6, 1, 4, 1, 14988, 1, 1, 11, 1, 1, 8];

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
    ROUTEROS_INTERFACE,
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
    addresses: &'static [u32],
    shift: u32,
    local: usize,
    by_interface: bool,
}

const TABLES: [Table; 2] = [
    Table { entry: REMOTE, addresses: REMOTE_ADDRESS, shift: 0, local: 1, by_interface: false },
    Table {
        entry: REMOTE_V2,
        addresses: REMOTE_ADDRESS_V2,
        shift: 1,
        local: 1,
        by_interface: true,
    },
];

/// `lldpRemManAddrIfSubtype` and its like in the table of 2009.
const REMOTE_ADDRESS: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 2, 1, 3];
const REMOTE_ADDRESS_V2: &[u32] = &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 2, 1, 3];
/// `lldpLocChassisIdSubtype`, `lldpLocChassisId`.
const OWN_CHASSIS_SUBTYPE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 1];
const OWN_CHASSIS: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 2];

/// What is read besides to know how boxes hang together.
pub const LINK_WALKS: Walks = &[
    OWN_CHASSIS_SUBTYPE,
    OWN_CHASSIS,
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 4],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 12],
    REMOTE_ADDRESS,
];
/// The same in the table of 2009.
pub const LINK_V2_WALKS: Walks = &[
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 5],
    &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 13],
    REMOTE_ADDRESS_V2,
];

/// Most neighbours believed of one box.
const MOST_HEARD: usize = 2_000;
/// `LldpChassisIdSubtype` of a hardware address.
const CHASSIS_BY_ADDRESS: i64 = 4;
/// `LldpSystemCapabilitiesMap`: repeater, bridge, access point, telephone.
const PASSES_ON: u8 = 0x40 | 0x20 | 0x10 | 0x04;

const CHASSIS_SUBTYPE: u32 = 4;
const ENABLED: u32 = 12;
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

/// What stands for the address of a neighbour that has told none.
const NO_ADDRESS: &str = "00:00:00:00:00:00";
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
            let chassis = address_or_text(chassis).filter(|id| id != NO_ADDRESS);
            let text = |column| view.text(&table.column(column), index);
            Some(Neighbour {
                protocol: "lldp",
                local_port: match local(table, index) {
                    Some(local) if table.by_interface => interfaces::name(view, local),
                    Some(local) => local_port(view, local),
                    None => routeros_port(view, index),
                },
                remote_name: text(NAME).or_else(|| text(DESCR)).or_else(|| chassis.clone())?,
                remote_port: remote_port(view, table, index),
                remote_id: chassis,
            })
        })
        .collect()
}

/// LLDP's number for our own port, in the index of a row: some agents leave out the time mark in
/// front of it, and RouterOS all but the neighbour's number.
fn local(table: &Table, index: &[u32]) -> Option<u32> {
    match index {
        [] | [_] => None,
        [local, _] => Some(*local),
        _ => index.get(table.local).copied(),
    }
}

/// The interface RouterOS heard the neighbour with this number on.
fn routeros_port(view: &View, number: &[u32]) -> Option<String> {
    let interface = u32::try_from(view.whole(ROUTEROS_INTERFACE, number)?).ok()?;
    interfaces::name(view, interface)
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
    let found = local_interface(view, port);
    let by_address = view.whole(LOCAL_SUBTYPE, &[port]) == Some(BY_ADDRESS);
    let [id, descr] = local_words(view, port);
    found.and_then(|index| interfaces::name(view, index)).or(id.filter(|_| !by_address)).or(descr)
}

/// What the table of local ports says of a port: its identity and its description.
fn local_words(view: &View, port: u32) -> [Option<String>; 2] {
    let at = [port];
    let by_address = view.whole(LOCAL_SUBTYPE, &at) == Some(BY_ADDRESS);
    let id = view.at(LOCAL_ID, &at);
    let id = id.and_then(|id| if by_address { mac(id) } else { text(id) });
    [id, view.text(LOCAL_DESCR, &at)]
}

/// Our own interface at a local port number.
fn local_interface(view: &View, port: u32) -> Option<u32> {
    let mut words = local_words(view, port);
    // A bridge has the address of one of its ports: then only the description tells them apart.
    if words[0].as_deref().is_some_and(|id| interfaces::share(view, id)) {
        words.reverse();
    }
    let named = words.iter().flatten();
    named
        .filter(|text| !(text.chars().all(|c| c.is_ascii_digit())))
        .find_map(|called| interfaces::find(view, called))
        .or_else(|| bridge::interface(view, port))
        .or_else(|| interfaces::exists(view, port).then_some(port))
}

/// Our own ports by LLDP's numbers for them: the interface of each, and what it is called.
pub fn local_ports(view: &View) -> Vec<(u32, u32, Vec<String>)> {
    let numbers = view.under(LOCAL_ID).filter_map(|(index, _)| index.first().copied());
    let port = |number: u32| {
        let words = local_words(view, number).into_iter().flatten().collect();
        Some((number, local_interface(view, number)?, words))
    };
    numbers.filter_map(port).collect()
}

/// `lldpLocChassisId`: a hardware address if it is one, else what it says.
pub fn own_chassis(view: &View) -> (Option<Mac>, Option<String>) {
    let Some(id) = view.at(OWN_CHASSIS, &[0]) else { return (None, None) };
    match view.whole(OWN_CHASSIS_SUBTYPE, &[0]) {
        Some(CHASSIS_BY_ADDRESS) => (id.as_octets().and_then(Mac::of_a_box), None),
        _ => (None, text(id)),
    }
}

/// Reads what every neighbour announced, by our interface it was heard on (0 if that is not known).
pub fn heard(view: &View) -> Vec<Heard> {
    let found = TABLES.iter().map(|table| heard_in(view, table));
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn heard_in(view: &View, table: &Table) -> Vec<Heard> {
    let addresses = addresses(view, table);
    let of_row = |(index, chassis): (&[u32], &Value)| {
        // What RouterOS lists may have been passed on by others: that is no word of a wire.
        let local = local(table, index)?;
        let text = |column| view.text(&table.column(column), index);
        let number = |column| view.whole(&table.column(column), index);
        let by_address = number(CHASSIS_SUBTYPE) == Some(CHASSIS_BY_ADDRESS);
        let mac = chassis.as_octets().and_then(Mac::of_a_box).filter(|_| by_address);
        let own_words = if by_address { None } else { text_of(chassis) };
        let port = view.at(&table.column(PORT_ID), index);
        let port_by_address = number(PORT_SUBTYPE) == Some(BY_ADDRESS);
        let port_mac =
            port.filter(|_| port_by_address).and_then(|id| Mac::of_a_box(id.as_octets()?));
        let port_word = port.filter(|_| !port_by_address).and_then(text_of);
        let enabled = view.at(&table.column(ENABLED), index);
        let forwards = enabled.and_then(Value::as_octets).and_then(|bits| bits.first().copied());
        Some(Heard {
            by: Protocol::Lldp,
            interface: match table.by_interface {
                true => local,
                false => local_interface(view, local).unwrap_or(0),
            },
            mac,
            names: [text(NAME), own_words].into_iter().flatten().collect(),
            addresses: addresses.get(index).cloned().unwrap_or_default(),
            port_mac,
            port: [port_word, text(PORT_DESCR)].into_iter().flatten().collect(),
            forwards: forwards.map(|bits| bits & PASSES_ON != 0),
        })
    };
    view.under(&table.column(CHASSIS_ID)).take(MOST_HEARD).filter_map(of_row).collect()
}

/// The addresses neighbours may be managed at: they stand in the index, behind that of the
/// neighbour, with their family and length.
fn addresses(view: &View, table: &Table) -> BTreeMap<Vec<u32>, Vec<IpAddr>> {
    let mut all: BTreeMap<Vec<u32>, Vec<IpAddr>> = BTreeMap::new();
    let width = if table.by_interface { 4 } else { 3 };
    for (index, _) in view.under(table.addresses).take(MOST_HEARD) {
        let Some((row, [family, rest @ ..])) = index.split_at_checked(width) else { continue };
        if let Some(address) = super::ip::address(*family, rest) {
            all.entry(row.to_vec()).or_default().push(address);
        }
    }
    all
}

/// Six octets that are no text are a hardware address, whatever the subtype says.
fn address_or_text(value: &Value) -> Option<String> {
    let octets = value.as_octets()?;
    let printable = octets.iter().all(|o| (0x20..0x7f).contains(o));
    if printable { text(value) } else { mac(value).or_else(|| text(value)) }
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::Oid;

    use super::*;

    fn view(cells: &[(&[u32], &[u32], Value)]) -> View {
        let cell = |(column, index, value): &(&[u32], &[u32], Value)| {
            (Oid::from([*column, *index].concat().as_slice()), value.clone())
        };
        cells.iter().map(cell).collect()
    }

    fn text(text: &str) -> Value {
        Value::OctetString(text.as_bytes().into())
    }

    const IF_NAME: &[u32] = &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1];

    #[test]
    fn neighbours_that_are_only_numbered_are_read_with_the_port_they_were_heard_on() {
        let column = |number| TABLES[0].column(number);
        let (chassis, name, port) = (column(CHASSIS_ID), column(NAME), column(PORT_ID));
        let view = view(&[
            (IF_NAME, &[3], text("WAN")),
            (&chassis, &[7], text("3C:E5:A6:37:DF:DA")),
            (&port, &[7], text("GigabitEthernet1/0/17")),
            (&name, &[7], text("core")),
            (ROUTEROS_INTERFACE, &[7], Value::Integer(3)),
            (&chassis, &[8], text(NO_ADDRESS)),
            (&name, &[8], text("")),
        ]);
        let found = read(&view);
        assert_eq!(found.len(), 1, "because nobody is behind the second row: {found:?}");
        assert_eq!(found[0].local_port.as_deref(), Some("WAN"));
        assert_eq!(found[0].remote_name, "core");
        assert_eq!(found[0].remote_port.as_deref(), Some("GigabitEthernet1/0/17"));
        assert!(heard(&view).is_empty(), "because it may have been passed on by others");
    }
}
