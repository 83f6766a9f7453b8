//! The situation in words a manager understands.

use hinomi_model::settings::Language;
use hinomi_model::{Belief, Grade, Span, words};

use super::{Calendar, Mark};
use crate::labels::labels;
use crate::status::{NodeLine, Standing, StatusReport};

/// The first line of the report and its mark.
pub(crate) fn sentence(report: &StatusReport, calendar: &Calendar) -> (Mark, String) {
    let mut troubled: Vec<(&NodeLine, Belief)> =
        report.nodes.iter().filter_map(|n| Some((n, n.trouble()?))).collect();
    troubled
        .sort_by_key(|(n, b)| (std::cmp::Reverse(Mark::of(n.standing)), b.since, n.name.clone()));
    match troubled.first() {
        None => calm(report),
        Some((node, belief)) => {
            let first = one(report.language, node, *belief, calendar);
            (Mark::of(node.standing), first + &rest(report, troubled.len() - 1))
        }
    }
}

fn one(language: Language, node: &NodeLine, belief: Belief, calendar: &Calendar) -> String {
    let name = words::tame(&node.name, 120);
    let moment = calendar.minute(belief.since);
    let bar = words::span(language, belief.uncertainty);
    let since = match (language, belief.uncertainty > Span::ZERO) {
        (Language::En, false) => moment,
        (Language::Ja, false) => format!("{moment} "),
        (Language::En, true) => format!("{moment} (± {bar})"),
        (Language::Ja, true) => format!("{moment}（± {bar}）"),
    };
    let down = matches!(node.standing, Standing::Judged { down: true, .. });
    let grade = words::grade(language, belief.grade);
    match (language, belief.grade) {
        (Language::En, _) if down => format!("{name} has been down since {since}."),
        (Language::Ja, _) if down => format!("{name} は {since}から停止しています。"),
        (Language::En, Grade::Unknown) => format!("{name} could not be judged since {since}."),
        (Language::Ja, Grade::Unknown) => format!("{name} は {since}から判定できていません。"),
        (Language::En, _) => format!("{name} has been {grade} since {since}."),
        (Language::Ja, _) => format!("{name} で {since}から異常（{grade}）が続いています。"),
    }
}

fn rest(report: &StatusReport, more: usize) -> String {
    let well = count(report, Mark::Ok);
    match (report.language, more) {
        (_, 0) if well == 0 => String::new(),
        (Language::En, 0) => format!(" The other {well} {} well.", be(well)),
        (Language::En, _) => {
            format!(" {more} more {} in trouble; {well} {} well.", be(more), be(well))
        }
        (Language::Ja, 0) => format!("ほかの{well}ノードは正常です。"),
        (Language::Ja, _) => format!("ほか{more}ノードで異常、{well}ノードは正常です。"),
    }
}

fn calm(report: &StatusReport) -> (Mark, String) {
    let (well, pending, paused) =
        (count(report, Mark::Ok), count(report, Mark::Pending), count(report, Mark::Paused));
    let en = report.language == Language::En;
    if report.nodes.is_empty() {
        return (Mark::Pending, labels(report.language).availability_none.into());
    }
    if well + pending == 0 {
        let words = if en {
            "Watching is paused for every node."
        } else {
            "すべてのノードの監視を一時停止中です。"
        };
        return (Mark::Paused, words.into());
    }
    let mut said = match (en, well, pending) {
        (true, 0, n) => {
            format!("{n} {} not been judged yet.", if n == 1 { "node has" } else { "nodes have" })
        }
        (false, 0, n) => format!("{n}ノードは判定待ちです。"),
        (true, 1, 0) => "The one node is well.".into(),
        (true, n, 0) => format!("All {n} nodes are well."),
        (false, n, 0) => format!("全{n}ノード正常です。"),
        (true, n, p) => format!(
            "{n} {} well; {p} not judged yet.",
            if n == 1 { "node is" } else { "nodes are" }
        ),
        (false, n, p) => format!("{n}ノード正常、{p}ノードは判定待ちです。"),
    };
    if paused > 0 {
        said += &if en {
            format!(" {paused} paused.")
        } else {
            format!("{paused}ノードは一時停止中です。")
        };
    }
    (if well > 0 { Mark::Ok } else { Mark::Pending }, said)
}

fn count(report: &StatusReport, mark: Mark) -> usize {
    report.nodes.iter().filter(|n| Mark::of(n.standing) == mark).count()
}

const fn be(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}
