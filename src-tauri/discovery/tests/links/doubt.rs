//! What looks like a wire, and must be left in doubt.

use hinomi_discovery::links::{End, Picture, Protocol, Told, TreePort, infer};
use hinomi_model::{Confidence, Evidence, NodeKind};

use crate::network::{heard, id, mac};
use crate::told::{link, nodes, switch, wires};
use NodeKind::{AccessPoint, Router, Switch, Workstation};

/// Each heard the other by this protocol, on its port 1.
fn hear(a: &mut Told, (at_a, at_b): (usize, usize), b: &mut Told, by: Protocol) {
    a.heard.push(heard(by, 1, at_b, 1, true));
    b.heard.push(heard(by, 1, at_a, 1, true));
}

#[test]
fn a_wire_on_which_nobody_was_seen_may_be_shut() {
    // A ring: the way between 0 and 1 is by their ports 2. 2 hangs on 0, and 3 on 1.
    let mut a = switch(0, 3, &[(2, 3), (3, 2)]);
    let mut b = switch(1, 3, &[(2, 2)]);
    hear(&mut a, (0, 1), &mut b, Protocol::Lldp);
    let known = nodes(&[Switch, Switch, Workstation, Workstation]);
    let graph = infer(&Picture { known, told: vec![a, b], ..Picture::default() });
    assert_eq!(wires(&graph, 0, 1), [(Some(1), Some(1))]);
    assert_eq!(link(&graph, 0, 1).confidence, Confidence::Evidenced, "because both heard it");
    let why = "because 1 may be behind that port, and 3 behind 1";
    assert_eq!(link(&graph, 0, 3).confidence, Confidence::Inferred, "{why}");
}

#[test]
fn what_may_have_been_passed_on_is_not_certain() {
    // 0 - 1 - 2, and 3 on 1, which does not speak CDP and whose table has aged.
    let speak = |also: bool| {
        let (mut a, mut c) = (switch(0, 1, &[(3, 1)]), switch(2, 1, &[(3, 1)]));
        hear(&mut a, (0, 2), &mut c, Protocol::Cdp);
        let mut b = switch(1, 3, &[(3, 3)]);
        b.heard.extend(also.then(|| heard(Protocol::Cdp, 2, 77, 1, true)));
        let known = nodes(&[Switch, Switch, Switch, Workstation]);
        let graph = infer(&Picture { known, told: vec![a, b, c], ..Picture::default() });
        let link = link(&graph, 0, 2);
        (link.evidence.contains(&Evidence::Cdp), link.confidence)
    };
    assert_eq!(speak(false), (true, Confidence::Inferred), "because 1 may have passed it on");
    assert_eq!(speak(true), (true, Confidence::Evidenced), "because 1 passes on nothing of it");
}

#[test]
fn what_a_router_hears_past_a_switch_is_no_wire() {
    // 0, which has no table, - 1, which does not speak CDP, - 2.
    let mut a = switch(0, 1, &[]);
    let b = switch(1, 2, &[(0, 1), (2, 2)]);
    let mut c = switch(2, 1, &[(0, 1), (1, 1)]);
    hear(&mut a, (0, 2), &mut c, Protocol::Cdp);
    let known = nodes(&[Router, Switch, Switch]);
    let graph = infer(&Picture { known, told: vec![a, b, c], ..Picture::default() });
    assert_eq!(link(&graph, 0, 1).confidence, Confidence::Evidenced);
    assert_eq!(graph.between(End::Node(id(0)), End::Node(id(2))), None, "because 1 is between");
}

#[test]
fn who_announces_itself_is_not_between_two_that_hear_each_other() {
    // 0, 1 and 2 on a hub, all of which speak CDP; 2 cannot be asked.
    let mut a = switch(0, 1, &[(1, 1), (2, 1)]);
    let mut b = switch(1, 1, &[(0, 1), (2, 1)]);
    hear(&mut a, (0, 1), &mut b, Protocol::Cdp);
    for told in [&mut a, &mut b] {
        told.heard.push(heard(Protocol::Cdp, 1, 2, 1, true));
    }
    let known = nodes(&[Switch, Switch, Switch]);
    let graph = infer(&Picture { known, told: vec![a, b], ..Picture::default() });
    assert_eq!(graph.hubs.len(), 1, "because 2 would have passed on nothing: {graph:#?}");
    let mut around: Vec<End> = graph.around(End::Hub(0)).collect();
    around.sort();
    assert_eq!(around, [0, 1, 2].map(|at| End::Node(id(at))));
}

#[test]
fn a_loose_end_leaves_its_switch_where_it_is_seen() {
    // 0 sees 2 on port 5 and heard access point 1 on port 3; 2 sees 1 somewhere.
    let mut a = switch(0, 5, &[(2, 5)]);
    a.heard.push(heard(Protocol::Lldp, 3, 1, 1, true));
    let known = nodes(&[Switch, AccessPoint, Switch]);
    let told = vec![a, switch(2, 2, &[(1, 1)])];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(link(&graph, 0, 2).evidence, [Evidence::Forwarding], "because 0 sees it");
    assert_eq!(graph.links.len(), 2, "because that 2 sees 1 is no news: {graph:#?}");
}

#[test]
fn a_router_that_bridges_by_one_interface_makes_no_one_network_of_two() {
    // 0 and 1 are in two networks of router 2, which bridges on 0's side; 3 hangs on 0, 4 on 1.
    let side = |at: usize, seen: &[(usize, u32)]| switch(at, 3, seen);
    let mut router = Told { macs: vec![mac(20)], ..switch(2, 2, &[]) };
    router.interfaces[0].mac = Some(mac(20));
    router.interfaces[1].mac = Some(mac(21));
    router.tree = vec![TreePort { interface: 1, blocked: false, bridge: mac(0), port: 1 }];
    let told = vec![side(0, &[(20, 1), (3, 2)]), side(1, &[(21, 1), (4, 2)]), router];
    let known = nodes(&[Switch, Switch, Router, Workstation, Workstation]);
    let graph = infer(&Picture { known, told, ..Picture::default() });
    for (at, host) in [(0, 3), (1, 4)] {
        assert_eq!(link(&graph, at, host).confidence, Confidence::Evidenced, "{graph:#?}");
    }
}

#[test]
fn two_routers_between_the_same_two_networks_have_two_legs_each() {
    // 0 and 1 each see both routers, 2 and 3, by another address, and one host, on one port.
    let mut known = nodes(&[Switch, Switch, Router, Router, Workstation, Workstation]);
    for router in [2, 3] {
        known[router].macs.push(mac(router + 10));
    }
    let told =
        vec![switch(0, 1, &[(2, 1), (3, 1), (4, 1)]), switch(1, 1, &[(12, 1), (13, 1), (5, 1)])];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(graph.hubs.len(), 2, "because each network has a box in the middle: {graph:#?}");
    for router in [2, 3] {
        let legs = graph.around(End::Node(id(router))).count();
        assert_eq!(legs, 2, "because {router} is in both networks: {graph:#?}");
    }
}

#[test]
fn a_router_between_two_switches_on_a_box_nobody_sees_is_between_nobody() {
    // Switches 0 and 1 and router 2, which tells no table, on one box; 0 hears 2 by CDP.
    let mut a = switch(0, 2, &[(1, 1), (2, 1), (3, 2)]);
    a.heard.push(heard(Protocol::Cdp, 1, 2, 1, false));
    let b = switch(1, 2, &[(0, 1), (2, 1), (3, 1), (4, 2)]);
    let router = switch(2, 1, &[]);
    let known = nodes(&[Switch, Switch, Router, Workstation, Workstation]);
    let graph = infer(&Picture { known, told: vec![a, b, router], ..Picture::default() });
    let mut around: Vec<End> = graph.around(End::Hub(0)).collect();
    around.sort();
    assert_eq!(around, [0, 1, 2].map(|at| End::Node(id(at))), "{graph:#?}");
}

#[test]
fn a_routers_neighbour_beyond_is_where_it_is_seen() {
    // Firewall 1 hangs on switch 0; router 2 beyond it hears it, and bridges nothing.
    let mut router = switch(2, 1, &[]);
    router.heard.push(heard(Protocol::Lldp, 1, 1, 7, false));
    let known = nodes(&[Switch, Router, Router]);
    let told = vec![switch(0, 2, &[(1, 2)]), router];
    let graph = infer(&Picture { known, told, ..Picture::default() });
    assert_eq!(wires(&graph, 0, 1), [(Some(2), None)]);
    assert_eq!(link(&graph, 0, 1).confidence, Confidence::Evidenced, "{graph:#?}");
}
