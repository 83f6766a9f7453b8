//! Every format ever released is kept in `tests/old/` and must open with all that was in it.
//!
//! A new format: before its first release run
//! `cargo test -p hinomi-store --test upgrade -- --ignored` and commit the file it writes.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::path::{Path, PathBuf};

use hinomi_model::*;
use hinomi_store::{Batch, Edit, Site};
use support::*;

fn old() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old")
}

/// A little of everything, hot and sealed.
async fn fill(site: &Site) {
    let batch = Batch {
        edits: vec![
            Edit::PutNode(node(1)),
            Edit::PutCheck(check(1, 1)),
            Edit::PutPin(Pin { node: NodeId(1), x: 1.0, y: 2.0 }),
        ],
        samples: (0..100).map(|n| measured(1, T0 + n * 10_000, n as f64)).collect(),
        states: vec![(CheckId(1), State::Hard { belief: belief(Grade::Ok, T0) })],
        changes: vec![(CheckId(1), change(Grade::Ok, T0))],
        incidents: vec![incident(1, 1, T0)],
        entries: vec![note(1, None, T0, "一")],
        heartbeat: Some(Stamp(T0 + 1_000_000)),
        ..Batch::default()
    };
    site.commit(&batch).await.unwrap();
    site.seal(Stamp(T0 + 2_000_000)).await.unwrap();
    let later = Batch { samples: vec![failed(1, T0 + 1_000_000)], ..Batch::default() };
    site.commit(&later).await.unwrap();
}

#[tokio::test]
#[ignore = "writes the file to be kept for the present format"]
async fn keep_the_present_format() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("now.hinomi");
    let site = Site::create(&path, &Settings::default()).await.unwrap();
    fill(&site).await;
    site.close().await;
    let content = std::fs::read(&path).unwrap();
    let format = u32::from_be_bytes(content[60..64].try_into().unwrap());
    std::fs::create_dir_all(old()).unwrap();
    let kept = old().join(format!("v{format}.hinomi.zst"));
    std::fs::write(kept, zstd::bulk::compress(&content, 19).unwrap()).unwrap();
}

#[tokio::test]
async fn every_old_format_opens_with_all_that_was_in_it() {
    let mut formats = 0;
    for file in std::fs::read_dir(old()).unwrap() {
        let packed = std::fs::read(file.unwrap().path()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.hinomi");
        std::fs::write(&path, zstd::bulk::decompress(&packed, 1 << 24).unwrap()).unwrap();
        let site = Site::open(&path).await.unwrap();
        let loaded = site.load().await.unwrap();
        assert_eq!((loaded.nodes, loaded.checks), (vec![node(1)], vec![check(1, 1)]));
        assert_eq!((loaded.states.len(), loaded.pins.len(), loaded.open.len()), (1, 1, 1));
        assert_eq!(site.verify(IncidentId(1)).await.unwrap().broken, None);
        let all = site.samples(CheckId(1), Stamp(0), Stamp(i64::MAX), 1_000).await.unwrap();
        assert_eq!(all.len(), 101, "because hot and sealed samples outlive their format");
        assert_eq!(all[1], measured(1, T0 + 990_000, 99.0));
        let (from, until) = (Stamp(T0), Stamp(T0 + 2_000_000));
        let columns = site.series(CheckId(1), Metric::Rtt, from, until, 5).await.unwrap();
        assert_eq!(columns.iter().map(|c| c.n + c.lost).sum::<u32>(), 101);
        // What later formats brought works in it.
        let passphrase = Secret::new("an old tower");
        site.set_passphrase(None, &passphrase).await.unwrap();
        let id = site.put_secret(SecretKind::Token, &passphrase).await.unwrap();
        assert_eq!(site.secret(id, SecretKind::Token).await.unwrap().reveal(), "an old tower");
        formats += 1;
    }
    assert_eq!(formats, 1, "because one is kept for every format there ever was");
}
