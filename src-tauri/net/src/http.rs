//! One HTTP/1.1 request (RFC 9112) with its phases timed. Redirects are the caller's to follow.

use std::net::SocketAddr;
use std::time::Duration;

use hinomi_model::check::{Family, Method};
use hinomi_model::{Address, Cause, Obstacle, Outcome, Phase};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use url::Url;

use crate::answer::shorten;
use crate::stopwatch::Stopwatch;
use crate::{Net, NoAnswer, tcp};

/// Octets of status line and headers read at most.
const MOST_HEAD: usize = 32 * 1024;
/// Headers read at most.
const MOST_HEADERS: usize = 100;
/// Addresses of one name tried in turn.
const MOST_TRIES: usize = 3;

/// One request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Where to; `http` or `https`. Its name is resolved, its address spoken to.
    pub url: Url,
    /// GET or HEAD.
    pub method: Method,
    /// Whether a certificate that does not verify ends it.
    pub verify: bool,
    /// Octets of body read at most; the rest is not read.
    pub max_bytes: u64,
    /// How long the whole may take.
    pub timeout: Duration,
}

/// One request that brings something. It may hold secrets, hence no `Debug`.
#[derive(Clone)]
pub struct Post {
    /// Where to; `http` or `https`.
    pub url: Url,
    /// Headers besides those of every request: names and values.
    pub headers: Vec<(String, String)>,
    /// What is brought.
    pub body: Vec<u8>,
    /// Octets of the answer's body read at most; the rest is not read.
    pub max_bytes: u64,
    /// How long the whole may take.
    pub timeout: Duration,
}

/// How long each phase took; `None` where there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Phases {
    /// Name resolution.
    pub resolve: Option<Duration>,
    /// TCP handshake.
    pub connect: Duration,
    /// TLS handshake.
    pub tls: Option<Duration>,
    /// From sending the request to having status and headers.
    pub first_byte: Duration,
    /// Reading the body.
    pub body: Duration,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Where a redirect points, resolved against the URL asked; `None` if it makes no sense.
    pub location: Option<Url>,
    /// The body as read, never decompressed; from the wire.
    pub body: Vec<u8>,
    /// False if the body was longer than allowed and the rest was not read.
    pub whole: bool,
    /// How long each phase took.
    pub phases: Phases,
    /// The headers as read, from the wire; see [`Answer::header`].
    pub headers: HeaderMap,
}

impl Answer {
    /// The first header of this name, if it is plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Where a request goes and what limits it has.
struct Trip<'a> {
    url: &'a Url,
    verify: bool,
    max_bytes: u64,
    timeout: Duration,
}

/// A request that has no answer, and how far it got.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{phase:?}: {why}")]
pub struct Ended {
    /// Where it ended.
    pub phase: Phase,
    /// Why.
    pub why: NoAnswer,
}

impl From<Ended> for Outcome {
    fn from(ended: Ended) -> Outcome {
        ended.why.at(ended.phase)
    }
}

fn ended(phase: Phase) -> impl Fn(NoAnswer) -> Ended {
    move |why| Ended { phase, why }
}

/// Sends one request and reads its answer. Dropping the future closes the connection.
pub async fn ask(net: &Net, ask: &Ask) -> Result<Answer, Ended> {
    let Ask { url, method, verify, max_bytes, timeout } = ask;
    let method = match method {
        Method::Get => hyper::Method::GET,
        Method::Head => hyper::Method::HEAD,
    };
    let request = request(url, method, &[], Vec::new()).map_err(ended(Phase::Request))?;
    let trip = Trip { url, verify: *verify, max_bytes: *max_bytes, timeout: *timeout };
    go(net, &trip, request).await
}

/// Brings something to a server and reads its answer. The certificate is judged; redirects are not
/// followed, since what is brought was meant for this address. Dropping the future closes the
/// connection.
pub async fn post(net: &Net, post: &Post) -> Result<Answer, Ended> {
    let Post { url, headers, body, max_bytes, timeout } = post;
    let request = request(url, hyper::Method::POST, headers, body.clone());
    let trip = Trip { url, verify: true, max_bytes: *max_bytes, timeout: *timeout };
    go(net, &trip, request.map_err(ended(Phase::Request))?).await
}

async fn go(net: &Net, ask: &Trip<'_>, request: Request<Full<Bytes>>) -> Result<Answer, Ended> {
    let all = Stopwatch::start();
    let mut phases = Phases::default();
    let (host, targets) = resolve(net, ask, &mut phases).await?;
    let watch = Stopwatch::start();
    let stream = connect(&targets, ask.timeout, &all).await.map_err(ended(Phase::Connect))?;
    phases.connect = watch.elapsed();
    if ask.url.scheme() == "https" {
        let watch = Stopwatch::start();
        let shaken = net.tls.shake(&host, stream, ask.verify, all.left_of(ask.timeout)).await;
        let stream = shaken.map_err(ended(Phase::Tls))?;
        phases.tls = Some(watch.elapsed());
        talk(stream, ask, request, &all, phases).await
    } else {
        talk(stream, ask, request, &all, phases).await
    }
}

async fn resolve(
    net: &Net,
    ask: &Trip<'_>,
    phases: &mut Phases,
) -> Result<(String, Vec<SocketAddr>), Ended> {
    let wrong = |detail: &str| Ended {
        phase: Phase::Resolve,
        why: NoAnswer::Unable(Obstacle::OurFault { detail: detail.to_owned() }),
    };
    let host = ask.url.host_str().ok_or_else(|| wrong("the URL names no host"))?;
    let port =
        ask.url.port_or_known_default().ok_or_else(|| wrong("the URL is not http or https"))?;
    let no_such = |_| Ended { phase: Phase::Resolve, why: NoAnswer::Failed(Cause::NoSuchName) };
    let target = Address::parse(host).map_err(no_such)?;
    let watch = Stopwatch::start();
    let found = net.names.addresses(&target, Family::Any, ask.timeout).await;
    let found = found.map_err(ended(Phase::Resolve))?;
    if target.ip().is_none() {
        phases.resolve = Some(watch.elapsed());
    }
    let targets = found.into_iter().take(MOST_TRIES).map(|ip| SocketAddr::new(ip, port)).collect();
    Ok((host.to_owned(), targets))
}

/// Tries the addresses in turn, each with a fair share of what time is left.
pub(crate) async fn connect(
    targets: &[SocketAddr],
    timeout: Duration,
    all: &Stopwatch,
) -> Result<tokio::net::TcpStream, NoAnswer> {
    let mut last = NoAnswer::Failed(Cause::NoSuchName);
    for (tried, target) in targets.iter().enumerate() {
        let share = all.left_of(timeout) / (targets.len() - tried) as u32;
        match tcp::connect(*target, share).await {
            Ok(stream) => return Ok(stream),
            // What the target said weighs more than that we had no way to another address of it.
            Err(NoAnswer::Unable(_)) if tried > 0 && matches!(last, NoAnswer::Failed(_)) => {}
            Err(why) => last = why,
        }
    }
    Err(last)
}

async fn talk<S>(
    stream: S,
    ask: &Trip<'_>,
    request: Request<Full<Bytes>>,
    all: &Stopwatch,
    phases: Phases,
) -> Result<Answer, Ended>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let shaken = http1::Builder::new()
        .max_buf_size(MOST_HEAD)
        .max_headers(MOST_HEADERS)
        .handshake::<_, Full<Bytes>>(TokioIo::new(stream))
        .await;
    let (sender, connection) = shaken.map_err(|e| ended(Phase::Request)(explain(&e)))?;
    let exchange = exchange(sender, ask, request, all, phases);
    tokio::pin!(connection, exchange);
    // The connection is driven from here and not by a task of its own: dropping us closes it.
    tokio::select! {
        biased;
        answer = &mut exchange => answer,
        _ = &mut connection => exchange.await,
    }
}

async fn exchange(
    mut sender: http1::SendRequest<Full<Bytes>>,
    ask: &Trip<'_>,
    request: Request<Full<Bytes>>,
    all: &Stopwatch,
    mut phases: Phases,
) -> Result<Answer, Ended> {
    let watch = Stopwatch::start();
    let limit = |left| tokio::time::timeout(left, sender.send_request(request));
    let sent = limit(all.left_of(ask.timeout)).await;
    let head = sent.map_err(|_| ended(Phase::FirstByte)(NoAnswer::TIMED_OUT))?;
    let head = head.map_err(|e| ended(Phase::FirstByte)(explain(&e)))?;
    phases.first_byte = watch.elapsed();
    let (status, location) = (head.status().as_u16(), location(&head, ask.url));
    let headers = head.headers().clone();
    let watch = Stopwatch::start();
    let read = tokio::time::timeout(all.left_of(ask.timeout), read(head, ask.max_bytes)).await;
    let read = read.map_err(|_| ended(Phase::Body)(NoAnswer::TIMED_OUT))?;
    let (body, whole) = read.map_err(|e| ended(Phase::Body)(explain(&e)))?;
    phases.body = watch.elapsed();
    Ok(Answer { status, location, body, whole, phases, headers })
}

fn request(
    url: &Url,
    method: hyper::Method,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Result<Request<Full<Bytes>>, NoAnswer> {
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut request = Request::builder()
        .method(method)
        .uri(&url[url::Position::BeforePath..url::Position::AfterQuery])
        .header(header::HOST, host)
        .header(header::USER_AGENT, concat!("Hinomi/", env!("CARGO_PKG_VERSION")))
        .header(header::ACCEPT, "*/*")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CONNECTION, "close");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| NoAnswer::Unable(Obstacle::OurFault { detail: shorten(error) }))
}

fn location(head: &Response<Incoming>, asked: &Url) -> Option<Url> {
    if !head.status().is_redirection() {
        return None;
    }
    let text = head.headers().get(header::LOCATION)?.to_str().ok().filter(|t| t.len() <= 8192)?;
    let url = asked.join(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

async fn read(head: Response<Incoming>, most: u64) -> Result<(Vec<u8>, bool), hyper::Error> {
    let mut body = head.into_body();
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        let room = most - read.len();
        read.extend_from_slice(&data[..data.len().min(room)]);
        if data.len() > room {
            return Ok((read, false));
        }
    }
    Ok((read, true))
}

/// What was wrong with the answer.
fn explain(error: &hyper::Error) -> NoAnswer {
    use std::error::Error;
    let io = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    NoAnswer::Failed(if error.is_parse_too_large() {
        Cause::TooLarge { limit: MOST_HEAD as u64 }
    } else if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        Cause::Closed
    } else if let Some(io) = io {
        crate::tcp::cause(io)
    } else {
        Cause::Malformed { detail: shorten(error) }
    })
}
