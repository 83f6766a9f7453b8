//! One cause, one alarm: the laws of vantage, reachability, incidents and suppression, told as
//! stories. Whatever is told and not wanted fails.

use hinomi_engine::{Line, Standing, Wish};
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::contact::{ContactDraft, Program, Way};
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::policy::{Policies, Policy};
use hinomi_model::quiet::{TimeOfDay, Weekday};
use hinomi_model::settings::Language;
use hinomi_model::{
    CheckSpec, ContactId, Delivery, Duty, Fingerprint, GapReason, Grade, Incident, Limits,
    MaintenanceWindow, QuietHours, Reach, Rung, Schedule, Scope, Settings, Span, Stamp, WindowId,
};
use hinomi_tests::timeline::{Behaviour, Seen, Timeline};

fn ping() -> Vec<CheckSpec> {
    vec![CheckSpec::Icmp(IcmpSpec::default())]
}

fn web() -> CheckSpec {
    CheckSpec::Tcp(TcpSpec { port: 443, timeout: Span(1000), connect: Limits::NONE })
}

fn opened(name: &str) -> Seen {
    Seen::Opened(name.into())
}

fn notified(name: &str, reason: Reason) -> Seen {
    Seen::Notified(name.into(), reason)
}

fn held(name: &str, why: Hold) -> Seen {
    Seen::Held(name.into(), why)
}

fn cut(root: &str, name: &str) -> [Seen; 2] {
    [Seen::Took(root.into(), name.into(), true), held(root, Hold::ParentDown)]
}

/// Everything said of these, in any order.
fn same(mut seen: Vec<Seen>, mut want: Vec<Seen>) {
    let words = |s: &Seen| format!("{s:?}");
    seen.sort_by_key(words);
    want.sort_by_key(words);
    assert_eq!(seen, want);
}

/// Everything but how long something lasted.
fn without_lengths(seen: Vec<Seen>) -> Vec<Seen> {
    let plain = |s| match s {
        Seen::Resolved(name, ..) => Seen::Resolved(name, Span::ZERO, Span::ZERO),
        other => other,
    };
    seen.into_iter().map(plain).collect()
}

fn resolved(name: &str) -> Seen {
    Seen::Resolved(name.into(), Span::ZERO, Span::ZERO)
}

/// A gateway, `core` behind it, `access` behind that, and so many hosts on it.
fn office(hosts: usize) -> (Timeline, Vec<String>) {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    for name in ["core", "access"] {
        w.node_with(name, ping());
    }
    w.link(None, "core");
    w.link(Some("core"), "access");
    let names: Vec<String> = (0..hosts).map(|n| format!("pc-{n}")).collect();
    for name in &names {
        w.node_with(name, ping());
        w.link(Some("access"), name);
    }
    (w, names)
}

fn all_become(w: &mut Timeline, names: &[String], behaviour: Behaviour) {
    names.iter().for_each(|name| w.becomes(name, behaviour));
}

#[test]
fn a_switch_that_dies_with_40_behind_it_is_one_incident_and_one_notification() {
    for seed in 0..20 {
        let (mut w, hosts) = office(40);
        let died = 100.0 + f64::from(seed) * 0.5;
        w.until(died);
        w.becomes("access", Behaviour::Fails);
        all_become(&mut w, &hosts, Behaviour::Fails);
        w.until(died + 60.0);
        let mut want = vec![opened("access"), notified("access", Reason::Opened)];
        hosts.iter().for_each(|host| want.extend(cut("access", host)));
        same(w.between(0.0, died + 60.0), want);
        let told = w.when(|s| matches!(s, Seen::Notified(..))).expect("somebody is told");
        assert!(told - died <= 20.0, "because the dust settles within 10 s, not {}", told - died);
        let places = w.incident("access").places().len();
        assert_eq!(places, 40, "because all that is behind it is listed");
        assert!(
            w.waiting().all(|n| n.body.contains("40 behind it cannot be reached")),
            "because the notification says so"
        );
        w.becomes("access", Behaviour::Well);
        all_become(&mut w, &hosts, Behaviour::Well);
        w.until(died + 200.0);
        assert_eq!(
            without_lengths(w.between(died + 60.1, died + 200.0)),
            [resolved("access"), notified("access", Reason::Resolved)],
            "because nothing is replayed"
        );
    }
}

#[test]
fn what_was_cut_off_while_its_cause_was_sought_is_given_time_to_come_back() {
    // n9 hangs on n2. That hangs on n1, and by the link of n6, whose parent is named, on n5 too: so
    // it goes with n1 and yet has a cause of its own, which is found late.
    for lasts in 10..30 {
        let mut w = Timeline::default();
        w.gateway(Behaviour::Well);
        let names: Vec<String> = (0..10).map(|i| format!("n{i}")).collect();
        names.iter().for_each(|name| _ = w.node_with(name, ping()));
        w.link(None, "n0");
        for (i, above) in [0, 1, 1, 0, 4, 2, 0, 0, 2].into_iter().enumerate() {
            w.link(Some(&names[above]), &names[i + 1]);
        }
        let parents = vec![w.id("n5")];
        w.wish(Wish::Parents(w.id("n6"), parents)).expect("they are there");
        let gone = ["n1", "n2", "n3", "n9"];
        w.until(60.0);
        gone.iter().for_each(|name| w.becomes(name, Behaviour::Fails));
        w.until(60.0 + f64::from(lasts));
        gone.iter().for_each(|name| w.becomes(name, Behaviour::Well));
        w.until(200.0);
        let own = w.when(|s| *s == opened("n9"));
        assert_eq!(own, None, "because n9 was only cut off, for {lasts} s: {:?}", w.seen);
    }
}

#[test]
fn a_ring_with_one_side_cut_still_carries() {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    for name in ["core", "left", "right", "far", "pc"] {
        w.node_with(name, ping());
    }
    w.link(None, "core");
    for (a, b) in [("core", "left"), ("core", "right"), ("left", "far"), ("right", "far")] {
        w.link(Some(a), b);
    }
    w.link(Some("far"), "pc");
    w.until(100.0);
    w.becomes("left", Behaviour::Fails);
    w.until(160.0);
    assert_eq!(
        w.between(0.0, 160.0),
        [opened("left"), notified("left", Reason::Opened)],
        "because the other side of the ring carries"
    );
    w.becomes("pc", Behaviour::Fails);
    w.until(220.0);
    assert_eq!(
        w.between(160.1, 220.0),
        [opened("pc"), notified("pc", Reason::Opened)],
        "because a way to it is open: its fault is its own"
    );
    for name in ["right", "far"] {
        w.becomes(name, Behaviour::Fails);
    }
    w.until(300.0);
    let mut want = vec![opened("right"), notified("right", Reason::Opened)];
    want.extend(cut("right", "far"));
    same(w.between(220.1, 300.0), want);
}

#[test]
fn parent_and_child_that_die_within_one_interval_are_one_cause_if_they_may_be() {
    for (first, second) in [("access", "pc-0"), ("pc-0", "access")] {
        for tenths in 0..20 {
            let (mut w, _) = office(1);
            let died = 100.0 + f64::from(tenths) * 0.7;
            w.until(died);
            w.becomes(first, Behaviour::Fails);
            w.until(died + 0.2);
            w.becomes(second, Behaviour::Fails);
            w.until(died + 60.0);
            let seen = w.between(0.0, died + 60.0);
            let told = seen.iter().filter(|s| matches!(s, Seen::Notified(..))).count();
            assert_eq!(told, 1, "because one is behind the other ({first} first): {seen:?}");
            assert!(seen.contains(&opened("access")), "because it is the cause: {seen:?}");
        }
    }
}

#[test]
fn a_child_that_fell_silent_while_its_parent_answered_has_a_cause_of_its_own() {
    let (mut w, _) = office(2);
    w.until(100.0);
    w.becomes("pc-0", Behaviour::Fails);
    w.until(130.0);
    w.becomes("access", Behaviour::Fails);
    w.becomes("pc-1", Behaviour::Fails);
    w.until(200.0);
    let mut want = vec![
        opened("pc-0"),
        notified("pc-0", Reason::Opened),
        opened("access"),
        notified("access", Reason::Opened),
    ];
    want.extend(cut("access", "pc-1"));
    same(w.between(0.0, 200.0), want);
}

#[test]
fn a_child_that_stays_dead_when_its_parent_is_back_gets_an_incident_of_its_own() {
    let (mut w, hosts) = office(5);
    w.until(100.0);
    w.becomes("access", Behaviour::Fails);
    all_become(&mut w, &hosts, Behaviour::Fails);
    w.until(200.0);
    w.becomes("access", Behaviour::Well);
    all_become(&mut w, &hosts[1..], Behaviour::Well);
    w.until(300.0);
    assert_eq!(
        without_lengths(w.between(200.1, 300.0)),
        [
            opened("pc-0"),
            Seen::Moved("access".into()),
            resolved("access"),
            notified("access", Reason::Resolved),
            notified("pc-0", Reason::Opened),
        ],
        "because it has a cause of its own after all"
    );
    let reach = w.core.world().reaches.get(&w.id("pc-0")).copied();
    assert_eq!(reach, Some(Reach::Down));
}

fn window(scope: Scope, schedule: Schedule) -> Wish {
    Wish::PutWindow(MaintenanceWindow {
        id: WindowId(0),
        name: "new firmware".into(),
        scope,
        schedule,
        by: "Hanako".into(),
        made: Stamp(0),
        begun: None,
    })
}

#[test]
fn in_a_maintenance_window_effects_are_held_and_at_its_end_only_the_difference_is_told() {
    let mut w = Timeline::default();
    let (a, b) = (w.node_with("a", ping()), w.node_with("b", ping()));
    w.until(50.0);
    let (from, until) = (w.wall(), w.wall() + Span::minutes(10));
    w.wish(window(Scope::Nodes(vec![a, b]), Schedule::Once { from, until })).expect("planned");
    w.until(100.0);
    w.becomes("a", Behaviour::Fails);
    w.until(200.0);
    w.becomes("b", Behaviour::Fails);
    w.until(300.0);
    assert_eq!(
        w.between(0.0, 300.0),
        [opened("a"), held("a", Hold::Maintenance), opened("b"), held("b", Hold::Maintenance)],
        "because trouble is expected, and it is written down that nobody was told"
    );
    assert_eq!(w.belief("a"), Some(Grade::Critical), "because belief does not depend on it");
    w.becomes("a", Behaviour::Well);
    w.until(640.0);
    assert_eq!(
        without_lengths(w.between(300.1, 640.0)),
        [resolved("a")],
        "because nobody was told that it began"
    );
    w.until(700.0);
    assert_eq!(
        w.between(640.1, 700.0),
        [notified("b", Reason::Opened)],
        "because it is still in trouble when the window ends"
    );
}

#[test]
fn a_flexible_window_begins_with_the_first_trouble() {
    let mut w = Timeline::default();
    let node = w.node_with("srv", ping());
    let schedule = Schedule::Flexible {
        from: w.wall(),
        until: w.wall() + Span::minutes(60),
        lasts: Span::minutes(5),
    };
    w.wish(window(Scope::Nodes(vec![node]), schedule)).expect("planned");
    w.until(1_000.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(1_200.0);
    assert_eq!(w.between(0.0, 1_200.0), [opened("srv"), held("srv", Hold::Maintenance)]);
    w.until(1_400.0);
    assert_eq!(w.between(1_200.1, 1_400.0), [notified("srv", Reason::Opened)]);
}

/// Dead and well again in turn, so many times.
fn flutter(w: &mut Timeline, name: &str, mut at: f64, times: usize) -> f64 {
    for _ in 0..times {
        w.becomes(name, Behaviour::Fails);
        w.until(at + 20.0);
        w.becomes(name, Behaviour::Well);
        w.until(at + 50.0);
        at += 50.0;
    }
    at
}

#[test]
fn what_goes_up_and_down_is_told_once_when_that_begins_and_once_when_it_ends() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(100.0);
    let calm = flutter(&mut w, "srv", 100.0, 12);
    w.until(calm + 600.0);
    let seen = without_lengths(w.between(0.0, calm + 600.0));
    let began = seen.iter().position(|s| *s == Seen::Flapping("srv".into(), true));
    let began = began.expect("twelve times in ten minutes are too many");
    let after = &seen[began..];
    assert_eq!(
        after,
        [
            Seen::Flapping("srv".into(), true),
            notified("srv", Reason::FlappingBegan),
            Seen::Flapping("srv".into(), false),
            resolved("srv"),
            notified("srv", Reason::FlappingEnded),
        ],
        "because one word at each end is enough"
    );
}

#[test]
fn a_flapping_that_begins_inside_a_window_is_told_at_its_end_if_it_lasts() {
    let mut w = Timeline::default();
    let node = w.node_with("srv", ping());
    w.until(50.0);
    let schedule = Schedule::Once { from: w.wall(), until: w.wall() + Span::seconds(500) };
    w.wish(window(Scope::Nodes(vec![node]), schedule)).expect("planned");
    w.until(100.0);
    flutter(&mut w, "srv", 100.0, 9);
    let inside = w.between(0.0, 540.0);
    assert!(inside.contains(&Seen::Flapping("srv".into(), true)), "{inside:?}");
    assert!(!inside.iter().any(|s| matches!(s, Seen::Notified(..))), "{inside:?}");
    flutter(&mut w, "srv", 550.0, 2);
    let after = w.between(540.1, 650.0);
    let told: Vec<_> = after.iter().filter(|s| matches!(s, Seen::Notified(..))).collect();
    assert_eq!(told, [&notified("srv", Reason::FlappingBegan)]);
}

#[test]
fn an_acknowledgement_ends_when_it_gets_worse_unless_it_is_sticky() {
    for sticky in [false, true] {
        let mut w = Timeline::default();
        let node = w.node("branch");
        w.seed(7);
        w.until(400.0);
        w.becomes("branch", Behaviour::Loses(0.3));
        while w.core.world().incident_of(node).is_none() {
            w.until(w.second() + 1.0);
        }
        let incident = w.incident("branch").id;
        let line = Line::Acknowledge { note: "mine".into(), sticky, until: None };
        w.wish(Wish::Log { incident, by: "Taro".into(), line }).expect("it is open");
        let taken = w.second();
        w.until(taken + 10.0);
        w.becomes("branch", Behaviour::Fails);
        w.until(taken + 60.0);
        let seen = w.between(taken + 0.1, taken + 60.0);
        let joined = Seen::Joined("branch".into());
        match sticky {
            false => assert_eq!(
                seen,
                [
                    joined,
                    Seen::Unacknowledged("branch".into()),
                    notified("branch", Reason::Worsened)
                ],
                "because whoever took a lossy line did not take an outage"
            ),
            true => assert_eq!(seen, [joined, held("branch", Hold::Acknowledged)]),
        }
    }
}

#[test]
fn an_uplink_lost_and_back_is_one_notice_one_gap_and_no_belief() {
    let (mut w, hosts) = office(30);
    w.until(100.0);
    let before = w.core.world().checks.len();
    w.gateway(Behaviour::Fails);
    let all: Vec<String> = ["core", "access"].map(String::from).into_iter().chain(hosts).collect();
    all_become(&mut w, &all, Behaviour::Fails);
    w.until(160.0);
    assert_eq!(
        w.between(0.0, 160.0),
        [Seen::Gap(GapReason::VantageLost), Seen::Noticed(Reason::VantageLost)]
    );
    let told = w.when(|s| matches!(s, Seen::Noticed(_))).expect("it is told");
    assert!(told - 100.0 <= 5.0, "because we notice within 5 s, not {}", told - 100.0);
    let ok = |w: &Timeline| {
        let grades = w.core.world().checks.values().map(|c| c.state.grade());
        grades.filter(|g| *g == Some(Grade::Ok)).count()
    };
    assert_eq!(ok(&w), before, "because no belief changed");
    w.gateway(Behaviour::Well);
    all_become(&mut w, &all, Behaviour::Well);
    w.until(300.0);
    assert_eq!(
        w.between(160.1, 300.0),
        [Seen::Gap(GapReason::VantageLost), Seen::Noticed(Reason::VantageBack)],
        "because nothing is replayed"
    );
    assert_eq!(ok(&w), before);
}

#[test]
fn what_is_judged_without_a_packet_is_no_witness_that_we_are_connected() {
    // Each node's line quality is judged once a minute: with so many, several times in any second.
    for tenths in 0..10 {
        let mut w = Timeline::default();
        w.gateway(Behaviour::Well);
        let names: Vec<String> = (0..200).map(|n| format!("pc-{n}")).collect();
        names.iter().for_each(|name| _ = w.node(name));
        let cut = 300.0 + f64::from(tenths) * 0.6;
        w.until(cut);
        w.gateway(Behaviour::Fails);
        all_become(&mut w, &names, Behaviour::Fails);
        w.until(cut + 120.0);
        assert_eq!(
            w.between(0.0, cut + 120.0),
            [Seen::Gap(GapReason::VantageLost), Seen::Noticed(Reason::VantageLost)],
            "because nobody has answered since"
        );
    }
}

#[test]
fn everything_dead_but_the_gateway_does_alert() {
    let (mut w, hosts) = office(30);
    w.until(100.0);
    let all: Vec<String> = ["core", "access"].map(String::from).into_iter().chain(hosts).collect();
    all_become(&mut w, &all, Behaviour::Fails);
    w.until(160.0);
    let mut want = vec![opened("core"), notified("core", Reason::Opened)];
    all[1..].iter().for_each(|name| want.extend(cut("core", name)));
    same(w.between(0.0, 160.0), want);
}

#[test]
fn one_lost_node_of_two_is_not_taken_for_our_own_fault() {
    let mut w = Timeline::default();
    w.node_with("a", ping());
    w.node_with("b", ping());
    w.until(100.0);
    w.becomes("a", Behaviour::Fails);
    w.until(160.0);
    assert_eq!(w.between(0.0, 160.0), [opened("a"), notified("a", Reason::Opened)]);
    w.becomes("b", Behaviour::Fails);
    w.until(220.0);
    assert_eq!(
        w.between(160.1, 220.0),
        [opened("b"), notified("b", Reason::Opened)],
        "because nobody else is left who could be asked"
    );
}

#[test]
fn unknown_then_critical_then_ok_is_one_story() {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Unseen);
    w.until(160.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(220.0);
    w.becomes("srv", Behaviour::Well);
    w.until(280.0);
    assert_eq!(
        without_lengths(w.between(0.0, 280.0)),
        [
            opened("srv"),
            notified("srv", Reason::Opened),
            notified("srv", Reason::Worsened),
            resolved("srv"),
            notified("srv", Reason::Resolved),
        ],
        "because not being able to look does not stay unsaid"
    );
}

#[test]
fn two_causes_at_once_are_two_incidents() {
    let (mut w, hosts) = office(4);
    w.node_with("other", ping());
    w.link(Some("core"), "other");
    w.until(100.0);
    w.becomes("access", Behaviour::Fails);
    w.becomes("other", Behaviour::Fails);
    all_become(&mut w, &hosts, Behaviour::Fails);
    w.until(160.0);
    let mut want: Vec<Seen> = ["access", "other"]
        .iter()
        .flat_map(|name| [opened(name), notified(name, Reason::Opened)])
        .collect();
    hosts.iter().for_each(|host| want.extend(cut("access", host)));
    same(w.between(0.0, 160.0), want);
}

#[test]
fn three_hundred_nodes_dark_at_once_are_one_notification_within_15_s() {
    for seed in 0..5 {
        let mut w = Timeline::default();
        w.gateway(Behaviour::Well);
        let names: Vec<String> = (0..300).map(|n| format!("n{n}")).collect();
        names.iter().for_each(|name| _ = w.node_with(name, ping()));
        let died = 100.0 + f64::from(seed) * 1.7;
        w.until(died);
        all_become(&mut w, &names, Behaviour::Fails);
        w.until(died + 60.0);
        let told: Vec<f64> = (w.seen.iter())
            .filter(|(_, s)| matches!(s, Seen::Notified(..) | Seen::Noticed(_)))
            .map(|(at, _)| at - died)
            .collect();
        assert_eq!(told.len(), 1, "because they went together");
        assert!(told[0] <= 15.0, "because it is told within 15 s, not {}", told[0]);
        let in_time = w.seen.iter().filter(|(at, s)| {
            *at <= died + told[0] && matches!(s, Seen::Took(..) | Seen::Opened(_))
        });
        let in_time = in_time.count();
        assert!(in_time >= 285, "because 95 % of them are in it, not {in_time} at {}", told[0]);
        assert_eq!(w.core.world().incidents.len(), 1);
    }
}

#[test]
fn a_service_hangs_on_its_node_and_its_node_on_what_leads_there() {
    let (mut w, _) = office(0);
    w.node_with("srv", [ping(), vec![web()]].concat());
    w.link(Some("access"), "srv");
    w.until(200.0);
    w.becomes("access", Behaviour::Fails);
    w.becomes("srv", Behaviour::Fails);
    w.until(500.0);
    let seen = w.between(0.0, 500.0);
    let told = seen.iter().filter(|s| matches!(s, Seen::Notified(..))).count();
    assert_eq!((told, w.core.world().incidents.len()), (1, 1), "{seen:?}");
    let members = w.incident("access").members.len();
    assert_eq!(members, 3, "because both checks of srv are in it");
}

#[test]
fn manual_parents_overrule_the_links() {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    for name in ["a", "b", "pc"] {
        w.node_with(name, ping());
        if name != "pc" {
            w.link(None, name);
        }
    }
    w.link(Some("a"), "pc");
    let (b, pc) = (w.id("b"), w.id("pc"));
    w.wish(Wish::Parents(pc, vec![b])).expect("they are there");
    w.until(100.0);
    w.becomes("b", Behaviour::Fails);
    w.becomes("pc", Behaviour::Fails);
    w.until(160.0);
    let mut want = vec![opened("b"), notified("b", Reason::Opened)];
    want.extend(cut("b", "pc"));
    same(w.between(0.0, 160.0), want);
}

#[test]
fn in_another_network_nothing_is_watched_until_a_person_says_it_is_the_same() {
    let network =
        |mac: &str| Standing { network: network(mac, "192.0.2.0/24"), ..Standing::default() };
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.stands(network("02:00:00:00:00:01"));
    w.until(60.0);
    w.stands(network("02:00:00:00:00:99"));
    w.becomes("srv", Behaviour::Fails);
    let probes = w.probes;
    w.until(200.0);
    assert_eq!(w.probes, probes, "because those are somebody else's addresses");
    assert_eq!(w.between(0.0, 200.0), [Seen::Gap(GapReason::OffSite)]);
    w.becomes("srv", Behaviour::Well);
    w.until(201.0);
    w.wish(Wish::SameSite).expect("a person may say so");
    w.until(300.0);
    assert!(w.probes > probes, "because it is watched again");
    assert_eq!(w.between(200.1, 300.0), [Seen::Gap(GapReason::OffSite)]);
    w.stands(network("02:00:00:00:00:01"));
    w.until(320.0);
    assert_eq!(w.between(300.1, 320.0), [], "because both are known now");
}

fn lan(mac: Option<&str>, gateway: Option<&str>) -> Fingerprint {
    Fingerprint {
        gateway_mac: mac.map(Into::into),
        gateway: gateway.map(Into::into),
        subnet: Some("192.0.2.0/24".into()),
        domain: None,
    }
}

fn through(network: &Fingerprint, others: &[&Fingerprint]) -> Standing {
    let others = others.iter().copied().cloned().collect();
    Standing { network: network.clone(), others, ..Standing::default() }
}

#[test]
fn a_network_learned_before_its_gateway_spoke_gets_the_gateways_address_later() {
    let mut w = Timeline::default();
    w.stands(through(&lan(None, Some("192.0.2.254")), &[]));
    w.until(5.0);
    let known = |w: &Timeline| w.core.world().settings.fingerprints.clone();
    assert_eq!(known(&w), [], "because there is nothing to watch yet");
    w.node_with("srv", ping());
    assert_eq!(known(&w), [lan(None, Some("192.0.2.254"))], "because now there is");
    w.until(20.0);
    let whole = lan(Some("02:00:00:00:00:01"), Some("192.0.2.254"));
    w.stands(through(&whole, &[]));
    assert_eq!(known(&w), std::slice::from_ref(&whole));
    w.stands(through(&lan(Some("02:00:00:00:00:77"), Some("192.0.2.254")), &[]));
    w.until(40.0);
    assert_eq!(
        w.between(0.0, 40.0),
        [Seen::Noticed(Reason::GatewayChanged), Seen::Gap(GapReason::OffSite)],
        "because a gateway that is another box is told, and may mean another network"
    );
    w.stands(through(&whole, &[]));
    w.until(60.0);
    assert_eq!(w.between(40.0, 60.0), [Seen::Gap(GapReason::OffSite)], "because we are back");
}

#[test]
fn with_a_vpn_that_comes_and_goes_the_site_is_still_the_site() {
    let vpn = Fingerprint { subnet: Some("10.8.0.0/24".into()), ..Fingerprint::default() };
    let home = lan(Some("02:00:00:00:00:01"), Some("192.0.2.254"));
    for behind in [home.clone(), lan(None, None)] {
        let mut w = Timeline::default();
        w.node_with("srv", ping());
        w.stands(through(&home, &[]));
        w.until(60.0);
        w.stands(through(&vpn, &[&behind]));
        w.until(120.0);
        let probes = w.probes;
        w.stands(through(&home, &[&vpn]));
        w.until(180.0);
        w.stands(through(&home, &[]));
        w.until(240.0);
        assert_eq!(w.between(0.0, 240.0), [], "because its own interface never left");
        assert!(w.probes > probes);
        assert_eq!(w.core.world().settings.fingerprints, std::slice::from_ref(&home));
        w.stands(through(&vpn, &[]));
        w.until(300.0);
        assert_eq!(
            w.between(240.0, 300.0),
            [Seen::Gap(GapReason::OffSite)],
            "because a tunnel from elsewhere is elsewhere"
        );
    }
}

#[test]
fn a_second_interface_into_the_site_is_enough_and_one_into_elsewhere_is_not() {
    let home = lan(Some("02:00:00:00:00:01"), Some("192.0.2.254"));
    let phone = Fingerprint {
        gateway_mac: Some("02:00:00:00:00:55".into()),
        subnet: Some("172.20.10.0/28".into()),
        ..Fingerprint::default()
    };
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.stands(through(&home, &[]));
    w.until(60.0);
    w.stands(through(&phone, &[&home]));
    w.until(120.0);
    w.stands(through(&home, &[&phone]));
    w.until(180.0);
    assert_eq!(w.between(0.0, 180.0), []);
    w.stands(through(&phone, &[]));
    w.until(240.0);
    assert_eq!(w.between(180.0, 240.0), [Seen::Gap(GapReason::OffSite)]);
    w.stands(through(&home, &[]));
    w.until(300.0);
    assert_eq!(w.between(240.0, 300.0), [Seen::Gap(GapReason::OffSite)]);
}

#[test]
fn whoever_wakes_up_elsewhere_is_elsewhere_although_the_numbers_are_the_same() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.stands(through(&lan(Some("02:00:00:00:00:01"), Some("192.0.2.254")), &[]));
    w.until(60.0);
    w.sleep(Span::minutes(60));
    let vpn = Fingerprint { subnet: Some("10.8.0.0/24".into()), ..Fingerprint::default() };
    w.stands(through(&vpn, &[&lan(None, None)]));
    w.until(120.0);
    assert_eq!(
        w.between(60.0, 120.0),
        [Seen::Gap(GapReason::Asleep), Seen::Gap(GapReason::OffSite)],
        "because nothing shows that it is the site's network"
    );
}

#[test]
fn nobody_taking_it_climbs_the_ladder_and_reminds() {
    let mut w = Timeline::default();
    let [first, duty, boss] = ["first", "duty", "boss"].map(|name| contact(&mut w, name, vec![]));
    let rung = |after, to: Vec<ContactId>, on_duty| Rung { after, to, on_duty };
    let always = time("00:00");
    let duty = Duty { contact: duty, days: Weekday::ALL.to_vec(), from: always, until: always };
    w.wish(Wish::Settings(Settings {
        name: "s".into(),
        notify: false,
        remind: Some(30),
        ladder: vec![
            rung(0, vec![first], false),
            rung(5, vec![], true),
            rung(15, vec![boss], false),
        ],
        duties: vec![duty],
        ..Settings::default()
    }))
    .expect("it can be kept");
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(100.0 + 20.0 * 60.0);
    let escalated = |rung| Seen::Escalated("srv".into(), rung);
    assert_eq!(
        w.between(0.0, 1_300.0),
        [
            opened("srv"),
            notified("srv", Reason::Opened),
            escalated(2),
            notified("srv", Reason::Escalated),
            escalated(3),
            notified("srv", Reason::Escalated),
        ]
    );
    let to: Vec<_> = w.waiting().map(|n| n.to).collect();
    assert_eq!(to, [Some(first), Some(ContactId(2)), Some(boss)]);
    w.until(1_300.0 + 40.0 * 60.0);
    let reminded = w.between(1_300.1, 3_700.0);
    assert_eq!(reminded, vec![notified("srv", Reason::Reminder); 3], "all three, once");
    let incident = w.incident("srv").id;
    let line = Line::Acknowledge { note: String::new(), sticky: false, until: None };
    w.wish(Wish::Log { incident, by: "Taro".into(), line }).expect("it is open");
    w.until(10_000.0);
    assert_eq!(w.between(3_700.1, 10_000.0), [], "because somebody has it");
}

#[test]
fn what_a_contacts_quiet_hours_hold_is_written_down() {
    let mut w = Timeline::default();
    let way = Way::Program(Program { path: "/bin/true".into(), args: vec![] });
    let always = TimeOfDay::parse("00:00").expect("a time");
    let days = Weekday::ALL.to_vec();
    let hours = QuietHours { days, from: always, until: always, pass: None };
    let (name, language) = ("Sato".into(), Language::En);
    let draft = ContactDraft { id: None, name, language, ways: vec![way], quiet: vec![hours] };
    let granted = w.wish(Wish::PutContact(None, draft)).expect("it can be kept");
    let hinomi_engine::Granted::Contact(sato) = granted else { panic!("{granted:?}") };
    w.wish(Wish::Settings(Settings {
        name: "s".into(),
        ladder: vec![Rung { after: 0, to: vec![sato], on_duty: false }],
        ..Settings::default()
    }))
    .expect("it can be kept");
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(160.0);
    assert_eq!(
        w.between(0.0, 160.0),
        [
            opened("srv"),
            notified("srv", Reason::Opened),
            held("srv", Hold::QuietHours),
            notified("srv", Reason::Opened),
        ],
        "because the desktop hears of it at once, and Sato when the hours are over"
    );
    let told = w.incident("srv");
    assert_eq!(told.held, None, "because it is held from Sato alone, not from everybody");
}

#[test]
fn incidents_found_to_be_one_can_be_merged_by_hand() {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    w.node_with("a", ping());
    w.node_with("b", ping());
    w.until(100.0);
    w.becomes("a", Behaviour::Fails);
    w.until(130.0);
    w.becomes("b", Behaviour::Fails);
    w.until(160.0);
    let (from, into) = (w.incident("b").id, w.incident("a").id);
    w.wish(Wish::Merge { from, into, by: "Taro".into() }).expect("both are open");
    assert_eq!(
        w.between(160.0, 160.0)[..],
        [Seen::Merged("b".into(), "a".into()), Seen::Took("a".into(), "b".into(), false)]
    );
    w.becomes("a", Behaviour::Well);
    w.until(200.0);
    assert!(w.incident("a").is_open(), "because b goes on in it");
    w.becomes("b", Behaviour::Well);
    w.until(260.0);
    assert_eq!(
        without_lengths(w.between(160.1, 260.0)),
        [resolved("a"), notified("a", Reason::Resolved)]
    );
}

#[test]
fn what_was_not_told_before_a_kill_is_told_after_it_and_no_more() {
    let (mut w, hosts) = office(10);
    w.until(100.0);
    w.becomes("access", Behaviour::Fails);
    all_become(&mut w, &hosts, Behaviour::Fails);
    while w.belief("access") != Some(Grade::Critical) {
        w.until(w.second() + 0.05);
    }
    w.kill(Span::seconds(30));
    let now = w.second();
    w.until(now + 60.0);
    let told =
        |w: &Timeline| w.seen.iter().filter(|(_, s)| matches!(s, Seen::Notified(..))).count();
    assert_eq!(told(&w), 1, "{:?}", w.seen);
    w.kill(Span::seconds(30));
    w.until(now + 160.0);
    assert_eq!(told(&w), 1, "because people know: {:?}", w.seen);
}

/// A contact who is told by a program.
fn contact(w: &mut Timeline, name: &str, quiet: Vec<QuietHours>) -> ContactId {
    let way = Way::Program(Program { path: "/bin/true".into(), args: vec![] });
    let draft = ContactDraft {
        id: None,
        name: name.into(),
        language: Language::En,
        ways: vec![way],
        quiet,
    };
    let granted = w.wish(Wish::PutContact(None, draft)).expect("it can be kept");
    let hinomi_engine::Granted::Contact(id) = granted else { panic!("{granted:?}") };
    id
}

fn settings(w: &mut Timeline, change: impl FnOnce(&mut Settings)) {
    let mut settings = Settings { name: "s".into(), ..w.core.world().settings.clone() };
    change(&mut settings);
    w.wish(Wish::Settings(settings)).expect("they can be kept");
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).expect("it is a time of day")
}

fn network(mac: &str, subnet: &str) -> Fingerprint {
    Fingerprint {
        gateway_mac: Some(mac.into()),
        subnet: Some(subnet.into()),
        ..Fingerprint::default()
    }
}

#[test]
fn a_vpn_that_takes_the_way_out_and_a_second_cable_are_no_other_site() {
    let office = network("02:00:00:00:00:01", "192.0.2.0/24");
    let vpn = Fingerprint { subnet: Some("198.51.100.0/24".into()), ..Fingerprint::default() };
    let wifi = network("02:00:00:00:00:77", "203.0.113.0/24");
    let stands = |network: &Fingerprint, others: &[&Fingerprint]| Standing {
        network: network.clone(),
        others: others.iter().copied().cloned().collect(),
        ..Standing::default()
    };
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.stands(stands(&office, &[]));
    for (at, now) in [
        (100.0, stands(&vpn, &[&office])),
        (200.0, stands(&office, &[])),
        (300.0, stands(&wifi, &[&vpn, &office])),
    ] {
        w.until(at);
        w.stands(now);
    }
    w.until(400.0);
    assert_eq!(w.seen, [], "because the site's own network is still there");
    w.stands(stands(&wifi, &[&vpn]));
    w.until(500.0);
    assert_eq!(w.between(0.0, 500.0), [Seen::Gap(GapReason::OffSite)], "because now it is not");
    w.stands(stands(&wifi, &[&office]));
    w.until(600.0);
    assert_eq!(w.between(500.0, 600.0), [Seen::Gap(GapReason::OffSite)], "because we are back");
}

#[test]
fn a_service_whose_node_is_down_is_doubted_as_patiently_as_ever() {
    let believed = |both: bool| {
        let mut w = Timeline::default();
        w.gateway(Behaviour::Well);
        w.node_with("srv", [ping(), vec![web()]].concat());
        w.node_with("other", ping());
        let id = w.core.world().checks_of(w.id("srv")).map(|c| c.check.id).max();
        let id = id.expect("it has two checks");
        if !both {
            let echo = w.check_of(w.id("srv")).id;
            w.wish(Wish::PauseCheck(echo, true)).expect("it can be paused");
        }
        w.until(200.0);
        w.becomes("srv", Behaviour::Fails);
        w.until(500.0);
        let change = w.beliefs.iter().find(|(of, c)| *of == id && c.now.grade.is_trouble());
        change.expect("it is believed").1
    };
    assert_eq!(
        believed(true),
        believed(false),
        "because belief is a function of a check's own samples (L2); Nagios would not wait"
    );
}

#[test]
fn windows_hold_what_they_cover_and_nothing_else() {
    for scope in ["site", "group", "check", "node"] {
        let mut w = Timeline::default();
        let (a, b) = (w.node_with("a", ping()), w.node_with("b", ping()));
        let granted = w.wish(Wish::PutGroup(None, "racks".into())).expect("it can be made");
        let hinomi_engine::Granted::Group(racks) = granted else { panic!("{granted:?}") };
        w.wish(Wish::GroupNodes(vec![a], Some(racks))).expect("it can be put there");
        let scope = match scope {
            "site" => Scope::Site,
            "group" => Scope::Groups(vec![racks]),
            "check" => Scope::Checks(vec![w.check_of(a).id]),
            _ => Scope::Nodes(vec![a]),
        };
        let (from, until) = (w.wall(), w.wall() + Span::minutes(30));
        let all = scope == Scope::Site;
        w.wish(window(scope.clone(), Schedule::Once { from, until })).expect("planned");
        w.until(100.0);
        w.becomes("a", Behaviour::Fails);
        w.until(160.0);
        w.becomes("b", Behaviour::Fails);
        w.until(220.0);
        let of_b = if all { held("b", Hold::Maintenance) } else { notified("b", Reason::Opened) };
        assert_eq!(
            w.between(0.0, 220.0),
            [opened("a"), held("a", Hold::Maintenance), opened("b"), of_b],
            "because the window covers {scope:?}"
        );
        let b_sample = w.core.world().checks_of(b).next().and_then(|c| c.last.clone());
        assert!(b_sample.is_some_and(|l| l.at > w.wall() - Span::seconds(15)), "data is kept");
    }
}

/// Half past nine on a Monday in Tokyo is half past one at night in Berlin; this PC may stand
/// anywhere, and may be carried anywhere else.
#[test]
fn windows_and_duties_are_on_the_clock_of_the_site() {
    for (zone, in_window) in [("Asia/Tokyo", true), ("Europe/Berlin", false)] {
        let mut w = Timeline::default();
        settings(&mut w, |s| s.zone = Some(zone.into()));
        let node = w.node_with("srv", ping());
        // It is Friday 2027-01-15 08:00 UTC: 17:00 in Tokyo, 09:00 in Berlin.
        let schedule = Schedule::Weekly {
            days: vec![Weekday::Fri],
            at: time("17:00"),
            lasts: Span::minutes(60),
        };
        w.wish(window(Scope::Nodes(vec![node]), schedule)).expect("planned");
        let (day, night) = (contact(&mut w, "day", vec![]), contact(&mut w, "night", vec![]));
        let duty = |contact, from, until| Duty {
            contact,
            days: Weekday::ALL.to_vec(),
            from: time(from),
            until: time(until),
        };
        settings(&mut w, |s| {
            s.notify = false;
            s.duties = vec![duty(day, "08:00", "16:00"), duty(night, "16:00", "08:00")];
            s.ladder = vec![Rung { after: 0, to: vec![], on_duty: true }];
        });
        w.until(100.0);
        w.becomes("srv", Behaviour::Fails);
        w.until(160.0);
        let want = match in_window {
            true => held("srv", Hold::Maintenance),
            false => notified("srv", Reason::Opened),
        };
        assert_eq!(w.between(0.0, 160.0), [opened("srv"), want], "because the site is in {zone}");
        w.until(3_700.0);
        let told: Vec<_> = w.waiting().map(|n| n.to).collect();
        let on_duty = if in_window { night } else { day };
        assert_eq!(told, [Some(on_duty)], "because it is their hour in {zone}");
    }
}

#[test]
fn a_site_without_a_zone_learns_one_once_and_none_that_does_not_exist() {
    let mut w = Timeline::default();
    let learned = w.core.world().settings.zone.clone();
    assert_eq!(learned, hinomi_engine::zone::here(), "because it was made before sites had one");
    let unknown =
        Settings { name: "s".into(), zone: Some("Mars/Olympus".into()), ..Settings::default() };
    let refused = w.wish(Wish::Settings(unknown)).expect_err("nobody lives there");
    let hinomi_engine::Refusal::Fields(wrong) = refused else { panic!("{refused:?}") };
    assert_eq!(wrong.iter().map(|e| &*e.field).collect::<Vec<_>>(), ["zone"]);
    settings(&mut w, |s| s.zone = Some("Asia/Tokyo".into()));
    w.kill(Span::seconds(30));
    let kept = w.core.world().settings.zone.as_deref();
    assert_eq!(kept, Some("Asia/Tokyo"), "because it has learned nothing from this PC again");
}

#[test]
fn a_timed_acknowledgement_keeps_still_until_its_hour_and_no_longer() {
    let mut w = Timeline::default();
    settings(&mut w, |s| s.remind = Some(5));
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(160.0);
    let incident = w.incident("srv").id;
    let until = Some(w.wall() + Span::minutes(30));
    let line = Line::Acknowledge { note: "after lunch".into(), sticky: false, until };
    w.wish(Wish::Log { incident, by: "Taro".into(), line }).expect("it is open");
    w.until(160.0 + 30.0 * 60.0 - 1.0);
    assert_eq!(w.between(160.1, 1_959.0), [], "because Taro has it");
    w.until(160.0 + 31.0 * 60.0);
    assert_eq!(w.between(1_959.1, 2_020.0), [notified("srv", Reason::Reminder)]);
}

#[test]
fn quiet_hours_hold_a_letter_and_afterwards_only_the_difference_is_sent() {
    // It is 08:00 in UTC; the contact is left alone from 08:10 to 08:30.
    for (fails, recovers, sent) in [(5, Some(20), true), (15, Some(20), false), (15, None, true)] {
        let mut w = Timeline::default();
        let rest = QuietHours {
            days: Weekday::ALL.to_vec(),
            from: time("08:10"),
            until: time("08:30"),
            pass: None,
        };
        let sleeper = contact(&mut w, "sleeper", vec![rest]);
        settings(&mut w, |s| {
            s.zone = Some("UTC".into());
            s.notify = false;
            s.ladder = vec![Rung { after: 0, to: vec![sleeper], on_duty: false }];
        });
        w.node_with("srv", ping());
        let minute = |n: i32| f64::from(n) * 60.0;
        let free = |w: &Timeline| -> Vec<Reason> {
            let later = |after: &Option<Stamp>| after.is_some_and(|after| after > w.wall());
            let held = |d: &Delivery| matches!(d, Delivery::Waiting { after, .. } if later(after));
            w.waiting().filter(|n| !held(&n.delivery)).map(|n| n.reason).collect()
        };
        let told =
            |w: &Timeline, why| w.seen.iter().filter(|(_, s)| *s == held("srv", why)).count();
        w.until(minute(fails));
        w.becomes("srv", Behaviour::Fails);
        w.until(minute(fails + 1));
        let at_once = if fails < 10 { vec![Reason::Opened] } else { vec![] };
        assert_eq!(free(&w), at_once, "because from 08:10 on it is quiet");
        if let Some(minutes) = recovers {
            w.until(minute(minutes));
            w.becomes("srv", Behaviour::Well);
        }
        w.until(minute(29));
        assert_eq!(free(&w), at_once, "because it is quiet until 08:30");
        assert_eq!(
            told(&w, Hold::QuietHours),
            1 + usize::from(fails > 10 && recovers.is_some()),
            "because it is written down why nobody was told"
        );
        w.until(minute(31));
        let mut want = at_once;
        want.extend(sent.then_some(recovers.map_or(Reason::Opened, |_| Reason::Resolved)));
        assert_eq!(free(&w), want, "because that is the difference: {fails}, {recovers:?}");
        assert_eq!(told(&w, Hold::Over), if sent { 0 } else { 2 }, "and nothing is replayed");
    }
}

#[test]
fn ends_nobody_wanted_to_hear_of_are_not_told_on_a_change_of_mind() {
    let mut w = Timeline::default();
    settings(&mut w, |s| s.notify_recovery = false);
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(160.0);
    w.becomes("srv", Behaviour::Well);
    w.until(220.0);
    assert_eq!(
        without_lengths(w.between(0.0, 220.0)),
        [
            opened("srv"),
            notified("srv", Reason::Opened),
            resolved("srv"),
            held("srv", Hold::RecoveryNotWanted)
        ]
    );
    settings(&mut w, |s| s.notify_recovery = true);
    w.until(300.0);
    assert_eq!(w.between(220.1, 300.0), [], "because that end is no news any more");
}

#[test]
fn nobody_is_reminded_of_what_cannot_be_reached_just_now() {
    let (mut w, hosts) = office(2);
    settings(&mut w, |s| s.remind = Some(5));
    w.until(100.0);
    w.becomes("pc-0", Behaviour::Fails);
    w.until(200.0);
    w.becomes("access", Behaviour::Fails);
    all_become(&mut w, &hosts, Behaviour::Fails);
    w.until(1_000.0);
    let about = |w: &Timeline, reason| {
        w.seen.iter().filter(|(_, s)| *s == notified("pc-0", reason)).count()
    };
    assert_eq!((about(&w, Reason::Opened), about(&w, Reason::Reminder)), (1, 0), "{:?}", w.seen);
    let held = w.seen.iter().filter(|(_, s)| *s == held("pc-0", Hold::ParentDown)).count();
    assert_eq!(held, 1, "because it is written down why, once: {:?}", w.seen);
    let of_access = w.seen.iter().filter(|(_, s)| *s == notified("access", Reason::Reminder));
    assert_eq!(of_access.count(), 2, "because that is what keeps it");
    w.becomes("access", Behaviour::Well);
    w.becomes("pc-1", Behaviour::Well);
    w.until(1_100.0);
    assert_eq!(about(&w, Reason::Reminder), 1, "because now it is its own fault again");
}

#[test]
fn a_past_outage_can_be_called_planned_by_a_person_with_a_reason() {
    let mut w = Timeline::default();
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(160.0);
    w.becomes("srv", Behaviour::Well);
    w.until(220.0);
    let incident = w.incident("srv").id;
    for planned in [true, false] {
        let line = Line::Classify { planned, reason: "the move to rack 3".into() };
        w.wish(Wish::Log { incident, by: "Hanako".into(), line }).expect("it is known");
        let said = w.incident("srv").planned.clone().expect("somebody said so");
        assert_eq!((&*said.by, said.planned), ("Hanako", planned));
        assert_eq!(said.reason, "the move to rack 3");
    }
    w.until(300.0);
    assert_eq!(w.between(220.1, 300.0), [], "because that is for the record and no news");
}

#[test]
fn a_policy_of_site_group_or_node_holds_for_what_is_below_it() {
    let patience = |n| Policies {
        reachability: Policy { to_trouble: std::num::NonZeroU8::new(n), ..Policy::default() },
        ..Policies::default()
    };
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    let nodes = ["plain", "grouped", "own"].map(|name| w.node_with(name, ping()));
    let granted = w.wish(Wish::PutGroup(None, "racks".into())).expect("it can be made");
    let hinomi_engine::Granted::Group(racks) = granted else { panic!("{granted:?}") };
    w.wish(Wish::GroupNodes(nodes[1..].to_vec(), Some(racks))).expect("they can be put there");
    for (place, n) in [
        (hinomi_engine::Place::Site, 2),
        (hinomi_engine::Place::Group(racks), 8),
        (hinomi_engine::Place::Node(nodes[2]), 12),
    ] {
        w.wish(Wish::Policies(place, patience(n))).expect("it can be kept");
    }
    let needs = nodes.map(|node| w.check_of(node).patience.to_trouble.get());
    assert_eq!(needs, [2, 8, 12], "because the nearest that says something is right");
    w.until(100.0);
    for name in ["plain", "grouped", "own"] {
        w.becomes(name, Behaviour::Fails);
    }
    w.until(130.0);
    let when = |name: &str| {
        let id = w.check_of(w.id(name)).id;
        let mut down = w.beliefs.iter().filter(|(of, c)| *of == id && c.now.grade.is_trouble());
        let (_, change) = down.next().expect("it is believed down");
        change.at - change.now.since
    };
    let took = ["plain", "grouped", "own"].map(when);
    // The first miss is known after 0.8 s, and each further one is half a second later; one look
    // more may come in between, because another went in the same place.
    let want = [Span(800), Span(3_800), Span(5_800)];
    for (took, want) in took.into_iter().zip(want) {
        let near = (Span(want.0 - 500)..=want + Span(200)).contains(&took);
        assert!(near, "because a doubt is as long as its policy says: {took:?}, {want:?}");
    }
}

/// Every gap has ended: what is seen from now on counts.
fn is_looked_at_again(w: &mut Timeline) {
    let gaps = &w.core.world().gaps;
    assert!(gaps.iter().all(|gap| gap.until.is_some()), "because we look again: {gaps:?}");
    let vantage = w.core.changes(None).vantage.expect("a fresh frame holds it");
    assert_eq!((vantage.lost, vantage.off_site), (None, false), "because no banner may stay");
}

/// This PC stands in the network of this gateway.
fn stands_at(mac: &str) -> Standing {
    let gateway = hinomi_model::Address::parse("192.0.2.254").expect("it is an address");
    let network = network(mac, "192.0.2.0/24");
    Standing { canaries: vec![gateway], network, ..Standing::default() }
}

const HOME: &str = "02:00:00:00:00:01";
const ELSEWHERE: &str = "02:00:00:00:00:99";

#[test]
fn a_loss_of_the_network_ends_however_the_day_goes_on() {
    use GapReason::{Asleep, OffSite, Paused, VantageLost};
    let lost = [Seen::Gap(VantageLost), Seen::Noticed(Reason::VantageLost)];
    for (meanwhile, gaps) in [
        ("asleep", vec![Seen::Gap(Asleep)]),
        ("paused", vec![Seen::Gap(VantageLost), Seen::Gap(Paused)]),
        ("elsewhere", vec![Seen::Gap(VantageLost), Seen::Gap(OffSite)]),
    ] {
        let (mut w, hosts) = office(5);
        w.stands(stands_at(HOME));
        let all: Vec<String> =
            ["core", "access"].map(String::from).into_iter().chain(hosts).collect();
        w.until(100.0);
        w.gateway(Behaviour::Fails);
        all_become(&mut w, &all, Behaviour::Fails);
        w.until(130.0);
        assert_eq!(w.between(0.0, 130.0), lost);
        match meanwhile {
            "asleep" => w.sleep(Span::minutes(8 * 60)),
            "paused" => settings(&mut w, |s| s.paused = true),
            _ => w.stands(stands_at(ELSEWHERE)),
        }
        w.until(160.0);
        assert_eq!(w.between(130.0, 160.0), gaps, "because it is written down: {meanwhile}");
        w.gateway(Behaviour::Well);
        all_become(&mut w, &all, Behaviour::Well);
        match meanwhile {
            "asleep" => {}
            "paused" => settings(&mut w, |s| s.paused = false),
            _ => w.stands(stands_at(HOME)),
        }
        w.until(300.0);
        let back = match meanwhile {
            "asleep" => vec![Seen::Gap(VantageLost), Seen::Noticed(Reason::VantageBack)],
            "paused" => vec![Seen::Gap(Paused)],
            _ => vec![Seen::Gap(OffSite)],
        };
        assert_eq!(w.between(160.0, 300.0), back, "because we are back: {meanwhile}");
        is_looked_at_again(&mut w);
    }
}

#[test]
fn whoever_comes_home_while_paused_is_home() {
    for restarted in [false, true] {
        let (mut w, _) = office(1);
        w.stands(stands_at(HOME));
        w.until(50.0);
        w.stands(stands_at(ELSEWHERE));
        w.until(60.0);
        settings(&mut w, |s| s.paused = true);
        w.until(70.0);
        if restarted {
            w.kill(Span::minutes(5));
        }
        w.stands(stands_at(HOME));
        w.until(80.0);
        settings(&mut w, |s| s.paused = false);
        w.until(120.0);
        is_looked_at_again(&mut w);
    }
}

/// Somebody told first, who is reminded every five minutes, and a boss after a quarter of an hour.
fn with_a_ladder(w: &mut Timeline) -> (ContactId, ContactId) {
    let (first, boss) = (contact(w, "first", vec![]), contact(w, "boss", vec![]));
    let rung = |after, to| Rung { after, to: vec![to], on_duty: false };
    settings(w, |s| {
        s.notify = false;
        s.remind = Some(5);
        s.ladder = vec![rung(0, first), rung(15, boss)];
    });
    (first, boss)
}

#[test]
fn while_nobody_looks_nobody_is_reminded_and_nothing_climbs() {
    use GapReason::{Asleep, Killed, OffSite, Paused, VantageLost};
    for (reason, still_down) in [Asleep, Killed, OffSite, Paused, VantageLost]
        .into_iter()
        .flat_map(|reason| [(reason, true), (reason, false)])
    {
        let (mut w, _) = office(0);
        w.node_with("srv", ping());
        w.stands(stands_at(HOME));
        with_a_ladder(&mut w);
        let all = ["core", "access"].map(String::from);
        w.until(100.0);
        w.becomes("srv", Behaviour::Fails);
        w.until(160.0);
        match reason {
            Asleep => w.sleep(Span::minutes(120)),
            Killed => w.kill(Span::minutes(120)),
            OffSite => w.stands(stands_at(ELSEWHERE)),
            Paused => settings(&mut w, |s| s.paused = true),
            _ => {
                w.gateway(Behaviour::Fails);
                all_become(&mut w, &all, Behaviour::Fails);
            }
        }
        let back = match reason {
            Asleep | Killed => 160.0,
            _ => 160.0 + 7_200.0,
        };
        w.until(back);
        let told = |w: &Timeline| -> Vec<(f64, Seen)> {
            let words = |s: &Seen| matches!(s, Seen::Notified(..) | Seen::Escalated(..));
            w.seen.iter().filter(|(at, s)| *at > 160.0 && words(s)).cloned().collect()
        };
        assert_eq!(told(&w), [], "because nobody knows whether it still is: {reason:?}");
        if !still_down {
            w.becomes("srv", Behaviour::Well);
        }
        match reason {
            OffSite => w.stands(stands_at(HOME)),
            Paused => settings(&mut w, |s| s.paused = false),
            VantageLost => {
                w.gateway(Behaviour::Well);
                all_become(&mut w, &all, Behaviour::Well);
            }
            _ => {}
        }
        w.until(back + 120.0);
        let what: Vec<Seen> = told(&w).into_iter().map(|(_, seen)| seen).collect();
        if !still_down {
            assert_eq!(
                what,
                [notified("srv", Reason::Resolved)],
                "because that is all: {reason:?}"
            );
            continue;
        }
        assert_eq!(what, [notified("srv", Reason::Reminder)], "because it still is: {reason:?}");
        w.until(back + 16.0 * 60.0);
        let climbed = told(&w).into_iter().find(|(_, s)| *s == Seen::Escalated("srv".into(), 2));
        let (at, _) = climbed.expect("nobody has taken it");
        assert!(
            at - back >= 13.0 * 60.0,
            "because while nobody looked it did not lie untaken: {reason:?} {at}"
        );
    }
}

#[test]
fn a_rung_that_reaches_nobody_is_written_down_once_and_the_next_is_told() {
    let mut w = Timeline::default();
    let boss = contact(&mut w, "boss", vec![]);
    let day = contact(&mut w, "day", vec![]);
    // It is 08:00 in UTC: nobody is on duty before 09:00.
    let days = Weekday::ALL.to_vec();
    let duty = Duty { contact: day, days, from: time("09:00"), until: time("17:00") };
    settings(&mut w, |s| {
        s.zone = Some("UTC".into());
        s.notify = false;
        s.duties = vec![duty];
        s.ladder = vec![
            Rung { after: 0, to: vec![], on_duty: true },
            Rung { after: 5, to: vec![], on_duty: true },
            Rung { after: 15, to: vec![boss], on_duty: false },
        ];
    });
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(1_200.0);
    assert_eq!(
        w.between(0.0, 1_200.0),
        [
            opened("srv"),
            held("srv", Hold::NobodyOnDuty),
            Seen::Escalated("srv".into(), 2),
            held("srv", Hold::NobodyOnDuty),
            Seen::Escalated("srv".into(), 3),
            notified("srv", Reason::Escalated),
        ],
        "because somebody must hear of it, and the log says why it was not the one on duty"
    );
    assert_eq!(w.waiting().map(|n| n.to).collect::<Vec<_>>(), [Some(boss)]);
}

#[test]
fn whoever_comes_on_duty_hears_what_nobody_was_there_to_hear() {
    let mut w = Timeline::default();
    let day = contact(&mut w, "day", vec![]);
    let days = Weekday::ALL.to_vec();
    let duty = Duty { contact: day, days, from: time("08:30"), until: time("17:00") };
    settings(&mut w, |s| {
        s.zone = Some("UTC".into());
        s.notify = false;
        s.duties = vec![duty];
        s.ladder = vec![Rung { after: 0, to: vec![], on_duty: true }];
    });
    w.node_with("srv", ping());
    w.until(100.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(1_900.0);
    assert_eq!(
        w.between(0.0, 1_900.0),
        [opened("srv"), held("srv", Hold::NobodyOnDuty), notified("srv", Reason::Opened)]
    );
}

#[test]
fn in_another_network_this_pc_is_not_called_offline() {
    let (mut w, _) = office(1);
    w.stands(stands_at(HOME));
    w.until(60.0);
    // A gateway that does not answer echoes, as those of hotels.
    w.gateway(Behaviour::Fails);
    w.stands(stands_at(ELSEWHERE));
    w.until(200.0);
    assert_eq!(w.between(0.0, 200.0), [Seen::Gap(GapReason::OffSite)]);
    w.wish(Wish::SameSite).expect("a person may say so");
    w.until(300.0);
    assert_eq!(w.between(200.0, 300.0), [Seen::Gap(GapReason::OffSite)]);
    is_looked_at_again(&mut w);
}

#[test]
fn a_window_can_be_ended_although_something_it_covered_is_gone() {
    let mut w = Timeline::default();
    let (a, b) = (w.node_with("a", ping()), w.node_with("b", ping()));
    let granted = w.wish(Wish::PutGroup(None, "racks".into())).expect("it can be made");
    let hinomi_engine::Granted::Group(racks) = granted else { panic!("{granted:?}") };
    let checks = vec![w.check_of(a).id, w.check_of(b).id];
    let (from, until) = (w.wall(), w.wall() + Span::minutes(60));
    let scopes = [Scope::Nodes(vec![a, b]), Scope::Checks(checks), Scope::Groups(vec![racks])];
    for scope in scopes {
        w.wish(window(scope, Schedule::Once { from, until })).expect("planned");
    }
    w.until(60.0);
    w.wish(Wish::DropNodes(vec![a])).expect("it can be removed");
    w.wish(Wish::DropGroup(racks)).expect("it can be removed");
    let left: Vec<MaintenanceWindow> = w.core.world().windows.values().cloned().collect();
    let scopes: Vec<Scope> = left.iter().map(|window| window.scope.clone()).collect();
    assert_eq!(
        scopes,
        [Scope::Nodes(vec![b]), Scope::Checks(vec![w.check_of(b).id])],
        "because a window covers what is there, and one that covers nothing is over"
    );
    for window in left {
        let schedule = Schedule::Once { from, until: w.wall() };
        let ended = MaintenanceWindow { schedule, ..window };
        w.wish(Wish::PutWindow(ended)).expect("it can be ended now");
    }
}

#[test]
fn who_was_told_hears_the_end_also_after_a_change_of_duty() {
    for reminded in [false, true] {
        let mut w = Timeline::default();
        let (night, day) = (contact(&mut w, "night", vec![]), contact(&mut w, "day", vec![]));
        // It is 08:00 in UTC.
        let duty = |contact, from, until| Duty {
            contact,
            days: Weekday::ALL.to_vec(),
            from: time(from),
            until: time(until),
        };
        settings(&mut w, |s| {
            s.zone = Some("UTC".into());
            s.notify = false;
            s.remind = reminded.then_some(60);
            s.duties = vec![duty(night, "20:00", "08:30"), duty(day, "08:30", "20:00")];
            s.ladder = vec![Rung { after: 0, to: vec![], on_duty: true }];
        });
        w.node_with("srv", ping());
        w.until(100.0);
        w.becomes("srv", Behaviour::Fails);
        w.until(4_000.0);
        w.becomes("srv", Behaviour::Well);
        w.until(4_100.0);
        let to = |reason| -> Vec<Option<ContactId>> {
            w.waiting().filter(|n| n.reason == reason).map(|n| n.to).collect()
        };
        let both = vec![Some(night), Some(day)];
        assert_eq!(to(Reason::Opened), [Some(night)], "because it was their hour");
        let (reminder, end) = match reminded {
            true => (both.clone(), both),
            false => (vec![], vec![Some(night)]),
        };
        assert_eq!(to(Reason::Reminder), reminder, "because one knows of it, one has to know");
        assert_eq!(to(Reason::Resolved), end, "because they, and nobody else, were told");
    }
}

#[test]
fn an_end_that_waits_for_the_morning_is_told_although_hinomi_was_restarted() {
    let mut w = Timeline::default();
    // It is 08:00 in UTC.
    let rest = QuietHours {
        days: Weekday::ALL.to_vec(),
        from: time("08:10"),
        until: time("12:00"),
        pass: None,
    };
    let sleeper = contact(&mut w, "sleeper", vec![rest]);
    settings(&mut w, |s| {
        s.zone = Some("UTC".into());
        s.notify = false;
        s.ladder = vec![Rung { after: 0, to: vec![sleeper], on_duty: false }];
    });
    w.node_with("srv", ping());
    w.node_with("other", ping());
    w.until(300.0);
    w.becomes("srv", Behaviour::Fails);
    w.until(900.0);
    w.becomes("srv", Behaviour::Well);
    w.becomes("other", Behaviour::Fails);
    w.until(960.0);
    w.becomes("other", Behaviour::Well);
    w.until(1_200.0);
    // 10:20, and nothing is news any more but what waits for noon.
    w.kill(Span::minutes(120));
    let free = |w: &Timeline| -> Vec<(Reason, String)> {
        let now = |after: &Option<Stamp>| after.is_none_or(|at| at <= w.wall());
        let may = |d: &Delivery| matches!(d, Delivery::Waiting { after, .. } if now(after));
        let free = w.waiting().filter(|n| may(&n.delivery));
        free.map(|n| (n.reason, n.title.clone())).collect()
    };
    w.until(1_300.0);
    assert_eq!(free(&w), [], "because it is quiet until noon");
    w.until(1_200.0 + 6_100.0);
    let told = free(&w);
    let [(Reason::Resolved, title)] = &told[..] else { panic!("{told:?}") };
    assert!(title.contains("srv"), "because of other nobody heard that it began: {title}");
}

#[test]
fn what_joins_later_keeps_its_place_in_a_merged_incident_also_after_a_restart() {
    for restarted in [false, true] {
        let mut w = Timeline::default();
        w.seed(7);
        w.gateway(Behaviour::Well);
        w.node_with("a", ping());
        let branch = w.node("branch");
        w.until(400.0);
        w.becomes("branch", Behaviour::Loses(0.3));
        while w.core.world().incident_of(branch).is_none() {
            w.until(w.second() + 1.0);
        }
        w.becomes("a", Behaviour::Fails);
        w.until(w.second() + 60.0);
        let (from, into) = (w.incident("branch").id, w.incident("a").id);
        w.wish(Wish::Merge { from, into, by: "Taro".into() }).expect("both are open");
        if restarted {
            w.kill(Span::seconds(30));
        }
        let merged = w.second();
        w.becomes("branch", Behaviour::Fails);
        w.until(merged + 60.0);
        let seen = w.between(merged + 0.1, merged + 60.0);
        assert!(
            seen.contains(&Seen::Took("a".into(), "branch".into(), false)),
            "because it is the branch that went, not a: {seen:?}"
        );
        assert!(!seen.contains(&opened("branch")), "because it goes on there: {seen:?}");
        let whole = w.incident("a");
        let echo = w.check_of(branch).id;
        let member = whole.member(echo).expect("it is part of it");
        assert_eq!(whole.node_of(member), branch);
    }
}

/// Random networks and histories. What must hold whatever happens: never is a node called down
/// while it cannot be reached, never are there words about such a node, every incident ends once
/// all is well, every notification held has its reason in the log, and belief does not depend on
/// what is suppressed.
mod whatever_happens {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    struct Plan {
        /// Whom each node but the first hangs on.
        above: Vec<Above>,
        /// When a node dies, and for how many seconds.
        deaths: Vec<(u16, usize, u16)>,
        held: Suppressed,
    }

    #[derive(Debug, Clone)]
    enum Above {
        /// Some node before it, and maybe a second one, by links.
        Links(usize, Option<usize>),
        /// A link, and another parent named by hand, which alone counts.
        Named(usize, usize),
    }

    /// What stands between belief and people.
    #[derive(Debug, Clone)]
    struct Suppressed {
        /// A window over some nodes: when it begins, how long it lasts.
        window: Option<(u16, u16, Vec<usize>)>,
        /// Nobody is told anything from then on, for so long.
        mute: Option<(u16, u16)>,
        /// Somebody takes all that is open then.
        taken: Option<u16>,
    }

    fn plans() -> impl Strategy<Value = Plan> {
        (3usize..12).prop_flat_map(|n| {
            let above = (1..n).map(|i| {
                let links = (0..i, proptest::option::weighted(0.2, 0..i));
                let named = (0..i, 0..i).prop_map(|(link, named)| Above::Named(link, named));
                prop_oneof![9 => links.prop_map(|(a, b)| Above::Links(a, b)), 1 => named]
            });
            let above: Vec<_> = above.collect();
            let deaths = proptest::collection::vec((60u16..900, 0..n, 5u16..400), 1..8);
            let window = (60u16..500, 60u16..500, proptest::collection::vec(0..n, 1..4));
            let held = (
                proptest::option::weighted(0.5, window),
                proptest::option::weighted(0.4, (60u16..700, 30u16..400)),
                proptest::option::weighted(0.3, 100u16..900),
            )
                .prop_map(|(window, mute, taken)| Suppressed { window, mute, taken });
            (above, deaths, held).prop_map(|(above, deaths, held)| Plan { above, deaths, held })
        })
    }

    /// A network that lives through its plan; every twentieth of a second is looked at.
    struct Life {
        w: Timeline,
        names: Vec<String>,
        looked: usize,
        /// When nobody is told anything.
        mute: std::ops::Range<f64>,
        /// When the window is taken to be open.
        window: std::ops::Range<f64>,
        /// When each node was cut off last, unless it was well since.
        cut_off: BTreeMap<String, f64>,
        broken: Vec<String>,
    }

    /// Is there something about the incident that people do not know, and nothing that says why?
    fn is_unexplained(incident: &Incident, cut_off: bool) -> bool {
        if incident.merged.is_some() || cut_off {
            return false;
        }
        let held = incident.held.map(|(reason, _)| reason);
        let begins = matches!(held, Some(Reason::Opened | Reason::FlappingBegan));
        match incident.told {
            None => incident.is_open() && !begins,
            Some(told) if !incident.is_open() => {
                !told.over && !matches!(held, Some(Reason::Resolved | Reason::FlappingEnded))
            }
            Some(told) if told.flapping || !incident.flapping.is_empty() => false,
            Some(told) => incident.grade() > told.grade && held != Some(Reason::Worsened),
        }
    }

    impl Life {
        fn begin(plan: &Plan, suppressed: bool) -> Life {
            let mut w = Timeline::default();
            w.gateway(Behaviour::Well);
            settings(&mut w, |s| s.remind = Some(5));
            let n = plan.above.len() + 1;
            let names: Vec<String> = (0..n).map(|i| format!("n{i}")).collect();
            names.iter().for_each(|name| _ = w.node_with(name, ping()));
            w.link(None, "n0");
            for (i, above) in plan.above.iter().enumerate() {
                let to = &names[i + 1];
                match above {
                    Above::Links(first, second) => {
                        w.link(Some(&names[*first]), to);
                        if let Some(second) = second.filter(|s| s != first) {
                            w.link(Some(&names[second]), to);
                        }
                    }
                    Above::Named(link, parent) => {
                        w.link(Some(&names[*link]), to);
                        let wish = Wish::Parents(w.id(to), vec![w.id(&names[*parent])]);
                        w.wish(wish).expect("they are there");
                    }
                }
            }
            if let Some((from, lasts, nodes)) = plan.held.window.as_ref().filter(|_| suppressed) {
                let from = w.wall() + Span::seconds(i64::from(*from));
                let until = from + Span::seconds(i64::from(*lasts));
                let nodes = nodes.iter().map(|i| w.id(&names[*i])).collect();
                let schedule = Schedule::Once { from, until };
                w.wish(window(Scope::Nodes(nodes), schedule)).expect("planned");
            }
            let range = |held: Option<(u16, u16)>| {
                let (from, lasts) = held.filter(|_| suppressed).unwrap_or_default();
                f64::from(from)..f64::from(from + lasts)
            };
            let mute = range(plan.held.mute);
            // Windows are looked at every 5 s.
            let window = range(plan.held.window.as_ref().map(|w| (w.0, w.1 + 6)));
            Life { w, names, looked: 0, mute, window, cut_off: BTreeMap::new(), broken: Vec::new() }
        }

        fn until(&mut self, second: f64) {
            while self.w.second() < second {
                self.w.until(self.w.second() + 0.05);
                self.look();
            }
        }

        /// What was said just now, beside who can be reached just now.
        fn look(&mut self) {
            let w = &self.w;
            for name in &self.names {
                match w.core.world().reaches.get(&w.id(name)) {
                    Some(Reach::Unreachable { .. }) => {
                        self.cut_off.insert(name.clone(), w.second());
                    }
                    Some(Reach::Down) => {}
                    None => _ = self.cut_off.remove(name),
                }
            }
            let just_cut_off =
                |name: &str| self.cut_off.get(name).is_some_and(|at| w.second() - at < 29.0);
            let reach = |name: &str| w.core.world().reaches.get(&w.id(name)).copied();
            let cut_off = |name: &str| matches!(reach(name), Some(Reach::Unreachable { .. }));
            // A node may be down anew when people hear that it was well in between.
            let over = |i: &Incident| !i.is_open() && i.told.is_some_and(|told| told.over);
            let is_over = |name: &str| {
                let mut all = w.core.world().incidents.values().map(|open| &open.incident);
                all.any(|i| i.node == w.id(name) && over(i))
            };
            // It is switched after what happens in the same moment.
            let muted = |at: f64| at > self.mute.start && at <= self.mute.end;
            for (at, seen) in &w.seen[self.looked..] {
                let wrong = match seen {
                    Seen::Opened(name) => just_cut_off(name),
                    Seen::Took(_, name, false) => cut_off(name),
                    Seen::Took(_, name, true) => !cut_off(name),
                    Seen::Notified(..) if muted(*at) => true,
                    Seen::Notified(name, Reason::Resolved) => !is_over(name),
                    // It may have calmed down on the bad side.
                    Seen::Notified(name, Reason::FlappingEnded) => !is_over(name) && cut_off(name),
                    Seen::Notified(name, _) => cut_off(name),
                    Seen::Held(_, Hold::SwitchedOff) => !muted(*at),
                    Seen::Held(_, Hold::Maintenance) => !self.window.contains(at),
                    _ => false,
                };
                if wrong {
                    self.broken.push(format!("{at}: {seen:?}"));
                }
            }
            for open in w.core.world().incidents.values() {
                let reach = w.core.world().reaches.get(&open.incident.node);
                let cut_off = matches!(reach, Some(Reach::Unreachable { .. }));
                if is_unexplained(&open.incident, cut_off) {
                    self.broken.push(format!("{}: {:?}", w.second(), open.incident));
                }
            }
            self.looked = w.seen.len();
        }

        /// Whoever is dead, or has no way left, is silent.
        fn reach(&mut self, plan: &Plan, dead: &[bool]) {
            let mut open = vec![!dead[0]];
            for (i, above) in plan.above.iter().enumerate() {
                let way = match above {
                    Above::Links(first, second) => open[*first] || second.is_some_and(|s| open[s]),
                    Above::Named(_, parent) => open[*parent],
                };
                open.push(way && !dead[i + 1]);
            }
            for (name, open) in self.names.iter().zip(open) {
                self.w.becomes(name, if open { Behaviour::Well } else { Behaviour::Fails });
            }
        }

        /// Somebody takes all that is open, for good.
        fn take(&mut self) {
            let open: Vec<_> = self.w.core.world().open.values().copied().collect();
            for incident in open {
                let line = Line::Acknowledge { note: String::new(), sticky: true, until: None };
                let log = Wish::Log { incident, by: "Taro".into(), line };
                self.w.wish(log).expect("it is open");
            }
        }
    }

    fn lived(plan: &Plan, suppressed: bool) -> Life {
        enum Event {
            Turn(usize, bool),
            Mute(bool),
            Take,
        }
        let mut life = Life::begin(plan, suppressed);
        let turns = plan.deaths.iter().flat_map(|(at, node, lasts)| {
            [(*at, Event::Turn(*node, true)), (at + lasts, Event::Turn(*node, false))]
        });
        let mut events: Vec<(u16, Event)> = turns.collect();
        if suppressed {
            let mute = plan.held.mute.map(|(from, lasts)| {
                [(from, Event::Mute(true)), (from + lasts, Event::Mute(false))]
            });
            events.extend(mute.into_iter().flatten());
            events.extend(plan.held.taken.map(|at| (at, Event::Take)));
        }
        events.sort_by_key(|(at, _)| *at);
        let mut dead = vec![false; life.names.len()];
        for (at, event) in events {
            life.until(f64::from(at));
            match event {
                Event::Turn(node, dies) => {
                    dead[node] = dies;
                    life.reach(plan, &dead);
                }
                Event::Mute(mute) => settings(&mut life.w, |s| s.notify = !mute),
                Event::Take => life.take(),
            }
        }
        life.until(1_400.0);
        dead.fill(false);
        life.reach(plan, &dead);
        life.until(2_200.0);
        life
    }

    /// Each is half an hour of a network's life; `PROPTEST_CASES` makes a run longer.
    fn cases() -> ProptestConfig {
        let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        let asked = std::env::var_os("PROPTEST_CASES").is_some();
        if asked {
            return default;
        }
        ProptestConfig { cases: 60, ..default }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn the_laws_hold(plan in plans()) {
            let life = lived(&plan, true);
            prop_assert_eq!(life.broken, Vec::<String>::new(), "down and cut off are never the same");
            let w = life.w;
            for open in w.core.world().incidents.values() {
                let incident = &open.incident;
                prop_assert!(!incident.is_open(), "because all is well: {incident:?}");
                prop_assert!(
                    incident.told.is_none_or(|t| t.over),
                    "because people are told: {incident:?}"
                );
            }
            prop_assert!(w.core.world().reaches.is_empty());
            let count = |what: &dyn Fn(&Seen) -> bool| w.seen.iter().filter(|(_, s)| what(s)).count();
            let cut_off = count(&|s| matches!(s, Seen::Took(_, _, true)));
            let reasons = count(&|s| matches!(s, Seen::Held(_, Hold::ParentDown)));
            prop_assert!(cut_off <= reasons, "because of each it is written down why nobody is told");
        }

        #[test]
        fn belief_does_not_depend_on_suppression(plan in plans()) {
            let (with, without) = (lived(&plan, true).w, lived(&plan, false).w);
            let differ = with.beliefs.iter().zip(&without.beliefs).find(|(a, b)| a != b);
            prop_assert_eq!(differ, None);
            prop_assert_eq!(with.beliefs.len(), without.beliefs.len());
        }
    }
}
