//! Within a node (law L6): what is measured through its SNMP agent hangs on the check of that agent.
//! A silent agent is one cause, that of its own check; what hangs on it is not looked at meanwhile.

use std::sync::Arc;

use hinomi_model::{
    Change, Check, CheckId, CheckSpec, Grade, NodeId, Obstacle, Outcome, Sample, Stamp, State,
};

use crate::core::Core;
use crate::feed::Key;
use crate::world::Watched;

impl Core {
    /// Does a sample tell nothing of what its check is about, but of the way it is looked at?
    pub(crate) fn says_nothing(&mut self, sample: &Sample) -> bool {
        if !matches!(sample.outcome, Outcome::Unable { .. }) {
            return false;
        }
        let Some(check) = self.watched(sample.check).map(|w| Arc::clone(&w.check)) else {
            return false;
        };
        self.lacks_login(&check, sample) || self.is_agents_trouble(&check, sample)
    }

    /// Is this what the trouble of the node's agent looks like to what hangs on it? The agent has a
    /// check of its own, which tells it; that looks now, if it seemed well until now.
    fn is_agents_trouble(&mut self, check: &Check, sample: &Sample) -> bool {
        if !check.spec.hangs_on_agent() {
            return false;
        }
        let Some(agent) = self.agent_of(check.node) else { return false };
        let (id, well) = (agent.check.id, is_well(agent));
        if well {
            self.ask(id, sample.at);
        }
        !well
    }

    /// The agent is believed silent: what hangs on it was not observed from then on. What was in
    /// trouble stays so, since nobody has seen it recover.
    pub(crate) fn lose_agent(&mut self, check: &Check, change: Change) {
        let agent = matches!(check.spec, CheckSpec::Agent(_));
        let silent = self.watched(check.id).is_some_and(|w| !answered(w));
        if !agent || !silent || !change.now.grade.is_trouble() {
            return;
        }
        let hanging = self.world.checks_of(check.node).filter(|w| {
            let well = w.state.grade().is_none_or(|grade| !grade.is_trouble());
            w.check.spec.hangs_on_agent() && well && w.state != State::Pending
        });
        let hanging: Vec<CheckId> = hanging.map(|w| w.check.id).collect();
        hanging.into_iter().for_each(|id| self.unobserved(id, change.now.since, change.at));
    }

    /// What opens the agents lies in a locked vault: that is one fact about this PC, and none about
    /// any node. What was believed is not observed until it is opened.
    fn lacks_login(&mut self, check: &Check, sample: &Sample) -> bool {
        if sample.outcome != Outcome::unable(Obstacle::VaultLocked) {
            return false;
        }
        let state = self.watched(check.id).map_or(State::Pending, |w| w.state);
        if state.grade().is_some_and(|grade| !grade.is_trouble()) {
            self.unobserved(check.id, sample.at, sample.at);
        }
        true
    }

    /// Nothing is known of a check from `since` on, until it is looked at again.
    fn unobserved(&mut self, id: CheckId, since: Stamp, at: Stamp) {
        let Some(watched) = self.world.checks.get_mut(&id) else { return };
        watched.forget(at);
        self.reach_changed = true;
        self.out.batch.states.push((id, State::Pending));
        self.out.batch.withdrawn.push((id, since));
        self.feed.touch(Key::State(id));
    }

    /// The check of a node's agent, if it is run.
    fn agent_of(&self, node: NodeId) -> Option<&Watched> {
        let agents = self.world.checks_of(node);
        let mut agents = agents.filter(|w| matches!(w.check.spec, CheckSpec::Agent(_)));
        agents.find(|w| self.world.is_active(&w.check))
    }
}

/// Did its last probe bring an answer?
fn answered(agent: &Watched) -> bool {
    let last = agent.last.as_ref();
    last.is_none_or(|last| matches!(last.outcome, Outcome::Measured { .. }))
}

/// Does it answer, as far as we know? A warning that it was restarted is no silence.
fn is_well(agent: &Watched) -> bool {
    answered(agent) && agent.state.grade() != Some(Grade::Critical)
}
