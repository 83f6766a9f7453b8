//! From what was collected of an agent to what it tells of the links.

use std::collections::BTreeMap;

use hinomi_model::NodeId;

use super::picture::{Interface, Told};
use crate::Mac;
use crate::device::mib::{bridge, cdp, interfaces, ip, lag, lldp, system};
use crate::device::{Collected, View};

/// Kinds of interfaces that are radio (IANAifType 71).
const RADIO: &str = "ieee80211";

/// Reads what a device says of itself and of those around it.
pub fn told(node: NodeId, collected: &Collected) -> Told {
    let view = &collected.view;
    let (chassis_mac, chassis) = lldp::own_chassis(view);
    Told {
        node,
        name: system::read(view).name,
        chassis,
        addresses: ip::own(view),
        macs: [bridge::address(view), chassis_mac].into_iter().flatten().collect(),
        interfaces: interfaces_of(view),
        heard: lldp::heard(view).into_iter().chain(cdp::heard(view)).collect(),
        forwarding: bridge::forwarding(view, &collected.vlans),
        tree: bridge::tree(view),
        arp: ip::arp(view),
        routes: ip::routes(view),
        routing: system::routes(view),
        cut_short: collected.is_cut_short(),
        deaf: collected.is_deaf(),
    }
}

fn interfaces_of(view: &View) -> Vec<Interface> {
    let bridge: BTreeMap<u32, u32> =
        bridge::all_ports(view).into_iter().map(|(port, index)| (index, port)).collect();
    let bundles = lag::bundles(view);
    let mut announced: BTreeMap<u32, (u32, Vec<String>)> = BTreeMap::new();
    for (number, index, words) in lldp::local_ports(view) {
        announced.entry(index).or_insert((number, words));
    }
    let read = |i: crate::device::Interface| {
        let lldp = announced.get(&i.index);
        let said = lldp.into_iter().flat_map(|(_, words)| words.iter().cloned());
        Interface {
            index: i.index,
            up: i.in_use(),
            switched_off: i.is_switched_off(),
            alias: i.alias.clone(),
            words: [i.descr, i.alias].into_iter().flatten().chain(said).collect(),
            mac: i.mac.and_then(|mac| mac.parse().ok()).and_then(|Mac(o)| Mac::of_a_box(&o)),
            bundle: bundles.get(&i.index).copied(),
            lldp: lldp.map(|(number, _)| *number),
            bridge: bridge.get(&i.index).copied(),
            wireless: i.kind.as_deref() == Some(RADIO),
            name: i.name,
        }
    };
    interfaces::read(view).into_iter().map(read).collect()
}
