//! Peers to ask: an agent made of a recording, and agents made of a closure.

use std::net::SocketAddr;
use std::time::Duration;

use hinomi_model::Secret;
use hinomi_model::snmp::{Credentials, Oid};
use hinomi_net::snmp::{Patience, Session, Snmp};
use hinomi_replay::Request;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

pub fn oid(text: &str) -> Oid {
    text.parse().expect("an object identifier")
}

pub fn v2c(community: &str) -> Credentials {
    Credentials::V2c(Secret::new(community))
}

pub fn v1(community: &str) -> Credentials {
    Credentials::V1(Secret::new(community))
}

/// For agents that answer: longer than a machine with much to do keeps one from it.
pub fn honest() -> Patience {
    Patience { timeout: Duration::from_secs(5), retries: 1, at_once: 2 }
}

/// For agents that are silent, whose silence is waited for.
pub fn patience() -> Patience {
    Patience { timeout: Duration::from_millis(400), retries: 1, at_once: 2 }
}

/// With an agent that answers.
pub fn session(at: SocketAddr, credentials: Credentials) -> Session {
    Snmp::open().session(at, credentials, honest()).expect("credentials are usable")
}

/// With an agent that is silent now and then.
pub fn impatient(at: SocketAddr, credentials: Credentials) -> Session {
    Snmp::open().session(at, credentials, patience()).expect("credentials are usable")
}

/// An agent that says what a closure says: any number of packets to each request.
pub struct Liar {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Liar {
    pub async fn start(mut say: impl FnMut(&Request<'_>) -> Vec<Vec<u8>> + Send + 'static) -> Liar {
        Liar::raw(move |packet| Request::read(packet).map_or(Vec::new(), |request| say(&request)))
            .await
    }

    /// The same, given the packet as it came.
    pub async fn raw(mut say: impl FnMut(&[u8]) -> Vec<Vec<u8>> + Send + 'static) -> Liar {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("loopback can be bound");
        let address = socket.local_addr().expect("it is bound");
        let task = tokio::spawn(async move {
            let mut packet = vec![0; 65_535];
            loop {
                let (size, from) = socket.recv_from(&mut packet).await.expect("it stays open");
                for answer in say(&packet[..size]) {
                    socket.send_to(&answer, from).await.expect("loopback takes it");
                }
            }
        });
        Liar { address, task }
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.task.abort();
    }
}
