//! How a number is made of what an agent says. Knowledge of MIBs and of makers becomes a formula
//! when a check is proposed, so that whoever runs the check needs none.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Oid, Value};

/// A number made of objects: `offset + scale × Σ plus ÷ Σ over`; without `over` nothing is divided.
///
/// Per cent in use out of octets in use and octets in all is `plus` the one, `over` the other and a
/// `scale` of 100; per cent free turned round is an `offset` of 100 and a `scale` of −1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Formula {
    /// What is added up; 1 to [`Formula::TERMS`].
    pub plus: Vec<Term>,
    /// What the sum is divided by, added up; at most [`Formula::TERMS`], usually nothing.
    #[serde(default)]
    pub over: Vec<Term>,
    /// What the result is multiplied by.
    pub scale: f64,
    /// What is added in the end.
    pub offset: f64,
    /// Raw values that mean that there is nothing; at most [`Formula::TERMS`].
    #[serde(default)]
    pub ignore: Vec<f64>,
}

/// An object, and how often it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Term {
    /// The object; of a table, its column.
    pub oid: Oid,
    /// How often it counts; −1 takes it off.
    pub times: f64,
}

/// Which row of a table is meant, or all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "rows", rename_all = "snake_case")]
pub enum Rows {
    /// None: the objects are named whole, with their index.
    Object,
    /// The one that a column tells from the others. It is found again when its index changes.
    Row {
        /// The column.
        column: Oid,
        /// What the column says there; at most 300 characters.
        says: String,
        /// Where it was last seen.
        index: Vec<u32>,
    },
    /// All of them, or all in which a column says something.
    All {
        /// What is made of them.
        fold: Fold,
        /// The column.
        column: Option<Oid>,
        /// What the column says there; at most 300 characters.
        says: Option<String>,
    },
}

/// What is made of the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The greatest.
    Most,
    /// The least.
    Least,
    /// How many there are, whatever they say.
    Count,
}

impl Formula {
    /// Most terms above the line, and below it.
    pub const TERMS: usize = 8;

    /// One object as it is.
    pub fn of(oid: Oid) -> Formula {
        Formula::scaled(oid, 1.0)
    }

    /// One object, multiplied.
    pub fn scaled(oid: Oid, scale: f64) -> Formula {
        let plus = vec![Term { oid, times: 1.0 }];
        Formula { plus, over: Vec::new(), scale, offset: 0.0, ignore: Vec::new() }
    }

    /// Per cent of one object in another.
    pub fn share(part: Oid, whole: Oid) -> Formula {
        let over = vec![Term { oid: whole, times: 1.0 }];
        Formula { over, ..Formula::scaled(part, 100.0) }
    }

    /// What is left of a whole of 100 once this is taken off.
    pub fn rest(self) -> Formula {
        Formula { scale: -self.scale, offset: 100.0 - self.offset, ..self }
    }

    /// Every object it is made of.
    pub fn objects(&self) -> impl Iterator<Item = &Oid> {
        self.plus.iter().chain(&self.over).map(|term| &term.oid)
    }

    /// The number, if every object says one; `None` also for anything that is no finite number.
    pub fn value<'v>(&self, said: impl Fn(&Oid) -> Option<&'v Value>) -> Option<f64> {
        let number = |oid: &Oid| number(said(oid)?).filter(|n| !self.ignore.contains(n));
        let sum = |terms: &[Term]| -> Option<f64> {
            terms.iter().map(|term| Some(term.times * number(&term.oid)?)).sum()
        };
        let part = sum(&self.plus)?;
        let part = match self.over.as_slice() {
            [] => part,
            over => part / sum(over).filter(|whole| *whole != 0.0)?,
        };
        let value = self.offset + self.scale * part;
        value.is_finite().then_some(value)
    }
}

/// The number a value is, or the first one in its text: `23.5`, `"23.5 C"`, `"CPU: 7 %"`.
pub fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| first_number(&value.as_text()?))
}

fn first_number(text: &str) -> Option<f64> {
    let begins = text.find(|c: char| c.is_ascii_digit())?;
    let signed = text[..begins].ends_with('-');
    let rest = &text[begins..];
    let ends = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number: f64 = rest[..ends].trim_end_matches('.').parse().ok()?;
    Some(if signed { -number } else { number })
}

impl Fold {
    /// Makes one number of many; `None` of none, except that none can be counted and added up.
    pub fn of(self, values: &[f64]) -> Option<f64> {
        let sum: f64 = values.iter().sum();
        match self {
            Fold::Count => Some(values.len() as f64),
            Fold::Sum => Some(sum),
            Fold::Mean => (!values.is_empty()).then(|| sum / values.len() as f64),
            Fold::Most => values.iter().copied().reduce(f64::max),
            Fold::Least => values.iter().copied().reduce(f64::min),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oid(last: u32) -> Oid {
        Oid::from([1, 3, last])
    }

    fn value(formula: &Formula, said: &[Value]) -> Option<f64> {
        formula.value(|oid| said.get(*oid.numbers().last()? as usize))
    }

    #[test]
    fn a_share_is_a_part_of_a_whole_in_per_cent() {
        let said = [Value::Gauge32(25), Value::Gauge32(200), Value::Gauge32(0)];
        assert_eq!(value(&Formula::share(oid(0), oid(1)), &said), Some(12.5));
        assert_eq!(value(&Formula::share(oid(0), oid(1)).rest(), &said), Some(87.5));
        assert_eq!(value(&Formula::share(oid(0), oid(2)), &said), None, "because of nothing");
        assert_eq!(value(&Formula::share(oid(0), oid(9)), &said), None, "because it is not said");
    }

    #[test]
    fn terms_may_be_taken_off_and_raw_values_may_mean_nothing() {
        let take = |n| Term { oid: oid(n), times: -1.0 };
        let mut formula = Formula::of(oid(0));
        formula.plus.push(take(1));
        let said = [Value::Integer(10), Value::Integer(4)];
        assert_eq!(value(&formula, &said), Some(6.0));
        formula.ignore = vec![4.0];
        assert_eq!(value(&formula, &said), None);
    }

    #[test]
    fn the_first_number_of_a_text_is_its_number() {
        for (text, want) in [
            ("23.5 C", Some(23.5)),
            ("-7 degrees", Some(-7.0)),
            ("CPU: 12%", Some(12.0)),
            ("3.", Some(3.0)),
            ("none", None),
            ("1.2.3", None),
        ] {
            let value = Value::OctetString(text.into());
            assert_eq!(number(&value), want, "{text}");
        }
    }

    #[test]
    fn rows_are_made_into_one() {
        let rows = [1.0, 2.0, 6.0];
        let all = [Fold::Sum, Fold::Mean, Fold::Most, Fold::Least, Fold::Count];
        assert_eq!(all.map(|fold| fold.of(&rows)), [9.0, 3.0, 6.0, 1.0, 3.0].map(Some));
        assert_eq!(
            all.map(|fold| fold.of(&[])),
            [Some(0.0), None, None, None, Some(0.0)],
            "because of none there is no mean, and no greatest"
        );
    }
}
