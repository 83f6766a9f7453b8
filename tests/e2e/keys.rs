//! Nobody who needs speed needs the mouse.

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::key;

use crate::office::Office;
use crate::window_or_skip;

#[test]
fn everything_is_reached_by_keys() {
    window_or_skip!("everything_is_reached_by_keys");
    let office = Office::build(Scene::Calm, 60, Language::En);
    let window = office.open();
    for (letter, screen) in
        [("m", "map"), ("n", "nodes"), ("i", "incidents"), ("r", "runbooks"), ("w", "watch")]
    {
        window.press(&["g", letter]);
        window.until(&format!("g {letter} shows {screen}"), || window.screen() == screen);
    }

    window.press(&[key::CONTROL, "k"]);
    window.see("dialog[open][data-testid=palette]");
    window.write("nas-1");
    window.until("it is found", || window.text("[aria-selected=true]").contains("nas-1"));
    window.picture("keys-palette");
    window.press(&[key::ENTER]);
    window.reads("side-panel", "nas-1");
    window.press(&[key::ESCAPE]);
    window.gone("side-panel");

    window.press(&[key::F11]);
    window.see("wallboard");
    window.settle();
    assert_eq!(window.count("rail-watch"), 0, "because nobody presses anything on a wall");
    window.press(&[key::ESCAPE]);
    window.gone("wallboard");
    window.until("Escape leads back", || window.screen() == "watch");

    window.press(&["?"]);
    window.see("dialog[open][data-testid=shortcuts]");
    window.picture("keys-shortcuts");
    window.press(&[key::ESCAPE]);
    window.gone("dialog[open]");

    window.press(&["g", "n"]);
    window.see("node-row");
    window.press(&["/"]);
    window.write("printer");
    window.until("the table is filtered", || {
        let rows = window.text("node-table");
        rows.contains("printer-1f") && !rows.contains("nas-1")
    });
    window.press(&[key::ENTER, "j", key::ENTER]);
    window.until("Enter opens the row", || {
        window.count("side-panel") == 1 || window.screen() == "node"
    });
}
