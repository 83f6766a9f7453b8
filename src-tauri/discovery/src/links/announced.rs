//! What neighbours announced, and what the spanning tree says.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Evidence, NodeId, Port};

use super::draw::MOST_NAME;
use super::graph::Stranger;
use super::picture::{Heard, Protocol, Told};
use super::segments::{PortOf, Seat};
use super::study::Study;
use super::who::Who;

/// An announcement by somebody known.
#[derive(Debug, Clone)]
struct Meeting<'p> {
    /// The interface it was heard on.
    at: PortOf,
    /// Who announced itself.
    who: Who,
    /// By which interface, if that is known.
    by: Option<PortOf>,
    heard: &'p Heard,
}

impl<'p> Study<'p> {
    /// Plugs together what announced itself to each other.
    pub(super) fn announcements(&mut self) {
        let mut meetings = self.meetings();
        pair_up(&mut meetings);
        meetings.retain(|m| !self.passed_on(m));
        for meeting in &meetings {
            self.meet(meeting);
        }
        let wires = self.wires.clone();
        for (a, b) in &wires {
            if self.is_only_way(*a, *b, &wires) {
                self.follow(*a, *b);
            }
        }
    }

    fn meetings(&mut self) -> Vec<Meeting<'p>> {
        let mut meetings = Vec::new();
        let picture = self.picture;
        for told in &picture.told {
            for heard in told.heard.iter().filter(|h| h.interface != 0) {
                let Some(who) = self.whos.announced(told.node, heard) else {
                    self.strangers.push(stranger(told, heard));
                    continue;
                };
                let by = who.and_then(|n| Some((n, self.whos.interface(n, heard)?)));
                meetings.push(Meeting { at: (told.node, heard.interface), who, by, heard });
            }
        }
        meetings
    }

    /// Did a switch that does not speak the protocol pass it on? Then the wire does not lead there.
    fn passed_on(&self, meeting: &Meeting<'_>) -> bool {
        let unheard = |at: PortOf, who: Who| {
            let told = self.whos.told(at.0);
            let all = told.into_iter().flat_map(|t| &t.heard);
            let mut lldp = all.filter(|h| h.by == Protocol::Lldp && h.interface == at.1).peekable();
            lldp.peek().is_some() && lldp.all(|h| self.whos.announced(at.0, h) != Some(who))
        };
        if meeting.heard.by == Protocol::Cdp {
            let near = unheard(meeting.at, meeting.who);
            let far = meeting.by.is_some_and(|by| unheard(by, Some(meeting.at.0)));
            if near || far {
                return true;
            }
        }
        let far = meeting.by.map(|by| self.bundled(by).1);
        self.parted(self.bundled(meeting.at), meeting.who, far)
    }

    fn meet(&mut self, meeting: &Meeting<'_>) {
        let near = self.bundled(meeting.at);
        let why = match meeting.heard.by {
            Protocol::Lldp => Evidence::Lldp,
            Protocol::Cdp => Evidence::Cdp,
        };
        let far = meeting.by.map(|by| self.bundled(by)).or_else(|| self.faces(near, meeting.who));
        let seat = far.map_or(Seat::Station(meeting.who), Seat::Port);
        if let Some(far) = far {
            self.segments.join(near, far, why);
        }
        if let Some(by) = meeting.by {
            let at = meeting.at;
            self.wires.insert(if at < by { (at, by) } else { (by, at) });
        }
        let reason = self.segments.reason(near, seat);
        reason.evidence.insert(why);
        reason.forwards |= meeting.heard.forwards == Some(true);
        if reason.label.is_none() {
            reason.label = meeting.heard.port.first().cloned();
        }
    }

    /// The port of a switch that leads back to this one, if nothing speaks against it.
    fn faces(&self, near: PortOf, who: Who) -> Option<PortOf> {
        let node = who?;
        let there = self.towards.port(near.0, node);
        let back = self.towards.port(node, near.0)?;
        there.is_none_or(|port| port == near.1).then_some((node, back))
    }

    /// Is there no other way between both ends of a wire than by it? In a ring the spanning tree may
    /// have shut it.
    fn is_only_way(&self, a: PortOf, b: PortOf, wires: &BTreeSet<(PortOf, PortOf)>) -> bool {
        let here = [self.bundled(a), self.bundled(b)];
        let mut next: BTreeMap<NodeId, BTreeSet<NodeId>> = BTreeMap::new();
        for (x, y) in wires {
            if [self.bundled(*x), self.bundled(*y)] != here {
                next.entry(x.0).or_default().insert(y.0);
                next.entry(y.0).or_default().insert(x.0);
            }
        }
        let mut seen = BTreeSet::from([a.0]);
        let mut open = vec![a.0];
        while let Some(at) = open.pop() {
            for to in next.get(&at).into_iter().flatten() {
                if seen.insert(*to) {
                    open.push(*to);
                }
            }
        }
        !seen.contains(&b.0)
    }

    fn follow(&mut self, a: PortOf, b: PortOf) {
        let (a, b) = (self.bundled(a), self.bundled(b));
        let both = self.tables.contains_key(&a.0) && self.tables.contains_key(&b.0);
        if both && !self.is_blocked(a) && !self.is_blocked(b) {
            self.towards.believe(a.0, b.0, a.1);
            self.towards.believe(b.0, a.0, b.1);
        }
    }

    /// Plugs together what the spanning tree names: each port that does not lead away from the root
    /// knows the bridge and the port that do on its segment (IEEE 802.1D §17).
    pub(super) fn trees(&mut self) {
        let picture = self.picture;
        for told in &picture.told {
            for port in &told.tree {
                let Some(Some(to)) = self.whos.of_mac(port.bridge) else { continue };
                let Some(there) = self.whos.told(to).filter(|t| t.node != told.node) else {
                    continue;
                };
                let number = |bridge: Option<u32>| bridge.is_some_and(|n| n == port.port);
                let mut named = there.interfaces.iter().filter(|i| number(i.bridge));
                let Some(named) = named.next().filter(|_| named.next().is_none()) else { continue };
                let near = self.bundled((told.node, port.interface));
                let far = self.bundled((to, named.index));
                if !self.parted(near, Some(to), Some(far.1)) {
                    self.segments.join(near, far, Evidence::SpanningTree);
                }
            }
        }
    }
}

/// Two that hear each other once are at both ends of one wire, however they call their ports.
fn pair_up(meetings: &mut [Meeting<'_>]) {
    let mut heard: BTreeMap<(NodeId, NodeId), BTreeSet<u32>> = BTreeMap::new();
    for meeting in meetings.iter() {
        if let Some(who) = meeting.who {
            heard.entry((meeting.at.0, who)).or_default().insert(meeting.at.1);
        }
    }
    let once = |a: NodeId, b: NodeId| {
        let ports = heard.get(&(a, b)).filter(|ports| ports.len() == 1)?;
        ports.first().copied()
    };
    for meeting in meetings.iter_mut().filter(|m| m.by.is_none()) {
        let Some(who) = meeting.who else { continue };
        if once(meeting.at.0, who).is_some() {
            meeting.by = once(who, meeting.at.0).map(|port| (who, port));
        }
    }
}

fn stranger(told: &Told, heard: &Heard) -> Stranger {
    let interface = told.interfaces.iter().find(|i| i.index == heard.interface);
    let name = interface.map_or_else(|| heard.interface.to_string(), |i| i.name.clone());
    Stranger {
        at: told.node,
        port: Port { name: name.chars().take(MOST_NAME).collect(), index: Some(heard.interface) },
        name: heard.names.first().cloned(),
        mac: heard.mac.or(heard.port_mac),
        addresses: heard.addresses.clone(),
    }
}
