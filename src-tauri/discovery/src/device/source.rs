//! Where a number or a word of a device came from, so that a check can read it again without
//! knowing any MIB.

use hinomi_model::Grade;
use hinomi_model::snmp::{Fold, Formula, Oid, Rows};

use super::View;

/// How a number is read again.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// How it is made.
    pub formula: Formula,
    /// Of which row, where the formula names columns.
    pub rows: Rows,
}

/// How a word is read again, and what its values amount to.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The object.
    pub oid: Oid,
    /// What it may say, the word for it, and whether that is good (`Some(true)`), a warning
    /// (`Some(false)`) or worse.
    pub words: Vec<(String, String, Option<bool>)>,
    /// They are those of its bits, by number.
    pub bits: bool,
}

impl Source {
    /// The same object every time.
    pub fn object(formula: Formula) -> Source {
        Source { formula, rows: Rows::Object }
    }

    /// The row at an index, found again by what a column says of it if no other row says the same;
    /// else the objects at that index, whatever they may be later.
    pub fn row(view: &View, formula: Formula, index: &[u32], label: Option<&[u32]>) -> Source {
        let said = label.and_then(|column| Some((column, view.text(column, index)?)));
        let only = said.filter(|(column, said)| {
            let same =
                view.under(column).filter(|(_, v)| super::view::text(v).as_ref() == Some(said));
            same.count() == 1
        });
        match only {
            Some((column, says)) => {
                let (column, index) = (Oid::from(column), index.to_vec());
                Source { formula, rows: Rows::Row { column, says, index } }
            }
            None => Source::object(at(formula, index)),
        }
    }

    /// What it gives of this view; `None` if it gives nothing.
    pub fn value(&self, view: &View) -> Option<f64> {
        match &self.rows {
            Rows::Object => self.formula.value(|oid| view.get(oid.numbers())),
            Rows::Row { index, .. } => {
                self.formula.value(|column| view.at(column.numbers(), index))
            }
            Rows::All { fold, column, says } => {
                let first = self.formula.plus.first()?.oid.numbers();
                let says_so = |index: &&[u32]| match (column, says) {
                    (Some(column), Some(says)) => {
                        view.text(column.numbers(), index).as_ref() == Some(says)
                    }
                    _ => true,
                };
                let meant = view.under(first).map(|(index, _)| index).filter(says_so);
                if *fold == Fold::Count {
                    return Some(meant.count() as f64);
                }
                let value =
                    |index: &[u32]| self.formula.value(|column| view.at(column.numbers(), index));
                fold.of(&meant.filter_map(value).collect::<Vec<f64>>())
            }
        }
    }
}

impl Words {
    /// The numbers an object may say, with the word and the grade of each.
    pub fn graded(oid: Oid, words: &[(i64, &str, Grade)]) -> Words {
        let word = |(number, word, grade): &(i64, &str, Grade)| {
            let light = (*grade == Grade::Warning).then_some(false);
            let good = if *grade == Grade::Ok { Some(true) } else { light };
            (number.to_string(), (*word).to_owned(), good)
        };
        Words { oid, words: words.iter().map(word).collect(), bits: false }
    }
}

/// The formula with its columns made objects.
fn at(mut formula: Formula, index: &[u32]) -> Formula {
    for term in formula.plus.iter_mut().chain(&mut formula.over) {
        term.oid = term.oid.join(index);
    }
    formula
}

/// May these two be the same number, read in two ways?
pub(super) fn agree(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.01 * a.abs().max(b.abs()) + 1e-6
}
