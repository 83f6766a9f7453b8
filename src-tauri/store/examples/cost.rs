//! What keeping a site costs: processor time per commit, octets written, time per reading.
//!
//! `cargo run -p hinomi-store --example cost [NODES] [MINUTES]`: a simulated site with an echo every
//! 10 s per node, one commit per second, sealed every 10 minutes, written as fast as it goes.
#![allow(clippy::disallowed_methods, reason = "it measures")]
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::time::{Duration, Instant};

use hinomi_model::{CheckId, Metric, Outcome, Reading, Sample, Settings, Span, Stamp};
use hinomi_store::{Batch, Site};

fn sample(check: u32, at: i64) -> Sample {
    let noise =
        (u64::from(check) * 2_654_435_761 + at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let rtt = 0.2 + f64::from(check % 50) + (noise % 400) as f64 / 1e3;
    let rtt = (rtt * 1e3).round() / 1e3;
    let readings = [Metric::Rtt, Metric::RttMin, Metric::RttMax, Metric::Jitter, Metric::Loss];
    let values = [rtt, rtt, rtt, 0.0, 0.0];
    let reading = |(metric, value)| Reading { metric, value };
    let readings = readings.into_iter().zip(values).map(reading).collect();
    Sample {
        check: CheckId(check),
        at: Stamp(at),
        took: Span(rtt as i64),
        outcome: Outcome::Measured { readings },
    }
}

fn written() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = io.lines().find_map(|l| l.strip_prefix("write_bytes: "));
    line.and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Processor time of this process, from clock ticks of a hundredth of a second.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), hinomi_store::SiteError> {
    let mut args = std::env::args().skip(1).map(|a| a.parse::<i64>());
    let nodes = args.next().and_then(Result::ok).unwrap_or(300);
    let minutes = args.next().and_then(Result::ok).unwrap_or(60);
    let path = std::env::temp_dir().join(format!("hinomi-cost-{}.hinomi", std::process::id()));
    let site = Site::create(&path, &Settings::default()).await?;
    let t0 = 1_790_000_000_000_i64;
    let seconds = minutes * 60;
    let (mut making, mut sealing, mut commits) = (Duration::ZERO, Duration::ZERO, Vec::new());
    let (before, wall) = (written(), cpu());
    for second in 0..seconds {
        let begun = Instant::now();
        let samples: Vec<Sample> = (0..nodes)
            .filter(|n| n % 10 == second % 10)
            .map(|n| sample(n as u32 + 1, t0 + second * 1_000 + n * 7_919 % 1_000))
            .collect();
        let heartbeat = (second % 5 == 0).then_some(Stamp(t0 + second * 1_000));
        let batch = Batch { samples, heartbeat, ..Batch::default() };
        making += begun.elapsed();
        let begun = Instant::now();
        site.commit(&batch).await?;
        commits.push(begun.elapsed());
        if second % 600 == 599 {
            let begun = Instant::now();
            site.seal(Stamp(t0 + (second - 600) * 1_000)).await?;
            sealing += begun.elapsed();
        }
    }
    let used = (cpu() - wall).saturating_sub(making);
    let octets = written() - before;
    commits.sort_unstable();
    println!("{nodes} nodes, {minutes} min, {} samples a commit", nodes / 10);
    println!(
        "cpu per commit, sealing included  {:>9.3} ms",
        used.as_secs_f64() * 1e3 / seconds as f64
    );
    println!(
        "a commit, median and p99 (wall)   {:>9.3} ms {:.3} ms",
        commits[commits.len() / 2].as_secs_f64() * 1e3,
        commits[commits.len() * 99 / 100].as_secs_f64() * 1e3
    );
    println!(
        "sealing, per 10 minutes (wall)    {:>9.1} ms",
        sealing.as_secs_f64() * 1e4 / minutes as f64
    );
    println!(
        "written to disk                   {:>9.3} MB/min",
        octets as f64 / 1e6 / minutes as f64
    );
    println!("size of the file                  {:>9.3} MB", site.size_bytes().await? as f64 / 1e6);

    let end = Stamp(t0 + seconds * 1_000);
    let checks: Vec<CheckId> = (1..=nodes as u32).map(CheckId).collect();
    let begun = Instant::now();
    let lines = site.recent(&checks, Metric::Rtt, 40).await?;
    println!(
        "{} sparklines of 40 points      {:>9.1} ms",
        lines.len(),
        begun.elapsed().as_secs_f64() * 1e3
    );
    let begun = Instant::now();
    let columns = site.series(CheckId(7), Metric::Rtt, Stamp(t0), end, 1_000).await?;
    println!(
        "a graph of {} columns           {:>9.1} ms",
        columns.len(),
        begun.elapsed().as_secs_f64() * 1e3
    );
    let begun = Instant::now();
    site.seal(end + Span::minutes(1)).await?;
    println!("sealing the rest                  {:>9.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let begun = Instant::now();
    let columns = site.series(CheckId(7), Metric::Rtt, Stamp(t0), end, 1_000).await?;
    println!(
        "the graph, all sealed ({})       {:>9.1} ms",
        columns.len(),
        begun.elapsed().as_secs_f64() * 1e3
    );
    let begun = Instant::now();
    site.expire(end + Span::minutes(3 * 1_440)).await?;
    println!("summarising the days              {:>9.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let size = site.size_bytes().await?;
    println!(
        "size, all sealed and summarised   {:>9.3} MB, {:.2} octets a sample",
        size as f64 / 1e6,
        size as f64 / (nodes * seconds / 10) as f64
    );
    site.close().await;
    let begun = Instant::now();
    let site = Site::open(&path).await?;
    println!("opening it                        {:>9.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    site.close().await;
    // A leftover in the temporary folder is all that can come of this.
    let _ = std::fs::remove_file(&path);
    Ok(())
}
