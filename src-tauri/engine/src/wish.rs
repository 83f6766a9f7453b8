//! Wishes: what people ask the engine to change. They enter the core through the same door as
//! samples, so there is one order of everything.

use crate::hanging::Hanging;
use crate::rescans::Looked;
use crate::whereabouts::Whereabouts;
use hinomi_model::contact::ContactDraft;
use hinomi_model::draft::{CheckDraft, NodeDraft};
use hinomi_model::snmp::Access;
use hinomi_model::trap::TrapRuleDraft;
use hinomi_model::{
    Attachment, CheckId, CheckSpec, ContactId, Described, FieldError, GroupId, IncidentId, LinkId,
    MaintenanceWindow, MapId, NodeId, Pin, Policies, ProposalId, RunbookId, Settings,
    SettingsDraft, SiteMap, Sketch, Stamp, TrapId, WindowId,
};

/// What people ask the engine to change.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Adds nodes, each with these checks; those at `gateways` are linked to the vantage.
    AddNodes {
        /// The nodes.
        nodes: Vec<NodeDraft>,
        /// What each is watched with.
        checks: Vec<CheckSpec>,
        /// Addresses of gateways.
        gateways: Vec<String>,
    },
    /// Adds or changes a node.
    PutNode(NodeDraft),
    /// Removes nodes.
    DropNodes(Vec<NodeId>),
    /// Stops (`true`) or goes on watching nodes.
    PauseNodes(Vec<NodeId>, bool),
    /// Moves nodes into a group, or out of all.
    GroupNodes(Vec<NodeId>, Option<GroupId>),
    /// Says how the SNMP agents of these nodes are opened, or that they are not asked.
    Access(Vec<NodeId>, Option<Access>),
    /// Keeps what a node's SNMP agent said of its box.
    Describe(NodeId, Described),
    /// Adds these checks to each node, but for those that look at what another does already.
    AddChecks(Vec<NodeId>, Vec<Sketch>),
    /// Adds or changes a check.
    PutCheck(CheckDraft),
    /// Removes checks.
    DropChecks(Vec<CheckId>),
    /// Stops (`true`) or goes on with a check.
    PauseCheck(CheckId, bool),
    /// Adds or renames a group.
    PutGroup(Option<GroupId>, String),
    /// Removes a group.
    DropGroup(GroupId),
    /// Draws a link by hand; one that was struck out is believed again.
    PutLink(Option<NodeId>, NodeId),
    /// Removes a link that was drawn, strikes out one that was found.
    DropLink(LinkId),
    /// Keeps what was found of how nodes hang together.
    Hang(Box<Hanging>),
    /// Takes down who is where.
    See(Box<Whereabouts>),
    /// Sweeps this again by itself from now on, as often as the settings say.
    SweepAgain {
        /// What a person swept, as typed.
        ranges: Vec<String>,
        /// What was left alone.
        exclude: Vec<String>,
    },
    /// Sweeps it again now.
    Rescan,
    /// Takes what a slice of a re-scan found.
    Looked(Box<Looked>),
    /// Does what is proposed.
    Accept(Vec<ProposalId>),
    /// Says that nothing is to be done about these (`true`), or that they are open after all.
    Dismiss(Vec<ProposalId>, bool),
    /// Puts nodes on the map, and lets others go.
    Pins(Vec<Pin>, Vec<NodeId>),
    /// Keeps settings as they are.
    Settings(Settings),
    /// Keeps settings as they were typed in.
    PutSettings(Box<SettingsDraft>),
    /// Adds or changes a runbook.
    PutRunbook {
        /// `None` adds one.
        id: Option<RunbookId>,
        /// 1 to 120 characters.
        title: String,
        /// Markdown.
        text: String,
        /// Nodes it applies to.
        nodes: Vec<NodeId>,
        /// Checks it applies to.
        checks: Vec<CheckId>,
    },
    /// Removes a runbook.
    DropRunbook(RunbookId),
    /// Adds a file whose content is in the site file already.
    Attach(RunbookId, Attachment),
    /// Takes a file from a runbook, by its hash.
    Detach(RunbookId, String),
    /// Plans a maintenance window (identity 0), or changes one.
    PutWindow(MaintenanceWindow),
    /// Calls a maintenance window off.
    DropWindow(WindowId),
    /// Adds a contact (`None`), or changes one.
    PutContact(Option<ContactId>, ContactDraft),
    /// Removes a contact.
    DropContact(ContactId),
    /// Makes a map (identity 0), or changes one.
    PutMap(SiteMap),
    /// Removes a map.
    DropMap(MapId),
    /// Names what leads to a node; nothing means "as the links say".
    Parents(NodeId, Vec<NodeId>),
    /// Says how checks of a group's or a node's run, or of the whole site.
    Policies(Place, Policies),
    /// Says that the network this PC stands in is the site's.
    SameSite,
    /// Finds that one open incident is part of another.
    Merge {
        /// The part.
        from: IncidentId,
        /// The whole.
        into: IncidentId,
        /// The operator.
        by: String,
    },
    /// Says how traps are judged; the first rule that fits is right.
    TrapRules(Vec<TrapRuleDraft>),
    /// Ends the trouble a trap raised.
    EndTrap {
        /// The line of the trap log.
        trap: TrapId,
        /// The operator.
        by: String,
    },
    /// Writes into an incident's log.
    Log {
        /// Which.
        incident: IncidentId,
        /// The operator.
        by: String,
        /// What.
        line: Line,
    },
}

/// Where a policy is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// For the whole site.
    Site,
    /// For a group's nodes.
    Group(GroupId),
    /// For a node.
    Node(NodeId),
}

/// What people write into an incident's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// "I have it."
    Acknowledge {
        /// What they said; may be empty.
        note: String,
        /// It holds even if the trouble gets worse.
        sticky: bool,
        /// It ends then, if the trouble has not.
        until: Option<Stamp>,
    },
    /// Whether it was planned, said afterwards.
    Classify {
        /// It was.
        planned: bool,
        /// Why that is so.
        reason: String,
    },
    /// "I do not have it any more."
    Unacknowledge,
    /// A note.
    Note(String),
    /// The end, with what was learned.
    Close {
        /// Why it happened.
        cause: String,
        /// What keeps it from happening again.
        prevention: String,
    },
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Granted {
    /// Nothing to name.
    Done,
    /// Nodes.
    Nodes(Vec<NodeId>),
    /// A check.
    Check(CheckId),
    /// Checks.
    Checks(Vec<CheckId>),
    /// A group.
    Group(GroupId),
    /// A link.
    Link(LinkId),
    /// A runbook.
    Runbook(RunbookId),
    /// A maintenance window.
    Window(WindowId),
    /// A contact.
    Contact(ContactId),
    /// A map.
    Map(MapId),
}

/// Why a wish was not granted. Nothing was changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Some fields are wrong.
    #[error("some fields need attention")]
    Fields(Vec<FieldError>),
    /// What it is about is not there (any more).
    #[error("{0} is not there any more")]
    NotFound(&'static str),
    /// The incident is still going on.
    #[error("the incident is still going on; it can be closed once it is resolved")]
    StillGoingOn,
    /// The incident is closed already.
    #[error("the incident is closed already; write a note instead")]
    ClosedAlready,
    /// A node cannot be linked to itself.
    #[error("a node cannot be linked to itself")]
    LinkedToItself,
    /// These two are linked already.
    #[error("these two are linked already")]
    LinkedAlready,
    /// The engine has stopped.
    #[error("Hinomi is shutting down")]
    Stopped,
}
