//! The noise ledger: what was told and what was held in a while, why, and who cried most.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::{CheckId, Entry, Incident, NodeId, Span, Stamp, What};
use hinomi_store::Site;
use hinomi_wire::Failure;
use hinomi_wire::views::{Loud, NoiseView, Window};

use crate::failures::of_site;
use crate::truth::period;

/// An incident that ends by itself within this was hardly worth a word.
const BRIEF: Span = Span::minutes(5);
/// The checks listed as loud.
const LOUDEST: usize = 20;

/// Reads the logs of all incidents of a while.
pub(crate) async fn noise(site: &Site, with: Window) -> Result<NoiseView, Failure> {
    let (from, until) = period(&with)?;
    let mut ledger = Ledger::of(from..until);
    for incident in site.incidents_over(from, until).await.map_err(of_site)? {
        let log = site.entries(incident.id).await.map_err(of_site)?;
        ledger.read(&incident, &log);
    }
    Ok(ledger.sums())
}

struct Ledger {
    period: Range<Stamp>,
    told: BTreeMap<Reason, u32>,
    held: BTreeMap<Hold, u32>,
    loud: HashMap<CheckId, Loud>,
    incidents: u32,
}

impl Ledger {
    fn of(period: Range<Stamp>) -> Ledger {
        let (told, held) = (BTreeMap::new(), BTreeMap::new());
        Ledger { period, told, held, loud: HashMap::new(), incidents: 0 }
    }

    fn read(&mut self, incident: &Incident, log: &[Entry]) {
        self.incidents += u32::from(self.period.contains(&incident.opened));
        let (mut said, mut by) = (0, None);
        for entry in log {
            let inside = u32::from(self.period.contains(&entry.at));
            match &entry.what {
                What::Queued { reason, .. } if inside > 0 => {
                    *self.told.entry(*reason).or_default() += 1;
                    said += 1;
                }
                What::Held { why, .. } if inside > 0 => *self.held.entry(*why).or_default() += 1,
                What::Opened { check, check_name, .. } => {
                    by.get_or_insert(*check);
                    self.of_check(*check, check_name, incident.node, &incident.node_name).times +=
                        inside;
                }
                What::Joined { check, check_name, place, .. } => {
                    let node = place.as_ref().map_or(incident.node, |p| p.node);
                    let name = place.as_ref().map_or(&incident.node_name, |p| &p.name);
                    self.of_check(*check, check_name, node, name).times += inside;
                }
                _ => {}
            }
        }
        if let Some(by) = by.and_then(|check| self.loud.get_mut(&check)) {
            by.told += said;
            let ended = incident.resolved.is_some_and(|r| self.period.contains(&r.ended));
            by.brief += u32::from(ended && was_brief(incident));
        }
    }

    fn of_check(&mut self, check: CheckId, name: &str, node: NodeId, node_name: &str) -> &mut Loud {
        self.loud.entry(check).or_insert_with(|| Loud {
            check,
            name: name.into(),
            node,
            node_name: node_name.into(),
            times: 0,
            told: 0,
            brief: 0,
        })
    }

    fn sums(self) -> NoiseView {
        let heard = |l: &Loud| l.told > 0 || l.times > 0;
        let mut loudest: Vec<Loud> = self.loud.into_values().filter(heard).collect();
        loudest.sort_by_key(|l| (Reverse((l.told, l.times)), l.check));
        loudest.truncate(LOUDEST);
        let (told, held) = (ranked(self.told), ranked(self.held));
        NoiseView { told, held, incidents: self.incidents, loudest }
    }
}

fn was_brief(incident: &Incident) -> bool {
    let short = incident.resolved.is_some_and(|r| r.ended - incident.started <= BRIEF);
    short && incident.acknowledged.is_none()
}

fn ranked<T>(counted: BTreeMap<T, u32>) -> Vec<(T, u32)> {
    let mut all: Vec<(T, u32)> = counted.into_iter().collect();
    all.sort_by_key(|(_, n)| Reverse(*n));
    all
}

#[cfg(test)]
mod tests;
