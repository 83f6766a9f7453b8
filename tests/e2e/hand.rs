//! The map under the hand: frames a second while it is dragged and zoomed.

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::Window;
use serde_json::json;

use crate::office::Office;
use crate::window_or_skip;

/// Frames a second below which a hand feels the map lag behind. It is also held while other
/// programs keep this PC busy; on a quiet one without a GPU it is about twice that.
const LEAST: f64 = 20.0;

#[test]
fn a_map_of_500_follows_the_hand() {
    window_or_skip!("a_map_of_500_follows_the_hand");
    let office = Office::build(Scene::Calm, 500, Language::En);
    let window = office.open();
    window.go("#/map");
    window.settle();
    let pan = frames(
        &window,
        "const x = Math.sin(n / 12) * 160; \
         if (n === 0) send('pointerdown', 0); \
         send('pointermove', x);",
    );
    window.js("document.querySelector('[data-testid=map] canvas').dispatchEvent(new PointerEvent('pointerup'))");
    let zoom = frames(
        &window,
        "canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: n % 80 < 40 ? -16 : 16, \
         clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, cancelable: true }));",
    );
    println!("500 nodes: {pan:.0} frames a second while panning, {zoom:.0} while zooming");
    assert!(pan >= LEAST, "because the map follows the hand: {pan:.0}");
    assert!(zoom >= LEAST, "because the map follows the wheel: {zoom:.0}");
}

/// Does this in every frame for three seconds; `n` counts them.
fn frames(window: &Window, each: &str) -> f64 {
    let script = format!(
        "const done = arguments[1]; \
         const canvas = document.querySelector('[data-testid=map] canvas'); \
         const box = canvas.parentElement.getBoundingClientRect(); \
         const send = (type, x) => {{ try {{ canvas.dispatchEvent(new PointerEvent(type, {{ \
           pointerId: 1, button: 0, clientX: box.x + 30 + 160 + x, clientY: box.y + 8, bubbles: true }})); \
         }} catch {{ }} }}; \
         const begun = performance.now(); let n = 0; \
         const step = (now) => {{ \
           if (now - begun > 3000) return done(n * 1000 / (now - begun)); \
           {each} n += 1; requestAnimationFrame(step); }}; \
         requestAnimationFrame(step);"
    );
    window.js_later(&script, &[json!(null)]).as_f64().expect("a number of frames")
}
