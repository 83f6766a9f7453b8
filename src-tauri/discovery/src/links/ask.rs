//! Asking agents what they know of links, and this PC what it knows.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures::stream::{self, StreamExt};
use hinomi_model::Secret;
use hinomi_model::snmp::Credentials;
use hinomi_net::Net;
use hinomi_net::interfaces::Interface;
use hinomi_net::neighbours::Neighbour;
use hinomi_net::snmp::{Bounds, Patience, Session};

use super::Here;
use crate::Mac;
use crate::device::{View, collect_links};

/// Agents asked side by side.
const ABREAST: usize = 16;
/// Addresses tried side by side: where nobody answers, all of it is waiting.
const TRIED_ABREAST: usize = 64;
/// How long an agent is waited for that may not be there.
const KNOCKING: Patience = Patience { timeout: Duration::from_millis(700), retries: 1 };
/// What may be read of each table of an agent.
const BOUNDS: Bounds = Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(20) };

/// What each of these agents knows of links; those that say nothing are left out.
pub async fn ask<K: Send>(agents: Vec<(K, Session)>) -> Vec<(K, View)> {
    let asking = agents.into_iter().map(|(key, session)| async move {
        let collected = Box::pin(collect_links(&session, BOUNDS)).await.ok()?;
        Some((key, collected.view))
    });
    stream::iter(asking).buffer_unordered(ABREAST).filter_map(std::future::ready).collect().await
}

/// Which of these addresses have an SNMPv2c agent that one of these communities opens: the session,
/// and the place of the community in the list.
pub async fn knock(
    net: &Net,
    at: &[IpAddr],
    communities: &[Secret],
) -> Vec<(IpAddr, usize, Session)> {
    let knocking = at.iter().map(|ip| async move {
        for (n, community) in communities.iter().enumerate() {
            let credentials = Credentials::V2c(community.clone());
            let door = SocketAddr::new(*ip, hinomi_model::snmp::PORT);
            if let Ok(session) = Box::pin(net.snmp.knock(door, credentials, KNOCKING)).await {
                return Some((*ip, n, session));
            }
        }
        None
    });
    let mut open: Vec<_> = stream::iter(knocking)
        .buffer_unordered(TRIED_ABREAST)
        .filter_map(std::future::ready)
        .collect()
        .await;
    open.sort_by_key(|(ip, _, _)| *ip);
    open
}

/// What this PC knows of its own links.
pub fn here(interfaces: &[Interface], neighbours: &[Neighbour]) -> Here {
    let usable = || interfaces.iter().filter(|i| i.up && !i.loopback);
    let macs: BTreeSet<Mac> = usable().filter_map(|i| i.mac.as_deref()?.parse().ok()).collect();
    Here {
        macs: macs.into_iter().collect(),
        addresses: usable().flat_map(|i| i.addresses.iter().map(|net| net.addr())).collect(),
        arp: neighbours.iter().filter_map(|n| Some((n.ip, n.mac.parse().ok()?))).collect(),
        gateway: usable().find_map(|i| i.gateways.first().copied()),
    }
}
