//! Traps from the wire to the incident: what they raise, what ends it, and what is kept of storms.

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]

use std::net::UdpSocket;
use std::process::{Command, Output};
use std::time::Duration;

use hinomi_engine::{Engine, EngineHandle, Event, Hearing, Voice, Wish};
use hinomi_model::check::{InterfaceSpec, Signs};
use hinomi_model::draft::NodeDraft;
use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{
    Access, AuthProtocol, Encryption, Level, Login, Oid, PORT, PrivProtocol, Signing, Trap, Value,
    VarBind, Voucher,
};
use hinomi_model::trap::{Listening, TrapRuleDraft, TrapVerdict};
use hinomi_model::{
    CheckSpec, Grade, NodeId, Outcome, Secret, SecretKind, Settings, Span, TrapId, What, words,
};
use hinomi_net::Net;
use hinomi_net::snmp::traps::Distrust;
use hinomi_replay::ber;
use hinomi_store::{Site, TrapFilter};
use hinomi_tests::timeline::{Seen, Timeline};

const LINK_DOWN: [u32; 10] = [1, 3, 6, 1, 6, 3, 1, 1, 5, 3];
const LINK_UP: [u32; 10] = [1, 3, 6, 1, 6, 3, 1, 1, 5, 4];
const ON_BATTERY: [u32; 9] = [1, 3, 6, 1, 2, 1, 33, 2, 1];
const MAKERS: [u32; 9] = [1, 3, 6, 1, 4, 1, 99_999, 0, 7];

fn trap(kind: &[u32], bindings: Vec<(Oid, Value)>) -> Trap {
    let bindings = bindings.into_iter().map(|(oid, value)| VarBind { oid, value }).collect();
    Trap {
        from: [192, 0, 2, 1].into(),
        agent: None,
        kind: Oid::from(kind),
        bindings,
        voucher: Voucher::Community,
        inform: false,
    }
}

fn link(kind: &[u32], index: u32) -> Trap {
    let row = |column: u32| Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1, column, index]);
    let number = Value::Integer(i32::try_from(index).expect("it is small"));
    let name = Value::OctetString(format!("Gi0/{index}").into_bytes());
    trap(kind, vec![(row(1), number), (row(2), name)])
}

fn draft(trap: &str, text: &str, verdict: TrapVerdict, ends: &str) -> TrapRuleDraft {
    let (trap, text, ends) = (trap.into(), text.into(), ends.into());
    TrapRuleDraft { trap, text, node: None, verdict, ends }
}

fn with_switch() -> Timeline {
    let mut w = Timeline::default();
    w.node("sw");
    w.until(30.0);
    w
}

fn opened() -> [Seen; 2] {
    [Seen::Opened("sw".into()), Seen::Notified("sw".into(), Reason::Opened)]
}

fn is_over(seen: &[Seen]) -> bool {
    matches!(seen, [Seen::Resolved(..), Seen::Notified(_, Reason::Resolved)])
}

#[test]
fn a_link_that_went_down_opens_an_incident_and_its_own_return_ends_it() {
    let mut w = with_switch();
    w.says(link(&LINK_DOWN, 3));
    w.until(45.0);
    assert_eq!(w.between(30.0, 45.0), opened());
    let check = w
        .core
        .world()
        .checks_of(w.id("sw"))
        .find(|c| matches!(c.check.spec, CheckSpec::Trap(_)))
        .is_some();
    assert!(check, "because the node has a trap check from now on");
    let outcome = w.incident("sw").evidence.clone().expect("it has one");
    let said = |lang| words::outcome(lang, &outcome);
    assert_eq!(said(Language::En), "Link down: Gi0/3");
    assert_eq!(said(Language::Ja), "リンクダウン：Gi0/3");
    assert_eq!(w.incident("sw").grade(), Grade::Warning);
    w.says(link(&LINK_UP, 4));
    w.until(200.0);
    assert_eq!(w.between(46.0, 200.0), [], "because that is another interface");
    w.says(link(&LINK_UP, 3));
    w.until(215.0);
    let over = w.between(200.0, 215.0);
    assert!(is_over(&over), "because the same interface is up again: {over:?}");
    let lasted = w.incident("sw").duration(w.wall()).0;
    assert_eq!(lasted, Span::seconds(170), "because it began with the trap and ended with one");
}

#[test]
fn a_link_a_person_switched_off_is_no_trouble() {
    let mut w = with_switch();
    let mut off = link(&LINK_DOWN, 3);
    let admin = Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1, 7, 3]);
    off.bindings.push(VarBind { oid: admin, value: Value::Integer(2) });
    w.says(off);
    w.until(60.0);
    assert_eq!(w.seen, [], "because somebody wanted it so");
    assert_eq!(w.traps().count(), 1, "because it is kept all the same");
}

#[test]
fn a_port_nobody_wants_to_be_up_goes_down_each_evening_without_an_incident() {
    let port = |name: &str, index: u32, up: bool| {
        let port = Signs { name: name.into(), index, ..Signs::default() };
        CheckSpec::Interface(InterfaceSpec { port, up, ..InterfaceSpec::default() })
    };
    let ports = [port("Gi0/1", 1, true), port("Gi0/3", 3, false)];
    let mut w = Timeline::default();
    w.node_with("sw", CheckSpec::proposed().into_iter().chain(ports).collect());
    w.until(30.0);
    w.says(link(&LINK_DOWN, 3));
    w.says(link(&LINK_DOWN, 4));
    w.until(60.0);
    assert_eq!(w.seen, [], "because PCs are switched off");
    assert_eq!(w.traps().count(), 2, "because it is noted all the same");
    w.says(link(&LINK_DOWN, 1));
    w.until(90.0);
    assert_eq!(w.between(60.0, 90.0), opened(), "because this one is to be up");
    w.says(link(&LINK_UP, 1));
    w.until(120.0);
    assert!(is_over(&w.between(90.0, 120.0)));
    let rule = draft("1.3.6.1.6.3.1.1.5.3", "Gi0/3", TrapVerdict::Critical, "");
    w.wish(Wish::TrapRules(vec![rule])).expect("it is good");
    w.says(link(&LINK_DOWN, 3));
    w.until(150.0);
    assert_eq!(w.between(120.0, 150.0), opened(), "because somebody said so");
}

#[test]
fn forty_eight_links_at_once_are_one_incident_and_the_last_one_ends_it() {
    let mut w = with_switch();
    (1..=48).for_each(|index| w.says(link(&LINK_DOWN, index)));
    w.until(45.0);
    assert_eq!(w.between(30.0, 45.0), opened(), "because they are one node's");
    assert_eq!(w.traps().filter(|t| t.stands).count(), 48, "because each is trouble of its own");
    (1..=47).for_each(|index| w.says(link(&LINK_UP, index)));
    w.until(60.0);
    assert_eq!(w.between(45.1, 60.0), [], "because one is still down");
    w.says(link(&LINK_UP, 48));
    w.until(75.0);
    assert!(is_over(&w.between(60.0, 75.0)));
}

#[test]
fn what_nothing_ends_ends_in_its_time_and_what_is_said_again_goes_on() {
    let mut w = with_switch();
    let on_battery = trap(&ON_BATTERY, vec![]);
    for minute in 0..5 {
        w.until(30.0 + 60.0 * f64::from(minute));
        w.says(on_battery.clone());
    }
    w.until(400.0);
    assert_eq!(
        w.between(30.0, 400.0),
        opened(),
        "because a UPS says it every minute while it holds"
    );
    assert_eq!(w.incident("sw").grade(), Grade::Critical);
    w.until(30.0 + 240.0 + 3.0 * 60.0 + 10.0);
    assert!(is_over(&w.between(400.0, 1_000.0)), "because it has not said it for three minutes");
}

#[test]
fn rules_come_before_what_is_known() {
    let mut w = with_switch();
    let makers = "1.3.6.1.4.1.99999";
    let rules = vec![
        draft("1.3.6.1.6.3.1.1.5.3", "gi0/7", TrapVerdict::Critical, ""),
        draft("1.3.6.1.6.3.1.1.5.3", "", TrapVerdict::Ignored, ""),
        draft(makers, "fire", TrapVerdict::Critical, ""),
        draft(makers, "all clear", TrapVerdict::Ok, makers),
    ];
    w.wish(Wish::TrapRules(rules)).expect("they are good");
    let says = |text: &str| {
        trap(&MAKERS, vec![(Oid::from([1, 3, 9]), Value::OctetString(text.as_bytes().into()))])
    };
    w.says(link(&LINK_DOWN, 3));
    w.says(says("test of the siren"));
    w.until(45.0);
    assert_eq!(w.seen, [], "because the one is ignored and the other only noted");
    assert_eq!(w.traps().count(), 1);
    w.says(says("FIRE in room 2"));
    w.until(60.0);
    assert_eq!(w.between(45.0, 60.0), opened());
    w.says(says("All clear"));
    w.until(75.0);
    assert!(is_over(&w.between(60.0, 75.0)));
    w.says(link(&LINK_DOWN, 7));
    w.until(90.0);
    assert_eq!(
        w.incident("sw").grade(),
        Grade::Critical,
        "because the first rule that fits is right"
    );
}

#[test]
fn that_somebody_asked_with_a_wrong_community_is_noted_and_no_trouble_unless_a_rule_says_so() {
    let mut w = with_switch();
    let intruder = trap(&[1, 3, 6, 1, 6, 3, 1, 1, 5, 5], vec![]);
    w.says(intruder.clone());
    w.until(45.0);
    assert_eq!(w.seen, [], "because a sweep of our own does it, and printers' drivers do");
    assert_eq!(w.traps().count(), 1, "because it is kept all the same");
    let rule = draft("1.3.6.1.6.3.1.1.5.5", "", TrapVerdict::Warning, "");
    w.wish(Wish::TrapRules(vec![rule])).expect("it is good");
    w.says(intruder);
    w.until(60.0);
    assert_eq!(w.between(45.0, 60.0), opened(), "because somebody wants to know");
}

#[test]
fn wrong_rules_are_refused_as_a_whole_with_every_field_named() {
    let mut w = with_switch();
    let rules = vec![
        draft("1.3.6", "", TrapVerdict::Ok, ""),
        draft("linkDown", "", TrapVerdict::Ok, "1.3, x.y"),
    ];
    let Err(hinomi_engine::Refusal::Fields(wrong)) = w.wish(Wish::TrapRules(rules)) else {
        panic!("because neither is an identifier");
    };
    let fields: Vec<&str> = wrong.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["rules.1.trap", "rules.1.ends"]);
    assert_eq!(w.core.world().settings.traps, Listening::default());
}

#[test]
fn a_storm_is_counted_and_what_matters_in_it_is_not_lost() {
    let mut w = with_switch();
    for n in 0..10_000u32 {
        w.says(trap(&MAKERS, vec![(Oid::from([1, 3, 9]), Value::Gauge32(n))]));
        if n == 5_000 {
            w.says(link(&LINK_DOWN, 3));
        }
    }
    w.until(45.0);
    assert_eq!(w.between(30.0, 45.0), opened(), "because a link in the middle of it is down");
    let storm: Vec<u32> =
        w.traps().filter(|t| t.kind == Oid::from(MAKERS)).map(|t| t.count).collect();
    assert_eq!(storm, [1, 1, 1, 1, 1, 9_995], "because the first few are kept, the rest counted");
}

#[test]
fn a_link_that_flaps_by_the_thousand_is_judged_by_how_it_ends_up() {
    let mut w = with_switch();
    for _ in 0..20_000 {
        w.says(link(&LINK_DOWN, 3));
        w.says(link(&LINK_UP, 3));
    }
    let last = {
        let mut checks = w.core.world().checks_of(w.id("sw"));
        let check = checks.find(|c| matches!(c.check.spec, CheckSpec::Trap(_)));
        check.and_then(|c| c.state.last()).expect("it was judged")
    };
    assert!(last - w.wall() < Span::seconds(2), "because samples do not run ahead of the clock");
    let counts: Vec<u32> = w.traps().map(|t| t.count).collect();
    assert_eq!(counts, [20_000, 20_000], "because it is one trouble that comes and goes");
    w.says(link(&LINK_DOWN, 3));
    w.until(45.0);
    assert!(w.incident("sw").is_open(), "because it is down in the end");
    w.says(link(&LINK_UP, 3));
    w.until(60.0);
    assert!(!w.incident("sw").is_open(), "because it is up again");
}

#[test]
fn what_says_the_same_is_one_line() {
    let mut w = with_switch();
    (0..1_000).for_each(|_| w.says(trap(&MAKERS, vec![])));
    let counts: Vec<u32> = w.traps().map(|t| t.count).collect();
    assert_eq!(counts, [1_000]);
    w.until(120.0);
    w.says(trap(&MAKERS, vec![]));
    assert_eq!(w.traps().count(), 2, "because that was a while ago");
}

#[test]
fn strangers_by_the_thousand_do_not_fill_the_log() {
    let mut w = with_switch();
    for n in 0..50_000u32 {
        let from = std::net::Ipv4Addr::from(0x0a00_0000 + n).into();
        w.says(Trap { from, ..trap(&MAKERS, vec![]) });
    }
    let lines = w.traps().count();
    assert!(lines < 3_000, "because beyond that they are counted together: {lines}");
    assert_eq!(w.traps().map(|t| u64::from(t.count)).sum::<u64>(), 50_000, "because all count");
    w.says(link(&LINK_DOWN, 3));
    w.until(45.0);
    assert_eq!(w.between(30.0, 45.0), opened(), "because our own nodes are heard all the same");
}

#[test]
fn what_stood_stands_after_a_bad_end() {
    let mut w = with_switch();
    w.says(link(&LINK_DOWN, 3));
    w.until(45.0);
    w.kill(Span::minutes(10));
    w.until(200.0);
    assert!(w.incident("sw").is_open(), "because nothing said that it is over");
    w.says(link(&LINK_UP, 3));
    w.until(230.0);
    assert!(!w.incident("sw").is_open());
}

#[test]
fn a_person_ends_what_nothing_else_ends_and_a_stopped_check_raises_nothing() {
    let mut w = with_switch();
    w.says(link(&LINK_DOWN, 3));
    w.until(45.0);
    let id = w.traps().next().expect("it is kept").id;
    let end = |trap: TrapId| Wish::EndTrap { trap, by: "Aki".into() };
    w.wish(end(id)).expect("it stands");
    w.until(60.0);
    assert!(is_over(&w.between(45.0, 60.0)));
    assert_eq!(w.traps().next().and_then(|t| t.ended_by.clone()), Some("Aki".into()));
    assert!(w.wish(end(id)).is_err(), "because it does not stand any more");

    let check = w.core.world().checks_of(w.id("sw")).map(|c| &c.check);
    let check = check.filter(|c| matches!(c.spec, CheckSpec::Trap(_))).map(|c| c.id).next();
    w.wish(Wish::PauseCheck(check.expect("it has one"), true)).expect("it can be stopped");
    w.says(link(&LINK_DOWN, 5));
    w.until(90.0);
    assert_eq!(w.between(60.1, 90.0), [], "because a person does not want to hear of it");
}

/// A link's trap that names it by its number alone.
fn bare_link(kind: &[u32], index: u32) -> Trap {
    let number = Value::Integer(i32::try_from(index).expect("it is small"));
    trap(kind, vec![(Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, index]), number)])
}

#[test]
fn an_interface_is_called_as_it_was_read_last() {
    let mut w = with_switch();
    let node = w.id("sw");
    w.core.know_interfaces(vec![(node, vec![(3, "port1.0.3".into()), (4, String::new())])]);
    let mut said = |kind: &[u32], index: u32| {
        w.says(bare_link(kind, index));
        w.traps().last().expect("it is kept").said.en.clone()
    };
    assert_eq!(said(&LINK_DOWN, 3), "Link down: port1.0.3");
    assert_eq!(said(&LINK_DOWN, 4), "Link down: interface 4", "because nobody named it");
    w.core.know_interfaces(vec![(node, vec![(3, "lag3".into())])]);
    w.says(bare_link(&LINK_UP, 3));
    assert_eq!(w.traps().last().expect("it is kept").said.en, "Link up: lag3");
}

#[test]
fn a_node_is_known_by_its_name_and_by_all_its_addresses() {
    let mut w = with_switch();
    let named = NodeDraft { name: "nas".into(), ..NodeDraft::at("nas.example.jp") };
    let wish = Wish::AddNodes { nodes: vec![named], checks: vec![], gateways: vec![] };
    w.wish(wish).expect("it is added");
    let nas = NodeId(w.id("sw").0 + 1);
    let from = |address: [u8; 4]| Trap { from: address.into(), ..bare_link(&LINK_DOWN, 1) };
    w.says(from([192, 0, 2, 9]));
    assert_eq!(w.traps().last().expect("it is kept").node, None, "because nobody looked it up");
    let found = |last: u8| vec![(nas, vec![[192, 0, 2, last].into()])];
    w.core.know_named(found(9));
    w.says(from([192, 0, 2, 9]));
    assert_eq!(w.traps().last().expect("it is kept").node, Some(nas));
    w.core.know_named(found(10));
    w.says(from([192, 0, 2, 9]));
    let stranger = w.traps().next().map(|t| (t.node, t.count));
    assert_eq!(stranger, Some((None, 2)), "because it has moved, so a stranger said it again");
    w.core.know_named(found(1));
    w.says(from([192, 0, 2, 1]));
    let node = w.traps().last().expect("it is kept").node;
    assert_eq!(node, Some(w.id("sw")), "because who has the address itself comes first");
}

/// A trap of SNMPv2c from this PC, as octets.
fn octets(kind: &[u32], index: u32) -> Vec<u8> {
    let of = |trap: &Trap| -> Vec<u8> {
        trap.bindings.iter().flat_map(|b| ber::binding(&b.oid, &b.value)).collect()
    };
    let kind_is = Value::Oid(Oid::from(kind));
    let bindings = [
        ber::binding(&Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0]), &Value::TimeTicks(1)),
        ber::binding(&Oid::from([1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0]), &kind_is),
        of(&link(kind, index)),
    ];
    let integer = |n: i128| ber::number(ber::tag::INTEGER, n);
    let bindings = ber::element(ber::tag::SEQUENCE, &bindings.concat());
    let pdu = ber::element(0xa7, &[integer(1), integer(0), integer(0), bindings].concat());
    let community = ber::element(ber::tag::OCTETS, b"public");
    ber::element(ber::tag::SEQUENCE, &[integer(1), community, pdu].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trap_on_the_wire_is_stored_before_it_is_told_and_opens_an_incident() {
    let free = UdpSocket::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port();
    let traps = Listening { port: free, ..Listening::default() };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.hinomi");
    let settings = Settings { name: "T".into(), notify: false, traps, ..Settings::default() };
    let site = Site::create(&path, &settings).await.unwrap();
    let engine = Engine::start(site, Net::open().await, Voice::Silent, vec![]).await.unwrap();
    let node = NodeDraft { name: "sw".into(), ..NodeDraft::at("127.0.0.1") };
    let wish = Wish::AddNodes { nodes: vec![node], checks: vec![], gateways: vec![] };
    engine.wish(wish).await.unwrap();
    let mut events = engine.events();
    until(&engine, "because nobody else has the port", |h| h.wanted == Some(free)).await;
    assert_eq!(engine.hearing().trouble, None);
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.send_to(&octets(&LINK_DOWN, 3), ("127.0.0.1", free)).unwrap();
    let long = Duration::from_secs(30);
    let heard = async {
        loop {
            let event = events.recv().await.expect("the engine goes on");
            match &*event {
                Event::Trap { trap, .. } => {
                    let kept = engine.site().traps(&TrapFilter::default()).await.unwrap();
                    assert!(kept.iter().any(|t| t.id == trap.id), "because of law L12");
                    assert_eq!(trap.node, Some(NodeId(1)));
                }
                Event::Incident { what: What::Opened { evidence, .. }, .. } => {
                    assert!(matches!(evidence, Outcome::Failed { .. }));
                    return;
                }
                _ => {}
            }
        }
    };
    tokio::time::timeout(long, heard).await.expect("it opens an incident");
    until(&engine, "because one was sent", |h| h.tally.taken == 1).await;
    engine.stop().await;

    let again = Site::open(&path).await.unwrap();
    let standing = again.load().await.unwrap().standing;
    assert_eq!(standing.len(), 1, "because it stands until the link is up again");
    again.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_a_second_reach_the_log_with_what_matters() {
    let free = UdpSocket::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port();
    let traps = Listening { port: free, ..Listening::default() };
    let settings = Settings { name: "T".into(), notify: false, traps, ..Settings::default() };
    let dir = tempfile::tempdir().unwrap();
    let site = Site::create(&dir.path().join("t.hinomi"), &settings).await.unwrap();
    let engine = Engine::start(site, Net::open().await, Voice::Silent, vec![]).await.unwrap();
    let node = NodeDraft { name: "sw".into(), ..NodeDraft::at("127.0.0.1") };
    let wish = Wish::AddNodes { nodes: vec![node], checks: vec![], gateways: vec![] };
    engine.wish(wish).await.unwrap();
    until(&engine, "because nobody else has the port", |h| h.wanted == Some(free)).await;
    // Interfaces 1 to 100 go down in a storm of three thousand traps from elsewhere, in 3 s or more:
    // a sender that was held up does not make up for it in one burst.
    let sending = std::thread::spawn(move || {
        let (ours, other) = ("127.0.0.1:0", "127.0.0.2:0");
        let [ours, other] = [ours, other].map(|at| UdpSocket::bind(at).unwrap());
        for n in 0..3_000u32 {
            std::thread::sleep(Duration::from_millis(1));
            other.send_to(&octets(&MAKERS, n), ("127.0.0.1", free)).unwrap();
            if n % 30 == 0 {
                ours.send_to(&octets(&LINK_DOWN, 1 + n / 30), ("127.0.0.1", free)).unwrap();
            }
        }
    });
    tokio::task::spawn_blocking(move || sending.join().unwrap()).await.unwrap();
    let begun = std::time::Instant::now();
    loop {
        let wanted = TrapFilter { standing: true, ..TrapFilter::default() };
        let standing = engine.site().traps(&wanted).await.unwrap().len();
        if standing == 100 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "because all matter, not {standing}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let tally = engine.hearing().tally;
    assert_eq!((tally.lost, tally.malformed), (0, 0), "because a thousand a second are not many");
    let kept = engine.site().traps(&TrapFilter::default()).await.unwrap();
    let storm: u32 = kept.iter().filter(|t| t.node.is_none()).map(|t| t.count).sum();
    assert_eq!(storm, 3_000, "because those of the storm are counted");
    assert!(kept.len() < 130, "because they are not kept one by one: {}", kept.len());
    engine.stop().await;
}

/// Runs one of net-snmp's programs at a port of this PC; `None` with the reason printed, where it
/// is not installed.
async fn send(test: &str, program: &str, options: &str, port: u16, rest: &str) -> Option<Output> {
    let line = format!("{options} 127.0.0.1:{port} '' {rest}");
    let home = tempfile::tempdir().expect("there is room");
    let mut command = Command::new(program);
    let word = |word: &str| if word == "''" { String::new() } else { word.replace('_', " ") };
    command
        .args(line.split_whitespace().map(word))
        .env("SNMP_PERSISTENT_DIR", home.path())
        .env("SNMPCONFPATH", home.path())
        .env("MIBS", "");
    let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("it ran");
    drop(home);
    if ran.is_err() {
        hinomi_tests::skip(test, &format!("{program} is not installed"));
    }
    ran.ok()
}

async fn until(engine: &EngineHandle, why: &str, is_so: impl Fn(&Hearing) -> bool) {
    let begun = std::time::Instant::now();
    while !is_so(&engine.hearing()) {
        assert!(begun.elapsed() < Duration::from_secs(20), "{why}: {:?}", engine.hearing());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The words of `a_user` in the vault, as a login.
async fn login(site: &Site, user: &str) -> Login {
    let seal = |kind, text: &str| {
        let secret = Secret::new(text);
        async move { site.put_secret(kind, &secret).await.expect("the vault is open") }
    };
    let auth = seal(SecretKind::SnmpAuth, "signing words").await;
    let privacy = seal(SecretKind::SnmpPrivacy, "sealing words").await;
    Login::V3 {
        user: user.into(),
        context: String::new(),
        auth: Some(Signing { protocol: AuthProtocol::Sha256, phrase: auth }),
        privacy: Some(Encryption { protocol: PrivProtocol::Aes128, phrase: privacy }),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_send_is_who_the_site_knows_as_soon_as_its_vault_is_open() {
    let test = "who_may_send_is_who_the_site_knows_as_soon_as_its_vault_is_open";
    let free = UdpSocket::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port();
    let traps = Listening { port: free, ..Listening::default() };
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings { name: "T".into(), notify: false, traps, ..Settings::default() };
    let site = Site::create(&dir.path().join("t.hinomi"), &settings).await.unwrap();
    let passphrase = Secret::new("a long passphrase");
    site.set_passphrase(None, &passphrase).await.unwrap();
    let (ours, nodes) = (login(&site, "tower").await, login(&site, "switch").await);
    let community = site.put_secret(SecretKind::Community, &Secret::new("hut")).await.unwrap();
    let mut settings = Settings { logins: vec![ours], ..settings };
    site.lock_vault();
    let engine = Engine::start(site, Net::open().await, Voice::Silent, vec![]).await.unwrap();
    engine.wish(Wish::Settings(settings.clone())).await.unwrap();
    let snmp = Some(Access::usual(PORT, nodes));
    let node = NodeDraft { name: "sw".into(), snmp, ..NodeDraft::at("127.0.0.1") };
    engine
        .wish(Wish::AddNodes { nodes: vec![node], checks: vec![], gateways: vec![] })
        .await
        .unwrap();
    until(&engine, "because the vault is locked", |h| h.locked && h.wanted == Some(free)).await;

    let as_user = |user: &str, phrase: &str| {
        format!("-v3 -u {user} -l authPriv -a SHA-256 -A {phrase} -x AES -X sealing_words")
    };
    let engine_id = "-e 0x8000000001020304";
    let down = "1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.1.3 i 3";
    let tower = as_user("tower", "signing_words");
    let trap = format!("{tower} {engine_id}");
    if send(test, "snmptrap", &trap, free, down).await.is_none() {
        return;
    }
    until(&engine, "because nobody is known yet", |h| {
        h.turned_away.as_ref().is_some_and(|away| away.why == Distrust::User)
    })
    .await;
    engine.site().unlock(&passphrase).await.unwrap();
    until(&engine, "because the vault is open", |h| !h.locked).await;
    let informed = send(test, "snmpinform", &tower, free, down).await;
    assert!(informed.as_ref().is_some_and(|o| o.status.success()), "acknowledged: {informed:?}");
    let informed = send(test, "snmpinform", &as_user("switch", "signing_words"), free, down).await;
    assert!(informed.is_some_and(|o| o.status.success()), "because a node's login is known, too");
    send(test, "snmptrap", &format!("{} {engine_id}", as_user("tower", "wrong_words")), free, down)
        .await;
    until(&engine, "because it is wrongly signed", |h| {
        let user = |user: &Option<String>| user.as_deref() == Some("tower");
        h.turned_away.as_ref().is_some_and(|a| a.why == Distrust::Signature && user(&a.user))
    })
    .await;

    // SNMPv2c with any community, until only the site's are taken.
    send(test, "snmptrap", "-v2c -c any", free, "1.3.6.1.6.3.1.1.5.5").await;
    until(&engine, "because any community is taken", |h| h.tally.taken == 3).await;
    settings.traps.known_only = true;
    settings.logins.push(Login::V2c { community });
    engine.wish(Wish::Settings(settings)).await.unwrap();
    let refused = engine.hearing().tally.refused;
    let begun = std::time::Instant::now();
    while engine.hearing().tally.refused == refused {
        assert!(begun.elapsed() < Duration::from_secs(20), "because it is not taken any more");
        send(test, "snmptrap", "-v2c -c any", free, "1.3.6.1.6.3.1.1.5.5").await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let away = engine.hearing().turned_away.map(|away| away.why);
    assert_eq!(away, Some(Distrust::Community));
    let informed = send(test, "snmpinform", "-v2c -c hut", free, "1.3.6.1.6.3.1.1.5.2").await;
    assert!(informed.is_some_and(|o| o.status.success()), "because that community is the site's");

    let begun = std::time::Instant::now();
    let kept = loop {
        let kept = engine.site().traps(&TrapFilter::default()).await.unwrap();
        if kept.iter().any(|t| t.kind.to_string().ends_with(".5.2")) {
            break kept;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "because it is stored: {kept:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(kept.iter().all(|t| t.node == Some(NodeId(1))), "because all came from its address");
    let link = kept.iter().find(|t| t.stands && t.said.en.starts_with("Link down"));
    let link = link.expect("the link is down");
    assert_eq!(link.count, 2, "because two said the same of it");
    let voucher = Voucher::User { name: "tower".into(), level: Level::AuthPriv };
    assert_eq!(link.voucher, voucher, "because who said it first vouches for it");
    engine.stop().await;
}
