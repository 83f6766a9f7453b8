//! Re-scans: what a person chose to sweep is swept again by itself, and what is different from what
//! the site knows is proposed. Nothing is changed before a person says so.

use std::net::IpAddr;

use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{Findings, Problem};
use crate::id::{NodeId, ProposalId};
use crate::node::{Address, Node, NodeKind};
use crate::quiet::{TimeOfDay, Weekday};
use crate::snmp::Login;
use crate::time::{Span, Stamp};
use crate::wall::{self, zoned};

/// When what is swept again, and who is told of strangers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Rescan {
    /// How often.
    pub every: Rhythm,
    /// The day of a weekly one.
    pub day: Weekday,
    /// The hour it begins at, on the site's clock; 0 to 23.
    pub hour: u8,
    /// What a person swept or chose last, as typed; nothing else is swept. At most
    /// [`Rescan::TEXTS`].
    pub ranges: Vec<String>,
    /// What is left alone; at most [`Rescan::TEXTS`].
    pub exclude: Vec<String>,
    /// People are told when somebody new is in the network.
    pub strangers: bool,
    /// Also of devices with a random hardware address, as telephones make one up for each network.
    pub private: bool,
}

/// How often something is swept again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Never.
    Off,
    /// Every day.
    #[default]
    Daily,
    /// Every week.
    Weekly,
}

impl Default for Rescan {
    /// Every day at ten: whoever works there is there by then, and so are their devices.
    fn default() -> Rescan {
        Rescan {
            every: Rhythm::Daily,
            day: Weekday::Mon,
            hour: 10,
            ranges: Vec::new(),
            exclude: Vec::new(),
            strangers: true,
            private: false,
        }
    }
}

impl Rescan {
    /// Most texts that say what is swept, and most that say what is not.
    pub const TEXTS: usize = 1_000;

    /// Records what is wrong with it.
    pub fn check(&self, found: &mut Findings) {
        found.range("rescan.hour", f64::from(self.hour), 0.0..=23.0);
        let most = Problem::OutOfRange { least: 0.0, most: Self::TEXTS as f64 };
        for (field, texts) in [("rescan.ranges", &self.ranges), ("rescan.exclude", &self.exclude)] {
            if texts.len() > Self::TEXTS {
                found.add(field, most.clone());
            }
            texts.iter().for_each(|text| found.length(field, text, 2_000));
        }
    }

    /// Is anything swept again at all?
    pub fn is_on(&self) -> bool {
        self.every != Rhythm::Off && !self.ranges.is_empty()
    }

    /// The last moment one was to begin, until `now`.
    pub fn last(&self, now: Stamp, zone: &TimeZone) -> Option<Stamp> {
        let moment = zoned(now, zone)?;
        // Eight days back there was one of each weekday, however the clocks were changed.
        (0..=8).filter_map(|back| self.on(&moment, -back, zone)).find(|at| *at <= now)
    }

    /// The next moment one is to begin, after `now`.
    pub fn next(&self, now: Stamp, zone: &TimeZone) -> Option<Stamp> {
        let moment = zoned(now, zone)?;
        (0..=8).filter_map(|ahead| self.on(&moment, ahead, zone)).find(|at| *at > now)
    }

    /// When it begins on the day so many days from a moment's, if it does.
    fn on(&self, moment: &Zoned, days: i64, zone: &TimeZone) -> Option<Stamp> {
        let date = moment.date().checked_add(days.days()).ok()?;
        let wanted = match self.every {
            Rhythm::Off => false,
            Rhythm::Daily => true,
            Rhythm::Weekly => Weekday::from(date.weekday()) == self.day,
        };
        let at = wall::moment(date, TimeOfDay::at(self.hour.min(23), 0)?, zone)?;
        wanted.then_some(at)
    }
}

/// How far re-scans have come. A long one is made in slices, so that it goes on where it was after
/// a restart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rescanned {
    /// When what is swept was chosen: what was to begin before is not made up for.
    pub since: Option<Stamp>,
    /// When more than before was chosen: who is there is to be met first.
    #[serde(default)]
    pub widened: Option<Stamp>,
    /// When the last one began.
    pub begun: Option<Stamp>,
    /// Its slices that are done.
    pub slices: u32,
    /// When the last one that ended did.
    pub ended: Option<Stamp>,
    /// The one under way, or else the last one, could not ask every address.
    #[serde(default)]
    pub partial: bool,
    /// The vault was locked while it looked, so not every agent was asked.
    #[serde(default)]
    pub locked: bool,
}

impl Rescanned {
    /// One begins.
    #[must_use]
    pub fn begin(self, now: Stamp) -> Rescanned {
        Rescanned { begun: Some(now), slices: 0, partial: false, locked: false, ..self }
    }

    /// One has begun and not ended.
    pub fn is_under_way(&self) -> bool {
        self.begun.is_some_and(|begun| self.ended.is_none_or(|ended| ended < begun))
    }

    /// Is it time to begin one, or to go on? However many were missed, one makes up for all.
    pub fn is_due(&self, rescan: &Rescan, now: Stamp, zone: &TimeZone) -> bool {
        let begun = self.begun.max(self.since);
        let missed = |slot: Stamp| begun.is_none_or(|begun| slot > begun);
        rescan.is_on() && (self.is_under_way() || rescan.last(now, zone).is_some_and(missed))
    }

    /// The wall clock was set back: what was "later" was now.
    #[must_use]
    pub fn set_back(self, now: Stamp) -> Rescanned {
        let back = |at: Option<Stamp>| at.map(|at| at.min(now));
        Rescanned {
            since: back(self.since),
            widened: back(self.widened),
            begun: back(self.begun),
            ended: back(self.ended),
            ..self
        }
    }

    /// Is the one under way so old that the next one is due? It then begins anew.
    pub fn is_stale(&self, rescan: &Rescan, now: Stamp, zone: &TimeZone) -> bool {
        let last = rescan.last(now, zone);
        self.begun.is_some_and(|begun| last.is_some_and(|slot| slot > begun))
    }
}

/// A box as one look saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Glimpse {
    /// When.
    pub at: Stamp,
    /// The address it is best known by.
    pub address: IpAddr,
    /// Further addresses of the same box.
    pub also: Vec<IpAddr>,
    /// What it calls itself, or is called; text from the wire.
    pub name: Option<String>,
    /// Hardware address, lower case with colons.
    pub mac: Option<String>,
    /// That hardware address is made up, as telephones do, and says nothing of who it is.
    pub private: bool,
    /// Who made it; text from the wire.
    pub maker: Option<String>,
    /// Which model it is; text from the wire.
    pub model: Option<String>,
    /// What it seems to be.
    pub kind: NodeKind,
    /// That is hardly ever wrong.
    pub sure: bool,
    /// TCP ports that are open among those tried, ascending.
    pub ports: Vec<u16>,
    /// By what it was found.
    pub proofs: Vec<Proof>,
    /// Packets for elsewhere leave through it.
    pub gateway: bool,
    /// What opened its SNMP agent.
    pub login: Option<Login>,
}

/// By what a box was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It answered an echo request.
    Icmp,
    /// It accepted or refused a TCP connection.
    Tcp,
    /// It answered for its address on our own link.
    Neighbour,
    /// It announced itself. Says more about a host; does not prove it, since announcements are
    /// also made from memory and on behalf of others (RFC 6762 §10, sleep proxies).
    Mdns,
    /// It said its NetBIOS names when it was asked.
    Netbios,
    /// It answered a UPnP search; like an announcement, that proves nobody.
    Ssdp,
    /// It answered our WS-Discovery question.
    Wsd,
    /// Its SNMP agent let us in.
    Snmp,
}

impl Glimpse {
    /// Every address of the box, the one it is best known by first.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        std::iter::once(self.address).chain(self.also.iter().copied())
    }

    /// Is it the same box, seen another time? By its hardware address, where both are known; else
    /// by where it is.
    pub fn is_same(&self, other: &Glimpse) -> bool {
        match (&self.mac, &other.mac) {
            (Some(a), Some(b)) => a == b,
            _ => self.address == other.address,
        }
    }

    /// Does a node of the site stand for this box by now?
    pub fn is_node(&self, node: &Node) -> bool {
        let here = node.address.ip().is_some_and(|ip| self.addresses().any(|own| own == ip));
        let mac = self.mac.is_some() && self.mac == node.mac;
        here || mac || node.also.contains(&self.address)
    }
}

/// What a re-scan found to be different from what the site knows, for a person to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Proposal {
    /// Its identity in this site file.
    pub id: ProposalId,
    /// What is different.
    #[serde(flatten)]
    pub what: Proposed,
    /// The box as it was seen last; `None` if no re-scan ever saw it.
    pub seen: Option<Glimpse>,
    /// When that was first found.
    pub first: Stamp,
    /// When it was last found.
    pub last: Stamp,
    /// By how many re-scans.
    pub times: u32,
    /// When a person said that nothing is to be done about it.
    pub dismissed: Option<Stamp>,
}

/// What is different from what the site knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "proposed", rename_all = "snake_case")]
pub enum Proposed {
    /// A box no node stands for.
    New,
    /// A node did not answer, and nothing else says that it lives.
    Gone {
        /// Which.
        node: NodeId,
    },
    /// A node answers at another address.
    Moved {
        /// Which.
        node: NodeId,
        /// Where it is watched.
        from: Address,
        /// Where it answers.
        to: Address,
    },
    /// Another hardware address answers where a node is watched.
    Replaced {
        /// Which.
        node: NodeId,
        /// The one it had.
        from: String,
        /// The one that answers.
        to: String,
    },
    /// A node calls itself otherwise than it is called here.
    Renamed {
        /// Which.
        node: NodeId,
        /// What it is called here.
        from: String,
        /// What it calls itself; text from the wire.
        to: String,
    },
    /// A node is another kind of thing than when it was last looked at.
    Became {
        /// Which.
        node: NodeId,
        /// What it was.
        from: NodeKind,
        /// What it is.
        to: NodeKind,
    },
    /// Ports were found open on a node, and by no look before.
    Opened {
        /// Which.
        node: NodeId,
        /// Them, ascending.
        ports: Vec<u16>,
    },
}

impl Proposed {
    /// The node it is about; `None` for a box that is none yet.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Proposed::New => None,
            Proposed::Gone { node }
            | Proposed::Moved { node, .. }
            | Proposed::Replaced { node, .. }
            | Proposed::Renamed { node, .. }
            | Proposed::Became { node, .. }
            | Proposed::Opened { node, .. } => Some(*node),
        }
    }

    /// Is it so that this node says by now what is proposed?
    pub fn is_so(&self, node: &Node) -> bool {
        match self {
            Proposed::New | Proposed::Gone { .. } | Proposed::Opened { .. } => false,
            Proposed::Moved { to, .. } => node.address == *to,
            Proposed::Replaced { to, .. } => node.mac.as_ref() == Some(to),
            Proposed::Renamed { to, .. } => node.name == *to,
            Proposed::Became { to, .. } => node.kind == *to,
        }
    }
}

impl Proposal {
    /// So many re-scans in a row must miss a node before it is proposed to let it go.
    pub const MISSED: u32 = 3;
    /// A box nobody decided about, not seen for so long, is forgotten, like all that is where.
    pub const KEPT: Span = Span::minutes(90 * 24 * 60);
    /// One with a made-up hardware address comes back with another one.
    pub const PRIVATE_KEPT: Span = Span::minutes(7 * 24 * 60);
    /// Most proposals kept; those found longest ago go first.
    pub const MOST: usize = 2_000;

    /// Is a person to know of it? A node that was missed once may only be switched off.
    pub fn is_shown(&self) -> bool {
        !matches!(self.what, Proposed::Gone { .. }) || self.times >= Proposal::MISSED
    }

    /// Does it wait for a decision?
    pub fn is_open(&self) -> bool {
        self.dismissed.is_none() && self.is_shown()
    }

    /// Is it no news for this site: done by a person in whatever way, or about a node that is gone?
    pub fn is_settled(&self, node: impl Fn(NodeId) -> Option<Node>, all: &[Node]) -> bool {
        match self.what.node() {
            Some(id) => node(id).is_none_or(|node| self.what.is_so(&node)),
            None => self.seen.as_ref().is_none_or(|seen| all.iter().any(|n| seen.is_node(n))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn tokyo() -> TimeZone {
        TimeZone::get("Asia/Tokyo").expect("a zone")
    }

    fn at(text: &str) -> Stamp {
        let moment: jiff::civil::DateTime = text.parse().expect("a moment");
        Stamp(moment.to_zoned(tokyo()).expect("a moment").timestamp().as_millisecond())
    }

    fn daily() -> Rescan {
        Rescan { ranges: vec!["10.0.0.0/24".into()], ..Rescan::default() }
    }

    #[test]
    fn one_begins_at_its_hour_and_one_makes_up_for_all_that_were_missed() {
        let (rescan, zone) = (daily(), tokyo());
        let mut done = Rescanned { since: Some(at("2026-11-20T12:00")), ..Rescanned::default() };
        assert!(!done.is_due(&rescan, at("2026-11-20T18:00"), &zone), "because it was just chosen");
        assert!(!done.is_due(&rescan, at("2026-11-21T09:59"), &zone));
        assert!(done.is_due(&rescan, at("2026-11-21T10:00"), &zone));
        let late = at("2026-11-24T15:00");
        assert!(done.is_due(&rescan, late, &zone), "because the PC slept for days");
        done.begun = Some(late);
        assert!(done.is_due(&rescan, late + Span(1), &zone), "because it has not ended");
        done.ended = Some(late + Span(HOUR));
        assert!(!done.is_due(&rescan, late + Span(2 * HOUR), &zone), "because one is enough");
        assert_eq!(rescan.next(late, &zone), Some(at("2026-11-25T10:00")));
    }

    #[test]
    fn a_weekly_one_begins_on_its_day_and_none_without_ranges_or_rhythm() {
        let zone = tokyo();
        let weekly = Rescan { every: Rhythm::Weekly, day: Weekday::Fri, ..daily() };
        // 2026-11-20 is a Friday.
        assert_eq!(weekly.last(at("2026-11-20T09:00"), &zone), Some(at("2026-11-13T10:00")));
        assert_eq!(weekly.last(at("2026-11-20T10:00"), &zone), Some(at("2026-11-20T10:00")));
        assert_eq!(weekly.next(at("2026-11-20T10:00"), &zone), Some(at("2026-11-27T10:00")));
        let now = at("2026-11-20T12:00");
        let never = Rescan { every: Rhythm::Off, ..daily() };
        assert!(!Rescanned::default().is_due(&never, now, &zone));
        assert!(!Rescanned::default().is_due(&Rescan::default(), now, &zone), "nothing is chosen");
    }
}
