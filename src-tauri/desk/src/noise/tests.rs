//! The noise ledger against a week reckoned by hand.

use hinomi_model::incident::Resolution;
use hinomi_model::{Author, Grade, IncidentId, NotificationId, Outcome};
use hinomi_store::Batch;

use super::*;

const MINUTE: i64 = 60_000;

fn at(minutes: i64) -> Stamp {
    Stamp(1_700_000_000_000 + minutes * MINUTE)
}

fn opened(check: u32, minutes: i64) -> What {
    What::Opened {
        check: CheckId(check),
        check_name: format!("check {check}"),
        grade: Grade::Critical,
        since: at(minutes),
        uncertainty: Span::ZERO,
        evidence: Outcome::Measured { readings: Vec::new() },
    }
}

fn joined(check: u32, minutes: i64) -> What {
    What::Joined {
        check: CheckId(check),
        check_name: format!("check {check}"),
        grade: Grade::Critical,
        since: at(minutes),
        evidence: Outcome::Measured { readings: Vec::new() },
        place: None,
    }
}

fn queued(reason: Reason) -> What {
    What::Queued { notification: NotificationId(1), reason, to: None, contact: None }
}

fn held(reason: Reason, why: Hold) -> What {
    What::Held { reason, why, to: None }
}

/// An incident with its log, from one minute until another.
fn incident(
    id: u32,
    from: i64,
    until: Option<i64>,
    log: Vec<(i64, What)>,
) -> (Incident, Vec<Entry>) {
    let over = |end| Resolution { at: at(end), ended: at(end), uncertainty: Span::ZERO };
    let incident = Incident {
        resolved: until.map(over),
        ..Incident::opening(IncidentId(id), NodeId(id), format!("node {id}"), at(from))
    };
    let mut entries: Vec<Entry> = Vec::new();
    for (minute, what) in log {
        let before = entries.last().map(|e| (e.seq, e.hash.as_str()));
        entries.push(Entry::seal(incident.id, before, at(minute), Author::System, what));
    }
    (incident, entries)
}

#[tokio::test]
async fn a_weeks_noise_is_what_was_told_and_held_in_it_and_by_whom() {
    let site = Site::in_memory().await.unwrap();
    let all = [
        // Began the week before: only its reminders and its end are of this one.
        incident(
            1,
            -500,
            Some(30),
            vec![
                (-500, opened(10, -500)),
                (-500, queued(Reason::Opened)),
                (10, queued(Reason::Reminder)),
                (20, queued(Reason::Reminder)),
                (30, queued(Reason::Resolved)),
            ],
        ),
        // Short, and nobody took it.
        incident(
            2,
            100,
            Some(103),
            vec![
                (100, opened(20, 100)),
                (100, queued(Reason::Opened)),
                (101, joined(21, 101)),
                (101, held(Reason::Worsened, Hold::AlreadyTold)),
                (103, queued(Reason::Resolved)),
            ],
        ),
        // The same check again, in a window.
        incident(
            3,
            200,
            None,
            vec![(200, opened(20, 200)), (200, held(Reason::Opened, Hold::Maintenance))],
        ),
        // After the week.
        incident(4, 2_000, None, vec![(2_000, opened(20, 2_000)), (2_000, queued(Reason::Opened))]),
    ];
    let (incidents, logs): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let entries = logs.into_iter().flatten().collect();
    site.commit(&Batch { incidents, entries, ..Batch::default() }).await.unwrap();

    let view = noise(&site, Window { from: at(0), until: at(1_000) }).await.unwrap();
    let mut told = [(Reason::Resolved, 2), (Reason::Reminder, 2), (Reason::Opened, 1)];
    told.sort_by_key(|(reason, n)| (Reverse(*n), *reason));
    assert_eq!(view.told, told, "because what was told before and after is not of this week");
    assert_eq!(view.held.len(), 2);
    for why in [Hold::AlreadyTold, Hold::Maintenance] {
        assert!(view.held.contains(&(why, 1)), "{:?}", view.held);
    }
    assert_eq!(view.incidents, 2, "because one began before and one after");
    let loud: Vec<_> = view.loudest.iter().map(|l| (l.check.0, l.times, l.told, l.brief)).collect();
    assert_eq!(
        loud,
        [(10, 0, 3, 0), (20, 2, 2, 1), (21, 1, 0, 0)],
        "because the loudest is the one that was told of most, whenever it began"
    );
    assert_eq!(view.loudest[0].node_name, "node 1");
}

#[tokio::test]
async fn a_period_that_ends_before_it_begins_is_refused() {
    let site = Site::in_memory().await.unwrap();
    let wrong = noise(&site, Window { from: at(10), until: at(0) }).await;
    assert_eq!(wrong.unwrap_err().code, hinomi_wire::Code::BadPeriod);
}
