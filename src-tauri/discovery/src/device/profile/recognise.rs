//! Which family a device belongs to.

use super::schema::{Profile, Rule};
use crate::device::View;
use crate::device::mib::system::System;
use crate::device::view::text;

/// How well a rule fits: how many conditions it has, then how much of `sysObjectID` it names.
pub type Fit = (usize, usize);

/// How well the best rule of a profile fits, if one does.
pub fn fit(profile: &Profile, view: &View, system: &System) -> Option<Fit> {
    profile.rules.iter().filter_map(|rule| fit_of(rule, view, system)).max()
}

fn fit_of(rule: &Rule, view: &View, system: &System) -> Option<Fit> {
    let (said, named) = by_system(rule, system)?;
    let present = rule.present.iter().all(|oid| view.has(oid.numbers()));
    let says = rule.value.iter().all(|says| {
        view.under(says.oid.numbers())
            .filter_map(|(_, value)| text(value))
            .any(|text| says.pattern.is_match(&text))
    });
    let conditions = said + rule.present.len() + rule.value.len();
    (present && says && conditions > 0).then_some((conditions, named))
}

/// Could the rule hold, as far as the system group tells?
pub fn may_fit(rule: &Rule, system: &System) -> bool {
    by_system(rule, system).is_some()
}

/// How many of the conditions on the system group the rule has, and how much of `sysObjectID` it
/// names, if they hold.
fn by_system(rule: &Rule, system: &System) -> Option<Fit> {
    let descr = system.descr.as_deref().unwrap_or_default();
    let mut fit = (0, 0);
    if !rule.object_id.is_empty() {
        let id = system.object_id.as_ref()?;
        let named = rule.object_id.iter().filter(|prefix| id.starts_with(prefix));
        fit = (1, named.map(|prefix| prefix.len()).max()?);
    }
    if let Some(pattern) = &rule.descr {
        fit.0 += usize::from(pattern.is_match(descr).then_some(true)?);
    }
    match &rule.not_descr {
        Some(pattern) if pattern.is_match(descr) => None,
        _ => Some(fit),
    }
}
