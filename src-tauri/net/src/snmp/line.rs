//! What the client sends through: one agent's address on the socket all sessions share.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_snmp::{Candidate, Error, RequestRegistration, ResponseIdentity, Result, Transport};
use bytes::Bytes;
use hinomi_model::Cause;
use hinomi_model::snmp::Denied;
use tokio::sync::Notify;
use tokio::time::timeout_at;

use super::Trouble;
use super::post::Post;
use super::trouble::Passed;
use crate::NoAnswer;

/// Answers to one question that may wait for being looked at.
const MOST_LETTERS: usize = 16;

/// One agent's address on a shared socket.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) post: Arc<Post>,
    pub(super) to: SocketAddr,
    /// Answers must come from the address asked. Otherwise an agent with several addresses may
    /// use any of them, as the community in its answer vouches for it.
    pub(super) strict: bool,
    /// What came from there that is no answer.
    pub(super) odd: Arc<Odd>,
}

/// What came from an agent besides answers, while one question was under way.
#[derive(Default)]
pub(super) struct Odd(AtomicU8);

impl Odd {
    const GARBAGE: u8 = 1;
    const CLOCK: u8 = 2;

    pub(super) fn forget(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// What silence was in truth.
    pub(super) fn instead_of_silence(&self) -> Trouble {
        match self.0.load(Ordering::Relaxed) {
            0 => Trouble::SILENT,
            Odd::CLOCK => Trouble::Denied(Denied::Clock),
            _ => Trouble::malformed("not a valid SNMP answer"),
        }
    }

    fn saw(&self, packet: &[u8]) {
        /// usmStatsNotInTimeWindows.0 in BER. The client takes no such report from an agent whose
        /// boot counter has run out (RFC 3414 §2.2.2), so it is read here.
        const NOT_IN_TIME_WINDOW: [u8; 12] = [6, 10, 43, 6, 1, 6, 3, 15, 1, 1, 2, 0];
        let report = packet.windows(NOT_IN_TIME_WINDOW.len()).any(|w| w == NOT_IN_TIME_WINDOW);
        let kind = if report { Odd::CLOCK } else { Odd::GARBAGE };
        self.0.fetch_max(kind, Ordering::Relaxed);
    }
}

/// Where the answers to one question are put.
pub(super) struct Pigeonhole {
    pub(super) to: SocketAddr,
    strict: bool,
    registration: RequestRegistration,
    letters: Mutex<Letters>,
    ready: Notify,
    odd: Arc<Odd>,
}

#[derive(Default)]
struct Letters {
    answers: VecDeque<(Bytes, SocketAddr)>,
    undelivered: Option<Cause>,
}

impl Pigeonhole {
    /// A packet with this question's number came in. Says whether it may be its answer.
    pub(super) fn put(&self, packet: &[u8], from: SocketAddr) {
        let at_home = from.ip().to_canonical() == self.to.ip().to_canonical();
        if self.strict && !at_home {
            return;
        }
        let identity = self.registration.evaluate_response_identity(packet, from == self.to);
        if identity == ResponseIdentity::Reject {
            return;
        }
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        if letters.answers.len() < MOST_LETTERS {
            letters.answers.push_back((Bytes::copy_from_slice(packet), from));
            self.ready.notify_one();
        }
    }

    /// The network says that the question could not be delivered.
    pub(super) fn put_undelivered(&self, cause: Cause) {
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.undelivered = Some(cause);
        self.ready.notify_one();
    }

    /// Something came from the agent that is no answer.
    pub(super) fn put_aside(&self, packet: &[u8]) {
        self.odd.saw(packet);
    }

    async fn next(&self) -> std::result::Result<(Bytes, SocketAddr), Cause> {
        loop {
            {
                let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(answer) = letters.answers.pop_front() {
                    return Ok(answer);
                }
                if let Some(cause) = letters.undelivered.take() {
                    return Err(cause);
                }
            }
            self.ready.notified().await;
        }
    }
}

impl Line {
    fn pass(&self, no_answer: NoAnswer) -> Box<Error> {
        let source = std::io::Error::other(Passed(no_answer));
        Box::new(Error::Network { target: self.to, source })
    }

    fn timed_out(&self) -> Box<Error> {
        Box::new(Error::Timeout { target: self.to, elapsed: Duration::ZERO, retries: 0 })
    }

    async fn ask<T: Send>(
        &self,
        question: &[u8],
        hole: &Pigeonhole,
        mut validate: impl FnMut(Bytes, SocketAddr) -> Result<Candidate<T>> + Send,
    ) -> Result<T> {
        self.send(question).await?;
        loop {
            let (answer, from) =
                hole.next().await.map_err(|cause| self.pass(NoAnswer::Failed(cause)))?;
            match validate(answer.clone(), from)? {
                Candidate::Accept(value) => return Ok(value),
                Candidate::Reject => hole.put_aside(&answer),
            }
        }
    }
}

impl Transport for Line {
    async fn send(&self, data: &[u8]) -> Result<()> {
        let sent = self.post.send(data, self.to).await;
        sent.map_err(|obstacle| self.pass(NoAnswer::Unable(obstacle)))
    }

    async fn request_with<T, F>(
        &self,
        data: &[u8],
        registration: RequestRegistration,
        validate: F,
    ) -> Result<T>
    where
        T: Send,
        F: FnMut(Bytes, SocketAddr) -> Result<Candidate<T>> + Send,
    {
        let deadline = registration.deadline();
        let mut ids = vec![registration.request_id()];
        ids.extend(registration.aliases());
        let hole = Arc::new(Pigeonhole {
            to: self.to,
            strict: self.strict,
            registration,
            letters: Mutex::default(),
            ready: Notify::new(),
            odd: self.odd.clone(),
        });
        let _rent = self.post.rent(ids, hole.clone());
        let answer = timeout_at(deadline, self.ask(data, &hole, validate)).await;
        answer.unwrap_or_else(|_| Err(self.timed_out()))
    }

    fn peer_addr(&self) -> SocketAddr {
        self.to
    }

    fn local_addr(&self) -> SocketAddr {
        self.post.address()
    }

    fn is_reliable(&self) -> bool {
        false
    }
}
