//! Whose traps they are: nodes by their addresses, and what is known of them that their traps do not
//! say themselves.

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use hinomi_model::snmp::{Login, Trap};
use hinomi_model::{Address, CheckSpec, NodeId};
use rustc_hash::FxHashMap;

use crate::core::Core;
use crate::listening::Heed;
use crate::world::World;

/// Interfaces of one node whose names are remembered.
const INTERFACES: usize = 4_096;

/// Whose traps they are.
#[derive(Debug, Default)]
pub(crate) struct Senders {
    /// Whose an address is.
    by_address: FxHashMap<IpAddr, NodeId>,
    /// Where the nodes are that are known by a DNS name.
    found: BTreeMap<NodeId, Vec<IpAddr>>,
    /// What the interfaces of nodes are called, by `ifIndex`, as they were read last.
    interfaces: FxHashMap<(NodeId, u32), String>,
    /// What the site opens agents with, each once.
    logins: Arc<[Login]>,
    /// The nodes that are known by a DNS name.
    named: Arc<[(NodeId, String)]>,
    /// Who may send, or from where, has changed.
    pub(crate) stale: bool,
}

impl Core {
    /// Who is there, or where, has changed.
    pub(crate) fn know_senders(&mut self) {
        let World { nodes, settings, .. } = &self.world;
        let senders = &mut self.traps.senders;
        senders.stale = false;
        let named = |id: &NodeId| nodes.get(id).is_some_and(|n| n.address.ip().is_none());
        senders.found.retain(|node, _| named(node));
        senders.interfaces.retain(|(node, _), _| nodes.contains_key(node));

        // Later ones replace earlier ones: of two nodes at one address the elder is right, and
        // before all the one that is there by its own address and not by one of its interfaces.
        let found = senders.found.iter().rev();
        let found = found.flat_map(|(node, ips)| ips.iter().map(move |ip| (*ip, *node)));
        let also = nodes.values().rev().flat_map(|n| n.also.iter().map(move |ip| (*ip, n.id)));
        let own = nodes.values().rev().filter_map(|n| Some((n.address.ip()?, n.id)));
        let all = found.chain(also).chain(own);
        senders.by_address = all.map(|(ip, node)| (ip.to_canonical(), node)).collect();

        let own = nodes.values().filter_map(|n| n.snmp.as_ref().map(|access| &access.login));
        let mut seen = HashSet::new();
        let logins = settings.logins.iter().chain(own).filter(|login| seen.insert(*login));
        senders.logins = logins.cloned().collect();
        let named = nodes.values().filter_map(|n| match &n.address {
            Address::Name(name) => Some((n.id, name.clone())),
            Address::Ip(_) | Address::Nowhere => None,
        });
        senders.named = named.collect();
        self.forget_strays();
    }

    /// What of the site decides what is heard.
    pub(crate) fn heed(&self) -> Heed {
        let listening = &self.world.settings.traps;
        Heed {
            port: listening.wanted(),
            known_only: listening.known_only,
            logins: Arc::clone(&self.traps.senders.logins),
            named: self.named(),
        }
    }

    /// The nodes that are known by a DNS name.
    pub(crate) fn named(&self) -> Arc<[(NodeId, String)]> {
        Arc::clone(&self.traps.senders.named)
    }

    /// Where the nodes are that are known by a DNS name.
    pub fn know_named(&mut self, found: Vec<(NodeId, Vec<IpAddr>)>) {
        self.traps.senders.found.extend(found);
        self.know_senders();
    }

    /// What the interfaces of these nodes are called, each by its `ifIndex`.
    pub fn know_interfaces(&mut self, all: Vec<(NodeId, Vec<(u32, String)>)>) {
        let read: HashSet<NodeId> = all.iter().map(|(node, _)| *node).collect();
        let known = &mut self.traps.senders.interfaces;
        known.retain(|(node, _), _| !read.contains(node));
        for (node, interfaces) in all {
            let named = interfaces.into_iter().filter(|(_, name)| !name.is_empty());
            known.extend(named.take(INTERFACES).map(|(index, name)| ((node, index), name)));
        }
    }

    /// What an interface is called: as it was read last, else as a check of it remembers it.
    pub(crate) fn interface_name(&self, node: NodeId, index: u32) -> Option<String> {
        let read = self.traps.senders.interfaces.get(&(node, index)).cloned();
        let checked = || {
            let mut checks = self.world.checks_of(node);
            checks.find_map(|w| match &w.check.spec {
                CheckSpec::Interface(spec) if spec.port.index == index => {
                    Some(spec.port.name.clone())
                }
                _ => None,
            })
        };
        read.or_else(checked)
    }

    /// The node it is about: the one it names, if somebody passed it on, else the one it came from.
    pub(crate) fn sender(&self, trap: &Trap) -> Option<NodeId> {
        let mut addresses = trap.agent.into_iter().chain([trap.from]);
        addresses.find_map(|ip| self.traps.senders.by_address.get(&ip).copied())
    }
}
