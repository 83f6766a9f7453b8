//! Answers to particular questions of the window, and the arguments of its calls.

use hinomi_model::check::CheckSpec;
use hinomi_model::contact::ContactDraft;
use hinomi_model::draft::NodeDraft;
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::{
    Attachment, Availability, CheckId, ContactId, Entry, Former, Gap, GroupId, Incident,
    IncidentId, MapId, Metric, NodeId, Notification, Pin, Policies, Runbook, RunbookId, Secret,
    SecretId, SecretKind, Span, Stamp, Stretch, Way, WindowId,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! arguments {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
    )*};
}

arguments! {
    /// No arguments.
    Nothing {}
    /// Where the window stands.
    Since {
        /// The epoch of the last frame; empty for none.
        epoch: String,
        /// The sequence number of the last frame.
        #[ts(type = "number")] seq: u64,
        /// How long to wait for something new, at most 20 s.
        wait: Span,
    }
    /// A site to be made.
    SiteNew {
        /// The file to make; empty means "in the usual place, named after the site".
        path: String,
        /// What people call it.
        name: String,
    }
    /// A file.
    SitePath {
        /// Its path.
        path: String,
    }
    /// Nodes to add, each watched with these checks.
    NodesAdd {
        /// The nodes.
        nodes: Vec<NodeDraft>,
        /// What each is watched with.
        checks: Vec<CheckSpec>,
        /// Link these addresses to the vantage as its gateway.
        gateways: Vec<String>,
    }
    /// Several nodes.
    Nodes {
        /// Which.
        nodes: Vec<NodeId>,
    }
    /// Stop or go on watching.
    NodesPause {
        /// Which.
        nodes: Vec<NodeId>,
        /// True stops.
        paused: bool,
    }
    /// Move nodes into a group, or out of all.
    NodesGroup {
        /// Which.
        nodes: Vec<NodeId>,
        /// Where to.
        group: Option<GroupId>,
    }
    /// One check.
    OneCheck {
        /// Which.
        check: CheckId,
    }
    /// Several checks.
    Checks {
        /// Which.
        checks: Vec<CheckId>,
    }
    /// Stop or go on with a check.
    CheckPause {
        /// Which.
        check: CheckId,
        /// True stops.
        paused: bool,
    }
    /// Try a check without keeping it.
    TryCheck {
        /// What to do.
        spec: CheckSpec,
        /// Where, as typed.
        address: String,
        /// The node whose SNMP agent is asked, for checks that ask one.
        #[serde(default)] node: Option<NodeId>,
    }
    /// A group to add or rename.
    GroupPut {
        /// `None` adds one.
        group: Option<GroupId>,
        /// 1 to 80 characters.
        name: String,
    }
    /// One group.
    OneGroup {
        /// Which.
        group: GroupId,
    }
    /// A link drawn by hand.
    LinkPut {
        /// The end nearer to the vantage; `None` is the vantage.
        from: Option<NodeId>,
        /// The other end.
        to: NodeId,
    }
    /// One link.
    OneLink {
        /// Which.
        link: hinomi_model::LinkId,
    }
    /// Where nodes were put on the map.
    PinsPut {
        /// These are put.
        pins: Vec<Pin>,
        /// These are let go.
        unpin: Vec<NodeId>,
    }
    /// Which incidents.
    IncidentFilter {
        /// Only those still going on.
        open: bool,
        /// Only those of this node.
        node: Option<NodeId>,
        /// Only those whose node name contains this.
        text: String,
        /// Only those that began before this.
        before: Option<Stamp>,
        /// At most this many, 1 to 500.
        most: u32,
    }
    /// One incident.
    OneIncident {
        /// Which.
        incident: IncidentId,
    }
    /// Words about an incident.
    IncidentText {
        /// Which.
        incident: IncidentId,
        /// The words.
        text: String,
    }
    /// An incident's end.
    IncidentClose {
        /// Which.
        incident: IncidentId,
        /// Why it happened.
        cause: String,
        /// What keeps it from happening again.
        prevention: String,
    }
    /// A person has an incident.
    IncidentTaken {
        /// Which.
        incident: IncidentId,
        /// What they say; may be empty.
        text: String,
        /// It holds even if the trouble gets worse.
        sticky: bool,
        /// It ends then, if the trouble has not.
        until: Option<Stamp>,
    }
    /// Whether an incident was planned, said afterwards.
    IncidentClassify {
        /// Which.
        incident: IncidentId,
        /// It was.
        planned: bool,
        /// Why that is so; 1 to 2,000 characters.
        reason: String,
    }
    /// One incident is part of another.
    IncidentMerge {
        /// The part.
        from: IncidentId,
        /// The whole.
        into: IncidentId,
    }
    /// One maintenance window.
    OneWindow {
        /// Which.
        window: WindowId,
    }
    /// One map.
    OneMap {
        /// Which.
        map: MapId,
    }
    /// A picture to lie beneath a map.
    PlanFile {
        /// File name without path.
        name: String,
        /// The content in base64: PNG, JPEG or WebP, at most 20 MB decoded.
        content: String,
    }
    /// What leads to a node.
    ParentsPut {
        /// The node.
        node: NodeId,
        /// What leads to it; nothing means "as the links say".
        parents: Vec<NodeId>,
    }
    /// How checks run, said at one level.
    PoliciesPut {
        /// The level.
        level: PolicyLevel,
        /// What it says.
        policies: Policies,
    }
    /// A contact to add or change.
    ContactPut {
        /// `None` adds one.
        contact: Option<ContactId>,
        /// What was typed.
        draft: ContactDraft,
    }
    /// One contact.
    OneContact {
        /// Which.
        contact: ContactId,
    }
    /// A way to try.
    WayTry {
        /// The way.
        way: Way,
        /// The language of the letter.
        language: Language,
    }
    /// One secret.
    OneSecret {
        /// Which.
        secret: SecretId,
    }
    /// A stretch of time of one metric of one check.
    SeriesWanted {
        /// The check.
        check: CheckId,
        /// The metric.
        metric: Metric,
        /// From.
        from: Stamp,
        /// Until.
        until: Stamp,
        /// Pixel columns, 1 to 4,000.
        columns: u16,
    }
    /// The last values of many checks.
    SparksWanted {
        /// The checks.
        checks: Vec<CheckId>,
        /// How many values of each, 1 to 120.
        most: u16,
    }
    /// The last samples of a check.
    SamplesWanted {
        /// The check.
        check: CheckId,
        /// At most this many, 1 to 1,000.
        most: u32,
    }
    /// A stretch of time.
    Window {
        /// From.
        from: Stamp,
        /// Until.
        until: Stamp,
    }
    /// A stretch of time of some nodes; no nodes means all.
    NodesWindow {
        /// Which.
        nodes: Vec<NodeId>,
        /// From.
        from: Stamp,
        /// Until.
        until: Stamp,
    }
    /// What links and nodes were.
    FormersWanted {
        /// That of them which ended later than this.
        since: Stamp,
    }
    /// Subnets to look around in.
    ScanStart {
        /// Such as `192.168.1.0/24`; at most 65,536 addresses in all.
        cidrs: Vec<String>,
        /// Addresses among them, or in networks that routers know, that are left alone.
        exclude: Vec<String>,
    }
    /// A runbook to add or change.
    RunbookPut {
        /// `None` adds one.
        runbook: Option<RunbookId>,
        /// 1 to 120 characters.
        title: String,
        /// Markdown, at most 200,000 characters.
        text: String,
        /// Shown on the incidents of these nodes …
        nodes: Vec<NodeId>,
        /// … and of these checks.
        checks: Vec<CheckId>,
    }
    /// One runbook.
    OneRunbook {
        /// Which.
        runbook: RunbookId,
    }
    /// A file to go with a runbook.
    RunbookAttach {
        /// Which.
        runbook: RunbookId,
        /// File name without path.
        name: String,
        /// The content in base64; at most 20 MB decoded.
        content: String,
    }
    /// A file that goes with a runbook.
    RunbookFile {
        /// Which.
        runbook: RunbookId,
        /// The attachment's hash.
        hash: String,
    }
    /// Markdown to be shown.
    MarkdownText {
        /// Markdown.
        text: String,
    }
    /// A report to be made.
    ReportWanted {
        /// Time in which a node could not be reached because of another counts as down; else as
        /// not observed.
        #[serde(default)]
        unreachable_is_down: bool,
        /// Begin of the period.
        from: Stamp,
        /// End of the period.
        until: Stamp,
        /// Its language.
        language: Language,
        /// Its form.
        format: ReportFormat,
    }
}

// Secrets come in, and can neither be printed nor sent on (law L13).

/// What opens the vault.
#[derive(Deserialize, TS)]
pub struct VaultUnlock {
    /// Its passphrase.
    #[ts(type = "string")]
    pub passphrase: Secret,
}

/// A passphrase for the vault.
#[derive(Deserialize, TS)]
pub struct VaultPassphrase {
    /// The one it has, if it has one.
    #[ts(type = "string | null")]
    pub old: Option<Secret>,
    /// The new one; at least 8 characters.
    #[ts(type = "string")]
    pub new: Secret,
}

/// A secret to be sealed.
#[derive(Deserialize, TS)]
pub struct SecretPut {
    /// What it is for.
    pub kind: SecretKind,
    /// The secret.
    #[ts(type = "string")]
    pub value: Secret,
}

/// Where a policy is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "level", content = "of", rename_all = "snake_case")]
pub enum PolicyLevel {
    /// For the whole site.
    Site,
    /// For a group's nodes.
    Group(GroupId),
    /// For a node.
    Node(NodeId),
}

/// One time a maintenance window is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WindowSpan {
    /// Which.
    pub window: WindowId,
    /// Begins.
    pub from: Stamp,
    /// Ends.
    pub until: Stamp,
}

/// What was told and what was held over a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoiseView {
    /// Notifications that were told, by reason, the most frequent first.
    pub told: Vec<(Reason, u32)>,
    /// Notifications that were held, by why, the most frequent first.
    pub held: Vec<(Hold, u32)>,
    /// Incidents that began.
    pub incidents: u32,
    /// The checks that cried most, the loudest first; at most 20.
    pub loudest: Vec<Loud>,
}

/// How often one check cried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Loud {
    /// The check.
    pub check: CheckId,
    /// Its name then.
    pub name: String,
    /// Its node.
    pub node: NodeId,
    /// The node's name then.
    pub node_name: String,
    /// Incidents it opened or joined.
    pub times: u32,
    /// Notifications sent because of incidents it opened.
    pub told: u32,
    /// Of those incidents, how many ended within 5 minutes without anybody taking them.
    pub brief: u32,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// One self-contained file.
    Html,
    /// For printing and sending.
    Pdf,
}

/// A file made for the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Document {
    /// A proposed file name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its content in base64.
    pub content: String,
}

/// Text that has been made safe to show as HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SafeHtml {
    /// Sanitised HTML: no scripts, no styles, no remote content.
    pub html: String,
}

/// One pixel column of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Column {
    /// Where the column begins.
    pub at: Stamp,
    /// Measurements in it.
    pub n: u32,
    /// Failures in it.
    pub lost: u32,
    /// The smallest; `None` without measurements.
    pub min: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
    /// The mean.
    pub mean: Option<f64>,
}

/// A series, ready to draw. Columns in which nothing was looked at are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SeriesView {
    /// What is drawn.
    pub metric: Metric,
    /// How wide a column is.
    pub width: Span,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// When we did not look.
    pub gaps: Vec<Gap>,
    /// What was believed of the check.
    pub stretches: Vec<Stretch>,
}

/// The last values of a check's first metric, oldest first; `None` where the probe failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Spark {
    /// The check.
    pub check: CheckId,
    /// The values.
    pub values: Vec<Option<f64>>,
}

/// What the ribbon shows of a stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RibbonView {
    /// Begins.
    pub from: Stamp,
    /// Ends.
    pub until: Stamp,
    /// Incidents that touch it.
    pub incidents: Vec<Incident>,
    /// Gaps that touch it.
    pub gaps: Vec<Gap>,
    /// The share of it in which we looked, 0 to 1; counted from the site's first sample.
    pub coverage: Option<f64>,
}

/// Links as they were and nodes that were removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormersView {
    /// From when on none of them is missing. What links were before is not known.
    pub whole_since: Stamp,
    /// They, the earliest end first; at most 10,000.
    pub formers: Vec<Former>,
}

/// Availability of one node: of its reachability check, else of its worst check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NodeAvailability {
    /// The node.
    pub node: NodeId,
    /// The check it is taken from; `None` if the node has none.
    pub basis: Option<CheckId>,
    /// The sums.
    pub sums: Availability,
    /// `P / (P + D)`; `None` is "no data".
    pub share: Option<f64>,
    /// How much of the window was looked at.
    pub coverage: Option<f64>,
    /// What was believed over the window.
    pub stretches: Vec<Stretch>,
}

/// An incident with its whole log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentStory {
    /// The incident.
    pub incident: Incident,
    /// Its log, oldest first.
    pub log: Vec<Entry>,
    /// The first entry that does not fit the chain, if any.
    pub broken_at: Option<u32>,
    /// What was sent because of it.
    pub notifications: Vec<Notification>,
    /// Runbooks that apply to it.
    pub runbooks: Vec<RunbookId>,
    /// Earlier incidents of the same node, newest first, at most 5.
    pub before: Vec<Incident>,
}

/// A runbook without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunbookView {
    /// Which.
    pub id: RunbookId,
    /// Its title.
    pub title: String,
    /// Shown on the incidents of these nodes …
    pub nodes: Vec<NodeId>,
    /// … and of these checks.
    pub checks: Vec<CheckId>,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
    /// When it was last changed.
    pub changed: Stamp,
}

impl From<&Runbook> for RunbookView {
    fn from(r: &Runbook) -> RunbookView {
        RunbookView {
            id: r.id,
            title: r.title.clone(),
            nodes: r.nodes.clone(),
            checks: r.checks.clone(),
            attachments: r.attachments.clone(),
            changed: r.changed,
        }
    }
}

/// What the desktop's notification service said to a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotifyProof {
    /// True if it took the notification.
    pub taken: bool,
    /// Its name and what it said, or why it could not be reached.
    pub words: String,
}
