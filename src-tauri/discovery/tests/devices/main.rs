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

use hinomi_discovery::device::{Device, Kind, Profiles, View, understand};
use hinomi_replay::Recording;

use facts::Facts;
use score::{Measure, Scores, measures};

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
    let (which, measures) = measures(&names);
    println!("\n{} devices {which}", names.len());
    print(&scores, measures);
    let low = too_low(&scores, measures);
    assert!(low.is_empty() || only.is_some(), "because these must be better: {low:?}");
}

fn too_low<'m>(scores: &Scores, measures: &'m [Measure]) -> Vec<&'m Measure> {
    let low = |(measure, least): &&Measure| {
        scores.by.get(measure).is_some_and(|score| score.percent() < *least)
    };
    measures.iter().filter(low).collect()
}

fn print(scores: &Scores, measures: &[Measure]) {
    println!(
        "{:12} {:>6} {:>6} {:>7} {:>8}   {:>9} {:>6}",
        "", "right", "of", "%", "at least", "devices", "of"
    );
    for (measure, least) in measures {
        let Some(score) = scores.by.get(measure) else { continue };
        let (right, of, percent) = (score.right, score.of, score.percent());
        println!(
            "{measure:12} {right:>6} {of:>6} {percent:>7.1} {least:>8.1}   {:>9} {:>6}",
            score.whole, score.devices
        );
    }
    if !scores.unsaid.is_empty() {
        let unsaid: Vec<&str> = scores.unsaid.iter().map(String::as_str).collect();
        println!("vendor not scored, for quirks.rs does not say who makes: {}", unsaid.join(", "));
    }
    if std::env::var_os("HINOMI_MISSES").is_some() {
        for (measure, _) in measures {
            for miss in scores.by.get(measure).into_iter().flat_map(|score| &score.misses) {
                println!("{measure:10} {miss}");
            }
        }
    }
}

/// The columns of tables of neighbours that say who it is, the one every row has first: `lldpRemEntry`
/// of 2005 and of 2009, and `cdpCacheEntry`.
const NEIGHBOURS: [(&str, &[&[u32]]); 3] = [
    (
        "lldp",
        &[
            &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 5],
            &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 9],
            &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 10],
        ],
    ),
    (
        "lldp",
        &[
            &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 6],
            &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 10],
            &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1, 11],
        ],
    ),
    ("cdp", &[&[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 6]]),
];

/// Not only those the other monitor found: all that stand in a recording, but for rows that leave
/// open who it is, as RouterOS has of those that told it nothing.
#[test]
fn every_neighbour_in_a_recording_is_read() {
    let Some(folder) = folder() else {
        println!(
            "SKIPPED every_neighbour_in_a_recording_is_read: no recordings; HINOMI_DEVICES names their folder"
        );
        return;
    };
    let mut rows = 0;
    for name in names(&folder) {
        let recording = std::fs::read(folder.join(format!("{name}.snmprec"))).unwrap();
        let recording = Recording::read(&String::from_utf8_lossy(&recording));
        let view: View = recording.rows().iter().cloned().collect();
        let device = understand(&view, Profiles::built_in());
        for (protocol, columns) in NEIGHBOURS {
            let says = |index: &[u32]| {
                let words = columns.iter().filter_map(|column| view.at(column, index)?.as_octets());
                let nobody = |octet: &u8| [0, b'0', b':'].contains(octet);
                words.into_iter().any(|octets| !octets.iter().all(nobody))
            };
            let there = view.under(columns[0]).filter(|(index, _)| says(index)).count();
            let read = device.neighbours.iter().filter(|n| n.protocol == protocol).count();
            assert!(read >= there, "because {there} stand in {name}: {:?}", device.neighbours);
            rows += there;
        }
    }
    println!("{rows} rows of neighbours");
}

#[test]
fn devices_kept_aside_are_held_to_the_promise_and_not_to_the_sample() {
    let (which, measures) = measures(&["something-new".to_owned()]);
    assert_eq!(which, "that are not the known sample");
    let facts = Facts { family: "nobody-knows".into(), kind: "server".into(), ..Facts::default() };
    let understood = |model: &str| {
        let device = Device { kind: Kind::Server, model: Some(model.into()), ..Device::default() };
        (device, View::default())
    };
    let mut scores = Scores::default();
    for n in 0..20 {
        // Three in twenty are not the model they are: 85 % are right.
        let (device, view) = understood(if n < 3 { "another" } else { "EX-24" });
        let facts = Facts { model: Some("EX-24".into()), ..facts.clone() };
        scores.add("x", &facts, &device, &view);
    }
    assert_eq!(too_low(&scores, measures), [] as [&Measure; 0], "because 85 % is what is promised");
    assert!(!scores.by.contains_key("vendor"), "because nobody can say who makes them");
    assert_eq!(scores.unsaid.iter().collect::<Vec<_>>(), ["nobody-knows"]);
    let (device, view) = understood("another");
    scores.add("x", &Facts { model: Some("EX-24".into()), ..facts }, &device, &view);
    let low: Vec<&str> = too_low(&scores, measures).iter().map(|(measure, _)| *measure).collect();
    assert_eq!(low, ["model"], "because that is less");
}
