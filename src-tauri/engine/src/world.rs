//! The world: everything the engine holds of a site. [`crate::core::Core`] is its only owner.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use hinomi_checks::Echo;
use hinomi_model::contact::Contact;
use hinomi_model::flapping::Ring;
use hinomi_model::{
    Cause, Check, CheckId, CheckSpec, CompositeSpec, ContactId, Gap, Glimpse, Grade, Group,
    GroupId, Incident, IncidentId, LinkId, MaintenanceWindow, MapId, Member, Node, NodeId, Outcome,
    Phase, Pin, Proposal, ProposalId, Reach, Rescanned, Runbook, RunbookId, Sample, Settings,
    SiteMap, Span, Stamp, State, Topology, Voice, Ways, WindowId,
};
use hinomi_store::{LastIds, Loaded, OpenIncident};
use rustc_hash::FxHashMap;

/// Everything the engine holds of a site.
#[derive(Debug, Default)]
pub struct World {
    /// The site's settings.
    pub settings: Settings,
    /// Nodes by identity.
    pub nodes: BTreeMap<NodeId, Node>,
    /// Groups by identity.
    pub groups: BTreeMap<GroupId, Group>,
    /// Checks with what is believed of them.
    pub checks: FxHashMap<CheckId, Watched>,
    /// Links.
    pub topology: Topology,
    /// Where people put nodes on the map.
    pub pins: BTreeMap<NodeId, Pin>,
    /// Runbooks by identity.
    pub runbooks: BTreeMap<RunbookId, Runbook>,
    /// Open incidents, and those of the last days, with the ends of their logs.
    pub incidents: BTreeMap<IncidentId, OpenIncident>,
    /// Those of them about which people may have to be told something.
    pub unsaid: BTreeSet<IncidentId>,
    /// The open incident of each node that is the cause of one, or of one that was merged into it.
    pub open: HashMap<NodeId, IncidentId>,
    /// The open incident each check in trouble belongs to.
    pub taken: HashMap<CheckId, IncidentId>,
    /// Trouble expected by plan.
    pub windows: BTreeMap<WindowId, MaintenanceWindow>,
    /// Whom words go to.
    pub contacts: BTreeMap<ContactId, Contact>,
    /// The maps people made.
    pub maps: BTreeMap<MapId, SiteMap>,
    /// What re-scans propose, with what was dismissed.
    pub proposals: BTreeMap<ProposalId, Proposal>,
    /// What re-scans last saw of nodes.
    pub glimpses: BTreeMap<NodeId, Glimpse>,
    /// How far re-scans have come.
    pub rescanned: Rescanned,
    /// The ways from the vantage to every node.
    pub ways: Ways,
    /// Who does not answer, and why.
    pub reaches: BTreeMap<NodeId, Reach>,
    /// Gaps of the last day, oldest first.
    pub gaps: VecDeque<Gap>,
    /// The identities given out so far.
    pub ids: LastIds,
    /// The checks of each node: asked for with every sample.
    of_node: FxHashMap<NodeId, Vec<CheckId>>,
    /// The checks that look at others.
    composites: BTreeSet<CheckId>,
}

/// A check with what is believed of it.
#[derive(Debug)]
pub struct Watched {
    /// What is looked at.
    pub check: Arc<Check>,
    /// What we believe.
    pub state: State,
    /// The grade of the last sample.
    pub seen: Option<Grade>,
    /// The last sample since the engine started.
    pub last: Option<Last>,
    /// Samples of probes sent before this moment were of something else.
    pub begun: Stamp,
    /// For a quality check: the echoes of its node that it looks back on, oldest first.
    pub echoes: VecDeque<Echo>,
    /// How often its belief has changed of late.
    pub ring: Ring,
    /// When the ring was last turned, and what was believed then.
    pub turned: Option<(Stamp, Option<Grade>)>,
}

/// The last sample of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Last {
    /// When the probe was sent.
    pub at: Stamp,
    /// How long it took.
    pub took: Span,
    /// What it brought back.
    pub outcome: Outcome,
}

impl Last {
    /// A first one.
    pub(crate) fn of(sample: &Sample) -> Last {
        Last { at: sample.at, took: sample.took, outcome: sample.outcome.clone() }
    }

    /// The next one. Numbers after numbers, as nearly always, take the same room again.
    pub(crate) fn follow(&mut self, sample: &Sample) {
        (self.at, self.took) = (sample.at, sample.took);
        match (&mut self.outcome, &sample.outcome) {
            (Outcome::Measured { readings: old }, Outcome::Measured { readings: new }) => {
                old.clone_from(new);
            }
            (old, new) => *old = new.clone(),
        }
    }
}

impl Watched {
    /// What it tells of its node, should it be the one that tells whether it can be reached.
    ///
    /// A refusal, a bad status or a slow answer is an answer; only silence is silence.
    pub fn voice(&self) -> Voice {
        let silent = self.last.as_ref().map(|last| is_silence(&last.outcome));
        match self.state.grade() {
            None | Some(Grade::Unknown) => Voice::Unjudged,
            Some(Grade::Ok | Grade::Warning) => Voice::Answers,
            // A doubt's good sample does not unsay what is believed.
            Some(Grade::Critical) if self.state.is_soft() => Voice::Silent,
            Some(Grade::Critical) => match silent {
                Some(true) => Voice::Silent,
                Some(false) => Voice::Answers,
                None if self.check.spec.is_reachability() => Voice::Silent,
                None => Voice::Unjudged,
            },
        }
    }

    /// A check nothing is known of yet.
    pub fn new(check: Check) -> Watched {
        Watched {
            check: Arc::new(check),
            state: State::Pending,
            seen: None,
            last: None,
            begun: Stamp(i64::MIN),
            echoes: VecDeque::new(),
            ring: Ring::default(),
            turned: None,
        }
    }

    /// Once per interval: has the belief changed sides since the turn before? True if flapping began
    /// or ended by it.
    pub(crate) fn turn(&mut self, at: Stamp) -> bool {
        let grade = self.state.grade();
        let (Some((turned, before)), Some(now)) = (self.turned, grade) else {
            self.turned = grade.map(|_| (at, grade));
            return false;
        };
        if at - turned < self.check.every {
            return false;
        }
        let changed = before.is_some_and(|before| before.is_trouble() != now.is_trouble());
        self.turned = Some((at, grade));
        if self.ring.is_still() && !changed {
            return false;
        }
        let (ring, turn) = self.ring.turn(changed);
        self.ring = ring;
        turn.is_some()
    }

    /// Forgets what was believed: it is not looked at any more, or looks at something else.
    pub fn forget(&mut self, now: Stamp) {
        self.state = State::Pending;
        self.seen = None;
        self.last = None;
        self.begun = now;
        self.echoes.clear();
        self.ring = Ring::default();
        self.turned = None;
    }
}

impl World {
    /// The world as it was when the site was last watched.
    pub fn load(loaded: Loaded) -> World {
        let mut world = World {
            settings: loaded.settings,
            nodes: loaded.nodes.into_iter().map(|n| (n.id, n)).collect(),
            groups: loaded.groups.into_iter().map(|g| (g.id, g)).collect(),
            pins: loaded.pins.into_iter().map(|p| (p.node, p)).collect(),
            runbooks: loaded.runbooks.into_iter().map(|r| (r.id, r)).collect(),
            ids: loaded.last_ids,
            windows: loaded.windows.into_iter().map(|w| (w.id, w)).collect(),
            contacts: loaded.contacts.into_iter().map(|c| (c.id, c)).collect(),
            maps: loaded.maps.into_iter().map(|m| (m.id, m)).collect(),
            proposals: loaded.proposals.into_iter().map(|p| (p.id, p)).collect(),
            glimpses: loaded.glimpses,
            rescanned: loaded.rescanned,
            ..World::default()
        };
        for check in loaded.checks {
            let state = loaded.states.get(&check.id).copied().unwrap_or_default();
            let state = since_stored(state, loaded.heartbeat.map(|beat| beat - check.every));
            let seen = state.grade();
            world.put(Watched { state, seen, ..Watched::new(check) });
        }
        for link in loaded.links {
            let nodes = &world.nodes;
            if let Err(problem) = world.topology.add(link, |n| nodes.contains_key(&n)) {
                tracing::warn!(%problem, "a link in the site file was passed over");
            }
        }
        for open in loaded.open {
            let incident = &open.incident;
            let cut = incident.members.iter().filter(|m| m.grade.is_trouble());
            let cut = cut.filter_map(|m| m.place.as_ref()).filter(|p| p.unreachable);
            let root = incident.node;
            world.reaches.extend(cut.map(|p| (p.node, Reach::Unreachable { root })));
            world.open.insert(incident.node, incident.id);
            let kept = |m: &&Member| m.grade.is_trouble() || incident.flapping.contains(&m.check);
            let members = incident.members.iter().filter(kept);
            world.taken.extend(members.map(|m| (m.check, incident.id)));
            world.know(open);
        }
        world.find_ways();
        world
    }

    /// Knows an incident, unless it is known already.
    pub(crate) fn know(&mut self, open: OpenIncident) {
        let id = open.incident.id;
        self.incidents.entry(id).or_insert(open);
        self.weigh(id);
    }

    /// After each line of its log: may people have to be told something about it?
    pub(crate) fn weigh(&mut self, id: IncidentId) {
        match self.incidents.get(&id).is_some_and(|open| open.incident.is_unsaid()) {
            true => _ = self.unsaid.insert(id),
            false => _ = self.unsaid.remove(&id),
        }
    }

    /// The nodes whose new trouble belongs to this open incident.
    pub(crate) fn residents(&self, id: IncidentId) -> Vec<NodeId> {
        self.open.iter().filter(|(_, open)| **open == id).map(|(node, _)| *node).collect()
    }

    /// After a start: whose incident was found to be part of an open one is at home there.
    pub(crate) fn settle_merged(&mut self) {
        let parts = self.incidents.values().map(|open| &open.incident);
        let moved = parts.filter_map(|part| Some((part.node, self.whole_of(part.merged?)?)));
        for (node, whole) in moved.collect::<Vec<_>>() {
            self.open.entry(node).or_insert(whole);
        }
    }

    /// The open incident this one goes on in, itself if it was merged into no other.
    fn whole_of(&self, mut id: IncidentId) -> Option<IncidentId> {
        // Each was merged into one that was open, so no honest log goes in a circle.
        for _ in 0..self.incidents.len() {
            let incident = &self.incidents.get(&id)?.incident;
            match incident.merged {
                Some(into) => id = into,
                None => return incident.is_open().then_some(id),
            }
        }
        None
    }

    /// Reads the ways to every node anew: the topology, or who is there, has changed.
    pub fn find_ways(&mut self) {
        let nodes = self.nodes.values().map(|n| (n.id, n.parents.as_slice()));
        self.ways = Ways::of(&self.topology, nodes);
    }

    /// Is this check to be run?
    pub fn is_active(&self, check: &Check) -> bool {
        let node_runs = self.nodes.get(&check.node).is_some_and(|n| !n.paused);
        !check.paused && node_runs
    }

    /// Adds a check; it stays with its node for good.
    pub(crate) fn put(&mut self, watched: Watched) {
        let (id, node) = (watched.check.id, watched.check.node);
        self.note_composite(&watched.check);
        if self.checks.insert(id, watched).is_none() {
            self.of_node.entry(node).or_default().push(id);
        }
    }

    /// Takes a check out.
    pub(crate) fn take(&mut self, id: CheckId) {
        let Some(watched) = self.checks.remove(&id) else { return };
        self.composites.remove(&id);
        if let Some(ids) = self.of_node.get_mut(&watched.check.node) {
            ids.retain(|of| *of != id);
        }
    }

    /// A check has become a composite, or is none any more.
    pub(crate) fn note_composite(&mut self, check: &Check) {
        match check.spec {
            CheckSpec::Composite(_) => _ = self.composites.insert(check.id),
            _ => _ = self.composites.remove(&check.id),
        }
    }

    /// The composites, each with the checks it looks at.
    pub(crate) fn composites(&self) -> impl Iterator<Item = (CheckId, &CompositeSpec)> {
        self.composites.iter().filter_map(|id| match &self.checks.get(id)?.check.spec {
            CheckSpec::Composite(spec) => Some((*id, spec)),
            _ => None,
        })
    }

    /// The checks of a node.
    pub fn checks_of(&self, node: NodeId) -> impl Iterator<Item = &Watched> {
        let ids = self.of_node.get(&node).into_iter().flatten();
        ids.filter_map(|id| self.checks.get(id))
    }

    /// The check that tells whether a node can be reached: its echo check, or, where nothing
    /// answers echoes, the first that connects to it, or else that of its SNMP agent.
    pub fn reachability(&self, node: NodeId) -> Option<&Watched> {
        let rank = |w: &Watched| match w.check.spec {
            CheckSpec::Icmp(_) => Some(0),
            CheckSpec::Tcp(_) => Some(1),
            CheckSpec::Http(_) => Some(2),
            CheckSpec::Agent(_) => Some(3),
            CheckSpec::Quality(_)
            | CheckSpec::Trap(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => None,
        };
        let active = self.checks_of(node).filter(|w| self.is_active(&w.check));
        let ranked = active.filter_map(|w| Some((rank(w)?, w.check.id, w)));
        ranked.min_by_key(|(rank, id, _)| (*rank, *id)).map(|(_, _, w)| w)
    }

    /// Is this the check that tells whether its node can be reached?
    pub fn is_reachability(&self, check: &Check) -> bool {
        self.reachability(check.node).is_some_and(|w| w.check.id == check.id)
    }

    /// What is believed of a node by its own checks, whatever surrounds it.
    pub fn voice(&self, node: NodeId) -> Voice {
        self.reachability(node).map_or(Voice::Unjudged, Watched::voice)
    }

    /// Is it believed not to answer, for whatever reason?
    pub fn is_down(&self, node: NodeId) -> bool {
        self.voice(node) == Voice::Silent
    }

    /// Does it stand elsewhere than on this PC, so that the network decides whether it answers?
    pub fn is_outside(&self, node: NodeId) -> bool {
        self.nodes.get(&node).is_some_and(|n| !n.address.is_loopback())
    }

    /// The node's open incident.
    pub fn incident_of(&self, node: NodeId) -> Option<&Incident> {
        self.incidents.get(self.open.get(&node)?).map(|o| &o.incident)
    }

    /// The quality checks that look back on a node's echoes.
    pub fn qualities_of(&self, node: NodeId) -> Vec<CheckId> {
        self.checks_of(node)
            .filter(|w| matches!(w.check.spec, CheckSpec::Quality(_)))
            .map(|w| w.check.id)
            .collect()
    }

    /// The link with this identity.
    pub fn link(&self, id: LinkId) -> Option<&hinomi_model::Link> {
        self.topology.links().iter().find(|l| l.id == id)
    }
}

/// Did nothing at all come back from the target?
pub(crate) fn is_silence(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Measured { .. } => false,
        Outcome::Failed { phase: Phase::Connect, cause } => !matches!(cause, Cause::Refused),
        Outcome::Failed { .. } => false,
        Outcome::Unable { .. } => true,
    }
}

/// States are not rewritten while nothing changes: one that was hard held until at least one
/// interval before the last heartbeat. A doubt is written down with each of its samples.
fn since_stored(state: State, held: Option<Stamp>) -> State {
    match (state, held) {
        (State::Hard { mut belief }, Some(held)) => {
            belief.confirmed = belief.confirmed.or_later(held);
            State::Hard { belief }
        }
        (State::Pending | State::Hard { .. } | State::Soft { .. }, _) => state.after_gap(),
    }
}
