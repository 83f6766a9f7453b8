//! The ingest task: single owner of the core. Carries messages in, stores what came out, then
//! tells. Also notices when it was itself held still.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use hinomi_model::{Notification, NotificationId, Span, Stamp, Way};
use hinomi_store::{Batch, Rejected, Site, SiteError};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::Instant;

use crate::changes::Changes;
use crate::clock::{Clock, Look};
use crate::core::Core;
use crate::event::Event;
use crate::listening::Heed;
use crate::notifier::Errand;
use crate::run::{Message, Stored};
use crate::scheduler::Ask;
use crate::speech::is_spoken;
use crate::wish::{Granted, Refusal};

/// Samples are stored this often at most; at a hard end no more than this is lost.
const COMMIT_EVERY: Duration = Duration::from_secs(1);
/// The task looks at the clocks this often even when nothing happens.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A heartbeat is written this often.
const BEAT_EVERY: Span = Span::seconds(2);
/// What is too old to be shown is let go this often.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);
/// Events kept while nothing can be stored: as many as a listener can be behind.
const UNTOLD: usize = 4_096;
/// Samples kept while nothing can be stored; the oldest go first.
const UNSTORED: usize = 200_000;

/// The ingest task.
pub(crate) struct Ingest {
    pub(crate) core: Core,
    pub(crate) site: Site,
    pub(crate) clock: Clock,
    pub(crate) asks: mpsc::UnboundedSender<Ask>,
    pub(crate) errands: mpsc::UnboundedSender<Errand>,
    pub(crate) seq: watch::Sender<u64>,
    pub(crate) stored: watch::Sender<Stored>,
    pub(crate) events: broadcast::Sender<Arc<Event>>,
    /// Whether this computer is to be kept awake.
    pub(crate) awake: watch::Sender<bool>,
    /// What of the site decides which traps are heard.
    pub(crate) heed: watch::Sender<Heed>,
    /// Notifications the notifier has in hand: that a try failed is stored, not a reason to send.
    pub(crate) under_way: HashSet<NotificationId>,
}

/// What waits to be told once it is stored.
#[derive(Default)]
struct Untold {
    batch: Batch,
    events: Vec<Event>,
    granted: Vec<(oneshot::Sender<Result<Granted, Refusal>>, Granted)>,
    pulls: Vec<(Option<u64>, oneshot::Sender<Changes>)>,
}

impl Untold {
    /// Does somebody wait, or is it more than samples?
    fn is_urgent(&self) -> bool {
        let opening = self.pulls.iter().any(|(since, _)| since.is_none());
        let Batch { entries, edits, changes, .. } = &self.batch;
        let news = !entries.is_empty() || !edits.is_empty() || !changes.is_empty();
        opening || news || !self.granted.is_empty()
    }

    /// Lets go what can be spared, so that a full disk does not fill the memory too: the oldest
    /// samples and events, and states that others have followed.
    fn thin(&mut self) {
        let Batch { samples, states, .. } = &mut self.batch;
        samples.drain(..samples.len().saturating_sub(UNSTORED));
        self.events.drain(..self.events.len().saturating_sub(UNTOLD));
        let mut last = HashSet::new();
        states.reverse();
        states.retain(|(check, _)| last.insert(*check));
        states.reverse();
    }
}

impl Ingest {
    /// Runs until told to stop.
    pub(crate) async fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        let mut untold = Untold::default();
        let mut inbox = Vec::with_capacity(512);
        let mut commit_at: Option<Instant> = None;
        let mut last = self.clock.look();
        let mut beaten = Stamp(0);
        let mut forgotten = last.steady;
        self.collect(&mut untold);
        loop {
            let look_at = self.clock.instant(last.steady + LOOK_EVERY);
            let wake = commit_at.map_or(look_at, |at| at.min(look_at));
            tokio::select! {
                biased;
                _ = messages.recv_many(&mut inbox, 512) => {}
                () = tokio::time::sleep_until(wake) => {}
            }
            last = self.look(last, false);
            if last.wall - beaten >= BEAT_EVERY || last.wall < beaten {
                self.core.beat(last.wall);
                beaten = last.wall;
            }
            let mut stop = false;
            for message in inbox.drain(..) {
                stop |= matches!(message, Message::Stop);
                self.handle(message, last.wall, &mut untold);
            }
            match stop {
                true => self.core.stop(last.wall),
                false => self.core.tick(last.wall),
            }
            let awake = self.core.wants_awake();
            self.awake.send_if_modified(|now| std::mem::replace(now, awake) != awake);
            self.collect(&mut untold);
            let something = !untold.batch.is_empty() || !untold.pulls.is_empty();
            if something && commit_at.is_none() {
                commit_at = Some(self.clock.instant(last.steady + COMMIT_EVERY));
            }
            let due = commit_at.is_some_and(|at| self.clock.instant(self.clock.steady()) >= at);
            if stop || due || untold.is_urgent() || self.can_answer(&untold) {
                self.store(&mut untold).await;
                commit_at = None;
                last = self.look(last, true);
            }
            // Only what is in the file can be recalled from it.
            if last.steady - forgotten >= FORGET_EVERY && untold.batch.is_empty() {
                self.core.forget_old(last.wall);
                forgotten = last.steady;
            }
            if stop {
                return;
            }
        }
    }

    /// A pull can be answered at once when nothing waits to be stored.
    fn can_answer(&self, untold: &Untold) -> bool {
        !untold.pulls.is_empty()
            && untold.batch.samples.is_empty()
            && untold.batch.states.is_empty()
    }

    /// Looks at the clocks: were we asleep, or held still, or was the wall clock set back?
    fn look(&mut self, last: Look, storing: bool) -> Look {
        let now = self.clock.look();
        if let Some(reason) = now.missed_since(&last, storing) {
            self.core.gap(last.wall, now.wall.or_later(last.wall), reason);
        }
        if now.stepped_since(&last) <= Span::seconds(-1) {
            tracing::warn!(by = ?now.stepped_since(&last), "the wall clock was set back");
            self.core.set_back(now.wall);
        }
        now
    }

    fn handle(&mut self, message: Message, now: Stamp, untold: &mut Untold) {
        match message {
            Message::Sample(sample) => self.core.sample(sample),
            Message::Reflect(check, answer) => {
                let sample = self.core.reflect(check, now);
                if let Some(answer) = answer {
                    // Who asked may have gone.
                    let _ = answer.send(sample);
                }
            }
            Message::Wish(wish, answer) => match self.core.wish(*wish, now) {
                Ok(granted) => untold.granted.push((answer, granted)),
                // Who asked may have gone.
                Err(refusal) => drop(answer.send(Err(refusal))),
            },
            Message::Recall(incident) => self.core.recall(*incident),
            Message::Knows(id, answer) => drop(answer.send(self.core.knows(id))),
            Message::Changes(since, answer) => untold.pulls.push((since, answer)),
            Message::Delivered(what) => self.core.delivered(what.0, what.1, now),
            Message::Canary(at, answered) => self.core.canary(at, answered),
            Message::Trap(at, trap) => self.core.trap(*trap, at),
            Message::Hears(heard) => self.core.hears_traps(heard),
            Message::Names(names) => self.core.know_names(names),
            Message::Found(nodes) => self.core.know_named(nodes),
            Message::Interfaces(all) => self.core.know_interfaces(all),
            Message::Standing(standing) => self.core.stand(*standing, now),
            Message::Foretold(told) => self.core.foretell(told),
            // Who asked may have gone.
            Message::ToForetell(answer) => drop(answer.send(self.core.to_foretell())),
            Message::ToDescribe(answer) => drop(answer.send(self.core.world().to_describe(now))),
            Message::ToRescan(answer) => drop(answer.send(self.core.begin_rescan(now))),
            Message::MaySweep(answer) => drop(answer.send(self.core.may_sweep())),
            Message::Survey(answer) => drop(answer.send(self.core.world().wanted(now))),
            Message::Stop => {}
        }
    }

    /// Takes what came out of the core: orders go at once, the rest waits to be stored.
    fn collect(&mut self, untold: &mut Untold) {
        let taken = self.core.take();
        for order in taken.orders {
            // The scheduler is gone only while the engine ends.
            let _ = self.asks.send(Ask::Order(order));
        }
        let heed = self.core.heed();
        self.heed.send_if_modified(|was| {
            let changed = *was != heed;
            *was = heed;
            changed
        });
        untold.events.extend(taken.events);
        untold.batch.add(taken.batch);
    }

    /// Stores everything in one transaction, then tells. If that fails it is kept and tried again.
    async fn store(&mut self, untold: &mut Untold) {
        if !untold.batch.is_empty() {
            match self.commit(&untold.batch).await {
                Ok(rejected) => self.stored.send_modify(|stored| {
                    let put_aside = stored.put_aside.saturating_add(rejected);
                    *stored = Stored { at: Some(self.clock.now()), trouble: None, put_aside };
                }),
                Err(error) => {
                    tracing::error!(%error, "could not be stored; will be tried again");
                    self.stored.send_modify(|s| s.trouble = Some(error.to_string()));
                    untold.thin();
                    self.answer_pulls_without_news(untold);
                    tokio::time::sleep(COMMIT_EVERY).await;
                    return;
                }
            }
        }
        let batch = std::mem::take(&mut untold.batch);
        let now = self.clock.now();
        batch.notifications.into_iter().for_each(|n| self.send_out(n, now));
        for event in untold.events.drain(..) {
            // Without listeners nobody is told.
            let _ = self.events.send(Arc::new(event));
        }
        for (answer, granted) in untold.granted.drain(..) {
            let _ = answer.send(Ok(granted));
        }
        for (since, answer) in untold.pulls.drain(..) {
            let _ = answer.send(self.core.changes(since));
        }
        self.seq.send_if_modified(|seq| std::mem::replace(seq, self.core.feed.seq()) != *seq);
    }

    /// All of it in one transaction; if something in it can never be stored, all but that. Says how
    /// many pieces were put aside.
    async fn commit(&self, batch: &Batch) -> Result<u32, SiteError> {
        match self.site.commit(batch).await {
            Ok(()) => Ok(0),
            Err(error) if error.is_lasting() => {
                let rejected = self.site.commit_in_pieces(batch).await?;
                for Rejected { what, cause, .. } in &rejected {
                    tracing::error!(what, cause, "can never be stored; it was put aside");
                }
                Ok(u32::try_from(rejected.len()).unwrap_or(u32::MAX))
            }
            Err(error) => Err(error),
        }
    }

    /// While nothing can be stored, windows are told so (by the health line) and nothing else.
    fn answer_pulls_without_news(&self, untold: &mut Untold) {
        for (since, answer) in untold.pulls.drain(..) {
            let seq = since.unwrap_or(0);
            let _ = answer.send(Changes { seq, fresh: false, ..Changes::default() });
        }
    }

    fn send_out(&mut self, notification: Notification, now: Stamp) {
        use hinomi_model::Delivery;
        let Delivery::Waiting { after, .. } = notification.delivery else {
            self.under_way.remove(&notification.id);
            return;
        };
        if self.under_way.contains(&notification.id) {
            return;
        }
        if after.is_some_and(|after| after > now) {
            self.core.delay(notification);
            return;
        }
        let settings = &self.core.world().settings;
        let (language, sound) = (settings.language, settings.sound);
        let trouble = notification.grade.is_trouble() && is_spoken(notification.reason);
        let first = matches!(notification.delivery, Delivery::Waiting { tries: 0, .. });
        let speak = settings.speak && trouble && first && notification.to.is_none();
        let post = self.core.post(&notification).map(Box::new);
        if notification.to.is_some() && post.is_none() {
            self.core.undeliverable(notification, now);
            return;
        }
        let desktop = post.as_ref().is_some_and(|post| post.way == Way::Desktop);
        let post = post.filter(|_| !desktop);
        self.under_way.insert(notification.id);
        // The notifier is gone only while the engine ends; the outbox keeps what is left.
        let _ = self.errands.send(Errand { notification, language, sound, speak, post });
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::{CheckId, State};

    use super::*;

    #[test]
    fn what_waits_for_a_full_disk_does_not_grow_without_end() {
        let mut untold = Untold::default();
        for n in 0..10_000u32 {
            untold.batch.states.push((CheckId(n % 3), State::Pending));
            untold.events.push(Event::Gap {
                gap: hinomi_model::Gap {
                    from: Stamp(i64::from(n)),
                    until: None,
                    reason: hinomi_model::GapReason::Frozen,
                },
            });
        }
        untold.thin();
        let checks: Vec<u32> = untold.batch.states.iter().map(|(id, _)| id.0).collect();
        assert_eq!(checks, [1, 2, 0], "because only the last state of a check counts");
        assert_eq!(untold.events.len(), UNTOLD);
    }
}
