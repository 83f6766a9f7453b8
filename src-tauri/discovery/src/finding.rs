//! A host that is there, and how we know.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::time::Duration;

use hinomi_model::NodeKind;

/// A host that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its address.
    pub address: Ipv4Addr,
    /// The best name found, announced before reverse DNS: at most 253 characters, without control
    /// characters, to be shown as text and never as markup.
    pub name: Option<String>,
    /// Hardware address, lower case with colons, if the host is on our own link and speaks for
    /// itself.
    pub mac: Option<String>,
    /// The registered owner of the hardware address; `None` for random and private ones.
    pub vendor: Option<&'static str>,
    /// What it seems to be.
    pub kind: NodeKind,
    /// Round trip of the echo it answered.
    pub rtt: Option<Duration>,
    /// TCP ports that are open among those tried, ascending.
    pub ports: Vec<u16>,
    /// By what it was found; never empty, and never [`Evidence::Mdns`] alone.
    pub evidence: BTreeSet<Evidence>,
    /// True for a default gateway of this PC.
    pub gateway: bool,
    /// True for this PC itself.
    pub this_pc: bool,
}

/// By what a host was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// It answered an echo request.
    Icmp,
    /// It accepted or refused a TCP connection.
    Tcp,
    /// It answered for its address on our own link.
    Neighbour,
    /// It announced itself. Says more about a host; does not prove it, since announcements are
    /// also made from memory and on behalf of others (RFC 6762 §10, sleep proxies).
    Mdns,
}
