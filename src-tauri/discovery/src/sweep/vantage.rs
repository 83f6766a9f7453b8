//! Where we look from.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use hinomi_net::interfaces::Interface;
use ipnet::{IpNet, Ipv4Net};

use crate::Ranges;

/// This PC's own addresses, its gateways and the links it stands on.
#[derive(Debug, Default)]
pub(super) struct Vantage {
    own: HashMap<IpAddr, Option<String>>,
    gateways: HashSet<IpAddr>,
    gateway_macs: HashSet<String>,
    /// By the names of the interfaces that stand on them.
    links: Vec<(String, Ipv4Net)>,
}

impl Vantage {
    pub(super) fn of(interfaces: &[Interface]) -> Vantage {
        let mut vantage = Vantage::default();
        for interface in interfaces.iter().filter(|i| i.up) {
            for net in &interface.addresses {
                vantage.own.insert(net.addr(), interface.mac.clone());
                match net {
                    _ if interface.loopback => {}
                    IpNet::V4(net) => vantage.links.push((interface.name.clone(), net.trunc())),
                    IpNet::V6(_) => {}
                }
            }
            vantage.gateways.extend(interface.gateways.iter().copied());
            vantage.gateway_macs.extend(interface.gateway_mac.clone());
        }
        vantage
    }

    pub(super) fn is_this_pc(&self, ip: IpAddr) -> bool {
        ip.is_loopback() || self.own.contains_key(&ip)
    }

    /// Our own hardware address at one of our own addresses.
    pub(super) fn own_mac(&self, ip: IpAddr) -> Option<&str> {
        self.own.get(&ip)?.as_deref()
    }

    pub(super) fn is_gateway(&self, ip: IpAddr) -> bool {
        self.gateways.contains(&ip)
    }

    pub(super) fn is_gateway_mac(&self, mac: &str) -> bool {
        self.gateway_macs.contains(mac)
    }

    /// Do any of these addresses lie on the link of this interface, where announcements are heard?
    pub(super) fn hears(&self, ranges: &Ranges, interface: &str) -> bool {
        self.links_of(interface).any(|link| ranges.iter().any(|ip| link.contains(&ip)))
    }

    /// Are these all the addresses anybody can have on the link of this interface? Those a host gives
    /// itself (RFC 3927) count for nothing.
    pub(super) fn is_all_of(&self, ranges: &Ranges, interface: &str) -> bool {
        let given = |link: &&Ipv4Net| !link.addr().is_link_local();
        let mut links = self.links_of(interface).filter(given).peekable();
        let all = |link: &Ipv4Net| {
            Ranges::subnet(*link).is_ok_and(|hosts| hosts.without(ranges).is_none())
        };
        links.peek().is_some() && links.all(all)
    }

    fn links_of(&self, interface: &str) -> impl Iterator<Item = &Ipv4Net> {
        self.links.iter().filter(move |(name, _)| name == interface).map(|(_, link)| link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_ranges;

    fn interface(name: &str, addresses: &[&str]) -> Interface {
        Interface {
            name: name.into(),
            title: None,
            mac: None,
            addresses: addresses.iter().map(|net| net.parse().expect("a network")).collect(),
            gateways: Vec::new(),
            gateway_mac: None,
            up: true,
            loopback: false,
            default: false,
        }
    }

    #[test]
    fn a_link_is_asked_as_a_whole_only_if_every_address_on_it_is() {
        let interfaces = [
            interface("eth0", &["10.0.0.7/24", "169.254.3.4/16", "fd00::7/64"]),
            interface("eth1", &["10.0.1.7/24", "10.0.2.7/24"]),
            interface("eth2", &["fd00:2::7/64"]),
            interface("eth3", &["172.16.0.7/12"]),
        ];
        let vantage = Vantage::of(&interfaces);
        for (look_at, hears, whole) in [
            ("10.0.0.0/24", vec!["eth0"], vec!["eth0"]),
            ("10.0.0.1-253", vec!["eth0"], vec![]),
            ("10.0.0.0/22", vec!["eth0", "eth1"], vec!["eth0", "eth1"]),
            ("10.0.1.0/24 10.0.2.1-9", vec!["eth1"], vec![]),
            ("172.16.0.0/16", vec!["eth3"], vec![]),
            ("10.77.0.0/24", vec![], vec![]),
        ] {
            let ranges = parse_ranges(&[look_at.to_owned()]).expect("ranges");
            let names = |is: &dyn Fn(&str) -> bool| {
                let all = interfaces.iter().map(|i| i.name.as_str());
                all.filter(|name| is(name)).collect::<Vec<_>>()
            };
            let heard = names(&|name| vantage.hears(&ranges, name));
            let asked = names(&|name| vantage.is_all_of(&ranges, name));
            assert_eq!((heard, asked), (hears, whole), "because {look_at} is looked at");
        }
    }
}
