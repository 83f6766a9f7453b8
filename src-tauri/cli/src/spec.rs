//! Checks and kinds as people type them.

use hinomi_model::check::{
    AgentSpec, HttpSpec, IcmpSpec, InterfaceSpec, QualitySpec, Signs, TcpSpec, TrapSpec, ValueSpec,
};
use hinomi_model::draft::CheckDraft;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Fold, Formula, Oid, Rows};
use hinomi_model::{
    CheckId, CheckSpec, CompositeSpec, Importance, Limits, Metric, Need, NodeId, NodeKind, Span,
    words,
};
use serde::de::DeserializeOwned;

use crate::phrase::Phrase;

const SAY: (&str, &str) = (
    "write icmp, quality, traps, tcp:PORT, http, https, http:/path, https:8443/path, a whole URL, snmp, \
     interface:NAME, oid:OID, rate:OID, process:NAME, or all:12,14, any:12,14, 2of:12,14,15 for a \
     composite of checks by their numbers",
    "icmp、quality、traps、tcp:PORT、http、https、http:/path、https:8443/path、URL、snmp、\
     interface:名前、oid:OID、rate:OID、process:名前、\
     または複合チェック（チェック番号で all:12,14、any:12,14、2of:12,14,15）で指定",
);

/// Reads a check: `icmp`, `tcp:443`, `http`, `https:/health`, `http:8080/`, `https://nas/login`.
pub fn parse(text: &str) -> Result<CheckSpec, Phrase> {
    let text = text.trim();
    let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
    let spec = match (kind.to_ascii_lowercase().as_str(), rest) {
        ("icmp" | "ping", "") => CheckSpec::Icmp(IcmpSpec::default()),
        ("quality", "") => CheckSpec::Quality(QualitySpec::default()),
        ("traps", "") => CheckSpec::Trap(TrapSpec::default()),
        ("tcp", port) => {
            let port = port.parse().ok().filter(|p| *p > 0);
            let port = port.ok_or_else(|| {
                Phrase::new(
                    "write the port after tcp:, from 1 to 65535",
                    "tcp: に続けてポート番号（1～65535）を指定",
                )
            })?;
            CheckSpec::Tcp(TcpSpec { port, timeout: Span::seconds(5), connect: Limits::NONE })
        }
        ("snmp", "") => CheckSpec::Agent(AgentSpec::default()),
        ("interface", name) if !name.trim().is_empty() => {
            let port = Signs { name: name.trim().into(), ..Signs::default() };
            CheckSpec::Interface(InterfaceSpec { port, ..InterfaceSpec::default() })
        }
        ("oid", oid) => value(Metric::Value, oid, Rows::Object)?,
        ("rate", oid) => value(Metric::Rate, oid, Rows::Object)?,
        ("process", name) if !name.trim().is_empty() => process(name.trim()),
        (need, of) if composite(need, of).is_some() => {
            CheckSpec::Composite(composite(need, of).expect("it was just read"))
        }
        (scheme @ ("http" | "https"), rest) => {
            CheckSpec::Http(HttpSpec { url: url(scheme, rest), ..HttpSpec::default() })
        }
        _ => return Err(Phrase::new(SAY.0, SAY.1)),
    };
    match CheckDraft::usual(NodeId(0), spec.clone()).check() {
        Ok(()) => Ok(spec),
        Err(errors) => {
            let words = |lang, comma| {
                let words = errors.iter().map(|e| words::problem(lang, &e.problem));
                words.collect::<Vec<_>>().join(comma)
            };
            let (en, ja) = (words(Language::En, ", "), words(Language::Ja, "、"));
            Err(Phrase::new(format!("{en}; {}", SAY.0), format!("{ja}。{}", SAY.1)))
        }
    }
}

/// `hrSWRunName` (RFC 2790): the names of the programs that run.
const RUNNING: [u32; 11] = [1, 3, 6, 1, 2, 1, 25, 4, 2, 1, 2];

fn value(metric: Metric, oid: &str, rows: Rows) -> Result<CheckSpec, Phrase> {
    let oid: Oid = oid.trim().parse().map_err(|_| {
        Phrase::new(
            "write the object with its numbers, such as oid:1.3.6.1.2.1.1.3.0",
            "oid:1.3.6.1.2.1.1.3.0 のように数字で指定",
        )
    })?;
    let (label, formula) = (oid.to_string(), Formula::of(oid));
    let (above, below) = (Limits::NONE, Limits::NONE);
    Ok(CheckSpec::Value(ValueSpec {
        metric,
        label,
        formula,
        rows,
        above,
        below,
        full: Limits::NONE,
    }))
}

/// At least one program of this name runs.
fn process(name: &str) -> CheckSpec {
    let column = Oid::from(RUNNING);
    let rows =
        Rows::All { fold: Fold::Count, column: Some(column.clone()), says: Some(name.to_owned()) };
    CheckSpec::Value(ValueSpec {
        metric: Metric::Number,
        label: name.to_owned(),
        formula: Formula::of(column),
        rows,
        above: Limits::NONE,
        below: Limits { warning: None, critical: Some(0.0) },
        full: Limits::NONE,
    })
}

/// Reads `all`, `any` or `2of`, and the numbers of checks after it.
fn composite(need: &str, of: &str) -> Option<CompositeSpec> {
    let need = match need {
        "all" => Need::All,
        "any" => Need::Any,
        some => Need::AtLeast { n: some.strip_suffix("of")?.parse().ok()? },
    };
    let of = of.split(',').map(|id| id.trim().parse().map(CheckId));
    Some(CompositeSpec { need, of: of.collect::<Result<_, _>>().ok()? })
}

fn url(scheme: &str, rest: &str) -> String {
    if rest.starts_with("//") {
        format!("{scheme}:{rest}")
    } else if rest.starts_with("http://") || rest.starts_with("https://") {
        rest.to_owned()
    } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let path = if rest.contains('/') { "" } else { "/" };
        format!("{scheme}://{{address}}:{rest}{path}")
    } else {
        format!("{scheme}://{{address}}/{}", rest.trim_start_matches('/'))
    }
}

/// How a check is typed.
pub fn typed(spec: &CheckSpec) -> String {
    match spec {
        CheckSpec::Icmp(_) => "icmp".into(),
        CheckSpec::Quality(_) => "quality".into(),
        CheckSpec::Composite(composite) => {
            let of: Vec<String> = composite.of.iter().map(ToString::to_string).collect();
            let need = match composite.need {
                Need::All => "all".to_owned(),
                Need::Any => "any".to_owned(),
                Need::AtLeast { n } => format!("{n}of"),
            };
            format!("{need}:{}", of.join(","))
        }
        CheckSpec::Trap(_) => "traps".into(),
        CheckSpec::Tcp(tcp) => format!("tcp:{}", tcp.port),
        CheckSpec::Http(http) => http.url.clone(),
        CheckSpec::Agent(_) => "snmp".into(),
        CheckSpec::Interface(interface) => format!("interface:{}", interface.port.name),
        CheckSpec::Value(value) => format!("{}:{}", value.metric.key(), value.label),
        CheckSpec::Word(word) => format!("state:{}", word.label),
    }
}

/// A word of a closed set, as it stands in the site file.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = text.trim().to_lowercase().replace([' ', '-'], "_");
    serde_json::from_value(serde_json::Value::String(text)).ok()
}

/// Reads a kind of node; nothing is `other`.
pub fn kind(text: &str) -> Result<NodeKind, Phrase> {
    match text.trim() {
        "" => Ok(NodeKind::Other),
        text => word(text).ok_or_else(|| {
            Phrase::new(
                "write router, switch, access_point, firewall, server, workstation, printer, \
                 phone, camera, storage, power, service or other",
                "router、switch、access_point、firewall、server、workstation、printer、phone、\
                 camera、storage、power、service、other のいずれかで指定",
            )
        }),
    }
}

/// Reads how much a node matters; nothing is `normal`.
pub fn importance(text: &str) -> Result<Importance, Phrase> {
    match text.trim() {
        "" => Ok(Importance::Normal),
        text => word(text).ok_or_else(|| {
            Phrase::new("write low, normal or high", "low、normal、high のいずれかで指定")
        }),
    }
}

/// The word for a kind or an importance in tables and JSON.
pub fn key(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_read_as_people_type_them() {
        let url = |typed: &str| match parse(typed) {
            Ok(CheckSpec::Http(spec)) => spec.url,
            other => panic!("{typed}: {other:?}"),
        };
        assert_eq!(url("http"), "http://{address}/");
        assert_eq!(url("https:/health"), "https://{address}/health");
        assert_eq!(url("http:8080"), "http://{address}:8080/");
        assert_eq!(url("https:8443/a?b=c:d"), "https://{address}:8443/a?b=c:d");
        assert_eq!(url("http://nas.example.jp/x"), "http://nas.example.jp/x");
        assert_eq!(url("http:https://nas/"), "https://nas/");
        assert!(matches!(parse("tcp:443"), Ok(CheckSpec::Tcp(TcpSpec { port: 443, .. }))));
        assert!(matches!(parse(" ICMP "), Ok(CheckSpec::Icmp(_))));
        for typed in ["all:12,14", "any:12", "2of:12,14,15"] {
            let spec = parse(typed).expect("it is a composite");
            assert_eq!(super::typed(&spec), typed);
        }
    }

    #[test]
    fn what_is_no_check_is_refused_with_what_to_write() {
        for typed in [
            "",
            "tcp",
            "tcp:0",
            "tcp:70000",
            "oid:x",
            "icmp:3",
            "http://",
            "ftp://x/",
            "all:",
            "any:x",
            "0of:1,2",
            "3of:1,2",
            "any:1,1",
        ] {
            let said = parse(typed).expect_err("because it is no check");
            assert!(said.to_string().contains("write"), "{typed}: {said}");
        }
    }

    #[test]
    fn kinds_are_read_leniently() {
        assert_eq!(kind("Access Point"), Ok(NodeKind::AccessPoint));
        assert_eq!(kind(""), Ok(NodeKind::Other));
        assert!(kind("toaster").is_err());
        assert_eq!(importance("HIGH"), Ok(Importance::High));
    }
}
