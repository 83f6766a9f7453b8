//! Object identifiers (RFC 2578 §3.5).

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A path of numbers. Ordered as agents order their objects: number by number.
///
/// Written with dots, with or without a dot in front: `1.3.6.1.2.1.1.1.0`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, TS)]
#[ts(as = "String")]
pub struct Oid(Box<[u32]>);

/// Why a text is not an [`Oid`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOid {
    /// Something between two dots is not a number below 2^32.
    #[error(
        "an object identifier is numbers with dots between them, each below 4294967296, such as 1.3.6.1.2.1.1"
    )]
    NotNumbers,
    /// More than [`Oid::LONGEST`] numbers.
    #[error("an object identifier has at most {} numbers", Oid::LONGEST)]
    TooLong,
}

impl Oid {
    /// Most numbers in one identifier (RFC 2578 §3.5).
    pub const LONGEST: usize = 128;

    /// The numbers.
    pub fn numbers(&self) -> &[u32] {
        &self.0
    }

    /// How many numbers.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is it the empty path?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Does it lie at or below `prefix`?
    pub fn starts_with(&self, prefix: &Oid) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// What follows `prefix`: the index, when `prefix` is a table's column. `None` when it lies
    /// elsewhere; empty when both are the same.
    pub fn suffix(&self, prefix: &Oid) -> Option<&[u32]> {
        self.0.strip_prefix(&*prefix.0)
    }

    /// This path and `more` behind it.
    pub fn join(&self, more: &[u32]) -> Oid {
        Oid([&self.0, more].concat().into())
    }
}

impl<const N: usize> From<[u32; N]> for Oid {
    fn from(numbers: [u32; N]) -> Oid {
        Oid(numbers.into())
    }
}

impl From<&[u32]> for Oid {
    fn from(numbers: &[u32]) -> Oid {
        Oid(numbers.into())
    }
}

impl Borrow<[u32]> for Oid {
    fn borrow(&self) -> &[u32] {
        &self.0
    }
}

impl AsRef<[u32]> for Oid {
    fn as_ref(&self) -> &[u32] {
        &self.0
    }
}

impl FromStr for Oid {
    type Err = NotAnOid;

    fn from_str(text: &str) -> Result<Oid, NotAnOid> {
        let text = text.strip_prefix('.').unwrap_or(text);
        if text.bytes().filter(|b| *b == b'.').count() >= Oid::LONGEST {
            return Err(NotAnOid::TooLong);
        }
        let number = |part: &str| match part.bytes().all(|b| b.is_ascii_digit()) {
            true => part.parse().map_err(|_| NotAnOid::NotNumbers),
            false => Err(NotAnOid::NotNumbers),
        };
        text.split('.').map(number).collect::<Result<_, _>>().map(Oid)
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, number) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(".")?;
            }
            number.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Oid {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Oid {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Oid, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oid(text: &str) -> Oid {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_written_is_read_with_or_without_a_dot_in_front() {
        assert_eq!(oid(".1.3.6.1"), oid("1.3.6.1"));
        assert_eq!(oid("1.3.4294967295").to_string(), "1.3.4294967295");
    }

    #[test]
    fn order_is_by_number_not_by_letter() {
        let mut some = ["1.3.10", "1.3.9.5", "1.3.9", "1.4", "1.3"].map(oid);
        some.sort();
        assert_eq!(some, ["1.3", "1.3.9", "1.3.9.5", "1.3.10", "1.4"].map(oid));
    }

    #[test]
    fn the_index_is_what_follows_the_column() {
        let column = oid("1.3.6.1.2.1.2.2.1.2");
        assert_eq!(column.join(&[7]).suffix(&column), Some(&[7][..]));
        assert_eq!(column.suffix(&column), Some(&[][..]));
        assert_eq!(
            oid("1.3.6.1.2.1.2.2.1.21").suffix(&column),
            None,
            "because 21 does not begin with 2"
        );
    }

    #[test]
    fn what_is_not_an_identifier_is_told_why() {
        for text in ["", ".", "1..3", "1.3.", "1.-3", "1.+3", "1.4294967296", "iso.3", "1.3 "] {
            assert_eq!(text.parse::<Oid>(), Err(NotAnOid::NotNumbers), "{text:?}");
        }
        let long = vec!["1"; 129].join(".");
        assert_eq!(long.parse::<Oid>(), Err(NotAnOid::TooLong));
        assert_eq!(oid(&long[2..]).len(), Oid::LONGEST);
    }
}
