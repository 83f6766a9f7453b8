//! Which family a device belongs to.

use super::schema::{Profile, Rule};
use crate::device::View;
use crate::device::mib::system::System;

/// How well a rule fits: how many conditions it has, then how much of `sysObjectID` it names.
pub type Fit = (usize, usize);

/// How well the best rule of a profile fits, if one does.
pub fn fit(profile: &Profile, view: &View, system: &System) -> Option<Fit> {
    profile.rules.iter().filter_map(|rule| fit_of(rule, view, system)).max()
}

fn fit_of(rule: &Rule, view: &View, system: &System) -> Option<Fit> {
    let descr = system.descr.as_deref().unwrap_or_default();
    let mut fit = (rule.present.len() + rule.value.len(), 0);
    if !rule.object_id.is_empty() {
        let id = system.object_id.as_ref()?;
        let named = rule.object_id.iter().filter(|prefix| id.starts_with(prefix));
        fit = (fit.0 + 1, named.map(|prefix| prefix.len()).max()?);
    }
    if let Some(pattern) = &rule.descr {
        fit.0 += usize::from(pattern.is_match(descr).then_some(true)?);
    }
    if rule.not_descr.as_ref().is_some_and(|pattern| pattern.is_match(descr)) {
        return None;
    }
    let present = rule.present.iter().all(|oid| view.has(oid.numbers()));
    let said = rule.value.iter().all(|says| {
        view.under(says.oid.numbers())
            .filter_map(|(_, value)| crate::device::view::text(value))
            .any(|text| says.pattern.is_match(&text))
    });
    (present && said && fit.0 > 0).then_some(fit)
}
