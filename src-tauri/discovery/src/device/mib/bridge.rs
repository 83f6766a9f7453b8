//! BRIDGE-MIB and Q-BRIDGE-MIB (RFC 4188, RFC 4363): what is behind which port.

use std::collections::BTreeSet;

use super::{Walks, interfaces};
use crate::Mac;
use crate::device::View;
use crate::links::TreePort;

/// `dot1dBasePortIfIndex`.
pub const PORT_INTERFACE: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 4, 1, 2];

/// `dot1dBaseNumPorts`.
pub const NUM_PORTS: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 2];

/// `dot1dBaseBridgeAddress`.
const ADDRESS: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 1];
/// `dot1dTpFdbPort`, `dot1dTpFdbStatus`; the address is the index.
const PORT: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 4, 3, 1, 2];
const STATUS: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 4, 3, 1, 3];
/// `dot1qTpFdbPort`, `dot1qTpFdbStatus`; the index is the database's number and the address.
const Q_PORT: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 7, 1, 2, 2, 1, 2];
const Q_STATUS: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 7, 1, 2, 2, 1, 3];
/// `dot1dStpPortState`, `dot1dStpPortDesignatedBridge`, `dot1dStpPortDesignatedPort`.
const STATE: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 2, 15, 1, 3];
const DESIGNATED_BRIDGE: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 2, 15, 1, 8];
const DESIGNATED_PORT: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 2, 15, 1, 9];

/// What tells how boxes hang together.
pub const LINK_WALKS: [Walks; 3] = [&[ADDRESS], &[PORT_INTERFACE], &[PORT, STATUS]];
/// The same by VLAN.
pub const Q_WALKS: Walks = &[Q_PORT, Q_STATUS];
/// What is read of a bridge that answers for one VLAN at a time: a single object first, which it has
/// in every VLAN it answers for.
pub const VLAN_OBJECT: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 2, 0];
/// … and its ports and forwarding table.
pub const VLAN_WALKS: Walks = &[PORT_INTERFACE, PORT, STATUS];
/// The spanning tree.
pub const TREE_WALKS: Walks = &[STATE, DESIGNATED_BRIDGE, DESIGNATED_PORT];

/// An entry that was learned; others are the bridge's own or written by hand.
const LEARNED: i64 = 3;
const BLOCKING: i64 = 2;
const DISABLED: i64 = 1;

/// The bridge's own address.
pub fn address(view: &View) -> Option<Mac> {
    Mac::of_a_box(view.at(ADDRESS, &[0])?.as_octets()?)
}

/// The interfaces of all ports.
pub fn all_ports(view: &View) -> Vec<(u32, u32)> {
    let all = view.under(PORT_INTERFACE).filter_map(|(index, _)| index.first().copied());
    all.filter_map(|port| Some((port, interface(view, port)?))).collect()
}

/// On which interface which address was last seen; all tables, each entry once. `vlans` is what a
/// bridge said that answers for one VLAN at a time: the number of a port is only that VLAN's.
pub fn forwarding(view: &View, vlans: &[View]) -> Vec<(Mac, u32)> {
    let mut found = BTreeSet::new();
    for (mac, port) in learned(view, PORT, STATUS, 0).chain(learned(view, Q_PORT, Q_STATUS, 1)) {
        // Few agents have no table of ports; their ports are interfaces.
        let same = || interfaces::exists(view, port).then_some(port);
        found.extend(interface(view, port).or_else(same).map(|index| (mac, index)));
    }
    for vlan in vlans {
        let on = |(mac, port)| Some((mac, interface_within(vlan, view, port)?));
        found.extend(learned(vlan, PORT, STATUS, 0).filter_map(on));
    }
    found.into_iter().collect()
}

/// The learned entries of one table: address and port. `skip` numbers stand before the address.
fn learned<'v>(
    view: &'v View,
    column: &'static [u32],
    status: &'static [u32],
    skip: usize,
) -> impl Iterator<Item = (Mac, u32)> + 'v {
    view.under(column).filter_map(move |(index, port)| {
        let octets = index.get(skip..)?.iter().filter_map(|n| u8::try_from(*n).ok());
        let mac = Mac::of_a_box(&octets.collect::<Vec<u8>>())?;
        let port = port.as_i64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n != 0)?;
        view.whole(status, index).is_none_or(|s| s == LEARNED).then_some((mac, port))
    })
}

/// Does it tell whom it saw in which VLAN?
pub fn tells_vlans(view: &View) -> bool {
    view.has(Q_PORT)
}

/// The ports of the spanning tree that know another bridge in front of them.
pub fn tree(view: &View) -> Vec<TreePort> {
    let own = address(view);
    let of_row = |(index, state): (&[u32], &hinomi_model::snmp::Value)| {
        let [port] = index else { return None };
        let [_, _, bridge @ ..] = view.at(DESIGNATED_BRIDGE, index)?.as_octets()? else {
            return None;
        };
        let [priority, number] = view.at(DESIGNATED_PORT, index)?.as_octets()? else {
            return None;
        };
        let state = state.as_i64()?;
        let bridge = Mac::of_a_box(bridge).filter(|b| Some(*b) != own && state != DISABLED)?;
        Some(TreePort {
            interface: interface(view, *port)?,
            blocked: state == BLOCKING,
            bridge,
            // Four bits of priority (IEEE 802.1D-2004 §9.2.7).
            port: u32::from(priority & 0x0f) << 8 | u32::from(*number),
        })
    };
    view.under(STATE).filter_map(of_row).collect()
}

/// How many ports it forwards between; `None` for what is no bridge.
pub fn ports(view: &View) -> Option<i64> {
    let said = view.whole(NUM_PORTS, &[0]);
    let rows = || i64::try_from(view.under(PORT_INTERFACE).count()).ok();
    said.or_else(rows).filter(|ports| *ports > 0)
}

/// The interface of a bridge's port.
pub fn interface(view: &View, port: u32) -> Option<u32> {
    interface_within(view, view, port)
}

/// The same by the table of ports of one VLAN.
fn interface_within(vlan: &View, view: &View, port: u32) -> Option<u32> {
    let index = vlan.whole(PORT_INTERFACE, &[port]).and_then(|n| u32::try_from(n).ok())?;
    interfaces::exists(view, index).then_some(index)
}
