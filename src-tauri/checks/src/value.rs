//! Checks of a number an SNMP agent tells, or of what it makes of the rows of a table.

use hinomi_model::check::ValueSpec;
use hinomi_model::counter::{Count, Tally};
use hinomi_model::snmp::{Fold, Oid, Rows, Value};
use hinomi_model::{Metric, Outcome};

use crate::reading;
use crate::snmp::{Agent, Said, UP_TIME, not_there, rows};

/// Reads the number once. A counter's first look measures nothing yet.
pub async fn probe(spec: &ValueSpec, agent: &Agent) -> Outcome {
    let objects: Vec<Oid> = spec.formula.objects().cloned().collect();
    let rate = spec.metric == Metric::Rate;
    let besides: &[Oid] = if rate { &[Oid::from(UP_TIME)] } else { &[] };
    let said = match rows(agent, &spec.rows, &objects, besides).await {
        Ok(said) => said,
        Err(outcome) => return outcome,
    };
    match (rate, said.as_slice()) {
        (true, [row]) => counted(spec, agent, row),
        (true, _) => not_there(),
        (false, said) => match made(spec, said) {
            Some(value) => Outcome::Measured { readings: vec![reading(spec.metric, value)] },
            None => not_there(),
        },
    }
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
fn counted(spec: &ValueSpec, agent: &Agent, row: &Said) -> Outcome {
    let counter = spec.formula.plus.first().and_then(|term| row.get(&term.oid));
    let count = match counter {
        Some(Value::Counter32(n) | Value::Gauge32(n)) => Count::Narrow(*n),
        Some(Value::Counter64(n)) => Count::Wide(*n),
        _ => return not_there(),
    };
    let Some(Value::TimeTicks(up_time)) = row.get(UP_TIME.as_slice()) else { return not_there() };
    let tally = Tally { count, up_time: *up_time, discontinuity: None, row: 0 };
    let rate = agent.past.rate(Metric::Rate, tally, agent.steady, None);
    let readings = rate.map(|rate| reading(Metric::Rate, spec.formula.scale * rate));
    Outcome::Measured { readings: readings.into_iter().collect() }
}
