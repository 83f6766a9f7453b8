//! What a person swept is swept again by itself, and what it finds is in the window.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hinomi_desk::{Hinomi, Keeping};
use hinomi_engine::Voice;
use hinomi_engine::clock::Clock;
use hinomi_model::draft::NodeDraft;
use hinomi_model::{CheckSpec, NodeId, Proposal, Proposed, Span};
use hinomi_net::Net;
use hinomi_wire::calls::Desk;
use hinomi_wire::scan::{Proposals, ProposalsDismiss};
use hinomi_wire::views::*;
use hinomi_wire::{Code, Frame};
use tempfile::TempDir;

/// Nobody else uses this piece of the loopback network.
const RANGE: &str = "127.77.3.41-43";
const NODE: &str = "127.77.3.42";
/// Some of the ports a sweep tries, the first of which nobody else has on this PC is opened: a
/// program that has one everywhere has it here, too.
const PORTS: [u16; 3] = [9100, 554, 8080];

/// Longer than anything takes that does not hang: a round that meets another is made anew after
/// half a minute.
const LONG: Duration = Duration::from_secs(120);

struct Bench {
    desk: Arc<Hinomi>,
    _folder: TempDir,
}

impl Bench {
    async fn start() -> Bench {
        let folder = TempDir::new().unwrap();
        let keeping = Keeping::at(Some(folder.path().join("preferences.json")));
        let desk = Arc::new(Hinomi::new(Net::open().await, keeping, Voice::Silent));
        let path = folder.path().join("site.hinomi").display().to_string();
        desk.site_new(SiteNew { path, name: "Osaka".into() }).await.unwrap();
        Bench { desk, _folder: folder }
    }

    async fn frame(&self) -> Frame {
        let since = Since { epoch: String::new(), seq: 0, wait: Span::ZERO };
        self.desk.changes(since).await.unwrap()
    }

    async fn begin_sweep_by_hand(&self, range: &str) {
        let with = ScanStart { cidrs: vec![range.into()], exclude: vec!["127.77.3.43".into()] };
        self.desk.scan_start(with).await.unwrap();
    }

    /// A re-scan that is wanted meanwhile would wait for half a minute.
    async fn sweep_by_hand_to_its_end(&self, range: &str) {
        self.begin_sweep_by_hand(range).await;
        let sweeping = async {
            while self.desk.scan(Nothing {}).await.unwrap().running {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LONG, sweeping).await.expect("few addresses");
    }

    async fn until(&self, what: &str, is: impl Fn(&Frame) -> bool) -> Frame {
        let waiting = async {
            loop {
                let frame = self.frame().await;
                if is(&frame) {
                    return frame;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LONG, waiting).await.expect(what)
    }

    /// Sweeps again now, and waits for its end.
    async fn rescan(&self) -> Vec<Proposal> {
        let before = self.frame().await.rescan.and_then(|now| now.ended);
        self.desk.rescan(Nothing {}).await.unwrap();
        let ended = |f: &Frame| {
            f.rescan.is_some_and(|now| !now.under_way && now.ended.is_some() && now.ended != before)
        };
        self.until("few addresses", ended).await.proposals
    }
}

#[tokio::test]
async fn what_was_swept_is_swept_again_and_a_port_that_opened_is_proposed_once() {
    let bench = Bench::start().await;
    let nothing = bench.desk.rescan(Nothing {}).await.unwrap_err();
    assert_eq!(nothing.code, Code::NotFound, "because nobody has swept anything yet");
    bench.sweep_by_hand_to_its_end(RANGE).await;
    let nodes = vec![NodeDraft::at(NODE)];
    let with = NodesAdd { nodes, checks: CheckSpec::proposed(), gateways: Vec::new() };
    let node = bench.desk.nodes_add(with).await.unwrap()[0];
    let frame = bench.frame().await;
    let rescan = frame.settings.unwrap().rescan;
    assert_eq!((rescan.ranges, rescan.exclude), (vec![RANGE.into()], vec!["127.77.3.43".into()]));
    let next = frame.rescan.unwrap().next.expect("it is daily unless somebody says otherwise");
    assert!(next > frame.now && next - frame.now <= Span::minutes(25 * 60));

    assert_eq!(bench.rescan().await, [], "because all is as it was, and this PC is no stranger");
    let address: IpAddr = NODE.parse().unwrap();
    let mut doors = PORTS.iter().filter_map(|port| TcpListener::bind((address, *port)).ok());
    let door = doors.next().expect("one of them is nobody's on this PC");
    let port = door.local_addr().unwrap().port();
    let opened = |all: &[Proposal]| all.iter().map(|p| p.what.clone()).collect::<Vec<_>>();
    let want = [Proposed::Opened { node, ports: vec![port] }];
    assert_eq!(opened(&bench.rescan().await), want);
    let again = bench.rescan().await;
    assert_eq!(opened(&again), want, "because it is the same proposal");

    let id = again[0].id;
    let dismissed = |dismissed| ProposalsDismiss { proposals: vec![id], dismissed };
    bench.desk.proposals_dismiss(dismissed(true)).await.unwrap();
    assert!(bench.frame().await.proposals[0].dismissed.is_some());
    bench.desk.proposals_dismiss(dismissed(false)).await.unwrap();
    assert!(bench.frame().await.proposals[0].dismissed.is_none(), "because that can be undone");
    bench.desk.proposals_accept(Proposals { proposals: vec![id] }).await.unwrap();
    let frame = bench.frame().await;
    let of = |f: &Frame, id: NodeId| f.checks.iter().filter(|c| c.node == id).count();
    assert_eq!((frame.proposals.len(), of(&frame, node)), (0, 3), "because the port is watched");
    drop(door);
    bench.desk.stop().await;
}

#[tokio::test]
async fn a_sweep_by_hand_goes_first_and_a_restart_goes_on() {
    let bench = Bench::start().await;
    bench.sweep_by_hand_to_its_end(RANGE).await;
    let clock = Clock::start();
    bench.rescan().await;
    let takes = clock.steady();

    // A /16 of addresses that all answer takes minutes, however little this PC has to do: it is
    // under way as long as this needs it.
    bench.begin_sweep_by_hand("127.78.0.0/16").await;
    let mut settings = bench.frame().await.settings.unwrap();
    settings.rescan.ranges = vec![RANGE.into()];
    bench.desk.settings_put(settings.into()).await.unwrap();
    bench.desk.rescan(Nothing {}).await.unwrap();
    tokio::time::sleep(takes * 2).await;
    assert!(bench.desk.scan(Nothing {}).await.unwrap().running, "because that is a large network");
    let frame = bench.frame().await;
    let now = frame.rescan.unwrap();
    assert!(
        now.under_way && now.ended.is_none(),
        "because nobody sweeps twice at once, and in {takes:?} it would have been done: {now:?}"
    );

    bench.desk.scan_stop(Nothing {}).await.unwrap();
    let path = frame.site.unwrap().path;
    bench.desk.stop().await;
    bench.desk.site_open(SitePath { path }).await.unwrap();
    let now = bench.frame().await.rescan.unwrap();
    assert!(now.under_way, "because it was begun and has not ended");
    bench.desk.rescan(Nothing {}).await.unwrap();
    let ended = |f: &Frame| f.rescan.is_some_and(|now| !now.under_way && now.ended.is_some());
    bench.until("nobody sweeps by hand any more", ended).await;
    bench.desk.stop().await;
}
