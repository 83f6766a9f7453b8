//! `hinomi runbook`: list, read and add what to do.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hinomi_engine::world::World;
use hinomi_engine::{Granted, Wish, zone};
use hinomi_model::settings::Language;
use hinomi_model::{CheckId, NodeId, RunbookId, words};
use hinomi_store::Site;
use serde_json::json;

use crate::args::{Runbook as With, RunbookCommand};
use crate::columns::Columns;
use crate::editing::Editing;
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::when;

/// Octets read of any file: more is refused by the site anyway.
const MOST: u64 = 20_000_001;

/// Does one of them.
pub async fn run(with: With, paper: &Paper) -> Result<ExitCode, Sorry> {
    match with.command {
        RunbookCommand::List => list(&with.file, with.json, paper).await?,
        RunbookCommand::Show { id } => {
            show(&with.file, RunbookId(id), with.json, paper).await?;
        }
        RunbookCommand::Add { markdown, title, nodes, checks, attach } => {
            let text = String::from_utf8(read(&markdown)?).map_err(|_| {
                let path = markdown.display();
                Sorry::said(
                    format!("{path}: not UTF-8 text; save it as UTF-8."),
                    format!("{path}：UTF-8ではないため不可。UTF-8で保存"),
                )
            })?;
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            let title = title.unwrap_or_else(|| title_of(&text, &markdown));
            let mut editing = Editing::open(&with.file).await?;
            let nodes = nodes.iter().map(|n| node(editing.world(), n)).collect::<Result<_, _>>()?;
            let checks = checks.into_iter().map(CheckId).collect();
            let wish = Wish::PutRunbook { id: None, title, text, nodes, checks };
            let Granted::Runbook(id) = editing.wish(wish)? else {
                return Err(Sorry::said(
                    "The runbook could not be added.",
                    "手順書を追加できません",
                ));
            };
            attach_all(&mut editing, id, &attach).await?;
            editing.keep().await?;
            paper.line(&match paper.language {
                Language::En => format!("added runbook {id}"),
                Language::Ja => format!("手順書{id}を追加"),
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Vec<u8>, Sorry> {
    let mut content = Vec::new();
    let file = std::fs::File::open(path).and_then(|f| f.take(MOST).read_to_end(&mut content));
    file.map_err(|e| Sorry::file(path, &e))?;
    Ok(content)
}

async fn attach_all(editing: &mut Editing, id: RunbookId, files: &[PathBuf]) -> Result<(), Sorry> {
    for path in files {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let name: String = name.chars().take(200).collect();
        let file = editing.site().put_attachment(&name, &read(path)?).await?;
        editing.wish(Wish::Attach(id, file))?;
    }
    Ok(())
}

/// The first heading, else the file's name.
fn title_of(text: &str, path: &Path) -> String {
    let heading = text.lines().find_map(|l| l.trim_start().strip_prefix('#'));
    let heading = heading.map(|h| h.trim_matches(|c: char| c == '#' || c.is_whitespace()));
    let stem = || path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    heading.filter(|h| !h.is_empty()).map_or_else(stem, |h| h.chars().take(120).collect())
}

/// A node by its name, address or number.
fn node(world: &World, typed: &str) -> Result<NodeId, Sorry> {
    let typed = typed.trim();
    let number: Option<u32> = typed.parse().ok();
    let named: Vec<NodeId> = (world.nodes.values())
        .filter(|n| n.name == typed || n.address.to_string() == typed || Some(n.id.0) == number)
        .map(|n| n.id)
        .collect();
    match named.as_slice() {
        [one] => Ok(*one),
        [] => Err(Sorry::said(
            format!(
                "There is no node “{}” in this site; “site list” shows those there are.",
                words::tame(typed, 80)
            ),
            format!(
                "ノード「{}」は存在しません。「site list」で一覧を表示",
                words::tame(typed, 80)
            ),
        )),
        _ => Err(Sorry::said(
            format!(
                "Several nodes are called “{}”; give the address or the number.",
                words::tame(typed, 80)
            ),
            format!(
                "「{}」に該当するノードが複数あり。アドレスまたは番号で指定",
                words::tame(typed, 80)
            ),
        )),
    }
}

async fn list(file: &Path, as_json: bool, paper: &Paper) -> Result<(), Sorry> {
    let site = Site::open_read_only(file).await?;
    let runbooks = site.runbooks().await?;
    let zone = zone::of(&site.settings().await?);
    site.close().await;
    if as_json {
        return runbooks.iter().try_for_each(|r| {
            paper.json(&json!({
                "runbook": r.id, "title": r.title, "nodes": r.nodes, "checks": r.checks,
                "attachments": r.attachments, "changed": r.changed,
            }))
        });
    }
    if runbooks.is_empty() {
        paper.aside(paper.pick("No runbooks.", "手順書なし"));
    }
    let mut columns = Columns::default();
    for r in &runbooks {
        let files = r.attachments.len();
        columns.add([
            r.id.to_string(),
            words::tame(&r.title, 120),
            when::local(&zone, r.changed, when::FULL),
            match paper.language {
                Language::En => format!("{files} files"),
                Language::Ja => format!("添付{files}件"),
            },
        ]);
    }
    columns.print(paper)
}

async fn show(file: &Path, id: RunbookId, as_json: bool, paper: &Paper) -> Result<(), Sorry> {
    let site = Site::open_read_only(file).await?;
    let found = site.runbook(id).await?;
    site.close().await;
    let runbook = found.ok_or_else(|| {
        Sorry::said(
            format!(
                "There is no runbook {id} in this site; “runbook FILE list” shows those there are."
            ),
            format!("手順書{id}は存在しません。「runbook FILE list」で一覧を表示"),
        )
    })?;
    if as_json {
        return paper.json(&runbook);
    }
    // Line by line, so that text from elsewhere cannot steer the terminal.
    runbook.text.lines().try_for_each(|line| {
        let shown: String = line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        paper.line(&shown)
    })
}
