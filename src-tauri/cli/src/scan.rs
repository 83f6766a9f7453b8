//! `hinomi scan`: who is there?

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::net::IpAddr;
use std::process::ExitCode;
use std::time::Duration;

use hinomi_discovery::{
    Evidence, Finding, Options, Progress, Ranges, Sweep, parse_ranges, subnets,
};
use hinomi_model::draft::NodeDraft;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Access, Login, PORT};
use hinomi_model::{CheckSpec, Outcome, Secret, words};
use hinomi_net::Net;
use serde_json::json;

use crate::args::Scan;
use crate::columns::Columns;
use crate::editing::Editing;
use crate::linking::Survey;
use crate::paper::Paper;
use crate::site;
use crate::snmp;
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
    let communities: Vec<Secret> =
        with.communities.iter().map(|c| Secret::new(c.clone())).collect();
    let others: Vec<IpAddr> = editing
        .iter()
        .flat_map(|e| e.world().nodes.values().filter_map(|n| n.address.ip()))
        .collect();
    let survey = Box::pin(Survey::of(&net, progress.findings, &others, &communities)).await;
    print(&survey.findings, with.json, paper)?;
    if let Some(obstacle) = progress.trouble.clone() {
        let words = words::outcome(paper.language, &Outcome::unable(obstacle));
        paper.aside(&match paper.language {
            Language::En => format!("Not every address could be looked at: {words}."),
            Language::Ja => format!("一部アドレスは未確認：{words}"),
        });
    }
    if let Some(editing) = editing {
        add(editing, &survey, &communities, paper).await?;
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

/// Adds what is not in the site yet, with the checks proposed, and links what agents said hangs
/// together; this PC itself is not watched.
async fn add(
    mut editing: Editing,
    survey: &Survey,
    communities: &[Secret],
    paper: &Paper,
) -> Result<(), Sorry> {
    let known: BTreeSet<IpAddr> =
        editing.world().nodes.values().flat_map(|n| n.addresses().collect::<Vec<_>>()).collect();
    let new = |f: &&Finding| {
        !f.this_pc && !known.contains(&f.address.into()) && !survey.is_another_address(f)
    };
    let logins = logins(&editing, survey, communities, paper).await;
    let draft = |f: &Finding| {
        let login = survey.community(f).and_then(|n| logins.get(n).cloned().flatten());
        NodeDraft {
            name: f
                .name
                .as_deref()
                .or(survey.name(f))
                .map_or(String::new(), |n| words::tame(n, 119)),
            kind: survey.kind(f).unwrap_or(f.kind),
            vendor: f.vendor.map(|v| words::tame(v, 119)),
            mac: survey.mac(f),
            snmp: login.map(|login| Access { port: PORT, login }),
            ..NodeDraft::at(&f.address.to_string())
        }
    };
    let drafts = survey.findings.iter().filter(new).map(draft).collect();
    let ids = site::add_nodes(&mut editing, drafts, CheckSpec::proposed())?;
    if !communities.is_empty() {
        survey.link(&mut editing)?;
    }
    let links = editing.world().topology.links().len();
    editing.keep().await?;
    let (n, old) = (ids.len(), survey.findings.len() - ids.len());
    paper.aside(&match paper.language {
        Language::En => format!(
            "{n} added to the site; {old} were there already or are this PC. The map has {links} links."
        ),
        Language::Ja => {
            format!("サイトに{n}件追加（登録済みまたはこのPC：{old}件）、マップのリンク：{links}本")
        }
    });
    Ok(())
}

/// The communities that open something, in the vault. Where it cannot be opened the links are drawn
/// all the same, and nobody can read them again by itself.
async fn logins(
    editing: &Editing,
    survey: &Survey,
    communities: &[Secret],
    paper: &Paper,
) -> Vec<Option<Login>> {
    let used: BTreeSet<usize> =
        survey.findings.iter().filter_map(|f| survey.community(f)).collect();
    let mut logins = vec![None; communities.len()];
    for n in used {
        match snmp::keep_community(editing.site(), &communities[n]).await {
            Ok(login) => logins[n] = Some(login),
            Err(sorry) => paper.aside(&sorry.words(paper.language).unwrap_or_default()),
        }
    }
    logins
}
