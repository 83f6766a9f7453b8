//! Requests to a sink that fails, waits, moves, floods and repeats what it heard.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hinomi_model::contact::Content;
use hinomi_model::sent::{PAUSES, Sent, Step, Why, next_try};
use hinomi_model::{Cause, Form, Phase, SecretId, Span, Way};
use support::{Kit, Papers, letter, secrets};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

/// A sink on loopback: answers the n-th request with the n-th of these, the last for ever.
struct Sink {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

async fn exchange(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answers: &[String],
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    let whole = |request: &[u8]| {
        let text = String::from_utf8_lossy(request);
        let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
        let length = head.lines().find_map(|l| l.strip_prefix("content-length: "));
        request.len() >= head.len() + 4 + length.map_or(0, |l| l.parse::<usize>().unwrap())
    };
    while !whole(&request) {
        match stream.read(&mut piece).await? {
            0 => return Ok(()),
            n => request.extend(&piece[..n]),
        }
    }
    let request = String::from_utf8(request).unwrap();
    let answer = {
        let mut heard = heard.lock().unwrap();
        heard.push(request.clone());
        answers.get(heard.len() - 1).or(answers.last()).cloned().unwrap_or_default()
    };
    if answer == "hang" {
        std::future::pending::<()>().await;
    }
    stream.write_all(answer.replace("{request}", &request).as_bytes()).await?;
    while answer.ends_with("flood") {
        stream.write_all(&[b'x'; 4096]).await?;
    }
    stream.shutdown().await
}

async fn sink(answers: &[&str], papers: Option<&Papers>) -> Sink {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (log, answers) = (Arc::clone(&heard), answers.iter().map(|a| (*a).to_owned()));
    let answers: Arc<Vec<String>> = Arc::new(answers.collect());
    let tls = papers.map(|papers| {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = papers.key.serialize_der().try_into().unwrap();
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![papers.own.clone()], key)
            .unwrap();
        tokio_rustls::TlsAcceptor::from(Arc::new(config))
    });
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (log, answers, tls) = (Arc::clone(&log), Arc::clone(&answers), tls.clone());
            tokio::spawn(async move {
                match tls {
                    Some(tls) => exchange(tls.accept(stream).await?, &answers, &log).await,
                    None => exchange(stream, &answers, &log).await,
                }
            });
        }
    });
    Sink { port, heard }
}

impl Sink {
    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn generic() -> Way {
    let template = r#"{"text": "{{ title }}"}"#.to_owned();
    let (url, token) = (SecretId(1), Some(SecretId(2)));
    Way::Webhook(Form::Generic { url, template, content: Content::Json, token })
}

async fn kit(sink: &Sink) -> Kit {
    let mut kit = Kit::new().await;
    let url = format!("http://127.0.0.1:{}/hooks/a-long-secret-path", sink.port);
    kit.secrets = secrets(&[(1, &url), (2, "s3cret-token")]);
    kit
}

async fn once(answer: &str) -> Sent {
    let sink = sink(&[answer], None).await;
    kit(&sink).await.send_within(&letter(), &generic(), Duration::from_secs(3)).await
}

fn said(code: u16, said: &str) -> Why {
    Why::Said { step: Step::Request, code, said: said.to_owned() }
}

#[tokio::test]
async fn a_sink_that_fails_five_times_gets_the_letter_once_by_one_identity() {
    let no = answer("503 Service Unavailable", "", "not yet");
    let yes = answer("202 Accepted", "X-Request-Id: run-77\r\n", "{\"ok\":true}");
    let mut answers = vec![no.as_str(); 5];
    answers.push(&yes);
    let sink = sink(&answers, None).await;
    let kit = kit(&sink).await;
    let (mut tries, mut waited) = (0, Span::ZERO);
    let proof = loop {
        tries += 1;
        let sent = kit.send(&letter(), &generic()).await;
        match (&sent, next_try(&PAUSES, tries, waited, &sent)) {
            (Sent::Delivered { proof }, None) => break proof.clone(),
            (Sent::Deferred { why, after: None }, Some(pause)) => {
                assert_eq!(*why, said(503, "not yet"));
                waited = waited + pause;
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((tries, waited), (6, Span(5_000 + 15_000 + 60_000 + 300_000 + 900_000)));
    assert_eq!(proof, "202 [run-77] {\"ok\":true}");
    let heard = sink.heard();
    let key = format!("idempotency-key: {}", letter().id);
    assert_eq!(heard.len(), 6);
    assert!(heard.iter().all(|request| request.contains(&key)), "{}", heard[0]);
    assert!(heard[5].starts_with("POST /hooks/a-long-secret-path HTTP/1.1\r\n"));
    assert!(heard[5].contains("authorization: Bearer s3cret-token\r\n"));
    assert!(heard[5].ends_with("{\"text\": \"core-sw-1 が停止 \\\"<!channel>\\\"\"}"));
}

#[tokio::test]
async fn what_will_never_work_is_told_from_what_may_work_later() {
    for (status, headers, want) in [
        ("400 Bad Request", "", Sent::Refused { why: said(400, "no") }),
        ("401 Unauthorized", "", Sent::Refused { why: said(401, "no") }),
        ("404 Not Found", "", Sent::Refused { why: said(404, "no") }),
        ("410 Gone", "Retry-After: 5\r\n", Sent::Refused { why: said(410, "no") }),
        ("408 Request Timeout", "", Sent::Deferred { why: said(408, "no"), after: None }),
        ("425 Too Early", "", Sent::Deferred { why: said(425, "no"), after: None }),
        ("500 Oops", "", Sent::Deferred { why: said(500, "no"), after: None }),
        (
            "429 Too Many Requests",
            "Retry-After: 42\r\n",
            Sent::Deferred { why: said(429, "no"), after: Some(Span::seconds(42)) },
        ),
        (
            "503 Service Unavailable",
            "Date: Mon, 21 Sep 2026 14:13:20 GMT\r\n\
             Retry-After: Mon, 21 Sep 2026 14:15:00 GMT\r\n",
            Sent::Deferred { why: said(503, "no"), after: Some(Span::seconds(100)) },
        ),
        (
            "503 Service Unavailable",
            "Retry-After: -5\r\n",
            Sent::Deferred { why: said(503, "no"), after: None },
        ),
        (
            "307 Temporary Redirect",
            "Location: https://elsewhere.example/x\r\n",
            Sent::Refused { why: said(307, "moved to elsewhere.example no") },
        ),
    ] {
        assert_eq!(once(&answer(status, headers, "no")).await, want, "because of {status}");
    }
    let telegram = r#"{"ok":false,"parameters":{"retry_after":9}}"#;
    let sent = once(&answer("429 Too Many Requests", "", telegram)).await;
    assert!(matches!(sent, Sent::Deferred { after: Some(Span(9_000)), .. }), "{sent:?}");
    let sent = once(&answer("204 No Content", "", "")).await;
    assert_eq!(sent, Sent::Delivered { proof: "204".into() });
}

#[tokio::test]
async fn silence_garbage_and_floods_are_bounded() {
    let sink = sink(&["hang"], None).await;
    // Long enough to be connected and to have asked on a busy machine.
    let limit = Duration::from_secs(2);
    let sent = kit(&sink).await.send_within(&letter(), &generic(), limit).await;
    let why = Why::Failed { phase: Phase::FirstByte, cause: Cause::TimedOut };
    assert_eq!(sent, Sent::Unreached { why });
    let sent = once("SSH-2.0-OpenSSH_9.2\r\n").await;
    assert!(matches!(sent, Sent::Unreached { why: Why::Failed { .. } }), "{sent:?}");
    let sent = once("HTTP/1.1 200 OK\r\n\r\nflood").await;
    let Sent::Delivered { proof } = sent else { panic!("{sent:?}") };
    assert!(proof.starts_with("200 floodxxxx") && proof.chars().count() <= 200, "{proof}");
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let nobody = Sink { port, heard: Arc::default() };
    let sent = kit(&nobody).await.send(&letter(), &generic()).await;
    let why = Why::Failed { phase: Phase::Connect, cause: Cause::Refused };
    assert_eq!(sent, Sent::Unreached { why });
}

#[tokio::test]
async fn a_sink_that_repeats_what_it_heard_gives_no_secret_away() {
    for status in ["200 OK", "403 Forbidden"] {
        let sent = once(&format!("HTTP/1.1 {status}\r\n\r\n{{request}}")).await;
        let shown = format!("{sent:?}");
        assert!(shown.contains("POST /hooks/…"), "{shown}");
        for secret in ["s3cret-token", "a-long-secret-path"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_service_on_the_web_is_told_only_over_a_connection_that_is_judged() {
    let papers = Papers::new();
    let sink = sink(&[&answer("200 OK", "", "ok")], Some(&papers)).await;
    let way = Way::Webhook(Form::Slack { url: SecretId(1) });
    let url = format!("https://localhost:{}/services/T1", sink.port);
    let mut kit = Kit::trusting(vec![papers.root.clone()]).await;
    kit.secrets = secrets(&[(1, &url)]);
    assert_eq!(kit.send(&letter(), &way).await, Sent::Delivered { proof: "200 ok".into() });
    let mut stranger = Kit::new().await;
    stranger.secrets = secrets(&[(1, &url)]);
    let sent = stranger.send(&letter(), &way).await;
    let Sent::Unreached { why: Why::Failed { phase: Phase::Tls, cause: Cause::Tls { detail } } } =
        &sent
    else {
        panic!("{sent:?}")
    };
    assert!(detail.contains("not trusted here"), "{detail}");
    assert_eq!(sink.heard().len(), 1, "because nothing is said to a stranger");
    assert_eq!(
        Kit::new().await.send(&letter(), &way).await,
        Sent::Deferred { why: Why::NoSecret, after: None }
    );
}
