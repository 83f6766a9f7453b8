//! Documents: an incident's story, and the status report gathered from the site.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hinomi_model::settings::Language;
use hinomi_model::{Check, IncidentId, NodeId, Span, Stamp, State};
use hinomi_reports::{IncidentLine, NodeLine, StatusReport};
use hinomi_store::{IncidentFilter, Site, SiteError};
use hinomi_wire::views::{Document, IncidentStory, NodesWindow, ReportFormat, ReportWanted};
use hinomi_wire::{Code, Failure};

use crate::failures::of_site;
use crate::graphs;
use crate::opening::clock_now;

/// Earlier incidents of the same node shown beside an incident.
const BEFORE: u32 = 5;
/// A report over a longer period says nothing a person can read.
const LONGEST: Span = Span::minutes(60 * 24 * 366 * 2);

/// An incident with its whole log, and what belongs to it.
pub(crate) async fn story(site: &Site, id: IncidentId) -> Result<IncidentStory, Failure> {
    let gone = || Failure::new(Code::NotFound, "There is no incident of that number.");
    let incident = site.incident(id).await.map_err(of_site)?.ok_or_else(gone)?;
    let same_node = IncidentFilter {
        node: Some(incident.node),
        before: Some(id),
        most: BEFORE,
        ..Default::default()
    };
    let runbooks = site.runbooks().await.map_err(of_site)?;
    let applies = |r: &hinomi_model::Runbook| {
        r.nodes.contains(&incident.node)
            || incident.members.iter().any(|m| r.checks.contains(&m.check))
    };
    Ok(IncidentStory {
        log: site.entries(id).await.map_err(of_site)?,
        broken_at: site.verify(id).await.map_err(of_site)?.broken.map(|b| b.0),
        notifications: site.notifications(id).await.map_err(of_site)?,
        runbooks: runbooks.iter().filter(|r| applies(r)).map(|r| r.id).collect(),
        before: site.incidents(&same_node).await.map_err(of_site)?,
        incident,
    })
}

/// Makes the status report in the form wanted.
pub(crate) async fn report(site: &Site, wanted: ReportWanted) -> Result<Document, Failure> {
    let ReportWanted { unreachable_is_down, from, until, language, format } = wanted;
    let now = clock_now();
    let until = until.min(now);
    if until <= from || until - from > LONGEST {
        let why = "The period must end after it begins and be no longer than two years.";
        return Err(Failure::new(Code::BadPeriod, why));
    }
    let report = status_report(site, from, until, language, unreachable_is_down, now).await?;
    let (extension, mime, content) = match format {
        ReportFormat::Html => ("html", "text/html", hinomi_reports::to_html(&report).into_bytes()),
        ReportFormat::Pdf => ("pdf", "application/pdf", pdf(&report)?),
    };
    let name = report.file_name(extension);
    Ok(Document { name, mime: mime.into(), content: BASE64.encode(content) })
}

#[cfg(feature = "pdf")]
fn pdf(report: &StatusReport) -> Result<Vec<u8>, Failure> {
    hinomi_reports::to_pdf(report).map_err(Failure::fault)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &StatusReport) -> Result<Vec<u8>, Failure> {
    Err(Failure::new(
        Code::NotBuilt,
        "This build makes no PDF; save the report as HTML and print it.",
    ))
}

/// Gathers everything a status report says from a site.
pub async fn status_report(
    site: &Site,
    from: Stamp,
    until: Stamp,
    language: Language,
    unreachable_is_down: bool,
    made_at: Stamp,
) -> Result<StatusReport, Failure> {
    let loaded = site.load().await.map_err(of_site)?;
    let everything = NodesWindow { nodes: Vec::new(), from, until };
    let mut sums: HashMap<NodeId, _> = graphs::availability(site, everything, unreachable_is_down)
        .await?
        .into_iter()
        .map(|a| (a.node, (a.sums, a.stretches)))
        .collect();
    let groups: HashMap<_, _> = loaded.groups.iter().map(|g| (g.id, g.name.as_str())).collect();
    let lines = loaded.nodes.iter().map(|node| {
        let checks: Vec<(&Check, State)> = (loaded.checks.iter())
            .filter(|c| c.node == node.id)
            .map(|c| (c, loaded.states.get(&c.id).copied().unwrap_or_default()))
            .collect();
        let group = node.group.and_then(|g| groups.get(&g).copied());
        let (sums, stretches) = sums.remove(&node.id).unwrap_or_default();
        NodeLine::new(node, group, &checks, sums, stretches)
    });
    let nodes = lines.collect();
    let incidents = incident_lines(site, from, until, language).await.map_err(of_site)?;
    Ok(StatusReport {
        zone: hinomi_engine::zone::of(&loaded.settings),
        site: loaded.settings.name,
        from,
        until,
        made_at,
        language,
        unreachable_is_down,
        nodes,
        incidents,
        gaps: site.gaps(from, until).await.map_err(of_site)?,
    })
}

async fn incident_lines(
    site: &Site,
    from: Stamp,
    until: Stamp,
    language: Language,
) -> Result<Vec<IncidentLine>, SiteError> {
    let mut lines = Vec::new();
    for incident in site.incidents_over(from, until).await? {
        let log = site.entries(incident.id).await?;
        lines.push(IncidentLine::new(language, incident, &log));
    }
    Ok(lines)
}
