//! `hinomi map`: nodes and links, each link with its evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use hinomi_model::{Evidence, Link, NodeId, words};
use hinomi_store::{Loaded, Site};
use serde_json::json;

use crate::args::OneFile;
use crate::paper::Paper;
use crate::sorry::Sorry;

/// Prints the map.
pub async fn run(with: OneFile, paper: &Paper) -> Result<ExitCode, Sorry> {
    let site = Site::open_read_only(&with.file).await?;
    let loaded = site.load().await?;
    site.close().await;
    if with.json {
        objects(&loaded, paper)?
    } else {
        tree(&loaded, paper)?
    }
    Ok(ExitCode::SUCCESS)
}

fn objects(loaded: &Loaded, paper: &Paper) -> Result<(), Sorry> {
    let names: BTreeMap<NodeId, &str> =
        loaded.nodes.iter().map(|n| (n.id, n.name.as_str())).collect();
    for node in &loaded.nodes {
        paper.json(&json!({
            "node": node.id, "name": node.name, "address": node.address, "kind": node.kind,
            "also": node.also, "inferred": node.inferred,
        }))?;
    }
    for link in loaded.links.iter().filter(|l| l.struck.is_none()) {
        let evidence: Vec<Evidence> =
            [link.evidence].into_iter().chain(link.also.clone()).collect();
        paper.json(&json!({
            "link": link.id,
            "from": link.from, "from_name": link.from.and_then(|n| names.get(&n)),
            "to": link.to, "to_name": names.get(&link.to),
            "evidence": evidence, "confidence": link.confidence, "cables": link.cables,
            "since": link.since, "seen": link.seen,
        }))?;
    }
    Ok(())
}

/// Walks from this PC along the links as drawn; what no link reaches comes after.
fn tree(loaded: &Loaded, paper: &Paper) -> Result<(), Sorry> {
    let mut walk = Walk { loaded, paper, seen: BTreeSet::new() };
    paper.line(paper.pick("this PC", "このPC"))?;
    walk.from(walk.below(None, ""))?;
    let is_end = |id: &NodeId| loaded.links.iter().any(|l| l.to == *id && l.leads());
    // Heads of trees of their own first, then what only a circle reaches.
    let (inner, heads): (Vec<NodeId>, Vec<NodeId>) =
        loaded.nodes.iter().map(|n| n.id).partition(is_end);
    let mut said = false;
    for id in heads.into_iter().chain(inner) {
        if walk.seen.contains(&id) {
            continue;
        }
        if !std::mem::replace(&mut said, true) {
            paper.line("")?;
            paper.line(paper.pick("not linked to this PC", "このPCへのリンクなし"))?;
        }
        walk.from(vec![Step { id, evidence: None, head: String::new(), indent: "  ".into() }])?;
    }
    Ok(())
}

struct Walk<'a> {
    loaded: &'a Loaded,
    paper: &'a Paper,
    seen: BTreeSet<NodeId>,
}

struct Step {
    id: NodeId,
    evidence: Option<Evidence>,
    head: String,
    indent: String,
}

impl Walk<'_> {
    /// The next steps, the first one last.
    fn below(&self, from: Option<NodeId>, indent: &str) -> Vec<Step> {
        let links: Vec<&Link> =
            self.loaded.links.iter().filter(|l| l.from == from && l.leads()).collect();
        let step = |(n, link): (usize, &&Link)| {
            let (branch, down) =
                if n + 1 == links.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            Step {
                id: link.to,
                evidence: Some(link.evidence),
                head: format!("{indent}{branch}"),
                indent: format!("{indent}{down}"),
            }
        };
        links.iter().enumerate().rev().map(step).collect()
    }

    /// A stack of its own, because a site file may hold a very long chain.
    fn from(&mut self, mut steps: Vec<Step>) -> Result<(), Sorry> {
        while let Some(step) = steps.pop() {
            let Some(node) = self.loaded.nodes.iter().find(|n| n.id == step.id) else { continue };
            let name = words::tame(&node.name, 120);
            let kind = words::node_kind(self.paper.language, node.kind);
            let mut aside = kind.to_owned();
            if let Some(evidence) = step.evidence {
                aside.push_str(&format!(" · {}", words::evidence(self.paper.language, evidence)));
            }
            let known = !self.seen.insert(step.id);
            if known {
                aside.push_str(self.paper.pick(" · see above", " · 上記参照"));
            }
            let aside = self.paper.dim(&aside);
            self.paper.line(&format!("{}{name}  {}  {aside}", step.head, node.address))?;
            if !known {
                steps.extend(self.below(Some(step.id), &step.indent));
            }
        }
        Ok(())
    }
}
