//! What is the cause? A belief in trouble waits here until that is known: until whatever leads to
//! its node has shown, by a younger sample, that it is well or down; and until the dust has settled,
//! so that one cause makes one incident however many beliefs it changes (laws L6 and L7).

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::incident::{Circumstances, Place};
use hinomi_model::{
    Change, CheckId, CheckSpec, Grade, IncidentId, NodeId, Outcome, Reach, Span, Stamp, Voice,
    What, words,
};

use crate::core::{Core, Order};
use crate::feed::Key;

/// The dust has settled when nothing that could belong together is in doubt, and at the earliest
/// after this …
const SETTLE: Span = Span::seconds(1);
/// … and at the latest after this.
const SETTLED: Span = Span::seconds(11);
/// What leads to a node is waited for at most so long.
const PARENTS: Span = Span::seconds(15);
/// So many nodes that go at one moment in one place have one cause, even if it cannot be seen.
const TOGETHER: usize = 5;
/// So many are looked at out of turn at most; the others show it within their interval.
const CROWD: usize = 1_000;
/// Who goes so soon after the others, at the latest, went with them.
const LATECOMERS: Span = Span::seconds(60);
/// What was cut off is given so long to come back by itself once the way to it is open.
const RELEASE: Span = Span::seconds(30);

/// A belief in trouble whose cause is not known yet.
#[derive(Debug, Clone)]
pub(crate) struct Undecided {
    /// The change, dated back to its first.
    pub(crate) change: Change,
    /// The sample that made it hard.
    pub(crate) evidence: Outcome,
}

/// Where a belief in trouble belongs.
pub(crate) enum Cause {
    /// It cannot be said yet.
    Wait,
    /// To what is known already.
    Of(IncidentId, Option<Place>),
    /// It is its own.
    Own,
}

impl Core {
    /// A reachability check has begun to doubt, or another has: what leads to it is looked at now.
    pub(crate) fn ask_above(&mut self, check: CheckId, node: NodeId, at: Stamp) {
        let reachability = self.world.reachability(node).map(|w| w.check.id);
        let above: Vec<CheckId> = if reachability == Some(check) {
            let parents = self.world.ways.parents(node);
            parents.filter_map(|p| self.world.reachability(p)).map(|w| w.check.id).collect()
        } else {
            reachability.into_iter().collect()
        };
        for id in above {
            self.ask(id, at);
        }
    }

    /// Looks at a check now, unless it was looked at since, or is being doubted anyway.
    pub(crate) fn ask(&mut self, id: CheckId, since: Stamp) {
        let stale = |w: &crate::world::Watched| {
            let known = w.last.as_ref().is_some_and(|last| last.at >= since);
            !known && !w.state.is_soft()
        };
        if self.watched(id).is_some_and(stale) {
            self.out.orders.push(Order::Now(id));
        }
    }

    /// Finds out anew who is down and who cannot be judged.
    pub(crate) fn refresh_reach(&mut self, now: Stamp) {
        if !std::mem::take(&mut self.reach_changed) {
            return;
        }
        let since = |node| {
            let watched: &crate::world::Watched = self.world.reachability(node)?;
            Some(watched.state.belief()?.since)
        };
        let after = self.world.ways.judge(|node| self.world.voice(node), since);
        let before = std::mem::replace(&mut self.world.reaches, after);
        let either = before.keys().chain(self.world.reaches.keys());
        let differs = |node: &&NodeId| before.get(*node) != self.world.reaches.get(*node);
        let moved: BTreeSet<NodeId> = either.filter(differs).copied().collect();
        if !moved.is_empty() {
            self.review_all();
        }
        for node in moved {
            self.feed.touch(Key::Reach(node));
            let was_cut = matches!(before.get(&node), Some(Reach::Unreachable { .. }));
            match self.world.reaches.get(&node) {
                Some(Reach::Down) if was_cut => {
                    self.released.insert(node, now);
                    self.ask_node(node, now);
                }
                Some(Reach::Down) => self.ask_behind(node, now),
                Some(Reach::Unreachable { .. }) | None => _ = self.released.remove(&node),
            }
        }
    }

    fn ask_node(&mut self, node: NodeId, since: Stamp) {
        if let Some(id) = self.world.reachability(node).map(|w| w.check.id) {
            self.ask(id, since);
        }
    }

    /// What lies behind a node that went is looked at now, so that it is known together.
    fn ask_behind(&mut self, node: NodeId, now: Stamp) {
        let all = self.world.ways.behind(node).into_iter();
        let well: Vec<NodeId> =
            all.filter(|n| self.world.voice(*n) == Voice::Answers).take(CROWD).collect();
        well.into_iter().for_each(|n| self.ask_node(n, now));
    }

    /// Where many went at one moment, whoever else hangs there is looked at now, once, so that all of
    /// it is known together.
    fn ask_beside(&mut self, cluster: &[CheckId], now: Stamp) {
        let Some(first) = cluster.first().filter(|_| cluster.len() >= TOGETHER) else { return };
        if self.gathered.replace(*first) == Some(*first) {
            return;
        }
        let Some(under) = self.watched(*first).map(|w| self.under(w.check.node)) else { return };
        let there = |n: &NodeId| self.world.voice(*n) == Voice::Answers && self.under(*n) == under;
        let well: Vec<NodeId> =
            self.world.nodes.keys().copied().filter(there).take(CROWD).collect();
        well.into_iter().for_each(|n| self.ask_node(n, now));
    }

    /// Finds the causes of what is undecided, as far as they can be known now.
    pub(crate) fn decide(&mut self, now: Stamp) {
        self.refresh_reach(now);
        self.part(now);
        if self.undecided.is_empty() {
            return;
        }
        loop {
            let own = self.join_known(now);
            let clusters = self.clusters(&own);
            clusters.iter().for_each(|cluster| self.ask_beside(cluster, now));
            let settled = clusters.into_iter().filter(|cluster| self.has_settled(cluster, now));
            let settled: Vec<Vec<CheckId>> = settled.collect();
            if settled.is_empty() {
                return;
            }
            // What they open lets others join, before anybody is told.
            settled.iter().for_each(|cluster| self.open_together(cluster));
        }
    }

    /// Joins what belongs to something known; gives what is its own cause.
    fn join_known(&mut self, now: Stamp) -> Vec<CheckId> {
        // In the order in which things went; what is joined lets others join it.
        let mut left = self.in_order();
        loop {
            let (before, mut own) = (left.len(), Vec::new());
            left.retain(|id| match self.cause(*id, now) {
                Cause::Of(incident, place) => {
                    self.join(incident, *id, place);
                    false
                }
                Cause::Own => {
                    own.push(*id);
                    true
                }
                Cause::Wait => true,
            });
            if left.len() == before {
                return own;
            }
        }
    }

    fn in_order(&self) -> Vec<CheckId> {
        let mut all: Vec<(Stamp, CheckId)> =
            self.undecided.iter().map(|(id, u)| (u.change.now.since, *id)).collect();
        all.sort();
        all.into_iter().map(|(_, id)| id).collect()
    }

    fn cause(&self, id: CheckId, now: Stamp) -> Cause {
        let (Some(watched), Some(undecided)) = (self.watched(id), self.undecided.get(&id)) else {
            return Cause::Wait;
        };
        let node = watched.check.node;
        let since = undecided.change.now.since;
        let patient = now - undecided.change.at < PARENTS;
        if let CheckSpec::Composite(spec) = &watched.check.spec {
            return self.cause_of_composite(spec, node);
        }
        let own = || match self.world.open.get(&node) {
            Some(incident) => Cause::Of(*incident, None),
            None => Cause::Own,
        };
        // Whoever hangs on what is undecided itself waits as long as that; it has its own limit.
        let waits_for = |above: CheckId| patient || self.undecided.contains_key(&above);
        let reach = self.world.reaches.get(&node);
        let reachability = self.world.reachability(node);
        if reachability.is_none_or(|w| w.check.id != id) {
            // Within a node: what cannot be reached cannot be measured.
            return match (reach, reachability) {
                (Some(_), Some(above)) => match self.world.taken.get(&above.check.id) {
                    Some(incident) => {
                        Cause::Of(*incident, self.place_in(*incident, above.check.id))
                    }
                    None if waits_for(above.check.id) => Cause::Wait,
                    None => own(),
                },
                (None, Some(above)) if patient && !fresh(above, since) => Cause::Wait,
                _ => own(),
            };
        }
        match reach {
            Some(Reach::Unreachable { root }) => {
                let root = self.world.reachability(*root).map(|w| w.check.id);
                match root.and_then(|root| self.world.taken.get(&root)) {
                    Some(incident) => Cause::Of(*incident, self.place(*incident, node, true)),
                    None if root.is_some_and(waits_for) => Cause::Wait,
                    None => own(),
                }
            }
            Some(Reach::Down) if patient && !self.is_way_proven(node, since) => Cause::Wait,
            Some(Reach::Down) if self.may_come_back(node, now) => Cause::Wait,
            // It answered after all, or what it told was no silence.
            Some(Reach::Down) | None => match self.went_with(id, now) {
                Some(incident) => Cause::Of(incident, self.place(incident, node, false)),
                None => own(),
            },
        }
    }

    /// Has something that leads to the node answered since it fell silent? Without that the fault
    /// may still turn out to be above it.
    fn is_way_proven(&self, node: NodeId, since: Stamp) -> bool {
        let mut parents = self.world.ways.parents(node).peekable();
        if self.world.ways.is_first(node) || parents.peek().is_none() {
            return true;
        }
        let parents: Vec<_> = parents.map(|p| self.world.reachability(p)).collect();
        let proven =
            parents.iter().flatten().any(|w| w.voice() == Voice::Answers && fresh(w, since));
        // Nothing that could be asked leads to it.
        proven || parents.iter().all(|w| w.is_none_or(|w| w.voice() == Voice::Unjudged))
    }

    /// Is the way to it open again only since a moment ago?
    fn may_come_back(&self, node: NodeId, now: Stamp) -> bool {
        self.released.get(&node).is_some_and(|at| now - *at < RELEASE)
    }

    /// The open incident of many that went at one moment in the same place, if this one went with
    /// them.
    fn went_with(&self, id: CheckId, now: Stamp) -> Option<IncidentId> {
        let undecided = self.undecided.get(&id)?;
        let node = self.watched(id)?.check.node;
        let under = self.under(node);
        let change = &undecided.change.now;
        let fits = |incident: &&hinomi_model::Incident| {
            let with_it = |p: &&&Place| !p.unreachable && !p.affected;
            let together = || incident.places().iter().filter(with_it).count();
            now - incident.opened <= LATECOMERS
                && incident.node != node
                && self.under(incident.node) == under
                && change.since - change.uncertainty <= incident.started + SETTLED
                && together() + 1 >= TOGETHER
        };
        let open = self.world.open.values().filter_map(|id| self.world.incidents.get(id));
        open.map(|o| &o.incident).filter(fits).map(|i| i.id).min()
    }

    /// What a node hangs on.
    fn under(&self, node: NodeId) -> Option<NodeId> {
        self.world.ways.parents(node).min()
    }

    /// Those that went at one moment in one place, if they are many; each other one by itself.
    fn clusters(&self, own: &[CheckId]) -> Vec<Vec<CheckId>> {
        let mut places: BTreeMap<(bool, Option<NodeId>, NodeId), Vec<CheckId>> = BTreeMap::new();
        let mut apart = Vec::new();
        for id in own {
            let Some(check) = self.watched(*id).map(|w| &w.check) else { continue };
            match self.world.is_reachability(check) && self.world.is_down(check.node) {
                // Its node is of no account: all that hang on the same belong together.
                true => {
                    places.entry((true, self.under(check.node), NodeId(0))).or_default().push(*id)
                }
                false => places.entry((false, None, check.node)).or_default().push(*id),
            }
        }
        for ((many, ..), ids) in places {
            if !many {
                apart.push(ids);
                continue;
            }
            // In order of time: who may have gone before the first was missed went with it.
            let mut run: Vec<CheckId> = Vec::new();
            for id in ids {
                let begins = |id: CheckId| self.undecided[&id].change.now;
                let with = |first: CheckId| {
                    let (first, this) = (begins(first), begins(id));
                    this.since - this.uncertainty <= first.since + Span::seconds(1)
                };
                if run.first().is_some_and(|first| !with(*first)) {
                    apart.extend(self.one_or_each(std::mem::take(&mut run)));
                }
                run.push(id);
            }
            apart.extend(self.one_or_each(run));
        }
        apart
    }

    fn one_or_each(&self, run: Vec<CheckId>) -> Vec<Vec<CheckId>> {
        if run.len() >= TOGETHER { vec![run] } else { run.into_iter().map(|id| vec![id]).collect() }
    }

    /// Has the dust settled around these? While others are in doubt they may belong to them.
    fn has_settled(&self, cluster: &[CheckId], now: Stamp) -> bool {
        let believed = cluster.iter().filter_map(|id| self.undecided.get(id)).map(|u| u.change.at);
        let Some(first) = believed.min() else { return false };
        let young = |u: &Undecided| now - u.change.at < SETTLE;
        let moving = !self.worried.is_empty()
            || self.undecided.values().any(young)
            || cluster.iter().any(|id| self.is_awaited(*id));
        now - first >= if moving { SETTLED } else { SETTLE }
    }

    /// Is somebody behind it still to say whether they answer? They were asked when it went.
    fn is_awaited(&self, id: CheckId) -> bool {
        let Some(watched) = self.watched(id) else { return false };
        let node = watched.check.node;
        if !self.world.is_reachability(&watched.check) || !self.world.is_down(node) {
            return false;
        }
        let since = self.undecided[&id].change.at;
        let behind = self.world.ways.behind(node).into_iter();
        let mut behind = behind.filter_map(|n| self.world.reachability(n));
        behind.any(|w| w.voice() == Voice::Answers && !fresh(w, since))
    }

    fn open_together(&mut self, cluster: &[CheckId]) {
        let mut incident = None;
        for id in cluster {
            let place = incident.and_then(|incident| {
                let node = self.watched(*id)?.check.node;
                self.place(incident, node, false)
            });
            match incident {
                Some(incident) => self.join(incident, *id, place),
                None => incident = self.join_or_open(None, *id, None),
            }
        }
    }

    fn join(&mut self, incident: IncidentId, id: CheckId, place: Option<Place>) {
        if place.as_ref().is_some_and(|p| p.unreachable)
            && let Some(since) = self.undecided.get(&id).map(|u| u.change.now.since)
        {
            // What cannot be reached is not observed (law L9).
            self.out.batch.cut_off.push((id, since, self.now));
        }
        self.join_or_open(Some(incident), id, place);
    }

    fn join_or_open(
        &mut self,
        incident: Option<IncidentId>,
        id: CheckId,
        place: Option<Place>,
    ) -> Option<IncidentId> {
        let Undecided { change, evidence } = self.undecided.remove(&id)?;
        let check = std::sync::Arc::clone(&self.watched(id)?.check);
        // After a merge by hand, a node may be at home in the incident of another.
        let place = place.or_else(|| self.place(incident?, check.node, false));
        let check_name = words::check_name(self.world.settings.language, &check);
        let open = incident.and_then(|id| self.world.incidents.get(&id)).map(|o| &o.incident);
        let around =
            Circumstances { check: id, check_name: &check_name, evidence: &evidence, open, place };
        let effects = hinomi_model::incident::consequences(&change, &around);
        let incident = self.carry_out(check.node, incident, effects, change.at)?;
        self.world.taken.insert(id, incident);
        self.begin_flexible(&check, change.now.since);
        Some(incident)
    }

    /// Where a node stands in an incident; `None` if it is the incident's own.
    pub(crate) fn place(
        &self,
        incident: IncidentId,
        node: NodeId,
        unreachable: bool,
    ) -> Option<Place> {
        let own = self.world.incidents.get(&incident).is_some_and(|o| o.incident.node == node);
        let name = self.world.nodes.get(&node).map(|n| n.name.clone()).unwrap_or_default();
        (!own).then_some(Place { node, name, unreachable, affected: false })
    }

    /// Where the node of another member stands in an incident.
    fn place_in(&self, incident: IncidentId, member: CheckId) -> Option<Place> {
        self.world.incidents.get(&incident)?.incident.member(member)?.place.clone()
    }

    /// What was cut off and stays silent although the way to it has been open for a while has a
    /// cause of its own, and goes on in an incident of its own.
    fn part(&mut self, now: Stamp) {
        let late: Vec<(NodeId, Stamp)> = (self.released.iter())
            .filter(|(node, _)| !self.may_come_back(**node, now))
            .map(|(node, at)| (*node, *at))
            .collect();
        for (node, open_since) in late {
            let Some(watched) = self.world.reachability(node) else { continue };
            let Some(last) = watched.last.clone().filter(|l| l.at >= open_since) else { continue };
            let (id, state) = (watched.check.id, watched.state);
            if state.is_soft() {
                continue;
            }
            self.released.remove(&node);
            let Some(from) = self.world.taken.get(&id).copied() else { continue };
            if self.world.open.get(&node) == Some(&from) {
                continue;
            }
            let Some(belief) = state.belief().filter(|b| b.grade == Grade::Critical) else {
                continue;
            };
            let now_believed = hinomi_model::Belief {
                since: belief.since.or_later(open_since),
                uncertainty: Span::ZERO,
                ..belief
            };
            let change = Change { before: None, now: now_believed, at: now };
            self.out.batch.changes.push((id, change));
            self.world.taken.remove(&id);
            self.undecided.insert(id, Undecided { change, evidence: last.outcome });
            if let Some(to) = self.join_or_open(None, id, None) {
                self.log(from, hinomi_model::Author::System, What::Moved { check: id, to }, now);
                self.finish(from, now);
            }
        }
    }
}

/// Was its belief confirmed by a probe sent since?
fn fresh(watched: &crate::world::Watched, since: Stamp) -> bool {
    let silent = watched.voice() == Voice::Silent;
    let judged = !watched.state.is_worried();
    silent || judged && watched.state.last().is_some_and(|last| last >= since)
}
