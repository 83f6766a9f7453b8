//! One incident from its first second to its last word.

use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use hinomi_tests::window::{Pc, Window};
use serde_json::json;

use crate::window_or_skip;

const RUNBOOK: &str = "# When the till is silent\n\n1. Is its light on?\n2. Call 03-0000-0000.\n";

/// A shop's till that listens on a port until it is told not to.
struct Till {
    listener: Option<TcpListener>,
    port: u16,
}

impl Till {
    fn open() -> Till {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let port = listener.local_addr().expect("it is bound").port();
        Till { listener: Some(listener), port }
    }

    fn dies(&mut self) {
        self.listener = None;
    }

    fn revives(&mut self) {
        self.listener =
            Some(TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).expect("still free"));
    }
}

/// A window on a site with one till, looked at every second and believed at the second failure, and
/// with a runbook for it.
fn shop(pc: &Pc, till: &Till) -> Window {
    let check = format!("tcp:{}", till.port);
    pc.hinomi(&["site", "new", "shop.hinomi", "--name", "Shop"]);
    pc.hinomi(&["site", "add", "shop.hinomi", "127.0.0.1", "--name", "till-1", "--check", &check]);
    std::fs::write(pc.path("till.md"), RUNBOOK).expect("a file can be written");
    std::fs::write(pc.path("wiring.txt"), "red: +5 V").expect("a file can be written");
    let runbook = ["runbook", "shop.hinomi", "add", "till.md", "--node", "till-1"];
    pc.hinomi(&[&runbook[..], &["--attach", "wiring.txt"]].concat());
    let window = pc.open(&[&pc.path("shop.hinomi").display().to_string()]);
    let patience = json!({ "to_trouble": 2, "between": 1, "to_ok": 2, "doubt_every": 1000 });
    let limits = json!({ "warning": null, "critical": null });
    let spec = json!({ "kind": "tcp", "port": till.port, "timeout": 1000, "connect": limits });
    let check = json!({ "id": 1, "node": 1, "name": "", "spec": spec, "every": 1000, "patience": patience });
    window.ask("check_put", &check);
    window.reads("sentence", "all well");
    window
}

#[test]
fn an_incident_is_seen_taken_written_about_and_closed_in_the_window() {
    window_or_skip!("an_incident_is_seen_taken_written_about_and_closed_in_the_window");
    let (pc, mut till) = (Pc::default(), Till::open());
    let window = shop(&pc, &till);

    till.dies();
    let died = Instant::now();
    window.see("incident-card");
    println!("a dead till is on the screen after {:.1?}", died.elapsed());
    window.reads("sentence", "till-1");
    window.reads("incident-card", "refused");
    window.picture("incident-1-card");

    window.click("acknowledge");
    window.fill("operator-name", "Sato Hana");
    window.picture("incident-2-name");
    window.click("operator-save");
    window.reads("incident-card", "Sato Hana");
    window.reads("operator", "Sato Hana");

    window.click("[data-testid=incident-card] a");
    window.see("incident-panel");
    window.picture("incident-3-panel");
    window.go("#/incidents/1");
    window.reads("incident-runbook", "When the till is silent");
    window.reads("markdown", "Call 03-0000-0000.");
    window.reads("runbook-file", "wiring.txt");
    window.fill("note-text", "光っていない。電源を確認する。");
    window.click("note-save");
    window.reads("timeline", "光っていない。電源を確認する。");
    window.picture("incident-4-noted");

    till.revives();
    window.until("the incident is over and can be closed", || {
        let close = "return !document.querySelector('[data-testid=incident-close]')?.disabled";
        window.js(close) == true
    });
    window.click("incident-close");
    window.fill("close-cause", "The plug was out.");
    window.fill("close-prevention", "A plug that locks.");
    window.picture("incident-5-closing");
    window.click("close-do");
    window.gone("dialog[open]");
    window.reads("timeline", "The plug was out.");
    window.reads("chain", "Record verified");
    window.picture("incident-6-closed");

    let story = window.text("timeline");
    for words in ["Sato Hana", "光っていない", "dunst", "A plug that locks."] {
        assert!(
            story.contains(words),
            "because the record tells all of it, “{words}” too: {story}"
        );
    }
    window.click("rail-watch");
    window.reads("sentence", "all well");
    window.quit();
    let verdict = pc.hinomi(&["verify", "shop.hinomi"]);
    println!("hinomi verify: {}", verdict.trim());
}

#[test]
fn a_notification_arrives_and_its_button_acknowledges() {
    window_or_skip!("a_notification_arrives_and_its_button_acknowledges");
    let (pc, mut till) = (Pc::default(), Till::open());
    pc.prefer(&json!({ "operator": "Sato Hana" }));
    let window = shop(&pc, &till);

    till.dies();
    window.until("the daemon shows it", || !pc.session.shown().is_empty());
    let shown = pc.session.shown();
    assert!(shown[0].contains("till-1"), "because it names the node: {shown:?}");

    pc.session.press("Acknowledge");
    window.until("it is taken", || window.text("incident-card").contains("Sato Hana"));
    assert_eq!(window.count("acknowledge"), 0, "because somebody has it");

    till.revives();
    window.until("the recovery is told", || pc.session.shown().len() > 1);
    window.reads("sentence", "all well");
    assert_eq!(
        pc.session.shown().len(),
        2,
        "because one for trouble and one for its end is enough"
    );
    assert!(pc.session.on_screen() <= 1, "because the second takes the place of the first");
    // Time for one that must not come: twice the till's own rhythm.
    window.stays(Duration::from_secs(3), "two notifications", || pc.session.shown().len() == 2);
}
