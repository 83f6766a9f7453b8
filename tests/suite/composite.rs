//! Composite checks, told as stories: two of three uplinks, and what is known of too few.

use hinomi_engine::{Granted, Refusal, Wish};
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::draft::CheckDraft;
use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::{CheckId, CheckSpec, CompositeSpec, Grade, Limits, Need, Problem, Span, words};
use hinomi_tests::timeline::{Behaviour, Seen, Timeline};

fn ping() -> Vec<CheckSpec> {
    vec![CheckSpec::Icmp(IcmpSpec::default())]
}

fn opened(name: &str) -> Seen {
    Seen::Opened(name.into())
}

fn notified(name: &str, reason: Reason) -> Seen {
    Seen::Notified(name.into(), reason)
}

fn resolved(name: &str) -> Seen {
    Seen::Resolved(name.into(), Span::ZERO, Span::ZERO)
}

/// Everything told between two seconds, without how long something lasted.
fn told(w: &Timeline, from: f64, until: f64) -> Vec<Seen> {
    let plain = |s| match s {
        Seen::Resolved(name, ..) => Seen::Resolved(name, Span::ZERO, Span::ZERO),
        other => other,
    };
    w.between(from, until).into_iter().map(plain).collect()
}

fn draft(w: &Timeline, node: &str, need: Need, of: &[CheckId]) -> CheckDraft {
    CheckDraft::usual(w.id(node), CheckSpec::Composite(CompositeSpec { need, of: of.to_vec() }))
}

fn composite(w: &mut Timeline, node: &str, need: Need, of: &[CheckId]) -> CheckId {
    let wish = Wish::PutCheck(draft(w, node, need, of));
    match w.wish(wish) {
        Ok(Granted::Check(id)) => id,
        other => panic!("it is added: {other:?}"),
    }
}

fn wrong(w: &mut Timeline, draft: CheckDraft) -> Vec<(String, Problem)> {
    match w.wish(Wish::PutCheck(draft)) {
        Err(Refusal::Fields(all)) => all.into_iter().map(|e| (e.field, e.problem)).collect(),
        other => panic!("it is refused: {other:?}"),
    }
}

fn grade(w: &Timeline, check: CheckId) -> Option<Grade> {
    w.core.world().checks[&check].state.grade()
}

fn said(w: &Timeline, check: CheckId) -> String {
    let last = w.core.world().checks[&check].last.as_ref().expect("it was judged");
    words::outcome(Language::En, &last.outcome)
}

/// A gateway, a switch, three uplinks behind it, and what needs two of them.
fn uplinks() -> (Timeline, CheckId, [CheckId; 3]) {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    w.node_with("core", ping());
    w.link(None, "core");
    let names = ["uplink-a", "uplink-b", "uplink-c"];
    let of = names.map(|name| {
        let node = w.node_with(name, ping());
        w.link(Some("core"), name);
        w.check_of(node).id
    });
    w.node_with("internet", vec![]);
    let id = composite(&mut w, "internet", Need::AtLeast { n: 2 }, &of);
    (w, id, of)
}

#[test]
fn of_three_uplinks_the_second_to_go_is_the_one_that_takes_the_internet_along() {
    let (mut w, internet, of) = uplinks();
    w.until(100.0);
    assert_eq!(said(&w, internet), "3 of 3 well");
    w.becomes("uplink-a", Behaviour::Fails);
    w.until(160.0);
    assert_eq!(told(&w, 0.0, 160.0), [opened("uplink-a"), notified("uplink-a", Reason::Opened)]);
    assert_eq!(grade(&w, internet), Some(Grade::Ok), "because two of three are left");
    w.becomes("uplink-b", Behaviour::Fails);
    w.until(220.0);
    assert_eq!(
        told(&w, 160.1, 220.0),
        [
            opened("uplink-b"),
            Seen::Took("uplink-b".into(), "internet".into(), false),
            notified("uplink-b", Reason::Opened),
        ],
        "because one cause is one incident and one notification"
    );
    let body = &w.waiting().last().expect("it was told").body;
    assert!(body.contains("In trouble because of it: internet"), "{body}");
    assert_eq!(
        said(&w, internet),
        "1 of 3 well, 2 needed; failed: uplink-a – Ping, uplink-b – Ping"
    );
    let since = |check: &CheckId| w.core.world().checks[check].state.belief().expect("known").since;
    assert_eq!(since(&internet), since(&of[1]), "because it failed when its second uplink did");
    w.becomes("uplink-b", Behaviour::Well);
    w.until(280.0);
    assert_eq!(
        told(&w, 220.1, 280.0),
        [resolved("uplink-b"), notified("uplink-b", Reason::Resolved)]
    );
    assert_eq!(grade(&w, internet), Some(Grade::Ok));
}

#[test]
fn it_is_judged_the_moment_a_check_it_looks_at_changes() {
    let (mut w, internet, of) = uplinks();
    w.until(100.0);
    let two = composite(&mut w, "internet", Need::All, &[internet]);
    w.until(101.0);
    assert_eq!(grade(&w, two), Some(Grade::Ok));
    w.becomes("uplink-a", Behaviour::Fails);
    w.becomes("uplink-b", Behaviour::Fails);
    let down =
        |w: &Timeline| of.iter().filter(|id| grade(w, **id) == Some(Grade::Critical)).count();
    while down(&w) < 2 {
        w.until(w.second() + 0.05);
    }
    for check in [internet, two] {
        assert_eq!(grade(&w, check), Some(Grade::Critical), "because it needs no turn of its own");
    }
}

#[test]
fn what_cannot_be_reached_is_neither_well_nor_failed() {
    for tenths in 0..10 {
        let (mut w, internet, _) = uplinks();
        let died = 100.0 + f64::from(tenths) * 0.9;
        w.until(died);
        for name in ["core", "uplink-a", "uplink-b", "uplink-c"] {
            w.becomes(name, Behaviour::Fails);
        }
        w.until(died + 60.0);
        let seen = told(&w, 0.0, died + 60.0);
        let told: Vec<&Seen> = seen.iter().filter(|s| matches!(s, Seen::Notified(..))).collect();
        assert_eq!(told, [&notified("core", Reason::Opened)], "because it is one cause: {seen:?}");
        let opened = seen.iter().filter(|s| matches!(s, Seen::Opened(_))).count();
        assert_eq!(opened, 1, "because the internet's trouble is the switch's: {seen:?}");
        assert_eq!(grade(&w, internet), Some(Grade::Unknown), "because nobody can tell");
        assert!(
            said(&w, internet).starts_with("could not look: 0 of 3 well, 2 needed; not judged:")
        );
        for name in ["core", "uplink-a", "uplink-b", "uplink-c"] {
            w.becomes(name, Behaviour::Well);
        }
        w.until(died + 160.0);
        assert_eq!(grade(&w, internet), Some(Grade::Ok));
        let open = w.core.world().incidents.values().filter(|o| o.incident.is_open()).count();
        assert_eq!(open, 0, "because every incident ends");
    }
}

#[test]
fn a_check_that_was_stopped_or_removed_is_named_and_not_passed_over() {
    let (mut w, internet, of) = uplinks();
    w.until(100.0);
    w.wish(Wish::PauseCheck(of[2], true)).expect("it can be stopped");
    w.until(110.0);
    assert_eq!(grade(&w, internet), Some(Grade::Ok), "because the other two are enough");
    w.wish(Wish::DropChecks(vec![of[1]])).expect("it can be removed");
    w.until(130.0);
    assert_eq!(grade(&w, internet), Some(Grade::Unknown));
    let words = said(&w, internet);
    assert!(words.contains("uplink-c – Ping"), "{words}");
    assert!(words.contains(&format!("a removed check ({})", of[1])), "{words}");
    assert_eq!(
        told(&w, 0.0, 130.0),
        [opened("internet"), notified("internet", Reason::Opened)],
        "because whether there is an internet can no more be told"
    );
    w.wish(Wish::PauseCheck(of[2], false)).expect("it goes on");
    w.until(200.0);
    assert_eq!(
        told(&w, 130.1, 200.0),
        [resolved("internet"), notified("internet", Reason::Resolved)]
    );
}

#[test]
fn before_its_checks_were_judged_there_is_nothing_to_judge() {
    let mut w = Timeline::default();
    w.gateway(Behaviour::Well);
    let web = CheckSpec::Tcp(TcpSpec { port: 443, timeout: Span(1000), connect: Limits::NONE });
    let of = ["web-1", "web-2"].map(|name| {
        let node = w.node_with(name, vec![web.clone()]);
        w.check_of(node).id
    });
    w.node_with("shop", vec![]);
    let shop = composite(&mut w, "shop", Need::Any, &of);
    w.becomes("web-1", Behaviour::Fails);
    w.becomes("web-2", Behaviour::Fails);
    w.until(10.0);
    assert_eq!(grade(&w, shop), None, "because both are doubted still");
    assert_eq!(told(&w, 0.0, 10.0), []);
    w.until(120.0);
    assert_eq!(grade(&w, shop), Some(Grade::Critical));
}

#[test]
fn a_circle_a_stranger_and_nobody_are_refused_by_name() {
    let (mut w, internet, of) = uplinks();
    let all = composite(&mut w, "internet", Need::All, &[internet, of[0]]);
    let mut circle = draft(&w, "internet", Need::Any, &[of[0], all]);
    circle.id = Some(internet);
    let found = wrong(&mut w, circle);
    let [(field, problem @ Problem::Circle { .. })] = found.as_slice() else {
        panic!("one circle: {found:?}")
    };
    assert_eq!(field, "spec.of.1");
    assert_eq!(
        words::problem(Language::En, problem),
        "these would look at each other: internet – 2 of 3 → internet – All of 2 → internet – 2 of 3"
    );
    let mut itself = draft(&w, "internet", Need::Any, &[internet]);
    itself.id = Some(internet);
    assert!(matches!(wrong(&mut w, itself)[0].1, Problem::Circle { .. }));
    let stranger = draft(&w, "internet", Need::AtLeast { n: 2 }, &[of[0], CheckId(999)]);
    assert_eq!(wrong(&mut w, stranger), [("spec.of.1".to_owned(), Problem::NoSuchThing)]);
    let mut nobody = draft(&w, "internet", Need::AtLeast { n: 2 }, &[]);
    nobody.name = "x".repeat(200);
    let fields: Vec<String> = wrong(&mut w, nobody).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["name", "spec.of", "spec.need.n"], "because all is said at once");
    let twice = draft(&w, "internet", Need::Any, &[of[0], of[0]]);
    assert_eq!(wrong(&mut w, twice), [("spec.of.1".to_owned(), Problem::Twice)]);
}

#[test]
fn after_a_kill_it_is_what_it_was() {
    let (mut w, internet, _) = uplinks();
    w.until(100.0);
    w.becomes("uplink-a", Behaviour::Fails);
    w.becomes("uplink-c", Behaviour::Fails);
    w.until(160.0);
    let before = told(&w, 0.0, 160.0);
    w.kill(Span::minutes(2));
    w.until(230.0);
    assert_eq!(grade(&w, internet), Some(Grade::Critical));
    let after: Vec<Seen> = told(&w, 160.1, 230.0);
    let news = after.iter().filter(|s| !matches!(s, Seen::Gap(_))).count();
    assert_eq!(news, 0, "because nothing is new: {after:?} after {before:?}");
}
