//! `hinomi scan`: who is there?

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use hinomi_discovery::device::profile::Folder;
use hinomi_discovery::{
    Agent, Clue, Difference, Door, Finding, Match, Options, Progress, RangeError, Ranges, Source,
    Stage, Sureness, Sweep, Topic, compare, parse_ranges, subnets,
};
use hinomi_engine::{Logins, Wish};
use hinomi_model::draft::NodeDraft;
use hinomi_model::fitting::fitting;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Access, Credentials, Login, PORT};
use hinomi_model::{CheckSpec, Node, NodeId, Outcome, Secret, Sketch, words};
use hinomi_net::Net;
use hinomi_net::snmp::Patience;
use serde_json::json;

use crate::args::Scan;
use crate::columns::Columns;
use crate::editing::Editing;
use crate::linking::link;
use crate::paper::Paper;
use crate::site;
use crate::snmp;
use crate::sorry::Sorry;

/// Looks around.
pub async fn run(with: Scan, paper: &Paper) -> Result<ExitCode, Sorry> {
    let swept = where_to(&with.ranges)?;
    let (ranges, exclude) = wanted(&swept, &with.exclude)?;
    // A site that cannot be changed should be known before the sweep, not after it.
    let editing = match &with.site {
        Some(file) => Some(Editing::open(file).await?),
        None => None,
    };
    let typed = with.communities.iter().map(|c| Secret::new(c.clone())).collect();
    let keys = Keys::of(typed, editing.as_ref(), paper).await?;
    let options = Options {
        doors: keys.doors.clone(),
        spared: keys.site.spared.clone(),
        logins: keys.credentials(),
        profiles: with.site.as_deref().map(Folder::beside).unwrap_or_default(),
        exclude,
        ..Options::default()
    };
    let sweep = Sweep::start(&Net::open().await, ranges, options);
    let progress = follow(&sweep, paper).await;
    print(&progress.findings, with.json, paper)?;
    if let Some(obstacle) = progress.trouble.clone() {
        let words = words::outcome(paper.language, &Outcome::unable(obstacle));
        paper.aside(&match paper.language {
            Language::En => format!("Not every address could be looked at: {words}."),
            Language::Ja => format!("一部アドレスは未確認：{words}"),
        });
    }
    if let Some(mut editing) = editing {
        let (ranges, exclude) = (swept, with.exclude.clone());
        editing.wish(Wish::SweepAgain { ranges, exclude })?;
        add(editing, &progress.findings, &sweep.agents(), &keys, paper).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is looked at, and what is left alone wherever tables lead.
fn wanted(swept: &[String], exclude: &[String]) -> Result<(Ranges, Option<Ranges>), Sorry> {
    let unreadable = |e: RangeError| Sorry::usage(e.words(Language::En), e.words(Language::Ja));
    let ranges = parse_ranges(swept).map_err(unreadable)?;
    if exclude.is_empty() {
        return Ok((ranges, None));
    }
    let exclude = parse_ranges(exclude).map_err(unreadable)?;
    let left = ranges.without(&exclude).ok_or_else(|| {
        Sorry::usage(
            "nothing is left to look at: --exclude takes everything away",
            "--exclude により探索対象なし",
        )
    })?;
    Ok((left, Some(exclude)))
}

/// What was typed, else the networks this PC stands in.
fn where_to(typed: &[String]) -> Result<Vec<String>, Sorry> {
    let texts: Vec<String> = match typed.is_empty() {
        false => typed.to_vec(),
        true => subnets().into_iter().filter(|s| s.proposed).map(|s| s.net.to_string()).collect(),
    };
    if texts.is_empty() {
        return Err(Sorry::said(
            "This PC stands in no network that could be looked at by itself; say where to look, for example 192.168.1.0/24.",
            "このPCに自動で探索できるネットワークなし。範囲（例：192.168.1.0/24）を指定",
        ));
    }
    Ok(texts)
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
                let line = how_far(&sweep.progress(), paper.language);
                if live { eprint!("\r\u{1b}[K{line}") } else { paper.aside(&line) }
            }
        }
    }
}

fn how_far(progress: &Progress, lang: Language) -> String {
    let Progress { done, of, findings, agents_done, agents, stage, .. } = progress;
    let found = findings.len();
    match (stage, lang) {
        (Stage::Agents, Language::En) => {
            format!("reading SNMP agents, {agents_done} of {agents}, {found} found")
        }
        (Stage::Agents, Language::Ja) => {
            format!("SNMPエージェント{agents}件中{agents_done}件読取、{found}件発見")
        }
        (_, Language::En) => format!("{done} of {of} addresses, {found} found"),
        (_, Language::Ja) => format!("{of}件中{done}件確認、{found}件発見"),
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
            maker(f).map_or("–".into(), |v| words::tame(&v, 40)),
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

/// Who made it, and which model it is.
fn maker(f: &Finding) -> Option<String> {
    let maker = f.maker.as_deref().or(f.vendor);
    match (maker, f.model.as_deref()) {
        (Some(maker), Some(model)) if !model.starts_with(maker) => Some(format!("{maker} {model}")),
        (_, Some(model)) => Some(model.to_owned()),
        (maker, None) => maker.map(str::to_owned),
    }
}

fn object(f: &Finding) -> serde_json::Value {
    let sure = match f.sure {
        Sureness::Unknown => "unknown",
        Sureness::Guess => "guess",
        Sureness::Likely => "likely",
        Sureness::Sure => "sure",
    };
    json!({
        "address": f.address, "also": f.also, "name": f.name, "mac": f.mac,
        "vendor": f.maker.as_deref().or(f.vendor), "model": f.model, "kind": f.kind, "sure": sure,
        "clues": f.clues.iter().map(clue).collect::<Vec<_>>(), "beyond": f.beyond,
        "rtt": f.rtt.map(|rtt| rtt.as_secs_f64() * 1e3), "ports": f.ports,
        "evidence": f.evidence,
        "gateway": f.gateway, "this_pc": f.this_pc,
    })
}

fn clue(clue: &Clue) -> serde_json::Value {
    let source = match clue.source {
        Source::Snmp => "snmp",
        Source::Wsd => "wsd",
        Source::Ssdp => "ssdp",
        Source::Mdns => "mdns",
        Source::NetBios => "netbios",
        Source::Tls => "tls",
        Source::Http => "http",
        Source::Ssh => "ssh",
        Source::Dns => "dns",
        Source::Route => "route",
        Source::Mac => "mac",
        Source::Ports => "ports",
    };
    let topic = match clue.topic {
        Topic::Name => "name",
        Topic::Type => "type",
        Topic::Maker => "maker",
        Topic::Model => "model",
        Topic::Title => "title",
        Topic::Software => "software",
        Topic::Certificate => "certificate",
        Topic::Service => "service",
        Topic::Group => "group",
        Topic::Ports => "ports",
        Topic::Gateway => "gateway",
    };
    json!({ "source": source, "topic": topic, "text": clue.text, "kind": clue.kind })
}

/// Adds what is not in the site yet, with the checks proposed, and links what agents said hangs
/// together; this PC itself is not watched.
async fn add(
    mut editing: Editing,
    findings: &[Finding],
    agents: &[Agent],
    keys: &Keys,
    paper: &Paper,
) -> Result<(), Sorry> {
    let nodes: Vec<Node> = editing.world().nodes.values().cloned().collect();
    let matches = compare(findings, &nodes);
    let known = |f: &Finding, is: &Match| f.this_pc || is.node.is_some();
    let new: Vec<&Finding> = findings
        .iter()
        .zip(&matches)
        .filter(|(f, is)| !known(f, is))
        .map(|(finding, _)| finding)
        .collect();
    let logins = keys.kept(&editing, findings, paper).await;
    let draft = |f: &Finding| {
        let login = f.login.and_then(|n| logins.get(n).cloned().flatten());
        let maker = f.maker.as_deref().or(f.vendor);
        NodeDraft {
            name: f.name.as_deref().map_or(String::new(), |n| words::tame(n, 119)),
            kind: f.kind,
            vendor: maker.map(|v| words::tame(v, 119)),
            mac: f.mac.clone(),
            snmp: login.map(|login| Access::usual(PORT, login)),
            also: Some(f.also.clone()),
            ..NodeDraft::at(&f.address.to_string())
        }
    };
    let drafts = new.iter().copied().map(draft).collect();
    let ids = site::add_nodes(&mut editing, drafts, CheckSpec::proposed())?;
    for (id, finding) in ids.iter().zip(new) {
        let fits = fitting(&finding.ports, false).into_iter();
        let usual = fits.filter(|fit| fit.usual_for.contains(&finding.kind));
        let usual = usual.map(|fit| Sketch::usual(fit.spec)).collect();
        editing.wish(Wish::AddChecks(vec![*id], usual))?;
    }
    if !keys.is_empty() {
        link(&mut editing, agents)?;
    }
    let links = editing.world().topology.links().len();
    editing.keep().await?;
    let (n, old) = (ids.len(), findings.len() - ids.len());
    paper.aside(&match paper.language {
        Language::En => format!(
            "{n} added to the site; {old} were there already or are this PC. The map has {links} links."
        ),
        Language::Ja => {
            format!("サイトに{n}件追加（登録済みまたはこのPC：{old}件）、マップのリンク：{links}本")
        }
    });
    tell(findings, &matches, &nodes, paper);
    Ok(())
}

/// What is different from what the site knows.
fn tell(findings: &[Finding], matches: &[Match], nodes: &[Node], paper: &Paper) {
    let called = |id: NodeId| {
        let node = nodes.iter().find(|node| node.id == id);
        node.map_or_else(|| id.to_string(), |node| words::tame(&node.name, 60))
    };
    for (finding, found) in findings.iter().zip(matches) {
        let Some(node) = found.node else { continue };
        let (node, at) = (called(node), finding.address);
        for difference in &found.differences {
            let (en, ja) = match difference {
                Difference::Moved { from } => (
                    format!("{node} is not at {from} any more, but at {at}."),
                    format!("{node}：{from} から {at} に移動"),
                ),
                Difference::Replaced { mac } => (
                    format!(
                        "{node} ({at}): another hardware address answers there, not {mac} any more."
                    ),
                    format!("{node}（{at}）：MACアドレスが以前の {mac} と異なる"),
                ),
                Difference::Renamed { to } => {
                    let to = words::tame(to, 60);
                    (
                        format!("{node} ({at}) calls itself {to}."),
                        format!("{node}（{at}）：機器側の名前は {to}"),
                    )
                }
                Difference::Doubled { node: other } => {
                    let other = called(*other);
                    (
                        format!("{node} and {other} are the same device."),
                        format!("{node} と {other} は同一の機器"),
                    )
                }
            };
            paper.aside(paper.pick(&en, &ja));
        }
    }
}

/// What opens agents: what was typed, then the site's list, and what nodes have of their own.
struct Keys {
    typed: Vec<Secret>,
    site: Logins,
    doors: Vec<Door>,
}

impl Keys {
    /// The vault is opened if it can be; that some of its logins are missing is said, and the rest
    /// is looked at.
    async fn of(
        typed: Vec<Secret>,
        editing: Option<&Editing>,
        paper: &Paper,
    ) -> Result<Keys, Sorry> {
        let Some(editing) = editing else {
            return Ok(Keys { typed, site: Logins::default(), doors: Vec::new() });
        };
        snmp::open_locked_vault(editing.site()).await;
        let site = Logins::of(editing.site()).await?;
        if site.locked {
            paper.aside(paper.pick(
                "The site's vault is locked, so its own SNMP logins are not used. Put its passphrase into the environment variable HINOMI_PASSPHRASE to look with them.",
                "保管庫が施錠中のため、サイトのSNMP認証情報は使用しません。使用するには環境変数 HINOMI_PASSPHRASE にパスフレーズを指定",
            ));
        }
        let known = editing.world().nodes.values().filter_map(|n| n.address.ip());
        Ok(Keys::with(typed, site, known))
    }

    /// What was typed is meant for everybody, so also for nodes the ranges do not lead to; but who
    /// has a login of his own is asked with that alone, and not at all while nobody can read it.
    fn with(mut typed: Vec<Secret>, site: Logins, known: impl Iterator<Item = IpAddr>) -> Keys {
        // Agents report every wrong login, so none is tried twice.
        let listed = |c: &Secret| {
            let same = |of: &Credentials| matches!(of, Credentials::V2c(own) if own.reveal() == c.reveal());
            site.credentials.iter().any(same)
        };
        typed.retain(|c| !listed(c));
        let mut doors = site.doors.clone();
        let asked = !typed.is_empty() || !site.credentials.is_empty();
        let spared = site.spared.iter().map(SocketAddr::ip);
        let own: BTreeSet<IpAddr> =
            site.doors.iter().flat_map(Door::addresses).chain(spared).collect();
        let others = known.filter(|ip| asked && !own.contains(ip));
        doors.extend(others.map(|ip| Door {
            at: SocketAddr::new(ip, PORT),
            credentials: None,
            patience: Patience::default(),
            also: Vec::new(),
        }));
        Keys { typed, site, doors }
    }

    /// Is there nothing to open agents with?
    fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.site.credentials.is_empty() && self.doors.is_empty()
    }

    /// What is tried, in this order.
    fn credentials(&self) -> Vec<Credentials> {
        let typed = self.typed.iter().cloned().map(Credentials::V2c);
        typed.chain(self.site.credentials.iter().cloned()).collect()
    }

    /// The logins a site keeps for these, in the same order. What was typed and opens something goes
    /// into the vault; where that cannot be opened the links are drawn all the same, and nobody can
    /// read them again by itself.
    async fn kept(
        &self,
        editing: &Editing,
        findings: &[Finding],
        paper: &Paper,
    ) -> Vec<Option<Login>> {
        let used: BTreeSet<usize> = findings.iter().filter_map(|f| f.login).collect();
        let mut logins = vec![None; self.typed.len()];
        for (n, community) in self.typed.iter().enumerate().filter(|(n, _)| used.contains(n)) {
            match snmp::keep_community(editing.site(), community).await {
                Ok(login) => logins[n] = Some(login),
                Err(sorry) => paper.aside(&sorry.words(paper.language).unwrap_or_default()),
            }
        }
        logins.extend(self.site.logins.iter().cloned().map(Some));
        logins
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::SecretId;

    use super::*;

    fn v2c(community: &str) -> Credentials {
        Credentials::V2c(Secret::new(community))
    }

    fn words(of: &[Credentials]) -> Vec<&str> {
        of.iter()
            .map(|c| match c {
                Credentials::V1(c) | Credentials::V2c(c) => c.reveal(),
                Credentials::V3(user) => &user.name,
            })
            .collect()
    }

    #[test]
    fn what_is_typed_comes_first_and_nothing_is_tried_twice() {
        let [own, also, other, unread] = ["10.0.0.1", "10.0.1.1", "10.0.0.2", "10.0.0.3"]
            .map(|ip| ip.parse::<IpAddr>().unwrap());
        let login = |n| Login::V2c { community: SecretId(n) };
        let site = Logins {
            logins: vec![login(1), login(2)],
            credentials: vec![v2c("office"), v2c("branch")],
            doors: vec![Door {
                at: SocketAddr::new(own, 1161),
                credentials: Some(v2c("its own")),
                patience: Patience::default(),
                also: vec![also],
            }],
            spared: vec![SocketAddr::new(unread, PORT)],
            locked: true,
        };
        let typed = ["guest", "office"].map(Secret::new).to_vec();
        let keys = Keys::with(typed, site, [own, also, other, unread].into_iter());
        assert_eq!(words(&keys.credentials()), ["guest", "office", "branch"]);
        let doors: Vec<(String, bool)> =
            keys.doors.iter().map(|d| (d.at.to_string(), d.credentials.is_some())).collect();
        let wanted = [("10.0.0.1:1161".to_owned(), true), ("10.0.0.2:161".to_owned(), false)];
        assert_eq!(doors, wanted, "because who has a login of his own is asked with that alone");
    }

    #[test]
    fn without_any_login_nobody_is_asked() {
        let ip: IpAddr = "10.0.0.1".parse().unwrap();
        let keys = Keys::with(vec![], Logins::default(), [ip].into_iter());
        assert!(keys.is_empty() && keys.doors.is_empty());
    }
}
