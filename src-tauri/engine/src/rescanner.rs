//! Sweeps again, by itself and at its pace, what a person chose to sweep: slice by slice, never beside
//! a sweep by hand, and not while nobody is to look.

use std::net::IpAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use hinomi_discovery::device::profile::Folder;
use hinomi_discovery::{Door, Options, Ranges, Sweep};
use hinomi_net::Net;
use hinomi_store::Site;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::logins::Logins;
use crate::named;
use crate::rescans::{Due, Looked, parts};
use crate::run::Message;
use crate::wish::Wish;

/// After the start everything else begins first …
const FIRST: Duration = Duration::from_secs(60);
/// … and then it is asked so often whether one is due.
const EVERY: Duration = Duration::from_secs(30);
/// While one is under way it is asked so often whether it still may be.
const MINDFUL: Duration = Duration::from_secs(1);
/// Addresses of a slice: what is swept in half a minute to two, and swept again if it was cut short.
const SLICE: u32 = 4_096;

/// What the re-scanner works with.
pub(crate) struct Rescanner {
    pub net: Net,
    pub site: Site,
    pub clock: Clock,
    pub ingest: mpsc::Sender<Message>,
    /// The last sweep somebody made by hand.
    pub by_hand: watch::Receiver<Weak<Sweep>>,
    /// Somebody wants one now.
    pub wanted: Arc<Notify>,
    pub cancel: CancellationToken,
}

impl Rescanner {
    /// Sweeps until cancelled.
    pub(crate) async fn run(self) {
        let mut pause = FIRST;
        while self.cancel.run_until_cancelled(self.due(pause)).await.is_some() {
            pause = EVERY;
            let round = Box::pin(self.round());
            if self.cancel.run_until_cancelled(round).await.is_none() {
                return;
            }
        }
    }

    async fn due(&self, pause: Duration) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.wanted.notified() => {}
        }
    }

    /// One slice after the other, for as long as there is one and it may be swept.
    async fn round(&self) {
        while !self.is_swept_by_hand() {
            let Some(Some(due)) = self.ask(Message::ToRescan).await else { return };
            if self.sweep(&due).await.is_none() {
                return;
            }
        }
    }

    /// Sweeps a slice; `None` if it was not, or cannot be, and is to be tried again later.
    async fn sweep(&self, due: &Due) -> Option<()> {
        let (all, exclude) = parts(&due.ranges, &due.exclude)?;
        let slice = all.piece(due.slice, SLICE)?;
        let known = Logins::of(&self.site).await.ok()?;
        let (doors, others): (Vec<Door>, Vec<Door>) = known
            .doors
            .into_iter()
            .partition(|door| is_opened_with(door.at.ip(), due.slice, &slice, &all));
        let others = others.iter().filter(|door| door.credentials.is_some());
        let options = Options {
            logins: known.credentials,
            doors,
            spared: others.flat_map(Door::agents).chain(known.spared).collect(),
            profiles: Folder::beside(self.site.path()),
            exclude,
            ..Options::default()
        };
        let since = self.clock.now();
        let sweep = Sweep::start(&self.net, slice.clone(), options);
        let (progress, named) = tokio::select! {
            both = async { tokio::join!(sweep.wait(), named::find(&self.net, &due.named)) } => both,
            () = self.has_to_stop() => return None,
        };
        let looked = Looked {
            slice: due.slice,
            last: all.piece(due.slice + 1, SLICE).is_none(),
            since,
            whole: progress.done == progress.of && progress.trouble.is_none(),
            findings: progress.findings,
            ranges: slice,
            logins: known.logins,
            locked: known.locked,
            named,
        };
        tracing::debug!(slice = due.slice, found = looked.findings.len(), "swept again");
        let (answer, granted) = oneshot::channel();
        let wish = Box::new(Wish::Looked(Box::new(looked)));
        self.ingest.send(Message::Wish(wish, answer)).await.ok()?;
        granted.await.ok()?.ok().map(drop)
    }

    fn is_swept_by_hand(&self) -> bool {
        self.by_hand.borrow().upgrade().is_some_and(|sweep| sweep.is_running())
    }

    /// Waits until somebody sweeps by hand, or nothing may be swept any more.
    async fn has_to_stop(&self) {
        loop {
            tokio::time::sleep(MINDFUL).await;
            if self.is_swept_by_hand() || self.ask(Message::MaySweep).await != Some(true) {
                return;
            }
        }
    }

    async fn ask<T>(&self, what: impl FnOnce(oneshot::Sender<T>) -> Message) -> Option<T> {
        let (answer, reply) = oneshot::channel();
        self.ingest.send(what(answer)).await.ok()?;
        reply.await.ok()
    }
}

/// Each agent that is known is opened once, and so whom its tables know is asked once: with its slice,
/// and those that are in none with the first.
fn is_opened_with(ip: IpAddr, n: u32, slice: &Ranges, all: &Ranges) -> bool {
    is_within(slice, ip) || (n == 0 && !is_within(all, ip))
}

fn is_within(ranges: &Ranges, ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(ip) if ranges.contains(ip))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_that_is_known_is_opened_by_one_slice() {
        let (all, _) =
            parts(&["10.0.0.0/18".into()], &["10.0.3.0/24".into()]).expect("it is right");
        let slices: Vec<Ranges> = (0..).map_while(|n| all.piece(n, SLICE)).collect();
        assert_eq!(slices.len(), 4, "because it is a large one");
        for (ip, with) in [
            ("10.0.0.9", 0),
            ("10.0.63.1", 3),
            ("10.0.3.7", 0),
            ("192.168.9.1", 0),
            ("2001:db8::1", 0),
        ] {
            let ip: IpAddr = ip.parse().expect("an address");
            let opened = |n: &usize| is_opened_with(ip, *n as u32, &slices[*n], &all);
            let by: Vec<usize> = (0..slices.len()).filter(opened).collect();
            assert_eq!(by, [with], "because whom {ip} knows is asked once");
        }
    }
}
