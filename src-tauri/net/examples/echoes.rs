//! What echoes cost and how true their round trips are:
//! `echoes [count] [per second] [busy processes] [sending tick, ms]`.
//!
//! Sends to 127.0.x.y at a steady rate, each from a task of its own as the engine does it, and
//! prints CPU per echo (all included, user and system) and the round trips. On an idle PC a
//! loopback round trip takes some microseconds, so whatever lies above that is our error.

use std::net::IpAddr;
use std::process::{Child, Command};
use std::time::Duration;

use hinomi_net::Icmp;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

fn cpu_micros() -> i64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("one may always ask about oneself");
    usage.user_time().num_microseconds() + usage.system_time().num_microseconds()
}

/// A process that does nothing but keep a core busy, until it is dropped.
struct Busy(Child);

impl Busy {
    fn start() -> Busy {
        let mut shell = Command::new("sh");
        Busy(shell.args(["-c", "while :; do :; done"]).spawn().expect("a shell is there"))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        // It may have been ended from outside; then there is nothing left to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[allow(clippy::print_stdout, reason = "this is a measuring tool")]
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut words = std::env::args().skip(1);
    let mut number = |usual: u64| words.next().and_then(|w| w.parse().ok()).unwrap_or(usual);
    let (count, rate, busy, tick) = (number(5000), number(500), number(0), number(100));
    let _busy: Vec<Busy> = (0..busy).map(|_| Busy::start()).collect();
    let icmp = Icmp::open();
    println!("{:?}", icmp.advice());
    let mut ticks = tokio::time::interval(Duration::from_millis(tick));
    let mut echoes = tokio::task::JoinSet::new();
    let before = cpu_micros();
    for n in 0..count {
        if n % (rate * tick / 1000).max(1) == 0 {
            ticks.tick().await;
        }
        let to = IpAddr::from([127, 0, (n % 5000 / 250) as u8, (n % 250) as u8 + 1]);
        let icmp = icmp.clone();
        echoes.spawn(async move { icmp.echo(to, 32, Duration::from_millis(800)).await });
    }
    let answers = echoes.join_all().await;
    let spent = cpu_micros() - before;
    let mut rtts: Vec<f64> =
        answers.iter().flatten().map(|reply| reply.rtt.as_secs_f64() * 1000.0).collect();
    rtts.sort_by(f64::total_cmp);
    let at = |share: f64| rtts[((rtts.len() - 1) as f64 * share) as usize];
    println!(
        "{count} echoes, {} lost, {:.1} µs CPU each; round trips ms: median {:.3}, 99 % {:.3}, longest {:.3}",
        count as usize - rtts.len(),
        spent as f64 / count as f64,
        at(0.5),
        at(0.99),
        at(1.0),
    );
}
