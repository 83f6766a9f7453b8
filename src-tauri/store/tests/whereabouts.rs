//! Where addresses were is history: stays, one after the other.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use hinomi_model::*;
use hinomi_store::{Batch, Site};
use support::T0;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
const NAS: &str = "02:00:00:00:00:01";
const DESK: &str = "02:00:00:00:00:02";

fn seen(mac: &str, on: u32, minutes: i64) -> Sighting {
    let at = Stamp(T0 + minutes * MINUTE);
    let port = Port { name: format!("p{on}"), index: Some(on) };
    Sighting { mac: mac.into(), at: NodeId(7), port, since: at, seen: at }
}

fn claims(mac: &str, last: u8, minutes: i64) -> Claim {
    let at = Stamp(T0 + minutes * MINUTE);
    Claim { address: [10, 0, 0, last].into(), mac: mac.into(), since: at, seen: at }
}

async fn read(site: &Site, sightings: Vec<Sighting>, claims: Vec<Claim>) {
    site.commit(&Batch { sightings, claims, ..Batch::default() }).await.unwrap();
}

fn lasting(stay: Sighting, minutes: i64) -> Sighting {
    Sighting { seen: Stamp(T0 + minutes * MINUTE), ..stay }
}

#[tokio::test]
async fn a_stay_goes_on_until_the_address_is_elsewhere() {
    let site = Site::in_memory().await.unwrap();
    read(&site, vec![seen(NAS, 1, 0), seen(DESK, 2, 0)], vec![]).await;
    read(&site, vec![seen(NAS, 1, 5), seen(DESK, 3, 5)], vec![]).await;
    read(&site, vec![seen(NAS, 1, 10)], vec![]).await;
    read(&site, vec![seen(NAS, 1, 15), seen(DESK, 2, 15)], vec![]).await;
    assert_eq!(site.sightings(NAS).await.unwrap(), [lasting(seen(NAS, 1, 0), 15)]);
    let moves = [seen(DESK, 2, 15), seen(DESK, 3, 5), seen(DESK, 2, 0)];
    assert_eq!(site.sightings(DESK).await.unwrap(), moves, "because each stay is its own");
    let noticed = site.noticed(10).await.unwrap();
    let [back, out, _first] = moves;
    let want = [
        Noticed::Moved { before: out.clone(), now: back },
        Noticed::Moved { before: seen(DESK, 2, 0), now: out },
    ];
    assert_eq!(noticed, want, "because what the first reading found is not different");
    read(&site, vec![seen("02:00:00:00:00:03", 4, 20)], vec![]).await;
    let newest = site.noticed(1).await.unwrap();
    assert_eq!(newest, [Noticed::New { now: seen("02:00:00:00:00:03", 4, 20) }]);
}

#[tokio::test]
async fn an_address_that_goes_to_and_fro_is_disputed_and_one_that_is_handed_on_is_not() {
    let site = Site::in_memory().await.unwrap();
    read(&site, vec![], vec![claims(NAS, 9, 0), claims(NAS, 10, 0)]).await;
    read(&site, vec![], vec![claims(DESK, 9, 5), claims(NAS, 10, 5)]).await;
    let handed_on = site.noticed(10).await.unwrap();
    let before = claims(NAS, 9, 0);
    let now = claims(DESK, 9, 5);
    assert_eq!(handed_on, [Noticed::Answers { before, now: now.clone(), disputed: false }]);
    read(&site, vec![], vec![claims(NAS, 9, 10)]).await;
    let back = Noticed::Answers { before: now, now: claims(NAS, 9, 10), disputed: true };
    assert_eq!(site.noticed(1).await.unwrap(), [back], "because both answer for it");
    let had: Vec<String> =
        site.claims_to([10, 0, 0, 9].into()).await.unwrap().into_iter().map(|c| c.mac).collect();
    assert_eq!(had, [NAS, DESK, NAS]);
    assert_eq!(site.claims_of(NAS).await.unwrap().len(), 3, "because it answers for two");
}

#[tokio::test]
async fn what_nobody_saw_for_a_season_is_forgotten() {
    let site = Site::in_memory().await.unwrap();
    read(&site, vec![seen(NAS, 1, 0), seen(DESK, 2, 0)], vec![claims(NAS, 9, 0)]).await;
    let later = Stamp(T0 + 80 * DAY);
    read(&site, vec![Sighting { since: later, seen: later, ..seen(NAS, 1, 0) }], vec![]).await;
    site.expire(Stamp(T0 + 91 * DAY)).await.unwrap();
    let still = site.sightings(NAS).await.unwrap();
    assert_eq!((still.len(), still[0].since), (1, Stamp(T0)), "because it is there all the time");
    assert!(site.sightings(DESK).await.unwrap().is_empty());
    assert!(site.claims_of(NAS).await.unwrap().is_empty());
}
