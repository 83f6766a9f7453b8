//! The map under the hand: frames a second while it is dragged and zoomed.

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::Window;
use serde_json::json;

use crate::office::Office;
use crate::{in_full, window_or_skip};

/// Frames a second below which a hand feels the map lag behind. It is the floor that is held while
/// other programs keep this PC busy, as on CI.
const LEAST: f64 = 20.0;
/// What is held on a quiet PC without a GPU, with `HINOMI_LONG=1`: as much as was measured of the
/// ready-made canvas that ours took the place of.
const GOOD: f64 = 45.0;
/// Tries, of which the best counts: another program has its second, the map is not slow for that.
const TRIES: usize = 5;

#[test]
fn a_map_of_500_follows_the_hand() {
    window_or_skip!("a_map_of_500_follows_the_hand");
    let office = Office::build(Scene::Calm, 500, Language::En);
    let window = office.open();
    window.go("#/map");
    window.settle();
    let least = if in_full() { GOOD } else { LEAST };
    let pan = best(least, || {
        // At the edge of a map that is shown whole there is nothing but ground.
        window.click("map-fit");
        window.settle();
        let pan = frames(
            &window,
            "const x = Math.sin(n / 12) * 160; \
             if (n === 0) send('pointerdown', 0); \
             send('pointermove', x);",
        );
        window.js("document.querySelector('[data-testid=map] canvas').dispatchEvent(new PointerEvent('pointerup'))");
        pan
    });
    let zoom = best(least, || {
        frames(
            &window,
            "canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: n % 80 < 40 ? -16 : 16, \
             clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, cancelable: true }));",
        )
    });
    println!("500 nodes: {pan:.0} frames a second while panning, {zoom:.0} while zooming");
    assert!(pan >= least, "because the map follows the hand: {pan:.0}");
    assert!(zoom >= least, "because the map follows the wheel: {zoom:.0}");
}

/// The best of some tries; those that are not needed are left out where time is short.
fn best(least: f64, mut once: impl FnMut() -> f64) -> f64 {
    let mut best: f64 = 0.0;
    for _ in 0..TRIES {
        best = best.max(once());
        if best >= least && !in_full() {
            break;
        }
    }
    best
}

/// Does this in every frame for three seconds; `n` counts them. What comes back are the frames a
/// second in which the picture stood elsewhere than in the one before: a map that is held fast has
/// none, however often the page draws.
fn frames(window: &Window, each: &str) -> f64 {
    let script = format!(
        "const done = arguments[1]; \
         const canvas = document.querySelector('[data-testid=map] canvas'); \
         const box = canvas.parentElement.getBoundingClientRect(); \
         const send = (type, x) => {{ try {{ canvas.dispatchEvent(new PointerEvent(type, {{ \
           pointerId: 1, button: 0, clientX: box.x + 30 + 160 + x, clientY: box.y + 8, bubbles: true }})); \
         }} catch {{ }} }}; \
         const begun = performance.now(); let n = 0, moved = 0, stood = ''; \
         const step = (now) => {{ \
           if (now - begun > 3000) return done(moved * 1000 / (now - begun)); \
           const stands = canvas.style.transform; \
           if (stands !== stood) moved += 1; \
           stood = stands; \
           {each} n += 1; requestAnimationFrame(step); }}; \
         requestAnimationFrame(step);"
    );
    window.js_later(&script, &[json!(null)]).as_f64().expect("a number of frames")
}
