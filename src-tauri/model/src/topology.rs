//! Topology: how nodes hang together. [`Topology`] is the only maker of edges that may be believed.
//!
//! There is one link per pair of nodes, whatever it consists of: several wires between two switches
//! are its [`Cable`]s. Whether it is believed follows from its [`Confidence`], and a link a person
//! struck out is remembered but never believed again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{LinkId, NodeId};
use crate::time::Stamp;

/// What makes us believe a link; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A person drew it.
    ByHand,
    /// One end announced itself to the other (IEEE 802.1AB).
    Lldp,
    /// The same in Cisco's own protocol.
    Cdp,
    /// The spanning tree names the other end (IEEE 802.1D).
    SpanningTree,
    /// Forwarding tables of switches show on which ports the ends are seen (RFC 4188, RFC 4363).
    Forwarding,
    /// A router's table of hardware addresses shows on which interface the other end is (RFC 4293).
    Arp,
    /// A router sends packets on to the other end.
    Routes,
    /// It is this PC's default gateway.
    Gateway,
}

impl Evidence {
    /// Every kind there is, the strongest first.
    pub const ALL: [Evidence; 8] = [
        Evidence::ByHand,
        Evidence::Lldp,
        Evidence::Cdp,
        Evidence::SpanningTree,
        Evidence::Forwarding,
        Evidence::Arp,
        Evidence::Routes,
        Evidence::Gateway,
    ];
}

/// How much is known about a link.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A person says so.
    ByHand,
    /// What the devices say leaves no other way.
    #[default]
    Evidenced,
    /// It fits what the devices say, as would others.
    Inferred,
    /// It was there once, and those who would see it no longer do.
    Outdated,
}

/// An interface at the end of a link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Port {
    /// What the device calls it, to be shown as text; at most 120 characters.
    pub name: String,
    /// `ifIndex`, where SNMP tells; may change when the device restarts.
    #[serde(default)]
    pub index: Option<u32>,
}

/// One wire of a link, as far as its ends are known.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
pub struct Cable {
    /// The interface of the link's `from`.
    pub from: Option<Port>,
    /// The interface of the link's `to`.
    pub to: Option<Port>,
}

/// An edge between two nodes. `None` on one side is the vantage: this PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Link {
    /// Its identity.
    pub id: LinkId,
    /// The end nearer to the vantage, as drawn; `None` is the vantage itself.
    pub from: Option<NodeId>,
    /// The other end.
    pub to: NodeId,
    /// Why we believe it, or the strongest of several reasons.
    pub evidence: Evidence,
    /// When it was first seen or drawn.
    pub since: Stamp,
    /// Further reasons, the strongest first.
    #[serde(default)]
    pub also: Vec<Evidence>,
    /// How much is known about it.
    #[serde(default)]
    pub confidence: Confidence,
    /// The wires it consists of: several if they are aggregated or parallel, none if nobody says.
    #[serde(default)]
    pub cables: Vec<Cable>,
    /// When it was last seen; `None` for one that was only drawn.
    #[serde(default)]
    pub seen: Option<Stamp>,
    /// When a person struck it out; it is then not believed, however often it is found again.
    #[serde(default)]
    pub struck: Option<Stamp>,
}

impl Link {
    /// A link for a single reason, nothing known of its wires.
    pub fn new(
        id: LinkId,
        from: Option<NodeId>,
        to: NodeId,
        evidence: Evidence,
        at: Stamp,
    ) -> Link {
        let by_hand = evidence == Evidence::ByHand;
        Link {
            id,
            from,
            to,
            evidence,
            since: at,
            also: Vec::new(),
            confidence: if by_hand { Confidence::ByHand } else { Confidence::Evidenced },
            cables: Vec::new(),
            seen: (!by_hand).then_some(at),
            struck: None,
        }
    }

    /// Both ends, in an order that does not depend on how it was drawn.
    pub fn ends(&self) -> (Option<NodeId>, Option<NodeId>) {
        pair(self.from, self.to)
    }

    /// Did a person draw it?
    pub fn is_by_hand(&self) -> bool {
        self.evidence == Evidence::ByHand
    }

    /// Is it there, as far as anybody knows, so that one gets along it?
    pub fn leads(&self) -> bool {
        self.struck.is_none() && self.confidence != Confidence::Outdated
    }

    /// Is this a link as it was, and `now` says otherwise: struck out, outdated, or in other ports than
    /// those that were known? A port that is only learnt makes it no other link.
    pub fn differs_from(&self, now: &Link) -> bool {
        let believed = |l: &Link| (l.struck.is_some(), l.confidence == Confidence::Outdated);
        let replugged = [self.from, Some(self.to)].into_iter().any(|end| {
            let known = self.ports(end);
            !known.is_empty() && known != now.ports(end)
        });
        replugged || believed(self) != believed(now)
    }

    /// What the interfaces at one end are called, as far as they are known.
    fn ports(&self, end: Option<NodeId>) -> BTreeSet<&str> {
        let near = self.from == end;
        let ports =
            self.cables.iter().filter_map(|c| if near { c.from.as_ref() } else { c.to.as_ref() });
        ports.map(|port| port.name.as_str()).collect()
    }

    /// Is this node one of its ends?
    pub fn touches(&self, node: NodeId) -> bool {
        self.to == node || self.from == Some(node)
    }
}

/// Two ends, the smaller first.
pub fn pair(a: Option<NodeId>, b: NodeId) -> (Option<NodeId>, Option<NodeId>) {
    let b = Some(b);
    if a < b { (a, b) } else { (b, a) }
}

/// Why a link cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    /// Both ends are the same node.
    #[error("a node cannot be linked to itself")]
    Loop,
    /// An end is not a node of this site.
    #[error("node {0} is not in this site")]
    NoSuchNode(NodeId),
    /// The two are linked already.
    #[error("these two are linked already")]
    Twice,
}

/// All links of a site, each between two different known nodes, at most one per pair.
#[derive(Debug, Clone, Default)]
pub struct Topology {
    links: Vec<Link>,
    struck: Vec<Link>,
}

impl Topology {
    /// Takes links as stored; `known` says whether a node exists.
    pub fn add(&mut self, link: Link, known: impl Fn(NodeId) -> bool) -> Result<(), LinkProblem> {
        if link.from == Some(link.to) {
            return Err(LinkProblem::Loop);
        }
        if let Some(missing) = link.from.into_iter().chain([link.to]).find(|n| !known(*n)) {
            return Err(LinkProblem::NoSuchNode(missing));
        }
        if self.between(link.from, link.to).is_some() {
            return Err(LinkProblem::Twice);
        }
        self.of(&link).push(link);
        Ok(())
    }

    fn of(&mut self, link: &Link) -> &mut Vec<Link> {
        if link.struck.is_some() { &mut self.struck } else { &mut self.links }
    }

    /// The links that are believed or were once; none of those struck out.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links people struck out.
    pub fn struck(&self) -> &[Link] {
        &self.struck
    }

    /// The link with this identity, struck out or not.
    pub fn get(&self, id: LinkId) -> Option<&Link> {
        self.links.iter().chain(&self.struck).find(|l| l.id == id)
    }

    /// The link between these two, whichever way it was drawn, struck out or not.
    pub fn between(&self, a: Option<NodeId>, b: NodeId) -> Option<&Link> {
        let ends = pair(a, b);
        self.links.iter().chain(&self.struck).find(|l| l.ends() == ends)
    }

    /// Puts a link in the place of the one with its identity. Nothing happens if there is none, or
    /// if its ends are other ones.
    pub fn replace(&mut self, link: Link) {
        let same = self.get(link.id).is_some_and(|old| old.ends() == link.ends());
        if same && self.remove(link.id).is_some() {
            self.of(&link).push(link);
        }
    }

    /// Takes a link out; `None` if it was not there.
    pub fn remove(&mut self, id: LinkId) -> Option<Link> {
        for all in [&mut self.links, &mut self.struck] {
            if let Some(place) = all.iter().position(|l| l.id == id) {
                return Some(all.remove(place));
            }
        }
        None
    }

    /// Takes out all links of a node that goes.
    pub fn forget(&mut self, node: NodeId) {
        self.links.retain(|l| !l.touches(node));
        self.struck.retain(|l| !l.touches(node));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(id: u32, from: u32, to: u32, evidence: Evidence) -> Link {
        Link::new(LinkId(id), Some(NodeId(from)), NodeId(to), evidence, Stamp(5))
    }

    #[test]
    fn two_nodes_are_linked_once_whichever_way() {
        let mut topology = Topology::default();
        assert_eq!(topology.add(link(1, 1, 2, Evidence::Lldp), |_| true), Ok(()));
        let again = topology.add(link(2, 2, 1, Evidence::Cdp), |_| true);
        assert_eq!(again, Err(LinkProblem::Twice));
    }

    #[test]
    fn a_link_struck_out_is_remembered_and_not_believed() {
        let mut topology = Topology::default();
        topology.add(link(1, 1, 2, Evidence::Lldp), |_| true).expect("both are known");
        topology.replace(Link { struck: Some(Stamp(9)), ..link(1, 1, 2, Evidence::Lldp) });
        assert!(topology.links().is_empty(), "because it is not believed");
        assert_eq!(topology.struck().len(), 1);
        let found_again = topology.add(link(7, 2, 1, Evidence::Cdp), |_| true);
        assert_eq!(found_again, Err(LinkProblem::Twice), "because it was struck out for good");
        topology.replace(link(1, 1, 2, Evidence::Lldp));
        assert_eq!(topology.links().len(), 1, "because the person thought better of it");
    }

    #[test]
    fn a_link_is_another_in_other_ports_and_not_when_one_is_learnt() {
        let port = |name: &str| Some(Port { name: name.into(), index: None });
        let on = |near: &str, far: Option<Port>| Link {
            cables: vec![Cable { from: port(near), to: far }],
            ..link(1, 1, 2, Evidence::Lldp)
        };
        let bare = link(1, 1, 2, Evidence::Lldp);
        assert!(!bare.differs_from(&on("p4", None)), "because where it is was only learnt");
        assert!(!on("p4", None).differs_from(&on("p4", port("eth0"))));
        assert!(on("p4", None).differs_from(&on("p9", None)), "because it is plugged in elsewhere");
        assert!(on("p4", port("eth0")).differs_from(&on("p4", port("eth1"))));
        let turned = Link {
            from: Some(NodeId(2)),
            to: NodeId(1),
            cables: vec![Cable { from: None, to: port("p4") }],
            ..bare.clone()
        };
        assert!(!on("p4", None).differs_from(&turned), "because it is told from its other end");
        let outdated = Link { confidence: Confidence::Outdated, ..bare.clone() };
        let struck = Link { struck: Some(Stamp(9)), ..outdated.clone() };
        assert!(bare.differs_from(&outdated) && outdated.differs_from(&struck));
        let seen = Link { seen: Some(Stamp(9)), confidence: Confidence::Inferred, ..bare.clone() };
        assert!(!bare.differs_from(&seen), "because it is there as before");
    }

    #[test]
    fn links_written_before_there_were_wires_are_read() {
        let old = r#"{"id":3,"from":null,"to":1,"evidence":"gateway","since":7}"#;
        let link: Link = serde_json::from_str(old).expect("old site files open");
        assert_eq!(link.confidence, Confidence::Evidenced);
        assert!(link.leads() && link.cables.is_empty());
    }

    #[test]
    fn evidence_is_listed_in_its_order() {
        assert!(Evidence::ALL.is_sorted(), "because the first counts as the strongest");
    }
}
