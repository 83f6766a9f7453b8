//! A whole day of a large site, told to the engine's core on a simulated clock: what deciding and
//! telling cost, without any network; and what a sample costs with storing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hinomi_engine::Wish;
use hinomi_engine::core::{Core, Order};
use hinomi_engine::timetable::Timetable;
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::draft::NodeDraft;
use hinomi_model::{
    Cause, Check, CheckId, CheckSpec, Limits, Metric, Outcome, Phase, Reading, Sample, Span, Stamp,
};
use hinomi_store::{Batch, Loaded, Site};

use crate::promise::verdict;

const NODES: u32 = 5_000;
const BEGIN: Stamp = Stamp(1_800_000_000_000);
const STEP: Duration = Duration::from_millis(500);
/// Every so many nodes one is dead for a while, every hour another one …
const DEAD_EVERY: u32 = 500;
/// … for so many seconds.
const DARK: u64 = 600;

fn office() -> Core {
    let mut core = Core::start(Loaded::default(), vec![], vec![], BEGIN);
    let tcp = TcpSpec { port: 443, timeout: Span(1_000), connect: Limits::NONE };
    let checks = vec![CheckSpec::Icmp(IcmpSpec::default()), CheckSpec::Tcp(tcp)];
    let nodes = (0..NODES).map(|n| NodeDraft {
        name: format!("n{n}"),
        ..NodeDraft::at(&format!("10.{}.{}.{}", n >> 16, n >> 8 & 255, n & 255))
    });
    let wish = Wish::AddNodes { nodes: nodes.collect(), checks, gateways: vec![] };
    core.wish(wish, BEGIN).expect("they can be added");
    core
}

fn sample(check: CheckId, at: Stamp, dead: bool) -> Sample {
    let outcome = match dead {
        true => Outcome::failed(Phase::Connect, Cause::TimedOut),
        false => Outcome::Measured {
            readings: vec![Reading { metric: Metric::Rtt, value: 1.0 + f64::from(check.0 % 7) }],
        },
    };
    Sample { check, at, took: Span(1), outcome }
}

/// The office at work: the timetable says who is looked at, the core what that means.
struct Day {
    core: Core,
    table: Timetable,
    /// By identity.
    checks: Vec<Option<Arc<Check>>>,
    now: Duration,
    /// What waits to be stored.
    batch: Batch,
    samples: u64,
    told: usize,
}

impl Day {
    fn begin() -> Day {
        let mut day = Day {
            core: office(),
            table: Timetable::default(),
            checks: Vec::new(),
            now: Duration::ZERO,
            batch: Batch::default(),
            samples: 0,
            told: 0,
        };
        day.collect();
        day
    }

    /// Half a second passes: as far apart as the probes of a doubt.
    fn step(&mut self) {
        self.now += STEP;
        let at = BEGIN + Span(i64::try_from(self.now.as_millis()).expect("a day is short"));
        let (hour, second) = (self.now.as_secs() / 3_600, self.now.as_secs() % 3_600);
        for due in self.table.due(self.now) {
            let Some(Some(check)) = self.checks.get(place(due.check)) else { continue };
            let dead = second < DARK && u64::from(check.node.0 % DEAD_EVERY) == hour;
            self.core.sample(sample(due.check, at, dead));
            self.samples += 1;
        }
        self.core.tick(at);
        self.collect();
    }

    fn collect(&mut self) {
        let taken = self.core.take();
        for order in taken.orders {
            match order {
                Order::Watch { check, at_once, .. } => {
                    let id = check.id;
                    self.table.put(id, check.every.into(), self.now, at_once);
                    self.checks.resize(self.checks.len().max(place(id) + 1), None);
                    self.checks[place(id)] = Some(check);
                }
                Order::Forget(id) => self.table.drop(id),
                Order::Doubt(id, times, apart) => self.table.doubt(id, times, apart, self.now),
                Order::Settle(id) => self.table.settle(id),
                Order::Now(id) => self.table.doubt(id, 1, Duration::ZERO, self.now),
                // There is no gateway to ask.
                Order::Canary(_) => {}
            }
        }
        self.told += taken.batch.notifications.len();
        self.batch.add(taken.batch);
    }
}

fn place(check: CheckId) -> usize {
    usize::try_from(check.0).expect("it is no more than there are checks")
}

/// Processor time this process has taken so far: on a machine that others use, too, it is what the
/// work costs.
fn worked() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    let used = getrusage(UsageWho::RUSAGE_SELF).expect("one may ask of oneself");
    let of = |t: nix::sys::time::TimeVal| {
        Duration::from_micros(u64::try_from(t.tv_sec() * 1_000_000 + t.tv_usec()).unwrap_or(0))
    };
    of(used.user_time()) + of(used.system_time())
}

pub(crate) fn replay() -> Result<(), String> {
    let mut day = Day::begin();
    let (begun, working) = (Instant::now(), worked());
    while day.now < Duration::from_secs(86_400) {
        day.step();
        day.batch = Batch::default();
    }
    let (took, worked) = (begun.elapsed(), worked() - working);
    let Day { samples, told, .. } = day;
    let each = worked.as_secs_f64() * 1e6 / samples as f64;
    let kept = verdict(worked <= Duration::from_secs(60));
    println!(
        "\nA day of {NODES} nodes on a simulated clock, each pinged every 10 s and its port tried"
    );
    println!(
        "every 60 s; every hour ten are dead for ten minutes. Timetable, belief, causes, telling:"
    );
    println!(
        "  {samples} samples, {told} notifications; {:.1} s of one core ({:.1} s by the clock on the wall), {each:.2} µs a sample; promised ≤ 60 s: {kept}",
        worked.as_secs_f64(),
        took.as_secs_f64()
    );
    Ok(())
}

/// Ten minutes of the same, stored as it is stored in earnest: one commit a second.
pub(crate) async fn stored() -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let settings = hinomi_model::Settings { name: "bench".into(), ..Default::default() };
    let site = Site::create(folder.path().join("bench.hinomi"), &settings)
        .await
        .map_err(|e| e.to_string())?;
    let mut day = Day::begin();
    site.commit(&std::mem::take(&mut day.batch)).await.map_err(|e| e.to_string())?;
    let (begun, working) = (Instant::now(), worked());
    while day.now < Duration::from_secs(600) {
        day.step();
        day.step();
        let batch = std::mem::take(&mut day.batch);
        site.commit(&batch).await.map_err(|e| e.to_string())?;
    }
    let samples = day.samples as f64;
    let each = (worked() - working).as_secs_f64() * 1e6 / samples;
    let waited = begun.elapsed().as_secs_f64() * 1e6 / samples;
    let kept = verdict(each <= 20.0);
    println!(
        "  stored as well, one commit a second for ten minutes: {each:.2} µs of one core a sample ({waited:.2} µs by the clock on the wall, with the disk); promised ≤ 20 µs: {kept}"
    );
    site.close().await;
    Ok(())
}
