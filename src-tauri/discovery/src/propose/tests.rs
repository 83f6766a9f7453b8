use std::net::IpAddr;

use hinomi_model::draft::NodeDraft;
use hinomi_model::{NodeKind, Proof};
use proptest::prelude::*;

use super::*;
use crate::{Clue, Source, Topic, parse_ranges};

fn ip(d: u8) -> IpAddr {
    IpAddr::from([10, 0, 0, d])
}

fn mac(n: u8) -> String {
    format!("00:11:22:00:00:{n:02x}")
}

fn found(d: u8, mac: Option<String>) -> Finding {
    Finding {
        address: ip(d),
        also: Vec::new(),
        name: None,
        mac,
        vendor: None,
        kind: NodeKind::Other,
        sure: Sureness::Unknown,
        maker: None,
        model: None,
        clues: Vec::new(),
        rtt: None,
        ports: Vec::new(),
        evidence: [Proof::Icmp].into(),
        gateway: false,
        this_pc: false,
        login: None,
        beyond: None,
    }
}

/// The same, which says over mDNS that it is called so.
fn named(finding: Finding, name: &str) -> Finding {
    let (source, topic, text) = (Source::Mdns, Topic::Name, name.to_owned());
    Finding { clues: vec![Clue { source, topic, text, kind: None }], ..finding }
}

fn node(id: u32, d: u8, mac: Option<String>) -> Node {
    let text = serde_json::to_value(NodeDraft::at(&ip(d).to_string())).expect("JSON");
    let mut text = text.as_object().expect("an object").clone();
    let more = serde_json::json!({
        "id": id, "name": format!("node{id}"), "paused": false, "added": 0, "mac": mac, "also": [],
    });
    text.extend(more.as_object().expect("an object").clone());
    serde_json::from_value(text.into()).expect("a node")
}

/// A site that is looked at again and again, as the engine does.
#[derive(Default)]
struct Site {
    nodes: Vec<Node>,
    lives: BTreeSet<NodeId>,
    unheard: BTreeMap<NodeId, Option<Stamp>>,
    proposals: Vec<Proposal>,
    glimpses: BTreeMap<NodeId, Glimpse>,
    looks: i64,
    given: u32,
    /// When the re-scan began whose slices are looked at; each look is one of its own if that is not
    /// said.
    begun: Option<Stamp>,
}

impl Site {
    fn of(nodes: Vec<Node>) -> Site {
        let unheard = nodes.iter().map(|node| (node.id, None)).collect();
        Site { nodes, unheard, ..Site::default() }
    }

    /// One re-scan a day.
    fn look(&mut self, findings: &[Finding]) -> Vec<Proposed> {
        self.look_at(findings, true)
    }

    fn look_at(&mut self, findings: &[Finding], whole: bool) -> Vec<Proposed> {
        self.looks += 1;
        let ranges = parse_ranges(&["10.0.0.0/24".to_owned()]).expect("a range");
        let at = Stamp(self.looks * 86_400_000);
        let look = Look { findings, ranges: &ranges, whole, begun: self.begun.unwrap_or(at), at };
        let known = Known {
            nodes: &self.nodes,
            lives: &self.lives,
            unheard: &self.unheard,
            proposals: &self.proposals,
            glimpses: &self.glimpses,
            logins: &[],
        };
        let judged = propose(&look, &known);
        self.proposals.retain(|p| !judged.over.contains(&p.id));
        for kept in judged.kept {
            let place = self.proposals.iter_mut().find(|p| p.id == kept.id);
            *place.expect("only known ones are kept") = kept;
        }
        for new in judged.new {
            self.given += 1;
            self.proposals.push(Proposal { id: ProposalId(self.given), ..new });
        }
        self.glimpses.extend(judged.glimpses);
        self.open()
    }

    fn open(&self) -> Vec<Proposed> {
        self.proposals.iter().filter(|p| p.is_open()).map(|p| p.what.clone()).collect()
    }

    fn dismiss_all(&mut self) {
        let now = Stamp(self.looks * 86_400_000);
        self.proposals.iter_mut().for_each(|p| p.dismissed = Some(now));
    }

    fn hear(&mut self, id: u32) {
        self.lives.insert(NodeId(id));
        self.unheard.remove(&NodeId(id));
    }
}

#[test]
fn a_stranger_is_proposed_once_and_is_no_news_once_it_is_a_node_or_was_dismissed() {
    let mut site = Site::of(vec![node(1, 1, None)]);
    let guest = found(9, Some(mac(9)));
    assert_eq!(site.look(&[found(1, None), guest.clone()]), [Proposed::New]);
    assert_eq!(site.look(&[found(1, None), guest.clone()]), [Proposed::New]);
    let seen = &site.proposals[0];
    assert_eq!((seen.times, seen.first, seen.last), (2, Stamp(86_400_000), Stamp(2 * 86_400_000)));
    site.dismiss_all();
    let elsewhere = found(77, Some(mac(9)));
    let here = found(1, None);
    assert_eq!(site.look(&[here.clone(), elsewhere]), [], "because it has its hardware address");
    let other = found(9, Some(mac(8)));
    let now = site.look(&[here.clone(), other.clone()]);
    assert_eq!(now, [Proposed::New], "because another one has its address");
    site.nodes.push(node(2, 9, Some(mac(8))));
    assert_eq!(site.look(&[here, other]), [], "because it is a node now");
}

#[test]
fn without_a_hardware_address_it_is_known_by_where_it_is() {
    let mut site = Site::of(Vec::new());
    assert_eq!(site.look(&[found(9, None)]), [Proposed::New]);
    site.dismiss_all();
    assert_eq!(site.look(&[found(9, None)]), []);
    assert_eq!(site.look(&[found(9, Some(mac(9)))]), [], "because that is it, better seen");
    assert_eq!(site.look(&[found(10, None)]), [Proposed::New]);
}

fn six(n: u8) -> IpAddr {
    format!("2001:db8::{n}").parse().expect("an address")
}

#[test]
fn a_node_that_answers_by_ipv6_alone_is_nobody_new_and_not_gone() {
    let mut site = Site::of(vec![node(1, 1, None), node(2, 2, None)]);
    let both = Finding { also: vec![six(2)], ..found(2, None) };
    assert_eq!(site.look(&[found(1, Some(mac(1))), both]), []);
    let by_mac = Finding { address: six(1), ..found(1, Some(mac(1))) };
    for _ in 0..4 {
        let all = [by_mac.clone(), found(2, None)];
        assert_eq!(site.look(&all), [], "because it was seen with that hardware address");
    }
    let by_address = Finding { address: six(2), ..found(2, None) };
    for _ in 0..4 {
        let all = [found(1, None), by_address.clone()];
        assert_eq!(site.look(&all), [], "because it was seen with that address");
    }
}

#[test]
fn a_stranger_keeps_its_ipv4_address_until_that_was_asked_in_vain() {
    let mut site = Site::of(Vec::new());
    let seen = |site: &Site| {
        let seen = site.proposals[0].seen.clone().expect("it was seen");
        (site.proposals.len(), seen.address, seen.also)
    };
    site.look(&[found(9, Some(mac(9)))]);
    let again = Finding { address: six(9), ..found(9, Some(mac(9))) };
    site.look_at(std::slice::from_ref(&again), false);
    assert_eq!(seen(&site), (1, ip(9), vec![six(9)]), "because nobody asked 10.0.0.9");
    site.look(&[again]);
    assert_eq!(seen(&site), (1, six(9), Vec::new()), "because 10.0.0.9 is silent now");
}

#[test]
fn nobody_moves_to_an_ipv6_address_while_nobody_asks_where_it_was() {
    let mut site = Site::of(vec![node(1, 1, Some(mac(1)))]);
    let there = Finding { address: six(1), ..found(1, Some(mac(1))) };
    assert_eq!(site.look_at(std::slice::from_ref(&there), false), []);
    let (from, to) = (Address::Ip(ip(1)), Address::Ip(six(1)));
    assert_eq!(site.look(&[there]), [Proposed::Moved { node: NodeId(1), from, to }]);
}

#[test]
fn who_is_met_by_several_slices_is_counted_once_per_re_scan() {
    let mut site = Site::of(Vec::new());
    let beyond = found(9, Some(mac(9)));
    for day in 1..=3_i64 {
        site.begun = Some(Stamp(site.looks * 86_400_000 + 1));
        for _slice in 0..2 {
            assert_eq!(site.look(std::slice::from_ref(&beyond)), [Proposed::New]);
        }
        let times = i64::from(site.proposals[0].times);
        assert_eq!(times, day, "because that many re-scans have met it");
    }
}

#[test]
fn who_is_missed_three_times_and_not_heard_otherwise_is_gone() {
    let mut site = Site::of(vec![node(1, 1, None)]);
    assert_eq!(site.look(&[found(1, None)]), []);
    assert_eq!(site.look(&[]), []);
    assert_eq!(site.look(&[]), [], "because it may be switched off over a holiday");
    let gone = Proposed::Gone { node: NodeId(1) };
    assert_eq!(site.look(&[]), std::slice::from_ref(&gone));
    let seen = site.proposals[0].seen.as_ref().expect("it was seen on the first day");
    assert_eq!(seen.at, Stamp(86_400_000));
    assert_eq!(site.look(&[found(1, None)]), [], "because it is back");
    assert_eq!(site.look(&[]), [], "because the counting begins anew");
}

#[test]
fn who_lived_in_between_is_not_gone() {
    let mut site = Site::of(vec![node(1, 1, None)]);
    for _ in 0..10 {
        let silent_since = Stamp(site.looks * 86_400_000 + 1_000);
        site.unheard.insert(NodeId(1), Some(silent_since));
        assert_eq!(site.look(&[]), [], "because it is switched off at night alone");
    }
}

#[test]
fn a_look_that_something_stood_in_the_way_of_misses_nobody() {
    let mut site = Site::of(vec![node(1, 1, None)]);
    for _ in 0..5 {
        assert_eq!(site.look_at(&[], false), []);
    }
}

#[test]
fn a_node_that_moved_is_proposed_there_and_not_as_gone() {
    let mut site = Site::of(vec![node(1, 1, Some(mac(1)))]);
    let there = found(7, Some(mac(1)));
    let (from, to) = (Address::Ip(ip(1)), Address::Ip(ip(7)));
    let moved = Proposed::Moved { node: NodeId(1), from, to: to.clone() };
    assert_eq!(site.look(std::slice::from_ref(&there)), std::slice::from_ref(&moved));
    for _ in 0..4 {
        assert_eq!(site.look(std::slice::from_ref(&there)), std::slice::from_ref(&moved));
    }
    site.nodes[0].address = to;
    assert_eq!(site.look(&[there]), [], "because that is where it is watched now");
}

#[test]
fn a_change_that_was_undone_is_over_and_one_that_was_dismissed_stays_so() {
    let mut site = Site::of(vec![node(1, 1, Some(mac(1)))]);
    let other = found(1, Some(mac(2)));
    let replaced = Proposed::Replaced { node: NodeId(1), from: mac(1), to: mac(2) };
    assert_eq!(site.look(std::slice::from_ref(&other)), std::slice::from_ref(&replaced));
    assert_eq!(site.look(&[found(1, Some(mac(1)))]), []);
    assert_eq!(site.look(std::slice::from_ref(&other)), [replaced]);
    site.dismiss_all();
    assert_eq!(site.look(&[other]), []);
    assert_eq!(site.look(&[found(1, Some(mac(3)))]).len(), 1, "because that is yet another one");
}

#[test]
fn what_a_look_did_not_learn_ends_nothing_and_what_was_dismissed_is_never_proposed_anew() {
    let mut site = Site::of(vec![node(1, 1, Some(mac(1)))]);
    let other = named(found(1, Some(mac(2))), "nas");
    let mute = found(1, None);
    let replaced = Proposed::Replaced { node: NodeId(1), from: mac(1), to: mac(2) };
    let renamed = Proposed::Renamed { node: NodeId(1), from: "node1".into(), to: "nas".into() };
    let both = [replaced, renamed];
    assert_eq!(site.look(std::slice::from_ref(&other)), both);
    assert_eq!(site.look(std::slice::from_ref(&mute)), both, "because neither was learnt");
    assert_eq!(site.proposals[0].first, Stamp(86_400_000), "because they are the same proposals");
    let mut two = other.clone();
    two.clues.insert(0, named(found(1, None), "backup").clues.remove(0));
    assert_eq!(site.look(&[two]), both, "because that is one of its names still");
    site.dismiss_all();
    let before = named(found(1, Some(mac(1))), "node1");
    for seen in [mute, before, other] {
        assert_eq!(site.look(&[seen]), [], "because a person said that nothing is to be done");
    }
}

#[test]
fn a_port_that_opened_and_another_kind_are_said_once_and_not_at_the_first_look() {
    let mut site = Site::of(vec![node(1, 1, None)]);
    let with = |ports: &[u16], kind| Finding {
        ports: ports.to_vec(),
        kind,
        sure: Sureness::Sure,
        ..found(1, None)
    };
    assert_eq!(site.look(&[with(&[22], NodeKind::Server)]), []);
    assert_eq!(site.look(&[with(&[], NodeKind::Server)]), []);
    assert_eq!(site.look(&[with(&[22], NodeKind::Server)]), [], "because it was open before");
    let opened = Proposed::Opened { node: NodeId(1), ports: vec![23] };
    assert_eq!(site.look(&[with(&[22, 23], NodeKind::Server)]), std::slice::from_ref(&opened));
    assert_eq!(site.look(&[with(&[22, 23], NodeKind::Server)]), [opened]);
    site.dismiss_all();
    assert_eq!(site.look(&[with(&[22, 23], NodeKind::Server)]), []);
    let (from, to) = (NodeKind::Server, NodeKind::Printer);
    let became = Proposed::Became { node: NodeId(1), from, to };
    assert_eq!(site.look(&[with(&[23], to)]), std::slice::from_ref(&became));
    assert_eq!(site.look(&[with(&[23], to)]), [became], "because nobody has decided yet");
    assert_eq!(site.look(&[with(&[23], from)]), [], "because it is what it was");
}

#[test]
fn a_node_that_is_again_what_it_is_called_has_become_nothing() {
    let is = |kind, sure| Finding { kind, sure, ..found(1, None) };
    let (sure, unsure) = (Sureness::Sure, Sureness::Unknown);
    let mut site = Site::of(vec![node(1, 1, None)]);
    let (from, to) = (NodeKind::Printer, NodeKind::Server);
    site.nodes[0].kind = from;
    assert_eq!(site.look(&[is(from, sure)]), []);
    let became = [Proposed::Became { node: NodeId(1), from, to }];
    assert_eq!(site.look(&[is(to, sure)]), became);
    assert_eq!(site.look(&[is(NodeKind::Other, unsure)]), became, "because that tells nothing");
    assert_eq!(site.look(&[is(from, sure)]), [], "because that is what it is here");
}

#[test]
fn what_is_still_so_was_found_again_and_what_did_not_answer_was_not() {
    let with = |ports: &[u16], kind| Finding {
        ports: ports.to_vec(),
        kind,
        sure: Sureness::Sure,
        ..found(1, None)
    };
    let mut site = Site::of(vec![node(1, 1, None)]);
    site.look(&[with(&[], NodeKind::Server)]);
    let stood = |site: &Site| -> Vec<(u32, i64)> {
        site.proposals.iter().map(|p| (p.times, p.last.0 / 86_400_000)).collect()
    };
    let now = with(&[23], NodeKind::Printer);
    site.look(std::slice::from_ref(&now));
    site.look(&[now]);
    assert_eq!(stood(&site), [(2, 3), (2, 3)], "because both were seen on the third day");
    site.look(&[Finding { sure: Sureness::Unknown, ..with(&[], NodeKind::Printer) }]);
    assert_eq!(stood(&site), [(2, 3), (2, 3)], "because neither was seen on the fourth");
}

#[test]
fn made_up_hardware_addresses_are_said_to_be_and_forgotten_sooner() {
    let mut site = Site::of(Vec::new());
    let phone = found(9, Some("da:a1:19:00:00:01".into()));
    site.look(&[phone, found(8, Some("52:54:00:00:00:01".into()))]);
    let private: Vec<bool> =
        site.proposals.iter().filter_map(|p| p.seen.as_ref()).map(|seen| seen.private).collect();
    assert_eq!(private, [true, false], "because hypervisors keep to theirs");
    for _ in 0..8 {
        site.look(&[]);
    }
    assert_eq!(site.proposals.len(), 1, "because the telephone will come back as another one");
}

/// A box of a random life: where it answers, by what hardware address and by what name.
fn boxes() -> impl Strategy<Value = Vec<(u8, Option<u8>, Option<u8>)>> {
    let maybe = || proptest::option::of(1u8..12);
    proptest::collection::vec((1u8..12, maybe(), maybe()), 0..10)
}

/// What a person has said about nodes' places, hardware addresses and names.
fn settled(site: &Site) -> Vec<Proposed> {
    let lasting = |what: &Proposed| {
        use Proposed::{Moved, Renamed, Replaced};
        matches!(what, Moved { .. } | Replaced { .. } | Renamed { .. })
    };
    let dismissed = site.proposals.iter().filter(|p| p.dismissed.is_some());
    dismissed.map(|p| p.what.clone()).filter(lasting).collect()
}

proptest! {
    #[test]
    fn nothing_is_proposed_twice_and_who_lives_is_never_gone_or_moved(
        days in proptest::collection::vec(boxes(), 1..8),
        lives in proptest::collection::btree_set(1u32..5, 0..4),
        dismissed in 0usize..4,
    ) {
        let nodes = (1u32..5).map(|n| node(n, n as u8, Some(mac(n as u8)))).collect();
        let mut site = Site::of(nodes);
        lives.iter().for_each(|id| site.hear(*id));
        for (day, boxes) in days.iter().enumerate() {
            let mut findings: Vec<Finding> = Vec::new();
            for (d, m, n) in boxes {
                if !findings.iter().any(|f| f.address == ip(*d)) {
                    let finding = found(*d, m.map(mac));
                    findings.push(match n {
                        Some(n) => named(finding, &format!("node{n}")),
                        None => finding,
                    });
                }
            }
            let said = settled(&site);
            let now = site.look(&findings);
            let anew = now.iter().find(|open| said.iter().any(|what| is_same(what, open)));
            prop_assert!(anew.is_none(), "{anew:?} was dismissed");
            let before = site.proposals.clone();
            let again = site.look(&findings);
            let new = |p: &&Proposed| !now.contains(p) && !matches!(p, Proposed::Gone { .. });
            prop_assert!(!again.iter().any(|p| new(&p)), "{now:?} became {again:?}");
            let was_open = |p: &Proposal| before.iter().any(|b| b.id == p.id);
            prop_assert!(
                site.proposals.iter().all(|p| was_open(p) || matches!(p.what, Proposed::Gone { .. })),
                "because the same look finds nothing new: {before:?} became {:?}", site.proposals
            );
            let seen = |p: &&Proposal| p.last == Stamp(site.looks * 86_400_000);
            let found_now: Vec<&Proposal> = site.proposals.iter().filter(seen).collect();
            for (n, a) in found_now.iter().enumerate() {
                for b in &found_now[n + 1..] {
                    let same_box = match (&a.what, &b.what, &a.seen, &b.seen) {
                        (Proposed::New, Proposed::New, Some(a), Some(b)) => a.is_same(b),
                        _ => is_same(&a.what, &b.what) && a.what != Proposed::New,
                    };
                    prop_assert!(!same_box, "{a:?} is proposed again as {b:?}");
                }
                if let Proposed::Gone { node } | Proposed::Moved { node, .. } = &a.what {
                    prop_assert!(!lives.contains(&node.0), "{a:?}, whose checks are well");
                }
            }
            if day == dismissed {
                site.dismiss_all();
                let open = site.look(&findings);
                prop_assert!(open.is_empty(), "because all was dismissed, not {open:?}");
            }
        }
    }
}
