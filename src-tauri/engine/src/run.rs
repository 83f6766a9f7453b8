//! The engine at work: tasks around the core. Each does one thing; only the ingest task touches
//! the world, and what it changed is stored before anybody hears of it (law L12).

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use hinomi_discovery::Sweep;
use hinomi_discovery::device::profile::Folder;
use hinomi_model::sent::PAUSES;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Names, Trap};
use hinomi_model::{
    Awake, CheckId, IncidentId, NodeId, Notification, PortsSeen, Program, Sample, Sent, Span,
    Speech, Stamp, Way, What,
};
use hinomi_net::Net;
use hinomi_store::{IncidentFilter, Loaded, OpenIncident, Site, SiteError};
use tokio::sync::{Notify, broadcast, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::agents::Agents;
use crate::changes::Changes;
use crate::clock::Clock;
use crate::core::{Core, KEPT};
use crate::describer::Due;
use crate::desktop::Pressed;
use crate::event::Event;
use crate::health::{Counters, Rates};
use crate::ingest::Ingest;
use crate::listening::{Hearing, Heed, Listener};
use crate::notifier::{Notifier, Post, Voice};
use crate::rescanner::Rescanner;
use crate::rescans;
use crate::scheduler::{Ask, Scheduler};
use crate::supervisor::guarded;
use crate::surveyor::{Seen, Surveyor, Wanted};
use crate::wish::{Granted, Line, Refusal, Wish};
use crate::witness::Standing;

/// What reaches the ingest task.
#[derive(Debug)]
pub(crate) enum Message {
    /// A probe came back.
    Sample(Sample),
    /// A check that sends nothing of its own is due.
    Reflect(CheckId, Option<oneshot::Sender<Option<Sample>>>),
    /// A person asks for a change.
    Wish(Box<Wish>, oneshot::Sender<Result<Granted, Refusal>>),
    /// An incident that had left memory.
    Recall(Box<OpenIncident>),
    /// Is this incident in memory?
    Knows(IncidentId, oneshot::Sender<bool>),
    /// A window pulls.
    Changes(Option<u64>, oneshot::Sender<Changes>),
    /// What became of a notification.
    Delivered(Box<(Notification, Option<What>)>),
    /// Whether a canary answered what was sent then.
    Canary(Stamp, bool),
    /// What this PC sees of its own connection.
    Standing(Box<Standing>),
    /// Somebody wants to read how the nodes hang together.
    Survey(oneshot::Sender<Wanted>),
    /// Whose box is to be asked what it is.
    ToDescribe(oneshot::Sender<Vec<Due>>),
    /// Is there something to sweep again?
    ToRescan(oneshot::Sender<Option<rescans::Due>>),
    /// May it still be swept?
    MaySweep(oneshot::Sender<bool>),
    /// A trap came in then.
    Trap(Stamp, Box<Trap>),
    /// Traps are heard from now on, or are not.
    Hears(bool),
    /// What traps are called.
    Names(Arc<Names>),
    /// Where the nodes are that are known by a DNS name.
    Found(Vec<(NodeId, Vec<IpAddr>)>),
    /// What the interfaces of nodes are called, each by its `ifIndex`.
    Interfaces(Vec<(NodeId, Vec<(u32, String)>)>),
    /// Which storage is to be foretold.
    ToForetell(oneshot::Sender<Vec<CheckId>>),
    /// So many days until the storage of these checks is full, as far as that can be told.
    Foretold(Vec<(CheckId, Option<f64>)>),
    /// The engine ends.
    Stop,
}

/// A running engine. Cheap to clone; [`EngineHandle::stop`] ends it for all.
#[derive(Clone)]
pub struct EngineHandle {
    site: Site,
    net: Net,
    clock: Clock,
    counters: Arc<Counters>,
    epoch: Arc<str>,
    ingest: mpsc::Sender<Message>,
    asks: mpsc::UnboundedSender<Ask>,
    seq: watch::Receiver<u64>,
    stored: watch::Receiver<Stored>,
    ended: watch::Receiver<Option<&'static str>>,
    events: broadcast::Sender<Arc<Event>>,
    opened: broadcast::Sender<IncidentId>,
    operator: watch::Sender<String>,
    approved: watch::Sender<Arc<[Program]>>,
    awake: watch::Receiver<Awake>,
    speech: watch::Receiver<Speech>,
    survey: Arc<Notify>,
    ports: watch::Receiver<Seen>,
    rescan: Arc<Notify>,
    by_hand: watch::Sender<Weak<Sweep>>,
    hearing: watch::Receiver<Hearing>,
    notifier: Notifier,
    tasks: Arc<tokio::sync::Mutex<Option<Tasks>>>,
}

/// How storing goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stored {
    /// When something was last stored.
    pub at: Option<Stamp>,
    /// Why nothing can be stored, if so.
    pub trouble: Option<String>,
    /// Pieces that could never be stored and were put aside, since the engine started.
    pub put_aside: u32,
}

#[derive(Debug)]
struct Tasks {
    scheduler: JoinHandle<()>,
    ingest: JoinHandle<()>,
    others: Vec<JoinHandle<()>>,
    cancel: CancellationToken,
}

/// The engine.
#[derive(Debug)]
pub struct Engine;

impl Engine {
    /// Starts watching a site that is open for writing. `approved` are the programs a person has
    /// approved on this PC: a letter may wait for one of them since the last time.
    pub async fn start(
        site: Site,
        net: Net,
        voice: Voice,
        approved: Vec<Program>,
    ) -> Result<EngineHandle, SiteError> {
        Engine::start_with(site, net, voice, approved, PAUSES).await
    }

    /// The same with other pauses between the tries of a letter that did not arrive; the last one
    /// repeats.
    pub async fn start_with(
        site: Site,
        net: Net,
        voice: Voice,
        approved: Vec<Program>,
        pauses: [Span; 5],
    ) -> Result<EngineHandle, SiteError> {
        let clock = Clock::start();
        let now = clock.now();
        let loaded = Loaded { met: site.met().await?, ..site.load().await? };
        let recent = resolved_since(&site, now - KEPT).await?;
        let gaps = site.gaps(now - KEPT, now).await?;
        let core = Core::start(loaded, recent, gaps, now);

        let (ingest_tx, ingest_rx) = mpsc::channel(4_096);
        let (asks_tx, asks_rx) = mpsc::unbounded_channel();
        let (errands_tx, errands_rx) = mpsc::unbounded_channel();
        let (pressed_tx, pressed_rx) = mpsc::unbounded_channel();
        let (seq_tx, seq_rx) = watch::channel(0);
        let (stored_tx, stored_rx) = watch::channel(Stored::default());
        let (events_tx, _) = broadcast::channel(4_096);
        let (opened_tx, _) = broadcast::channel(16);
        let counters = Arc::new(Counters::default());
        let (ended, ended_rx) = watch::channel(None);
        let cancel = CancellationToken::new();
        let (wanted_tx, wanted_rx) = watch::channel(false);
        let (awake_tx, awake_rx) = watch::channel(Awake::default());
        let awake = crate::awake::run(wanted_rx, awake_tx, cancel.child_token());
        let (speaker, sentences) = mpsc::channel(crate::speech::WAITING);
        let (speech_tx, speech_rx) = watch::channel(Speech::default());
        let speech = crate::speech::run(sentences, speech_tx, cancel.child_token());

        let agents = Agents::new(net.clone(), site.clone());
        let survey = Arc::new(Notify::new());
        let (seen, ports) = watch::channel(Seen::new());
        let surveyor = Surveyor {
            agents: agents.clone(),
            clock,
            ingest: ingest_tx.clone(),
            seen,
            wanted: survey.clone(),
            cancel: cancel.child_token(),
        };
        let describer = crate::describer::run(
            agents.clone(),
            Folder::beside(site.path()),
            clock,
            ingest_tx.clone(),
            cancel.child_token(),
        );
        let foretelling =
            crate::foretelling::run(site.clone(), clock, ingest_tx.clone(), cancel.child_token());
        let rescan = Arc::new(Notify::new());
        let (by_hand, by_hand_rx) = watch::channel(Weak::new());
        let rescanner = Rescanner {
            net: net.clone(),
            site: site.clone(),
            clock,
            ingest: ingest_tx.clone(),
            by_hand: by_hand_rx,
            wanted: rescan.clone(),
            cancel: cancel.child_token(),
        };
        let scheduler = Scheduler::new(
            net.clone(),
            agents,
            clock,
            Arc::clone(&counters),
            ingest_tx.clone(),
            cancel.child_token(),
        );
        let (heed, heed_rx) = watch::channel(Heed::default());
        let named = crate::named::run(
            net.clone(),
            heed_rx.clone(),
            ingest_tx.clone(),
            cancel.child_token(),
        );
        let (hearing, hearing_rx) = watch::channel(Hearing::default());
        let listener = Listener {
            net: net.clone(),
            site: site.clone(),
            clock,
            ingest: ingest_tx.clone(),
            heed: heed_rx,
            hearing,
            cancel: cancel.child_token(),
        };
        let ingest = Ingest {
            core,
            heed,
            site: site.clone(),
            clock,
            asks: asks_tx.clone(),
            errands: errands_tx,
            seq: seq_tx,
            stored: stored_tx,
            events: events_tx.clone(),
            awake: wanted_tx,
            under_way: HashSet::new(),
        };
        let retention = crate::retention::run(site.clone(), clock, cancel.child_token());
        let standing = crate::standing::run(ingest_tx.clone(), cancel.child_token());
        let (approved, approved_rx) = watch::channel(Arc::from(approved));
        let notifier = Notifier {
            voice,
            site: site.clone(),
            net: net.clone(),
            clock,
            ingest: ingest_tx.clone(),
            pauses,
            approved: approved_rx,
            speaker,
            cancel: cancel.child_token(),
        };
        let handle = EngineHandle {
            site,
            net,
            clock,
            counters,
            epoch: format!("{}-{}", std::process::id(), now.0).into(),
            ingest: ingest_tx,
            asks: asks_tx,
            seq: seq_rx,
            stored: stored_rx,
            ended: ended_rx,
            events: events_tx,
            opened: opened_tx,
            operator: watch::Sender::default(),
            approved,
            awake: awake_rx,
            speech: speech_rx,
            survey,
            ports,
            rescan,
            by_hand,
            hearing: hearing_rx,
            notifier: notifier.clone(),
            tasks: Arc::default(),
        };
        let presses = listen(handle.clone(), pressed_rx, cancel.child_token());
        let ended = &ended;
        *handle.tasks.lock().await = Some(Tasks {
            scheduler: guarded("scheduler", scheduler.run(asks_rx), ended),
            ingest: guarded("ingest", ingest.run(ingest_rx), ended),
            others: vec![
                guarded("notifier", notifier.run(errands_rx, pressed_tx), ended),
                guarded("retention", retention, ended),
                guarded("presses", presses, ended),
                guarded("listener", listener.run(), ended),
                guarded("named", named, ended),
                guarded("standing", standing, ended),
                guarded("surveyor", surveyor.run(), ended),
                guarded("describer", describer, ended),
                guarded("foretelling", foretelling, ended),
                guarded("rescanner", rescanner.run(), ended),
                guarded("awake", awake, ended),
                guarded("speech", speech, ended),
            ],
            cancel,
        });
        Ok(handle)
    }
}

/// The incidents worth showing that are over, with the ends of their logs.
async fn resolved_since(site: &Site, from: Stamp) -> Result<Vec<OpenIncident>, SiteError> {
    let wanted = IncidentFilter { resolved: Some(true), from: Some(from), ..Default::default() };
    let mut recent = Vec::new();
    for incident in site.incidents(&wanted).await? {
        let last = site.last_entry(incident.id).await?;
        recent.push(OpenIncident { incident, last });
    }
    Ok(recent)
}

/// A site that is only read, as it was when it was last watched.
pub async fn snapshot(site: &Site, now: Stamp) -> Result<Changes, SiteError> {
    let loaded = site.load().await?;
    let recent = resolved_since(site, now - KEPT).await?;
    let gaps = site.gaps(now - KEPT, now).await?;
    Ok(Core::read(loaded, recent, gaps).changes(None))
}

/// Presses on notifications become acknowledgements, or wishes to see the incident.
async fn listen(
    handle: EngineHandle,
    mut pressed: mpsc::UnboundedReceiver<Pressed>,
    cancel: CancellationToken,
) {
    while let Some(Some(pressed)) = cancel.run_until_cancelled(pressed.recv()).await {
        match pressed {
            Pressed::Acknowledge(incident) => {
                let by = handle.operator();
                let line = Line::Acknowledge { note: String::new(), sticky: false, until: None };
                let wish = Wish::Log { incident, by, line };
                if let Err(refusal) = handle.wish(wish).await {
                    tracing::warn!(%refusal, "an acknowledgement could not be kept");
                }
            }
            // Without a window nobody wants to see it.
            Pressed::Open(incident) => drop(handle.opened.send(incident)),
        }
    }
}

impl std::fmt::Debug for EngineHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EngineHandle").field("epoch", &self.epoch).finish_non_exhaustive()
    }
}

impl EngineHandle {
    /// The site being watched.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The network verbs in use.
    pub fn net(&self) -> &Net {
        &self.net
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Changes when the engine starts anew.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// Says whose name acknowledgements pressed on a notification carry from now on; empty is the
    /// account's.
    pub fn sign_as(&self, operator: &str) {
        self.operator.send_replace(operator.to_owned());
    }

    /// Says which programs may be run to tell people, on this PC.
    pub fn approve(&self, programs: Vec<Program>) {
        self.approved.send_replace(programs.into());
    }

    /// Says what traps are called, besides those that are known anyway.
    pub fn know_names(&self, names: Arc<Names>) {
        // While very much comes in they are called by their numbers a little longer.
        let (ingest, message) = (self.ingest.clone(), Message::Names(names));
        tokio::spawn(async move { ingest.send(message).await });
    }

    /// How hearing traps goes.
    pub fn hearing(&self) -> Hearing {
        self.hearing.borrow().clone()
    }

    /// What the interfaces of a node did when its agent was last asked, which is every five minutes;
    /// `None` if that has not been since the engine started, or is not done any more.
    pub fn ports(&self, node: NodeId) -> Option<PortsSeen> {
        self.ports.borrow().get(&node).cloned()
    }

    /// Minds a sweep somebody makes by hand: while it is under way, nothing is swept by itself.
    pub fn mind(&self, sweep: &Arc<Sweep>) {
        self.by_hand.send_replace(Arc::downgrade(sweep));
    }

    /// Sends a letter about nothing by a contact's way, once, and says what came of it in the other
    /// side's own words.
    pub async fn try_way(&self, way: Way, language: Language, site: &str) -> Sent {
        let mail = self.site.settings().await.ok().and_then(|s| s.mail);
        let now = self.clock.now();
        let id = hinomi_contacts::stable_id(&["hinomi trial", &now.millis().to_string()]);
        let letter = hinomi_contacts::Letter::test(id, language, site, now);
        self.notifier.once(&Post { letter, way, mail }).await
    }

    fn operator(&self) -> String {
        let said = self.operator.borrow().clone();
        let account = || {
            let named = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
            named.filter(|v| !v.trim().is_empty()).unwrap_or_else(|| "operator".into())
        };
        if said.is_empty() { account() } else { said }
    }

    /// Everything stored after `since` (`None`: everything there is). Waits at most `wait` for
    /// something new.
    pub async fn changes(&self, since: Option<u64>, wait: Duration) -> Option<Changes> {
        let mut seq = self.seq.clone();
        if let Some(since) = since {
            // Both ends of the wait are answers: something new, or nothing for so long.
            let _ = tokio::time::timeout(wait, seq.wait_for(|seq| *seq != since)).await;
        }
        let (answer, reply) = oneshot::channel();
        self.ingest.send(Message::Changes(since, answer)).await.ok()?;
        reply.await.ok()
    }

    /// Asks for a change; it is stored when this returns `Ok`.
    pub async fn wish(&self, wish: Wish) -> Result<Granted, Refusal> {
        if let Wish::Log { incident, .. } = &wish {
            self.recall(*incident).await?;
        }
        let opens = matches!(wish, Wish::AddNodes { .. } | Wish::PutNode(_) | Wish::Access(..));
        let rescan = matches!(wish, Wish::Rescan);
        let (answer, reply) = oneshot::channel();
        let message = Message::Wish(Box::new(wish), answer);
        self.ingest.send(message).await.map_err(|_| Refusal::Stopped)?;
        let granted = reply.await.map_err(|_| Refusal::Stopped)?;
        if opens && granted.is_ok() {
            self.survey.notify_one();
        }
        if rescan && granted.is_ok() {
            self.rescan.notify_one();
        }
        granted
    }

    async fn recall(&self, id: IncidentId) -> Result<(), Refusal> {
        let (answer, reply) = oneshot::channel();
        self.ingest.send(Message::Knows(id, answer)).await.map_err(|_| Refusal::Stopped)?;
        if reply.await.unwrap_or(false) {
            return Ok(());
        }
        let missing = Refusal::NotFound("the incident");
        let incident = self.site.incident(id).await.ok().flatten().ok_or(missing.clone())?;
        let last = self.site.last_entry(id).await.map_err(|_| missing)?;
        let open = Box::new(OpenIncident { incident, last });
        self.ingest.send(Message::Recall(open)).await.map_err(|_| Refusal::Stopped)
    }

    /// Runs a check now, besides its rhythm; the sample counts like any other. `None` if the check
    /// is not being run, or there is nothing to judge yet.
    pub async fn probe_now(&self, check: CheckId) -> Option<Sample> {
        let (answer, judged) = oneshot::channel();
        self.ingest.send(Message::Reflect(check, Some(answer))).await.ok()?;
        if let Some(sample) = judged.await.ok().flatten() {
            return Some(sample);
        }
        let (answer, reply) = oneshot::channel();
        self.asks.send(Ask::Now(check, answer)).ok()?;
        reply.await.ok()
    }

    /// What becomes true from now on, in order, each after it was stored. Who is too slow misses
    /// the oldest.
    pub fn events(&self) -> broadcast::Receiver<Arc<Event>> {
        self.events.subscribe()
    }

    /// Incidents somebody wants to see: "Open" was pressed on a notification.
    pub fn opened(&self) -> broadcast::Receiver<IncidentId> {
        self.opened.subscribe()
    }

    /// Counters since the start.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Rates over the last 10 s.
    pub fn rates(&self) -> Rates {
        self.counters.rates(self.clock.steady())
    }

    /// Whether this computer is kept awake.
    pub fn awake(&self) -> Awake {
        self.awake.borrow().clone()
    }

    /// What came of the last sentence that was to be spoken.
    pub fn speech(&self) -> Speech {
        self.speech.borrow().clone()
    }

    /// The task that ended by a fault of ours, if one did: something is not done any more, and the
    /// engine has to be started anew.
    pub fn ended(&self) -> Option<&'static str> {
        *self.ended.borrow()
    }

    /// Waits until a task ends by a fault of ours: see [`EngineHandle::ended`].
    pub async fn fault(&self) -> &'static str {
        let mut ended = self.ended.clone();
        loop {
            if let Some(task) = *ended.borrow_and_update() {
                return task;
            }
            if ended.changed().await.is_err() {
                // It ended in good order.
                std::future::pending::<()>().await;
            }
        }
    }

    /// How storing goes.
    pub fn stored(&self) -> Stored {
        self.stored.borrow().clone()
    }

    /// Ends watching in good order: nothing new is probed, what is under way is waited for (3 s at
    /// most), everything is stored, the gap is opened, the file is closed. Later calls do nothing.
    pub async fn stop(&self) {
        let Some(tasks) = self.tasks.lock().await.take() else { return };
        tasks.cancel.cancel();
        let mut scheduler = tasks.scheduler;
        if tokio::time::timeout(Duration::from_secs(3), &mut scheduler).await.is_err() {
            scheduler.abort();
        }
        // If the ingest task is gone there is nothing left to stop.
        let _ = self.ingest.send(Message::Stop).await;
        join("ingest", tasks.ingest).await;
        for task in tasks.others {
            join("notifier or retention", task).await;
        }
        self.site.clone().close().await;
        self.net.snmp.forget_phrases();
    }
}

async fn join(name: &str, task: JoinHandle<()>) {
    if let Err(error) = task.await {
        tracing::error!(%error, "the {name} task ended badly");
    }
}
