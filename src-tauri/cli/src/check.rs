//! `hinomi check`: one probe, now, in words.

use std::process::ExitCode;

use hinomi_model::grade::grade;
use hinomi_model::{Address, CheckSpec, Grade, NodeId, words};
use hinomi_net::Net;
use serde::Serialize;

use crate::agent;
use crate::args::Check;
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::spec;

/// The exit code of a check that is not well.
const NOT_WELL: u8 = 3;

#[derive(Serialize)]
struct Line<'a> {
    spec: String,
    address: &'a Address,
    at: hinomi_model::Stamp,
    took: hinomi_model::Span,
    grade: Grade,
    #[serde(flatten)]
    outcome: &'a hinomi_model::Outcome,
    words: String,
}

/// Probes once.
pub async fn run(with: Check, paper: &Paper) -> Result<ExitCode, Sorry> {
    if matches!(with.spec, CheckSpec::Composite(_)) {
        return Err(Sorry::usage(
            "A composite check looks at other checks of a site, so it cannot be run by itself.",
            "複合チェックはサイト内のほかのチェックを見るため単発実行は不可",
        ));
    }
    if matches!(with.spec, CheckSpec::Quality(_)) {
        return Err(Sorry::usage(
            "A quality check looks back on earlier pings, so it cannot be run once; use icmp.",
            "回線品質は過去のPingから求めるため単発実行は不可。icmpを指定",
        ));
    }
    if matches!(with.spec, CheckSpec::Trap(_)) {
        return Err(Sorry::usage(
            "Traps come when the device sends them, so they cannot be asked for; hinomi watch hears them.",
            "トラップは機器から届くものであり問い合わせ不可。hinomi watchで受信",
        ));
    }
    let asks_agent = with.spec.asks_agent();
    let host = if asks_agent { agent::parted(&with.address).0 } else { &with.address };
    let address = Address::parse(host).map_err(|e| {
        Sorry::usage(
            format!("{e}; write one of the two."),
            format!("「{}」はIPアドレスでもDNS名でもない値", words::tame(&e.0, 80)),
        )
    })?;
    let net = Net::open().await;
    let session = match asks_agent {
        true => Some(Box::pin(agent::knock(&with.address, &with.snmp, &net)).await?),
        false => None,
    };
    let sample = hinomi_engine::probe_once(&with.spec, address.clone(), session, &net).await;
    let grade = grade(&with.spec, &sample.outcome, None);
    let words = words::outcome(paper.language, &sample.outcome);
    if with.json {
        paper.json(&Line {
            spec: spec::typed(&with.spec),
            address: &address,
            at: sample.at,
            took: sample.took,
            grade,
            outcome: &sample.outcome,
            words,
        })?;
    } else {
        let draft = hinomi_model::draft::CheckDraft::usual(NodeId(0), with.spec);
        let check = hinomi_model::Check {
            id: hinomi_model::CheckId(0),
            node: NodeId(0),
            name: String::new(),
            spec: draft.spec,
            every: draft.every,
            patience: draft.patience,
            paused: false,
            own: None,
        };
        let name = words::check_name(paper.language, &check);
        let word = paper.graded(grade, words::grade(paper.language, grade));
        paper.line(&format!("{address}  {name}  {word} – {words}"))?;
    }
    Ok(if grade == Grade::Ok { ExitCode::SUCCESS } else { ExitCode::from(NOT_WELL) })
}
