//! Columns in profiles, and how rows of different tables find each other.

use hinomi_model::snmp::{Oid, Value};
use serde::{Deserialize, Deserializer, de};

use crate::device::View;

/// An object whose rows are looked at: a column of a table, or a scalar with the one row `0`.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The object, without an index.
    pub oid: Oid,
    /// Where its row is, if not at the index of the row that asks.
    at: Option<Vec<Step>>,
}

/// A piece of an index.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// This number.
    Number(u32),
    /// The nth number of the asking row's index, from 1.
    Of(usize),
    /// Its last number.
    Last,
}

impl Column {
    /// The object in the row that belongs to the asking row.
    pub fn object(&self, asking: &[u32]) -> Option<Oid> {
        match &self.at {
            None => Some(self.oid.join(asking)),
            Some(steps) => Some(self.oid.join(&index(steps, asking)?)),
        }
    }

    /// Is its row at the index of the row that asks?
    pub fn is_plain(&self) -> bool {
        self.at.is_none()
    }

    /// The value in the row that belongs to the asking row.
    pub fn value<'v>(&self, view: &'v View, asking: &[u32]) -> Option<&'v Value> {
        match &self.at {
            None => view.at(self.oid.numbers(), asking),
            Some(steps) => view.at(self.oid.numbers(), &index(steps, asking)?),
        }
    }
}

fn index(steps: &[Step], asking: &[u32]) -> Option<Vec<u32>> {
    let number = |step: &Step| match step {
        Step::Number(n) => Some(*n),
        Step::Of(n) => asking.get(n - 1).copied(),
        Step::Last => asking.last().copied(),
    };
    steps.iter().map(number).collect()
}

fn step(text: &str) -> Result<Step, String> {
    let wrong = || format!("“{text}” is not a part of an index: write a number, $1, $2 … or $last");
    match text.strip_prefix('$') {
        Some("last") => Ok(Step::Last),
        Some(n) => n.parse().ok().filter(|n| *n > 0).map(Step::Of).ok_or_else(wrong),
        None => text.parse().map(Step::Number).map_err(|_| wrong()),
    }
}

/// Written as an OID, or as `{ oid = "…", at = "$1.0" }`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "an OID, or { oid = \"…\", at = \"…\" }")]
enum Written {
    Plain(Oid),
    At { oid: Oid, at: String },
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Column, D::Error> {
        Ok(match Written::deserialize(from)? {
            Written::Plain(oid) => Column { oid, at: None },
            Written::At { oid, at } => {
                let steps = at.split('.').filter(|part| !part.is_empty()).map(step);
                let steps = steps.collect::<Result<_, _>>().map_err(de::Error::custom)?;
                Column { oid, at: Some(steps) }
            }
        })
    }
}
