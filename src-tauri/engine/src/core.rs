//! The core: single owner of the world. Synchronous and without a clock, so that a whole day can
//! be told to it in a test; [`crate::run`] only carries messages to and fro.
//!
//! Whatever happens goes in as a method call and comes out through [`Core::take`]: a batch to
//! store in one transaction, events to tell afterwards (law L12), and orders for the scheduler.

use std::num::NonZeroU8;
use std::sync::Arc;
use std::time::Duration;

use hinomi_checks::Echo;
use hinomi_model::grade::grade;
use hinomi_model::incident::Withdrawal;
use hinomi_model::{
    Address, Author, Change, Check, CheckId, CheckSpec, Delivery, Gap, GapReason, Grade,
    IncidentId, Metric, NodeId, Notification, Outcome, Sample, Span, Stamp, State, What, belief,
    words,
};
use hinomi_store::{Batch, Loaded, OpenIncident};

use crate::event::Event;
use crate::feed::{Feed, Key};
use crate::world::{Last, Watched, World};

/// What the scheduler is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Run this check in its rhythm; it may be known already.
    Watch {
        /// The check.
        check: Arc<Check>,
        /// Where its node answers.
        address: Address,
        /// Run it now instead of at its phase.
        at_once: bool,
    },
    /// Do not run it any more.
    Forget(CheckId),
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
#[derive(Debug, Default)]
pub struct Core {
    pub(crate) world: World,
    pub(crate) feed: Feed,
    pub(crate) out: Taken,
    /// Samples of probes that were sent before this moment are not to be trusted if they failed.
    trusted_from: Option<Stamp>,
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
        let (heartbeat, gap) = (loaded.heartbeat, loaded.gap.clone());
        let waiting = std::mem::take(&mut loaded.waiting);
        let mut core = Core::read(loaded, recent, gaps);
        core.end_absence(heartbeat, gap, now);
        core.set_back(now);
        waiting.into_iter().for_each(|n| core.take_up(n, now));
        let mut checks: Vec<Arc<Check>> =
            core.world.checks.values().map(|w| Arc::clone(&w.check)).collect();
        checks.sort_by_key(|c| c.id);
        for check in checks {
            core.schedule(&check, false);
        }
        core
    }

    /// The core of a site that is only looked at.
    pub fn read(loaded: Loaded, recent: Vec<OpenIncident>, gaps: Vec<Gap>) -> Core {
        let mut core = Core { world: World::load(loaded), ..Core::default() };
        for resolved in recent {
            core.world.incidents.entry(resolved.incident.id).or_insert(resolved);
        }
        core.world.gaps = gaps.into();
        core.touch_all();
        core
    }

    /// What has come out since the last time.
    pub fn take(&mut self) -> Taken {
        std::mem::take(&mut self.out)
    }

    /// The world, to look at.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// A gap that ends now: the time since we last looked until we look again.
    fn end_absence(&mut self, heartbeat: Option<Stamp>, open: Option<Gap>, now: Stamp) {
        match open {
            Some(gap) if gap.reason == GapReason::Paused && self.world.settings.paused => {
                self.world.gaps.retain(|g| g.from != gap.from);
                self.world.gaps.push_back(gap);
                return;
            }
            Some(gap) => self.put_gap(Gap { until: Some(now.or_later(gap.from)), ..gap }),
            None => {
                if let Some(from) = heartbeat.filter(|from| *from < now) {
                    self.put_gap(Gap { from, until: Some(now), reason: GapReason::Killed });
                }
            }
        }
        if self.world.settings.paused {
            self.put_gap(Gap { from: now, until: None, reason: GapReason::Paused });
        }
    }

    /// A notification left in the outbox leaves once this start is stored, unless it is old and
    /// about what is over.
    fn take_up(&mut self, mut notification: Notification, now: Stamp) {
        let open = self.world.incidents.get(&notification.incident);
        if open.is_some_and(|o| o.incident.is_open()) || now - notification.queued <= NEWS {
            self.out.batch.notifications.push(notification);
            return;
        }
        notification.delivery = Delivery::Undelivered { at: now };
        let why = "it could not leave while it was news".to_owned();
        let line = What::Undelivered { notification: notification.id, why };
        self.delivered(notification, line, now);
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
            .collect();
        keys.into_iter().for_each(|key| self.feed.touch(key));
    }

    /// Tells the scheduler to run a check, if it is to be run.
    pub(crate) fn schedule(&mut self, check: &Arc<Check>, at_once: bool) {
        if self.world.settings.paused || !self.world.is_active(check) {
            return;
        }
        if let Some(node) = self.world.nodes.get(&check.node) {
            let (check, address) = (Arc::clone(check), node.address.clone());
            self.out.orders.push(Order::Watch { check: Arc::clone(&check), address, at_once });
            // The new rhythm has dropped the volley of a doubt that goes on.
            let state = self.watched(check.id).map_or(State::Pending, |w| w.state);
            self.volley(&check, state);
        }
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
        self.trusted_from = Some(match reason {
            GapReason::Asleep => until + GRACE,
            GapReason::NotRunning
            | GapReason::Killed
            | GapReason::Frozen
            | GapReason::ClockSet
            | GapReason::Paused => until,
        });
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

    /// Somebody set the wall clock back to `now`: what was confirmed "later" was confirmed now, or
    /// samples would be passed over as old until the clock caught up.
    pub fn set_back(&mut self, now: Stamp) {
        self.trusted_from = self.trusted_from.map(|from| from.min(now));
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

    /// Closes the books: from `now` on nobody looks.
    pub fn stop(&mut self, now: Stamp) {
        if !self.world.settings.paused {
            self.put_gap(Gap { from: now, until: None, reason: GapReason::NotRunning });
        }
    }

    pub(crate) fn put_gap(&mut self, gap: Gap) {
        self.feed.touch(Key::Gap(gap.from));
        self.out.events.push(Event::Gap { gap: gap.clone() });
        self.out.batch.gaps.push(gap.clone());
        self.world.gaps.retain(|g| g.from != gap.from);
        self.world.gaps.push_back(gap);
    }

    /// Takes one sample: grade, step, consequences.
    pub fn sample(&mut self, sample: Sample) {
        let Some(watched) = self.world.checks.get(&sample.check) else { return };
        let measured = matches!(sample.outcome, Outcome::Measured { .. });
        let distrusted = !measured && self.trusted_from.is_some_and(|from| sample.at < from);
        let check = Arc::clone(&watched.check);
        let outdated = sample.at < watched.begun;
        if distrusted || outdated || self.world.settings.paused || !self.world.is_active(&check) {
            return;
        }
        let Some(watched) = self.world.checks.get_mut(&sample.check) else { return };
        let before = watched.state;
        let grade = grade(&check.spec, &sample.outcome, watched.seen);
        let (after, change) = belief::step(&check.patience, before, grade, sample.at);
        watched.state = after;
        if before.last().is_none_or(|last| sample.at > last) {
            // A failure has passed no limit that would have to be left again.
            watched.seen = measured.then_some(grade);
            let Sample { at, took, ref outcome, .. } = sample;
            watched.last = Some(Last { at, took, outcome: outcome.clone() });
        }
        self.feed.touch(Key::State(check.id));
        self.look_back(&check, &sample, after);
        self.doubt(&check, before, after);
        if moved(before, after) {
            self.out.batch.states.push((check.id, after));
            self.tell_state(&check, &sample, after);
        }
        if let Some(change) = change {
            self.believe(&check, change, &sample.outcome);
        }
        self.out.batch.samples.push(sample);
    }

    /// A quality check is due: it looks back on its node's echoes, without packets of its own.
    /// While its node is down, or before there are enough echoes, there is nothing to judge.
    pub fn quality(&mut self, id: CheckId, now: Stamp) -> Option<Sample> {
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
            self.sample(sample.clone());
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

    /// A doubt that begins sends a volley; one that ends calls it off.
    fn doubt(&mut self, check: &Check, before: State, after: State) {
        let begins = matches!(after, State::Soft { attempt: NonZeroU8::MIN, .. });
        if begins && before != after {
            self.volley(check, after);
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

    /// A belief changed: the history gets a line, and incidents what follows.
    fn believe(&mut self, check: &Check, change: Change, evidence: &Outcome) {
        self.out.batch.changes.push((check.id, change));
        let name = words::check_name(self.world.settings.language, check);
        self.follow(check.node, check.id, &name, &change, evidence);
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
        let Some(watched) = self.world.checks.get_mut(&id) else { return };
        let (node, before) = (watched.check.node, watched.state);
        watched.forget(now);
        if before != State::Pending {
            self.out.batch.states.push((id, State::Pending));
            self.out.batch.withdrawn.push((id, now));
            self.feed.touch(Key::State(id));
            self.leave(node, id, why, now);
        }
    }

    /// What became of a notification: `delivery` and the line that says so.
    pub fn delivered(&mut self, notification: Notification, what: What, now: Stamp) {
        let incident = notification.incident;
        self.out.batch.notifications.push(notification);
        self.log(incident, Author::System, what, now);
    }

    /// Knows an incident again that had left memory, so that a person can write into its log.
    pub fn recall(&mut self, incident: OpenIncident) {
        self.world.incidents.entry(incident.incident.id).or_insert(incident);
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

/// Is this another state worth writing down, or only the same one confirmed?
fn moved(before: State, after: State) -> bool {
    match (before, after) {
        (State::Hard { belief: a }, State::Hard { belief: b }) => {
            a.grade != b.grade || a.since != b.since
        }
        _ => before != after,
    }
}
