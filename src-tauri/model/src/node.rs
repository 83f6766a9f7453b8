//! Nodes: the things on the map, and the groups they stand in.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::described::Described;
use crate::id::{GroupId, NodeId, SecretId};
use crate::policy::Policies;
use crate::snmp::Access;
use crate::time::Stamp;

/// Where a node answers: an IP address or a DNS name.
///
/// Written as text everywhere (`"10.0.0.7"`, `"nas.example.jp"`, `"fe80::1%eth0"` is not accepted).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(as = "String")]
pub enum Address {
    /// A literal IPv4 or IPv6 address.
    Ip(IpAddr),
    /// A DNS name, resolved anew for every probe.
    Name(String),
    /// It has none: a box that only forwards, known by what hangs on it. Written as empty text, and
    /// read as such in a [`Node`] alone: nobody can type it.
    Nowhere,
}

/// The text is neither an IP address nor a DNS name (RFC 1123 §2.1, underscores tolerated).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither an IP address nor a DNS name")]
pub struct NotAnAddress(pub String);

impl Address {
    /// Does it lead to this PC itself, without any network?
    pub fn is_loopback(&self) -> bool {
        match self {
            Address::Ip(ip) => ip.is_loopback(),
            Address::Name(name) => name == "localhost" || name.ends_with(".localhost"),
            Address::Nowhere => false,
        }
    }

    /// Reads an address as a person types it; surrounding space and `[…]` around IPv6 are forgiven.
    pub fn parse(text: &str) -> Result<Address, NotAnAddress> {
        let bare = text.trim();
        let bare = bare.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(bare);
        if let Ok(ip) = bare.parse() {
            return Ok(Address::Ip(ip));
        }
        let name = bare.trim_end_matches('.');
        let label = |l: &str| {
            (1..=63).contains(&l.len())
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        // All digits and dots is a mistyped IPv4 address, not a name.
        let numeric = name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if name.len() <= 253 && !name.is_empty() && !numeric && name.split('.').all(label) {
            return Ok(Address::Name(name.to_ascii_lowercase()));
        }
        Err(NotAnAddress(text.chars().take(80).collect()))
    }

    /// The literal address, if it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        match self {
            Address::Ip(ip) => Some(*ip),
            Address::Name(_) | Address::Nowhere => None,
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Address::Ip(ip) => ip.fmt(f),
            Address::Name(name) => f.write_str(name),
            Address::Nowhere => Ok(()),
        }
    }
}

impl TryFrom<String> for Address {
    type Error = NotAnAddress;
    fn try_from(text: String) -> Result<Address, NotAnAddress> {
        Address::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.to_string()
    }
}

/// What kind of thing a node is; decides its icon and what is proposed for it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Forwards between networks.
    Router,
    /// Forwards within a network.
    Switch,
    /// Radio access.
    AccessPoint,
    /// Filters between networks.
    Firewall,
    /// Serves others.
    Server,
    /// A person's computer.
    Workstation,
    /// Prints.
    Printer,
    /// A desk or mobile phone.
    Phone,
    /// A camera or recorder.
    Camera,
    /// Holds data for others.
    Storage,
    /// Uninterruptible power or a power strip.
    Power,
    /// Something reached over the network that is not a box of ours: a web site, an API.
    Service,
    /// Not known.
    #[default]
    Other,
}

impl NodeKind {
    /// Every kind there is, in the order they are listed.
    pub const ALL: [NodeKind; 13] = [
        NodeKind::Router,
        NodeKind::Switch,
        NodeKind::AccessPoint,
        NodeKind::Firewall,
        NodeKind::Server,
        NodeKind::Workstation,
        NodeKind::Printer,
        NodeKind::Phone,
        NodeKind::Camera,
        NodeKind::Storage,
        NodeKind::Power,
        NodeKind::Service,
        NodeKind::Other,
    ];
}

/// How much a node matters to the people who depend on it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Nobody is hindered by its loss today.
    Low,
    /// Someone is.
    #[default]
    Normal,
    /// Everybody is.
    High,
}

/// A thing on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Node {
    /// Its identity in this site file.
    pub id: NodeId,
    /// What people call it; 1 to 120 characters, unique only by custom.
    pub name: String,
    /// Where it answers.
    #[serde(deserialize_with = "perhaps_nowhere")]
    pub address: Address,
    /// What it is.
    pub kind: NodeKind,
    /// How much it matters.
    pub importance: Importance,
    /// The group it stands in, if any.
    pub group: Option<GroupId>,
    /// Maker as found (from the MAC's registered owner, or typed in).
    pub vendor: Option<String>,
    /// Hardware address as found, lower case with colons.
    pub mac: Option<String>,
    /// What people wrote about it; at most 20,000 characters.
    pub notes: String,
    /// True while a person has stopped watching this node.
    pub paused: bool,
    /// When it was added.
    pub added: Stamp,
    /// What leads to it, named by a person; empty means "as the links say".
    #[serde(default)]
    pub parents: Vec<NodeId>,
    /// How often and how patiently its checks run, where it is to differ from its group.
    #[serde(default)]
    pub policies: Policies,
    /// How its SNMP agent is opened, if it is to be asked.
    #[serde(default)]
    pub snmp: Option<Access>,
    /// What its SNMP agent said of it last.
    #[serde(default)]
    pub described: Option<Described>,
    /// Further addresses it answers at, ascending: as its own agent says, else as it was found; at
    /// most [`Node::MOST_ALSO`].
    #[serde(default)]
    pub also: Vec<IpAddr>,
    /// True for a box nobody has seen: it must be there, because of what hangs on it. It has no
    /// address and no checks, and goes when what hung on it is found elsewhere.
    #[serde(default)]
    pub inferred: bool,
}

fn perhaps_nowhere<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Address, D::Error> {
    let text = String::deserialize(from)?;
    match text.is_empty() {
        true => Ok(Address::Nowhere),
        false => Address::parse(&text).map_err(serde::de::Error::custom),
    }
}

impl Node {
    /// Most further addresses that are kept of one; a router may say that it has any number.
    pub const MOST_ALSO: usize = 64;

    /// Further addresses of a box as they are kept of a node: ascending, each once, and without the
    /// one it is watched at.
    pub fn further(address: &Address, all: impl IntoIterator<Item = IpAddr>) -> Vec<IpAddr> {
        let own = address.ip();
        let all: BTreeSet<IpAddr> = all.into_iter().filter(|ip| Some(*ip) != own).collect();
        all.into_iter().take(Node::MOST_ALSO).collect()
    }

    /// The secrets it names: those that open its SNMP agent.
    pub fn secrets(&self) -> impl Iterator<Item = SecretId> {
        self.snmp.iter().flat_map(|access| access.login.secrets()).map(|(id, _)| id)
    }

    /// Every literal address it answers at, its own first.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.address.ip().into_iter().chain(self.also.iter().copied())
    }
}

/// A named set of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Group {
    /// Its identity.
    pub id: GroupId,
    /// What people call it; 1 to 80 characters.
    pub name: String,
    /// How often and how patiently checks of its nodes run, where it is to differ from the site.
    #[serde(default)]
    pub policies: Policies,
}

/// Where a person put a node on the map, in map units (one unit is one pixel at zoom 1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Pin {
    /// The node.
    pub node: NodeId,
    /// Rightwards.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed_once() {
        let places: Vec<usize> = NodeKind::ALL.iter().map(|k| *k as usize).collect();
        assert_eq!(places, (0..=NodeKind::Other as usize).collect::<Vec<_>>());
    }

    #[test]
    fn addresses_are_read_as_people_type_them() {
        for (typed, want) in [
            ("10.0.0.7", "10.0.0.7"),
            (" 10.0.0.7 ", "10.0.0.7"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("NAS.example.jp.", "nas.example.jp"),
            ("printer_2", "printer_2"),
        ] {
            assert_eq!(Address::parse(typed).map(|a| a.to_string()).as_deref(), Ok(want));
        }
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for typed in
            ["", "10.0.0.256", "1.2.3", "a b", "-x.jp", "http://nas/", "日本", &"a".repeat(300)]
        {
            assert!(Address::parse(typed).is_err(), "because {typed:?} cannot be reached");
        }
    }
}
