//! Networks of which everything is known, and what their boxes would say.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use hinomi_discovery::Mac;
use hinomi_discovery::links::{Heard, Interface, Known, Picture, Protocol, Told, TreePort};
use hinomi_model::{NodeId, NodeKind};

use crate::dice::Dice;
use crate::drawing::{At, Drawn, core, wire};

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Switch,
    Hub,
    Host,
}

/// Boxes and wires. A box's ports are numbered from 1 in the order of its wires.
#[derive(Debug, Clone)]
pub struct Net {
    pub boxes: Vec<What>,
    pub wires: Vec<(usize, usize)>,
    /// Wires the spanning tree has shut.
    pub shut: BTreeSet<usize>,
}

impl Net {
    /// A tree of switches, hubs between them and hosts on both. Every hub has three wires or more,
    /// and no two hubs are plugged together: to everybody else they would be one.
    pub fn tree(dice: &mut Dice, switches: usize, hubs: usize) -> Net {
        let mut net = Net { boxes: vec![What::Switch], wires: Vec::new(), shut: BTreeSet::new() };
        for _ in 1..switches {
            let up = dice.below(net.boxes.len());
            net.plug(up, What::Switch);
        }
        for _ in 0..hubs {
            let at = dice.below(switches);
            let hub = net.plug(at, What::Hub);
            for _ in 0..2 + dice.below(2) {
                let what = if dice.says(25) { What::Switch } else { What::Host };
                net.plug(hub, what);
            }
        }
        for at in 0..net.boxes.len() {
            if net.boxes[at] == What::Switch {
                for _ in 0..dice.below(4) {
                    net.plug(at, What::Host);
                }
            }
        }
        net
    }

    /// A tree in which two switches more are plugged together.
    pub fn ring(dice: &mut Dice, switches: usize, hubs: usize) -> Net {
        let mut net = Net::tree(dice, switches, hubs);
        _ = (0..9).any(|_| net.close_a_ring(dice));
        net
    }

    pub fn plug(&mut self, at: usize, what: What) -> usize {
        self.boxes.push(what);
        self.wires.push((at, self.boxes.len() - 1));
        self.boxes.len() - 1
    }

    /// One wire more between two switches, which the spanning tree shuts.
    pub fn close_a_ring(&mut self, dice: &mut Dice) -> bool {
        let switches: Vec<usize> = self.all(What::Switch).collect();
        let (a, b) = (switches[dice.below(switches.len())], switches[dice.below(switches.len())]);
        if a == b || self.are_plugged_together(a, b) {
            return false;
        }
        self.shut.insert(self.wires.len());
        self.wires.push((a, b));
        true
    }

    pub fn all(&self, what: What) -> impl Iterator<Item = usize> + '_ {
        (0..self.boxes.len()).filter(move |b| self.boxes[*b] == what)
    }

    /// The wires of a box: the port, the wire, who is at its other end.
    pub fn ports(&self, at: usize) -> Vec<(u32, usize, usize)> {
        let of = |(n, (a, b)): (usize, &(usize, usize))| match () {
            () if *a == at => Some((n, *b)),
            () if *b == at => Some((n, *a)),
            () => None,
        };
        let all = self.wires.iter().enumerate().filter_map(of);
        all.zip(1..).map(|((wire, other), port)| (port, wire, other)).collect()
    }

    /// On which port a box sees every other one.
    pub fn sees(&self, from: usize) -> BTreeMap<usize, u32> {
        let mut seen = BTreeMap::new();
        for (port, wire, first) in self.ports(from) {
            if self.shut.contains(&wire) {
                continue;
            }
            let mut open = VecDeque::from([(first, from)]);
            while let Some((at, back)) = open.pop_front() {
                seen.insert(at, port);
                for (_, wire, next) in self.ports(at) {
                    if next != back && !self.shut.contains(&wire) {
                        open.push_back((next, at));
                    }
                }
            }
        }
        seen
    }

    /// Are two boxes plugged together, or both into boxes that cannot be asked?
    pub fn share_a_segment(&self, a: usize, b: usize, asked: &dyn Fn(usize) -> bool) -> bool {
        let mut seen = BTreeSet::from([a]);
        let mut open = vec![a];
        while let Some(at) = open.pop() {
            for (_, _, next) in self.ports(at) {
                if next == b {
                    return true;
                }
                let passes = self.boxes[next] != What::Host && !asked(next);
                if passes && seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    /// Whoever is plugged in at a port, each by its own: hubs, and switches that are not asked, pass
    /// on what is behind them. `open`: only by wires the spanning tree has not shut.
    pub fn segment(
        &self,
        at: usize,
        port: u32,
        asked: &dyn Fn(usize) -> bool,
        open: bool,
    ) -> BTreeSet<(usize, u32)> {
        let mut members = BTreeSet::from([(at, port)]);
        let first = self.ports(at).into_iter().filter(|(p, ..)| *p == port);
        let mut ways: Vec<(usize, usize)> = first.map(|(_, wire, other)| (wire, other)).collect();
        let mut gone = BTreeSet::new();
        while let Some((wire, on)) = ways.pop() {
            if (open && self.shut.contains(&wire)) || !gone.insert(wire) {
                continue;
            }
            if self.boxes[on] != What::Hub {
                members.insert((on, self.port_of(on, wire)));
            }
            if self.boxes[on] != What::Host && !asked(on) {
                ways.extend(self.ports(on).into_iter().map(|(_, wire, next)| (wire, next)));
            }
        }
        members
    }

    /// By which port a box is on a wire.
    fn port_of(&self, at: usize, wire: usize) -> u32 {
        self.ports(at).into_iter().find(|(_, w, _)| *w == wire).unwrap().0
    }

    /// The boxes of rings: those that are left when whatever hangs on one wire is taken away. Boxes
    /// that are not asked and plugged together are one to everybody else, whichever of them it is.
    pub fn rings(&self, asked: &dyn Fn(usize) -> bool) -> BTreeSet<usize> {
        let alone = |at: usize| self.boxes[at] == What::Host || asked(at);
        let mut one: Vec<usize> = (0..self.boxes.len()).collect();
        for (a, b) in self.wires.iter().filter(|(a, b)| !alone(*a) && !alone(*b)) {
            let (keep, go) = (one[*a], one[*b]);
            one.iter_mut().filter(|of| **of == go).for_each(|of| *of = keep);
        }
        let between = self.wires.iter().map(|(a, b)| (one[*a], one[*b])).filter(|(a, b)| a != b);
        let (whole, merged) = (core(self.wires.iter().copied()), core(between));
        (0..one.len()).filter(|at| whole.contains(at) || merged.contains(&one[*at])).collect()
    }

    /// Are they at both ends of one wire?
    pub fn are_plugged_together(&self, a: usize, b: usize) -> bool {
        self.wires.iter().any(|wire| *wire == (a, b) || *wire == (b, a))
    }

    /// What is known of it without asking anybody.
    pub fn known(&self) -> Vec<Known> {
        let known = |at: usize| Known {
            node: id(at),
            kind: match self.boxes[at] {
                What::Switch => NodeKind::Switch,
                What::Hub | What::Host => NodeKind::Workstation,
            },
            name: format!("box-{at}"),
            addresses: vec![[10, 0, (at >> 8) as u8, at as u8].into()],
            macs: vec![mac(at)],
        };
        (0..self.boxes.len()).filter(|at| self.boxes[*at] != What::Hub).map(known).collect()
    }

    /// What a switch says of itself and of everybody it sees.
    pub fn told(&self, at: usize) -> Told {
        let seen = self.sees(at).into_iter();
        let seen = seen.filter(|(other, _)| self.boxes[*other] != What::Hub);
        Told {
            name: Some(format!("box-{at}")),
            macs: vec![mac(at)],
            interfaces: self.ports(at).into_iter().map(|(port, _, _)| interface(port)).collect(),
            forwarding: seen.map(|(other, port)| (mac(other), port)).collect(),
            ..Told::silent(id(at))
        }
    }

    /// What a switch hears of the boxes it is plugged into, all of which announce themselves.
    pub fn announced(&self, at: usize) -> Vec<Heard> {
        let next = self.ports(at).into_iter().filter(|(_, _, o)| self.boxes[*o] != What::Hub);
        let all = next.map(|(port, wire, other)| {
            let by = self.port_of(other, wire);
            heard(Protocol::Lldp, port, other, by, self.boxes[other] == What::Switch)
        });
        all.collect()
    }

    /// What a speaker of CDP hears of other speakers: everybody else passes it on, but not over a
    /// wire that is shut.
    pub fn passed_on(&self, at: usize, speaks: &dyn Fn(usize) -> bool) -> Vec<Heard> {
        let mut all = Vec::new();
        for (port, wire, first) in self.ports(at) {
            if self.shut.contains(&wire) && !speaks(first) {
                continue;
            }
            let mut open = VecDeque::from([(first, at, wire)]);
            while let Some((on, back, by_wire)) = open.pop_front() {
                if speaks(on) {
                    all.push(heard(Protocol::Cdp, port, on, self.port_of(on, by_wire), true));
                    continue;
                }
                for (_, wire, next) in self.ports(on) {
                    if next != back && !self.shut.contains(&wire) {
                        open.push_back((next, on, wire));
                    }
                }
            }
        }
        all
    }

    /// What a switch says of the spanning tree: of each port that does not lead away from the root,
    /// which switch's port does.
    pub fn tree_ports(&self, at: usize, root: usize) -> Vec<TreePort> {
        let steps = self.steps(root);
        let of_port = |(port, wire, _): (u32, usize, usize)| {
            let on = self.segment(at, port, &|b| self.boxes[b] == What::Switch, false);
            let switches = on.into_iter().filter(|(b, _)| self.boxes[*b] == What::Switch);
            let (bridge, by) = switches.min_by_key(|(b, _)| (steps[b], *b))?;
            let blocked = self.shut.contains(&wire);
            let there = TreePort { interface: port, blocked, bridge: mac(bridge), port: by };
            (bridge != at).then_some(there)
        };
        self.ports(at).into_iter().filter_map(of_port).collect()
    }

    /// How far each box is from one, by wires that are not shut.
    fn steps(&self, from: usize) -> BTreeMap<usize, usize> {
        let mut steps = BTreeMap::from([(from, 0)]);
        let mut open = VecDeque::from([from]);
        while let Some(at) = open.pop_front() {
            for (_, wire, next) in self.ports(at) {
                if !self.shut.contains(&wire) && !steps.contains_key(&next) {
                    steps.insert(next, steps[&at] + 1);
                    open.push_back(next);
                }
            }
        }
        steps
    }

    /// Everything, said by all switches.
    pub fn picture(&self) -> Picture {
        let told = self.all(What::Switch).map(|at| self.told(at)).collect();
        Picture { known: self.known(), told, ..Picture::default() }
    }

    /// The two boxes of a wire, switches with their ports.
    pub fn ends(&self, n: usize) -> (At, At) {
        let (a, b) = self.wires[n];
        let known = |of: usize| (self.boxes[of] == What::Switch).then(|| self.port_of(of, n));
        wire((id(a), known(a)), (id(b), known(b)))
    }

    /// The wires there are, each as its two boxes with their ports; those of hubs by who hangs on
    /// them.
    pub fn truth(&self) -> Drawn {
        let mut drawn = Drawn::default();
        for (n, (a, b)) in self.wires.iter().enumerate() {
            if self.boxes[*a] != What::Hub && self.boxes[*b] != What::Hub {
                drawn.wires.insert(self.ends(n));
            }
        }
        for hub in self.all(What::Hub) {
            drawn.hubs.insert(self.ports(hub).into_iter().map(|(_, _, o)| id(o)).collect());
        }
        drawn
    }
}

pub fn id(at: usize) -> NodeId {
    NodeId(at as u32 + 1)
}

/// The box a node stands for.
pub fn of(node: NodeId) -> usize {
    node.0 as usize - 1
}

/// The box with this address.
pub fn whose(Mac(octets): Mac) -> usize {
    usize::from(u16::from_be_bytes([octets[4], octets[5]]))
}

pub fn mac(at: usize) -> Mac {
    Mac([2, 0, 0, 0, (at >> 8) as u8, at as u8])
}

pub fn interface(port: u32) -> Interface {
    Interface { index: port, name: format!("p{port}"), bridge: Some(port), ..Interface::default() }
}

pub fn heard(by: Protocol, on: u32, who: usize, its_port: u32, forwards: bool) -> Heard {
    Heard {
        by,
        interface: on,
        mac: Some(mac(who)),
        names: vec![format!("box-{who}")],
        addresses: Vec::new(),
        port_mac: None,
        port: vec![format!("p{its_port}")],
        forwards: Some(forwards),
    }
}
