//! Strangers: who is in a network that is watched and never was before. Told once, and never many at
//! a time.
//!
//! Two eyes see them: the tables that are read every few minutes, and re-scans. A hardware address that
//! either has met is nobody new to the other.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::IpAddr;

use hinomi_contacts::quiet;
use hinomi_discovery::links;
use hinomi_discovery::{Mac, Ranges, oui, parse_ranges};
use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::words::{Eye, Stranger};
use hinomi_model::{Grade, NodeId, Port, Span, Stamp, words};

use crate::core::Core;
use crate::whereabouts::Whereabouts;

/// Hardware addresses remembered; more are no office any more, and nobody is a stranger there.
const MOST: usize = 200_000;
/// A sweep by hand of a network that was not watched before fills this PC's table, and those of
/// routers, with whoever is there; all tables were read within so long.
const SETTLING: Span = Span::minutes(30);

/// Whom we have met, and where they are.
#[derive(Debug, Default)]
pub(crate) struct Met {
    macs: HashSet<Mac>,
    /// Tables were read before this start.
    read_before: bool,
    spots: BTreeMap<Mac, (NodeId, Port)>,
    /// Whose tables were read since the start; `None` before the first reading.
    eyes: Option<BTreeSet<NodeId>>,
}

impl Met {
    /// Tables are read with the eyes of these; true if who is new among them is news.
    fn look_with(&mut self, asked: &BTreeSet<NodeId>, anybody: bool) -> bool {
        let news = match &self.eyes {
            // What was read before was read with the same eyes, as far as is known.
            None => self.read_before,
            Some(eyes) => asked.is_subset(eyes),
        };
        if anybody || self.eyes.is_some() {
            self.eyes.get_or_insert_default().extend(asked);
        }
        news
    }

    /// True if it was never met.
    pub(crate) fn insert(&mut self, mac: Mac) -> bool {
        self.macs.len() < MOST && self.macs.insert(mac)
    }
}

impl Core {
    /// Those the site file remembers to have been in networks that are watched, and whom re-scans
    /// alone have met.
    pub(crate) fn meet_again(&mut self, met: &[(String, Option<IpAddr>)]) {
        let nearby = self.nearby();
        let near = met.iter().filter(|(_, address)| address.is_none_or(|ip| nearby.has(ip)));
        let proposals = self.world.proposals.values();
        let proposed = proposals.filter_map(|proposal| proposal.seen.as_ref()?.mac.as_ref());
        let all = near.map(|(mac, _)| mac).chain(proposed);
        self.met.macs = all.filter_map(|mac| mac.parse().ok()).collect();
        self.met.read_before = !met.is_empty();
    }

    /// The device and the port an address was seen on last.
    pub(crate) fn spot(&self, mac: Mac) -> Option<(String, String)> {
        let (node, port) = self.met.spots.get(&mac)?;
        Some((self.world.nodes.get(node)?.name.clone(), port.name.clone()))
    }

    /// Who is new among those the tables know. A reading with new eyes, as the first one of a site, or
    /// the first in which a device tells its tables, or of networks that were just chosen, meets many
    /// who are no strangers: nobody is told of them. Who comes while nobody wants to know is met, and
    /// told, when somebody does; who is in a network nobody watches is met when it comes to one. Who is
    /// left alone is nobody to tell of.
    pub(crate) fn meet_all(&mut self, found: &Whereabouts, now: Stamp) {
        if self.is_left_alone() {
            return;
        }
        let spots = found.seen.iter().map(|seen| (seen.mac, (seen.at, seen.port.clone())));
        self.met.spots = spots.collect();
        let nearby = self.nearby();
        let mut answers: BTreeMap<Mac, IpAddr> = BTreeMap::new();
        for (address, mac) in &found.claims {
            // Of several addresses one in a network that is watched says where it is.
            let known = answers.entry(*mac).or_insert(*address);
            if !nearby.has(*known) && nearby.has(*address) {
                *known = *address;
            }
        }
        let all: BTreeSet<Mac> =
            self.met.spots.keys().copied().chain(answers.keys().copied()).collect();
        let widened = self.world.rescanned.widened;
        let settling = widened.is_some_and(|widened| now - widened < SETTLING);
        let news = self.met.look_with(&found.asked, !all.is_empty()) && !settling;
        let tables = self.holders.all().chain(found.claims.iter().copied());
        let left_alone: BTreeSet<Mac> =
            tables.filter(|(ip, _)| nearby.leaves_alone(*ip)).map(|(_, mac)| mac).collect();
        let mut strangers = Vec::new();
        // Also when its tables tell of it no more: this PC's own dock stays behind in the switch's.
        found.own.iter().for_each(|mac| _ = self.met.insert(*mac));
        for mac in all {
            let address = answers.get(&mac).copied();
            let near =
                self.met.spots.contains_key(&mac) || address.is_some_and(|ip| nearby.has(ip));
            // Who is known by IPv6 alone may be one that is left alone, and is met when it is known
            // better.
            let doubtful = news && address.is_some_and(|ip| ip.is_ipv6()) && nearby.spares();
            let new = near && !doubtful && self.met.insert(mac) && news;
            if new && !nearby.knows(mac, address) && !left_alone.contains(&mac) {
                let mut all = found.announced.iter();
                let said = all.find(|said| {
                    let here = address.is_some_and(|ip| said.addresses.contains(&ip));
                    here || said.mac == Some(mac)
                });
                strangers.push(self.stranger(mac, address, said));
            }
        }
        self.tell_strangers(&strangers, Eye::Tables, now);
    }

    fn nearby(&self) -> Nearby {
        let nodes = || self.world.nodes.values();
        Nearby {
            macs: nodes().filter_map(|n| n.mac.as_deref()?.parse().ok()).collect(),
            addresses: nodes().flat_map(|n| n.addresses()).collect(),
            swept: parse_ranges(&self.world.settings.rescan.ranges).ok(),
            exclude: parse_ranges(&self.world.settings.rescan.exclude).ok(),
        }
    }

    fn stranger(
        &self,
        mac: Mac,
        address: Option<IpAddr>,
        said: Option<&links::Stranger>,
    ) -> Stranger {
        let text = mac.to_string();
        Stranger {
            name: said.and_then(|said| said.name.clone()),
            maker: oui::vendor(&text).map(str::to_owned),
            address: address.or_else(|| said?.addresses.first().copied()),
            private: mac.is_private(),
            spot: self.spot(mac),
            mac: Some(text),
        }
    }

    /// Tells of all of them at once, if that is wanted.
    pub(crate) fn tell_strangers(&mut self, all: &[Stranger], eye: Eye, now: Stamp) {
        let rescan = &self.world.settings.rescan;
        let (wanted, private) = (rescan.strangers, rescan.private);
        let told: Vec<Stranger> = all.iter().filter(|s| private || !s.private).cloned().collect();
        if wanted && !told.is_empty() {
            let say = |language| words::strangers(language, &told, eye);
            self.tell_people(Reason::Stranger, say, Grade::Warning, now);
        }
    }

    /// Tells whoever sits here, and those incidents are told to first, of what is no incident.
    fn tell_people(
        &mut self,
        reason: Reason,
        say: impl Fn(Language) -> (String, String),
        grade: Grade,
        now: Stamp,
    ) {
        self.put_notice(reason, say(self.world.settings.language), grade, now);
        for id in self.on_rung(0, now) {
            let Some(contact) = self.world.contacts.get(&id).cloned() else { continue };
            let after = quiet::quiet_until(&contact.quiet, grade, now, &self.zone);
            for way in 0..contact.ways.len() {
                let way = u8::try_from(way).unwrap_or(u8::MAX);
                let said = say(contact.language);
                self.queue(None, reason, Some(id), way, said, grade, after, now);
            }
        }
    }
}

/// What nodes are known by, what is swept, and what is left alone.
struct Nearby {
    macs: BTreeSet<Mac>,
    addresses: BTreeSet<IpAddr>,
    swept: Option<Ranges>,
    exclude: Option<Ranges>,
}

impl Nearby {
    /// Is it in a network that is watched? This PC also sees its own guests, and other networks.
    fn has(&self, address: IpAddr) -> bool {
        match (address, &self.swept) {
            (IpAddr::V4(ip), Some(swept)) => swept.contains(ip),
            (IpAddr::V4(_) | IpAddr::V6(_), _) => false,
        }
    }

    /// Is somebody left alone?
    fn spares(&self) -> bool {
        self.exclude.is_some()
    }

    /// Is whoever has this address left alone?
    fn leaves_alone(&self, address: IpAddr) -> bool {
        match (address, &self.exclude) {
            (IpAddr::V4(ip), Some(exclude)) => exclude.contains(ip),
            (IpAddr::V4(_) | IpAddr::V6(_), _) => false,
        }
    }

    /// Is it a node?
    fn knows(&self, mac: Mac, address: Option<IpAddr>) -> bool {
        self.macs.contains(&mac) || address.is_some_and(|ip| self.addresses.contains(&ip))
    }
}
