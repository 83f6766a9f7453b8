//! A batch: everything that becomes true together (law L12).

use hinomi_model::{
    Change, Check, CheckId, Entry, Gap, Group, GroupId, Incident, Link, LinkId, Node, NodeId,
    Notification, Pin, Runbook, RunbookId, Sample, Settings, Stamp, State,
};

/// Everything that becomes true together: stored in one transaction, or not at all.
///
/// Within a batch edits are stored first, in their order; then gaps and the heartbeat, samples,
/// states, changes, incidents, their entries, and notifications.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// What probes brought back. Appended.
    pub samples: Vec<Sample>,
    /// States worth writing down; the last one of a check counts. States of checks that are not in
    /// the file (any more) are passed over.
    pub states: Vec<(CheckId, State)>,
    /// Hard changes of belief, in the order they happened. Appended to the history that
    /// [`crate::Site::stretches`] reads.
    pub changes: Vec<(CheckId, Change)>,
    /// Checks that are not looked at from this moment on (paused, removed, or made into something
    /// else): nothing is believed of them in the history until their next change.
    pub withdrawn: Vec<(CheckId, Stamp)>,
    /// Incidents as they now are; new or known.
    pub incidents: Vec<Incident>,
    /// New lines of incident logs. Appended; the file itself refuses to change or delete them.
    pub entries: Vec<Entry>,
    /// Notifications as they now are; new or known.
    pub notifications: Vec<Notification>,
    /// Gaps as they now are; one that begins at the same moment replaces the one known.
    pub gaps: Vec<Gap>,
    /// We were looking at this moment.
    pub heartbeat: Option<Stamp>,
    /// What people changed.
    pub edits: Vec<Edit>,
}

/// One thing a person changed. `Put` adds or replaces by identity; `Drop` of something that is not
/// there does nothing. History (samples, changes, incidents) is never dropped.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Adds or replaces a node.
    PutNode(Node),
    /// Removes a node with its checks, links and pin.
    DropNode(NodeId),
    /// Adds or replaces a group.
    PutGroup(Group),
    /// Removes a group; its nodes stay, without a group.
    DropGroup(GroupId),
    /// Adds or replaces a check; its node must be there.
    PutCheck(Check),
    /// Removes a check with its state.
    DropCheck(CheckId),
    /// Adds or replaces a link; its nodes must be there.
    PutLink(Link),
    /// Removes a link.
    DropLink(LinkId),
    /// Puts a node somewhere on the map.
    PutPin(Pin),
    /// Leaves the node's place on the map to the layout again.
    DropPin(NodeId),
    /// Replaces the settings.
    PutSettings(Settings),
    /// Adds or replaces a runbook; its attachments' contents must have been put before.
    PutRunbook(Runbook),
    /// Removes a runbook, and contents no other runbook names.
    DropRunbook(RunbookId),
}

impl Batch {
    /// Is there nothing to store?
    pub fn is_empty(&self) -> bool {
        *self == Batch::default()
    }
}
