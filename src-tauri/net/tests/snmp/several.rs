//! Several credentials at one agent.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hinomi_model::Cause;
use hinomi_model::snmp::Credentials;
use hinomi_net::NoAnswer;
use hinomi_net::snmp::{Patience, Snmp, Tries, Trouble};
use hinomi_replay::{Recording, Replay, Request, Shelf};
use tokio::net::UdpSocket;

use crate::support::{Liar, oid, v2c};

const PATIENCE: Patience = Patience { timeout: Duration::from_millis(1_200), retries: 0 };

/// Tries them, and which were begun.
async fn knock(at: std::net::SocketAddr, all: &[Credentials]) -> (Tries, Vec<usize>) {
    let begun = Mutex::new(Vec::new());
    let tell = |n| begun.lock().unwrap().push(n);
    let tries = Box::pin(Snmp::open().knock_in_turn(at, all, PATIENCE, tell)).await;
    (tries, begun.into_inner().unwrap())
}

#[tokio::test]
async fn silence_is_waited_out_side_by_side_and_asked_about_once() {
    let heard = Arc::new(Mutex::new((BTreeSet::new(), 0)));
    let ears = Arc::clone(&heard);
    let liar = Liar::raw(move |packet| {
        let mut heard = ears.lock().unwrap();
        match Request::read(packet) {
            Some(request) => drop(heard.0.insert(request.community.to_vec())),
            None => heard.1 += 1,
        }
        Vec::new()
    })
    .await;
    let all = ["a", "b", "c", "d", "e"].map(v2c);
    let (begun_at, (tries, begun)) = (Instant::now(), knock(liar.address, &all).await);
    assert_eq!(begun, [0, 1, 2, 3, 4], "because they are tried in their order");
    assert!(tries.let_in.is_none());
    assert_eq!(tries.refused.len(), 5);
    assert!(tries.refused.iter().all(|(_, why)| *why == Trouble::SILENT), "{:?}", tries.refused);
    let (communities, greetings) = &*heard.lock().unwrap();
    assert_eq!(communities.len(), 5);
    assert_eq!(*greetings, 1, "because whether anybody is there does not depend on a community");
    let one_by_one = 2 * PATIENCE.timeout * 5;
    assert!(begun_at.elapsed() < one_by_one * 2 / 3, "because they wait beside each other");
}

#[tokio::test]
async fn the_first_that_is_let_in_ends_the_others() {
    let uptime = (oid("1.3.6.1.2.1.1.3.0"), hinomi_model::snmp::Value::TimeTicks(1));
    let shelf = Shelf::from([("right".to_owned(), Recording::from(vec![uptime]))]);
    let replay = Replay::start(shelf).await.unwrap();
    let (tries, begun) = knock(replay.address(), &["wrong", "right", "late"].map(v2c)).await;
    let (n, session) = tries.let_in.expect("because one is right");
    assert_eq!((n, session.address()), (1, replay.address()));
    assert!(tries.refused.is_empty(), "because the first was still waiting, and is not accused");
    assert_eq!(begun, [0, 1], "because the third was not needed");
}

#[tokio::test]
async fn where_nobody_listens_no_other_credentials_are_tried() {
    let nobody = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (tries, begun) = knock(nobody, &["a", "b", "c"].map(v2c)).await;
    let refused = Trouble::NoAnswer(NoAnswer::Failed(Cause::Refused));
    assert_eq!((tries.refused, begun), (vec![(0, refused)], vec![0]));
    assert!(tries.let_in.is_none());
}
