//! What links and nodes were is history, and as far as it goes none of it is missing.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use hinomi_model::*;
use hinomi_store::{Batch, Edit, Site};
use support::T0;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn link(id: u32, until: i64) -> Former {
    let (from, to) = (Some(NodeId(1)), NodeId(2));
    let link = Link::new(LinkId(id), from, to, topology::Evidence::Lldp, Stamp(T0));
    Former::Link { until: Stamp(until), link }
}

fn node(id: u32, until: i64) -> Former {
    let (until, added) = (Stamp(until), Stamp(T0));
    let (name, address) = ("<b>倉庫</b>".into(), "10.0.0.9".into());
    Former::Node { until, node: NodeId(id), name, address, added }
}

async fn keep(site: &Site, formers: impl IntoIterator<Item = Former>) {
    let edits = formers.into_iter().map(Edit::PutFormer).collect();
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
}

#[tokio::test]
async fn what_ended_is_there_after_a_restart_as_far_back_as_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("site.hinomi");
    let site = Site::create(&path, &Settings::default()).await.unwrap();
    let all = [link(1, T0 + MINUTE), link(1, T0 + MINUTE), node(3, T0 + 2 * MINUTE)];
    keep(&site, [all[2].clone()]).await;
    keep(&site, [all[0].clone(), all[1].clone()]).await;
    site.close().await;
    let site = Site::open(&path).await.unwrap();
    let (since, formers) = site.formers(Stamp(T0)).await.unwrap();
    assert_eq!(formers, all, "because the earliest end comes first");
    assert_eq!(since, Stamp(0), "because from its first day on this site has kept it");
    let (_, later) = site.formers(Stamp(T0 + MINUTE)).await.unwrap();
    assert_eq!(later, all[2..], "because what ended by then is not asked for");
}

#[tokio::test]
async fn what_ended_a_season_ago_is_forgotten_and_this_is_said() {
    let site = Site::in_memory().await.unwrap();
    keep(&site, [link(1, T0), link(2, T0 + DAY)]).await;
    site.expire(Stamp(T0 + 90 * DAY)).await.unwrap();
    let (since, formers) = site.formers(Stamp(0)).await.unwrap();
    assert_eq!((since, formers), (Stamp(T0), vec![link(2, T0 + DAY)]));
}

#[tokio::test]
async fn of_too_many_the_oldest_go_and_what_is_left_is_whole() {
    const MOST: i64 = 10_000;
    let site = Site::in_memory().await.unwrap();
    keep(&site, (0..MOST + 3).map(|n| node(1, T0 + n))).await;
    let (asked, formers) = site.formers(Stamp(0)).await.unwrap();
    assert_eq!((asked, formers.len() as i64), (Stamp(T0 + 2), MOST), "because no more are told");
    site.expire(Stamp(T0 + DAY)).await.unwrap();
    let (since, formers) = site.formers(Stamp(0)).await.unwrap();
    assert_eq!((since, formers.len() as i64), (Stamp(T0 + 2), MOST));
    assert_eq!(formers.first().map(Former::until), Some(Stamp(T0 + 3)));
}
