//! The core: single owner of the world. Synchronous and without a clock, so that a whole day can
//! be told to it in a test; [`crate::run`] only carries messages to and fro.
//!
//! Whatever happens goes in as a method call and comes out through [`Core::take`]: a batch to
//! store in one transaction, events to tell afterwards (law L12), and orders for the scheduler.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::num::NonZeroU8;
use std::sync::Arc;
use std::time::Duration;

use hinomi_checks::Echo;
use hinomi_model::grade::grade;
use hinomi_model::incident::Withdrawal;
use hinomi_model::snmp::Access;
use hinomi_model::{
    Address, Author, Change, Check, CheckId, CheckSpec, Delivery, Fingerprint, Gap, GapReason,
    Grade, IncidentId, Metric, Node, NodeId, Notification, Outcome, Sample, Settings, Span, Stamp,
    State, Vantage, What, WindowId, belief, words,
};
use hinomi_store::{Batch, Loaded, OpenIncident};
use jiff::tz::TimeZone;

use crate::decide::Undecided;
use crate::disputes::Disputes;
use crate::event::Event;
use crate::feed::{Feed, Key};
use crate::foretelling::Foretold;
use crate::strangers::Met;
use crate::traps::Traps;
use crate::whereabouts::Holders;
use crate::witness::Standing;
use crate::world::{Last, Watched, World};
use crate::zone;

/// What the scheduler is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Run this check in its rhythm; it may be known already.
    Watch {
        /// The check.
        check: Arc<Check>,
        /// Where its node answers.
        address: Address,
        /// How its node's SNMP agent is opened.
        access: Option<Access>,
        /// Run it now instead of at its phase.
        at_once: bool,
    },
    /// Do not run it any more.
    Forget(CheckId),
    /// Run this check now, besides its rhythm.
    Now(CheckId),
    /// Ask this address whether we are connected.
    Canary(Address),
    /// Send this many more probes, this far apart.
    Doubt(CheckId, u8, Duration),
    /// There is no doubt any more.
    Settle(CheckId),
}

/// What came out of the core.
#[derive(Debug, Default)]
pub struct Taken {
    /// To be stored in one transaction.
    pub batch: Batch,
    /// To be told once that is stored.
    pub events: Vec<Event>,
    /// For the scheduler, at once.
    pub orders: Vec<Order>,
}

/// The single owner of the world.
#[derive(Debug)]
pub struct Core {
    pub(crate) world: World,
    pub(crate) feed: Feed,
    pub(crate) out: Taken,
    /// We look again since this moment: samples of probes that were sent before it are not to be
    /// trusted if they failed.
    trusted_from: Option<Stamp>,
    /// The moment of the last [`Core::tick`] or [`Core::wish`].
    pub(crate) now: Stamp,
    /// The site's zone: times of day are its.
    pub(crate) zone: TimeZone,
    /// Incidents whose logs have grown since the last [`Core::take`].
    pub(crate) logged: BTreeSet<IncidentId>,
    /// Beliefs in trouble whose cause is not known yet.
    pub(crate) undecided: BTreeMap<CheckId, Undecided>,
    /// Reachability checks that doubt whether all is well.
    pub(crate) worried: HashSet<CheckId>,
    /// The first of many that went together, for whose sake the others there were asked.
    pub(crate) gathered: Option<CheckId>,
    /// Since when the way to what was cut off has been open again.
    pub(crate) released: BTreeMap<NodeId, Stamp>,
    /// Composites whose checks have changed since they were judged.
    pub(crate) stale: BTreeSet<CheckId>,
    /// Somebody's voice, or the topology, has changed.
    pub(crate) reach_changed: bool,
    /// A wish has changed who is there, or how they hang together.
    pub(crate) nodes_changed: bool,
    /// Nodes have changed, and so perhaps what is proposed of them.
    pub(crate) unsettled: bool,
    /// A person wants a re-scan now.
    pub(crate) rescan_asked: bool,
    /// Whom we have met in the network.
    pub(crate) met: Met,
    /// Whether what we hear can be believed.
    pub(crate) vantage: Vantage,
    /// What this PC sees of its own connection.
    pub(crate) standing: Standing,
    /// A canary has answered since the start.
    pub(crate) canary_heard: bool,
    /// When somebody was last asked whether we are connected.
    pub(crate) asked: Option<Stamp>,
    /// Does any node stand elsewhere than on this PC?
    pub(crate) has_outside: bool,
    /// We stand in another network than the site's.
    pub(crate) off_site: bool,
    /// The site's network as it was seen last, while we stand in it.
    pub(crate) home: Option<Fingerprint>,
    /// Notifications that must not leave yet: their contacts are not to be disturbed.
    pub(crate) delayed: Vec<Notification>,
    /// The maintenance windows that are on.
    pub(crate) windows_on: Vec<WindowId>,
    /// When they were last looked at.
    pub(crate) windows_looked: Option<Stamp>,
    /// Who answers for which address.
    pub(crate) holders: Holders,
    /// Addresses that two use.
    pub(crate) disputes: Disputes,
    /// What nodes said without being asked.
    pub(crate) traps: Traps,
    /// When storage is full.
    pub(crate) foretold: Foretold,
}

/// How long a notification that could not leave is news, even if its incident is over by then.
const NEWS: Span = Span::minutes(60);
/// After waking, networks take a while to come back; failures until then say nothing (law L4).
const GRACE: Span = Span::seconds(20);

/// Echoes kept per quality check; at the fastest rhythm an hour of them.
const ECHOES: usize = 1_024;
/// Gaps and resolved incidents older than this leave the window; they stay in the file.
pub(crate) const KEPT: Span = Span::minutes(7 * 24 * 60);

impl Core {
    /// The core of a site that is about to be watched from `now` on. `recent` are resolved
    /// incidents worth showing, `gaps` those of the last days.
    pub fn start(
        mut loaded: Loaded,
        recent: Vec<OpenIncident>,
        gaps: Vec<Gap>,
        now: Stamp,
    ) -> Core {
        let (heartbeat, lasting) = (loaded.heartbeat, std::mem::take(&mut loaded.lasting));
        let waiting = std::mem::take(&mut loaded.waiting);
        let mut core = Core::read(loaded, recent, gaps);
        core.end_absence(heartbeat, lasting, now);
        core.trusted_from = Some(now);
        core.learn_zone();
        core.set_back(now);
        waiting.into_iter().for_each(|n| core.take_up(n, now));
        let mut checks: Vec<Arc<Check>> =
            core.world.checks.values().map(|w| Arc::clone(&w.check)).collect();
        checks.sort_by_key(|c| c.id);
        for check in checks {
            core.schedule(&check, false);
        }
        core.take_up_beliefs(now);
        core
    }

    /// A site made before sites had a zone takes this PC's, once.
    fn learn_zone(&mut self) {
        if self.world.settings.zone.is_none()
            && let Some(zone) = zone::here()
        {
            let settings = Settings { zone: Some(zone), ..self.world.settings.clone() };
            self.keep_settings(settings);
        }
    }

    /// Trouble believed before the end whose incident had not opened yet.
    fn take_up_beliefs(&mut self, now: Stamp) {
        for watched in self.world.checks.values() {
            let id = watched.check.id;
            let Some(belief) = watched.state.belief().filter(|b| b.grade.is_trouble()) else {
                continue;
            };
            if !self.world.taken.contains_key(&id) && self.world.is_active(&watched.check) {
                let change = Change { before: None, now: belief, at: now };
                let evidence = Outcome::Measured { readings: Vec::new() };
                self.undecided.insert(id, Undecided { change, evidence });
            }
        }
    }

    /// The core of a site that is only looked at.
    pub fn read(mut loaded: Loaded, recent: Vec<OpenIncident>, gaps: Vec<Gap>) -> Core {
        let standing = std::mem::take(&mut loaded.standing);
        let met = std::mem::take(&mut loaded.met);
        let mut core = Core::of(World::load(loaded));
        core.meet_again(&met);
        core.take_up_traps(standing);
        recent.into_iter().for_each(|resolved| core.world.know(resolved));
        core.world.settle_merged();
        core.world.gaps = gaps.into();
        core.touch_all();
        core
    }

    fn of(world: World) -> Core {
        let mut core = Core {
            world,
            feed: Feed::default(),
            out: Taken::default(),
            trusted_from: None,
            now: Stamp(i64::MIN),
            zone: TimeZone::UTC,
            logged: BTreeSet::new(),
            undecided: BTreeMap::new(),
            worried: HashSet::new(),
            gathered: None,
            released: BTreeMap::new(),
            stale: BTreeSet::new(),
            reach_changed: true,
            nodes_changed: false,
            unsettled: false,
            rescan_asked: false,
            met: Met::default(),
            vantage: Vantage::default(),
            standing: Standing::default(),
            canary_heard: false,
            asked: None,
            has_outside: false,
            off_site: false,
            home: None,
            delayed: Vec::new(),
            windows_on: Vec::new(),
            windows_looked: None,
            holders: Holders::default(),
            disputes: Disputes::default(),
            traps: Traps::default(),
            foretold: Foretold::default(),
        };
        core.zone = zone::of(&core.world.settings);
        core.know_nodes();
        core.review_all();
        core
    }

    /// Who is there, or how they hang together, has changed.
    pub(crate) fn know_nodes(&mut self) {
        self.world.find_ways();
        self.know_senders();
        self.has_outside = self.world.nodes.keys().any(|n| self.world.is_outside(*n));
        self.reach_changed = true;
        self.learn_first();
    }

    /// Time passes: what waited for it is decided and told. Asked for at least once a second.
    pub fn tick(&mut self, now: Stamp) {
        self.now = now;
        self.look_around(now);
        self.refresh_reach(now);
        self.expire_traps(now);
        self.judge_composites(now);
        self.decide(now);
        self.tell(now);
        self.release_delayed(now);
    }

    /// What has come out since the last time.
    pub fn take(&mut self) -> Taken {
        // As they are now, each once, however much was written about them.
        for id in std::mem::take(&mut self.logged) {
            self.grow(id);
            let incident = self.world.incidents.get(&id).map(|open| open.incident.clone());
            self.out.batch.incidents.extend(incident);
        }
        std::mem::take(&mut self.out)
    }

    /// The world, to look at.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The time since we last looked ends now. Gaps that last are closed, except that a pause goes
    /// on; if none says why nobody looked, we were killed.
    fn end_absence(&mut self, heartbeat: Option<Stamp>, lasting: Vec<Gap>, now: Stamp) {
        if lasting.is_empty()
            && let Some(from) = heartbeat.filter(|from| *from < now)
        {
            self.put_gap(Gap { from, until: Some(now), reason: GapReason::Killed });
        }
        let paused = self.world.settings.paused;
        let pause = lasting.iter().rposition(|gap| paused && gap.reason == GapReason::Paused);
        for (n, gap) in lasting.into_iter().enumerate() {
            if pause == Some(n) {
                self.world.gaps.retain(|g| g.from != gap.from);
                self.world.gaps.push_back(gap);
            } else {
                self.put_gap(Gap { until: Some(now.or_later(gap.from)), ..gap });
            }
        }
        if paused && pause.is_none() {
            self.put_gap(Gap { from: now, until: None, reason: GapReason::Paused });
        }
    }

    /// A notification left in the outbox leaves once this start is stored, unless it is old and
    /// about what is over. One that was not to disturb anybody yet waits on, and grows old from when
    /// it may leave.
    fn take_up(&mut self, mut notification: Notification, now: Stamp) {
        let open = notification.incident.and_then(|id| self.world.incidents.get(&id));
        let after = match notification.delivery {
            Delivery::Waiting { after, .. } => after,
            Delivery::Delivered { .. } | Delivery::Undelivered { .. } => None,
        };
        let due = after.unwrap_or(notification.queued);
        if open.is_some_and(|o| o.incident.is_open()) || now - due <= NEWS {
            match after {
                Some(_) => self.delay(notification),
                None => self.out.batch.notifications.push(notification),
            }
            return;
        }
        notification.delivery = Delivery::Undelivered { at: now };
        let why = "it could not leave while it was news".to_owned();
        let line = What::Undelivered { notification: notification.id, why };
        self.delivered(notification, Some(line), now);
    }

    fn touch_all(&mut self) {
        self.feed.touch(Key::Settings);
        let world = &self.world;
        let keys: Vec<Key> = (world.nodes.keys().map(|id| Key::Node(*id)))
            .chain(world.groups.keys().map(|id| Key::Group(*id)))
            .chain(world.checks.keys().flat_map(|id| [Key::Check(*id), Key::State(*id)]))
            .chain(world.topology.links().iter().map(|l| Key::Link(l.id)))
            .chain(world.pins.keys().map(|id| Key::Pin(*id)))
            .chain(world.runbooks.keys().map(|id| Key::Runbook(*id)))
            .chain(world.incidents.keys().map(|id| Key::Incident(*id)))
            .chain(world.gaps.iter().map(|g| Key::Gap(g.from)))
            .chain(world.windows.keys().map(|id| Key::Window(*id)))
            .chain(world.contacts.keys().map(|id| Key::Contact(*id)))
            .chain(world.maps.keys().map(|id| Key::Map(*id)))
            .chain(world.proposals.values().filter(|p| p.is_shown()).map(|p| Key::Proposal(p.id)))
            .chain([Key::Vantage, Key::Rescan])
            .collect();
        keys.into_iter().for_each(|key| self.feed.touch(key));
    }

    /// Tells the scheduler to run a check, if it is to be run.
    pub(crate) fn schedule(&mut self, check: &Arc<Check>, at_once: bool) {
        if self.world.settings.paused || self.off_site || !self.world.is_active(check) {
            return;
        }
        if let Some(node) = self.world.nodes.get(&check.node) {
            let (check, address) = (Arc::clone(check), node.address.clone());
            let access = node.snmp.clone().filter(|_| check.spec.asks_agent());
            let watch = Order::Watch { check: Arc::clone(&check), address, access, at_once };
            self.out.orders.push(watch);
            // The new rhythm has dropped the volley of a doubt that goes on.
            let state = self.watched(check.id).map_or(State::Pending, |w| w.state);
            self.volley(&check, state);
        }
    }

    /// From when on samples are to be trusted again, after a gap.
    pub(crate) fn trusted_from(&self) -> Option<Stamp> {
        self.trusted_from
    }

    /// Is this computer to be kept awake just now?
    pub fn wants_awake(&self) -> bool {
        let settings = &self.world.settings;
        settings.keep_awake && !settings.paused && !self.world.open.is_empty()
    }

    /// We are looking at this moment.
    pub fn beat(&mut self, now: Stamp) {
        if !self.world.settings.paused {
            self.out.batch.heartbeat = Some(now);
        }
    }

    /// We did not look between these moments: doubts are dropped, and failures of probes that were
    /// under way say nothing.
    ///
    /// While watching is paused that is a gap already, and its own reason the better one.
    pub fn gap(&mut self, from: Stamp, until: Stamp, reason: GapReason) {
        if self.world.settings.paused {
            return;
        }
        self.put_gap(Gap { from, until: Some(until), reason });
        self.look_again(until, reason);
        if reason == GapReason::Asleep {
            // Whoever slept may wake up elsewhere.
            self.home = None;
        }
    }

    /// From this moment on we look again, after a gap of this reason.
    pub(crate) fn look_again(&mut self, from: Stamp, after: GapReason) {
        self.trusted_from = Some(match after {
            GapReason::Asleep | GapReason::VantageLost | GapReason::OffSite => from + GRACE,
            GapReason::NotRunning
            | GapReason::Killed
            | GapReason::Frozen
            | GapReason::ClockSet
            | GapReason::Paused => from,
        });
        self.vantage.forget();
        self.forget_doubts();
    }

    /// Nobody looks for a while: what was in doubt is open again.
    pub(crate) fn forget_doubts(&mut self) {
        self.worried.clear();
        for (id, watched) in &mut self.world.checks {
            self.out.orders.push(Order::Settle(*id));
            // The network may be another one now.
            watched.echoes.clear();
            if watched.state != watched.state.after_gap() {
                watched.state = watched.state.after_gap();
                self.out.batch.states.push((*id, watched.state));
                self.feed.touch(Key::State(*id));
            }
        }
    }

    /// Since when we look without a break, at what is told from now on; `None` while nobody looks.
    pub(crate) fn looks_since(&self) -> Option<Stamp> {
        let idle = self.world.settings.paused || self.off_site;
        // Whoever is cut off still looks at this computer itself.
        let since = self.trusted_from.max(self.vantage.lost());
        since.filter(|_| !idle)
    }

    /// Somebody set the wall clock back to `now`: what was confirmed "later" was confirmed now, or
    /// samples would be passed over as old until the clock caught up.
    pub fn set_back(&mut self, now: Stamp) {
        self.trusted_from = self.trusted_from.map(|from| from.min(now));
        self.vantage.set_back(now);
        self.shorten_gaps(now);
        self.now = self.now.min(now);
        self.windows_looked = None;
        self.asked = None;
        self.keep_rescanned(self.world.rescanned.set_back(now));
        self.released.values_mut().for_each(|at| *at = (*at).min(now));
        for undecided in self.undecided.values_mut() {
            undecided.change.at = undecided.change.at.min(now);
            undecided.change.now.since = undecided.change.now.since.min(now);
        }
        for watched in self.world.checks.values_mut() {
            if watched.state.last().is_some_and(|last| last > now) {
                watched.state = match watched.state.after_gap() {
                    State::Hard { mut belief } => {
                        belief.confirmed = now;
                        belief.since = belief.since.min(now);
                        State::Hard { belief }
                    }
                    other @ (State::Pending | State::Soft { .. }) => other,
                };
                self.out.batch.states.push((watched.check.id, watched.state));
                self.feed.touch(Key::State(watched.check.id));
            }
            watched.begun = watched.begun.min(now);
            watched.echoes.retain(|echo| echo.at <= now);
        }
    }

    /// What a clock that was ahead called a gap is looked at after all.
    fn shorten_gaps(&mut self, now: Stamp) {
        let ahead = |gap: &&Gap| gap.from <= now && gap.until.is_some_and(|until| until > now);
        let ahead: Vec<Gap> = self.world.gaps.iter().filter(ahead).cloned().collect();
        ahead.into_iter().for_each(|gap| self.put_gap(Gap { until: Some(now), ..gap }));
    }

    /// Closes the books: from `now` on nobody looks.
    pub fn stop(&mut self, now: Stamp) {
        if self.world.settings.paused {
            return;
        }
        for reason in [GapReason::VantageLost, GapReason::OffSite] {
            if let Some(gap) = self.open_gap(reason) {
                self.put_gap(Gap { until: Some(now.or_later(gap.from)), ..gap });
            }
        }
        self.put_gap(Gap { from: now, until: None, reason: GapReason::NotRunning });
    }

    pub(crate) fn put_gap(&mut self, gap: Gap) {
        self.feed.touch(Key::Gap(gap.from));
        self.out.events.push(Event::Gap { gap: gap.clone() });
        self.out.batch.gaps.push(gap.clone());
        self.world.gaps.retain(|g| g.from != gap.from);
        self.world.gaps.push_back(gap);
    }

    /// Takes one sample, once it may be believed: grade, step, consequences.
    pub fn sample(&mut self, sample: Sample) {
        let Some(node) = self.node_wanting(&sample) else { return };
        let (node, loopback) = (node.id, node.address.is_loopback());
        if self.says_nothing(&sample) {
            return;
        }
        let Some(sample) = self.with_days(sample) else { return };
        let believable = match loopback {
            true => Some(sample),
            false => self.hear(node, sample),
        };
        if let Some(sample) = believable {
            self.admit(sample);
        }
    }

    /// The node of a sample that is to be looked at.
    fn node_wanting(&self, sample: &Sample) -> Option<&Node> {
        let watched = self.world.checks.get(&sample.check)?;
        let measured = matches!(sample.outcome, Outcome::Measured { .. });
        let distrusted = !measured && self.trusted_from.is_some_and(|from| sample.at < from);
        let outdated = sample.at < watched.begun;
        let idle = self.world.settings.paused || self.off_site;
        let node = self.world.nodes.get(&watched.check.node)?;
        let paused = idle || watched.check.paused || node.paused;
        (!distrusted && !outdated && !paused).then_some(node)
    }

    /// Takes a sample that may be believed.
    pub(crate) fn admit(&mut self, sample: Sample) {
        self.admit_since(sample, None);
    }

    /// Takes a sample that was judged without a packet: it needs no witness and is none. What it
    /// says may have been so for a while already: `since`, with its error bar.
    pub(crate) fn conclude(&mut self, sample: Sample, since: Option<(Stamp, Span)>) {
        if self.node_wanting(&sample).is_some() {
            self.admit_since(sample, since);
        }
    }

    fn admit_since(&mut self, sample: Sample, since: Option<(Stamp, Span)>) {
        let Some(watched) = self.world.checks.get_mut(&sample.check) else { return };
        let check = Arc::clone(&watched.check);
        let (before, voice) = (watched.state, watched.voice());
        let grade = grade(&check.spec, &sample.outcome, watched.seen);
        let (after, change) = belief::step(&check.patience, before, grade, sample.at);
        let (after, change) = dated_back(after, change, since);
        watched.state = after;
        if before.last().is_none_or(|last| sample.at > last) {
            // A failure has passed no limit that would have to be left again.
            watched.seen = matches!(sample.outcome, Outcome::Measured { .. }).then_some(grade);
            match &mut watched.last {
                Some(last) => last.follow(&sample),
                none => *none = Some(Last::of(&sample)),
            }
        }
        let turn = watched.turn(sample.at);
        self.reach_changed |= watched.voice() != voice;
        self.feed.touch(Key::State(check.id));
        self.look_back(&check, &sample, after);
        self.doubt(&check, &sample, before, after);
        if moved(before, after) {
            self.out.batch.states.push((check.id, after));
            self.tell_state(&check, &sample, after);
        }
        if let Some(change) = change {
            self.believe(&check, change, &sample.outcome);
            self.lose_agent(&check, change);
            self.review(check.id);
        }
        if turn || after.grade().is_some_and(|g| g.is_trouble()) {
            self.note_flapping(check.id, sample.at);
        }
        self.out.batch.samples.push(sample);
    }

    /// A check that sends nothing of its own is due. `None`: there is nothing to judge, or it does
    /// send.
    pub fn reflect(&mut self, id: CheckId, now: Stamp) -> Option<Sample> {
        match &self.world.checks.get(&id)?.check.spec {
            CheckSpec::Quality(_) => self.quality(id, now),
            CheckSpec::Trap(_) => self.due_traps(id, now),
            CheckSpec::Composite(_) => self.composite(id, now),
            CheckSpec::Icmp(_)
            | CheckSpec::Tcp(_)
            | CheckSpec::Http(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => None,
        }
    }

    /// A quality check is due: it looks back on its node's echoes, without packets of its own.
    /// While its node is down, or before there are enough echoes, there is nothing to judge.
    fn quality(&mut self, id: CheckId, now: Stamp) -> Option<Sample> {
        let watched = self.world.checks.get(&id)?;
        let CheckSpec::Quality(spec) = &watched.check.spec else { return None };
        if self.world.is_down(watched.check.node) {
            return None;
        }
        let echoes: Vec<Echo> =
            watched.echoes.iter().filter(|e| e.at >= now - spec.over).cloned().collect();
        let outcome = hinomi_checks::quality::probe(spec, &echoes);
        let measured = matches!(&outcome, Outcome::Measured { readings } if !readings.is_empty());
        let sample = Sample { check: id, at: now, took: Span::ZERO, outcome };
        measured.then(|| {
            self.conclude(sample.clone(), None);
            sample
        })
    }

    /// Keeps the echo for the node's quality checks. An outage is not bad quality: while the node
    /// is believed down nothing is kept, and what led there is forgotten.
    fn look_back(&mut self, check: &Check, sample: &Sample, after: State) {
        if !matches!(check.spec, CheckSpec::Icmp(_)) {
            return;
        }
        let rtt = match &sample.outcome {
            Outcome::Measured { .. } => sample.outcome.value(Metric::Rtt),
            Outcome::Failed { .. } => None,
            Outcome::Unable { .. } => return,
        };
        let down = after.grade() == Some(Grade::Critical);
        for id in self.world.qualities_of(check.node) {
            let Some(quality) = self.world.checks.get_mut(&id) else { continue };
            if down {
                quality.echoes.clear();
                continue;
            }
            quality.echoes.push_back(Echo { at: sample.at, rtt });
            let CheckSpec::Quality(spec) = &quality.check.spec else { continue };
            let oldest = sample.at - spec.over;
            while quality.echoes.len() > ECHOES
                || quality.echoes.front().is_some_and(|e| e.at < oldest)
            {
                quality.echoes.pop_front();
            }
        }
    }

    /// A doubt that begins sends a volley, and asks what leads there; one that ends calls it off.
    fn doubt(&mut self, check: &Check, sample: &Sample, before: State, after: State) {
        if before.is_worried() != after.is_worried() {
            match after.is_worried() && self.world.is_reachability(check) {
                true => _ = self.worried.insert(check.id),
                false => _ = self.worried.remove(&check.id),
            }
        }
        let begins = matches!(after, State::Soft { attempt: NonZeroU8::MIN, .. });
        if begins && before != after {
            self.volley(check, after);
            if after.is_worried() {
                self.ask_above(check.id, check.node, sample.at);
            }
        } else if matches!(before, State::Soft { .. }) && !matches!(after, State::Soft { .. }) {
            self.out.orders.push(Order::Settle(check.id));
        }
    }

    /// Orders as many probes as a doubt still lacks.
    fn volley(&mut self, check: &Check, state: State) {
        let lacking = check.patience.lacking(state);
        if lacking > 0 {
            let apart = check.patience.doubt_every.into();
            self.out.orders.push(Order::Doubt(check.id, lacking, apart));
        }
    }

    fn tell_state(&mut self, check: &Check, sample: &Sample, state: State) {
        let node_name = self.world.nodes.get(&check.node).map(|n| n.name.clone());
        self.out.events.push(Event::State {
            at: sample.at,
            node: check.node,
            node_name: node_name.unwrap_or_default(),
            check: check.id,
            check_name: words::check_name(self.world.settings.language, check),
            state,
            sample: sample.outcome.clone(),
        });
    }

    /// A belief changed: the history gets a line, and the incident it belongs to what follows. New
    /// trouble waits until its cause is known.
    fn believe(&mut self, check: &Check, change: Change, evidence: &Outcome) {
        self.out.batch.changes.push((check.id, change));
        if let Some(incident) = self.world.taken.get(&check.id).copied() {
            let name = words::check_name(self.world.settings.language, check);
            if change.now.grade.is_trouble() && self.joined_cut_off(incident, check.id) {
                self.out.batch.cut_off.push((check.id, change.now.since, change.at));
            }
            self.follow(incident, check.id, &name, &change, evidence);
            return;
        }
        if !change.now.grade.is_trouble() {
            self.undecided.remove(&check.id);
            return;
        }
        let earlier = self.undecided.get(&check.id).map(|u| u.change);
        let change = match earlier {
            // It got another grade while its cause was looked for: the trouble is the same.
            Some(earlier) => Change {
                now: hinomi_model::Belief {
                    since: earlier.now.since,
                    uncertainty: earlier.now.uncertainty,
                    ..change.now
                },
                at: earlier.at,
                ..change
            },
            None => change,
        };
        self.undecided.insert(check.id, Undecided { change, evidence: evidence.clone() });
    }

    /// Does a check belong to an incident because its node cannot be reached?
    fn joined_cut_off(&self, incident: IncidentId, check: CheckId) -> bool {
        let open = self.world.incidents.get(&incident);
        let place = open.and_then(|o| o.incident.member(check)?.place.as_ref());
        place.is_some_and(|place| place.unreachable)
    }

    /// A person stopped, removed or changed what these checks look at.
    pub(crate) fn withdraw(&mut self, checks: &[CheckId], why: Withdrawal, now: Stamp) {
        for id in checks {
            self.out.orders.push(Order::Forget(*id));
            self.disbelieve(*id, why, now);
            let echo = self.watched(*id).map(|w| &w.check);
            let echo = echo.filter(|c| matches!(c.spec, CheckSpec::Icmp(_)));
            // What was judged by its echoes goes with them.
            for quality in echo.map_or(vec![], |c| self.world.qualities_of(c.node)) {
                self.disbelieve(quality, why, now);
            }
        }
    }

    fn disbelieve(&mut self, id: CheckId, why: Withdrawal, now: Stamp) {
        self.review(id);
        let Some(watched) = self.world.checks.get_mut(&id) else { return };
        let before = watched.state;
        watched.forget(now);
        self.worried.remove(&id);
        self.reach_changed = true;
        if before != State::Pending {
            self.out.batch.states.push((id, State::Pending));
            self.out.batch.withdrawn.push((id, now));
            self.feed.touch(Key::State(id));
            self.leave(id, why, now);
        }
    }

    /// What became of a notification: `delivery` and the line that says so.
    pub fn delivered(&mut self, notification: Notification, what: Option<What>, now: Stamp) {
        let incident = notification.incident;
        self.out.batch.notifications.push(notification);
        if let (Some(incident), Some(what)) = (incident, what) {
            self.log(incident, Author::System, what, now);
        }
    }

    /// Knows an incident again that had left memory, so that a person can write into its log.
    pub fn recall(&mut self, incident: OpenIncident) {
        self.world.know(incident);
    }

    /// Is this incident in memory?
    pub fn knows(&self, incident: IncidentId) -> bool {
        self.world.incidents.contains_key(&incident)
    }

    /// Lets go what is too old to be shown.
    pub fn forget_old(&mut self, now: Stamp) {
        let old: Vec<IncidentId> = (self.world.incidents.values())
            .filter(|o| o.incident.resolved.is_some_and(|r| r.at < now - KEPT))
            .map(|o| o.incident.id)
            .collect();
        for id in old {
            self.world.incidents.remove(&id);
            self.world.unsaid.remove(&id);
            self.feed.remove(Key::Incident(id));
        }
        while self.world.gaps.front().is_some_and(|g| g.until.is_some_and(|u| u < now - KEPT)) {
            if let Some(gap) = self.world.gaps.pop_front() {
                self.feed.remove(Key::Gap(gap.from));
            }
        }
    }

    /// The check with what is believed of it.
    pub(crate) fn watched(&self, id: CheckId) -> Option<&Watched> {
        self.world.checks.get(&id)
    }

    /// The checks of these nodes.
    pub(crate) fn checks_of(&self, nodes: &[NodeId]) -> Vec<CheckId> {
        let checks = nodes.iter().flat_map(|node| self.world.checks_of(*node));
        let mut ids: Vec<CheckId> = checks.map(|w| w.check.id).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

/// A belief that began before it was judged, though not before the one it replaced.
fn dated_back(
    state: State,
    change: Option<Change>,
    since: Option<(Stamp, Span)>,
) -> (State, Option<Change>) {
    let (Some(change), Some((since, uncertainty))) = (change, since) else {
        return (state, change);
    };
    let Some(before) = change.before else { return (state, Some(change)) };
    let since = since.or_later(before.since).min(change.now.since);
    let now = hinomi_model::Belief { since, uncertainty, ..change.now };
    (State::Hard { belief: now }, Some(Change { now, ..change }))
}

/// Is this another state worth writing down, or only the same one confirmed?
fn moved(before: State, after: State) -> bool {
    match (before, after) {
        (State::Hard { belief: a }, State::Hard { belief: b }) => {
            a.grade != b.grade || a.since != b.since
        }
        _ => before != after,
    }
}
