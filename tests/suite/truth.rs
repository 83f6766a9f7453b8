//! One cause, one alarm: the laws of vantage, reachability, incidents and suppression, told as
//! stories. Whatever is told and not wanted fails.

use hinomi_engine::{Line, Standing, Wish};
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::contact::{ContactDraft, Program, Way};
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::quiet::{TimeOfDay, Weekday};
use hinomi_model::settings::Language;
use hinomi_model::{
    CheckSpec, ContactId, Duty, Fingerprint, GapReason, Grade, Limits, MaintenanceWindow, Reach,
    Rung, Schedule, Scope, Settings, Span, Stamp, WindowId,
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
    let network = |mac: &str| Standing {
        network: Fingerprint {
            gateway_mac: Some(mac.into()),
            subnet: Some("192.0.2.0/24".into()),
            ..Fingerprint::default()
        },
        ..Standing::default()
    };
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

#[test]
fn nobody_taking_it_climbs_the_ladder_and_reminds() {
    let mut w = Timeline::default();
    let mut contact = |name: &str| {
        let way = Way::Program(Program { path: "/bin/true".into(), args: vec![] });
        let draft = ContactDraft {
            id: None,
            name: name.into(),
            language: Language::En,
            ways: vec![way],
            quiet: vec![],
        };
        let granted = w.wish(Wish::PutContact(None, draft)).expect("it can be kept");
        let hinomi_engine::Granted::Contact(id) = granted else { panic!("{granted:?}") };
        id
    };
    let (first, duty, boss) = (contact("first"), contact("duty"), contact("boss"));
    let rung = |after, to: Vec<ContactId>, on_duty| Rung { after, to, on_duty };
    let always = TimeOfDay::parse("00:00").expect("a time");
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

/// Random networks and histories. What must hold whatever happens:
/// never a node both down and unreachable (by type), never words about an unreachable node, every
/// incident ends once all is well, every notification held has its reason in the log, and belief
/// does not depend on what is suppressed.
mod whatever_happens {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    struct Plan {
        /// Whom each node but the first hangs on: some node before it, and maybe a second one.
        above: Vec<(usize, Option<usize>)>,
        /// Second, node, dead or well.
        turns: Vec<(u16, usize, bool)>,
        /// A window over some nodes, if any.
        window: Option<(u16, u16, Vec<usize>)>,
    }

    fn plans() -> impl Strategy<Value = Plan> {
        (3usize..12).prop_flat_map(|n| {
            let above = (1..n).map(|i| (0..i, proptest::option::weighted(0.2, 0..i)));
            let above: Vec<_> = above.collect();
            let turns = proptest::collection::vec((60u16..900, 0..n, any::<bool>()), 1..14);
            let window = (100u16..500, 60u16..400, proptest::collection::vec(0..n, 1..4));
            (above, turns, proptest::option::weighted(0.4, window))
                .prop_map(|(above, turns, window)| Plan { above, turns, window })
        })
    }

    fn lived(plan: &Plan, windows: bool) -> Timeline {
        let mut w = Timeline::default();
        w.gateway(Behaviour::Well);
        let n = plan.above.len() + 1;
        let names: Vec<String> = (0..n).map(|i| format!("n{i}")).collect();
        names.iter().for_each(|name| _ = w.node_with(name, ping()));
        w.link(None, "n0");
        for (i, (first, second)) in plan.above.iter().enumerate() {
            w.link(Some(&names[*first]), &names[i + 1]);
            if let Some(second) = second.filter(|s| s != first) {
                w.link(Some(&names[second]), &names[i + 1]);
            }
        }
        if let Some((from, lasts, nodes)) = plan.window.as_ref().filter(|_| windows) {
            let from = w.wall() + Span::seconds(i64::from(*from));
            let until = from + Span::seconds(i64::from(*lasts));
            let nodes = nodes.iter().map(|i| w.id(&names[*i])).collect();
            w.wish(window(Scope::Nodes(nodes), Schedule::Once { from, until })).expect("planned");
        }
        let mut turns = plan.turns.clone();
        turns.sort();
        let mut dead = vec![false; n];
        for (at, node, dies) in turns {
            w.until(f64::from(at));
            dead[node] = dies;
            reach(&mut w, plan, &names, &dead);
        }
        w.until(960.0);
        dead.fill(false);
        reach(&mut w, plan, &names, &dead);
        w.until(1_800.0);
        w
    }

    /// Whoever is dead, or has no way left, is silent.
    fn reach(w: &mut Timeline, plan: &Plan, names: &[String], dead: &[bool]) {
        let mut open = vec![!dead[0]];
        for (i, (first, second)) in plan.above.iter().enumerate() {
            let way = open[*first] || second.is_some_and(|s| open[s]);
            open.push(way && !dead[i + 1]);
        }
        for (name, open) in names.iter().zip(open) {
            w.becomes(name, if open { Behaviour::Well } else { Behaviour::Fails });
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 60,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn the_laws_hold(plan in plans()) {
            let w = lived(&plan, true);
            for open in w.core.world().incidents.values() {
                let incident = &open.incident;
                prop_assert!(!incident.is_open(), "because all is well: {incident:?}");
                prop_assert!(incident.told.is_none_or(|t| t.over), "because people are told: {incident:?}");
                let silent = incident.told.is_none() && incident.held.is_none();
                prop_assert!(
                    !silent || incident.merged.is_some(),
                    "because somebody is told, or it is written down why not: {incident:?}"
                );
            }
            prop_assert!(w.core.world().reaches.is_empty());
        }

        #[test]
        fn belief_does_not_depend_on_suppression(plan in plans()) {
            let (with, without) = (lived(&plan, true), lived(&plan, false));
            let differ = with.beliefs.iter().zip(&without.beliefs).find(|(a, b)| a != b);
            prop_assert_eq!(differ, None);
            prop_assert_eq!(with.beliefs.len(), without.beliefs.len());
        }
    }
}
