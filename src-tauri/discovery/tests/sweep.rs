//! Sweeps of this PC's own loopback, where every address answers.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hinomi_discovery::device::profile::Folder;
use hinomi_discovery::{Door, Options, Ranges, Stage, Sweep, parse_ranges};
use hinomi_model::snmp::Credentials;
use hinomi_model::{NodeKind, Proof, Secret};
use hinomi_net::snmp::Patience;
use hinomi_net::{Net, Pace};
use hinomi_replay::{Recording, Replay, Shelf};
use tokio::net::UdpSocket;

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
    let found: Vec<IpAddr> = end.findings.iter().map(|f| f.address).collect();
    assert_eq!(found, (1..15).map(|d| IpAddr::from([127, 0, 0, d])).collect::<Vec<_>>());
    for finding in &end.findings {
        assert!(finding.this_pc && finding.kind == NodeKind::Workstation, "{finding:?}");
        assert!(finding.evidence.contains(&Proof::Tcp), "because a refusal is an answer");
        let open = if finding.address == Ipv4Addr::new(127, 0, 0, 5) { vec![port] } else { vec![] };
        assert_eq!(finding.ports, open, "at {}", finding.address);
        assert_eq!((&finding.mac, finding.vendor), (&None, None));
    }
}

#[tokio::test]
async fn findings_appear_while_it_runs_and_stay_when_it_is_stopped() {
    let options = Options {
        pace: Some(Arc::new(Pace::per_second(100))),
        ports: vec![9],
        ..Options::default()
    };
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
async fn a_sweep_that_was_stopped_goes_on_where_it_was() {
    let options = || Options {
        pace: Some(Arc::new(Pace::per_second(150))),
        ports: vec![9],
        ..Options::default()
    };
    let net = Net::open().await;
    let sweep = Sweep::start(&net, ranges("127.2.0.0/25"), options());
    let some = async {
        while sweep.progress().done < 30 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), some).await.expect("it gets somewhere");
    sweep.stop();
    let half = tokio::time::timeout(Duration::from_secs(5), sweep.wait()).await.expect("at once");
    assert!(half.done < half.of && half.stage == Stage::Ended, "{} of {}", half.done, half.of);
    sweep.resume(&net, options());
    assert!(sweep.progress().running && sweep.progress().done >= half.done);
    let end = tokio::time::timeout(Duration::from_secs(10), sweep.wait()).await.expect("it ends");
    assert_eq!((end.done, end.of, end.findings.len()), (126, 126, 126), "because none is lost");
}

#[tokio::test]
async fn the_agents_of_those_who_are_there_say_what_they_are() {
    let recording = Recording::read(SWITCH);
    let shelf: Shelf = [("office".to_owned(), recording)].into();
    let replay = Replay::start(shelf).await.expect("a free port");
    let options = Options {
        ports: vec![9],
        logins: ["wrong", "office"].map(|c| Credentials::V2c(Secret::new(c))).into(),
        snmp_port: replay.address().port(),
        ..Options::default()
    };
    let sweep = Sweep::start(&Net::open().await, ranges("127.0.0.1"), options);
    let limit = Duration::from_secs(20);
    let end = tokio::time::timeout(limit, sweep.wait()).await.expect("one agent is quick");
    let box_ = end.at(Ipv4Addr::LOCALHOST).expect("it is there");
    assert_eq!(box_.login, Some(1), "because the first login is not let in");
    assert_eq!(box_.name.as_deref(), Some("core-sw"));
    assert_eq!(box_.maker.as_deref(), Some("MikroTik"));
    assert_eq!(box_.model.as_deref(), Some("CRS317-1G-16S+"));
    assert!(box_.evidence.contains(&Proof::Snmp), "{box_:?}");
    assert_eq!((end.agents, end.agents_done, sweep.agents().len()), (1, 1, 1));
}

#[tokio::test]
async fn an_agent_with_a_login_of_its_own_is_read_by_that_and_tried_with_no_other() {
    // Its box has two addresses, and the agent answers at both.
    let socket = UdpSocket::bind("0.0.0.0:0").await.unwrap();
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, socket.local_addr().unwrap().port()));
    let other = Ipv4Addr::new(127, 0, 0, 2);
    let strange = Arc::new(AtomicUsize::new(0));
    let count = strange.clone();
    let answering = tokio::spawn(async move {
        let shelf: Shelf = [("own".to_owned(), Recording::read(SWITCH))].into();
        let mut packet = vec![0; 65_535];
        loop {
            let (size, from) = socket.recv_from(&mut packet).await.unwrap();
            match hinomi_replay::answer(&shelf, &packet[..size]) {
                Some(answer) => _ = socket.send_to(&answer, from).await.unwrap(),
                None => _ = count.fetch_add(1, Ordering::Relaxed),
            }
        }
    });
    let login = |community: &str| Credentials::V2c(Secret::new(community));
    let options = Options {
        ports: vec![9],
        logins: vec![login("public"), login("office")],
        doors: vec![Door {
            at,
            credentials: Some(login("own")),
            patience: Patience::default(),
            also: vec![other.into()],
        }],
        // One more box, which another sweep opens.
        spared: vec![(Ipv4Addr::new(127, 0, 0, 3), at.port()).into()],
        snmp_port: at.port(),
        ..Options::default()
    };
    let sweep = Sweep::start(&Net::open().await, ranges("127.0.0.1-3"), options);
    let limit = Duration::from_secs(20);
    let end = tokio::time::timeout(limit, sweep.wait()).await.expect("one agent is quick");
    answering.abort();
    let name = end.at(Ipv4Addr::LOCALHOST).and_then(|found| found.name.as_deref());
    assert_eq!(name, Some("core-sw"), "because it was read");
    assert!(end.at(other).is_some(), "because who is there was asked for");
    assert_eq!(strange.load(Ordering::Relaxed), 0, "because it would report an intruder");
}

#[tokio::test]
async fn a_profile_of_ones_own_says_what_a_box_is_that_a_sweep_finds() {
    let place = tempfile::tempdir().unwrap();
    let profiles = Folder::beside(&place.path().join("office.hinomi"));
    let own = "name = \"Bell\"\nkind = \"printer\"\nvendor = \"Foundry\"
        [[match]]\nobject_id = [\"1.3.6.1.4.1.14988.1\"]\ndescr = '^RouterOS CRS317'
        [[model]]\ntext = \"Bell 3\"";
    profiles.put("bell", own).unwrap();
    let shelf: Shelf = [("office".to_owned(), Recording::read(SWITCH))].into();
    let replay = Replay::start(shelf).await.expect("a free port");
    let options = Options {
        ports: vec![9],
        logins: vec![Credentials::V2c(Secret::new("office"))],
        profiles,
        snmp_port: replay.address().port(),
        ..Options::default()
    };
    let sweep = Sweep::start(&Net::open().await, ranges("127.0.0.1"), options);
    let limit = Duration::from_secs(20);
    let end = tokio::time::timeout(limit, sweep.wait()).await.expect("one agent is quick");
    let bell = end.at(Ipv4Addr::LOCALHOST).expect("it is there");
    assert_eq!(bell.maker.as_deref(), Some("Foundry"), "because it has more conditions than ours");
    assert_eq!(bell.model.as_deref(), Some("Bell 3"));
}

/// A switch that says little, as a recording.
const SWITCH: &str = "\
1.3.6.1.2.1.1.1.0|4|RouterOS CRS317-1G-16S+
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.14988.1
1.3.6.1.2.1.1.3.0|67|900000
1.3.6.1.2.1.1.5.0|4|core-sw
1.3.6.1.2.1.2.2.1.2.1|4|ether1
1.3.6.1.2.1.2.2.1.3.1|2|6
1.3.6.1.2.1.2.2.1.8.1|2|1
1.3.6.1.4.1.14988.1.1.4.4.0|4|6.44.2
";

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
