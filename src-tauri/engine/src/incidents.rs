//! What beliefs do to incidents: the effects of [`hinomi_model::incident::consequences`], carried
//! out on the world.

use hinomi_model::incident::{self, Circumstances, Effect, Withdrawal};
use hinomi_model::notification::Reason;
use hinomi_model::{
    Author, Change, CheckId, Delivery, Entry, Incident, IncidentId, NodeId, Notification, Outcome,
    Stamp, What, words,
};
use hinomi_store::OpenIncident;

use crate::core::Core;
use crate::event::Event;
use crate::feed::Key;
use crate::wish::{Granted, Line, Refusal};

impl Core {
    /// Carries out what follows from a change of belief.
    pub(crate) fn follow(
        &mut self,
        node: NodeId,
        check: CheckId,
        check_name: &str,
        change: &Change,
        evidence: &Outcome,
    ) {
        let around = Circumstances {
            check,
            check_name,
            evidence,
            open: self.world.incident_of(node),
            notify: self.world.settings.notify,
            notify_recovery: self.world.settings.notify_recovery,
        };
        let effects = incident::consequences(change, &around);
        self.carry_out(node, effects, Some(evidence), change.at);
    }

    /// A check leaves its node's incident without having recovered.
    pub(crate) fn leave(&mut self, node: NodeId, check: CheckId, why: Withdrawal, now: Stamp) {
        if let Some(open) = self.world.incident_of(node) {
            let effects = incident::withdrawal(open, check, why, now);
            self.carry_out(node, effects, None, now);
        }
    }

    fn carry_out(
        &mut self,
        node: NodeId,
        effects: Vec<Effect>,
        evidence: Option<&Outcome>,
        at: Stamp,
    ) {
        let mut id = self.world.open.get(&node).copied();
        for effect in effects {
            match (effect, id) {
                (Effect::Open(what), _) => id = Some(self.open(node, what, at)),
                (Effect::Note(what), Some(id)) => self.log(id, Author::System, what, at),
                (Effect::Hold(reason, why), Some(id)) => {
                    self.log(id, Author::System, What::Held { reason, why }, at);
                }
                (Effect::Notify(reason), Some(id)) => self.notify(id, reason, evidence, at),
                // Effects other than Open are made only of an incident that is open.
                (Effect::Note(_) | Effect::Hold(..) | Effect::Notify(_), None) => {}
            }
        }
    }

    fn open(&mut self, node: NodeId, what: What, at: Stamp) -> IncidentId {
        let id = self.world.ids.next_incident();
        let (started, uncertainty, worst) = match &what {
            What::Opened { since, uncertainty, grade, .. } => (*since, *uncertainty, *grade),
            _ => (at, hinomi_model::Span::ZERO, hinomi_model::Grade::Unknown),
        };
        let node_name = self.world.nodes.get(&node).map(|n| n.name.clone()).unwrap_or_default();
        let incident = Incident {
            id,
            node,
            node_name,
            members: Vec::new(),
            started,
            uncertainty,
            opened: at,
            worst,
            acknowledged: None,
            resolved: None,
            closed: None,
        };
        self.world.incidents.insert(id, OpenIncident { incident, last: None });
        self.world.open.insert(node, id);
        self.log(id, Author::System, what, at);
        id
    }

    /// Seals a line onto an incident's log and reads it onto the incident.
    pub(crate) fn log(&mut self, id: IncidentId, author: Author, what: What, at: Stamp) {
        let Some(open) = self.world.incidents.get_mut(&id) else { return };
        let before = open.last.as_ref().map(|(seq, hash)| (*seq, hash.as_str()));
        let entry = Entry::seal(id, before, at, author, what);
        open.incident.apply(&entry);
        open.last = Some((entry.seq, entry.hash.clone()));
        let incident = open.incident.clone();
        self.out.events.push(Event::Incident {
            at,
            incident: id,
            node: incident.node,
            node_name: incident.node_name.clone(),
            author: entry.author.name(),
            what: entry.what.clone(),
        });
        if let What::Resolved { ended, .. } = entry.what {
            self.world.open.remove(&incident.node);
            let (duration, uncertainty) = incident.duration(at);
            let started = incident.started;
            let over = Event::Resolved { at, incident: id, started, ended, duration, uncertainty };
            self.out.events.push(over);
        }
        let incidents = &mut self.out.batch.incidents;
        incidents.retain(|i| i.id != id);
        incidents.push(incident);
        self.out.batch.entries.push(entry);
        self.feed.touch(Key::Incident(id));
    }

    fn notify(&mut self, id: IncidentId, reason: Reason, evidence: Option<&Outcome>, at: Stamp) {
        let Some(open) = self.world.incidents.get(&id) else { return };
        let language = self.world.settings.language;
        let checks: Vec<_> = (open.incident.members.iter())
            .filter_map(|m| self.world.checks.get(&m.check))
            .map(|w| &*w.check)
            .collect();
        let nothing = Outcome::Measured { readings: Vec::new() };
        let (title, body) = words::notification(
            language,
            reason,
            &open.incident,
            &checks,
            evidence.unwrap_or(&nothing),
            at,
        );
        let grade = open.incident.grade();
        let notification = Notification {
            id: self.world.ids.next_notification(),
            incident: id,
            reason,
            grade,
            queued: at,
            title,
            body,
            delivery: Delivery::Waiting { tries: 0 },
        };
        self.log(id, Author::System, What::Queued { notification: notification.id, reason }, at);
        self.out.events.push(Event::Notification {
            at,
            notification: notification.id,
            incident: id,
            title: notification.title.clone(),
            body: notification.body.clone(),
        });
        self.out.batch.notifications.push(notification);
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
            Line::Acknowledge(note) => What::Acknowledged { note },
            Line::Unacknowledge if incident.acknowledged.is_none() => return Ok(Granted::Done),
            Line::Unacknowledge => What::Unacknowledged,
            Line::Note(text) => What::Note { text },
            Line::Close { cause, prevention } => What::Closed { cause, prevention },
        };
        self.log(id, Author::Operator(by), what, now);
        Ok(Granted::Done)
    }
}
