//! The simulated office, watched by the window itself: its servers live in this process.

use std::time::Duration;

use hinomi_demo::{Demo, Options, Scene};
use hinomi_engine::Voice;
use hinomi_model::settings::Language;
use hinomi_net::Net;
use hinomi_tests::window::{Pc, Window};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// An office and a PC in it. Dropped before its runtime, the servers end with it.
pub struct Office {
    /// The PC.
    pub pc: Pc,
    _demo: Demo,
    _runtime: Runtime,
}

impl Office {
    /// Builds one. With trouble, it is watched until a colleague has written into the first
    /// incident; then watching is left to whoever opens the file.
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
            demo.engine.stop().await;
            demo
        });
        Office { pc, _demo: demo, _runtime: runtime }
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
