//! Small networks, each with one thing to tell.

use hinomi_discovery::Mac;
use hinomi_discovery::links::{
    Arp, End, Found, Graph, Heard, Here, Interface, Known, Picture, Protocol, Route, Stay, Told,
    TreePort, infer,
};
use hinomi_model::{Confidence, Evidence, NodeId, NodeKind};

use crate::network::{heard, id, interface, mac};

fn known(at: usize, kind: NodeKind) -> Known {
    Known {
        node: id(at),
        kind,
        name: format!("box-{at}"),
        addresses: vec![[10, 0, 0, at as u8].into()],
        macs: vec![mac(at)],
    }
}

/// Nodes 0… of these kinds.
pub fn nodes(kinds: &[NodeKind]) -> Vec<Known> {
    kinds.iter().enumerate().map(|(at, kind)| known(at, *kind)).collect()
}

/// A switch with as many ports, that sees these boxes on these ports.
pub fn switch(at: usize, ports: u32, sees: &[(usize, u32)]) -> Told {
    Told {
        name: Some(format!("box-{at}")),
        macs: vec![mac(at)],
        interfaces: (1..=ports).map(interface).collect(),
        forwarding: sees.iter().map(|(other, port)| (mac(*other), *port)).collect(),
        ..Told::silent(id(at))
    }
}

pub fn link(graph: &Graph, a: usize, b: usize) -> &Found {
    let found = graph.between(End::Node(id(a)), End::Node(id(b)));
    found.unwrap_or_else(|| panic!("{a} and {b} are linked: {graph:#?}"))
}

/// The interfaces of a link's wires, those of the first node first.
pub fn wires(graph: &Graph, a: usize, b: usize) -> Vec<(Option<u32>, Option<u32>)> {
    let link = link(graph, a, b);
    let index = |port: &Option<hinomi_model::Port>| port.as_ref().and_then(|p| p.index);
    let turned = link.from != End::Node(id(a));
    let cables = link.cables.iter().map(|c| (index(&c.from), index(&c.to)));
    cables.map(|(x, y)| if turned { (y, x) } else { (x, y) }).collect()
}

use NodeKind::{AccessPoint, Other, Phone, Router, Server, Switch, Workstation};

#[test]
fn nobody_says_anything_and_nothing_is_claimed() {
    let known = nodes(&[Switch, Server, Other]);
    assert_eq!(infer(&Picture { known, ..Picture::default() }), Graph::default());
}

#[test]
fn aggregated_wires_are_one_link_with_its_wires() {
    let side = |at: usize, other: usize| {
        let mut told = switch(at, 4, &[(other, 9), (other + 2, 9), (at + 2, 3)]);
        for port in [1, 2] {
            told.interfaces[port as usize - 1].bundle = Some(9);
            told.heard.push(heard(Protocol::Lldp, port, other, port, true));
        }
        told.interfaces.push(Interface { name: "lag1".into(), ..interface(9) });
        told
    };
    let known = nodes(&[Switch, Switch, Workstation, Workstation]);
    let told = vec![side(0, 1), side(1, 0)];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(wires(&graph, 0, 1), [(Some(1), Some(1)), (Some(2), Some(2))]);
    assert_eq!(link(&graph, 0, 1).evidence, [Evidence::Lldp, Evidence::Forwarding]);
    assert_eq!(graph.links.len(), 3, "because each host is at its switch");
}

#[test]
fn the_spanning_tree_tells_of_wires_that_are_shut() {
    let tree = |interface, blocked, bridge, port| TreePort { interface, blocked, bridge, port };
    let mut a = switch(0, 3, &[(1, 1), (2, 2)]);
    let mut b = switch(1, 3, &[(0, 1), (2, 1)]);
    let c = switch(2, 3, &[(0, 1), (1, 1)]);
    // b's port 2 and c's port 2 close the ring; b shuts it.
    b.tree = vec![tree(1, false, mac(0), 1), tree(2, true, mac(2), 2)];
    a.tree = Vec::new();
    let told = vec![a, b, Told { tree: vec![tree(1, false, mac(0), 2)], ..c }];
    let graph = infer(&Picture { known: nodes(&[Switch; 3]), told, ..Picture::default() });
    assert_eq!(wires(&graph, 1, 2), [(Some(2), Some(2))]);
    assert_eq!(link(&graph, 1, 2).evidence, [Evidence::SpanningTree]);
    assert_eq!(link(&graph, 1, 2).confidence, Confidence::Evidenced);
    assert_eq!(graph.links.len(), 3, "because it is a ring of three");
}

#[test]
fn a_switch_that_cannot_be_asked_is_no_other_box_beside_itself() {
    // 0 - 1 (no SNMP) - 2 and 3.
    let known = nodes(&[Switch, Switch, Workstation, Workstation]);
    let told = vec![switch(0, 2, &[(1, 1), (2, 1), (3, 1)])];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert!(graph.hubs.is_empty(), "because 1 is the box in the middle: {graph:#?}");
    for at in [0, 2, 3] {
        assert_eq!(link(&graph, at, 1).confidence, Confidence::Inferred);
    }
}

#[test]
fn who_hangs_on_the_box_in_the_middle_does_so_by_no_port_it_announced_itself_by() {
    // The same, and 1 announces itself: by its port to 0, that is.
    let known = nodes(&[Switch, Switch, Workstation, Workstation]);
    let mut told = switch(0, 2, &[(1, 1), (2, 1), (3, 1)]);
    told.heard.push(Heard { port: vec!["up".into()], ..heard(Protocol::Lldp, 1, 1, 7, true) });
    let graph = infer(&Picture { known, told: vec![told], ..Picture::default() });
    let name = |a: usize, b: usize| -> Vec<String> {
        let ends = link(&graph, a, b).cables.iter().flat_map(|c| [&c.from, &c.to]);
        ends.flatten().map(|port| port.name.clone()).collect()
    };
    assert!(name(0, 1).contains(&"up".to_owned()), "because it said so: {:?}", name(0, 1));
    assert_eq!((name(1, 2), name(1, 3)), (vec![], vec![]), "because nobody said so");
    assert_eq!(link(&graph, 0, 1).confidence, Confidence::Evidenced, "because it was heard there");
    assert_eq!(link(&graph, 1, 2).confidence, Confidence::Inferred);
}

/// 0 - 1 - 2, 3 as they were last seen, and 4 on 0.
fn before() -> Vec<Stay> {
    let stay = |node: usize, at: usize, interface: u32| Stay {
        node: Some(id(node)),
        at: id(at),
        interface,
        own: false,
    };
    vec![stay(2, 1, 4), stay(3, 1, 5), stay(4, 0, 2), Stay { own: true, ..stay(1, 0, 1) }]
}

fn ends(graph: &Graph) -> Vec<(usize, usize)> {
    let number = |end: End| (0..9).find(|at| end == End::Node(id(*at))).expect("a node");
    let mut ends: Vec<(usize, usize)> =
        graph.links.iter().map(|l| (number(l.from), number(l.to))).collect();
    ends.sort_unstable();
    ends
}

#[test]
fn a_switch_that_is_silent_this_once_moves_nobody() {
    let known = || nodes(&[Switch, Switch, Workstation, Workstation, Server]);
    let infer = |told: Vec<Told>| {
        let graph =
            infer(&Picture { known: known(), told, before: before(), ..Picture::default() });
        assert!(graph.hubs.is_empty(), "because nothing new is between them: {graph:#?}");
        ends(&graph)
    };
    let core = || switch(0, 2, &[(1, 1), (2, 1), (3, 1), (4, 2)]);
    assert_eq!(infer(vec![core()]), [(0, 1), (0, 4)], "because 2 and 3 are seen behind it");
    let partial = Told { cut_short: true, forwarding: vec![], ..switch(1, 5, &[]) };
    assert_eq!(infer(vec![core(), partial]), [(0, 1), (0, 4)], "because it says less than before");
    // It is not even seen itself.
    let core = switch(0, 2, &[(2, 1), (3, 1), (4, 2)]);
    assert_eq!(infer(vec![core]), [(0, 4)], "because it was on that port");
    // 3 is seen elsewhere.
    let core = switch(0, 3, &[(1, 1), (2, 1), (3, 3), (4, 2)]);
    assert_eq!(infer(vec![core]), [(0, 1), (0, 3), (0, 4)], "because it has moved");
    // No switch says anything, but a router knows them all.
    let arp = |at: usize| Arp { address: [10, 0, 0, at as u8].into(), mac: mac(at), interface: 9 };
    let router = Told { arp: vec![arp(2), arp(3)], routing: true, ..switch(4, 9, &[]) };
    let router = Told { interfaces: vec![interface(9)], ..router };
    assert_eq!(infer(vec![router]), [], "because nothing is new");
}

#[test]
fn who_is_seen_past_a_box_that_announced_itself_hangs_on_it() {
    // 0 - 1 (no SNMP) - 2, and 3 on 1.
    let infer = |before: Vec<Stay>| {
        let known = nodes(&[Switch, Switch, Switch, Workstation]);
        let mut told =
            vec![switch(0, 1, &[(1, 1), (2, 1), (3, 1)]), switch(2, 1, &[(0, 1), (1, 1), (3, 1)])];
        told[0].heard.push(heard(Protocol::Lldp, 1, 1, 1, true));
        told[1].heard.push(heard(Protocol::Lldp, 1, 1, 2, true));
        infer(&Picture { known, told, before, ..Picture::default() })
    };
    let graph = infer(Vec::new());
    assert_eq!(ends(&graph), [(1, 0), (1, 2), (1, 3)]);
    assert_eq!(link(&graph, 1, 3).confidence, Confidence::Inferred);
    let stay = Stay { node: Some(id(3)), at: id(1), interface: 4, own: false };
    assert_eq!(ends(&infer(vec![stay])), [(1, 0), (1, 2)], "because it is silent this once");
}

#[test]
fn several_on_one_port_are_behind_one_box_nobody_has_seen() {
    let known = nodes(&[Switch, Workstation, Workstation, Workstation]);
    let told = vec![switch(0, 2, &[(1, 1), (2, 1), (3, 2)])];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(graph.hubs.len(), 1);
    assert_eq!(graph.hubs[0].at[0].0, id(0), "because it hangs on that port");
    let mut around: Vec<End> = graph.around(End::Hub(0)).collect();
    around.sort();
    assert_eq!(around, [0, 1, 2].map(|at| End::Node(id(at))), "because 3 is elsewhere");
}

#[test]
fn guests_are_in_their_host_and_a_pc_is_behind_its_telephone() {
    let guest = Mac([0x52, 0x54, 0, 0, 0, 7]);
    let mut known = nodes(&[Switch, Server, Server, Phone, Workstation]);
    known[2].macs = vec![guest];
    let mut told = switch(0, 3, &[(1, 1), (3, 2), (4, 2)]);
    told.forwarding.push((guest, 1));
    let graph = infer(&Picture { known, told: vec![told], ..Picture::default() });
    assert!(graph.hubs.is_empty(), "{graph:#?}");
    link(&graph, 0, 1);
    link(&graph, 1, 2);
    link(&graph, 0, 3);
    link(&graph, 3, 4);
    assert_eq!(graph.links.len(), 4);
}

#[test]
fn whoever_is_seen_by_radio_is_at_its_access_point() {
    let known = nodes(&[Switch, AccessPoint, Workstation, Phone]);
    let mut ap = switch(1, 2, &[(0, 1), (2, 2), (3, 2)]);
    ap.interfaces[1].wireless = true;
    let told = vec![switch(0, 2, &[(1, 1), (2, 1), (3, 1)]), ap];
    let asked = infer(&Picture { known: known.clone(), told, ..Picture::default() });
    // Without its own word it is the box in the middle all the same.
    let told = vec![switch(0, 2, &[(1, 1), (2, 1), (3, 1)])];
    let silent = infer(&Picture { known, told, ..Picture::default() });
    for (graph, confidence) in [(asked, Confidence::Evidenced), (silent, Confidence::Inferred)] {
        assert!(graph.hubs.is_empty(), "{graph:#?}");
        assert_eq!(link(&graph, 1, 2).confidence, confidence);
        assert_eq!(link(&graph, 1, 3).confidence, confidence);
        assert_eq!(graph.links.len(), 3);
    }
}

#[test]
fn a_router_stands_between_two_networks_with_its_own_ports() {
    let known = nodes(&[Switch, Router, Workstation, Server, Server]);
    let lan = Mac([2, 9, 0, 0, 0, 1]);
    let mut router = switch(1, 2, &[]);
    router.macs.clear();
    router.routing = true;
    router.interfaces[0].mac = Some(lan);
    router.interfaces[1].mac = Some(Mac([2, 9, 0, 0, 0, 2]));
    let arp = |at: usize, interface| Arp {
        address: [10, 0, 0, at as u8].into(),
        mac: mac(at),
        interface,
    };
    router.arp = vec![arp(2, 1), arp(3, 2), arp(4, 2)];
    let mut core = switch(0, 3, &[(2, 2)]);
    core.forwarding.push((lan, 3));
    let graph = infer(&Picture { known, told: vec![core, router], ..Picture::default() });
    assert_eq!(wires(&graph, 0, 1), [(Some(3), Some(1))], "because each port is known");
    assert_eq!(wires(&graph, 0, 2), [(Some(2), None)]);
    let branch: Vec<End> = graph.around(End::Hub(0)).collect();
    assert_eq!(branch, [1, 3, 4].map(|at| End::Node(id(at))), "because these are in the branch");
    assert_eq!(graph.hubs[0].at[0].1.index, Some(2), "because it is the router's second port");
}

#[test]
fn the_next_router_is_a_neighbour_unless_it_is_reached_already() {
    let route = |at: usize| Route { via: [10, 0, 0, at as u8].into(), interface: 1 };
    let router = |at: usize, next: usize| Told {
        routes: vec![route(next)],
        routing: true,
        ..switch(at, 2, &[])
    };
    let known = nodes(&[Router, Router]);
    let told = vec![router(0, 1), router(1, 0)];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(link(&graph, 0, 1).evidence, [Evidence::Routes]);
    assert_eq!(link(&graph, 0, 1).confidence, Confidence::Inferred);
}

#[test]
fn this_pc_is_a_station_and_links_lead_away_from_it() {
    let here = Here { macs: vec![mac(50)], ..Here::default() };
    let known = nodes(&[Switch, Switch, Workstation]);
    let told =
        vec![switch(0, 3, &[(1, 1), (2, 2), (50, 1)]), switch(1, 3, &[(0, 1), (2, 1), (50, 3)])];
    let graph = infer(&Picture { known, told, here, ..Picture::default() });
    let from_here = graph.between(End::Here, End::Node(id(1))).expect("it is on its port 3");
    assert_eq!(from_here.from, End::Here);
    assert_eq!(link(&graph, 0, 1).from, End::Node(id(1)), "because 1 is nearer");
    assert_eq!(link(&graph, 0, 2).from, End::Node(id(0)));
}

#[test]
fn who_is_silent_stays_where_it_was() {
    let known = nodes(&[Switch, Workstation, Workstation]);
    let told = vec![switch(0, 2, &[(1, 1)])];
    let before = vec![Stay { node: Some(id(2)), at: id(0), interface: 1, own: false }];
    let graph = infer(&Picture { known, told, before, ..Picture::default() });
    assert_eq!(graph.hubs.len(), 1, "because both were behind it: {graph:#?}");
    let spoke = graph.between(End::Hub(0), End::Node(id(2))).expect("it was there");
    assert!(spoke.remembered, "because nobody saw it this time");
    let seen = graph.between(End::Hub(0), End::Node(id(1))).expect("it is there");
    assert!(!seen.remembered);
}

#[test]
fn who_has_moved_is_where_the_others_see_it() {
    // It was on 1's port 2 a moment ago; 0 sees it on the port to 2 already.
    let known = nodes(&[Switch, Switch, Switch, Workstation]);
    let told = vec![
        switch(0, 3, &[(1, 1), (2, 2), (3, 2)]),
        switch(1, 3, &[(0, 1), (2, 1), (3, 2)]),
        switch(2, 3, &[(0, 1), (1, 1), (3, 3)]),
    ];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(wires(&graph, 2, 3), [(Some(3), None)]);
    assert_eq!(link(&graph, 2, 3).confidence, Confidence::Inferred);
    assert_eq!(graph.links.len(), 3);
}

#[test]
fn a_neighbour_nobody_knows_is_told() {
    let mut told = switch(0, 2, &[]);
    told.heard.push(heard(Protocol::Lldp, 2, 77, 1, true));
    let graph = infer(&Picture { known: nodes(&[Switch]), told: vec![told], ..Picture::default() });
    let stranger = &graph.strangers[0];
    assert_eq!((stranger.at, stranger.mac), (id(0), Some(mac(77))));
    assert_eq!(stranger.port.name, "p2");
    assert_eq!(stranger.name.as_deref(), Some("box-77"));
}

#[test]
fn one_address_for_everybody_is_nobodys() {
    // A router that answers for all (proxy ARP) must not be six boxes.
    let known = nodes(&[Switch, Other, Other, Other, Other, Other, Other]);
    let arp = (1..7).map(|at| ([10, 0, 0, at as u8].into(), mac(99))).collect();
    let here = Here { arp, ..Here::default() };
    let known = known.into_iter().map(|k| Known { macs: Vec::new(), ..k }).collect();
    let told = vec![switch(0, 2, &[(99, 1)])];
    let graph = infer(&Picture { known, told, here, ..Picture::default() });
    assert!(graph.links.is_empty(), "because it says nothing of any of them: {graph:#?}");
}

#[test]
fn two_nodes_that_are_one_box_are_at_one_port() {
    let mut known = nodes(&[Switch, Server, Server]);
    known[2].macs = known[1].macs.clone();
    let told = vec![switch(0, 2, &[(1, 1)])];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert!(graph.hubs.is_empty());
    link(&graph, 0, 1);
    link(&graph, 0, 2);
    assert_eq!(NodeId(3), id(2));
}
