//! What this PC sees of its own connection: link, address, gateway, and what the network it stands
//! in is recognised by.

use std::time::Duration;

use hinomi_model::{Address, Fingerprint};
use hinomi_net::interfaces::{Interface, interfaces};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::run::Message;
use crate::witness::Standing;

/// Listing interfaces costs more than a probe does.
const EVERY: Duration = Duration::from_secs(10);

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
    let best = all.iter().find(|i| i.default && usable(i)).or_else(|| all.iter().find(usable));
    let Some(best) = best else { return Standing { unplugged: true, ..Standing::default() } };
    let beside = all.iter().filter(usable).filter(|i| !std::ptr::eq(*i, best)).map(network);
    Standing {
        unplugged: false,
        canaries: gateway(best).map(|g| Address::Ip(*g)).into_iter().collect(),
        network: Fingerprint { domain: domain(), ..network(best) },
        beside: beside.collect(),
    }
}

fn gateway(of: &Interface) -> Option<&std::net::IpAddr> {
    of.gateways.iter().find(|g| g.is_ipv4()).or(of.gateways.first())
}

/// What the network of an interface is recognised by; the domain is known of one alone.
fn network(of: &Interface) -> Fingerprint {
    let net = of.addresses.iter().find(|a| a.addr().is_ipv4()).or(of.addresses.first());
    Fingerprint {
        gateway_mac: of.gateway_mac.clone(),
        gateway: gateway(of).map(ToString::to_string),
        subnet: net.map(|net| net.trunc().to_string()),
        domain: None,
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
