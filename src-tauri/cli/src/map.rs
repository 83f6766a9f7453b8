//! `hinomi map`: nodes and links, each link with its ports, its evidence and its age.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use hinomi_model::settings::Language;
use hinomi_model::{Confidence, Evidence, Link, NodeId, Port, Stamp, words};
use hinomi_store::{Loaded, Site};
use serde_json::json;

use crate::args::Map;
use crate::editing::now;
use crate::paper::Paper;
use crate::sorry::Sorry;

/// Prints or draws the map.
pub async fn run(with: Map, paper: &Paper) -> Result<ExitCode, Sorry> {
    let site = Site::open_read_only(&with.file).await?;
    let done = match (&with.svg, with.json) {
        (Some(out), _) => draw(&site, out, paper).await,
        (None, true) => objects(&site.load().await?, paper),
        (None, false) => tree(&site.load().await?, now(), paper),
    };
    site.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn draw(site: &Site, out: &Path, paper: &Paper) -> Result<(), Sorry> {
    let sheet = hinomi_desk::map_sheet(site, paper.language, now()).await?;
    let svg = hinomi_reports::to_svg(&sheet);
    if out.as_os_str() == "-" {
        return paper.raw(svg.as_bytes());
    }
    put(out, svg.as_bytes())?;
    let (path, nodes) = (out.display(), sheet.nodes.len());
    paper.aside(&match paper.language {
        Language::En => format!("{path}: a map of {nodes} nodes."),
        Language::Ja => format!("{path}：{nodes}ノードのマップ"),
    });
    Ok(())
}

/// Writes a drawing where nothing is yet, or over an older one: what else is there may be a site.
fn put(out: &Path, svg: &[u8]) -> Result<(), Sorry> {
    let sorry = |e: &std::io::Error| Sorry::file(out, e);
    let made = std::fs::File::options().write(true).create_new(true).open(out);
    match made {
        Ok(mut file) => file.write_all(svg).map_err(|e| sorry(&e)),
        // A pipe would be waited for, and a disk be written over.
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && !out.is_file() => {
            let path = out.display();
            Err(Sorry::said(
                format!("{path} is no file; name a file, or - for the standard output."),
                format!("{path} はファイルではありません。ファイル名、または -（標準出力）を指定"),
            ))
        }
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            let mut begin = Vec::new();
            let old = std::fs::File::open(out).map_err(|e| sorry(&e))?;
            let mark = hinomi_reports::MAP_MARK.as_bytes();
            old.take(mark.len() as u64).read_to_end(&mut begin).map_err(|e| sorry(&e))?;
            if !begin.is_empty() && begin != mark {
                let path = out.display();
                return Err(Sorry::said(
                    format!(
                        "{path} is there already and is no drawing of a map; name another file, or move this one away first."
                    ),
                    format!(
                        "{path} は既に存在し、マップの図ではありません。別のファイル名を指定するか、先に移動が必要"
                    ),
                ));
            }
            replace(out, svg).map_err(|e| sorry(&e))
        }
        Err(e) => Err(sorry(&e)),
    }
}

/// All or nothing: the older drawing stands until the newer is whole, also where a link leads to it.
fn replace(out: &Path, svg: &[u8]) -> std::io::Result<()> {
    let old = out.canonicalize()?;
    let mut beside = old.clone().into_os_string();
    beside.push(format!(".{}", std::process::id()));
    let whole = || {
        let mut new = std::fs::File::options().write(true).create_new(true).open(&beside)?;
        new.write_all(svg)?;
        new.set_permissions(std::fs::metadata(&old)?.permissions())?;
        std::fs::rename(&beside, &old)
    };
    whole().inspect_err(|_| drop(std::fs::remove_file(&beside)))
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
fn tree(loaded: &Loaded, now: Stamp, paper: &Paper) -> Result<(), Sorry> {
    let mut walk = Walk { loaded, now, paper, seen: BTreeSet::new() };
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
        walk.from(vec![Step { id, link: None, head: String::new(), indent: "  ".into() }])?;
    }
    Ok(())
}

struct Walk<'a> {
    loaded: &'a Loaded,
    now: Stamp,
    paper: &'a Paper,
    seen: BTreeSet<NodeId>,
}

struct Step<'a> {
    id: NodeId,
    link: Option<&'a Link>,
    head: String,
    indent: String,
}

impl<'a> Walk<'a> {
    /// The next steps, the first one last.
    fn below(&self, from: Option<NodeId>, indent: &str) -> Vec<Step<'a>> {
        let links: Vec<&Link> =
            self.loaded.links.iter().filter(|l| l.from == from && l.struck.is_none()).collect();
        let step = |(n, link): (usize, &&'a Link)| {
            let (branch, down) =
                if n + 1 == links.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            Step {
                id: link.to,
                link: Some(link),
                head: format!("{indent}{branch}"),
                indent: format!("{indent}{down}"),
            }
        };
        links.iter().enumerate().rev().map(step).collect()
    }

    /// A stack of its own, because a site file may hold a very long chain.
    fn from(&mut self, mut steps: Vec<Step<'a>>) -> Result<(), Sorry> {
        while let Some(step) = steps.pop() {
            let Some(node) = self.loaded.nodes.iter().find(|n| n.id == step.id) else { continue };
            let name = words::tame(&node.name, 120);
            let mut aside = vec![words::node_kind(self.paper.language, node.kind).to_owned()];
            aside.extend(
                step.link.into_iter().flat_map(|link| told(self.paper.language, link, self.now)),
            );
            // An outdated link leads nowhere: what hangs there stands where it is seen now.
            let leads = step.link.is_none_or(Link::leads);
            let known = leads && !self.seen.insert(step.id);
            if known {
                aside.push(self.paper.pick("see above", "上記参照").to_owned());
            }
            let aside = self.paper.dim(&aside.join(" · "));
            self.paper.line(&format!("{}{name}  {}  {aside}", step.head, node.address))?;
            if leads && !known {
                steps.extend(self.below(Some(step.id), &step.indent));
            }
        }
        Ok(())
    }
}

/// The wires of a link, why it is believed, and when it was seen last if that is a while ago.
fn told(language: Language, link: &Link, now: Stamp) -> Vec<String> {
    /// Links are read again every five minutes.
    const FRESH: i64 = 10 * 60_000;
    let name = |port: &Option<Port>| {
        port.as_ref().map_or_else(|| "?".to_owned(), |p| words::tame(&p.name, 60))
    };
    let known = link.cables.iter().filter(|c| c.from.is_some() || c.to.is_some());
    let mut told: Vec<String> =
        known.map(|c| format!("{} – {}", name(&c.from), name(&c.to))).collect();
    let evidence: Vec<&str> = [link.evidence]
        .into_iter()
        .chain(link.also.iter().copied())
        .map(|e| words::evidence(language, e))
        .collect();
    told.push(match (link.confidence, language) {
        // Both words would be the same.
        (Confidence::ByHand, _) => evidence.join(", "),
        (sure, Language::En) => {
            format!("{}: {}", words::confidence(language, sure), evidence.join(", "))
        }
        (sure, Language::Ja) => {
            format!("{}：{}", words::confidence(language, sure), evidence.join("、"))
        }
    });
    let age = link.seen.map(|seen| now - seen);
    let old = |age: &hinomi_model::Span| age.0 > FRESH || link.confidence == Confidence::Outdated;
    told.extend(age.filter(old).map(|age| {
        let age = words::span(language, age);
        match language {
            Language::En => format!("last seen {age} ago"),
            Language::Ja => format!("最終確認 {age}前"),
        }
    }));
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use hinomi_model::{Cable, LinkId};

    #[test]
    fn a_link_is_told_with_its_ports_its_evidence_and_its_age() {
        let port = |name: &str| Some(Port { name: name.into(), index: None });
        let now = Stamp(10_000_000);
        let plain = Link::new(LinkId(1), None, NodeId(1), Evidence::Lldp, now);
        let link = Link {
            also: vec![Evidence::Forwarding],
            confidence: Confidence::Inferred,
            cables: vec![
                Cable { from: port("Gi0/1"), to: port("eth0\u{1b}[31m") },
                Cable { from: port("Gi0/2"), to: None },
                Cable::default(),
            ],
            ..plain
        };
        let (en, ja) = (Language::En, Language::Ja);
        assert_eq!(
            told(en, &link, now),
            ["Gi0/1 – eth0 [31m", "Gi0/2 – ?", "inferred: LLDP, forwarding table"],
            "because it was seen just now, and a name cannot steer a terminal"
        );
        let later = Stamp(now.0 + 3_600_000);
        let last = |language| told(language, &link, later).pop().unwrap_or_default();
        assert_eq!(
            (last(en).as_str(), last(ja).as_str()),
            ("last seen 1 h ago", "最終確認 1時間前")
        );
        let drawn = Link::new(LinkId(2), None, NodeId(2), Evidence::ByHand, now);
        assert_eq!(told(ja, &drawn, later), ["手動"], "because nobody sees a line");
    }

    #[test]
    fn a_drawing_replaces_nothing_but_a_drawing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (site, out) = (folder.path().join("a.hinomi"), folder.path().join("a.svg"));
        std::fs::write(&site, b"SQLite format 3").expect("it can be written");
        let sorry = put(&site, b"<svg/>").expect_err("because a site is not replaced");
        let words = sorry.words(Language::En).expect("it is said");
        assert!(words.contains("another file"), "because it says what to do: {words}");
        assert_eq!(std::fs::read(&site).expect("it is there"), b"SQLite format 3");
        let drawing = |of: &str| format!("{}>{of}</svg>", hinomi_reports::MAP_MARK).into_bytes();
        std::fs::write(&out, b"").expect("it can be written");
        for drawing in [drawing("1"), drawing("")] {
            put(&out, &drawing).expect("because nothing is there, or a drawing of a map");
            assert_eq!(std::fs::read(&out).expect("it is there"), drawing);
        }
        let left = std::fs::read_dir(folder.path()).expect("it can be read").count();
        assert_eq!(left, 2, "because nothing is left beside it");
        let logo = folder.path().join("logo.svg");
        std::fs::write(&logo, b"<svg xmlns=\"x\"/>").expect("it can be written");
        put(&logo, b"<svg/>").expect_err("because it is somebody's logo");
        let sorry = put(folder.path(), b"<svg/>").expect_err("because that is no file");
        let words = sorry.words(Language::En).expect("it is said");
        assert!(words.contains("standard output"), "because it says what to do: {words}");
        put(&folder.path().join("no/such/a.svg"), b"<svg/>").expect_err("because nobody made it");
    }
}
