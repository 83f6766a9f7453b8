//! The world: everything the engine holds of a site. [`crate::core::Core`] is its only owner.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use hinomi_checks::Echo;
use hinomi_model::{
    Check, CheckId, CheckSpec, Gap, Grade, Group, GroupId, Incident, IncidentId, LinkId, Node,
    NodeId, Outcome, Pin, Runbook, RunbookId, Settings, Span, Stamp, State, Topology,
};
use hinomi_store::{LastIds, Loaded, OpenIncident};

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
    pub checks: HashMap<CheckId, Watched>,
    /// Links.
    pub topology: Topology,
    /// Where people put nodes on the map.
    pub pins: BTreeMap<NodeId, Pin>,
    /// Runbooks by identity.
    pub runbooks: BTreeMap<RunbookId, Runbook>,
    /// Open incidents, and those of the last days, with the ends of their logs.
    pub incidents: BTreeMap<IncidentId, OpenIncident>,
    /// The open incident of each node in trouble.
    pub open: HashMap<NodeId, IncidentId>,
    /// Gaps of the last day, oldest first.
    pub gaps: VecDeque<Gap>,
    /// The identities given out so far.
    pub ids: LastIds,
    /// The checks of each node: asked for with every sample.
    of_node: HashMap<NodeId, Vec<CheckId>>,
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

impl Watched {
    /// A check nothing is known of yet.
    pub fn new(check: Check) -> Watched {
        Watched {
            check: Arc::new(check),
            state: State::Pending,
            seen: None,
            last: None,
            begun: Stamp(i64::MIN),
            echoes: VecDeque::new(),
        }
    }

    /// Forgets what was believed: it is not looked at any more, or looks at something else.
    pub fn forget(&mut self, now: Stamp) {
        self.state = State::Pending;
        self.seen = None;
        self.last = None;
        self.begun = now;
        self.echoes.clear();
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
            world.open.insert(open.incident.node, open.incident.id);
            world.incidents.insert(open.incident.id, open);
        }
        world
    }

    /// Is this check to be run?
    pub fn is_active(&self, check: &Check) -> bool {
        let node_runs = self.nodes.get(&check.node).is_some_and(|n| !n.paused);
        !check.paused && node_runs
    }

    /// Adds a check; it stays with its node for good.
    pub(crate) fn put(&mut self, watched: Watched) {
        let (id, node) = (watched.check.id, watched.check.node);
        if self.checks.insert(id, watched).is_none() {
            self.of_node.entry(node).or_default().push(id);
        }
    }

    /// Takes a check out.
    pub(crate) fn take(&mut self, id: CheckId) {
        let Some(watched) = self.checks.remove(&id) else { return };
        if let Some(ids) = self.of_node.get_mut(&watched.check.node) {
            ids.retain(|of| *of != id);
        }
    }

    /// The checks of a node.
    pub fn checks_of(&self, node: NodeId) -> impl Iterator<Item = &Watched> {
        let ids = self.of_node.get(&node).into_iter().flatten();
        ids.filter_map(|id| self.checks.get(id))
    }

    /// What we believe of the node's reachability, if a check of it tells.
    pub fn is_down(&self, node: NodeId) -> bool {
        self.checks_of(node)
            .any(|w| w.check.spec.is_reachability() && w.state.grade() == Some(Grade::Critical))
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
