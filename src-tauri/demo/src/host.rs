//! Hosts: small servers on loopback that are in a mood.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_model::check::IcmpSpec;
use hinomi_model::{Address, CheckSpec, Outcome};
use hinomi_net::Net;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::office::{Planned, Watch};
use crate::temper::{Temper, chance};

/// How a host behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It answers.
    Well,
    /// It answers so many ms later.
    Slow(u64),
    /// Its web pages answer with this status.
    Status(u16),
    /// Nobody listens.
    Refuses,
    /// It takes connections and says nothing.
    Hangs,
}

/// Connections one host serves at once, and how long each may take; anybody on this PC may call.
const AT_ONCE: usize = 64;
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_REQUEST: usize = 4_096;

/// What really listens for one planned check.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Service {
    /// A web server at this port.
    Web(u16, Temper),
    /// A server that takes connections at this port.
    Port(u16, Temper),
    /// Echo requests, answered by the kernel.
    Ping(Temper),
}

/// One host.
#[derive(Debug)]
pub struct Host {
    /// In the order of the plan.
    pub services: Vec<Service>,
    mood: watch::Sender<Mood>,
}

impl Host {
    /// Sets its mood.
    pub fn feel(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }
}

/// Everybody, by name.
pub type Hosts = HashMap<String, Host>;

/// A block of loopback addresses that is one demo's own: where a host refuses, the host of another
/// demo must not answer in its stead. Held as long as the listener is.
pub async fn claim() -> std::io::Result<(u8, TcpListener)> {
    const FIRST: u8 = 20;
    if cfg!(not(target_os = "linux")) {
        return Ok((0, TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?));
    }
    let mut refused = None;
    for block in FIRST..FIRST + 64 {
        match TcpListener::bind((Ipv4Addr::new(127, block, 255, 254), 4_747)).await {
            Ok(claim) => return Ok((block, claim)),
            Err(error) => refused = Some(error),
        }
    }
    Err(refused.expect("at least one block was tried"))
}

/// Opens all hosts of a plan.
pub async fn open(
    plan: &[Planned],
    net: &Net,
    tracker: &TaskTracker,
    cancel: &CancellationToken,
) -> std::io::Result<Hosts> {
    let echoes = echoes_work(net).await;
    let mut hosts = Hosts::new();
    for (n, planned) in plan.iter().enumerate() {
        let mood = watch::Sender::new(Mood::Well);
        let permits = Arc::new(Semaphore::new(AT_ONCE));
        let mut services = Vec::new();
        for (k, watched) in planned.watches.iter().enumerate() {
            let seed = (n * 8 + k) as u64;
            let temper = |base| Temper { base, seed };
            let (wanted, web, temper) = match *watched {
                Watch::Ping if echoes => {
                    services.push(Service::Ping(temper(0.0)));
                    continue;
                }
                Watch::Ping => (7_777, false, temper(0.0)),
                Watch::Port(port) => (port, false, temper(0.0)),
                Watch::Web(base) => (8_080, true, temper(base)),
            };
            let listener = bind(planned.address, wanted).await?;
            let port = listener.local_addr()?.port();
            services.push(if web {
                Service::Web(port, temper)
            } else {
                Service::Port(port, temper)
            });
            let server = Server {
                place: SocketAddrV4::new(planned.address, port),
                name: planned.name.clone(),
                web: web.then_some(temper),
                mood: mood.subscribe(),
                permits: Arc::clone(&permits),
                tracker: tracker.clone(),
                cancel: cancel.clone(),
            };
            tracker.spawn(server.run(listener));
        }
        hosts.insert(planned.name.clone(), Host { services, mood });
    }
    Ok(hosts)
}

/// May we send echo requests here? If not, everybody is watched by TCP.
async fn echoes_work(net: &Net) -> bool {
    let spec = CheckSpec::Icmp(IcmpSpec::default());
    let sample =
        hinomi_engine::probe_once(&spec, Address::Ip(Ipv4Addr::LOCALHOST.into()), None, net).await;
    matches!(sample.outcome, Outcome::Measured { .. })
}

/// The port it would really have, if that is free, else any.
async fn bind(address: Ipv4Addr, wanted: u16) -> std::io::Result<TcpListener> {
    if cfg!(target_os = "linux")
        && let Ok(listener) = TcpListener::bind((address, wanted)).await
    {
        return Ok(listener);
    }
    TcpListener::bind((address, 0)).await
}

struct Server {
    place: SocketAddrV4,
    name: String,
    /// How quick its pages are, if it is a web server.
    web: Option<Temper>,
    mood: watch::Receiver<Mood>,
    permits: Arc<Semaphore>,
    tracker: TaskTracker,
    cancel: CancellationToken,
}

impl Server {
    async fn run(mut self, listener: TcpListener) {
        let cancel = self.cancel.clone();
        // Both ends are the end of the demo.
        let _ = cancel.run_until_cancelled(self.serve(Some(listener))).await;
    }

    async fn serve(&mut self, mut listener: Option<TcpListener>) {
        loop {
            let mood = *self.mood.borrow_and_update();
            if mood == Mood::Refuses {
                listener = None;
            } else if listener.is_none() {
                listener = TcpListener::bind(self.place).await.ok();
            }
            match &listener {
                Some(open) => tokio::select! {
                    changed = self.mood.changed() => if changed.is_err() { return },
                    taken = open.accept() => match taken {
                        Ok((stream, _)) => self.answer(stream),
                        // Out of sockets: others need the time more.
                        Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                    },
                },
                None if mood == Mood::Refuses => {
                    if self.mood.changed().await.is_err() {
                        return;
                    }
                }
                // Somebody else has the port for the moment.
                None => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    }

    fn answer(&self, stream: TcpStream) {
        let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() else { return };
        let (web, name, cancel) = (self.web, self.name.clone(), self.cancel.clone());
        let mood = *self.mood.borrow();
        self.tracker.spawn(async move {
            let _permit = permit;
            let talk = async {
                match web {
                    Some(temper) => page(stream, temper, mood, &name).await,
                    None => echo(stream, mood).await,
                }
            };
            // However a conversation ends, it is over.
            let _ = cancel.run_until_cancelled(tokio::time::timeout(PATIENCE, talk)).await;
        });
    }
}

/// Says back what it hears, so that there is something to connect to.
async fn echo(mut stream: TcpStream, mood: Mood) -> std::io::Result<()> {
    let mut heard = [0; 1_024];
    loop {
        let n = stream.read(&mut heard).await?;
        if n == 0 {
            return Ok(());
        }
        if mood != Mood::Hangs {
            stream.write_all(&heard[..n]).await?;
        }
    }
}

/// One page for whatever is asked (RFC 9112).
async fn page(
    mut stream: TcpStream,
    temper: Temper,
    mood: Mood,
    name: &str,
) -> std::io::Result<()> {
    let mut asked = Vec::new();
    let mut piece = [0; 1_024];
    while !asked.windows(4).any(|w| w == b"\r\n\r\n") {
        let n = stream.read(&mut piece).await?;
        if n == 0 || asked.len() + n > LONGEST_REQUEST {
            return Ok(());
        }
        asked.extend_from_slice(&piece[..n]);
    }
    let now = Clock::start().now();
    let more = match mood {
        Mood::Hangs => return std::future::pending().await,
        Mood::Slow(ms) => ms as f64 * (0.8 + 0.4 * chance(now.0 as u64)),
        Mood::Well | Mood::Status(_) | Mood::Refuses => 0.0,
    };
    tokio::time::sleep(Duration::from_secs_f64((temper.at(now) + more) / 1_000.0)).await;
    let status = match mood {
        Mood::Status(status) => status,
        Mood::Well | Mood::Slow(_) | Mood::Refuses | Mood::Hangs => 200,
    };
    let body = format!("<!doctype html><title>{name}</title><p>{name}: {status}\n");
    let head = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}
