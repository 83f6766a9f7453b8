//! The task that hears traps: opens the port the settings name, for whoever the site knows, and
//! passes on what comes in.

use std::sync::Arc;
use std::time::Duration;

use hinomi_model::snmp::{Credentials, Login, Trap, User};
use hinomi_model::{NodeId, Secret};
use hinomi_net::Net;
use hinomi_net::snmp::traps::{Engine, NoPort, Senders, Tally, Traps, TurnedAway};
use hinomi_store::Site;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::run::Message;

/// A port that could not be had is tried again this often.
const AGAIN: Duration = Duration::from_secs(15);
/// Tallies are looked at this often.
const LOOK: Duration = Duration::from_secs(1);
/// Users, and communities, of one site that may send at most.
const MOST: usize = 256;

/// What of the site decides what is heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Heed {
    /// The port wanted; `None` while traps are not to be heard.
    pub port: Option<u16>,
    /// Messages without a community of the site's are not taken.
    pub known_only: bool,
    /// What the site opens agents with: who has it may send, too.
    pub logins: Arc<[Login]>,
    /// The nodes that are known by a DNS name.
    pub named: Arc<[(NodeId, String)]>,
}

/// How hearing traps goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hearing {
    /// The port wanted; `None` while traps are not to be heard.
    pub wanted: Option<u16>,
    /// Why it cannot be had, if so.
    pub trouble: Option<NoPort>,
    /// The vault is locked, so those who could be told by its secrets are not heard.
    pub locked: bool,
    /// What came in since it was opened.
    pub tally: Tally,
    /// The message that was turned away last.
    pub turned_away: Option<TurnedAway>,
}

/// The task.
pub(crate) struct Listener {
    pub(crate) net: Net,
    pub(crate) site: Site,
    pub(crate) clock: Clock,
    pub(crate) ingest: mpsc::Sender<Message>,
    pub(crate) heed: watch::Receiver<Heed>,
    pub(crate) hearing: watch::Sender<Hearing>,
    pub(crate) cancel: CancellationToken,
}

impl Listener {
    /// Runs until cancelled.
    pub(crate) async fn run(mut self) {
        let cancel = self.cancel.clone();
        while cancel.run_until_cancelled(self.listen()).await == Some(true) {}
    }

    /// Hears until the port is another; false once nobody takes what is heard.
    async fn listen(&mut self) -> bool {
        let mut heed = self.heed.borrow_and_update().clone();
        let mut vault = self.site.vault_turns();
        let (mut senders, mut locked) = self.senders(&heed).await;
        let opened = match heed.port {
            Some(port) => Some(self.open(port, &senders).await),
            None => None,
        };
        let (traps, trouble) = match opened {
            Some(Ok(traps)) => (Some(traps), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        if self.ingest.send(Message::Hears(traps.is_some())).await.is_err() {
            return false;
        }
        let again = tokio::time::sleep(AGAIN);
        tokio::pin!(again);
        loop {
            self.tell(&heed, trouble.as_ref(), locked, traps.as_ref());
            let whom = tokio::select! {
                changed = self.heed.changed() => {
                    let now = self.heed.borrow_and_update().clone();
                    if changed.is_err() || now.port != heed.port {
                        return changed.is_ok();
                    }
                    heed = now;
                    true
                }
                turned = vault.changed() => turned.is_ok(),
                () = &mut again, if trouble.is_some() => return true,
                trap = next(traps.as_ref()) => {
                    let message = Message::Trap(self.clock.now(), Box::new(trap));
                    if self.ingest.send(message).await.is_err() {
                        return false;
                    }
                    false
                }
                () = tokio::time::sleep(LOOK), if traps.is_some() => false,
            };
            if whom {
                (senders, locked) = self.senders(&heed).await;
                if let Some(traps) = &traps {
                    traps.hear(&senders, &self.net.snmp).await;
                }
            }
        }
    }

    fn tell(&self, heed: &Heed, trouble: Option<&NoPort>, locked: bool, traps: Option<&Traps>) {
        let now = Hearing {
            wanted: heed.port,
            trouble: trouble.cloned(),
            locked,
            tally: traps.map(Traps::tally).unwrap_or_default(),
            turned_away: traps.and_then(Traps::turned_away),
        };
        self.hearing.send_if_modified(|was| {
            let changed = *was != now;
            *was = now;
            changed
        });
    }

    async fn open(&self, port: u16, senders: &Senders) -> Result<Traps, NoPort> {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let engine = Engine { name: host.trim().to_owned(), boots: boots(&self.clock) };
        Traps::open(port, &engine, senders, &self.net.snmp).await
    }

    /// Whom the site knows, and whether the vault keeps that to itself.
    async fn senders(&self, heed: &Heed) -> (Senders, bool) {
        let mut known = Known::default();
        let mut locked = false;
        for login in heed.logins.iter() {
            let of_use = heed.known_only || matches!(login, Login::V3 { .. });
            if !of_use || heed.port.is_none() {
                continue;
            }
            match self.site.credentials(login).await {
                Ok(credentials) => known.add(credentials),
                Err(error) if error.is_locked() => locked = true,
                // What is wrong with a login is told by the checks that use it.
                Err(error) => tracing::debug!(%error, "a login cannot be read"),
            }
        }
        let communities = heed.known_only.then_some(known.communities);
        (Senders { users: known.users, communities }, locked)
    }
}

/// Who is known by the logins of a site, each once.
#[derive(Default)]
struct Known {
    users: Vec<User>,
    communities: Vec<Secret>,
}

impl Known {
    fn add(&mut self, credentials: Credentials) {
        match credentials {
            Credentials::V1(community) | Credentials::V2c(community) => {
                let known = self.communities.iter().any(|c| c.reveal() == community.reveal());
                if !known && self.communities.len() < MOST {
                    self.communities.push(community);
                }
            }
            Credentials::V3(user) => {
                // The context is what we would read; it is nothing to tell a sender by.
                let known = self.users.iter().any(|u| u.is_like(&user));
                if !known && self.users.len() < MOST {
                    self.users.push(user);
                }
            }
        }
    }
}

/// Higher with every start, without anything to be kept: seconds since 2020, enough until 2088.
fn boots(clock: &Clock) -> u32 {
    const SINCE: i64 = 1_577_836_800;
    let seconds = clock.now().millis() / 1_000 - SINCE;
    u32::try_from(seconds.clamp(1, i64::from(i32::MAX - 1))).unwrap_or(1)
}

async fn next(traps: Option<&Traps>) -> Trap {
    match traps {
        Some(traps) => traps.next().await,
        None => std::future::pending().await,
    }
}
