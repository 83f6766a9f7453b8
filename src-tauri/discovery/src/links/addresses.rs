//! Where those sit whom no switch sees: where they were, or by the tables of routers.

use std::collections::BTreeMap;

use hinomi_model::Evidence;

use super::segments::{PortOf, Seat};
use super::study::{Loose, Study};
use super::who::Who;

impl Study<'_> {
    /// Seats those no switch sees: where they were, or by the tables of routers.
    pub(super) fn addresses(&mut self) {
        self.remembered();
        self.routers();
        self.routes();
    }

    fn remembered(&mut self) {
        for stay in &self.picture.before {
            let asked = self.whos.told(stay.at);
            let there =
                asked.is_some_and(|t| t.interfaces.iter().any(|i| i.index == stay.interface));
            if there && !stay.own && stay.node != Some(stay.at) && !self.is_seated(stay.node) {
                let port = self.bundled((stay.at, stay.interface));
                let reason = self.segments.reason(port, Seat::Station(stay.node));
                reason.evidence.insert(Evidence::Forwarding);
                reason.remembered = true;
            }
        }
    }

    fn is_seated(&self, who: Who) -> bool {
        self.segments.has(who)
            || self.kept.contains(&who)
            || self.loose.iter().any(|l| l.who == who)
    }

    /// An interface that answers and asks for addresses is to a network without a switch that can be
    /// asked what a switch's port is to its stations: whoever it knows is plugged in there.
    fn routers(&mut self) {
        let picture = self.picture;
        for told in &picture.told {
            if self.tables.contains_key(&told.node) {
                continue;
            }
            let mut around: BTreeMap<u32, BTreeMap<Seat, Who>> = BTreeMap::new();
            for arp in told.arp.iter().filter(|a| a.interface != 0) {
                let who = self.whos.of_mac(arp.mac).or_else(|| self.whos.of_address(arp.address));
                // Whoever tells where it is in that network is silent.
                let who = who.filter(|w| *w != Some(told.node) && !self.was_on_silent(*w));
                if let Some(who) = who {
                    let port = self.bundled((told.node, arp.interface)).1;
                    around.entry(port).or_default().insert(self.seat(who, arp.mac), who);
                }
            }
            for (port, seats) in around {
                let port = (told.node, port);
                if self.is_switched(port, &seats) {
                    self.unseen(port, seats.into_values().filter(|_| told.routing));
                } else {
                    self.plugged_in(port, &seats);
                }
            }
        }
    }

    /// Does a switch that can be asked have a part in this network?
    fn is_switched(&self, port: PortOf, seats: &BTreeMap<Seat, Who>) -> bool {
        let on_a_switch = |p: PortOf| {
            let mut all = self.segments.around(p).filter_map(|(seat, _)| seat.who());
            all.any(|node| self.tables.contains_key(&node))
        };
        on_a_switch(port)
            || seats.iter().any(|(seat, who)| match seat {
                Seat::Port(p) => self.tables.contains_key(&p.0) || on_a_switch(*p),
                Seat::Station(_) => {
                    self.tables.values().any(|t| self.whos.macs(*who).any(|m| t.contains_key(&m)))
                }
            })
    }

    /// A router knows them, and no switch sees them now: they are somewhere in its network.
    fn unseen(&mut self, port: PortOf, all: impl Iterator<Item = Who>) {
        for who in all {
            let switch = who.is_some_and(|n| self.tables.contains_key(&n));
            if !switch && !self.is_seated(who) {
                self.loose.push(Loose { at: (port.0, Some(port.1)), who, why: Evidence::Arp });
            }
        }
    }

    fn plugged_in(&mut self, port: PortOf, seats: &BTreeMap<Seat, Who>) {
        for (seat, who) in seats {
            match seat {
                Seat::Port(other) => self.segments.join(port, *other, Evidence::Arp),
                Seat::Station(_) => {
                    let here = self.segments.around(port).any(|(s, _)| s.who() == *who);
                    if here || !self.is_seated(*who) {
                        self.segments.reason(port, *seat).evidence.insert(Evidence::Arp);
                    }
                }
            }
        }
    }

    /// The next hop of a router's routes is its neighbour, whatever is between them.
    fn routes(&mut self) {
        for told in &self.picture.told {
            for route in &told.routes {
                let next = self.whos.of_address(route.via).filter(|w| *w != Some(told.node));
                let Some(Some(next)) = next else { continue };
                if self.kept.contains(&Some(next)) || self.kept.contains(&Some(told.node)) {
                    continue;
                }
                if self.whos.told(next).is_some() {
                    let by = (route.interface != 0).then_some(route.interface);
                    let why = Evidence::Routes;
                    self.loose.push(Loose { at: (told.node, by), who: Some(next), why });
                }
            }
        }
    }
}
