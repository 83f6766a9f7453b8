//! Who is where: what a reading of forwarding tables and tables of addresses says becomes history, and
//! what is wrong with it is told.
//!
//! An address that changes hands is history: leases do. It is worth a word if it goes back to who had
//! it within the hour, since then two answer for it in turn, and if it is the gateway's. Two that
//! answer for it all the time are minded by `disputes`.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use hinomi_discovery::Mac;
use hinomi_discovery::links::{self, Graph, Picture, Seen};
use hinomi_model::notification::Reason;
use hinomi_model::{
    Address, Claim, Fingerprint, Grade, Node, NodeId, Noticed, Sighting, Span, Stamp, words,
};

use crate::core::Core;
use crate::wish::Granted;

/// Most hardware addresses, and most IP addresses, of one reading that are written down.
const MOST: usize = 10_000;
/// A dispute goes on for days; it is told once in so long.
const DISPUTE_AGAIN: Span = Span::minutes(24 * 60);
/// Somebody who plays at being the gateway does so every few seconds.
const GATEWAY_AGAIN: Span = Span::minutes(60);

/// What a reading says of who is where.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Whereabouts {
    /// On which port each hardware address is, by the tables or because it announced itself there.
    pub seen: Vec<Seen>,
    /// Who answers for which IP address; several may.
    pub claims: Vec<(IpAddr, Mac)>,
    /// The devices whose tables say so.
    pub asked: BTreeSet<NodeId>,
    /// The hardware addresses those have themselves, and this PC.
    pub own: BTreeSet<Mac>,
    /// Who announced itself on their ports and is no node.
    pub announced: Vec<links::Stranger>,
}

impl Whereabouts {
    /// What a picture says, with what was inferred from it.
    pub fn of(picture: &Picture, graph: &Graph) -> Whereabouts {
        let own = picture.told.iter().flat_map(|told| {
            told.interfaces.iter().filter_map(|i| i.mac).chain(told.macs.iter().copied())
        });
        let mut seen = links::seen(picture, graph);
        let claims = links::claims(&picture.told, &picture.here);
        seen.extend(graph.unseen(&seen, &claims));
        Whereabouts {
            asked: picture.told.iter().filter(|t| !t.cut_short).map(|t| t.node).collect(),
            own: own.chain(picture.here.macs.iter().copied()).collect(),
            seen,
            claims,
            announced: graph.strangers.clone(),
        }
    }
}

/// Who answers for which address, since the engine started.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    by_address: BTreeMap<IpAddr, Holder>,
    gateway_told: Option<Stamp>,
}

impl Holders {
    /// Who was last known to answer for which address.
    pub(crate) fn all(&self) -> impl Iterator<Item = (IpAddr, Mac)> {
        self.by_address.iter().map(|(address, holder)| (*address, holder.mac))
    }

    /// Does the very box that a node is known by answer at another address by now? Its hardware
    /// address does there, and for nothing else but what is the node's: a radio bridge's answers for
    /// others.
    pub(crate) fn is_box(&self, node: &Node, at: &Address) -> bool {
        let (Some(mac), Some(ip)) = (&node.mac, at.ip()) else { return false };
        let of_mac = self.by_address.iter().filter(|(_, holder)| holder.mac.to_string() == *mac);
        let answers: Vec<IpAddr> = of_mac.map(|(address, _)| *address).collect();
        let own = |address: &IpAddr| {
            address.is_ipv4() != ip.is_ipv4() || node.addresses().any(|own| own == *address)
        };
        answers.contains(&ip) && answers.iter().all(|address| *address == ip || own(address))
    }

    /// When somebody was last known to answer for an address.
    pub(crate) fn seen(&self, address: IpAddr) -> Option<Stamp> {
        self.by_address.get(&address).map(|holder| holder.seen)
    }
}

/// Who answers for an address.
#[derive(Debug, Clone, Copy)]
struct Holder {
    mac: Mac,
    seen: Stamp,
    /// Who did before, and until when.
    before: Option<(Mac, Stamp)>,
    /// When a dispute about it was told.
    told: Option<Stamp>,
}

impl Core {
    /// Takes down who is where. Elsewhere than in the site's network that says nothing of the site.
    pub(crate) fn see(&mut self, found: &Whereabouts, now: Stamp) -> Granted {
        if self.off_site {
            return Granted::Done;
        }
        let sighting = |seen: &Seen| Sighting {
            mac: seen.mac.to_string(),
            at: seen.at,
            port: seen.port.clone(),
            since: now,
            seen: now,
        };
        self.out.batch.sightings.extend(found.seen.iter().take(MOST).map(sighting));
        let placed: BTreeSet<Mac> = found.seen.iter().map(|seen| seen.mac).collect();
        let mut claims: BTreeMap<IpAddr, Vec<Mac>> = BTreeMap::new();
        for (address, mac) in &found.claims {
            claims.entry(*address).or_default().push(*mac);
        }
        for (address, macs) in claims.into_iter().take(MOST) {
            self.claim(address, &macs, &placed, now);
        }
        self.mind_disputes(found, now);
        let holders = &mut self.holders.by_address;
        if holders.len() > MOST {
            holders.retain(|_, holder| holder.seen == now);
        }
        self.meet_all(found, now);
        Granted::Done
    }

    /// Somebody answers for an address. Devices keep old answers for hours: who had it has it as long
    /// as anybody says so.
    fn claim(&mut self, address: IpAddr, macs: &[Mac], placed: &BTreeSet<Mac>, now: Stamp) {
        let held = self.holders.by_address.get(&address).copied();
        let still = held.map(|holder| holder.mac).filter(|mac| macs.contains(mac));
        let plugged_in = macs.iter().copied().find(|mac| placed.contains(mac));
        let Some(mac) = still.or(plugged_in).or(macs.first().copied()) else { return };
        let claim = Claim { address, mac: mac.to_string(), since: now, seen: now };
        self.out.batch.claims.push(claim.clone());
        let new = Holder { mac, seen: now, before: None, told: None };
        let holder = match held {
            None => new,
            Some(known) if known.mac == mac => Holder { seen: now, ..known },
            Some(known) => {
                let told = self.took_over(known, claim, now);
                Holder { before: Some((known.mac, known.seen)), told, ..new }
            }
        };
        self.holders.by_address.insert(address, holder);
    }

    /// Another one answers for an address now. Says when a dispute about it was told last.
    fn took_over(&mut self, known: Holder, now_has: Claim, now: Stamp) -> Option<Stamp> {
        let had = known.mac.to_string();
        let address = now_has.address.to_string();
        if self.standing.network.gateway.as_ref() == Some(&address) {
            self.tell_gateway(&address, &had, &now_has.mac, now);
            return known.told;
        }
        let again = known.before.is_some_and(|(mac, until)| {
            mac.to_string() == now_has.mac && now - until <= Noticed::DISPUTED
        });
        let shared = matches!(now_has.address, IpAddr::V4(ip) if self.disputes.get(&ip).is_some_and(|d| d.told));
        if !again || shared || known.told.is_some_and(|told| now - told < DISPUTE_AGAIN) {
            return known.told;
        }
        let language = self.world.settings.language;
        let before = Claim { mac: had, ..now_has.clone() };
        let words = words::address_disputed(language, &before, &now_has);
        self.put_notice(Reason::AddressDisputed, words, Grade::Warning, now);
        Some(now)
    }

    /// Was it told lately that an address goes to and fro?
    pub(crate) fn was_told_in_turn(&self, address: IpAddr, now: Stamp) -> bool {
        let told = self.holders.by_address.get(&address).and_then(|holder| holder.told);
        told.is_some_and(|told| now - told < DISPUTE_AGAIN)
    }

    /// Has the gateway another hardware address than a moment ago, in the site's own network? Who
    /// slept or was unplugged may be elsewhere.
    pub(crate) fn mind_gateway(&mut self, before: &Fingerprint, now: Stamp) {
        let here = self.standing.network.clone();
        let at_home = !self.off_site && self.home.as_ref().is_some_and(|h| h.subnet == here.subnet);
        let same = here.gateway == before.gateway && here.subnet == before.subnet;
        if let (Some(had), Some(has)) = (&before.gateway_mac, &here.gateway_mac)
            && let Some(gateway) = &here.gateway
            && at_home
            && same
            && had != has
        {
            self.tell_gateway(gateway, had, has, now);
        }
    }

    fn tell_gateway(&mut self, gateway: &str, before: &str, is: &str, now: Stamp) {
        if self.holders.gateway_told.is_some_and(|told| now - told < GATEWAY_AGAIN) {
            return;
        }
        self.holders.gateway_told = Some(now);
        let words = words::gateway_changed(self.world.settings.language, gateway, before, is);
        self.put_notice(Reason::GatewayChanged, words, Grade::Warning, now);
    }
}
