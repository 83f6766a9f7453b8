//! A world on a simulated clock: the engine's core and timetable, with scripted nodes instead of a
//! network. A day passes in milliseconds; nothing waits, nothing is mocked above the wire.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use hinomi_engine::core::{Core, Order};
use hinomi_engine::timetable::Timetable;
use hinomi_engine::{Event, Granted, Standing, Wish};
use hinomi_model::draft::NodeDraft;
use hinomi_model::incident::Hold;
use hinomi_model::notification::Reason;
use hinomi_model::trap::TrapEntry;
use hinomi_model::{
    Address, Cause, Change, Check, CheckId, CheckSpec, Delivery, Gap, GapReason, Grade, Incident,
    Metric, NodeId, Notification, NotificationId, Obstacle, Outcome, Phase, Reading, Sample,
    Settings, Span, Stamp, State, TrapId, What,
};
use hinomi_store::Loaded;

/// How a node behaves from some moment on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Behaviour {
    /// Answers in a millisecond.
    Well,
    /// Does not answer.
    Fails,
    /// Loses this share of probes, 0 to 1.
    Loses(f64),
    /// We cannot look.
    Unseen,
    /// Answers, but its SNMP agent does not.
    Mute,
    /// Answers, but nobody can open its SNMP agent: the vault is locked.
    Sealed,
}

/// Something worth telling that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// An incident opened for a node.
    Opened(String),
    /// Another check of the node joined its incident.
    Joined(String),
    /// A notification was queued.
    Notified(String, Reason),
    /// A notification was held.
    Held(String, Hold),
    /// A node has part in another's incident: it cannot be reached (`true`), or went with it.
    Took(String, String, bool),
    /// A member goes on in an incident of its own.
    Moved(String),
    /// The first incident was found to be part of the second.
    Merged(String, String),
    /// Flapping began (`true`) or ended.
    Flapping(String, bool),
    /// The acknowledgement ended because the trouble got worse.
    Unacknowledged(String),
    /// The next rung of the ladder was told.
    Escalated(String, u8),
    /// Something was told about this computer itself.
    Noticed(Reason),
    /// The node's incident is over; its duration and error bar.
    Resolved(String, Span, Span),
    /// A gap of this reason was written down.
    Gap(GapReason),
}

/// A world on a simulated clock.
#[derive(Debug)]
pub struct Timeline {
    /// The single owner of everything believed.
    pub core: Core,
    /// Everything worth telling so far, with the second it happened in.
    pub seen: Vec<(f64, Seen)>,
    /// Probes sent.
    pub probes: u64,
    /// Every change of belief, in order.
    pub beliefs: Vec<(CheckId, Change)>,
    /// The second something was first believed critical in.
    pub believed_at: Option<f64>,
    /// Questions to the gateway whether we are connected.
    pub canaries: u64,
    table: Timetable,
    known: HashMap<CheckId, Arc<Check>>,
    scripts: HashMap<NodeId, Behaviour>,
    /// How the gateway answers, if there is one.
    gateway: Option<Behaviour>,
    asked: BTreeMap<(Duration, u64), (Stamp, bool)>,
    names: HashMap<String, NodeId>,
    under_way: BTreeMap<(Duration, u64), Sample>,
    kept: Kept,
    now: Duration,
    /// Steps of the wall clock against the steady one.
    stepped: Span,
    random: u64,
}

/// What would be in the site file besides the world.
#[derive(Debug, Default)]
struct Kept {
    states: HashMap<CheckId, State>,
    waiting: BTreeMap<NotificationId, Notification>,
    heartbeat: Option<Stamp>,
    traps: BTreeMap<TrapId, TrapEntry>,
    gaps: BTreeMap<Stamp, Gap>,
}

/// The moment all timelines begin.
pub const BEGIN: Stamp = Stamp(1_800_000_000_000);
const TICK: Duration = Duration::from_millis(50);

impl Default for Timeline {
    fn default() -> Timeline {
        Timeline::of(Loaded { settings: Settings::default(), ..Loaded::default() })
    }
}

impl Timeline {
    /// A world as it was loaded from a site.
    pub fn of(loaded: Loaded) -> Timeline {
        let core = Core::start(loaded, vec![], vec![], BEGIN);
        let mut world = Timeline {
            core,
            seen: Vec::new(),
            probes: 0,
            canaries: 0,
            beliefs: Vec::new(),
            believed_at: None,
            table: Timetable::default(),
            known: HashMap::new(),
            scripts: HashMap::new(),
            gateway: None,
            asked: BTreeMap::new(),
            names: HashMap::new(),
            under_way: BTreeMap::new(),
            kept: Kept::default(),
            now: Duration::ZERO,
            stepped: Span::ZERO,
            random: 42,
        };
        world.collect();
        world
    }

    /// Other dice.
    pub fn seed(&mut self, seed: u64) {
        self.random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    }

    /// The wall clock.
    pub fn wall(&self) -> Stamp {
        BEGIN + Span(i64::try_from(self.now.as_millis()).expect("a test is short")) + self.stepped
    }

    /// Adds a well node with the proposed checks.
    pub fn node(&mut self, name: &str) -> NodeId {
        self.node_with(name, CheckSpec::proposed())
    }

    /// Adds a well node with these checks.
    pub fn node_with(&mut self, name: &str, checks: Vec<CheckSpec>) -> NodeId {
        let draft = NodeDraft { name: name.into(), ..NodeDraft::at("192.0.2.1") };
        let wish = Wish::AddNodes { nodes: vec![draft], checks, gateways: vec![] };
        let Ok(Granted::Nodes(ids)) = self.wish(wish) else { panic!("a node is added") };
        self.names.insert(name.into(), ids[0]);
        self.scripts.insert(ids[0], Behaviour::Well);
        ids[0]
    }

    /// Asks the engine for a change.
    pub fn wish(&mut self, wish: Wish) -> Result<Granted, hinomi_engine::Refusal> {
        let granted = self.core.wish(wish, self.wall());
        self.collect();
        granted
    }

    /// From now on this node behaves so.
    pub fn becomes(&mut self, name: &str, behaviour: Behaviour) {
        self.scripts.insert(self.names[name], behaviour);
    }

    /// A gateway that answers so from now on.
    pub fn gateway(&mut self, behaviour: Behaviour) {
        if self.gateway.replace(behaviour).is_none() {
            let gateway = Address::parse("192.0.2.254").expect("it is an address");
            let standing = Standing { canaries: vec![gateway], ..Standing::default() };
            self.core.stand(standing, self.wall());
        }
    }

    /// A node sends a trap.
    pub fn says(&mut self, trap: hinomi_model::snmp::Trap) {
        self.core.trap(trap, self.wall());
        self.collect();
    }

    /// This PC's link, and the network it stands in.
    pub fn stands(&mut self, standing: Standing) {
        self.core.stand(standing, self.wall());
        self.collect();
    }

    /// Draws a link; `None` is the vantage.
    pub fn link(&mut self, from: Option<&str>, to: &str) {
        let from = from.map(|name| self.names[name]);
        self.wish(Wish::PutLink(from, self.names[to])).expect("it can be drawn");
    }

    /// The second it is.
    pub fn second(&self) -> f64 {
        self.now.as_secs_f64()
    }

    /// The node of this name.
    pub fn id(&self, name: &str) -> NodeId {
        self.names[name]
    }

    /// The incident a node is the cause of, the newest.
    pub fn incident(&self, name: &str) -> &Incident {
        let node = self.names[name];
        let all = self.core.world().incidents.values().rev();
        let mut own = all.map(|o| &o.incident).filter(|i| i.node == node);
        own.next().expect("it has one")
    }

    /// Lets time pass until this second.
    pub fn until(&mut self, second: f64) {
        let end = Duration::from_secs_f64(second);
        while self.now < end {
            self.now += TICK;
            self.answers();
            for due in self.table.due(self.now) {
                self.probe(due.check);
            }
            if self.now.as_millis().is_multiple_of(2_000) {
                self.core.beat(self.wall());
            }
            self.core.tick(self.wall());
            self.collect();
        }
    }

    /// The computer sleeps this long: the steady clock stands still, the wall clock does not.
    pub fn sleep(&mut self, long: Span) {
        let from = self.wall();
        self.stepped = self.stepped + long;
        self.core.gap(from, self.wall(), GapReason::Asleep);
        self.collect();
    }

    /// Hinomi is held still: all clocks go on, nothing is looked at.
    pub fn freeze(&mut self, long: Duration) {
        let from = self.wall();
        self.now += long;
        self.core.gap(from, self.wall(), GapReason::Frozen);
        self.answers();
        self.collect();
    }

    /// Hinomi is killed, and started again when the wall clock has gone on by this much.
    pub fn kill(&mut self, away: Span) {
        self.stepped = self.stepped + away;
        let world = self.core.world();
        let open = world.incidents.values().filter(|o| o.incident.is_open());
        let loaded = Loaded {
            settings: world.settings.clone(),
            nodes: world.nodes.values().cloned().collect(),
            checks: world.checks.values().map(|w| Check::clone(&w.check)).collect(),
            states: self.kept.states.clone(),
            open: open.cloned().collect(),
            last_ids: world.ids,
            heartbeat: self.kept.heartbeat,
            waiting: self.waiting().cloned().collect(),
            links: world.topology.links().to_vec(),
            windows: world.windows.values().cloned().collect(),
            contacts: world.contacts.values().cloned().collect(),
            maps: world.maps.values().cloned().collect(),
            standing: self.traps().filter(|t| t.stands).cloned().collect(),
            lasting: self.kept.gaps.values().filter(|g| g.until.is_none()).cloned().collect(),
            ..Loaded::default()
        };
        let resolved = world.incidents.values().filter(|o| !o.incident.is_open());
        let gaps = self.kept.gaps.values().cloned().collect();
        self.core = Core::start(loaded, resolved.cloned().collect(), gaps, self.wall());
        if let Some(behaviour) = self.gateway.take() {
            self.gateway(behaviour);
        }
        self.asked.clear();
        self.table = Timetable::default();
        self.known.clear();
        self.under_way.clear();
        self.collect();
    }

    /// Somebody sets the wall clock.
    pub fn set_clock(&mut self, by: Span) {
        let from = self.wall();
        self.stepped = self.stepped + by;
        match by < Span::ZERO {
            true => self.core.set_back(self.wall()),
            false => self.core.gap(from, self.wall(), GapReason::ClockSet),
        }
        self.collect();
    }

    /// What is believed of the node's first check.
    pub fn belief(&self, name: &str) -> Option<Grade> {
        let mut checks: Vec<_> = self.core.world().checks_of(self.names[name]).collect();
        checks.sort_by_key(|w| w.check.id);
        checks.first().and_then(|w| w.state.grade())
    }

    /// The node's first check.
    pub fn check_of(&self, node: NodeId) -> Arc<Check> {
        let checks = self.core.world().checks_of(node).map(|w| Arc::clone(&w.check));
        checks.min_by_key(|c| c.id).expect("it has a check")
    }

    /// The trap log, oldest first.
    pub fn traps(&self) -> impl Iterator<Item = &TrapEntry> {
        self.kept.traps.values()
    }

    /// Notifications in the outbox.
    pub fn waiting(&self) -> impl Iterator<Item = &Notification> {
        let all = self.kept.waiting.values();
        all.filter(|n| matches!(n.delivery, Delivery::Waiting { .. }))
    }

    /// Lets time pass until the node's first check is in doubt; the second that is.
    pub fn until_in_doubt(&mut self, node: NodeId) -> f64 {
        let id = self.check_of(node).id;
        while !matches!(self.core.world().checks[&id].state, State::Soft { .. }) {
            self.until(self.now.as_secs_f64() + 0.05);
        }
        self.now.as_secs_f64()
    }

    /// What was worth telling between two seconds, without when.
    pub fn between(&self, from: f64, until: f64) -> Vec<Seen> {
        let within = self.seen.iter().filter(|(at, _)| *at >= from && *at <= until);
        within.map(|(_, seen)| seen.clone()).collect()
    }

    /// When this happened first.
    pub fn when(&self, what: impl Fn(&Seen) -> bool) -> Option<f64> {
        self.seen.iter().find(|(_, seen)| what(seen)).map(|(at, _)| *at)
    }

    fn probe(&mut self, id: CheckId) {
        let Some(check) = self.known.get(&id).cloned() else { return };
        if !check.spec.sends() {
            self.core.reflect(id, self.wall());
            return;
        }
        self.probes += 1;
        let behaviour = self.scripts.get(&check.node).copied().unwrap_or(Behaviour::Well);
        let lost = match behaviour {
            Behaviour::Well | Behaviour::Unseen | Behaviour::Mute | Behaviour::Sealed => false,
            Behaviour::Fails => true,
            Behaviour::Loses(share) => self.dice() < share,
        };
        let limit = Duration::from(check.spec.deadline());
        let (took, outcome) = match (lost, behaviour) {
            (_, Behaviour::Sealed) if check.spec.asks_agent() => {
                (Duration::ZERO, Outcome::unable(Obstacle::VaultLocked))
            }
            (_, Behaviour::Mute) | (true, _) if check.spec.hangs_on_agent() => {
                (Duration::from_secs(6), Outcome::unable(Obstacle::AgentSilent))
            }
            (_, Behaviour::Mute) if check.spec.asks_agent() => {
                (Duration::from_secs(6), Outcome::failed(Phase::Connect, Cause::TimedOut))
            }
            (true, _) => (limit, Outcome::failed(Phase::Connect, Cause::TimedOut)),
            (_, Behaviour::Unseen) => (Duration::ZERO, Outcome::unable(Obstacle::NoRoute)),
            (false, _) => (Duration::from_millis(1), answered(&check.spec)),
        };
        let took_span = Span(i64::try_from(took.as_millis()).expect("a probe is short"));
        let sample = Sample { check: id, at: self.wall(), took: took_span, outcome };
        self.under_way.insert((self.now + took, self.probes), sample);
    }

    fn answers(&mut self) {
        while let Some(entry) = self.under_way.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let sample = entry.remove();
            self.core.sample(sample);
            self.collect();
        }
        while let Some(entry) = self.asked.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let (at, answered) = entry.remove();
            self.core.canary(at, answered);
            self.collect();
        }
    }

    fn ask_gateway(&mut self) {
        self.canaries += 1;
        let (took, answered) = match self.gateway {
            Some(Behaviour::Well) => (Duration::from_millis(1), true),
            _ => (Duration::from_millis(800), false),
        };
        self.asked.insert((self.now + took, self.canaries), (self.wall(), answered));
    }

    fn collect(&mut self) {
        let mut asked = Vec::new();
        let taken = self.core.take();
        for order in taken.orders {
            match order {
                Order::Watch { check, at_once, .. } => {
                    self.table.put(check.id, check.every.into(), self.now, at_once);
                    self.known.insert(check.id, check);
                }
                Order::Forget(id) => {
                    self.table.drop(id);
                    self.known.remove(&id);
                }
                Order::Doubt(id, times, apart) => self.table.doubt(id, times, apart, self.now),
                Order::Settle(id) => self.table.settle(id),
                Order::Now(id) => asked.push(id),
                Order::Canary(_) => self.ask_gateway(),
            }
        }
        asked.into_iter().for_each(|id| self.probe(id));
        self.beliefs.extend(taken.batch.changes);
        self.kept.states.extend(taken.batch.states);
        let now = self.wall();
        for notification in taken.batch.notifications {
            // What must not disturb anybody yet goes back to the core, as the ingest task does it.
            let Notification { id, ref delivery, .. } = notification;
            let later = |at: &Stamp| *at > now;
            if matches!(delivery, Delivery::Waiting { after, .. } if after.as_ref().is_some_and(later))
            {
                self.core.delay(notification.clone());
            }
            self.kept.waiting.insert(id, notification);
        }
        self.kept.traps.extend(taken.batch.traps);
        self.kept.gaps.extend(taken.batch.gaps.into_iter().map(|gap| (gap.from, gap)));
        self.kept.heartbeat = taken.batch.heartbeat.or(self.kept.heartbeat);
        let at = self.now.as_secs_f64();
        let down = |s: &State| s.grade() == Some(Grade::Critical);
        if self.believed_at.is_none() && self.core.world().checks.values().any(|w| down(&w.state)) {
            self.believed_at = Some(at);
        }
        for event in taken.events {
            self.seen.extend(self.told(&event).map(|seen| (at, seen)));
        }
    }

    fn told(&self, event: &Event) -> Option<Seen> {
        match event {
            Event::Incident { node_name, what, .. } => {
                let name = node_name.clone();
                match what {
                    What::Opened { .. } => Some(Seen::Opened(name)),
                    What::Joined { place: None, .. } => Some(Seen::Joined(name)),
                    What::Joined { place: Some(place), .. } => {
                        Some(Seen::Took(name, place.name.clone(), place.unreachable))
                    }
                    What::Moved { .. } => Some(Seen::Moved(name)),
                    What::Merged { into } => {
                        let whole = self.core.world().incidents.get(into);
                        let whole = whole.map(|o| o.incident.node_name.clone());
                        Some(Seen::Merged(name, whole.unwrap_or_default()))
                    }
                    What::FlappingBegan { .. } => Some(Seen::Flapping(name, true)),
                    What::FlappingEnded { .. } => Some(Seen::Flapping(name, false)),
                    What::Unacknowledged => Some(Seen::Unacknowledged(name)),
                    What::Escalated { rung } => Some(Seen::Escalated(name, *rung)),
                    What::Queued { reason, .. } => Some(Seen::Notified(name, *reason)),
                    What::Held { why, .. } => Some(Seen::Held(name, *why)),
                    _ => None,
                }
            }
            Event::Resolved { incident, duration, uncertainty, .. } => {
                let known = self.core.world().incidents.get(incident);
                let name = known.map(|o| o.incident.node_name.clone()).unwrap_or_default();
                Some(Seen::Resolved(name, *duration, *uncertainty))
            }
            Event::Gap { gap } => Some(Seen::Gap(gap.reason)),
            Event::Notification { incident: None, reason, .. } => Some(Seen::Noticed(*reason)),
            Event::State { .. } | Event::Notification { .. } | Event::Trap { .. } => None,
        }
    }

    /// xorshift64*: the same dice in every run.
    fn dice(&mut self) -> f64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        (self.random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn answered(spec: &CheckSpec) -> Outcome {
    let metric = match spec {
        CheckSpec::Icmp(_) | CheckSpec::Quality(_) | CheckSpec::Trap(_) => Metric::Rtt,
        CheckSpec::Composite(_) => Metric::Well,
        CheckSpec::Tcp(_) => Metric::Connect,
        CheckSpec::Http(_) => Metric::Total,
        CheckSpec::Agent(_) => Metric::Uptime,
        CheckSpec::Interface(_) => Metric::LoadIn,
        CheckSpec::Value(spec) => spec.metric,
        CheckSpec::Word(_) => Metric::Value,
    };
    Outcome::Measured { readings: vec![Reading { metric, value: 1.0 }] }
}
