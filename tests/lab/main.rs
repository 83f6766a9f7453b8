//! The lab: the real `hinomi` watching real networks that are cut, mended, drowned in garbage and
//! lied to. Everything happens in namespaces or on loopback and is taken away afterwards.
//!
//! `HINOMI_LONG=1` runs each story for as long as the promise says; otherwise a shorter form, which
//! says so.
#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a lab says what it measured and what it left out")]

mod calm;
mod causes;
mod clock;
mod death;
mod ends;
mod garbage;
mod letters;
mod links;
mod loss;
mod offline;
mod rescan;
mod scan;

use std::process::Command;
use std::time::Duration;

use hinomi_model::{Gap, GapReason, Stamp};
use hinomi_store::Site;
use hinomi_tests::lab::Host;
use hinomi_tests::watching::{Line, SiteFile, Watching, program};

/// How long a story goes on: as promised with `HINOMI_LONG=1`, else the shorter form.
fn lasting(promised: u64, short: u64) -> Duration {
    let long = is_long();
    if !long {
        println!("for {short} s instead of {promised} s; HINOMI_LONG=1 runs it in full");
    }
    Duration::from_secs(if long { promised } else { short })
}

/// Are the long forms wanted?
fn is_long() -> bool {
    std::env::var_os("HINOMI_LONG").is_some_and(|v| v == "1")
}

/// The program, inside a host.
fn inside(host: &Host) -> Command {
    host.command(program())
}

/// Addresses on loopback: 127.7.0.1 and so on.
fn loopback(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|n| format!("127.7.{}.{}", n / 250, n % 250 + 1))
}

/// The grade a line about a state says is believed.
fn believed(line: &Line) -> Option<&str> {
    let hard = line.is("state") && line.text("state") == "hard";
    hard.then(|| line.says["belief"]["grade"].as_str()).flatten()
}

/// A line about a new incident?
fn opened(line: &Line) -> bool {
    line.is("incident") && line.text("what") == "opened"
}

/// Waits until everybody is believed to be well.
fn all_well(watching: &Watching, many: usize) {
    let well = |lines: &[Line]| lines.iter().filter(|l| believed(l) == Some("ok")).count();
    let all = watching.until(Duration::from_secs(40), |lines| well(lines) >= many);
    assert!(all, "because all {many} answer: {} do", well(&watching.lines()));
}

/// What people were told, by reason and first line.
fn told(lines: &[Line]) -> Vec<(&str, &str)> {
    let all = lines.iter().filter(|line| line.is("notification"));
    all.map(|line| (line.text("reason"), line.text("title"))).collect()
}

/// The middle one, or between the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    (values[last / 2] + values[last.div_ceil(2)]) / 2.0
}

fn pause(seconds: f64) {
    std::thread::sleep(Duration::from_secs_f64(seconds));
}

/// The gaps of the whole story, but that nobody watches now.
fn gaps(site: &SiteFile) -> Vec<Gap> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let site = Site::open_read_only(site.path()).await.expect("it opens");
        let all = site.gaps(Stamp(0), Stamp(i64::MAX)).await.expect("it can be read");
        site.close().await;
        all.into_iter().filter(|gap| gap.reason != GapReason::NotRunning).collect()
    })
}
