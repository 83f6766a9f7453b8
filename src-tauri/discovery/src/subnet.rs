//! The subnets this PC stands in: where to look first.

use std::cmp::Reverse;
use std::net::{IpAddr, Ipv4Addr};

use hinomi_net::interfaces::{Interface, interfaces};
use ipnet::{IpNet, Ipv4Net};

/// Addresses a subnet may have to be proposed: a /20 takes about two minutes.
const MOST_PROPOSED: u32 = 4096;

/// Beginnings of the names of interfaces that lead to this PC's own guests or through a tunnel.
const INWARD: [&str; 23] = [
    "docker",
    "br-",
    "virbr",
    "vmnet",
    "vboxnet",
    "lxcbr",
    "lxdbr",
    "podman",
    "cni",
    "flannel",
    "cali",
    "cilium",
    "kube",
    "dummy",
    "tun",
    "tap",
    "wg",
    "ppp",
    "utun",
    "tailscale",
    "zt",
    "ipsec",
    "sit",
];

/// Parts of the names people see, on systems where the short name says nothing.
const INWARD_TITLES: [&str; 5] = ["vEthernet", "VirtualBox", "VMware", "Hyper-V", "TAP-"];

/// A subnet this PC stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// The network, with its host bits zero.
    pub net: Ipv4Net,
    /// The interface that is in it, by the name people know.
    pub interface: String,
    /// This PC's address in it.
    pub address: Ipv4Addr,
    /// The default gateway, if it is in this subnet.
    pub gateway: Option<Ipv4Addr>,
    /// Addresses a host can have, this PC's included.
    pub addresses: u32,
    /// True if it is worth looking at without being asked to: on a link that leads outside, and
    /// of at most 4,096 addresses.
    pub proposed: bool,
}

/// This PC's IPv4 subnets, the best to look at first. Blocks for a few milliseconds at most.
pub fn subnets() -> Vec<Subnet> {
    of(&interfaces())
}

fn of(interfaces: &[Interface]) -> Vec<Subnet> {
    let mut found: Vec<(bool, Subnet)> = Vec::new();
    for interface in interfaces.iter().filter(|i| i.up) {
        for net in &interface.addresses {
            if let IpNet::V4(net) = net {
                found.push((interface.default, subnet(interface, *net)));
            }
        }
    }
    found.sort_by_key(|(default, s)| {
        Reverse((s.proposed, *default, s.gateway.is_some(), !s.address.is_loopback()))
    });
    let mut subnets: Vec<Subnet> = Vec::new();
    for (_, subnet) in found {
        // By cable and by radio in the same network: the first is the one packets leave by.
        if subnets.iter().all(|s| s.net != subnet.net) {
            subnets.push(subnet);
        }
    }
    subnets
}

fn subnet(interface: &Interface, net: Ipv4Net) -> Subnet {
    let addresses = match net.prefix_len() {
        32 => 1,
        31 => 2,
        prefix => ((1u64 << (32 - prefix)) - 2) as u32,
    };
    let inside = |ip: &IpAddr| match ip {
        IpAddr::V4(ip) => Some(*ip).filter(|ip| net.contains(ip)),
        IpAddr::V6(_) => None,
    };
    let address = net.addr();
    let outward = !interface.loopback && !address.is_loopback() && !address.is_link_local();
    Subnet {
        net: net.trunc(),
        interface: interface.title.clone().unwrap_or_else(|| interface.name.clone()),
        address,
        gateway: interface.gateways.iter().find_map(inside),
        addresses,
        proposed: outward
            && !is_inward(interface)
            && net.prefix_len() < 31
            && addresses <= MOST_PROPOSED,
    }
}

fn is_inward(interface: &Interface) -> bool {
    let title = interface.title.as_deref().unwrap_or_default();
    INWARD.iter().any(|start| interface.name.starts_with(start))
        || INWARD_TITLES.iter().any(|part| title.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(name: &str, net: &str) -> Interface {
        Interface {
            name: name.into(),
            title: None,
            mac: None,
            addresses: vec![net.parse().unwrap()],
            gateways: vec![],
            gateway_mac: None,
            up: true,
            loopback: name == "lo",
            default: false,
        }
    }

    #[test]
    fn only_links_that_lead_outside_are_proposed() {
        for (name, net, proposed) in [
            ("eth0", "192.168.1.7/24", true),
            ("wlp3s0", "10.1.2.3/20", true),
            ("vlan7", "10.1.2.3/30", true),
            ("eth0", "10.1.2.3/19", false),
            ("eth0", "10.1.2.3/8", false),
            ("eth0", "169.254.3.4/16", false),
            ("eth0", "10.1.2.3/32", false),
            ("eth0", "10.1.2.3/31", false),
            ("lo", "127.0.0.1/8", false),
            ("docker0", "172.17.0.1/24", false),
            ("br-1a2b3c", "172.18.0.1/24", false),
            ("br0", "192.168.1.7/24", true),
            ("wg0", "10.9.0.2/24", false),
        ] {
            let found = of(&[interface(name, net)]);
            assert_eq!(found.len(), 1, "because it is said even if not proposed");
            assert_eq!(found[0].proposed, proposed, "{name} {net}");
        }
    }

    #[test]
    fn the_network_packets_leave_by_comes_first_and_none_comes_twice() {
        let mut way_out = interface("wlan0", "192.168.1.7/24");
        way_out.default = true;
        way_out.gateways = vec!["fe80::1".parse().unwrap(), "192.168.1.1".parse().unwrap()];
        let mut down = interface("eth3", "10.3.0.1/24");
        down.up = false;
        let all = [
            interface("lo", "127.0.0.1/8"),
            interface("docker0", "172.17.0.1/24"),
            interface("eth1", "10.0.0.1/24"),
            down,
            way_out,
            interface("eth0", "192.168.1.8/24"),
        ];
        let found = of(&all);
        let nets: Vec<String> = found.iter().map(|s| s.net.to_string()).collect();
        assert_eq!(nets, ["192.168.1.0/24", "10.0.0.0/24", "172.17.0.0/24", "127.0.0.0/8"]);
        assert_eq!(found[0].interface, "wlan0", "because packets leave by it");
        assert_eq!(found[0].gateway, Some(Ipv4Addr::new(192, 168, 1, 1)));
        assert_eq!(found[0].addresses, 254);
    }

    #[test]
    fn this_pc_stands_at_least_on_its_own_loopback() {
        let own = subnets();
        let loopback = own.last().expect("every PC has one");
        assert!(loopback.address.is_loopback() && !loopback.proposed, "{loopback:?}");
    }
}
