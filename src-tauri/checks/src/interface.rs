//! Checks of a network interface: IF-MIB with its 64-bit counters (RFC 2863), duplex and
//! collisions from EtherLike-MIB (RFC 3635).

use std::hash::{DefaultHasher, Hash, Hasher};

use hinomi_model::check::InterfaceSpec;
use hinomi_model::counter::{Count, Tally};
use hinomi_model::snmp::{Oid, Value};
use hinomi_model::{Cause, Metric, Outcome, Phase, Reading};

use crate::find_interface as find;
use crate::reading;
use crate::snmp::{Agent, Said, UP_TIME, ask, text};

const fn entry(n: u32) -> [u32; 10] {
    [1, 3, 6, 1, 2, 1, 2, 2, 1, n]
}

const fn x_entry(n: u32) -> [u32; 11] {
    [1, 3, 6, 1, 2, 1, 31, 1, 1, 1, n]
}

/// `dot3StatsEntry`.
const fn ether(n: u32) -> [u32; 11] {
    [1, 3, 6, 1, 2, 1, 10, 7, 2, 1, n]
}

pub(crate) const DESCR: [u32; 10] = entry(2);
const SPEED: [u32; 10] = entry(5);
pub(crate) const ADDRESS: [u32; 10] = entry(6);
const ADMIN: [u32; 10] = entry(7);
const OPER: [u32; 10] = entry(8);
const IN_OCTETS: [u32; 10] = entry(10);
const IN_DISCARDS: [u32; 10] = entry(13);
const IN_ERRORS: [u32; 10] = entry(14);
const OUT_OCTETS: [u32; 10] = entry(16);
const OUT_DISCARDS: [u32; 10] = entry(19);
const OUT_ERRORS: [u32; 10] = entry(20);
pub(crate) const NAME: [u32; 11] = x_entry(1);
const HC_IN_OCTETS: [u32; 11] = x_entry(6);
const HC_OUT_OCTETS: [u32; 11] = x_entry(10);
const HIGH_SPEED: [u32; 11] = x_entry(15);
const DISCONTINUITY: [u32; 11] = x_entry(19);
const SINGLE_COLLISIONS: [u32; 11] = ether(4);
const MULTIPLE_COLLISIONS: [u32; 11] = ether(5);
const LATE_COLLISIONS: [u32; 11] = ether(8);
const EXCESSIVE_COLLISIONS: [u32; 11] = ether(9);
const DUPLEX: [u32; 11] = ether(19);

/// What is asked of every interface.
const COLUMNS: [&[u32]; 20] = [
    &DESCR,
    &NAME,
    &ADMIN,
    &OPER,
    &SPEED,
    &HIGH_SPEED,
    &DISCONTINUITY,
    &HC_IN_OCTETS,
    &HC_OUT_OCTETS,
    &IN_OCTETS,
    &OUT_OCTETS,
    &IN_DISCARDS,
    &OUT_DISCARDS,
    &IN_ERRORS,
    &OUT_ERRORS,
    &SINGLE_COLLISIONS,
    &MULTIPLE_COLLISIONS,
    &LATE_COLLISIONS,
    &EXCESSIVE_COLLISIONS,
    &DUPLEX,
];

/// Frames that met others on the wire (RFC 3635 §4): sent after one collision, after several, given
/// up after too many, and cut off late, which happens where the other end sends whenever it likes.
const COLLISIONS: [&[u32]; 4] =
    [&SINGLE_COLLISIONS, &MULTIPLE_COLLISIONS, &LATE_COLLISIONS, &EXCESSIVE_COLLISIONS];

/// The largest `ifSpeed` can say; the truth is then in `ifHighSpeed`.
const TOO_FAST: u64 = u32::MAX as u64;

/// Looks once. The first look brings no rates, since they take two.
pub async fn probe(spec: &InterfaceSpec, agent: &Agent) -> Outcome {
    match find::row(&spec.port, agent).await {
        Ok(row) => judge(spec, agent, &row),
        Err(outcome) => outcome,
    }
}

/// What an agent said of one interface.
pub(crate) struct Row {
    index: u32,
    said: Said,
    /// Stands for the interface behind the index.
    sign: u64,
}

impl Row {
    /// Asks for a row together with the agent's time; `None` if there is none at this index.
    pub(crate) async fn ask(agent: &Agent, index: u32) -> Result<Option<Row>, Outcome> {
        let oids = COLUMNS.iter().map(|column| Oid::from(*column).join(&[index])).collect();
        let mut oids = agent.past.without_absent(oids, agent.steady);
        oids.push(Oid::from(UP_TIME));
        let said = ask(agent, &oids).await?;
        if !said.keys().any(|oid| oid.numbers() != UP_TIME) {
            return Ok(None);
        }
        agent.past.absent(oids.into_iter().filter(|oid| !said.contains_key(oid)), agent.steady);
        let mut row = Row { index, said, sign: 0 };
        let mut sign = DefaultHasher::new();
        (row.name(), row.text(&DESCR)).hash(&mut sign);
        row.sign = sign.finish();
        Ok(Some(row))
    }

    fn at(&self, column: &[u32]) -> Option<&Value> {
        self.said.get([column, &[self.index]].concat().as_slice())
    }

    fn text(&self, column: &[u32]) -> Option<String> {
        self.at(column).and_then(text).filter(|text| !text.is_empty())
    }

    fn number(&self, column: &[u32]) -> Option<i64> {
        self.at(column)?.as_i64()
    }

    /// What it is called; its index, where the agent has no name for it.
    pub(crate) fn name(&self) -> String {
        let said = self.text(&NAME).or_else(|| self.text(&DESCR));
        said.unwrap_or_else(|| self.index.to_string())
    }

    fn count(&self, column: &[u32]) -> Option<Count> {
        match self.at(column)? {
            Value::Counter32(n) => Some(Count::Narrow(*n)),
            Value::Counter64(n) => Some(Count::Wide(*n)),
            _ => None,
        }
    }

    /// `ifHighSpeed` counts millions, rounded: it is believed only where `ifSpeed` has no room.
    fn speed(&self) -> Option<f64> {
        let exact = self.at(&SPEED).and_then(|v| v.as_u64());
        let millions = self.at(&HIGH_SPEED).and_then(|v| v.as_u64());
        let speed = match (exact, millions) {
            (Some(exact), _) if exact > 0 && exact < TOO_FAST => exact,
            (_, Some(millions)) if millions > 0 => millions.saturating_mul(1_000_000),
            (exact, _) => exact?,
        };
        (speed > 0).then_some(speed as f64)
    }
}

fn judge(spec: &InterfaceSpec, agent: &Agent, row: &Row) -> Outcome {
    let readings = measure(spec, agent, row);
    let oper = row.number(&OPER);
    // 4 is "unknown", which is what tunnels and loopbacks say all their life.
    if spec.up && oper.is_some_and(|oper| !matches!(oper, 1 | 4)) {
        let switched_off = row.number(&ADMIN) == Some(2);
        return Outcome::failed(Phase::Body, Cause::LinkDown { switched_off });
    }
    Outcome::Measured { readings }
}

fn measure(spec: &InterfaceSpec, agent: &Agent, row: &Row) -> Vec<Reading> {
    let mut readings = Vec::new();
    let speed = row.speed();
    let held_against = spec.speed.map(|speed| speed as f64).or(speed);
    let ways = [
        (Metric::TrafficIn, Metric::LoadIn, &HC_IN_OCTETS, &IN_OCTETS),
        (Metric::TrafficOut, Metric::LoadOut, &HC_OUT_OCTETS, &OUT_OCTETS),
    ];
    for (traffic, load, wide, narrow) in ways {
        let column = if row.count(wide).is_some() { &wide[..] } else { &narrow[..] };
        let most = most(row.count(column), speed);
        let Some(octets) = rate(agent, row, column, most) else { continue };
        readings.push(reading(traffic, 8.0 * octets));
        if let Some(speed) = held_against {
            readings.push(reading(load, 100.0 * 8.0 * octets / speed));
        }
    }
    let others: [(Metric, &[&[u32]]); 5] = [
        (Metric::ErrorsIn, &[&IN_ERRORS]),
        (Metric::ErrorsOut, &[&OUT_ERRORS]),
        (Metric::DiscardsIn, &[&IN_DISCARDS]),
        (Metric::DiscardsOut, &[&OUT_DISCARDS]),
        (Metric::Collisions, &COLLISIONS),
    ];
    for (metric, columns) in others {
        readings.extend(sum(agent, row, columns).map(|rate| reading(metric, rate)));
    }
    readings.extend(speed.map(|speed| reading(Metric::Speed, speed)));
    if row.number(&DUPLEX) == Some(2) {
        readings.push(reading(Metric::HalfDuplex, 1.0));
    }
    readings
}

/// Octets per second there can be. Narrow counters need it to tell a wrap; for wide ones it is
/// generous, since virtual interfaces are often faster than they say.
fn most(count: Option<Count>, speed: Option<f64>) -> Option<f64> {
    let octets = speed.map(|speed| speed / 8.0);
    match count? {
        Count::Narrow(_) => octets,
        Count::Wide(_) => octets.map(|octets| (4.0 * octets).max(1.25e9)),
    }
}

/// What these counters rise by together, as far as the agent has them; `None` while one of them has
/// no rate.
fn sum(agent: &Agent, row: &Row, columns: &[&[u32]]) -> Option<f64> {
    let told = columns.iter().filter(|column| row.count(column).is_some());
    // All of them are remembered, also behind one that has no rate.
    let rates: Vec<Option<f64>> = told.map(|column| rate(agent, row, column, None)).collect();
    let rates: Vec<f64> = rates.into_iter().collect::<Option<_>>()?;
    (!rates.is_empty()).then(|| rates.iter().sum())
}

fn rate(agent: &Agent, row: &Row, column: &[u32], most: Option<f64>) -> Option<f64> {
    let Value::TimeTicks(up_time) = row.said.get(UP_TIME.as_slice())? else { return None };
    let discontinuity = match row.at(&DISCONTINUITY) {
        Some(Value::TimeTicks(ticks)) => Some(*ticks),
        _ => None,
    };
    let count = row.count(column)?;
    let tally = Tally { count, up_time: *up_time, discontinuity, row: row.sign };
    agent.past.rate(Oid::from(column).join(&[row.index]), tally, agent.steady, most)
}
