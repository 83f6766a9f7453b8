//! What the window asks about maintenance, policies and noise.

use std::collections::HashMap;

use hinomi_model::draft::Findings;
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::{
    CheckId, Effective, Entry, FieldError, Incident, Level, MaintenanceWindow, NodeId, Policies,
    Problem, SecretKind, SettingsDraft, Span, Stamp, What,
};
use hinomi_store::{IncidentFilter, Site};
use hinomi_wire::views::{Loud, NoiseView, Window, WindowSpan};
use hinomi_wire::{Code, Failure};

use crate::failures::{of_site, of_vault};

/// The longest stretch of time looked ahead.
const AHEAD: Span = Span::minutes(400 * 24 * 60);
/// Occurrences shown of a window that is not planned yet.
const PREVIEWED: usize = 5;
/// An incident that ends by itself within this was hardly worth a word.
const BRIEF: Span = Span::minutes(5);
/// The checks listed as loud.
const LOUDEST: usize = 20;

fn period(with: &Window) -> Result<(Stamp, Stamp), Failure> {
    let long = with.until - with.from;
    match long > Span::ZERO && long <= AHEAD {
        true => Ok((with.from, with.until)),
        false => Err(Failure::new(Code::BadPeriod, "Choose a period of up to 400 days.")),
    }
}

/// What is wrong with settings, the vault included: a password must lie there.
pub(crate) async fn judge_settings(site: &Site, draft: &SettingsDraft) -> Result<(), Failure> {
    let contacts = site.contacts().await.map_err(of_site)?;
    let known = |id| contacts.iter().any(|contact| contact.id == id);
    let mut wrong = draft.clone().judge(known).err().unwrap_or_default();
    if let Some(password) = draft.mail.as_ref().and_then(|mail| mail.password) {
        let kept = (password, SecretKind::MailPassword);
        if !site.secrets().await.map_err(of_vault)?.contains(&kept) {
            let field = "mail.password".into();
            wrong.push(FieldError { field, problem: Problem::NoSuchThing });
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::fields(wrong)) }
}

/// When maintenance windows are on, in order.
pub(crate) async fn windows_ahead(site: &Site, with: Window) -> Result<Vec<WindowSpan>, Failure> {
    let (from, until) = period(&with)?;
    let zone = hinomi_engine::zone::of(&site.settings().await.map_err(of_site)?);
    let windows = site.windows().await.map_err(of_site)?;
    let mut spans: Vec<WindowSpan> = windows
        .iter()
        .flat_map(|w| w.spans(from, until, &zone).map(|(from, until)| (w.id, from, until)))
        .map(|(window, from, until)| WindowSpan { window, from, until })
        .collect();
    spans.sort_by_key(|s| (s.from, s.until, s.window));
    spans.truncate(1_000);
    Ok(spans)
}

/// The next few times a window would be on, the one that is on just now first.
pub(crate) async fn window_preview(
    site: &Site,
    window: &MaintenanceWindow,
    now: Stamp,
) -> Result<Vec<WindowSpan>, Failure> {
    let mut found = Findings::default();
    window.schedule.check(&mut found);
    found.verdict(()).map_err(Failure::fields)?;
    let zone = hinomi_engine::zone::of(&site.settings().await.map_err(of_site)?);
    let spans = window.spans(now, now + AHEAD, &zone);
    Ok(spans
        .take(PREVIEWED)
        .map(|(from, until)| WindowSpan { window: window.id, from, until })
        .collect())
}

/// What holds for a check, and where each value comes from.
pub(crate) async fn policy(site: &Site, id: CheckId) -> Result<Effective, Failure> {
    let loaded = site.load().await.map_err(of_site)?;
    let gone = || Failure::new(Code::NotFound, "The check is not there any more.");
    let check = loaded.checks.iter().find(|c| c.id == id).ok_or_else(gone)?;
    let node = loaded.nodes.iter().find(|n| n.id == check.node);
    let group = node.and_then(|n| loaded.groups.iter().find(|g| Some(g.id) == n.group));
    let mut above: Vec<(Level, &Policies)> = vec![(Level::Site, &loaded.settings.policies)];
    above.extend(group.map(|g| (Level::Group, &g.policies)));
    above.extend(node.map(|n| (Level::Node, &n.policies)));
    Ok(check.effective(&above))
}

/// What was told and held, and who cried most.
pub(crate) async fn noise(site: &Site, with: Window) -> Result<NoiseView, Failure> {
    let (from, until) = period(&with)?;
    let filter =
        IncidentFilter { from: Some(from), until: Some(until), ..IncidentFilter::default() };
    let incidents = site.incidents(&filter).await.map_err(of_site)?;
    let mut told: HashMap<Reason, u32> = HashMap::new();
    let mut held: HashMap<Hold, u32> = HashMap::new();
    let mut loud: HashMap<CheckId, Loud> = HashMap::new();
    let mut began = 0;
    for incident in &incidents {
        began += u32::from((from..until).contains(&incident.opened));
        let log = site.entries(incident.id).await.map_err(of_site)?;
        let inside = |entry: &&Entry| (from..until).contains(&entry.at);
        let mut said = 0;
        for entry in log.iter().filter(inside) {
            match &entry.what {
                What::Queued { reason, .. } => {
                    *told.entry(*reason).or_default() += 1;
                    said += 1;
                }
                What::Held { why, .. } => *held.entry(*why).or_default() += 1,
                What::Opened { check, check_name, .. } => {
                    count(&mut loud, *check, check_name, incident.node, &incident.node_name);
                }
                What::Joined { check, check_name, place, .. } => {
                    let node = place.as_ref().map_or(incident.node, |p| p.node);
                    let name = place.as_ref().map_or(&incident.node_name, |p| &p.name);
                    count(&mut loud, *check, check_name, node, name);
                }
                _ => {}
            }
        }
        if let Some(first) = incident.members.first().and_then(|m| loud.get_mut(&m.check)) {
            first.told += said;
            first.brief += u32::from(was_brief(incident));
        }
    }
    let mut loudest: Vec<Loud> = loud.into_values().collect();
    loudest.sort_by_key(|l| (std::cmp::Reverse((l.told, l.times)), l.check));
    loudest.truncate(LOUDEST);
    Ok(NoiseView { told: ranked(told), held: ranked(held), incidents: began, loudest })
}

fn count(
    loud: &mut HashMap<CheckId, Loud>,
    check: CheckId,
    name: &str,
    node: NodeId,
    node_name: &str,
) {
    let entry = loud.entry(check).or_insert_with(|| Loud {
        check,
        name: name.into(),
        node,
        node_name: node_name.into(),
        times: 0,
        told: 0,
        brief: 0,
    });
    entry.times += 1;
}

fn was_brief(incident: &Incident) -> bool {
    let short = incident.resolved.is_some_and(|r| r.ended - incident.started <= BRIEF);
    short && incident.acknowledged.is_none()
}

fn ranked<T>(counted: HashMap<T, u32>) -> Vec<(T, u32)> {
    let mut all: Vec<(T, u32)> = counted.into_iter().collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    all
}
