//! What was inferred, in words that can be compared.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_discovery::links::{End, Graph};
use hinomi_model::{Confidence, NodeId, Port};

/// A node with the number of its port.
pub type At = (NodeId, Option<u32>);

/// A drawing to be compared.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    pub wires: BTreeSet<(At, At)>,
    pub hubs: BTreeSet<BTreeSet<NodeId>>,
}

/// A wire, its ends in their order.
pub fn wire(a: At, b: At) -> (At, At) {
    if b < a { (b, a) } else { (a, b) }
}

/// What was inferred, in the words of [`Net::truth`](crate::network::Net::truth).
pub fn drawn(graph: &Graph) -> Drawn {
    let index = |port: &Option<Port>| port.as_ref().and_then(|p| p.index);
    let mut drawn = Drawn::default();
    for link in &graph.links {
        let (End::Node(a), End::Node(b)) = (link.from, link.to) else { continue };
        let cables = link.cables.iter().map(|c| wire((a, index(&c.from)), (b, index(&c.to))));
        drawn.wires.extend(cables);
    }
    for hub in 0..graph.hubs.len() {
        let around = graph.around(End::Hub(hub)).filter_map(|end| match end {
            End::Node(node) => Some(node),
            End::Here | End::Hub(_) => None,
        });
        drawn.hubs.insert(around.collect());
    }
    drawn
}

/// The wires between nodes that are claimed with this confidence, by all their ports: those that
/// are only named by a neighbour, too.
pub fn claims(graph: &Graph, confidence: Confidence) -> BTreeSet<(At, At)> {
    let mut claims = BTreeSet::new();
    for link in graph.links.iter().filter(|l| l.confidence == confidence) {
        let (End::Node(a), End::Node(b)) = (link.from, link.to) else { continue };
        let cables = link.cables.iter();
        claims.extend(cables.map(|c| wire((a, number(&c.from)), (b, number(&c.to)))));
        if link.cables.is_empty() {
            claims.insert(wire((a, None), (b, None)));
        }
    }
    claims
}

/// The number in the name of a port, which is that of its interface.
fn number(port: &Option<Port>) -> Option<u32> {
    let port = port.as_ref()?;
    let number = port.name.strip_prefix('p').and_then(|n| n.parse().ok());
    assert!(number.is_some(), "because all ports are called p and a number: {port:?}");
    assert!(port.index.is_none() || port.index == number, "because it is one port: {port:?}");
    number
}

/// How many circles a graph has, and who is on them or between two of them.
pub fn circles(graph: &Graph) -> (usize, BTreeSet<End>) {
    let mut parent: BTreeMap<End, End> = BTreeMap::new();
    let root = |parent: &BTreeMap<End, End>, mut at: End| {
        while let Some(up) = parent.get(&at) {
            at = *up;
        }
        at
    };
    let mut count = 0;
    for link in &graph.links {
        let (a, b) = (root(&parent, link.from), root(&parent, link.to));
        if a == b {
            count += 1;
        } else {
            parent.insert(a, b);
        }
    }
    (count, core(graph.links.iter().map(|l| (l.from, l.to))))
}

/// What is left when everything is taken away again and again that hangs on one edge.
pub fn core<N: Copy + Ord>(edges: impl Iterator<Item = (N, N)>) -> BTreeSet<N> {
    let mut edges: Vec<(N, N)> = edges.collect();
    loop {
        let mut count: BTreeMap<N, usize> = BTreeMap::new();
        for end in edges.iter().flat_map(|(a, b)| [*a, *b]) {
            *count.entry(end).or_default() += 1;
        }
        let before = edges.len();
        edges.retain(|(a, b)| count[a] > 1 && count[b] > 1);
        if edges.len() == before {
            return count.into_keys().collect();
        }
    }
}
