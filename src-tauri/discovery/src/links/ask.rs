//! Asking agents what they know of links, and this PC what it knows.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use hinomi_net::Pace;
use hinomi_net::interfaces::Interface;
use hinomi_net::neighbours::Neighbour;
use hinomi_net::snmp::{Bounds, Session};

use super::Here;
use crate::Mac;
use crate::device::{Collected, collect_links};

/// Agents asked side by side.
const ABREAST: usize = 16;
/// What may be read of each table of an agent.
const BOUNDS: Bounds = Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(60) };

/// What each of these agents knows of links; those that say nothing are left out. Each question waits
/// for its turn.
pub async fn ask<K: Send>(agents: Vec<(K, Session)>, pace: &Arc<Pace>) -> Vec<(K, Collected)> {
    let paced = |(key, session): (K, Session)| (key, session.paced(pace.clone()));
    let asking = agents.into_iter().map(paced).map(|(key, session)| async move {
        let collected = Box::pin(collect_links(&session, BOUNDS)).await.ok()?;
        Some((key, collected))
    });
    stream::iter(asking).buffer_unordered(ABREAST).filter_map(std::future::ready).collect().await
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
