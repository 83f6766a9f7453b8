//! What an agent says an object is (RFC 3416 §3, RFC 2578 §7.1).

use std::net::Ipv4Addr;

use super::Oid;
use super::text;

/// A value as it came from an agent; nothing in it has been checked but its shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// INTEGER, Integer32 and enumerations.
    Integer(i32),
    /// Octets: text, addresses, bit fields. Use [`Value::as_text`] before showing them.
    OctetString(Vec<u8>),
    /// Nothing: what a request carries, and some agents' answer.
    Null,
    /// The name of another object.
    Oid(Oid),
    /// An IPv4 address.
    IpAddress(Ipv4Addr),
    /// Counts up and wraps at 2^32.
    Counter32(u32),
    /// Goes up and down; also Unsigned32.
    Gauge32(u32),
    /// Hundredths of a second; wraps after 497 days.
    TimeTicks(u32),
    /// Octets whose meaning lies outside SNMP; some agents wrap floating point numbers so.
    Opaque(Vec<u8>),
    /// Counts up and wraps at 2^64.
    Counter64(u64),
    /// The agent has no such object.
    NoSuchObject,
    /// The agent has the object, but not this row of it.
    NoSuchInstance,
    /// Nothing lies behind the object asked for.
    EndOfMibView,
}

impl Value {
    /// Most characters [`Value::as_text`] gives.
    pub const LONGEST_TEXT: usize = 1024;

    /// Is it one of the three ways of saying that there is nothing?
    pub fn is_absent(&self) -> bool {
        matches!(self, Value::NoSuchObject | Value::NoSuchInstance | Value::EndOfMibView)
    }

    /// A whole number of any of the numeric types; `None` for all others and beyond `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Integer(n) => Some(i64::from(*n)),
            Value::Counter64(n) => i64::try_from(*n).ok(),
            _ => self.as_u64().and_then(|n| i64::try_from(n).ok()),
        }
    }

    /// A whole number of any of the numeric types; `None` for all others and below zero.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Integer(n) => u64::try_from(*n).ok(),
            Value::Counter32(n) | Value::Gauge32(n) | Value::TimeTicks(n) => Some(u64::from(*n)),
            Value::Counter64(n) => Some(*n),
            _ => None,
        }
    }

    /// A finite number however the agent wrote it: numeric types, a floating point number wrapped
    /// in [`Value::Opaque`] as net-snmp does, or octets that are a decimal number and nothing else
    /// (`"23.5"`).
    pub fn as_f64(&self) -> Option<f64> {
        let number = match self {
            Value::Counter64(n) => *n as f64,
            Value::Opaque(octets) => float(octets)?,
            Value::OctetString(octets) => decimal(octets)?,
            _ => self.as_i64()? as f64,
        };
        number.is_finite().then_some(number)
    }

    /// Text that may be shown: octets read as UTF-8, else as EUC-JP or Shift_JIS, else as Latin-1;
    /// blanks and control characters collapsed to single blanks and cut at both ends, characters
    /// that turn the direction of writing left out, at most [`Value::LONGEST_TEXT`] characters.
    /// `None` for what is not octets.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Value::OctetString(octets) => Some(text::readable(octets, Value::LONGEST_TEXT)),
            _ => None,
        }
    }

    /// The octets as they came.
    pub fn as_octets(&self) -> Option<&[u8]> {
        match self {
            Value::OctetString(octets) => Some(octets),
            _ => None,
        }
    }

    /// The numbers of the bits that are set (`BITS`, RFC 2578 §7.1.4), in order: the first octet's
    /// highest is 0. `None` for what is not octets.
    pub fn as_bits(&self) -> Option<impl Iterator<Item = usize>> {
        let octets = self.as_octets()?;
        let set = |bit: &usize| octets[bit / 8] << (bit % 8) & 0x80 != 0;
        Some((0..octets.len() * 8).filter(set))
    }

    /// The name of another object, if that is what it is.
    pub fn as_oid(&self) -> Option<&Oid> {
        match self {
            Value::Oid(oid) => Some(oid),
            _ => None,
        }
    }

    /// How many octets of memory it holds besides itself.
    pub fn size(&self) -> usize {
        match self {
            Value::OctetString(octets) | Value::Opaque(octets) => octets.len(),
            Value::Oid(oid) => 4 * oid.len(),
            _ => 0,
        }
    }
}

/// A decimal number and nothing else but blanks around it.
fn decimal(octets: &[u8]) -> Option<f64> {
    if octets.len() > 64 {
        return None;
    }
    let text = str::from_utf8(octets).ok()?.trim_matches(['\0', ' ']);
    let digits = text.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
    if digits { text.parse().ok() } else { None }
}

/// net-snmp's opaque float and double: a BER tag of its own (0x9f 0x78, 0x9f 0x79), a length, and
/// the number as IEEE 754 has it, most significant octet first.
fn float(octets: &[u8]) -> Option<f64> {
    match octets {
        [0x9f, 0x78, 4, number @ ..] => {
            Some(f64::from(f32::from_be_bytes(number.try_into().ok()?)))
        }
        [0x9f, 0x79, 8, number @ ..] => Some(f64::from_be_bytes(number.try_into().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_of_every_numeric_type_and_no_other() {
        assert_eq!(Value::Integer(-5).as_i64(), Some(-5));
        assert_eq!(Value::Integer(-5).as_u64(), None, "because it lies below zero");
        assert_eq!(Value::Gauge32(u32::MAX).as_i64(), Some(i64::from(u32::MAX)));
        assert_eq!(Value::Counter64(u64::MAX).as_u64(), Some(u64::MAX));
        assert_eq!(Value::Counter64(u64::MAX).as_i64(), None, "because it lies beyond i64");
        assert_eq!(Value::OctetString(b"5".into()).as_i64(), None);
        assert_eq!(Value::NoSuchInstance.as_f64(), None);
    }

    #[test]
    fn bits_are_counted_from_the_first_octets_highest() {
        let bits = |octets: &[u8]| -> Vec<usize> {
            Value::OctetString(octets.to_vec()).as_bits().expect("they are octets").collect()
        };
        assert_eq!(bits(&[]), [] as [usize; 0]);
        assert_eq!(bits(&[0x80, 0x01]), [0, 15], "because 0 is written leftmost");
        assert!(Value::Integer(1).as_bits().is_none());
    }

    #[test]
    fn numbers_in_disguise_are_recognised() {
        assert_eq!(Value::Opaque(vec![0x9f, 0x78, 4, 0x3f, 0xc0, 0, 0]).as_f64(), Some(1.5));
        let double = [&[0x9f, 0x79, 8][..], &(-2.25f64).to_be_bytes()].concat();
        assert_eq!(Value::Opaque(double).as_f64(), Some(-2.25));
        assert_eq!(Value::OctetString(b" 23.5\0".into()).as_f64(), Some(23.5));
        for no in [&b"23.5 C"[..], b"", b"inf", b"NaN", b"1e5", b"0x1f", b"-", b"\x82\xa0"] {
            assert_eq!(Value::OctetString(no.into()).as_f64(), None, "{no:?}");
        }
        let infinite = [&[0x9f, 0x78, 4][..], &f32::INFINITY.to_be_bytes()].concat();
        assert_eq!(Value::Opaque(infinite).as_f64(), None, "because numbers are finite");
    }
}
