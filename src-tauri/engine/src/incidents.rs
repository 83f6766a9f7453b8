//! What beliefs do to incidents: the effects of [`hinomi_model::incident::consequences`], carried
//! out on the world.

use hinomi_model::incident::{self, Circumstances, Effect, Place, Severity, Withdrawal};
use hinomi_model::{
    Author, Change, CheckId, Entry, Grade, Importance, Incident, IncidentId, NodeId, Outcome, Span,
    Stamp, What,
};
use hinomi_store::OpenIncident;

use crate::core::Core;
use crate::event::Event;
use crate::feed::Key;
use crate::wish::{Granted, Line, Refusal};

impl Core {
    /// A member of an open incident changed: carries out what follows.
    pub(crate) fn follow(
        &mut self,
        id: IncidentId,
        check: CheckId,
        check_name: &str,
        change: &Change,
        evidence: &Outcome,
    ) {
        let Some(node) = self.watched(check).map(|w| w.check.node) else { return };
        let open = self.world.incidents.get(&id).map(|o| &o.incident);
        let around = Circumstances { check, check_name, evidence, open, place: None };
        let effects = incident::consequences(change, &around);
        self.carry_out(node, Some(id), effects, change.at);
    }

    /// A check leaves its incident without having recovered.
    pub(crate) fn leave(&mut self, check: CheckId, why: Withdrawal, now: Stamp) {
        self.undecided.remove(&check);
        let Some(id) = self.world.taken.get(&check).copied() else { return };
        let Some(open) = self.world.incidents.get(&id) else { return };
        let effects = incident::withdrawal(&open.incident, check, why, now);
        self.carry_out(open.incident.node, Some(id), effects, now);
    }

    /// Carries effects out on this incident, or the one they open; gives which that is.
    pub(crate) fn carry_out(
        &mut self,
        node: NodeId,
        mut id: Option<IncidentId>,
        effects: Vec<Effect>,
        at: Stamp,
    ) -> Option<IncidentId> {
        for effect in effects {
            match (effect, id) {
                (Effect::Open(what), _) => id = Some(self.open(node, what, at)),
                (Effect::Note(what), Some(id)) => self.log(id, Author::System, what, at),
                (Effect::Hold(reason, why), Some(id)) => {
                    self.log(id, Author::System, What::Held { reason, why, to: None }, at);
                }
                // Effects other than Open are made only of an incident that is open.
                (Effect::Note(_) | Effect::Hold(..), None) => {}
            }
        }
        id
    }

    fn open(&mut self, node: NodeId, what: What, at: Stamp) -> IncidentId {
        let id = self.world.ids.next_incident();
        let (started, uncertainty, worst) = match &what {
            What::Opened { since, uncertainty, grade, .. } => (*since, *uncertainty, *grade),
            _ => (at, Span::ZERO, Grade::Unknown),
        };
        let node_name = self.world.nodes.get(&node).map(|n| n.name.clone()).unwrap_or_default();
        let opening = Incident::opening(id, node, node_name, at);
        let incident = Incident { started, uncertainty, worst, ..opening };
        self.world.know(OpenIncident { incident, last: None });
        self.world.open.insert(node, id);
        self.log(id, Author::System, what, at);
        id
    }

    /// Ends an incident of which nothing is left.
    pub(crate) fn finish(&mut self, id: IncidentId, now: Stamp) {
        let Some(open) = self.world.incidents.get(&id) else { return };
        if let Some(what) = incident::spent(&open.incident, now) {
            self.log(id, Author::System, what, now);
        }
    }

    /// How much an incident matters by now; never less than before.
    pub(crate) fn grow(&mut self, id: IncidentId) {
        let Some(open) = self.world.incidents.get_mut(&id) else { return };
        let incident = &mut open.incident;
        let places = incident.places();
        let nodes = places.iter().map(|p| p.node).chain([incident.node]);
        let importance = nodes.filter_map(|n| self.world.nodes.get(&n)).map(|n| n.importance).max();
        let importance = importance.unwrap_or(Importance::Normal);
        let severity = Severity::of(incident.worst, importance, places.len() + 1);
        incident.severity = incident.severity.max(severity);
    }

    /// Has a member's flapping begun or ended?
    pub(crate) fn note_flapping(&mut self, check: CheckId, at: Stamp) {
        let Some(watched) = self.watched(check) else { return };
        let flapping = watched.ring.is_flapping();
        let Some(id) = self.world.taken.get(&check).copied() else { return };
        let Some(open) = self.world.incidents.get(&id) else { return };
        match (open.incident.flapping.contains(&check), flapping) {
            (false, true) => self.log(id, Author::System, What::FlappingBegan { check }, at),
            (true, false) => {
                if let Some(belief) = watched.state.belief() {
                    let (grade, since) = (belief.grade, belief.since);
                    let line = match grade.is_trouble() {
                        true => What::Regraded { check, grade, since },
                        false => What::Recovered { check, since },
                    };
                    self.log(id, Author::System, line, at);
                }
                self.log(id, Author::System, What::FlappingEnded { check }, at);
                self.finish(id, at);
                self.let_go(check, id);
            }
            (true, true) | (false, false) => {}
        }
    }

    /// A member that is well belongs to no incident any more.
    fn let_go(&mut self, check: CheckId, id: IncidentId) {
        let Some(open) = self.world.incidents.get(&id) else { return };
        let kept = |i: &Incident| {
            i.is_open()
                && (i.flapping.contains(&check)
                    || i.member(check).is_some_and(|m| m.grade.is_trouble()))
        };
        if !kept(&open.incident) && self.world.taken.get(&check) == Some(&id) {
            self.world.taken.remove(&check);
        }
    }

    /// Seals a line onto an incident's log and reads it onto the incident.
    pub(crate) fn log(&mut self, id: IncidentId, author: Author, what: What, at: Stamp) {
        let Some(open) = self.world.incidents.get_mut(&id) else { return };
        let before = open.last.as_ref().map(|(seq, hash)| (*seq, hash.as_str()));
        let entry = Entry::seal(id, before, at, author, what);
        open.incident.apply(&entry);
        open.last = Some((entry.seq, entry.hash.clone()));
        let incident = &open.incident;
        self.out.events.push(Event::Incident {
            at,
            incident: id,
            node: incident.node,
            node_name: incident.node_name.clone(),
            author: entry.author.name(),
            what: entry.what.clone(),
        });
        if let What::Resolved { ended, .. } = entry.what {
            let (duration, uncertainty) = incident.duration(at);
            let started = incident.started;
            let over = Event::Resolved { at, incident: id, started, ended, duration, uncertainty };
            self.out.events.push(over);
        }
        let ends = incident.resolved.is_some_and(|r| r.at == at);
        if let Some(check) = entry.what.check() {
            self.let_go(check, id);
        }
        if ends {
            self.world.open.retain(|_, open| *open != id);
            self.world.taken.retain(|_, of| *of != id);
        }
        self.world.weigh(id);
        self.logged.insert(id);
        self.out.batch.entries.push(entry);
        self.feed.touch(Key::Incident(id));
    }

    /// A person writes into an incident's log.
    pub(crate) fn write(
        &mut self,
        id: IncidentId,
        by: String,
        line: Line,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let incident =
            &self.world.incidents.get(&id).ok_or(Refusal::NotFound("the incident"))?.incident;
        let what = match line {
            Line::Close { .. } if incident.is_open() => return Err(Refusal::StillGoingOn),
            Line::Close { .. } if incident.closed.is_some() => return Err(Refusal::ClosedAlready),
            Line::Acknowledge { note, sticky, until } => What::Acknowledged { note, sticky, until },
            Line::Classify { planned, reason } => What::Classified { planned, reason },
            Line::Unacknowledge if incident.acknowledged.is_none() => return Ok(Granted::Done),
            Line::Unacknowledge => What::Unacknowledged,
            Line::Note(text) => What::Note { text },
            Line::Close { cause, prevention } => What::Closed { cause, prevention },
        };
        self.log(id, Author::Operator(by), what, now);
        Ok(Granted::Done)
    }

    /// A person finds that one incident is part of another: it goes on there.
    pub(crate) fn merge(
        &mut self,
        from: IncidentId,
        into: IncidentId,
        by: String,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let open = |id: IncidentId| {
            let known = self.world.incidents.get(&id).map(|o| &o.incident);
            known.filter(|i| i.is_open()).ok_or(Refusal::NotFound("the open incident"))
        };
        let (part, whole) = (open(from)?.clone(), open(into)?);
        if from == into {
            return Err(Refusal::NotFound("another incident"));
        }
        let home = whole.node;
        let residents = self.world.residents(from);
        let author = Author::Operator(by);
        self.log(into, author.clone(), What::Absorbed { part: from }, now);
        self.log(from, author, What::Merged { into }, now);
        for member in part.members.iter().filter(|m| m.grade.is_trouble()) {
            let node = part.node_of(member);
            let name = match &member.place {
                Some(place) => place.name.clone(),
                None => part.node_name.clone(),
            };
            let unreachable = member.place.as_ref().is_some_and(|p| p.unreachable);
            let affected = member.place.as_ref().is_some_and(|p| p.affected);
            let place = (node != home).then_some(Place { node, name, unreachable, affected });
            let known = self.watched(member.check);
            let check_name = known
                .map(|w| hinomi_model::words::check_name(self.world.settings.language, &w.check));
            let (check, grade, since) = (member.check, member.grade, member.since);
            let evidence = known.and_then(|w| w.last.as_ref()).map(|last| last.outcome.clone());
            let evidence = evidence.or_else(|| part.evidence.clone());
            let line = What::Joined {
                check,
                check_name: check_name.unwrap_or_default(),
                grade,
                since,
                evidence: evidence.unwrap_or(Outcome::Measured { readings: Vec::new() }),
                place,
            };
            self.log(into, Author::System, line, now);
            self.world.taken.insert(check, into);
        }
        residents.into_iter().for_each(|node| _ = self.world.open.insert(node, into));
        Ok(Granted::Done)
    }
}
