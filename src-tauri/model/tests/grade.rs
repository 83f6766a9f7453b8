//! Law L1, and hysteresis of limits.

use hinomi_model::check::{CheckSpec, Limits, TcpSpec};
use hinomi_model::grade::grade;
use hinomi_model::{Cause, Grade, Metric, Obstacle, Outcome, Phase, Reading, Span};

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
