//! Is it we who are cut off? No silence is believed without a witness (law L5); what that means is
//! in [`hinomi_model::vantage`], and this carries it out on the world.

use hinomi_model::notification::Reason;
use hinomi_model::vantage::{Fingerprint, Turn, Vantage, Witness};
use hinomi_model::{
    Address, CheckId, Gap, GapReason, NodeId, Obstacle, Outcome, Sample, Span, Stamp, Voice,
};

use crate::core::{Core, Order};
use crate::feed::Key;
use crate::world::is_silence;

/// So many others are asked when something falls silent and nobody has spoken since.
const ASKED: usize = 5;
/// Questions whether we are connected leave at least this far apart.
const APART: Span = Span(450);
/// Without any answer for so long the canaries are asked.
const QUIET: Span = Span::seconds(1);

/// What this PC sees of its own connection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// It has neither link nor address, on any interface that leads elsewhere.
    pub unplugged: bool,
    /// Who is asked whether we are connected: the gateway and what people added.
    pub canaries: Vec<Address>,
    /// What the network it stands in is recognised by: the one packets for elsewhere leave by.
    pub network: Fingerprint,
    /// The same of its other interfaces: behind a VPN, the site's own network is one of those.
    pub others: Vec<Fingerprint>,
}

impl Standing {
    /// Every network it stands in that can be recognised.
    fn networks(&self) -> impl Iterator<Item = &Fingerprint> {
        std::iter::once(&self.network).chain(&self.others).filter(|network| network.tells())
    }

    /// The network worth remembering: one whose gateway is known, if there is one.
    fn best(&self) -> Option<&Fingerprint> {
        let known = self.networks().find(|network| network.gateway_mac.is_some());
        known.or_else(|| self.networks().next())
    }
}

impl Core {
    /// Passes a sample of a node that stands elsewhere on if it may be believed. An answer is a
    /// witness for what was silent before it; silence without a witness waits.
    pub(crate) fn hear(&mut self, node: NodeId, sample: Sample) -> Option<Sample> {
        if is_ours(&sample.outcome) {
            return Some(sample);
        }
        let who = Witness::Node(node);
        if !is_silence(&sample.outcome) {
            self.heard(who, sample.at);
            return Some(sample);
        }
        let at = sample.at;
        let anybody = self.canary_heard || self.others(Some(node)).next().is_some();
        self.vantage.silent(who, at, Some(sample), anybody)
    }

    /// One question is enough for all who fall silent at one moment.
    fn may_ask(&mut self) -> bool {
        let fresh = self.asked.is_some_and(|at| (at..at + APART).contains(&self.now));
        if !fresh {
            self.asked = Some(self.now);
        }
        !fresh
    }

    /// The checks of others that could tell whether we are connected: who has not fallen silent too.
    fn others(&self, but: Option<NodeId>) -> impl Iterator<Item = CheckId> {
        let nodes = self.world.nodes.keys().copied().filter(move |n| Some(*n) != but);
        let outside = nodes.filter(|n| self.world.is_outside(*n));
        let speaking = outside.filter(|n| self.world.voice(*n) == Voice::Answers);
        let checks = speaking.filter_map(|n| self.world.reachability(n)).map(|w| w.check.id);
        checks.filter(|id| !self.vantage.waits_for(*id))
    }

    /// Something waits for a witness: others are asked, and the canaries.
    fn ask_around(&mut self, since: Stamp) {
        let others: Vec<CheckId> = self.others(None).take(ASKED).collect();
        others.into_iter().for_each(|id| self.ask(id, since));
        self.ask_canaries();
    }

    fn ask_canaries(&mut self) {
        for canary in self.standing.canaries.iter().chain(&self.world.settings.canaries) {
            self.out.orders.push(Order::Canary(canary.clone()));
        }
    }

    fn heard(&mut self, who: Witness, at: Stamp) {
        let (admitted, turn) = self.vantage.answered(who, at);
        for sample in admitted {
            self.admit(sample);
        }
        if let Some(turn) = turn {
            self.turn(turn, at);
        }
    }

    /// A canary answered a question sent `at`, or did not.
    pub fn canary(&mut self, at: Stamp, answered: bool) {
        if answered {
            self.canary_heard = true;
            self.heard(Witness::Canary, at);
        } else if self.canary_heard {
            self.vantage.silent(Witness::Canary, at, None, true);
        }
    }

    /// What this PC sees of its own connection has changed.
    pub fn stand(&mut self, standing: Standing, now: Stamp) {
        let of = |standing: &Standing| (standing.network.clone(), standing.others.clone());
        let moved = of(&standing) != of(&self.standing);
        let before = std::mem::replace(&mut self.standing, standing);
        self.mind_gateway(&before.network, now);
        if moved && self.standing.best().is_some() {
            self.recognise(now);
        }
        self.look_around(now);
        self.feed.touch(Key::Vantage);
    }

    /// Are we cut off by now? Asks, where nobody has spoken for a while.
    pub(crate) fn look_around(&mut self, now: Stamp) {
        if self.world.settings.paused || self.off_site {
            return;
        }
        let silent = self.vantage.heard().is_none_or(|at| now - at >= QUIET);
        match self.vantage.waiting_since() {
            Some(since) if self.may_ask() => self.ask_around(since),
            None if silent && self.has_outside && self.may_ask() => self.ask_canaries(),
            Some(_) | None => {}
        }
        let unplugged = self.standing.unplugged && self.has_outside;
        if let Some(turn) = self.vantage.look(now, unplugged) {
            self.turn(turn, now);
        }
    }

    fn turn(&mut self, turn: Turn, now: Stamp) {
        match turn {
            Turn::Lost(since) => {
                self.forget_doubts();
                self.put_gap(Gap { from: since, until: None, reason: GapReason::VantageLost });
                self.notice(Reason::VantageLost, since, now);
            }
            Turn::Back(at) => {
                let from = self.end_gap(GapReason::VantageLost, now).unwrap_or(at);
                self.notice(Reason::VantageBack, from, now);
            }
        }
        self.feed.touch(Key::Vantage);
    }

    /// The gap of this reason that lasts, if there is one.
    pub(crate) fn open_gap(&self, reason: GapReason) -> Option<Gap> {
        let open = self.world.gaps.iter().rev();
        open.clone().find(|g| g.until.is_none() && g.reason == reason).cloned()
    }

    /// The gap of this reason that lasts, if there is one, ends now; since when it lasted.
    pub(crate) fn end_gap(&mut self, reason: GapReason, now: Stamp) -> Option<Stamp> {
        let gap = self.open_gap(reason)?;
        let (from, until) = (gap.from, now.or_later(gap.from));
        self.put_gap(Gap { until: Some(until), ..gap });
        self.look_again(until, reason);
        Some(from)
    }

    /// Nobody listens any more: whether we are connected is an open question from now on, and if we
    /// were not, that ends without an answer.
    pub(crate) fn stop_listening(&mut self, now: Stamp) {
        self.end_gap(GapReason::VantageLost, now);
        self.vantage = Vantage::default();
        self.feed.touch(Key::Vantage);
    }

    /// Do we stand in the site's own network? Learned once; elsewhere nothing is watched until a
    /// person says that this is the same site, or we are back.
    fn recognise(&mut self, now: Stamp) {
        self.learn_first();
        let known = &self.world.settings.fingerprints;
        if known.is_empty() {
            return;
        }
        let is_known = |network: &&Fingerprint| known.iter().any(|f| f.is_same(network));
        let is_still = |network: &&Fingerprint| {
            self.home.as_ref().is_some_and(|home| network.is_still(home)) && !self.off_site
        };
        let networks = || self.standing.networks();
        let home = networks().find(is_known).or_else(|| networks().find(is_still)).cloned();
        let same = home.is_some();
        self.home = home.map(|home| self.remember(home));
        match (same, self.off_site) {
            (false, false) => {
                self.off_site = true;
                self.forget_doubts();
                self.stop_listening(now);
                // Its gateway is another one, and may not answer at all.
                self.canary_heard = false;
                self.put_gap(Gap { from: now, until: None, reason: GapReason::OffSite });
                self.halt();
            }
            (true, true) => self.come_home(now),
            (true, false) | (false, true) => {}
        }
    }

    /// The site's network as it is seen now, with what was known of it; what is new about it is
    /// kept.
    fn remember(&mut self, mut home: Fingerprint) -> Fingerprint {
        let mut settings = self.world.settings.clone();
        let mut known = settings.fingerprints.iter_mut().filter(|f| f.is_same(&home));
        if known.any(|known| known.learn(&home)) {
            self.keep_settings(settings);
        }
        if let Some(before) = self.home.as_ref().filter(|before| home.is_still(before)) {
            home.gateway_mac = home.gateway_mac.or_else(|| before.gateway_mac.clone());
        }
        home
    }

    /// A site that knows no network yet is where it is watched first.
    pub(crate) fn learn_first(&mut self) {
        let unknown = self.world.settings.fingerprints.is_empty();
        if unknown && self.has_outside && self.standing.best().is_some() {
            self.learn_network();
        }
    }

    /// A person says that this is the same site.
    pub(crate) fn learn_network(&mut self) {
        let Some(here) = self.standing.best().cloned() else { return };
        let mut settings = self.world.settings.clone();
        settings.fingerprints.retain(|f| !f.is_same(&here));
        settings.fingerprints.push(here.clone());
        self.home = Some(here);
        self.keep_settings(settings);
    }

    pub(crate) fn come_home(&mut self, now: Stamp) {
        self.off_site = false;
        self.end_gap(GapReason::OffSite, now);
        self.go_on();
        self.feed.touch(Key::Vantage);
    }
}

/// An obstacle that says nothing about any network: a permission, a resource, a fault of ours.
fn is_ours(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Unable { obstacle } => {
            !matches!(obstacle, Obstacle::NoRoute | Obstacle::NoNameServer)
        }
        Outcome::Measured { .. } | Outcome::Failed { .. } => false,
    }
}
