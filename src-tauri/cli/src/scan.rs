//! `hinomi scan`: who is there?

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use hinomi_discovery::{
    Evidence, Finding, Options, Progress, Ranges, Sweep, parse_ranges, subnets,
};
use hinomi_model::draft::NodeDraft;
use hinomi_model::settings::Language;
use hinomi_model::{Address, CheckSpec, Outcome, words};
use hinomi_net::Net;
use serde_json::json;

use crate::args::Scan;
use crate::columns::Columns;
use crate::editing::Editing;
use crate::paper::Paper;
use crate::site;
use crate::sorry::Sorry;

/// Looks around.
pub async fn run(with: Scan, paper: &Paper) -> Result<ExitCode, Sorry> {
    let ranges = ranges(&with.ranges)?;
    // A site that cannot be changed should be known before the sweep, not after it.
    let editing = match &with.site {
        Some(file) => Some(Editing::open(file).await?),
        None => None,
    };
    let net = Net::open().await;
    let sweep = Sweep::start(&net, ranges, Options::default());
    let progress = follow(&sweep, paper).await;
    print(&progress.findings, with.json, paper)?;
    if let Some(obstacle) = progress.trouble.clone() {
        let words = words::outcome(paper.language, &Outcome::unable(obstacle));
        paper.aside(&match paper.language {
            Language::En => format!("Not every address could be looked at: {words}."),
            Language::Ja => format!("一部アドレスは未確認：{words}"),
        });
    }
    if let Some(editing) = editing {
        add(editing, &progress.findings, paper).await?;
    }
    Ok(ExitCode::SUCCESS)
}

fn ranges(typed: &[String]) -> Result<Ranges, Sorry> {
    let texts = match typed.is_empty() {
        false => typed.to_vec(),
        true => subnets().into_iter().filter(|s| s.proposed).map(|s| s.net.to_string()).collect(),
    };
    if texts.is_empty() {
        return Err(Sorry::said(
            "This PC stands in no network that could be looked at by itself; say where to look, for example 192.168.1.0/24.",
            "このPCに自動で探索できるネットワークなし。範囲（例：192.168.1.0/24）を指定",
        ));
    }
    parse_ranges(&texts).map_err(|e| Sorry::usage(e.words(Language::En), e.words(Language::Ja)))
}

/// Waits for the end of the sweep; what was found when Ctrl+C is pressed counts too.
async fn follow(sweep: &Sweep, paper: &Paper) -> Progress {
    let live = std::io::stderr().is_terminal();
    let every = Duration::from_millis(if live { 250 } else { 5_000 });
    loop {
        tokio::select! {
            done = sweep.wait() => {
                if live { eprint!("\r\u{1b}[K"); }
                return done;
            }
            _ = tokio::signal::ctrl_c() => sweep.stop(),
            () = tokio::time::sleep(every) => {
                let Progress { done, of, findings, .. } = sweep.progress();
                let found = findings.len();
                let line = match paper.language {
                    Language::En => format!("{done} of {of} addresses, {found} found"),
                    Language::Ja => format!("{of}件中{done}件確認、{found}件発見"),
                };
                if live { eprint!("\r\u{1b}[K{line}") } else { paper.aside(&line) }
            }
        }
    }
}

fn print(findings: &[Finding], as_json: bool, paper: &Paper) -> Result<(), Sorry> {
    if as_json {
        return findings.iter().try_for_each(|f| paper.json(&object(f)));
    }
    let mut columns = Columns::default();
    for f in findings {
        let ports: Vec<String> = f.ports.iter().map(u16::to_string).collect();
        let mut kind = words::node_kind(paper.language, f.kind).to_owned();
        if f.gateway {
            kind.push_str(paper.pick(" (gateway)", "（ゲートウェイ）"));
        }
        if f.this_pc {
            kind.push_str(paper.pick(" (this PC)", "（このPC）"));
        }
        columns.add([
            f.address.to_string(),
            f.name.as_deref().map_or("–".into(), |n| words::tame(n, 60)),
            kind,
            f.vendor.map_or("–".into(), |v| words::tame(v, 40)),
            f.rtt.map_or("–".into(), |rtt| {
                words::value(hinomi_model::Metric::Rtt, rtt.as_secs_f64() * 1e3)
            }),
            ports.join(","),
        ]);
    }
    columns.print(paper)?;
    let n = findings.len();
    paper.aside(&match paper.language {
        Language::En => format!("{n} found."),
        Language::Ja => format!("{n}件発見"),
    });
    Ok(())
}

fn object(f: &Finding) -> serde_json::Value {
    let evidence = |e: &Evidence| match e {
        Evidence::Icmp => "icmp",
        Evidence::Tcp => "tcp",
        Evidence::Neighbour => "neighbour",
        Evidence::Mdns => "mdns",
    };
    json!({
        "address": f.address, "name": f.name, "mac": f.mac, "vendor": f.vendor, "kind": f.kind,
        "rtt": f.rtt.map(|rtt| rtt.as_secs_f64() * 1e3), "ports": f.ports,
        "evidence": f.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "gateway": f.gateway, "this_pc": f.this_pc,
    })
}

/// Adds what is not in the site yet, with the checks proposed; this PC itself is not watched.
async fn add(mut editing: Editing, findings: &[Finding], paper: &Paper) -> Result<(), Sorry> {
    let known = site::known(editing.world().nodes.values());
    let new = |f: &&Finding| !f.this_pc && !known.contains_key(&Address::Ip(f.address.into()));
    let draft = |f: &Finding| NodeDraft {
        name: f.name.as_deref().map_or(String::new(), |n| words::tame(n, 119)),
        kind: f.kind,
        vendor: f.vendor.map(|v| words::tame(v, 119)),
        mac: f.mac.clone(),
        ..NodeDraft::at(&f.address.to_string())
    };
    let drafts = findings.iter().filter(new).map(draft).collect();
    let ids = site::add_nodes(&mut editing, drafts, CheckSpec::proposed())?;
    editing.keep().await?;
    let (n, old) = (ids.len(), findings.len() - ids.len());
    paper.aside(&match paper.language {
        Language::En => format!("{n} added to the site; {old} were there already or are this PC."),
        Language::Ja => format!("サイトに{n}件追加（登録済みまたはこのPC：{old}件）"),
    });
    Ok(())
}
