//! The words of the map. One missing in one language does not compile.

use hinomi_model::settings::Language;
use hinomi_model::{Confidence, Link, NodeId, words};
use jiff::Timestamp;

use super::{Look, MapSheet};

/// How a look is called.
pub(super) fn look(language: Language, look: Look) -> &'static str {
    let (en, ja) = match look {
        Look::Critical => ("critical", "重大"),
        Look::Warning => ("warning", "警告"),
        Look::Unknown => ("unknown", "不明"),
        Look::Unreachable => ("unreachable", "到達不可"),
        Look::Maintenance => ("maintenance", "メンテナンス中"),
        Look::Unobserved => ("not observed", "未観測"),
        Look::Pending => ("pending", "判定待ち"),
        Look::Paused => ("paused", "一時停止"),
        Look::Ok => ("ok", "正常"),
    };
    pick(language, en, ja)
}

pub(super) fn pick<'a>(language: Language, en: &'a str, ja: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Ja => ja,
    }
}

/// `Osaka office: network map`.
pub(super) fn title(sheet: &MapSheet) -> String {
    let site = words::tame(&sheet.site, 80);
    match sheet.language {
        Language::En => format!("{site}: network map"),
        Language::Ja => format!("{site}：ネットワークマップ"),
    }
}

/// As of when it is, and how much is on it.
pub(super) fn counts(sheet: &MapSheet, links: usize) -> String {
    let at = moment(sheet, sheet.seen_at.unwrap_or(sheet.drawn_at));
    let zone = zone(sheet);
    let n = sheet.nodes.len();
    match sheet.language {
        Language::En => format!(
            "As of {at} ({zone}) · {n} {} · {links} {}",
            if n == 1 { "node" } else { "nodes" },
            if links == 1 { "link" } else { "links" }
        ),
        Language::Ja => format!("{at} 現在（{zone}）・ノード {n}・リンク {links}"),
    }
}

/// What is to be said of the states as a whole, if anything is.
pub(super) fn reserve(sheet: &MapSheet) -> Option<String> {
    /// Whoever watches says so every few seconds.
    const FRESH: i64 = 60_000;
    let drawn = moment(sheet, sheet.drawn_at);
    let words = match (sheet.seen_at, sheet.language) {
        (Some(seen), _) if (sheet.drawn_at - seen).0 <= FRESH => return None,
        (Some(_), Language::En) => {
            format!("Drawn {drawn}. Nobody has watched since, so states are those of that moment.")
        }
        (Some(_), Language::Ja) => {
            format!("作成 {drawn}。以後監視されていないため、状態は上記時点のものです。")
        }
        (None, Language::En) => "This site has not been watched yet.".to_owned(),
        (None, Language::Ja) => "このサイトはまだ監視されていません。".to_owned(),
    };
    Some(words)
}

/// A moment to the minute, in the sheet's zone.
pub(super) fn moment(sheet: &MapSheet, at: hinomi_model::Stamp) -> String {
    // A stamp outside the years 1 to 9999 is nobody's moment.
    Timestamp::from_millisecond(at.millis()).map_or_else(
        |_| "–".into(),
        |at| at.to_zoned(sheet.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

fn zone(sheet: &MapSheet) -> String {
    let at = Timestamp::from_millisecond(sheet.drawn_at.millis()).unwrap_or_default();
    let offset = at.to_zoned(sheet.zone.clone()).strftime("UTC%:z").to_string();
    match sheet.zone.iana_name() {
        Some(name) if name != "UTC" => format!("{name}, {offset}"),
        Some(_) | None => offset,
    }
}

/// What the ports at one end of a link are called, two of them at most; empty if nobody says.
pub(super) fn ports(link: &Link, end: Option<NodeId>) -> String {
    let near = link.from == end;
    let ports = link.cables.iter().filter_map(|c| if near { &c.from } else { &c.to }.as_ref());
    let names: Vec<String> = ports.map(|p| words::tame(&p.name, 40)).collect();
    short(&names)
}

/// Its wires, seen from one end: `Gi0/1 – Gi0/24`.
pub(super) fn cables(link: &Link, end: Option<NodeId>) -> String {
    let name = |port: &Option<hinomi_model::Port>| {
        port.as_ref().map_or("?".into(), |p| words::tame(&p.name, 40))
    };
    let known = link.cables.iter().filter(|c| c.from.is_some() || c.to.is_some());
    let wires: Vec<String> = known
        .map(|c| match link.from == end {
            true => format!("{} – {}", name(&c.from), name(&c.to)),
            false => format!("{} – {}", name(&c.to), name(&c.from)),
        })
        .collect();
    short(&wires)
}

fn short(all: &[String]) -> String {
    const SHOWN: usize = 2;
    let mut text = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN {
        text.push_str(&format!(" +{}", all.len() - SHOWN));
    }
    text
}

/// The word for a link that is not sure.
pub(super) fn doubt(language: Language, link: &Link) -> Option<&'static str> {
    match link.confidence {
        Confidence::Evidenced | Confidence::ByHand => None,
        doubtful @ (Confidence::Inferred | Confidence::Outdated) => {
            Some(words::confidence(language, doubtful))
        }
    }
}

/// All about a link: `Gi0/1 – Gi0/24, evidenced: LLDP, last seen 2026-11-21 10:32`.
pub(super) fn link(sheet: &MapSheet, link: &Link) -> String {
    let language = sheet.language;
    let evidence: Vec<&str> = [link.evidence]
        .into_iter()
        .chain(link.also.iter().copied())
        .map(|e| words::evidence(language, e))
        .collect();
    let mut parts = vec![match language {
        Language::En => {
            format!("{}: {}", words::confidence(language, link.confidence), evidence.join(", "))
        }
        Language::Ja => {
            format!("{}：{}", words::confidence(language, link.confidence), evidence.join("、"))
        }
    }];
    let cables = cables(link, link.from);
    if !cables.is_empty() {
        parts.insert(0, cables);
    }
    if let Some(seen) = link.seen {
        let at = moment(sheet, seen);
        parts.push(match language {
            Language::En => format!("last seen {at}"),
            Language::Ja => format!("最終確認 {at}"),
        });
    }
    parts.join(pick(language, ", ", "、"))
}
