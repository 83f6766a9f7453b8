//! The inventory: what a node's SNMP agent says of the box it runs on, and what it said before.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::time::Stamp;

/// What a node's SNMP agent said of the box it runs on: the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Described {
    /// When it was read.
    pub at: Stamp,
    /// Who made it.
    pub maker: Option<String>,
    /// Which model it is.
    pub model: Option<String>,
    /// Which release of its software it runs.
    pub version: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// How it calls itself (`sysName`).
    pub name: Option<String>,
    /// What it says it is (`sysDescr`).
    pub descr: Option<String>,
    /// Where it says it stands (`sysLocation`).
    pub location: Option<String>,
    /// What it said otherwise before, oldest first; at most [`Described::CHANGES`].
    #[serde(default)]
    pub changes: Vec<Became>,
}

/// Something a box says of itself became something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Became {
    /// When that was first read.
    pub at: Stamp,
    /// What.
    pub fact: Fact,
    /// What it said until then.
    pub from: String,
    /// What it says since.
    pub to: String,
}

/// What a box says of itself that people want to know a change of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Its model: it is another box.
    Model,
    /// Its serial number: it is another box of the same kind.
    Serial,
    /// The release of its software.
    Version,
    /// Its own name.
    Name,
}

impl Described {
    /// Most characters kept of each text.
    pub const LONGEST: usize = 300;
    /// Most changes kept.
    pub const CHANGES: usize = 50;

    /// Everything it says.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let Described { at: _, maker, model, version, serial, name, descr, location, changes: _ } =
            self;
        [maker, model, version, serial, name, descr, location].into_iter().flatten().map(|t| &**t)
    }

    /// The same, read after `before`: what is not said this time is as it was, since one reading
    /// may lack what the agent was too slow to tell, and what is said otherwise is noted.
    #[must_use]
    pub fn after(self, before: &Described) -> Described {
        let mut changes = before.changes.clone();
        let now = |fact, new: &Option<String>, old: &Option<String>| match (new, old) {
            (Some(to), Some(from)) if to != from => {
                Some(Became { at: self.at, fact, from: from.clone(), to: to.clone() })
            }
            _ => None,
        };
        changes.extend(
            [
                now(Fact::Model, &self.model, &before.model),
                now(Fact::Serial, &self.serial, &before.serial),
                now(Fact::Version, &self.version, &before.version),
                now(Fact::Name, &self.name, &before.name),
            ]
            .into_iter()
            .flatten(),
        );
        changes.drain(..changes.len().saturating_sub(Self::CHANGES));
        let kept = |new: Option<String>, old: &Option<String>| new.or_else(|| old.clone());
        Described {
            at: self.at,
            maker: kept(self.maker, &before.maker),
            model: kept(self.model, &before.model),
            version: kept(self.version, &before.version),
            serial: kept(self.serial, &before.serial),
            name: kept(self.name, &before.name),
            descr: kept(self.descr, &before.descr),
            location: kept(self.location, &before.location),
            changes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(at: i64, version: Option<&str>, serial: Option<&str>) -> Described {
        Described {
            at: Stamp(at),
            maker: Some("Example".into()),
            model: None,
            version: version.map(Into::into),
            serial: serial.map(Into::into),
            name: None,
            descr: None,
            location: None,
            changes: Vec::new(),
        }
    }

    #[test]
    fn what_is_said_otherwise_is_noted_and_what_is_not_said_is_as_it_was() {
        let first = said(1, Some("15.2"), Some("A1"));
        let slow = said(2, None, None).after(&first);
        assert_eq!((slow.version.as_deref(), slow.changes.len()), (Some("15.2"), 0));
        assert_eq!(slow.at, Stamp(2), "because it was read all the same");
        let newer = said(3, Some("15.4"), Some("A1")).after(&slow);
        let (from, to) = ("15.2".to_owned(), "15.4".to_owned());
        let version = Became { at: Stamp(3), fact: Fact::Version, from, to };
        assert_eq!(newer.changes, std::slice::from_ref(&version));
        let other = said(4, Some("15.4"), Some("B7")).after(&newer);
        assert_eq!(other.changes[0], version, "because what was noted stays");
        assert_eq!((other.changes[1].fact, other.changes[1].to.as_str()), (Fact::Serial, "B7"));
    }

    #[test]
    fn a_box_that_says_something_else_each_time_fills_no_file() {
        let mut now = said(0, Some("0"), None);
        for n in 1..200 {
            now = said(n, Some(&n.to_string()), None).after(&now);
        }
        assert_eq!(now.changes.len(), Described::CHANGES);
        assert_eq!(now.changes[0].to, "150", "because the oldest are let go");
    }
}
