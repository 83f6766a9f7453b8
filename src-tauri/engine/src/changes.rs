//! What a window pulls: the latest value of everything that changed since it last asked.

use hinomi_model::{
    Address, Check, CheckId, Contact, Fingerprint, Gap, Group, Incident, Link, MaintenanceWindow,
    Node, NodeId, Pin, Proposal, Reach, Runbook, Settings, SiteMap, Stamp, State,
};

use crate::core::Core;
use crate::feed::Key;
use crate::rescans::RescanNow;
use crate::world::Last;

/// The latest value of everything that changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Ask for what comes after this next time.
    pub seq: u64,
    /// True if this is the whole world.
    pub fresh: bool,
    /// The settings, if they changed.
    pub settings: Option<Settings>,
    /// Nodes that changed.
    pub nodes: Vec<Node>,
    /// Groups that changed.
    pub groups: Vec<Group>,
    /// Checks that changed.
    pub checks: Vec<Check>,
    /// States that changed, with the last sample.
    pub states: Vec<(CheckId, State, Option<Last>)>,
    /// Incidents that changed.
    pub incidents: Vec<Incident>,
    /// Links that changed.
    pub links: Vec<Link>,
    /// Pins that changed.
    pub pins: Vec<Pin>,
    /// Runbooks that changed.
    pub runbooks: Vec<Runbook>,
    /// Gaps that opened or closed.
    pub gaps: Vec<Gap>,
    /// Nodes that are down or unreachable now (`Some`), or not any more.
    pub reaches: Vec<(NodeId, Option<Reach>)>,
    /// Maintenance windows that changed, began or ended, and whether they are on.
    pub windows: Vec<(MaintenanceWindow, bool)>,
    /// Contacts that changed.
    pub contacts: Vec<Contact>,
    /// Maps that changed.
    pub maps: Vec<SiteMap>,
    /// How this PC itself stands, if that changed.
    pub vantage: Option<VantageNow>,
    /// The trap log has new lines, or lines that say something else now.
    pub traps: bool,
    /// What re-scans propose, and what of it was dismissed, as far as it changed.
    pub proposals: Vec<Proposal>,
    /// How re-scans stand, if that changed.
    pub rescan: Option<RescanNow>,
    /// What is gone.
    pub gone: Vec<Key>,
}

/// How this PC itself stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VantageNow {
    /// Since when nothing at all has answered, if so.
    pub lost: Option<Stamp>,
    /// It stands in another network than the site's; nothing is watched.
    pub off_site: bool,
    /// The network it stands in.
    pub network: Fingerprint,
    /// Who is asked whether we are connected.
    pub canaries: Vec<Address>,
}

impl Core {
    /// Everything that changed after `since`; everything there is if `since` is `None` or too long
    /// ago.
    pub fn changes(&mut self, since: Option<u64>) -> Changes {
        let recent = since.and_then(|since| self.feed.after(since));
        let fresh = recent.is_none();
        let (here, gone) = recent.unwrap_or_else(|| (self.feed.all(), Vec::new()));
        let mut changes = Changes { seq: self.feed.seq(), fresh, ..Changes::default() };
        here.into_iter().for_each(|key| self.add(&mut changes, key));
        changes.gone = gone;
        self.feed.give();
        changes
    }

    fn add(&self, to: &mut Changes, key: Key) {
        let world = &self.world;
        match key {
            Key::Settings => to.settings = Some(world.settings.clone()),
            Key::Node(id) => to.nodes.extend(world.nodes.get(&id).cloned()),
            Key::Group(id) => to.groups.extend(world.groups.get(&id).cloned()),
            Key::Check(id) => to.checks.extend(self.watched(id).map(|w| Check::clone(&w.check))),
            Key::State(id) => {
                to.states.extend(self.watched(id).map(|w| (id, w.state, w.last.clone())));
            }
            Key::Incident(id) => {
                to.incidents.extend(world.incidents.get(&id).map(|o| o.incident.clone()));
            }
            Key::Link(id) => to.links.extend(world.link(id).cloned()),
            Key::Pin(id) => to.pins.extend(world.pins.get(&id).copied()),
            Key::Runbook(id) => to.runbooks.extend(world.runbooks.get(&id).cloned()),
            Key::Reach(id) => to.reaches.push((id, world.reaches.get(&id).copied())),
            Key::Window(id) => {
                let on = self.windows_on.contains(&id);
                to.windows.extend(world.windows.get(&id).map(|w| (w.clone(), on)));
            }
            Key::Contact(id) => to.contacts.extend(world.contacts.get(&id).cloned()),
            Key::Map(id) => to.maps.extend(world.maps.get(&id).cloned()),
            Key::Vantage => {
                to.vantage = Some(VantageNow {
                    lost: self.vantage.lost(),
                    off_site: self.off_site,
                    network: self.standing.network.clone(),
                    canaries: self.standing.canaries.clone(),
                });
            }
            Key::Traps => to.traps = true,
            Key::Proposal(id) => to.proposals.extend(world.proposals.get(&id).cloned()),
            Key::Rescan => to.rescan = Some(self.rescan_state()),
            Key::Gap(from) => to.gaps.extend(world.gaps.iter().find(|g| g.from == from).cloned()),
        }
    }
}
