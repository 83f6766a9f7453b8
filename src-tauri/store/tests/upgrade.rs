//! Every format ever released is kept in `tests/old/` and must open with all that was in it.
//!
//! A new format: before its first release run
//! `cargo test -p hinomi-store --test upgrade -- --ignored` and commit the file it writes.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::path::{Path, PathBuf};

use hinomi_model::settings::Language;
use hinomi_model::snmp::{Level as SnmpLevel, Login, Oid, Voucher};
use hinomi_model::trap::{InBoth, TrapEntry, TrapVerdict};
use hinomi_model::*;
use hinomi_store::{Batch, Edit, Loaded, Site};
use support::*;

fn old() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old")
}

const PASSPHRASE: &str = "an old tower";
const MAC: &str = "02:00:00:00:00:01";

/// A little of everything, hot and sealed.
async fn fill(site: &Site) {
    let batch = Batch {
        edits: vec![
            Edit::PutNode(node(1)),
            Edit::PutCheck(check(1, 1)),
            Edit::PutPin(Pin { node: NodeId(1), x: 1.0, y: 2.0 }),
            Edit::PutGroup(group()),
            Edit::PutLink(link()),
            Edit::PutRunbook(runbook()),
            Edit::PutContact(contact()),
            Edit::PutMap(map()),
            Edit::PutProposal(Box::new(proposal())),
            Edit::PutGlimpse(NodeId(1), Box::new(glimpse())),
            Edit::PutRescanned(rescanned()),
            Edit::PutFormer(former()),
        ],
        samples: (0..100).map(|n| measured(1, T0 + n * 10_000, n as f64)).collect(),
        states: vec![(CheckId(1), State::Hard { belief: belief(Grade::Ok, T0) })],
        changes: vec![(CheckId(1), change(Grade::Ok, T0))],
        incidents: vec![incident(1, 1, T0)],
        entries: vec![note(1, None, T0, "一")],
        gaps: vec![gap()],
        heartbeat: Some(Stamp(T0 + 1_000_000)),
        traps: [(TrapId(1), trap())].into(),
        sightings: vec![sighting()],
        claims: vec![claim()],
        ..Batch::default()
    };
    site.commit(&batch).await.unwrap();
    site.seal(Stamp(T0 + 2_000_000)).await.unwrap();
    let later = Batch { samples: vec![failed(1, T0 + 1_000_000)], ..Batch::default() };
    site.commit(&later).await.unwrap();
    site.put_mibs(&[mib()]).await.unwrap();
    site.set_passphrase(None, &Secret::new(PASSPHRASE)).await.unwrap();
    let community = site.put_secret(SecretKind::Community, &Secret::new("hut")).await.unwrap();
    // What nothing names would be gone at the next opening.
    let settings = Settings { logins: vec![Login::V2c { community }], ..Settings::default() };
    let edits = vec![Edit::PutSettings(settings)];
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
}

fn proposal() -> Proposal {
    Proposal {
        id: ProposalId(1),
        what: Proposed::New,
        seen: Some(glimpse()),
        first: Stamp(T0),
        last: Stamp(T0 + 5),
        times: 2,
        dismissed: Some(Stamp(T0 + 6)),
    }
}

fn glimpse() -> Glimpse {
    Glimpse {
        at: Stamp(T0),
        address: [192, 0, 2, 9].into(),
        also: Vec::new(),
        name: Some("来客".into()),
        mac: Some(MAC.into()),
        private: true,
        maker: None,
        model: None,
        kind: NodeKind::Phone,
        sure: false,
        ports: vec![80],
        proofs: vec![Proof::Icmp],
        gateway: false,
        login: None,
    }
}

fn rescanned() -> Rescanned {
    Rescanned { begun: Some(Stamp(T0)), slices: 2, ..Rescanned::default() }
}

fn former() -> Former {
    Former::Link { until: Stamp(T0 + 7), link: link() }
}

fn group() -> Group {
    Group { id: GroupId(1), name: "二階".into(), policies: Policies::default() }
}

fn link() -> Link {
    Link::new(LinkId(1), None, NodeId(1), Evidence::Lldp, Stamp(T0))
}

fn runbook() -> Runbook {
    Runbook {
        id: RunbookId(1),
        title: "スイッチの再起動".into(),
        text: "1. 電源を確認".into(),
        nodes: vec![NodeId(1)],
        checks: vec![CheckId(1)],
        attachments: vec![],
        changed: Stamp(T0),
    }
}

fn contact() -> Contact {
    Contact {
        id: ContactId(1),
        name: "佐藤".into(),
        language: Language::Ja,
        ways: vec![Way::Desktop, Way::Mail { to: vec!["on-duty@example.jp".into()] }],
        quiet: vec![],
    }
}

fn map() -> SiteMap {
    SiteMap {
        id: MapId(1),
        name: "二階".into(),
        arrangement: Arrangement::Layered,
        groups: vec![GroupId(1)],
        nodes: vec![NodeId(1)],
        pins: vec![Pin { node: NodeId(1), x: 3.0, y: 4.0 }],
        folded: vec![],
        plan: None,
    }
}

fn gap() -> Gap {
    let (from, until) = (Stamp(T0 - 50_000), Some(Stamp(T0)));
    Gap { from, until, reason: GapReason::Asleep }
}

fn trap() -> TrapEntry {
    let words =
        InBoth { en: "Link down: port1.0.3".into(), ja: "リンクダウン：port1.0.3".into() };
    TrapEntry {
        id: TrapId(1),
        node: Some(NodeId(1)),
        from: [10, 0, 0, 2].into(),
        agent: None,
        first: Stamp(T0),
        last: Stamp(T0 + 60_000),
        count: 3,
        kind: Oid::from([1, 3, 6, 1, 6, 3, 1, 1, 5, 3]),
        bindings: vec![],
        voucher: Voucher::User { name: "tower".into(), level: SnmpLevel::AuthPriv },
        verdict: TrapVerdict::Warning,
        said: words,
        about: "3".into(),
        rest: false,
        stands: true,
        until: None,
        ended_by: None,
    }
}

fn mib() -> (String, String) {
    ("BOILER-MIB".into(), "BOILER-MIB DEFINITIONS ::= BEGIN END".into())
}

fn sighting() -> Sighting {
    let port = Port { name: "port1.0.3".into(), index: Some(3) };
    let (since, seen) = (Stamp(T0), Stamp(T0 + 300_000));
    Sighting { mac: MAC.into(), at: NodeId(1), port, since, seen }
}

fn claim() -> Claim {
    let (since, seen) = (Stamp(T0), Stamp(T0 + 300_000));
    Claim { address: [10, 0, 0, 9].into(), mac: MAC.into(), since, seen }
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

/// The formats a file is kept of; nobody kept one of those between.
const KEPT: [u32; 5] = [1, 8, 9, 10, 11];

#[tokio::test]
async fn every_old_format_opens_with_all_that_was_in_it() {
    for format in KEPT {
        let packed = std::fs::read(old().join(format!("v{format}.hinomi.zst"))).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.hinomi");
        let content = zstd::bulk::decompress(&packed, 1 << 24).unwrap();
        assert_eq!(content[60..64], format.to_be_bytes(), "because it is of that format");
        std::fs::write(&path, content).unwrap();
        let site = Site::open(&path).await.unwrap();
        let loaded = site.load().await.unwrap();
        holds_what_was_watched(&site, &loaded).await;
        if format >= 10 {
            assert_eq!(loaded.proposals, [proposal()]);
            assert_eq!(loaded.glimpses, [(NodeId(1), glimpse())].into());
            assert_eq!(loaded.rescanned, rescanned());
        }
        if format >= 8 {
            holds_what_people_made(&site, loaded).await;
            site.unlock(&Secret::new(PASSPHRASE)).await.unwrap();
            let community = site.secret(SecretId(1), SecretKind::Community).await.unwrap();
            assert_eq!(community.reveal(), "hut", "because what is sealed stays so");
        } else {
            site.set_passphrase(None, &Secret::new(PASSPHRASE)).await.unwrap();
        }
        if format >= 9 {
            assert_eq!(site.sightings(MAC).await.unwrap(), [sighting()]);
            assert_eq!(site.claims_of(MAC).await.unwrap(), [claim()]);
        }
        let formers = site.formers(Stamp(0)).await.unwrap();
        if format >= 11 {
            assert_eq!(formers, (Stamp(0), vec![former()]));
        } else {
            let beaten = Stamp(T0 + 1_000_000);
            assert_eq!(formers, (beaten, vec![]), "because until then nobody kept any");
        }
        holds_what_later_formats_brought(&site).await;
    }
    let files = std::fs::read_dir(old()).unwrap().count();
    assert_eq!(files, KEPT.len(), "because each file kept is looked at");
}

async fn holds_what_was_watched(site: &Site, loaded: &Loaded) {
    assert_eq!((&loaded.nodes, &loaded.checks), (&vec![node(1)], &vec![check(1, 1)]));
    assert_eq!((loaded.states.len(), loaded.pins.len(), loaded.open.len()), (1, 1, 1));
    assert_eq!(site.verify(IncidentId(1)).await.unwrap().broken, None);
    let all = site.samples(CheckId(1), Stamp(0), Stamp(i64::MAX), 1_000).await.unwrap();
    assert_eq!(all.len(), 101, "because hot and sealed samples outlive their format");
    assert_eq!(all[1], measured(1, T0 + 990_000, 99.0));
    let (from, until) = (Stamp(T0), Stamp(T0 + 2_000_000));
    let columns = site.series(CheckId(1), Metric::Rtt, from, until, 5).await.unwrap();
    assert_eq!(columns.iter().map(|c| c.n + c.lost).sum::<u32>(), 101);
}

async fn holds_what_people_made(site: &Site, loaded: Loaded) {
    assert_eq!((loaded.groups, loaded.links), (vec![group()], vec![link()]));
    assert_eq!((loaded.runbooks, loaded.contacts), (vec![runbook()], vec![contact()]));
    assert_eq!((loaded.maps, loaded.standing), (vec![map()], vec![trap()]));
    assert_eq!(site.mibs().await.unwrap(), [mib()]);
    assert_eq!(site.gaps(Stamp(0), Stamp(i64::MAX)).await.unwrap(), [gap()]);
}

/// Works in whatever format the file once had.
async fn holds_what_later_formats_brought(site: &Site) {
    let id = site.put_secret(SecretKind::Token, &Secret::new("later")).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Token).await.unwrap().reveal(), "later");
    let (trap, seen) =
        (TrapEntry { id: TrapId(2), ..trap() }, Sighting { at: NodeId(2), ..sighting() });
    let traps = [(trap.id, trap.clone())].into();
    let moved = Sighting { since: seen.seen, seen: seen.seen + Span::minutes(5), ..seen };
    let proposal = Proposal { id: ProposalId(2), ..proposal() };
    let gone = Former::node(&node(1), Stamp(T0 + 2_000_000));
    let edits = vec![Edit::PutProposal(Box::new(proposal.clone())), Edit::PutFormer(gone.clone())];
    let batch = Batch { edits, traps, sightings: vec![moved.clone()], ..Batch::default() };
    site.commit(&batch).await.unwrap();
    assert_eq!(site.proposals().await.unwrap().last(), Some(&proposal));
    assert_eq!(site.formers(Stamp(0)).await.unwrap().1.last(), Some(&gone));
    assert_eq!(site.load().await.unwrap().standing.last(), Some(&trap));
    assert_eq!(site.sightings(MAC).await.unwrap().first(), Some(&moved));
}
