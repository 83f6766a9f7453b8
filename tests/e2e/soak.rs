//! A minute at the window: what it costs in memory.

use std::time::{Duration, Instant};

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::Window;

use crate::office::Office;
use crate::window_or_skip;

const WARM_UP: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_secs(60);
/// kB that the page may grow by in a minute once it is warm. A leak of every update would be more.
const GROWTH: i64 = 6 * 1024;

#[test]
fn an_open_window_does_not_grow() {
    window_or_skip!("an_open_window_does_not_grow");
    let office = Office::build(Scene::Calm, 60, Language::En);
    let window = office.open();
    wait(WARM_UP);
    let before = page(&window);
    wait(LOOK);
    let after = page(&window);
    let grown = after as i64 - before as i64;
    println!("the page: {before} kB after warming up, {after} kB a minute later ({grown:+} kB)");
    for (name, kb) in window.memory() {
        println!("  {name}: {kb} kB (PSS)");
    }
    assert!(grown < GROWTH, "because it is open around the clock: {grown} kB in a minute");
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
