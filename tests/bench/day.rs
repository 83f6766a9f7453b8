//! A whole day of a large site, told to the engine's core on a simulated clock: what deciding and
//! telling cost, without any network; and what a sample costs with storing.

use std::time::{Duration, Instant};

use hinomi_engine::Wish;
use hinomi_engine::core::Core;
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::draft::NodeDraft;
use hinomi_model::{
    Cause, CheckId, CheckSpec, Limits, Metric, Outcome, Phase, Reading, Sample, Span, Stamp,
};
use hinomi_store::{Loaded, Site};

const NODES: u32 = 5_000;
const BEGIN: Stamp = Stamp(1_800_000_000_000);
/// Every so many nodes one is dead for a while, every hour another one.
const DEAD_EVERY: u32 = 500;

fn office() -> (Core, Vec<(CheckId, i64)>) {
    let mut core = Core::start(Loaded::default(), vec![], vec![], BEGIN);
    let tcp = TcpSpec { port: 443, timeout: Span(1_000), connect: Limits::NONE };
    let checks = vec![CheckSpec::Icmp(IcmpSpec::default()), CheckSpec::Tcp(tcp)];
    let nodes = (0..NODES).map(|n| NodeDraft {
        name: format!("n{n}"),
        ..NodeDraft::at(&format!("10.{}.{}.{}", n >> 16, n >> 8 & 255, n & 255))
    });
    let wish = Wish::AddNodes { nodes: nodes.collect(), checks, gateways: vec![] };
    core.wish(wish, BEGIN).expect("they can be added");
    let mut rhythms: Vec<(CheckId, i64)> = core
        .world()
        .checks
        .values()
        .map(|w| (w.check.id, w.check.every.millis() / 1_000))
        .collect();
    rhythms.sort();
    core.take();
    (core, rhythms)
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

/// Each second's checks, at their phases.
fn by_second(rhythms: &[(CheckId, i64)]) -> Vec<Vec<CheckId>> {
    let mut seconds = vec![Vec::new(); 60];
    for (n, (id, every)) in (0i64..).zip(rhythms) {
        let mut second = n % every;
        while second < 60 {
            seconds[usize::try_from(second).expect("it is within a minute")].push(*id);
            second += every;
        }
    }
    seconds
}

pub(crate) fn replay() -> Result<(), String> {
    let (mut core, rhythms) = office();
    let seconds = by_second(&rhythms);
    let (begun, mut told, mut samples) = (Instant::now(), 0, 0u64);
    for second in 0..86_400i64 {
        let at = BEGIN + Span::seconds(second);
        let hour = u32::try_from(second / 3_600).expect("a day has 24 hours");
        let dark = second % 3_600 < 600;
        for id in &seconds[usize::try_from(second % 60).expect("it is not negative")] {
            // Two checks a node.
            let node = (id.0 - 1) / 2;
            core.sample(sample(*id, at, dark && node % DEAD_EVERY == hour));
            samples += 1;
        }
        core.tick(at);
        told += core.take().batch.notifications.len();
    }
    let took = begun.elapsed();
    let each = took.as_secs_f64() * 1e6 / samples as f64;
    let kept = if took <= Duration::from_secs(60) { "kept" } else { "NOT KEPT" };
    println!("\nA day of {NODES} nodes with two checks each, on a simulated clock:");
    println!(
        "  {samples} samples in {:.1} s on one core, {each:.2} µs each; {told} notifications; promised ≤ 60 s: {kept}",
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
    let (mut core, rhythms) = office();
    // The nodes themselves are not what is measured.
    let seconds = by_second(&rhythms);
    let (begun, mut samples) = (Instant::now(), 0u64);
    for second in 0..600i64 {
        let at = BEGIN + Span::seconds(second);
        for id in &seconds[usize::try_from(second % 60).expect("it is not negative")] {
            core.sample(sample(*id, at, false));
            samples += 1;
        }
        core.tick(at);
        site.commit(&core.take().batch).await.map_err(|e| e.to_string())?;
    }
    let each = begun.elapsed().as_secs_f64() * 1e6 / samples as f64;
    let kept = if each <= 20.0 { "kept" } else { "NOT KEPT" };
    println!(
        "  with storing, one commit a second: {each:.2} µs a sample; promised ≤ 20 µs: {kept}"
    );
    site.close().await;
    Ok(())
}
