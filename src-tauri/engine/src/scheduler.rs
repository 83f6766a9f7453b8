//! The scheduler: moves checks out of the timetable onto the wire, bounded and on time.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use hinomi_checks::Target;
use hinomi_checks::snmp::{Agent, Past};
use hinomi_model::check::IcmpSpec;
use hinomi_model::snmp::Access;
use hinomi_model::{Address, Check, CheckId, CheckSpec, Outcome, Sample, Span};
use hinomi_net::Net;
use hinomi_net::alarm::Alarm;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::agents::Agents;
use crate::clock::Clock;
use crate::core::Order;
use crate::health::Counters;
use crate::probe::{probe, probe_once};
use crate::run::Message;
use crate::timetable::Timetable;

/// Probes under way at most; when they are all out the scheduler waits, and the lateness shows.
const IN_FLIGHT: usize = 1_024;
/// Wake-ups are what pinging costs (measured): what is due within one tick leaves together.
const TICK: Duration = Duration::from_millis(200);

/// How long a canary may take.
const CANARY: Span = Span(800);

/// What the scheduler can be asked.
#[derive(Debug)]
pub enum Ask {
    /// An order of the core.
    Order(Order),
    /// Run this check now, and say what came back.
    Now(CheckId, oneshot::Sender<Sample>),
}

/// The scheduler.
pub(crate) struct Scheduler {
    pub(crate) net: Net,
    pub(crate) clock: Clock,
    pub(crate) counters: Arc<Counters>,
    pub(crate) ingest: mpsc::Sender<Message>,
    pub(crate) cancel: CancellationToken,
    agents: Agents,
    table: Timetable,
    known: HashMap<CheckId, Known>,
    permits: Arc<Semaphore>,
    probes: TaskTracker,
}

/// A check that is to be run, and what a probe of it needs to know.
#[derive(Clone)]
struct Known {
    check: Arc<Check>,
    address: Address,
    access: Option<Access>,
    past: Past,
}

impl Scheduler {
    pub(crate) fn new(
        net: Net,
        agents: Agents,
        clock: Clock,
        counters: Arc<Counters>,
        ingest: mpsc::Sender<Message>,
        cancel: CancellationToken,
    ) -> Scheduler {
        Scheduler {
            net,
            clock,
            counters,
            ingest,
            cancel,
            agents,
            table: Timetable::default(),
            known: HashMap::new(),
            permits: Arc::new(Semaphore::new(IN_FLIGHT)),
            probes: TaskTracker::new(),
        }
    }

    /// Runs until cancelled, then waits for the probes under way.
    pub(crate) async fn run(mut self, mut asks: mpsc::UnboundedReceiver<Ask>) {
        let (cancel, alarm) = (self.cancel.clone(), Alarm::new());
        loop {
            let wake = self.table.next_due().map(on_tick);
            let now = self.clock.steady();
            let sleep = async {
                match wake {
                    Some(at) => alarm.after(at.saturating_sub(now)).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                ask = asks.recv() => match ask {
                    Some(ask) => self.take(ask),
                    None => break,
                },
                () = sleep => self.launch().await,
            }
        }
        self.probes.close();
        self.probes.wait().await;
    }

    fn take(&mut self, ask: Ask) {
        let now = self.clock.steady();
        match ask {
            Ask::Order(Order::Watch { check, address, access, at_once }) => {
                // What is asked of one agent is asked together.
                let beside = if check.spec.asks_agent() { check.node.0 } else { check.id.0 };
                self.table.put_beside(check.id, beside, check.every.into(), now, at_once);
                // What looks at the same remembers what it saw.
                let same =
                    |known: &&Known| known.check.spec == check.spec && known.address == address;
                let past = self.known.get(&check.id).filter(same).map(|known| known.past.clone());
                let past = past.unwrap_or_default();
                self.known.insert(check.id, Known { check, address, access, past });
            }
            Ask::Order(Order::Forget(id)) => {
                self.table.drop(id);
                self.known.remove(&id);
            }
            Ask::Order(Order::Doubt(id, times, apart)) => self.table.doubt(id, times, apart, now),
            Ask::Order(Order::Settle(id)) => self.table.settle(id),
            Ask::Order(Order::Now(id)) => {
                let known = self.known.get(&id).filter(|known| known.check.spec.sends());
                if let Some(known) = known.cloned() {
                    self.counters.left(now, std::iter::once(Duration::ZERO));
                    self.spawn(known, None, None);
                }
            }
            Ask::Order(Order::Canary(address)) => self.ask_canary(address),
            Ask::Now(id, answer) => {
                let known = self.known.get(&id).filter(|known| known.check.spec.sends());
                if let Some(known) = known.cloned() {
                    self.counters.left(now, std::iter::once(Duration::ZERO));
                    self.spawn(known, None, Some(answer));
                }
            }
        }
    }

    /// Asks an address whether we are connected.
    fn ask_canary(&self, address: Address) {
        let (net, clock, ingest) = (self.net.clone(), self.clock, self.ingest.clone());
        self.probes.spawn(async move {
            let at = clock.now();
            let spec = CheckSpec::Icmp(IcmpSpec { timeout: CANARY, ..IcmpSpec::default() });
            let sample = probe_once(&spec, address, None, &net).await;
            let answered = matches!(sample.outcome, Outcome::Measured { .. });
            // The end of the channel is the end of the engine.
            let _ = ingest.send(Message::Canary(at, answered)).await;
        });
    }

    async fn launch(&mut self) {
        let now = self.clock.steady();
        let due = self.table.due(now);
        self.counters.left(now, due.iter().map(|d| d.late));
        for due in due {
            let Some(known) = self.known.get(&due.check).cloned() else { continue };
            if !known.check.spec.sends() {
                // The end of the channel is the end of the engine; nothing is left to be judged.
                let _ = self.ingest.send(Message::Reflect(due.check, None)).await;
                continue;
            }
            let permits = Arc::clone(&self.permits);
            let permit = permits.acquire_owned().await.expect("the semaphore is never closed");
            self.spawn(known, Some(permit), None);
        }
    }

    fn spawn(
        &self,
        known: Known,
        permit: Option<OwnedSemaphorePermit>,
        answer: Option<oneshot::Sender<Sample>>,
    ) {
        let (net, clock, ingest) = (self.net.clone(), self.clock, self.ingest.clone());
        let counters = Arc::clone(&self.counters);
        let agents = known.check.spec.asks_agent().then(|| self.agents.clone());
        counters.in_flight.fetch_add(1, Relaxed);
        self.probes.spawn(async move {
            let sample = run(known, agents, &net, &clock).await;
            drop(permit);
            counters.in_flight.fetch_sub(1, Relaxed);
            counters.came(&sample.outcome);
            if let Some(answer) = answer {
                // Who asked may have gone; the sample counts all the same.
                let _ = answer.send(sample.clone());
            }
            // The end of the channel is the end of the engine.
            let _ = ingest.send(Message::Sample(sample)).await;
        });
    }
}

/// Runs a check, once its node's agent is open if it is the agent that is asked.
async fn run(known: Known, agents: Option<Agents>, net: &Net, clock: &Clock) -> Sample {
    let Known { check, address, access, past } = known;
    let mut target = Target::at(address);
    if let Some(agents) = agents {
        let at = clock.now();
        match agents.session(check.node, &target.address, access.as_ref()).await {
            Ok(session) => target.agent = Some(Agent { session, past, steady: clock.steady() }),
            Err(outcome) => return Sample { check: check.id, at, took: Span::ZERO, outcome },
        }
    }
    probe(check, target, net, clock).await
}

/// The tick at or after a moment.
fn on_tick(at: Duration) -> Duration {
    let tick = TICK.as_millis();
    let ticks = at.as_millis().div_ceil(tick);
    Duration::from_millis(u64::try_from(ticks * tick).unwrap_or(u64::MAX))
}
