//! A host that is there, and how we know.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use hinomi_model::{Node, NodeKind, Proof};

use crate::clue::Clue;
use crate::identify::Sureness;

/// A host that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The address it is best known by.
    pub address: IpAddr,
    /// Further addresses of the same box, ascending; never another's.
    pub also: Vec<IpAddr>,
    /// The best name found, the most trusted source first: at most 253 characters, without control
    /// characters, to be shown as text and never as markup.
    pub name: Option<String>,
    /// Hardware address, lower case with colons, if the host is on our own link or a router's table
    /// has it, and it speaks for itself.
    pub mac: Option<String>,
    /// The registered owner of the hardware address; `None` for random and private ones.
    pub vendor: Option<&'static str>,
    /// What it seems to be.
    pub kind: NodeKind,
    /// How sure that is.
    pub sure: Sureness,
    /// Who made it, as far as it is known; text from the wire.
    pub maker: Option<String>,
    /// Which model it is; text from the wire.
    pub model: Option<String>,
    /// Everything that was learnt of it, the most trusted first, and what each speaks for.
    pub clues: Vec<Clue>,
    /// Round trip of the echo it answered.
    pub rtt: Option<Duration>,
    /// TCP ports that are open among those tried, ascending.
    pub ports: Vec<u16>,
    /// By what it was found; never empty, and never announcements alone.
    pub evidence: BTreeSet<Proof>,
    /// True for a default gateway of this PC.
    pub gateway: bool,
    /// True for this PC itself.
    pub this_pc: bool,
    /// Which of the logins tried opened its SNMP agent.
    pub login: Option<usize>,
    /// It was not among the addresses asked for: the table of the agent at this address led to it.
    pub beyond: Option<IpAddr>,
}

impl Finding {
    /// Every address of the box, the one it is best known by first.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        std::iter::once(self.address).chain(self.also.iter().copied())
    }

    /// Does a node of the site stand for this box? One of them answers where the other is best
    /// known; further addresses alone prove nothing, since many boxes have the same ones inside.
    pub fn is(&self, node: &Node) -> bool {
        let best_known = node.address.ip().is_some_and(|ip| self.addresses().any(|own| own == ip));
        best_known || node.also.contains(&self.address)
    }
}
