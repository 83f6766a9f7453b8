//! "Where is this?", by whatever it is called.

#![allow(clippy::unwrap_used, reason = "tests")]

use hinomi_desk::where_is;
use hinomi_engine::Wish;
use hinomi_engine::core::Core;
use hinomi_model::draft::NodeDraft;
use hinomi_model::{Claim, NodeId, Port, Sighting, Stamp};
use hinomi_store::{Batch, Site};

const NAS: &str = "02:00:00:00:00:0a";
const OLD: &str = "02:00:00:00:00:0b";

fn at(minutes: i64) -> Stamp {
    Stamp(1_795_000_000_000 + minutes * 60_000)
}

fn sighting(mac: &str, on: u32, minutes: i64) -> Sighting {
    let port = Port { name: format!("p{on}"), index: Some(on) };
    Sighting { mac: mac.into(), at: NodeId(1), port, since: at(minutes), seen: at(minutes) }
}

fn claim(mac: &str, minutes: i64) -> Claim {
    let address = [10, 0, 0, 9].into();
    Claim { address, mac: mac.into(), since: at(minutes), seen: at(minutes) }
}

/// A switch, and a NAS that has moved once and whose address another one had before.
async fn site() -> Site {
    let site = Site::in_memory().await.unwrap();
    let mut core = Core::read(site.load().await.unwrap(), Vec::new(), Vec::new());
    let named =
        |name: &str, address: &str| NodeDraft { name: name.into(), ..NodeDraft::at(address) };
    let nodes = vec![named("switch", "10.0.0.1"), named("NAS-1", "10.0.0.9")];
    core.wish(Wish::AddNodes { nodes, checks: Vec::new(), gateways: Vec::new() }, at(0)).unwrap();
    site.commit(&core.take().batch).await.unwrap();
    for (sightings, claims) in [
        (vec![sighting(OLD, 7, 0), sighting(NAS, 1, 0)], vec![claim(OLD, 0)]),
        (vec![sighting(NAS, 2, 5)], vec![claim(NAS, 5)]),
    ] {
        site.commit(&Batch { sightings, claims, ..Batch::default() }).await.unwrap();
    }
    site
}

#[tokio::test]
async fn it_is_found_by_hardware_address_ip_address_and_name() {
    let site = site().await;
    for what in ["02-00-00-00-00-0A", "0200.0000.000a", " 10.0.0.9 ", "nas"] {
        let found = where_is(&site, what).await.unwrap();
        let ports: Vec<&str> = found.sightings.iter().map(|s| s.port.name.as_str()).collect();
        assert_eq!(ports, ["p2", "p1"], "because {what} is on p2 and was on p1");
    }
    let found = where_is(&site, "10.0.0.9").await.unwrap();
    let had: Vec<&str> = found.claims.iter().map(|c| c.mac.as_str()).collect();
    assert_eq!(had, [NAS, OLD], "because another one had its address, and is not it");
    for what in ["", "10.0.0.77", "02:00:00:00:00:ff", "nobody"] {
        assert_eq!(where_is(&site, what).await.unwrap(), Default::default(), "{what}");
    }
}
