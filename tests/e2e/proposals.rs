//! What a re-scan found, proposed in the morning: a person leaves it alone, takes that back, and
//! watches it.

use std::net::IpAddr;

use hinomi_demo::Scene;
use hinomi_engine::clock::Clock;
use hinomi_model::settings::Language;
use hinomi_model::{
    Address, Glimpse, Node, NodeKind, Proof, Proposal, ProposalId, Proposed, Rescan, Rescanned,
    Settings, Span, Stamp,
};
use hinomi_store::{Batch, Edit, Site};

use crate::office::{Office, frame};
use crate::window_or_skip;

/// Loopback addresses that no office has; whoever is asked there answers.
const RANGE: &str = "127.99.0.16/28";
const STRANGER: [u8; 4] = [127, 99, 0, 21];
const SHY: [u8; 4] = [127, 99, 0, 22];
const ELSEWHERE: [u8; 4] = [127, 99, 0, 23];
const NAME: &str = "LAPTOP-TANAKA";

/// Leaves two strangers in a site's file, and one of each thing that can become of a node.
pub async fn leave(site: &Site) {
    let now = Clock::start().now();
    let settings = site.settings().await.expect("a site has settings");
    let rescan = Rescan { ranges: vec![RANGE.into()], ..Rescan::default() };
    let settings = Settings { rescan, ..settings };
    let how_far = Rescanned {
        since: Some(now - Span::minutes(7 * 24 * 60)),
        begun: Some(now - Span::minutes(2)),
        ended: Some(now - Span::minutes(1)),
        slices: 1,
        ..Rescanned::default()
    };
    let nodes = site.nodes().await.expect("nodes can be read");
    let mut edits = vec![Edit::PutSettings(settings), Edit::PutRescanned(how_far)];
    for (n, (what, seen)) in found(&nodes, now).into_iter().enumerate() {
        let id = ProposalId(u32::try_from(n).expect("they are few") + 1);
        let (first, last) = (now - Span::minutes(2 * 24 * 60), now - Span::minutes(1));
        let times = Proposal::MISSED;
        let seen = Some(seen);
        let it = Proposal { id, what, seen, first, last, times, dismissed: None };
        edits.push(Edit::PutProposal(Box::new(it)));
    }
    site.commit(&Batch { edits, ..Batch::default() }).await.expect("nobody else writes");
}

/// The first five of every office: a core switch, a router, a store, a server and a printer.
fn found(nodes: &[Node], now: Stamp) -> Vec<(Proposed, Glimpse)> {
    let [switch, router, store, server, printer, ..] = nodes else {
        panic!("because the smallest office has five nodes")
    };
    let stranger = Glimpse {
        name: Some(NAME.into()),
        mac: Some("3c:97:0e:5a:11:07".into()),
        maker: Some("Lenovo".into()),
        kind: NodeKind::Workstation,
        ports: vec![445, 3389],
        proofs: vec![Proof::Icmp, Proof::Neighbour, Proof::Netbios],
        ..glimpse(STRANGER.into(), now)
    };
    let shy = Glimpse {
        mac: Some("da:a1:19:3e:70:c2".into()),
        private: true,
        proofs: vec![Proof::Neighbour],
        ..glimpse(SHY.into(), now)
    };
    let mac = "00:a0:de:4c:91:3b";
    let of = |node: &Node| Glimpse {
        name: Some(node.name.clone()),
        maker: node.vendor.clone(),
        kind: node.kind,
        ..glimpse(node.address.ip().expect("the office has addresses"), now)
    };
    let from = store.address.clone();
    let to = Address::Ip(ELSEWHERE.into());
    vec![
        (Proposed::New, stranger),
        (Proposed::New, shy),
        (Proposed::Gone { node: printer.id }, of(printer)),
        (
            Proposed::Moved { node: store.id, from, to },
            Glimpse { address: ELSEWHERE.into(), ..of(store) },
        ),
        (
            Proposed::Replaced {
                node: router.id,
                from: "00:11:22:33:44:55".into(),
                to: mac.into(),
            },
            Glimpse { mac: Some(mac.into()), ..of(router) },
        ),
        (
            Proposed::Renamed {
                node: switch.id,
                from: switch.name.clone(),
                to: "SW-CORE-01".into(),
            },
            Glimpse { name: Some("SW-CORE-01".into()), ..of(switch) },
        ),
        (
            Proposed::Became { node: server.id, from: server.kind, to: NodeKind::Storage },
            Glimpse { kind: NodeKind::Storage, ..of(server) },
        ),
        (
            Proposed::Opened { node: server.id, ports: vec![23] },
            Glimpse { ports: vec![23, 80], ..of(server) },
        ),
    ]
}

fn glimpse(address: IpAddr, at: Stamp) -> Glimpse {
    Glimpse {
        at,
        address,
        also: Vec::new(),
        name: None,
        mac: None,
        private: false,
        maker: None,
        model: None,
        kind: NodeKind::Other,
        sure: false,
        ports: Vec::new(),
        proofs: vec![Proof::Icmp],
        gateway: false,
        login: None,
    }
}

#[test]
fn what_a_re_scan_found_is_left_alone_taken_back_and_watched() {
    window_or_skip!("what_a_re_scan_found_is_left_alone_taken_back_and_watched");
    let office = Office::build(Scene::Calm, 5, Language::En);
    office.rescanned();
    let window = office.open();
    window.go("#/tools");
    let all = "Found: 2 devices nobody watches, 1 node that no longer answers and 5 changes.";
    window.reads("proposals", all);
    window.reads("rescan", "Last looked");
    window.settle();
    window.picture("proposals-1-found");

    let strangers = |n: usize| window.count("proposal-new") == n;
    window.click("dismiss-1");
    window.until("the first stranger is left alone", || strangers(1));
    window.reads("toast", "not proposed again");
    window.settle();
    window.picture("proposals-2-ignored");
    window.click("[data-testid=toast] button");
    window.until("that is taken back", || strangers(2));

    window.click("accept-1");
    window.until("nothing is to be decided about it any more", || strangers(1));
    window.reads("toast", &format!("{NAME} is watched."));
    window.go("#/nodes");
    window.reads("node-table", NAME);
    window.settle();
    window.picture("proposals-3-watched");
    let nodes = frame(&window)["nodes"].as_array().expect("there are nodes").clone();
    let node = nodes.iter().find(|node| node["name"] == NAME).expect("the table has it");
    assert_eq!(node["kind"], "workstation", "because what was seen of it is kept: {node}");
    window.go(&format!("#/node/{}", node["id"]));
    window.until("it is asked and answers", || window.text("node-checks").contains(" ms"));
}
