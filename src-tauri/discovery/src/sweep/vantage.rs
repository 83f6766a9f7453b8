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
    links: Vec<Ipv4Net>,
}

impl Vantage {
    pub(super) fn of(interfaces: &[Interface]) -> Vantage {
        let mut vantage = Vantage::default();
        for interface in interfaces.iter().filter(|i| i.up) {
            for net in &interface.addresses {
                vantage.own.insert(net.addr(), interface.mac.clone());
                match net {
                    _ if interface.loopback => {}
                    IpNet::V4(net) => vantage.links.push(net.trunc()),
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

    /// Do any of these addresses lie on a link of ours, where announcements are heard?
    pub(super) fn hears(&self, ranges: &Ranges) -> bool {
        self.links.iter().any(|link| ranges.iter().any(|ip| link.contains(&ip)))
    }
}
