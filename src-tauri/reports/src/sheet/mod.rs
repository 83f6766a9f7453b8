//! The sheet: every word and figure of a status report, ready to be set.
//!
//! Made once from the values, in the report's language and zone, and then only laid out: by
//! `html` in a browser's terms and by `pdf` in Typst's. It holds plain text, never markup.

mod calendar;
mod sentence;
mod strip;
mod tables;

pub(crate) use calendar::Calendar;
use hinomi_model::settings::Language;
use hinomi_model::{Availability, CheckKind, Grade, NodeKind, Span, words};
use serde::Serialize;
use strip::{Bar, COLUMNS, Shade};

use crate::labels::{Labels, labels};
use crate::status::{Standing, StatusReport};

/// Up to this many nodes the availability table holds them all and the report fits on a page;
/// beyond, it holds the worst ten and all follow at the end.
const ONE_PAGE: usize = 25;
const WORST: usize = 10;

/// A shape with a word, for those who do not see colours. Ordered by how much it wants a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mark {
    Ok,
    Paused,
    Pending,
    Unknown,
    Warning,
    Critical,
}

impl Mark {
    pub(crate) fn of(standing: Standing) -> Mark {
        match standing {
            Standing::Paused => Mark::Paused,
            Standing::Pending => Mark::Pending,
            Standing::Judged { belief, .. } => Mark::from(belief.grade),
        }
    }
}

impl From<Grade> for Mark {
    fn from(grade: Grade) -> Mark {
        match grade {
            Grade::Ok => Mark::Ok,
            Grade::Unknown => Mark::Unknown,
            Grade::Warning => Mark::Warning,
            Grade::Critical => Mark::Critical,
        }
    }
}

/// One figure with its name and what must be read with it.
#[derive(Debug, Serialize)]
pub(crate) struct Fact {
    pub label: &'static str,
    pub value: String,
    pub note: String,
}

/// A cell: a text, and a smaller one under it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Cell {
    pub text: String,
    pub sub: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub mark: Mark,
    /// The mark in words.
    pub word: &'static str,
    /// Over: told without colour, which is for what wants a person.
    pub past: bool,
    pub cells: Vec<Cell>,
    pub strip: Vec<Bar>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub title: &'static str,
    /// What must be known about the whole table.
    pub aside: String,
    /// What is said under it.
    pub foot: String,
    /// The sentence in place of rows.
    pub empty: &'static str,
    pub head: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Legend {
    pub shade: Shade,
    pub word: &'static str,
}

/// The whole document.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    pub lang: &'static str,
    pub title: &'static str,
    pub site: String,
    pub lines: Vec<Fact>,
    pub mark: Mark,
    pub sentence: String,
    pub watched: String,
    pub facts: Vec<Fact>,
    pub wrong: Table,
    pub availability: Table,
    pub incidents: Table,
    pub gaps: Table,
    pub all: Option<Table>,
    pub columns: usize,
    pub legend: Vec<Legend>,
    pub notes_title: &'static str,
    pub notes: Vec<&'static str>,
    pub made_by: &'static str,
}

impl Sheet {
    pub(crate) fn of(report: &StatusReport) -> Sheet {
        let calendar = Calendar::new(report);
        let l = labels(report.language);
        let (mark, sentence) = sentence::sentence(report, &calendar);
        let (availability, all) = tables::availability(report, &calendar);
        let plain = |label, value| Fact { label, value, note: String::new() };
        let period =
            format!("{} – {}", calendar.minute(report.from), calendar.minute(report.until));
        let lines = vec![
            plain(l.period, period),
            plain(l.made, calendar.minute(report.made_at)),
            plain(l.times, calendar.zone(report.until)),
        ];
        Sheet {
            lang: match report.language {
                Language::En => "en",
                Language::Ja => "ja",
            },
            title: l.title,
            site: words::tame(&report.site, 120),
            lines,
            mark,
            sentence,
            watched: watched(report, l),
            facts: facts(report, l),
            wrong: tables::wrong(report, &calendar),
            availability,
            incidents: tables::incidents(report, &calendar),
            gaps: tables::gaps(report, &calendar),
            all,
            columns: COLUMNS,
            legend: vec![
                Legend { shade: Shade::Ok, word: words::grade(report.language, Grade::Ok) },
                Legend {
                    shade: Shade::Warning,
                    word: words::grade(report.language, Grade::Warning),
                },
                Legend { shade: Shade::Critical, word: l.down },
                Legend { shade: Shade::Unobserved, word: l.unobserved_short },
            ],
            notes_title: l.notes_title,
            notes: notes(report, l),
            made_by: l.made_by,
        }
    }
}

/// What must be known to read the figures.
fn notes(report: &StatusReport, l: &'static Labels) -> Vec<&'static str> {
    let planned = report.nodes.iter().any(|n| n.sums.planned > Span::ZERO);
    let outside = report.nodes.iter().any(|n| n.sums.outside > Span::ZERO);
    let unreachable = match report.unreachable_is_down {
        true => l.unreachable_down,
        false => l.unreachable_unobserved,
    };
    let also = [Some(unreachable), planned.then_some(l.planned), outside.then_some(l.outside)];
    l.notes.iter().copied().chain(also.into_iter().flatten()).collect()
}

/// A share as a percentage, rounded down so that 100 % is never claimed of less.
fn percent(share: Option<f64>, no_data: &str) -> String {
    match share {
        None => no_data.into(),
        Some(s) if s >= 1.0 => "100 %".into(),
        Some(s) if s >= 0.999 => format!("{:.3} %", (s * 1e5).floor() / 1e3),
        Some(s) => format!("{:.2} %", (s * 1e4).floor() / 1e2),
    }
}

/// All nodes together.
fn total(report: &StatusReport) -> Availability {
    report.nodes.iter().fold(Availability::default(), |sum, node| Availability {
        up: sum.up + node.sums.up,
        down: sum.down + node.sums.down,
        unobserved: sum.unobserved + node.sums.unobserved,
        planned: sum.planned + node.sums.planned,
        outside: sum.outside + node.sums.outside,
        outages: sum.outages.saturating_add(node.sums.outages),
        longest: sum.longest.max(node.sums.longest),
    })
}

fn facts(report: &StatusReport, l: &'static Labels) -> Vec<Fact> {
    let lang = report.language;
    let marks = || report.nodes.iter().map(|n| Mark::of(n.standing));
    let paused = marks().filter(|m| *m == Mark::Paused).count();
    let troubled = marks().filter(|m| *m > Mark::Pending).count();
    let by_grade: Vec<String> = [Grade::Critical, Grade::Warning, Grade::Unknown]
        .into_iter()
        .map(|g| (g, marks().filter(|m| *m == Mark::from(g)).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(g, n)| format!("{} {n}", words::grade(lang, g)))
        .collect();
    let total = total(report);
    let in_period = tables::in_period(report);
    let open = in_period.iter().filter(|i| i.incident.is_open()).count();
    let longest =
        report.nodes.iter().max_by_key(|n| n.sums.longest).filter(|n| n.sums.longest > Span::ZERO);
    let gaps = tables::gaps_in_period(report);
    let missed: Span = gaps.iter().map(|(from, until, _)| *until - *from).sum();
    let noted = |n: usize, word: &str| if n > 0 { format!("{word} {n}") } else { String::new() };
    vec![
        Fact {
            label: l.watched,
            value: (report.nodes.len() - paused).to_string(),
            note: noted(paused, l.paused),
        },
        Fact { label: l.in_trouble, value: troubled.to_string(), note: by_grade.join(" · ") },
        Fact {
            label: l.availability,
            value: percent(total.share(), l.no_data),
            note: format!("{} {}", l.observed, percent(total.coverage(), l.no_data)),
        },
        Fact {
            label: l.incidents,
            value: in_period.len().to_string(),
            note: noted(open, l.ongoing),
        },
        Fact {
            label: l.longest,
            value: longest.map_or_else(|| "–".into(), |n| words::span(lang, n.sums.longest)),
            note: longest.map(|n| words::tame(&n.name, 24)).unwrap_or_default(),
        },
        Fact {
            label: l.unobserved,
            value: words::span(lang, missed),
            note: noted(gaps.len(), l.gaps_short),
        },
    ]
}

/// What is watched: `server 40 · switch 4 – Ping 60 · TCP 12`.
fn watched(report: &StatusReport, l: &Labels) -> String {
    let lang = report.language;
    let nodes = NodeKind::ALL
        .map(|k| (words::node_kind(lang, k), report.nodes.iter().filter(|n| n.kind == k).count()));
    let checks = CheckKind::ALL.map(|k| {
        let of = |n: &crate::NodeLine| n.checks.iter().filter(|c| **c == k).count();
        (words::check_kind(lang, k), report.nodes.iter().map(of).sum())
    });
    let list = |counted: &[(&str, usize)]| {
        let some = counted.iter().filter(|(_, n)| *n > 0);
        some.map(|(word, n)| format!("{word}\u{a0}{n}")).collect::<Vec<_>>().join(" · ")
    };
    let (nodes, checks) = (list(&nodes), list(&checks));
    match (nodes.is_empty(), checks.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("{}{nodes}", l.watched_lead),
        (false, false) => format!("{}{nodes} – {checks}", l.watched_lead),
    }
}

#[cfg(test)]
mod tests;
