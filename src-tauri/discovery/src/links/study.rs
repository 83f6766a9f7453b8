//! A picture under study: segments as far as they are known, and what is known of the switches.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Evidence, NodeId, NodeKind};

use super::graph::Stranger;
use super::picture::{Interface, Picture, Told};
use super::segments::{PortOf, Seat, Segments};
use super::towards::{Table, Towards};
use super::who::{Who, Whos};
use crate::Mac;

/// A picture under study.
pub(super) struct Study<'p> {
    pub picture: &'p Picture,
    pub whos: Whos<'p>,
    pub tables: BTreeMap<NodeId, Table>,
    pub towards: Towards,
    pub segments: Segments,
    /// Wires between two devices, by their own interfaces rather than by their bundles'.
    pub wires: BTreeSet<(PortOf, PortOf)>,
    /// Who hangs on whom, somehow.
    pub loose: Vec<Loose>,
    pub strangers: Vec<Stranger>,
    /// Who was last on devices that say nothing this time, and on which.
    silent: BTreeMap<Who, BTreeSet<NodeId>>,
    /// Who stays there, for all that is seen by others.
    pub kept: BTreeSet<Who>,
    /// The network each bridge is in.
    networks: BTreeMap<NodeId, NodeId>,
    bundles: BTreeMap<PortOf, u32>,
    blocked: BTreeSet<PortOf>,
}

/// A link whose wires cannot be told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Loose {
    /// On whom, and by which interface, if that is known …
    pub at: (NodeId, Option<u32>),
    /// … hangs who.
    pub who: Who,
    /// What says so.
    pub why: Evidence,
}

impl<'p> Study<'p> {
    pub(super) fn of(picture: &'p Picture) -> Study<'p> {
        let whos = Whos::of(picture);
        let mut bundles = BTreeMap::new();
        let mut blocked = BTreeSet::new();
        for told in &picture.told {
            for interface in &told.interfaces {
                let bundle = interface.bundle.filter(|b| *b != 0 && *b != interface.index);
                bundles.extend(bundle.map(|b| ((told.node, interface.index), b)));
            }
        }
        let bundled = |port: PortOf| bundles.get(&port).map_or(port, |bundle| (port.0, *bundle));
        for told in &picture.told {
            let ports = |shut: bool| {
                let all = told.tree.iter().filter(move |p| p.blocked == shut);
                all.map(|p| bundled((told.node, p.interface)))
            };
            // A bundle of which any wire is open is.
            let open: BTreeSet<PortOf> = ports(false).collect();
            blocked.extend(ports(true).filter(|port| !open.contains(port)));
        }
        let mut study = Study {
            picture,
            whos,
            tables: BTreeMap::new(),
            towards: Towards::default(),
            segments: Segments::default(),
            wires: BTreeSet::new(),
            loose: Vec::new(),
            strangers: Vec::new(),
            silent: BTreeMap::new(),
            kept: BTreeSet::new(),
            networks: BTreeMap::new(),
            bundles,
            blocked,
        };
        study.read_tables();
        study.towards = Towards::of(&study.tables, &study.whos);
        study.find_networks();
        study.find_silent();
        study
    }

    /// An address seen on two ports at once (a router in two networks, a guest under way) tells
    /// nothing of either.
    fn read_tables(&mut self) {
        for told in &self.picture.told {
            let own: BTreeSet<Mac> = self.whos.macs(Some(told.node)).collect();
            let mut seen: BTreeMap<Mac, BTreeSet<u32>> = BTreeMap::new();
            for (mac, interface) in &told.forwarding {
                if *interface != 0 && !own.contains(mac) {
                    let port = self.bundled((told.node, *interface)).1;
                    seen.entry(*mac).or_default().insert(port);
                }
            }
            let once = seen.into_iter().filter(|(_, ports)| ports.len() == 1);
            let mut table: Table =
                once.filter_map(|(mac, ports)| Some((mac, ports.into_iter().next()?))).collect();
            if !table.is_empty() {
                self.hear(told, &mut table);
                self.tables.insert(told.node, table);
            }
        }
    }

    /// A station that announces itself has been seen where it was heard. Switches are heard by wires
    /// that pass nothing on, too, which tells nothing of the way to them.
    fn hear(&self, told: &Told, table: &mut Table) {
        for heard in told.heard.iter().filter(|h| h.interface != 0) {
            if let (Some(false), Some(mac)) = (heard.forwards, heard.port_mac.or(heard.mac)) {
                let port = self.bundled((told.node, heard.interface)).1;
                table.entry(mac).or_insert(port);
            }
        }
    }

    /// The interface that stands for an interface's bundle.
    pub(super) fn bundled(&self, port: PortOf) -> PortOf {
        self.bundles.get(&port).map_or(port, |bundle| (port.0, *bundle))
    }

    pub(super) fn is_blocked(&self, port: PortOf) -> bool {
        self.blocked.contains(&port)
    }

    /// Has the spanning tree shut a port, for all VLANs? What agents tell is one tree of several; in
    /// another one the port may pass on, and then somebody is seen there.
    pub(super) fn passes_nothing(&self, port: PortOf) -> bool {
        self.is_blocked(port) && !self.sees_somebody(port)
    }

    /// Was anybody seen on a port?
    pub(super) fn sees_somebody(&self, port: PortOf) -> bool {
        self.tables.get(&port.0).is_some_and(|table| table.values().any(|p| *p == port.1))
    }

    /// The port of a switch that leads to somebody: another switch, or a station it sees.
    pub(super) fn leads(&self, from: NodeId, to: Who) -> Option<u32> {
        if let Some(port) = to.and_then(|to| self.towards.port(from, to)) {
            return Some(port);
        }
        let table = self.tables.get(&from)?;
        let mut seen = self.whos.macs(to).filter_map(|mac| table.get(&mac).copied());
        let first = seen.next()?;
        seen.all(|port| port == first).then_some(first)
    }

    /// Is there a switch between two ends, seen by both on these ports?
    pub(super) fn parted(&self, a: PortOf, who: Who, q: Option<u32>) -> bool {
        self.tables.keys().any(|c| {
            if *c == a.0 || Some(*c) == who || self.towards.port(a.0, *c) != Some(a.1) {
                return false;
            }
            let seen_back = match (who, q) {
                (Some(b), Some(q)) if self.tables.contains_key(&b) => {
                    self.towards.port(b, *c) == Some(q)
                }
                _ => true,
            };
            let sides = (self.leads(*c, Some(a.0)), self.leads(*c, who));
            seen_back && matches!(sides, (Some(x), Some(y)) if x != y)
        })
    }

    /// Puts those on one segment whose ports lead to each other, and nothing can lie between.
    pub(super) fn tables(&mut self) {
        self.towards.spread(&self.tables);
        let switches: Vec<NodeId> = self.tables.keys().copied().collect();
        let mut perhaps = Vec::new();
        for (n, a) in switches.iter().enumerate() {
            for b in &switches[n + 1..] {
                let (p, q) = (self.towards.port(*a, *b), self.towards.port(*b, *a));
                let (Some(p), Some(q)) = (p, q) else { continue };
                let (near, far) = ((*a, p), (*b, q));
                let joined = self.segments.of(near) == self.segments.of(far);
                let behind = |port: PortOf, other: NodeId| {
                    self.is_announced(port, &[Some(other)]) || self.is_behind(port, other)
                };
                let behind = behind(near, *b) || behind(far, *a);
                match self.between(*a, *b, p, q) {
                    _ if behind && !joined => perhaps.push((near, far)),
                    Between::Nobody => self.segments.join(near, far, Evidence::Forwarding),
                    Between::Perhaps => perhaps.push((near, far)),
                    Between::Somebody => {}
                }
            }
        }
        for (a, b) in perhaps {
            self.loose.push(Loose {
                at: (a.0, Some(a.1)),
                who: Some(b.0),
                why: Evidence::Forwarding,
            });
        }
    }

    fn between(&self, a: NodeId, b: NodeId, p: u32, q: u32) -> Between {
        let mut found = Between::Nobody;
        // Whoever announced itself here is in this network, whatever its table has forgotten.
        let beside = [(a, p), (b, q)].into_iter().flat_map(|port| self.segments.around(port));
        let beside: BTreeSet<Who> = beside.map(|(seat, _)| seat.who()).collect();
        for c in self.tables.keys().filter(|c| **c != a && **c != b) {
            let (from_a, from_b) = (self.towards.port(a, *c), self.towards.port(b, *c));
            let back = (self.towards.port(*c, a), self.towards.port(*c, b));
            let elsewhere = from_a.is_some_and(|x| x != p) || from_b.is_some_and(|x| x != q);
            let aside = matches!(back, (Some(x), Some(y)) if x == y);
            let stranger = !self.may_meet(a, *c) && !beside.contains(&Some(*c));
            if elsewhere || aside || stranger {
                continue;
            }
            match (from_a, from_b, back) {
                (Some(_), Some(_), (Some(_), Some(_))) => return Between::Somebody,
                _ => found = Between::Perhaps,
            }
        }
        found
    }

    /// Those that have seen the same address are in one network; so are those of which one names the
    /// other as its way in the spanning tree.
    fn find_networks(&mut self) {
        let seen = |node: NodeId| self.tables.get(&node).into_iter().flat_map(Table::keys).copied();
        // Of one without a table only what it bridges by: a router may do so by one interface of many.
        let own = |told: &Told| {
            let bridged = |i: &&Interface| told.tree.iter().any(|p| p.interface == i.index);
            let ports = told.interfaces.iter().filter(bridged).filter_map(|i| i.mac);
            match self.tables.contains_key(&told.node) {
                true => self.whos.macs(Some(told.node)).collect::<Vec<Mac>>(),
                false => told.macs.iter().copied().chain(ports).collect(),
            }
        };
        let mut first: BTreeMap<Mac, NodeId> = BTreeMap::new();
        let mut networks: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        let is_bridge = |t: &&Told| !t.tree.is_empty() || self.tables.contains_key(&t.node);
        for told in self.picture.told.iter().filter(is_bridge) {
            networks.insert(told.node, told.node);
            let bridges = told.tree.iter().map(|port| port.bridge);
            for mac in seen(told.node).chain(own(told)).chain(bridges) {
                let other = *first.entry(mac).or_insert(told.node);
                let (a, b) = (networks[&other], networks[&told.node]);
                if a != b {
                    let to = a.min(b);
                    networks.values_mut().filter(|n| **n == a || **n == b).for_each(|n| *n = to);
                }
            }
        }
        self.networks = networks;
    }

    fn find_silent(&mut self) {
        for stay in &self.picture.before {
            let told = self.whos.told(stay.at).is_some_and(|t| !t.cut_short);
            if !told && !self.tables.contains_key(&stay.at) {
                self.silent.entry(stay.node).or_default().insert(stay.at);
            }
        }
    }

    /// Is it known as something that passes on what others send?
    pub(super) fn is_kind_of_switch(&self, who: Who) -> bool {
        matches!(self.whos.kind(who), NodeKind::Switch | NodeKind::AccessPoint)
    }

    /// Was it last on a device that says nothing this time?
    pub(super) fn was_on_silent(&self, who: Who) -> bool {
        self.silent.contains_key(&who)
    }

    /// Is the silent device it was last on, or one that hangs on, on the segment of this port? Then
    /// that it is seen here is no sign that it has moved.
    pub(super) fn stays_behind(&self, who: Who, port: PortOf) -> bool {
        let here = |device: NodeId| {
            let before = self.picture.before.iter().filter(|s| s.node == Some(device));
            let was = before.map(|s| self.bundled((s.at, s.interface)));
            self.segments.around(port).any(|(seat, _)| seat.who() == Some(device))
                || !self.segments.has(Some(device))
                    && was.into_iter().any(|p| self.segments.of(p) == self.segments.of(port))
        };
        self.silent_above(who).into_iter().any(here)
    }

    /// The devices that say nothing this time on which it was last, or on which those were.
    pub(super) fn silent_above(&self, who: Who) -> BTreeSet<NodeId> {
        let (mut met, mut open) = (BTreeSet::new(), vec![who]);
        while let Some(at) = open.pop() {
            for device in self.silent.get(&at).into_iter().flatten() {
                if met.insert(*device) {
                    open.push(Some(*device));
                }
            }
        }
        met
    }

    /// Could two switches be in one network? Those that have never seen the same address, nor any
    /// that a third has seen, are not.
    pub(super) fn may_meet(&self, a: NodeId, b: NodeId) -> bool {
        self.networks.get(&a) == self.networks.get(&b)
    }

    /// Is a port on a segment with one of a switch that told no table, and is not the other end? Then
    /// what tables say of the way to the other may be true beyond that switch.
    fn is_behind(&self, port: PortOf, other: NodeId) -> bool {
        self.segments.around(port).any(|(seat, why)| {
            let Seat::Port((node, _)) = seat else { return false };
            let third = node != port.0 && node != other && !self.tables.contains_key(&node);
            third && (why.forwards || self.bridges(node))
        })
    }

    /// Does it pass on what others send, as far as is known?
    pub(super) fn bridges(&self, node: NodeId) -> bool {
        let told = self.whos.told(node);
        self.is_kind_of_switch(Some(node)) || told.is_some_and(|t| !t.tree.is_empty())
    }

    /// Has somebody else than these announced itself on the segment of a port? Then whoever is seen
    /// there without a word lies behind that.
    pub(super) fn is_announced(&self, port: PortOf, but: &[Who]) -> bool {
        self.segments.around(port).any(|(seat, why)| {
            seat.who() != Some(port.0)
                && !but.contains(&seat.who())
                && why.evidence.contains(&Evidence::Lldp)
        })
    }
}

/// Who lies between two.
pub(super) enum Between {
    Nobody,
    Perhaps,
    Somebody,
}
