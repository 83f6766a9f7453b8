//! The past: the day before the start, told to the engine's core sample by sample, so that its
//! incidents, states and history are those the laws make of it.

use hinomi_engine::core::Core;
use hinomi_engine::{Line, Wish};
use hinomi_model::settings::Language;
use hinomi_model::{
    Cause, CheckId, Delivery, GapReason, IncidentId, Metric, Outcome, Phase, Reading, Sample, Span,
    Stamp, What,
};
use hinomi_store::{Batch, Site};
use jiff::tz::TimeZone;

use crate::building::Cast;
use crate::host::Service;
use crate::temper::chance;
use crate::{DemoError, Options};

/// How much past there is.
pub const LENGTH: Span = Span::minutes(24 * 60);
/// Samples stand this close together in the last hours, and before.
const FINE: (Span, Span) = (Span::minutes(3 * 60), Span::minutes(1));
const COARSE: Span = Span::minutes(5);

/// By then the cause of a trouble is known, if nothing else is in doubt.
const SETTLED: Span = Span::seconds(2);

/// One trouble of the past.
struct Trouble {
    who: &'static str,
    /// How long before the start it began, in minutes, and how long it lasted, in seconds.
    minutes_ago: i64,
    seconds: i64,
    seen: fn(Stamp) -> Outcome,
    /// What people wrote, so many seconds after the beginning: who, in English, in Japanese.
    said: &'static [(i64, &'static str, Saying)],
}

enum Saying {
    Acknowledge(&'static str, &'static str),
    Note(&'static str, &'static str),
    Close { cause: (&'static str, &'static str), prevention: (&'static str, &'static str) },
}

const TROUBLES: [Trouble; 3] = [
    Trouble {
        who: "ap-2f-a",
        minutes_ago: 340,
        seconds: 862,
        seen: |_| Outcome::failed(Phase::Connect, Cause::Refused),
        said: &[
            (
                150,
                "佐藤",
                Saying::Acknowledge("I am on the second floor anyway", "2階にいるので確認します"),
            ),
            (
                420,
                "佐藤",
                Saying::Note(
                    "The lamp is off. Port 14 of access-sw-2f gives no power; moved to port 16.",
                    "ランプ消灯。access-sw-2fのポート14が給電停止、16へ差し替え",
                ),
            ),
            (
                1_500,
                "佐藤",
                Saying::Close {
                    cause: (
                        "Port 14 of access-sw-2f stopped giving power",
                        "access-sw-2fポート14の給電停止",
                    ),
                    prevention: (
                        "Port 14 labelled as broken; switch on the list for replacement",
                        "ポート14を使用禁止表示、スイッチを更改リストに追加",
                    ),
                },
            ),
        ],
    },
    Trouble {
        who: "app-1",
        minutes_ago: 115,
        seconds: 308,
        seen: |_| Outcome::failed(Phase::FirstByte, Cause::Status { status: 503 }),
        said: &[(95, "Tanaka", Saying::Acknowledge("restarting it", "再起動します"))],
    },
    Trouble {
        who: "printer-1f",
        minutes_ago: 48,
        seconds: 190,
        seen: |_| Outcome::failed(Phase::Connect, Cause::TimedOut),
        said: &[],
    },
];

/// What is told at one moment.
enum Tale {
    Sample(CheckId, Outcome),
    Said(&'static str, &'static str, &'static Saying),
    Slept(Stamp, Stamp),
}

/// Tells the core its past until `now`, and keeps it in the site.
pub async fn tell(
    site: &Site,
    core: &mut Core,
    cast: &Cast,
    options: &Options,
    now: Stamp,
) -> Result<(), DemoError> {
    let born = now - LENGTH;
    let asleep = asleep(born, now);
    let mut tales: Vec<(Stamp, Tale)> = vec![(asleep.1, Tale::Slept(asleep.0, asleep.1))];
    let steps = steps(now, options.nodes);
    for (id, service, name) in &cast.checks {
        let trouble = trouble_of(name, service, now, asleep);
        let phase = Span((chance(u64::from(id.0)) * 55_000.0) as i64);
        let moments = steps.iter().map(|at| *at + phase).filter(|at| *at < now);
        let close = trouble.iter().flat_map(|(t, from)| moments_of(t, *from));
        for at in moments.chain(close).filter(|at| *at < asleep.0 || *at > asleep.1) {
            let outcome = match trouble.iter().find(|(t, from)| during(t, *from, at)) {
                Some((trouble, _)) => (trouble.seen)(at),
                None => well(service, at),
            };
            tales.push((at, Tale::Sample(*id, outcome)));
        }
    }
    for (trouble, from) in TROUBLES.iter().map(|t| (t, began(t, now, asleep))) {
        let there = cast.nodes.contains_key(trouble.who);
        for (after, by, saying) in trouble.said.iter().filter(|_| there) {
            tales.push((from + Span::seconds(*after), Tale::Said(trouble.who, by, saying)));
        }
    }
    tales.sort_by_key(|(at, _)| *at);
    let mut last = born;
    for (at, tale) in tales {
        pass(site, core, last, at).await?;
        last = at;
        hear(site, core, cast, options.language, at, tale).await?;
    }
    keep(site, core, now).await
}

/// Time passes between two tales: what waited for it is decided and told.
async fn pass(site: &Site, core: &mut Core, from: Stamp, until: Stamp) -> Result<(), DemoError> {
    for at in [from + SETTLED, until].into_iter().filter(|at| *at <= until) {
        let open = core.world().open.len();
        core.tick(at);
        if core.world().open.len() != open {
            keep(site, core, at).await?;
        }
    }
    Ok(())
}

async fn hear(
    site: &Site,
    core: &mut Core,
    cast: &Cast,
    language: Language,
    at: Stamp,
    tale: Tale,
) -> Result<(), DemoError> {
    match tale {
        Tale::Sample(check, outcome) => {
            let telling = !matches!(outcome, Outcome::Measured { .. });
            let open = core.world().open.len();
            core.sample(Sample { check, at, took: took(&outcome), outcome });
            // Notifications of the past were delivered in the past.
            if telling || core.world().open.len() != open {
                keep(site, core, at).await?;
            }
        }
        Tale::Slept(from, until) => core.gap(from, until, GapReason::Asleep),
        Tale::Said(who, by, saying) => {
            let Some(incident) = latest(core, cast, who) else { return Ok(()) };
            let pick = |words: &(&str, &str)| match language {
                Language::En => words.0.to_owned(),
                Language::Ja => words.1.to_owned(),
            };
            let line = match saying {
                Saying::Acknowledge(en, ja) => {
                    Line::Acknowledge { note: pick(&(en, ja)), sticky: false, until: None }
                }
                Saying::Note(en, ja) => Line::Note(pick(&(en, ja))),
                Saying::Close { cause, prevention } => {
                    Line::Close { cause: pick(cause), prevention: pick(prevention) }
                }
            };
            core.wish(Wish::Log { incident, by: by.into(), line }, at)?;
        }
    }
    Ok(())
}

fn latest(core: &Core, cast: &Cast, who: &str) -> Option<IncidentId> {
    let node = cast.nodes.get(who)?;
    core.world().incidents.values().rfind(|o| o.incident.node == *node).map(|o| o.incident.id)
}

/// Stores what came out of the core; what it wanted to notify was delivered a second later.
async fn keep(site: &Site, core: &mut Core, at: Stamp) -> Result<(), DemoError> {
    let batch = core.take().batch;
    for notification in &batch.notifications {
        if matches!(notification.delivery, Delivery::Waiting { .. }) {
            let (mut notification, at) = (notification.clone(), at + Span::seconds(1));
            notification.delivery = Delivery::Delivered { at };
            let proof = format!("demo #{}", notification.id);
            let line = What::Delivered { notification: notification.id, proof };
            core.delivered(notification, Some(line), at);
        }
    }
    site.commit(&batch).await?;
    let after: Batch = core.take().batch;
    Ok(site.commit(&after).await?)
}

/// The moments of the rhythm, oldest first; a large site has fewer.
fn steps(now: Stamp, nodes: usize) -> Vec<Stamp> {
    let slower = if nodes > 100 { 3 } else { 1 };
    let mut steps = Vec::new();
    let mut at = now - LENGTH;
    while at < now {
        steps.push(at);
        let every = if now - at > FINE.0 { COARSE } else { FINE.1 };
        at = at + Span(every.0 * slower);
    }
    steps
}

/// The night, in this PC's time: from ten past two to twenty to eight.
fn asleep(born: Stamp, now: Stamp) -> (Stamp, Stamp) {
    let zoned =
        |at: Stamp| jiff::Timestamp::from_millisecond(at.0).map(|t| t.to_zoned(TimeZone::system()));
    let woke = |day: i64| {
        let date = zoned(now - Span::minutes(day * 24 * 60)).ok()?.date();
        let woke = date.at(7, 40, 0, 0).to_zoned(TimeZone::system()).ok()?;
        Some(Stamp(woke.timestamp().as_millisecond()))
    };
    let recent = now - Span::minutes(60);
    let until = (0..3).filter_map(woke).find(|at| *at < recent).unwrap_or(now - Span::minutes(600));
    let fell = until - Span::minutes(330);
    (fell.or_later(born + Span::minutes(5)).min(until), until)
}

/// When a trouble began: as planned, or half an hour before or after the night.
fn began(trouble: &Trouble, now: Stamp, asleep: (Stamp, Stamp)) -> Stamp {
    let from = now - Span::minutes(trouble.minutes_ago);
    let margin = Span::minutes(45);
    if from + margin < asleep.0 || from > asleep.1 + Span::minutes(5) {
        return from;
    }
    match asleep.1 + margin < now - Span::minutes(30) {
        true => asleep.1 + Span::minutes(10),
        false => asleep.0 - Span::minutes(60),
    }
}

fn trouble_of(
    name: &str,
    service: &Service,
    now: Stamp,
    asleep: (Stamp, Stamp),
) -> Vec<(&'static Trouble, Stamp)> {
    let mine = TROUBLES.iter().filter(|t| t.who == name && !matches!(service, Service::Ping(_)));
    // A web server that says 503 still takes connections.
    let mine = mine.filter(|t| {
        let status = matches!((t.seen)(now), Outcome::Failed { phase: Phase::FirstByte, .. });
        !status || matches!(service, Service::Web(..))
    });
    mine.map(|t| (t, began(t, now, asleep))).collect()
}

fn during(trouble: &Trouble, from: Stamp, at: Stamp) -> bool {
    at >= from && at < from + Span::seconds(trouble.seconds)
}

/// Around a beginning and an end it was looked at closely.
fn moments_of(trouble: &Trouble, from: Stamp) -> Vec<Stamp> {
    let end = from + Span::seconds(trouble.seconds);
    let around = |edge: Stamp| (-2..6).map(move |n: i64| edge + Span(n * 3_000 + 700));
    around(from).chain(around(end)).collect()
}

fn well(service: &Service, at: Stamp) -> Outcome {
    let reading = |metric, value: f64| Reading { metric, value: (value * 1e3).round() / 1e3 };
    let readings = match service {
        Service::Ping(temper) => vec![reading(Metric::Rtt, temper.packet(at))],
        Service::Port(_, temper) => vec![reading(Metric::Connect, temper.packet(at))],
        Service::Web(_, temper) => {
            let (connect, long) = (temper.packet(at), temper.at(at));
            vec![
                reading(Metric::Total, long + connect + 1.2),
                reading(Metric::Connect, connect),
                reading(Metric::FirstByte, long + 0.9),
                reading(Metric::Bytes, 60.0),
                reading(Metric::Status, 200.0),
            ]
        }
    };
    Outcome::Measured { readings }
}

fn took(outcome: &Outcome) -> Span {
    let total = outcome.value(Metric::Total).or(outcome.value(Metric::Connect));
    match outcome {
        Outcome::Failed { cause: Cause::TimedOut, .. } => Span::seconds(2),
        _ => Span(total.unwrap_or(0.0) as i64),
    }
}
