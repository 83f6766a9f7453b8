//! How true round trips are while every core is busy. On loopback the truth is next to nothing, so
//! whatever is measured is the error.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_model::{CheckId, CheckSpec, Metric, Stamp};
use hinomi_store::Site;
use hinomi_tests::watching::{SiteFile, Watching};

use crate::promise::verdict;
use crate::steady::addresses;

const NODES: usize = 300;
/// Most that 99 of 100 round trips may be wrong, ms.
const ALLOWED: f64 = 0.5;

/// Measures idle and busy, and prints a table.
pub fn compare(program: &Path, long: Duration) -> Result<(), String> {
    let clock = Clock::start();
    let site = SiteFile::on_disk(addresses(NODES));
    let watching = Watching::start(Command::new(program), &site, true);
    watching.ready();
    std::thread::sleep(Duration::from_secs(12));
    let idle = (clock.now(), rest(long, &clock));
    let busy = (clock.now(), burn(long, &clock));
    watching.end();

    println!("Round trips on loopback, ms    samples     p50     p99     max");
    for (name, (from, until)) in [("idle", idle), ("every core busy", busy)] {
        let rtts = rtts(&site, from, until)?;
        let at = |share: f64| rtts[((rtts.len() - 1) as f64 * share) as usize];
        let (n, p50, p99, max) = (rtts.len(), at(0.5), at(0.99), at(1.0));
        let kept = verdict(p99 <= ALLOWED);
        println!("  {name:<28}{n:>8}{p50:>8.3}{p99:>8.3}{max:>8.3}   p99 ≤ {ALLOWED}: {kept}");
    }
    Ok(())
}

fn rest(long: Duration, clock: &Clock) -> Stamp {
    std::thread::sleep(long);
    clock.now()
}

/// Keeps every core busy for so long.
fn burn(long: Duration, clock: &Clock) -> Stamp {
    let over = AtomicBool::new(false);
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while !over.load(Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let until = rest(long, clock);
        over.store(true, Relaxed);
        until
    })
}

/// All round trips stored within a time, smallest first.
fn rtts(site: &SiteFile, from: Stamp, until: Stamp) -> Result<Vec<f64>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| e.to_string())?;
    let read = runtime.block_on(async {
        let site = Site::open_read_only(site.path()).await?;
        let loaded = site.load().await?;
        let pings = loaded.checks.iter().filter(|c| matches!(c.spec, CheckSpec::Icmp(_)));
        let pings: Vec<CheckId> = pings.map(|c| c.id).collect();
        site.recent(&pings, Metric::Rtt, 500).await
    });
    let points = read.map_err(|e| e.to_string())?;
    let within = points.values().flatten().filter(|p| p.at >= from && p.at < until);
    let mut rtts: Vec<f64> = within.filter_map(|p| p.value).collect();
    rtts.sort_by(f64::total_cmp);
    if rtts.is_empty() { Err("no round trips were stored".into()) } else { Ok(rtts) }
}
