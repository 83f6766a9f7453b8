//! The socket of one address family, and who waits for what on it.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::{Cause, Obstacle};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::line::Pigeonhole;
use super::undelivered;
use crate::answer::{has_route, obstacle};

/// Receive and send buffers asked for, octets.
const BUFFER: usize = 4 << 20;
/// What one answer takes of the buffer as a rule, with the kernel's bookkeeping, octets.
const PER_ANSWER: usize = 8 << 10;
/// Questions under way at once, at most and at least.
const MOST: usize = 256;
const LEAST: usize = 16;
/// Largest answer there can be, octets.
const LARGEST: usize = 65_535;
/// Packets read before others get their turn.
const ROUNDS: usize = 64;
/// A send that fails because of another's question is tried again this often.
const TRIES: u32 = 8;

/// One family's socket and the questions under way on it.
pub(super) struct Post {
    socket: UdpSocket,
    address: SocketAddr,
    room: usize,
    waiting: Mutex<HashMap<i32, Arc<Pigeonhole>>>,
}

impl Post {
    pub(super) fn open(at: SocketAddr) -> Result<Post, Obstacle> {
        prepare(at).map_err(|error| obstacle(&error))
    }

    /// How many questions may be under way without answers being lost for want of room.
    pub(super) fn room(&self) -> usize {
        self.room
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    #[cfg(test)]
    pub(super) fn under_way(&self) -> usize {
        self.waiting().len()
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<i32, Arc<Pigeonhole>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has answers with these numbers put there, until the rent is dropped.
    pub(super) fn rent(&self, ids: Vec<i32>, hole: Arc<Pigeonhole>) -> Rent<'_> {
        let mut waiting = self.waiting();
        for id in &ids {
            waiting.insert(*id, hole.clone());
        }
        Rent { post: self, ids, hole }
    }

    /// Hands a question to the kernel. A socket with an error queue reports what became of earlier
    /// questions at the next send, whoever's that is: such errors are put aside and it is tried
    /// again.
    pub(super) async fn send(&self, question: &[u8], to: SocketAddr) -> Result<(), Obstacle> {
        let mut tries = 0;
        loop {
            let error = match self.socket.send_to(question, to).await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            tries += 1;
            let why = obstacle(&error);
            let borrowed = error.kind() == ErrorKind::ConnectionRefused
                || (why == Obstacle::NoRoute && has_route(to.ip()));
            if tries > TRIES || !(borrowed || why == Obstacle::Exhausted) {
                return Err(why);
            }
            self.read_undelivered();
            if why == Obstacle::Exhausted {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
    }

    /// Reads what comes in until the task is ended.
    pub(super) async fn receive(self: Arc<Self>) {
        let mut packet = vec![0; LARGEST];
        let interest = Interest::READABLE | Interest::ERROR;
        while self.socket.ready(interest).await.is_ok() {
            self.read_undelivered();
            if self.read_some(&mut packet).is_break() {
                // There is more, but others wait, too.
                tokio::task::yield_now().await;
            }
        }
    }

    /// Breaks off when there is very much.
    fn read_some(&self, packet: &mut [u8]) -> ControlFlow<()> {
        for _ in 0..ROUNDS {
            match self.socket.try_recv_from(packet) {
                Ok((size, from)) => self.hear(&packet[..size], from),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return ControlFlow::Continue(());
                }
                Err(_) => self.read_undelivered(),
            }
        }
        ControlFlow::Break(())
    }

    /// Takes one packet as it came.
    pub(super) fn hear(&self, packet: &[u8], from: SocketAddr) {
        match number(packet) {
            Some(id) => {
                let hole = self.waiting().get(&id).cloned();
                if let Some(hole) = hole {
                    hole.put(packet, from);
                }
            }
            None => self.those_asking(from, |hole| hole.put_aside(packet)),
        }
    }

    fn read_undelivered(&self) {
        undelivered::read(&self.socket, |to, cause: Cause| {
            self.those_asking(to, |hole| hole.put_undelivered(cause.clone()));
        });
    }

    fn those_asking(&self, whom: SocketAddr, tell: impl Fn(&Pigeonhole)) {
        self.waiting().values().filter(|hole| hole.to == whom).for_each(|hole| tell(hole));
    }
}

/// A question under way; dropping it frees its numbers.
pub(super) struct Rent<'a> {
    post: &'a Post,
    ids: Vec<i32>,
    hole: Arc<Pigeonhole>,
}

impl Drop for Rent<'_> {
    fn drop(&mut self) {
        let mut waiting = self.post.waiting();
        for id in &self.ids {
            if waiting.get(id).is_some_and(|hole| Arc::ptr_eq(hole, &self.hole)) {
                waiting.remove(id);
            }
        }
    }
}

fn prepare(at: SocketAddr) -> io::Result<Post> {
    let socket = Socket::new(Domain::for_address(at), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    if at.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    enlarge(&socket);
    undelivered::wanted(&socket, at)?;
    socket.bind(&at.into())?;
    let room = (socket.recv_buffer_size()? / PER_ANSWER).clamp(LEAST, MOST);
    let socket = UdpSocket::from_std(socket.into())?;
    let address = socket.local_addr()?;
    Ok(Post { socket, address, room, waiting: Mutex::default() })
}

/// Ignoring refusals is right: what was granted is read back.
pub(super) fn enlarge(socket: &Socket) {
    #[cfg(target_os = "linux")]
    {
        use nix::sys::socket::{setsockopt, sockopt};
        let _ = setsockopt(socket, sockopt::RcvBufForce, &BUFFER);
        let _ = setsockopt(socket, sockopt::SndBufForce, &BUFFER);
    }
    if socket.recv_buffer_size().is_ok_and(|granted| granted < BUFFER) {
        let _ = socket.set_recv_buffer_size(BUFFER);
    }
    if socket.send_buffer_size().is_ok_and(|granted| granted < BUFFER) {
        let _ = socket.set_send_buffer_size(BUFFER);
    }
}

/// The number a message is matched by: the request's in SNMPv1 and v2c (RFC 3416 §3), the message's
/// in SNMPv3 (RFC 3412 §6.2).
fn number(message: &[u8]) -> Option<i32> {
    let (0x30, message, _) = element(message)? else { return None };
    let (0x02, version, rest) = element(message)? else { return None };
    let holder = match version {
        [0 | 1] => {
            let (0x04, _, rest) = element(rest)? else { return None };
            element(rest)?.1
        }
        [3] => element(rest)?.1,
        _ => return None,
    };
    match element(holder)? {
        (0x02, octets @ [_, ..], _) if octets.len() <= 4 => {
            let sign = if octets[0] & 0x80 == 0 { 0 } else { -1 };
            Some(octets.iter().fold(sign, |n, octet| n << 8 | i32::from(*octet)))
        }
        _ => None,
    }
}

/// The first BER element: tag, content, and what follows. Content that claims to be longer than
/// what is there is cut: only the front of the message matters here.
pub(super) fn element(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = octets.split_first_chunk()?;
    let (length, rest) = match first {
        ..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (octets.iter().fold(0, |n, octet| n << 8 | usize::from(*octet)), rest)
        }
        0x80 | 0x85.. => return None,
    };
    let (content, rest) = rest.split_at(length.min(rest.len()));
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_matched_by_their_number() {
        let v2c = [&[0x30, 14, 2, 1, 1, 4, 1, b'c', 0xa2, 6, 2, 4][..], &[1, 2, 3, 4]].concat();
        assert_eq!(number(&v2c), Some(0x0102_0304));
        let v3 = [0x30, 9, 2, 1, 3, 0x30, 4, 2, 2, 0x12, 0x34];
        assert_eq!(number(&v3), Some(0x1234));
    }

    #[test]
    fn what_has_no_number_is_garbage() {
        for message in [
            &b""[..],
            b"HTTP/1.1 400 Bad Request",
            &[0x30],
            &[0x30, 0x80, 2, 1, 1],
            &[0x30, 3, 2, 1, 2],
            &[0x30, 8, 2, 1, 1, 4, 1, b'c', 0xa2, 0],
            &[0x30, 12, 2, 1, 1, 4, 1, b'c', 0xa2, 2, 2, 0],
            &[0x30, 20, 2, 1, 1, 4, 1, b'c', 0xa2, 7, 2, 5, 1, 1, 1, 1, 1],
        ] {
            assert_eq!(number(message), None, "{message:?}");
        }
    }
}
