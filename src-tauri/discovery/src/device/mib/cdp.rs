//! CISCO-CDP-MIB: neighbours that speak Cisco's own discovery protocol.

use std::net::{IpAddr, Ipv4Addr};

use super::{Walks, interfaces};
use crate::device::view::text;
use crate::device::{Neighbour, View};
use crate::links::{Heard, Protocol};

const DEVICE_ID: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 6];
const DEVICE_PORT: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 7];
const INTERFACE_NAME: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 1, 1, 1, 6];

const ADDRESS_TYPE: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 3];
const ADDRESS: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 4];
const CAPABILITIES: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 9];

/// What is read besides to know how boxes hang together.
pub const LINK_WALKS: Walks = &[ADDRESS_TYPE, ADDRESS, CAPABILITIES];
/// Bridges, switches, repeaters and telephones, in the last octet of the capabilities.
const PASSES_ON: u8 = 0x02 | 0x04 | 0x08 | 0x40 | 0x80;
/// Most neighbours believed of one box.
const MOST_HEARD: usize = 2_000;

/// What is read.
pub const WALKS: Walks = &[DEVICE_ID, DEVICE_PORT, INTERFACE_NAME];

/// Reads every neighbour. The index is our interface and a running number.
pub fn read(view: &View) -> Vec<Neighbour> {
    view.under(DEVICE_ID)
        .filter_map(|(index, id)| {
            let interface = *index.first()?;
            let local = interfaces::name(view, interface);
            Some(Neighbour {
                protocol: "cdp",
                local_port: local.or_else(|| view.text(INTERFACE_NAME, &[interface])),
                remote_name: text(id)?,
                remote_port: view.text(DEVICE_PORT, index),
                remote_id: None,
            })
        })
        .collect()
}

/// Reads what every neighbour announced.
pub fn heard(view: &View) -> Vec<Heard> {
    let of_row = |(index, id): (&[u32], &hinomi_model::snmp::Value)| {
        let ip = view.whole(ADDRESS_TYPE, index) == Some(1);
        let octets = view.at(ADDRESS, index).and_then(|v| v.as_octets()).filter(|_| ip);
        let address: Option<[u8; 4]> = octets.and_then(|o| o.try_into().ok());
        let said = view.at(CAPABILITIES, index).and_then(|v| v.as_octets());
        Some(Heard {
            by: Protocol::Cdp,
            interface: *index.first()?,
            mac: None,
            // Some put their serial number in brackets behind the name.
            names: text(id)
                .map(|t| t.split('(').next().unwrap_or(&t).to_owned())
                .into_iter()
                .collect(),
            addresses: address.map(|a| IpAddr::V4(Ipv4Addr::from(a))).into_iter().collect(),
            port_mac: None,
            port: view.text(DEVICE_PORT, index).into_iter().collect(),
            forwards: said.and_then(|bits| bits.last()).map(|bits| bits & PASSES_ON != 0),
        })
    };
    view.under(DEVICE_ID).take(MOST_HEARD).filter_map(of_row).collect()
}
