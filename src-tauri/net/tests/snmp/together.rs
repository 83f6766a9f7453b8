//! What several ask of one agent at the same moment: few questions, and nobody pays for another.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use hinomi_model::snmp::{Oid, Value};
use hinomi_net::snmp::{Session, Together, Trouble};
use hinomi_replay::{Recording, Request, Shelf, answer, ber};

use crate::support::{Liar, impatient, oid, session, v1, v2c};

const UP_TIME: &str = "1.3.6.1.2.1.1.3.0";
const COLUMNS: [&str; 3] =
    ["1.3.6.1.2.1.2.2.1.10", "1.3.6.1.2.1.2.2.1.14", "1.3.6.1.2.1.31.1.1.1.6"];
const PORTS: u32 = 48;

fn cell(column: usize, port: u32) -> Oid {
    oid(COLUMNS[column]).join(&[port])
}

/// The time, and three columns of these ports.
fn switch(ports: impl Iterator<Item = u32> + Clone) -> Shelf {
    let row = |n, port| (cell(n, port), Value::Counter32(port + 1_000 * n as u32));
    let rows = (0..3).flat_map(|n| ports.clone().map(move |port| row(n, port)));
    let rows: Vec<_> = std::iter::once((oid(UP_TIME), Value::TimeTicks(1))).chain(rows).collect();
    Shelf::from([("c".to_owned(), Recording::from(rows))])
}

/// What was asked: kinds of question, each once however often it was repeated.
type Heard = Arc<Mutex<Vec<(i64, u8)>>>;

/// An agent that takes to some questions in its own way and is honest else.
async fn agent(
    shelf: Shelf,
    mut odd: impl FnMut(&Request<'_>) -> Option<Vec<Vec<u8>>> + Send + 'static,
) -> (Liar, Heard) {
    let heard = Heard::default();
    let hears = Arc::clone(&heard);
    let liar = Liar::raw(move |packet| {
        let Some(request) = Request::read(packet) else { return Vec::new() };
        let question = (request.id, request.kind);
        let mut heard = hears.lock().unwrap();
        if !heard.contains(&question) {
            heard.push(question);
        }
        odd(&request).unwrap_or_else(|| answer(&shelf, packet).into_iter().collect())
    })
    .await;
    (liar, heard)
}

/// How many GETs and GETBULKs there were since the last time.
fn counts(heard: &Heard) -> (usize, usize) {
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    let of = |tag| heard.iter().filter(|(_, kind)| *kind == tag).count();
    (of(ber::tag::GET), of(ber::tag::GET_BULK))
}

/// Every port asks for its row and the time.
async fn look(session: &Session, ports: &[u32]) -> Vec<Result<Together, Trouble>> {
    let ask = |port: &u32| {
        let mut oids: Vec<Oid> = (0..3).map(|n| cell(n, *port)).collect();
        oids.push(oid(UP_TIME));
        async move { session.get_together(&oids).await }
    };
    join_all(ports.iter().map(ask)).await
}

/// What a port was told of its row.
fn row(told: &Result<Together, Trouble>, port: u32) -> [Option<Value>; 3] {
    let told = told.as_ref().unwrap();
    assert_eq!(told.get(oid(UP_TIME).numbers()), Some(&Value::TimeTicks(1)));
    [0, 1, 2].map(|n| told.get(cell(n, port).numbers()).cloned())
}

fn whole(port: u32) -> [Option<Value>; 3] {
    [0, 1_000, 2_000].map(|n| Some(Value::Counter32(port + n)))
}

fn all_are_told(told: &[Result<Together, Trouble>], ports: &[u32], why: &str) {
    for (told, port) in told.iter().zip(ports) {
        assert_eq!(row(told, *port), whole(*port), "port {port}, {why}");
    }
}

fn ports() -> Vec<u32> {
    (1..=PORTS).collect()
}

#[tokio::test]
async fn a_column_of_many_ports_is_one_question() {
    let (liar, heard) = agent(switch(1..=PORTS), |_| None).await;
    let session = session(liar.address, v2c("c"));
    all_are_told(&look(&session, &ports()).await, &ports(), "asked with others");
    assert_eq!(counts(&heard), (1, 3), "because only the time is not in a column");
    let few: Vec<u32> = (1..=5).collect();
    all_are_told(&look(&session, &few).await, &few, "asked with few");
    assert_eq!(counts(&heard), (1, 0), "because one GET brings as much");
    let apart: Vec<u32> = (1..=16).map(|n| 3 * n).collect();
    all_are_told(&look(&session, &apart).await, &apart, "asked with others far away");
    assert_eq!(counts(&heard), (3, 0), "because two rows of three would be read in vain");
}

#[tokio::test]
async fn a_row_that_is_missing_is_missing_alone() {
    let (liar, heard) = agent(switch((1..=PORTS).filter(|port| *port != 20)), |_| None).await;
    let session = session(liar.address, v2c("c"));
    for (told, port) in look(&session, &ports()).await.iter().zip(ports()) {
        let want = if port == 20 { [None, None, None] } else { whole(port) };
        assert_eq!(row(told, port), want, "port {port}");
    }
    assert_eq!(counts(&heard), (2, 3), "because GET has the last word on what is not there");
    assert_eq!(session.repetitions(), 48, "because GETBULK was right");
}

#[tokio::test]
async fn an_agent_that_stumbles_in_getbulk_loses_nothing_and_is_soon_spared_it() {
    type Stumble = fn(&Request<'_>) -> Vec<Vec<u8>>;
    let stumbles: [(&str, Stumble); 6] = [
        ("silence", |_| Vec::new()),
        ("garbage", |_| vec![b"HTTP/1.1 400 Bad Request".to_vec()]),
        ("genErr", |request| vec![request.respond(5, 0, &[])]),
        ("tooBig", |request| vec![request.respond(1, 0, &[])]),
        ("nothing at all", |request| vec![request.respond(0, 0, &[])]),
        ("the same row again", |request| {
            let again = ber::binding(&request.names[0], &Value::Counter32(0));
            vec![request.respond(0, 0, &again)]
        }),
    ];
    for (name, stumble) in stumbles {
        let odd = move |request: &Request<'_>| {
            (request.kind == ber::tag::GET_BULK).then(|| stumble(request))
        };
        let (liar, heard) = agent(switch(1..=PORTS), odd).await;
        let session = impatient(liar.address, v2c("c"));
        for _ in 0..2 {
            all_are_told(&look(&session, &ports()).await, &ports(), name);
        }
        counts(&heard);
        all_are_told(&look(&session, &ports()).await, &ports(), name);
        let (_, bulks) = counts(&heard);
        assert_eq!(bulks, 0, "because it was learnt ({name})");
        assert_eq!(session.repetitions(), 10, "because few rows may yet be borne ({name})");
    }
}

#[tokio::test]
async fn silence_to_getbulk_counts_also_where_nothing_else_is_asked() {
    let odd = |request: &Request<'_>| (request.kind == ber::tag::GET_BULK).then(Vec::new);
    let (liar, heard) = agent(switch(1..=PORTS), odd).await;
    let session = impatient(liar.address, v2c("c"));
    let column: Vec<Oid> = ports().into_iter().map(|port| cell(0, port)).collect();
    for bulks in [1, 1, 0] {
        let told = session.get_together(&column).await.unwrap();
        assert_eq!(told.get(column[7].numbers()), Some(&Value::Counter32(8)));
        assert_eq!(counts(&heard), (2, bulks));
    }
}

#[tokio::test]
async fn an_agent_that_gives_few_rows_at_once_or_skips_some_loses_none() {
    let few = |request: &Request<'_>| {
        let first = request.names[0].numbers().last().map_or(0, |n| n + 1);
        let column = Oid::from(&request.names[0].numbers()[..request.names[0].len() - 1]);
        let row = |port| ber::binding(&column.join(&[port]), &Value::Null);
        let rows: Vec<u8> = (first..first + 5).flat_map(row).collect();
        (request.kind == ber::tag::GET_BULK).then(|| vec![request.respond(0, 0, &rows)])
    };
    // Null is what some say of what they are slow to read.
    let (liar, heard) = agent(switch(1..=PORTS), few).await;
    let session = session(liar.address, v2c("c"));
    for (told, port) in look(&session, &ports()).await.iter().zip(ports()) {
        assert_eq!(row(told, port), whole(port), "port {port}, because GET has the last word");
    }
    assert_eq!(counts(&heard), (1 + 6, 3));
    assert_eq!(session.repetitions(), 10, "because more are asked for in vain");
    all_are_told(&look(&session, &ports()).await, &ports(), "asked with GET");
    assert_eq!(counts(&heard), (7, 0));
}

#[tokio::test]
async fn a_column_an_agent_fails_at_costs_only_itself() {
    let odd = |request: &Request<'_>| {
        let bad = oid(COLUMNS[1]);
        let at = request.names.iter().position(|name| name.starts_with(&bad))?;
        Some(vec![request.respond(5, at + 1, &[])])
    };
    let (liar, _) = agent(switch(1..=PORTS), odd).await;
    let session = session(liar.address, v2c("c"));
    for (told, port) in look(&session, &ports()).await.iter().zip(ports()) {
        let [first, _, last] = whole(port);
        assert_eq!(row(told, port), [first, None, last], "port {port}");
    }
    assert_eq!(session.repetitions(), 48, "because GET did no better there");
}

#[tokio::test]
async fn an_agent_of_the_first_version_is_never_asked_for_many_rows() {
    let (liar, heard) = agent(switch(1..=PORTS), |_| None).await;
    let session = session(liar.address, v1("c"));
    all_are_told(&look(&session, &ports()).await, &ports(), "by SNMPv1");
    let (gets, bulks) = counts(&heard);
    assert_eq!((gets > 0, bulks), (true, 0), "because SNMPv1 has no GETBULK");
}

#[tokio::test]
async fn an_agent_that_answers_getbulk_alone_is_silent() {
    let (liar, heard) =
        agent(switch(1..=PORTS), |request| (request.kind == ber::tag::GET).then(Vec::new)).await;
    let told = look(&impatient(liar.address, v2c("c")), &ports()).await;
    assert!(told.iter().all(|told| told.as_ref().err() == Some(&Trouble::SILENT)), "{told:?}");
    assert_eq!(counts(&heard), (1, 0), "because whoever is silent is not asked on");
}

#[tokio::test]
async fn rows_without_end_between_two_rows_are_left() {
    let endless = |request: &Request<'_>| {
        let behind = &request.names[0];
        let (row, first) = match behind.len() > oid(COLUMNS[2]).len() + 1 {
            true => behind.numbers().split_last().map(|(n, row)| (Oid::from(row), n + 1))?,
            false => (behind.clone(), 1),
        };
        let rows = (first..first + 48).flat_map(|n| ber::binding(&row.join(&[n]), &Value::Null));
        let rows: Vec<u8> = rows.collect();
        (request.kind == ber::tag::GET_BULK).then(|| vec![request.respond(0, 0, &rows)])
    };
    let (liar, heard) = agent(switch(1..=PORTS), endless).await;
    let session = session(liar.address, v2c("c"));
    all_are_told(&look(&session, &ports()).await, &ports(), "between endless rows");
    let (_, bulks) = counts(&heard);
    assert!(bulks <= 9, "because a column of 48 rows is left after 96, not after {bulks} answers");
}

#[tokio::test]
async fn whoever_asks_for_all_may_go_and_the_others_are_told() {
    let (liar, heard) = agent(switch(1..=PORTS), |_| None).await;
    let session = session(liar.address, v2c("c"));
    let first = [cell(0, 1)];
    let second = [cell(0, 2)];
    let mut asks = Box::pin(session.get_together(&first));
    let waits = session.get_together(&second);
    tokio::select! {
        biased;
        told = &mut asks => panic!("because they still gather: {told:?}"),
        () = tokio::time::sleep(Duration::from_millis(1)) => {}
    }
    let leaves = async {
        tokio::time::sleep(Duration::from_millis(2)).await;
        drop(asks);
    };
    let (told, ()) = tokio::join!(waits, leaves);
    let told = told.unwrap();
    assert_eq!(told.get(second[0].numbers()), Some(&Value::Counter32(2)));
    assert_eq!(told.get(first[0].numbers()), Some(&Value::Counter32(1)), "because they had joined");
    assert_eq!(counts(&heard), (1, 0), "because whoever goes has asked nothing yet");
}
