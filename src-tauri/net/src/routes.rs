//! Through whom packets leave by each interface.

use std::net::Ipv4Addr;

/// A router that some route of this PC leads through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextHop {
    /// Name of the interface it is reached by.
    pub interface: String,
    /// Its address.
    pub router: Ipv4Addr,
}

/// The routers that routes of this PC lead through, each once. Only on Linux; elsewhere there are
/// none.
pub fn next_hops() -> Vec<NextHop> {
    std::fs::read_to_string("/proc/net/route").map(|text| parse(&text)).unwrap_or_default()
}

/// Reads proc(5)'s `/proc/net/route`: interface, destination, gateway, flags and more, numbers in
/// hexadecimal, addresses as they lie in memory.
fn parse(table: &str) -> Vec<NextHop> {
    /// RTF_UP and RTF_GATEWAY of route(8).
    const THROUGH: u32 = 0x1 | 0x2;
    let mut found: Vec<NextHop> = Vec::new();
    for line in table.lines().skip(1).take(10_000) {
        let mut words = line.split_whitespace();
        let interface = words.next().unwrap_or_default().to_owned();
        let (router, flags) = (words.nth(1), words.next());
        let number = |word: Option<&str>| u32::from_str_radix(word?, 16).ok();
        let (Some(router), Some(flags)) = (number(router), number(flags)) else { continue };
        let hop = NextHop { interface, router: Ipv4Addr::from(router.to_ne_bytes()) };
        if flags & THROUGH == THROUGH && !found.contains(&hop) {
            found.push(hop);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_through_routers_are_read_and_others_passed_over() {
        let hex = |ip: [u8; 4]| format!("{:08X}", u32::from_ne_bytes(ip));
        let head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";
        let route = |interface: &str, to: [u8; 4], by: [u8; 4], flags: &str| {
            format!("{interface}\t{}\t{}\t{flags}\t0\t0\t0\t00000000\n", hex(to), hex(by))
        };
        // A VPN holds the default route; its own packets leave through the router of the network.
        let table = [
            head.to_owned(),
            route("tun0", [0; 4], [10, 8, 0, 1], "0003"),
            route("eth0", [203, 0, 113, 9], [192, 168, 1, 1], "0007"),
            route("eth0", [192, 168, 1, 0], [0; 4], "0001"),
            route("eth0", [198, 51, 100, 7], [192, 168, 1, 1], "0007"),
            "garbage\n".into(),
        ]
        .concat();
        let hop = |interface: &str, router: [u8; 4]| NextHop {
            interface: interface.into(),
            router: router.into(),
        };
        assert_eq!(parse(&table), [hop("tun0", [10, 8, 0, 1]), hop("eth0", [192, 168, 1, 1])]);
    }
}
