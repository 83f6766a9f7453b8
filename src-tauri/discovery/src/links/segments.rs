//! Segments: what is plugged together. Two ports and nothing else are a wire; more are a wire with a
//! box in the middle that cannot be asked.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Evidence, NodeId};

use super::who::Who;

/// An interface of a device; one that stands for its bundle.
pub(super) type PortOf = (NodeId, u32);

/// What sits on a segment: an interface of a device, or somebody whose interface is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seat {
    /// An interface.
    Port(PortOf),
    /// Somebody.
    Station(Who),
}

impl Seat {
    pub(super) fn who(self) -> Who {
        match self {
            Seat::Port((node, _)) => Some(node),
            Seat::Station(who) => who,
        }
    }

    pub(super) fn interface(self) -> Option<u32> {
        match self {
            Seat::Port((_, interface)) => Some(interface),
            Seat::Station(_) => None,
        }
    }
}

/// Why somebody sits where it does.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reason {
    /// What says so.
    pub evidence: BTreeSet<Evidence>,
    /// It may as well sit elsewhere.
    pub doubtful: bool,
    /// Nobody saw it this time.
    pub remembered: bool,
    /// What it calls its port, to whom it announced that and where.
    pub labels: BTreeMap<PortOf, String>,
    /// It says that it passes on what others send.
    pub forwards: bool,
    /// Somebody announced itself to it here.
    pub hears: bool,
}

impl Reason {
    /// There is this reason, too.
    pub(super) fn add(&mut self, other: &Reason) {
        self.evidence.extend(&other.evidence);
        self.labels.extend(other.labels.iter().map(|(at, label)| (*at, label.clone())));
        self.doubtful |= other.doubtful;
        self.remembered |= other.remembered;
        self.forwards |= other.forwards;
        self.hears |= other.hears;
    }
}

/// All segments, each named by its first port.
#[derive(Debug, Default)]
pub(super) struct Segments {
    parent: BTreeMap<PortOf, PortOf>,
    seats: BTreeMap<PortOf, BTreeMap<Seat, Reason>>,
}

impl Segments {
    /// The segment a port is on.
    pub(super) fn of(&self, port: PortOf) -> PortOf {
        let mut at = port;
        while let Some(up) = self.parent.get(&at) {
            at = *up;
        }
        at
    }

    /// Puts a port on a segment of its own, unless it is on one.
    pub(super) fn open(&mut self, port: PortOf) -> PortOf {
        let root = self.of(port);
        self.seats.entry(root).or_default().entry(Seat::Port(port)).or_default();
        root
    }

    /// Two ports are plugged together.
    pub(super) fn join(&mut self, a: PortOf, b: PortOf, why: Evidence) {
        let (x, y) = (self.open(a), self.open(b));
        if x != y {
            let (keep, go) = if x < y { (x, y) } else { (y, x) };
            self.parent.insert(go, keep);
            let moved = self.seats.remove(&go).unwrap_or_default();
            let kept = self.seats.entry(keep).or_default();
            for (seat, why) in moved {
                kept.entry(seat).or_default().add(&why);
            }
        }
        for port in [a, b] {
            self.reason(a, Seat::Port(port)).evidence.insert(why);
        }
    }

    /// Why somebody sits on the segment of a port; it does from now on.
    pub(super) fn reason(&mut self, port: PortOf, seat: Seat) -> &mut Reason {
        let root = self.open(port);
        self.seats.entry(root).or_default().entry(seat).or_default()
    }

    /// Everybody on the segment of a port.
    pub(super) fn around(&self, port: PortOf) -> impl Iterator<Item = (Seat, &Reason)> {
        self.seats.get(&self.of(port)).into_iter().flatten().map(|(seat, why)| (*seat, why))
    }

    /// The ports on the segment of a port, that one left out.
    pub(super) fn others(&self, port: PortOf) -> impl Iterator<Item = PortOf> {
        self.around(port).filter_map(move |(seat, _)| match seat {
            Seat::Port(other) if other != port => Some(other),
            Seat::Port(_) | Seat::Station(_) => None,
        })
    }

    /// Does somebody sit anywhere, by whatever interface?
    pub(super) fn has(&self, who: Who) -> bool {
        self.seats.values().any(|seats| seats.len() > 1 && seats.keys().any(|s| s.who() == who))
    }

    /// All segments.
    pub(super) fn all(&self) -> impl Iterator<Item = &BTreeMap<Seat, Reason>> {
        self.seats.values()
    }
}
