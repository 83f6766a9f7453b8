//! A site that had a bad morning, for tests and for looking at.

use hinomi_model::belief::Belief;
use hinomi_model::incident::{Acknowledgement, Closing, Member, Resolution};
use hinomi_model::settings::Language;
use hinomi_model::{
    Availability, CheckId, CheckKind, Gap, GapReason, Grade, Incident, IncidentId, NodeId,
    NodeKind, Span, Stamp, Stretch,
};
use jiff::tz::TimeZone;

use crate::{IncidentLine, NodeLine, Standing, StatusReport};

/// 2026-11-20 09:00 in Tokyo.
pub(crate) const FROM: Stamp = Stamp(1_795_132_800_000);
const DAY: i64 = 86_400_000;

fn at(hours: f64) -> Stamp {
    FROM + Span((hours * 3_600_000.0) as i64)
}

/// A day of `n` nodes; every 20th in trouble.
pub(crate) fn report(language: Language, n: usize) -> StatusReport {
    let until = Stamp(FROM.0 + DAY);
    let ja = language == Language::Ja;
    let mut incidents = Vec::new();
    let nodes = (0..n).map(|i| node(i, ja, until)).collect();
    if n > 0 {
        incidents.push(incident(12, "core-sw-1", 23.2, None, language));
        incidents.push(incident(
            11,
            if ja { "受付プリンター" } else { "reception printer" },
            14.5,
            Some(0.061),
            language,
        ));
        incidents.push(incident(10, "web-1", 3.1, Some(0.5), language));
    }
    StatusReport {
        site: if ja {
            "株式会社みなと 大阪オフィス".into()
        } else {
            "Minato Trading, Osaka office".into()
        },
        from: FROM,
        until,
        made_at: until,
        zone: TimeZone::get("Asia/Tokyo").expect("every tz database has Tokyo"),
        language,
        unreachable_is_down: false,
        nodes,
        incidents,
        gaps: vec![
            Gap { from: at(17.0), until: Some(at(22.5)), reason: GapReason::Asleep },
            Gap { from: at(6.0), until: Some(at(6.05)), reason: GapReason::NotRunning },
        ],
    }
}

fn node(i: usize, ja: bool, until: Stamp) -> NodeLine {
    use NodeKind::*;
    let kinds = [
        Switch,
        Server,
        Server,
        AccessPoint,
        Printer,
        Workstation,
        Camera,
        Router,
        Storage,
        Firewall,
    ];
    let kind = kinds[i % kinds.len()];
    let name = match (i, ja) {
        (0, _) => "core-sw-1".to_owned(),
        (4, true) => "受付プリンター".to_owned(),
        (4, false) => "reception printer".to_owned(),
        _ => format!(
            "{}-{i}",
            ["sw", "srv", "web", "ap", "prn", "pc", "cam", "rt", "nas", "fw"][i % 10]
        ),
    };
    let bad = i.is_multiple_of(20);
    let slow = i % 20 == 7;
    let mut stretches = vec![
        stretch(0.0, 6.0, Some(Grade::Ok)),
        stretch(6.0, 6.05, None),
        stretch(6.05, 14.5, Some(Grade::Ok)),
        stretch(14.5, 14.6, Some(if i == 4 { Grade::Critical } else { Grade::Ok })),
        stretch(14.6, 17.0, Some(if slow { Grade::Warning } else { Grade::Ok })),
        stretch(17.0, 22.5, None),
        stretch(22.5, 23.2, Some(Grade::Ok)),
        stretch(23.2, 24.0, Some(if bad { Grade::Critical } else { Grade::Ok })),
    ];
    if i % 20 == 13 {
        stretches.clear();
    }
    let grade = match (bad, slow) {
        (true, _) => Grade::Critical,
        (_, true) => Grade::Warning,
        _ => Grade::Ok,
    };
    let since = at(if bad { 23.2 } else { 14.6 });
    let belief = Belief { grade, since, uncertainty: Span::seconds(20), confirmed: until };
    let standing = if stretches.is_empty() {
        Standing::Pending
    } else {
        Standing::Judged { belief, down: bad }
    };
    NodeLine {
        name,
        address: format!("192.168.{}.{}", i / 250, i % 250 + 1),
        kind,
        group: None,
        standing,
        checks: vec![CheckKind::Icmp, CheckKind::Quality],
        sums: Availability::over(FROM, until, &stretches),
        stretches,
    }
}

fn stretch(from: f64, until: f64, grade: Option<Grade>) -> Stretch {
    Stretch { from: at(from), until: at(until), grade }
}

fn incident(
    id: u32,
    name: &str,
    began: f64,
    long: Option<f64>,
    language: Language,
) -> IncidentLine {
    let ja = language == Language::Ja;
    let started = at(began);
    let grade = if long.is_some() { Grade::Ok } else { Grade::Critical };
    let by = if ja { "佐藤" } else { "Sato" };
    let resolved = long.map(|hours| Resolution {
        at: at(began + hours) + Span::seconds(10),
        ended: at(began + hours),
        uncertainty: Span::seconds(20),
    });
    let closed = resolved.filter(|_| id == 10).map(|r| Closing {
        by: by.into(),
        at: r.at,
        cause: if ja {
            "証明書の期限切れ".into()
        } else {
            "The certificate had expired".into()
        },
        prevention: if ja {
            "期限の30日前に通知".into()
        } else {
            "Told 30 days before".into()
        },
    });
    IncidentLine {
        incident: Incident {
            members: vec![Member { check: CheckId(1), grade, since: started, place: None }],
            started,
            uncertainty: Span::seconds(10),
            opened: started + Span::seconds(3),
            worst: Grade::Critical,
            acknowledged: (id != 11).then(|| Acknowledgement {
                by: by.into(),
                at: started + Span::seconds(95),
                note: String::new(),
                sticky: false,
                until: None,
            }),
            resolved,
            closed,
            ..Incident::opening(IncidentId(id), NodeId(1), name.into(), started)
        },
        trouble: if ja {
            "Ping – 応答なし（タイムアウト）".into()
        } else {
            "Ping – no answer in time".into()
        },
    }
}
