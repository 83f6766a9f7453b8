//! Agents that do not play by the rules: everything is bounded, and what was good is kept.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hinomi_model::Cause;
use hinomi_model::snmp::{Oid, Value};
use hinomi_net::NoAnswer;
use hinomi_net::snmp::{Bounds, End, Plan, Trouble};
use hinomi_replay::{Recording, Request, Shelf, answer, ber};

use crate::support::{Liar, impatient, oid, session, v1, v2c};

const ROOT: &str = "1.3.6.1.2.1.2.2.1.2";

/// Rows 1 to `last` of a column.
fn column(root: &str, last: u32) -> Shelf {
    let row = |n| (oid(root).join(&[n]), Value::Integer(n as i32));
    Shelf::from([("c".to_owned(), Recording::from((1..=last).map(row).collect::<Vec<_>>()))])
}

/// What an honest agent with this recording answers.
fn honest(shelf: &Shelf, request: &Request<'_>) -> Vec<Vec<u8>> {
    answer(shelf, &rewritten(request)).into_iter().collect()
}

/// A request as a message again.
fn rewritten(request: &Request<'_>) -> Vec<u8> {
    let names: Vec<u8> =
        request.names.iter().flat_map(|name| ber::binding(name, &Value::Null)).collect();
    let pdu = [
        ber::number(2, request.id.into()),
        ber::number(2, request.first.into()),
        ber::number(2, request.second.into()),
        ber::element(ber::tag::SEQUENCE, &names),
    ];
    let message = [
        ber::number(2, request.version.into()),
        ber::element(ber::tag::OCTETS, request.community),
        ber::element(request.kind, &pdu.concat()),
    ];
    ber::element(ber::tag::SEQUENCE, &message.concat())
}

/// One answer with these rows.
fn rows(request: &Request<'_>, rows: &[(Oid, Value)]) -> Vec<Vec<u8>> {
    let bindings: Vec<u8> = rows.iter().flat_map(|(name, v)| ber::binding(name, v)).collect();
    vec![request.respond(0, 0, &bindings)]
}

fn malformed(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::NoAnswer(NoAnswer::Failed(Cause::Malformed { .. })))
}

#[tokio::test]
async fn a_table_without_end_is_left_at_the_bound() {
    let liar = Liar::start(|request| {
        let name = &request.names[0];
        let next = name.numbers().last().map_or(0, |n| n + 1);
        let row = |n| (oid(ROOT).join(&[n]), Value::Counter32(n));
        rows(request, &(next..next + 20).map(row).collect::<Vec<_>>())
    })
    .await;
    let bounds = Bounds { rows: 500, ..Bounds::default() };
    let walked = session(liar.address, v2c("c")).walk(&oid(ROOT), bounds).await;
    assert_eq!((walked.rows.len(), walked.end), (500, End::Bounded));
    let bounds = Bounds { time: Duration::ZERO, ..Bounds::default() };
    let walked = session(liar.address, v2c("c")).walk(&oid(ROOT), bounds).await;
    assert_eq!(walked.end, End::Bounded, "because time is bounded, too");
}

#[tokio::test]
async fn an_agent_that_goes_round_in_circles_is_left() {
    let liar = Liar::start(|request| {
        let last = *request.names[0].numbers().last().unwrap();
        let next = if last >= 5 && request.names[0].len() > 10 { 3 } else { last + 1 };
        let first = if request.names[0] == oid(ROOT) { 1 } else { next };
        rows(request, &[(oid(ROOT).join(&[first]), Value::Integer(1))])
    })
    .await;
    for credentials in [v1("c"), v2c("c")] {
        let walked = session(liar.address, credentials).walk(&oid(ROOT), Bounds::default()).await;
        assert_eq!((walked.rows.len(), walked.end), (5, End::Backwards));
    }
}

#[tokio::test]
async fn an_agent_that_stands_still_is_left() {
    let liar =
        Liar::start(|request| rows(request, &[(request.names[0].clone(), Value::Integer(1))]))
            .await;
    let walked = session(liar.address, v2c("c")).walk(&oid(ROOT), Bounds::default()).await;
    assert_eq!((walked.rows.len(), walked.end), (0, End::Backwards));
}

#[tokio::test]
async fn an_agent_that_stumbles_in_getbulk_is_asked_with_getnext() {
    let shelf = column(ROOT, 40);
    type Stumble = fn(&Request<'_>) -> Option<Vec<Vec<u8>>>;
    let stumbles: [(&str, Stumble); 4] = [
        ("silence", |_| Some(Vec::new())),
        ("genErr", |request| Some(vec![request.respond(5, 0, &[])])),
        ("tooBig", |request| Some(vec![request.respond(1, 0, &[])])),
        ("the same row again", |request| {
            Some(rows(request, &[(request.names[0].clone(), Value::Null)]))
        }),
    ];
    for (name, stumble) in stumbles {
        let shelf = shelf.clone();
        let liar = Liar::start(move |request| match request.kind {
            ber::tag::GET_BULK => stumble(request).unwrap_or_else(|| honest(&shelf, request)),
            _ => honest(&shelf, request),
        })
        .await;
        let session = impatient(liar.address, v2c("c"));
        let walked = session.walk(&oid(ROOT), Bounds::default()).await;
        assert_eq!((walked.rows.len(), walked.end), (40, End::Whole), "after {name}");
        assert!(session.repetitions() <= 1, "because it was learnt ({name})");
    }
}

#[tokio::test]
async fn an_agent_that_bears_few_rows_at_once_is_asked_for_few() {
    let shelf = column(ROOT, 60);
    let liar = Liar::start(move |request| match request.kind {
        ber::tag::GET_BULK if request.second > 15 => Vec::new(),
        _ => honest(&shelf, request),
    })
    .await;
    let session = impatient(liar.address, v2c("c"));
    let walked = session.walk(&oid(ROOT), Bounds::default()).await;
    assert_eq!((walked.rows.len(), walked.end), (60, End::Whole));
    assert_eq!(session.repetitions(), 10, "because as many are borne");
}

#[tokio::test]
async fn a_line_that_loses_packets_does_not_teach_a_session_to_ask_for_less() {
    let shelf = column(ROOT, 200);
    let mut heard = Vec::new();
    let liar = Liar::start(move |request| {
        // Every third question is lost, both of its tries: a repeat has the number of the first. So
        // a repeat nobody needed, because this machine was slow, changes nothing.
        let known = heard.iter().position(|id| *id == request.id);
        let nth = known.unwrap_or_else(|| {
            heard.push(request.id);
            heard.len() - 1
        });
        if nth % 3 == 2 { Vec::new() } else { honest(&shelf, request) }
    })
    .await;
    let session = impatient(liar.address, v2c("c"));
    let walked = session.walk(&oid(ROOT), Bounds::default()).await;
    assert_eq!((walked.rows.len(), walked.end), (200, End::Whole));
    assert_eq!(session.repetitions(), 48, "because GETBULK was answered in between");
}

#[tokio::test]
async fn an_agent_that_goes_round_in_circles_is_not_thought_to_fear_getbulk() {
    let liar =
        Liar::start(|request| rows(request, &[(request.names[0].clone(), Value::Integer(1))]))
            .await;
    let session = session(liar.address, v2c("c"));
    session.walk(&oid(ROOT), Bounds::default()).await;
    assert_eq!(session.repetitions(), 48, "because GETNEXT did no better");
}

#[tokio::test]
async fn a_column_that_silences_an_agent_costs_only_itself() {
    let shelf: Shelf = column(ROOT, 5);
    let deaf = oid("1.0.8802.1.1.2.1.4");
    let shut = deaf.clone();
    let liar = Liar::start(move |request| {
        if request.names[0].starts_with(&shut) {
            return Vec::new();
        }
        honest(&shelf, request)
    })
    .await;
    let plan = Plan { objects: Vec::new(), subtrees: vec![deaf.clone(), oid(ROOT)] };
    let session = impatient(liar.address, v2c("c"));
    let gathered = session.read(&plan, Bounds::default()).await.unwrap();
    assert_eq!(gathered.found.len(), 5);
    assert_eq!(gathered.shortfalls.len(), 1);
    assert_eq!(gathered.shortfalls[0].subtree, Some(deaf));
    assert_eq!(gathered.shortfalls[0].end, End::Trouble(Trouble::SILENT));
}

#[tokio::test]
async fn an_agent_that_dies_under_way_leaves_what_it_said() {
    let shelf = column(ROOT, 500);
    let heard = Arc::<Mutex<Vec<i64>>>::default();
    let hears = heard.clone();
    let liar = Liar::start(move |request| {
        // By their numbers, as a question that is repeated is the same one.
        let mut heard = hears.lock().unwrap();
        if !heard.contains(&request.id) {
            heard.push(request.id);
        }
        let answered = heard.iter().take(3).any(|id| *id == request.id);
        if answered { honest(&shelf, request) } else { Vec::new() }
    })
    .await;
    let others = (31..40).map(|n| oid("1.3.6.1.2.1").join(&[n]));
    let plan =
        Plan { objects: Vec::new(), subtrees: [oid(ROOT)].into_iter().chain(others).collect() };
    let session = impatient(liar.address, v2c("c"));
    let gathered = session.read(&plan, Bounds::default()).await.unwrap();
    assert_eq!(gathered.found.len(), 144, "because three answers of 48 rows came");
    assert_eq!(gathered.shortfalls.len(), 10);
    let vain = heard.lock().unwrap().len() - 3;
    assert!(vain <= 4, "because it is not asked again for every subtree, not {vain} times");
}

#[tokio::test]
async fn garbage_is_told_from_silence() {
    for garbage in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1, 1],
        &[0x30, 0x80, 0, 0],
        &[0; 40],
        &[],
    ] {
        let liar = Liar::raw(move |_| vec![garbage.to_vec()]).await;
        let got = impatient(liar.address, v2c("c")).get(&[oid(ROOT)]).await.unwrap_err();
        assert!(malformed(&got), "{garbage:?} is an answer, if not a good one: {got:?}");
    }
}

#[tokio::test]
async fn the_right_answer_is_found_among_wrong_ones() {
    let shelf = column(ROOT, 3);
    let liar = Liar::start(move |request| {
        let good = honest(&shelf, request);
        let other = Request { id: request.id ^ 1, ..request.clone() };
        let stranger = Request { community: b"another", ..request.clone() };
        let lie = (oid(ROOT).join(&[1]), Value::Integer(666));
        let mut all = vec![b"garbage".to_vec()];
        all.extend(rows(&other, std::slice::from_ref(&lie)));
        all.extend(rows(&stranger, std::slice::from_ref(&lie)));
        all.push(good[0][..good[0].len() - 3].to_vec());
        all.extend(good);
        all
    })
    .await;
    let found = session(liar.address, v2c("c")).get(&[oid(ROOT).join(&[1])]).await;
    assert_eq!(found.unwrap()[0].value, Value::Integer(1), "because only one was to our question");
}

#[tokio::test]
async fn answers_to_other_questions_and_cut_ones_are_no_answers() {
    for cut in [0usize, 1, 5, 20] {
        let shelf = column(ROOT, 3);
        let liar = Liar::start(move |request| {
            let good = honest(&shelf, request).remove(0);
            if cut == 0 {
                let other = Request { id: request.id.wrapping_add(1), ..request.clone() };
                return rows(&other, &[(oid(ROOT).join(&[1]), Value::Integer(666))]);
            }
            vec![good[..good.len() - cut].to_vec()]
        })
        .await;
        let got = impatient(liar.address, v2c("c")).get(&[oid(ROOT).join(&[1])]).await.unwrap_err();
        assert!(got == Trouble::SILENT || malformed(&got), "cut by {cut}: {got:?}");
    }
}

#[tokio::test]
async fn very_long_strings_are_bounded() {
    let liar = Liar::start(|request| {
        let next = request.names[0].numbers().last().map_or(0, |n| n + 1);
        rows(request, &[(oid(ROOT).join(&[next]), Value::OctetString(vec![0xff; 60_000]))])
    })
    .await;
    let bounds = Bounds { octets: 1 << 20, ..Bounds::default() };
    let walked = session(liar.address, v2c("c")).walk(&oid(ROOT), bounds).await;
    assert_eq!(walked.end, End::Bounded);
    assert!((15..=17).contains(&walked.rows.len()), "because a mebibyte holds so many");
    let text = walked.rows[0].value.as_text().unwrap();
    assert_eq!(text.chars().count(), Value::LONGEST_TEXT);
}

#[tokio::test]
async fn one_object_an_agent_chokes_on_costs_only_itself() {
    for (error, place) in [(5, 2), (5, 0), (2, 2), (1, 0), (5, 99)] {
        let shelf = column(ROOT, 6);
        let bad = oid(ROOT).join(&[2]);
        let liar =
            Liar::start(move |request| match request.names.iter().position(|name| *name == bad) {
                Some(at) if place == 2 => vec![request.respond(error, at + 1, &[])],
                Some(_) => vec![request.respond(error, place, &[])],
                None => honest(&shelf, request),
            })
            .await;
        for credentials in [v1("c"), v2c("c")] {
            let asked: Vec<Oid> = (1..=6).map(|n| oid(ROOT).join(&[n])).collect();
            let found = session(liar.address, credentials).get(&asked).await.unwrap();
            let values: Vec<_> = found.iter().filter_map(|row| row.value.as_i64()).collect();
            assert_eq!(values, [1, 3, 4, 5, 6], "with error {error} at {place}");
        }
    }
}

#[tokio::test]
async fn answers_with_other_objects_than_asked_for_are_not_believed() {
    let liar = Liar::start(|request| {
        let lies = [
            (oid("1.3.6.1.2.1.1.5.0"), Value::Integer(1)),
            (request.names[0].clone(), Value::Integer(2)),
            (request.names[0].clone(), Value::Integer(3)),
        ];
        rows(request, &lies)
    })
    .await;
    let asked = [oid(ROOT).join(&[1]), oid(ROOT).join(&[2])];
    let found = session(liar.address, v2c("c")).get(&asked).await.unwrap();
    assert_eq!(found[0].value, Value::Integer(2), "because the first value of an object counts");
    assert_eq!(found[1].value, Value::NoSuchInstance);
}

#[tokio::test]
async fn a_flood_of_answers_does_not_grow() {
    let shelf = column(ROOT, 3);
    let liar = Liar::start(move |request| {
        let mut all: Vec<_> = (0..2_000)
            .map(|n| {
                let lie = (oid(ROOT).join(&[9]), Value::Integer(n));
                Request { version: 0, ..request.clone() }.respond(
                    0,
                    0,
                    &ber::binding(&lie.0, &lie.1),
                )
            })
            .collect();
        all.extend(honest(&shelf, request));
        all
    })
    .await;
    let found = session(liar.address, v2c("c")).get(&[oid(ROOT).join(&[1])]).await;
    assert_eq!(found.unwrap()[0].value, Value::Integer(1));
}
