//! `hinomi incident`: list, read, and write into their logs.

use std::path::Path;
use std::process::ExitCode;

use hinomi_desk::Keeping;
use hinomi_engine::{Line, Wish, zone};
use hinomi_model::settings::Language;
use hinomi_model::{Incident, IncidentId, words};
use hinomi_store::{IncidentFilter, Site};

use crate::args::{Incident as With, IncidentCommand};
use crate::columns::Columns;
use crate::editing::{Editing, no_such_incident, now};
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::when;

/// Characters a person may write at once.
const MOST: usize = 20_000;

/// Does one of them.
pub async fn run(with: With, paper: &Paper) -> Result<ExitCode, Sorry> {
    let file = with.file.as_path();
    let (id, line) = match with.command {
        IncidentCommand::List { open, most } => {
            list(file, open, most, with.json, paper).await?;
            return Ok(ExitCode::SUCCESS);
        }
        IncidentCommand::Show { id } => {
            show(file, IncidentId(id), with.json, paper).await?;
            return Ok(ExitCode::SUCCESS);
        }
        IncidentCommand::Note { id, text } => (id, Line::Note(bounded("TEXT", text, false)?)),
        IncidentCommand::Ack { id, text } => {
            let note = bounded("TEXT", text.unwrap_or_default(), true)?;
            (id, Line::Acknowledge { note, sticky: false, until: None })
        }
        IncidentCommand::Close { id, cause, prevention } => {
            let cause = bounded("--cause", cause, false)?;
            let prevention = bounded("--prevention", prevention, true)?;
            (id, Line::Close { cause, prevention })
        }
    };
    write(file, IncidentId(id), with.by, line, with.json, paper).await?;
    Ok(ExitCode::SUCCESS)
}

fn bounded(field: &str, text: String, may_be_empty: bool) -> Result<String, Sorry> {
    let text = text.trim().to_owned();
    if (text.is_empty() && !may_be_empty) || text.chars().count() > MOST {
        return Err(Sorry::usage(
            format!("{field}: write something, at most {MOST} characters."),
            format!("{field}：入力が必要（最大{MOST}文字）"),
        ));
    }
    Ok(text)
}

async fn list(
    file: &Path,
    open: bool,
    most: u32,
    as_json: bool,
    paper: &Paper,
) -> Result<(), Sorry> {
    let site = Site::open_read_only(file).await?;
    let filter = IncidentFilter {
        resolved: open.then_some(false),
        most: most.clamp(1, 1_000),
        ..Default::default()
    };
    let incidents = site.incidents(&filter).await?;
    let zone = zone::of(&site.settings().await?);
    site.close().await;
    if as_json {
        return incidents.iter().try_for_each(|i| paper.json(i));
    }
    if incidents.is_empty() {
        paper.aside(paper.pick("No incidents.", "インシデントなし"));
    }
    let mut columns = Columns::default();
    for incident in &incidents {
        columns.add([
            format!("#{}", incident.id),
            when::local(&zone, incident.started, when::FULL),
            lasted(paper, incident),
            paper.graded(incident.worst, words::grade(paper.language, incident.worst)),
            words::tame(&incident.node_name, 120),
            standing(paper, incident).into(),
            incident.acknowledged.as_ref().map_or(String::new(), |a| words::tame(&a.by, 80)),
        ]);
    }
    columns.print(paper)
}

fn lasted(paper: &Paper, incident: &Incident) -> String {
    let (long, uncertainty) = incident.duration(now());
    words::duration(paper.language, long, uncertainty)
}

fn standing<'a>(paper: &'a Paper, incident: &Incident) -> &'a str {
    match incident {
        Incident { closed: Some(_), .. } => paper.pick("closed", "クローズ"),
        Incident { resolved: Some(_), .. } => paper.pick("resolved", "復旧"),
        Incident { acknowledged: Some(_), .. } => paper.pick("acknowledged", "対応中"),
        Incident { .. } => paper.pick("open", "継続中"),
    }
}

async fn show(file: &Path, id: IncidentId, as_json: bool, paper: &Paper) -> Result<(), Sorry> {
    let site = Site::open_read_only(file).await?;
    let incident = site.incident(id).await?.ok_or_else(|| no_such_incident(id))?;
    let log = site.entries(id).await?;
    let broken = site.verify(id).await?.broken;
    let zone = zone::of(&site.settings().await?);
    site.close().await;
    if as_json {
        paper.json(&incident)?;
        return log.iter().try_for_each(|entry| paper.json(entry));
    }
    let grade = paper.graded(incident.worst, words::grade(paper.language, incident.worst));
    let name = words::tame(&incident.node_name, 120);
    paper.line(&format!("#{id}  {name}  {grade}  {}", standing(paper, &incident)))?;
    let since = when::local(&zone, incident.started, when::FULL);
    let lasted = lasted(paper, &incident);
    paper.line(&match paper.language {
        Language::En => format!("since {since}, for {lasted}"),
        Language::Ja => format!("{since} から {lasted}"),
    })?;
    paper.line("")?;
    let mut columns = Columns::default();
    for (entry, words) in log.iter().zip(words::story(paper.language, &log)) {
        let author = words::tame(&entry.author.name(), 80);
        columns.add([when::local(&zone, entry.at, when::FULL), author, words]);
    }
    columns.print(paper)?;
    if let Some(broken) = broken {
        paper.aside(&match paper.language {
            Language::En => format!(
                "Entry {} does not fit the chain: the log was changed afterwards.",
                broken.0
            ),
            Language::Ja => format!("{}行目が不整合（記録後の変更あり）", broken.0),
        });
    }
    Ok(())
}

async fn write(
    file: &Path,
    id: IncidentId,
    by: Option<String>,
    line: Line,
    as_json: bool,
    paper: &Paper,
) -> Result<(), Sorry> {
    let mut editing = Editing::open(file).await?;
    editing.recall(id).await?;
    let by = by.map(|by| words::tame(&by, 80)).filter(|by| !by.is_empty());
    editing.wish(Wish::Log { incident: id, by: by.unwrap_or_else(operator), line })?;
    let now = editing.world().incidents.get(&id).map(|open| open.incident.clone());
    editing.keep().await?;
    match now {
        Some(incident) if as_json => paper.json(&incident),
        Some(incident) => {
            let (name, standing) =
                (words::tame(&incident.node_name, 120), standing(paper, &incident));
            paper.line(&format!("#{id}  {name}  {standing}"))
        }
        None => Ok(()),
    }
}

/// The operator in the preferences, else this account.
fn operator() -> String {
    let kept = Keeping::usual().get().operator;
    if kept.is_empty() { whoami::username().unwrap_or_else(|_| "operator".into()) } else { kept }
}
