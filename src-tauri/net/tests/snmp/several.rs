//! Several credentials at one agent.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hinomi_model::Cause;
use hinomi_model::snmp::{Credentials, Denied, Sealing, User};
use hinomi_net::NoAnswer;
use hinomi_net::snmp::{Patience, Snmp, Tries, Trouble};
use hinomi_replay::{Recording, Replay, Request, Shelf};
use tokio::net::UdpSocket;

use crate::support::{Liar, oid, v2c};

const PATIENCE: Patience =
    Patience { timeout: Duration::from_millis(1_200), retries: 0, at_once: 2 };

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

/// What an agent says to whoever asks for its engine (RFC 3414 §4); nothing to other packets.
fn engine_told(packet: &[u8]) -> Option<Vec<u8>> {
    fn read(from: &[u8]) -> Option<(&[u8], &[u8])> {
        from.get(2..)?.split_at_checked(usize::from(*from.get(1)?))
    }
    fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        [&[tag, u8::try_from(body.len()).expect("it is short")], body.as_slice()].concat()
    }
    let (_, after_version) = read(read(packet)?.0)?;
    let (header, rest) = read(after_version)?;
    let (id, _) = read(header)?;
    let (security, rest) = read(rest)?;
    let (engine, _) = read(read(security)?.0)?;
    let (_, after_context) = read(read(read(rest)?.0)?.1)?;
    let (request, _) = read(read(after_context)?.0)?;
    if !engine.is_empty() {
        return None;
    }
    let (zero, nothing) = (tlv(2, &[&[0]]), tlv(4, &[]));
    let engine = tlv(4, &[b"\x80\0\x1f\x88\x04agent"]);
    let one = tlv(2, &[&[1]]);
    let header =
        [tlv(2, &[id]), tlv(2, &[&[0, 0xff, 0xe3]]), tlv(4, &[&[0]]), tlv(2, &[&[3]])].concat();
    let told = [engine.as_slice(), &one, &one, &nothing, &nothing, &nothing].concat();
    // usmStatsUnknownEngineIDs.0
    let counter = tlv(6, &[&[0x2b, 6, 1, 6, 3, 15, 1, 1, 4, 0]]);
    let row = tlv(0x30, &[&counter, &tlv(0x41, &[&[1]])]);
    let report = tlv(0xa8, &[&tlv(2, &[request]), &zero, &zero, &tlv(0x30, &[&row])]);
    let scoped = tlv(0x30, &[&engine, &nothing, &report]);
    let parts = [tlv(2, &[&[3]]), tlv(0x30, &[&header]), tlv(4, &[&tlv(0x30, &[&told])]), scoped];
    Some(tlv(0x30, &[&parts.concat()]))
}

fn v3(name: &str) -> Credentials {
    let (context, sealing) = (String::new(), Sealing::None);
    Credentials::V3(User { name: name.into(), context, sealing })
}

#[tokio::test]
async fn whom_an_agent_has_answered_is_not_overtaken_by_a_community() {
    let heard = Arc::new(Mutex::new(None));
    let ears = Arc::clone(&heard);
    let begun_at = Instant::now();
    let liar = Liar::raw(move |packet| match Request::read(packet) {
        Some(request) => {
            ears.lock().unwrap().get_or_insert(begun_at.elapsed());
            vec![request.respond(5, 0, &[])]
        }
        None => engine_told(packet).into_iter().collect(),
    })
    .await;
    let (tries, begun) = knock(liar.address, &[v3("operator"), v2c("right")]).await;
    assert_eq!(begun, [0, 1]);
    assert_eq!(tries.let_in.map(|(n, _)| n), Some(1), "because the first was refused");
    let refused = vec![(0, Trouble::Denied(Denied::User))];
    assert_eq!(tries.refused, refused, "because its verdict was waited for");
    let first = heard.lock().unwrap().expect("because the second was let in");
    assert!(first >= PATIENCE.timeout, "because no community is told before: {first:?}");
}

#[tokio::test]
async fn many_users_at_a_silent_address_ask_once_whether_anybody_is_there() {
    let heard = Arc::new(Mutex::new(0));
    let ears = Arc::clone(&heard);
    let liar = Liar::raw(move |_| {
        *ears.lock().unwrap() += 1;
        Vec::new()
    })
    .await;
    let (tries, _) = knock(liar.address, &["a", "b", "c"].map(v3)).await;
    assert_eq!(tries.refused.len(), 3);
    assert!(tries.refused.iter().all(|(_, why)| *why == Trouble::SILENT), "{:?}", tries.refused);
    assert_eq!(*heard.lock().unwrap(), 1, "because that does not depend on the user");
}

#[tokio::test]
async fn where_nobody_listens_no_other_credentials_are_tried() {
    let nobody = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (tries, begun) = knock(nobody, &["a", "b", "c"].map(v2c)).await;
    let refused = Trouble::NoAnswer(NoAnswer::Failed(Cause::Refused));
    assert_eq!((tries.refused, begun), (vec![(0, refused)], vec![0]));
    assert!(tries.let_in.is_none());
}
