//! `hinomi site`: make a site, add nodes to it, list them.

use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;

use hinomi_discovery::device::profile::Folder;
use hinomi_engine::{Granted, Wish, zone};
use hinomi_model::check::AgentSpec;
use hinomi_model::draft::{CheckDraft, NodeDraft};
use hinomi_model::settings::Language;
use hinomi_model::snmp::Access;
use hinomi_model::{
    Address, Check, CheckSpec, GroupId, IncidentId, Node, NodeId, NodeKind, Settings, State, words,
};
use hinomi_net::Net;
use hinomi_store::{Loaded, Site};
use serde_json::json;

use crate::agent;
use crate::args::{OneFile, Site as What, SiteAdd};
use crate::columns::Columns;
use crate::editing::Editing;
use crate::nodes_csv;
use crate::paper::Paper;
use crate::snmp;
use crate::sorry::Sorry;

/// Does one of them.
pub async fn run(what: What, paper: &Paper) -> Result<ExitCode, Sorry> {
    match what {
        What::New { file, name, zone } => new(&file, name, zone, paper).await?,
        What::Add(with) => add(*with, paper).await?,
        What::List(with) => list(&with, paper).await?,
        What::Import(with) => nodes_csv::import(&with, paper).await?,
        What::Export(with) => nodes_csv::export(&with, paper).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn new(
    file: &Path,
    name: Option<String>,
    zone: Option<String>,
    paper: &Paper,
) -> Result<(), Sorry> {
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned());
    let name = name.or(stem).unwrap_or_default();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Sorry::usage(
            "Give the site a name of 1 to 80 characters with --name.",
            "サイト名（1～80文字）を --name で指定",
        ));
    }
    if let Some(unknown) = zone.as_deref().filter(|zone| !zone::is_known(zone)) {
        return Err(Sorry::usage(
            format!(
                "There is no time zone “{unknown}”; write its name in the tz database, such as Asia/Tokyo."
            ),
            format!(
                "タイムゾーン「{unknown}」は存在しません。tzデータベースの名前（例：Asia/Tokyo）で指定"
            ),
        ));
    }
    let zone = zone.or_else(zone::here);
    let language = paper.language;
    let settings = Settings { name: name.into(), language, zone, ..Settings::default() };
    let site = Site::create(file, &settings).await?;
    let path = site.path().display().to_string();
    site.close().await;
    paper.line(&match paper.language {
        Language::En => format!("{path}: made the site “{name}”."),
        Language::Ja => format!("{path}：サイト「{name}」を作成"),
    })
}

async fn add(with: SiteAdd, paper: &Paper) -> Result<(), Sorry> {
    if with.name.is_some() && with.addresses.len() > 1 {
        return Err(Sorry::usage(
            "--name is for one address; add the others by themselves.",
            "--name は1アドレスのみ。残りは個別に追加",
        ));
    }
    let mut editing = Editing::open(&with.file).await?;
    let known = known(editing.world().nodes.values());
    let group = match &with.group {
        Some(name) => Some(group_named(&mut editing, name)?),
        None => None,
    };
    let mut drafts = Vec::new();
    for typed in &with.addresses {
        let (_, address) = NodeDraft::at(typed).check().map_err(|_| not_an_address(typed))?;
        if let Some(name) = known.get(&address) {
            paper.aside(&already_there(paper.language, &address, name));
            continue;
        }
        drafts.push(NodeDraft {
            name: with.name.clone().unwrap_or_default(),
            kind: with.kind.unwrap_or_default(),
            group,
            ..NodeDraft::at(typed)
        });
    }
    let checks = if with.checks.is_empty() { CheckSpec::proposed() } else { with.checks };
    let pacing = agent::pacing(&with.snmp)?;
    let login = snmp::keep(&with.snmp, editing.site()).await?;
    let ids = match login {
        None => add_nodes(&mut editing, drafts, checks)?,
        Some(login) => {
            let access = Access { port: with.snmp_port, login, pacing };
            let mut ids = Vec::new();
            for draft in drafts {
                ids.extend(add_with_agent(&mut editing, draft, &checks, &access, paper).await?);
            }
            ids
        }
    };
    let lines: Vec<String> = ids
        .iter()
        .filter_map(|id| editing.world().nodes.get(id))
        .map(|n| added(paper.language, n))
        .collect();
    editing.keep().await?;
    lines.iter().try_for_each(|line| paper.line(line))
}

/// Adds a node with what its SNMP agent says it is, and the checks that are usual for that. An agent
/// that lets nobody in is told; the node is added all the same, to be asked from now on.
async fn add_with_agent(
    editing: &mut Editing,
    draft: NodeDraft,
    checks: &[CheckSpec],
    access: &Access,
    paper: &Paper,
) -> Result<Vec<NodeId>, Sorry> {
    let (_, address) = draft.check().map_err(|_| not_an_address(&draft.address))?;
    let net = Net::open().await;
    let (site, logins) = (editing.site(), std::slice::from_ref(&access.login));
    let shelf = Folder::beside(site.path()).now();
    let profiles = &shelf.profiles;
    let looker = hinomi_desk::Looker { site, net: &net, profiles, whole: false, tell: &|_| () };
    let view = Box::pin(looker.look_at(&address, access.port, access.pacing, logins)).await?;
    if let (None, Some(tried)) = (&view.device, view.telling()) {
        let why = words::outcome(paper.language, &tried.outcome);
        paper.aside(&format!("{address}: {why}"));
    }
    let mut draft = NodeDraft { snmp: Some(access.clone()), ..draft };
    let mut checks = checks.to_vec();
    match view.device {
        None => checks.push(CheckSpec::Agent(AgentSpec::default())),
        Some(device) => {
            if draft.kind == NodeKind::Other {
                draft.kind = device.kind;
            }
            if draft.name.is_empty() {
                draft.name = device.described.name.clone().unwrap_or_default();
            }
            draft.vendor = device.described.maker.as_ref().map(|m| words::tame(m, 119));
            draft.described = Some(device.described);
            let usual = device.proposals.into_iter().filter(|p| p.usual);
            checks.extend(usual.map(|p| p.spec));
        }
    }
    add_nodes(editing, vec![draft], checks)
}

/// Adds nodes with these checks each; this PC's default gateways are linked to it.
pub fn add_nodes(
    editing: &mut Editing,
    nodes: Vec<NodeDraft>,
    checks: Vec<CheckSpec>,
) -> Result<Vec<NodeId>, Sorry> {
    let gateways = hinomi_discovery::subnets().into_iter().filter_map(|s| s.gateway);
    let gateways = gateways.map(|g| g.to_string()).collect();
    match editing.wish(Wish::AddNodes { nodes, checks, gateways })? {
        Granted::Nodes(ids) => Ok(ids),
        _ => Ok(Vec::new()),
    }
}

/// The group of this name, made if it is not there.
pub fn group_named(editing: &mut Editing, name: &str) -> Result<GroupId, Sorry> {
    let known = editing.world().groups.values().find(|g| g.name == name.trim());
    if let Some(group) = known {
        return Ok(group.id);
    }
    match editing.wish(Wish::PutGroup(None, name.to_owned()))? {
        Granted::Group(id) => Ok(id),
        _ => Err(Sorry::said("The group could not be made.", "グループを作成できません")),
    }
}

/// Adds the usual checks to nodes that have none of their own yet.
pub fn watch_as_usual(editing: &mut Editing, node: NodeId) -> Result<(), Sorry> {
    for spec in CheckSpec::proposed() {
        editing.wish(Wish::PutCheck(CheckDraft::usual(node, spec)))?;
    }
    Ok(())
}

/// Names by address.
pub fn known<'a>(nodes: impl Iterator<Item = &'a Node>) -> HashMap<Address, String> {
    nodes.map(|n| (n.address.clone(), words::tame(&n.name, 120))).collect()
}

/// What was typed is no address.
pub fn not_an_address(typed: &str) -> Sorry {
    let typed = words::tame(typed, 80);
    Sorry::said(
        format!("“{typed}” is neither an IP address nor a DNS name; nothing was added."),
        format!("「{typed}」はIPアドレスでもDNS名でもない値。追加なし"),
    )
}

fn already_there(lang: Language, address: &Address, name: &str) -> String {
    match lang {
        Language::En => format!("{address} is in this site already, as “{name}”; left as it is."),
        Language::Ja => format!("{address} は「{name}」として登録済み（変更なし）"),
    }
}

/// A node was added.
pub fn added(lang: Language, node: &Node) -> String {
    let name = words::tame(&node.name, 120);
    match lang {
        Language::En => format!("added {name} ({})", node.address),
        Language::Ja => format!("追加：{name}（{}）", node.address),
    }
}

async fn list(with: &OneFile, paper: &Paper) -> Result<(), Sorry> {
    let site = Site::open_read_only(&with.file).await?;
    let loaded = site.load().await?;
    site.close().await;
    if with.json {
        return loaded.nodes.iter().try_for_each(|node| paper.json(&object(&loaded, node)));
    }
    if loaded.nodes.is_empty() {
        paper.aside(paper.pick(
            "Nothing is watched yet; add nodes with “hinomi site add” or “hinomi scan --site”.",
            "監視対象なし。「hinomi site add」または「hinomi scan --site」で追加",
        ));
        return Ok(());
    }
    let mut columns = Columns::default();
    for node in &loaded.nodes {
        let checks: Vec<String> =
            checks_of(&loaded, node.id).map(|c| words::check_name(paper.language, c)).collect();
        columns.add([
            node.id.to_string(),
            words::tame(&node.name, 120),
            node.address.to_string(),
            words::node_kind(paper.language, node.kind).into(),
            group_of(&loaded, node).map_or("–".into(), |g| words::tame(g, 80)),
            standing(&loaded, node, paper),
            checks.join(paper.pick(", ", "、")),
        ]);
    }
    columns.print(paper)
}

fn checks_of(loaded: &Loaded, node: NodeId) -> impl Iterator<Item = &Check> {
    loaded.checks.iter().filter(move |c| c.node == node)
}

/// The name of a node's group.
pub fn group_of<'a>(loaded: &'a Loaded, node: &Node) -> Option<&'a str> {
    let id = node.group?;
    loaded.groups.iter().find(|g| g.id == id).map(|g| g.name.as_str())
}

fn state_of(loaded: &Loaded, check: &Check) -> State {
    loaded.states.get(&check.id).copied().unwrap_or_default()
}

fn standing(loaded: &Loaded, node: &Node, paper: &Paper) -> String {
    if node.paused {
        return paper.pick("paused", "一時停止").into();
    }
    let worst = checks_of(loaded, node.id).filter_map(|c| state_of(loaded, c).grade()).max();
    match worst {
        Some(grade) => paper.graded(grade, words::grade(paper.language, grade)),
        None => "–".into(),
    }
}

fn object(loaded: &Loaded, node: &Node) -> serde_json::Value {
    let checks: Vec<serde_json::Value> = checks_of(loaded, node.id)
        .map(|c| {
            json!({
                "check": c.id, "name": words::check_name(Language::En, c), "spec": c.spec,
                "every": c.every, "patience": c.patience, "paused": c.paused,
                "state": state_of(loaded, c),
            })
        })
        .collect();
    let open: Vec<IncidentId> = (loaded.open.iter())
        .filter(|o| o.incident.node == node.id)
        .map(|o| o.incident.id)
        .collect();
    json!({
        "node": node.id, "name": node.name, "address": node.address, "kind": node.kind,
        "importance": node.importance, "group": group_of(loaded, node), "vendor": node.vendor,
        "mac": node.mac, "snmp": node.snmp, "described": node.described, "notes": node.notes, "paused": node.paused, "added": node.added,
        "checks": checks, "incidents": open,
    })
}
