//! Random trees and rings with random tables.

use std::collections::BTreeSet;

use hinomi_discovery::links::{End, Graph, infer};
use hinomi_model::{Confidence, Evidence, NodeId};
use proptest::prelude::*;

use crate::network::{Dice, Net, What, drawn, has_a_circle, id};

fn evidenced(graph: &Graph) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
    let sure = graph.links.iter().filter(|l| l.confidence == Confidence::Evidenced);
    sure.filter_map(|l| match (l.from, l.to) {
        (End::Node(a), End::Node(b)) => Some((a, b)),
        _ => None,
    })
}

/// Whatever is claimed for sure is so.
fn is_sound(net: &Net, graph: &Graph, asked: &dyn Fn(usize) -> bool) -> Result<(), TestCaseError> {
    for (a, b) in evidenced(graph) {
        let (x, y) = (a.0 as usize - 1, b.0 as usize - 1);
        prop_assert!(
            net.share_a_segment(x, y, asked),
            "{a} – {b} is claimed and is not so: {:?}\n{net:?}",
            graph.between(End::Node(a), End::Node(b))
        );
    }
    Ok(())
}

/// `PROPTEST_CASES` makes a run longer.
fn cases() -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    ProptestConfig { cases: default.cases.max(400), ..default }
}

proptest! {
    #![proptest_config(cases())]

    /// Complete tables and nothing else.
    #[test]
    fn whole_tables_tell_the_whole_tree(seed: u64, switches in 1usize..9, hubs in 0usize..4) {
        let net = Net::tree(&mut Dice::new(seed), switches, hubs);
        let graph = infer(&net.picture());
        prop_assert_eq!(drawn(&graph), net.truth(), "{:?}\n{:#?}", net, graph);
        for link in &graph.links {
            prop_assert!(!link.evidence.is_empty(), "because there is a reason for {link:?}");
            let by_hub = matches!((link.from, link.to), (End::Hub(_), _) | (_, End::Hub(_)));
            let want = if by_hub { Confidence::Inferred } else { Confidence::Evidenced };
            prop_assert_eq!(link.confidence, want, "{:?} in {:?}", link, net);
        }
        prop_assert_eq!(infer(&net.picture()), graph, "because the same picture is the same graph");
    }

    /// The order in which devices answer changes nothing.
    #[test]
    fn the_order_of_answers_does_not_matter(seed: u64, switches in 2usize..8, hubs in 0usize..3) {
        let net = Net::tree(&mut Dice::new(seed), switches, hubs);
        let mut turned = net.picture();
        turned.told.reverse();
        turned.known.reverse();
        prop_assert_eq!(infer(&turned), infer(&net.picture()));
    }

    /// Entries that have aged, boxes that cannot be asked, tables that are missing.
    #[test]
    fn what_is_missing_makes_nothing_up(
        seed: u64, switches in 2usize..9, hubs in 0usize..4, aged in 0usize..90, deaf in 0usize..40,
        speak in 0usize..100,
    ) {
        let mut dice = Dice::new(seed);
        let net = Net::tree(&mut dice, switches, hubs);
        let mut picture = net.picture();
        let mute: BTreeSet<NodeId> =
            net.all(What::Switch).filter(|_| dice.says(deaf)).map(id).collect();
        picture.told.retain(|t| !mute.contains(&t.node));
        for told in &mut picture.told {
            told.forwarding.retain(|_| !dice.says(aged));
            if dice.says(10) {
                told.forwarding.clear();
            }
            if dice.says(speak) {
                told.heard = net.announced(told.node.0 as usize - 1);
            }
        }
        let tables: BTreeSet<NodeId> = picture
            .told
            .iter()
            .filter(|t| !t.forwarding.is_empty())
            .map(|t| t.node)
            .collect();
        let graph = infer(&picture);
        if net.overlap(&picture) {
            is_sound(&net, &graph, &|at| tables.contains(&id(at)))?;
        }
        prop_assert!(!has_a_circle(&graph), "{net:?}\n{:#?}", graph.links);
    }

    /// Whatever the tables say, two switches that announce themselves are found with their ports.
    #[test]
    fn announcements_are_enough_between_switches(
        seed: u64, switches in 2usize..9, aged in 0usize..100,
    ) {
        let mut dice = Dice::new(seed);
        let net = Net::tree(&mut dice, switches, 0);
        let mut picture = net.picture();
        for told in &mut picture.told {
            told.forwarding.retain(|_| !dice.says(aged));
            told.heard = net.announced(told.node.0 as usize - 1);
            told.heard.retain(|h| h.forwards == Some(true));
        }
        let graph = infer(&picture);
        let found = drawn(&graph);
        let switch = |node: NodeId| net.boxes[node.0 as usize - 1] == What::Switch;
        for wire in net.truth().wires.iter().filter(|(a, b)| switch(a.0) && switch(b.0)) {
            prop_assert!(found.wires.contains(wire), "{wire:?} in {net:?}\n{graph:#?}");
        }
        if net.overlap(&picture) {
            is_sound(&net, &graph, &|_| true)?;
        }
        prop_assert!(!has_a_circle(&graph), "{net:?}\n{:#?}", graph.links);
    }

    /// A ring is drawn as a ring: the wire that is shut announces itself, too.
    #[test]
    fn rings_are_rings(seed: u64, switches in 3usize..9, aged in 0usize..60) {
        let mut dice = Dice::new(seed);
        let mut net = Net::tree(&mut dice, switches, 0);
        net.close_a_ring(&mut dice);
        let mut picture = net.picture();
        for told in &mut picture.told {
            told.heard = net.announced(told.node.0 as usize - 1);
        }
        let whole = infer(&picture);
        prop_assert_eq!(drawn(&whole), net.truth(), "{:?}\n{:#?}", net, whole);
        for told in &mut picture.told {
            told.forwarding.retain(|_| !dice.says(aged));
            told.heard.retain(|h| h.forwards == Some(true));
        }
        let graph = infer(&picture);
        let links = graph.links.len();
        let ends: BTreeSet<End> = graph.links.iter().flat_map(|l| [l.from, l.to]).collect();
        prop_assert!(links <= ends.len() - 1 + net.shut.len(), "a circle too many: {net:?}");
        if net.overlap(&picture) {
            is_sound(&net, &graph, &|_| true)?;
        }
    }

    /// CDP goes through switches that do not speak it; the wires do not.
    #[test]
    fn what_is_passed_on_is_no_wire(seed: u64, switches in 2usize..9, speak in 20usize..100) {
        let mut dice = Dice::new(seed);
        let net = Net::tree(&mut dice, switches, 0);
        let speakers: BTreeSet<usize> =
            net.all(What::Switch).filter(|_| dice.says(speak)).collect();
        let mut picture = net.picture();
        for told in &mut picture.told {
            let at = told.node.0 as usize - 1;
            if speakers.contains(&at) {
                told.heard = net.passed_on(at, &|on| speakers.contains(&on));
            }
        }
        let graph = infer(&picture);
        prop_assert_eq!(drawn(&graph), net.truth(), "{:?} {:?}\n{:#?}", speakers, net, graph);
        let said = graph.links.iter().filter(|l| l.evidence.contains(&Evidence::Cdp));
        for link in said {
            let (End::Node(a), End::Node(b)) = (link.from, link.to) else { continue };
            let both = [a, b].map(|n| speakers.contains(&(n.0 as usize - 1)));
            prop_assert_eq!(both, [true, true], "because both speak it: {:?}", link);
        }
    }
}
