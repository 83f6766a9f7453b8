//! On which port a hardware address is, whosever it is: as near to its box as any switch sees it.
//!
//! Unlike inference this draws nothing. A switch that sees an address on a port that leads to another
//! switch only passes it on; what is left is where it is plugged in, or the hub it hangs on.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use hinomi_model::{NodeId, Port};

use super::draw::MOST_NAME;
use super::graph::{End, Graph};
use super::picture::{Here, Picture, Told};
use crate::Mac;

/// A hardware address on a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The address.
    pub mac: Mac,
    /// The device.
    pub at: NodeId,
    /// Its interface.
    pub port: Port,
}

/// An interface of a device.
type PortOf = (NodeId, u32);

/// Where every address is that switches see, each once, in the order of the addresses.
/// Behind a switch that says nothing this time nobody has moved.
pub fn seen(picture: &Picture, graph: &Graph) -> Vec<Seen> {
    let told = &picture.told;
    let switches: BTreeMap<NodeId, &Told> =
        told.iter().filter(|t| !t.forwarding.is_empty()).map(|t| (t.node, t)).collect();
    let trunks = trunks(picture, &switches, graph);
    let mut seen: BTreeMap<Mac, BTreeSet<PortOf>> = BTreeMap::new();
    let mut crowd: BTreeMap<PortOf, usize> = BTreeMap::new();
    let tables = switches.values().flat_map(|t| t.forwarding.iter().map(|entry| (t.node, entry)));
    for (node, (mac, interface)) in tables.filter(|(_, (_, interface))| *interface != 0) {
        let port = (node, *interface);
        seen.entry(*mac).or_default().insert(port);
        *crowd.entry(port).or_default() += 1;
    }
    let owners = owners(told);
    let place = |(mac, ports): (Mac, BTreeSet<PortOf>)| {
        let owner = owners.get(&mac).copied();
        // A switch's own address says nothing of where the switch itself sees it.
        let ports = ports.into_iter().filter(|(node, _)| Some(*node) != owner);
        let leads = |port: &PortOf| trunks.get(port);
        let edge = |port: &PortOf| {
            leads(port).is_none_or(|ends| owner.is_some_and(|o| ends.contains(&Some(o))))
        };
        let hub = |port: &PortOf| leads(port).is_some_and(|ends| ends.contains(&None));
        let rank = |port: &PortOf| match () {
            () if edge(port) => Some((0, crowd[port], *port)),
            () if hub(port) => Some((1, crowd[port], *port)),
            () => None,
        };
        let (.., (at, interface)) = ports.filter_map(|port| rank(&port)).min()?;
        Some(Seen { mac, at, port: name(switches[&at], interface) })
    };
    seen.into_iter().filter_map(place).collect()
}

/// Who answers for which address, by the tables of all who told and by this PC's own; link-local
/// addresses, of which every box has some, are left out.
pub fn claims(told: &[Told], here: &Here) -> Vec<(IpAddr, Mac)> {
    let theirs = told.iter().flat_map(|t| t.arp.iter().map(|a| (a.address, a.mac)));
    let all = here.arp.iter().copied().chain(theirs).filter(|(ip, _)| is_somewhere(*ip));
    let all: BTreeSet<(IpAddr, Mac)> = all.collect();
    all.into_iter().collect()
}

fn is_somewhere(ip: IpAddr) -> bool {
    let link_local = match ip {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    !link_local && !ip.is_loopback() && !ip.is_unspecified() && !ip.is_multicast()
}

/// Ports that lead to other switches, and to which; `None` among them is a hub between switches.
fn trunks(
    picture: &Picture,
    switches: &BTreeMap<NodeId, &Told>,
    graph: &Graph,
) -> BTreeMap<PortOf, BTreeSet<Option<NodeId>>> {
    let mut trunks: BTreeMap<PortOf, BTreeSet<Option<NodeId>>> = BTreeMap::new();
    let whole = |node: NodeId| picture.told.iter().any(|t| t.node == node && !t.cut_short);
    let silent = |node: NodeId| {
        !switches.contains_key(&node)
            && !whole(node)
            && picture.before.iter().any(|stay| stay.at == node)
    };
    // One nobody sees itself is on the port it was on.
    for stay in picture.before.iter().filter(|stay| stay.node.is_some_and(silent)) {
        trunks.entry((stay.at, stay.interface)).or_default().insert(stay.node);
    }
    let is_switch = |end: End| match end {
        End::Node(node) => switches.contains_key(&node) || silent(node),
        End::Here | End::Hub(_) => false,
    };
    for link in &graph.links {
        for (near, far, turned) in [(link.from, link.to, false), (link.to, link.from, true)] {
            let End::Node(node) = near else { continue };
            let to = match far {
                End::Node(other) if is_switch(far) => Some(other),
                End::Hub(_) if graph.around(far).filter(|e| is_switch(*e)).count() > 1 => None,
                End::Node(_) | End::Hub(_) | End::Here => continue,
            };
            let ends = link.cables.iter().map(|c| if turned { &c.to } else { &c.from });
            for index in ends.flatten().filter_map(|port| port.index) {
                // Addresses are seen on the bundle, neighbours on its wires.
                let bundle = bundle(switches.get(&node).copied(), index);
                for port in [index].into_iter().chain(bundle) {
                    trunks.entry((node, port)).or_default().insert(to);
                }
            }
        }
    }
    trunks
}

fn bundle(told: Option<&Told>, index: u32) -> Option<u32> {
    let interface = told?.interfaces.iter().find(|i| i.index == index)?;
    interface.bundle.filter(|b| *b != 0)
}

/// The devices that call an address their own; what two call so is nobody's.
fn owners(told: &[Told]) -> BTreeMap<Mac, NodeId> {
    let mut owners: BTreeMap<Mac, Option<NodeId>> = BTreeMap::new();
    for device in told {
        let own = device.interfaces.iter().filter_map(|i| i.mac).chain(device.macs.iter().copied());
        for mac in own {
            let owner = owners.entry(mac).or_insert(Some(device.node));
            if *owner != Some(device.node) {
                *owner = None;
            }
        }
    }
    owners.into_iter().filter_map(|(mac, owner)| Some((mac, owner?))).collect()
}

/// The interface by the device's own name for it.
fn name(told: &Told, index: u32) -> Port {
    let interface = told.interfaces.iter().find(|i| i.index == index);
    let name = interface.map_or_else(|| index.to_string(), |i| i.name.clone());
    Port { name: name.chars().take(MOST_NAME).collect(), index: Some(index) }
}
