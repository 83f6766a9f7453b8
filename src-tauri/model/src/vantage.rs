//! The vantage: the place we look from (law L5). Before a node is called down we ask whether *we*
//! are the problem.

use std::collections::{HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{CheckId, NodeId};
use crate::outcome::Sample;
use crate::time::{Span, Stamp};

/// What a network is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Fingerprint {
    /// Hardware address of the gateway, lower case with colons.
    pub gateway_mac: Option<String>,
    /// The gateway's address.
    pub gateway: Option<String>,
    /// The network this PC stands in, such as `192.168.1.0/24`.
    pub subnet: Option<String>,
    /// The domain its DHCP or router names.
    pub domain: Option<String>,
}

impl Fingerprint {
    /// Is there anything to recognise it by?
    pub fn tells(&self) -> bool {
        self.gateway_mac.is_some() || self.subnet.is_some()
    }

    /// Is it still the network it was a moment ago, although its gateway may not be seen just now,
    /// as when a VPN takes the default route?
    pub fn is_still(&self, before: &Fingerprint) -> bool {
        let known = self.gateway_mac.is_some() && before.gateway_mac.is_some();
        let other_gateway = known && self.gateway_mac != before.gateway_mac;
        self.subnet.is_some() && self.subnet == before.subnet && !other_gateway
    }

    /// Takes over what is seen of the same network now and was not known of it, such as the
    /// gateway's hardware address, which is asked for only when it is first spoken to. True if it
    /// learned something.
    pub fn learn(&mut self, seen: &Fingerprint) -> bool {
        let fits = self.gateway_mac.is_none() && self.subnet == seen.subnet;
        let gateway = self.gateway.is_none() || self.gateway == seen.gateway;
        if !fits || !gateway || seen.gateway_mac.is_none() {
            return false;
        }
        self.gateway_mac = seen.gateway_mac.clone();
        self.gateway = seen.gateway.clone();
        self.domain = self.domain.take().or_else(|| seen.domain.clone());
        true
    }

    /// Is it the same network? The gateway's hardware address says so; a gateway that was replaced
    /// is recognised by subnet and domain together, since many networks share a subnet.
    pub fn is_same(&self, other: &Fingerprint) -> bool {
        if self.gateway_mac.is_some() && self.gateway_mac == other.gateway_mac {
            return true;
        }
        let both = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        let mac_unknown = self.gateway_mac.is_none() || other.gateway_mac.is_none();
        both(&self.subnet, &other.subnet)
            && (both(&self.domain, &other.domain) || mac_unknown && self.gateway == other.gateway)
    }
}

/// Who has shown that this PC is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Witness {
    /// A node of the site.
    Node(NodeId),
    /// The gateway or a canary.
    Canary,
}

/// Whether this PC is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nothing at all has answered since this moment.
    Lost(Stamp),
    /// Something answers again: to a probe sent then.
    Back(Stamp),
}

/// Whether what we hear can be believed: no silence is admitted without a witness, that is an
/// answer from elsewhere to a probe sent no earlier than the one that was not answered.
///
/// While something answers, a witness is there before the silence is even noticed. If nothing does,
/// silences wait here; once that has lasted [`Vantage::PATIENCE`] the fault is ours.
#[derive(Debug, Clone, Default)]
pub struct Vantage {
    /// The last moment at which something answered, by each of the two latest witnesses.
    heard: [Option<(Witness, Stamp)>; 2],
    /// What was not answered since, oldest first; `None` is a canary's silence.
    waiting: VecDeque<(Stamp, Option<Sample>)>,
    /// The checks whose samples wait.
    silent: HashSet<CheckId>,
    lost: Option<Stamp>,
}

/// The most that waits; beyond it the oldest are let go, since a gap follows anyway.
const MOST: usize = 20_000;

impl Vantage {
    /// Nothing having answered for so long, it is we who are not connected.
    pub const PATIENCE: Span = Span::seconds(3);

    /// Since when this PC has been cut off, if it is.
    pub fn lost(&self) -> Option<Stamp> {
        self.lost
    }

    /// Does something wait for a witness?
    pub fn is_in_doubt(&self) -> bool {
        !self.waiting.is_empty() || self.lost.is_some()
    }

    /// Since when something has waited for a witness, if anything does.
    pub fn waiting_since(&self) -> Option<Stamp> {
        self.waiting.front().map(|(at, _)| *at)
    }

    /// Does a sample of this check wait for a witness?
    pub fn waits_for(&self, check: CheckId) -> bool {
        self.silent.contains(&check)
    }

    /// The last moment something answered.
    pub fn heard(&self) -> Option<Stamp> {
        self.heard.iter().flatten().map(|(_, at)| *at).max()
    }

    /// Something answered a probe sent `at`: gives what may be believed now, in order, and whether
    /// that ends a time of being cut off.
    pub fn answered(&mut self, who: Witness, at: Stamp) -> (Vec<Sample>, Option<Turn>) {
        match self.heard.iter_mut().flatten().find(|(known, _)| *known == who) {
            Some((_, last)) => *last = at.or_later(*last),
            None => self.heard = [Some((who, at)), self.latest_other(who)],
        }
        let mut admitted = Vec::new();
        while self.waiting.front().is_some_and(|(sent, _)| *sent <= at) {
            admitted.extend(self.waiting.pop_front().and_then(|(_, sample)| sample));
        }
        if !admitted.is_empty() {
            let left = self.waiting.iter().filter_map(|(_, sample)| Some(sample.as_ref()?.check));
            self.silent = left.collect();
        }
        let back = self.lost.take().map(|_| Turn::Back(at));
        if back.is_some() {
            // What was silent while we were cut off says nothing.
            admitted.clear();
            self.forget();
        }
        (admitted, back)
    }

    /// A probe sent `at` was not answered. Gives the sample back if it may be believed at once:
    /// there is a witness, or there is nobody else who could be asked.
    pub fn silent(
        &mut self,
        who: Witness,
        at: Stamp,
        sample: Option<Sample>,
        anybody_else: bool,
    ) -> Option<Sample> {
        if self.lost.is_some() {
            return None;
        }
        let mut others = self.heard.iter().flatten().filter(|(known, _)| *known != who);
        if !anybody_else || others.any(|(_, heard)| *heard >= at) {
            return sample;
        }
        if self.waiting.len() >= MOST {
            self.waiting.pop_front();
        }
        self.silent.extend(sample.as_ref().map(|s| s.check));
        let place = self.waiting.partition_point(|(sent, _)| *sent <= at);
        self.waiting.insert(place, (at, sample));
        None
    }

    /// Has it lasted long enough to say that we are cut off? `unplugged` says that this PC has no
    /// link or no address at all, which needs no patience.
    pub fn look(&mut self, now: Stamp, unplugged: bool) -> Option<Turn> {
        if self.lost.is_some() {
            return None;
        }
        let since = self.waiting_since();
        let patience = if unplugged { Span::ZERO } else { Vantage::PATIENCE };
        let since = since.filter(|since| now - *since >= patience)?;
        self.forget();
        self.lost = Some(since);
        Some(Turn::Lost(since))
    }

    /// Nobody looked for a while: what waited says nothing, and who was heard before is no witness.
    /// Who was cut off still is: only an answer ends that.
    pub fn forget(&mut self) {
        self.waiting.clear();
        self.silent.clear();
    }

    /// The wall clock was set back to `now`.
    pub fn set_back(&mut self, now: Stamp) {
        self.heard.iter_mut().flatten().for_each(|(_, at)| *at = (*at).min(now));
        self.waiting.retain(|(at, _)| *at <= now);
        self.lost = self.lost.map(|at| at.min(now));
    }

    fn latest_other(&self, who: Witness) -> Option<(Witness, Stamp)> {
        let others = self.heard.iter().flatten().filter(|(known, _)| *known != who);
        others.max_by_key(|(_, at)| *at).copied()
    }
}
