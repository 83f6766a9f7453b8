//! Looking around: sweeps of subnets and what they found.

use hinomi_model::snmp::Access;
use hinomi_model::{CheckSpec, NodeId, NodeKind, Proof, ProposalId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A subnet this PC stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Subnet {
    /// Such as `192.168.1.0/24`.
    pub cidr: String,
    /// The interface that is in it.
    pub interface: String,
    /// This PC's address in it.
    pub address: String,
    /// The gateway, if it is in this subnet.
    pub gateway: Option<String>,
    /// Addresses to look at.
    pub addresses: u32,
    /// True if it is small enough to be proposed (at most 4,096 addresses).
    pub proposed: bool,
}

/// A check that fits what listens on a host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ScanCheck {
    /// The check.
    pub spec: CheckSpec,
    /// The kinds of boxes that are there for this: on others it is offered and not made.
    pub usual_for: Vec<NodeKind>,
}

/// A host that answered: one box, however many addresses it has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Found {
    /// The address it is best known by.
    pub address: String,
    /// Further addresses of the same box.
    pub also: Vec<String>,
    /// The best name found, what it says itself before what others call it.
    pub name: Option<String>,
    /// Hardware address, lower case with colons, as far as it is known.
    pub mac: Option<String>,
    /// Who made it, else the registered owner of the hardware address.
    pub vendor: Option<String>,
    /// Which model it is.
    pub model: Option<String>,
    /// What it seems to be.
    pub kind: NodeKind,
    /// How sure that is.
    pub sure: ScanSureness,
    /// What it was concluded from, the most trusted first.
    pub clues: Vec<ScanClue>,
    /// Mean round trip in ms, if it answered echo requests.
    pub rtt: Option<f64>,
    /// TCP ports that are open among those tried.
    pub ports: Vec<u16>,
    /// The checks that fit these, in their order.
    pub checks: Vec<ScanCheck>,
    /// By what it was found.
    pub evidence: Vec<Proof>,
    /// The node that watches this box already, if there is one.
    pub known: Option<NodeId>,
    /// What is different from what the site knows of that node.
    pub differences: Vec<ScanDifference>,
    /// True for this PC's default gateway.
    pub gateway: bool,
    /// True for this PC itself.
    pub this_pc: bool,
    /// What opens its SNMP agent: the first login of the site's list that did.
    pub snmp: Option<Access>,
    /// It lies outside the addresses that were asked for; the tables of the device called so led to
    /// it.
    pub beyond: Option<String>,
}

/// What is different from what the site knows of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum ScanDifference {
    /// It was watched at another address, where it is not any more.
    Moved {
        /// Which.
        from: String,
    },
    /// Another hardware address answers where it is watched.
    Replaced {
        /// The one it had.
        mac: String,
    },
    /// It calls itself otherwise than it is called here.
    Renamed {
        /// What it calls itself.
        to: String,
    },
    /// Another node is the same box.
    Doubled {
        /// Which.
        node: NodeId,
    },
}

/// One thing a host let be known of itself, as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanClue {
    /// By what it was learnt.
    pub source: ScanSource,
    /// What it is about.
    pub topic: ScanTopic,
    /// What was said; empty where source and topic say everything.
    pub text: String,
    /// The kind it speaks for, if for one.
    pub kind: Option<NodeKind>,
}

/// By what something was learnt of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanSource {
    /// Its SNMP agent.
    Snmp,
    /// WS-Discovery.
    Wsd,
    /// UPnP.
    Ssdp,
    /// DNS-SD.
    Mdns,
    /// Its NetBIOS names.
    Netbios,
    /// Its certificate.
    Tls,
    /// Its web page.
    Http,
    /// Its SSH server.
    Ssh,
    /// The name servers.
    Dns,
    /// The routing table of this PC.
    Route,
    /// The owner of its hardware address.
    Mac,
    /// Its open ports.
    Ports,
}

/// What a clue is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanTopic {
    /// What it is called.
    Name,
    /// What kind of thing it says it is.
    Type,
    /// Who made it.
    Maker,
    /// Which model it is.
    Model,
    /// The title of its page.
    Title,
    /// What it runs.
    Software,
    /// Whom its certificate is for.
    Certificate,
    /// A service it offers.
    Service,
    /// The workgroup or domain it is in.
    Group,
    /// Open ports.
    Ports,
    /// Packets for elsewhere leave through it.
    Gateway,
}

/// How sure a kind is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum ScanSureness {
    /// Nothing speaks for anything.
    #[default]
    Unknown,
    /// Wrong as easily as right.
    Guess,
    /// Right more often than not.
    Likely,
    /// Hardly ever wrong.
    Sure,
}

/// What a sweep is at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum ScanStage {
    /// Asking every address.
    Addresses,
    /// Reading SNMP agents.
    Agents,
    /// Looking at whom their tables know in other networks.
    Beyond,
    /// There is none, it has ended, or it was stopped.
    #[default]
    Ended,
}

/// Whether SNMP agents are asked.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum ScanSnmp {
    /// No: the site has no logins to try.
    #[default]
    NoLogins,
    /// No: the vault that holds them is locked.
    Locked,
    /// Yes.
    Asked,
}

/// How a sweep goes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct ScanView {
    /// A sweep is under way.
    pub running: bool,
    /// What it is at.
    pub stage: ScanStage,
    /// It was stopped half way and can go on.
    pub resumable: bool,
    /// Addresses done.
    pub done: u32,
    /// Addresses in all; grows when tables lead further.
    pub of: u32,
    /// SNMP agents read …
    pub agents_done: u32,
    /// … of so many that let us in.
    pub agents: u32,
    /// Whether SNMP agents are asked.
    pub snmp: ScanSnmp,
    /// What was found so far, by address.
    pub found: Vec<Found>,
    /// Nodes watched at addresses that were looked at, and at which they did not answer; empty until
    /// the sweep is through with all of them.
    pub silent: Vec<NodeId>,
    /// Why it ended early, in words, if it did.
    pub trouble: Option<String>,
}

/// Proposals of re-scans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Proposals {
    /// Which.
    pub proposals: Vec<ProposalId>,
}

/// Whether something is to be done about proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProposalsDismiss {
    /// Which.
    pub proposals: Vec<ProposalId>,
    /// True: nothing is; false: they are open after all.
    pub dismissed: bool,
}
