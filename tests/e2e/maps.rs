//! The map in every arrangement, in the past and on paper: pictures for a person to judge. A small
//! site in one dress; with `HINOMI_LONG=1` 60 and 500 nodes in trouble, in both themes, both
//! languages and both sizes.

use std::time::Instant;

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::Window;

use crate::office::Office;
use crate::screens::dress;
use crate::{in_full, window_or_skip};

const ARRANGEMENTS: [&str; 4] = ["layered", "force", "grid", "radial"];
/// What the map shows, as one number: all its pixels tell two pictures apart.
const DRAWN: &str = "const canvas = document.querySelector('[data-testid=map] canvas'); let n = 0; \
    for (const letter of canvas.toDataURL()) n = (n * 31 + letter.charCodeAt(0)) | 0; return n";
/// A theme and a language.
type Dress = (&'static str, &'static str);

#[test]
fn a_map_has_its_pictures_in_every_arrangement_in_the_past_and_on_paper() {
    window_or_skip!("a_map_has_its_pictures_in_every_arrangement_in_the_past_and_on_paper");
    if !in_full() {
        println!("60 nodes in the dark; HINOMI_LONG=1 takes 60 and 500 in every dress");
        return photograph(Scene::Calm, 60, &[("dark", "en")]);
    }
    for nodes in [60, 500] {
        photograph(Scene::Trouble, nodes, &[("dark", "en"), ("light", "ja")]);
    }
}

fn photograph(scene: Scene, nodes: usize, dresses: &[Dress]) {
    let begun = Instant::now();
    let office = Office::build(scene, nodes, Language::En);
    let window = office.open();
    let built = begun.elapsed();
    // Whoever comes back to it finds it alive.
    window.go("#/map");
    window.see("map");
    window.settle();
    for (theme, language) in dresses {
        dress(&window, theme, language);
        window.go("#/map");
        let name = |what: &str| format!("map-{what}-{theme}-{language}-{nodes}");
        let mut pictures = Vec::new();
        for arrangement in ARRANGEMENTS {
            arrange(&window, arrangement);
            let drawn = window.js(DRAWN);
            assert!(!pictures.contains(&drawn), "because {arrangement} looks otherwise");
            pictures.push(drawn);
            window.picture(&name(arrangement));
            if in_full() {
                window.size(1920, 1080);
                window.click("map-fit");
                window.settle();
                window.picture(&name(&format!("{arrangement}-1920")));
                window.size(1280, 800);
            }
        }
        arrange(&window, "layered");
        look_back(&window, &name("replay"));
    }
    print(&window, &format!("map-paper-{nodes}"));
    println!("{nodes} nodes: built in {built:.1?}, all of it in {:.1?}", begun.elapsed());
}

/// Chooses an arrangement and shows all of it.
fn arrange(window: &Window, how: &str) {
    window.click(&format!("[data-testid=map-arrangement] option[value={how}]"));
    let chosen = "return document.querySelector('[data-testid=map-arrangement]').value";
    window.until(&format!("the map is {how}"), || window.js(chosen) == how);
    window.click("map-fit");
    window.settle();
}

/// The map as it was, and what is different now.
fn look_back(window: &Window, name: &str) {
    window.click("map-replay");
    window.see("map-replay-slider");
    window.click("map-compare");
    window.see("map-differences");
    window.settle();
    window.picture(name);
    window.click("map-replay-end");
    window.gone("map-replay-bar");
}

/// The sheet as a printer is given it. The system's own dialog is no part of the page and stays
/// away; what is for paper alone is shown on the screen instead.
fn print(window: &Window, name: &str) {
    window.js("window.print = () => { window.printed = true; }; window.printed = false;");
    window.click("map-export");
    window.click("map-print-now");
    window.until("it goes to the printer", || window.js("return window.printed") == true);
    let swap = |from: &str, to: &str| {
        let script = "const [from, to] = arguments; let n = 0; \
            for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) \
              if (rule.media?.mediaText === from) { rule.media.mediaText = to; n += 1; } \
            return n";
        let swapped = window.js_with(script, &[from.into(), to.into()]);
        assert!(swapped.as_i64() > Some(0), "because paper has rules of its own");
    };
    swap("print", "screen and (min-width: 1px)");
    // Nothing on paper ever changes, and a page that is not drawn anew is not photographed.
    window.js("const sheet = document.querySelector('[data-testid=map-print]').style; let n = 0; \
         setInterval(() => { sheet.opacity = n++ % 2 ? '1' : '0.999'; }, 50);");
    window.settle();
    window.picture(name);
    swap("screen and (min-width: 1px)", "print");
    window.js("dispatchEvent(new Event('afterprint'))");
    window.gone("map-print");
}
