//! Asked over the wire, a device is understood as if all of it had been read.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use hinomi_discovery::device::{
    Device, Profiles, View, collect, collect_links, collect_whole, understand,
};
use hinomi_model::Secret;
use hinomi_model::snmp::{Credentials, Oid, Value};
use hinomi_net::snmp::{Bounds, End, Patience, Snmp};
use hinomi_replay::{Recording, Replay, Request, Shelf, ber};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

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
        let patience = Patience { timeout: Duration::from_secs(5), retries: 1, at_once: 2 };
        let session = snmp.session(replay.address(), community, patience).unwrap();
        let profiles = Profiles::built_in();
        let collected = collect_whole(&session, profiles, Bounds::default()).await;
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

/// An agent that has a row behind every name, and takes its time for each.
async fn tarpit() -> (SocketAddr, JoinHandle<()>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at = socket.local_addr().unwrap();
    let answering = tokio::spawn(async move {
        let mut packet = vec![0; 65_535];
        loop {
            let (size, from) = socket.recv_from(&mut packet).await.unwrap();
            let Some(request) = Request::read(&packet[..size]) else { continue };
            let behind = |name: &Oid| match request.kind {
                ber::tag::GET => name.clone(),
                _ => name.join(&[1]),
            };
            let row = |name| ber::binding(&behind(name), &Value::Integer(1));
            let rows: Vec<u8> = request.names.iter().flat_map(row).collect();
            tokio::time::sleep(Duration::from_millis(20)).await;
            socket.send_to(&request.respond(0, 0, &rows), from).await.unwrap();
        }
    });
    (at, answering)
}

#[tokio::test]
async fn an_agent_without_end_is_left_in_time_and_what_it_said_is_kept() {
    let (at, answering) = tarpit().await;
    let session = || {
        let credentials = Credentials::V2c(Secret::new("public"));
        Snmp::open().session(at, credentials, Patience::default()).unwrap()
    };
    let bounds = Bounds { time: Duration::from_millis(300), ..Bounds::default() };
    let asking = async {
        let device = collect(&session(), Profiles::built_in(), bounds).await.unwrap();
        let links = collect_links(&session(), bounds).await.unwrap();
        [device, links]
    };
    // What says that the bounds were kept is what was cut; this says only that it does not hang.
    let limit = Duration::from_secs(60);
    let told = tokio::time::timeout(limit, asking).await.expect("because all steps are bounded");
    answering.abort();
    for told in told {
        assert!(told.view.iter().next().is_some(), "because what it said is kept");
        let cut = told.shortfalls.iter().any(|s| s.subtree.is_none() && s.end == End::Bounded);
        assert!(cut, "because the rest is told as missing: {:?}", told.shortfalls);
        assert!(told.is_cut_short(), "because what it did not come to say is not what it has not");
    }
}
