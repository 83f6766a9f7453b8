//! Traps and informs: what agents say without being asked (RFC 1157 §4.1.6, RFC 3416 §4.2.6 and
//! §4.2.7, RFC 3412 to 3414; SNMPv1's in the form of SNMPv2, RFC 3584 §3.1).
//!
//! Everything that comes in is hostile and most of it is unsigned. A message is read by the same
//! codec as answers are; what it is about is not this module's business.
//!
//! Start from [`Traps::open`] and [`Traps::next`].

mod again;
#[cfg(test)]
mod mutations;
mod port;
mod queue;
mod read;
mod senders;
mod users;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hinomi_model::snmp::Trap;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

use super::Snmp;
use again::Informs;
use port::Family;
pub use port::NoPort;
use queue::Queue;
use read::{Heard, Refused};
pub use senders::{Distrust, Senders, TurnedAway};
use users::Users;

/// Where devices send traps unless told otherwise; below 1024 a port takes privilege on Linux, and
/// the port the standards name is 162.
pub const PORT: u16 = 1162;
/// Largest message there can be, octets.
const LARGEST: usize = 65_535;
/// Messages read before others get their turn.
const ROUNDS: u32 = 64;

/// How we call ourselves to those who want to know that their messages arrived: for these we are
/// the authority, with an identity, a boot counter and a clock (RFC 3414 §2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// A name that stays the same from start to start; its first 24 octets count.
    pub name: String,
    /// Higher with every start, below 2^31.
    pub boots: u32,
}

/// What came in since the port was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Traps and informs that were taken; an inform said again counts once.
    pub taken: u64,
    /// Messages that are none, or are cut or garbled.
    pub malformed: u64,
    /// Messages of somebody we do not take any from, wrongly signed, or too old to be true.
    pub refused: u64,
    /// Taken, but lost, because more came than anybody could look at.
    pub lost: u64,
}

/// Hears traps on one port, on every address of this PC. Dropping it closes the port.
pub struct Traps {
    shared: Arc<Shared>,
    port: u16,
    _receivers: JoinSet<()>,
}

struct Shared {
    queue: Queue,
    users: Users,
    informs: Mutex<Informs>,
    taken: AtomicU64,
    malformed: AtomicU64,
    refused: AtomicU64,
    turned_away: Mutex<Option<TurnedAway>>,
}

impl Traps {
    /// Opens the port (0: any that is free) and hears these senders. Must be called inside a tokio
    /// runtime, which also carries one receiving task per address family.
    ///
    /// Errors: why the port cannot be had.
    pub async fn open(
        port: u16,
        engine: &Engine,
        senders: &Senders,
        snmp: &Snmp,
    ) -> Result<Traps, NoPort> {
        let v4 = port::open(Family::V4, port)?;
        let port = v4.local_addr().map_err(|error| NoPort::from(&error))?.port();
        // Where there is no IPv6 there is nobody to be heard on it.
        let v6 = port::open(Family::V6, port).ok();
        let shared = Arc::new(Shared::new(Users::new(engine, senders, snmp).await));
        let mut receivers = JoinSet::new();
        for socket in [Some(v4), v6].into_iter().flatten() {
            receivers.spawn(receive(socket, Arc::clone(&shared)));
        }
        Ok(Traps { shared, port, _receivers: receivers })
    }

    /// Hears these senders from now on, and nobody else. New pass phrases take milliseconds each to
    /// become keys; until then it hears those it heard before.
    pub async fn hear(&self, senders: &Senders, snmp: &Snmp) {
        self.shared.users.know(senders, snmp).await;
    }

    /// The port it hears on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next trap, in the order they came. Dropping the future loses none.
    pub async fn next(&self) -> Trap {
        self.shared.queue.take().await
    }

    /// What came in so far.
    pub fn tally(&self) -> Tally {
        let Shared { queue, taken, malformed, refused, .. } = &*self.shared;
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Tally {
            taken: of(taken),
            malformed: of(malformed),
            refused: of(refused),
            lost: queue.lost(),
        }
    }

    /// The message that was turned away last, if any was.
    pub fn turned_away(&self) -> Option<TurnedAway> {
        let last = self.shared.turned_away.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }
}

impl Shared {
    fn new(users: Users) -> Shared {
        Shared {
            queue: Queue::default(),
            users,
            informs: Mutex::default(),
            taken: AtomicU64::new(0),
            malformed: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            turned_away: Mutex::default(),
        }
    }

    /// Takes one message as it came, and gives what its sender is to be told.
    fn hear(&self, message: &[u8], from: SocketAddr) -> Option<Vec<u8>> {
        match read::message(message, from, &self.users) {
            Ok(Heard { trap, number, answer }) => {
                if let Some(trap) = trap
                    && (!trap.inform || self.is_new((from, number, trap.voucher.clone())))
                {
                    self.taken.fetch_add(1, Ordering::Relaxed);
                    self.queue.put(trap);
                }
                answer
            }
            Err(Refused::Malformed) => {
                self.malformed.fetch_add(1, Ordering::Relaxed);
                None
            }
            Err(Refused::NotVouched { user, why, report }) => {
                self.refused.fetch_add(1, Ordering::Relaxed);
                let last = TurnedAway { from: from.ip().to_canonical(), user, why };
                *self.turned_away.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
                report
            }
        }
    }

    fn is_new(&self, inform: again::Number) -> bool {
        self.informs.lock().unwrap_or_else(PoisonError::into_inner).is_new(inform)
    }
}

async fn receive(socket: UdpSocket, shared: Arc<Shared>) {
    let mut message = vec![0; LARGEST];
    let mut rounds = 0;
    loop {
        // An error of one sender, such as an answer it refused, says nothing about the next one.
        let Ok((size, from)) = socket.recv_from(&mut message).await else {
            tokio::task::yield_now().await;
            continue;
        };
        if let Some(answer) = shared.hear(&message[..size], from) {
            // Who does not hear that it arrived says it again.
            let _ = socket.try_send_to(&answer, from);
        }
        rounds += 1;
        if rounds % ROUNDS == 0 {
            tokio::task::yield_now().await;
        }
    }
}
