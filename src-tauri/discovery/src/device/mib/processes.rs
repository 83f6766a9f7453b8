//! HOST-RESOURCES-MIB (RFC 2790 §4.2.7): the programs that are running.

use std::collections::BTreeSet;

use hinomi_model::snmp::{Fold, Formula, Oid, Rows};

use super::Walks;
use crate::device::View;

/// `hrSWRunName`.
const NAME: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 4, 2, 1, 2];
/// `hrSWRunType`.
const TYPE: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 4, 2, 1, 6];

/// A program people run; others are the operating system's own, such as the kernel's threads.
const APPLICATION: i64 = 4;

/// What is read of running programs.
pub const WALKS: Walks = &[NAME, TYPE];

/// The names of the programs that are running, each once.
pub fn running(view: &View) -> BTreeSet<String> {
    let applications =
        view.under(NAME).filter(|(index, _)| view.whole(TYPE, index) == Some(APPLICATION));
    let names = applications.filter_map(|(index, _)| view.text(NAME, index));
    names.filter(|name| !name.is_empty()).collect()
}

/// How many of one name are running.
pub fn count(name: &str) -> (Formula, Rows) {
    let (column, says) = (Some(Oid::from(NAME)), Some(name.to_owned()));
    (Formula::of(Oid::from(NAME)), Rows::All { fold: Fold::Count, column, says })
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::Value;

    use super::*;

    #[test]
    fn programs_people_run_are_named_once_and_the_kernels_threads_not_at_all() {
        let text = |text: &str| Value::OctetString(text.into());
        let row = |index: u32, name: &str, kind: i32| {
            let at = |column: &[u32]| Oid::from(column).join(&[index]);
            [(at(NAME), text(name)), (at(TYPE), Value::Integer(kind))]
        };
        let rows = [row(2, "kthreadd", 2), row(700, "nginx", 4), row(701, "nginx", 4)];
        let view: View = rows.into_iter().flatten().collect();
        assert_eq!(running(&view), BTreeSet::from(["nginx".to_owned()]));
    }
}
