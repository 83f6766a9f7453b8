//! The simulated office, watched by the window itself: its servers live in this process.

use std::time::Duration;

use hinomi_demo::{Demo, Options, Scene};
use hinomi_engine::{Voice, Wish};
use hinomi_model::Settings;
use hinomi_model::settings::Language;
use hinomi_net::Net;
use hinomi_store::Site;
use hinomi_tests::window::{Pc, Window};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::proposals;

/// The office stands in Tokyo, wherever this test runs.
async fn in_tokyo(demo: &Demo) {
    let settings = demo.engine.site().settings().await.expect("a site has settings");
    let zone = Some("Asia/Tokyo".into());
    let granted = demo.engine.wish(Wish::Settings(Settings { zone, ..settings })).await;
    granted.expect("the zone is known");
}

/// An office and a PC in it. Dropped before its runtime, the servers end with it.
pub struct Office {
    /// The PC.
    pub pc: Pc,
    _demo: Demo,
    runtime: Runtime,
}

impl Office {
    /// Builds one. With trouble, it is watched until a colleague has written into the first
    /// incident, and [something was found](Office::rescanned); then watching is left to whoever
    /// opens the file.
    pub fn build(scene: Scene, nodes: usize, language: Language) -> Office {
        let pc = Pc::default();
        let runtime = Runtime::new().expect("a runtime needs only threads");
        let options = Options {
            scene,
            nodes,
            language,
            voice: Voice::Silent,
            path: Some(pc.path("office.hinomi")),
            ..Options::default()
        };
        let demo = runtime.block_on(async {
            let demo = hinomi_demo::start(Net::open().await, options).await;
            let demo = demo.unwrap_or_else(|why| panic!("the office cannot be built: {why}"));
            if scene == Scene::Trouble {
                settled(&demo).await;
            }
            in_tokyo(&demo).await;
            demo.engine.stop().await;
            demo
        });
        let office = Office { pc, _demo: demo, runtime };
        if scene == Scene::Trouble {
            office.rescanned();
        }
        office
    }

    /// A re-scan found something a moment ago; to be said while nobody watches.
    pub fn rescanned(&self) {
        self.runtime.block_on(async {
            let site = Site::open(self.pc.path("office.hinomi")).await;
            let site = site.expect("nobody watches it any more");
            proposals::leave(&site).await;
            site.close().await;
        });
    }

    /// Opens it in the window.
    pub fn open(&self) -> Window {
        let window = self.pc.open(&[&self.pc.path("office.hinomi").display().to_string()]);
        window.within(Duration::from_secs(30), "the office is watched", || {
            window.count("cell") > 0 && !window.text("sentence").is_empty()
        });
        window
    }
}

/// Waits until the trouble is known and a colleague has written about it.
async fn settled(demo: &Demo) {
    let noted = async {
        loop {
            let incidents = demo.engine.site().incidents(&Default::default()).await;
            for incident in incidents.unwrap_or_default().iter().filter(|i| i.is_open()) {
                let log = demo.engine.site().entries(incident.id).await.unwrap_or_default();
                if log.iter().any(|entry| matches!(entry.what, hinomi_model::What::Note { .. })) {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    let limit = Duration::from_secs(60);
    assert!(tokio::time::timeout(limit, noted).await.is_ok(), "because trouble is known by then");
}

/// What is on a site, as the page is told: a fresh frame.
pub fn frame(window: &Window) -> Value {
    window.ask("changes", &json!({ "epoch": "", "seq": 0, "wait": 0 }))
}

/// Fills the parts of the settings as a team would: contacts, a ladder with duties, maintenance
/// that is on, that comes and that is over.
pub fn furnish(window: &Window, language: Language) {
    let (ja, code) = match language {
        Language::En => (false, "en"),
        Language::Ja => (true, "ja"),
    };
    let word = |en: &'static str, japanese: &'static str| if ja { japanese } else { en };
    let contact = |name: &str, ways: Value, quiet: Value| {
        let draft =
            json!({ "id": null, "name": name, "language": code, "ways": ways, "quiet": quiet });
        window.ask("contact_put", &json!({ "contact": null, "draft": draft }))
    };
    let week = json!(["mon", "tue", "wed", "thu", "fri"]);
    let every = json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    let night = json!({ "days": every, "from": "22:00", "until": "07:00", "pass": "critical" });
    let mail = json!({ "way": "mail", "to": ["sato@example.jp", "on-duty@example.jp"] });
    let sato = contact(word("Sato", "佐藤"), json!([mail, { "way": "desktop" }]), json!([night]));
    let tanaka = contact(word("Tanaka", "田中"), json!([{ "way": "desktop" }]), json!([]));

    let mut settings = frame(window)["settings"].clone();
    settings["ladder"] = json!([
        { "after": 0, "to": [], "on_duty": true },
        { "after": 15, "to": [sato, tanaka], "on_duty": false },
    ]);
    settings["duties"] = json!([
        { "contact": sato, "days": week, "from": "08:30", "until": "17:30" },
        { "contact": tanaka, "days": every, "from": "17:30", "until": "08:30" },
    ]);
    window.ask("settings_put", &settings);

    let now = window.js("return Date.now()").as_i64().expect("a clock counts in whole numbers");
    let hour = 3_600_000;
    let plan = |name: &str, scope: Value, schedule: Value| {
        let planned = json!({
            "id": 0, "name": name, "scope": scope, "schedule": schedule,
            "by": word("Sato", "佐藤"), "made": 0, "begun": null,
        });
        window.ask("window_put", &planned);
    };
    let last = frame(window)["nodes"].as_array().and_then(|all| all.last()?["id"].as_i64());
    plan(
        word("New cabling", "配線工事"),
        json!({ "scope": "nodes", "of": [last] }),
        json!({ "when": "once", "from": now, "until": now + 2 * hour }),
    );
    plan(
        word("Works on the line, with the first trouble", "回線工事（最初の異常から）"),
        json!({ "scope": "site" }),
        json!({ "when": "flexible", "from": now + 26 * hour, "until": now + 34 * hour, "lasts": hour }),
    );
    plan(
        word("Monthly updates", "月次更新"),
        json!({ "scope": "nodes", "of": [last] }),
        json!({ "when": "monthly", "day": 15, "at": "02:00", "lasts": 3 * hour }),
    );
}
