//! What was found of how nodes hang together becomes links of the site.
//!
//! What a person drew or struck out stands, whatever is found. A link nobody sees this time stays as
//! it was unless those speak against it who would see it: they see its end elsewhere (then it has
//! moved), or both ends were asked and neither announces it any more (then it is outdated).

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use hinomi_discovery::Mac;
use hinomi_discovery::links::{End, Found, Graph, Known, Picture, Stay, Told};
use hinomi_model::draft::NodeDraft;
use hinomi_model::settings::Language;
use hinomi_model::{
    Address, Cable, Confidence, Evidence, Link, Node, NodeId, NodeKind, Port, Span, Stamp,
};
use hinomi_store::Edit;

use crate::core::Core;
use crate::edits::node_from;
use crate::feed::Key;
use crate::surveyor::Wanted;
use crate::wish::Granted;
use crate::world::World;

/// A link nobody who would see it has seen for so long is outdated, and nobody is any more where it
/// was before that.
const OUTDATED: Span = Span::minutes(24 * 60);

/// What was found of how nodes hang together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hanging {
    /// The links.
    pub graph: Graph,
    /// Who was asked, and what it said of itself.
    pub asked: Vec<Asked>,
}

/// What a device said of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which node.
    pub node: NodeId,
    /// All its addresses.
    pub addresses: Vec<IpAddr>,
    /// What it is by what it does, for those of whom nothing better is known.
    pub kind: NodeKind,
    /// It did not say who announced itself to it.
    pub deaf: bool,
}

impl Asked {
    /// What a device said that is of use beyond its links; `None` if it fell silent meanwhile, for
    /// then what it did not say tells nothing.
    pub fn of(told: &Told) -> Option<Asked> {
        if told.cut_short {
            return None;
        }
        let kind = match told.forwarding.is_empty() {
            false => NodeKind::Switch,
            true if told.routing => NodeKind::Router,
            true => NodeKind::Other,
        };
        let Told { node, deaf, .. } = *told;
        Some(Asked { node, addresses: told.addresses.clone(), kind, deaf })
    }
}

impl World {
    /// The nodes as inference needs them, and where they were seen last.
    pub fn known(&self, now: Stamp) -> (Vec<Known>, Vec<Stay>) {
        let real = || self.nodes.values().filter(|n| !n.inferred);
        let known = real().map(|n| Known {
            node: n.id,
            kind: n.kind,
            name: n.name.clone(),
            addresses: n.addresses().collect(),
            macs: n.mac.as_deref().and_then(|mac| mac.parse::<Mac>().ok()).into_iter().collect(),
        });
        (known.collect(), self.stays(now))
    }

    /// What a reading of the links begins with.
    pub(crate) fn wanted(&self, now: Stamp) -> Wanted {
        let (known, before) = self.known(now);
        let active = self.nodes.values().filter(|n| !n.paused && !self.settings.paused);
        let agents =
            active.filter_map(|n| Some((n.id, n.address.clone(), n.snmp.clone()?))).collect();
        Wanted { picture: Picture { known, before, ..Picture::default() }, agents }
    }

    fn stays(&self, now: Stamp) -> Vec<Stay> {
        let fresh = |l: &&Link| l.leads() && l.seen.is_some_and(|seen| now - seen <= OUTDATED);
        let links: Vec<&Link> = self.topology.links().iter().filter(fresh).collect();
        let inferred =
            |who: Option<NodeId>| who.and_then(|n| self.nodes.get(&n)).is_some_and(|n| n.inferred);
        let mut stays = BTreeSet::new();
        for link in links.iter().filter(|l| !inferred(l.from) && !inferred(Some(l.to))) {
            for (node, at) in [(link.from, Some(link.to)), (Some(link.to), link.from)] {
                let own = port(link, node).is_some();
                let seen_at = at.zip(port(link, at));
                stays.extend(seen_at.map(|(at, interface)| Stay { node, at, interface, own }));
            }
        }
        // Who hangs on a box nobody has seen is on the port that box hangs on.
        for hub in self.nodes.values().filter(|n| n.inferred) {
            let spokes: Vec<(Option<NodeId>, Option<u32>)> = links
                .iter()
                .filter(|l| l.touches(hub.id))
                .map(|l| {
                    let other = if l.to == hub.id { l.from } else { Some(l.to) };
                    (other, port(l, other))
                })
                .collect();
            let anchor = spokes.iter().find_map(|(who, port)| Some(((*who)?, (*port)?)));
            let Some((at, interface)) = anchor else { continue };
            let hanging = spokes.iter().filter(|(node, _)| *node != Some(at));
            let stay = |(node, own): &(Option<NodeId>, Option<u32>)| Stay {
                node: *node,
                at,
                interface,
                own: own.is_some(),
            };
            stays.extend(hanging.map(stay));
        }
        stays.into_iter().collect()
    }
}

/// The number of the interface of one end of a link, if it is known.
fn port(link: &Link, end: Option<NodeId>) -> Option<u32> {
    let of = |c: &Cable| if link.from == end { c.from.clone() } else { c.to.clone() };
    link.cables.iter().find_map(|c| of(c)?.index)
}

impl Core {
    /// Takes over what was found.
    pub(crate) fn hang(&mut self, found: &Hanging, now: Stamp) -> Granted {
        self.learn(&found.asked);
        let hubs = self.hubs(&found.graph, now);
        let end = |end: End| match end {
            End::Here => Some(None),
            End::Node(node) => self.world.nodes.contains_key(&node).then_some(Some(node)),
            End::Hub(n) => hubs.get(n).copied().map(Some),
        };
        let mut links: Vec<(Option<NodeId>, NodeId, Found)> = Vec::new();
        for link in &found.graph.links {
            match (end(link.from), end(link.to)) {
                (Some(from), Some(Some(to))) => links.push((from, to, link.clone())),
                (Some(Some(from)), Some(None)) => links.push((None, from, turned(link))),
                _ => {}
            }
        }
        let asked: BTreeMap<NodeId, bool> = found.asked.iter().map(|a| (a.node, a.deaf)).collect();
        for (from, to, link) in &links {
            self.hang_one(*from, *to, link, &asked, now);
        }
        self.unlink(&links, &asked, now);
        Granted::Done
    }

    /// Keeps further addresses, and what a box is if nobody has said it.
    fn learn(&mut self, asked: &[Asked]) {
        for said in asked {
            let Some(node) = self.world.nodes.get(&said.node) else { continue };
            // Of IPv6 many agents say nothing at all; what a sweep found of it stays.
            let tells =
                |ip: &IpAddr| said.addresses.iter().any(|own| own.is_ipv4() == ip.is_ipv4());
            let found = node.also.iter().copied().filter(|ip| !tells(ip));
            let also = Node::further(&node.address, said.addresses.iter().copied().chain(found));
            let kind = match node.kind {
                NodeKind::Other => said.kind,
                known => known,
            };
            if node.also != also || node.kind != kind {
                self.keep_node(Node { also, kind, ..node.clone() });
            }
        }
    }

    /// The nodes that stand for boxes nobody has seen: those there were, as far as they hang on the
    /// same port or most of the same hang on them, else new ones.
    fn hubs(&mut self, graph: &Graph, now: Stamp) -> Vec<NodeId> {
        let mut free: BTreeSet<NodeId> =
            self.world.nodes.values().filter(|n| n.inferred).map(|n| n.id).collect();
        let mut hubs = Vec::new();
        for (n, hub) in graph.hubs.iter().enumerate() {
            let around: BTreeSet<End> = graph.around(End::Hub(n)).collect();
            let anchored =
                |id: &NodeId| hub.at.iter().any(|(node, port)| self.hangs_on(*id, *node, port));
            let alike = |id: &NodeId| {
                let same = self.neighbours(*id).filter(|e| around.contains(e)).count();
                2 * same > around.len()
            };
            let known = free.iter().copied().find(anchored).or(free.iter().copied().find(alike));
            let id = match known {
                Some(id) => id,
                None => self.infer_box(hub.at.first(), now),
            };
            free.remove(&id);
            hubs.push(id);
        }
        hubs
    }

    fn hangs_on(&self, hub: NodeId, node: NodeId, on: &Port) -> bool {
        let link = self.world.topology.between(Some(node), hub);
        link.is_some_and(|link| match on.index {
            Some(index) => port(link, Some(node)) == Some(index),
            None => {
                link.cables.iter().any(|c| c.from.as_ref() == Some(on) || c.to.as_ref() == Some(on))
            }
        })
    }

    fn neighbours(&self, of: NodeId) -> impl Iterator<Item = End> {
        let links = self.world.topology.links().iter().filter(move |l| l.touches(of));
        links.map(move |l| match l.from {
            Some(from) if l.to == of => End::Node(from),
            None => End::Here,
            Some(_) => End::Node(l.to),
        })
    }

    fn infer_box(&mut self, at: Option<&(NodeId, Port)>, now: Stamp) -> NodeId {
        let id = self.world.ids.next_node();
        let place = at.and_then(|(node, port)| {
            Some(format!("{} {}", self.world.nodes.get(node)?.name, port.name))
        });
        let place = place.unwrap_or_else(|| id.to_string());
        let name = match self.world.settings.language {
            Language::En => format!("Unmanaged switch ({place})"),
            Language::Ja => format!("管理外スイッチ（{place}）"),
        };
        let name = name.chars().take(120).collect();
        let node = node_from(&NodeDraft::at(""), name, Address::Nowhere);
        let kind = NodeKind::Switch;
        self.keep_node(Node { id, kind, inferred: true, added: now, ..node });
        id
    }

    /// One link that was found: a new one, or news of one that is known.
    fn hang_one(
        &mut self,
        from: Option<NodeId>,
        to: NodeId,
        found: &Found,
        asked: &BTreeMap<NodeId, bool>,
        now: Stamp,
    ) {
        let Some((evidence, also)) = found.evidence.split_first() else { return };
        let known = self.world.topology.between(from, to).cloned();
        let Some(known) = known else {
            let id = self.world.ids.next_link();
            let link = Link {
                also: also.to_vec(),
                confidence: found.confidence,
                cables: found.cables.clone(),
                ..Link::new(id, from, to, *evidence, now)
            };
            let nodes = &self.world.nodes;
            if self.world.topology.add(link.clone(), |n| nodes.contains_key(&n)).is_ok() {
                self.edit(Edit::PutLink(link));
                self.feed.touch(Key::Link(id));
                self.nodes_changed = true;
            }
            return;
        };
        if known.struck.is_some() || found.remembered && known.leads() {
            return;
        }
        let seen = if found.remembered { known.seen } else { Some(now) };
        // Whoever told of it before says nothing this time; what the others still see is less.
        let silent = |end: Option<NodeId>| {
            end.is_some_and(|n| !asked.contains_key(&n)) && port(&known, end).is_some()
        };
        if known.leads() && (silent(known.from) || silent(Some(known.to))) {
            self.keep_link(Link { seen, ..known });
            return;
        }
        let link = match known.is_by_hand() {
            true => {
                let same_way = known.from == from;
                let cables = if same_way { found.cables.clone() } else { turned(found).cables };
                Link { also: found.evidence.clone(), cables, seen, ..known }
            }
            false => Link {
                from,
                to,
                evidence: *evidence,
                also: also.to_vec(),
                confidence: found.confidence,
                cables: found.cables.clone(),
                seen,
                ..known
            },
        };
        self.keep_link(link);
    }

    /// What was not found this time.
    fn unlink(
        &mut self,
        links: &[(Option<NodeId>, NodeId, Found)],
        asked: &BTreeMap<NodeId, bool>,
        now: Stamp,
    ) {
        let found: BTreeSet<_> =
            links.iter().map(|(a, b, _)| hinomi_model::topology::pair(*a, *b)).collect();
        let mut placed: BTreeSet<Option<NodeId>> = BTreeSet::new();
        for (from, to, _) in links.iter().filter(|(_, _, l)| !l.remembered) {
            placed.extend([*from, Some(*to)]);
        }
        let old: Vec<Link> = self.world.topology.links().to_vec();
        for link in old.into_iter().filter(|l| !l.is_by_hand() && !found.contains(&l.ends())) {
            match self.fate(&link, &placed, asked, now) {
                Fate::Stays => {}
                Fate::Goes => self.forget_link(link.id),
                Fate::IsOutdated => {
                    self.keep_link(Link { confidence: Confidence::Outdated, ..link });
                }
            }
        }
        self.drop_empty_boxes(now);
    }

    fn fate(
        &self,
        link: &Link,
        placed: &BTreeSet<Option<NodeId>>,
        asked: &BTreeMap<NodeId, bool>,
        now: Stamp,
    ) -> Fate {
        if link.evidence == Evidence::Gateway {
            // Where this PC is plugged in is better than what it sends packets through.
            return if placed.contains(&None) { Fate::Goes } else { Fate::Stays };
        }
        let ends = [link.from, Some(link.to)];
        let inferred = |end: Option<NodeId>| {
            end.and_then(|n| self.world.nodes.get(&n)).is_some_and(|n| n.inferred)
        };
        let is_asked = |end: Option<NodeId>| end.is_some_and(|n| asked.contains_key(&n));
        let by_hub = ends.iter().any(|e| inferred(*e));
        // Neither of those who could tell of the wire says anything: that is no sign against it.
        let untold =
            |e: Option<NodeId>| port(link, e).is_some() && !ends.iter().any(|e| is_asked(*e));
        let elsewhere = |e: &Option<NodeId>| {
            !inferred(*e) && placed.contains(e) && (by_hub || !is_asked(*e)) && !untold(*e)
        };
        if ends.iter().any(elsewhere) {
            return Fate::Goes;
        }
        let announced = matches!(link.evidence, Evidence::Lldp | Evidence::Cdp);
        let old = link.seen.is_none_or(|seen| now - seen > OUTDATED);
        let hears = |e: &Option<NodeId>| e.and_then(|n| asked.get(&n)) == Some(&false);
        let witnessed = ends.iter().all(hears);
        let seen_by_some = ends.iter().any(|e| is_asked(*e));
        let outdated = announced && witnessed || old && seen_by_some;
        match outdated && link.confidence != Confidence::Outdated {
            true => Fate::IsOutdated,
            false => Fate::Stays,
        }
    }

    /// A box nobody has seen is there for the sake of two or more that hang on it.
    fn drop_empty_boxes(&mut self, now: Stamp) {
        let mut hanging: BTreeMap<NodeId, usize> = BTreeMap::new();
        for link in self.world.topology.links().iter().filter(|l| l.leads()) {
            for end in [link.from, Some(link.to)].into_iter().flatten() {
                *hanging.entry(end).or_default() += 1;
            }
        }
        let empty: Vec<NodeId> = self
            .world
            .nodes
            .values()
            .filter(|n| n.inferred && hanging.get(&n.id).copied().unwrap_or(0) < 2)
            .map(|n| n.id)
            .collect();
        if !empty.is_empty() {
            // They were just looked up, so nothing can be refused.
            let _ = self.drop_nodes(&empty, now);
        }
    }
}

/// What becomes of a link nobody saw this time.
enum Fate {
    Stays,
    Goes,
    IsOutdated,
}

/// The same link from its other end.
fn turned(found: &Found) -> Found {
    let cable = |c: &Cable| Cable { from: c.to.clone(), to: c.from.clone() };
    Found {
        from: found.to,
        to: found.from,
        cables: found.cables.iter().map(cable).collect(),
        ..found.clone()
    }
}
