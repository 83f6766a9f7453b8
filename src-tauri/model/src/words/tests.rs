//! Every value has words in both languages, and they differ where they should.

use std::collections::HashSet;
use std::num::NonZeroU8;

use super::*;
use crate::belief::{Belief, Patience, State};
use crate::check::{Check, CheckKind, CheckSpec, HttpSpec, IcmpSpec, Limits, QualitySpec, TcpSpec};
use crate::draft::Problem;
use crate::gap::GapReason;
use crate::grade::Grade;
use crate::id::{CheckId, IncidentId, NodeId, NotificationId};
use crate::incident::{Author, Entry, Hold, Incident, Member, Place, Resolution, What, Withdrawal};
use crate::node::{Importance, NodeKind};
use crate::notification::{Delivery, Reason};
use crate::outcome::{Cause, Metric, Obstacle, Outcome, Phase, Reading, Unit};
use crate::snmp::{Denied, Unusable};
use crate::time::Stamp;
use Language::{En, Ja};

fn japanese(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// All words of one kind: present, unlike one another, without shouting, and Japanese in Japanese.
fn told<T: std::fmt::Debug>(values: &[T], words: impl Fn(Language, &T) -> String) {
    for lang in [En, Ja] {
        let all: Vec<String> = values.iter().map(|v| words(lang, v)).collect();
        let unlike: HashSet<&String> = all.iter().collect();
        assert_eq!(unlike.len(), values.len(), "because each of {all:?} must be told apart");
        for (value, text) in values.iter().zip(&all) {
            assert!(!text.trim().is_empty(), "because {value:?} needs words in {lang:?}");
            assert!(!text.contains(['!', '！']), "because nothing here shouts: {text}");
            assert!(lang == Ja || !japanese(text), "because {text} is not English");
        }
    }
}

fn translated<T: std::fmt::Debug>(values: &[T], words: impl Fn(Language, &T) -> String) {
    told(values, &words);
    for value in values {
        let (en, ja) = (words(En, value), words(Ja, value));
        assert!(en != ja && japanese(&ja), "because {value:?} reads {en:?} and {ja:?}");
    }
}

const GRADES: [Grade; 4] = [Grade::Ok, Grade::Unknown, Grade::Warning, Grade::Critical];
const REASONS: [Reason; 3] = [Reason::Opened, Reason::Worsened, Reason::Resolved];
const HOLDS: [Hold; 4] =
    [Hold::SwitchedOff, Hold::AlreadyTold, Hold::RecoveryNotWanted, Hold::NobodyOnDuty];
const WITHDRAWALS: [Withdrawal; 3] = [Withdrawal::Paused, Withdrawal::Removed, Withdrawal::Changed];

fn causes() -> Vec<Cause> {
    let by = Some("10.0.0.1".parse().expect("an address"));
    let by6 = Some("2001:db8::1".parse().expect("an address"));
    let mut all = vec![
        Cause::TimedOut,
        Cause::Refused,
        Cause::TtlExceeded { by },
        Cause::TtlExceeded { by: None },
        Cause::NoSuchName,
        Cause::Closed,
        Cause::Tls { detail: "expired".into() },
        Cause::Status { status: 503 },
        Cause::KeywordMissing,
        Cause::KeywordPresent,
        Cause::TooLarge { limit: 1_000_000 },
        Cause::Redirects,
        Cause::Malformed { detail: "no status line".into() },
        Cause::NotThere,
        Cause::LinkDown { switched_off: false },
        Cause::LinkDown { switched_off: true },
        Cause::Says { text: "4".into() },
    ];
    all.extend(Denied::ALL.map(|step| Cause::Denied { step }));
    for code in [0, 1, 3, 13, 200] {
        all.push(Cause::Unreachable { by, code });
    }
    for code in [0, 1, 3, 4, 200] {
        all.push(Cause::Unreachable { by: by6, code });
    }
    all.push(Cause::Unreachable { by: None, code: 1 });
    all
}

fn check(name: &str, spec: CheckSpec) -> Check {
    let (every, patience) = spec.usual();
    Check {
        id: CheckId(7),
        node: NodeId(1),
        name: name.into(),
        spec,
        every,
        patience,
        paused: false,
        own: None,
    }
}

fn incident() -> Incident {
    Incident {
        members: vec![Member {
            check: CheckId(7),
            grade: Grade::Critical,
            since: Stamp(1_000_000),
            place: None,
        }],
        uncertainty: Span::seconds(10),
        opened: Stamp(1_003_000),
        worst: Grade::Critical,
        ..Incident::opening(IncidentId(12), NodeId(1), "core-sw-1".into(), Stamp(1_000_000))
    }
}

#[test]
fn of_what_came_along_no_more_is_claimed_than_that() {
    let along = |n: u32| Member {
        check: CheckId(100 + n),
        grade: Grade::Warning,
        since: Stamp(1_000_000),
        place: Some(Place {
            node: NodeId(100 + n),
            name: format!("branch-{n}"),
            unreachable: false,
            affected: false,
        }),
    };
    let timed_out = Outcome::failed(Phase::Connect, Cause::TimedOut);
    let check = check("", CheckSpec::Icmp(IcmpSpec::default()));
    let with = |n| {
        let mut incident = incident();
        incident.members.extend((0..n).map(along));
        [En, Ja].map(|l| troubled(l, &incident, Some(&check), Grade::Critical, Some(&timed_out)))
    };
    assert_eq!(with(0), ["core-sw-1 is down", "core-sw-1 停止"]);
    assert_eq!(with(1), ["core-sw-1 is down, with 1 more node", "core-sw-1 停止（ほか1ノード）"]);
    assert_eq!(with(4), ["core-sw-1 is down, with 4 more nodes", "core-sw-1 停止（ほか4ノード）"]);
}

#[test]
fn every_kind_of_thing_has_words_in_both_languages() {
    translated(&GRADES, |l, g| grade(l, *g).into());
    translated(&REASONS, |l, r| reason(l, *r).into());
    translated(&HOLDS, |l, h| hold(l, *h).into());
    translated(&WITHDRAWALS, |l, w| withdrawal(l, *w).into());
    translated(Metric::ALL, |l, m| metric(l, *m).into());
    translated(&[Importance::Low, Importance::Normal, Importance::High], |l, i| {
        importance(l, *i).into()
    });
    told(&CheckKind::ALL, |l, k| check_kind(l, *k).into());
    told(&NodeKind::ALL, |l, k| node_kind(l, *k).into());
    use GapReason::{Asleep, ClockSet, Frozen, Killed, NotRunning, OffSite, Paused, VantageLost};
    let gaps = [NotRunning, Killed, Asleep, Frozen, ClockSet, Paused, VantageLost, OffSite];
    translated(&gaps, |l, g| gap_reason(l, *g).into());
    use Phase::{Body, Connect, FirstByte, Request, Resolve, Tls};
    translated(&[Resolve, Connect, Tls, Request, FirstByte, Body], |l, p| phase(l, *p).into());
    let problems = [
        Problem::Empty,
        Problem::TooLong { most: 80 },
        Problem::OutOfRange { least: 1.0, most: 20.0 },
        Problem::NotAnAddress,
        Problem::NotAUrl,
        Problem::LimitsOutOfOrder,
        Problem::NoSuchThing,
        Problem::NotAMailAddress,
        Problem::PasswordInTheClear,
        Problem::NotAFullPath,
        Problem::NotPlain,
        Problem::NotOneCounter,
        Problem::BadTemplate { line: 3, detail: "unexpected end".into() },
    ];
    translated(&problems, problem);
    let deliveries = [
        Delivery::Waiting { tries: 0, after: None },
        Delivery::Waiting { tries: 2, after: None },
        Delivery::Delivered { at: Stamp(0) },
        Delivery::Undelivered { at: Stamp(0) },
    ];
    translated(&deliveries, delivery);
    for (it, want) in
        [(Unit::Milliseconds, "ms"), (Unit::Percent, "%"), (Unit::Bytes, "B"), (Unit::Count, "")]
    {
        assert_eq!(unit(it), want, "because symbols are international");
    }
}

#[test]
fn every_outcome_has_words_in_both_languages() {
    let failures: Vec<Outcome> =
        causes().into_iter().map(|c| Outcome::failed(Phase::Connect, c)).collect();
    translated(&failures, outcome);
    use Phase::{Body, Connect, FirstByte, Request, Resolve, Tls};
    let places = [Resolve, Connect, Tls, Request, FirstByte, Body];
    translated(&places.map(|p| Outcome::failed(p, Cause::TimedOut)), outcome);
    let obstacles = [
        Obstacle::NoPermission,
        Obstacle::NoRoute,
        Obstacle::NoNameServer,
        Obstacle::Exhausted,
        Obstacle::AgentSilent,
        Obstacle::TableTooLong,
        Obstacle::NoAccess,
        Obstacle::VaultLocked,
        Obstacle::SecretMissing,
        Obstacle::OurFault { detail: "index out of range".into() },
    ];
    translated(&obstacles.map(Outcome::unable), outcome);
}

#[test]
fn every_refusal_of_an_agent_has_its_own_words_in_both_languages() {
    translated(&Denied::ALL, |l, d| denied(l, *d).into());
    translated(&[Unusable::Name, Unusable::Phrase], |l, why| unusable(l, *why).into());
}

#[test]
fn an_outcome_reads_as_a_person_would_say_it() {
    let measured = |all: &[(Metric, f64)]| Outcome::Measured {
        readings: all
            .iter()
            .map(|(metric, value)| Reading { metric: *metric, value: *value })
            .collect(),
    };
    let quiet = measured(&[(Metric::Rtt, 0.4213), (Metric::Loss, 0.0)]);
    let lossy = measured(&[(Metric::Rtt, 12.34), (Metric::Loss, 20.0)]);
    let page = measured(&[(Metric::Total, 134.2), (Metric::Connect, 3.0), (Metric::Status, 200.0)]);
    let router = Some("10.0.0.1".parse().expect("an address"));
    let no_route = Outcome::failed(Phase::Connect, Cause::Unreachable { by: router, code: 1 });
    let slow_tls = Outcome::failed(Phase::Tls, Cause::TimedOut);
    for (it, en, ja) in [
        (quiet, "0.42 ms", "0.42 ms"),
        (lossy, "12.3 ms, loss 20 %", "12.3 ms、損失 20 %"),
        (page, "HTTP 200, 134 ms", "HTTP 200、134 ms"),
        (measured(&[]), "no trouble known", "把握している異常なし"),
        (
            measured(&[
                (Metric::TrafficIn, 2e6),
                (Metric::ErrorsIn, 0.0),
                (Metric::Collisions, 4.0),
            ]),
            "in 2 Mbit/s, collisions 4 /s",
            "受信 2 Mbit/s、コリジョン 4 /s",
        ),
        (
            measured(&[(Metric::Storage, 71.0), (Metric::FullIn, 5.2)]),
            "71 %, full in about 5 days",
            "71 %、約5日で満杯",
        ),
        (
            no_route,
            "the host cannot be reached, says 10.0.0.1",
            "宛先ホスト到達不能（10.0.0.1 より通知）",
        ),
        (
            slow_tls,
            "no answer in time (TLS handshake)",
            "応答なし（タイムアウト、TLSハンドシェイク）",
        ),
    ] {
        assert_eq!((outcome(En, &it).as_str(), outcome(Ja, &it).as_str()), (en, ja));
    }
}

#[test]
fn a_span_shows_its_two_largest_units() {
    for (ms, en, ja) in [
        (0, "0 s", "0秒"),
        (1, "0.1 s", "0.1秒"),
        (500, "0.5 s", "0.5秒"),
        (9_949, "9.9 s", "9.9秒"),
        (9_950, "10 s", "10秒"),
        (40_000, "40 s", "40秒"),
        (59_600, "1 min", "1分"),
        (220_000, "3 min 40 s", "3分40秒"),
        (3_599_700, "1 h", "1時間"),
        (3_900_000, "1 h 5 min", "1時間5分"),
        (86_399_000, "1 d", "1日"),
        (183_600_000, "2 d 3 h", "2日3時間"),
        (-20_000, "−20 s", "−20秒"),
    ] {
        assert_eq!((span(En, Span(ms)).as_str(), span(Ja, Span(ms)).as_str()), (en, ja));
    }
    assert!(!span(En, Span(i64::MIN)).is_empty(), "because no span may panic");
}

#[test]
fn a_duration_carries_its_error_bar() {
    let (long, bar) = (Span(220_000), Span(20_000));
    assert_eq!(duration(En, long, bar), "3 min 40 s ± 20 s");
    assert_eq!(duration(Ja, long, bar), "3分40秒 ± 20秒");
    assert_eq!(duration(En, long, Span::ZERO), "3 min 40 s", "because there is no bar to show");
}

#[test]
fn a_value_keeps_three_figures_and_its_unit() {
    for (metric, number, want) in [
        (Metric::Rtt, 0.424, "0.42 ms"),
        (Metric::Rtt, 9.999, "10.0 ms"),
        (Metric::Rtt, 145.6, "146 ms"),
        (Metric::Total, 12_345.0, "12.3 s"),
        (Metric::Loss, 25.0, "25 %"),
        (Metric::Loss, 33.333, "33.3 %"),
        (Metric::Bytes, 512.0, "512 B"),
        (Metric::Bytes, 1_234_000.0, "1.2 MB"),
        (Metric::Status, 404.0, "404"),
    ] {
        assert_eq!(value(metric, number), want);
    }
}

#[test]
fn a_check_without_a_name_is_called_by_kind_and_target() {
    let http = |url: &str| CheckSpec::Http(HttpSpec { url: url.into(), ..HttpSpec::default() });
    let tcp =
        CheckSpec::Tcp(TcpSpec { port: 443, timeout: Span::seconds(3), connect: Limits::NONE });
    for (it, en, ja) in [
        (check("", CheckSpec::Icmp(IcmpSpec::default())), "Ping", "Ping"),
        (check(" ", CheckSpec::Quality(QualitySpec::default())), "Line quality", "回線品質"),
        (check("", tcp.clone()), "TCP 443", "TCP 443"),
        (check("受付", tcp), "受付", "受付"),
        (check("", http("https://{address}/health")), "HTTPS /health", "HTTPS /health"),
        (check("", http("http://{address}/")), "HTTP", "HTTP"),
        (check("", http("https://example.jp/a")), "HTTPS example.jp/a", "HTTPS example.jp/a"),
    ] {
        assert_eq!((check_name(En, &it).as_str(), check_name(Ja, &it).as_str()), (en, ja));
    }
}

#[test]
fn only_a_failed_reachability_check_makes_a_node_down() {
    let ping = check("", CheckSpec::Icmp(IcmpSpec::default()));
    let tcp =
        CheckSpec::Tcp(TcpSpec { port: 443, timeout: Span::seconds(3), connect: Limits::NONE });
    let port = check("", tcp);
    let late = Outcome::failed(Phase::Connect, Cause::TimedOut);
    let title =
        |lang, check, evidence| incident_title(lang, "core-sw-1", check, Grade::Critical, evidence);
    assert_eq!(title(En, Some(&ping), Some(&late)), "core-sw-1 is down");
    assert_eq!(title(Ja, Some(&ping), Some(&late)), "core-sw-1 停止");
    assert_eq!(title(En, Some(&port), Some(&late)), "core-sw-1: TCP 443 – no answer in time");
    assert_eq!(
        title(Ja, Some(&port), Some(&late)),
        "core-sw-1：TCP 443 – 応答なし（タイムアウト）"
    );
    assert_eq!(title(En, None, Some(&late)), "core-sw-1: no answer in time");
    assert_eq!(title(En, None, None), "core-sw-1: critical");
}

#[test]
fn a_notification_says_what_since_when_and_which_incident() {
    let ping = check("", CheckSpec::Icmp(IcmpSpec::default()));
    let late = Outcome::failed(Phase::Connect, Cause::TimedOut);
    let now = Stamp(1_003_000);
    let (title, body) = notification(En, Reason::Opened, &incident(), &[&ping], &late, now);
    assert_eq!(title, "core-sw-1 is down");
    assert_eq!(body, "Ping: no answer in time\nFor 3 s ± 10 s so far.\nIncident 12");
    let (title, body) = notification(Ja, Reason::Opened, &incident(), &[&ping], &late, now);
    assert_eq!(title, "core-sw-1 停止");
    assert_eq!(body, "Ping：応答なし（タイムアウト）\n継続中 3秒 ± 10秒\nインシデント 12");
    let (_, body) = notification(En, Reason::Worsened, &incident(), &[&ping, &ping], &late, now);
    assert!(
        body.contains("Now critical.\nWith it: Ping"),
        "because it says what became worse: {body}"
    );

    let over = Resolution {
        at: Stamp(1_225_000),
        ended: Stamp(1_220_000),
        uncertainty: Span::seconds(20),
    };
    let past = Incident { resolved: Some(over), ..incident() };
    let (title, body) =
        notification(En, Reason::Resolved, &past, &[&ping], &late, Stamp(9_000_000));
    assert_eq!(title, "core-sw-1 is well again");
    assert_eq!(body, "The trouble lasted 3 min 40 s ± 20 s.\nIncident 12");
    let (title, body) = notification(Ja, Reason::Resolved, &past, &[], &late, Stamp(9_000_000));
    assert_eq!(
        (title.as_str(), body.as_str()),
        ("core-sw-1 復旧", "継続時間 3分40秒 ± 20秒\nインシデント 12")
    );
}

fn lines() -> Vec<What> {
    let (check, since, uncertainty) = (CheckId(7), Stamp(1), Span::seconds(10));
    let evidence = Outcome::failed(Phase::Connect, Cause::Refused);
    let check_name = String::from("TCP 443");
    let (grade, notification) = (Grade::Critical, NotificationId(3));
    vec![
        What::Opened {
            check,
            check_name: check_name.clone(),
            grade,
            since,
            uncertainty,
            evidence: evidence.clone(),
        },
        What::Joined { check, check_name, grade, since, evidence, place: None },
        What::Regraded { check, grade: Grade::Warning, since },
        What::Recovered { check, since },
        What::Withdrawn { check, why: Withdrawal::Paused },
        What::Resolved { ended: since, uncertainty },
        What::Resolved { ended: since, uncertainty: Span::ZERO },
        What::Queued { notification, reason: Reason::Opened, to: None, contact: None },
        What::Delivered { notification, proof: "mako 1.7, number 4".into() },
        What::Undelivered { notification, why: "no session bus".into() },
        What::Held { reason: Reason::Worsened, why: Hold::AlreadyTold, to: None },
        What::Held { reason: Reason::Opened, why: Hold::QuietHours, to: Some("Sato".into()) },
        What::Acknowledged { note: String::new(), sticky: false, until: None },
        What::Acknowledged { note: "on my way".into(), sticky: false, until: None },
        What::Unacknowledged,
        What::Note { text: "cable pulled".into() },
        What::Closed { cause: "fan".into(), prevention: "spare".into() },
    ]
}

#[test]
fn every_line_of_a_log_has_words_in_both_languages() {
    translated(&lines(), |lang, line| what(lang, line, "TCP 443"));
    for line in lines() {
        assert!(!what(En, &line, "").contains("  "), "because a nameless check still reads well");
    }
}

#[test]
fn a_story_names_each_check_as_it_was_called_then() {
    let mut log: Vec<Entry> = Vec::new();
    for line in lines() {
        let before = log.last().map(|e| (e.seq, e.hash.clone()));
        let before = before.as_ref().map(|(seq, hash)| (*seq, hash.as_str()));
        log.push(Entry::seal(IncidentId(1), before, Stamp(5), Author::System, line));
    }
    let told = story(En, &log);
    assert_eq!(told[0], "opened: TCP 443 is critical – connection refused");
    assert_eq!(told[3], "TCP 443 is well again", "because the entry itself holds only a number");
}

#[test]
fn a_state_says_whether_it_is_in_doubt() {
    let belief =
        Belief { grade: Grade::Ok, since: Stamp(0), uncertainty: Span::ZERO, confirmed: Stamp(0) };
    let soft = State::Soft {
        believed: Some(belief),
        seen: Grade::Critical,
        attempt: NonZeroU8::new(3).expect("three"),
        since: Stamp(0),
        uncertainty: Patience::REACHABILITY.doubt_every,
        last: Stamp(0),
    };
    translated(&[State::Pending, State::Hard { belief }, soft], state);
    assert_eq!(state(En, &soft), "ok, in doubt (critical, attempt 3)");
}

#[test]
fn text_from_the_wire_cannot_break_a_line_or_turn_it_round() {
    assert_eq!(tame("a\r\nb\u{202e}c\u{0}", 80), "a  b c");
    assert_eq!(tame(&"x".repeat(300), 10), "xxxxxxxxxx…");
    let nasty = Cause::Tls { detail: "\u{1b}[31m\nred".repeat(1000) };
    let words = outcome(En, &Outcome::failed(Phase::Tls, nasty));
    assert!(words.chars().count() < 240, "because a peer does not decide how long our lines are");
    assert!(!words.contains(['\n', '\u{1b}']), "because a peer does not control the terminal");
}

#[test]
fn every_way_a_letter_can_fail_has_words_in_both_languages() {
    use crate::sent::Step::{Greeting, Letter, Login, Recipient, Request, Sender};
    use crate::sent::{Sent, Why};
    let said = "550 5.1.1 no such user";
    let failed = |phase, cause| Why::Failed { phase, cause };
    let mut reasons = vec![
        failed(Phase::Connect, Cause::Refused),
        failed(Phase::Tls, Cause::Tls { detail: "self-signed".into() }),
        Why::Unable { obstacle: Obstacle::NoRoute },
        Why::NoEncryption,
        Why::NoLogin,
        Why::NoMailServer,
        Why::NoSecret,
        Why::Unfit { detail: "x".into() },
        Why::NotApproved,
        Why::NotStarted { detail: "x".into() },
        Why::Ended { code: Some(1), said: "x".into() },
        Why::Ended { code: Some(1), said: String::new() },
        Why::Ended { code: None, said: String::new() },
        Why::TookTooLong { limit: Span::seconds(30) },
    ];
    for step in [Greeting, Login, Sender, Recipient, Letter, Request] {
        reasons.push(Why::Said { step, code: 550, said: said.into() });
    }
    translated(&reasons, why);
    translated(&[()], |lang, ()| test_letter(lang).0.into());
    translated(&[()], |lang, ()| test_letter(lang).1.into());
    let why = || Why::NoSecret;
    let all = [
        Sent::Delivered { proof: "250 queued".into() },
        Sent::Refused { why: why() },
        Sent::Deferred { why: why(), after: None },
        Sent::Deferred { why: why(), after: Some(Span::seconds(42)) },
        Sent::Unreached { why: why() },
    ];
    translated(&all, sent);
}
