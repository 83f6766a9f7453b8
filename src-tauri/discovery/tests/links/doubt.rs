//! What looks like a wire, and must be left in doubt.

use hinomi_discovery::links::{End, Picture, Protocol, Told, infer};
use hinomi_model::{Confidence, Evidence, NodeKind};

use crate::network::{heard, id};
use crate::told::{link, nodes, switch, wires};
use NodeKind::{Router, Switch, Workstation};

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
