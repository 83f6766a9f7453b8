//! What neighbours announced, and what the spanning tree says.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Evidence, NodeId, Port};

use super::draw::MOST_NAME;
use super::graph::Stranger;
use super::picture::{Heard, Protocol, Told};
use super::segments::{PortOf, Reason, Seat};
use super::study::{Between, Loose, Study};
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
        // What LLDP says leaves no doubt of what CDP says besides.
        meetings.sort_by_key(|m| m.heard.by);
        let speakers = self.speakers(&meetings);
        for meeting in &meetings {
            match self.between_met(meeting, &speakers) {
                Between::Nobody => self.meet(meeting),
                Between::Perhaps => self.loose.push(Loose {
                    at: (meeting.at.0, Some(meeting.at.1)),
                    who: meeting.who,
                    why: Evidence::Cdp,
                }),
                Between::Somebody => {}
            }
        }
        for (a, b) in self.wires.clone() {
            self.follow(a, b);
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

    /// Those that speak CDP, and so pass nothing of it on.
    fn speakers(&self, meetings: &[Meeting<'_>]) -> BTreeSet<NodeId> {
        let cdp = |heard: &Heard| heard.by == Protocol::Cdp;
        let hear = self.picture.told.iter().filter(|t| t.heard.iter().any(cdp)).map(|t| t.node);
        let heard = meetings.iter().filter(|m| cdp(m.heard)).filter_map(|m| m.who);
        hear.chain(heard).collect()
    }

    /// Who lies between two of which one heard the other. Where entries have aged a switch that does
    /// not speak CDP may lie there unseen.
    fn between_met(&self, meeting: &Meeting<'_>, speakers: &BTreeSet<NodeId>) -> Between {
        if self.passed_on(meeting) {
            return Between::Somebody;
        }
        let near = self.bundled(meeting.at);
        let far = meeting.by.map(|by| self.bundled(by));
        let lldp = |(seat, why): (Seat, &Reason)| {
            seat.who() == meeting.who && why.evidence.contains(&Evidence::Lldp)
        };
        let third = |c: &&NodeId| **c != near.0 && Some(**c) != meeting.who;
        let mute = self.tables.keys().filter(third).filter(|c| !speakers.contains(*c));
        let perhaps = meeting.heard.by == Protocol::Cdp
            && !self.segments.around(near).any(lldp)
            && mute.into_iter().any(|c| self.may_pass_on(*c, near, meeting.who, far));
        if perhaps { Between::Perhaps } else { Between::Nobody }
    }

    /// Is a switch in the network of two others, and not seen to be elsewhere than between them?
    fn may_pass_on(&self, c: NodeId, a: PortOf, who: Who, far: Option<PortOf>) -> bool {
        let ends = [Some(a), far].into_iter().flatten();
        let mut ways = ends.map(|(from, port)| self.towards.port(from, c).map(|way| way == port));
        let sides = (self.leads(c, Some(a.0)), self.leads(c, who));
        let aside = matches!(sides, (Some(x), Some(y)) if x == y);
        let near = |at: Who| {
            let seen = |s: &NodeId| Some(*s) == at || self.leads(*s, at).is_some();
            self.tables.keys().any(|s| self.may_meet(*s, c) && seen(s))
        };
        !aside && ways.all(|there| there != Some(false)) && (near(Some(a.0)) || near(who))
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
        self.segments.reason(near, Seat::Port(near)).hears = true;
        let reason = self.segments.reason(near, seat);
        reason.evidence.insert(why);
        reason.forwards |= meeting.heard.forwards == Some(true);
        if let Some(label) = meeting.heard.port.first() {
            reason.labels.entry(near).or_insert_with(|| label.clone());
        }
    }

    /// The port of a switch that leads back to this one, if nothing speaks against it.
    fn faces(&self, near: PortOf, who: Who) -> Option<PortOf> {
        let node = who?;
        let there = self.towards.port(near.0, node);
        let back = self.towards.port(node, near.0)?;
        there.is_none_or(|port| port == near.1).then_some((node, back))
    }

    /// Takes the word of both ends of a wire for the way to each other. In a ring the spanning tree may
    /// have shut it: then the way is another.
    fn follow(&mut self, a: PortOf, b: PortOf) {
        let (a, b) = (self.bundled(a), self.bundled(b));
        let both = self.tables.contains_key(&a.0) && self.tables.contains_key(&b.0);
        let shut = self.is_blocked(a) || self.is_blocked(b);
        if both && !shut && (self.is_open(a) || self.is_open(b)) {
            self.towards.believe(a.0, b.0, a.1);
            self.towards.believe(b.0, a.0, b.1);
        }
    }

    /// Does a port pass anything on? Something was seen on it, or its switch says that it leads to
    /// the root of the spanning tree.
    fn is_open(&self, port: PortOf) -> bool {
        let tree = self.whos.told(port.0).into_iter().flat_map(|t| &t.tree);
        let mut open = tree.filter(|p| !p.blocked).map(|p| (port.0, p.interface));
        self.sees_somebody(port) || open.any(|p| self.bundled(p) == port)
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
