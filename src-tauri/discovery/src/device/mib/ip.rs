//! IP-MIB (RFC 4293), its older tables (RFC 2011), IP-FORWARD-MIB (RFC 4292) and its older tables
//! (RFC 2096, RFC 1213): a box's addresses, whom it knows on its links, and where it sends packets on
//! to.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hinomi_model::snmp::Value;

use super::Walks;
use crate::Mac;
use crate::device::View;
use crate::links::{Arp, Route};

/// `ipAdEntIfIndex`; the address is the index.
const OWN: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 20, 1, 2];
/// `ipAddressIfIndex`; the index is the address with its family and length.
const OWN_ANY: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 34, 1, 3];
/// `ipNetToMediaPhysAddress`; the index is the interface and the address.
const MEDIA: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 22, 1, 2];
/// `ipNetToPhysicalPhysAddress`; the index is the interface and the address with its family.
const PHYSICAL: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 35, 1, 4];
/// `inetCidrRouteIfIndex`; the index is destination, prefix, policy and next hop, of either family.
const INET_ROUTE: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 24, 7, 1, 7];
/// `ipCidrRouteIfIndex`; the index is destination, mask, type of service and next hop.
const CIDR_ROUTE: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 24, 4, 1, 5];
/// `ipRouteNextHop`, `ipRouteIfIndex`; the index is the destination.
const NEXT_HOP: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 21, 1, 7];
const NEXT_INTERFACE: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 21, 1, 2];

/// Its addresses.
pub const OWN_WALKS: [Walks; 2] = [&[OWN], &[OWN_ANY]];
/// Its addresses and whom it knows.
pub const WALKS: [Walks; 4] = [OWN_WALKS[0], OWN_WALKS[1], &[MEDIA], &[PHYSICAL]];
/// Its routes, in the order the tables were invented, the newest first.
pub const ROUTE_WALKS: [Walks; 3] = [&[INET_ROUTE], &[CIDR_ROUTE], &[NEXT_HOP, NEXT_INTERFACE]];

/// An address of an index: its family (`InetAddressType`), its length, its octets.
pub fn address(family: u32, rest: &[u32]) -> Option<IpAddr> {
    let (length, octets) = rest.split_first()?;
    let octets = octets.get(..usize::try_from(*length).ok()?)?;
    let octets: Option<Vec<u8>> = octets.iter().map(|n| u8::try_from(*n).ok()).collect();
    match (family, octets?.as_slice()) {
        (1, octets) => Some(IpAddr::V4(<[u8; 4]>::try_from(octets).ok()?.into())),
        (2, octets) => Some(IpAddr::V6(<[u8; 16]>::try_from(octets).ok()?.into())),
        _ => None,
    }
}

fn v4(octets: &[u32]) -> Option<Ipv4Addr> {
    let [a, b, c, d] = octets else { return None };
    let octet = |n: &u32| u8::try_from(*n).ok();
    Some(Ipv4Addr::new(octet(a)?, octet(b)?, octet(c)?, octet(d)?))
}

/// The box's own addresses, without those every box has.
pub fn own(view: &View) -> Vec<IpAddr> {
    let old = view.under(OWN).filter_map(|(index, _)| v4(index).map(IpAddr::V4));
    let new = view.under(OWN_ANY).filter_map(|(index, _)| {
        let [family, rest @ ..] = index else { return None };
        address(*family, rest)
    });
    let all: BTreeSet<IpAddr> = old.chain(new).filter(is_its_own).collect();
    all.into_iter().collect()
}

fn is_its_own(address: &IpAddr) -> bool {
    let local = match address {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
        IpAddr::V6(v6) => is_link_local(v6),
    };
    !(local || address.is_loopback() || address.is_unspecified() || address.is_multicast())
}

fn is_link_local(address: &Ipv6Addr) -> bool {
    address.segments()[0] & 0xffc0 == 0xfe80
}

/// Who answered for which address.
pub fn arp(view: &View) -> Vec<Arp> {
    let row = |interface: u32, address: Option<IpAddr>, mac: &Value| {
        let mac = Mac::of_a_box(mac.as_octets()?)?;
        Some(Arp { address: address.filter(is_its_own)?, mac, interface })
    };
    let old = view.under(MEDIA).filter_map(|(index, mac)| {
        let (interface, address) = index.split_first()?;
        row(*interface, v4(address).map(IpAddr::V4), mac)
    });
    let new = view.under(PHYSICAL).filter_map(|(index, mac)| {
        let [interface, family, rest @ ..] = index else { return None };
        row(*interface, address(*family, rest), mac)
    });
    let mut all: Vec<Arp> = old.chain(new).collect();
    all.sort_by_key(|a| (a.interface, a.address, a.mac));
    all.dedup();
    all
}

/// The next hops of its routes, each once.
pub fn routes(view: &View) -> Vec<Route> {
    let inet = view.under(INET_ROUTE).filter_map(|(index, interface)| {
        Some((next_hop(index)?, u32::try_from(interface.as_i64()?).ok()?))
    });
    let cidr = view.under(CIDR_ROUTE).filter_map(|(index, interface)| {
        let via = v4(index.get(9..13)?)?;
        Some((IpAddr::V4(via), u32::try_from(interface.as_i64()?).ok()?))
    });
    let old = view.under(NEXT_HOP).filter_map(|(index, via)| {
        let Value::IpAddress(via) = via else { return None };
        let interface = view.whole(NEXT_INTERFACE, index).and_then(|n| u32::try_from(n).ok());
        Some((IpAddr::V4(*via), interface.unwrap_or(0)))
    });
    let own: BTreeSet<IpAddr> = own(view).into_iter().collect();
    let all: BTreeSet<(IpAddr, u32)> = inet.chain(cidr).chain(old).collect();
    let all = all.into_iter().map(|(via, interface)| Route { via, interface });
    all.filter(|r| is_its_own(&r.via) && !own.contains(&r.via)).collect()
}

/// The next hop in an index of `inetCidrRouteTable`: family, length and octets of the destination,
/// its prefix, length and numbers of the policy, then family, length and octets of the next hop.
fn next_hop(index: &[u32]) -> Option<IpAddr> {
    let behind = |index: &[u32]| usize::try_from(*index.first()?).ok()?.checked_add(1);
    let rest = index.get(1..)?;
    let rest = rest.get(behind(rest)?.checked_add(1)?..)?;
    let (family, hop) = rest.get(behind(rest)?..)?.split_first()?;
    address(*family, hop)
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::Oid;

    use super::*;

    #[test]
    fn next_hops_of_both_families_are_read_from_the_new_table_alone() {
        let row = |index: &[u32], interface| {
            let oid = [INET_ROUTE, index].concat();
            (Oid::from(oid.as_slice()), Value::Integer(interface))
        };
        let default = [1, 4, 0, 0, 0, 0, 0, 2, 0, 0, 1, 4, 192, 0, 2, 1];
        let connected = [1, 4, 192, 0, 2, 0, 24, 3, 0, 0, 7, 1, 4, 0, 0, 0, 0];
        let six = |last| {
            let to = [&[2, 16][..], &[0; 16], &[0, 2, 0, 0]].concat();
            let via = [&[2, 16, 0x20, 1, 0xd, 0xb8][..], &[0; 11], &[last]].concat();
            [to, via].concat()
        };
        let view: View =
            [row(&default, 7), row(&connected, 7), row(&six(1), 3), row(&six(1)[..20], 4)]
                .into_iter()
                .collect();
        let via = |text: &str, interface| Route { via: text.parse().unwrap(), interface };
        assert_eq!(routes(&view), [via("192.0.2.1", 7), via("2001:db8::1", 3)]);
    }
}
