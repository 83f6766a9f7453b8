//! From nothing to watching.

use std::time::{Duration, Instant};

use hinomi_tests::window::Pc;

use crate::window_or_skip;

/// Nobody but this machine is asked: its own subnets are left out, a range of loopback is typed.
#[test]
fn a_newcomer_watches_a_first_node_within_a_minute() {
    window_or_skip!("a_newcomer_watches_a_first_node_within_a_minute");
    let pc = Pc::default();
    let begun = Instant::now();
    let window = pc.open(&[]);
    window.reads("sentence", "Nothing is watched yet.");
    let shown = begun.elapsed();
    window.picture("first-start-1-empty");

    window.see("custom-cidr");
    for subnet in window.all("subnet") {
        if window.is_checked(&subnet) {
            window.press_on(&subnet);
        }
    }
    window.fill("custom-cidr", "127.0.0.0/28");
    window.click("scan-start");
    window.see("found-row");
    let swept = Duration::from_secs(60);
    window.within(swept, "it is swept to its end", || window.count("scan-stop") == 0);
    // Addresses of loopback are this PC's own, and those are not proposed.
    window.click("[data-testid=found] thead input");
    window.picture("first-start-2-found");
    window.click("add-selected");
    window.reads("sentence", "all well");
    let watched = begun.elapsed();
    window.picture("first-start-3-watching");

    println!("first picture after {shown:.1?}, first nodes watched and well after {watched:.1?}");
    assert!(watched < Duration::from_secs(60), "because the first minute decides: {watched:?}");
    let nodes = window.count("cell");
    assert!(nodes >= 13, "because every address of the range answers: {nodes}");
}
