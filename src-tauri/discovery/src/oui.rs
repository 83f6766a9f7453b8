//! Who a hardware address is registered to.
//!
//! The table is made by the example `make-oui-table` from the npm package `oui-data`; its terms
//! are in `assets/NOTICE`. Layout, after zstd: `"HOUI"`, then for each prefix length of
//! [`LENGTHS`] a `u32` count (little endian), that many ascending prefixes as LEB128 differences,
//! that many vendor numbers as `u16` low octets and then their high octets; then the vendors'
//! names, each ended by a line feed.

use std::sync::OnceLock;

/// Hexadecimal digits of the registries' prefixes: MA-S, MA-M, MA-L, the longest first.
const LENGTHS: [u32; 3] = [9, 7, 6];

static PACKED: &[u8] = include_bytes!("../assets/oui.bin");

/// The registered owner of a hardware address written as `00:1b:a9:…` or `00-1b-a9-…`; `None` if
/// nobody registered it, if its owner wants to stay private, and for random or private addresses
/// (the "locally administered" bit, IEEE 802-2014 §8.2). Unpacks the table, about 1.5 MB, when
/// first asked.
pub fn vendor(mac: &str) -> Option<&'static str> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let mac = parse(mac)?;
    const LOCALLY_ADMINISTERED: u64 = 0x0200_0000_0000;
    if mac & LOCALLY_ADMINISTERED != 0 {
        return None;
    }
    TABLE
        .get_or_init(|| Table::unpack(PACKED).expect("the table was read back when it was made"))
        .vendor(mac)
}

fn parse(mac: &str) -> Option<u64> {
    let octet = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_hexdigit());
        u64::from_str_radix(text, 16).ok().filter(|_| digits)
    };
    let octets: Vec<u64> = mac.split([':', '-']).map(octet).collect::<Option<_>>()?;
    (octets.len() == 6).then(|| octets.iter().fold(0, |mac, octet| mac << 8 | octet))
}

struct Table {
    registries: [Vec<(u64, u16)>; LENGTHS.len()],
    names: String,
    /// Where each name begins, and where the last one ends.
    bounds: Vec<u32>,
}

impl Table {
    fn unpack(packed: &[u8]) -> Option<Table> {
        let bytes = zstd::decode_all(packed).ok()?;
        let mut rest = bytes.strip_prefix(b"HOUI")?;
        let mut registries = LENGTHS.map(|_| Vec::new());
        for registry in &mut registries {
            *registry = read_registry(&mut rest)?;
        }
        let names = String::from_utf8(rest.to_vec()).ok()?;
        let ends = names.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let bounds = std::iter::once(0).chain(ends).collect();
        Some(Table { registries, names, bounds })
    }

    fn vendor(&self, mac: u64) -> Option<&str> {
        let number = LENGTHS.iter().zip(&self.registries).find_map(|(digits, registry)| {
            let prefix = mac >> (48 - 4 * digits);
            let at = registry.binary_search_by_key(&prefix, |(prefix, _)| *prefix).ok()?;
            Some(usize::from(registry[at].1))
        })?;
        let (start, end) = (*self.bounds.get(number)?, *self.bounds.get(number + 1)?);
        self.names.get(start as usize..end as usize - 1)
    }
}

fn read_registry(rest: &mut &[u8]) -> Option<Vec<(u64, u16)>> {
    let (count, after) = rest.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    *rest = after;
    let mut prefix = 0;
    let mut entries = Vec::with_capacity(count.min(100_000));
    for _ in 0..count {
        prefix += read_number(rest)?;
        entries.push((prefix, 0));
    }
    let (low, after) = rest.split_at_checked(count)?;
    let (high, after) = after.split_at_checked(count)?;
    *rest = after;
    for (entry, (low, high)) in entries.iter_mut().zip(low.iter().zip(high)) {
        entry.1 = u16::from_le_bytes([*low, *high]);
    }
    Some(entries)
}

/// An unsigned LEB128 number.
fn read_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_of_all_three_registries_are_known() {
        for (mac, want) in [
            ("00:00:0c:12:34:56", Some("Cisco Systems, Inc")),
            ("00:11:32:00:00:01", Some("Synology Incorporated")),
            ("00-80-77-AA-BB-CC", Some("Brother industries, LTD.")),
            ("c8:5c:e2:7a:bc:de", Some("SYNERGY SYSTEMS AND SOLUTIONS")),
            ("02:00:0c:12:34:56", None),
            ("06:11:32:00:00:01", None),
            ("ff:ff:ff:ff:ff:ff", None),
            ("00:00:0c:12:34", None),
            ("00:00:0c:12:34:+6", None),
            ("", None),
            ("日本", None),
        ] {
            assert_eq!(vendor(mac), want, "of {mac:?}");
        }
    }

    #[test]
    fn the_table_is_whole_and_small() {
        let table = Table::unpack(PACKED).expect("our own table");
        let counts = table.registries.each_ref().map(Vec::len);
        assert!(counts[0] > 7_000 && counts[1] > 6_000 && counts[2] > 39_000, "{counts:?}");
        for registry in &table.registries {
            assert!(registry.is_sorted_by(|a, b| a.0 < b.0), "because it is searched by halves");
            assert!(registry.iter().all(|(_, n)| usize::from(*n) + 1 < table.bounds.len()));
        }
        assert!(PACKED.len() < 600_000, "{} octets", PACKED.len());
    }

    #[test]
    fn a_broken_table_is_refused_and_not_misread() {
        let whole = zstd::decode_all(PACKED).expect("our own table");
        for cut in [0, 3, 4, 7, 9, 5000, 20_000] {
            let cut = zstd::encode_all(&whole[..cut], 1).expect("in memory");
            assert!(Table::unpack(&cut).is_none());
        }
        assert!(Table::unpack(b"rubbish").is_none());
    }
}
