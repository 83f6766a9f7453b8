//! Sweeps of this PC's own loopback, where every address answers.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hinomi_discovery::{Evidence, Options, Ranges, Sweep, parse_ranges};
use hinomi_model::NodeKind;
use hinomi_net::Net;

fn ranges(text: &str) -> Ranges {
    parse_ranges(&[text.to_owned()]).expect("a range")
}

#[tokio::test]
async fn everybody_on_loopback_is_found_and_is_this_pc() {
    let door = TcpListener::bind("127.0.0.5:0").unwrap();
    let port = door.local_addr().unwrap().port();
    let options = Options { ports: vec![port], ..Options::default() };
    let sweep = Sweep::start(&Net::open().await, ranges("127.0.0.0/28"), options);
    let limit = Duration::from_secs(10);
    let end = tokio::time::timeout(limit, sweep.wait()).await.expect("a /28 is quick");
    assert!(!end.running);
    assert_eq!((end.done, end.of, &end.trouble), (14, 14, &None));
    let found: Vec<Ipv4Addr> = end.findings.iter().map(|f| f.address).collect();
    assert_eq!(found, (1..15).map(|d| Ipv4Addr::new(127, 0, 0, d)).collect::<Vec<_>>());
    for finding in &end.findings {
        assert!(finding.this_pc && finding.kind == NodeKind::Workstation, "{finding:?}");
        assert!(finding.evidence.contains(&Evidence::Tcp), "because a refusal is an answer");
        let open = if finding.address == Ipv4Addr::new(127, 0, 0, 5) { vec![port] } else { vec![] };
        assert_eq!(finding.ports, open, "at {}", finding.address);
        assert_eq!((&finding.mac, finding.vendor), (&None, None));
    }
}

#[tokio::test]
async fn findings_appear_while_it_runs_and_stay_when_it_is_stopped() {
    let options = Options { per_second: 100, ports: vec![9] };
    let sweep = Sweep::start(&Net::open().await, ranges("127.1.0.0/16"), options);
    let some = async {
        while sweep.progress().findings.len() < 10 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), some).await.expect("they appear one by one");
    assert!(sweep.progress().running);
    sweep.stop();
    let end = tokio::time::timeout(Duration::from_secs(5), sweep.wait()).await.expect("at once");
    assert!(!end.running && end.done < end.of, "because it was stopped");
    assert!(end.findings.len() >= 10);
}

#[tokio::test]
async fn a_dropped_sweep_leaves_nothing_running() {
    let net = Net::open().await;
    let owners = Arc::strong_count(&net.names);
    let sweep = Sweep::start(&net, ranges("127.1.0.0/16"), Options::default());
    assert!(Arc::strong_count(&net.names) > owners);
    drop(sweep);
    let gone = async {
        while Arc::strong_count(&net.names) > owners {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), gone).await.expect("because drop cancels");
}
