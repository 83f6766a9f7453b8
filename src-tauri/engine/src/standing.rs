//! What this PC sees of its own connection: link, address, gateway, and what the network it stands
//! in is recognised by.

use std::net::IpAddr;
use std::time::Duration;

use hinomi_model::{Address, Fingerprint};
use hinomi_net::interfaces::{Interface, interfaces};
use hinomi_net::neighbours::{Neighbour, neighbours};
use hinomi_net::routes::{NextHop, next_hops};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::run::Message;
use crate::witness::Standing;

/// Listing interfaces costs more than a probe does.
const EVERY: Duration = Duration::from_secs(10);
/// Other networks told of at most.
const OTHERS: usize = 16;

/// Looks now and then, and tells what has changed, until cancelled.
pub(crate) async fn run(ingest: mpsc::Sender<Message>, cancel: CancellationToken) {
    let mut last = None;
    loop {
        // A panic in there is a fault of a library of ours; it is tried again.
        let seen = tokio::task::spawn_blocking(look).await.ok();
        if seen.is_some() && seen != last {
            last = seen;
            let message = Message::Standing(Box::new(last.clone().unwrap_or_default()));
            if ingest.send(message).await.is_err() {
                return;
            }
        }
        if cancel.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_none() {
            return;
        }
    }
}

fn look() -> Standing {
    let all = interfaces();
    let usable = |i: &&Interface| i.up && !i.loopback && !i.addresses.is_empty();
    let mut usable: Vec<&Interface> = all.iter().filter(usable).collect();
    usable.sort_by_key(|i| !i.default);
    let (hops, near) = (next_hops(), neighbours());
    let mut prints = usable.iter().map(|i| print_of(i, &hops, &near));
    let Some(network) = prints.next() else {
        return Standing { unplugged: true, ..Standing::default() };
    };
    let gateway = usable.first().and_then(|i| gateway_of(i, &[]));
    Standing {
        unplugged: false,
        canaries: gateway.map(Address::Ip).into_iter().collect(),
        network,
        others: prints.filter(Fingerprint::tells).take(OTHERS).collect(),
    }
}

/// The router of an interface: its default gateway, or, where another interface holds the default
/// route, one that other routes lead through.
fn gateway_of(interface: &Interface, hops: &[NextHop]) -> Option<IpAddr> {
    let gateways = &interface.gateways;
    let usual = gateways.iter().find(|g| g.is_ipv4()).or(gateways.first()).copied();
    usual.or_else(|| {
        let hop = hops.iter().find(|hop| hop.interface == interface.name);
        hop.map(|hop| IpAddr::V4(hop.router))
    })
}

fn print_of(interface: &Interface, hops: &[NextHop], near: &[Neighbour]) -> Fingerprint {
    let gateway = gateway_of(interface, hops);
    let addresses = &interface.addresses;
    let net = addresses.iter().find(|a| a.addr().is_ipv4()).or(addresses.first());
    let seen = || {
        let here = |n: &&Neighbour| Some(n.ip) == gateway && n.interface == interface.name;
        near.iter().find(here).map(|n| n.mac.clone())
    };
    Fingerprint {
        gateway_mac: interface.gateway_mac.clone().or_else(seen),
        gateway: gateway.map(|g| g.to_string()),
        subnet: net.map(|net| net.trunc().to_string()),
        domain: domain(),
    }
}

/// The domain the network names, as the resolver was told (resolv.conf(5)).
fn domain() -> Option<String> {
    let text = std::fs::read_to_string("/etc/resolv.conf").ok()?;
    let mut lines = text.lines().take(100).filter_map(|line| {
        let (key, rest) = line.trim().split_once(char::is_whitespace)?;
        matches!(key, "search" | "domain").then_some(rest)
    });
    let first = lines.next()?.split_whitespace().next()?;
    (first != ".")
        .then(|| first.trim_end_matches('.').to_ascii_lowercase().chars().take(253).collect())
}
