//! How well real devices are understood: recorded agents, and what another monitor found in them.
//!
//! The recordings are not ours to ship. They are read from `HINOMI_DEVICES`, else from
//! `shared/devices` beside the clone; where there are none the test says so. `cargo xtask score
//! FOLDER` shows the table, with `--misses` also every value that was not found.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod facts;
mod quirks;
mod score;
mod wire;

use std::path::{Path, PathBuf};

use hinomi_discovery::device::{Profiles, View, understand};
use hinomi_replay::Recording;

use facts::Facts;
use score::{MEASURES, Scores};

fn folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("HINOMI_DEVICES") {
        return Some(folder.into());
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/devices");
    beside.is_dir().then_some(beside)
}

/// The recordings that come with facts, in the order of their names.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".facts.json")?.to_owned()))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "because {} should hold NAME.facts.json files", folder.display());
    names
}

#[test]
fn recorded_devices_are_understood() {
    let Some(folder) = folder() else {
        println!(
            "SKIPPED recorded_devices_are_understood: no recordings; HINOMI_DEVICES names their folder"
        );
        return;
    };
    let names = names(&folder);
    let only = std::env::var("HINOMI_ONLY").ok();
    let own = std::env::var_os("HINOMI_PROFILES").map(PathBuf::from);
    let (profiles, bad) = Profiles::with_folder(own.as_deref());
    for bad in &bad {
        println!("{bad}");
    }
    let mut scores = Scores::default();
    for name in names.iter().filter(|name| only.as_ref().is_none_or(|only| *name == only)) {
        let recording = std::fs::read(folder.join(format!("{name}.snmprec"))).unwrap();
        let facts = std::fs::read(folder.join(format!("{name}.facts.json"))).unwrap();
        let facts: Facts = serde_json::from_slice(&facts).unwrap_or_else(|e| panic!("{name}: {e}"));
        let recording = Recording::read(&String::from_utf8_lossy(&recording));
        let view: View = recording.rows().iter().cloned().collect();
        let device = understand(&view, &profiles);
        if only.is_some() {
            println!("{}", serde_json::to_string_pretty(&device).unwrap());
        }
        scores.add(name, &facts, &device, &view);
    }
    print(&scores, names.len());
    let low: Vec<_> = MEASURES
        .iter()
        .filter(|(measure, least)| scores.0.get(measure).is_some_and(|s| s.percent() < *least))
        .collect();
    assert!(low.is_empty() || only.is_some(), "because these were better before: {low:?}");
}

fn print(scores: &Scores, devices: usize) {
    println!(
        "\n{devices} devices\n{:12} {:>6} {:>6} {:>7}   {:>9} {:>6}",
        "", "right", "of", "%", "devices", "of"
    );
    for (measure, _) in MEASURES {
        let Some(score) = scores.0.get(measure) else { continue };
        let (right, of, percent) = (score.right, score.of, score.percent());
        println!(
            "{measure:12} {right:>6} {of:>6} {percent:>7.1}   {:>9} {:>6}",
            score.whole, score.devices
        );
    }
    if std::env::var_os("HINOMI_MISSES").is_some() {
        for (measure, _) in MEASURES {
            for miss in scores.0.get(measure).into_iter().flat_map(|score| &score.misses) {
                println!("{measure:10} {miss}");
            }
        }
    }
}
