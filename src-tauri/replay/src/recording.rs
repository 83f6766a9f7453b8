//! One device, as it was recorded: a value per line, `OID|type|value`.

use std::net::Ipv4Addr;

use hinomi_model::snmp::{Oid, Value};

/// What one device said, in the order agents have it.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    rows: Vec<(Oid, Value)>,
    skipped: usize,
}

impl Recording {
    /// Reads lines of `OID|type|value` as `snmprec` files have them: the type is the number of the
    /// BER tag, with an `x` behind it where the value is written in hexadecimal digits. Of two
    /// lines for one object the first counts. Lines that are neither empty nor readable are left
    /// out and counted in [`Recording::skipped`].
    pub fn read(text: &str) -> Recording {
        let mut skipped = 0;
        let mut rows = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match row(line) {
                Some(row) => rows.push(row),
                None => skipped += 1,
            }
        }
        Recording { skipped, ..rows.into() }
    }

    /// How many lines could not be read.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// All of it, in order.
    pub fn rows(&self) -> &[(Oid, Value)] {
        &self.rows
    }

    /// What it says of this very object.
    pub fn get(&self, oid: &Oid) -> Option<&Value> {
        let place = self.rows.binary_search_by(|(name, _)| name.cmp(oid)).ok()?;
        Some(&self.rows[place].1)
    }

    /// Where the first object behind `oid` stands among [`Recording::rows`]; their number if none
    /// does.
    pub fn behind(&self, oid: &Oid) -> usize {
        self.rows.partition_point(|(name, _)| name <= oid)
    }
}

impl From<Vec<(Oid, Value)>> for Recording {
    fn from(mut rows: Vec<(Oid, Value)>) -> Recording {
        rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        rows.dedup_by(|(later, _), (first, _)| later == first);
        Recording { rows, skipped: 0 }
    }
}

fn row(line: &str) -> Option<(Oid, Value)> {
    let mut parts = line.splitn(3, '|');
    let (name, kind, text) = (parts.next()?, parts.next()?, parts.next()?);
    Some((name.trim().parse().ok()?, value(kind, text)?))
}

fn value(kind: &str, text: &str) -> Option<Value> {
    let (kind, octets) = match kind.strip_suffix('x') {
        Some(kind) => (kind, hexadecimal(text)?),
        None => (kind, text.as_bytes().to_vec()),
    };
    let number = || str::from_utf8(&octets).ok()?.trim().parse::<i128>().ok();
    // Counters that were recorded beyond their width have wrapped.
    Some(match kind {
        "2" => Value::Integer(number()? as i32),
        "4" => Value::OctetString(octets),
        "5" => Value::Null,
        "6" => Value::Oid(str::from_utf8(&octets).ok()?.trim().trim_end_matches('.').parse().ok()?),
        "64" => Value::IpAddress(address(&octets)?),
        "65" => Value::Counter32(number()? as u32),
        "66" => Value::Gauge32(number()? as u32),
        "67" => Value::TimeTicks(number()? as u32),
        "68" => Value::Opaque(octets),
        "70" => Value::Counter64(number()? as u64),
        _ => return None,
    })
}

fn address(octets: &[u8]) -> Option<Ipv4Addr> {
    let written = || str::from_utf8(octets).ok()?.trim().parse().ok();
    <[u8; 4]>::try_from(octets).ok().map(Ipv4Addr::from).or_else(written)
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
1.3.6.1.2.1.2.2.1.2.10|4|Gi0/10
1.3.6.1.2.1.2.2.1.2.9|4x|4769302f39

1.3.6.1.2.1.1.3.0|67|4294967297
1.3.6.1.2.1.4.20.1.1|64x|0a000001
1.3.6.1.2.1.4.20.1.2|64|10.0.0.2
1.3.6.1.2.1.9.10.xx.1|2|5
1.3.6.1.2.1.1.9|99|5
1.3.6.1.2.1.1.1.0|4|a|b
1.3.6.1.2.1.1.1.0|4|later
";

    #[test]
    fn lines_become_rows_in_the_order_of_agents() {
        let recording = Recording::read(TEXT);
        let oid = |text: &str| text.parse::<Oid>().unwrap();
        let text = |t: &str| Value::OctetString(t.into());
        assert_eq!(recording.get(&oid("1.3.6.1.2.1.1.1.0")), Some(&text("a|b")));
        assert_eq!(recording.get(&oid("1.3.6.1.2.1.1.3.0")), Some(&Value::TimeTicks(1)));
        let ip = |last| Some(Value::IpAddress([10, 0, 0, last].into()));
        assert_eq!(recording.get(&oid("1.3.6.1.2.1.4.20.1.1")).cloned(), ip(1));
        assert_eq!(recording.get(&oid("1.3.6.1.2.1.4.20.1.2")).cloned(), ip(2));
        let first = recording.behind(&oid("1.3.6.1.2.1.2"));
        assert_eq!(recording.rows()[first].1, text("Gi0/9"), "because 9 is less than 10");
        assert_eq!(recording.skipped(), 2, "because two lines cannot be read");
    }

    #[test]
    fn garbage_is_left_out_and_counted_and_breaks_nothing() {
        let mut seed = 42_u64;
        let mut roll = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % most.max(1)
        };
        for _ in 0..20_000 {
            let mut text = TEXT.as_bytes().to_vec();
            for _ in 0..=roll(8) {
                let at = roll(text.len());
                match roll(5) {
                    0 => text.iter_mut().skip(at).take(1).for_each(|octet| *octet = b'|'),
                    1 => text.truncate(at.max(1)),
                    2 => text.insert(at, roll(256) as u8),
                    3 => text.splice(at..at, b"99999999999999999999".repeat(3)).for_each(drop),
                    _ => {
                        let piece = text[at..text.len().min(at + 40)].to_vec();
                        text.splice(at..at, piece);
                    }
                }
            }
            let text = String::from_utf8_lossy(&text);
            let recording = Recording::read(&text);
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            let kept = recording.rows().len();
            assert!(kept + recording.skipped() <= lines, "because nothing is made up of {text:?}");
            let ordered = recording.rows().is_sorted_by(|(a, _), (b, _)| a < b);
            assert!(ordered, "because agents tell each once and in order: {text:?}");
        }
    }
}
