//! The echoes under way in one address family: who waits for what until when.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime};

use hinomi_model::Cause;
use tokio::sync::oneshot;

use super::Reply;
use super::packet::{Heard, Mark, Trouble};
use crate::NoAnswer;
use crate::stopwatch::Moment;

/// A wall clock that disagrees with the monotonic one by more than this has been set meanwhile.
const STEPPED: Duration = Duration::from_millis(2);

/// Where the answer to one echo goes.
pub(super) type Waiter = oneshot::Sender<Result<Reply, NoAnswer>>;

struct Waiting {
    to: IpAddr,
    token: u64,
    sent: Moment,
    timeout: Duration,
    /// What a router said without proof that it saw our packet; believed only if nothing better comes.
    hearsay: Option<NoAnswer>,
    waiter: Waiter,
}

impl Waiting {
    fn deadline(&self) -> Instant {
        self.sent.mono + self.timeout
    }
}

/// All echoes under way. Sequence numbers are unique among them.
pub(super) struct Flight {
    waiting: HashMap<u16, Waiting>,
    deadlines: BTreeSet<(Instant, u16)>,
    next: u16,
    launched: u64,
    looked: Instant,
    secret: RandomState,
}

impl Flight {
    pub(super) fn new() -> Flight {
        let secret = RandomState::new();
        let next = secret.hash_one("first") as u16;
        let (waiting, deadlines) = (HashMap::new(), BTreeSet::new());
        Flight { waiting, deadlines, next, launched: 0, looked: Moment::now().mono, secret }
    }

    /// How long until the next deadline; `None` with nothing under way.
    pub(super) fn due(&self) -> Option<Duration> {
        let (deadline, _) = self.deadlines.first()?;
        Some(deadline.saturating_duration_since(Moment::now().mono))
    }

    /// Enters an echo; gives its sequence number, its token, and how long nobody has looked for
    /// replies. Callers hold one of fewer than 65,536 places, so that a free number exists.
    pub(super) fn launch(
        &mut self,
        to: IpAddr,
        timeout: Duration,
        waiter: Waiter,
    ) -> (u16, u64, Duration) {
        while self.waiting.contains_key(&self.next) {
            self.next = self.next.wrapping_add(1);
        }
        let seq = self.next;
        self.next = seq.wrapping_add(1);
        self.launched += 1;
        // SipHash under a key the operating system gave us: nobody else can foresee it.
        let token = self.secret.hash_one((self.launched, to));
        let sent = Moment::now();
        let waiting = Waiting { to, token, sent, timeout, hearsay: None, waiter };
        // The first one has the receiver sleeping for good: it must be told in any case.
        let idle = self.deadlines.is_empty();
        self.deadlines.insert((waiting.deadline(), seq));
        self.waiting.insert(seq, waiting);
        let unlooked = sent.mono.saturating_duration_since(self.looked);
        (seq, token, if idle { Duration::MAX } else { unlooked })
    }

    /// Stamps an echo anew, just before it is really sent.
    pub(super) fn restamp(&mut self, seq: u16, token: u64) {
        if let Some(waiting) = self.waiting.get_mut(&seq).filter(|w| w.token == token) {
            self.deadlines.remove(&(waiting.deadline(), seq));
            waiting.sent = Moment::now();
            self.deadlines.insert((waiting.deadline(), seq));
        }
    }

    /// Forgets an echo nobody waits for any more.
    pub(super) fn forget(&mut self, seq: u16, token: u64) {
        if self.waiting.get(&seq).is_some_and(|w| w.token == token) {
            self.take(seq);
        }
    }

    fn take(&mut self, seq: u16) -> Option<Waiting> {
        let waiting = self.waiting.remove(&seq)?;
        self.deadlines.remove(&(waiting.deadline(), seq));
        Some(waiting)
    }

    /// Takes something heard from `by` into account. What does not fit an echo under way in every
    /// respect changes nothing: replies must carry the token and come from where we asked.
    pub(super) fn hear(
        &mut self,
        heard: Heard,
        by: IpAddr,
        stamp: Option<SystemTime>,
        now: Moment,
    ) {
        match heard {
            Heard::Reply(mark) => {
                if self.fits(mark, by) && mark.token.is_some() {
                    self.answered(mark.seq, stamp, now);
                }
            }
            Heard::Undelivered { to, mark, trouble } => {
                if self.fits(mark, to) {
                    self.undelivered(mark, trouble, by);
                }
            }
        }
    }

    fn fits(&self, mark: Mark, other: IpAddr) -> bool {
        self.waiting.get(&mark.seq).is_some_and(|waiting| {
            waiting.to == other && mark.token.is_none_or(|token| token == waiting.token)
        })
    }

    fn answered(&mut self, seq: u16, stamp: Option<SystemTime>, now: Moment) {
        let Some(waiting) = self.take(seq) else { return };
        let exact = stamped(waiting.sent, stamp, now);
        let rtt = exact.unwrap_or_else(|| now.mono.saturating_duration_since(waiting.sent.mono));
        // Too late is a miss even if we look later still. Without a stamp we cannot know.
        let late = exact.is_some_and(|rtt| rtt > waiting.timeout);
        // The caller may be gone; then nobody wants to know.
        let _ =
            waiting.waiter.send(if late { Err(NoAnswer::TIMED_OUT) } else { Ok(Reply { rtt }) });
    }

    fn undelivered(&mut self, mark: Mark, trouble: Trouble, by: IpAddr) {
        let by = Some(by);
        let said = NoAnswer::Failed(match trouble {
            Trouble::Unreachable(code) => Cause::Unreachable { by, code },
            Trouble::TtlExceeded => Cause::TtlExceeded { by },
        });
        if mark.token.is_none() {
            if let Some(waiting) = self.waiting.get_mut(&mark.seq) {
                waiting.hearsay = Some(said);
            }
        } else if let Some(waiting) = self.take(mark.seq) {
            let _ = waiting.waiter.send(Err(said));
        }
    }

    /// Notes that everything received before `horizon` has been heard, and ends every echo whose
    /// time was up by then. In this order: a late look must not become a loss.
    pub(super) fn looked(&mut self, horizon: Instant) {
        self.looked = horizon;
        while let Some((deadline, seq)) = self.deadlines.first().copied() {
            if deadline > horizon {
                return;
            }
            self.deadlines.pop_first();
            if let Some(waiting) = self.waiting.remove(&seq) {
                let _ = waiting.waiter.send(Err(waiting.hearsay.unwrap_or(NoAnswer::TIMED_OUT)));
            }
        }
    }
}

/// From sending to the kernel's stamp on the reply: the time until we read it does not count.
/// `None` without a stamp, and when the wall clock was set meanwhile.
fn stamped(sent: Moment, stamp: Option<SystemTime>, now: Moment) -> Option<Duration> {
    let elapsed = now.mono.saturating_duration_since(sent.mono);
    let steady = now.wall.duration_since(sent.wall).is_ok_and(|w| w.abs_diff(elapsed) < STEPPED);
    let rtt = stamp?.duration_since(sent.wall).ok()?;
    (steady && rtt <= elapsed + STEPPED).then_some(rtt)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "10.0.0.1";
    const SECOND: Duration = Duration::from_secs(1);

    fn launch(flight: &mut Flight) -> (Mark, oneshot::Receiver<Result<Reply, NoAnswer>>) {
        let (tell, told) = oneshot::channel();
        let (seq, token, _) = flight.launch(HERE.parse().unwrap(), SECOND, tell);
        (Mark { id: 0, seq, token: Some(token) }, told)
    }

    fn reply(flight: &mut Flight, mark: Mark, from: &str) {
        flight.hear(Heard::Reply(mark), from.parse().unwrap(), None, Moment::now());
    }

    #[test]
    fn only_the_very_reply_ends_an_echo() {
        let mut flight = Flight::new();
        let (mark, mut told) = launch(&mut flight);
        reply(&mut flight, mark, "10.0.0.2");
        reply(&mut flight, Mark { token: Some(1), ..mark }, HERE);
        reply(&mut flight, Mark { token: None, ..mark }, HERE);
        reply(&mut flight, Mark { seq: mark.seq.wrapping_add(1), ..mark }, HERE);
        assert!(told.try_recv().is_err(), "because none of these answers our question");
        reply(&mut flight, mark, HERE);
        assert!(told.try_recv().unwrap().is_ok());
        reply(&mut flight, mark, HERE);
        assert!(flight.due().is_none(), "because a duplicate finds nothing to end");
    }

    #[test]
    fn a_router_without_proof_is_believed_only_if_nothing_better_comes() {
        let mut flight = Flight::new();
        let (mark, mut told) = launch(&mut flight);
        let said = Heard::Undelivered {
            to: HERE.parse().unwrap(),
            mark: Mark { token: None, ..mark },
            trouble: Trouble::Unreachable(1),
        };
        flight.hear(said, "10.0.0.254".parse().unwrap(), None, Moment::now());
        assert!(told.try_recv().is_err(), "because the quote could have been guessed");
        flight.looked(Moment::now().mono + SECOND);
        let by = Some("10.0.0.254".parse().unwrap());
        let want = Err(NoAnswer::Failed(Cause::Unreachable { by, code: 1 }));
        assert_eq!(told.try_recv().unwrap(), want);
    }

    #[test]
    fn a_full_sequence_space_never_gives_a_number_twice() {
        let mut flight = Flight::new();
        let told: Vec<_> = (0..60_000).map(|_| launch(&mut flight)).collect();
        let (gone, kept) = told.split_at(30_000);
        gone.iter().for_each(|(mark, _)| flight.forget(mark.seq, mark.token.unwrap()));
        let more: Vec<_> = (0..30_000).map(|_| launch(&mut flight)).collect();
        let all: BTreeSet<u16> = kept.iter().chain(&more).map(|(mark, _)| mark.seq).collect();
        assert_eq!(all.len(), 60_000, "because numbers under way are skipped");
        assert_eq!(flight.deadlines.len(), 60_000, "because forgetting frees the deadline too");
    }

    #[test]
    fn deadlines_end_what_is_due_and_nothing_else() {
        let mut flight = Flight::new();
        let (_, mut told) = launch(&mut flight);
        flight.looked(Moment::now().mono);
        assert!(told.try_recv().is_err(), "because its second is not over");
        flight.looked(Moment::now().mono + SECOND);
        assert_eq!(told.try_recv().unwrap(), Err(NoAnswer::TIMED_OUT));
        assert!(flight.due().is_none());
    }

    #[test]
    fn a_wall_clock_that_steps_makes_its_stamps_worthless() {
        let ms = Duration::from_millis;
        let sent = Moment::now();
        let now = |step: i64| Moment {
            mono: sent.mono + ms(30),
            wall: if step < 0 {
                sent.wall + ms(30) - ms(step.unsigned_abs())
            } else {
                sent.wall + ms(30) + ms(step.unsigned_abs())
            },
        };
        let stamp = |at: u64| Some(sent.wall + ms(at));
        assert_eq!(stamped(sent, stamp(4), now(0)), Some(ms(4)), "because the clocks agree");
        assert_eq!(stamped(sent, None, now(0)), None, "because nobody stamped it");
        assert_eq!(stamped(sent, stamp(3604), now(3600)), None, "because it went forward");
        assert_eq!(stamped(sent, Some(sent.wall - ms(9000)), now(-9000)), None);
        assert_eq!(stamped(sent, stamp(24), now(20)), None, "because even 20 ms is a step");
    }

    #[test]
    fn a_reply_after_its_time_is_a_miss_however_late_we_look() {
        let mut flight = Flight::new();
        for (after, in_time) in [(999, true), (1001, false)] {
            let (mark, mut told) = launch(&mut flight);
            let sent = flight.waiting[&mark.seq].sent;
            let later = |ms| Moment {
                mono: sent.mono + Duration::from_millis(ms),
                wall: sent.wall + Duration::from_millis(ms),
            };
            let stamp = Some(later(after).wall);
            flight.hear(Heard::Reply(mark), HERE.parse().unwrap(), stamp, later(5000));
            assert_eq!(told.try_recv().unwrap().is_ok(), in_time, "stamped after {after} ms");
        }
    }
}
