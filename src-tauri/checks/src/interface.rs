//! Checks of a network interface: IF-MIB with its 64-bit counters (RFC 2863), duplex and
//! collisions from EtherLike-MIB (RFC 3635).

use std::hash::{DefaultHasher, Hash, Hasher};

use hinomi_model::check::InterfaceSpec;
use hinomi_model::counter::{Count, Tally};
use hinomi_model::snmp::Value;
use hinomi_model::{Cause, Metric, Outcome, Phase, Reading};

use crate::find_interface as find;
use crate::reading;
use crate::snmp::{Agent, Told, UP_TIME, ask_together, text};

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
/// Kinds of readings there can be of one look.
const METRICS: usize = 11;

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
    told: Told,
    /// Stands for the interface behind the index.
    sign: u64,
}

/// The name of an object in a row.
struct Name {
    numbers: [u32; 12],
    len: usize,
}

impl Name {
    fn of(column: &[u32], index: u32) -> Name {
        let mut numbers = [index; 12];
        numbers[..column.len()].copy_from_slice(column);
        Name { numbers, len: column.len() + 1 }
    }
}

impl AsRef<[u32]> for Name {
    fn as_ref(&self) -> &[u32] {
        &self.numbers[..self.len]
    }
}

impl Row {
    /// Asks for a row together with the agent's time; `None` if there is none at this index.
    pub(crate) async fn ask(agent: &Agent, index: u32) -> Result<Option<Row>, Outcome> {
        let mut names: Vec<Name> = COLUMNS.map(|column| Name::of(column, index)).into();
        agent.past.leave_absent(&mut names, agent.steady);
        let [object @ .., instance] = UP_TIME;
        names.push(Name::of(&object, instance));
        let told = ask_together(agent, &names).await?;
        names.pop();
        let asked = names.len();
        names.retain(|name| told.get(name.as_ref()).is_none());
        if names.len() == asked {
            return Ok(None);
        }
        agent.past.absent(names.iter().map(Name::as_ref), agent.steady);
        let mut row = Row { index, told, sign: 0 };
        let mut sign = DefaultHasher::new();
        (row.name(), row.text(&DESCR)).hash(&mut sign);
        row.sign = sign.finish();
        Ok(Some(row))
    }

    fn at(&self, column: &[u32]) -> Option<&Value> {
        self.told.get(Name::of(column, self.index).as_ref())
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

    /// The agent's time, and when the row's counters last began anew.
    fn times(&self) -> Option<(u32, Option<u32>)> {
        let ticks = |value: &Value| match value {
            Value::TimeTicks(ticks) => Some(*ticks),
            _ => None,
        };
        let up_time = self.told.get(&UP_TIME).and_then(ticks)?;
        Some((up_time, self.at(&DISCONTINUITY).and_then(ticks)))
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
    let mut readings = Vec::with_capacity(METRICS);
    let speed = row.speed();
    let held_against = spec.speed.map(|speed| speed as f64).or(speed);
    let rates = Rates { agent, row, times: row.times() };
    let ways = [
        (Metric::TrafficIn, Metric::LoadIn, &HC_IN_OCTETS, &IN_OCTETS),
        (Metric::TrafficOut, Metric::LoadOut, &HC_OUT_OCTETS, &OUT_OCTETS),
    ];
    for (traffic, load, wide, narrow) in ways {
        let wide = row.count(wide).map(|count| (&wide[..], count));
        let counter = wide.or_else(|| Some((&narrow[..], row.count(narrow)?)));
        let rate = |(column, count)| rates.of(column, count, most(count, speed));
        let Some(octets) = counter.and_then(rate) else { continue };
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
        readings.extend(rates.sum(columns).map(|rate| reading(metric, rate)));
    }
    readings.extend(speed.map(|speed| reading(Metric::Speed, speed)));
    if row.number(&DUPLEX) == Some(2) {
        readings.push(reading(Metric::HalfDuplex, 1.0));
    }
    readings
}

/// Octets per second there can be. Narrow counters need it to tell a wrap; for wide ones it is
/// generous, since virtual interfaces are often faster than they say.
fn most(count: Count, speed: Option<f64>) -> Option<f64> {
    let octets = speed.map(|speed| speed / 8.0);
    match count {
        Count::Narrow(_) => octets,
        Count::Wide(_) => octets.map(|octets| (4.0 * octets).max(1.25e9)),
    }
}

/// What the counters of a row rise by.
struct Rates<'a> {
    agent: &'a Agent,
    row: &'a Row,
    /// As [`Row::times`] tells them; without the agent's time there is no rate.
    times: Option<(u32, Option<u32>)>,
}

impl Rates<'_> {
    /// What these counters rise by together, as far as the agent has them; `None` while one of them
    /// has no rate.
    fn sum(&self, columns: &[&[u32]]) -> Option<f64> {
        let told = columns.iter().filter_map(|column| Some((*column, self.row.count(column)?)));
        // All of them are remembered, also behind one that has no rate.
        let (mut any, mut sum) = (false, Some(0.0));
        for (column, count) in told {
            any = true;
            let rate = self.of(column, count, None);
            sum = sum.zip(rate).map(|(sum, rate)| sum + rate);
        }
        sum.filter(|_| any)
    }

    fn of(&self, column: &[u32], count: Count, most: Option<f64>) -> Option<f64> {
        let Rates { agent, row, times } = self;
        let (up_time, discontinuity) = (*times)?;
        let tally = Tally { count, up_time, discontinuity, row: row.sign };
        let name = Name::of(column, row.index);
        agent.past.rate(name.as_ref(), tally, agent.steady, most)
    }
}
