//! It is we who are cut off (law L5): nobody else is accused.

use hinomi_engine::clock::Clock;
use hinomi_tests::lab::Lab;
use hinomi_tests::watching::{Line, Moment, SiteFile, Watching};

use crate::{all_well, believed, inside, lasting, opened, pause, told};

#[test]
fn our_own_cable_is_one_notice_one_gap_and_nobodys_outage() {
    const NAME: &str = "our_own_cable_is_one_notice_one_gap_and_nobodys_outage";
    let Some(lab) = Lab::open(NAME) else { return };
    let core = lab.switch(None, 1);
    let access = lab.switch(Some(&core), 2);
    let hosts: Vec<_> = (11..=22).map(|last| lab.host_behind(&access, last)).collect();
    let crowd = lab.host_behind(&core, 3);
    let addresses = crowd.is_a_crowd(240);
    // One loses its cable; the other's stays in, and nothing comes through it.
    let (pulled, silent) = (lab.host(0, 100), lab.host(0, 101));

    let small = || {
        let site = SiteFile::empty();
        let ids = site.add(
            [("core", &core.0), ("access", &access.0)].map(|(n, h)| (n.to_owned(), h.address)),
        );
        let desks = site.add(hosts.iter().map(|h| (h.address.to_string(), h.address)));
        site.link(None, &ids[..1]);
        site.link(Some(ids[0]), &ids[1..]);
        site.link(Some(ids[1]), &desks);
        site
    };
    let large = || {
        let site = SiteFile::empty();
        site.add(addresses.iter().map(|a| (a.to_string(), *a)));
        site
    };
    let mut all: Vec<(String, SiteFile, Watching)> = Vec::new();
    for (how, host) in [("cable pulled", &pulled), ("uplink silent", &silent)] {
        host.finds_the_crowd();
        for (nodes, site) in [(14, small()), (240, large())] {
            let watching = Watching::start(inside(host), &site, true);
            all.push((format!("{how}, {nodes} nodes"), site, watching));
        }
    }
    for (nth, (.., watching)) in all.iter().enumerate() {
        all_well(watching, if nth % 2 == 0 { 14 } else { 240 });
    }
    let clock = Clock::start();
    pulled.cut();
    silent.block();
    let lost: Vec<Moment> = all.iter().map(|(.., watching)| watching.now()).collect();
    pause(lasting(60, 15).as_secs_f64());
    for ((story, _, watching), lost) in all.iter().zip(&lost) {
        let notices = watching.all("notification");
        let reasons: Vec<&str> = notices.iter().map(|l| l.text("reason")).collect();
        assert_eq!(reasons, ["vantage_lost"], "{story}: because it is we who are offline");
        // Four programs share this machine with whatever else it does: what it took of the 5 s is
        // not theirs (see `Moment`).
        let late = notices[0].moment().since(lost);
        println!("{story}: told after {late}: {}", notices[0].text("title"));
        assert!(late.own() <= 5.0, "{story}: because it is told within 5 s, not {late}");
    }
    pulled.mend();
    silent.unblock();
    let back = clock.now();
    pause(30.0);
    for (story, _site, watching) in all {
        let lines = watching.end();
        let reasons: Vec<&str> = told(&lines).iter().map(|(reason, _)| *reason).collect();
        assert_eq!(reasons, ["vantage_lost", "vantage_back"], "{story}: nothing is replayed");
        let online = lines.iter().filter(|l| l.is("notification")).nth(1).expect("just counted");
        println!("{story}: back after {:.1} s", (online.read - back).as_secs_f64());
        assert!(!lines.iter().any(opened), "{story}: because nobody else is in trouble");
        let accused: Vec<&Line> =
            (lines.iter()).filter(|l| believed(l).is_some_and(|grade| grade != "ok")).collect();
        assert!(accused.is_empty(), "{story}: because no belief changed: {accused:?}");
        let gaps = lines.iter().filter(|l| l.is("gap") && l.number("until").is_some());
        let gaps: Vec<&str> = gaps.map(|gap| gap.text("reason")).collect();
        assert_eq!(gaps, ["vantage_lost"], "{story}: because that is one gap");
    }
}
