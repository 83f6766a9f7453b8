//! Asked over the wire, a device is understood as if all of it had been read.

use std::path::Path;
use std::time::Duration;

use hinomi_discovery::device::{Device, Profiles, View, collect, understand};
use hinomi_model::Secret;
use hinomi_model::snmp::Credentials;
use hinomi_net::snmp::{Bounds, Patience, Snmp};
use hinomi_replay::{Recording, Replay, Shelf};

use crate::{folder, names};

#[tokio::test]
async fn asking_an_agent_finds_all_that_its_recording_holds() {
    let Some(folder) = folder() else {
        println!(
            "SKIPPED asking_an_agent_finds_all_that_its_recording_holds: no recordings; HINOMI_DEVICES names their folder"
        );
        return;
    };
    let names = names(&folder);
    let shelf: Shelf = names.iter().map(|name| (name.clone(), recording(&folder, name))).collect();
    let replay = Replay::start(shelf).await.unwrap();
    let snmp = Snmp::open();
    let mut different = Vec::new();
    for name in &names {
        let community = Credentials::V2c(Secret::new(name.as_str()));
        let patience = Patience { timeout: Duration::from_secs(5), retries: 1 };
        let session = snmp.session(replay.address(), community, patience).unwrap();
        let profiles = Profiles::built_in();
        let collected = collect(&session, profiles, Bounds::default()).await;
        let asked = collected.map(|c| understand(&c.view, profiles));
        let recording = recording(&folder, name);
        let whole: View = recording.rows().iter().cloned().collect();
        let read = understand(&whole, profiles);
        if asked.as_ref().ok() != Some(&read) {
            let json = |d: &Device| serde_json::to_string_pretty(d).unwrap();
            let (asked, read) = (asked.map(|d| json(&d)), json(&read));
            let asked = asked.unwrap_or_else(|e| e.to_string());
            let line = read
                .lines()
                .find(|l| !asked.contains(l))
                .or(asked.lines().find(|l| !read.contains(l)));
            different.push(format!("{name}: {}", line.unwrap_or("order").trim()));
        }
    }
    assert!(
        different.is_empty(),
        "because these were asked for too little:\n{}",
        different.join("\n")
    );
}

fn recording(folder: &Path, name: &str) -> Recording {
    let text = std::fs::read(folder.join(format!("{name}.snmprec"))).unwrap();
    Recording::read(&String::from_utf8_lossy(&text))
}
