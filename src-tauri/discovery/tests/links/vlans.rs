//! A bridge that answers for one VLAN at a time, as Cisco's do.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hinomi_discovery::Mac;
use hinomi_discovery::device::collect_links;
use hinomi_discovery::links::{self, Told};
use hinomi_model::snmp::Credentials;
use hinomi_model::{NodeId, Secret};
use hinomi_net::snmp::{Bounds, Patience, Snmp};
use hinomi_replay::{Recording, Request, Shelf};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

const HOST: [Mac; 4] = [
    Mac([2, 0, 0, 0, 0, 1]),
    Mac([2, 0, 0, 0, 0, 2]),
    Mac([2, 0, 0, 0, 0, 3]),
    Mac([2, 0, 0, 0, 0, 4]),
];

/// Three ports, and VLANs 1, 10, 20 in use; 30 is suspended, 1002 is on every such box.
const SWITCH: &str = "1.3.6.1.2.1.1.5.0|4|access-1
1.3.6.1.2.1.2.2.1.2.10101|4|GigabitEthernet0/1
1.3.6.1.2.1.2.2.1.2.10102|4|GigabitEthernet0/2
1.3.6.1.2.1.2.2.1.2.10103|4|GigabitEthernet0/3
1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.1|2|1
1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.10|2|1
1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.20|2|1
1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.30|2|2
1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.40|2|1
1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.1002|2|1
";

/// The forwarding table of one VLAN: a host on a port, and the port's interface.
fn table(host: Mac, port: u32, interface: u32) -> String {
    let index = host.0.map(|octet| octet.to_string()).join(".");
    format!(
        "1.3.6.1.2.1.17.1.2.0|2|1
1.3.6.1.2.1.17.1.4.1.2.{port}|2|{interface}
1.3.6.1.2.1.17.4.3.1.2.{index}|2|{port}
1.3.6.1.2.1.17.4.3.1.3.{index}|2|3
"
    )
}

/// An agent that answers by community, and whom it was asked as.
struct Agent {
    at: SocketAddr,
    asked: Arc<Mutex<BTreeSet<String>>>,
    task: JoinHandle<()>,
}

impl Agent {
    async fn start(shelf: &[(&str, String)]) -> Agent {
        let shelf: Shelf =
            shelf.iter().map(|(name, says)| ((*name).to_owned(), Recording::read(says))).collect();
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = socket.local_addr().unwrap();
        let asked: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let heard = asked.clone();
        let task = tokio::spawn(async move {
            let mut packet = vec![0; 65_535];
            loop {
                let (size, from) = socket.recv_from(&mut packet).await.unwrap();
                let Some(request) = Request::read(&packet[..size]) else { continue };
                let community = String::from_utf8_lossy(request.community).into_owned();
                heard.lock().unwrap().insert(community);
                if let Some(answer) = hinomi_replay::answer(&shelf, &packet[..size]) {
                    socket.send_to(&answer, from).await.unwrap();
                }
            }
        });
        Agent { at, asked, task }
    }

    async fn told(&self, credentials: Credentials) -> Told {
        let patience = Patience { timeout: Duration::from_millis(300), retries: 0, at_once: 2 };
        let session = Snmp::open().session(self.at, credentials, patience).unwrap();
        links::told(NodeId(1), &collect_links(&session, Bounds::default()).await.unwrap())
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().cloned().collect()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test]
async fn who_is_in_another_vlan_is_seen_on_its_port_too() {
    let agent = Agent::start(&[
        ("c", SWITCH.to_owned() + &table(HOST[0], 1, 10_101)),
        ("c@10", table(HOST[1], 2, 10_102)),
        // The number of a port is its VLAN's own.
        ("c@20", table(HOST[2], 2, 10_103)),
        ("c@30", table(HOST[3], 3, 10_103)),
        ("c@40", String::new()),
    ])
    .await;
    for credentials in [Credentials::V2c(Secret::new("c")), Credentials::V1(Secret::new("c"))] {
        let told = agent.told(credentials).await;
        let want = [(HOST[0], 10_101), (HOST[1], 10_102), (HOST[2], 10_103)];
        assert_eq!(told.forwarding, want, "because each is in a VLAN in use");
        assert!(!told.cut_short, "because all of it was read");
    }
    assert_eq!(agent.asked(), ["c", "c@10", "c@20", "c@40"], "because no other VLAN is in use");
}

#[tokio::test]
async fn an_agent_that_answers_for_no_vlan_is_not_tried_with_each() {
    let all = (100..160).map(|vlan| format!("1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.{vlan}|2|1\n"));
    let switch = SWITCH.to_owned() + &table(HOST[0], 1, 10_101) + &all.collect::<String>();
    let agent = Agent::start(&[("c", switch)]).await;
    let told = agent.told(Credentials::V2c(Secret::new("c"))).await;
    assert_eq!(told.forwarding, [(HOST[0], 10_101)]);
    assert!(!told.cut_short, "because it never said more");
    assert_eq!(agent.asked(), ["c", "c@10", "c@20"], "because each is a wrong login to it");
}

#[tokio::test]
async fn a_bridge_that_tells_all_vlans_at_once_is_asked_once() {
    let index = HOST[1].0.map(|octet| octet.to_string()).join(".");
    let all = format!("1.3.6.1.2.1.17.7.1.2.2.1.2.10.{index}|2|1\n");
    let switch = SWITCH.to_owned() + &table(HOST[0], 1, 10_101) + &all;
    let agent = Agent::start(&[("c", switch), ("c@10", String::new())]).await;
    let told = agent.told(Credentials::V2c(Secret::new("c"))).await;
    assert_eq!(told.forwarding, [(HOST[0], 10_101), (HOST[1], 10_101)]);
    assert_eq!(agent.asked(), ["c"], "because nothing is left to ask");
}
