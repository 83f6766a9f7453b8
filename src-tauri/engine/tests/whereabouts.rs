//! Who is where, and what of it is worth a word.
#![allow(clippy::unwrap_used, reason = "a test")]

use hinomi_discovery::Mac;
use hinomi_discovery::links::Seen;
use hinomi_engine::core::Core;
use hinomi_engine::{Standing, Whereabouts, Wish};
use hinomi_model::draft::NodeDraft;
use hinomi_model::notification::Reason;
use hinomi_model::{Described, Fingerprint, GapReason, NodeId, Port, Stamp};
use hinomi_store::Loaded;

const NOON: Stamp = Stamp(1_795_000_000_000);

fn site() -> Core {
    let mut core = Core::read(Loaded::default(), Vec::new(), Vec::new());
    let nodes = vec![NodeDraft::at("10.0.0.1")];
    core.wish(Wish::AddNodes { nodes, checks: Vec::new(), gateways: Vec::new() }, NOON).unwrap();
    core.take();
    core
}

fn mac(n: u8) -> Mac {
    Mac([2, 0, 0, 0, 0, n])
}

/// Reads the tables some minutes later: who answers for 10.0.0.9. What was told of it.
fn read(core: &mut Core, answers: &[u8], minutes: i64) -> Vec<Reason> {
    let claims = answers.iter().map(|n| ([10, 0, 0, 9].into(), mac(*n))).collect();
    let now = Stamp(NOON.0 + minutes * 60_000);
    core.wish(Wish::See(Box::new(Whereabouts { claims, ..Whereabouts::default() })), now).unwrap();
    told(core)
}

fn told(core: &mut Core) -> Vec<Reason> {
    core.take().batch.notifications.iter().map(|n| n.reason).collect()
}

/// In this network, with its gateway at this hardware address.
fn standing(gateway: u8) -> Standing {
    let network = Fingerprint {
        gateway: Some("10.0.0.1".into()),
        gateway_mac: Some(mac(gateway).to_string()),
        subnet: Some("10.0.0.0/24".into()),
        domain: None,
    };
    Standing { network, ..Standing::default() }
}

#[test]
fn an_address_that_is_handed_on_is_no_news_and_one_that_goes_to_and_fro_is_told_once_a_day() {
    let mut core = site();
    assert_eq!(read(&mut core, &[1], 0), []);
    assert_eq!(read(&mut core, &[2], 5), [], "because leases end");
    assert_eq!(read(&mut core, &[1], 10), [Reason::AddressDisputed], "because 1 has it again");
    assert_eq!(read(&mut core, &[2], 15), [], "because it was told");
    assert_eq!(read(&mut core, &[1], 24 * 60 + 5), [], "because a day later it is another lease");
    assert_eq!(read(&mut core, &[2], 24 * 60 + 10), []);
    assert_eq!(read(&mut core, &[1], 24 * 60 + 15), [Reason::AddressDisputed], "because of today");
}

#[test]
fn an_old_answer_that_somebody_still_keeps_disputes_nothing() {
    let mut core = site();
    for minutes in (0..60).step_by(5) {
        let answers: &[u8] = if minutes % 2 == 0 { &[1, 2] } else { &[2, 1] };
        assert_eq!(read(&mut core, answers, minutes), [], "because 1 may long be gone");
    }
    assert_eq!(read(&mut core, &[2], 60), []);
}

#[test]
fn the_gateways_hardware_address_is_minded_at_once_and_told_once() {
    let mut core = site();
    core.stand(standing(1), NOON);
    assert_eq!(told(&mut core), []);
    let later = Stamp(NOON.0 + 10_000);
    core.stand(standing(9), later);
    assert_eq!(told(&mut core), [Reason::GatewayChanged]);
    core.stand(standing(1), later);
    core.stand(standing(9), later);
    assert_eq!(told(&mut core), [], "because whoever plays that game plays it every few seconds");
}

#[test]
fn who_slept_may_have_woken_up_elsewhere() {
    let mut core = site();
    core.stand(standing(1), NOON);
    core.gap(NOON, Stamp(NOON.0 + 3_600_000), GapReason::Asleep);
    core.take();
    core.stand(standing(9), Stamp(NOON.0 + 3_600_000));
    assert_eq!(told(&mut core), [], "because many networks call themselves 10.0.0.0/24");
}

#[test]
fn in_another_network_nobody_is_seen() {
    let mut core = site();
    core.stand(standing(1), NOON);
    let port = Port { name: "p1".into(), index: Some(1) };
    let seen = vec![Seen { mac: mac(5), at: NodeId(1), port }];
    let claims = vec![([10, 0, 0, 9].into(), mac(5))];
    let found = Whereabouts { seen, claims, ..Whereabouts::default() };
    core.wish(Wish::See(Box::new(found.clone())), NOON).unwrap();
    let batch = core.take().batch;
    assert_eq!((batch.sightings.len(), batch.claims.len()), (1, 1));
    core.stand(Standing::default(), NOON);
    let mut elsewhere = standing(7);
    elsewhere.network.subnet = Some("192.168.7.0/24".into());
    core.stand(elsewhere, NOON);
    core.take();
    core.wish(Wish::See(Box::new(found)), NOON).unwrap();
    let batch = core.take().batch;
    assert_eq!((batch.sightings.len(), batch.claims.len()), (0, 0));
}

/// A reading in which 10.0.0.9 is answered for by these, and these are on ports; `more` are further
/// answers. Minutes after noon.
fn read_ports(
    core: &mut Core,
    answers: &[u8],
    plugged: &[u8],
    more: &[(u8, u8)],
    minutes: i64,
) -> Vec<(Reason, String)> {
    let own = answers.iter().map(|n| ([10, 0, 0, 9].into(), mac(*n)));
    let more = more.iter().map(|(ip, n)| ([10, 0, 0, *ip].into(), mac(*n)));
    let port = |n: &u8| Port { name: format!("p{n}"), index: Some((*n).into()) };
    let seen = plugged.iter().map(|n| Seen { mac: mac(*n), at: NodeId(1), port: port(n) });
    let found = Whereabouts {
        claims: own.chain(more).collect(),
        seen: seen.collect(),
        ..Whereabouts::default()
    };
    let now = Stamp(NOON.0 + minutes * 60_000);
    core.wish(Wish::See(Box::new(found)), now).unwrap();
    let notices = core.take().batch.notifications;
    notices.into_iter().map(|n| (n.reason, n.body)).collect()
}

#[test]
fn two_that_use_one_address_all_the_time_are_told_once_and_again_when_it_had_ended() {
    let mut core = site();
    let mut told = Vec::new();
    for minutes in (0..24 * 60 * 3).step_by(5) {
        // The tables name them in any order.
        let answers: &[u8] = if minutes % 2 == 0 { &[1, 2] } else { &[2, 1] };
        told.extend(
            read_ports(&mut core, answers, &[1, 2], &[], minutes).into_iter().map(|n| (minutes, n)),
        );
    }
    assert_eq!(told.len(), 1, "because it is one trouble, however long it goes on: {told:?}");
    let (at, (reason, body)) = &told[0];
    assert_eq!((*at, *reason), (15, Reason::AddressDisputed), "because by then both are there");
    for said in ["02:00:00:00:00:01", "02:00:00:00:00:02", "p1", "p2"] {
        assert!(body.contains(said), "because one is looked for by {said}: {body}");
    }
    let three_days = 24 * 60 * 3;
    for minutes in (three_days..three_days + 90).step_by(5) {
        assert_eq!(read_ports(&mut core, &[1], &[1], &[], minutes), [], "because 2 has left");
    }
    let again: Vec<_> = (three_days + 90..three_days + 120)
        .step_by(5)
        .flat_map(|minutes| read_ports(&mut core, &[1, 2], &[1, 2], &[], minutes))
        .collect();
    assert_eq!(again.len(), 1, "because it had ended: {again:?}");
}

/// Who answers for which address: its last octet and the hardware address's.
type Answers = [(u8, u8)];

#[test]
fn what_a_router_still_keeps_of_who_left_or_moved_on_disputes_nothing() {
    // Who is kept, who is plugged in, and who answers for what besides.
    let stories: [(&str, &[u8], &Answers); 4] = [
        ("1 was switched off, and a router still has it", &[2], &[]),
        ("1 has another address by now", &[1, 2], &[(12, 1)]),
        ("1 is a router that answers for others", &[1, 2], &[(30, 1), (31, 1)]),
        ("no switch is asked", &[], &[]),
    ];
    for (story, plugged, more) in stories {
        let mut core = site();
        for minutes in (0..600).step_by(5) {
            let told = read_ports(&mut core, &[1, 2], plugged, more, minutes);
            assert_eq!(told, [], "because {story}");
        }
    }
    let mut core = site();
    for minutes in 0..5 {
        let told = read_ports(&mut core, &[1, 2], &[1, 2], &[], minutes);
        assert_eq!(told, [], "because a switch may still remember who left a moment ago");
    }
    for minutes in (5..600).step_by(5) {
        assert_eq!(read_ports(&mut core, &[1, 2], &[2], &[], minutes), [], "because 1 left");
    }
}

#[test]
fn two_that_were_told_of_in_turn_are_not_told_of_again() {
    let mut core = site();
    let mut told = Vec::new();
    for (n, minutes) in (0..180).step_by(5).enumerate() {
        // First in turn, then together.
        let answers: &[u8] = if n > 6 {
            &[1, 2]
        } else if n % 2 == 0 {
            &[1]
        } else {
            &[2]
        };
        told.extend(read_ports(&mut core, answers, &[1, 2], &[], minutes));
    }
    assert_eq!(told.len(), 1, "because it is one trouble: {told:?}");
}

#[test]
fn what_a_box_said_of_itself_comes_along_to_its_new_address_if_it_is_that_box() {
    let described = Described { serial: Some("S1".into()), ..said() };
    // Who answers for which address of 10.0.0.0/24, and whether node 1 (mac 7) is the box at 9.
    let stories: [(&str, &Answers, bool); 4] = [
        ("its hardware address answers there", &[(9, 7)], true),
        ("another one does", &[(9, 8)], false),
        ("nobody knows who does", &[], false),
        ("its hardware address answers for others, too", &[(9, 7), (20, 7)], false),
    ];
    for (story, answers, comes_along) in stories {
        let mut core = site();
        let draft = |address: &str| NodeDraft {
            id: Some(NodeId(1)),
            mac: Some(mac(7).to_string()),
            ..NodeDraft::at(address)
        };
        core.wish(Wish::PutNode(draft("10.0.0.1")), NOON).unwrap();
        core.wish(Wish::Describe(NodeId(1), described.clone()), NOON).unwrap();
        let claims = answers.iter().map(|(ip, n)| ([10, 0, 0, *ip].into(), mac(*n))).collect();
        let found = Whereabouts { claims, ..Whereabouts::default() };
        core.wish(Wish::See(Box::new(found)), NOON).unwrap();
        core.wish(Wish::PutNode(draft("10.0.0.9")), NOON).unwrap();
        let kept = core.world().nodes[&NodeId(1)].described.is_some();
        assert_eq!(kept, comes_along, "because {story}");
    }
}

fn said() -> Described {
    Described {
        at: NOON,
        maker: None,
        model: None,
        version: None,
        serial: None,
        name: None,
        descr: None,
        location: None,
        changes: Vec::new(),
    }
}
