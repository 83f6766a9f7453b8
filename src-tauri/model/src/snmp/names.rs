//! Names of objects: what MIBs call them, what their values mean, and in which unit.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Oid, Value};

/// What a MIB says of one object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Named {
    /// Its name: `ifOperStatus`.
    pub name: String,
    /// The module that defines it: `IF-MIB`.
    pub module: String,
    /// The type of its values, as its module writes it; empty where it has none.
    pub syntax: String,
    /// The unit of its values; empty where it has none.
    pub unit: String,
    /// What its numbers mean.
    pub meanings: Vec<(i64, String)>,
    /// It is a kind of traps.
    pub trap: bool,
    /// What its module says of it, on one line, at most 300 characters.
    pub about: String,
}

/// The names of many objects.
#[derive(Debug, Clone, Default)]
pub struct Names {
    by_oid: BTreeMap<Oid, Named>,
    by_name: HashMap<String, Oid>,
}

impl Names {
    /// Adds an object. Of two with one identifier, or one name, the later is right.
    pub fn add(&mut self, oid: Oid, named: Named) {
        self.by_name.insert(named.name.clone(), oid.clone());
        self.by_oid.insert(oid, named);
    }

    /// All of these, too; they are right where both know an object.
    pub fn extend(&mut self, other: Names) {
        other.by_oid.into_iter().for_each(|(oid, named)| self.add(oid, named));
    }

    /// How many objects have a name.
    pub fn len(&self) -> usize {
        self.by_oid.len()
    }

    /// Is nothing named?
    pub fn is_empty(&self) -> bool {
        self.by_oid.is_empty()
    }

    /// Every object with its name, in the order of their identifiers.
    pub fn all(&self) -> impl Iterator<Item = (&Oid, &Named)> {
        self.by_oid.iter()
    }

    /// The nearest object at or above this one, and what follows it: for a table's column, the
    /// index.
    pub fn find<'a>(&self, oid: &'a Oid) -> Option<(&Named, &'a [u32])> {
        let numbers = oid.numbers();
        (1..=numbers.len()).rev().find_map(|n| {
            let (head, rest) = numbers.split_at(n);
            Some((self.by_oid.get(head)?, rest))
        })
    }

    /// What this very object is called.
    pub fn exactly(&self, oid: &Oid) -> Option<&Named> {
        self.by_oid.get(oid)
    }

    /// As people write it: `ifOperStatus.3`; numbers where nothing near it has a name.
    pub fn label(&self, oid: &Oid) -> String {
        match self.find(oid) {
            Some((named, [])) => named.name.clone(),
            Some((named, rest)) => format!("{}.{}", named.name, Oid::from(rest)),
            None => oid.to_string(),
        }
    }

    /// The object meant by numbers, by a name, by `MODULE::name`, each with an index behind it or
    /// not: `ifOperStatus.3`. `None` for what is neither.
    pub fn meant(&self, text: &str) -> Option<Oid> {
        let text = text.trim();
        if let Ok(oid) = text.parse() {
            return Some(oid);
        }
        let name = text.rsplit_once("::").map_or(text, |(_, name)| name);
        let (name, index) = name.split_once('.').unwrap_or((name, ""));
        let oid = self.by_name.get(name)?;
        if index.is_empty() {
            return Some(oid.clone());
        }
        Some(oid.join(index.parse::<Oid>().ok()?.numbers()))
    }

    /// A value of this object as people read it, with its meaning and unit: `down(2)`, `72 °C`. A
    /// name is written for an identifier that has one.
    pub fn read(&self, oid: &Oid, value: &Value) -> String {
        if let Value::Oid(other) = value {
            return self.label(other);
        }
        let shown = value.shown();
        match self.find(oid) {
            Some((named, _)) => named.read(&shown),
            None => shown,
        }
    }
}

impl Named {
    /// A value already written out, with its meaning or unit.
    pub fn read(&self, shown: &str) -> String {
        let number = shown.parse::<i64>().ok();
        let meaning = number.and_then(|n| self.meanings.iter().find(|(value, _)| *value == n));
        match meaning {
            Some((_, meaning)) => format!("{meaning}({shown})"),
            None if self.unit.is_empty() || shown.is_empty() => shown.to_owned(),
            None => format!("{shown} {}", self.unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        let column = Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1, 8]);
        let meanings = vec![(1, "up".into()), (2, "down".into())];
        names.add(column, Named { name: "ifOperStatus".into(), meanings, ..Named::default() });
        let heat = Named { name: "heat".into(), unit: "°C".into(), ..Named::default() };
        names.add(Oid::from([1, 3, 9]), heat);
        names
    }

    #[test]
    fn objects_are_called_by_the_nearest_name_above_them() {
        let names = names();
        let row: Oid = "1.3.6.1.2.1.2.2.1.8.3".parse().unwrap();
        assert_eq!(names.label(&row), "ifOperStatus.3");
        assert_eq!(names.label(&Oid::from([1, 4])), "1.4", "because nothing near it has a name");
        assert_eq!(names.meant("IF-MIB::ifOperStatus.3"), Some(row.clone()));
        assert_eq!(names.meant(" ifOperStatus.3"), Some(row.clone()));
        assert_eq!(names.meant("1.3.9"), Some(Oid::from([1, 3, 9])));
        assert_eq!(names.meant("ifOperStatus.x"), None);
        assert_eq!(names.meant("nothing"), None);
    }

    #[test]
    fn values_are_read_with_meaning_and_unit() {
        let names = names();
        let row: Oid = "1.3.6.1.2.1.2.2.1.8.3".parse().unwrap();
        assert_eq!(names.read(&row, &Value::Integer(2)), "down(2)");
        assert_eq!(names.read(&row, &Value::Integer(9)), "9", "because nobody says what 9 means");
        assert_eq!(names.read(&Oid::from([1, 3, 9, 0]), &Value::Gauge32(72)), "72 °C");
        assert_eq!(names.read(&Oid::from([1, 3, 9]), &Value::Oid(row)), "ifOperStatus.3");
        assert_eq!(names.read(&Oid::from([1, 3, 9]), &Value::NoSuchInstance), "");
    }
}
