//! Law L6 on tables and on random networks.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::reach::{Reach, Voice, Ways};
use hinomi_model::{Confidence, Evidence, Link, LinkId, NodeId, Stamp, Topology};
use proptest::prelude::*;

fn topology(links: &[(Option<u32>, u32)]) -> Topology {
    let mut all = Topology::default();
    for ((from, to), id) in links.iter().zip(1..) {
        let (from, to) = (from.map(NodeId), NodeId(*to));
        let link = Link::new(LinkId(id), from, to, Evidence::ByHand, Stamp(0));
        // The same two twice is refused, and rightly.
        let _ = all.add(link, |_| true);
    }
    all
}

fn judge(
    links: &[(Option<u32>, u32)],
    nodes: u32,
    parents: &[(u32, Vec<u32>)],
    silent: &[u32],
) -> BTreeMap<u32, Reach> {
    let named: BTreeMap<u32, Vec<NodeId>> =
        parents.iter().map(|(n, p)| (*n, p.iter().copied().map(NodeId).collect())).collect();
    let none = Vec::new();
    let all = (1..=nodes).map(|n| (NodeId(n), named.get(&n).unwrap_or(&none).as_slice()));
    let ways = Ways::of(&topology(links), all);
    let voice = |n: NodeId| if silent.contains(&n.0) { Voice::Silent } else { Voice::Answers };
    ways.judge(voice, |_| None).into_iter().map(|(n, reach)| (n.0, reach)).collect()
}

fn unreachable(root: u32) -> Reach {
    Reach::Unreachable { root: NodeId(root) }
}

#[test]
fn what_is_behind_something_down_is_unreachable_and_nothing_else() {
    // vantage - 1 - 2 - 3, and 4 on 1.
    let line = [(None, 1), (Some(1), 2), (Some(2), 3), (Some(1), 4)];
    let verdicts = judge(&line, 4, &[], &[2, 3]);
    assert_eq!(verdicts, BTreeMap::from([(2, Reach::Down), (3, unreachable(2))]));
    let verdicts = judge(&line, 4, &[], &[3]);
    assert_eq!(verdicts, BTreeMap::from([(3, Reach::Down)]), "because the way to it is open");
    let verdicts = judge(&line, 4, &[], &[2]);
    assert_eq!(verdicts, BTreeMap::from([(2, Reach::Down)]), "because 3 answers all the same");
}

#[test]
fn a_second_way_is_honoured() {
    let ring = [(None, 1), (Some(1), 2), (Some(1), 3), (Some(2), 4), (Some(3), 4)];
    assert_eq!(judge(&ring, 4, &[], &[2, 4]), BTreeMap::from([(2, Reach::Down), (4, Reach::Down)]));
    let both = judge(&ring, 4, &[], &[2, 3, 4]);
    assert_eq!(both[&4], unreachable(2), "because no way is left");
}

#[test]
fn a_site_without_links_is_a_star_and_parents_named_by_hand_overrule_links() {
    assert_eq!(judge(&[], 2, &[], &[1, 2]).len(), 2, "because each hangs on the vantage itself");
    let links = [(None, 1), (None, 2), (Some(1), 3)];
    let verdicts = judge(&links, 3, &[(3, vec![2])], &[2, 3]);
    assert_eq!(verdicts[&3], unreachable(2));
    let verdicts = judge(&links, 3, &[(3, vec![2])], &[1, 3]);
    assert_eq!(verdicts[&3], Reach::Down, "because what it was drawn on does not count");
    let verdicts = judge(&links, 3, &[(3, vec![99])], &[1, 3]);
    assert_eq!(verdicts[&3], unreachable(1), "because a parent that is gone does not count");
}

#[test]
fn an_island_hangs_on_its_head_as_drawn() {
    // 1 - 2 - 3 without a link to the vantage: nobody leads to 1.
    let island = [(Some(1), 2), (Some(2), 3)];
    assert_eq!(judge(&island, 3, &[], &[1, 2, 3])[&3], unreachable(1));
    // A circle has no head; its lowest number does.
    let circle = [(Some(2), 3), (Some(3), 1), (Some(1), 2)];
    assert_eq!(judge(&circle, 3, &[], &[1, 2, 3])[&3], unreachable(1));
}

proptest! {
    /// Behind a node is whoever could not be reached if it alone were silent: as the law itself says.
    #[test]
    fn behind_a_node_is_whom_the_law_cannot_judge_without_it(
        edges in prop::collection::vec((0u32..12, 1u32..12), 0..24),
        parents in prop::collection::vec((1u32..12, 1u32..12), 0..3),
    ) {
        let drawn = edges.iter().filter(|(a, b)| a != b);
        let links: Vec<_> = drawn.map(|(a, b)| ((*a > 0).then_some(*a), *b)).collect();
        let named: BTreeMap<u32, Vec<NodeId>> =
            parents.iter().map(|(n, p)| (*n, vec![NodeId(*p)])).collect();
        let none = Vec::new();
        let all = (1..=11).map(|n| (NodeId(n), named.get(&n).unwrap_or(&none).as_slice()));
        let ways = Ways::of(&topology(&links), all);
        for node in (1..=11).map(NodeId) {
            let voice = |n: NodeId| if n == node { Voice::Silent } else { Voice::Unjudged };
            let verdicts = ways.judge(voice, |_| None);
            let want: Vec<NodeId> = verdicts.into_keys().filter(|n| *n != node).collect();
            prop_assert_eq!(ways.behind(node), want, "behind {} in {:?}, {:?}", node, links, named);
        }
    }

    /// Against the plainest statement of the law: a silent node is down if it can be reached from
    /// the vantage over nodes that answer, else it is unreachable.
    #[test]
    fn the_verdict_is_that_of_every_way_walked(
        edges in prop::collection::vec((0u32..9, 1u32..9), 0..16),
        silent in prop::collection::btree_set(1u32..9, 0..8),
    ) {
        let mut links: Vec<(Option<u32>, u32)> = vec![(None, 1)];
        let drawn = edges.iter().filter(|(a, b)| a != b);
        links.extend(drawn.map(|(a, b)| ((*a > 0).then_some(*a), *b)));
        let silent: Vec<u32> = silent.into_iter().collect();
        let verdicts = judge(&links, 8, &[], &silent);
        let kept: Vec<(Option<u32>, u32)> = topology(&links)
            .links()
            .iter()
            .map(|l| (l.from.map(|n| n.0), l.to.0))
            .collect();
        // Who answers is reached, and leads on.
        let mut reached: BTreeSet<u32> = (1..=8).filter(|n| !silent.contains(n)).collect();
        let heads = |all: &BTreeSet<u32>| {
            let mut to = all.clone();
            loop {
                let more: Vec<u32> = kept.iter().flat_map(|(a, b)| {
                    let a = a.unwrap_or(0);
                    [(a, *b), (*b, a)]
                }).filter(|(a, b)| *b > 0 && to.contains(a) && !to.contains(b)).map(|(_, b)| b).collect();
                if more.is_empty() { return to; }
                to.extend(more);
            }
        };
        // What the vantage cannot reach by any drawn way hangs on it by a head of its own.
        let connected = heads(&BTreeSet::from([0]));
        for n in 1..=8u32 {
            let first = kept.iter().any(|(a, b)| a.is_none() && *b == n);
            if silent.contains(&n) && connected.contains(&n) {
                let beside = kept.iter().any(|(a, b)| {
                    (*a == Some(n) && reached.contains(b)) || (*b == n && a.is_some_and(|a| reached.contains(&a)))
                });
                let want_down = first || beside;
                let is_down = verdicts.get(&n) == Some(&Reach::Down);
                prop_assert_eq!(is_down, want_down, "node {} of {:?}, silent {:?}", n, kept, silent);
            }
            if !silent.contains(&n) {
                prop_assert_eq!(verdicts.get(&n), None, "because it answers");
            }
        }
        reached.clear();
        for (n, reach) in &verdicts {
            if let Reach::Unreachable { root } = reach {
                prop_assert_eq!(verdicts.get(&root.0), Some(&Reach::Down), "the root of {} is down itself", n);
            }
        }
    }
}

#[test]
fn no_way_leads_along_what_was_there_once_or_was_struck_out() {
    let drawn = |id, from, to| Link::new(LinkId(id), from, NodeId(to), Evidence::Lldp, Stamp(0));
    let mut all = Topology::default();
    let gone = Link { confidence: Confidence::Outdated, ..drawn(2, Some(NodeId(1)), 3) };
    let struck = Link { struck: Some(Stamp(1)), ..drawn(3, Some(NodeId(2)), 3) };
    for link in [drawn(1, None, 1), gone, struck] {
        all.add(link, |_| true).expect("these are three pairs");
    }
    let ways = Ways::of(&all, [1, 2, 3].map(|n| (NodeId(n), &[][..])));
    assert!(ways.is_first(NodeId(3)), "because neither link leads to it");
}
