//! What a probe brought back, in words.

use std::net::IpAddr;

use super::{denied, pick, span, tame};
use crate::outcome::{Cause, Metric, Obstacle, Outcome, Phase, Reading, Unit};
use crate::settings::Language;
use crate::time::Span;

/// What a probe brought back, without a full stop: `0.42 ms`, `connection refused`, `接続拒否`.
pub fn outcome(lang: Language, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Measured { readings } => measured(lang, readings),
        Outcome::Failed { phase, cause } => failed(lang, *phase, cause),
        Outcome::Unable { obstacle } => {
            let head = pick(lang, "could not look: ", "確認不能：");
            format!("{head}{}", in_the_way(lang, obstacle))
        }
    }
}

fn measured(lang: Language, readings: &[Reading]) -> String {
    let of = |metric| readings.iter().find(|r| r.metric == metric).map(|r| r.value);
    if let (Some(well), Some(all)) = (of(Metric::Well), of(Metric::Of)) {
        return match lang {
            Language::En => format!("{well:.0} of {all:.0} well"),
            Language::Ja => format!("{all:.0}件中{well:.0}件正常"),
        };
    }
    let shown = [Metric::Total, Metric::Connect, Metric::Rtt];
    let time = shown.into_iter().find_map(|m| Some(value(m, of(m)?)));
    let status = of(Metric::Status).map(|s| format!("HTTP {}", value(Metric::Status, s)));
    let loss = of(Metric::Loss)
        .filter(|l| *l > 0.0)
        .map(|l| format!("{}{}", pick(lang, "loss ", "損失 "), value(Metric::Loss, l)));
    let parts: Vec<String> = [status, time, loss].into_iter().flatten().collect();
    let parts = if parts.is_empty() { told(lang, readings) } else { parts };
    if parts.is_empty() {
        // Without any number nothing was asked: it was listened for trouble, and none is known.
        return match readings.is_empty() {
            true => pick(lang, "no trouble known", "把握している異常なし").into(),
            false => pick(lang, "answered", "応答あり").into(),
        };
    }
    parts.join(pick(lang, ", ", "、"))
}

/// What goes wrong on an interface; one of them may be what a limit was passed by.
const FAULTS: [Metric; 5] = [
    Metric::ErrorsIn,
    Metric::ErrorsOut,
    Metric::DiscardsIn,
    Metric::DiscardsOut,
    Metric::Collisions,
];
/// Below this so many per second are written as none.
const SEEN: f64 = 0.005;

/// What an SNMP agent told: an interface's traffic, how long it has been running, or a number.
fn told(lang: Language, readings: &[Reading]) -> Vec<String> {
    let of = |metric| readings.iter().find(|r| r.metric == metric).map(|r| r.value);
    if let Some(seconds) = of(Metric::Uptime) {
        let long = span(lang, Span((seconds * 1000.0) as i64));
        return vec![match lang {
            Language::En => format!("running for {long}"),
            Language::Ja => format!("稼働時間 {long}"),
        }];
    }
    let way = |metric, load, en, ja| {
        let traffic = value(metric, of(metric)?);
        let load = of(load).map(|l| format!(" ({})", value(load, l))).unwrap_or_default();
        Some(format!("{} {traffic}{load}", pick(lang, en, ja)))
    };
    let both = [
        way(Metric::TrafficIn, Metric::LoadIn, "in", "受信"),
        way(Metric::TrafficOut, Metric::LoadOut, "out", "送信"),
    ];
    let half = of(Metric::HalfDuplex).filter(|half| *half > 0.0);
    let half = half.map(|_| pick(lang, "half duplex", "半二重").to_owned());
    let faults = FAULTS.into_iter().filter_map(|metric| {
        let rate = of(metric).filter(|rate| *rate >= SEEN)?;
        Some(format!("{} {}", super::metric(lang, metric), value(metric, rate)))
    });
    let traffic: Vec<String> = both.into_iter().flatten().chain(half).chain(faults).collect();
    let level = of(Metric::Storage).zip(of(Metric::FullIn));
    if let Some((level, days)) = level {
        return vec![value(Metric::Storage, level), full_in(lang, days)];
    }
    match readings {
        _ if !traffic.is_empty() => traffic,
        [only] if only.metric != Metric::Speed => vec![value(only.metric, only.value)],
        _ => Vec::new(),
    }
}

/// When it is full, to the day: it is a guess.
fn full_in(lang: Language, days: f64) -> String {
    match (lang, days < 1.5) {
        (Language::En, true) => "full within a day or so".into(),
        (Language::En, false) => format!("full in about {days:.0} days"),
        (Language::Ja, true) => "約1日で満杯".into(),
        (Language::Ja, false) => format!("約{days:.0}日で満杯"),
    }
}

fn failed(lang: Language, phase: Phase, cause: &Cause) -> String {
    let at = |en: &'static str, ja: &'static str| match phase {
        Phase::Connect => pick(lang, en, ja).to_owned(),
        Phase::Resolve | Phase::Tls | Phase::Request | Phase::FirstByte | Phase::Body => {
            let place = self::phase(lang, phase);
            match lang {
                Language::En => format!("{en} ({place})"),
                Language::Ja => format!("{ja}（{place}）"),
            }
        }
    };
    match cause {
        Cause::TimedOut => {
            at("no answer in time", "応答なし（タイムアウト）").replace("）（", "、")
        }
        Cause::Refused => at("connection refused", "接続拒否"),
        Cause::Closed => at("connection closed early", "接続が途中で切断"),
        Cause::Unreachable { by, code } => said(lang, unreachable(lang, *by, *code), *by),
        Cause::TtlExceeded { by } => {
            said(lang, pick(lang, "routing loop", "経路のループ（TTL超過）").into(), *by)
        }
        Cause::NoSuchName => {
            pick(lang, "the name has no address", "名前解決不可（該当アドレスなし）").into()
        }
        Cause::Tls { detail } => {
            format!("{}{}", pick(lang, "TLS not acceptable: ", "TLSエラー："), tame(detail, 200))
        }
        Cause::Status { status } => {
            format!("{}{status}", pick(lang, "HTTP status ", "HTTPステータス "))
        }
        Cause::KeywordMissing => {
            pick(lang, "the expected words are missing", "期待する文字列なし").into()
        }
        Cause::KeywordPresent => {
            pick(lang, "unwanted words are present", "含まれてはならない文字列あり").into()
        }
        Cause::TooLarge { limit } => match lang {
            Language::En => format!("the answer is larger than {}", bytes(*limit as f64)),
            Language::Ja => format!("応答が上限（{}）を超過", bytes(*limit as f64)),
        },
        Cause::Redirects => pick(
            lang,
            "redirects lead nowhere or are too many",
            "リダイレクト先が不正または回数超過",
        )
        .into(),
        Cause::TooFew { well, need, of, failed } => {
            let lead = pick(lang, "; failed: ", "、異常：");
            format!("{}{}", too_few(lang, *well, *need, *of), named(lang, lead, failed))
        }
        Cause::Malformed { detail } => {
            format!("{}{}", pick(lang, "not a valid answer: ", "不正な応答："), tame(detail, 200))
        }
        Cause::Denied { step } => denied(lang, *step).into(),
        Cause::NotThere => pick(
            lang,
            "the agent does not have it, or no longer",
            "エージェントに該当する項目なし（取り外し等）",
        )
        .into(),
        Cause::LinkDown { switched_off: false } => pick(lang, "link down", "リンクダウン").into(),
        Cause::LinkDown { switched_off: true } => {
            pick(lang, "switched off by an administrator", "管理者によるシャットダウン").into()
        }
        Cause::Says { text } => match lang {
            Language::En => format!("it says “{}”", tame(text, 200)),
            Language::Ja => format!("状態「{}」", tame(&super::said(lang, text), 200)),
        },
        Cause::Told { said, .. } => match lang {
            Language::En => tame(&said.en, 200),
            Language::Ja => tame(&said.ja, 200),
        },
    }
}

fn too_few(lang: Language, well: u8, need: u8, of: u8) -> String {
    match lang {
        Language::En => format!("{well} of {of} well, {need} needed"),
        Language::Ja => format!("{of}件中{well}件正常（必要{need}件）"),
    }
}

fn named(lang: Language, lead: &str, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| tame(name, 120)).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("{lead}{}", names.join(pick(lang, ", ", "、")))
}

fn said(lang: Language, words: String, by: Option<IpAddr>) -> String {
    match (by, lang) {
        (None, _) => words,
        (Some(by), Language::En) => format!("{words}, says {by}"),
        (Some(by), Language::Ja) => format!("{words}（{by} より通知）"),
    }
}

/// The meaning of an ICMP code: RFC 792 and RFC 1812 §5.2.7.1, or RFC 4443 §3.1.
fn unreachable(lang: Language, by: Option<IpAddr>, code: u8) -> String {
    let (en, ja) = match (by, code) {
        (Some(IpAddr::V4(_)), 0) => ("no route to the network", "宛先ネットワークへの経路なし"),
        (Some(IpAddr::V6(_)), 0) => ("no route to the address", "宛先への経路なし"),
        (Some(IpAddr::V4(_)), 1) | (Some(IpAddr::V6(_)), 3) => {
            ("the host cannot be reached", "宛先ホスト到達不能")
        }
        (Some(IpAddr::V4(_)), 3) | (Some(IpAddr::V6(_)), 4) => {
            ("the port cannot be reached", "宛先ポート到達不能")
        }
        (Some(IpAddr::V4(_)), 9 | 10 | 13) | (Some(IpAddr::V6(_)), 1 | 5 | 6) => {
            ("forbidden by a filter", "フィルタによる通信拒否")
        }
        _ => {
            let words = pick(lang, "the destination cannot be reached", "宛先到達不能");
            return match lang {
                Language::En => format!("{words} (code {code})"),
                Language::Ja => format!("{words}（コード {code}）"),
            };
        }
    };
    pick(lang, en, ja).into()
}

fn in_the_way(lang: Language, obstacle: &Obstacle) -> String {
    let (en, ja) = match obstacle {
        Obstacle::NoPermission => ("the operating system does not permit it", "OSの権限不足"),
        Obstacle::NoRoute => ("this PC has no route there", "このPCからの経路なし"),
        Obstacle::NoNameServer => ("the name server does not answer", "DNSサーバーの応答なし"),
        Obstacle::Exhausted => ("this PC has no sockets or memory left", "このPCのリソース不足"),
        Obstacle::AgentSilent => ("the SNMP agent does not answer", "SNMPエージェントの応答なし"),
        Obstacle::TableTooLong => (
            "the agent's table is longer than a check reads (5,000 rows, 15 s)",
            "表が長すぎて読み切れません（上限5,000行・15秒）",
        ),
        Obstacle::NoAccess => {
            ("nobody has said how the SNMP agent is opened", "SNMPの認証情報が未設定")
        }
        Obstacle::VaultLocked => (
            "the vault is locked: its passphrase is needed",
            "保管庫が施錠中（パスフレーズが必要）",
        ),
        Obstacle::SecretMissing => (
            "the secret that opens the SNMP agent is not in the vault any more: enter it again",
            "SNMPの秘密が保管庫に存在しない（再入力が必要）",
        ),
        Obstacle::Undecided { well, need, of, unjudged } => {
            let lead = pick(lang, "; not judged: ", "、判定不能：");
            return format!("{}{}", too_few(lang, *well, *need, *of), named(lang, lead, unjudged));
        }
        Obstacle::OurFault { detail } => {
            let head = pick(lang, "a fault in Hinomi itself: ", "Hinomi自体の不具合：");
            return format!("{head}{}", tame(detail, 200));
        }
    };
    pick(lang, en, ja).into()
}

/// How far a probe got.
pub fn phase(lang: Language, phase: Phase) -> &'static str {
    match phase {
        Phase::Resolve => pick(lang, "name resolution", "名前解決"),
        Phase::Connect => pick(lang, "connecting", "接続"),
        Phase::Tls => pick(lang, "TLS handshake", "TLSハンドシェイク"),
        Phase::Request => pick(lang, "sending the request", "リクエスト送信"),
        Phase::FirstByte => pick(lang, "waiting for the answer", "応答待ち"),
        Phase::Body => pick(lang, "reading the answer", "応答の受信"),
    }
}

/// A number of a metric with its unit: `0.42 ms`, `25 %`, `1.2 MB`, `200`. The same in every language.
pub fn value(metric: Metric, value: f64) -> String {
    match metric.unit() {
        Unit::Milliseconds if value >= 9_999.5 => format!("{:.1} s", value / 1000.0),
        Unit::Milliseconds if value >= 99.95 => format!("{value:.0} ms"),
        Unit::Milliseconds if value >= 9.995 => format!("{value:.1} ms"),
        Unit::Milliseconds => format!("{value:.2} ms"),
        Unit::Percent if value.fract().abs() < 0.05 => format!("{value:.0} %"),
        Unit::Percent => format!("{value:.1} %"),
        Unit::Bytes => bytes(value),
        Unit::Count if value.fract() == 0.0 => format!("{value:.0}"),
        Unit::Count => plain(value),
        Unit::BitsPerSecond => bits(value),
        Unit::Seconds
        | Unit::Minutes
        | Unit::Days
        | Unit::PerSecond
        | Unit::Celsius
        | Unit::Rpm
        | Unit::Volts
        | Unit::Amperes
        | Unit::Watts
        | Unit::Hertz
        | Unit::CubicMetresPerHour
        | Unit::Dbm => format!("{} {}", plain(value), super::unit(metric.unit())),
    }
}

/// Three figures or so, without zeros behind the point.
fn plain(value: f64) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// So many bits per second: `640 bit/s`, `1.2 Mbit/s`.
pub fn bits(value: f64) -> String {
    let (mut n, mut unit) = (value, "bit/s");
    for larger in ["kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"] {
        if n.abs() < 1000.0 {
            break;
        }
        (n, unit) = (n / 1000.0, larger);
    }
    format!("{} {unit}", plain(n))
}

/// So many octets in decimal units: `512 B`, `1.2 MB`.
pub fn bytes(n: f64) -> String {
    let (mut n, mut unit) = (n, "B");
    for larger in ["kB", "MB", "GB", "TB"] {
        if n.abs() < 1000.0 {
            break;
        }
        (n, unit) = (n / 1000.0, larger);
    }
    if unit == "B" || n.fract() == 0.0 || n >= 99.95 {
        format!("{n:.0} {unit}")
    } else {
        format!("{n:.1} {unit}")
    }
}
