//! The figures of reports and of the window, against a day reckoned by hand (law L9).

#![allow(clippy::unwrap_used, reason = "tests")]

use hinomi_model::check::IcmpSpec;
use hinomi_model::incident::Planned;
use hinomi_model::quiet::{TimeOfDay, Weekday};
use hinomi_model::settings::Language;
use hinomi_model::{Address, Importance, NodeKind, Policies};
use hinomi_model::{
    Availability, Belief, Change, Check, CheckId, CheckSpec, Gap, GapReason, Grade, Incident,
    IncidentId, MaintenanceWindow, Member, Node, NodeId, Schedule, Scope, ServiceHours, Settings,
    Span, Stamp, WindowId,
};
use hinomi_store::{Batch, Edit, Site};

const HOUR: i64 = 3_600_000;

fn at(hours: f64) -> Stamp {
    Stamp(1_700_000_000_000 + (hours * HOUR as f64) as i64)
}

fn hours(n: f64) -> Span {
    Span((n * HOUR as f64) as i64)
}

fn node() -> Node {
    Node {
        id: NodeId(1),
        name: "srv".into(),
        address: Address::parse("192.0.2.1").unwrap(),
        kind: NodeKind::Server,
        importance: Importance::Normal,
        group: None,
        vendor: None,
        mac: None,
        notes: String::new(),
        paused: false,
        added: at(0.0),
        parents: vec![],
        policies: Policies::default(),
        snmp: None,
        described: None,
        also: vec![],
        inferred: false,
    }
}

fn check() -> Check {
    let spec = CheckSpec::Icmp(IcmpSpec::default());
    let (every, patience) = spec.usual();
    let (id, node) = (CheckId(1), NodeId(1));
    Check { id, node, name: String::new(), spec, every, patience, paused: false, own: None }
}

fn became(grade: Grade, hour: f64) -> (CheckId, Change) {
    let since = at(hour);
    let now = Belief { grade, since, uncertainty: Span::ZERO, confirmed: since };
    (CheckId(1), Change { before: None, now, at: since })
}

/// Up; down 2–3 within a window 1–4; down 6–8, called planned afterwards; a gap 10–12;
/// unreachable 14–17; down 20–21.
async fn site() -> Site {
    let site = Site::in_memory().await.unwrap();
    let window = MaintenanceWindow {
        id: WindowId(1),
        name: "firmware".into(),
        scope: Scope::Nodes(vec![NodeId(1)]),
        schedule: Schedule::Once { from: at(1.0), until: at(4.0) },
        by: "Sato".into(),
        made: at(0.0),
        begun: None,
    };
    let by = "Sato".to_owned();
    let planned = Planned { by, at: at(9.0), planned: true, reason: "power test".into() };
    let member = Member { check: CheckId(1), grade: Grade::Ok, since: at(8.0), place: None };
    let incident = Incident {
        members: vec![member],
        planned: Some(planned),
        resolved: Some(hinomi_model::incident::Resolution {
            at: at(8.0),
            ended: at(8.0),
            uncertainty: Span::ZERO,
        }),
        ..Incident::opening(IncidentId(1), NodeId(1), "srv".into(), at(6.0))
    };
    let (ok, down) = (Grade::Ok, Grade::Critical);
    let turns = [(ok, 0.0), (down, 2.0), (ok, 3.0), (down, 6.0), (ok, 8.0)];
    let later = [(down, 14.0), (ok, 17.0), (down, 20.0), (ok, 21.0)];
    let changes = turns.into_iter().chain(later).map(|(grade, hour)| became(grade, hour));
    let changes: Vec<_> = changes.collect();
    let (before, after) = changes.split_at(6);
    let first = Batch {
        edits: vec![Edit::PutNode(node()), Edit::PutCheck(check()), Edit::PutWindow(window)],
        changes: before.to_vec(),
        cut_off: vec![(CheckId(1), at(14.0), at(14.1))],
        incidents: vec![incident],
        gaps: vec![Gap { from: at(10.0), until: Some(at(12.0)), reason: GapReason::Asleep }],
        ..Batch::default()
    };
    site.commit(&first).await.unwrap();
    let rest = Batch { changes: after.to_vec(), heartbeat: Some(at(24.0)), ..Batch::default() };
    site.commit(&rest).await.unwrap();
    site
}

async fn figures(unreachable_is_down: bool) -> Availability {
    figures_of(&site().await, unreachable_is_down).await
}

async fn figures_of(site: &Site, unreachable_is_down: bool) -> Availability {
    let now = at(24.0);
    let lang = Language::En;
    let report =
        hinomi_desk::status_report(site, at(0.0), now, lang, unreachable_is_down, now).await;
    report.expect("a report").nodes[0].sums
}

#[tokio::test]
async fn a_days_figures_are_those_reckoned_by_hand() {
    // W = 24, M = 3 + 2, U = 2 + 3, D = 1, P = 24 - 5 - 5 - 1.
    let sums = figures(false).await;
    let want = Availability {
        up: hours(13.0),
        down: hours(1.0),
        unobserved: hours(5.0),
        planned: hours(5.0),
        outside: Span::ZERO,
        outages: 1,
        longest: hours(1.0),
    };
    assert_eq!(sums, want);
    assert_eq!(sums.share(), Some(13.0 / 14.0));
    assert_eq!(sums.coverage(), Some(14.0 / 19.0));
}

#[tokio::test]
async fn a_reader_may_count_unreachable_as_down() {
    let sums = figures(true).await;
    assert_eq!((sums.down, sums.unobserved), (hours(4.0), hours(2.0)));
    assert_eq!((sums.outages, sums.longest), (2, hours(3.0)));
    assert_eq!(sums.share(), Some(13.0 / 17.0));
}

#[tokio::test]
async fn what_goes_on_outside_of_the_service_hours_is_left_out() {
    let site = site().await;
    let time = |text| TimeOfDay::parse(text).unwrap();
    let (from, until) = (time("00:00"), time("12:00"));
    let mornings = ServiceHours { days: Weekday::ALL.to_vec(), from, until };
    let settings = Settings {
        zone: Some("UTC".into()),
        service: vec![mornings],
        ..site.settings().await.unwrap()
    };
    let edits = vec![Edit::PutSettings(settings)];
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    // The day began at 22:13:20, so the morning is from 1.78 to 13.78: M = 2.22 + 2, U = 2, D = 0.
    let night = Span::seconds(6_400);
    let sums = figures_of(&site, true).await;
    assert_eq!(sums.outside, hours(12.0));
    assert_eq!(sums.planned, Span(hours(6.0).0 - night.0));
    assert_eq!((sums.down, sums.unobserved), (Span::ZERO, hours(2.0)));
    assert_eq!(sums.up, hours(4.0) + night);
}
