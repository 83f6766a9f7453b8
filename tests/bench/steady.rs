//! The same steady work, by Hinomi and by fping.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_tests::watching::{SiteFile, Watching};

use crate::process::{Cost, cost};
use crate::promise::verdict;

/// Until everything runs in its rhythm. The last to find it are the quality checks: they need ten
/// echoes, 10 s apart, and are looked at once a minute.
const WARM_UP: Duration = Duration::from_secs(165);

/// Most that watching may cost: share of a core in %, memory (PSS) and writing per minute in octets.
fn allowed(nodes: usize) -> (f64, Option<f64>, Option<f64>) {
    match nodes {
        ..=300 => (0.5, Some(40e6), Some(1e6)),
        _ => (3.0, None, None),
    }
}

/// Measures both and prints a table.
pub fn compare(program: &Path, nodes: usize, long: Duration) -> Result<(), String> {
    let clock = Clock::start();
    let addresses: Vec<String> = addresses(nodes).collect();
    let site = SiteFile::on_disk(&addresses);
    let watching = Watching::start(Command::new(program), &site, true);
    watching.ready();
    let warm = clock.steady() + WARM_UP;
    let theirs = fping(&site, &addresses, long, &clock);
    std::thread::sleep(warm.saturating_sub(clock.steady()));
    let (size, ours) = (site.size(), cost(watching.pid(), long, &clock)?);
    let grown = (site.size() as f64 - size as f64) * 60.0 / long.as_secs_f64();
    let lines = watching.end();
    let summary = lines.last().ok_or("it said nothing")?;
    let failed = summary.number("failed").unwrap_or(f64::NAN);
    let late = lines.iter().filter_map(|l| l.number("late_ms")).fold(0.0, f64::max);

    println!(
        "{nodes} nodes        % of a core  CPU s   PSS MB   RSS MB  written kB/min  wake-ups/s"
    );
    row("hinomi watch", &ours);
    match &theirs {
        Ok(theirs) => row("fping -l", theirs),
        Err(why) => println!("  fping -l       left out: {why}"),
    }
    let (share, pss, written) = allowed(nodes);
    let bound = |bound: Option<f64>, unit: f64| match bound {
        Some(bound) => format!("≤ {:.0}", bound / unit),
        None => "–".into(),
    };
    let (pss_bound, written_bound) = (bound(pss, 1e6), bound(written, 1e3));
    println!(
        "  promised      {share:>10.1}                {pss_bound:>8}        {written_bound:>8}"
    );
    let kept = ours.share <= share
        && pss.is_none_or(|most| ours.pss as f64 <= most)
        && written.is_none_or(|most| ours.written <= most);
    println!("  {}", verdict(kept));
    if let Ok(theirs) = &theirs {
        println!("  {:.2} times fping's processor time", ours.share / theirs.share.max(1e-9));
    }
    let threads = ours.threads.iter().filter(|(_, share)| *share >= 1.0);
    let threads: Vec<String> = threads.map(|(name, s)| format!("{name} {s:.0} %")).collect();
    println!("  of hinomi's time: {}", threads.join(", "));
    println!(
        "  site file {grown:+.0} octets/min; {failed} failed; late {late:.0} ms at most (p99)\n"
    );
    Ok(())
}

fn row(name: &str, cost: &Cost) {
    let Cost { cpu_seconds, share, wakes, written, rss, pss, .. } = cost;
    let (rss, pss, written) = (*rss as f64 / 1e6, *pss as f64 / 1e6, written / 1e3);
    println!(
        "  {name:<14}{share:>10.2}{cpu_seconds:>8.2}{pss:>8.1}{rss:>9.1}{written:>14.0}{wakes:>12.0}"
    );
}

/// Ends with what started it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn fping(
    site: &SiteFile,
    addresses: &[String],
    long: Duration,
    clock: &Clock,
) -> Result<Cost, String> {
    let list = site.folder().join("targets");
    std::fs::write(&list, addresses.join("\n")).map_err(|e| e.to_string())?;
    // Its pause between packets is what spreads them over the period.
    let apart = (10_000 / addresses.len()).max(1).to_string();
    let mut fping = Command::new("fping");
    fping.args(["-l", "-q", "-p", "10000", "-i", &apart, "-f"]).arg(list);
    let fping = fping.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let fping = Running(fping.map_err(|e| format!("it cannot be run: {e}"))?);
    // Its first round.
    std::thread::sleep(Duration::from_secs(12));
    cost(fping.0.id(), long, clock)
}

/// Addresses on loopback: 127.9.0.1 and so on.
pub fn addresses(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|n| format!("127.9.{}.{}", n / 250, n % 250 + 1))
}
