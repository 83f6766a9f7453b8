//! The local neighbour table: which hardware address answered for which IP address (RFC 826).

use std::net::IpAddr;

/// An entry of the neighbour table that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The address asked for.
    pub ip: IpAddr,
    /// Who answered, lower case with colons.
    pub mac: String,
    /// Name of the interface it was seen on.
    pub interface: String,
}

/// Reads the table as it stands; IPv4 only, and empty where the system does not show it.
pub fn neighbours() -> Vec<Neighbour> {
    std::fs::read_to_string("/proc/net/arp").map(|text| parse(&text)).unwrap_or_default()
}

/// Reads proc(5)'s `/proc/net/arp`: address, type, flags, hardware address, mask, device.
fn parse(table: &str) -> Vec<Neighbour> {
    const COMPLETE: u8 = 0x02;
    // Written by a person: nobody answered for it.
    const PERMANENT: u8 = 0x04;
    let entry = |line: &str| {
        let mut columns = line.split_whitespace();
        let ip = columns.next()?.parse().ok()?;
        let flags = u8::from_str_radix(columns.nth(1)?.trim_start_matches("0x"), 16).ok()?;
        let mac = columns.next()?.to_ascii_lowercase();
        let interface = columns.nth(1)?.to_owned();
        let answered = flags & (COMPLETE | PERMANENT) == COMPLETE && mac != "00:00:00:00:00:00";
        answered.then_some(Neighbour { ip, mac, interface })
    };
    table.lines().skip(1).take(65_536).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answered_entries_are_neighbours() {
        let table = "IP address       HW type     Flags       HW address            Mask     Device\n\
             192.0.2.1        0x1         0x2         02:FC:00:00:00:05     *        eth0\n\
             192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0\n\
             192.0.2.8        0x1         0x6         02:fc:00:00:00:08     *        eth0\n\
             rubbish\n";
        let want = Neighbour {
            ip: "192.0.2.1".parse().unwrap(),
            mac: "02:fc:00:00:00:05".into(),
            interface: "eth0".into(),
        };
        assert_eq!(parse(table), [want], "because nobody answered for the others");
    }
}
