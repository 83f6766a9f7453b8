//! What was inferred.

use std::collections::BTreeSet;
use std::net::IpAddr;

use hinomi_model::{Cable, Confidence, Evidence, NodeId, Port};

use super::seen::Seen;
use crate::Mac;

/// How the nodes hang together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// The links, in the order of their ends.
    pub links: Vec<Found>,
    /// Boxes nobody has seen, that must be there.
    pub hubs: Vec<Hub>,
    /// Who announced itself and is no node of the site.
    pub strangers: Vec<Stranger>,
}

/// An end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// This PC.
    Here,
    /// A node of the site.
    Node(NodeId),
    /// One of [`Graph::hubs`], by its place there.
    Hub(usize),
}

/// A link that was found. It is drawn from the end nearer to this PC.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The nearer end.
    pub from: End,
    /// The other end.
    pub to: End,
    /// What it is known by, the strongest first; never empty.
    pub evidence: Vec<Evidence>,
    /// [`Confidence::Evidenced`] or [`Confidence::Inferred`].
    pub confidence: Confidence,
    /// Its wires.
    pub cables: Vec<Cable>,
    /// Nobody saw it this time; it is as it was before.
    pub remembered: bool,
}

/// A box that passes on what others send and cannot be asked: an unmanaged switch, or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Hub {
    /// The ports of devices it hangs on, ascending.
    pub at: Vec<(NodeId, Port)>,
}

/// Who announced itself on a port and is no node.
#[derive(Debug, Clone, PartialEq)]
pub struct Stranger {
    /// To whom.
    pub at: NodeId,
    /// On which of its interfaces.
    pub port: Port,
    /// How it calls itself.
    pub name: Option<String>,
    /// Its hardware address.
    pub mac: Option<Mac>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

impl Graph {
    /// The link between two ends, whichever way it was drawn.
    pub fn between(&self, a: End, b: End) -> Option<&Found> {
        self.links.iter().find(|l| (l.from, l.to) == (a, b) || (l.from, l.to) == (b, a))
    }

    /// Strangers that no table knows, where they announced themselves: switches to which nobody has
    /// anything to say. `seen` and `claims` are what the tables know.
    ///
    /// A chassis often announces another hardware address than the one it sends from, and one for
    /// each of its interfaces. So who says no name is left out, who says one that is heard from
    /// somebody the tables know, and who is on a port with something of the same maker.
    pub fn unseen(&self, seen: &[Seen], claims: &[(IpAddr, Mac)]) -> Vec<Seen> {
        let claimed: BTreeSet<IpAddr> = claims.iter().map(|(ip, _)| *ip).collect();
        let tables = seen.iter().map(|s| s.mac).chain(claims.iter().map(|(_, mac)| *mac));
        let macs: BTreeSet<Mac> = tables.collect();
        let maker = |mac: Mac| [mac.0[0], mac.0[1], mac.0[2]];
        let makers: BTreeSet<(NodeId, Option<u32>, [u8; 3])> =
            seen.iter().map(|s| (s.at, s.port.index, maker(s.mac))).collect();
        let is_seen = |s: &&Stranger| {
            let sends = |mac: Mac| {
                macs.contains(&mac) || makers.contains(&(s.at, s.port.index, maker(mac)))
            };
            s.mac.is_some_and(sends) || s.addresses.iter().any(|ip| claimed.contains(ip))
        };
        let known = self.strangers.iter().filter(is_seen);
        let mut names: BTreeSet<&str> = known.filter_map(|s| s.name.as_deref()).collect();
        let mut unseen = Vec::new();
        for stranger in self.strangers.iter().filter(|s| !is_seen(s)) {
            if let (Some(mac), Some(name)) = (stranger.mac, stranger.name.as_deref())
                && names.insert(name)
            {
                unseen.push(Seen { mac, at: stranger.at, port: stranger.port.clone() });
            }
        }
        unseen
    }

    /// Who hangs on an end.
    pub fn around(&self, end: End) -> impl Iterator<Item = End> {
        self.links.iter().filter_map(move |l| match () {
            () if l.from == end => Some(l.to),
            () if l.to == end => Some(l.from),
            () => None,
        })
    }
}
