//! Recorded agents: one value per line, `OID|type|value`, as snmpsim writes them.
//!
//! Types are ASN.1 tags: 2 Integer32, 4 OctetString, 5 Null, 6 OID, 64 IpAddress, 65 Counter32,
//! 66 Gauge32, 67 TimeTicks, 68 Opaque, 70 Counter64; with an `x` behind, the value is in hex.

use std::net::Ipv4Addr;

use hinomi_model::snmp::{Oid, Value};

use super::View;

/// A line of a recording that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}; a recording has one OID|type|value per line")]
pub struct BadLine {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// Reads a recording. Empty lines and those that begin with `#` are passed over; so are lines that
/// cannot be read (names made unreadable before sharing are common), and those are told.
pub fn read(recording: &[u8]) -> (View, Vec<BadLine>) {
    let mut view = View::default();
    let mut bad = Vec::new();
    for (line, octets) in recording.split(|octet| *octet == b'\n').enumerate() {
        let octets = octets.strip_suffix(b"\r").unwrap_or(octets);
        if octets.is_empty() || octets.starts_with(b"#") {
            continue;
        }
        match object(octets) {
            Ok((oid, value)) => {
                view.insert(oid, value);
            }
            Err(why) => bad.push(BadLine { line: line + 1, why }),
        }
    }
    (view, bad)
}

fn object(line: &[u8]) -> Result<(Oid, Value), String> {
    let mut parts = line.splitn(3, |octet| *octet == b'|');
    let mut part = |name: &str| parts.next().ok_or(format!("there is no {name}"));
    let (oid, tag, value) = (part("OID")?, part("type")?, part("value")?);
    let oid = ascii(oid)?.parse().map_err(|e| format!("{e}"))?;
    let tag = ascii(tag)?;
    let (tag, octets) = match tag.strip_suffix('x') {
        Some(tag) => (tag, hex(value)?),
        None => (tag, value.to_vec()),
    };
    Ok((oid, typed(tag, octets)?))
}

fn typed(tag: &str, octets: Vec<u8>) -> Result<Value, String> {
    Ok(match tag {
        "2" => Value::Integer(number(&octets)?),
        "4" => Value::OctetString(octets),
        "5" => Value::Null,
        "6" => {
            Value::Oid(ascii(&octets)?.trim_end_matches('.').parse().map_err(|e| format!("{e}"))?)
        }
        "64" => Value::IpAddress(address(&octets)?),
        "65" => Value::Counter32(number(&octets)?),
        "66" => Value::Gauge32(number(&octets)?),
        "67" => Value::TimeTicks(number(&octets)?),
        "68" => Value::Opaque(octets),
        "70" => Value::Counter64(number(&octets)?),
        other => return Err(format!("there is no type “{other}”")),
    })
}

fn ascii(octets: &[u8]) -> Result<&str, String> {
    str::from_utf8(octets).map(str::trim).map_err(|_| "it is not text".to_owned())
}

fn number<T: std::str::FromStr>(octets: &[u8]) -> Result<T, String> {
    let text = ascii(octets)?;
    text.parse().map_err(|_| format!("“{text}” is not a number of that type"))
}

fn hex(digits: &[u8]) -> Result<Vec<u8>, String> {
    let pair = |pair: &[u8]| u8::from_str_radix(ascii(pair)?, 16).map_err(|e| e.to_string());
    digits.trim_ascii().chunks(2).map(pair).collect()
}

fn address(octets: &[u8]) -> Result<Ipv4Addr, String> {
    match <[u8; 4]>::try_from(octets) {
        Ok(four) if ascii(octets).is_err() || !octets.contains(&b'.') => Ok(four.into()),
        _ => ascii(octets)?.parse().map_err(|_| "it is not an IPv4 address".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read() {
        let text = b"# a switch\n1.3.1|2|-5\r\n1.3.2|4|a|b\n1.3.3|4x|00ff\n\n1.3.4|6|1.3.6\n1.3.5|64x|0A000001\n1.3.6|64|10.0.0.1\n1.3.7|70|18446744073709551615\n";
        let (view, bad) = read(text);
        assert_eq!(bad, []);
        let at = |n: u32| view.get(&[1, 3, n]).cloned();
        assert_eq!(at(1), Some(Value::Integer(-5)));
        assert_eq!(at(2), Some(Value::OctetString(b"a|b".into())), "because only two bars part");
        assert_eq!(at(3), Some(Value::OctetString(vec![0, 255])));
        assert_eq!(at(4), Some(Value::Oid(Oid::from([1, 3, 6]))));
        assert_eq!(at(5), at(6));
        assert_eq!(at(7), Some(Value::Counter64(u64::MAX)));
    }

    #[test]
    fn a_bad_line_is_named_and_costs_only_itself() {
        for (text, line) in [
            (&b"1.3.1|2|x\n"[..], 1),
            (b"\n1.3.1|2\n", 2),
            (b"1.3.1|2|1\n1.3.2|99|1", 2),
            (b"iso|2|1", 1),
            (b"1.3.1|4x|0g", 1),
        ] {
            let (_, bad) = read(text);
            assert_eq!(bad.iter().map(|b| b.line).collect::<Vec<_>>(), [line], "{text:?}");
        }
        let (view, _) = read(b"1.3.6.10.xx.1|64|10.0.0.1\n1.3.1|2|7");
        assert_eq!(view.len(), 1);
    }
}
