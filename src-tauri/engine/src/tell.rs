//! Who is told what, and when: [`hinomi_model::incident::telling`], asked again and again, and the
//! outbox it fills. What people know is compared with what is believed, so that after a hold only
//! the difference is told (law L7).

use std::collections::HashSet;

use hinomi_contacts::{About, Letter, quiet, stable_id};
use hinomi_model::incident::{Hold, Mood, Telling, telling};
use hinomi_model::notification::Reason;
use hinomi_model::{
    Author, ContactId, Delivery, Duty, Grade, Incident, IncidentId, Member, NodeId, Notification,
    Outcome, Reach, Span, Stamp, What, words,
};

use crate::core::Core;
use crate::event::Event;
use crate::notifier::Post;

impl Core {
    /// Tells people what they do not know yet, as far as nothing stands in the way.
    pub(crate) fn tell(&mut self, now: Stamp) {
        self.look_at_windows(now);
        let ids: Vec<IncidentId> = self.world.unsaid.iter().copied().collect();
        for id in ids {
            self.tell_of(id, now);
        }
    }

    fn tell_of(&mut self, id: IncidentId, now: Stamp) {
        let Some(incident) = self.world.incidents.get(&id).map(|o| &o.incident) else { return };
        if incident.is_open() && !self.is_confirmed(incident) {
            return;
        }
        let settings = &self.world.settings;
        let mood = Mood {
            notify: settings.notify || !settings.ladder.is_empty(),
            notify_recovery: settings.notify_recovery,
            maintenance: self.is_planned(incident),
            cut_off: self.is_cut_off(incident.node),
            nobody: !settings.notify && self.whom(incident, now).is_empty(),
            remind_after: settings.remind.map(|m| Span::minutes(i64::from(m))),
            now,
        };
        match telling(incident, &mood) {
            Some(Telling::Notify(reason)) => {
                let worse = reason == Reason::Worsened && incident.acknowledged.is_some();
                if worse {
                    // Whoever took it took something lighter.
                    self.log(id, Author::System, What::Unacknowledged, now);
                }
                let whom = self.whom(&self.world.incidents[&id].incident, now);
                self.notify(id, reason, &whom, now);
            }
            // Nobody knows of it yet, and it waits until its node can be reached again or is well.
            Some(Telling::Hold(Reason::Opened, Hold::ParentDown)) => {}
            Some(Telling::Hold(reason, why)) => {
                self.log(id, Author::System, What::Held { reason, why, to: None }, now);
            }
            None => self.climb(id, &mood, now),
        }
    }

    /// Has any of it shown itself since we look again? What was believed before a gap may be over by
    /// now, and while nobody looks there is nothing to say (laws L1 and L4).
    fn is_confirmed(&self, incident: &Incident) -> bool {
        let Some(since) = self.looks_since() else { return false };
        let kept = |m: &&Member| m.grade.is_trouble() || incident.flapping.contains(&m.check);
        let beliefs = incident.members.iter().filter(kept).filter_map(|m| self.watched(m.check));
        beliefs.filter_map(|w| w.state.belief()).any(|belief| belief.confirmed > since)
    }

    /// How long we have looked since this moment: time in gaps does not count.
    fn looked_for(&self, from: Stamp, now: Stamp) -> Span {
        let gaps = self.world.gaps.iter();
        let mut gaps: Vec<(Stamp, Stamp)> =
            gaps.map(|gap| (gap.from, gap.until.unwrap_or(now))).collect();
        gaps.sort_unstable();
        gaps.push((now, now));
        let (mut looked, mut at) = (Span::ZERO, from);
        for (begins, ends) in gaps {
            looked = looked + (begins - at).max(Span::ZERO);
            at = at.or_later(ends);
        }
        looked
    }

    /// Does something that is down stand on every way to it?
    fn is_cut_off(&self, node: NodeId) -> bool {
        matches!(self.world.reaches.get(&node), Some(Reach::Unreachable { .. }))
    }

    /// Nobody has taken it, or was there to hear of it, for as long as the next rung of the ladder
    /// waits, while we looked: those on it are told.
    fn climb(&mut self, id: IncidentId, mood: &Mood, now: Stamp) {
        let Some(incident) = self.world.incidents.get(&id).map(|o| &o.incident) else { return };
        let rung = incident.rungs.max(1);
        let next = self.world.settings.ladder.get(usize::from(rung));
        let due = next.is_some_and(|next| {
            let after = Span::minutes(i64::from(next.after));
            now - incident.opened >= after && self.looked_for(incident.opened, now) >= after
        });
        let heard = incident.told.is_some_and(|told| !told.over && !told.flapping);
        let unheard = matches!(incident.held, Some((_, Hold::NobodyOnDuty)));
        let held = mood.maintenance || mood.cut_off;
        if due
            && (heard || unheard)
            && incident.is_open()
            && !incident.is_acknowledged(now)
            && !held
        {
            self.log(id, Author::System, What::Escalated { rung: rung + 1 }, now);
            let whom = self.on_rungs(rung..rung + 1, now);
            self.notify(id, Reason::Escalated, &whom, now);
        }
    }

    /// Puts the words into the outbox: for the desktop, and for these.
    fn notify(&mut self, id: IncidentId, reason: Reason, whom: &[ContactId], at: Stamp) {
        let Some(incident) = self.world.incidents.get(&id).map(|o| o.incident.clone()) else {
            return;
        };
        if self.world.settings.notify {
            let (title, body) = self.words(&incident, reason, None, at);
            self.queue(Some(id), reason, None, 0, (title, body), incident.grade(), None, at);
        }
        whom.iter().for_each(|contact| self.notify_contact(&incident, reason, *contact, at));
        if whom.is_empty() && !self.world.settings.notify {
            let why = Hold::NobodyOnDuty;
            self.log(id, Author::System, What::Held { reason, why, to: None }, at);
        }
    }

    /// Whom news of an incident reaches: whoever was told of it, and while it goes on whoever stands
    /// on the rungs told so far by now. So a duty that changes leaves nobody without the end, and
    /// tells nobody the end of what they never knew.
    fn whom(&self, incident: &Incident, at: Stamp) -> Vec<ContactId> {
        let mut all = incident.hearers.clone();
        all.retain(|id| self.world.contacts.contains_key(id));
        if incident.is_open() {
            let now = self.on_rungs(0..incident.rungs.max(1), at);
            all.extend(now.into_iter().filter(|id| !incident.hearers.contains(id)));
        }
        all
    }

    /// Whom these rungs of the escalation ladder reach now, each once.
    fn on_rungs(&self, rungs: std::ops::Range<u8>, at: Stamp) -> Vec<ContactId> {
        let mut seen = HashSet::new();
        rungs.flat_map(|rung| self.on_rung(rung, at)).filter(|id| seen.insert(*id)).collect()
    }

    /// Whom a rung of the escalation ladder reaches now.
    pub(crate) fn on_rung(&self, rung: u8, at: Stamp) -> Vec<ContactId> {
        let Some(rung) = self.world.settings.ladder.get(usize::from(rung)) else { return vec![] };
        let mut all = rung.to.clone();
        if rung.on_duty {
            let now = quiet::local(at, &self.zone);
            let on = |d: &&Duty| now.is_some_and(|(day, time)| d.covers(day, time));
            all.extend(self.world.settings.duties.iter().filter(on).map(|d| d.contact));
        }
        all.retain(|id| self.world.contacts.contains_key(id));
        all
    }

    fn notify_contact(&mut self, incident: &Incident, reason: Reason, to: ContactId, at: Stamp) {
        let Some(contact) = self.world.contacts.get(&to).cloned() else { return };
        let grade = incident.grade().max(incident.worst);
        let after = quiet::quiet_until(&contact.quiet, grade, at, &self.zone);
        let words = self.words(incident, reason, Some(contact.language), at);
        if after.is_some() {
            let (why, to) = (Hold::QuietHours, Some(contact.name.clone()));
            self.log(incident.id, Author::System, What::Held { reason, why, to }, at);
        }
        for way in 0..contact.ways.len() {
            let way = u8::try_from(way).unwrap_or(u8::MAX);
            let id = Some(incident.id);
            self.queue(id, reason, Some(to), way, words.clone(), incident.grade(), after, at);
        }
    }

    fn words(
        &self,
        incident: &Incident,
        reason: Reason,
        language: Option<hinomi_model::settings::Language>,
        at: Stamp,
    ) -> (String, String) {
        let language = language.unwrap_or(self.world.settings.language);
        let mut members: Vec<_> = incident.members.iter().filter(|m| m.place.is_none()).collect();
        members.sort_by_key(|m| std::cmp::Reverse(m.grade));
        let checks: Vec<_> =
            (members.iter().filter_map(|m| self.watched(m.check))).map(|w| &*w.check).collect();
        let first = checks.first().and_then(|c| self.watched(c.id));
        let seen = first.and_then(|w| w.last.as_ref()).map(|last| last.outcome.clone());
        let frozen = incident.evidence.clone();
        let evidence = match reason {
            Reason::Opened => frozen.or(seen),
            _ => seen.or(frozen),
        };
        let evidence = evidence.unwrap_or(Outcome::Measured { readings: Vec::new() });
        words::notification(language, reason, incident, &checks, &evidence, at)
    }

    /// Tells about this computer itself.
    pub(crate) fn notice(&mut self, reason: Reason, since: Stamp, at: Stamp) {
        let words = words::notice(self.world.settings.language, reason, since, at);
        let grade = if reason == Reason::VantageLost { Grade::Unknown } else { Grade::Ok };
        self.put_notice(reason, words, grade, at);
    }

    /// Tells whoever sits here of what is no incident, in these words.
    pub(crate) fn put_notice(
        &mut self,
        reason: Reason,
        words: (String, String),
        grade: Grade,
        at: Stamp,
    ) {
        if self.world.settings.notify {
            self.queue(None, reason, None, 0, words, grade, None, at);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a notification has so many sides")]
    pub(crate) fn queue(
        &mut self,
        incident: Option<IncidentId>,
        reason: Reason,
        to: Option<ContactId>,
        way: u8,
        (title, body): (String, String),
        grade: Grade,
        after: Option<Stamp>,
        at: Stamp,
    ) {
        let id = self.world.ids.next_notification();
        let delivery = Delivery::Waiting { tries: 0, after };
        let notification = Notification {
            id,
            incident,
            to,
            way,
            reason,
            grade,
            queued: at,
            title,
            body,
            delivery,
        };
        if let Some(incident) = incident {
            let name = to.and_then(|id| self.world.contacts.get(&id)).map(|c| c.name.clone());
            let line = What::Queued { notification: id, reason, to: name, contact: to };
            self.log(incident, Author::System, line, at);
        }
        self.out.events.push(Event::Notification {
            at,
            notification: id,
            incident,
            reason,
            to,
            title: notification.title.clone(),
            body: notification.body.clone(),
        });
        self.out.batch.notifications.push(notification);
    }

    /// Keeps a notification back until its contact may be disturbed.
    pub fn delay(&mut self, notification: Notification) {
        self.delayed.push(notification);
    }

    /// Whose quiet hours are over is told, unless that is no news any more: who was not told of
    /// trouble need not hear that it is over, and who was told wants to.
    pub(crate) fn release_delayed(&mut self, now: Stamp) {
        let due = |n: &Notification| match n.delivery {
            Delivery::Waiting { after, .. } => after.is_none_or(|after| after <= now),
            Delivery::Delivered { .. } | Delivery::Undelivered { .. } => true,
        };
        let all = std::mem::take(&mut self.delayed);
        let (due, later): (Vec<Notification>, _) = all.into_iter().partition(due);
        self.delayed = later;
        let ends = |n: &Notification| matches!(n.reason, Reason::Resolved | Reason::FlappingEnded);
        let about = |n: &Notification| (n.incident, n.to, n.way);
        let unheard: Vec<_> = due.iter().filter(|n| !ends(n)).map(about).collect();
        for mut notification in due {
            let incident = notification.incident.and_then(|id| self.world.incidents.get(&id));
            let about_one = notification.incident.is_some();
            let over = about_one && incident.is_none_or(|o| !o.incident.is_open());
            let wanted = ends(&notification) && !unheard.contains(&about(&notification));
            if over && !wanted {
                notification.delivery = Delivery::Undelivered { at: now };
                let to = notification.to.and_then(|id| self.world.contacts.get(&id));
                let to = to.map(|contact| contact.name.clone());
                let line = What::Held { reason: notification.reason, why: Hold::Over, to };
                self.delivered(notification, Some(line), now);
            } else {
                notification.delivery = Delivery::Waiting { tries: 0, after: None };
                self.out.batch.notifications.push(notification);
            }
        }
    }

    /// Its contact, or the way it was to go, is not there any more.
    pub(crate) fn undeliverable(&mut self, mut notification: Notification, now: Stamp) {
        notification.delivery = Delivery::Undelivered { at: now };
        let why = "the contact is not there any more".to_owned();
        let line = What::Undelivered { notification: notification.id, why };
        self.delivered(notification, Some(line), now);
    }

    /// The letter a notification for a contact is sent as, and its way.
    pub(crate) fn post(&self, notification: &Notification) -> Option<Post> {
        let contact = self.world.contacts.get(&notification.to?)?;
        let way = contact.ways.get(usize::from(notification.way))?.clone();
        let settings = &self.world.settings;
        let incident = notification.incident.and_then(|id| self.world.incidents.get(&id));
        let incident = incident.map(|o| &o.incident);
        let number = |n: i64| n.to_string();
        let queued = number(notification.queued.millis());
        let (id, to) = (notification.id.to_string(), contact.id.to_string());
        let way_number = notification.way.to_string();
        let id = stable_id(&["hinomi", &queued, &id, &to, &way_number]);
        let thread = incident.map_or(id, |i| {
            stable_id(&["hinomi incident", &number(i.opened.millis()), &i.id.to_string()])
        });
        let about = incident.map_or(About::Notice, |i| About::Incident {
            number: i.id,
            reason: notification.reason,
            node: i.node_name.clone(),
        });
        let letter = Letter {
            id,
            thread,
            about,
            grade: notification.grade,
            title: notification.title.clone(),
            body: notification.body.clone(),
            site: settings.name.clone(),
            at: notification.queued,
        };
        Some(Post { letter, way, mail: settings.mail.clone() })
    }
}
