//! Two boxes that use one IP address all the time, each known to others than the other is.
//!
//! Tables of addresses alone prove nothing, since devices keep old answers for hours. What proves it
//! is that both are on the network by now: seen on ports, whose tables forget who is silent within
//! minutes, over longer than that. One that answers for another address, too, is a router that
//! answers for others or a box that has moved on, and what somebody still keeps of it is old.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use hinomi_discovery::Mac;
use hinomi_discovery::links::Seen;
use hinomi_model::notification::Reason;
use hinomi_model::{Grade, Noticed, Span, Stamp, words};

use crate::core::Core;
use crate::whereabouts::Whereabouts;

/// Switches forget who is silent after five minutes (IEEE 802.1D §7.9.2), and are read as often: who
/// is on a port for so long is there.
const STEADY: Span = Span::minutes(15);
/// … if it was seen there in so many readings.
const READINGS: u32 = 3;

/// Addresses that two use, since when.
pub(crate) type Disputes = BTreeMap<Ipv4Addr, Dispute>;

/// Two that use one address.
#[derive(Debug)]
pub(crate) struct Dispute {
    since: Stamp,
    seen: Stamp,
    readings: u32,
    /// People know of it.
    pub told: bool,
}

impl Core {
    /// Looks whether two that are on the network answer for one address. It is told once; it has
    /// ended when no reading has shown it for an hour, and would then be told again.
    pub(crate) fn mind_disputes(&mut self, found: &Whereabouts, now: Stamp) {
        for (address, rivals) in rivals(found) {
            let dispute = self.disputes.entry(address).or_insert(Dispute {
                since: now,
                seen: now,
                readings: 0,
                told: false,
            });
            (dispute.seen, dispute.readings) = (now, dispute.readings.saturating_add(1));
            if dispute.told || now - dispute.since < STEADY || dispute.readings < READINGS {
                continue;
            }
            dispute.told = true;
            // That they answer in turn may have been told already.
            if !self.was_told_in_turn(address.into(), now) {
                self.tell_shared(address, &rivals, now);
            }
        }
        self.disputes.retain(|_, dispute| now - dispute.seen <= Noticed::DISPUTED);
    }

    fn tell_shared(&mut self, address: Ipv4Addr, rivals: &[&Seen], now: Stamp) {
        let place = |seen: &&Seen| {
            let at = self.world.nodes.get(&seen.at).map_or("–", |node| node.name.as_str());
            (seen.mac.to_string(), at.to_owned(), seen.port.name.clone())
        };
        let places: Vec<_> = rivals.iter().take(2).map(place).collect();
        let words = words::address_shared(self.world.settings.language, address, &places);
        self.put_notice(Reason::AddressDisputed, words, Grade::Warning, now);
    }
}

/// Who is on the network and answers for the same address as others who are, and for no other.
fn rivals(found: &Whereabouts) -> Vec<(Ipv4Addr, Vec<&Seen>)> {
    let seen: BTreeMap<Mac, &Seen> = found.seen.iter().map(|seen| (seen.mac, seen)).collect();
    let mut by_address: BTreeMap<Ipv4Addr, BTreeSet<Mac>> = BTreeMap::new();
    let mut by_mac: BTreeMap<Mac, BTreeSet<Ipv4Addr>> = BTreeMap::new();
    for (address, mac) in &found.claims {
        // A box has several IPv6 addresses, and asks itself whether somebody has them (RFC 4862).
        let IpAddr::V4(address) = address else { continue };
        by_address.entry(*address).or_default().insert(*mac);
        by_mac.entry(*mac).or_default().insert(*address);
    }
    let alone = |mac: &Mac| by_mac.get(mac).is_some_and(|all| all.len() == 1);
    let mut all = Vec::new();
    for (address, macs) in by_address {
        let rivals: Vec<&Seen> =
            macs.iter().filter(|mac| alone(mac)).filter_map(|mac| seen.get(mac).copied()).collect();
        // Two interfaces of one agent may answer for each other.
        if rivals.len() > 1 && !rivals.iter().all(|seen| found.own.contains(&seen.mac)) {
            all.push((address, rivals));
        }
    }
    all
}
