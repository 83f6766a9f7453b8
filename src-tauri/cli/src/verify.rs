//! `hinomi verify`: does every incident's log fit its chain (law L8)?

use std::process::ExitCode;

use hinomi_model::IncidentId;
use hinomi_store::{IncidentFilter, Site};
use serde_json::json;

use crate::args::OneFile;
use crate::paper::Paper;
use crate::sorry::Sorry;

/// Verifies every log of a site.
pub async fn run(with: OneFile, paper: &Paper) -> Result<ExitCode, Sorry> {
    let site = Site::open_read_only(&with.file).await?;
    let (mut incidents, mut entries, mut broken) = (0u64, 0u64, 0u64);
    let mut before: Option<IncidentId> = None;
    loop {
        let page = site.incidents(&IncidentFilter { before, ..Default::default() }).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        for incident in page {
            let verdict = site.verify(incident.id).await?;
            incidents += 1;
            entries += u64::from(verdict.entries);
            // A log that vanished as a whole is no intact log.
            let at = verdict.broken.map(|b| b.0).or((verdict.entries == 0).then_some(1));
            if let Some(at) = at {
                broken += 1;
                say_broken(paper, with.json, incident.id, at)?;
            }
        }
    }
    site.close().await;
    if with.json {
        paper.json(&json!({ "incidents": incidents, "entries": entries, "broken": broken }))?;
    } else if broken == 0 {
        paper.line(&match paper.language {
            hinomi_model::settings::Language::En => {
                format!("{incidents} incidents with {entries} entries: every log fits its chain.")
            }
            hinomi_model::settings::Language::Ja => {
                format!("インシデント{incidents}件・記録{entries}行：改ざんなし")
            }
        })?;
    }
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say_broken(paper: &Paper, json: bool, incident: IncidentId, at: u32) -> Result<(), Sorry> {
    if json {
        return paper.json(&json!({ "incident": incident, "broken_at": at }));
    }
    paper.line(&match paper.language {
        hinomi_model::settings::Language::En => format!(
            "Incident {incident}: entry {at} does not follow from the ones before it; the log was changed afterwards."
        ),
        hinomi_model::settings::Language::Ja => {
            format!("インシデント{incident}：{at}行目が前の行と不整合（記録後の変更あり）")
        }
    })
}
