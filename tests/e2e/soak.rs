//! A minute at the window, or an hour with `HINOMI_LONG=1`: what it costs in memory.

use std::time::{Duration, Instant};

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::Window;

use crate::office::Office;
use crate::{in_full, window_or_skip};

const WARM_UP: Duration = Duration::from_secs(20);
/// What is measured is what it has at the end of a stretch, in so many readings over so long: the
/// page's memory rises until its rubbish is collected, and one reading may hit any point of that.
const READINGS: u32 = 10;
const READING: Duration = Duration::from_secs(15);
const LOOK: Duration = Duration::from_secs(60);
/// With `HINOMI_LONG=1`.
const HOUR: Duration = Duration::from_secs(3_600);
/// kB that the page may grow by once it is warm. A leak of every update would be more.
const GROWTH: i64 = 12 * 1024;

#[test]
fn an_open_window_does_not_grow() {
    window_or_skip!("an_open_window_does_not_grow");
    soak("#/watch", 60);
}

#[test]
fn a_map_that_stays_open_does_not_grow() {
    window_or_skip!("a_map_that_stays_open_does_not_grow");
    soak("#/map", 300);
}

fn soak(screen: &str, nodes: usize) {
    let office = Office::build(Scene::Calm, nodes, Language::En);
    let window = office.open();
    window.go(screen);
    wait(WARM_UP - READING);
    // The most it needs when warm against the least it needs later: what has grown is what is never
    // given back.
    let before = readings(&window).max().unwrap_or(0);
    let look = if in_full() { HOUR } else { LOOK };
    wait(look - READING);
    let after = readings(&window).min().unwrap_or(0);
    assert!(before > 0 && after > 0, "because the page has a process of its own");
    let grown = after as i64 - before as i64;
    println!("{screen}: {before} kB after warming up, {after} kB after {look:?} ({grown:+} kB)");
    for (name, kb) in window.memory() {
        println!("  {name}: {kb} kB of its own");
    }
    assert!(grown < GROWTH, "because it is open around the clock: {grown} kB in {look:?}");
}

/// What the page has, over the time in which it is read.
fn readings(window: &Window) -> impl Iterator<Item = u64> {
    let reading = move |_| {
        wait(READING / READINGS);
        page(window)
    };
    (0..READINGS).map(reading)
}

/// The page's own process; measuring asks nothing of it.
fn page(window: &Window) -> u64 {
    window.memory().iter().filter(|(name, _)| name.starts_with("WebKitWeb")).map(|(_, kb)| kb).sum()
}

/// Time passing is what is measured here.
fn wait(long: Duration) {
    let begun = Instant::now();
    std::thread::sleep(long.saturating_sub(begun.elapsed()));
}
