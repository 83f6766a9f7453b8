//! Watching ends badly, or stands still: that is a gap, and nobody's downtime.

use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_model::{Availability, CheckSpec, Gap, GapReason, Metric, Span, Stamp};
use hinomi_store::{Loaded, Site};
use hinomi_tests::watching::{SiteFile, Watching};
use nix::sys::signal::Signal;

use crate::{lasting, loopback, opened, pause};

const NODES: usize = 100;

#[test]
fn killed_while_watching_it_loses_two_seconds_and_calls_the_rest_a_gap() {
    let clock = Clock::start();
    let site = SiteFile::with(loopback(NODES));
    let watching = Watching::here(&site);
    watching.ready();
    let begun = clock.now();
    pause(20.3);
    let then = watching.now();
    pause(4.0);
    let end = watching.now();
    let before = end.at;
    watching.kill();
    let killed = clock.now();

    let (loaded, newest) = read(&site, async |site, loaded| {
        let pings: Vec<_> = pings(loaded);
        let recent = site.recent(&pings, Metric::Rtt, 10).await.expect("it can be read");
        assert_eq!(recent.len(), NODES, "because every node was looked at");
        for (check, points) in &recent {
            let apart = points.windows(2).map(|pair| pair[1].at - pair[0].at);
            let longest = apart.max().unwrap_or(Span::ZERO);
            // One that is missing would be a hole of 20 s.
            assert!(longest <= Span(13_000), "{check:?}: a hole of {longest:?} before the kill");
            let missing = before - points.last().expect("there are some").at;
            assert!(missing <= Span(15_000), "{check:?}: {missing:?} since its last sample");
        }
        recent.values().flatten().map(|point| point.at).max()
    });
    let missing = before - newest.expect("there are samples");
    // What is in hand waits a second and then for the disk; in what the machine held that up, more
    // came to hand: see `Moment`.
    let held_up = end.since(&then).held_up;
    println!("of {NODES} nodes, the last {missing:?} ms before the kill are missing");
    println!("the machine held it up for {held_up:.2} s of the last 4 s");
    let most = Span::seconds(2) + Span((held_up * 1e3) as i64);
    assert!(missing <= most, "because at most 2 s are lost, not {missing:?} of {most:?}");
    assert!(loaded.open.is_empty(), "because nobody was in trouble");

    pause(6.0);
    let watching = Watching::here(&site);
    watching.ready();
    let again = clock.now();
    pause(14.0);
    let ended = clock.now();
    let lines = watching.end();
    assert!(!lines.iter().any(opened), "because being away is no trouble");
    read(&site, async |site, loaded| {
        let gaps = site.gaps(begun, ended).await.expect("it can be read");
        let [Gap { from, until: Some(until), reason: GapReason::Killed }] = gaps[..] else {
            panic!("because there was one violent end: {gaps:?}");
        };
        assert!(from >= before - Span::seconds(4) && from <= killed, "{from:?} {killed:?}");
        assert!(until >= killed + Span::seconds(6) && until <= again, "{until:?} {again:?}");
        for check in pings(loaded) {
            let stretches = site.stretches(check, begun, ended).await.expect("it can be read");
            let over = Availability::over(begun, ended, &stretches);
            assert_eq!(over.down, Span::ZERO, "because not looking is not down");
            assert_eq!(over.share(), Some(1.0));
            let away = until - from;
            assert!(over.unobserved >= away, "{:?} unobserved of {away:?}", over.unobserved);
        }
    });
}

#[test]
fn held_still_it_makes_one_gap_no_incident_and_no_burst() {
    let clock = Clock::start();
    let site = SiteFile::with(loopback(NODES));
    let watching = Watching::here(&site);
    watching.ready();
    let begun = clock.now();
    pause(12.0);
    let stopped = clock.now();
    watching.signal(Signal::SIGSTOP);
    std::thread::sleep(lasting(120, 20));
    watching.signal(Signal::SIGCONT);
    let going_on = clock.now();
    pause(25.0);
    let ended = clock.now();
    let lines = watching.end();

    assert!(!lines.iter().any(opened), "because nobody looked while it stood still");
    let closed: Vec<_> =
        lines.iter().filter(|l| l.is("gap") && l.number("until").is_some()).collect();
    let [gap] = &closed[..] else { panic!("because it stood still once: {closed:?}") };
    assert_eq!(gap.text("reason"), "frozen");
    let [from, until] = ["from", "until"].map(|k| Stamp(gap.number(k).unwrap_or(0.0) as i64));
    let near = |a: Stamp, b: Stamp| (a - b).0.abs() <= 2_500;
    assert!(
        near(from, stopped) && near(until, going_on),
        "{gap:?}, in truth {stopped:?} {going_on:?}"
    );

    let usual = NODES as f64 / 10.0;
    let rates = || lines.iter().filter(|l| l.is("health")).filter_map(|l| l.number("per_second"));
    let fastest = rates().fold(0.0, f64::max);
    println!(
        "{usual} probes a second are usual; {fastest} at most: {:?}",
        rates().collect::<Vec<_>>()
    );
    assert!(fastest <= 2.0 * usual, "because nothing is made up for: {fastest} a second");
    read(&site, async |site, loaded| {
        for check in pings(loaded) {
            let stretches = site.stretches(check, begun, ended).await.expect("it can be read");
            let over = Availability::over(begun, ended, &stretches);
            assert_eq!(over.down, Span::ZERO, "because not looking is not down");
        }
    });
}

/// Opens the file as anybody would, and reads.
fn read<T>(site: &SiteFile, with: impl AsyncFnOnce(&Site, &Loaded) -> T) -> (Loaded, T) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let opening = tokio::time::timeout(Duration::from_secs(10), Site::open(site.path()));
        let open = opening.await.expect("it opens soon").expect("the file opens");
        let loaded = open.load().await.expect("it can be read");
        let got = with(&open, &loaded).await;
        open.close().await;
        (loaded, got)
    })
}

fn pings(loaded: &Loaded) -> Vec<hinomi_model::CheckId> {
    let pings = loaded.checks.iter().filter(|c| matches!(c.spec, CheckSpec::Icmp(_)));
    pings.map(|check| check.id).collect()
}
