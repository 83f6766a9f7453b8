//! Events as lines for a person. What is well is silent: a state is told only when a doubt begins.

use std::collections::HashMap;

use hinomi_engine::Event;
use hinomi_model::settings::Language;
use hinomi_model::trap::TrapEntry;
use hinomi_model::{CheckId, GapReason, Grade, Incident, Stamp, State, What, words};
use jiff::tz::TimeZone;

use crate::paper::Paper;
use crate::when;

/// Makes lines; remembers what checks are called.
#[derive(Debug)]
pub struct Lines {
    checks: HashMap<CheckId, String>,
    zone: TimeZone,
}

impl Lines {
    /// Lines with the times of this zone.
    pub fn in_zone(zone: TimeZone) -> Lines {
        Lines { checks: HashMap::new(), zone }
    }

    /// The line of an event, if it is worth one.
    pub fn of(&mut self, paper: &Paper, event: &Event) -> Option<String> {
        let lang = paper.language;
        let (at, words) = match event {
            Event::State { at, node_name, check, check_name, state, sample, .. } => {
                self.checks.insert(*check, check_name.clone());
                (*at, doubt(paper, node_name, check_name, state, &words::outcome(lang, sample))?)
            }
            // The notification's own line says it better.
            Event::Incident { what: What::Queued { .. }, .. } => return None,
            Event::Incident { at, incident, node_name, author, what, .. } => {
                let check = what.check().and_then(|c| self.checks.get(&c));
                let mut line = words::what(lang, what, check.map_or("", String::as_str));
                if author != "Hinomi" {
                    line = format!("{}: {line}", words::tame(author, 80));
                }
                let node = words::tame(node_name, 120);
                (*at, format!("#{incident} {node} – {}", coloured(paper, what, &line)))
            }
            Event::Resolved { at, incident, duration, uncertainty, .. } => {
                let lasted = words::duration(lang, *duration, *uncertainty);
                let line = match lang {
                    Language::En => format!("#{incident} lasted {lasted}"),
                    Language::Ja => format!("#{incident} 継続時間 {lasted}"),
                };
                (*at, line)
            }
            Event::Notification { at, incident, title, .. } => {
                let title = words::tame(title, 200);
                let of = incident.map(|id| format!("#{id} ")).unwrap_or_default();
                let line = match lang {
                    Language::En => format!("{of}telling you: {title}"),
                    Language::Ja => format!("{of}通知：{title}"),
                };
                (*at, line)
            }
            Event::Trap { at, node_name, trap } => (*at, heard(paper, node_name.as_deref(), trap)),
            // The last thing there is to say when watching ends, and the summary says it.
            Event::Gap { gap } if gap.until.is_none() && gap.reason == GapReason::NotRunning => {
                return None;
            }
            Event::Gap { gap } => {
                let why = words::gap_reason(lang, gap.reason);
                let (at, line) = match (gap.until, lang) {
                    (Some(until), Language::En) => (
                        until,
                        format!("not observed for {}: {why}", words::span(lang, until - gap.from)),
                    ),
                    (Some(until), Language::Ja) => {
                        (until, format!("未観測 {}：{why}", words::span(lang, until - gap.from)))
                    }
                    (None, Language::En) => (gap.from, format!("not observed from here on: {why}")),
                    (None, Language::Ja) => (gap.from, format!("以降は未観測：{why}")),
                };
                (at, paper.dim(&line))
            }
        };
        Some(self.stamped(paper, at, &words))
    }

    /// An incident that was open when watching began.
    pub fn already_open(&self, paper: &Paper, incident: &Incident) -> String {
        let grade = incident.grade();
        let word = paper.graded(grade, words::grade(paper.language, grade));
        let node = words::tame(&incident.node_name, 120);
        let since = paper.pick("still open", "継続中");
        let line = format!("#{} {node} – {word}, {since}", incident.id);
        self.stamped(paper, incident.started, &line)
    }

    fn stamped(&self, paper: &Paper, at: Stamp, words: &str) -> String {
        format!("{}  {words}", paper.dim(&when::local(&self.zone, at, "%H:%M:%S")))
    }
}

/// The first sample of a doubt about something that was well.
fn doubt(paper: &Paper, node: &str, check: &str, state: &State, seen: &str) -> Option<String> {
    let State::Soft { believed, seen: grade, attempt, .. } = state else { return None };
    let was_well = believed.is_none_or(|b| b.grade == Grade::Ok);
    if attempt.get() != 1 || !was_well || !grade.is_trouble() {
        return None;
    }
    let (node, check) = (words::tame(node, 120), words::tame(check, 120));
    let line = match paper.language {
        Language::En => format!("{node}: {check} in doubt – {seen}"),
        Language::Ja => format!("{node}：{check} 再確認中 – {seen}"),
    };
    Some(paper.dim(&line))
}

/// A trap, or the end of the trouble one raised.
fn heard(paper: &Paper, node: Option<&str>, trap: &TrapEntry) -> String {
    let from = node.map_or_else(|| trap.from.to_string(), |name| words::tame(name, 120));
    let said = words::tame(paper.pick(&trap.said.en, &trap.said.ja), 200);
    let over = trap.verdict.grade().is_some() && !trap.stands && trap.until.is_some();
    let count = if trap.count > 1 { format!(" ×{}", trap.count) } else { String::new() };
    let line = match (paper.language, over) {
        (Language::En, false) => format!("{from}: trap, {said}{count}"),
        (Language::En, true) => format!("{from}: over, {said}"),
        (Language::Ja, false) => format!("{from}：トラップ {said}{count}"),
        (Language::Ja, true) => format!("{from}：解消 {said}"),
    };
    match trap.verdict.grade().filter(|_| !over) {
        Some(grade) => paper.graded(grade, &line),
        None => paper.dim(&line),
    }
}

fn coloured(paper: &Paper, what: &What, line: &str) -> String {
    match what {
        What::Opened { grade, .. } | What::Joined { grade, .. } | What::Regraded { grade, .. } => {
            paper.graded(*grade, line)
        }
        _ => line.to_owned(),
    }
}
