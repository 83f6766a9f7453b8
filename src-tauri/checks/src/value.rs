//! Checks of a number an SNMP agent tells, or of what it makes of the rows of a table.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use hinomi_model::check::ValueSpec;
use hinomi_model::counter::{Count, Tally};
use hinomi_model::snmp::{Fold, Oid, Rows, Term, Value};
use hinomi_model::{Metric, Outcome};

use crate::reading;
use crate::snmp::{Agent, Said, UP_TIME, ask, not_there, rows, table, text};

/// Reads the number once. A counter's first look measures nothing yet.
pub async fn probe(spec: &ValueSpec, agent: &Agent) -> Outcome {
    let read = match (spec.metric, &spec.rows) {
        (Metric::Rate, Rows::All { fold, column, says }) => {
            rate_of_all(spec, agent, *fold, column.as_ref(), says.as_deref()).await
        }
        (Metric::Rate, Rows::Object | Rows::Row { .. }) => rate_of_one(spec, agent).await,
        _ => number(spec, agent).await,
    };
    match read {
        Ok(value) => {
            let readings = value.map(|value| reading(spec.metric, value));
            Outcome::Measured { readings: readings.into_iter().collect() }
        }
        Err(outcome) => outcome,
    }
}

/// What was read; `None` where nothing can be told yet.
type Read = Result<Option<f64>, Outcome>;

async fn number(spec: &ValueSpec, agent: &Agent) -> Read {
    let objects: Vec<Oid> = spec.formula.objects().cloned().collect();
    let said = rows(agent, &spec.rows, &objects, &[]).await?;
    made(spec, &said).map(Some).ok_or_else(not_there)
}

fn made(spec: &ValueSpec, said: &[Said]) -> Option<f64> {
    let values = said.iter().filter_map(|row| spec.formula.value(|oid| row.get(oid)));
    match &spec.rows {
        Rows::All { fold: Fold::Count, .. } => Some(said.len() as f64),
        Rows::All { fold, .. } => fold.of(&values.collect::<Vec<f64>>()),
        Rows::Object | Rows::Row { .. } => values.into_iter().next(),
    }
}

/// A counter's rate (law L11), multiplied as the formula says.
async fn rate_of_one(spec: &ValueSpec, agent: &Agent) -> Read {
    let term = counter(spec)?;
    let objects = std::slice::from_ref(&term.oid);
    let said = rows(agent, &spec.rows, objects, &[Oid::from(UP_TIME)]).await?;
    let [row] = said.as_slice() else { return Err(not_there()) };
    let count = row.get(&term.oid).and_then(count).ok_or_else(not_there)?;
    let tally = tally(count, up_time(row)?, None);
    let rate = agent.past.rate(term.oid.numbers(), tally, agent.steady, None);
    Ok(rate.map(|rate| spec.formula.scale * term.times * rate))
}

/// What is made of the rates of the counters in a column, each by itself (law L11): one that began
/// anew makes this look a gap.
async fn rate_of_all(
    spec: &ValueSpec,
    agent: &Agent,
    fold: Fold,
    column: Option<&Oid>,
    says: Option<&str>,
) -> Read {
    let term = counter(spec)?;
    // First, so that the walk's own length is no part of the time between two looks.
    let up_time = up_time(&ask(agent, &[Oid::from(UP_TIME)]).await?)?;
    let names = column.filter(|column| **column != term.oid);
    let objects: Vec<Oid> = [Some(&term.oid), names].into_iter().flatten().cloned().collect();
    let rows = table(agent, column, says, &objects).await?;
    let counts = rows.iter().filter_map(|(index, row)| {
        let count = row.get(&term.oid).and_then(count)?;
        // Where rows have names, another one behind the same index is noticed.
        let name = names.and_then(|names| row.get(names)).and_then(text);
        Some((term.oid.join(index), tally(count, up_time, name)))
    });
    let tallies: BTreeMap<Oid, Tally> = counts.collect();
    let times = spec.formula.scale * term.times;
    let folded = |rates: Vec<f64>| {
        fold.of(&rates.into_iter().map(|rate| times * rate).collect::<Vec<f64>>())
    };
    if tallies.is_empty() {
        // No row is there: that is what they add up to, unless it is no column of counters at all.
        let none = if rows.is_empty() { folded(Vec::new()) } else { None };
        agent.past.rates(tallies, agent.steady);
        return none.map(Some).ok_or_else(not_there);
    }
    Ok(agent.past.rates(tallies, agent.steady).and_then(folded))
}

/// The one counter a rate is made of.
fn counter(spec: &ValueSpec) -> Result<&Term, Outcome> {
    spec.formula.plus.first().ok_or_else(not_there)
}

fn count(value: &Value) -> Option<Count> {
    match value {
        Value::Counter32(n) | Value::Gauge32(n) => Some(Count::Narrow(*n)),
        Value::Counter64(n) => Some(Count::Wide(*n)),
        _ => None,
    }
}

fn up_time(said: &Said) -> Result<u32, Outcome> {
    match said.get(UP_TIME.as_slice()) {
        Some(Value::TimeTicks(ticks)) => Ok(*ticks),
        _ => Err(not_there()),
    }
}

/// When its row began anew no table says; what it is about, its name does if it has one.
fn tally(count: Count, up_time: u32, name: Option<String>) -> Tally {
    let mut sign = DefaultHasher::new();
    name.hash(&mut sign);
    Tally { count, up_time, discontinuity: None, row: sign.finish() }
}
