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

fn screen(name: &'static str, hash: &str, mark: &'static str) -> Screen {
    Screen { name, hash: hash.to_owned(), mark }
}

/// The screens of a site, with the node and the incident that are most worth showing.
pub fn screens(window: &Window) -> Vec<Screen> {
    let frame = frame(window);
    let incident = &frame["incidents"].as_array().and_then(|all| newest(all)).cloned();
    let shown = incident.as_ref().map_or(&Value::Null, |incident| &incident["node"]);
    let node = shown.as_i64().or(frame["nodes"][0]["id"].as_i64()).unwrap_or(1);
    let id = incident.as_ref().and_then(|incident| incident["id"].as_i64()).unwrap_or(1);
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
        screen("where", "#/tools/where", "where"),
        screen("settings", "#/settings", "settings"),
        screen("panel", &format!("#/nodes?panel=node:{node}"), "node-panel"),
        screen("wallboard", "#/wallboard", "wallboard"),
    ]
}

/// The parts of the settings and the tools, of a site that was [furnished](crate::office::furnish).
pub fn parts() -> Vec<Screen> {
    vec![
        screen("maintenance", "#/settings/maintenance", "window-row"),
        screen("vantage", "#/settings/vantage", "vantage-stands"),
        screen("contacts", "#/settings/contacts", "contacts"),
        screen("escalation", "#/settings/escalation", "duty"),
        screen("delivery", "#/settings/delivery", "vault-status"),
        screen("policies", "#/settings/policies", "policy-table"),
        screen("noise", "#/settings/noise", "week"),
        screen("templates", "#/settings/templates", "templates"),
        screen("browser", "#/tools/browser", "browser"),
        screen("traps", "#/tools/traps", "traps"),
        screen("profiles", "#/tools/profiles", "profiles"),
        screen("mibs", "#/tools/mibs", "mibs"),
    ]
}

/// A question the window asks: where, which button, and the dialog that opens.
pub struct Question {
    /// As in the name of its picture.
    pub name: &'static str,
    hash: String,
    button: &'static str,
    dialog: &'static str,
}

/// The forms of a site in trouble, each as it opens.
pub fn questions(window: &Window) -> Vec<Question> {
    let frame = frame(window);
    let open = |i: &&Value| i["resolved"].is_null() && i["acknowledged"].is_null();
    let untaken = frame["incidents"].as_array().into_iter().flatten().find(open);
    let incident = untaken.and_then(|i| i["id"].as_i64()).expect("nobody has all of the trouble");
    let of =
        |name, hash: &str, button, dialog| Question { name, hash: hash.to_owned(), button, dialog };
    let incident = format!("#/incidents/{incident}");
    vec![
        of("form-acknowledge", &incident, "acknowledge", "acknowledge-dialog"),
        of("form-first-report", &incident, "first-report", "first-report-dialog"),
        of("form-merge", &incident, "merge", "merge-dialog"),
        of("form-quick", "#/node/1", "maintain-node", "quick-maintenance"),
        of("form-parents", "#/node/1", "change-parents", "parents-dialog"),
        of("form-policies", "#/node/1", "node-policies", "node-policies-dialog"),
        of("form-window", "#/settings/maintenance", "window-plan", "window-form"),
        of("form-contact", "#/settings/contacts", "contact-edit", "contact-form"),
        of("form-duty", "#/settings/escalation", "add-duty", "duty-form"),
        of("form-mail", "#/settings/delivery", "mail-edit", "mail-form"),
        of("form-vault", "#/settings/delivery", "vault-make", "ask-vault"),
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

impl Question {
    /// Asks it, lets somebody look, and leaves it by Escape.
    pub fn ask(&self, window: &Window, look: impl FnOnce()) {
        let dialog = format!("dialog[open][data-testid={}]", self.dialog);
        window.go(&self.hash);
        window.click(self.button);
        window.see(&dialog);
        window.settle();
        look();
        window.press(&[hinomi_tests::window::key::ESCAPE]);
        window.gone(&dialog);
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
