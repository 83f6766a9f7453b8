//! What the checks that ask an SNMP agent have in common: the agent, what they remember from one
//! look to the next, and how rows of its tables are found.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::counter::{self, Tally};
use hinomi_model::snmp::{Oid, Rows, Value};
use hinomi_model::{Cause, Obstacle, Outcome, Phase, Span};
use hinomi_net::NoAnswer;
use hinomi_net::snmp::{Bounds, End, Session, Together, Trouble};

/// `sysUpTime.0` (RFC 3418): the agent's time, in which rates are counted (law L11).
pub const UP_TIME: [u32; 9] = [1, 3, 6, 1, 2, 1, 1, 3, 0];
/// Walks of a check are short, since others wait for the same agent.
const BOUNDS: Bounds = Bounds { rows: 5_000, octets: 1 << 20, time: Duration::from_secs(15) };
/// What a probe may take besides waiting.
const REST: Duration = Duration::from_secs(3);
/// A row that was not found is looked for again after this, and so is an object.
const SEARCH_AGAIN: Duration = Duration::from_secs(300);

/// The SNMP agent of a node, as one check asks it.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Asks it; shared by all checks of the node.
    pub session: Session,
    /// What this check remembers.
    pub past: Past,
    /// How long it is since some fixed moment, by a clock nobody can set.
    pub steady: Duration,
}

impl Agent {
    /// The longest one probe of it may take: an agent that is met anew is asked twice, and then
    /// there is a table's walk.
    pub fn deadline(&self) -> Duration {
        let longest = self.session.longest();
        2 * longest + BOUNDS.time.max(longest) + REST
    }
}

/// What a check remembers from one look to the next, as long as it stays the same check: counters,
/// and where its row was. Clones are the same memory.
#[derive(Debug, Clone, Default)]
pub struct Past(Arc<Mutex<Remembered>>);

#[derive(Debug, Default)]
struct Remembered {
    /// By the counter's own name, each with when it was read.
    tallies: BTreeMap<Oid, (Tally, Duration)>,
    /// Where the row was found, and what it was known by there.
    row: Option<(Vec<u32>, Vec<String>)>,
    searched: Option<Duration>,
    /// What the agent had not, and when that was said first.
    absent: BTreeMap<Oid, Duration>,
    clock: Option<Clock>,
}

/// What an agent's sysUpTime was, when that was, and how often it had wrapped before our eyes.
#[derive(Debug, Clone, Copy)]
struct Clock {
    up_time: u32,
    at: Duration,
    wraps: u32,
}

impl Past {
    fn open(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the row was found last, and what it was known by there.
    pub(crate) fn row(&self) -> Option<(Vec<u32>, Vec<String>)> {
        self.open().row.clone()
    }

    /// May the row be looked for? Not again and again if it is not there.
    pub(crate) fn may_search(&self, now: Duration) -> bool {
        let mut past = self.open();
        let may = past.searched.is_none_or(|then| now.saturating_sub(then) >= SEARCH_AGAIN);
        if may {
            past.searched = Some(now);
        }
        may
    }

    /// The row was found there, known by these signs; what was counted elsewhere is forgotten.
    pub(crate) fn found(&self, row: Vec<u32>, signs: Vec<String>) {
        *self.open() = Remembered { row: Some((row, signs)), ..Remembered::default() };
    }

    /// Objects the agent turned out not to have are not asked for again, for a while: it may have
    /// been starting.
    pub(crate) fn leave_absent(&self, names: &mut Vec<impl AsRef<[u32]>>, now: Duration) {
        let mut past = self.open();
        past.absent.retain(|_, since| now.saturating_sub(*since) < SEARCH_AGAIN);
        names.retain(|name| !past.absent.contains_key(name.as_ref()));
    }

    /// The agent does not have these.
    pub(crate) fn absent<'a>(&self, names: impl Iterator<Item = &'a [u32]>, now: Duration) {
        let mut past = self.open();
        for name in names {
            past.absent.entry(name.into()).or_insert(now);
        }
    }

    /// How often the agent's sysUpTime has wrapped since it was looked at first; none once it
    /// restarted.
    pub(crate) fn wraps(&self, up_time: u32, now: Duration) -> u32 {
        let mut past = self.open();
        let runs_on = past.clock.filter(|before| {
            let elapsed = i64::try_from(now.saturating_sub(before.at).as_millis());
            elapsed.is_ok_and(|ms| counter::runs_on(before.up_time, up_time, Span(ms)))
        });
        let wraps = runs_on.map_or(0, |clock| clock.wraps + u32::from(up_time < clock.up_time));
        past.clock = Some(Clock { up_time, at: now, wraps });
        wraps
    }

    /// Rates since the last look, per second; none of a counter's first look, nor where the
    /// difference means nothing. `most` is the highest rate there can be.
    pub(crate) fn rate(
        &self,
        counter: &[u32],
        now: Tally,
        steady: Duration,
        most: Option<f64>,
    ) -> Option<f64> {
        let mut past = self.open();
        let Some(last) = past.tallies.get_mut(counter) else {
            past.tallies.insert(counter.into(), (now, steady));
            return None;
        };
        let before = std::mem::replace(last, (now, steady));
        if now.up_time < before.0.up_time {
            // Another system may have come up, which has what the one before had not.
            past.absent.clear();
        }
        between(&before, &(now, steady), most)
    }

    /// Rates since the last look of all rows that were there then, too; `None` where one of them has
    /// none, or nothing was there yet. A row that is new brings its rate with the next look, and one
    /// that is gone is forgotten: if it comes back it is a new one.
    pub(crate) fn rates(&self, now: BTreeMap<Oid, Tally>, steady: Duration) -> Option<Vec<f64>> {
        let now: BTreeMap<Oid, (Tally, Duration)> =
            now.into_iter().map(|(counter, tally)| (counter, (tally, steady))).collect();
        let mut past = self.open();
        let same = now.iter().filter_map(|(counter, now)| Some((past.tallies.get(counter)?, now)));
        let rates: Option<Vec<f64>> = same.map(|(then, now)| between(then, now, None)).collect();
        past.tallies = now;
        rates.filter(|rates| !rates.is_empty())
    }
}

/// The rate between two readings, each with when it was made.
fn between(
    (before, then): &(Tally, Duration),
    (now, steady): &(Tally, Duration),
    most: Option<f64>,
) -> Option<f64> {
    let elapsed = i64::try_from(steady.saturating_sub(*then).as_millis()).ok()?;
    counter::rate(before, now, Some(Span(elapsed)), most).ok()
}

/// Why an agent gave nothing, to a check that wants something of it: it cannot be measured.
pub(crate) fn unmeasured(trouble: Trouble) -> Outcome {
    match trouble {
        Trouble::NoAnswer(NoAnswer::Unable(obstacle)) => Outcome::unable(obstacle),
        Trouble::NoAnswer(NoAnswer::Failed(_)) | Trouble::Denied(_) => {
            Outcome::unable(Obstacle::AgentSilent)
        }
        Trouble::Said { .. } => not_there(),
        Trouble::Unusable(_) => Outcome::unable(Obstacle::NoAccess),
    }
}

/// The agent does not have it.
pub(crate) fn not_there() -> Outcome {
    Outcome::failed(Phase::Body, Cause::NotThere)
}

/// What objects said, by their names; what the agent does not have is left out.
pub(crate) type Said = HashMap<Oid, Value>;

/// Asks for objects, together with the other checks of the node.
pub(crate) async fn ask(agent: &Agent, oids: &[Oid]) -> Result<Said, Outcome> {
    let told = ask_together(agent, oids).await?;
    let there = |oid: &Oid| Some((oid.clone(), told.get(oid.numbers())?.clone()));
    Ok(oids.iter().filter_map(there).collect())
}

/// The same, where it lies; what others asked for is there, too.
pub(crate) async fn ask_together(
    agent: &Agent,
    names: &[impl AsRef<[u32]>],
) -> Result<Told, Outcome> {
    agent.session.get_together(names).await.map(Told).map_err(unmeasured)
}

/// What the agent said to all checks that asked it together.
pub(crate) struct Told(Together);

impl Told {
    /// What it said of this object; `None` if it does not have it.
    pub(crate) fn get(&self, name: &[u32]) -> Option<&Value> {
        self.0.get(name).filter(|value| **value != Value::Null)
    }
}

/// A value as text: octets, a whole number, or the name of another object.
pub fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::OctetString(_) => value.as_text()?,
        Value::Oid(oid) => oid.to_string(),
        Value::IpAddress(ip) => ip.to_string(),
        _ => value.as_i64()?.to_string(),
    };
    Some(text.trim().to_owned())
}

/// Everything in a column, by its index.
pub(crate) async fn column(
    session: &Session,
    column: &Oid,
) -> Result<BTreeMap<Vec<u32>, Value>, Outcome> {
    // Futures within futures: the walk of a session is a large one.
    let bounds = Bounds { time: BOUNDS.time.max(session.longest()), ..BOUNDS };
    let walked = Box::pin(session.walk(column, bounds)).await;
    match walked.end {
        End::Trouble(trouble) if walked.rows.is_empty() => Err(unmeasured(trouble)),
        // Half a table would be another number.
        End::Trouble(_) => Err(Outcome::unable(Obstacle::AgentSilent)),
        End::Bounded => Err(Outcome::unable(Obstacle::TableTooLong)),
        End::Whole | End::Backwards => {
            let rows = walked.rows.into_iter();
            Ok(rows.filter_map(|r| Some((r.oid.suffix(column)?.to_vec(), r.value))).collect())
        }
    }
}

/// The rows that are meant, each with what it says of these objects (of columns, by the column's
/// name). `besides` are single objects that are asked for too and added to each row.
pub(crate) async fn rows(
    agent: &Agent,
    rows: &Rows,
    objects: &[Oid],
    besides: &[Oid],
) -> Result<Vec<Said>, Outcome> {
    match rows {
        Rows::Object => {
            let oids = [objects, besides].concat();
            Ok(vec![ask(agent, &oids).await?])
        }
        Rows::Row { column, says, index } => {
            let index = agent.past.row().map_or_else(|| index.clone(), |(found, _)| found);
            if let Some(row) = row(agent, column, says, &index, objects, besides).await? {
                return Ok(vec![row]);
            }
            let index = search(agent, column, says).await?;
            agent.past.found(index.clone(), vec![says.clone()]);
            let row = row(agent, column, says, &index, objects, besides).await?;
            Ok(vec![row.ok_or_else(not_there)?])
        }
        Rows::All { column, says, .. } => {
            let all = table(agent, column.as_ref(), says.as_deref(), objects).await?;
            Ok(all.into_values().collect())
        }
    }
}

/// The row at this index, if it is still the one meant.
async fn row(
    agent: &Agent,
    column: &Oid,
    says: &str,
    index: &[u32],
    objects: &[Oid],
    besides: &[Oid],
) -> Result<Option<Said>, Outcome> {
    let wanted = objects.iter().chain([column]);
    let mut oids: Vec<Oid> = wanted.clone().map(|object| object.join(index)).collect();
    oids.extend_from_slice(besides);
    let mut said = ask(agent, &oids).await?;
    let same = said.get(&column.join(index)).and_then(text).is_some_and(|text| text == says);
    if !same {
        return Ok(None);
    }
    let mut row: Said =
        wanted.filter_map(|o| Some((o.clone(), said.get(&o.join(index))?.clone()))).collect();
    row.extend(besides.iter().filter_map(|oid| said.remove_entry(oid)));
    Ok(Some(row))
}

/// Looks for the one row in which a column says this.
async fn search(agent: &Agent, of: &Oid, says: &str) -> Result<Vec<u32>, Outcome> {
    if !agent.past.may_search(agent.steady) {
        return Err(not_there());
    }
    let said = column(&agent.session, of).await?;
    let mut same = said.into_iter().filter(|(_, v)| text(v).is_some_and(|t| t == says));
    match (same.next(), same.next()) {
        (Some((index, _)), None) => Ok(index),
        // It may be either, or it is gone.
        (Some(_), Some(_)) | (None, _) => Err(not_there()),
    }
}

/// All rows of a table by their index, or all in which a column says something.
pub(crate) async fn table(
    agent: &Agent,
    filter: Option<&Oid>,
    says: Option<&str>,
    objects: &[Oid],
) -> Result<BTreeMap<Vec<u32>, Said>, Outcome> {
    let mut rows: BTreeMap<Vec<u32>, Said> = BTreeMap::new();
    for object in objects {
        for (index, value) in column(&agent.session, object).await? {
            rows.entry(index).or_default().insert(object.clone(), value);
        }
    }
    if let (Some(filter), Some(says)) = (filter, says) {
        let says_so = |value: &Value| text(value).is_some_and(|t| t == says);
        if objects.contains(filter) {
            rows.retain(|_, said| said.get(filter).is_some_and(says_so));
        } else {
            let said = column(&agent.session, filter).await?;
            rows.retain(|index, _| said.get(index).is_some_and(says_so));
        }
    }
    Ok(rows)
}
