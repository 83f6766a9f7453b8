//! Probes against peers that behave, and against liars: they refuse, hang, close early, speak
//! garbage, flood and send in circles. Everything on loopback, port 0.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "tests")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use hinomi_checks::{Target, probe};
use hinomi_model::check::{Family, HttpSpec, IcmpSpec, Limits, Method, TcpSpec};
use hinomi_model::{Address, Cause, CheckSpec, Metric, Obstacle, Outcome, Phase, Span};
use hinomi_net::Net;
use hinomi_net::names::Names;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// What a peer does once a connection stands and a request was read.
#[derive(Clone)]
enum Does {
    Says(&'static str),
    SaysOwned(String),
    Hangs,
    Repeats { once: &'static str, then: &'static str, pause: Duration },
}

async fn serve(mut stream: impl Stream, does: Does) -> std::io::Result<()> {
    let mut request = [0; 4096];
    let got = stream.read(&mut request).await?;
    let (once, then, pause) = match does {
        Does::Hangs => std::future::pending().await,
        Does::Says(text) => return stream.write_all(text.as_bytes()).await,
        Does::SaysOwned(text) => {
            // `{request}` is given back so that a test sees what was asked.
            let asked = String::from_utf8_lossy(&request[..got]).into_owned();
            return stream.write_all(text.replace("{request}", &asked).as_bytes()).await;
        }
        Does::Repeats { once, then, pause } => (once, then, pause),
    };
    stream.write_all(once.as_bytes()).await?;
    loop {
        stream.write_all(then.as_bytes()).await?;
        stream.flush().await?;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
}

/// Starts a peer; gives its port.
async fn peer(does: Does) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, does.clone()));
        }
    });
    port
}

fn here() -> Target {
    Target::at(Address::parse("127.0.0.1").unwrap())
}

fn http(port: u16) -> HttpSpec {
    HttpSpec {
        url: format!("http://{{address}}:{port}/"),
        timeout: Span(3000),
        ..HttpSpec::default()
    }
}

async fn look(spec: HttpSpec) -> Outcome {
    let net = Net::open().await;
    let start = Instant::now();
    // What is more is a busy machine's; one that does not keep its time-out hangs.
    let limit = Duration::from(spec.timeout) + Duration::from_secs(5);
    let outcome = probe(&CheckSpec::Http(spec), &here(), &net).await;
    assert!(start.elapsed() < limit, "because a probe keeps its own time-out");
    outcome
}

async fn look_at(does: Does) -> Outcome {
    look(http(peer(does).await)).await
}

fn failed(phase: Phase, cause: Cause) -> Outcome {
    Outcome::failed(phase, cause)
}

async fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

const FINE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";

#[tokio::test]
async fn a_page_is_measured_in_all_its_phases() {
    let outcome = look_at(Does::Says(FINE)).await;
    assert_eq!(outcome.value(Metric::Status), Some(200.0));
    assert_eq!(outcome.value(Metric::Bytes), Some(4.0));
    for metric in [Metric::Total, Metric::Connect, Metric::FirstByte] {
        assert!(outcome.value(metric).is_some_and(|ms| ms > 0.0 && ms < 3000.0), "{metric:?}");
    }
    assert_eq!(outcome.value(Metric::Resolve), None, "because an address needs no name server");
    assert_eq!(outcome.value(Metric::Tls), None);
}

#[tokio::test]
async fn a_request_says_who_we_are_and_asks_for_plain_text() {
    let echo = Does::SaysOwned("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{request}".into());
    let port = peer(echo).await;
    for words in [
        &format!("host: 127.0.0.1:{port}"),
        "accept-encoding: identity",
        "user-agent: Hinomi/",
        "GET / HTTP/1.1",
    ] {
        let outcome = look(HttpSpec { keyword: Some(words.to_owned()), ..http(port) }).await;
        assert!(matches!(outcome, Outcome::Measured { .. }), "{words}: {outcome:?}");
    }
}

#[tokio::test]
async fn words_wanted_and_words_unwanted_are_looked_for() {
    let port =
        peer(Does::Says("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\nall is well: 無事")).await;
    let with = |keyword: &str, absent| HttpSpec {
        keyword: Some(keyword.into()),
        keyword_absent: absent,
        ..http(port)
    };
    assert!(look(with("well", false)).await.value(Metric::Total).is_some());
    assert!(look(with("無事", false)).await.value(Metric::Total).is_some());
    assert!(look(with("error", true)).await.value(Metric::Total).is_some());
    assert_eq!(look(with("error", false)).await, failed(Phase::Body, Cause::KeywordMissing));
    assert_eq!(look(with("well", true)).await, failed(Phase::Body, Cause::KeywordPresent));
}

#[tokio::test]
async fn a_status_that_is_not_expected_is_told() {
    let port = peer(Does::Says("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")).await;
    assert_eq!(look(http(port)).await, failed(Phase::FirstByte, Cause::Status { status: 503 }));
    let expected = HttpSpec { status: vec![(200, 299), (503, 503)], ..http(port) };
    assert_eq!(look(expected).await.value(Metric::Status), Some(503.0));
}

#[tokio::test]
async fn head_reads_no_body() {
    let port = peer(Does::Says("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")).await;
    let outcome = look(HttpSpec { method: Method::Head, ..http(port) }).await;
    assert_eq!(outcome.value(Metric::Bytes), Some(0.0));
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let port = closed_port().await;
    assert_eq!(look(http(port)).await, failed(Phase::Connect, Cause::Refused));
    let spec = CheckSpec::Tcp(TcpSpec { port, timeout: Span(1000), connect: Limits::NONE });
    let outcome = probe(&spec, &here(), &Net::open().await).await;
    assert_eq!(outcome, failed(Phase::Connect, Cause::Refused));
}

#[tokio::test]
async fn an_open_port_is_measured() {
    let port = peer(Does::Hangs).await;
    let spec = CheckSpec::Tcp(TcpSpec { port, timeout: Span(1000), connect: Limits::NONE });
    let outcome = probe(&spec, &here(), &Net::open().await).await;
    assert!(
        outcome.value(Metric::Connect).is_some_and(|ms| ms > 0.0 && ms < 1000.0),
        "{outcome:?}"
    );
    assert_eq!(outcome.value(Metric::Resolve), None);
}

#[tokio::test]
async fn a_full_backlog_is_a_time_out_on_connect() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let at = listener.local_addr().unwrap();
    // Nobody accepts: after the backlog the kernel leaves handshakes unanswered.
    let mut waiting = Vec::new();
    for _ in 0..4 {
        waiting
            .push(tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(at)).await);
    }
    let spec = TcpSpec { port: at.port(), timeout: Span(400), connect: Limits::NONE };
    let outcome = probe(&CheckSpec::Tcp(spec), &here(), &Net::open().await).await;
    assert_eq!(outcome, failed(Phase::Connect, Cause::TimedOut));
}

#[tokio::test]
async fn a_peer_that_hangs_times_out_where_it_hangs() {
    let port = peer(Does::Hangs).await;
    let dripping = peer(Does::Repeats {
        once: "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n",
        then: "drip",
        pause: Duration::from_millis(50),
    });
    let dripping = dripping.await;
    // Long enough to get as far as that on a busy machine, and all at once.
    let spec = |url: String| HttpSpec { url, timeout: Span(1_500), ..HttpSpec::default() };
    let (page, tls, drip) = tokio::join!(
        look(spec(format!("http://127.0.0.1:{port}/"))),
        look(spec(format!("https://127.0.0.1:{port}/"))),
        look(spec(format!("http://127.0.0.1:{dripping}/"))),
    );
    assert_eq!(page, failed(Phase::FirstByte, Cause::TimedOut));
    assert_eq!(tls, failed(Phase::Tls, Cause::TimedOut));
    assert_eq!(drip, failed(Phase::Body, Cause::TimedOut), "because a slow drip is not an end");
}

#[tokio::test]
async fn a_peer_that_closes_early_is_told_so() {
    assert_eq!(look_at(Does::Says("")).await, failed(Phase::FirstByte, Cause::Closed));
    assert_eq!(look_at(Does::Says("HTTP/1.1 20")).await, failed(Phase::FirstByte, Cause::Closed));
    let cut = Does::Says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    assert_eq!(look_at(cut).await, failed(Phase::Body, Cause::Closed));
}

#[tokio::test]
async fn garbage_is_malformed() {
    for garbage in
        ["SSH-2.0-OpenSSH_9.2\r\n\r\n", "\0\u{1}\u{2}\r\n\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"]
    {
        let outcome = look_at(Does::Says(garbage)).await;
        let malformed = |o: &Outcome| {
            matches!(o, Outcome::Failed { phase: Phase::FirstByte, cause: Cause::Malformed { .. } })
        };
        assert!(malformed(&outcome), "{garbage:?}: {outcome:?}");
    }
    let port = peer(Does::Says("HTTP/1.1 200 OK\r\n\r\n")).await;
    let https = HttpSpec { url: format!("https://127.0.0.1:{port}/"), ..http(port) };
    let outcome = look(https).await;
    assert!(
        matches!(&outcome, Outcome::Failed { phase: Phase::Tls, cause: Cause::Tls { detail } } if detail.contains("does not speak TLS")),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn endless_headers_end() {
    let one_long = Does::Repeats {
        once: "HTTP/1.1 200 OK\r\nX: ",
        then: "xxxxxxxxxxxxxxxx",
        pause: Duration::ZERO,
    };
    let many =
        Does::Repeats { once: "HTTP/1.1 200 OK\r\n", then: "X: y\r\n", pause: Duration::ZERO };
    for does in [one_long, many] {
        let spec = HttpSpec { timeout: Span(8000), ..http(peer(does).await) };
        let outcome = look(spec).await;
        let bounded = matches!(
            outcome,
            Outcome::Failed {
                phase: Phase::FirstByte,
                cause: Cause::TooLarge { .. } | Cause::Malformed { .. }
            }
        );
        assert!(bounded, "{outcome:?}");
    }
}

#[tokio::test]
async fn an_endless_body_is_read_only_so_far() {
    let port = peer(Does::Repeats {
        once: "HTTP/1.1 200 OK\r\n\r\n",
        then: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        pause: Duration::ZERO,
    })
    .await;
    let spec = HttpSpec { max_bytes: 2000, ..http(port) };
    let outcome = look(spec.clone()).await;
    assert_eq!(outcome.value(Metric::Bytes), Some(2000.0), "because nobody asked for words in it");
    let found = look(HttpSpec { keyword: Some("9abcdef0".into()), ..spec.clone() }).await;
    assert!(found.value(Metric::Total).is_some(), "because the words were among what was read");
    let outcome = look(HttpSpec { keyword: Some("well".into()), ..spec }).await;
    assert_eq!(outcome, failed(Phase::Body, Cause::TooLarge { limit: 2000 }));
}

#[tokio::test]
async fn redirects_are_followed_so_far_and_no_further() {
    let end = peer(Does::Says(FINE)).await;
    let to = |where_to: String| {
        Does::SaysOwned(format!(
            "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {where_to}\r\n\r\n"
        ))
    };
    let start = peer(to(format!("http://localhost:{end}/elsewhere"))).await;
    let outcome = look(http(start)).await;
    assert_eq!(outcome.value(Metric::Status), Some(200.0), "{outcome:?}");
    let loops = failed(Phase::FirstByte, Cause::Redirects);
    assert_eq!(look_at(to("/again".into())).await, loops, "because five is enough");
    for nowhere in ["ftp://127.0.0.1/", "http://", "javascript:alert(1)", ""] {
        assert_eq!(look_at(to(nowhere.into())).await, loops, "{nowhere:?} leads nowhere");
    }
    let unfollowed = HttpSpec { redirects: 0, ..http(start) };
    assert_eq!(
        look(unfollowed).await.value(Metric::Status),
        Some(302.0),
        "because 302 is accepted"
    );
    let closed = closed_port().await;
    let outcome = look_at(to(format!("http://127.0.0.1:{closed}/"))).await;
    assert_eq!(outcome, failed(Phase::Connect, Cause::Refused));
}

/// A TLS peer with a certificate made of these; gives its port and the certificate.
async fn tls_peer(params: CertificateParams) -> (u16, CertificateDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap().der().clone();
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], private)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await?;
                serve(&mut stream, Does::Says(FINE)).await?;
                stream.shutdown().await
            });
        }
    });
    (port, certificate)
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2120, 1, 1);
    params
}

/// Looks at `https://localhost` with and without judging the certificate; the first is returned
/// as the words of its failure, or empty.
async fn look_tls(params: CertificateParams, trusted: bool) -> String {
    let (port, certificate) = tls_peer(params).await;
    let net = Net::trusting(if trusted { vec![certificate] } else { vec![] }).await;
    let spec = HttpSpec {
        url: format!("https://localhost:{port}/"),
        timeout: Span(5000),
        ..HttpSpec::default()
    };
    let lenient = CheckSpec::Http(HttpSpec { verify: false, ..spec.clone() });
    let outcome = probe(&lenient, &here(), &net).await;
    assert!(
        outcome.value(Metric::Tls).is_some(),
        "because nobody minds the certificate: {outcome:?}"
    );
    match probe(&CheckSpec::Http(spec), &here(), &net).await {
        Outcome::Failed { phase: Phase::Tls, cause: Cause::Tls { detail } } => detail,
        Outcome::Measured { .. } => String::new(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_good_certificate_is_fine() {
    assert_eq!(look_tls(named("localhost"), true).await, "");
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_said() {
    let mut expired = named("localhost");
    expired.not_after = date_time_ymd(2021, 2, 3);
    let mut early = named("localhost");
    early.not_before = date_time_ymd(2110, 1, 1);
    for (params, trusted, words) in [
        (expired, true, "expired since Feb  3"),
        (early, true, "not valid before Jan  1"),
        (
            named("nas.example.jp"),
            true,
            "name mismatch: asked for localhost, the certificate is for",
        ),
        (named("localhost"), false, "self-signed"),
    ] {
        let said = look_tls(params, trusted).await;
        assert!(said.contains(words), "wanted “{words}”, got “{said}”");
    }
}

#[tokio::test]
async fn an_echo_check_measures_loopback() {
    let net = Net::open().await;
    if net.icmp.method("127.0.0.1".parse().unwrap()) == hinomi_net::icmp::Method::None {
        println!("note: echo requests are not allowed here, so this probe knocks on TCP ports");
    }
    let outcome = probe(&CheckSpec::Icmp(IcmpSpec::default()), &here(), &net).await;
    let Outcome::Measured { readings } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(readings.len(), 1, "because a single echo keeps its storage small");
    let burst = CheckSpec::Icmp(IcmpSpec { count: 3, ..IcmpSpec::default() });
    let start = Instant::now();
    let outcome = probe(&burst, &here(), &net).await;
    assert!(start.elapsed() >= Duration::from_millis(400), "because the requests are 200 ms apart");
    assert_eq!(outcome.value(Metric::Loss), Some(0.0), "{outcome:?}");
    let value = |metric| outcome.value(metric).expect("a burst brings it");
    assert!(
        value(Metric::RttMin) <= value(Metric::Rtt) && value(Metric::Rtt) <= value(Metric::RttMax)
    );
}

#[tokio::test]
async fn a_name_is_looked_up_before_it_is_probed() {
    let nobody = closed_port().await;
    let names = Names::with_servers(&[([127, 0, 0, 1], nobody).into()]);
    let net = Net { names: Arc::new(names), ..Net::open().await };
    let port = peer(Does::Says(FINE)).await;
    let tcp = CheckSpec::Tcp(TcpSpec { port, timeout: Span(2000), connect: Limits::NONE });
    let icmp = CheckSpec::Icmp(IcmpSpec { family: Family::V4, ..IcmpSpec::default() });
    let at = |name: &str| Target::at(Address::parse(name).unwrap());
    for spec in [tcp, icmp, CheckSpec::Http(http(port))] {
        let outcome = probe(&spec, &at("localhost"), &net).await;
        assert!(matches!(outcome, Outcome::Measured { .. }), "by the hosts file: {outcome:?}");
        let outcome = probe(&spec, &at("nas.example.jp"), &net).await;
        assert_eq!(outcome, Outcome::unable(Obstacle::NoNameServer), "{spec:?}");
    }
}
