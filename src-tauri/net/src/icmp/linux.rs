//! Linux: one socket and one receiving task per family.
//!
//! The task does not wake for packets. While echoes are under way it looks now and then, best when
//! somebody is awake to send more anyway, reads all that has come in batches and judges the
//! deadlines; the kernel's stamps keep the round trips exact meanwhile. With nothing under way it
//! sleeps for good. That is what makes thousands of echoes cheap: a wake-up costs more than a
//! packet does.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::Obstacle;
use nix::sys::socket::{setsockopt, sockopt};
use socket2::{Domain, Protocol, SockFilter, Socket, Type};
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::task::JoinSet;

use super::flight::Flight;
use super::packet::{self, Version};
use super::{Method, Reply};
use crate::NoAnswer;
use crate::alarm::Alarm;
use crate::answer::{has_route, obstacle};
use crate::stopwatch::Moment;

mod mailbox;
use mailbox::Mailbox;

/// How long a reply may lie in the socket before it is read …
const LATEST: Duration = Duration::from_millis(220);
/// … and how soon after one look the next is not worth it.
const RECENT: Duration = Duration::from_millis(20);
/// Receive and send buffers asked for, octets. Requests to hosts that do not answer ARP lie in the
/// send buffer for seconds; they must not take the room of requests to hosts that do.
const BUFFER: usize = 4 << 20;
/// What one packet takes of the buffer at worst, octets: its data and the kernel's bookkeeping.
const PER_PACKET: usize = 2304;
/// Echoes under way at once, at most.
const MOST: usize = 4096;
/// A send that fails for a passing reason is tried again at once this often …
const AT_ONCE: u32 = 6;
/// … and then with this between tries, as long as an answer would have been waited for.
const PAUSE: Duration = Duration::from_millis(2);

/// Both families and the tasks that read them.
pub(super) struct Linux {
    v4: Result<Arc<Lane>, Obstacle>,
    v6: Result<Arc<Lane>, Obstacle>,
    _receivers: JoinSet<()>,
}

impl Linux {
    pub(super) fn open() -> Linux {
        let v4 = Lane::open(Version::V4).map(Arc::new);
        let v6 = Lane::open(Version::V6).map(Arc::new);
        let mut receivers = JoinSet::new();
        for lane in [&v4, &v6].into_iter().flatten() {
            receivers.spawn(receive(lane.clone()));
        }
        Linux { v4, v6, _receivers: receivers }
    }

    fn lane(&self, to: IpAddr) -> &Result<Arc<Lane>, Obstacle> {
        if to.is_ipv4() { &self.v4 } else { &self.v6 }
    }

    pub(super) fn method(&self, to: IpAddr) -> Method {
        self.lane(to).as_ref().map_or(Method::None, |lane| lane.method)
    }

    pub(super) fn in_flight(&self) -> usize {
        [&self.v4, &self.v6].into_iter().flatten().map(|lane| lane.most).min().unwrap_or(0)
    }

    pub(super) async fn echo(
        &self,
        to: IpAddr,
        size: usize,
        timeout: Duration,
    ) -> Result<Reply, NoAnswer> {
        match self.lane(to) {
            Ok(lane) => lane.echo(to, size, timeout).await,
            Err(obstacle) => Err(NoAnswer::Unable(obstacle.clone())),
        }
    }
}

/// One family's socket and the echoes under way on it.
struct Lane {
    version: Version,
    method: Method,
    socket: Socket,
    /// Our identifier on a raw socket; on a datagram socket the kernel writes and matches its own.
    id: u16,
    most: usize,
    places: Semaphore,
    flight: Mutex<Flight>,
    look: Notify,
}

impl Lane {
    fn open(version: Version) -> Result<Lane, Obstacle> {
        let (domain, protocol) = match version {
            Version::V4 => (Domain::IPV4, Protocol::ICMPV4),
            Version::V6 => (Domain::IPV6, Protocol::ICMPV6),
        };
        let (socket, method) = Socket::new(domain, Type::DGRAM, Some(protocol))
            .map(|socket| (socket, Method::Dgram))
            .or_else(|_| Ok((Socket::new(domain, Type::RAW, Some(protocol))?, Method::Raw)))
            .map_err(|error: io::Error| obstacle(&error))?;
        let id = random_id();
        let granted = prepare(&socket, version, method, id).map_err(|error| obstacle(&error))?;
        let most = (granted / PER_PACKET).clamp(32, MOST);
        Ok(Lane {
            version,
            method,
            socket,
            id,
            most,
            places: Semaphore::new(most),
            flight: Mutex::new(Flight::new()),
            look: Notify::new(),
        })
    }

    fn flight(&self) -> MutexGuard<'_, Flight> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn echo(&self, to: IpAddr, size: usize, timeout: Duration) -> Result<Reply, NoAnswer> {
        let _place = self.places.acquire().await.expect("the semaphore is never closed");
        let (waiter, told) = oneshot::channel();
        let (seq, token, unlooked) = self.flight().launch(to, timeout, waiter);
        let seat = Seat { lane: self, seq, token };
        if unlooked > RECENT {
            self.look.notify_one();
        }
        let packet = packet::request(self.version, self.id, seat.seq, seat.token, size);
        self.send(&seat, &packet, to, timeout).await.map_err(NoAnswer::Unable)?;
        told.await.unwrap_or_else(|_| {
            let detail = "the receiving task has ended".to_owned();
            Err(NoAnswer::Unable(Obstacle::OurFault { detail }))
        })
    }

    /// Hands a packet to the kernel. Tried again while there is no room, and while the error is
    /// another echo's: a socket with an error queue reports a router's answer, or an ARP that
    /// failed, at the next send, whoever's that is. Whether there really is no way is asked of the
    /// routing table.
    async fn send(
        &self,
        seat: &Seat<'_>,
        packet: &[u8],
        to: IpAddr,
        patience: Duration,
    ) -> Result<(), Obstacle> {
        let address = SocketAddr::new(to, 0).into();
        let begun = Moment::now();
        let mut tries = 0;
        loop {
            let error = match self.socket.send_to(packet, &address) {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let why = obstacle(&error);
            let full = why == Obstacle::Exhausted;
            let refused = error.kind() == ErrorKind::ConnectionRefused;
            let borrowed = self.method == Method::Dgram && (why == Obstacle::NoRoute || refused);
            let passing = full || borrowed || error.kind() == ErrorKind::Interrupted;
            if !passing || (why == Obstacle::NoRoute && !has_route(to)) {
                return Err(why);
            }
            if begun.mono.elapsed() >= patience {
                return Err(Obstacle::Exhausted);
            }
            tries += 1;
            if full || tries > AT_ONCE {
                tokio::time::sleep(PAUSE).await;
            }
            self.flight().restamp(seat.seq, seat.token);
        }
    }
}

/// An echo under way; dropping it frees its sequence number.
struct Seat<'a> {
    lane: &'a Lane,
    seq: u16,
    token: u64,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.lane.flight().forget(self.seq, self.token);
    }
}

async fn receive(lane: Arc<Lane>) {
    let mut mailbox = Mailbox::new();
    let alarm = Alarm::new();
    loop {
        let due = lane.flight().due();
        let Some(due) = due else {
            alarm.off();
            lane.look.notified().await;
            continue;
        };
        tokio::select! {
            () = lane.look.notified() => {}
            () = alarm.after(due.clamp(RECENT, LATEST)) => {}
        }
        let horizon = Moment::now().mono;
        if mailbox.empty(&lane) {
            lane.flight().looked(horizon);
        }
    }
}

fn random_id() -> u16 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one("id") as u16
}

/// Sets the socket up; gives the receive buffer granted, octets.
fn prepare(socket: &Socket, version: Version, method: Method, id: u16) -> io::Result<usize> {
    socket.set_nonblocking(true)?;
    // Ignoring these is right: what was granted is read back, and without stamps we measure ourselves.
    if setsockopt(socket, sockopt::RcvBufForce, &BUFFER).is_err() {
        let _ = socket.set_recv_buffer_size(BUFFER);
    }
    if setsockopt(socket, sockopt::SndBufForce, &BUFFER).is_err() {
        let _ = socket.set_send_buffer_size(BUFFER);
    }
    let _ = setsockopt(socket, sockopt::ReceiveTimestampns, &true);
    match (method, version) {
        (Method::Raw, _) => socket.attach_filter(&filter(version, id))?,
        (_, Version::V4) => setsockopt(socket, sockopt::Ipv4RecvErr, &true)?,
        (_, Version::V6) => setsockopt(socket, sockopt::Ipv6RecvErr, &true)?,
    }
    socket.recv_buffer_size()
}

/// A classic BPF program that lets through replies with our identifier and errors that quote an
/// echo protocol. A raw socket otherwise hears all ICMP of this PC, its own loopback requests
/// included, and every such packet takes room a reply may need.
fn filter(version: Version, id: u16) -> Vec<SockFilter> {
    const LDX_HEADER: u16 = 0xb1; // X <- 4 * (P[k] & 15), the IPv4 header length
    const LDX: u16 = 0x01; // X <- k
    const LD_BYTE: u16 = 0x50; // A <- P[X + k]
    const LD_HALF: u16 = 0x48;
    const JEQ: u16 = 0x15;
    const RET: u16 = 0x06;
    let (x, reply, unreachable, exceeded, protocol_at, protocol) = match version {
        Version::V4 => (SockFilter::new(LDX_HEADER, 0, 0, 0), 0, 3, 11, 8 + 9, 1),
        Version::V6 => (SockFilter::new(LDX, 0, 0, 0), 129, 1, 3, 8 + 6, 58),
    };
    vec![
        x,
        SockFilter::new(LD_BYTE, 0, 0, 0),
        SockFilter::new(JEQ, 0, 2, reply),
        SockFilter::new(LD_HALF, 0, 0, 4),
        SockFilter::new(JEQ, 4, 5, u32::from(id)),
        SockFilter::new(JEQ, 1, 0, unreachable),
        SockFilter::new(JEQ, 0, 3, exceeded),
        SockFilter::new(LD_BYTE, 0, 0, protocol_at),
        SockFilter::new(JEQ, 0, 1, protocol),
        SockFilter::new(RET, 0, 0, u32::MAX),
        SockFilter::new(RET, 0, 0, 0),
    ]
}
