//! The tables of the sheet.

use std::cmp::Ordering;

use hinomi_model::settings::Language;
use hinomi_model::{Gap, Span, Stamp, words};

use super::{Calendar, Cell, Mark, ONE_PAGE, Row, Table, WORST, percent, strip, total};
use crate::labels::{Labels, labels};
use crate::status::{IncidentLine, NodeLine, Standing, StatusReport};

/// Rows of incidents or gaps shown at most; of more, the newest.
const MOST: usize = 200;

fn cell(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), sub: String::new() }
}

fn with_bar(language: Language, moment: String, uncertainty: Span) -> Cell {
    let sub = match uncertainty.millis() {
        ..=0 => String::new(),
        _ => format!("± {}", words::span(language, uncertainty)),
    };
    Cell { text: moment, sub }
}

/// What is wrong now: the incidents still going on, the worst and oldest first.
pub(super) fn wrong(report: &StatusReport, calendar: &Calendar) -> Table {
    let l = labels(report.language);
    let mut open: Vec<&IncidentLine> =
        report.incidents.iter().filter(|i| i.incident.is_open()).collect();
    open.sort_by_key(|i| (std::cmp::Reverse(i.incident.grade()), i.incident.started));
    let row = |line: &&IncidentLine| {
        let incident = &line.incident;
        let (long, bar) = incident.duration(report.made_at);
        Row {
            mark: Mark::from(incident.grade()),
            word: words::grade(report.language, incident.grade()),
            past: false,
            cells: vec![
                named(line),
                with_bar(report.language, calendar.second(incident.started), incident.uncertainty),
                with_bar(report.language, words::span(report.language, long), bar),
                who(line, calendar, l),
            ],
            strip: Vec::new(),
        }
    };
    Table {
        title: l.wrong_title,
        aside: of_more(report.language, open.len()),
        foot: String::new(),
        empty: l.wrong_none,
        head: [l.trouble, l.since, l.lasted, l.who].map(String::from).into(),
        rows: open.iter().take(MOST).map(row).collect(),
    }
}

fn named(line: &IncidentLine) -> Cell {
    Cell { text: words::tame(&line.incident.node_name, 120), sub: words::tame(&line.trouble, 200) }
}

fn who(line: &IncidentLine, calendar: &Calendar, l: &Labels) -> Cell {
    match &line.incident.acknowledged {
        Some(ack) => Cell { text: words::tame(&ack.by, 80), sub: calendar.second(ack.at) },
        None if line.incident.is_open() => cell(l.nobody),
        None => cell("–"),
    }
}

fn of_more(language: Language, all: usize) -> String {
    match language {
        _ if all <= MOST => String::new(),
        Language::En => format!("{MOST} of {all}"),
        Language::Ja => format!("{all}件中{MOST}件"),
    }
}

/// The incidents that touch the period, the oldest first.
pub(super) fn in_period(report: &StatusReport) -> Vec<&IncidentLine> {
    let touches = |line: &&IncidentLine| {
        let incident = &line.incident;
        incident.started < report.until && incident.resolved.is_none_or(|r| r.ended >= report.from)
    };
    let mut all: Vec<&IncidentLine> = report.incidents.iter().filter(touches).collect();
    all.sort_by_key(|i| (i.incident.started, i.incident.id));
    all
}

/// The incidents of the period.
pub(super) fn incidents(report: &StatusReport, calendar: &Calendar) -> Table {
    let l = labels(report.language);
    let all = in_period(report);
    let row = |line: &&IncidentLine| {
        let incident = &line.incident;
        let (long, bar) = incident.duration(report.made_at);
        Row {
            mark: Mark::from(incident.worst),
            word: words::grade(report.language, incident.worst),
            past: !incident.is_open(),
            cells: vec![
                cell(incident.id.to_string()),
                named(line),
                with_bar(report.language, calendar.second(incident.started), incident.uncertainty),
                with_bar(report.language, words::span(report.language, long), bar),
                who(line, calendar, l),
                outcome(report.language, line, calendar, l),
            ],
            strip: Vec::new(),
        }
    };
    Table {
        title: l.incidents_title,
        aside: of_more(report.language, all.len()),
        foot: String::new(),
        empty: l.incidents_none,
        head: [l.number, l.trouble, l.began, l.lasted, l.who, l.state].map(String::from).into(),
        rows: all.iter().skip(all.len().saturating_sub(MOST)).map(row).collect(),
    }
}

fn outcome(language: Language, line: &IncidentLine, calendar: &Calendar, l: &Labels) -> Cell {
    let text = match line.incident.resolved {
        None => l.ongoing.to_owned(),
        Some(r) => format!("{} {}", l.resolved, calendar.second(r.ended)),
    };
    let colon = if language == Language::Ja { "：" } else { ": " };
    let part = |label: &str, words: &str| {
        let words = words::tame(words, 300);
        (!words.is_empty()).then(|| format!("{label}{colon}{words}"))
    };
    let sub = line.incident.closed.as_ref().map(|closed| {
        let parts = [part(l.cause, &closed.cause), part(l.prevention, &closed.prevention)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
    });
    Cell { text, sub: sub.unwrap_or_default() }
}

/// The gaps that touch the period, clipped to it, the oldest first.
pub(super) fn gaps_in_period(report: &StatusReport) -> Vec<(Stamp, Stamp, &Gap)> {
    let end = |gap: &Gap| gap.until.unwrap_or(report.made_at).min(report.until);
    let mut all: Vec<(Stamp, Stamp, &Gap)> = report
        .gaps
        .iter()
        .map(|gap| (gap.from.max(report.from), end(gap), gap))
        .filter(|(from, until, _)| from < until)
        .collect();
    all.sort_by_key(|(from, until, _)| (*from, *until));
    all
}

/// The gaps of the period.
pub(super) fn gaps(report: &StatusReport, calendar: &Calendar) -> Table {
    let l = labels(report.language);
    let all = gaps_in_period(report);
    let row = |(_, _, gap): &(Stamp, Stamp, &Gap)| Row {
        mark: Mark::Pending,
        word: l.unobserved_short,
        past: true,
        cells: vec![
            cell(calendar.second(gap.from)),
            cell(gap.until.map_or_else(|| l.ongoing.to_owned(), |at| calendar.second(at))),
            cell(words::span(report.language, gap.until.unwrap_or(report.made_at) - gap.from)),
            cell(words::gap_reason(report.language, gap.reason)),
        ],
        strip: Vec::new(),
    };
    Table {
        title: l.gaps_title,
        aside: of_more(report.language, all.len()),
        foot: String::new(),
        empty: l.gaps_none,
        head: [l.began, l.ended, l.length, l.reason].map(String::from).into(),
        rows: all.iter().skip(all.len().saturating_sub(MOST)).map(row).collect(),
    }
}

/// Availability by node, worst first; and all nodes if they would not fit on a page.
pub(super) fn availability(report: &StatusReport, calendar: &Calendar) -> (Table, Option<Table>) {
    let l = labels(report.language);
    let mut nodes: Vec<&NodeLine> = report.nodes.iter().collect();
    nodes.sort_by(|a, b| worse(a, b));
    let table = |title, shown: &[&NodeLine], aside| Table {
        title,
        aside,
        foot: together(report, l),
        empty: l.availability_none,
        head: vec![
            l.node.into(),
            l.address.into(),
            format!("{} – {}", calendar.short(report.from), calendar.short(report.until)),
            l.availability.into(),
            l.coverage.into(),
            l.downtime.into(),
            l.outages.into(),
        ],
        rows: shown.iter().map(|node| line(report, l, node)).collect(),
    };
    if nodes.len() <= ONE_PAGE {
        return (table(l.availability_title, &nodes, l.worst_first.into()), None);
    }
    let all = nodes.len();
    let aside = match report.language {
        Language::En => format!("the {WORST} worst; all {all} follow at the end"),
        Language::Ja => format!("稼働率の低い{WORST}ノード（全{all}ノードは末尾に掲載）"),
    };
    let whole = table(l.all_title, &nodes, l.worst_first.into());
    (table(l.availability_title, &nodes[..WORST], aside), Some(whole))
}

fn together(report: &StatusReport, l: &Labels) -> String {
    let sum = total(report);
    let (share, coverage) = (percent(sum.share(), l.no_data), percent(sum.coverage(), l.no_data));
    let bounds = sum.bounds().filter(|_| sum.unobserved > Span::ZERO);
    let bounds = bounds.map(|(least, most)| (percent(Some(least), ""), percent(Some(most), "")));
    match (report.language, bounds) {
        (Language::En, Some((least, most))) => format!(
            "All nodes: {share} at {coverage} coverage; {least} to {most} if the unobserved time counts as down or as up."
        ),
        (Language::Ja, Some((least, most))) => format!(
            "全ノード：{share}（観測率 {coverage}）。未観測の時間をすべて停止とみなすと {least}、すべて稼働とみなすと {most}。"
        ),
        (Language::En, None) => format!("All nodes: {share} at {coverage} coverage."),
        (Language::Ja, None) => format!("全ノード：{share}（観測率 {coverage}）。"),
    }
}

fn worse(a: &NodeLine, b: &NodeLine) -> Ordering {
    let share = |n: &NodeLine| n.sums.share().unwrap_or(2.0);
    let coverage = |n: &NodeLine| n.sums.coverage().unwrap_or(2.0);
    share(a)
        .total_cmp(&share(b))
        .then(coverage(a).total_cmp(&coverage(b)))
        .then_with(|| a.name.cmp(&b.name))
}

fn line(report: &StatusReport, l: &'static Labels, node: &NodeLine) -> Row {
    let mark = Mark::of(node.standing);
    let down = node.sums.down;
    let quiet = |shown: String| cell(if node.sums.outages == 0 { "–".into() } else { shown });
    Row {
        mark,
        word: match node.standing {
            Standing::Paused => l.paused,
            Standing::Pending => l.pending,
            Standing::Judged { belief, .. } => words::grade(report.language, belief.grade),
        },
        past: false,
        cells: vec![
            Cell { text: words::tame(&node.name, 120), sub: String::new() },
            cell(words::tame(&node.address, 80)),
            cell(percent(node.sums.share(), l.no_data)),
            cell(percent(node.sums.coverage(), l.no_data)),
            quiet(words::span(report.language, down)),
            quiet(node.sums.outages.to_string()),
        ],
        strip: strip::strip(report.from, report.until, &node.stretches),
    }
}
