//! What a process costs, as the kernel tells (proc(5)).

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use hinomi_engine::clock::Clock;

/// The counters of a process at one moment.
#[derive(Debug)]
struct Counted {
    /// Since the bench began.
    at: Duration,
    /// Time on a processor, user and system.
    cpu: Duration,
    /// Of each thread, by name.
    threads: BTreeMap<String, Duration>,
    /// Times a thread slept and was woken.
    wakes: u64,
    /// Octets written towards the disk.
    written: u64,
}

/// What a process cost over some time.
#[derive(Debug)]
pub struct Cost {
    /// Time on a processor, seconds.
    pub cpu_seconds: f64,
    /// The same as a share of one core, %.
    pub share: f64,
    /// Wake-ups per second.
    pub wakes: f64,
    /// Octets written towards the disk per minute.
    pub written: f64,
    /// Resident memory at the end, octets.
    pub rss: u64,
    /// The same with shared pages divided among their users.
    pub pss: u64,
    /// Shares of the processor time by thread, %, largest first.
    pub threads: Vec<(String, f64)>,
}

/// Lets a process work for so long and says what that cost.
pub fn cost(pid: u32, long: Duration, clock: &Clock) -> Result<Cost, String> {
    let before = Counted::of(pid, clock)?;
    std::thread::sleep(long);
    let after = Counted::of(pid, clock)?;
    let seconds = (after.at - before.at).as_secs_f64();
    let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64();
    let used = |(name, spent): (&String, &Duration)| {
        let earlier = before.threads.get(name).copied().unwrap_or_default();
        (name.clone(), spent.saturating_sub(earlier).as_secs_f64())
    };
    let mut threads: Vec<(String, f64)> = after.threads.iter().map(used).collect();
    let sum: f64 = threads.iter().map(|(_, spent)| spent).sum();
    threads.iter_mut().for_each(|(_, spent)| *spent *= 100.0 / sum.max(1e-9));
    threads.sort_by(|a, b| b.1.total_cmp(&a.1));
    let rollup = read(pid, "smaps_rollup")?;
    Ok(Cost {
        cpu_seconds: cpu,
        share: 100.0 * cpu / seconds,
        wakes: after.wakes.saturating_sub(before.wakes) as f64 / seconds,
        written: after.written.saturating_sub(before.written) as f64 * 60.0 / seconds,
        rss: 1024 * field(&rollup, "Rss:").unwrap_or(0),
        pss: 1024 * field(&rollup, "Pss:").unwrap_or(0),
        threads,
    })
}

impl Counted {
    fn of(pid: u32, clock: &Clock) -> Result<Counted, String> {
        let cpu = spent(&read(pid, "stat")?).ok_or("stat is not as proc(5) says")?;
        let mut threads = BTreeMap::<String, Duration>::new();
        let mut wakes = 0;
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).map_err(|e| e.to_string())?;
        for task in tasks.flatten() {
            let read = |name: &str| fs::read_to_string(task.path().join(name)).unwrap_or_default();
            *threads.entry(read("comm").trim().to_owned()).or_default() +=
                on_cpu(&read("schedstat"));
            wakes += field(&read("status"), "voluntary_ctxt_switches:").unwrap_or(0);
        }
        // Some kernels do not count it.
        let io = read(pid, "io").unwrap_or_default();
        let written = field(&io, "write_bytes:").unwrap_or(0);
        Ok(Counted { at: clock.steady(), cpu, threads, wakes, written })
    }
}

fn read(pid: u32, name: &str) -> Result<String, String> {
    fs::read_to_string(format!("/proc/{pid}/{name}")).map_err(|e| format!("{name} of {pid}: {e}"))
}

/// User and system time of a process and of those of its children that ended.
fn spent(stat: &str) -> Option<Duration> {
    // The name before may hold blanks and brackets.
    let after_name = stat.rsplit_once(") ")?.1;
    // Fields 14 to 17 of the line, in hundredths of a second.
    let times = after_name.split(' ').skip(11).take(4);
    let ticks: u64 = times.map(|t| t.parse::<u64>().ok()).sum::<Option<u64>>()?;
    Some(Duration::from_millis(10 * ticks))
}

/// Time on a processor, from `schedstat`: nanoseconds, first of three.
fn on_cpu(schedstat: &str) -> Duration {
    let nanos = schedstat.split(' ').next().and_then(|n| n.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

fn field(text: &str, name: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    value.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_past_a_name_with_brackets() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 2 3 4 50 25 3 2 20 0 1 0 99";
        assert_eq!(spent(stat), Some(Duration::from_millis(800)));
    }

    #[test]
    fn a_field_is_the_one_of_that_name() {
        let text = "Rss:     12 kB\nPss:      7 kB\nPss_Anon: 3 kB";
        assert_eq!(field(text, "Pss:"), Some(7));
    }
}
