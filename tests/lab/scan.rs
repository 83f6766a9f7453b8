//! Who is there: everybody who is, and nobody else.

use std::collections::BTreeSet;

use hinomi_engine::clock::Clock;
use hinomi_tests::lab::Lab;

use crate::inside;

#[test]
fn a_scan_finds_everybody_and_no_ghosts_within_15_s() {
    let Some(lab) = Lab::open("a_scan_finds_everybody_and_no_ghosts_within_15_s") else { return };
    let router = lab.router();
    let hosts: Vec<_> = (10..30).map(|last| lab.host(0, last)).collect();
    for silent in &hosts[..6] {
        silent.ignore_echo();
    }
    let gone = lab.host(0, 200);
    gone.cut();
    let here = lab.host(0, 2);

    let clock = Clock::start();
    let output = inside(&here).args(["scan", "10.77.0.0/24", "--json"]).output();
    let (output, took) = (output.expect("the program can be run"), clock.steady());
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{why}");
    let found: BTreeSet<String> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("lines are JSON"))
        .map(|line| line["address"].as_str().expect("each has an address").to_owned())
        .collect();
    let there = hosts.iter().chain([&router, &here]).map(|host| host.address.to_string());
    assert_eq!(found, there.collect(), "because these are there and nobody else is");
    assert!(took.as_secs_f64() <= 15.0, "because a /24 takes at most 15 s, not {took:.1?}");
    println!("{} found in {took:.1?}", found.len());
}
