//! What re-scans found is in the file in the morning.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use hinomi_model::*;
use hinomi_store::{Batch, Edit, Site};
use support::*;

fn glimpse(mac: &str) -> Glimpse {
    Glimpse {
        at: Stamp(T0),
        address: [10, 0, 0, 9].into(),
        also: vec!["2001:db8::9".parse().unwrap()],
        name: Some("<b>プリンター</b>".into()),
        mac: Some(mac.into()),
        private: false,
        maker: Some("Example".into()),
        model: None,
        kind: NodeKind::Printer,
        sure: true,
        ports: vec![80, 9100],
        proofs: vec![Proof::Icmp, Proof::Neighbour],
        gateway: false,
        login: None,
    }
}

fn proposal(id: u32, what: Proposed) -> Proposal {
    let seen = Some(glimpse("00:11:22:33:44:55"));
    let (first, last) = (Stamp(T0), Stamp(T0 + 5));
    Proposal { id: ProposalId(id), what, seen, first, last, times: 2, dismissed: None }
}

#[tokio::test]
async fn proposals_glimpses_and_how_far_a_re_scan_came_are_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("site.hinomi");
    let site = Site::create(&path, &Settings::default()).await.unwrap();
    let node = NodeId(1);
    let all: Vec<Proposal> = [
        Proposed::New,
        Proposed::Gone { node },
        Proposed::Moved {
            node,
            from: Address::parse("10.0.0.8").unwrap(),
            to: Address::parse("10.0.0.9").unwrap(),
        },
        Proposed::Replaced { node, from: "a".into(), to: "b".into() },
        Proposed::Renamed { node, from: "a".into(), to: "b".into() },
        Proposed::Became { node, from: NodeKind::Other, to: NodeKind::Printer },
        Proposed::Opened { node, ports: vec![23] },
    ]
    .into_iter()
    .enumerate()
    .map(|(n, what)| proposal(n as u32 + 1, what))
    .collect();
    let how_far = Rescanned { begun: Some(Stamp(T0)), slices: 3, ..Rescanned::default() };
    let mut edits: Vec<Edit> =
        all.iter().map(|it| Edit::PutProposal(Box::new(it.clone()))).collect();
    edits.push(Edit::PutGlimpse(node, Box::new(glimpse("00:11:22:33:44:55"))));
    edits.push(Edit::PutRescanned(how_far));
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    let dismissed = Proposal { dismissed: Some(Stamp(T0 + 9)), ..all[0].clone() };
    let edits =
        vec![Edit::PutProposal(Box::new(dismissed.clone())), Edit::DropProposal(ProposalId(7))];
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    site.close().await;

    let site = Site::open(&path).await.unwrap();
    let loaded = site.load().await.unwrap();
    let mut want = all[..6].to_vec();
    want[0] = dismissed;
    assert_eq!(loaded.proposals, want);
    assert_eq!(loaded.glimpses[&node], glimpse("00:11:22:33:44:55"));
    assert_eq!(loaded.rescanned, how_far, "because a long one goes on where it was");
    assert_eq!(loaded.last_ids.proposal, 7, "because identities are never given out again");
    let edits = vec![Edit::DropGlimpse(node)];
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    assert!(site.load().await.unwrap().glimpses.is_empty());
}

#[tokio::test]
async fn whoever_was_ever_seen_is_known_again_after_a_restart() {
    let site = Site::in_memory().await.unwrap();
    assert!(site.met().await.unwrap().is_empty());
    let seen = |mac: &str| Sighting {
        mac: mac.into(),
        at: NodeId(1),
        port: Port { name: "p1".into(), index: None },
        since: Stamp(T0),
        seen: Stamp(T0),
    };
    let claim = |mac: &str| Claim {
        address: [10, 0, 0, 9].into(),
        mac: mac.into(),
        since: Stamp(T0),
        seen: Stamp(T0),
    };
    let batch = Batch {
        sightings: vec![seen("aa"), seen("bb")],
        claims: vec![claim("bb"), claim("cc")],
        ..Batch::default()
    };
    site.commit(&batch).await.unwrap();
    let met = site.met().await.unwrap();
    let nine = Some([10, 0, 0, 9].into());
    let want = [("aa", None), ("bb", None), ("cc", nine)];
    assert_eq!(met, want.map(|(mac, address)| (mac.to_owned(), address)));
}
