//! Checks that ask an agent, against agents made of recordings: what a device once said.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hinomi_checks::snmp::{Agent, Past};
use hinomi_checks::{Target, probe};
use hinomi_model::check::{
    AgentSpec, CheckSpec, Flow, InterfaceSpec, Limits, Signs, ValueSpec, WordSpec,
};
use hinomi_model::grade::grade;
use hinomi_model::snmp::{Credentials, Fold, Formula, Oid, Rows, Value};
use hinomi_model::{Address, Cause, Grade, Metric, Obstacle, Outcome, Phase, Secret};
use hinomi_net::Net;
use hinomi_net::snmp::{Patience, Session};
use hinomi_replay::{Recording, Replay, Request};

/// What one check sees of a device that says something else each time.
struct Looks {
    net: Net,
    past: Past,
    steady: Duration,
}

impl Looks {
    async fn new() -> Looks {
        Looks { net: Net::open().await, past: Past::default(), steady: Duration::from_secs(1_000) }
    }

    /// Looks a minute later at a device that now says this.
    async fn at(&mut self, spec: &CheckSpec, says: &str) -> Outcome {
        self.steady += Duration::from_secs(60);
        let shelf = [("public".to_owned(), Recording::read(says))];
        let replay = Replay::start(hinomi_replay::Shelf::from(shelf)).await.unwrap();
        self.ask(spec, replay.address(), "public").await
    }

    /// Waits long for an agent that answers, and shortly for one that does not know the community.
    async fn ask(&self, spec: &CheckSpec, at: std::net::SocketAddr, community: &str) -> Outcome {
        let timeout = Duration::from_millis(if community == "wrong" { 300 } else { 5_000 });
        let patience = Patience { timeout, retries: 1, at_once: 2 };
        let credentials = Credentials::V2c(Secret::new(community));
        let session = self.net.snmp.session(at, credentials, patience).unwrap();
        let agent = Agent { session, past: self.past.clone(), steady: self.steady };
        let target =
            Target { agent: Some(agent), ..Target::at(Address::parse("127.0.0.1").unwrap()) };
        probe(spec, &target, &self.net).await
    }
}

fn measured(outcome: &Outcome) -> Vec<(Metric, f64)> {
    match outcome {
        Outcome::Measured { readings } => readings.iter().map(|r| (r.metric, r.value)).collect(),
        other => panic!("because it was there: {other:?}"),
    }
}

/// A port at an index, up for so many seconds, that received so many octets.
fn port(index: u32, seconds: u64, octets: u64, oper: u32) -> String {
    format!(
        "1.3.6.1.2.1.1.3.0|67|{}\n\
         1.3.6.1.2.1.2.2.1.2.{index}|4|GigabitEthernet0/1\n\
         1.3.6.1.2.1.2.2.1.5.{index}|66|1000000000\n\
         1.3.6.1.2.1.2.2.1.7.{index}|2|1\n\
         1.3.6.1.2.1.2.2.1.8.{index}|2|{oper}\n\
         1.3.6.1.2.1.2.2.1.14.{index}|65|7\n\
         1.3.6.1.2.1.31.1.1.1.1.{index}|4|Gi0/1\n\
         1.3.6.1.2.1.31.1.1.1.6.{index}|70|{octets}\n\
         1.3.6.1.2.1.31.1.1.1.15.{index}|66|1000\n",
        seconds * 100
    )
}

fn interface() -> CheckSpec {
    let port = Signs { name: "Gi0/1".into(), index: 7, ..Signs::default() };
    CheckSpec::Interface(InterfaceSpec { port, ..InterfaceSpec::default() })
}

#[tokio::test]
async fn an_interface_brings_rates_from_the_second_look_on() {
    let (mut looks, spec) = (Looks::new().await, interface());
    let first = looks.at(&spec, &port(7, 5_000, 1_000_000, 1)).await;
    assert_eq!(measured(&first), [(Metric::Speed, 1e9)], "because a rate takes two looks");
    let second = looks.at(&spec, &port(7, 5_060, 1_000_000 + 75_000_000, 1)).await;
    let want = [
        (Metric::TrafficIn, 10_000_000.0),
        (Metric::LoadIn, 1.0),
        (Metric::ErrorsIn, 0.0),
        (Metric::Speed, 1e9),
    ];
    assert_eq!(measured(&second), want);
}

#[tokio::test]
async fn an_interface_is_found_again_when_its_index_has_changed_and_never_spikes() {
    let (mut looks, spec) = (Looks::new().await, interface());
    looks.at(&spec, &port(7, 5_000, 9_000_000_000, 1)).await;
    looks.at(&spec, &port(7, 5_060, 9_000_001_000, 1)).await;
    let moved = looks.at(&spec, &port(12, 60, 5, 1)).await;
    assert_eq!(measured(&moved), [(Metric::Speed, 1e9)], "because the device began anew");
    let again = looks.at(&spec, &port(12, 120, 7_505, 1)).await;
    assert_eq!(again.value(Metric::TrafficIn), Some(1_000.0));
}

#[tokio::test]
async fn an_interface_that_was_renamed_is_known_by_its_address_and_measured_on() {
    let mut looks = Looks::new().await;
    let mac = Some("00:00:5e:00:53:01".to_owned());
    let signs = Signs { name: "Gi0/1".into(), mac, index: 7, ..Signs::default() };
    let spec = CheckSpec::Interface(InterfaceSpec { port: signs, ..InterfaceSpec::default() });
    let renamed = |index: u32, seconds: u64, octets: u64| {
        let port = port(index, seconds, octets, 1).replace("Gi0/1", "uplink");
        port.replace("GigabitEthernet0/1", "uplink")
            + &format!("1.3.6.1.2.1.2.2.1.6.{index}|4x|00005e005301\n")
    };
    for index in [7, 12] {
        let begun = measured(&looks.at(&spec, &renamed(index, 5_000, 1)).await);
        assert_eq!(begun, [(Metric::Speed, 1e9)], "because a rate takes two looks");
        let on = looks.at(&spec, &renamed(index, 5_060, 7_501)).await;
        let rate = on.value(Metric::TrafficIn);
        assert_eq!(rate, Some(1_000.0), "because it is the same interface at {index}");
    }
}

#[tokio::test]
async fn what_an_agent_had_not_yet_is_asked_for_again() {
    let (mut looks, spec) = (Looks::new().await, interface());
    let starting = port(7, 60, 1, 1).replace("1.3.6.1.2.1.31.1.1.1.6.7|70|1\n", "");
    looks.at(&spec, &starting).await;
    let mut rates = Vec::new();
    for minute in 2..10 {
        let seen = looks.at(&spec, &port(7, 60 * minute, 7_500 * minute, 1)).await;
        rates.push(seen.value(Metric::TrafficIn));
    }
    assert_eq!(rates[..4], [None; 4], "because it is not asked again and again");
    assert_eq!(rates[5..], [Some(1_000.0); 3], "because it has it by now");
}

#[tokio::test]
async fn collisions_of_all_kinds_are_one_rate_and_where_one_began_anew_a_gap() {
    let (mut looks, spec) = (Looks::new().await, interface());
    let met = |seconds: u64, counts: [u64; 4]| {
        let line = |(column, n): (u32, u64)| format!("1.3.6.1.2.1.10.7.2.1.{column}.7|65|{n}\n");
        port(7, seconds, 1, 1) + &[4, 5, 8, 9].into_iter().zip(counts).map(line).collect::<String>()
    };
    let mut seen = Vec::new();
    for (seconds, single, multiple, late, excessive) in [
        (5_000, 10, 20, 30, 40),
        (5_060, 70, 80, 90, 100),
        (5_120, 70, 80, 90, 220),
        (5_180, 70, 0, 90, 220),
        (5_240, 130, 0, 90, 220),
    ] {
        let says = met(seconds, [single, multiple, late, excessive]);
        seen.push(looks.at(&spec, &says).await.value(Metric::Collisions));
    }
    let want = [None, Some(4.0), Some(2.0), None, Some(1.0)];
    assert_eq!(seen, want, "because a sum of which one part is not known is not known");
}

#[tokio::test]
async fn a_feed_that_has_dried_up_is_told_from_the_second_look_on() {
    let mut looks = Looks::new().await;
    let below = Limits { warning: Some(1e6), critical: Some(1.0) };
    let incoming = Flow { above: Limits::NONE, below };
    let port_of = Signs { name: "Gi0/1".into(), index: 7, ..Signs::default() };
    let spec = InterfaceSpec { port: port_of, incoming, ..InterfaceSpec::default() };
    let spec = CheckSpec::Interface(spec);
    let mut grades = Vec::new();
    // The feed flows, dries up, and the device begins anew.
    for (seconds, octets) in [(5_000, 0), (5_060, 75_000_000), (5_120, 75_000_000), (60, 0)] {
        let seen = looks.at(&spec, &port(7, seconds, octets, 1)).await;
        grades.push(grade(&spec, &seen, None));
    }
    let want = [Grade::Ok, Grade::Ok, Grade::Critical, Grade::Ok];
    assert_eq!(grades, want, "because without a rate nothing is judged");
}

#[tokio::test]
async fn an_interface_out_of_use_and_one_that_is_gone_each_have_their_own_failure() {
    let (mut looks, spec) = (Looks::new().await, interface());
    let down = looks.at(&spec, &port(7, 5_000, 1, 2)).await;
    assert_eq!(down, Outcome::failed(Phase::Body, Cause::LinkDown { switched_off: false }));
    let gone = looks.at(&spec, "1.3.6.1.2.1.1.3.0|67|500000\n").await;
    assert_eq!(gone, Outcome::failed(Phase::Body, Cause::NotThere));
}

fn value(metric: Metric, formula: Formula, rows: Rows) -> CheckSpec {
    let (above, below) = (Limits::NONE, Limits::NONE);
    CheckSpec::Value(ValueSpec {
        metric,
        label: String::new(),
        formula,
        rows,
        above,
        below,
        full: Limits::NONE,
    })
}

fn oid(text: &str) -> Oid {
    text.parse().unwrap()
}

const DISKS: &str = "\
    1.3.6.1.2.1.25.2.3.1.3.31|4|/\n\
    1.3.6.1.2.1.25.2.3.1.3.36|4|/var\n\
    1.3.6.1.2.1.25.2.3.1.5.31|2|1000\n\
    1.3.6.1.2.1.25.2.3.1.5.36|2|4000\n\
    1.3.6.1.2.1.25.2.3.1.6.31|2|900\n\
    1.3.6.1.2.1.25.2.3.1.6.36|2|1000\n";

#[tokio::test]
async fn a_row_is_known_by_what_it_is_called_and_not_by_its_number() {
    let mut looks = Looks::new().await;
    let formula = Formula::share(oid("1.3.6.1.2.1.25.2.3.1.6"), oid("1.3.6.1.2.1.25.2.3.1.5"));
    let column = oid("1.3.6.1.2.1.25.2.3.1.3");
    let rows = Rows::Row { column, says: "/var".into(), index: vec![31] };
    let spec = value(Metric::Storage, formula, rows);
    let seen = looks.at(&spec, DISKS).await;
    assert_eq!(measured(&seen), [(Metric::Storage, 25.0)], "because row 31 is another one now");
    let gone = DISKS.replace("/var", "/srv");
    let outcome = looks.at(&spec, &gone).await;
    assert_eq!(outcome, Outcome::failed(Phase::Body, Cause::NotThere));
}

#[tokio::test]
async fn a_table_is_added_up_and_its_rows_are_counted_by_name() {
    let mut looks = Looks::new().await;
    let used = oid("1.3.6.1.2.1.25.2.3.1.6");
    let all = |fold, says: Option<&str>| Rows::All {
        fold,
        column: says.map(|_| oid("1.3.6.1.2.1.25.2.3.1.3")),
        says: says.map(Into::into),
    };
    for (fold, says, want) in [
        (Fold::Sum, None, 1_900.0),
        (Fold::Mean, None, 950.0),
        (Fold::Most, None, 1_000.0),
        (Fold::Count, Some("/var"), 1.0),
        (Fold::Count, Some("/nowhere"), 0.0),
    ] {
        let spec = value(Metric::Number, Formula::of(used.clone()), all(fold, says));
        let seen = looks.at(&spec, DISKS).await;
        assert_eq!(measured(&seen), [(Metric::Number, want)], "{fold:?} of {says:?}");
    }
}

#[tokio::test]
async fn a_counter_is_a_rate_and_a_restart_a_gap() {
    let mut looks = Looks::new().await;
    let counter = |seconds: u64, n: u64| {
        format!("1.3.6.1.2.1.1.3.0|67|{}\n1.3.6.1.2.1.6.10.0|65|{n}\n", seconds * 100)
    };
    let spec = value(Metric::Rate, Formula::of(oid("1.3.6.1.2.1.6.10.0")), Rows::Object);
    let mut seen = Vec::new();
    for (seconds, n) in [(5_000, 100), (5_060, 700), (60, 5), (120, 65)] {
        seen.push(measured(&looks.at(&spec, &counter(seconds, n)).await));
    }
    let rate = |n: f64| vec![(Metric::Rate, n)];
    assert_eq!(seen, [vec![], rate(10.0), vec![], rate(1.0)], "because 5 - 700 is no rate");
}

#[tokio::test]
async fn a_table_of_counters_is_a_rate_and_no_row_that_comes_or_goes_is_a_spike() {
    let mut looks = Looks::new().await;
    let table = |seconds: u64, rows: &[(u32, u64)]| {
        let row = |(index, n): &(u32, u64)| format!("1.3.6.1.2.1.2.2.1.10.{index}|65|{n}\n");
        let rows: String = rows.iter().map(row).collect();
        format!("1.3.6.1.2.1.1.3.0|67|{}\n{rows}", seconds * 100)
    };
    let octets = oid("1.3.6.1.2.1.2.2.1.10");
    let all = |fold| Rows::All { fold, column: None, says: None };
    let spec = value(Metric::Rate, Formula::scaled(octets.clone(), 8.0), all(Fold::Sum));
    let late = 4_000_000_000;
    for (seconds, rows, want, why) in [
        (5_000, &[(1, 1_000), (2, 5_000)][..], None, "a rate takes two looks"),
        (5_060, &[(1, 1_600), (2, 5_060)], Some(88.0), "they rose by 10 and 1"),
        (5_120, &[(1, 2_200), (2, 5_120), (3, late)], Some(88.0), "row 3 has no rate yet"),
        (5_180, &[(1, 2_800), (3, late + 60)], Some(88.0), "row 2 is gone"),
        (5_240, &[(1, 3_400), (2, late), (3, late + 120)], Some(88.0), "row 2 is a new one"),
        (5_300, &[(1, 4_000), (2, 5), (3, late + 180)], None, "row 2 began anew"),
        (60, &[(1, 4_600), (2, 65), (3, late + 240)], None, "the agent began anew"),
        (120, &[(1, 5_200), (2, 125), (3, late + 240)], Some(88.0), "they rose by 10, 1 and 0"),
        (180, &[], Some(0.0), "no rows add up to nothing"),
    ] {
        let seen = looks.at(&spec, &table(seconds, rows)).await;
        assert_eq!(measured(&seen), want.map(|n| (Metric::Rate, n)).as_slice(), "because {why}");
    }
    let names = Some(oid("1.3.6.1.2.1.2.2.1.2"));
    let named = Rows::All { fold: Fold::Sum, column: names, says: None };
    let named = value(Metric::Rate, Formula::of(octets.clone()), named);
    let called = |seconds: u64, name: &str, n: u64| {
        format!("1.3.6.1.2.1.2.2.1.2.1|4|{name}\n") + &table(seconds, &[(1, n)])
    };
    let mut looks = Looks::new().await;
    let mut seen = Vec::new();
    for (seconds, name, n) in
        [(5_000, "a", 0), (5_060, "a", 60), (5_120, "b", late), (5_180, "b", late + 60)]
    {
        seen.push(looks.at(&named, &called(seconds, name, n)).await.value(Metric::Rate));
    }
    let want = [None, Some(1.0), None, Some(1.0)];
    assert_eq!(seen, want, "because another row stands behind the same index");
    let most = value(Metric::Rate, Formula::of(octets), all(Fold::Most));
    let mut looks = Looks::new().await;
    looks.at(&most, &table(5_000, &[(1, 0), (2, 0)])).await;
    let seen = looks.at(&most, &table(5_060, &[(1, 60), (2, 600)])).await;
    assert_eq!(measured(&seen), [(Metric::Rate, 10.0)], "because that is the busier of the two");
    let words = "1.3.6.1.2.1.1.3.0|67|512000\n1.3.6.1.2.1.2.2.1.10.1|4|none\n";
    let none = looks.at(&most, words).await;
    assert_eq!(none, Outcome::failed(Phase::Body, Cause::NotThere), "because that is no counter");
}

#[tokio::test]
async fn a_word_is_good_a_warning_or_worse() {
    let mut looks = Looks::new().await;
    let words = [("2", "normal"), ("3", "low")].map(|(n, w)| (n.to_owned(), w.to_owned()));
    let spec = CheckSpec::Word(WordSpec {
        label: "Battery".into(),
        oid: oid("1.3.6.1.2.1.33.1.2.1.0"),
        rows: Rows::Object,
        good: vec!["2".into()],
        warning: vec!["3".into()],
        part: false,
        words: words.into(),
        bits: false,
    });
    for (said, want, text) in
        [(2, Grade::Ok, None), (3, Grade::Warning, Some("low")), (4, Grade::Critical, Some("4"))]
    {
        let outcome = looks.at(&spec, &format!("1.3.6.1.2.1.33.1.2.1.0|2|{said}\n")).await;
        assert_eq!(grade(&spec, &outcome, None), want, "because it says {said}");
        if let Some(text) = text {
            let says = Cause::Says { text: text.into() };
            assert_eq!(outcome, Outcome::failed(Phase::Body, says));
        }
    }
}

#[tokio::test]
async fn a_check_measures_over_ipv6_as_over_ipv4() {
    let looks = Looks::new().await;
    let shelf = [("right".to_owned(), Recording::read(&port(7, 5_000, 1, 1)))];
    let at = ([0, 0, 0, 0, 0, 0, 0, 1u16], 0).into();
    let Ok(replay) = Replay::start_at(at, hinomi_replay::Shelf::from(shelf)).await else {
        println!("SKIPPED a_check_measures_over_ipv6_as_over_ipv4: there is no IPv6 loopback here");
        return;
    };
    let there = looks.ask(&interface(), replay.address(), "right").await;
    assert_eq!(measured(&there), [(Metric::Speed, 1e9)]);
    let agent = CheckSpec::Agent(AgentSpec::default());
    let silent = looks.ask(&agent, replay.address(), "wrong").await;
    assert_eq!(silent, Outcome::failed(Phase::Connect, Cause::TimedOut));
}

#[tokio::test]
async fn bits_say_everything_that_is_wrong_at_once() {
    let mut looks = Looks::new().await;
    let words = [("1", "no paper"), ("4", "door open"), ("9", "on fire")];
    let words = words.map(|(n, w)| (n.to_owned(), w.to_owned()));
    let spec = |good: &[&str]| {
        CheckSpec::Word(WordSpec {
            label: "Printer".into(),
            oid: oid("1.3.6.1.2.1.25.3.5.1.2.1"),
            rows: Rows::Object,
            good: good.iter().map(|bit| (*bit).to_owned()).collect(),
            warning: vec!["1".into(), "4".into()],
            part: false,
            words: words.clone().into(),
            bits: true,
        })
    };
    let all_light = spec(&[]);
    let some_worse = spec(&["0"]);
    for (spec, octets, want, says) in [
        (&all_light, "", Grade::Ok, None),
        (&all_light, "00", Grade::Ok, None),
        (&all_light, "80", Grade::Ok, None),
        (&all_light, "48", Grade::Warning, Some("no paper, door open")),
        (&some_worse, "8000", Grade::Ok, None),
        (&some_worse, "48", Grade::Warning, Some("no paper, door open")),
        (&some_worse, "4840", Grade::Critical, Some("on fire, no paper, door open")),
    ] {
        let row = format!("1.3.6.1.2.1.25.3.5.1.2.1|4x|{octets}\n");
        let outcome = looks.at(spec, &row).await;
        assert_eq!(grade(spec, &outcome, None), want, "because it says {octets:?}: {outcome:?}");
        if let Some(text) = says {
            let says = Cause::Says { text: text.into() };
            assert_eq!(outcome, Outcome::failed(Phase::Body, says));
        }
    }
    let endless = format!("1.3.6.1.2.1.25.3.5.1.2.1|4x|{}\n", "ff".repeat(900));
    let Outcome::Failed { cause: Cause::Says { text }, .. } = looks.at(&some_worse, &endless).await
    else {
        panic!("because everything is wrong");
    };
    assert!(text.len() <= 200 && text.starts_with("2, 3, 5, "), "because it is bounded: {text}");
    let odd = looks.at(&all_light, "1.3.6.1.2.1.25.3.5.1.2.1|2|4\n").await;
    assert_eq!(odd, Outcome::failed(Phase::Body, Cause::NotThere), "because those are no bits");
}

#[tokio::test]
async fn octets_that_are_no_text_are_known_as_the_browser_shows_them() {
    let mut looks = Looks::new().await;
    let here = Value::OctetString(vec![0, 0x1a, 0x2b, 0xff, 4, 5]);
    let spec = |good: String| {
        CheckSpec::Word(WordSpec {
            label: "Gateway".into(),
            oid: oid("1.3.6.1.4.1.99999.1.0"),
            rows: Rows::Object,
            good: vec![good],
            warning: Vec::new(),
            part: false,
            words: Default::default(),
            bits: false,
        })
    };
    let says = |octets: &str| format!("1.3.6.1.4.1.99999.1.0|4x|{octets}\n");
    let good = looks.at(&spec(here.shown()), &says("001a2bff0405")).await;
    assert_eq!(measured(&good), [], "because it says what it said when it was picked");
    let other = looks.at(&spec(here.shown()), &says("001a2bff0406")).await;
    assert!(matches!(other, Outcome::Failed { .. }), "because that is another one: {other:?}");
    let calm = looks.at(&spec("正常".into()), &says("e6ada3e5b8b8")).await;
    assert_eq!(measured(&calm), [], "because text is text, whatever it looks like");

    let part = |good: &str| match spec(good.into()) {
        CheckSpec::Word(spec) => CheckSpec::Word(WordSpec { part: true, ..spec }),
        other => other,
    };
    // "\u{1}on 7": no text to a browser, since a control is in it.
    let said = says("016f6e2037");
    let figures = looks.at(&part("01"), &said).await;
    assert!(matches!(figures, Outcome::Failed { .. }), "because it does not say 01: {figures:?}");
    let pieces = looks.at(&part("on"), &said).await;
    assert_eq!(measured(&pieces), [], "because that is part of what it says");
}

#[tokio::test]
async fn a_silent_agent_fails_itself_and_what_hangs_on_it_cannot_be_measured() {
    let looks = Looks::new().await;
    let shelf = [("right".to_owned(), Recording::read(DISKS))];
    let replay = Replay::start(hinomi_replay::Shelf::from(shelf)).await.unwrap();
    let agent = CheckSpec::Agent(AgentSpec::default());
    let silent = looks.ask(&agent, replay.address(), "wrong").await;
    assert_eq!(silent, Outcome::failed(Phase::Connect, Cause::TimedOut));
    let hanging = looks.ask(&interface(), replay.address(), "wrong").await;
    assert_eq!(hanging, Outcome::unable(Obstacle::AgentSilent));
    let there = looks.ask(&agent, replay.address(), "right").await;
    assert_eq!(measured(&there), [], "because it answers, though it knows no time");
}

#[tokio::test]
async fn a_probe_of_an_agent_that_is_asked_patiently_may_take_longer() {
    let net = Net::open().await;
    let limit = |seconds, retries| {
        let timeout = Duration::from_secs(seconds);
        let patience = Patience { timeout, retries, at_once: 2 };
        let credentials = Credentials::V2c(Secret::new("public"));
        let session = net.snmp.session(([127, 0, 0, 1], 161).into(), credentials, patience);
        let (past, steady) = (Past::default(), Duration::ZERO);
        Agent { session: session.unwrap(), past, steady }.deadline()
    };
    let usual = CheckSpec::Agent(AgentSpec::default()).deadline();
    assert_eq!(limit(2, 2), Duration::from(usual), "because that is usual");
    assert!(
        limit(30, 1) > Duration::from_secs(2 * 60),
        "because it may be met anew, and be silent"
    );
}

/// A device that says something else from time to time, and counts what it is asked.
struct Counting {
    at: std::net::SocketAddr,
    says: Arc<Mutex<hinomi_replay::Shelf>>,
    asked: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Counting {
    async fn start() -> Counting {
        Counting::that_hears(|_| true).await
    }

    /// One that takes no notice of some questions.
    async fn that_hears(hears: impl Fn(&Request<'_>) -> bool + Send + 'static) -> Counting {
        let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = socket.local_addr().unwrap();
        let (says, asked) = (Arc::<Mutex<hinomi_replay::Shelf>>::default(), Arc::default());
        let (shelf, count) = (Arc::clone(&says), Arc::<AtomicUsize>::clone(&asked));
        let task = tokio::spawn(async move {
            let mut packet = vec![0; 65_535];
            loop {
                let (size, from) = socket.recv_from(&mut packet).await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
                if !Request::read(&packet[..size]).is_some_and(|request| hears(&request)) {
                    continue;
                }
                let answer = hinomi_replay::answer(&shelf.lock().unwrap(), &packet[..size]);
                if let Some(answer) = answer {
                    socket.send_to(&answer, from).await.unwrap();
                }
            }
        });
        Counting { at, says, asked, task }
    }

    /// From now on it says this, and has been asked nothing yet.
    fn say(&self, says: &str) {
        let shelf = [("public".to_owned(), Recording::read(says))];
        *self.says.lock().unwrap() = hinomi_replay::Shelf::from(shelf);
        self.asked.store(0, Ordering::Relaxed);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    fn session(&self, net: &Net) -> Session {
        self.session_for(net, Duration::from_secs(5))
    }

    /// One that waits twice so long.
    fn session_for(&self, net: &Net, timeout: Duration) -> Session {
        let patience = Patience { timeout, retries: 1, at_once: 2 };
        net.snmp.session(self.at, Credentials::V2c(Secret::new("public")), patience).unwrap()
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What checks see that look at the same moment.
async fn look_together(
    net: &Net,
    session: &Session,
    checks: &[(CheckSpec, Past)],
    steady: Duration,
) -> Vec<Outcome> {
    let looks = checks.iter().map(|(spec, past)| async move {
        let agent = Agent { session: session.clone(), past: past.clone(), steady };
        let target =
            Target { agent: Some(agent), ..Target::at(Address::parse("127.0.0.1").unwrap()) };
        probe(spec, &target, net).await
    });
    futures::future::join_all(looks).await
}

#[tokio::test]
async fn checks_of_one_agent_ask_it_together() {
    let (net, device) = (Net::open().await, Counting::start().await);
    device.say(&port(7, 5_000, 1, 1));
    let checks: Vec<_> = (0..20).map(|_| (interface(), Past::default())).collect();
    let all = look_together(&net, &device.session(&net), &checks, Duration::from_secs(1)).await;
    assert!(all.iter().all(|outcome| matches!(outcome, Outcome::Measured { .. })), "{all:?}");
    let packets = device.asked();
    assert!(packets <= 4, "because twenty checks of one port ask one thing, not {packets} times");
}

#[tokio::test]
async fn an_agent_that_answers_is_well_though_others_ask_it_in_vain() {
    let short = |request: &Request<'_>| request.names.len() <= 2;
    let (net, device) = (Net::open().await, Counting::that_hears(short).await);
    device.say(&port(7, 5_000, 1, 1));
    let session = device.session_for(&net, Duration::from_millis(300));
    let agent = CheckSpec::Agent(AgentSpec::default());
    let checks = [interface(), agent].map(|spec| (spec, Past::default()));
    let seen = look_together(&net, &session, &checks, Duration::from_secs(1)).await;
    assert_eq!(seen[0], Outcome::unable(Obstacle::AgentSilent), "because it says nothing of ports");
    assert_eq!(measured(&seen[1]), [(Metric::Uptime, 5_000.0)], "because it told its time");
}

/// The ports of a switch, the first of which has this index; each receives as many octets a second
/// as its number, and began with very many.
fn ports(first: u32, seconds: u64) -> String {
    let one = |n: u32| {
        let octets = u64::from(n) * (1 << 40) + seconds * u64::from(n);
        let says = port(first + n, seconds, octets, 1);
        says.replace("Gi0/1", &format!("Gi0/{n}")).replace("Ethernet0/1", &format!("Ethernet0/{n}"))
    };
    (1..=48).map(one).collect()
}

#[tokio::test]
async fn many_ports_take_few_questions_and_never_spike_when_each_gets_its_neighbours_index() {
    let (net, device) = (Net::open().await, Counting::start().await);
    let session = device.session(&net);
    let check = |n: u32| {
        let port = Signs { name: format!("Gi0/{n}"), index: 100 + n, ..Signs::default() };
        let spec = InterfaceSpec { port, ..InterfaceSpec::default() };
        (CheckSpec::Interface(spec), Past::default())
    };
    let checks: Vec<_> = (1..=48).map(check).collect();
    for (first, seconds, known, most) in [
        (100, 5_000, false, None),
        (100, 5_060, true, Some(10)),
        (101, 5_120, false, None),
        (101, 5_180, true, None),
        (101, 5_240, true, Some(10)),
    ] {
        device.say(&ports(first, seconds));
        let steady = Duration::from_secs(seconds);
        let seen = look_together(&net, &session, &checks, steady).await;
        for (n, outcome) in (1..).zip(&seen) {
            assert_eq!(outcome.value(Metric::Speed), Some(1e9), "port {n}: {outcome:?}");
            let want = known.then_some(8.0 * f64::from(n));
            assert_eq!(outcome.value(Metric::TrafficIn), want, "port {n} at {seconds} s");
        }
        let asked = device.asked();
        let few = most.is_none_or(|most| asked <= most);
        assert!(few, "because the time and eight columns, one of them long, are not {asked}");
    }
}

#[tokio::test]
async fn a_table_longer_than_a_check_reads_is_no_silent_agent() {
    let mut looks = Looks::new().await;
    let column = oid("1.3.6.1.4.1.99999.2");
    let rows: String = (1..=5_001).map(|n| format!("1.3.6.1.4.1.99999.2.{n}|2|1\n")).collect();
    let sum = Rows::All { fold: Fold::Sum, column: None, says: None };
    let spec = value(Metric::Number, Formula::of(column), sum);
    let cut = looks.at(&spec, &rows).await;
    assert_eq!(cut, Outcome::unable(Obstacle::TableTooLong), "because it was we who stopped");
    let (short, _) = rows.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(measured(&looks.at(&spec, short).await), [(Metric::Number, 5_000.0)]);
}

#[tokio::test]
async fn an_agent_whose_clock_wraps_has_not_been_restarted() {
    let (mut looks, spec) = (Looks::new().await, CheckSpec::Agent(AgentSpec::default()));
    let says = |ticks: u32| format!("1.3.6.1.2.1.1.3.0|67|{ticks}\n");
    let near = u32::MAX - 2_999;
    let mut up = async |ticks: u32| {
        let outcome = looks.at(&spec, &says(ticks)).await;
        outcome.value(Metric::Uptime).expect("it says its time")
    };
    let before = up(near).await;
    for minutes in 1..=3 {
        let after = up(near.wrapping_add(6_000 * minutes)).await;
        let passed = after - before;
        let minutes = f64::from(minutes) * 60.0;
        assert!((passed - minutes).abs() < 0.1, "because {minutes} s passed, not {passed}");
    }
    assert_eq!(up(1_000).await, 10.0, "because now it was restarted");
    assert_eq!(up(7_000).await, 70.0);
}

/// Two ports of one name, the first at this index, that have received so many octets each.
fn twins(first: u32, seconds: u64, octets: [u64; 2]) -> String {
    let twin = |at: u32, mac: u32, octets: u64| {
        let said = port(first + at, seconds, octets, 1);
        let said = said.replace("Gi0/1", "Port").replace("GigabitEthernet0/1", "Port");
        said + &format!("1.3.6.1.2.1.2.2.1.6.{}|4x|0000000053{mac:02x}\n", first + at)
    };
    twin(0, 1, octets[0]) + &twin(1, 2, octets[1])
}

#[tokio::test]
async fn of_ports_that_share_a_name_the_one_with_its_address_is_measured() {
    let mut looks = Looks::new().await;
    let mac = Some("00:00:00:00:53:02".to_owned());
    let signs = Signs { name: "Port".into(), descr: Some("Port".into()), mac, index: 8 };
    let spec = CheckSpec::Interface(InterfaceSpec { port: signs, ..InterfaceSpec::default() });
    for first in [7, 8, 8] {
        looks.at(&spec, &twins(first, 5_000, [0, 0])).await;
        let seen = looks.at(&spec, &twins(first, 5_060, [7_500, 75_000])).await;
        let rate = seen.value(Metric::TrafficIn);
        assert_eq!(rate, Some(10_000.0), "because its twin is another, the first at {first}");
    }
}

#[tokio::test]
async fn a_port_whose_address_has_changed_is_still_the_one_of_its_name() {
    let mut looks = Looks::new().await;
    let signs = Signs {
        name: "Gi0/1".into(),
        mac: Some("00:00:00:00:53:99".into()),
        index: 7,
        ..Signs::default()
    };
    let spec = CheckSpec::Interface(InterfaceSpec { port: signs, ..InterfaceSpec::default() });
    for (minute, mac) in (1..).zip([1, 2, 3, 1]) {
        let says = port(7, 5_000 + 60 * minute, 7_500 * minute, 1)
            + &format!("1.3.6.1.2.1.2.2.1.6.7|4x|0000000053{mac:02x}\n");
        let seen = looks.at(&spec, &says).await;
        assert!(seen.value(Metric::Speed).is_some(), "because no other has its name: {seen:?}");
        let rate = seen.value(Metric::TrafficIn);
        assert_eq!(rate, (minute > 1).then_some(1_000.0), "because it is one port all the time");
    }
}
