//! Law L1, and hysteresis of limits.

use hinomi_model::check::{CheckSpec, InterfaceSpec, Limits, TcpSpec, ValueSpec};
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
