//! The demo as a whole: it starts with a past, breaks, is mended, and leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hinomi_demo::{Demo, Options, Scene, start};
use hinomi_engine::{Event, Voice};
use hinomi_model::settings::Language;
use hinomi_model::{CheckSpec, GapReason, Grade, Metric, Span, State, What};
use hinomi_net::Net;
use hinomi_store::{IncidentFilter, Site};
use tokio::net::TcpListener;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

async fn demo(nodes: usize, scene: Scene, speed: f64) -> Demo {
    let options = Options { nodes, scene, speed, voice: Voice::Silent, ..Options::default() };
    start(Net::open().await, options).await.expect("a demo needs nothing but loopback")
}

/// The next event. Whoever was too slow for some goes on with those that are left.
async fn next(events: &mut Receiver<Arc<Event>>) -> Arc<Event> {
    loop {
        match events.recv().await {
            Ok(event) => return event,
            Err(RecvError::Lagged(missed)) => println!("{missed} events were not heard in time"),
            Err(RecvError::Closed) => panic!("because the engine runs"),
        }
    }
}

/// Reads events until one is as wanted; a story that does not come within a minute hangs.
async fn until(events: &mut Receiver<Arc<Event>>, wanted: impl Fn(&Event) -> bool) -> Arc<Event> {
    let reading = async {
        loop {
            let event = next(events).await;
            if wanted(&event) {
                return event;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), reading).await.expect("the story goes on")
}

/// Where the demo's servers listen.
async fn places(site: &Site) -> Vec<SocketAddr> {
    let loaded = site.load().await.unwrap();
    let of = |check: &hinomi_model::Check| {
        let node = loaded.nodes.iter().find(|n| n.id == check.node)?;
        let port = match &check.spec {
            CheckSpec::Tcp(tcp) => tcp.port,
            CheckSpec::Http(http) => {
                http.url.rsplit(':').next()?.trim_end_matches('/').parse().ok()?
            }
            CheckSpec::Icmp(_)
            | CheckSpec::Quality(_)
            | CheckSpec::Trap(_)
            | CheckSpec::Composite(_)
            | CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_) => return None,
        };
        Some(SocketAddr::new(node.address.ip()?, port))
    };
    loaded.checks.iter().filter_map(of).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_story_is_noticed_told_taken_mended_and_closed() {
    let demo = demo(60, Scene::Living, 12.0).await;
    let mut events = demo.engine.events();
    let opened = until(&mut events, |e| {
        matches!(e, Event::Incident { node_name, what: What::Opened { .. }, .. } if node_name == "app-1")
    })
    .await;
    let Event::Incident { incident: id, .. } = *opened else { unreachable!("it was looked for") };
    let of = |wanted: fn(&What) -> bool| move |e: &Event| matches!(e, Event::Incident { incident, what, .. } if *incident == id && wanted(what));
    until(
        &mut events,
        |e| matches!(e, Event::Notification { incident, .. } if *incident == Some(id)),
    )
    .await;
    until(&mut events, of(|w| matches!(w, What::Acknowledged { .. }))).await;
    until(&mut events, of(|w| matches!(w, What::Resolved { .. }))).await;
    until(&mut events, of(|w| matches!(w, What::Closed { .. }))).await;

    let site = demo.engine.site().clone();
    let incident = site.incident(id).await.unwrap().unwrap();
    assert!(incident.members.len() >= 2, "because both checks of app-1 are one incident");
    assert_eq!(site.verify(id).await.unwrap().broken, None);
    let (places, file) = (places(&site).await, site.path().to_owned());
    assert!(places.len() > 30 && file.exists());
    drop(site);
    demo.stop().await;
    // A demo that begins now would take the same block of addresses: it is claimed meanwhile, as
    // demos do. Where there is but one address there is no block.
    let block = places[0].ip().to_canonical();
    let IpAddr::V4(block) = block else { unreachable!("demos live on IPv4") };
    let _claim = TcpListener::bind((Ipv4Addr::new(127, block.octets()[1], 255, 254), 4_747)).await;
    assert!(!file.parent().unwrap().exists(), "because a temporary site goes with the demo");
    for place in places {
        let free = TcpListener::bind(place).await;
        assert!(free.is_ok(), "because {place} is free again: {free:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_begins_with_a_believable_day_behind_it() {
    let demo = demo(60, Scene::Calm, 1.0).await;
    let site = demo.engine.site();
    let loaded = site.load().await.unwrap();
    assert_eq!(loaded.nodes.len(), 60);
    assert_eq!(loaded.links.len(), 60, "because everybody hangs on somebody");
    assert!(loaded.runbooks.len() >= 3 && loaded.groups.len() >= 5);
    let well = |s: &State| s.grade() == Some(Grade::Ok);
    assert!(loaded.checks.iter().all(|c| loaded.states.get(&c.id).is_some_and(well)));
    assert!(loaded.waiting.is_empty(), "because the past's notifications are not sent today");

    let now = demo.engine.clock().now();
    let day = now - Span::minutes(24 * 60);
    let gaps = site.gaps(day, now).await.unwrap();
    assert_eq!(gaps.len(), 1, "because only the night was not observed: {gaps:?}");
    assert_eq!(gaps[0].reason, GapReason::Asleep);
    let past = site.incidents(&IncidentFilter::default()).await.unwrap();
    assert_eq!(past.len(), 3, "because three things happened");
    assert!(past.iter().all(|i| !i.is_open()) && past.iter().any(|i| i.closed.is_some()));
    for incident in &past {
        let (long, uncertainty) = incident.duration(now);
        assert!(long > Span::minutes(2) && uncertainty <= Span::seconds(60), "{incident:?}");
        let night = |g: &hinomi_model::Gap| {
            incident.started > g.from && incident.started < g.until.unwrap_or(now)
        };
        assert!(!gaps.iter().any(night), "because nothing is seen while asleep");
        assert_eq!(site.verify(incident.id).await.unwrap().broken, None);
    }
    let web = loaded.checks.iter().find(|c| matches!(c.spec, CheckSpec::Http(_))).unwrap();
    let columns = site.series(web.id, Metric::Total, day, now, 48).await.unwrap();
    let filled = columns.iter().filter(|c| c.n > 0).count();
    assert!((30..=48).contains(&filled), "because only the night is empty, not {filled} of 48");
    demo.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calm_demo_of_three_hundred_stays_calm_and_two_stand_beside_each_other() {
    let (large, small) = (demo(300, Scene::Calm, 4.0).await, demo(5, Scene::Calm, 4.0).await);
    let mut events = large.engine.events();
    let watching = async {
        loop {
            if let Event::Incident { node_name, what, .. } = &*next(&mut events).await {
                panic!("because nothing breaks in a calm scene: {node_name} {what:?}");
            }
        }
    };
    let quiet = tokio::time::timeout(Duration::from_secs(6), watching).await;
    assert!(quiet.is_err(), "because the watching goes on");
    let open = large.engine.site().load().await.unwrap().open;
    assert!(open.is_empty(), "because what was not heard in time is in the file: {open:?}");
    let probes = large.engine.counters().probes.load(std::sync::atomic::Ordering::Relaxed);
    assert!(probes > 300, "because three hundred are really probed, not {probes} times");
    assert_eq!(small.engine.site().load().await.unwrap().nodes.len(), 5);
    small.stop().await;
    large.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scene_of_troubles_can_be_kept_in_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("火の見.hinomi");
    let options = Options {
        scene: Scene::Trouble,
        speed: 10.0,
        language: Language::Ja,
        voice: Voice::Silent,
        path: Some(path.clone()),
        ..Options::default()
    };
    let demo = start(Net::open().await, options).await.unwrap();
    let mut events = demo.engine.events();
    for who in ["app-1", "nas-1", "camera-1f-1"] {
        let mut again = demo.engine.events();
        let open = demo.engine.site().load().await.unwrap().open;
        if !open.iter().any(|o| o.incident.node_name == who) {
            until(&mut again, |e| {
                matches!(e, Event::Incident { node_name, what: What::Opened { .. }, .. } if node_name == who)
            })
            .await;
        }
    }
    until(&mut events, |e| {
        matches!(e, Event::Incident { author, what: What::Acknowledged { .. }, .. } if author == "佐藤")
    })
    .await;
    demo.stop().await;
    assert!(path.exists(), "because a site that was asked for stays");
    let site = Site::open(&path).await.unwrap();
    assert!(site.load().await.unwrap().groups.iter().any(|g| g.name == "サーバー室"));
    site.close().await;
}
