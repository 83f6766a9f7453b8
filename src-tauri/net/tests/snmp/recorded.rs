//! Honest agents: what was recorded is what is read.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hinomi_model::snmp::{Oid, Value};
use hinomi_net::Pace;
use hinomi_net::snmp::{Bounds, End, Plan, Snmp};
use hinomi_replay::{Recording, Replay, Shelf};

use crate::support::{honest, impatient, oid, patience, session, v1, v2c};

const COLUMNS: u32 = 20;

fn switch(ports: u32) -> Recording {
    let mut rows = vec![
        (oid("1.3.6.1.2.1.1.1.0"), Value::OctetString(b"a switch".into())),
        (oid("1.3.6.1.2.1.1.2.0"), Value::Oid(oid("1.3.6.1.4.1.99"))),
        (oid("1.3.6.1.2.1.1.3.0"), Value::TimeTicks(4711)),
        (oid("1.3.6.1.2.1.31.1.1.1.6.1"), Value::Counter64(u64::MAX)),
    ];
    let column = |column| oid("1.3.6.1.2.1.2.2.1").join(&[column]);
    for port in 1..=ports {
        rows.extend((1..=COLUMNS).map(|c| (column(c).join(&[port]), Value::Integer(port as i32))));
    }
    Recording::from(rows)
}

async fn replay(ports: u32) -> Replay {
    Replay::start(Shelf::from([("sw".to_owned(), switch(ports))])).await.unwrap()
}

#[tokio::test]
async fn objects_come_in_the_order_asked_for() {
    let replay = replay(2).await;
    let asked =
        ["1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.9.0", "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0"];
    let asked = asked.map(oid);
    let expected = [
        Value::TimeTicks(4711),
        Value::NoSuchInstance,
        Value::OctetString(b"a switch".into()),
        Value::Oid(oid("1.3.6.1.4.1.99")),
    ];
    for credentials in [v1("sw"), v2c("sw")] {
        let found = session(replay.address(), credentials).get(&asked).await.unwrap();
        assert!(found.iter().map(|row| &row.oid).eq(&asked));
        assert!(found.iter().map(|row| &row.value).eq(&expected), "{found:?}");
    }
}

#[tokio::test]
async fn a_subtree_is_read_to_its_end_with_getbulk_and_with_getnext() {
    let replay = replay(300).await;
    for (credentials, name) in [(v1("sw"), "SNMPv1"), (v2c("sw"), "SNMPv2c")] {
        let session = session(replay.address(), credentials);
        let walked = session.walk(&oid("1.3.6.1.2.1.2.2.1.7"), Bounds::default()).await;
        assert_eq!((walked.rows.len(), walked.end), (300, End::Whole), "in {name}");
        let last = session.walk(&oid("1.3.6.1.2.1.31"), Bounds::default()).await;
        assert_eq!(last.end, End::Whole, "because the end of everything ends it, too ({name})");
        let expected = usize::from(name == "SNMPv2c");
        assert_eq!(last.rows.len(), expected, "because SNMPv1 has no 64-bit counters");
    }
}

#[tokio::test]
async fn more_objects_than_fit_into_an_answer_are_asked_for_in_parts() {
    let long = |n: u32| (oid("1.3.6.1.4.1.99").join(&[n]), Value::OctetString(vec![b'x'; 400]));
    let recording = Recording::from((1..=20).map(long).collect::<Vec<_>>());
    let replay = Replay::start(Shelf::from([("sw".to_owned(), recording)])).await.unwrap();
    let asked: Vec<Oid> = (1..=20).map(|n| long(n).0).collect();
    let session = session(replay.address(), v2c("sw"));
    for _ in 0..2 {
        let found = session.get(&asked).await.unwrap();
        assert!(found.iter().all(|row| row.value.size() == 400), "because tooBig is no value");
    }
}

#[tokio::test]
async fn a_plan_brings_what_there_is() {
    let replay = replay(48).await;
    let plan = Plan {
        objects: vec![oid("1.3.6.1.2.1.1.3.0"), oid("1.3.6.1.2.1.1.9.0")],
        subtrees: (1..=COLUMNS).map(|c| oid("1.3.6.1.2.1.2.2.1").join(&[c])).collect(),
    };
    let session = session(replay.address(), v2c("sw"));
    let gathered = session.read(&plan, Bounds::default()).await.unwrap();
    assert!(gathered.is_whole(), "{:?}", gathered.shortfalls);
    assert_eq!(gathered.found.len(), 1 + 48 * COLUMNS as usize, "because one object is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sessions_share_a_socket_and_lose_nothing() {
    let replay = replay(1).await;
    let snmp = Snmp::open();
    let ask = |_| {
        let session = snmp.session(replay.address(), v2c("sw"), honest()).unwrap();
        tokio::spawn(async move { session.get(&[oid("1.3.6.1.2.1.1.3.0")]).await })
    };
    let all: Vec<_> = (0..2000).map(ask).collect();
    for one in all {
        assert_eq!(one.await.unwrap().unwrap()[0].value, Value::TimeTicks(4711));
    }
}

#[tokio::test]
async fn paced_sessions_wait_for_their_turns_and_the_same_sessions_unpaced_do_not() {
    let replay = replay(1).await;
    let up_time = [oid("1.3.6.1.2.1.1.3.0")];
    let pace = Arc::new(Pace::per_second(50));
    let (one, other) = (session(replay.address(), v2c("sw")), session(replay.address(), v1("sw")));
    let begun = Instant::now();
    for _ in 0..10 {
        one.paced(pace.clone()).get(&up_time).await.unwrap();
        other.paced(pace.clone()).get(&up_time).await.unwrap();
    }
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(350), "because they share 50 a second: {took:?}");
    // A pace whose next minute is given away: whoever kept to it would be held for that long.
    let slow = Arc::new(Pace::per_second(1));
    let _held = one.paced(slow.clone());
    for _ in 0..60 {
        let slow = slow.clone();
        tokio::spawn(async move { slow.turn().await });
    }
    let unpaced = async {
        for _ in 0..20 {
            one.get(&up_time).await.unwrap();
        }
    };
    let soon = tokio::time::timeout(Duration::from_secs(30), unpaced).await;
    assert!(soon.is_ok(), "because checks wait for nobody");
}

#[tokio::test]
async fn a_question_that_is_dropped_leaves_the_session_free() {
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let session = impatient(silent.local_addr().unwrap(), v2c("sw"));
    let up_time = [oid("1.3.6.1.2.1.1.3.0")];
    for _ in 0..10 {
        let asked = session.get(&up_time);
        assert!(tokio::time::timeout(Duration::from_millis(5), asked).await.is_err());
    }
    let begun = Instant::now();
    session.get(&up_time).await.unwrap_err();
    let took = begun.elapsed();
    // Its own silence is 0.8 s; behind the ten before it, it would be eight more.
    assert!(took < Duration::from_secs(8), "because nobody is before us: {took:?}");
}

#[tokio::test]
async fn ipv6_is_asked_as_ipv4_is() {
    let at = ([0, 0, 0, 0, 0, 0, 0, 1u16], 0).into();
    let shelf = Shelf::from([("sw".to_owned(), switch(1))]);
    let Ok(replay) = Replay::start_at(at, shelf).await else {
        println!("SKIPPED ipv6_is_asked_as_ipv4_is: there is no IPv6 loopback here");
        return;
    };
    let (snmp, at) = (Snmp::open(), replay.address());
    let session = Box::pin(snmp.knock(at, v2c("sw"), honest())).await.unwrap();
    let found = session.get(&[oid("1.3.6.1.2.1.1.3.0")]).await;
    assert_eq!(found.unwrap()[0].value, Value::TimeTicks(4711));
    let walked = session.walk(&oid("1.3.6.1.2.1.2.2.1"), Bounds::default()).await;
    assert_eq!((walked.rows.len(), walked.end), (COLUMNS as usize, End::Whole));
    let wrong = Box::pin(snmp.knock(at, v2c("nobody's"), patience())).await;
    assert!(wrong.is_err(), "because silence is silence there, too");
}
