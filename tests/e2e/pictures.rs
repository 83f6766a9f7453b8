//! Pictures of every screen, for a person to look at: dark and light, English and Japanese, calm
//! and in trouble, few nodes and many. What is wrong with a picture, a person sees.

use std::time::{Duration, Instant};

use hinomi_demo::Scene;
use hinomi_model::settings::Language;

use crate::office::{Office, furnish};
use crate::screens::{dress, parts, screens};
use crate::window_or_skip;

/// Screens that are laid out otherwise where there is more room.
const WIDE: &[&str] = &["watch", "map", "nodes", "incident", "wallboard"];

#[test]
fn every_screen_of_five_nodes_has_its_pictures() {
    window_or_skip!("every_screen_of_five_nodes_has_its_pictures");
    photograph(Scene::Calm, 5, Language::En);
    photograph(Scene::Trouble, 5, Language::Ja);
}

#[test]
fn every_screen_of_three_hundred_nodes_has_its_pictures() {
    window_or_skip!("every_screen_of_three_hundred_nodes_has_its_pictures");
    photograph(Scene::Calm, 300, Language::Ja);
    photograph(Scene::Trouble, 300, Language::En);
}

/// Photographs a site in both themes and both languages; the site's own words are in one of them.
fn photograph(scene: Scene, nodes: usize, site: Language) {
    let begun = Instant::now();
    let office = Office::build(scene, nodes, site);
    let window = office.open();
    let going_on = window.count("incident-card");
    let wanted = if scene == Scene::Calm { 0 } else { 1 };
    assert!(going_on >= wanted, "because {scene:?} shows {wanted} or more incidents: {going_on}");
    let built = begun.elapsed();
    let all = screens(&window);
    // The parts of the settings are the same however many nodes there are and however they fare.
    let parts = if scene == Scene::Trouble { parts() } else { Vec::new() };
    if !parts.is_empty() {
        furnish(&window, site);
    }
    let mut taken = 0;
    let mut slowest = (Duration::ZERO, "");
    let mood = if scene == Scene::Calm { "calm" } else { "trouble" };
    for theme in ["dark", "light"] {
        for language in ["en", "ja"] {
            dress(&window, theme, language);
            // Every theme and every language of them, but not every pair.
            let paired = (theme == "dark") == (language == "en");
            for screen in all.iter().chain(parts.iter().filter(|_| paired)) {
                let asked = Instant::now();
                screen.show(&window);
                slowest = slowest.max((asked.elapsed(), screen.name));
                window.picture(&format!("{}-{theme}-{language}-{mood}-{nodes}", screen.name));
                taken += 1;
            }
        }
        window.size(1920, 1080);
        for screen in all.iter().filter(|s| WIDE.contains(&s.name)) {
            screen.show(&window);
            window.picture(&format!("{}-{theme}-ja-{mood}-{nodes}-1920", screen.name));
            taken += 1;
        }
        window.size(1280, 800);
    }
    println!(
        "{taken} pictures of {nodes} nodes, {mood}: built in {built:.1?}, taken in {:.1?}; slowest \
         screen {} in {:.1?}",
        begun.elapsed() - built,
        slowest.1,
        slowest.0
    );
}
