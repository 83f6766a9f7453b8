//! As much of BER as SNMP messages need (ITU-T X.690, RFC 3417 §8).

use hinomi_model::snmp::{Oid, Value};

/// Universal, application and context tags that occur in SNMPv1 and v2c.
pub mod tag {
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// OCTET STRING.
    pub const OCTETS: u8 = 0x04;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// SEQUENCE.
    pub const SEQUENCE: u8 = 0x30;
    /// IpAddress.
    pub const IP: u8 = 0x40;
    /// Counter32.
    pub const COUNTER32: u8 = 0x41;
    /// Gauge32.
    pub const GAUGE32: u8 = 0x42;
    /// TimeTicks.
    pub const TICKS: u8 = 0x43;
    /// Opaque.
    pub const OPAQUE: u8 = 0x44;
    /// Counter64.
    pub const COUNTER64: u8 = 0x46;
    /// GetRequest-PDU.
    pub const GET: u8 = 0xa0;
    /// GetNextRequest-PDU.
    pub const GET_NEXT: u8 = 0xa1;
    /// Response-PDU.
    pub const RESPONSE: u8 = 0xa2;
    /// GetBulkRequest-PDU.
    pub const GET_BULK: u8 = 0xa5;
}

/// Reads what lies in a piece of a message.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next element: its tag and content. `None` at the end and where lengths lie.
    pub fn element(&mut self) -> Option<(u8, &'a [u8])> {
        let (&[tag, first], rest) = self.0.split_first_chunk()?;
        let (length, rest) = match first {
            ..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (octets, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
                (octets.iter().fold(0, |n, octet| n << 8 | usize::from(*octet)), rest)
            }
            0x80 | 0x85.. => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// The content of the next element, if it has this tag.
    pub fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.element().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }

    /// The next element as a whole number.
    pub fn integer(&mut self) -> Option<i64> {
        let octets = self.expect(tag::INTEGER).filter(|octets| octets.len() <= 8)?;
        let sign = if octets.first()? & 0x80 == 0 { 0 } else { -1 };
        Some(octets.iter().fold(sign, |n, octet| n << 8 | i64::from(*octet)))
    }

    /// The next element as an object identifier.
    pub fn oid(&mut self) -> Option<Oid> {
        let octets = self.expect(tag::OID)?;
        let mut numbers: Vec<u32> = Vec::new();
        let mut number: u32 = 0;
        for octet in octets {
            number = number.checked_mul(128)? | u32::from(octet & 0x7f);
            if octet & 0x80 != 0 {
                continue;
            }
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.extend([first, number - 40 * first]);
            } else {
                numbers.push(number);
            }
            number = 0;
            if numbers.len() > Oid::LONGEST {
                return None;
            }
        }
        Some(Oid::from(&*numbers))
    }
}

/// An element with its tag and length.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(content.len() + 6);
    all.push(tag);
    match content.len() {
        short @ 0..0x80 => all.push(short as u8),
        long @ 0x80..0x100 => all.extend([0x81, long as u8]),
        long @ 0x100..0x1_0000 => all.extend([0x82, (long >> 8) as u8, long as u8]),
        long => {
            all.push(0x84);
            all.extend((long as u32).to_be_bytes());
        }
    }
    all.extend(content);
    all
}

/// A whole number in as few octets as it takes, under the tag given.
pub fn number(tag: u8, n: i128) -> Vec<u8> {
    let octets = n.to_be_bytes();
    let spare = octets.windows(2).take_while(|pair| {
        matches!(pair, [0, next] if next & 0x80 == 0)
            || matches!(pair, [0xff, next] if next & 0x80 != 0)
    });
    element(tag, &octets[spare.count()..])
}

/// An object identifier.
pub fn oid(oid: &Oid) -> Vec<u8> {
    let numbers = oid.numbers();
    let (first, rest) = match numbers {
        [first, second, rest @ ..] => (first.saturating_mul(40).saturating_add(*second), rest),
        _ => (0, &[][..]),
    };
    let mut content = Vec::with_capacity(2 * numbers.len());
    for number in std::iter::once(&first).chain(rest) {
        let groups = (1..5).take_while(|group| number >> (7 * group) != 0).count();
        for group in (0..=groups).rev() {
            let more = if group > 0 { 0x80 } else { 0 };
            content.push((number >> (7 * group)) as u8 & 0x7f | more);
        }
    }
    element(tag::OID, &content)
}

/// A value.
pub fn value(value: &Value) -> Vec<u8> {
    match value {
        Value::Integer(n) => number(tag::INTEGER, (*n).into()),
        Value::OctetString(octets) => element(tag::OCTETS, octets),
        Value::Null => element(tag::NULL, &[]),
        Value::Oid(name) => oid(name),
        Value::IpAddress(ip) => element(tag::IP, &ip.octets()),
        Value::Counter32(n) => number(tag::COUNTER32, (*n).into()),
        Value::Gauge32(n) => number(tag::GAUGE32, (*n).into()),
        Value::TimeTicks(n) => number(tag::TICKS, (*n).into()),
        Value::Opaque(octets) => element(tag::OPAQUE, octets),
        Value::Counter64(n) => number(tag::COUNTER64, (*n).into()),
        Value::NoSuchObject => element(0x80, &[]),
        Value::NoSuchInstance => element(0x81, &[]),
        Value::EndOfMibView => element(0x82, &[]),
    }
}

/// A variable binding.
pub fn binding(name: &Oid, of: &Value) -> Vec<u8> {
    element(tag::SEQUENCE, &[oid(name), value(of)].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_as_few_octets_as_they_need() {
        assert_eq!(number(tag::INTEGER, 0), [2, 1, 0]);
        assert_eq!(number(tag::INTEGER, 127), [2, 1, 127]);
        assert_eq!(number(tag::INTEGER, 128), [2, 2, 0, 128]);
        assert_eq!(number(tag::INTEGER, -129), [2, 2, 0xff, 0x7f]);
        assert_eq!(number(tag::COUNTER64, u64::MAX.into())[..3], [0x46, 9, 0]);
    }

    #[test]
    fn what_is_written_is_read_again() {
        for n in [0, 1, -1, 127, 128, -128, -129, i64::from(i32::MIN), i64::from(u32::MAX)] {
            assert_eq!(Reader(&number(tag::INTEGER, n.into())).integer(), Some(n));
        }
        for text in ["1.3.6.1.2.1.1.1.0", "0.0", "2.39.128.16384.4294967295", "1.0.8802"] {
            let name: Oid = text.parse().unwrap();
            assert_eq!(Reader(&oid(&name)).oid(), Some(name));
        }
        for length in [0, 127, 128, 255, 256, 65_535, 65_536] {
            let whole = element(tag::OCTETS, &vec![7; length]);
            assert_eq!(Reader(&whole).expect(tag::OCTETS).map(<[u8]>::len), Some(length));
        }
    }

    #[test]
    fn lengths_that_lie_are_the_end() {
        for lie in
            [&[4u8][..], &[4, 5, 1], &[4, 0x85, 0, 0, 0, 0, 1], &[4, 0x80, 0, 0], &[4, 0x82, 1]]
        {
            assert!(Reader(lie).element().is_none(), "{lie:?}");
        }
    }
}
