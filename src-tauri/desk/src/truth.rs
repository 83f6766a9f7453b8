//! What the window asks about maintenance and policies.

use hinomi_model::draft::Findings;
use hinomi_model::{
    CheckId, Effective, FieldError, Level, MaintenanceWindow, Policies, Problem, SecretKind,
    SettingsDraft, Span, Stamp,
};
use hinomi_store::Site;
use hinomi_wire::views::{Window, WindowSpan};
use hinomi_wire::{Code, Failure};

use crate::failures::{of_site, of_vault};

/// The longest stretch of time looked ahead.
const AHEAD: Span = Span::minutes(400 * 24 * 60);
/// Occurrences shown of a window that is not planned yet.
const PREVIEWED: usize = 5;

pub(crate) fn period(with: &Window) -> Result<(Stamp, Stamp), Failure> {
    let long = with.until - with.from;
    match long > Span::ZERO && long <= AHEAD {
        true => Ok((with.from, with.until)),
        false => Err(Failure::new(Code::BadPeriod, "Choose a period of up to 400 days.")),
    }
}

/// What is wrong with settings, the vault included: a password that is named anew must lie there.
/// One that is gone since, with the vault it lay in, keeps nothing else from being changed.
pub(crate) async fn judge_settings(site: &Site, draft: &SettingsDraft) -> Result<(), Failure> {
    let contacts = site.contacts().await.map_err(of_site)?;
    let known = |id| contacts.iter().any(|contact| contact.id == id);
    let mut wrong = draft.clone().judge(known).err().unwrap_or_default();
    let before = site.settings().await.map_err(of_site)?.mail.and_then(|mail| mail.password);
    if let Some(password) = draft.mail.as_ref().and_then(|mail| mail.password)
        && Some(password) != before
    {
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
