//! The words for kinds and grades of things.

use super::{pick, tame};
use crate::belief::State;
use crate::check::{Check, CheckKind, CheckSpec};
use crate::composite::{CompositeSpec, Need};
use crate::draft::Problem;
use crate::grade::Grade;
use crate::id::CheckId;
use crate::node::{Importance, NodeKind};
use crate::notification::{Delivery, Reason};
use crate::outcome::{Metric, Unit};
use crate::part::PartClass;
use crate::settings::Language;
use crate::topology::{Confidence, Evidence};

/// The word for a grade.
pub fn grade(lang: Language, grade: Grade) -> &'static str {
    match grade {
        Grade::Ok => pick(lang, "ok", "正常"),
        Grade::Warning => pick(lang, "warning", "警告"),
        Grade::Critical => pick(lang, "critical", "重大"),
        Grade::Unknown => pick(lang, "unknown", "不明"),
    }
}

/// What is believed, and whether it is in doubt.
pub fn state(lang: Language, state: &State) -> String {
    match state {
        State::Pending => pick(lang, "not looked at yet", "判定待ち").into(),
        State::Hard { belief } => grade(lang, belief.grade).into(),
        State::Soft { believed, seen, attempt, .. } => {
            let held = believed
                .map_or(pick(lang, "not judged yet", "判定待ち"), |b| grade(lang, b.grade));
            let seen = grade(lang, *seen);
            match lang {
                Language::En => format!("{held}, in doubt ({seen}, attempt {attempt})"),
                Language::Ja => format!("{held}（再確認中：{seen} {attempt}回目）"),
            }
        }
    }
}

/// The word for a kind of check.
pub fn check_kind(lang: Language, kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Icmp => pick(lang, "Ping", "Ping"),
        CheckKind::Tcp => pick(lang, "TCP", "TCP"),
        CheckKind::Http => pick(lang, "HTTP", "HTTP"),
        CheckKind::Quality => pick(lang, "Line quality", "回線品質"),
        CheckKind::Agent => pick(lang, "SNMP agent", "SNMPエージェント"),
        CheckKind::Interface => pick(lang, "Interface", "インターフェース"),
        CheckKind::Value => pick(lang, "Value", "値"),
        CheckKind::Word => pick(lang, "State", "状態"),
        CheckKind::Composite => pick(lang, "Composite", "複合チェック"),
        CheckKind::Trap => pick(lang, "Traps", "トラップ"),
    }
}

/// What a check is called: its name, or its kind and target (`TCP 443`, `HTTPS /health`).
pub fn check_name(lang: Language, check: &Check) -> String {
    if !check.name.trim().is_empty() {
        return tame(&check.name, 120);
    }
    match &check.spec {
        CheckSpec::Icmp(_) | CheckSpec::Quality(_) | CheckSpec::Trap(_) => {
            check_kind(lang, check.spec.kind()).into()
        }
        CheckSpec::Composite(composite) => need(lang, composite),
        CheckSpec::Tcp(tcp) => format!("TCP {}", tcp.port),
        CheckSpec::Http(http) => {
            let (scheme, rest) = http.url.split_once("://").unwrap_or(("http", &http.url));
            let place = rest.strip_prefix("{address}").unwrap_or(rest).trim_end_matches('/');
            tame(&format!("{} {place}", scheme.to_ascii_uppercase()), 60)
        }
        CheckSpec::Agent(_) => check_kind(lang, CheckKind::Agent).into(),
        CheckSpec::Interface(s) => of(check_kind(lang, CheckKind::Interface), &s.port.name),
        CheckSpec::Value(s) => of(capital(metric(lang, s.metric)).as_str(), &s.label),
        CheckSpec::Word(s) => of(check_kind(lang, CheckKind::Word), &s.label),
    }
}

/// What is looked at, and of what.
fn of(what: &str, label: &str) -> String {
    tame(&format!("{what} {}", label.trim()), 120)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}

/// What a check that was removed is called.
pub fn removed_check(lang: Language, id: CheckId) -> String {
    match lang {
        Language::En => format!("a removed check ({id})"),
        Language::Ja => format!("削除済みのチェック（{id}）"),
    }
}

/// What a composite needs: `all of 3`, `2 of 3`, `3件中2件`.
pub fn need(lang: Language, composite: &CompositeSpec) -> String {
    let of = composite.of.len();
    match (composite.need, lang) {
        (Need::All, Language::En) => format!("All of {of}"),
        (Need::All, Language::Ja) => format!("{of}件すべて"),
        (Need::Any, Language::En) => format!("Any of {of}"),
        (Need::Any, Language::Ja) => format!("{of}件のいずれか"),
        (Need::AtLeast { n }, Language::En) => format!("{n} of {of}"),
        (Need::AtLeast { n }, Language::Ja) => format!("{of}件中{n}件以上"),
    }
}

/// The word for a metric.
pub fn metric(lang: Language, metric: Metric) -> &'static str {
    match metric {
        Metric::Rtt => pick(lang, "round trip", "応答時間"),
        Metric::RttMin => pick(lang, "shortest round trip", "最短応答時間"),
        Metric::RttMax => pick(lang, "longest round trip", "最長応答時間"),
        Metric::Jitter => pick(lang, "jitter", "ジッター"),
        Metric::Loss => pick(lang, "loss", "損失率"),
        Metric::Well => pick(lang, "well", "正常なチェック"),
        Metric::Of => pick(lang, "looked at", "対象のチェック"),
        Metric::Resolve => pick(lang, "name resolution", "名前解決"),
        Metric::Connect => pick(lang, "TCP connect", "接続時間"),
        Metric::Tls => pick(lang, "TLS handshake", "TLSハンドシェイク"),
        Metric::FirstByte => pick(lang, "first byte", "先頭バイトまで"),
        Metric::Total => pick(lang, "total time", "全体"),
        Metric::Bytes => pick(lang, "size", "サイズ"),
        Metric::Status => pick(lang, "status code", "ステータス"),
        Metric::TrafficIn => pick(lang, "traffic in", "受信トラフィック"),
        Metric::TrafficOut => pick(lang, "traffic out", "送信トラフィック"),
        Metric::LoadIn => pick(lang, "load in", "受信使用率"),
        Metric::LoadOut => pick(lang, "load out", "送信使用率"),
        Metric::ErrorsIn => pick(lang, "errors in", "受信エラー"),
        Metric::ErrorsOut => pick(lang, "errors out", "送信エラー"),
        Metric::DiscardsIn => pick(lang, "discards in", "受信破棄"),
        Metric::DiscardsOut => pick(lang, "discards out", "送信破棄"),
        Metric::Collisions => pick(lang, "collisions", "コリジョン"),
        Metric::Speed => pick(lang, "speed", "リンク速度"),
        Metric::Uptime => pick(lang, "running for", "稼働時間"),
        Metric::Cpu => pick(lang, "CPU", "CPU使用率"),
        Metric::Memory => pick(lang, "memory", "メモリー"),
        Metric::Storage => pick(lang, "storage", "ストレージ"),
        Metric::Temperature => pick(lang, "temperature", "温度"),
        Metric::Humidity => pick(lang, "humidity", "湿度"),
        Metric::Fan => pick(lang, "fan", "ファン"),
        Metric::Voltage => pick(lang, "voltage", "電圧"),
        Metric::Current => pick(lang, "current", "電流"),
        Metric::Power => pick(lang, "power", "電力"),
        Metric::Frequency => pick(lang, "frequency", "周波数"),
        Metric::Charge => pick(lang, "battery charge", "バッテリー残量"),
        Metric::Runtime => pick(lang, "battery runtime", "バッテリー駆動時間"),
        Metric::Supply => pick(lang, "supply", "消耗品残量"),
        Metric::Airflow => pick(lang, "airflow", "風量"),
        Metric::Signal => pick(lang, "signal", "信号強度"),
        Metric::Load => pick(lang, "load", "負荷率"),
        Metric::Share => pick(lang, "share", "割合"),
        Metric::Value => pick(lang, "value", "値"),
        Metric::Rate => pick(lang, "rate", "レート"),
        Metric::Number => pick(lang, "number", "個数"),
        Metric::HalfDuplex => pick(lang, "half duplex", "半二重"),
        Metric::FullIn => pick(lang, "full in", "満杯まで"),
    }
}

/// The symbol of a unit; the same in every language, empty for a bare number.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Milliseconds => "ms",
        Unit::Percent => "%",
        Unit::Bytes => "B",
        Unit::Count => "",
        Unit::BitsPerSecond => "bit/s",
        Unit::PerSecond => "/s",
        Unit::Seconds => "s",
        Unit::Minutes => "min",
        Unit::Days => "d",
        Unit::Celsius => "°C",
        Unit::Rpm => "rpm",
        Unit::Volts => "V",
        Unit::Amperes => "A",
        Unit::Watts => "W",
        Unit::Hertz => "Hz",
        Unit::CubicMetresPerHour => "m³/h",
        Unit::Dbm => "dBm",
    }
}

/// The word for a kind of node.
pub fn node_kind(lang: Language, kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Router => pick(lang, "router", "ルーター"),
        NodeKind::Switch => pick(lang, "switch", "スイッチ"),
        NodeKind::AccessPoint => pick(lang, "access point", "アクセスポイント"),
        NodeKind::Firewall => pick(lang, "firewall", "ファイアウォール"),
        NodeKind::Server => pick(lang, "server", "サーバー"),
        NodeKind::Workstation => pick(lang, "workstation", "PC"),
        NodeKind::Printer => pick(lang, "printer", "プリンター"),
        NodeKind::Phone => pick(lang, "phone", "電話"),
        NodeKind::Camera => pick(lang, "camera", "カメラ"),
        NodeKind::Storage => pick(lang, "storage", "ストレージ"),
        NodeKind::Power => pick(lang, "power", "電源"),
        NodeKind::Service => pick(lang, "service", "サービス"),
        NodeKind::Other => pick(lang, "other", "その他"),
    }
}

/// The word for a kind of part.
pub fn part_class(lang: Language, class: PartClass) -> &'static str {
    match class {
        PartClass::Chassis => pick(lang, "chassis", "シャーシ"),
        PartClass::Stack => pick(lang, "stack", "スタック"),
        PartClass::Backplane => pick(lang, "backplane", "バックプレーン"),
        PartClass::Container => pick(lang, "slot", "スロット"),
        PartClass::PowerSupply => pick(lang, "power supply", "電源"),
        PartClass::Fan => pick(lang, "fan", "ファン"),
        PartClass::Sensor => pick(lang, "sensor", "センサー"),
        PartClass::Module => pick(lang, "module", "モジュール"),
        PartClass::Port => pick(lang, "port", "ポート"),
        PartClass::Processor => pick(lang, "processor", "プロセッサー"),
        PartClass::Battery => pick(lang, "battery", "バッテリー"),
        PartClass::Drive => pick(lang, "drive", "ドライブ"),
        PartClass::Other => pick(lang, "other", "その他"),
    }
}

/// What makes us believe a link.
pub fn evidence(lang: Language, evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::ByHand => pick(lang, "drawn by hand", "手動"),
        Evidence::Lldp => pick(lang, "LLDP", "LLDP"),
        Evidence::Cdp => pick(lang, "CDP", "CDP"),
        Evidence::SpanningTree => pick(lang, "spanning tree", "スパニングツリー"),
        Evidence::Forwarding => pick(lang, "forwarding table", "転送テーブル"),
        Evidence::Arp => pick(lang, "ARP table", "ARPテーブル"),
        Evidence::Routes => pick(lang, "routing table", "経路表"),
        Evidence::Gateway => pick(lang, "default gateway", "デフォルトゲートウェイ"),
    }
}

/// How much is known about a link.
pub fn confidence(lang: Language, confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::ByHand => pick(lang, "by hand", "手動"),
        Confidence::Evidenced => pick(lang, "evidenced", "根拠あり"),
        Confidence::Inferred => pick(lang, "inferred", "推定"),
        Confidence::Outdated => pick(lang, "outdated", "過去の接続"),
    }
}

/// How much a node matters.
pub fn importance(lang: Language, importance: Importance) -> &'static str {
    match importance {
        Importance::Low => pick(lang, "low", "低"),
        Importance::Normal => pick(lang, "normal", "中"),
        Importance::High => pick(lang, "high", "高"),
    }
}

/// Why a person is told.
pub fn reason(lang: Language, reason: Reason) -> &'static str {
    match reason {
        Reason::Opened => pick(lang, "trouble began", "発生"),
        Reason::Worsened => pick(lang, "trouble got worse", "悪化"),
        Reason::Resolved => pick(lang, "trouble is over", "復旧"),
        Reason::Reminder => pick(lang, "nobody has taken it yet", "再通知"),
        Reason::Escalated => pick(lang, "the next ones are told", "エスカレーション"),
        Reason::FlappingBegan => pick(lang, "flapping began", "フラッピング開始"),
        Reason::FlappingEnded => pick(lang, "flapping ended", "フラッピング終息"),
        Reason::VantageLost => pick(lang, "this PC went offline", "PCのネットワーク切断"),
        Reason::VantageBack => pick(lang, "this PC is online again", "PCのネットワーク回復"),
        Reason::GatewayChanged => {
            pick(lang, "the gateway has another hardware address", "ゲートウェイのMACアドレス変化")
        }
        Reason::AddressDisputed => pick(lang, "two answer for one address", "IPアドレスの重複"),
        Reason::Stranger => pick(lang, "somebody new is in the network", "未知の機器の接続"),
        Reason::Test => pick(lang, "a trial", "テスト"),
    }
}

/// What became of a notification.
pub fn delivery(lang: Language, delivery: &Delivery) -> String {
    match delivery {
        Delivery::Waiting { tries: 0, .. } => pick(lang, "waiting", "送信待ち").into(),
        Delivery::Waiting { tries, .. } => match lang {
            Language::En => format!("waiting, tried {tries}×"),
            Language::Ja => format!("再送待ち（{tries}回試行済み）"),
        },
        Delivery::Delivered { .. } => pick(lang, "delivered", "送信済み").into(),
        Delivery::Undelivered { .. } => pick(lang, "not delivered", "送信失敗").into(),
    }
}

/// What is wrong with a field, and what to type instead.
pub fn problem(lang: Language, problem: &Problem) -> String {
    let (en, ja) = match problem {
        Problem::Empty => ("type something here", "入力が必要"),
        Problem::TooLong { most } => {
            return match lang {
                Language::En => format!("too long: at most {most} characters"),
                Language::Ja => format!("長すぎ（最大{most}文字）"),
            };
        }
        Problem::OutOfRange { least, most } => {
            return match lang {
                Language::En => format!("must be from {least} to {most}"),
                Language::Ja => format!("範囲外（{least}～{most}で指定）"),
            };
        }
        Problem::NotAnAddress => {
            ("neither an IP address nor a DNS name", "IPアドレスまたはDNS名ではない値")
        }
        Problem::NotAUrl => {
            ("must begin with http:// or https://", "http:// または https:// で始まるURLが必要")
        }
        Problem::LimitsOutOfOrder => {
            ("the critical limit lies below the warning limit", "重大しきい値が警告しきい値より下")
        }
        Problem::NoSuchThing => ("this is not there any more", "対象が存在しない"),
        Problem::NotAMailAddress => {
            ("not a mail address such as name@example.jp", "メールアドレスではない値")
        }
        Problem::PasswordInTheClear => (
            "a password is only sent over an encrypted connection",
            "暗号化なしの接続ではパスワードを送信不可",
        ),
        Problem::NotAFullPath => ("must be a full path", "絶対パスが必要"),
        Problem::NotPlain => ("has characters that cannot stand here", "使用できない文字あり"),
        Problem::BadTemplate { line, detail } => {
            let detail = tame(detail, 200);
            return match lang {
                Language::En => format!("line {line} of the template: {detail}"),
                Language::Ja => format!("テンプレート{line}行目：{detail}"),
            };
        }
        Problem::EndsBeforeItBegins => {
            ("the end must come after the beginning", "終了は開始より後の時刻が必要")
        }
        Problem::NotACron => (
            "five fields are needed: minute hour day month weekday",
            "「分 時 日 月 曜日」の5項目が必要",
        ),
        Problem::Twice => ("this is there already", "重複あり"),
        Problem::Circle { through } => {
            let names: Vec<String> = through.iter().map(|name| tame(name, 120)).collect();
            let circle = names.join(" → ");
            return match lang {
                Language::En => format!("these would look at each other: {circle}"),
                Language::Ja => format!("循環参照：{circle}"),
            };
        }
        Problem::NotAnOid => (
            "must be numbers with dots between them, such as 1.3.6.1.6.3.1.1.5.3",
            "1.3.6.1.6.3.1.1.5.3のような、ドット区切りの数字が必要",
        ),
        Problem::NotOneCounter => (
            "a rate needs one counter: one object or one column, not several objects added up, nor the number of rows",
            "レートは1つのカウンター（1オブジェクトまたは1列）のみ対応（複数オブジェクトの合算や行数は不可）",
        ),
    };
    pick(lang, en, ja).into()
}
