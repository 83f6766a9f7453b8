//! The laws of belief and incidents, told as stories. Whatever is told and not wanted fails.

use std::time::Duration;

use hinomi_engine::Wish;
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::{CheckSpec, GapReason, Grade, Limits, Settings, Span};
use hinomi_tests::timeline::{Behaviour, Seen, Timeline};

fn opened(name: &str) -> Seen {
    Seen::Opened(name.into())
}

fn notified(name: &str, reason: Reason) -> Seen {
    Seen::Notified(name.into(), reason)
}

fn ping() -> Vec<CheckSpec> {
    vec![CheckSpec::Icmp(IcmpSpec::default())]
}

#[test]
fn a_calm_day_tells_nothing() {
    let mut w = Timeline::default();
    for n in 0..10 {
        w.node(&format!("n{n}"));
    }
    w.until(24.0 * 3600.0);
    assert_eq!(w.seen, [], "because all was well");
}

#[test]
fn a_dead_host_is_believed_within_15_s_and_dated_back_to_the_truth() {
    let mut delays = Vec::new();
    for phase in 0..200 {
        let mut w = Timeline::default();
        w.node("srv");
        let died = 100.0 + f64::from(phase) * 0.05;
        w.until(died);
        w.becomes("srv", Behaviour::Fails);
        w.until(died + 60.0);
        let at = w.when(|s| *s == opened("srv")).expect("it is believed down");
        delays.push(at - died);
        assert_eq!(
            w.between(0.0, died + 60.0),
            [opened("srv"), notified("srv", Reason::Opened)],
            "because there is one cause and one alarm"
        );
        let revived = died + 123.4;
        w.until(revived);
        w.becomes("srv", Behaviour::Well);
        w.until(revived + 60.0);
        let over = w.between(revived, revived + 60.0);
        let [Seen::Resolved(_, long, bar), last] = &over[..] else { panic!("{over:?}") };
        assert_eq!(*last, notified("srv", Reason::Resolved));
        let off = (long.as_secs_f64() - 123.4).abs();
        assert!(off <= bar.as_secs_f64(), "because {long:?} ± {bar:?} must hold the truth");
        assert!(bar.as_secs_f64() <= 10.1, "because the error bar is one interval, not {bar:?}");
    }
    delays.sort_by(f64::total_cmp);
    let (median, longest) = (delays[100], delays[199]);
    assert!(longest <= 15.0, "because six misses fit into 15 s, not {longest}");
    assert!(median <= 9.0, "because half of all deaths are known within 9 s, not {median}");
}

#[test]
fn ten_per_cent_loss_for_an_hour_makes_nobody_down() {
    for seed in 1..=5 {
        let mut w = Timeline::default();
        w.seed(seed);
        for n in 0..50 {
            let name = format!("n{n}");
            w.node_with(&name, ping());
            w.becomes(&name, Behaviour::Loses(0.1));
        }
        w.until(3600.0);
        assert_eq!(w.seen, [], "because six in a row were never lost (seed {seed})");
    }
}

#[test]
fn a_lossy_line_is_a_warning_and_not_an_outage() {
    let mut w = Timeline::default();
    w.seed(7);
    w.node("branch");
    w.until(400.0);
    w.becomes("branch", Behaviour::Loses(0.3));
    w.until(1500.0);
    assert_eq!(w.seen[0].1, opened("branch"));
    assert_eq!(w.belief("branch"), Some(Grade::Ok), "because it still answers");
    w.becomes("branch", Behaviour::Well);
    w.until(2400.0);
    let ended = w.when(|s| matches!(s, Seen::Resolved(..)));
    assert!(
        ended.is_some_and(|at| at > 1500.0),
        "because it ends when the line is good: {:?}",
        w.seen
    );
}

#[test]
fn eight_hours_of_sleep_are_a_gap_and_raise_nothing() {
    let mut w = Timeline::default();
    for n in 0..20 {
        w.node(&format!("n{n}"));
    }
    w.until(60.0);
    w.sleep(Span::minutes(8 * 60));
    w.until(400.0);
    assert_eq!(w.between(0.0, 400.0), [Seen::Gap(GapReason::Asleep)]);
}

#[test]
fn two_minutes_frozen_are_a_gap_without_incident_and_without_a_burst() {
    let mut w = Timeline::default();
    for n in 0..100 {
        w.node_with(&format!("n{n}"), ping());
    }
    w.until(60.0);
    for n in 0..100 {
        w.becomes(&format!("n{n}"), Behaviour::Fails);
    }
    // Probes are under way and fail because nobody reads the answers.
    w.until(60.5);
    for n in 0..100 {
        w.becomes(&format!("n{n}"), Behaviour::Well);
    }
    w.freeze(Duration::from_secs(120));
    let before = w.probes;
    w.until(190.5);
    let sent = w.probes - before;
    assert_eq!(w.between(0.0, 200.0), [Seen::Gap(GapReason::Frozen)]);
    assert!(sent <= 200, "because 100 checks over 10 s are 100 probes, not {sent}");
}

#[test]
fn a_doubt_interrupted_by_sleep_is_not_counted_on() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    let mut t = 100.0;
    while w
        .core
        .world()
        .checks
        .values()
        .all(|c| c.state.belief().is_some_and(|b| b.confirmed == c.state.last().unwrap()))
    {
        t += 0.05;
        w.until(t);
    }
    w.sleep(Span::minutes(60));
    w.becomes("srv", Behaviour::Well);
    w.until(t + 60.0);
    assert_eq!(w.between(0.0, t + 60.0), [Seen::Gap(GapReason::Asleep)]);
}

#[test]
fn a_wall_clock_set_back_an_hour_blinds_nobody() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(100.0);
    w.set_clock(Span::minutes(-60));
    w.until(130.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(150.0);
    assert_eq!(w.between(0.0, 150.0), [opened("srv"), notified("srv", Reason::Opened)]);
    w.set_clock(Span::minutes(60));
    w.until(170.0);
    assert_eq!(w.between(150.1, 170.0), [], "because nothing but the clock changed");
}

#[test]
fn two_checks_of_one_node_are_one_incident_that_ends_with_the_last() {
    let mut w = Timeline::default();
    let tcp = TcpSpec { port: 443, timeout: Span(1000), connect: Limits::NONE };
    w.node_with("web", [ping(), vec![CheckSpec::Tcp(tcp)]].concat());
    w.until(200.0);
    w.becomes("web", Behaviour::Fails);
    w.until(400.0);
    assert_eq!(
        w.between(200.0, 400.0),
        [
            opened("web"),
            notified("web", Reason::Opened),
            Seen::Joined("web".into()),
            Seen::Held("web".into(), Hold::AlreadyTold),
        ]
    );
    w.becomes("web", Behaviour::Well);
    w.until(600.0);
    let over = w.between(400.1, 600.0);
    assert!(
        matches!(&over[..], [Seen::Resolved(..), Seen::Notified(_, Reason::Resolved)]),
        "{over:?}"
    );
}

#[test]
fn pausing_a_node_in_trouble_ends_its_incident_and_going_on_starts_anew() {
    let mut w = Timeline::default();
    let node = w.node_with("srv", ping());
    w.until(50.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(100.0);
    w.wish(Wish::PauseNodes(vec![node], true)).expect("it can be paused");
    let over = w.between(60.0, 100.0);
    assert!(matches!(over.last(), Some(Seen::Resolved(..))), "{over:?}");
    let probes = w.probes;
    w.until(200.0);
    assert_eq!(w.probes, probes, "because a paused node is left alone");
    assert_eq!(w.belief("srv"), None);
    w.wish(Wish::PauseNodes(vec![node], false)).expect("it can go on");
    w.until(300.0);
    assert_eq!(w.between(200.1, 300.0), [opened("srv"), notified("srv", Reason::Opened)]);
}

#[test]
fn a_paused_site_is_a_gap() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(50.0);
    let paused =
        |paused| Wish::Settings(Settings { name: "s".into(), paused, ..Settings::default() });
    w.wish(paused(true)).expect("paused");
    w.becomes("srv", Behaviour::Fails);
    let probes = w.probes;
    w.until(150.0);
    assert_eq!(w.probes, probes);
    w.wish(paused(false)).expect("going on");
    w.until(200.0);
    assert_eq!(
        w.between(0.0, 200.0),
        [
            Seen::Gap(GapReason::Paused),
            Seen::Gap(GapReason::Paused),
            opened("srv"),
            notified("srv", Reason::Opened)
        ],
        "because it opens, closes, and only then is trouble believed"
    );
}

#[test]
fn what_we_cannot_see_is_unknown_and_not_down() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(50.0);
    w.becomes("srv", Behaviour::Unseen);
    w.until(100.0);
    assert_eq!(w.belief("srv"), Some(Grade::Unknown));
}

#[test]
fn a_window_that_pulls_now_and_then_sees_what_a_fresh_one_sees() {
    let mut w = Timeline::default();
    let nodes: Vec<_> = (0..12).map(|n| w.node_with(&format!("n{n}"), ping())).collect();
    let mut seq = None;
    let mut states = std::collections::HashMap::new();
    let mut there = std::collections::BTreeSet::new();
    for round in 0..40u32 {
        w.until(f64::from(round) * 7.0);
        let name = format!("n{}", round % 12);
        w.becomes(&name, if round % 3 == 0 { Behaviour::Fails } else { Behaviour::Well });
        if round == 30 {
            w.wish(Wish::DropNodes(vec![nodes[5]])).expect("it can be removed");
        }
        let pulled = w.core.changes(seq);
        assert_eq!(pulled.fresh, seq.is_none());
        seq = Some(pulled.seq);
        states.extend(pulled.states.iter().map(|(id, state, _)| (*id, *state)));
        there.extend(pulled.nodes.iter().map(|n| n.id));
        for key in pulled.gone {
            match key {
                hinomi_engine::Key::Node(id) => drop(there.remove(&id)),
                hinomi_engine::Key::Check(id) => drop(states.remove(&id)),
                _ => {}
            }
        }
        let fresh = w.core.changes(None);
        let want: std::collections::HashMap<_, _> =
            fresh.states.iter().map(|(id, state, _)| (*id, *state)).collect();
        assert_eq!(states, want, "because frames add up to the world");
        assert_eq!(there, fresh.nodes.iter().map(|n| n.id).collect());
    }
}

#[test]
fn a_day_of_300_nodes_passes_quickly() {
    let begun = std::time::Instant::now();
    let mut w = Timeline::default();
    for n in 0..300 {
        w.node_with(&format!("n{n}"), ping());
    }
    w.until(2.0 * 3600.0);
    let per_sample = begun.elapsed().as_micros() as f64 / w.probes as f64;
    println!("{} samples, {per_sample:.1} µs each in this build", w.probes);
    assert_eq!(w.seen, []);
}
