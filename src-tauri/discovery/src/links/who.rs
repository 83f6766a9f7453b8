//! Whose an address or a name is.
//!
//! What a device says of itself counts more than what is written about a node, and that more than
//! what others' tables say. What two could claim at the same level is nobody's.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use hinomi_model::{NodeId, NodeKind};

use super::picture::{Heard, Interface, Known, Picture, Told};
use crate::Mac;

/// A node, or this PC (`None`, which comes first).
pub(super) type Who = Option<NodeId>;

/// A hardware address that answers for more addresses of different nodes than this speaks for
/// others (proxy ARP, RFC 1027).
const MOST_TWINS: usize = 4;

/// Who is who in a picture.
pub(super) struct Whos<'p> {
    told: BTreeMap<NodeId, &'p Told>,
    known: BTreeMap<NodeId, &'p Known>,
    by_mac: BTreeMap<Mac, Who>,
    by_address: BTreeMap<IpAddr, Who>,
    by_name: BTreeMap<String, Option<NodeId>>,
    macs: BTreeMap<Who, BTreeSet<Mac>>,
    twins: BTreeMap<Who, Vec<NodeId>>,
}

impl<'p> Whos<'p> {
    pub(super) fn of(picture: &'p Picture) -> Whos<'p> {
        let mut whos = Whos {
            told: picture.told.iter().map(|t| (t.node, t)).collect(),
            known: picture.known.iter().map(|k| (k.node, k)).collect(),
            by_mac: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_name: BTreeMap::new(),
            macs: BTreeMap::new(),
            twins: BTreeMap::new(),
        };
        whos.read_addresses(picture);
        whos.read_names(picture);
        whos.read_macs(picture);
        whos
    }

    fn read_addresses(&mut self, picture: &Picture) {
        let here = picture.here.addresses.iter().map(|a| (*a, None));
        let known =
            picture.known.iter().flat_map(|k| k.addresses.iter().map(|a| (*a, Some(k.node))));
        let told = picture.told.iter().flat_map(|t| t.addresses.iter().map(|a| (*a, Some(t.node))));
        for (address, who) in known.chain(here).chain(told) {
            if !address.is_loopback() && !address.is_unspecified() {
                self.by_address.entry(address).or_insert(who);
            }
        }
    }

    fn read_names(&mut self, picture: &Picture) {
        let said = picture.told.iter().flat_map(|t| {
            let names = [&t.name, &t.chassis].into_iter().flatten();
            names.map(|n| (n.as_str(), t.node))
        });
        let given = picture.known.iter().map(|k| (k.name.as_str(), k.node));
        // Names people gave count only where no device calls itself so.
        for names in [said.collect::<Vec<_>>(), given.collect()] {
            let mut level: BTreeMap<String, Option<NodeId>> = BTreeMap::new();
            for (name, node) in names {
                for form in forms(name) {
                    let owner = level.entry(form).or_insert(Some(node));
                    if *owner != Some(node) {
                        *owner = None;
                    }
                }
            }
            for (name, node) in level {
                self.by_name.entry(name).or_insert(node);
            }
        }
    }

    fn read_macs(&mut self, picture: &Picture) {
        let own = picture.told.iter().flat_map(|t| {
            let interfaces = t.interfaces.iter().filter_map(|i| i.mac);
            t.macs.iter().copied().chain(interfaces).map(|m| (m, Some(t.node)))
        });
        let here = picture.here.macs.iter().map(|m| (*m, None));
        let written = picture.known.iter().flat_map(|k| k.macs.iter().map(|m| (*m, Some(k.node))));
        let tables = picture.told.iter().flat_map(|t| t.arp.iter().map(|a| (a.address, a.mac)));
        let arp = tables.chain(picture.here.arp.iter().copied());
        let arp = arp.filter_map(|(ip, mac)| Some((mac, *self.by_address.get(&ip)?)));
        let arp: Vec<(Mac, Who)> = arp.collect();
        for level in [own.chain(here).collect::<Vec<_>>(), written.chain(arp).collect()] {
            let mut owners: BTreeMap<Mac, BTreeSet<Who>> = BTreeMap::new();
            for (mac, who) in level {
                owners.entry(mac).or_default().insert(who);
            }
            for (mac, owners) in owners {
                if !self.by_mac.contains_key(&mac) {
                    self.own(mac, &owners);
                }
            }
        }
    }

    /// Several nodes with one hardware address are one box with several addresses: the first stands
    /// for all.
    fn own(&mut self, mac: Mac, owners: &BTreeSet<Who>) {
        let told = owners.iter().filter(|w| w.is_none_or(|n| self.told.contains_key(&n))).count();
        if owners.len() > MOST_TWINS || told > 1 {
            return;
        }
        let leader = owners.iter().find(|w| w.is_some_and(|n| self.told.contains_key(&n)));
        let Some(leader) = leader.or(owners.first()).copied() else { return };
        self.by_mac.insert(mac, leader);
        self.macs.entry(leader).or_default().insert(mac);
        let twins = self.twins.entry(leader).or_default();
        for twin in owners.iter().flatten().filter(|n| Some(**n) != leader) {
            if !twins.contains(twin) {
                twins.push(*twin);
            }
        }
    }

    pub(super) fn told(&self, node: NodeId) -> Option<&'p Told> {
        self.told.get(&node).copied()
    }

    pub(super) fn of_mac(&self, mac: Mac) -> Option<Who> {
        self.by_mac.get(&mac).copied()
    }

    pub(super) fn of_address(&self, address: IpAddr) -> Option<Who> {
        self.by_address.get(&address).copied()
    }

    pub(super) fn macs(&self, who: Who) -> impl Iterator<Item = Mac> + '_ {
        self.macs.get(&who).into_iter().flatten().copied()
    }

    /// Nodes that are the same box as another.
    pub(super) fn twins(&self) -> impl Iterator<Item = (Who, &[NodeId])> {
        self.twins.iter().map(|(who, twins)| (*who, twins.as_slice()))
    }

    pub(super) fn kind(&self, who: Who) -> NodeKind {
        who.and_then(|n| self.known.get(&n)).map_or(NodeKind::Other, |k| k.kind)
    }

    /// Who announced itself, if it is somebody known; never the one who heard it.
    pub(super) fn announced(&self, by: NodeId, heard: &Heard) -> Option<Who> {
        let macs = [heard.mac, heard.port_mac].into_iter().flatten();
        let by_mac = macs.filter_map(|m| self.of_mac(m));
        let by_address = heard.addresses.iter().filter_map(|a| self.of_address(*a));
        let names = heard.names.iter().flat_map(|n| forms(n));
        let by_name = names.filter_map(|n| self.by_name.get(&n).copied().flatten()).map(Some);
        let mut all = by_mac.chain(by_address).chain(by_name);
        all.find(|who| *who != Some(by))
    }

    /// The interface of a device that a neighbour names so.
    pub(super) fn interface(&self, node: NodeId, heard: &Heard) -> Option<u32> {
        let told = self.told(node)?;
        let only = |like: &dyn Fn(&Interface) -> bool| {
            let mut all = told.interfaces.iter().filter(|i| like(i)).map(|i| i.index);
            all.next().filter(|_| all.next().is_none())
        };
        let named = heard.port.iter().find_map(|word| {
            only(&|i| i.name == *word)
                .or_else(|| only(&|i| i.words.iter().any(|w| w == word)))
                .or_else(|| only(&|i| short(&i.name) == short(word)))
        });
        let numbered = || {
            let number: u32 = heard.port.iter().find_map(|word| word.parse().ok())?;
            only(&|i| i.lldp == Some(number)).or_else(|| only(&|i| i.index == number))
        };
        let by_mac = || heard.port_mac.and_then(|mac| only(&|i| i.mac == Some(mac)));
        named.or_else(by_mac).or_else(numbered)
    }

    /// The interface of a device that has this hardware address alone.
    pub(super) fn interface_of(&self, who: Who, mac: Mac) -> Option<u32> {
        let told = self.told(who?)?;
        let mut all = told.interfaces.iter().filter(|i| i.mac == Some(mac));
        all.next().filter(|_| all.next().is_none()).map(|i| i.index)
    }
}

/// A name as written and without its domain, whatever its case.
fn forms(name: &str) -> impl Iterator<Item = String> {
    let whole = name.trim().to_lowercase();
    let short = whole.split('.').next().unwrap_or_default().to_owned();
    let same = short == whole;
    let address = whole.parse::<IpAddr>().is_ok();
    let short = (!same && !address && !short.is_empty()).then_some(short);
    [Some(whole).filter(|n| !n.is_empty()), short].into_iter().flatten()
}

/// An interface's name in the shortest way makers write it: `GigabitEthernet0/1` is `gi0/1`.
fn short(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let digits = lower.find(|c: char| c.is_ascii_digit()).unwrap_or(lower.len());
    let (kind, number) = lower.split_at(digits);
    let kind = kind.trim_end_matches([' ', '-']);
    const KINDS: [(&str, &str); 9] = [
        ("hundredgige", "hu"),
        ("fortygigabitethernet", "fo"),
        ("twentyfivegige", "twe"),
        ("tengigabitethernet", "te"),
        ("gigabitethernet", "gi"),
        ("fastethernet", "fa"),
        ("ethernet", "et"),
        ("gig", "gi"),
        ("eth", "et"),
    ];
    let kind = KINDS.iter().find(|(long, _)| kind == *long).map_or(kind, |(_, short)| short);
    format!("{kind}{number}")
}
