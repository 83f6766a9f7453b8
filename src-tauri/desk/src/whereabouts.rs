//! Where is this? An address or a name, and where it was seen.

use std::collections::BTreeSet;
use std::net::IpAddr;

use hinomi_discovery::Mac;
use hinomi_store::{Site, SiteError};
use hinomi_wire::whereabouts::Whereabouts;

/// Most nodes of a name that are looked for.
const MOST_NODES: usize = 20;

/// Where something is and was: a hardware address as anybody writes it, an IP address, or a part of
/// a node's name.
pub async fn where_is(site: &Site, what: &str) -> Result<Whereabouts, SiteError> {
    let what = what.trim();
    let mut macs: BTreeSet<String> = BTreeSet::new();
    let mut addresses: BTreeSet<IpAddr> = BTreeSet::new();
    if let Ok(mac) = what.parse::<Mac>() {
        macs.insert(mac.to_string());
    } else if let Ok(address) = what.parse() {
        addresses.insert(address);
    } else if !what.is_empty() {
        let name = what.to_lowercase();
        let nodes = site.nodes().await?;
        let named = nodes.iter().filter(|n| n.name.to_lowercase().contains(&name));
        for node in named.take(MOST_NODES) {
            let mac = node.mac.as_deref().and_then(|mac| mac.parse::<Mac>().ok());
            macs.extend(mac.map(|mac| mac.to_string()));
            addresses.extend(node.addresses());
        }
    }
    let mut found = Whereabouts::default();
    for mac in &macs {
        found.claims.extend(site.claims_of(mac).await?);
    }
    for address in addresses {
        let claims = site.claims_to(address).await?;
        // Who had it before is another one.
        macs.extend(claims.first().map(|claim| claim.mac.clone()));
        let new: Vec<_> = claims.into_iter().filter(|c| !found.claims.contains(c)).collect();
        found.claims.extend(new);
    }
    for mac in &macs {
        found.sightings.extend(site.sightings(mac).await?);
    }
    found.claims.sort_by_key(|claim| std::cmp::Reverse(claim.since));
    Ok(found)
}
