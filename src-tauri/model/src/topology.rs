//! Topology: how nodes hang together. [`Topology`] is the only maker of edges that may be believed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{LinkId, NodeId};
use crate::time::Stamp;

/// What makes us believe a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A person drew it.
    ByHand,
    /// It is this PC's default gateway.
    Gateway,
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
    /// Why we believe it.
    pub evidence: Evidence,
    /// When it was first seen or drawn.
    pub since: Stamp,
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
        let ends = |l: &Link| {
            let (a, b) = (l.from, Some(l.to));
            if a < b { (a, b) } else { (b, a) }
        };
        if self.links.iter().any(|l| ends(l) == ends(&link)) {
            return Err(LinkProblem::Twice);
        }
        self.links.push(link);
        Ok(())
    }

    /// The links.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Takes a link out; `None` if it was not there.
    pub fn remove(&mut self, id: LinkId) -> Option<Link> {
        let place = self.links.iter().position(|l| l.id == id)?;
        Some(self.links.remove(place))
    }

    /// Takes out all links of a node that goes.
    pub fn forget(&mut self, node: NodeId) {
        self.links.retain(|l| l.to != node && l.from != Some(node));
    }
}
