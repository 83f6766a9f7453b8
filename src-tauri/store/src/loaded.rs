//! All the engine needs at start.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use hinomi_model::trap::TrapEntry;
use hinomi_model::{
    Check, CheckId, Contact, ContactId, Gap, Glimpse, Group, GroupId, Incident, IncidentId, Link,
    LinkId, MaintenanceWindow, MapId, Node, NodeId, Notification, NotificationId, Pin, Proposal,
    ProposalId, Rescanned, Runbook, RunbookId, Settings, SiteMap, Stamp, State, TrapId, WindowId,
};
use sqlx::Connection;

use crate::error::{Doing, SiteError};
use crate::site::Site;
use crate::{
    check, contact, entry, gap, incident, link, node, notification, rescan, runbook, settings,
    sitemap, trap, window,
};

/// All the engine needs at start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The site's settings.
    pub settings: Settings,
    /// All groups, by identity.
    pub groups: Vec<Group>,
    /// All nodes, by identity.
    pub nodes: Vec<Node>,
    /// All checks, by identity.
    pub checks: Vec<Check>,
    /// All links, by identity.
    pub links: Vec<Link>,
    /// All pins, by node.
    pub pins: Vec<Pin>,
    /// The last state stored of each check that has one.
    pub states: HashMap<CheckId, State>,
    /// Incidents that are not resolved, by identity.
    pub open: Vec<OpenIncident>,
    /// The highest identities ever given out, whether or not their things are still there.
    pub last_ids: LastIds,
    /// The last moment we know we looked.
    pub heartbeat: Option<Stamp>,
    /// The gaps that have not ended, oldest first: we may have been paused in another network, and a
    /// bad end may have left some.
    pub lasting: Vec<Gap>,
    /// Notifications still to be sent, oldest first.
    pub waiting: Vec<Notification>,
    /// All runbooks, by identity.
    pub runbooks: Vec<Runbook>,
    /// All maintenance windows, by identity.
    pub windows: Vec<MaintenanceWindow>,
    /// All contacts, by identity.
    pub contacts: Vec<Contact>,
    /// All maps, by identity.
    pub maps: Vec<SiteMap>,
    /// Traps that are trouble which has not ended, oldest first.
    pub standing: Vec<TrapEntry>,
    /// What re-scans propose, with what was dismissed, by identity.
    pub proposals: Vec<Proposal>,
    /// What re-scans last saw of nodes.
    pub glimpses: BTreeMap<NodeId, Glimpse>,
    /// How far re-scans have come.
    pub rescanned: Rescanned,
    /// Whom [`Site::met`] brings; only who watches wants to know, so it is not read here.
    pub met: Vec<(String, Option<IpAddr>)>,
}

/// An incident that is not resolved, with the end of its log.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenIncident {
    /// The incident.
    pub incident: Incident,
    /// Number and hash of its last entry, as [`hinomi_model::Entry::seal`] wants them.
    pub last: Option<(u32, String)>,
}

/// The highest identity of each kind ever given out; the next one is one more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastIds {
    /// Of nodes.
    pub node: u32,
    /// Of groups.
    pub group: u32,
    /// Of checks.
    pub check: u32,
    /// Of links.
    pub link: u32,
    /// Of incidents.
    pub incident: u32,
    /// Of notifications.
    pub notification: u32,
    /// Of runbooks.
    pub runbook: u32,
    /// Of maintenance windows.
    pub window: u32,
    /// Of contacts.
    pub contact: u32,
    /// Of maps.
    pub map: u32,
    /// Of lines of the trap log.
    pub trap: u32,
    /// Of proposals.
    pub proposal: u32,
}

macro_rules! next {
    ($($(#[$doc:meta])* $name:ident, $field:ident, $id:ident;)*) => {
        impl LastIds {$(
            $(#[$doc])*
            pub fn $name(&mut self) -> $id {
                self.$field = self.$field.checked_add(1).expect("four thousand million identities do not run out");
                $id(self.$field)
            }
        )*}
    };
}

next! {
    /// Gives out the next identity of a node.
    next_node, node, NodeId;
    /// Gives out the next identity of a group.
    next_group, group, GroupId;
    /// Gives out the next identity of a check.
    next_check, check, CheckId;
    /// Gives out the next identity of a link.
    next_link, link, LinkId;
    /// Gives out the next identity of an incident.
    next_incident, incident, IncidentId;
    /// Gives out the next identity of a notification.
    next_notification, notification, NotificationId;
    /// Gives out the next identity of a runbook.
    next_runbook, runbook, RunbookId;
    /// Gives out the next identity of a maintenance window.
    next_window, window, WindowId;
    /// Gives out the next identity of a contact.
    next_contact, contact, ContactId;
    /// Gives out the next identity of a map.
    next_map, map, MapId;
    /// Gives out the next identity of a line of the trap log.
    next_trap, trap, TrapId;
    /// Gives out the next identity of a proposal.
    next_proposal, proposal, ProposalId;
}

impl Site {
    /// All the engine needs at start, read in one transaction.
    pub async fn load(&self) -> Result<Loaded, SiteError> {
        let mut lane = self.reader().await?;
        let mut tx = lane.begin().await.doing("reading the site")?;
        let mut open = Vec::new();
        for incident in incident::open(&mut tx).await? {
            let last = entry::last(&mut tx, incident.id).await?;
            open.push(OpenIncident { incident, last });
        }
        Ok(Loaded {
            settings: settings::get(&mut tx).await?,
            groups: node::all_groups(&mut tx).await?,
            nodes: node::all(&mut tx).await?,
            checks: check::all(&mut tx).await?,
            links: link::all(&mut tx).await?,
            pins: node::all_pins(&mut tx).await?,
            states: check::states(&mut tx).await?,
            open,
            last_ids: settings::last_ids(&mut tx).await?,
            heartbeat: settings::heartbeat(&mut tx).await?,
            lasting: gap::lasting(&mut tx).await?,
            waiting: notification::waiting(&mut tx).await?,
            runbooks: runbook::all(&mut tx).await?,
            windows: window::all(&mut tx).await?,
            contacts: contact::all(&mut tx).await?,
            maps: sitemap::all(&mut tx).await?,
            standing: trap::standing(&mut tx).await?,
            proposals: rescan::all(&mut tx).await?,
            glimpses: rescan::glimpses(&mut tx).await?,
            rescanned: rescan::rescanned(&mut tx).await?,
            met: Vec::new(),
        })
    }

    /// The site's settings.
    pub async fn settings(&self) -> Result<Settings, SiteError> {
        settings::get(&mut *self.reader().await?).await
    }

    /// All nodes, by identity.
    pub async fn nodes(&self) -> Result<Vec<Node>, SiteError> {
        node::all(&mut *self.reader().await?).await
    }

    /// All checks, by identity.
    pub async fn checks(&self) -> Result<Vec<Check>, SiteError> {
        check::all(&mut *self.reader().await?).await
    }
}
