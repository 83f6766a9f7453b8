//! Which port of a switch leads to another switch, from what both have seen.
//!
//! Three things tell. A switch sees the other's own hardware address on a port. Both see the same
//! stations: whoever A sees elsewhere than on the port towards B lies on A's side, and B sees it on
//! its port towards A; so the pair of ports that face each other has a part in every pair on which a
//! station is seen, and if only one pair of ports can, that is it (B. Lowekamp, D. O'Hallaron and
//! T. Gross: Topology discovery for large Ethernet networks, 2001: the minimum knowledge needed).
//! And whatever lies beyond a third switch is found on the port towards that.
//!
//! Entries may be missing everywhere; what the rest leaves open stays unknown.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::NodeId;

use super::who::Whos;
use crate::Mac;

/// What a switch's forwarding table says, its ports being interfaces that stand for their bundles.
pub(super) type Table = BTreeMap<Mac, u32>;

/// Which port leads to whom.
#[derive(Debug, Default)]
pub(super) struct Towards(BTreeMap<(NodeId, NodeId), u32>);

impl Towards {
    /// Reads the tables of all switches.
    pub(super) fn of(tables: &BTreeMap<NodeId, Table>, whos: &Whos<'_>) -> Towards {
        let mut towards = Towards::default();
        for (a, table) in tables {
            for b in tables.keys().filter(|b| *b != a) {
                if let Some(port) = seen(table, *b, whos) {
                    towards.0.insert((*a, *b), port);
                }
            }
        }
        towards.spread(tables);
        let switches: Vec<NodeId> = tables.keys().copied().collect();
        for (n, a) in switches.iter().enumerate() {
            for b in &switches[n + 1..] {
                towards.face(*a, *b, tables);
            }
        }
        towards.spread(tables);
        towards
    }

    /// The port of `from` that leads to `to`.
    pub(super) fn port(&self, from: NodeId, to: NodeId) -> Option<u32> {
        self.0.get(&(from, to)).copied()
    }

    /// Takes a neighbour's word where the tables say nothing.
    pub(super) fn believe(&mut self, from: NodeId, to: NodeId, port: u32) {
        self.0.entry((from, to)).or_insert(port);
    }

    /// Does this port lead to any switch?
    pub(super) fn is_used(&self, at: NodeId, port: u32) -> bool {
        let all = self.0.range((at, NodeId(0))..=(at, NodeId(u32::MAX)));
        all.into_iter().any(|(_, p)| *p == port)
    }

    /// Who lies beyond a third lies where that lies.
    pub(super) fn spread(&mut self, tables: &BTreeMap<NodeId, Table>) {
        let all: Vec<NodeId> = tables.keys().copied().collect();
        loop {
            let mut news = Vec::new();
            for a in &all {
                for c in all.iter().filter(|c| *c != a) {
                    let Some(port) = self.port(*a, *c) else { continue };
                    let Some(back) = self.port(*c, *a) else { continue };
                    let open = |b: &&NodeId| *b != a && *b != c && self.port(*a, **b).is_none();
                    for b in all.iter().filter(open) {
                        if self.port(*c, *b).is_some_and(|on| on != back) {
                            news.push((*a, *b, port));
                        }
                    }
                }
            }
            if news.is_empty() {
                return;
            }
            for (a, b, port) in news {
                self.0.entry((a, b)).or_insert(port);
            }
        }
    }

    /// The ports by which two switches face each other, from the stations both see.
    fn face(&mut self, a: NodeId, b: NodeId, tables: &BTreeMap<NodeId, Table>) {
        let (at_a, at_b) = (self.port(a, b), self.port(b, a));
        if at_a.is_some() && at_b.is_some() {
            return;
        }
        let (small, large) = (&tables[&a], &tables[&b]);
        let pairs: BTreeSet<(u32, u32)> =
            small.iter().filter_map(|(mac, i)| Some((*i, *large.get(mac)?))).collect();
        let (p, q) = facing(&pairs, at_a, at_b);
        if let (None, Some(port)) = (at_a, p) {
            self.0.insert((a, b), port);
        }
        if let (None, Some(port)) = (at_b, q) {
            self.0.insert((b, a), port);
        }
    }
}

/// The only port on which any hardware address of a switch is seen.
fn seen(table: &Table, switch: NodeId, whos: &Whos<'_>) -> Option<u32> {
    let ports: BTreeSet<u32> =
        whos.macs(Some(switch)).filter_map(|mac| table.get(&mac).copied()).collect();
    let mut ports = ports.into_iter();
    ports.next().filter(|_| ports.next().is_none())
}

/// What the pairs of ports on which stations are seen leave for the ports that face each other.
fn facing(
    pairs: &BTreeSet<(u32, u32)>,
    p: Option<u32>,
    q: Option<u32>,
) -> (Option<u32>, Option<u32>) {
    let lefts: BTreeSet<u32> = pairs.iter().map(|(i, _)| *i).collect();
    let rights: BTreeSet<u32> = pairs.iter().map(|(_, j)| *j).collect();
    let across = |p: u32| -> BTreeSet<u32> {
        pairs.iter().filter(|(i, _)| *i != p).map(|(_, j)| *j).collect()
    };
    let back = |q: u32| -> BTreeSet<u32> {
        pairs.iter().filter(|(_, j)| *j != q).map(|(i, _)| *i).collect()
    };
    match (p, q) {
        (Some(p), None) => (Some(p), only(across(p))),
        (None, Some(q)) => (only(back(q)), Some(q)),
        (Some(_), Some(_)) => (p, q),
        (None, None) => match (only(lefts.clone()), only(rights)) {
            // One port of A sees them all. If B sees them on several, none of those faces A.
            (Some(left), None) if !pairs.is_empty() => (Some(left), None),
            (None, Some(right)) if !pairs.is_empty() => (None, Some(right)),
            (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => (None, None),
            (None, None) => {
                let covers = lefts.into_iter().filter_map(|p| Some((p, only(across(p))?)));
                let covers: Vec<(u32, u32)> = covers.collect();
                let left = only(covers.iter().map(|c| c.0).collect());
                let right = only(covers.iter().map(|c| c.1).collect());
                (left, right)
            }
        },
    }
}

fn only(of: BTreeSet<u32>) -> Option<u32> {
    match of.len() {
        1 => of.into_iter().next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(pairs: &[(u32, u32)]) -> (Option<u32>, Option<u32>) {
        facing(&pairs.iter().copied().collect(), None, None)
    }

    #[test]
    fn three_stations_in_the_right_places_are_enough() {
        // One beyond each switch and one more on a second port of either.
        assert_eq!(face(&[(1, 9), (2, 9), (7, 3)]), (Some(7), Some(9)));
    }

    #[test]
    fn what_can_be_either_way_stays_unknown() {
        assert_eq!(face(&[]), (None, None));
        assert_eq!(face(&[(1, 9)]), (None, None), "because it may lie on either side");
        assert_eq!(face(&[(1, 9), (2, 9)]), (None, Some(9)), "because A sees both on two ports");
        assert_eq!(face(&[(1, 8), (2, 9)]), (None, None), "because (1, 9) does as well as (2, 8)");
    }

    #[test]
    fn one_port_known_leaves_the_other() {
        let pairs = [(1, 9), (2, 9)].into();
        assert_eq!(facing(&pairs, Some(1), None), (Some(1), Some(9)));
        assert_eq!(facing(&[(1, 9)].into(), Some(1), None), (Some(1), None));
    }
}
