//! SNMPv1, v2c and v3: questions to agents (RFC 3416, RFC 3414, RFC 3584).
//!
//! All sessions share one socket per address family. What agents answer is hostile: they loop, go
//! backwards, never end, lie about lengths and fall silent at one column; whatever was read before
//! is kept, and every walk is bounded in rows, octets and time. Messages are coded by `async-snmp`,
//! which nothing outside this module knows.
//!
//! Start from [`Snmp::session`] and [`Session::read`].

mod column;
mod keys;
mod knock;
mod line;
#[cfg(test)]
mod mutations;
mod post;
mod read;
mod session;
mod several;
mod share;
mod speech;
pub mod traps;
mod trouble;
mod undelivered;
mod walk;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hinomi_model::Obstacle;
use hinomi_model::snmp::{Credentials, Pacing};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use keys::Keys;
use post::Post;
pub use read::{Gathered, Plan, Shortfall};
pub use session::Session;
pub use several::Tries;
pub use share::Together;
pub use trouble::Trouble;
pub use walk::{Bounds, End, Walked};

/// How an agent is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one answer.
    pub timeout: Duration,
    /// How often a question is repeated when no answer came.
    pub retries: u32,
    /// Questions under way at once; at least 1. Small devices answer one after the other and drop the
    /// rest.
    pub at_once: usize,
}

impl Default for Patience {
    /// Three tries of two seconds each, two questions at once.
    fn default() -> Patience {
        Patience::from(Pacing::default())
    }
}

impl From<Pacing> for Patience {
    fn from(Pacing { timeout, retries, at_once }: Pacing) -> Patience {
        Patience { timeout: timeout.into(), retries: retries.into(), at_once: at_once.into() }
    }
}

/// To be put into the filter of a log: a question without an answer is an error to the client, but
/// data to us.
pub const UNLOGGED: &str = "async_snmp=off";

/// Asks agents. Cheap to clone; clones share sockets and keys.
#[derive(Clone)]
pub struct Snmp(Arc<Shared>);

struct Shared {
    v4: Result<Arc<Post>, Obstacle>,
    v6: Result<Arc<Post>, Obstacle>,
    /// Questions under way at once, over all sessions.
    places: Semaphore,
    keys: Keys,
    _receivers: JoinSet<()>,
}

impl Snmp {
    /// Opens a socket per family; what is missing is said by the first question that needs it. Must
    /// be called inside a tokio runtime, which also carries one receiving task per family.
    pub fn open() -> Snmp {
        let v4 = Post::open(([0, 0, 0, 0], 0).into()).map(Arc::new);
        let v6 = Post::open(([0u16; 8], 0).into()).map(Arc::new);
        let mut receivers = JoinSet::new();
        let open = || [&v4, &v6].into_iter().flatten();
        open().for_each(|post| drop(receivers.spawn(post.clone().receive())));
        let places = open().map(|post| post.room()).min().unwrap_or(1);
        let (places, keys) = (Semaphore::new(places), Keys::default());
        Snmp(Arc::new(Shared { v4, v6, places, keys, _receivers: receivers }))
    }

    /// A session with the agent at this address. Nothing is sent before the first question.
    ///
    /// Errors: [`Trouble::Unusable`] for credentials no agent can have.
    pub fn session(
        &self,
        at: SocketAddr,
        credentials: Credentials,
        patience: Patience,
    ) -> Result<Session, Trouble> {
        credentials.usable()?;
        Ok(Session::new(self.0.clone(), at, credentials, patience))
    }

    /// Forgets the pass phrases it was given and the keys made of them: whose they are is closed,
    /// or locked. Sessions that are open keep theirs; a phrase used again is stretched again.
    pub fn forget_phrases(&self) {
        self.0.keys.forget();
    }
}

impl Shared {
    fn post(&self, to: SocketAddr) -> Result<&Arc<Post>, Trouble> {
        let post = if to.is_ipv4() { &self.v4 } else { &self.v6 };
        post.as_ref().map_err(|obstacle| Trouble::unable(obstacle.clone()))
    }
}
