//! Reachability comes from topology (law L6): who is down, and who only cannot be judged because
//! what leads to it is down.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::NodeId;
use crate::time::Stamp;
use crate::topology::Topology;

/// What is believed of one node by its own checks, whatever surrounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Voice {
    /// It answers.
    Answers,
    /// It does not answer.
    Silent,
    /// Nothing looks, or nothing is believed yet.
    Unjudged,
}

/// Why a node does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "reach", rename_all = "snake_case")]
pub enum Reach {
    /// A way to it is open: the fault is its own.
    Down,
    /// Every way to it passes something that is down; it cannot be judged.
    Unreachable {
        /// The nearest node that is down on the way to it.
        root: NodeId,
    },
}

/// The ways from the vantage to every node: links both ways, unless a person named a node's
/// parents, and then those alone.
///
/// A node nobody leads to hangs on the vantage itself, so that a site without any link is a star.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways {
    /// Nodes the vantage reaches directly, in order.
    first: Vec<NodeId>,
    /// Where one gets from a node.
    onward: HashMap<NodeId, Vec<NodeId>>,
    /// From where one gets to a node.
    inward: HashMap<NodeId, Vec<NodeId>>,
    /// How many steps each is away from the vantage when everything is well.
    distance: HashMap<NodeId, u32>,
}

impl Ways {
    /// Reads the ways from the topology. `nodes` are all there are, each with the parents a person
    /// named, if any; parents that are not there (any more) do not count.
    pub fn of<'a>(
        topology: &Topology,
        nodes: impl IntoIterator<Item = (NodeId, &'a [NodeId])>,
    ) -> Ways {
        let nodes: BTreeMap<NodeId, &[NodeId]> = nodes.into_iter().collect();
        let named = |to: NodeId| {
            let all = nodes.get(&to).copied().unwrap_or_default();
            let known = all.iter().copied().filter(|p| nodes.contains_key(p) && *p != to);
            known.collect::<BTreeSet<NodeId>>()
        };
        let mut arcs: BTreeSet<(NodeId, NodeId)> = BTreeSet::new();
        let mut first: BTreeSet<NodeId> = BTreeSet::new();
        let mut led_to: HashSet<NodeId> = HashSet::new();
        for link in topology.links().iter().filter(|l| l.leads()) {
            led_to.insert(link.to);
            match link.from {
                None => _ = first.insert(link.to),
                Some(from) => arcs.extend([(from, link.to), (link.to, from)]),
            }
        }
        let overruled: HashMap<NodeId, BTreeSet<NodeId>> =
            nodes.keys().map(|n| (*n, named(*n))).filter(|(_, p)| !p.is_empty()).collect();
        arcs.retain(|(_, to)| !overruled.contains_key(to));
        first.retain(|n| !overruled.contains_key(n));
        for (to, parents) in &overruled {
            led_to.insert(*to);
            arcs.extend(parents.iter().map(|p| (*p, *to)));
        }
        let mut ways = Ways { first: first.into_iter().collect(), ..Ways::default() };
        for (from, to) in arcs {
            ways.onward.entry(from).or_default().push(to);
            ways.inward.entry(to).or_default().push(from);
        }
        ways.attach(nodes.keys().copied(), &led_to);
        ways
    }

    /// Whatever the vantage cannot reach by any way hangs on it directly: first what nobody leads
    /// to as it was drawn, then, should only circles be left, the lowest number.
    fn attach(&mut self, nodes: impl Iterator<Item = NodeId>, led_to: &HashSet<NodeId>) {
        let mut left: BTreeSet<NodeId> = nodes.collect();
        let (heads, mut circles): (Vec<NodeId>, Vec<NodeId>) =
            left.iter().copied().partition(|n| !led_to.contains(n));
        circles.reverse();
        let mut from: VecDeque<(NodeId, u32)> = self.first.iter().map(|n| (*n, 1)).collect();
        let mut heads = heads.into_iter();
        loop {
            while let Some((node, steps)) = from.pop_front() {
                if left.remove(&node) {
                    self.distance.insert(node, steps);
                    from.extend(self.next(node).iter().map(|n| (*n, steps + 1)));
                }
            }
            let head = heads
                .find(|n| left.contains(n))
                .or_else(|| std::iter::from_fn(|| circles.pop()).find(|n| left.contains(n)));
            let Some(head) = head else { return };
            self.first.push(head);
            from.push_back((head, 1));
        }
    }

    fn next(&self, node: NodeId) -> &[NodeId] {
        self.onward.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The nodes one gets to it from; none if it hangs on the vantage alone.
    pub fn parents(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let near = self.distance.get(&node).copied().unwrap_or(u32::MAX);
        let all = self.inward.get(&node).into_iter().flatten().copied();
        // One does not get to a switch from the PCs behind it; in a ring both sides lead on.
        all.filter(move |p| self.distance.get(p).is_some_and(|d| *d <= near))
    }

    /// Does the vantage reach it without passing another node?
    pub fn is_first(&self, node: NodeId) -> bool {
        self.distance.get(&node) == Some(&1)
    }

    /// Who does not answer, and why. Pure; the whole of law L6.
    ///
    /// Whoever answers can be reached, whatever the drawing says. A node nothing is believed of
    /// leads on while a way to it is open. Of several nodes that are down the nearest is the root,
    /// and of equally near ones the one that fell silent last, since until then there was a way.
    pub fn judge(
        &self,
        voice: impl Fn(NodeId) -> Voice,
        since: impl Fn(NodeId) -> Option<Stamp>,
    ) -> BTreeMap<NodeId, Reach> {
        let mut open: HashSet<NodeId> = HashSet::new();
        let mut verdicts = BTreeMap::new();
        let answering = self.distance.keys().filter(|n| voice(**n) == Voice::Answers);
        let mut from: VecDeque<NodeId> =
            self.first.iter().copied().chain(answering.copied()).collect();
        // Everything an open way leads to: those that are silent are down, and lead no further.
        while let Some(node) = from.pop_front() {
            if voice(node) == Voice::Silent {
                verdicts.insert(node, Reach::Down);
            } else if open.insert(node) {
                from.extend(self.next(node));
            }
        }
        // The rest lies behind those, the nearest first.
        let mut roots: Vec<NodeId> = verdicts.keys().copied().collect();
        roots.sort_by_key(|n| (std::cmp::Reverse(since(*n)), *n));
        let mut behind: VecDeque<(NodeId, NodeId)> = roots.iter().map(|r| (*r, *r)).collect();
        while let Some((node, root)) = behind.pop_front() {
            for next in self.next(node) {
                if !open.contains(next) && !verdicts.contains_key(next) {
                    verdicts.insert(*next, Reach::Unreachable { root });
                    behind.push_back((*next, root));
                }
            }
        }
        verdicts
    }

    /// The shortest way from the vantage to a node, the node itself last, when everything is well.
    pub fn path(&self, node: NodeId) -> Vec<NodeId> {
        let mut path = vec![node];
        let mut steps = self.distance.get(&node).copied().unwrap_or(1);
        while steps > 1 {
            let last = path[path.len() - 1];
            let all = self.inward.get(&last).into_iter().flatten().copied();
            let mut nearer = all.filter(|p| self.distance.get(p) == Some(&(steps - 1)));
            let Some(before) = nearer.next() else { break };
            path.push(before);
            steps -= 1;
        }
        path.reverse();
        path
    }

    /// Every node all of whose ways pass this one, in order.
    ///
    /// Looks only at what lies further away, since nothing else can be behind it: asked for each
    /// node that goes, it must not cost as much as there are nodes.
    pub fn behind(&self, node: NodeId) -> Vec<NodeId> {
        let Some(near) = self.distance.get(&node) else { return Vec::new() };
        let further = |n: &NodeId| self.distance.get(n).is_some_and(|d| d > near);
        let mut behind: BTreeSet<NodeId> = BTreeSet::new();
        let mut from = vec![node];
        while let Some(at) = from.pop() {
            from.extend(self.next(at).iter().filter(|n| further(n) && behind.insert(**n)));
        }
        // Who can be reached from elsewhere is not, nor is whoever can be reached from there.
        let elsewhere = |n: &NodeId, behind: &BTreeSet<NodeId>| {
            let mut inward = self.inward.get(n).into_iter().flatten();
            inward.any(|p| *p != node && !behind.contains(p) && self.distance.contains_key(p))
        };
        let mut open: Vec<NodeId> =
            behind.iter().filter(|n| elsewhere(n, &behind)).copied().collect();
        while let Some(at) = open.pop() {
            if behind.remove(&at) {
                open.extend(self.next(at).iter().filter(|n| behind.contains(*n)));
            }
        }
        behind.into_iter().collect()
    }
}
