//! A calm network: nothing is lost that was not lost.

use std::time::Duration;

use hinomi_tests::watching::{SiteFile, Watching};

use crate::{lasting, loopback, opened};

#[test]
fn a_calm_network_of_250_has_no_false_losses() {
    let site = SiteFile::with(loopback(250));
    let watching = Watching::here(&site);
    watching.ready();
    watching.until(lasting(600, 60), |_| false);
    let lines = watching.end();

    let health: Vec<_> = lines.iter().filter(|line| line.is("health")).collect();
    let worst = |key: &str| health.iter().filter_map(|l| l.number(key)).fold(0.0, f64::max);
    println!("late {} ms at worst, {} octets", worst("late_ms"), worst("rss"));
    assert!(health.len() >= 5, "because health is told every 10 s");
    let summary = lines.last().filter(|line| line.is("summary")).expect("it sums up");
    let lasted = Duration::from_millis(summary.number("lasted").expect("a span") as u64);
    let probes = summary.number("probes").expect("a count");
    println!("{probes} probes in {lasted:.0?}, {} failed", summary.says["failed"]);
    assert_eq!(summary.number("failed"), Some(0.0), "because everybody answered");
    assert_eq!(summary.number("unable"), Some(0.0), "because we could look");
    // Each node is pinged every 10 s, and its quality is looked at every minute.
    let due = 25.0 * lasted.as_secs_f64();
    assert!(probes >= 0.95 * due, "because {due:.0} were due and {probes} were made");
    assert!(!lines.iter().any(opened), "because nothing happened");
}
