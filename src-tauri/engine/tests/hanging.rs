//! What becomes of links when the network is read again.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::net::IpAddr;

use hinomi_discovery::links::{End, Found, Graph, Hub};
use hinomi_engine::core::Core;
use hinomi_engine::hanging::{Asked, Hanging};
use hinomi_engine::{Granted, Wish};
use hinomi_model::draft::NodeDraft;
use hinomi_model::{
    Address, Cable, Confidence, Evidence, Former, Link, LinkId, NodeId, NodeKind, Port, Stamp,
};
use hinomi_store::{Edit, Loaded};

const NOON: Stamp = Stamp(1_795_000_000_000);

/// A site with nodes 1 to `n`, 10.0.0.1 and so on.
fn site(n: u8) -> Core {
    let mut core = Core::read(Loaded::default(), Vec::new(), Vec::new());
    let nodes = (1..=n).map(|n| NodeDraft::at(&format!("10.0.0.{n}"))).collect();
    core.wish(Wish::AddNodes { nodes, checks: Vec::new(), gateways: Vec::new() }, NOON).unwrap();
    core
}

fn port(number: u32) -> Option<Port> {
    Some(Port { name: format!("p{number}"), index: Some(number) })
}

fn found(from: End, to: End, evidence: Evidence, near: u32) -> Found {
    Found {
        from,
        to,
        evidence: vec![evidence],
        confidence: Confidence::Evidenced,
        cables: vec![Cable { from: port(near), to: None }],
        remembered: false,
    }
}

fn node(n: u32) -> End {
    End::Node(NodeId(n))
}

fn seen(n: u32, at: u32, on: u32) -> Found {
    found(node(at), node(n), Evidence::Forwarding, on)
}

fn announced(a: u32, b: u32) -> Found {
    found(node(a), node(b), Evidence::Lldp, 1)
}

/// Reads the network again, some minutes later.
fn read(core: &mut Core, links: Vec<Found>, hubs: Vec<Hub>, asked: &[u32], minutes: i64) {
    let graph = Graph { links, hubs, strangers: Vec::new() };
    let asked = asked.iter().map(|n| Asked {
        node: NodeId(*n),
        addresses: vec![IpAddr::from([10, 0, 0, *n as u8])],
        kind: NodeKind::Switch,
        deaf: false,
    });
    let hanging = Hanging { graph, asked: asked.collect() };
    core.wish(Wish::Hang(Box::new(hanging)), after(minutes)).unwrap();
}

fn links(core: &Core) -> &[Link] {
    core.world().topology.links()
}

fn link(core: &Core, a: u32, b: u32) -> Option<&Link> {
    core.world().topology.between(Some(NodeId(a)), NodeId(b)).filter(|l| l.struck.is_none())
}

fn drop_link(core: &mut Core, id: LinkId) {
    core.wish(Wish::DropLink(id), NOON).unwrap();
}

fn after(minutes: i64) -> Stamp {
    Stamp(NOON.0 + minutes * 60_000)
}

/// What ended since this was asked last, as it is stored.
fn formers(core: &mut Core) -> Vec<Former> {
    let edits = core.take().batch.edits.into_iter();
    edits
        .filter_map(|edit| match edit {
            Edit::PutFormer(former) => Some(former),
            _ => None,
        })
        .collect()
}

#[test]
fn what_was_struck_out_is_not_found_again_until_it_is_drawn() {
    let mut core = site(2);
    read(&mut core, vec![seen(2, 1, 4)], vec![], &[1], 0);
    let id = link(&core, 1, 2).unwrap().id;
    drop_link(&mut core, id);
    assert!(link(&core, 1, 2).is_none());
    read(&mut core, vec![seen(2, 1, 4)], vec![], &[1], 5);
    assert!(link(&core, 1, 2).is_none(), "because a person said that it is wrong");
    let drawn = core.wish(Wish::PutLink(Some(NodeId(1)), NodeId(2)), NOON).unwrap();
    assert_eq!(drawn, Granted::Link(id), "because it is the one that was struck out");
    assert_eq!(link(&core, 1, 2).unwrap().evidence, Evidence::Forwarding);
}

#[test]
fn who_moves_is_moved_and_who_is_silent_stays() {
    let mut core = site(4);
    read(&mut core, vec![announced(1, 2), seen(3, 1, 4), seen(4, 1, 5)], vec![], &[1, 2], 0);
    let silent = Found { remembered: true, ..seen(4, 1, 5) };
    read(&mut core, vec![announced(1, 2), seen(3, 2, 7), silent], vec![], &[1, 2], 5);
    assert!(link(&core, 1, 3).is_none(), "because it has moved");
    assert_eq!(link(&core, 2, 3).unwrap().cables[0].from, port(7));
    assert_eq!(link(&core, 1, 4).unwrap().seen, Some(NOON), "because nobody saw it since");
    read(&mut core, vec![], vec![], &[], 10);
    assert_eq!(links(&core).len(), 3, "because nobody was there to be asked");
}

#[test]
fn a_wire_both_ends_no_longer_announce_is_outdated_and_comes_back() {
    let mut core = site(3);
    read(&mut core, vec![announced(1, 2), announced(1, 3)], vec![], &[1, 2, 3], 0);
    read(&mut core, vec![announced(1, 2)], vec![], &[1, 2], 5);
    assert!(link(&core, 1, 3).unwrap().leads(), "because 3 did not answer: it may be an outage");
    read(&mut core, vec![announced(1, 2)], vec![], &[1, 2, 3], 10);
    assert_eq!(link(&core, 1, 3).unwrap().confidence, Confidence::Outdated);
    read(&mut core, vec![announced(1, 2), announced(1, 3)], vec![], &[1, 2, 3], 15);
    let back = link(&core, 1, 3).unwrap();
    assert_eq!((back.confidence, back.since), (Confidence::Evidenced, NOON));
}

#[test]
fn a_host_carried_to_another_switch_leaves_the_link_it_had_from_when_until_when() {
    let mut core = site(3);
    read(&mut core, vec![announced(1, 2), seen(3, 1, 4)], vec![], &[1, 2], 0);
    let had = link(&core, 1, 3).unwrap().clone();
    assert!(formers(&mut core).is_empty(), "because nothing has ended");
    read(&mut core, vec![announced(1, 2), seen(3, 2, 7)], vec![], &[1, 2], 5);
    assert_eq!((had.since, had.cables[0].from.clone()), (NOON, port(4)));
    assert_eq!(formers(&mut core), [Former::Link { until: after(5), link: had }]);
    assert_eq!(link(&core, 2, 3).unwrap().since, after(5), "because there the next one begins");
    read(&mut core, vec![announced(1, 2), seen(3, 2, 9)], vec![], &[1, 2], 10);
    let ended = formers(&mut core);
    let [Former::Link { until, link: had }] = &ended[..] else {
        panic!("because it was plugged in elsewhere once more")
    };
    assert_eq!((*until, had.cables[0].from.clone()), (after(10), port(7)));
    let wire = Cable { from: port(9), to: port(1) };
    let whole = Found { cables: vec![wire], ..seen(3, 2, 9) };
    read(&mut core, vec![announced(1, 2), whole], vec![], &[1, 2], 15);
    assert!(formers(&mut core).is_empty(), "because its own port was only learnt");
}

#[test]
fn what_is_struck_out_outdated_or_taken_away_was_a_link_until_then() {
    let mut core = site(3);
    read(&mut core, vec![seen(2, 1, 4), announced(1, 3)], vec![], &[1, 3], 0);
    let (found, wire) = (link(&core, 1, 2).unwrap().clone(), link(&core, 1, 3).unwrap().clone());
    core.wish(Wish::DropLink(found.id), after(1)).unwrap();
    assert_eq!(formers(&mut core), [Former::Link { until: after(1), link: found.clone() }]);
    core.wish(Wish::PutLink(Some(NodeId(1)), NodeId(2)), after(2)).unwrap();
    let struck = Link { struck: Some(after(1)), ..found };
    let meanwhile = Former::Link { until: after(2), link: struck };
    assert_eq!(formers(&mut core), [meanwhile], "because nobody believed it in between");

    let drawn = core.wish(Wish::PutLink(Some(NodeId(2)), NodeId(3)), after(3)).unwrap();
    let Granted::Link(id) = drawn else { panic!("a link: {drawn:?}") };
    core.wish(Wish::DropLink(id), after(4)).unwrap();
    let ended = formers(&mut core);
    let [Former::Link { until, link: gone }] = &ended[..] else {
        panic!("because somebody had drawn it")
    };
    assert_eq!((*until, gone.since, gone.evidence), (after(4), after(3), Evidence::ByHand));

    read(&mut core, vec![seen(2, 1, 4)], vec![], &[1, 3], 5);
    let was = Former::Link { until: after(5), link: wire.clone() };
    assert_eq!(formers(&mut core), [was], "because both its ends were asked");
    read(&mut core, vec![seen(2, 1, 4), announced(1, 3)], vec![], &[1, 3], 10);
    let outdated = Link { confidence: Confidence::Outdated, ..wire };
    assert_eq!(formers(&mut core), [Former::Link { until: after(10), link: outdated }]);
}

#[test]
fn a_node_that_is_removed_is_remembered_by_name_with_the_links_it_had() {
    let mut core = site(2);
    let name =
        NodeDraft { id: Some(NodeId(2)), name: "倉庫".into(), ..NodeDraft::at("10.0.0.2") };
    core.wish(Wish::PutNode(name), NOON).unwrap();
    read(&mut core, vec![seen(2, 1, 4)], vec![], &[1], 0);
    let had = link(&core, 1, 2).unwrap().clone();
    assert!(formers(&mut core).is_empty());
    core.wish(Wish::DropNodes(vec![NodeId(2)]), after(5)).unwrap();
    let node = Former::Node {
        until: after(5),
        node: NodeId(2),
        name: "倉庫".into(),
        address: "10.0.0.2".into(),
        added: NOON,
    };
    assert_eq!(formers(&mut core), [Former::Link { until: after(5), link: had }, node]);
    assert!(links(&core).is_empty());
}

#[test]
fn a_switch_that_does_not_answer_takes_nothing_back() {
    let mut core = site(2);
    let wire = Cable { from: port(1), to: port(8) };
    let whole = Found { cables: vec![wire.clone()], ..announced(1, 2) };
    read(&mut core, vec![whole], vec![], &[1, 2], 0);
    let less = Found { confidence: Confidence::Inferred, ..seen(2, 1, 1) };
    read(&mut core, vec![less], vec![], &[1], 5);
    let kept = link(&core, 1, 2).unwrap();
    assert_eq!((kept.evidence, kept.confidence), (Evidence::Lldp, Confidence::Evidenced));
    assert_eq!(kept.cables, [wire], "because 2 has not said anything else");
    assert_eq!(kept.seen, Some(Stamp(NOON.0 + 300_000)), "because 1 still sees it");
}

fn hub(at: u32, on: u32) -> Hub {
    Hub { at: vec![(NodeId(at), port(on).unwrap())] }
}

fn spokes(at: u32, on: u32, hosts: &[u32]) -> Vec<Found> {
    let own = found(node(at), End::Hub(0), Evidence::Forwarding, on);
    let hosts = hosts.iter().map(|h| Found {
        cables: Vec::new(),
        ..found(End::Hub(0), node(*h), Evidence::Forwarding, 0)
    });
    let all = [own].into_iter().chain(hosts);
    all.map(|l| Found { confidence: Confidence::Inferred, ..l }).collect()
}

fn inferred(core: &Core) -> Vec<NodeId> {
    core.world().nodes.values().filter(|n| n.inferred).map(|n| n.id).collect()
}

#[test]
fn a_box_nobody_has_seen_is_the_same_one_next_time_and_goes_with_its_last_hosts() {
    let mut core = site(4);
    read(&mut core, spokes(1, 9, &[2, 3]), vec![hub(1, 9)], &[1], 0);
    let [id] = inferred(&core)[..] else { panic!("one box: {:?}", inferred(&core)) };
    let made = core.world().nodes[&id].clone();
    assert_eq!((made.address, made.kind), (Address::Nowhere, NodeKind::Switch));
    assert!(made.name.contains("10.0.0.1 p9"), "because that is where it hangs: {}", made.name);
    let name = NodeDraft { id: Some(id), name: "under the desk".into(), ..NodeDraft::at("") };
    core.wish(Wish::PutNode(NodeDraft { kind: NodeKind::Switch, ..name }), NOON).unwrap();

    read(&mut core, spokes(1, 9, &[2, 3, 4]), vec![hub(1, 9)], &[1], 5);
    assert_eq!(inferred(&core), [id], "because it hangs on the same port");
    assert_eq!(core.world().nodes[&id].name, "under the desk", "because a person named it");
    assert_eq!(links(&core).len(), 4);
    let stays = core.world().known(Stamp(NOON.0 + 1)).1;
    assert_eq!(stays.len(), 3, "because its hosts are remembered at its port: {stays:?}");
    assert!(stays.iter().all(|s| (s.at, s.interface) == (NodeId(1), 9)));

    let moved = vec![seen(2, 1, 5), seen(3, 1, 6), seen(4, 1, 9)];
    read(&mut core, moved, vec![], &[1], 10);
    assert!(inferred(&core).is_empty(), "because nothing hangs on it any more");
    assert_eq!(links(&core).len(), 3);
}

#[test]
fn what_a_person_drew_stands_and_gets_its_wires() {
    let mut core = site(2);
    core.wish(Wish::PutLink(Some(NodeId(2)), NodeId(1)), NOON).unwrap();
    read(&mut core, vec![announced(1, 2)], vec![], &[1, 2], 0);
    let drawn = link(&core, 1, 2).unwrap();
    assert_eq!((drawn.evidence, drawn.confidence), (Evidence::ByHand, Confidence::ByHand));
    assert_eq!((drawn.from, drawn.cables[0].to.clone()), (Some(NodeId(2)), port(1)));
    assert_eq!(drawn.also, [Evidence::Lldp]);
    read(&mut core, vec![], vec![], &[1, 2], 5);
    assert!(link(&core, 1, 2).is_some(), "because only a person takes it away");
}

#[test]
fn this_pc_hangs_on_its_switch_rather_than_on_its_gateway() {
    let mut core = site(1);
    let nodes = vec![NodeDraft::at("10.0.0.254")];
    let gateways = vec!["10.0.0.254".to_owned()];
    core.wish(Wish::AddNodes { nodes, checks: Vec::new(), gateways }, NOON).unwrap();
    assert_eq!(links(&core)[0].evidence, Evidence::Gateway);
    let here = found(End::Here, node(1), Evidence::Forwarding, 0);
    read(&mut core, vec![here, seen(2, 1, 3)], vec![], &[1], 0);
    let kinds: Vec<Evidence> = links(&core).iter().map(|l| l.evidence).collect();
    assert_eq!(kinds, [Evidence::Forwarding, Evidence::Forwarding]);
}

#[test]
fn a_box_nobody_has_seen_stays_while_the_switch_it_hangs_on_is_silent() {
    let mut core = site(4);
    read(&mut core, vec![announced(1, 2)], vec![], &[1, 2], 0);
    let mut links = spokes(2, 6, &[3, 4]);
    links.push(Found { cables: vec![Cable { from: port(1), to: port(8) }], ..announced(1, 2) });
    read(&mut core, links, vec![hub(2, 6)], &[1, 2], 5);
    let hub = inferred(&core);
    // 1 still sees 2, and nothing that speaks against the rest.
    read(
        &mut core,
        vec![Found { confidence: Confidence::Inferred, ..seen(2, 1, 1) }],
        vec![],
        &[1],
        10,
    );
    assert_eq!(inferred(&core), hub, "because its switch says nothing this time");
    assert_eq!(crate::links(&core).len(), 4, "because everybody hangs where they hung");
}

#[test]
fn a_wire_is_not_outdated_by_an_end_that_did_not_say_whom_it_hears() {
    let mut core = site(2);
    read(&mut core, vec![announced(1, 2)], vec![], &[1, 2], 0);
    let asked = |deaf: bool| {
        let said = |n: u32| Asked {
            node: NodeId(n),
            addresses: vec![IpAddr::from([10, 0, 0, n as u8])],
            kind: NodeKind::Switch,
            deaf,
        };
        Wish::Hang(Box::new(Hanging { graph: Graph::default(), asked: vec![said(1), said(2)] }))
    };
    let later = Stamp(NOON.0 + 300_000);
    core.wish(asked(true), later).unwrap();
    assert!(
        link(&core, 1, 2).unwrap().leads(),
        "because neither of them says that it is not there"
    );
    core.wish(asked(false), later).unwrap();
    assert_eq!(link(&core, 1, 2).unwrap().confidence, Confidence::Outdated);
}

#[test]
fn an_agent_that_says_nothing_of_ipv6_takes_no_address_back() {
    let mut core = Core::read(Loaded::default(), Vec::new(), Vec::new());
    let (six, other): (IpAddr, IpAddr) =
        ("2001:db8::7".parse().unwrap(), "2001:db8::8".parse().unwrap());
    let nodes = vec![NodeDraft { also: Some(vec![six]), ..NodeDraft::at("10.0.0.7") }];
    core.wish(Wish::AddNodes { nodes, checks: Vec::new(), gateways: Vec::new() }, NOON).unwrap();
    let mut says = |addresses: Vec<IpAddr>| {
        let asked = vec![Asked { node: NodeId(1), addresses, kind: NodeKind::Other, deaf: false }];
        let hanging = Hanging { graph: Graph::default(), asked };
        core.wish(Wish::Hang(Box::new(hanging)), NOON).unwrap();
        core.world().nodes[&NodeId(1)].also.clone()
    };
    let (own, inside): (IpAddr, IpAddr) = ([10, 0, 0, 7].into(), [172, 17, 0, 1].into());
    assert_eq!(says(vec![own, inside]), [inside, six]);
    assert_eq!(says(vec![own, other]), [other], "because now it says which it has");
}
