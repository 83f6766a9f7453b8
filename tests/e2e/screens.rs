//! Every screen, and how to get there and know that it has drawn itself.

use hinomi_tests::window::Window;
use serde_json::Value;

use crate::office::frame;

/// A screen with something on it.
pub struct Screen {
    /// As in the name of its picture.
    pub name: &'static str,
    hash: String,
    /// There when it has drawn itself.
    mark: &'static str,
}

/// The screens of a site, with the node and the incident that are most worth showing.
pub fn screens(window: &Window) -> Vec<Screen> {
    let frame = frame(window);
    let incident = &frame["incidents"].as_array().and_then(|all| newest(all)).cloned();
    let shown = incident.as_ref().map_or(&Value::Null, |incident| &incident["node"]);
    let node = shown.as_i64().or(frame["nodes"][0]["id"].as_i64()).unwrap_or(1);
    let id = incident.as_ref().and_then(|incident| incident["id"].as_i64()).unwrap_or(1);
    let screen = |name, hash: &str, mark| Screen { name, hash: hash.to_owned(), mark };
    vec![
        screen("watch", "#/watch", "cell"),
        screen("map", "#/map", "map"),
        screen("nodes", "#/nodes", "node-row"),
        screen("node", &format!("#/node/{node}"), "[data-testid=node-page] canvas"),
        screen("incidents", "#/incidents", "incident-filter"),
        screen("incident", &format!("#/incidents/{id}"), "timeline"),
        screen("runbooks", "#/runbooks/1", "[data-testid=markdown], [data-testid=runbook-editor]"),
        screen("reports", "#/reports", "report-preview"),
        screen("tools", "#/tools", "subnets"),
        screen("settings", "#/settings", "settings"),
        screen("panel", &format!("#/nodes?panel=node:{node}"), "node-panel"),
    ]
}

/// The incident going on that somebody has, else the latest.
fn newest(all: &[Value]) -> Option<&Value> {
    let going_on = |i: &&Value| i["resolved"].is_null();
    let taken = all.iter().filter(going_on).find(|i| !i["acknowledged"].is_null());
    taken.or_else(|| all.iter().max_by_key(|i| i["id"].as_i64()))
}

impl Screen {
    /// Goes there and waits until it has drawn itself.
    pub fn show(&self, window: &Window) {
        window.go(&self.hash);
        window.see(self.mark);
        window.settle();
    }
}

/// Dresses the window as the settings would.
pub fn dress(window: &Window, theme: &str, language: &str) {
    window.go("#/settings");
    window.click(&format!("theme-{theme}"));
    window.click(&format!("language-{language}"));
    window.until("the page wears it", || {
        let worn =
            "const { lang, dataset } = document.documentElement; return [dataset.theme, lang]";
        window.js(worn) == serde_json::json!([theme, language])
    });
}
