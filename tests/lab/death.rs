//! Hosts die and come back.

use std::collections::BTreeMap;
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_model::{CheckId, CheckSpec, Metric, NodeId, Span, Stamp};
use hinomi_store::{Point, Site};
use hinomi_tests::dbus::{Desktop, Shown};
use hinomi_tests::lab::{Host, Lab};
use hinomi_tests::watching::{Line, Moment, SiteFile, Took, Watching};

use crate::{believed, inside, median, opened, pause};

/// Every node is pinged this often.
const INTERVAL: Span = Span::seconds(10);

#[test]
fn a_death_is_believed_told_once_and_dated_as_is_the_return() {
    const NAME: &str = "a_death_is_believed_told_once_and_dated_as_is_the_return";
    let Some(lab) = Lab::open(NAME) else { return };
    let desktop = match Desktop::open() {
        Ok(desktop) => desktop,
        Err(why) => return hinomi_tests::skip(NAME, &why),
    };
    let router = lab.router();
    let near: Vec<_> = (10..16).map(|last| lab.host(0, last)).collect();
    let far: Vec<_> = (10..16).map(|last| lab.host(1, last)).collect();
    let here = lab.host(0, 2);
    let everybody: Vec<_> = [&router].into_iter().chain(&near).chain(&far).collect();
    let site = SiteFile::with(everybody.iter().map(|host| host.address));

    let mut program = inside(&here);
    program.env("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    let watching = Watching::start(program, &site, false);
    let ok = |lines: &[Line]| lines.iter().filter(|l| believed(l) == Some("ok")).count();
    let all_well = watching.until(Duration::from_secs(30), |lines| ok(lines) >= everybody.len());
    assert!(all_well, "because all {} answer: {:?}", everybody.len(), watching.lines());

    // Half of them behind the router, so that one kind of silence is ARP's and the other is not.
    let clock = Clock::start();
    let victims: Vec<_> = near[..4].iter().chain(&far[..4]).collect();
    let mut truths: Vec<(String, Moment)> = Vec::new();
    let count = |lines: &[Line]| lines.iter().filter(|l| opened(l)).count();
    // Five that go within one interval are taken for one cause; these each have their own.
    for few in victims.chunks(4) {
        for (at, victim) in appointments(&site, few, clock.now()) {
            pause((at - clock.now()).as_secs_f64().max(0.0));
            victim.cut();
            truths.push((victim.address.to_string(), watching.now()));
        }
        watching.until(Duration::from_secs(25), |lines| count(lines) >= truths.len());
    }
    let openings: BTreeMap<String, Line> =
        watching.lines().iter().filter(|l| opened(l)).map(|l| (name(l), l.clone())).collect();
    // What the machine took is not the program's: see `Moment`.
    let (mut took, mut doubts) = (Vec::new(), Vec::new());
    for (address, truth) in &truths {
        let opening = openings.get(address).unwrap_or_else(|| panic!("{address} is down"));
        assert_eq!(opening.text("grade"), "critical", "{address}: {:?}", opening.says);
        // It is told once the dust has settled; how soon is what the stories of causes measure.
        let lines = watching.lines();
        let mut down = lines.iter().filter(|l| believed(l) == Some("critical"));
        let down = down.find(|l| name(l) == *address).expect("what is told is believed");
        took.push(down.moment().since(truth));
        doubts.push((down.read - stamp(opening, "since")).as_secs_f64());
        let began = stamp(opening, "since") - truth.at;
        let bar = opening.number("uncertainty").expect("it has an error bar") / 1e3;
        let began = began.as_secs_f64();
        assert!(began.abs() <= 10.0, "{address}: dated {began:.1} s from the truth");
        assert!((-0.1..=bar + 0.1).contains(&began), "{address}: {began:.2} s, said up to {bar} s");
    }
    let delays: Vec<f64> = took.iter().map(Took::own).collect();
    let worst = delays.iter().copied().fold(0.0, f64::max);
    let half = median(delays.clone());
    let each: Vec<String> = took.iter().map(Took::to_string).collect();
    println!("believed after {}", each.join(", "));
    println!("the program's own part: median {half:.1}, worst {worst:.1} s");
    println!("of which in doubt {doubts:.1?} s");
    assert!(worst <= 15.0, "because a death is believed within 15 s, not {worst:.1} s");
    assert!(half <= 9.0, "because half of them are believed within 9 s, not {half:.1} s");

    let returns: BTreeMap<String, Stamp> = victims
        .iter()
        .map(|victim| {
            victim.mend();
            let truth = clock.now();
            pause(1.1);
            (victim.address.to_string(), truth)
        })
        .collect();
    let over = |lines: &[Line]| lines.iter().filter(|l| l.is("resolved")).count();
    watching.until(Duration::from_secs(40), |lines| over(lines) >= victims.len());
    // Whatever is told twice is told soon after.
    pause(3.0);
    let (shown, held) = (desktop.shown(), desktop.daemon_counts());
    let lines = watching.end();
    let resolved: BTreeMap<u64, &Line> =
        lines.iter().filter(|l| l.is("resolved")).map(|l| (id(l), l)).collect();
    for (address, died) in &truths {
        let (opening, back) = (&openings[address], returns[address]);
        let end = resolved.get(&id(opening)).unwrap_or_else(|| panic!("{address} is back"));
        let [said, bar] = ["duration", "uncertainty"].map(|k| end.number(k).expect("a span") / 1e3);
        let truth = (back - died.at).as_secs_f64();
        println!("{address}: {truth:.1} s in truth, said {said:.1} ± {bar:.1} s");
        // What a cable needs to come up is part of the truth we cannot see.
        assert!((said - truth).abs() <= bar + 0.1, "{address}: {truth:.2} s is not within");
    }

    let incidents = lines.iter().filter(|l| opened(l)).count();
    assert_eq!(incidents, victims.len(), "because each death is one incident");
    for (address, _) in &truths {
        let about = |s: &&Shown| s.app == "Hinomi" && s.summary.contains(address.as_str());
        let about: Vec<_> = shown.iter().filter(about).collect();
        assert_eq!(
            about.len(),
            2,
            "because {address} went and came back, each told once: {about:?}"
        );
        assert_eq!(about[0].replaces, 0, "because the death is news");
        assert_ne!(about[1].replaces, 0, "because the return takes its place: {about:?}");
    }
    assert_eq!(shown.len(), 2 * victims.len(), "because nobody else had news");
    let held: u32 = held.expect("the daemon lives").iter().sum();
    assert_eq!(held as usize, victims.len(), "because the daemon shows one per incident");
    println!(
        "{incidents} incidents, {} calls of Notify, {held} on the daemon's books",
        shown.len()
    );
}

/// When each victim shall die: at evenly spread moments of its own interval, none of which is
/// luckier than the next. A few seconds from now, soonest first.
fn appointments<'a>(site: &SiteFile, victims: &[&'a Host], now: Stamp) -> Vec<(Stamp, &'a Host)> {
    let pinged = last_pinged(site);
    let many = i64::try_from(victims.len()).expect("a few");
    let appointment = |(nth, victim): (i64, &&'a Host)| {
        let before = Span(INTERVAL.0 * (2 * nth + 1) / (2 * many));
        let at = pinged[&victim.address.to_string()] + INTERVAL + INTERVAL - before;
        // Too soon to be kept is one turn later.
        (if at < now + Span::seconds(1) { at + INTERVAL } else { at }, *victim)
    };
    let mut all: Vec<_> = (0..).zip(victims).map(appointment).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

/// When each address was pinged last in its rhythm, as the file has it. One that was asked out of
/// turn, because its neighbour went, keeps its rhythm.
fn last_pinged(site: &SiteFile) -> BTreeMap<String, Stamp> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let site = Site::open_read_only(site.path()).await.expect("it opens beside the writer");
        let loaded = site.load().await.expect("it can be read");
        let pings = loaded.checks.iter().filter(|c| matches!(c.spec, CheckSpec::Icmp(_)));
        let pings: BTreeMap<CheckId, NodeId> = pings.map(|c| (c.id, c.node)).collect();
        let ids: Vec<CheckId> = pings.keys().copied().collect();
        let recent = site.recent(&ids, Metric::Rtt, 6).await.expect("it can be read");
        site.close().await;
        let address =
            |node| loaded.nodes.iter().find(|n| n.id == node).map(|n| n.address.to_string());
        let last =
            |(id, points): (CheckId, Vec<Point>)| Some((address(pings[&id])?, in_turn(&points)?));
        recent.into_iter().filter_map(last).collect()
    })
}

/// The last of those that came an interval, or some, after another.
fn in_turn(points: &[Point]) -> Option<Stamp> {
    let follows = |a: Stamp, b: Stamp| {
        let off = (a - b).0.rem_euclid(INTERVAL.0);
        a != b && off.min(INTERVAL.0 - off) < 300
    };
    let rhythmic = points.iter().rev().find(|p| points.iter().any(|q| follows(p.at, q.at)));
    rhythmic.or(points.last()).map(|p| p.at)
}

fn name(line: &Line) -> String {
    line.text("node_name").to_owned()
}

fn id(line: &Line) -> u64 {
    line.says["incident"].as_u64().expect("it names its incident")
}

fn stamp(line: &Line, key: &str) -> Stamp {
    Stamp(line.says[key].as_i64().expect("it has this time"))
}
