//! Letters by mail: through a real server, and to peers that refuse, hang and lie.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::time::Duration;

use hinomi_model::contact::Security;
use hinomi_model::sent::{Sent, Step, Why};
use hinomi_model::{Address, Cause, MailServer, Phase, SecretId, Way};
use support::{Kit, Papers, Post, letter, over, secrets};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn to(addresses: &[&str]) -> Way {
    Way::Mail { to: addresses.iter().map(|&address| address.to_owned()).collect() }
}

fn server(port: u16, security: Security, login: bool) -> MailServer {
    MailServer {
        host: Address::parse("127.0.0.1").unwrap(),
        port,
        security,
        user: login.then(|| "tower".to_owned()),
        password: login.then_some(SecretId(1)),
        from: "hinomi@example.jp".into(),
    }
}

async fn kit(papers: &Papers, server: MailServer) -> Kit {
    let mut kit = Kit::trusting(vec![papers.root.clone()]).await;
    kit.mail = Some(server);
    kit.secrets = secrets(&[(1, "火の見 1")]);
    kit
}

#[tokio::test]
async fn a_letter_arrives_whole_encrypted_and_in_japanese() {
    for (mode, security, left_out) in [
        ("starttls", Security::StartTls, &[][..]),
        ("starttls", Security::StartTls, &["PLAIN"]),
        ("tls", Security::Tls, &[]),
    ] {
        let papers = Papers::new();
        let Some(mut post) = Post::open(mode, &papers, left_out) else { return };
        let kit = kit(&papers, server(post.port, security, true)).await;
        let sent = kit.send(&letter(), &to(&["on-duty@example.jp", "b@example.jp"])).await;
        let proof = "250 2.0.0 Ok: queued as TEST1".to_owned();
        assert_eq!(sent, Sent::Delivered { proof }, "because {mode} is spoken");
        let mail = post.taken();
        let headers = &mail["headers"];
        assert_eq!(headers["subject"], "[本社 3F] core-sw-1 が停止 \"<!channel>\"");
        assert_eq!(headers["message-id"], format!("<{}@example.jp>", letter().id));
        assert_eq!(headers["references"], format!("<{}@example.jp>", letter().thread));
        assert_eq!(headers["auto-submitted"], "auto-generated");
        assert_eq!(headers["importance"], "high");
        assert_eq!(headers["date"], "Mon, 21 Sep 2026 14:13:20 +0000");
        let body = "10.0.0.1 へ応答なし。\n影響: 12 ノード & 3 台 [toall] *急*\n\n本社 3F";
        assert_eq!(mail["body"].as_str().unwrap().replace("\r\n", "\n").trim_end(), body);
        assert_eq!(mail["to"], serde_json::json!(["on-duty@example.jp", "b@example.jp"]));
        assert_eq!(mail["from"], "hinomi@example.jp");
        assert_eq!((&mail["encrypted"], &mail["login"]), (&true.into(), &"tower".into()));
        assert!(mail["longest"].as_u64().unwrap() <= 998, "because RFC 5322 §2.1.1 says so");
        assert_eq!(mail["ascii"], true, "because no server need speak 8BITMIME");
        assert_eq!(post.rest(), 0, "because it arrives once");
    }
}

#[tokio::test]
async fn without_encryption_mail_goes_only_where_no_password_is_needed() {
    let papers = Papers::new();
    let Some(mut post) = Post::open("plain", &papers, &[]) else { return };
    let kit_plain = kit(&papers, server(post.port, Security::None, false)).await;
    let sent = kit_plain.send(&over(), &to(&["a@example.jp"])).await;
    assert!(sent.is_delivered(), "{sent:?}");
    let mail = post.taken();
    assert_eq!(mail["encrypted"], false);
    assert_eq!(mail["headers"]["importance"], serde_json::Value::Null, "because all is well");
    let kit_login = kit(&papers, server(post.port, Security::None, true)).await;
    let sent = kit_login.send(&letter(), &to(&["a@example.jp"])).await;
    assert_eq!(sent, Sent::Refused { why: Why::NoEncryption });
    assert_eq!(post.rest(), 0);
}

#[tokio::test]
async fn a_wrong_password_is_said_in_the_servers_words_and_not_tried_for_ever() {
    let papers = Papers::new();
    let Some(post) = Post::open("starttls", &papers, &[]) else { return };
    let mut kit = kit(&papers, server(post.port, Security::StartTls, true)).await;
    kit.secrets = secrets(&[(1, "wrong-password")]);
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    let Sent::Refused { why: Why::Said { step: Step::Login, code: 535, said } } = &sent else {
        panic!("{sent:?}")
    };
    assert!(said.contains("5.7.8"), "{said}");
    assert!(!said.contains("wrong-password") && !said.contains("d3Jvbmc"), "{said}");
    assert_eq!(post.rest(), 0);
}

#[tokio::test]
async fn recipients_that_are_refused_are_named_and_the_others_are_told() {
    let papers = Papers::new();
    let Some(mut post) = Post::open("plain", &papers, &[]) else { return };
    let kit = kit(&papers, server(post.port, Security::None, false)).await;
    let sent = kit.send(&letter(), &to(&["nobody@example.jp"])).await;
    let said = "nobody@example.jp 5.1.1 no such mailbox here".to_owned();
    let why = Why::Said { step: Step::Recipient, code: 550, said };
    assert_eq!(sent, Sent::Refused { why }, "because it will never be there");
    let sent = kit.send(&letter(), &to(&["nobody@example.jp", "full@example.jp"])).await;
    assert!(matches!(&sent, Sent::Deferred { why: Why::Said { code: 452, .. }, .. }), "{sent:?}");
    let sent = kit.send(&letter(), &to(&["nobody@example.jp", "a@example.jp"])).await;
    let Sent::Delivered { proof } = &sent else { panic!("{sent:?}") };
    assert_eq!(
        proof,
        "250 2.0.0 Ok: queued as TEST1; not for nobody@example.jp: 550 5.1.1 no such mailbox here"
    );
    assert_eq!(post.taken()["to"], serde_json::json!(["a@example.jp"]));
    assert_eq!(post.rest(), 0);
}

#[tokio::test]
async fn a_server_that_wants_to_be_asked_again_is_asked_again_with_the_same_letter() {
    let papers = Papers::new();
    let Some(mut post) = Post::open("plain", &papers, &[]) else { return };
    let kit = kit(&papers, server(post.port, Security::None, false)).await;
    let first = kit.send(&letter(), &to(&["grey@example.jp"])).await;
    let Sent::Deferred { why: Why::Said { step: Step::Recipient, code: 451, .. }, after: None } =
        first
    else {
        panic!("{first:?}")
    };
    assert!(kit.send(&letter(), &to(&["grey@example.jp"])).await.is_delivered());
    let id = format!("<{}@example.jp>", letter().id);
    assert_eq!(post.taken()["headers"]["message-id"], id, "because it is the same letter");
    assert_eq!(post.rest(), 0);
}

#[tokio::test]
async fn a_server_that_falls_silent_is_not_waited_for() {
    let papers = Papers::new();
    let Some(post) = Post::open("plain", &papers, &[]) else { return };
    let kit = kit(&papers, server(post.port, Security::None, false)).await;
    // Long enough to get as far as that on a busy machine.
    let limit = Duration::from_millis(2_500);
    let sent = kit.send_within(&letter(), &to(&["hang@example.jp"]), limit).await;
    let why = Why::Failed { phase: Phase::FirstByte, cause: Cause::TimedOut };
    assert_eq!(sent, Sent::Unreached { why });
}

#[tokio::test]
async fn a_certificate_nobody_trusts_gets_neither_password_nor_letter() {
    let papers = Papers::new();
    for (mode, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
        let Some(post) = Post::open(mode, &papers, &[]) else { return };
        let strangers = Papers::by("Another authority");
        let kit = kit(&strangers, server(post.port, security, true)).await;
        let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
        let Sent::Unreached {
            why: Why::Failed { phase: Phase::Tls, cause: Cause::Tls { detail } },
        } = &sent
        else {
            panic!("{sent:?}")
        };
        assert!(detail.contains("not trusted here"), "{detail}");
        assert_eq!(post.rest(), 0);
    }
}

#[tokio::test]
async fn words_from_the_network_cannot_become_headers() {
    let papers = Papers::new();
    let Some(mut post) = Post::open("plain", &papers, &[]) else { return };
    let kit = kit(&papers, server(post.port, Security::None, false)).await;
    let mut bent = letter();
    bent.title = "down\r\nBcc: thief@example.com\r\n\r\n.\r\nQUIT".into();
    bent.body = ".\r\nRCPT TO:<thief@example.com>\n.".into();
    assert!(kit.send(&bent, &to(&["a@example.jp"])).await.is_delivered());
    let mail = post.taken();
    assert_eq!(mail["to"], serde_json::json!(["a@example.jp"]));
    assert_eq!(mail["headers"]["bcc"], serde_json::Value::Null);
    assert_eq!(mail["body"].as_str().unwrap().lines().next(), Some("."), "{}", mail["body"]);
    let sent = kit.send(&letter(), &to(&["a@example.jp>\r\nRCPT TO:<thief@example.com"])).await;
    assert!(matches!(sent, Sent::Refused { why: Why::Unfit { .. } }), "{sent:?}");
    assert_eq!(post.rest(), 0);
}

#[tokio::test]
async fn what_is_not_set_up_says_so() {
    let mut kit = Kit::new().await;
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    assert_eq!(sent, Sent::Refused { why: Why::NoMailServer });
    kit.mail = Some(server(1, Security::Tls, true));
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    assert_eq!(sent, Sent::Deferred { why: Why::NoSecret, after: None });
    kit.mail = Some(server(closed_port().await, Security::Tls, false));
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    let why = Why::Failed { phase: Phase::Connect, cause: Cause::Refused };
    assert_eq!(sent, Sent::Unreached { why });
}

async fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// A peer that answers every line with the next of these words, then repeats `for_ever`.
async fn liar(words: &'static [&'static str], for_ever: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await?;
        let mut heard = [0; 4096];
        for (n, words) in words.iter().enumerate() {
            if n > 0 && stream.read(&mut heard).await? == 0 {
                return Ok(());
            }
            stream.write_all(words.as_bytes()).await?;
        }
        while !for_ever.is_empty() {
            stream.write_all(for_ever.as_bytes()).await?;
        }
        std::io::Result::Ok(())
    });
    port
}

#[tokio::test]
async fn liars_are_bounded_and_described() {
    let tries: [(&[&str], &str, &str); 6] = [
        (&["220 "], "aaaaaaaaaaaaaaaa", "a line without an end"),
        (&["220-hello\r\n"], "220-and more\r\n", "a reply without an end"),
        (&["HTTP/1.1 400 Bad Request\r\n\r\n"], "", "HTTP/1.1 400"),
        (&["999 hello\r\n"], "", "999"),
        (&["\u{fffd}\u{1b}[31m\r\n"], "", "not SMTP"),
        (
            &["220 hello\r\n", "250-peer\r\n250 STARTTLS\r\n", "220 go\r\n250 mine\r\n"],
            "",
            "words between STARTTLS",
        ),
    ];
    for (words, for_ever, want) in tries {
        let mut kit = Kit::new().await;
        kit.mail = Some(server(liar(words, for_ever).await, Security::StartTls, false));
        let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
        let Sent::Unreached { why: Why::Failed { cause: Cause::Malformed { detail }, .. } } = &sent
        else {
            panic!("{sent:?}")
        };
        assert!(detail.contains(want) && detail.len() < 800, "{detail}");
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing() {
    let mut kit = Kit::new().await;
    let port = liar(&["220 hello\r\n", "250-peer\r\n250 SIZE\r\n"], "").await;
    kit.mail = Some(server(port, Security::StartTls, true));
    kit.secrets = secrets(&[(1, "p")]);
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    assert_eq!(sent, Sent::Refused { why: Why::NoEncryption });
    let port = liar(&["421 4.3.2 closing down\r\n"], "").await;
    kit.mail = Some(server(port, Security::StartTls, true));
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    let said = "4.3.2 closing down".to_owned();
    let why = Why::Said { step: Step::Greeting, code: 421, said };
    assert_eq!(sent, Sent::Deferred { why, after: None });
    let port = liar(&["220 hello\r\n", ""], "").await;
    kit.mail = Some(server(port, Security::StartTls, true));
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    let why = Why::Failed { phase: Phase::FirstByte, cause: Cause::Closed };
    assert_eq!(sent, Sent::Unreached { why }, "because it closed instead of answering");
}

#[tokio::test]
async fn a_server_with_no_way_to_log_in_says_so() {
    let papers = Papers::new();
    let Some(post) = Post::open("starttls", &papers, &["PLAIN", "LOGIN"]) else { return };
    let kit = kit(&papers, server(post.port, Security::StartTls, true)).await;
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    assert_eq!(sent, Sent::Refused { why: Why::NoLogin });
    assert_eq!(post.rest(), 0);
}

#[tokio::test]
async fn only_the_last_word_of_the_server_is_a_proof() {
    const UP_TO_DATA: [&str; 5] = ["220 a\r\n", "250 b\r\n", "250 c\r\n", "250 d\r\n", "354 e\r\n"];
    let mut kit = Kit::new().await;
    kit.mail = Some(server(liar(&UP_TO_DATA, "").await, Security::None, false));
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    assert!(matches!(sent, Sent::Unreached { .. }), "because it closed without a word: {sent:?}");
    const NO_DATA: [&str; 5] = ["220 a\r\n", "250 b\r\n", "250 c\r\n", "250 d\r\n", "250 e\r\n"];
    kit.mail = Some(server(liar(&NO_DATA, "").await, Security::None, false));
    let sent = kit.send(&letter(), &to(&["a@example.jp"])).await;
    let why = Why::Said { step: Step::Letter, code: 250, said: "e".into() };
    assert_eq!(sent, Sent::Refused { why }, "because the letter would be read as commands");
}
