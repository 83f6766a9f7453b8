//! What is known before anything is inferred: the nodes, and what devices said.

use std::net::IpAddr;

use hinomi_model::{NodeId, NodeKind};

use crate::Mac;

/// Everything inference looks at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// The nodes of the site.
    pub known: Vec<Known>,
    /// What those said that have an SNMP agent.
    pub told: Vec<Told>,
    /// This PC.
    pub here: Here,
    /// Where nodes were last seen: who is not seen now is still there.
    pub before: Vec<Stay>,
}

/// A node of the site, as far as it is known without asking it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which.
    pub node: NodeId,
    /// What it is.
    pub kind: NodeKind,
    /// How people call it.
    pub name: String,
    /// Where it answers.
    pub addresses: Vec<IpAddr>,
    /// Its hardware addresses.
    pub macs: Vec<Mac>,
}

/// This PC: a station like any other, and one more table of hardware addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Here {
    /// Its own hardware addresses.
    pub macs: Vec<Mac>,
    /// Its own addresses.
    pub addresses: Vec<IpAddr>,
    /// Who answered for which address.
    pub arp: Vec<(IpAddr, Mac)>,
    /// Its default gateway: links are drawn away from it where nobody sees this PC.
    pub gateway: Option<IpAddr>,
}

/// Where a node was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    /// Who; `None` is this PC.
    pub node: Option<NodeId>,
    /// On which device …
    pub at: NodeId,
    /// … and interface (`ifIndex`).
    pub interface: u32,
    /// By which interface of its own is known, too: that it sits there somebody can see anew.
    pub own: bool,
}

/// What one device said of itself and of what it sees. Interfaces are named by their `ifIndex`.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which node it is.
    pub node: NodeId,
    /// What it calls itself.
    pub name: Option<String>,
    /// Its LLDP chassis identifier, where that is not a hardware address.
    pub chassis: Option<String>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Hardware addresses that are no interface's: its bridge's, its chassis'.
    pub macs: Vec<Mac>,
    /// Its interfaces.
    pub interfaces: Vec<Interface>,
    /// Who announced itself to it.
    pub heard: Vec<Heard>,
    /// On which interface it last saw which hardware address.
    pub forwarding: Vec<(Mac, u32)>,
    /// Its ports in the spanning tree.
    pub tree: Vec<TreePort>,
    /// Who answered for which address, and on which interface.
    pub arp: Vec<Arp>,
    /// Next hops of its routes.
    pub routes: Vec<Route>,
    /// It sends on packets that are not for itself (`ipForwarding`).
    pub routing: bool,
    /// It fell silent, or the time ran out, before it had said everything.
    pub cut_short: bool,
    /// It did not say who announced itself to it, or not everybody.
    pub deaf: bool,
}

impl Told {
    /// A device that said nothing.
    pub fn silent(node: NodeId) -> Told {
        Told {
            node,
            name: None,
            chassis: None,
            addresses: Vec::new(),
            macs: Vec::new(),
            interfaces: Vec::new(),
            heard: Vec::new(),
            forwarding: Vec::new(),
            tree: Vec::new(),
            arp: Vec::new(),
            routes: Vec::new(),
            routing: false,
            cut_short: false,
            deaf: false,
        }
    }
}

/// An interface of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interface {
    /// `ifIndex`.
    pub index: u32,
    /// Its name.
    pub name: String,
    /// What its people wrote about it (`ifAlias`).
    pub alias: Option<String>,
    /// What else it is known by: `ifDescr`, `ifAlias`, what LLDP calls it.
    pub words: Vec<String>,
    /// It is in use; `None` where its agent does not say.
    pub up: Option<bool>,
    /// Somebody has switched it off.
    pub switched_off: bool,
    /// Its hardware address.
    pub mac: Option<Mac>,
    /// The interface it is aggregated into.
    pub bundle: Option<u32>,
    /// LLDP's number for it.
    pub lldp: Option<u32>,
    /// The bridge's number for it.
    pub bridge: Option<u32>,
    /// Radio: whoever is seen on it is attached to it.
    pub wireless: bool,
}

/// How a neighbour announced itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// IEEE 802.1AB.
    Lldp,
    /// Cisco's own. Switches that do not speak it pass it on.
    Cdp,
}

/// A neighbour that announced itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// By which protocol.
    pub by: Protocol,
    /// On which interface it was heard.
    pub interface: u32,
    /// Its hardware address, if it is known by one.
    pub mac: Option<Mac>,
    /// What it calls itself, the best first.
    pub names: Vec<String>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// The hardware address of its port, if it names the port so.
    pub port_mac: Option<Mac>,
    /// What it calls its port, the best first.
    pub port: Vec<String>,
    /// Does it pass on what others send (bridge, access point, telephone)? `None` if it does not
    /// say.
    pub forwards: Option<bool>,
}

/// A port in the spanning tree (`dot1dStpPortEntry`, RFC 4188).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreePort {
    /// The interface.
    pub interface: u32,
    /// It passes nothing.
    pub blocked: bool,
    /// The bridge that leads towards the root from here.
    pub bridge: Mac,
    /// The number of that bridge's port.
    pub port: u32,
}

/// Who answered for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arp {
    /// For which address.
    pub address: IpAddr,
    /// Who.
    pub mac: Mac,
    /// On which interface.
    pub interface: u32,
}

/// Where packets are sent on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The next hop.
    pub via: IpAddr,
    /// By which interface; 0 if it is not said.
    pub interface: u32,
}
