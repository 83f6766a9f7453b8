//! Frames: what the window pulls. A frame holds the latest value of everything that changed after
//! a sequence number, already coalesced; there is no list of events to fall behind on.

use hinomi_model::{
    Address, Awake, Check, CheckId, Contact, ContactId, Fingerprint, Gap, Group, GroupId, Incident,
    IncidentId, Link, LinkId, MaintenanceWindow, MapId, Node, NodeId, Outcome, Pin, Proposal,
    ProposalId, Reach, RunbookId, Settings, SiteMap, Span, Speech, Stamp, State, WindowId,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::site::SiteView;
use crate::traps::TrapHealth;
use crate::views::RunbookView;

/// Everything that changed since the sequence number asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Frame {
    /// Changes when the engine starts anew or another site is opened; sequence numbers of
    /// different epochs must not be compared.
    pub epoch: String,
    /// Ask for what comes after this next time.
    #[ts(type = "number")]
    pub seq: u64,
    /// True if this is the whole world: forget everything from before.
    pub fresh: bool,
    /// The vantage's clock when the frame was made.
    pub now: Stamp,
    /// The open site; `None` if none is open.
    pub site: Option<SiteView>,
    /// The site's settings, if they changed.
    pub settings: Option<Settings>,
    /// Nodes that changed.
    pub nodes: Vec<Node>,
    /// Groups that changed.
    pub groups: Vec<Group>,
    /// Checks that changed.
    pub checks: Vec<Check>,
    /// States and last samples that changed.
    pub states: Vec<CheckState>,
    /// Incidents that changed; a fresh frame brings all open ones and those of the last 7 days.
    pub incidents: Vec<Incident>,
    /// Links that changed.
    pub links: Vec<Link>,
    /// Pins that changed.
    pub pins: Vec<Pin>,
    /// Runbooks that changed, without their text.
    pub runbooks: Vec<RunbookView>,
    /// Gaps that opened or closed; a fresh frame brings those of the last 24 h.
    pub gaps: Vec<Gap>,
    /// Nodes that are down or unreachable now, or not any more.
    pub reaches: Vec<NodeReach>,
    /// Maintenance windows that changed, began or ended.
    pub windows: Vec<WindowView>,
    /// Contacts that changed.
    pub contacts: Vec<Contact>,
    /// Maps that changed.
    pub maps: Vec<SiteMap>,
    /// How this PC itself stands, if that changed.
    pub vantage: Option<VantageState>,
    /// The trap log has new lines, or lines that say something else now.
    pub traps: bool,
    /// What re-scans propose, and what of it was dismissed, as far as it changed.
    pub proposals: Vec<Proposal>,
    /// How re-scans stand, if that changed.
    pub rescan: Option<RescanState>,
    /// Things that are gone.
    pub gone: Vec<Gone>,
    /// How the engine does; always there.
    pub health: Health,
}

/// How re-scans stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RescanState {
    /// One is under way, or waits to go on.
    pub under_way: bool,
    /// When the last one ended.
    pub ended: Option<Stamp>,
    /// It could not look at every address: who is not among its proposals may be gone all the same.
    pub partial: bool,
    /// The vault was locked while it looked: not every agent was asked.
    pub locked: bool,
    /// When the next one begins, if one does.
    pub next: Option<Stamp>,
}

/// The state of one check with the last sample behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckState {
    /// The check.
    pub check: CheckId,
    /// What we believe.
    pub state: State,
    /// The last sample, if there is one since the engine started.
    pub last: Option<LastSample>,
}

/// The last sample of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LastSample {
    /// When the probe was sent.
    pub at: Stamp,
    /// How long it took.
    pub took: Span,
    /// What it brought back.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Why a node does not answer; `None` once it does again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NodeReach {
    /// The node.
    pub node: NodeId,
    /// Down, or unreachable because of another.
    pub reach: Option<Reach>,
}

/// A maintenance window as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WindowView {
    /// The window.
    pub window: MaintenanceWindow,
    /// It is on just now.
    pub on: bool,
}

/// How this PC itself stands (law L5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VantageState {
    /// Since when nothing at all has answered, if so; nothing is judged meanwhile.
    pub lost: Option<Stamp>,
    /// It stands in another network than the site's; nothing is watched.
    pub off_site: bool,
    /// What the network it stands in is recognised by.
    pub network: Fingerprint,
    /// Who is asked whether this PC is connected.
    pub canaries: Vec<Address>,
}

/// Something that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "gone", content = "id", rename_all = "snake_case")]
pub enum Gone {
    /// A node.
    Node(NodeId),
    /// A group.
    Group(GroupId),
    /// A check.
    Check(CheckId),
    /// A link.
    Link(LinkId),
    /// A pin.
    Pin(NodeId),
    /// A runbook.
    Runbook(RunbookId),
    /// A maintenance window.
    Window(WindowId),
    /// A contact.
    Contact(ContactId),
    /// A map.
    Map(MapId),
    /// Something that was proposed.
    Proposal(ProposalId),
    /// An incident that is too old to be kept in the window; it is still in the file.
    Incident(IncidentId),
}

/// How the engine does.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Health {
    /// False when nothing is watched: paused, read-only, or no site.
    pub watching: bool,
    /// Probes sent since the engine started.
    #[ts(type = "number")]
    pub probes: u64,
    /// Probes per second over the last 10 s.
    pub probes_per_second: f64,
    /// Of those since the start, how many `Failed`.
    #[ts(type = "number")]
    pub failed: u64,
    /// Of those since the start, how many were `Unable`.
    #[ts(type = "number")]
    pub unable: u64,
    /// Probes under way.
    pub in_flight: u32,
    /// How late probes left over the last 10 s, 99th percentile.
    pub late: Span,
    /// When samples were last stored.
    pub stored: Option<Stamp>,
    /// How echo requests are sent: `dgram`, `raw`, `tcp` or `none`.
    pub icmp: String,
    /// Why samples cannot be stored, in words, if they cannot.
    pub trouble: Option<String>,
    /// Things that could never be stored and were put aside, since the engine started.
    pub put_aside: u32,
    /// The interface and address this PC looks from, and its gateway.
    pub vantage: Option<VantageView>,
    /// Whether this PC is kept awake.
    pub awake: Awake,
    /// What came of the last sentence that was to be spoken.
    pub speech: Speech,
    /// How hearing traps goes; `None` while none are to be heard.
    pub traps: Option<TrapHealth>,
}

/// The place we look from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct VantageView {
    /// Interface name.
    pub interface: String,
    /// Its address.
    pub address: String,
    /// The default gateway, if there is one.
    pub gateway: Option<String>,
    /// This computer's name.
    pub host: String,
}
