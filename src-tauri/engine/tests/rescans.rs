//! Re-scans: when they begin, what they propose, what people decide, and whom a stranger wakes.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::net::IpAddr;

use hinomi_discovery::links::{Graph, Here, Interface, Picture, Seen, Stranger as Announced, Told};
use hinomi_discovery::{Finding, Mac, Sureness, parse_ranges};
use hinomi_engine::core::Core;
use hinomi_engine::{Granted, Looked, Whereabouts, Wish};
use hinomi_model::contact::ContactDraft;
use hinomi_model::draft::NodeDraft;
use hinomi_model::ladder::Rung;
use hinomi_model::notification::Reason;
use hinomi_model::*;
use hinomi_store::Loaded;

const NOON: Stamp = Stamp(1_795_000_000_000);
const DAY: i64 = 86_400_000;
const RANGE: &str = "10.0.0.0/24";

fn mac(n: u8) -> Mac {
    Mac([0, 0x11, 0x22, 0, 0, n])
}

fn finding(d: u8) -> Finding {
    Finding {
        address: [10, 0, 0, d].into(),
        also: Vec::new(),
        name: Some(format!("box-{d}")),
        mac: Some(mac(d).to_string()),
        vendor: None,
        kind: NodeKind::Printer,
        sure: Sureness::Sure,
        maker: None,
        model: None,
        clues: Vec::new(),
        rtt: None,
        ports: vec![80],
        evidence: [Proof::Icmp].into(),
        gateway: false,
        this_pc: false,
        login: None,
        beyond: None,
    }
}

/// A site that is told the time, and what its re-scans find.
struct Site {
    core: Core,
    now: Stamp,
    /// Where DNS names lead.
    named: Vec<(NodeId, Vec<IpAddr>)>,
}

impl Site {
    /// Two nodes, 10.0.0.1 and 10.0.0.2, each watched by echo; its network was swept by hand at noon,
    /// an hour ago.
    fn new() -> Site {
        let core = Core::read(Loaded::default(), Vec::new(), Vec::new());
        let mut site = Site { core, now: NOON, named: Vec::new() };
        let nodes = vec![NodeDraft::at("10.0.0.1"), NodeDraft::at("10.0.0.2")];
        let checks = vec![CheckSpec::proposed().remove(0)];
        site.wish(Wish::AddNodes { nodes, checks, gateways: Vec::new() });
        site.sweep_by_hand(RANGE);
        site.now = site.now + Span::minutes(60);
        site
    }

    fn wish(&mut self, wish: Wish) -> Granted {
        self.core.wish(wish, self.now).unwrap()
    }

    fn sweep_by_hand(&mut self, range: &str) {
        let ranges = vec![range.to_owned()];
        self.wish(Wish::SweepAgain { ranges, exclude: Vec::new() });
    }

    fn settings(&mut self, change: impl Fn(&mut Settings)) {
        let mut settings = self.core.world().settings.clone();
        settings.name = "Osaka".into();
        change(&mut settings);
        self.wish(Wish::Settings(settings));
    }

    /// The echoes of a node were answered, or not, since so long.
    fn hears(&mut self, node: u32, answers: bool) {
        let world = self.core.world();
        let check = world.checks_of(NodeId(node)).next().unwrap().check.id;
        let outcome = match answers {
            true => Outcome::Measured { readings: Vec::new() },
            false => Outcome::Failed { phase: Phase::Connect, cause: Cause::TimedOut },
        };
        for n in 0..20 {
            let at = Stamp(self.now.0 - (20 - n) * 500);
            let sample = Sample { check, at, took: Span(1), outcome: outcome.clone() };
            self.core.sample(sample);
            // Somebody has to answer, or it is we who are cut off.
            self.core.canary(at + Span(1), true);
            self.core.tick(at + Span(2));
        }
    }

    /// The engine ends and starts again; the store has remembered these.
    fn restart(&mut self, met: Vec<(String, Option<IpAddr>)>) {
        let world = self.core.world();
        let loaded = Loaded {
            settings: world.settings.clone(),
            nodes: world.nodes.values().cloned().collect(),
            proposals: world.proposals.values().cloned().collect(),
            met,
            ..Loaded::default()
        };
        self.core = Core::read(loaded, Vec::new(), Vec::new());
    }

    /// A day later a re-scan finds these.
    fn rescan(&mut self, found: &[u8]) -> Vec<Notification> {
        let findings: Vec<Finding> = found.iter().map(|d| finding(*d)).collect();
        self.rescan_found(findings)
    }

    fn rescan_found(&mut self, findings: Vec<Finding>) -> Vec<Notification> {
        self.now = self.now + Span(DAY);
        self.core.take();
        self.wish(Wish::Rescan);
        let looked = Looked {
            slice: 0,
            last: true,
            since: self.now,
            findings,
            ranges: parse_ranges(&[RANGE.to_owned()]).unwrap(),
            whole: true,
            logins: Vec::new(),
            locked: false,
            named: self.named.clone(),
        };
        self.wish(Wish::Looked(Box::new(looked)));
        let notifications = self.core.take().batch.notifications;
        notifications.into_iter().filter(|n| n.reason == Reason::Stranger).collect()
    }

    fn open(&self) -> Vec<Proposal> {
        self.core.world().proposals.values().filter(|p| p.is_open()).cloned().collect()
    }

    fn ids(&self) -> Vec<ProposalId> {
        self.open().iter().map(|p| p.id).collect()
    }

    /// The switch's tables say that these are on its ports, and answer for these addresses.
    fn tables(&mut self, on_ports: &[u8], claims: &[u8]) -> Vec<Notification> {
        let claims: Vec<_> = claims.iter().map(|n| ([10, 0, 0, *n].into(), mac(*n))).collect();
        self.tables_claim(on_ports, claims)
    }

    fn tables_claim(&mut self, on_ports: &[u8], claims: Vec<(IpAddr, Mac)>) -> Vec<Notification> {
        let port = |n: &u8| Port { name: format!("p{n}"), index: Some(u32::from(*n)) };
        let seen = |n: &u8| Seen { mac: mac(*n), at: NodeId(1), port: port(n) };
        let found = Whereabouts {
            seen: on_ports.iter().map(seen).collect(),
            claims,
            asked: [NodeId(1)].into(),
            own: [mac(1)].into(),
            announced: Vec::new(),
        };
        self.see(found)
    }

    /// What a reading of the tables tells people of strangers.
    fn see(&mut self, found: Whereabouts) -> Vec<Notification> {
        self.core.take();
        self.wish(Wish::See(Box::new(found)));
        let notifications = self.core.take().batch.notifications;
        notifications.into_iter().filter(|n| n.reason == Reason::Stranger).collect()
    }
}

#[test]
fn a_stranger_is_told_once_with_its_port_whichever_eye_saw_it_first() {
    let mut site = Site::new();
    assert!(site.tables(&[1, 2], &[1, 2]).is_empty(), "because the first reading meets everybody");
    let told = site.tables(&[1, 2, 9], &[1, 2, 9]);
    assert_eq!(told.len(), 1);
    assert!(told[0].body.contains("on 10.0.0.1, port p9"), "{}", told[0].body);
    assert!(told[0].title.contains("10.0.0.9"), "{}", told[0].title);
    assert!(site.tables(&[1, 2, 9], &[1, 2, 9]).is_empty());
    assert!(site.rescan(&[1, 2, 9]).is_empty(), "because it was told already");
    assert_eq!(site.open().len(), 1, "because a person decides about it all the same");
    assert_eq!(site.rescan(&[1, 2, 9, 10]).len(), 1);
    assert!(site.tables(&[1, 2, 9, 10], &[]).is_empty(), "because the re-scan has met it");
}

#[test]
fn whom_a_re_scan_alone_has_met_is_no_stranger_after_a_restart() {
    let mut site = Site::new();
    site.rescan(&[1, 2, 9]);
    let ids = site.ids();
    site.wish(Wish::Dismiss(ids, true));
    site.restart(vec![(mac(1).to_string(), None)]);
    assert!(site.tables(&[1, 9], &[1, 9]).is_empty(), "because it was told, and ignored");
    assert_eq!(site.tables(&[1, 9, 10], &[1, 9, 10]).len(), 1);
}

#[test]
fn a_stranger_that_announces_itself_is_told_by_its_name_and_once() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    let port = Port { name: "p9".into(), index: None };
    let announces = |n: u8| Announced {
        at: NodeId(1),
        port: port.clone(),
        name: Some(format!("sw-lab{n}")),
        mac: Some(mac(n)),
        addresses: vec![[10, 0, 0, 9].into()],
    };
    let found = Whereabouts {
        seen: vec![Seen { mac: mac(9), at: NodeId(1), port: port.clone() }],
        asked: [NodeId(1)].into(),
        announced: vec![announces(9), announces(10)],
        ..Whereabouts::default()
    };
    site.core.take();
    site.wish(Wish::See(Box::new(found)));
    let told = site.core.take().batch.notifications;
    assert_eq!(told[0].title, "A new device is in the network: sw-lab9");
    assert!(told[0].body.contains("10.0.0.9"), "{}", told[0].body);
}

#[test]
fn a_switch_that_only_announces_itself_is_told_once_and_by_its_name() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    let chassis = Mac([0x2c, 0x33, 0x11, 0, 0, 1]);
    let says = |name: &str, mac: Mac, on: u32, at: &[IpAddr]| Announced {
        at: NodeId(1),
        port: Port { name: format!("p{on}"), index: Some(on) },
        name: Some(name.into()),
        mac: Some(mac),
        addresses: at.to_vec(),
    };
    let seen = |strangers: Vec<Announced>| {
        let interfaces =
            (7..10).map(|n| Interface { index: n, name: format!("p{n}"), ..Interface::default() });
        let told = Told {
            interfaces: interfaces.collect(),
            forwarding: vec![(mac(8), 8)],
            ..Told::silent(NodeId(1))
        };
        let here = Here { arp: vec![([10, 0, 0, 9].into(), mac(9))], ..Here::default() };
        let picture = Picture { told: vec![told], here, ..Picture::default() };
        Whereabouts::of(&picture, &Graph { strangers, ..Graph::default() })
    };
    assert_eq!(site.see(seen(Vec::new()))[0].title, "2 new devices are in the network");
    let sw3 = says("SW3", chassis, 7, &[]);
    let told = site.see(seen(vec![sw3.clone()]));
    assert_eq!(told[0].title, "A new device is in the network: SW3");
    assert!(told[0].body.contains("on 10.0.0.1, port p7"), "{}", told[0].body);
    assert_eq!(site.see(seen(vec![sw3.clone()])), [], "because it was told");
    site.wish(Wish::See(Box::new(seen(vec![sw3.clone()]))));
    let kept = site.core.take().batch.sightings;
    let at = kept.iter().find(|kept| kept.mac == chassis.to_string()).unwrap();
    assert_eq!(at.port.name, "p7", "so that it is no stranger after a restart");
    let other = Mac([0x2c, 0x33, 0x11, 0, 0, 2]);
    let twice = says("SW3", other, 9, &[]);
    assert_eq!(site.see(seen(vec![sw3, twice])), [], "because that is another wire to it");
    let block = mac(80);
    for (known, why) in [
        (says("sw8", block, 8, &[]), "what it sends from is on that port"),
        (says("sw9", block, 9, &[[10, 0, 0, 9].into()]), "it is known by its address"),
        (Announced { name: None, ..says("", block, 9, &[]) }, "it does not say who it is"),
    ] {
        assert_eq!(site.see(seen(vec![known])), [], "because {why}");
    }
}

#[test]
fn many_at_once_are_one_message_and_so_is_the_first_re_scan() {
    let mut site = Site::new();
    let all: Vec<u8> = (1..40).collect();
    let told = site.rescan(&all);
    assert_eq!(told.len(), 1);
    assert!(told[0].title.contains("37 devices in the network are not watched"), "{:?}", told[0]);
    let more: Vec<u8> = (1..80).collect();
    let told = site.rescan(&more);
    assert_eq!(told.len(), 1);
    assert!(told[0].title.contains("40 new devices"), "{}", told[0].title);
    assert!(site.rescan(&more).is_empty(), "because nobody came since");
}

#[test]
fn the_first_re_scan_of_another_network_finds_nobody_new() {
    let mut site = Site::new();
    site.rescan(&[1, 2]);
    site.sweep_by_hand("10.0.0.0/23");
    let told = site.rescan(&[1, 2, 9, 10]);
    assert!(told[0].title.contains("2 devices in the network are not watched"), "{:?}", told[0]);
    assert!(site.rescan(&[1, 2, 9, 10, 11])[0].title.contains("A new device"));
}

#[test]
fn made_up_hardware_addresses_are_told_only_if_that_is_wanted() {
    let phone = |n: u8| Finding { mac: Some(format!("da:a1:19:00:00:{n:02x}")), ..finding(n) };
    let mut site = Site::new();
    site.rescan(&[1, 2]);
    assert!(site.rescan_found(vec![finding(1), finding(2), phone(50)]).is_empty());
    assert!(site.open()[0].seen.as_ref().unwrap().private);
    site.settings(|s| s.rescan.private = true);
    assert_eq!(site.rescan_found(vec![finding(1), finding(2), phone(51)]).len(), 1);
    site.settings(|s| s.rescan.strangers = false);
    assert!(site.rescan(&[1, 2, 60]).is_empty());
    assert!(site.tables(&[1, 2], &[1, 2]).is_empty());
    assert!(site.tables(&[1, 2, 61], &[]).is_empty());
}

#[test]
fn in_networks_nobody_watches_there_are_no_strangers() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    let claims = vec![([172, 17, 0, 2].into(), mac(70))];
    let found = Whereabouts { claims, asked: [NodeId(1)].into(), ..Whereabouts::default() };
    site.wish(Wish::See(Box::new(found)));
    let told = site.core.take().batch.notifications;
    assert!(told.is_empty(), "because this PC's own guests are no strangers: {told:?}");
}

#[test]
fn who_is_left_alone_is_nobody_to_tell_of() {
    let mut site = Site::new();
    site.settings(|s| s.rescan.exclude = vec!["10.0.0.88".into()]);
    site.now = site.now + Span::minutes(60);
    site.tables(&[1], &[1]);
    let six = |n: u8| -> (IpAddr, Mac) { (format!("2001:db8::{n}").parse().unwrap(), mac(n)) };
    let spared = ([10, 0, 0, 88].into(), mac(88));
    assert_eq!(site.tables_claim(&[1, 88], vec![spared, six(88)]), []);
    let doubtful = site.tables_claim(&[1, 9], vec![six(9)]);
    assert_eq!(doubtful, [], "because it may be 10.0.0.88 with another hardware address");
    let known = site.tables_claim(&[1, 9], vec![([10, 0, 0, 9].into(), mac(9)), six(9)]);
    assert_eq!(known.len(), 1, "because it is another one, as is known now");
    assert_eq!(site.tables(&[1, 10], &[]).len(), 1, "because it was seen, not met by IPv6");
}

#[test]
fn who_was_elsewhere_is_a_stranger_where_it_is_watched() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    let claims = vec![([10, 99, 0, 9].into(), mac(9))];
    let guest = Whereabouts { claims, asked: [NodeId(1)].into(), ..Whereabouts::default() };
    site.core.take();
    site.wish(Wish::See(Box::new(guest)));
    assert!(site.core.take().batch.notifications.is_empty(), "because nobody watches the guests");
    let elsewhere = Some([10, 99, 0, 9].into());
    site.restart(vec![(mac(1).to_string(), None), (mac(9).to_string(), elsewhere)]);
    assert_eq!(site.tables(&[1, 9], &[1, 9]).len(), 1, "because it came over from the guests");
}

#[test]
fn whom_a_sweep_of_another_network_wakes_is_no_stranger_there() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    site.sweep_by_hand("10.9.0.0/24");
    let found = |n: u8| {
        let claims = vec![([10, 9, 0, n].into(), mac(n))];
        Whereabouts { claims, asked: [NodeId(1)].into(), ..Whereabouts::default() }
    };
    let mut told = |n| {
        site.now = site.now + Span::minutes(20);
        site.core.take();
        site.wish(Wish::See(Box::new(found(n))));
        site.core.take().batch.notifications.len()
    };
    assert_eq!(told(9), 0, "because whoever swept has just seen it");
    assert_eq!(told(9), 0);
    assert_eq!(told(10), 1, "because it came later");
}

#[test]
fn who_comes_while_watching_is_paused_is_told_when_it_goes_on() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    site.settings(|s| s.paused = true);
    assert!(site.tables(&[1, 9], &[1, 9]).is_empty(), "because nobody wants to know");
    site.settings(|s| s.paused = false);
    assert_eq!(site.tables(&[1, 9], &[1, 9]).len(), 1);
}

#[test]
fn a_device_that_tells_its_tables_for_the_first_time_introduces_nobody_as_a_stranger() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    let port = Port { name: "p9".into(), index: None };
    let seen = (20..60).map(|n| Seen { mac: mac(n), at: NodeId(2), port: port.clone() });
    let asked = [NodeId(1), NodeId(2)].into();
    let found = Whereabouts { seen: seen.collect(), asked, ..Whereabouts::default() };
    site.core.take();
    site.wish(Wish::See(Box::new(found)));
    let told = site.core.take().batch.notifications;
    assert!(told.is_empty(), "because they were there all along: {told:?}");
}

#[test]
fn this_pc_is_no_stranger_at_another_plug_either() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    let here = Here { macs: vec![mac(9)], ..Here::default() };
    let picture = Picture { here, ..Picture::default() };
    let port = Port { name: "p9".into(), index: None };
    let plugged = Whereabouts {
        seen: vec![Seen { mac: mac(9), at: NodeId(1), port }],
        asked: [NodeId(1)].into(),
        ..Whereabouts::of(&picture, &Graph::default())
    };
    site.core.take();
    site.wish(Wish::See(Box::new(plugged)));
    let told = site.core.take().batch.notifications;
    assert!(told.is_empty(), "because that is its dock: {told:?}");
    assert!(site.tables(&[1, 9], &[1]).is_empty(), "because the switch remembers the dock");
}

#[test]
fn those_on_the_first_rung_are_told_of_a_stranger_too() {
    let mut site = Site::new();
    let draft = serde_json::from_value(serde_json::json!({
        "name": "Night", "language": "en", "ways": [{"way": "desktop"}], "quiet": [],
    }));
    let draft: ContactDraft = draft.unwrap();
    let Granted::Contact(id) = site.wish(Wish::PutContact(None, draft)) else { panic!() };
    site.settings(|s| s.ladder = vec![Rung { to: vec![id], ..Rung::default() }]);
    site.rescan(&[1, 2]);
    let told = site.rescan(&[1, 2, 9]);
    let to: Vec<Option<ContactId>> = told.iter().map(|n| n.to).collect();
    assert_eq!(to, [None, Some(id)]);
}

#[test]
fn a_stranger_is_still_news_when_the_quiet_hours_are_over() {
    let mut site = Site::new();
    let draft = serde_json::from_value(serde_json::json!({
        "name": "Night", "language": "ja", "ways": [{"way": "desktop"}],
        "quiet": [{"from": "00:00", "until": "23:59", "pass": null,
            "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}],
    }));
    let draft: ContactDraft = draft.unwrap();
    let Granted::Contact(id) = site.wish(Wish::PutContact(None, draft)) else { panic!() };
    site.settings(|s| s.ladder = vec![Rung { to: vec![id], ..Rung::default() }]);
    site.rescan(&[1, 2]);
    let told = site.rescan(&[1, 2, 9]);
    let held = told.into_iter().find(|n| n.to == Some(id)).unwrap();
    assert!(held.title.starts_with("未知の機器を検出"), "because Night reads Japanese: {held:?}");
    let Delivery::Waiting { after: Some(after), .. } = held.delivery else { panic!("{held:?}") };
    let number = held.id;
    site.core.delay(held);
    site.core.tick(after + Span(1));
    let sent = site.core.take().batch.notifications;
    let sent = sent.iter().find(|n| n.id == number).unwrap();
    assert_eq!(sent.delivery, Delivery::Waiting { tries: 0, after: None });
}

#[test]
fn an_accepted_stranger_is_a_node_and_one_that_was_added_by_hand_is_no_proposal() {
    let mut site = Site::new();
    site.rescan(&[1, 2, 8, 9]);
    let ids = site.ids();
    let Granted::Nodes(added) = site.wish(Wish::Accept(vec![ids[0]])) else { panic!() };
    let node = site.core.world().nodes[&added[0]].clone();
    assert_eq!((node.name.as_str(), node.kind), ("box-8", NodeKind::Printer));
    assert_eq!(node.mac, Some(mac(8).to_string()));
    assert_eq!(site.core.world().checks_of(node.id).count(), 2, "because it is watched at once");
    assert_eq!(site.ids(), [ids[1]]);
    site.wish(Wish::PutNode(NodeDraft::at("10.0.0.9")));
    assert!(site.open().is_empty(), "because somebody was quicker");
    site.rescan(&[1, 2, 8, 9]);
    assert!(site.open().is_empty());
    site.rescan(&[1, 2, 8, 9, 10, 11]);
    let (ten, eleven) = (site.ids()[0], site.ids()[1]);
    let all = Wish::Accept(vec![eleven, ten, eleven]);
    let Granted::Nodes(added) = site.wish(all) else { panic!() };
    let names: Vec<_> = added.iter().map(|id| &site.core.world().nodes[id].name).collect();
    assert_eq!(names, ["box-11", "box-10"], "because whoever asked knows them by their order");
}

#[test]
fn of_what_a_box_opened_only_what_it_is_there_for_is_spoken_to() {
    for (kind, page) in [(NodeKind::Printer, false), (NodeKind::Server, true)] {
        let mut site = Site::new();
        let with = |ports: &[u16]| Finding { ports: ports.to_vec(), kind, ..finding(8) };
        site.rescan_found(vec![finding(1), finding(2), with(&[22])]);
        let Granted::Nodes(added) = site.wish(Wish::Accept(site.ids())) else { panic!() };
        for ports in [&[22][..], &[22, 443], &[22, 443]] {
            site.rescan_found(vec![finding(1), finding(2), with(ports)]);
        }
        let opened = site.open().into_iter().find(|p| matches!(p.what, Proposed::Opened { .. }));
        let opened = opened.expect("443 is new").id;
        site.wish(Wish::Accept(vec![opened]));
        let specs: Vec<CheckSpec> =
            site.core.world().checks_of(added[0]).map(|w| w.check.spec.clone()).collect();
        let asks = specs.iter().any(|spec| matches!(spec, CheckSpec::Http(_)));
        let knocks = specs.iter().any(|spec| matches!(spec, CheckSpec::Tcp(of) if of.port == 443));
        assert_eq!((asks, knocks), (page, !page), "because it is a {kind:?}: {specs:?}");
    }
}

#[test]
fn an_accepted_box_is_watched_by_what_it_is_there_for() {
    let mut site = Site::new();
    site.rescan(&[1, 2]);
    let printer = Finding { ports: vec![80, 9100], kind: NodeKind::Printer, ..finding(8) };
    site.rescan_found(vec![finding(1), finding(2), printer]);
    let ids = site.ids();
    let Granted::Nodes(added) = site.wish(Wish::Accept(ids)) else { panic!() };
    let checks = site.core.world().checks_of(added[0]);
    let ports: Vec<u16> = checks
        .filter_map(|check| match &check.check.spec {
            CheckSpec::Tcp(spec) => Some(spec.port),
            _ => None,
        })
        .collect();
    assert_eq!(ports, [9100], "because its page is not what a printer is for");
}

#[test]
fn a_box_with_two_addresses_is_one_node_and_neither_is_proposed_again() {
    let mut site = Site::new();
    let six: IpAddr = "2001:db8::9".parse().unwrap();
    let both = Finding { also: vec![six], ..finding(9) };
    site.rescan_found(vec![finding(1), finding(2), both]);
    let ids = site.ids();
    let Granted::Nodes(added) = site.wish(Wish::Accept(ids)) else { panic!() };
    let id = added[0];
    let also = |site: &Site| site.core.world().nodes[&id].also.clone();
    assert_eq!(also(&site), [six]);
    let alone = Finding { address: six, mac: None, ..finding(9) };
    let told = site.rescan_found(vec![finding(1), finding(2), alone]);
    assert!(told.is_empty() && site.open().is_empty(), "because that is it: {:?}", site.open());

    let typed = |address: &str| NodeDraft { id: Some(id), ..NodeDraft::at(address) };
    site.wish(Wish::PutNode(NodeDraft { notes: "under the desk".into(), ..typed("10.0.0.9") }));
    assert_eq!(also(&site), [six], "because nothing was said of it");
    site.wish(Wish::PutNode(typed("2001:db8::9")));
    let four: IpAddr = [10, 0, 0, 9].into();
    assert_eq!(also(&site), [four], "because it is watched at its other address now");
    site.wish(Wish::PutNode(typed("10.0.0.99")));
    assert!(also(&site).is_empty(), "because another box may be there");
}

#[test]
fn an_accepted_move_takes_the_other_addresses_along() {
    let mut site = Site::new();
    let (six, new): (IpAddr, IpAddr) =
        ("2001:db8:1::2".parse().unwrap(), "2001:db8:2::2".parse().unwrap());
    let was = NodeDraft {
        id: Some(NodeId(2)),
        mac: Some(mac(2).to_string()),
        also: Some(vec![six]),
        ..NodeDraft::at("10.0.0.2")
    };
    site.wish(Wish::PutNode(was));
    let moved = Finding { address: [10, 0, 0, 77].into(), also: vec![new], ..finding(2) };
    site.rescan_found(vec![finding(1), moved]);
    let ids = site.ids();
    site.wish(Wish::Accept(ids));
    assert_eq!(site.core.world().nodes[&NodeId(2)].also, [new], "because it is in another network");
}

#[test]
fn a_dismissed_stranger_stays_dismissed_until_a_person_takes_that_back() {
    let mut site = Site::new();
    site.rescan(&[1, 2, 9]);
    let ids = site.ids();
    site.wish(Wish::Dismiss(ids.clone(), true));
    site.rescan(&[1, 2, 9]);
    assert!(site.open().is_empty());
    site.wish(Wish::Dismiss(ids.clone(), false));
    assert_eq!(site.ids(), ids);
    let gone = site.core.wish(Wish::Accept(vec![ProposalId(99)]), site.now);
    assert!(gone.is_err(), "because nobody proposed that");
}

#[test]
fn a_node_whose_checks_are_well_is_never_gone_and_one_that_is_silent_is_after_three() {
    let mut site = Site::new();
    site.rescan(&[1, 2]);
    site.hears(1, true);
    site.hears(2, false);
    for _ in 0..3 {
        assert!(site.open().is_empty());
        site.rescan(&[]);
    }
    let all = site.open();
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].what, Proposed::Gone { node: NodeId(2) });
    assert!(all[0].seen.is_some(), "because it was seen on the first day");
    site.wish(Wish::Accept(vec![all[0].id]));
    assert!(!site.core.world().nodes.contains_key(&NodeId(2)));
    assert!(site.open().is_empty());
}

#[test]
fn a_paused_node_is_not_gone() {
    let mut site = Site::new();
    site.rescan(&[1, 2]);
    site.wish(Wish::PauseNodes(vec![NodeId(1), NodeId(2)], true));
    for _ in 0..4 {
        site.rescan(&[]);
    }
    assert!(site.open().is_empty(), "because nobody wants to know of it");
}

#[test]
fn a_node_known_by_its_name_is_where_that_leads() {
    let mut site = Site::new();
    site.wish(Wish::PutNode(NodeDraft::at("nas.example.jp")));
    let node = NodeId(3);
    for _ in 0..4 {
        site.rescan(&[1, 2]);
    }
    assert!(site.open().is_empty(), "because nobody knows where it is: {:?}", site.open());
    site.named = vec![(node, vec![[10, 0, 0, 9].into()])];
    let told = site.rescan(&[1, 2, 9]);
    assert!(told.is_empty() && site.open().is_empty(), "because that is it: {:?}", site.open());
    for _ in 0..3 {
        site.rescan(&[1, 2]);
    }
    let all: Vec<Proposed> = site.open().into_iter().map(|p| p.what).collect();
    assert_eq!(all, [Proposed::Gone { node }], "because it was asked three times");
}

#[test]
fn an_accepted_move_and_name_are_the_nodes_from_then_on() {
    let mut site = Site::new();
    let draft = NodeDraft {
        id: Some(NodeId(2)),
        mac: Some(mac(2).to_string()),
        ..NodeDraft::at("10.0.0.2")
    };
    site.wish(Wish::PutNode(draft));
    let moved = Finding { address: [10, 0, 0, 77].into(), ..finding(2) };
    site.rescan_found(vec![finding(1), moved.clone()]);
    let all = site.open();
    assert_eq!(all.len(), 1, "{all:?}");
    site.wish(Wish::Accept(vec![all[0].id]));
    let node = &site.core.world().nodes[&NodeId(2)];
    assert_eq!(node.address.to_string(), "10.0.0.77");
    assert_eq!(node.name, "10.0.0.77", "because it was called by its address");
    site.rescan_found(vec![finding(1), moved]);
    assert!(site.open().is_empty());
}

#[test]
fn what_was_found_between_sleeping_and_waking_or_elsewhere_says_nothing() {
    let mut site = Site::new();
    site.wish(Wish::Rescan);
    let looked = |since| Looked {
        slice: 0,
        last: true,
        since,
        findings: vec![finding(9)],
        ranges: parse_ranges(&[RANGE.to_owned()]).unwrap(),
        whole: true,
        logins: Vec::new(),
        locked: false,
        named: Vec::new(),
    };
    let begun = site.now;
    site.core.gap(begun, begun + Span::minutes(60), GapReason::Asleep);
    site.now = begun + Span::minutes(61);
    site.wish(Wish::Looked(Box::new(looked(begun))));
    assert!(site.open().is_empty(), "because the lid was shut in between");
    assert!(site.core.world().rescanned.is_under_way(), "so that slice is swept again");
    site.settings(|s| s.paused = true);
    site.wish(Wish::Looked(Box::new(looked(site.now))));
    assert!(site.open().is_empty(), "because nobody is to look");
    site.settings(|s| s.paused = false);
    site.wish(Wish::Looked(Box::new(looked(site.now + Span::minutes(1)))));
    assert_eq!(site.open().len(), 1);
    assert!(!site.core.world().rescanned.is_under_way());
}

#[test]
fn a_long_one_goes_on_with_its_slice_and_begins_anew_when_something_else_is_swept() {
    let mut site = Site::new();
    site.wish(Wish::Rescan);
    let slice = |slice, last| Looked {
        slice,
        last,
        since: NOON,
        findings: Vec::new(),
        ranges: parse_ranges(&[RANGE.to_owned()]).unwrap(),
        whole: true,
        logins: Vec::new(),
        locked: false,
        named: Vec::new(),
    };
    site.wish(Wish::Looked(Box::new(slice(0, false))));
    site.wish(Wish::Looked(Box::new(slice(0, false))));
    assert_eq!(site.core.world().rescanned.slices, 1, "because 0 was done already");
    site.wish(Wish::Looked(Box::new(slice(1, false))));
    assert_eq!(site.core.world().rescanned.slices, 2);
    site.sweep_by_hand("10.9.0.0/24");
    assert_eq!(site.core.world().rescanned.slices, 0);
    assert!(!site.core.world().rescanned.is_under_way());
}

#[test]
fn a_re_scan_in_whose_way_something_stood_says_so_until_the_next_begins() {
    let mut site = Site::new();
    let slice = |slice, whole, locked| Looked {
        slice,
        last: slice == 1,
        since: NOON,
        findings: Vec::new(),
        ranges: parse_ranges(&[RANGE.to_owned()]).unwrap(),
        whole,
        logins: Vec::new(),
        locked,
        named: Vec::new(),
    };
    let stood = |site: &Site| {
        let now = site.core.world().rescanned;
        (now.ended.is_some(), now.partial, now.locked)
    };
    site.wish(Wish::Rescan);
    site.wish(Wish::Looked(Box::new(slice(0, false, true))));
    site.wish(Wish::Looked(Box::new(slice(1, true, false))));
    assert_eq!(stood(&site), (true, true, true), "because its first slice was not all looked at");
    site.now = site.now + Span(DAY);
    site.wish(Wish::Rescan);
    site.wish(Wish::Looked(Box::new(slice(0, true, false))));
    site.wish(Wish::Looked(Box::new(slice(1, true, false))));
    assert_eq!(stood(&site), (true, false, false));
}

#[test]
fn a_look_at_a_part_by_hand_leaves_what_is_swept_again_as_it_is() {
    let mut site = Site::new();
    let swept = |site: &Site| site.core.world().settings.rescan.ranges.clone();
    site.rescan(&[1, 2]);
    site.sweep_by_hand("10.0.0.9");
    assert_eq!(swept(&site), [RANGE], "because somebody only looked for one box");
    assert!(site.core.world().rescanned.ended.is_some(), "because nothing else was chosen");
    site.sweep_by_hand("10.0.0.0/23");
    assert_eq!(swept(&site), ["10.0.0.0/23"], "because that is more");
    site.settings(|s| s.rescan.ranges = vec!["10.0.0.9".to_owned()]);
    assert_eq!(swept(&site), ["10.0.0.9"], "because somebody said so");
}

#[test]
fn who_comes_right_after_less_was_chosen_is_a_stranger_as_before() {
    let mut site = Site::new();
    site.tables(&[1], &[1]);
    site.settings(|s| s.rescan.exclude = vec!["10.0.0.200".to_owned()]);
    assert_eq!(
        site.tables(&[1, 9], &[1, 9]).len(),
        1,
        "because it is not the choice that shows it"
    );
    site.settings(|s| s.rescan.ranges = vec!["10.0.0.0/22".to_owned()]);
    assert_eq!(
        site.tables(&[1, 9, 8], &[1, 9, 8]).len(),
        0,
        "because a sweep wakes whoever is there"
    );
}

#[test]
fn what_cannot_be_read_is_not_swept_again() {
    let mut site = Site::new();
    let ranges = vec!["10.0.0.300".to_owned()];
    let refused = site.core.wish(Wish::SweepAgain { ranges, exclude: Vec::new() }, NOON);
    assert!(refused.is_err());
    assert_eq!(site.core.world().settings.rescan.ranges, [RANGE]);
    let mut nothing = site.core.world().settings.clone();
    nothing.name = "Osaka".into();
    nothing.rescan.exclude = vec!["10.0.0.0/16".to_owned()];
    let refused = site.core.wish(Wish::Settings(nothing), NOON);
    assert!(refused.is_err(), "because a sweep of nothing would never end");
}
