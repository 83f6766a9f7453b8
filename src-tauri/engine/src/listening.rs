//! The task that hears traps: opens the port the settings name, and passes on what comes in.

use std::sync::Arc;
use std::time::Duration;

use hinomi_model::snmp::User;
use hinomi_net::Net;
use hinomi_net::snmp::traps::{Engine, NoPort, Tally, Traps};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::run::Message;

/// A port that could not be had is tried again this often.
const AGAIN: Duration = Duration::from_secs(15);
/// Tallies are looked at this often.
const LOOK: Duration = Duration::from_secs(1);

/// How hearing traps goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hearing {
    /// The port wanted; `None` while traps are not to be heard.
    pub wanted: Option<u16>,
    /// Why it cannot be had, if so.
    pub trouble: Option<NoPort>,
    /// What came in since it was opened.
    pub tally: Tally,
}

/// The task.
pub(crate) struct Listener {
    pub(crate) net: Net,
    pub(crate) clock: Clock,
    pub(crate) ingest: mpsc::Sender<Message>,
    /// The port to hear on, if any.
    pub(crate) wanted: watch::Receiver<Option<u16>>,
    /// Who may sign.
    pub(crate) users: watch::Receiver<Arc<[User]>>,
    pub(crate) hearing: watch::Sender<Hearing>,
    pub(crate) cancel: CancellationToken,
}

impl Listener {
    /// Runs until cancelled.
    pub(crate) async fn run(mut self) {
        let cancel = self.cancel.clone();
        while cancel.run_until_cancelled(self.listen()).await == Some(true) {}
    }

    /// Hears until the port or the users are others; false once nobody takes what is heard.
    async fn listen(&mut self) -> bool {
        let wanted = *self.wanted.borrow_and_update();
        let users = Arc::clone(&self.users.borrow_and_update());
        let opened = match wanted {
            Some(port) => Some(self.open(port, &users).await),
            None => None,
        };
        let (traps, trouble) = match opened {
            Some(Ok(traps)) => (Some(traps), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        self.hearing.send_replace(Hearing {
            wanted,
            trouble: trouble.clone(),
            ..Hearing::default()
        });
        if self.ingest.send(Message::Hears(traps.is_some())).await.is_err() {
            return false;
        }
        let again = tokio::time::sleep(AGAIN);
        tokio::pin!(again);
        loop {
            tokio::select! {
                changed = self.wanted.changed() => return changed.is_ok(),
                changed = self.users.changed() => return changed.is_ok(),
                () = &mut again, if trouble.is_some() => return true,
                trap = next(traps.as_ref()) => {
                    let message = Message::Trap(self.clock.now(), Box::new(trap));
                    if self.ingest.send(message).await.is_err() {
                        return false;
                    }
                }
                () = tokio::time::sleep(LOOK), if traps.is_some() => {}
            }
            let tally = traps.as_ref().map(Traps::tally).unwrap_or_default();
            self.hearing.send_if_modified(|h| std::mem::replace(&mut h.tally, tally) != tally);
        }
    }

    async fn open(&self, port: u16, users: &[User]) -> Result<Traps, NoPort> {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let engine = Engine { name: host.trim().to_owned(), boots: boots(&self.clock) };
        Traps::open(port, &engine, users, &self.net.snmp).await
    }
}

/// Higher with every start, without anything to be kept: seconds since 2020, enough until 2088.
fn boots(clock: &Clock) -> u32 {
    const SINCE: i64 = 1_577_836_800;
    let seconds = clock.now().millis() / 1_000 - SINCE;
    u32::try_from(seconds.clamp(1, i64::from(i32::MAX - 1))).unwrap_or(1)
}

async fn next(traps: Option<&Traps>) -> hinomi_model::snmp::Trap {
    match traps {
        Some(traps) => traps.next().await,
        None => std::future::pending().await,
    }
}
