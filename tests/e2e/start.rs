//! How long a person waits between starting Hinomi and reading the first screen.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::Window;

use crate::office::Office;
use crate::window_or_skip;

/// Far beyond what is aimed at: an unoptimised program on a busy machine has to pass, too.
const LIMIT: Duration = Duration::from_secs(15);

#[test]
fn the_first_screen_is_there_before_anyone_wonders() {
    window_or_skip!("the_first_screen_is_there_before_anyone_wonders");
    let office = Office::build(Scene::Calm, 60, Language::En);
    for _ in 0..3 {
        let window = office.open();
        let [page, painted, known] = moments(&window);
        println!("page after {page:.2?}, something painted {painted:.2?}, nodes known {known:.2?}");
        assert!(known < LIMIT, "because nobody waits so long: {known:?}");
        assert!(page < painted && painted < LIMIT, "because something is drawn: {painted:?}");
        window.quit();
    }
}

/// Since the process was started: the page begins to load, it has painted something, it knows the
/// site's nodes.
fn moments(window: &Window) -> [Duration; 3] {
    let script = "const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? 1e9; \
        return [performance.timeOrigin, at('first-contentful-paint'), at('known')]";
    let found = window.js(script);
    let number = |at: usize| found[at].as_f64().expect("a number");
    let page = number(0) / 1e3 - started(window.app());
    [0.0, number(1) / 1e3, number(2) / 1e3].map(|after| Duration::from_secs_f64(page + after))
}

/// When a process was started, in seconds since 1970, to a hundredth (proc(5), `starttime`).
fn started(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("it is running");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 =
        after_name.split_whitespace().nth(19).and_then(|n| n.parse().ok()).expect("a number");
    let uptime = std::fs::read_to_string("/proc/uptime").expect("Linux says so");
    let up: f64 = uptime.split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs_f64();
    now - up + ticks / 100.0
}
