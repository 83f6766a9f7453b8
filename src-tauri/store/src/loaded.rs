//! All the engine needs at start.

use std::collections::HashMap;

use hinomi_model::{
    Check, CheckId, Gap, Group, GroupId, Incident, IncidentId, Link, LinkId, Node, NodeId,
    Notification, NotificationId, Pin, Runbook, RunbookId, Settings, Stamp, State,
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
    /// The gap that has not ended, if there is one (the latest, should a bad end have left several).
    pub gap: Option<Gap>,
    /// Notifications still to be sent, oldest first.
    pub waiting: Vec<Notification>,
    /// All runbooks, by identity.
    pub runbooks: Vec<Runbook>,
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
}
