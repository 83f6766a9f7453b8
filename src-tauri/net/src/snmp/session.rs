//! One agent, asked with one set of credentials.

use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_snmp::{Client, ClientBuilder, Error, Retry};
use hinomi_model::Obstacle;
use hinomi_model::snmp::{Credentials, Denied, Oid, Value, VarBind};
use tokio::sync::Semaphore;

use super::line::{Line, Odd};
use super::share::Gathering;
use super::{Patience, Shared, Snmp, Trouble, speech};
use crate::Pace;
use crate::answer::shorten;

/// Objects asked for in one GET, to begin with.
const WIDTH: usize = 24;
/// Rows asked for in one GETBULK, to begin with: a column of a 48-port switch, which as a rule fits
/// into one Ethernet frame.
const REPETITIONS: u32 = 48;
/// … and as many as agents give at once that do not give many.
const FEW: u32 = 10;

/// One agent, asked with one set of credentials. Cheap to clone; clones are the same session.
///
/// It learns what the agent can bear (how many objects at once, how many rows) and, for SNMPv3,
/// keeps the agent's engine and clock. Dropping a question's future cancels it.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
    /// What it shares with others that ask.
    pace: Option<Arc<Pace>>,
}

struct Inner {
    shared: Arc<Shared>,
    at: SocketAddr,
    credentials: Credentials,
    patience: Patience,
    turns: Semaphore,
    client: Mutex<Option<Client<Line>>>,
    odd: Arc<Odd>,
    /// It has answered since the client was made.
    met: AtomicBool,
    width: AtomicUsize,
    repetitions: AtomicU32,
    /// The last GETBULK was not answered.
    doubted: AtomicBool,
    /// What several checks ask together.
    gathering: Mutex<Option<Arc<Gathering>>>,
}

/// What is asked in one exchange.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// These very objects.
    Get(&'a [async_snmp::Oid]),
    /// The object behind this one.
    Next(&'a async_snmp::Oid),
    /// So many objects behind this one.
    Bulk(&'a async_snmp::Oid, u32),
}

/// What came of one exchange: how many objects were dealt with, their bindings, and what stopped it.
struct Exchange {
    bindings: Vec<async_snmp::VarBind>,
    stopped: Option<(Range<usize>, Trouble)>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Session").field(&self.inner.at).finish()
    }
}

impl Session {
    pub(super) fn new(
        shared: Arc<Shared>,
        at: SocketAddr,
        credentials: Credentials,
        patience: Patience,
    ) -> Session {
        let bulk = if matches!(credentials, Credentials::V1(_)) { 0 } else { REPETITIONS };
        let inner = Arc::new(Inner {
            shared,
            at,
            credentials,
            patience,
            turns: Semaphore::new(patience.at_once.max(1)),
            client: Mutex::new(None),
            odd: Arc::default(),
            met: AtomicBool::new(false),
            width: AtomicUsize::new(WIDTH),
            repetitions: AtomicU32::new(bulk),
            doubted: AtomicBool::new(false),
            gathering: Mutex::new(None),
        });
        Session { inner, pace: None }
    }

    /// The same session, each question of which waits for its turn; only tries that follow an
    /// unanswered one do not.
    pub fn paced(&self, pace: Arc<Pace>) -> Session {
        Session { inner: self.inner.clone(), pace: Some(pace) }
    }

    /// The same agent asked within one VLAN, as Cisco's bridges want it
    /// ([`Credentials::in_vlan`]); what was learnt of what it can bear holds there, too.
    pub fn in_vlan(&self, vlan: u16) -> Session {
        let Inner { shared, at, credentials, patience, .. } = &*self.inner;
        let within = Session::new(shared.clone(), *at, credentials.in_vlan(vlan), *patience);
        within.inner.width.store(self.inner.width.load(Ordering::Relaxed), Ordering::Relaxed);
        within.inner.repetitions.store(self.repetitions(), Ordering::Relaxed);
        Session { pace: self.pace.clone(), ..within }
    }

    /// Those who gather just now to ask together.
    pub(super) fn gathering(&self) -> &Mutex<Option<Arc<Gathering>>> {
        &self.inner.gathering
    }

    /// What it was made of.
    pub(super) fn origin(&self) -> (Snmp, SocketAddr, Credentials) {
        (Snmp(self.inner.shared.clone()), self.inner.at, self.inner.credentials.clone())
    }

    /// How long a question goes on without an answer, all its tries together.
    pub fn longest(&self) -> Duration {
        let Patience { timeout, retries, .. } = self.inner.patience;
        timeout.saturating_mul(retries.saturating_add(1))
    }

    /// Where the agent is.
    pub fn address(&self) -> SocketAddr {
        self.inner.at
    }

    /// Rows asked for in one GETBULK; 0 or 1 when GETNEXT is used instead.
    pub fn repetitions(&self) -> u32 {
        self.inner.repetitions.load(Ordering::Relaxed)
    }

    /// GETBULK was answered.
    pub(super) fn trust_in_bulk(&self) {
        self.inner.doubted.store(false, Ordering::Relaxed);
    }

    /// GETBULK was not answered; says whether that was so the last time, too.
    pub(super) fn doubt_in_bulk(&self) -> bool {
        self.inner.doubted.fetch_not(Ordering::Relaxed)
    }

    /// Asks for fewer rows in one GETBULK from now on: for as many as any agent bears, then for one.
    pub(super) fn ask_for_fewer(&self) {
        let fewer = if self.repetitions() > FEW { FEW } else { 1 };
        self.inner.repetitions.store(fewer, Ordering::Relaxed);
    }

    /// The values of these objects, in this order. What the agent does not have is
    /// [`Value::NoSuchInstance`] or another of the three ways of saying so; so is an object that
    /// gives the agent an error whenever it is asked for it.
    ///
    /// Errors: the first [`Trouble`] that is about the agent and not about one object. Nothing is
    /// given then; [`Session::read`] keeps what came before.
    pub async fn get(&self, oids: &[Oid]) -> Result<Vec<VarBind>, Trouble> {
        match self.get_some(oids).await {
            (found, None) => Ok(found),
            (_, Some(trouble)) => Err(trouble),
        }
    }

    /// As [`Session::get`], with what was found before the trouble.
    pub(super) async fn get_some(&self, oids: &[Oid]) -> (Vec<VarBind>, Option<Trouble>) {
        let mut values: Vec<Option<Value>> = vec![None; oids.len()];
        let width = self.inner.width.load(Ordering::Relaxed).max(1);
        let places: Vec<usize> = (0..oids.len()).collect();
        let mut groups: Vec<Vec<usize>> = places.chunks(width).map(<[usize]>::to_vec).collect();
        groups.reverse();
        let mut trouble = None;
        while let Some(group) = groups.pop() {
            let asked: Vec<_> = group.iter().map(|place| speech::outgoing(&oids[*place])).collect();
            let exchange = match self.exchange(Question::Get(&asked)).await {
                Ok(exchange) => exchange,
                Err(why) => {
                    trouble = Some(why);
                    break;
                }
            };
            let bindings = exchange.bindings.into_iter().map(speech::incoming);
            take(&group, oids, bindings, &mut values);
            let Some((failed, why)) = exchange.stopped else { continue };
            match remaining(&group, failed, &why) {
                Some(rest) => groups.extend(rest),
                None => {
                    trouble = Some(why);
                    break;
                }
            }
        }
        let complete = trouble.is_none();
        let bind = |(oid, value): (&Oid, Option<Value>)| {
            let value = value.or(complete.then_some(Value::NoSuchInstance))?;
            Some(VarBind { oid: oid.clone(), value })
        };
        (oids.iter().zip(values).filter_map(bind).collect(), trouble)
    }

    /// One question that concerns the rows behind an object.
    pub(super) async fn ask(&self, question: Question<'_>) -> Result<Vec<VarBind>, Trouble> {
        let bindings = self.bindings(question).await?;
        Ok(bindings.into_iter().map(speech::incoming).collect())
    }

    /// The same in the client's words.
    pub(super) async fn bindings(
        &self,
        question: Question<'_>,
    ) -> Result<Vec<async_snmp::VarBind>, Trouble> {
        let exchange = self.exchange(question).await?;
        match exchange.stopped {
            Some((_, trouble)) => Err(trouble),
            None => Ok(exchange.bindings),
        }
    }

    /// Asks in turn. When an SNMPv3 agent that answered before no longer does, it may have been
    /// replaced or have lost its boot counter: it is met anew, once.
    async fn exchange(&self, question: Question<'_>) -> Result<Exchange, Trouble> {
        if let Some(pace) = &self.pace {
            pace.turn().await;
        }
        let _turn = self.inner.turns.acquire().await.expect("the semaphore is never closed");
        let _place =
            self.inner.shared.places.acquire().await.expect("the semaphore is never closed");
        let exchange = self.once(question).await?;
        if !exchange.stopped.as_ref().is_some_and(|(_, trouble)| self.lost(trouble)) {
            self.inner.met.store(true, Ordering::Relaxed);
            return Ok(exchange);
        }
        if !self.inner.met.swap(false, Ordering::Relaxed) {
            return Ok(exchange);
        }
        *self.inner.client.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.once(question).await
    }

    /// SNMPv3: asks the agent for its engine, which it tells everybody (RFC 3414 §4).
    pub(super) async fn meet(&self) -> Result<(), Trouble> {
        let _turn = self.inner.turns.acquire().await.expect("the semaphore is never closed");
        let _place =
            self.inner.shared.places.acquire().await.expect("the semaphore is never closed");
        let met = self.client().await?.rediscover_engine().await;
        met.map_err(|error| Trouble::from(&*error))
    }

    /// Is this what a question ends in when the engine we knew is gone?
    fn lost(&self, trouble: &Trouble) -> bool {
        !matches!(trouble, Trouble::Said { .. } | Trouble::Denied(Denied::View))
            && matches!(self.inner.credentials, Credentials::V3(_))
    }

    async fn once(&self, question: Question<'_>) -> Result<Exchange, Trouble> {
        let client = self.client().await?;
        self.inner.odd.forget();
        let (bindings, stopped) = match question {
            Question::Get(oids) => self.get_chunks(&client, oids).await?,
            Question::Next(oid) => match client.get_next(oid).await {
                Ok(response) => (response.varbinds, None),
                Err(error) => (Vec::new(), Some((0..1, error))),
            },
            Question::Bulk(oid, rows) => {
                match client.get_bulk(std::slice::from_ref(oid), 0, rows).await {
                    Ok(bindings) => (bindings, None),
                    Err(error) => (Vec::new(), Some((0..1, error))),
                }
            }
        };
        let stopped = stopped.map(|(range, error)| match Trouble::from(&*error) {
            Trouble::SILENT => (range, self.inner.odd.instead_of_silence()),
            trouble => (range, trouble),
        });
        Ok(Exchange { bindings, stopped })
    }

    /// GET, cut in half by the client wherever the agent says that the answer is too big.
    #[allow(clippy::type_complexity, reason = "it is taken apart at once")]
    async fn get_chunks(
        &self,
        client: &Client<Line>,
        oids: &[async_snmp::Oid],
    ) -> Result<(Vec<async_snmp::VarBind>, Option<(Range<usize>, Box<Error>)>), Trouble> {
        let mut bindings = Vec::new();
        let mut widest = 0;
        let mut chunks = client.get_many_chunks(oids).map_err(|error| Trouble::from(&*error))?;
        let stopped = loop {
            match chunks.next().await {
                Some(Ok(chunk)) => {
                    widest = widest.max(chunk.request_range.len());
                    bindings.extend(chunk.response.varbinds);
                }
                Some(Err(error)) => break Some((error.failed_request_range, error.source)),
                None => break None,
            }
        };
        if 0 < widest && widest < oids.len() && stopped.is_none() {
            self.inner.width.fetch_min(widest, Ordering::Relaxed);
        }
        Ok((bindings, stopped))
    }

    async fn client(&self) -> Result<Client<Line>, Trouble> {
        if let Some(client) = &*self.inner.client.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(client.clone());
        }
        let made = self.make_client().await?;
        let mut client = self.inner.client.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(client.get_or_insert(made).clone())
    }

    async fn make_client(&self) -> Result<Client<Line>, Trouble> {
        let Inner { shared, at, credentials, patience, .. } = &*self.inner;
        let line = Line {
            post: shared.post(*at)?.clone(),
            to: *at,
            strict: matches!(credentials, Credentials::V3(_)),
            odd: self.inner.odd.clone(),
        };
        let retry = Retry::fixed(patience.retries.min(async_snmp::MAX_RETRIES), Duration::ZERO);
        let our_fault = |detail: String| Trouble::unable(Obstacle::OurFault { detail });
        ClientBuilder::new(shared.keys.auth(credentials).await?)
            .request_timeout(patience.timeout)
            .retry(retry.map_err(|error| our_fault(shorten(error)))?)
            .max_oids_per_request(WIDTH)
            // Lets reports be read that are not signed, as those about wrong keys cannot be
            // (RFC 3414 §3.2). They must come from the agent's own address.
            .allow_unauthenticated_v3_time_correction(true)
            .des_salt_state(shared.keys.salts.clone())
            .build_with_transport(line)
            .map_err(|error| our_fault(shorten(error)))
    }
}

/// Puts the bindings of an answer to the objects asked for. Agents answer in order, as a rule.
fn take(
    group: &[usize],
    oids: &[Oid],
    bindings: impl Iterator<Item = VarBind>,
    values: &mut [Option<Value>],
) {
    let mut expected = group.iter().copied();
    for VarBind { oid, value } in bindings {
        let in_order = expected.next().filter(|place| oids[*place] == oid);
        let found = in_order.or_else(|| group.iter().copied().find(|place| oids[*place] == oid));
        if let Some(place) = found {
            values[place].get_or_insert(value);
        }
    }
}

/// What is still to be asked when an agent could not answer for some of a group; `None` when the
/// trouble is not about single objects. The last group is asked first.
fn remaining(group: &[usize], failed: Range<usize>, why: &Trouble) -> Option<Vec<Vec<usize>>> {
    let Trouble::Said { place, .. } = why else { return None };
    let failed = failed.start.min(group.len())..failed.end.min(group.len());
    let (guilty, after) = (&group[failed.clone()], &group[failed.end..]);
    let culprit = (*place as usize).checked_sub(1).filter(|place| *place < guilty.len());
    let again = match culprit {
        Some(culprit) => vec![[&guilty[..culprit], &guilty[culprit + 1..]].concat()],
        // It does not say which: each is asked alone.
        None if guilty.len() > 1 => guilty.iter().rev().map(|place| vec![*place]).collect(),
        None => Vec::new(),
    };
    let groups = std::iter::once(after.to_vec()).chain(again);
    Some(groups.filter(|group| !group.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(place: u32) -> Trouble {
        Trouble::Said { status: 2, place }
    }

    #[test]
    fn one_object_that_spoils_an_answer_is_left_out_and_the_rest_asked_again() {
        let rest = remaining(&[10, 11, 12, 13], 0..4, &said(2)).unwrap();
        assert_eq!(rest, [vec![10, 12, 13]]);
        let rest = remaining(&[10, 11, 12, 13], 0..2, &said(1)).unwrap();
        assert_eq!(rest, [vec![12, 13], vec![11]], "because the second half was not asked yet");
    }

    #[test]
    fn when_none_is_named_each_is_asked_alone() {
        let rest = remaining(&[10, 11, 12], 0..3, &said(0)).unwrap();
        assert_eq!(rest, [[12], [11], [10]]);
        let rest = remaining(&[10, 11, 12], 0..3, &said(9)).unwrap();
        assert_eq!(rest, [[12], [11], [10]], "because there is no ninth");
        assert!(remaining(&[10], 0..1, &said(0)).unwrap().is_empty(), "because it was alone");
    }

    #[test]
    fn an_agent_that_is_silent_is_not_asked_again() {
        assert_eq!(remaining(&[10, 11], 0..2, &Trouble::SILENT), None);
    }
}
