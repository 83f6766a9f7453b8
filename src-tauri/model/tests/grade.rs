//! Law L1, and hysteresis of limits.

use hinomi_model::check::{CheckSpec, Flow, InterfaceSpec, Limits, TcpSpec, ValueSpec};
use hinomi_model::draft::CheckDraft;
use hinomi_model::grade::grade;
use hinomi_model::snmp::{Formula, Oid, Rows};
use hinomi_model::{Cause, Grade, Metric, NodeId, Obstacle, Outcome, Phase, Reading, Span};

fn tcp() -> CheckSpec {
    let connect = Limits { warning: Some(100.0), critical: Some(200.0) };
    CheckSpec::Tcp(TcpSpec { port: 443, timeout: Span(1000), connect })
}

fn took(ms: f64) -> Outcome {
    Outcome::Measured { readings: vec![Reading { metric: Metric::Connect, value: ms }] }
}

#[test]
fn the_three_kinds_of_answer_have_their_grades() {
    let failed = Outcome::failed(Phase::Connect, Cause::Refused);
    assert_eq!(grade(&tcp(), &failed, None), Grade::Critical);
    let unable = Outcome::unable(Obstacle::NoRoute);
    assert_eq!(
        grade(&tcp(), &unable, None),
        Grade::Unknown,
        "because that says nothing of the target"
    );
    assert_eq!(grade(&tcp(), &took(1.0), None), Grade::Ok);
}

#[test]
fn a_limit_once_passed_is_left_only_well_below_it() {
    let mut before = None;
    let mut seen = Vec::new();
    for ms in [99.0, 100.0, 95.0, 91.0, 89.0, 95.0, 250.0, 185.0, 170.0, 80.0] {
        let now = grade(&tcp(), &took(ms), before);
        before = Some(now);
        seen.push(now);
    }
    use Grade::{Critical as C, Ok as O, Warning as W};
    assert_eq!(seen, [O, W, W, W, O, O, C, C, W, O]);
}

#[test]
fn an_unknown_before_holds_no_limit() {
    assert_eq!(grade(&tcp(), &took(95.0), Some(Grade::Unknown)), Grade::Ok);
}

fn store(full: Limits) -> CheckSpec {
    CheckSpec::Value(ValueSpec {
        metric: Metric::Storage,
        label: "/var".into(),
        formula: Formula::of(Oid::from([1, 3, 6, 1, 1])),
        rows: Rows::Object,
        above: Limits::warn(90.0),
        below: Limits::NONE,
        full,
    })
}

#[test]
fn storage_is_judged_by_its_level_and_by_the_days_it_lasts_as_far_as_they_are_told() {
    let spec = store(Limits { warning: Some(7.0), critical: Some(2.0) });
    let at = |level: f64, days: Option<f64>| {
        let level = Reading { metric: Metric::Storage, value: level };
        let days = days.map(|value| Reading { metric: Metric::FullIn, value });
        let readings = [level].into_iter().chain(days).collect();
        grade(&spec, &Outcome::Measured { readings }, None)
    };
    for (level, days, want) in [
        (60.0, Some(8.0), Grade::Ok),
        (60.0, Some(7.0), Grade::Warning),
        (60.0, Some(1.0), Grade::Critical),
        (60.0, None, Grade::Ok),
        (95.0, None, Grade::Warning),
        (95.0, Some(20.0), Grade::Warning),
    ] {
        assert_eq!(at(level, days), want, "because {level} % last {days:?} days");
    }
}

#[test]
fn days_are_limited_to_what_can_be_foretold_and_older_checks_have_no_such_limit() {
    let wrong = |warning: f64, critical: Option<f64>| {
        let full = Limits { warning: Some(warning), critical };
        let errors = CheckDraft::usual(NodeId(1), store(full)).check().err().unwrap_or_default();
        errors.into_iter().map(|e| e.field).collect::<Vec<String>>()
    };
    assert_eq!(wrong(28.0, Some(3.0)), [""; 0]);
    assert_eq!(wrong(29.0, None), ["spec.full.warning"], "because four weeks is as far as we see");
    assert_eq!(wrong(3.0, Some(7.0)), ["spec.full.critical"], "because fewer days are worse");

    let mut old = serde_json::to_value(store(Limits::NONE)).expect("it can be written");
    old.as_object_mut().expect("it is one").remove("full");
    let read: CheckSpec = serde_json::from_value(old).expect("because older files open");
    assert_eq!(read, store(Limits::NONE));
}

#[test]
fn an_interface_is_judged_by_its_collisions_where_somebody_wants_that() {
    let usual = CheckSpec::Interface(InterfaceSpec::default());
    let mut stored = serde_json::to_value(&usual).unwrap();
    stored.as_object_mut().unwrap().remove("collisions").expect("it is there");
    let stored: CheckSpec = serde_json::from_value(stored).unwrap();
    assert_eq!(stored, usual, "because it was stored before there were such limits");
    let (collisions, rest) = (Limits::warn(5.0), InterfaceSpec::default());
    let strict = CheckSpec::Interface(InterfaceSpec { collisions, ..rest });
    let readings = vec![Reading { metric: Metric::Collisions, value: 6.0 }];
    let met = Outcome::Measured { readings };
    let grades = [&usual, &strict].map(|spec| grade(spec, &met, None));
    assert_eq!(grades, [Grade::Ok, Grade::Warning]);
}

fn watched(incoming: Flow, outgoing: Flow) -> CheckSpec {
    let mut spec = InterfaceSpec { incoming, outgoing, ..InterfaceSpec::default() };
    spec.port.name = "Gi0/1".into();
    CheckSpec::Interface(spec)
}

#[test]
fn an_interface_is_judged_by_the_bits_it_carries_each_way_for_itself() {
    let most = Limits { warning: Some(50e6), critical: Some(90e6) };
    let least = Limits { warning: Some(1e6), critical: Some(1e3) };
    let spec = watched(
        Flow { above: most, below: Limits::NONE },
        Flow { above: Limits::NONE, below: least },
    );
    let at = |received: Option<f64>, sent: Option<f64>, before: Option<Grade>| {
        let told = [(Metric::TrafficIn, received), (Metric::TrafficOut, sent)];
        let reading =
            |(metric, value): (Metric, Option<f64>)| value.map(|value| Reading { metric, value });
        let readings = told.into_iter().filter_map(reading).collect();
        grade(&spec, &Outcome::Measured { readings }, before)
    };
    let now = |received: f64, sent: f64| at(Some(received), Some(sent), None);
    assert_eq!(now(10e6, 10e6), Grade::Ok);
    assert_eq!(now(50e6, 10e6), Grade::Warning);
    assert_eq!(now(95e6, 10e6), Grade::Critical);
    assert_eq!(now(0.0, 10e6), Grade::Ok, "because nobody minds how little comes in");
    assert_eq!(now(10e6, 95e6), Grade::Ok, "because nobody minds how much goes out");
    assert_eq!(now(10e6, 2e3), Grade::Warning);
    assert_eq!(now(10e6, 0.0), Grade::Critical, "because the feed is dead");
    assert_eq!(at(None, None, None), Grade::Ok, "because a first look has no rate to judge (L11)");
    let held = at(Some(10e6), Some(1.05e6), Some(Grade::Warning));
    assert_eq!(held, Grade::Warning, "because a limit is left well away from it only");
    assert_eq!(at(Some(10e6), Some(1.2e6), Some(Grade::Warning)), Grade::Ok);
}

#[test]
fn checks_of_older_files_limit_no_traffic_and_limits_are_in_their_order() {
    let spec = watched(Flow::NONE, Flow::NONE);
    let mut old = serde_json::to_value(&spec).expect("it can be written");
    for way in ["incoming", "outgoing"] {
        old.as_object_mut().expect("it is one").remove(way).expect("it is there");
    }
    let read: CheckSpec = serde_json::from_value(old).expect("because older files open");
    assert_eq!(read, spec);

    let wrong = |above: (f64, f64), below: (f64, f64)| {
        let limits = |(w, c): (f64, f64)| Limits { warning: Some(w), critical: Some(c) };
        let flow = Flow { above: limits(above), below: limits(below) };
        let draft = CheckDraft::usual(NodeId(1), watched(Flow::NONE, flow));
        let errors = draft.check().err().unwrap_or_default();
        errors.into_iter().map(|e| e.field).collect::<Vec<String>>()
    };
    assert_eq!(wrong((1e9, 2e9), (1e6, 1e3)), [""; 0]);
    assert_eq!(wrong((2e9, 1e9), (1e6, 1e3)), ["spec.outgoing.above.critical"]);
    assert_eq!(wrong((1e9, 2e9), (1e3, 1e6)), ["spec.outgoing.below.critical"]);
    assert_eq!(wrong((1e9, 2e15), (1e6, -1.0)).len(), 2, "because there are no such rates");
}
