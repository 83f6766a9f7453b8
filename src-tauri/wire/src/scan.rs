//! Looking around: sweeps of subnets and what they found.

use hinomi_model::{NodeId, NodeKind};
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

/// A host that answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Found {
    /// Its address.
    pub address: String,
    /// The best name found: mDNS, then reverse DNS.
    pub name: Option<String>,
    /// Hardware address, lower case with colons, if it is on our own link.
    pub mac: Option<String>,
    /// The registered owner of the hardware address.
    pub vendor: Option<String>,
    /// What it seems to be.
    pub kind: NodeKind,
    /// Mean round trip in ms, if it answered echo requests.
    pub rtt: Option<f64>,
    /// TCP ports that are open among those tried.
    pub ports: Vec<u16>,
    /// By what it was found.
    pub evidence: Vec<ScanEvidence>,
    /// The node that watches this address already, if there is one.
    pub known: Option<NodeId>,
    /// True for this PC's default gateway.
    pub gateway: bool,
    /// True for this PC itself.
    pub this_pc: bool,
}

/// By what a host was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanEvidence {
    /// It answered echo requests.
    Icmp,
    /// It answered (or refused) a TCP connection.
    Tcp,
    /// It is in the local neighbour table.
    Neighbour,
    /// It announced itself by mDNS.
    Mdns,
}

/// How a sweep goes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct ScanView {
    /// A sweep is under way.
    pub running: bool,
    /// Addresses done.
    pub done: u32,
    /// Addresses in all.
    pub of: u32,
    /// What was found so far, by address.
    pub found: Vec<Found>,
    /// Why it ended early, in words, if it did.
    pub trouble: Option<String>,
}
