//! The laws of belief and incidents, told as stories. Whatever is told and not wanted fails.

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]

use std::time::Duration;

use hinomi_engine::Wish;
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::draft::{CheckDraft, NodeDraft};
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::{
    Cause, Check, CheckSpec, GapReason, Grade, Limits, Metric, Outcome, Phase, Reading, Sample,
    Settings, Span, Stamp,
};
use hinomi_tests::timeline::{BEGIN, Behaviour, Seen, Timeline};

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
        delays.push(w.believed_at.expect("it is believed down") - died);
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
    for second in 1..=10 {
        let before = w.probes;
        w.until(180.5 + f64::from(second));
        let sent = w.probes - before;
        assert!(sent <= 20, "because 100 checks over 10 s are 10 a second, not {sent}");
    }
    assert_eq!(w.between(0.0, 200.0), [Seen::Gap(GapReason::Frozen)]);
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
fn a_clock_that_was_ahead_when_waking_blinds_nobody() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(60.0);
    w.sleep(Span::minutes(9 * 60));
    w.set_clock(Span::minutes(-9 * 60));
    w.until(120.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(140.0);
    assert_eq!(
        w.between(61.0, 140.0),
        [opened("srv"), notified("srv", Reason::Opened)],
        "because the gap ended when the clock was put right, not nine hours later"
    );
    let gaps = &w.core.world().gaps;
    assert!(
        gaps.iter().all(|gap| gap.until.is_some_and(|until| until <= BEGIN + Span::minutes(2))),
        "because what was called a gap ahead of time is looked at after all: {gaps:?}"
    );
}

#[test]
fn a_clock_set_forward_is_a_gap_and_raises_nothing() {
    let mut w = Timeline::default();
    w.node("srv");
    w.until(60.0);
    w.set_clock(Span::minutes(180));
    w.until(600.0);
    assert_eq!(
        w.between(0.0, 600.0),
        [Seen::Gap(GapReason::ClockSet)],
        "because nobody looked at three hours that never were"
    );
}

#[test]
fn a_heartbeat_from_the_future_blinds_nobody() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(60.0);
    w.kill(Span::minutes(-60));
    w.until(80.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(100.0);
    assert_eq!(w.between(0.0, 100.0), [opened("srv"), notified("srv", Reason::Opened)]);
}

/// The truth lies within the error bar of the beginning of the only incident.
fn begins_within_its_error_bar(w: &Timeline, died: Stamp) {
    let incident = &w.core.world().incidents.values().next().expect("it opened").incident;
    let earliest = incident.started - incident.uncertainty;
    assert!(
        earliest <= died && died <= incident.started,
        "because it died {:?} before what we say, ± {:?}",
        incident.started - died,
        incident.uncertainty
    );
}

#[test]
fn misses_before_a_kill_are_not_taken_for_answers_after_it() {
    let mut w = Timeline::default();
    let srv = w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    let died = w.wall();
    let doubt = w.until_in_doubt(srv);
    w.until(doubt + 2.1);
    w.kill(Span::minutes(5));
    w.until(doubt + 60.0);
    begins_within_its_error_bar(&w, died);
}

#[test]
fn a_heartbeat_does_not_stand_for_a_check_that_runs_once_an_hour() {
    let mut w = Timeline::default();
    let srv = w.node_with("srv", vec![]);
    let hourly = CheckDraft {
        every: Span::minutes(60),
        ..CheckDraft::usual(srv, CheckSpec::Icmp(IcmpSpec::default()))
    };
    w.wish(Wish::PutCheck(hourly)).expect("it can be kept");
    w.until(60.0);
    w.becomes("srv", Behaviour::Fails);
    let died = w.wall();
    w.until(600.0);
    w.kill(Span::minutes(1));
    w.until(2.0 * 3600.0);
    begins_within_its_error_bar(&w, died);
}

#[test]
fn a_check_edited_while_in_doubt_is_believed_in_time() {
    let mut w = Timeline::default();
    let srv = w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    let doubt = w.until_in_doubt(srv);
    let Check { id, node, spec, every, patience, .. } = Check::clone(&w.check_of(srv));
    let name = "line".into();
    let draft = CheckDraft { id: Some(id), node, name, spec, every, patience, own: None };
    w.wish(Wish::PutCheck(draft)).expect("it can be renamed");
    w.until(doubt + 5.0);
    assert_eq!(w.belief("srv"), Some(Grade::Critical), "because a new name is no reason to wait");
}

#[test]
fn what_came_from_the_old_address_says_nothing_of_the_new_one() {
    let mut w = Timeline::default();
    let tcp = TcpSpec { port: 443, timeout: Span(10_000), connect: Limits::NONE };
    let srv = w.node_with("srv", vec![]);
    let mut hasty = CheckDraft::usual(srv, CheckSpec::Tcp(tcp));
    hasty.patience.to_trouble = std::num::NonZeroU8::MIN;
    w.becomes("srv", Behaviour::Fails);
    w.until(10.0);
    w.wish(Wish::PutCheck(hasty)).expect("it can be kept");
    // The first probe leaves at 10.05 s and gives up at 20.05 s.
    w.until(20.0);
    w.becomes("srv", Behaviour::Well);
    let moved = NodeDraft { id: Some(srv), ..NodeDraft::at("192.0.2.2") };
    w.wish(Wish::PutNode(moved)).expect("it can be moved");
    w.until(60.0);
    assert_eq!(w.seen, [], "because the new address has always answered");
}

#[test]
fn a_line_nobody_sends_echoes_on_is_not_called_lossy_for_ever() {
    let mut w = Timeline::default();
    w.seed(7);
    let branch = w.node("branch");
    w.becomes("branch", Behaviour::Loses(0.3));
    w.until(1500.0);
    assert_eq!(w.seen[0].1, opened("branch"));
    let echo = w.check_of(branch).id;
    w.wish(Wish::PauseCheck(echo, true)).expect("it can be paused");
    let open = w.core.world().incident_of(branch);
    assert_eq!(open, None, "because nothing can tell any more whether it still is");
    w.becomes("branch", Behaviour::Well);
    w.wish(Wish::PauseCheck(echo, false)).expect("it can go on");
    w.until(1800.0);
    let quality = w.core.world().checks_of(branch).find(|c| c.check.id != echo);
    let grade = quality.and_then(|c| c.state.grade());
    assert_eq!(grade, Some(Grade::Ok), "because it is judged again once there are echoes again");
}

#[test]
fn quality_does_not_look_back_beyond_a_sleep() {
    let mut w = Timeline::default();
    w.node("laptop");
    w.until(250.0);
    w.sleep(Span::minutes(1));
    let echoes: usize = w.core.world().checks.values().map(|c| c.echoes.len()).sum();
    assert_eq!(echoes, 0, "because before the sleep it may have been another network");
}

#[test]
fn a_network_that_comes_back_after_waking_raises_nothing() {
    for until_it_is_back in [Behaviour::Unseen, Behaviour::Fails] {
        let mut w = Timeline::default();
        for n in 0..20 {
            w.node(&format!("n{n}"));
        }
        w.until(60.0);
        w.sleep(Span::minutes(60));
        for n in 0..20 {
            w.becomes(&format!("n{n}"), until_it_is_back);
        }
        w.until(75.0);
        for n in 0..20 {
            w.becomes(&format!("n{n}"), Behaviour::Well);
        }
        w.until(200.0);
        assert_eq!(w.between(0.0, 200.0), [Seen::Gap(GapReason::Asleep)]);
    }
}

#[test]
fn a_host_that_died_while_we_slept_is_noticed_after_waking() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(60.0);
    w.becomes("srv", Behaviour::Fails);
    w.sleep(Span::minutes(60));
    w.until(60.0 + 20.0 + 15.0);
    let died = BEGIN + Span::seconds(60);
    assert_eq!(w.belief("srv"), Some(Grade::Critical));
    begins_within_its_error_bar(&w, died);
}

#[test]
fn sleeping_while_paused_is_one_gap_and_not_two() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(50.0);
    let paused = Settings { name: "s".into(), paused: true, ..Settings::default() };
    w.wish(Wish::Settings(paused)).expect("paused");
    w.sleep(Span::minutes(60));
    assert_eq!(w.between(0.0, 50.0), [Seen::Gap(GapReason::Paused)]);
}

#[test]
fn a_service_that_is_back_is_not_held_to_a_limit_it_never_passed() {
    let mut w = Timeline::default();
    let tcp = TcpSpec { port: 443, timeout: Span(1000), connect: Limits::warn(100.0) };
    let web = w.node_with("web", vec![CheckSpec::Tcp(tcp)]);
    let check = w.check_of(web).id;
    let slow =
        || Outcome::Measured { readings: vec![Reading { metric: Metric::Connect, value: 95.0 }] };
    let refused = || Outcome::failed(Phase::Connect, Cause::Refused);
    for (n, failed) in [false, true, true, true, false, false].into_iter().enumerate() {
        let at = BEGIN + Span::minutes(1 + n as i64);
        let outcome = if failed { refused() } else { slow() };
        w.core.sample(Sample { check, at, took: Span::ZERO, outcome });
    }
    assert_eq!(w.belief("web"), Some(Grade::Ok), "because 95 ms never was beyond 100 ms");
}

#[test]
fn words_nobody_could_hear_for_hours_are_not_shouted_late() {
    for (over, away, want) in [(true, 10, 2), (true, 180, 0), (false, 180, 1)] {
        let mut w = Timeline::default();
        w.node_with("srv", ping());
        w.until(50.0);
        w.becomes("srv", Behaviour::Fails);
        w.until(100.0);
        if over {
            w.becomes("srv", Behaviour::Well);
        }
        w.until(150.0);
        w.kill(Span::minutes(away));
        let waiting = w.waiting().count();
        assert_eq!(waiting, want, "because after {away} min that is still news");
    }
}

#[test]
fn two_calm_hours_of_300_nodes_tell_nothing() {
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
