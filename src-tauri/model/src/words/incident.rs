//! Incidents, notifications and gaps, in words.

use std::collections::HashMap;

use super::{check_name, duration, grade, outcome, pick, reason, span, tame};
use crate::check::Check;
use crate::gap::GapReason;
use crate::grade::Grade;
use crate::id::CheckId;
use crate::incident::{Entry, Hold, Incident, Place, What, Withdrawal};
use crate::notification::Reason;
use crate::outcome::Outcome;
use crate::settings::Language;
use crate::time::Stamp;

/// The trouble in one line: `core-sw-1 is down`, `web-1: TCP 443 – connection refused`.
///
/// Only a failed reachability check makes a node "down"; without the check at hand the line says
/// what was seen and claims no more.
pub fn incident_title(
    lang: Language,
    node_name: &str,
    check: Option<&Check>,
    worst: Grade,
    evidence: Option<&Outcome>,
) -> String {
    let node = tame(node_name, 120);
    let failed = matches!(evidence, Some(Outcome::Failed { .. }));
    if failed && check.is_some_and(|c| c.spec.is_reachability()) {
        return match lang {
            Language::En => format!("{node} is down"),
            Language::Ja => format!("{node} 停止"),
        };
    }
    let seen = evidence.map_or_else(|| grade(lang, worst).to_owned(), |e| outcome(lang, e));
    match (check.map(|c| check_name(lang, c)), lang) {
        (Some(check), Language::En) => format!("{node}: {check} – {seen}"),
        (Some(check), Language::Ja) => format!("{node}：{check} – {seen}"),
        (None, Language::En) => format!("{node}: {seen}"),
        (None, Language::Ja) => format!("{node}：{seen}"),
    }
}

/// Title (one line) and body (a few lines) of a notification about an incident.
///
/// `checks` are the incident's members that are known, first the one this is about; `evidence` is
/// the sample that made it hard.
pub fn notification(
    lang: Language,
    why: Reason,
    incident: &Incident,
    checks: &[&Check],
    evidence: &Outcome,
    now: Stamp,
) -> (String, String) {
    let (long, uncertainty) = incident.duration(now);
    let lasted = duration(lang, long, uncertainty);
    let node = tame(&incident.node_name, 120);
    let mut lines = Vec::new();
    let trouble = || {
        let first = checks.first().copied();
        troubled(lang, incident, first, incident.grade(), Some(evidence))
    };
    let title = match why {
        Reason::Opened | Reason::Worsened | Reason::Reminder | Reason::Escalated => {
            lines.extend(seen(lang, why, incident, checks, evidence));
            lines.extend(places(lang, incident));
            lines.push(match lang {
                Language::En => format!("For {lasted} so far."),
                Language::Ja => format!("継続中 {lasted}"),
            });
            match why {
                Reason::Reminder => format!("{}{}", pick(lang, "Still: ", "継続中："), trouble()),
                Reason::Escalated => {
                    format!("{}{}", pick(lang, "Nobody has it: ", "未対応："), trouble())
                }
                _ => trouble(),
            }
        }
        Reason::FlappingBegan => {
            lines.push(
                pick(
                    lang,
                    "It changes too often to be worth words; the next one comes when that ends.",
                    "変化が頻繁なため、収まるまで通知を控えます",
                )
                .into(),
            );
            match lang {
                Language::En => format!("{node} keeps going up and down"),
                Language::Ja => format!("{node} フラッピング発生"),
            }
        }
        Reason::FlappingEnded => {
            let well = incident.grade() == Grade::Ok;
            match (lang, well) {
                (Language::En, true) => format!("{node} has calmed down and is well"),
                (Language::Ja, true) => format!("{node} フラッピング終息・正常"),
                (Language::En, false) => format!("{node} has calmed down, but: {}", trouble()),
                (Language::Ja, false) => {
                    format!("{node} フラッピング終息・異常継続：{}", trouble())
                }
            }
        }
        Reason::Resolved => {
            lines.push(match lang {
                Language::En => format!("The trouble lasted {lasted}."),
                Language::Ja => format!("継続時間 {lasted}"),
            });
            match lang {
                Language::En => format!("{node} is well again"),
                Language::Ja => format!("{node} 復旧"),
            }
        }
        Reason::VantageLost
        | Reason::VantageBack
        | Reason::GatewayChanged
        | Reason::AddressDisputed
        | Reason::Stranger
        | Reason::Test => {
            return notice(lang, why, now, now);
        }
    };
    lines.push(match lang {
        Language::En => format!("Incident {}", incident.id),
        Language::Ja => format!("インシデント {}", incident.id),
    });
    (title, lines.join("\n"))
}

/// Title and body of a notification about this computer itself, cut off since `since`.
pub fn notice(lang: Language, why: Reason, since: Stamp, now: Stamp) -> (String, String) {
    let lasted = span(lang, now - since);
    let (title, body) = match (why, lang) {
        (Reason::VantageLost, Language::En) => (
            "This computer is offline",
            format!(
                "Nothing at all has answered for {lasted}. Until something does, nothing is judged."
            ),
        ),
        (Reason::VantageLost, Language::Ja) => (
            "このPCがネットワークから切断",
            format!("{lasted}前からどこからも応答なし。回復まで判定を保留します"),
        ),
        (Reason::VantageBack, Language::En) => (
            "This computer is online again",
            format!("It was offline for {lasted}; that time is a gap, not an outage."),
        ),
        (Reason::VantageBack, Language::Ja) => (
            "このPCのネットワーク接続が回復",
            format!("切断時間 {lasted}（障害ではなく未監視として記録）"),
        ),
        (_, Language::En) => ("A trial from Hinomi", "Words arrive here.".into()),
        (_, Language::Ja) => ("Hinomiからのテスト通知", "この宛先に届いています".into()),
    };
    (title.into(), body)
}

/// The trouble of an incident in one line, with how many nodes are in trouble with it; what that is
/// of each, the line does not claim.
pub fn troubled(
    lang: Language,
    incident: &Incident,
    check: Option<&Check>,
    worst: Grade,
    evidence: Option<&Outcome>,
) -> String {
    let with_it = |p: &&&Place| !p.unreachable && !p.affected;
    let others = incident.places().iter().filter(with_it).count();
    let title = incident_title(lang, &incident.node_name, check, worst, evidence);
    match (lang, others) {
        (_, 0) => title,
        (Language::En, 1) => format!("{title}, with 1 more node"),
        (Language::En, _) => format!("{title}, with {others} more nodes"),
        (Language::Ja, _) => format!("{title}（ほか{others}ノード）"),
    }
}

/// The other nodes an incident takes in, in words.
fn places(lang: Language, incident: &Incident) -> Vec<String> {
    let all = incident.places();
    let list = |unreachable: bool, affected: bool| {
        let these = |p: &&&Place| p.unreachable == unreachable && p.affected == affected;
        let names: Vec<String> = all.iter().filter(these).map(|p| tame(&p.name, 60)).collect();
        (names.len(), listed(lang, &names))
    };
    let ((cut, cut_names), (down, down_names)) = (list(true, false), list(false, false));
    let (affected, affected_names) = list(false, true);
    let mut lines = Vec::new();
    if cut > 0 {
        lines.push(match lang {
            Language::En => format!("{cut} behind it cannot be reached: {cut_names}"),
            Language::Ja => format!("配下の{cut}ノードに到達不可：{cut_names}"),
        });
    }
    if down > 0 {
        lines.push(match lang {
            Language::En => format!("In the same incident: {down_names}"),
            Language::Ja => format!("同じインシデント：{down_names}"),
        });
    }
    if affected > 0 {
        lines.push(match lang {
            Language::En => format!("In trouble because of it: {affected_names}"),
            Language::Ja => format!("影響範囲：{affected_names}"),
        });
    }
    lines
}

/// The first names of a list, and how many more there are.
fn listed(lang: Language, names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(12).map(String::as_str).collect();
    let head = shown.join(pick(lang, ", ", "、"));
    match (names.len().saturating_sub(12), lang) {
        (0, _) => head,
        (more, Language::En) => format!("{head} and {more} more"),
        (more, Language::Ja) => format!("{head}、ほか{more}件"),
    }
}

fn seen(
    lang: Language,
    why: Reason,
    incident: &Incident,
    checks: &[&Check],
    evidence: &Outcome,
) -> Vec<String> {
    let words = outcome(lang, evidence);
    let mut lines = match (checks.first(), lang) {
        (None, _) => vec![words],
        (Some(first), Language::En) => vec![format!("{}: {words}", check_name(lang, first))],
        (Some(first), Language::Ja) => vec![format!("{}：{words}", check_name(lang, first))],
    };
    if why == Reason::Worsened {
        let now = grade(lang, incident.grade());
        lines.push(match lang {
            Language::En => format!("Now {now}."),
            Language::Ja => format!("現在 {now}"),
        });
    }
    if checks.len() > 1 {
        let names: Vec<String> =
            checks.iter().skip(1).take(5).map(|c| check_name(lang, c)).collect();
        let more = checks.len().saturating_sub(6);
        let tail = match lang {
            _ if more == 0 => String::new(),
            Language::En => format!(" and {more} more"),
            Language::Ja => format!("、ほか{more}件"),
        };
        let head = pick(lang, "With it: ", "関連チェック：");
        lines.push(format!("{head}{}{tail}", names.join(pick(lang, ", ", "、"))));
    }
    lines
}

/// Why we did not look.
pub fn gap_reason(lang: Language, why: GapReason) -> &'static str {
    match why {
        GapReason::NotRunning => pick(lang, "Hinomi was not running", "Hinomi停止中"),
        GapReason::Killed => pick(lang, "Hinomi ended unexpectedly", "Hinomi異常終了"),
        GapReason::Asleep => pick(lang, "this PC was asleep", "PCスリープ中"),
        GapReason::Frozen => pick(lang, "Hinomi was held still", "Hinomi停止（応答なし）"),
        GapReason::ClockSet => pick(lang, "the clock was set forward", "時計の進み補正"),
        GapReason::Paused => pick(lang, "watching was paused", "監視の一時停止"),
        GapReason::VantageLost => pick(lang, "this PC was offline", "PCのネットワーク切断"),
        GapReason::OffSite => {
            pick(lang, "this PC was in another network", "別ネットワークに接続中")
        }
    }
}

/// Why a notification was not sent.
pub fn hold(lang: Language, why: Hold) -> &'static str {
    match why {
        Hold::SwitchedOff => pick(lang, "notifications are switched off", "通知オフの設定"),
        Hold::AlreadyTold => {
            pick(lang, "already told, and nothing is worse", "通知済み（悪化なし）")
        }
        Hold::RecoveryNotWanted => {
            pick(lang, "recoveries are not told, by the settings", "復旧通知オフの設定")
        }
        Hold::Maintenance => pick(lang, "trouble is expected by plan", "メンテナンス中"),
        Hold::Flapping => pick(lang, "it changes too often", "フラッピング中"),
        Hold::ParentDown => pick(
            lang,
            "what leads to it is down, which is told already",
            "上位機器の停止（通知済み）",
        ),
        Hold::Acknowledged => pick(lang, "somebody has it", "対応中"),
        Hold::QuietHours => pick(lang, "not to be disturbed now", "通知停止時間帯"),
        Hold::Over => pick(lang, "it was over before it could be told", "通知前に復旧"),
        Hold::NobodyOnDuty => pick(lang, "nobody is on duty", "当番不在"),
    }
}

/// Why a check left an incident without recovering.
pub fn withdrawal(lang: Language, why: Withdrawal) -> &'static str {
    match why {
        Withdrawal::Paused => pick(lang, "paused", "一時停止"),
        Withdrawal::Removed => pick(lang, "removed", "削除"),
        Withdrawal::Changed => pick(lang, "changed", "設定変更"),
    }
}

/// One line of an incident's log, without a full stop.
///
/// `check` is the name of the check the line is about ([`What::check`]), as far as it is known;
/// [`story`] finds it by itself.
pub fn what(lang: Language, what: &What, check: &str) -> String {
    let en = lang == Language::En;
    let name = |known: &str| match tame(known, 120) {
        empty if empty.is_empty() => pick(lang, "a check", "チェック").to_owned(),
        known => known,
    };
    match what {
        What::Opened { check_name, grade: now, evidence, .. } => {
            let (name, now, seen) = (name(check_name), grade(lang, *now), outcome(lang, evidence));
            if en {
                format!("opened: {name} is {now} – {seen}")
            } else {
                format!("発生：{name} {now} – {seen}")
            }
        }
        What::Joined { check_name, grade: now, evidence, place, .. } => {
            let (name, now, seen) = (name(check_name), grade(lang, *now), outcome(lang, evidence));
            let node = place.as_ref().map(|p| tame(&p.name, 120)).unwrap_or_default();
            match place.as_ref().map(|p| p.unreachable) {
                Some(true) if en => format!("{node} cannot be reached: what leads to it is down"),
                Some(true) => format!("到達不可：{node}（上位機器の停止）"),
                Some(false) if en => format!("joined: {node}, {name} is {now} – {seen}"),
                Some(false) => format!("追加：{node} {name} {now} – {seen}"),
                None if en => format!("joined: {name} is {now} – {seen}"),
                None => format!("追加：{name} {now} – {seen}"),
            }
        }
        What::Regraded { grade: now, .. } => {
            let (name, now) = (name(check), grade(lang, *now));
            if en { format!("{name} is {now} now") } else { format!("{name} {now}に変化") }
        }
        What::Recovered { .. } if en => format!("{} is well again", name(check)),
        What::Recovered { .. } => format!("{} 正常に復帰", name(check)),
        What::Withdrawn { why, .. } => {
            let (name, why) = (name(check), withdrawal(lang, *why));
            if en {
                format!("{name} left without recovering: {why}")
            } else {
                format!("{name} 監視対象外（{why}）")
            }
        }
        What::Resolved { uncertainty, .. } => {
            let bar = span(lang, *uncertainty);
            match uncertainty.0 > 0 {
                true if en => format!("resolved, its end known to ± {bar}"),
                true => format!("復旧（時刻の誤差 ± {bar}）"),
                false => pick(lang, "resolved", "復旧").into(),
            }
        }
        What::Queued { reason: why, to, .. } => {
            let why = reason(lang, *why);
            match to.as_deref().map(|to| tame(to, 80)) {
                Some(to) if en => format!("notification queued for {to}: {why}"),
                Some(to) => format!("通知を予約（{to}）：{why}"),
                None if en => format!("notification queued: {why}"),
                None => format!("通知を予約：{why}"),
            }
        }
        What::Delivered { proof, .. } => {
            let proof = tame(proof, 200);
            if en {
                format!("notification delivered: {proof}")
            } else {
                format!("通知送信済み：{proof}")
            }
        }
        What::Undelivered { why, .. } => {
            let why = tame(why, 200);
            if en {
                format!("notification not delivered: {why}")
            } else {
                format!("通知送信失敗：{why}")
            }
        }
        What::Held { reason: about, why, to } => {
            let (about, why) = (reason(lang, *about), hold(lang, *why));
            let to = to.as_deref().map(|to| tame(to, 80));
            match to {
                None if en => format!("no notification ({about}): {why}"),
                None => format!("通知を保留（{about}）：{why}"),
                Some(to) if en => format!("no notification to {to} ({about}): {why}"),
                Some(to) => format!("{to}への通知を保留（{about}）：{why}"),
            }
        }
        What::Moved { to, .. } => {
            let name = name(check);
            match lang {
                Language::En => format!("{name} has a cause of its own: incident {to}"),
                Language::Ja => format!("{name} 別原因と判明：インシデント {to}"),
            }
        }
        What::Merged { into } => match lang {
            Language::En => format!("found to be part of incident {into}"),
            Language::Ja => format!("インシデント {into} に統合"),
        },
        What::Absorbed { part } => match lang {
            Language::En => format!("incident {part} is part of this one"),
            Language::Ja => format!("インシデント {part} を統合"),
        },
        What::FlappingBegan { .. } => match lang {
            Language::En => format!("{} keeps changing: flapping", name(check)),
            Language::Ja => format!("{} フラッピング開始", name(check)),
        },
        What::FlappingEnded { .. } => match lang {
            Language::En => format!("{} has calmed down", name(check)),
            Language::Ja => format!("{} フラッピング終息", name(check)),
        },
        What::Escalated { rung } => match lang {
            Language::En => format!("nobody has it: escalated to rung {rung}"),
            Language::Ja => format!("未対応のためエスカレーション（第{rung}段）"),
        },
        What::Classified { planned, reason } => {
            let head = match planned {
                true => pick(lang, "classified as planned", "計画停止として分類"),
                false => pick(lang, "classified as unplanned", "計画外として分類"),
            };
            said(head, reason, lang)
        }
        What::Acknowledged { note, sticky, until } => {
            let head = match (until.is_some(), sticky) {
                (true, _) => pick(lang, "acknowledged for a time", "確認済み（期限付き）"),
                (false, true) => pick(
                    lang,
                    "acknowledged, whatever becomes of it",
                    "確認済み（悪化時も通知なし）",
                ),
                (false, false) => pick(lang, "acknowledged", "確認済み"),
            };
            said(head, note, lang)
        }
        What::Unacknowledged => pick(lang, "acknowledgement taken back", "対応を解除").into(),
        What::Note { text } => said(pick(lang, "note", "メモ"), text, lang),
        What::Closed { cause, prevention } => {
            let (cause, prevention) = (tame(cause, 2_000), tame(prevention, 2_000));
            if en {
                format!("closed – cause: {cause}; prevention: {prevention}")
            } else {
                format!("クローズ – 原因：{cause}／再発防止策：{prevention}")
            }
        }
    }
}

fn said(head: &str, words: &str, lang: Language) -> String {
    let words = tame(words, 2_000);
    if words.is_empty() { head.into() } else { format!("{head}{}{words}", pick(lang, ": ", "：")) }
}

/// A whole log, one line per entry, with the checks' names as they were then.
pub fn story(lang: Language, log: &[Entry]) -> Vec<String> {
    let mut names: HashMap<CheckId, &str> = HashMap::new();
    let mut lines = Vec::with_capacity(log.len());
    for entry in log {
        if let What::Opened { check, check_name, .. } | What::Joined { check, check_name, .. } =
            &entry.what
        {
            names.insert(*check, check_name);
        }
        let name = entry.what.check().and_then(|c| names.get(&c).copied()).unwrap_or_default();
        lines.push(what(lang, &entry.what, name));
    }
    lines
}
