//! This PC's network interfaces: where the vantage stands.

use std::net::IpAddr;

use ipnet::IpNet;

/// A network interface of this PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Name the system gives it.
    pub name: String,
    /// Name people know it by, where the system has one.
    pub title: Option<String>,
    /// Hardware address, lower case with colons.
    pub mac: Option<String>,
    /// Its addresses with their prefix lengths.
    pub addresses: Vec<IpNet>,
    /// Default gateways reached through it.
    pub gateways: Vec<IpAddr>,
    /// Hardware address of the gateway, if known.
    pub gateway_mac: Option<String>,
    /// It is switched on and has a carrier.
    pub up: bool,
    /// It only leads to this PC itself.
    pub loopback: bool,
    /// It is the one packets for elsewhere leave by.
    pub default: bool,
}

/// Reads the interfaces as they stand. Blocks for a few milliseconds at most.
pub fn interfaces() -> Vec<Interface> {
    netdev::get_interfaces().into_iter().map(convert).collect()
}

fn convert(found: netdev::Interface) -> Interface {
    let mac =
        |mac: netdev::MacAddr| Some(mac.to_string().to_ascii_lowercase()).filter(|m| m != NO_MAC);
    let gateway = found.gateway.as_ref();
    let v4 = gateway.into_iter().flat_map(|g| g.ipv4.iter().copied().map(IpAddr::V4));
    let v6 = gateway.into_iter().flat_map(|g| g.ipv6.iter().copied().map(IpAddr::V6));
    let addresses4 = found.ipv4.iter().map(|net| (IpAddr::V4(net.addr()), net.prefix_len()));
    let addresses6 = found.ipv6.iter().map(|net| (IpAddr::V6(net.addr()), net.prefix_len()));
    Interface {
        title: found.friendly_name.clone().filter(|title| *title != found.name),
        mac: found.mac_addr.and_then(mac),
        addresses: addresses4
            .chain(addresses6)
            .filter_map(|(ip, prefix)| IpNet::new(ip, prefix).ok())
            .collect(),
        gateways: v4.chain(v6).collect(),
        gateway_mac: gateway.and_then(|g| mac(g.mac_addr)),
        up: found.is_up() && found.is_oper_up() || found.is_loopback() && found.is_up(),
        loopback: found.is_loopback(),
        default: found.default,
        name: found.name,
    }
}

const NO_MAC: &str = "00:00:00:00:00:00";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_pc_has_a_loopback_with_its_address() {
        let all = interfaces();
        let loopback = all.iter().find(|i| i.loopback).expect("every PC has one");
        assert!(loopback.up, "because these tests speak through it");
        assert!(loopback.addresses.iter().any(|net| net.addr() == IpAddr::from([127, 0, 0, 1])));
        assert!(loopback.mac.is_none(), "because all zeroes is no hardware address");
    }
}
