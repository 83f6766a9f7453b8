//! Where stations sit: everybody who is not a switch that can be asked.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Evidence, NodeId};

use super::segments::{PortOf, Reason, Seat};
use super::study::{Loose, Study};
use super::who::Who;
use crate::Mac;

/// Where a hardware address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// On the segment of this port.
    On(PortOf),
    /// Perhaps there.
    Perhaps(PortOf),
    /// Somewhere behind this switch.
    Behind(NodeId),
}

impl Study<'_> {
    /// Seats everybody whose hardware address a switch sees.
    pub(super) fn stations(&mut self) {
        let everybody: BTreeSet<Who> = self
            .tables
            .values()
            .flat_map(|table| table.keys())
            .filter_map(|mac| self.whos.of_mac(*mac))
            .collect();
        // Those others hang on come first.
        let (first, then): (Vec<Who>, Vec<Who>) =
            everybody.into_iter().partition(|who| !self.was_on_silent(*who));
        for who in first.into_iter().chain(then) {
            let switch = who.is_some_and(|n| self.tables.contains_key(&n));
            if !switch || self.is_alone(who) {
                self.station(who);
            }
        }
    }

    /// Is this switch plugged into no other one, as far as is known?
    fn is_alone(&self, who: Who) -> bool {
        let Some(node) = who else { return true };
        let on = |port: PortOf| self.segments.others(port).any(|o| self.tables.contains_key(&o.0));
        let ports = self.whos.told(node).into_iter().flat_map(|t| &t.interfaces);
        // What of its stations may be elsewhere says nothing of where it is itself.
        let to_switch = |l: &Loose| l.who.is_some_and(|n| self.tables.contains_key(&n));
        let linked = self.loose.iter().any(|l| l.who == who || l.at.0 == node && to_switch(l));
        !linked && !ports.into_iter().any(|i| on(self.bundled((node, i.index))))
    }

    fn station(&mut self, who: Who) {
        let macs: Vec<Mac> = self.whos.macs(who).collect();
        let found = macs.into_iter().filter_map(|mac| Some((mac, self.place(mac, who)?)));
        let found: Vec<(Mac, Place)> = found.collect();
        let sure: Vec<(Mac, PortOf)> = found
            .iter()
            .filter_map(|(mac, place)| match place {
                Place::On(port) => Some((*mac, *port)),
                Place::Perhaps(_) | Place::Behind(_) => None,
            })
            .collect();
        // Whoever announced itself elsewhere is only seen through others.
        let announced = self.has_announced_itself(who);
        for (mac, port) in &sure {
            if announced && self.is_announced(*port, &[who]) {
                continue;
            }
            if self.stays_behind(who, *port) {
                self.kept.insert(who);
                continue;
            }
            let seat = self.seat(who, *mac);
            self.segments.reason(*port, seat).evidence.insert(Evidence::Forwarding);
        }
        // What is doubtful says nothing beside what is not.
        if !sure.is_empty() {
            return;
        }
        match found.iter().min_by_key(|(_, place)| *place) {
            // Nor beside an announcement, but that it hangs together with those who see it.
            Some((_, Place::Perhaps(port))) if self.segments.has(who) => {
                let at = (port.0, Some(port.1));
                self.loose.push(Loose { at, who, why: Evidence::Forwarding });
            }
            _ if self.segments.has(who) => {}
            Some((_, Place::Perhaps(port))) if self.stays_behind(who, *port) => {
                self.kept.insert(who);
            }
            Some((mac, Place::Perhaps(port))) => {
                let seat = self.seat(who, *mac);
                let reason = self.segments.reason(*port, seat);
                reason.evidence.insert(Evidence::Forwarding);
                reason.doubtful = true;
            }
            Some((_, Place::Behind(node))) if self.silent_above(who).contains(node) => {
                self.kept.insert(who);
            }
            Some((_, Place::Behind(node))) => {
                self.loose.push(Loose { at: (*node, None), who, why: Evidence::Forwarding });
            }
            Some((_, Place::On(_))) | None => {}
        }
    }

    fn has_announced_itself(&self, who: Who) -> bool {
        let by = [Evidence::Lldp, Evidence::Cdp];
        self.segments.all().any(|seats| {
            let own = seats.iter().filter(|(seat, _)| seat.who() == who);
            seats.len() > 1
                && own.into_iter().any(|(_, w)| by.iter().any(|e| w.evidence.contains(e)))
        })
    }

    /// By which interface somebody sits there.
    pub(super) fn seat(&self, who: Who, mac: Mac) -> Seat {
        match (who, self.whos.interface_of(who, mac)) {
            (Some(node), Some(interface)) => Seat::Port(self.bundled((node, interface))),
            _ => Seat::Station(who),
        }
    }

    fn place(&self, mac: Mac, who: Who) -> Option<Place> {
        let seen = self.tables.iter().filter(|(switch, _)| Some(**switch) != who);
        let seen: Vec<PortOf> = seen.filter_map(|(at, t)| Some((*at, *t.get(&mac)?))).collect();
        let edges: Vec<PortOf> =
            seen.iter().copied().filter(|port| !self.is_inner(*port)).collect();
        match edges.as_slice() {
            [] => self.between_switches(&seen),
            [edge]
                if self.fits(*edge, &seen)
                    && !self.may_hide_a_switch(*edge, who)
                    && !self.may_be_past_another(*edge, who, mac) =>
            {
                Some(Place::On(*edge))
            }
            // It has moved, or nobody knows how these switches hang together.
            _ => {
                let crowd =
                    |port: &PortOf| self.tables[&port.0].values().filter(|p| **p == port.1).count();
                let fitting =
                    |port: &PortOf| seen.iter().filter(|s| self.agrees(**s, *port)).count();
                let rank = |port: &&PortOf| (std::cmp::Reverse(fitting(port)), crowd(port), **port);
                edges.iter().min_by_key(rank).copied().map(Place::Perhaps)
            }
        }
    }

    /// Does this port lead to another switch that can be asked?
    fn is_inner(&self, port: PortOf) -> bool {
        let plugged = |p: PortOf| self.tables.contains_key(&p.0) && p.0 != port.0;
        self.towards.is_used(port.0, port.1) || self.segments.others(port).any(plugged)
    }

    fn fits(&self, edge: PortOf, seen: &[PortOf]) -> bool {
        seen.iter().all(|s| self.agrees(*s, edge))
    }

    /// Is what one switch sees as it would be if the address were on this port of another?
    fn agrees(&self, seen: PortOf, edge: PortOf) -> bool {
        match self.towards.port(seen.0, edge.0) {
            _ if seen.0 == edge.0 => seen == edge,
            Some(port) => port == seen.1,
            None => true,
        }
    }

    /// Could a switch lie behind this port whose whereabouts nobody knows?
    fn may_hide_a_switch(&self, port: PortOf, who: Who) -> bool {
        self.tables.keys().any(|s| {
            *s != port.0
                && Some(*s) != who
                && self.towards.port(port.0, *s).is_none()
                && self.may_meet(port.0, *s)
        })
    }

    /// Is it known to be plugged into a device of which nobody knows whether it lies behind this
    /// port, and not by which of its interfaces it is seen here? Then it may be seen past that.
    fn may_be_past_another(&self, port: PortOf, who: Who, mac: Mac) -> bool {
        let wired = |s: NodeId| {
            let mut wires = self.wires.iter().map(|(p, q)| (p.0, q.0));
            wires.any(|ends| ends == (s, port.0) || ends == (port.0, s))
        };
        let other = |(seat, why): (&Seat, &Reason), passes: bool| match seat {
            Seat::Port(shut) if self.passes_nothing(*shut) => false,
            Seat::Port((s, _)) if *s != port.0 && Some(*s) != who => {
                let way = self.leads(port.0, Some(*s));
                match self.tables.contains_key(s) {
                    true => way.is_none() && (passes || wired(*s)),
                    false => {
                        let bridges = why.forwards || self.bridges(*s);
                        bridges && way.is_none_or(|way| way == port.1)
                    }
                }
            }
            // One that passes on what others send, and is seen here as well.
            Seat::Station(s) if *s != who && why.forwards => {
                self.whos.macs(*s).any(|mac| self.tables[&port.0].get(&mac) == Some(&port.1))
            }
            Seat::Port(_) | Seat::Station(_) => false,
        };
        let past = |seats: &BTreeMap<Seat, Reason>| {
            let mut own = seats.iter().filter(|(seat, _)| seat.who() == who).peekable();
            let here = own.peek().is_some() && !seats.contains_key(&Seat::Port(port));
            // Whoever is beside one that passes on what others send is in its network.
            let passes = own.any(|(_, why)| why.forwards) || self.is_kind_of_switch(who);
            here && seats.iter().any(|seat| other(seat, passes))
        };
        self.whos.interface_of(who, mac).is_none() && self.segments.all().any(past)
    }

    /// Every switch that sees it sees it on a port to another switch: it sits between two that see
    /// it on ports to each other, or behind the first that does not see it.
    fn between_switches(&self, seen: &[PortOf]) -> Option<Place> {
        // Only if all switches on a segment see it there it is not behind one of them.
        let whole = |port: &PortOf| {
            let mut others = self.segments.others(*port).filter(|o| self.tables.contains_key(&o.0));
            let mut count = 0;
            others.all(|o| {
                count += 1;
                seen.contains(&o)
            }) && count > 0
        };
        let met: BTreeMap<PortOf, PortOf> =
            seen.iter().filter(|p| whole(p)).map(|p| (self.segments.of(*p), *p)).collect();
        let met: Vec<PortOf> = met.into_values().collect();
        if let [port] = met.as_slice() {
            let beside = |s: &PortOf| self.segments.of(*s) == self.segments.of(*port);
            let all_agree = seen.iter().all(|s| beside(s) || self.agrees(*s, *port));
            return Some(if all_agree { Place::On(*port) } else { Place::Perhaps(*port) });
        }
        let deeper = |port: &&PortOf| {
            !seen.iter().any(|s| s.0 != port.0 && self.towards.port(port.0, s.0) == Some(port.1))
        };
        let deepest = seen.iter().filter(deeper).min().or(seen.first())?;
        // The first that does not see it, or a box without a table that announced itself there.
        let beyond = |(seat, why): (Seat, &Reason)| {
            let node = seat.who().filter(|node| *node != deepest.0)?;
            let there = match self.tables.contains_key(&node) {
                true => seat.interface().is_some() && !seen.iter().any(|s| s.0 == node),
                false => why.evidence.contains(&Evidence::Lldp),
            };
            there.then_some(node)
        };
        let beyond: BTreeSet<NodeId> = self.segments.around(*deepest).filter_map(beyond).collect();
        match Vec::from_iter(beyond).as_slice() {
            [one] => Some(Place::Behind(*one)),
            [] => Some(Place::Behind(deepest.0)),
            [_, ..] => Some(Place::Perhaps(*deepest)),
        }
    }
}
