//! What a picture leaves no doubt of, told without inferring anything.
//!
//! An entry of a table may be missing; it is never wrong. So a switch that sees two boxes on
//! different ports lies between them, and whoever looks at one past the other looks by one port.
//! What lies on a port to which no switch with a table is, is plugged in there; two switches are
//! plugged together if all others are seen to be elsewhere. Switches without a table are boxes like
//! hubs here, that only can be seen.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_discovery::links::{Heard, Picture, Protocol, Told};
use hinomi_model::NodeId;

use crate::drawing::{At, wire};
use crate::network::{Net, What, id, of, whose};

/// Who sits on one segment: switches with a table by their ports.
pub type Segment = BTreeSet<(usize, Option<u32>)>;

pub struct Oracle<'n> {
    net: &'n Net,
    picture: &'n Picture,
    /// On which port each switch with a table sees whom.
    tables: BTreeMap<usize, BTreeMap<usize, u32>>,
    /// The port of one such switch that leads to another, where there is no doubt.
    leads: BTreeMap<(usize, usize), u32>,
    /// The network of each: those that have seen the same are in one. Switches that share nothing
    /// with anybody could be anywhere, and are taken to be elsewhere.
    networks: BTreeMap<usize, usize>,
}

impl<'n> Oracle<'n> {
    pub fn of(net: &'n Net, picture: &'n Picture) -> Oracle<'n> {
        let mut oracle = Oracle {
            net,
            picture,
            tables: tables(picture),
            leads: BTreeMap::new(),
            networks: BTreeMap::new(),
        };
        oracle.networks = oracle.find_networks();
        let all = || oracle.tables.keys().copied();
        let pairs = all().flat_map(|a| all().map(move |b| (a, b))).filter(|(a, b)| a != b);
        let leads = pairs.filter_map(|(a, b)| Some(((a, b), oracle.leads(a, b)?))).collect();
        Oracle { leads, ..oracle }
    }

    fn find_networks(&self) -> BTreeMap<usize, usize> {
        let mut networks: BTreeMap<usize, usize> = self.tables.keys().map(|t| (*t, *t)).collect();
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        for (this, table) in &self.tables {
            for seen in table.keys().chain([this]) {
                let other = *first.entry(*seen).or_insert(*this);
                let (a, b) = (networks[&other], networks[this]);
                networks.values_mut().filter(|n| **n == b).for_each(|n| *n = a);
            }
        }
        networks
    }

    /// Has it a table?
    pub fn tells(&self, at: usize) -> bool {
        self.tables.contains_key(&at)
    }

    /// Does this one see those two on different ports, and so lies between them?
    fn parts(&self, this: usize, a: usize, b: usize) -> bool {
        let Some(table) = self.tables.get(&this) else { return false };
        matches!((table.get(&a), table.get(&b)), (Some(x), Some(y)) if x != y)
    }

    /// A sees B, or somebody who lies behind B or before it.
    fn leads(&self, a: usize, b: usize) -> Option<u32> {
        let table = &self.tables[&a];
        let same_way = |g: usize| g == b || self.parts(b, a, g) || self.parts(g, a, b);
        table.iter().find(|(g, _)| same_way(**g)).map(|(_, port)| *port)
    }

    /// Is the way from this port of A to a third another one?
    fn elsewhere(&self, (a, port): (usize, u32), third: usize) -> bool {
        self.leads.get(&(a, third)).is_some_and(|way| *way != port)
    }

    /// The switches whose tables count where two boxes are claimed to be plugged together: all in a
    /// network in which either is seen.
    pub fn near(&self, x: usize, y: usize) -> BTreeSet<usize> {
        let sees = |at: usize| [x, y].iter().any(|b| *b == at || self.tables[&at].contains_key(b));
        let seen = self.networks.iter().filter(|(at, _)| sees(**at));
        let seen: BTreeSet<usize> = seen.map(|(_, network)| *network).collect();
        self.networks.iter().filter(|(_, n)| seen.contains(n)).map(|(at, _)| *at).collect()
    }

    /// Everybody any switch has seen.
    pub fn seen(&self) -> BTreeSet<usize> {
        self.tables.values().flat_map(|table| table.keys().copied()).collect()
    }

    /// Who is plugged together, if only those with tables are asked.
    pub fn segments(&self) -> BTreeSet<Segment> {
        let ports = |at: &usize| {
            let at = *at;
            self.net.ports(at).into_iter().map(move |(port, ..)| (at, port))
        };
        self.tables.keys().flat_map(ports).map(|port| self.segment(port)).collect()
    }

    fn segment(&self, (at, port): (usize, u32)) -> Segment {
        let all = self.net.segment(at, port, &|b| self.tells(b), true).into_iter();
        all.map(|(who, by)| (who, self.tells(who).then_some(by))).collect()
    }

    /// The wires there can be no doubt of; the ports of those without a table are left open.
    pub fn wires(&self) -> BTreeSet<(At, At)> {
        let segments = self.segments().into_iter();
        let pairs = segments.filter_map(|all| <[_; 2]>::try_from(Vec::from_iter(all)).ok());
        let sure = pairs.filter(|[x, y]| match (*x, *y) {
            ((a, Some(p)), (b, Some(q))) => self.face((a, p), (b, q)) || self.only_speak((a, p), b),
            ((a, Some(p)), (b, None)) | ((b, None), (a, Some(p))) => self.holds((a, p), &[b]),
            ((_, None), (_, None)) => false,
        });
        let sure = sure.map(|[(a, p), (b, q)]| wire((id(a), p), (id(b), q)));
        sure.chain(self.announced()).collect()
    }

    /// The ports lead to each other, and all others are elsewhere.
    fn face(&self, (a, p): (usize, u32), (b, q): (usize, u32)) -> bool {
        let third = |c: &usize| *c != a && *c != b;
        let apart = |c: usize| self.elsewhere((a, p), c) || self.elsewhere((b, q), c);
        self.leads.get(&(a, b)) == Some(&p)
            && self.leads.get(&(b, a)) == Some(&q)
            && self.tables.keys().copied().filter(third).all(apart)
    }

    /// It was heard by CDP, and nobody is there who would pass that on.
    fn only_speak(&self, (a, p): (usize, u32), b: usize) -> bool {
        let third = |c: &usize| *c != a && *c != b;
        self.heard(Protocol::Cdp).any(|(at, h)| at == a && h.interface == p && who(h) == b)
            && self.tables.keys().copied().filter(third).all(|c| self.speaks(c))
    }

    /// All these are seen on a port, and no other switch is there.
    fn holds(&self, (a, p): (usize, u32), all: &[usize]) -> bool {
        all.iter().all(|b| self.tables[&a].get(b) == Some(&p) && !self.elsewhere_too(a, *b))
            && self.tables.keys().filter(|c| **c != a).all(|c| self.elsewhere((a, p), *c))
    }

    /// Do it and another one, that has no table and could be anywhere, hear each other?
    fn elsewhere_too(&self, a: usize, b: usize) -> bool {
        let other = |at: usize| at != a && at != b && !self.tells(at);
        let all = self.picture.told.iter();
        let mut all = all.flat_map(|t| t.heard.iter().map(|h| (of(t.node), who(h))));
        all.any(|(x, y)| x == b && other(y) || y == b && other(x))
    }

    /// Did one of them hear the other, or its word about the spanning tree?
    pub fn met(&self, a: usize, b: usize) -> bool {
        let all = self.picture.told.iter();
        let mut all = all.flat_map(|t| {
            let heard = t.heard.iter().map(who);
            let roots = t.tree.iter().map(|p| whose(p.bridge));
            heard.chain(roots).map(|other| (of(t.node), other))
        });
        all.any(|ends| ends == (a, b) || ends == (b, a))
    }

    /// Several stations on a port: there must be a box in the middle.
    pub fn hubs(&self) -> BTreeSet<BTreeSet<NodeId>> {
        let several = |segment: &Segment| {
            let (ports, stations): (Vec<_>, Vec<_>) =
                segment.iter().partition(|(_, p)| p.is_some());
            let stations: Vec<usize> = stations.into_iter().map(|(at, _)| at).collect();
            let hosts = stations.iter().all(|at| self.net.boxes[*at] == What::Host);
            let [(a, Some(p))] = ports.as_slice() else { return false };
            hosts && stations.len() > 1 && self.holds((*a, *p), &stations)
        };
        let all = self.segments().into_iter().filter(several);
        all.map(|segment| segment.into_iter().map(|(at, _)| id(at)).collect()).collect()
    }

    /// LLDP is not passed on: who is heard is at the other end of the wire.
    fn announced(&self) -> impl Iterator<Item = (At, At)> {
        let told = |at: usize| self.picture.told.iter().any(|t| t.node == id(at));
        self.heard(Protocol::Lldp).map(move |(at, h)| {
            let port = h.port[0].strip_prefix('p').and_then(|n| n.parse().ok());
            let there = (id(who(h)), port.filter(|_| told(who(h))));
            wire((id(at), Some(h.interface)), there)
        })
    }

    fn heard(&self, by: Protocol) -> impl Iterator<Item = (usize, &'n Heard)> {
        let of_one = |t: &'n Told| t.heard.iter().map(move |h| (of(t.node), h));
        self.picture.told.iter().flat_map(of_one).filter(move |(_, h)| h.by == by)
    }

    /// Has it spoken CDP, or heard any?
    fn speaks(&self, at: usize) -> bool {
        self.heard(Protocol::Cdp).any(|(by, h)| by == at || who(h) == at)
    }
}

fn who(heard: &Heard) -> usize {
    whose(heard.mac.unwrap())
}

/// Hosts that announced themselves have been seen where they were heard.
fn tables(picture: &Picture) -> BTreeMap<usize, BTreeMap<usize, u32>> {
    let told = picture.told.iter().filter(|t| !t.forwarding.is_empty());
    let table = |t: &Told| {
        let hosts = t.heard.iter().filter(|h| h.forwards == Some(false));
        let seen = t.forwarding.iter().map(|(mac, port)| (whose(*mac), *port));
        hosts.map(|h| (who(h), h.interface)).chain(seen).collect()
    };
    told.map(|t| (of(t.node), table(t))).collect()
}
