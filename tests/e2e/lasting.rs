//! What lasts: preferences across a restart, and a site that another Hinomi watches.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use hinomi_tests::window::Pc;

use crate::screens::dress;
use crate::window_or_skip;

#[test]
fn language_colours_name_and_size_survive_a_restart() {
    window_or_skip!("language_colours_name_and_size_survive_a_restart");
    let pc = Pc::default();
    let window = pc.open(&[]);
    window.reads("sentence", "Nothing is watched yet.");
    dress(&window, "dark", "ja");
    window.fill("operator-setting", "佐藤 花");
    window.press(&[hinomi_tests::window::key::ENTER]);
    window.reads("operator", "佐藤 花");
    window.go("#/watch");
    window.reads("sentence", "監視中のノードはまだありません。");
    window.size(1100, 700);
    window.quit();

    let again = pc.open_as_it_was(&[]);
    again.reads("sentence", "監視中のノードはまだありません。");
    again.reads("operator", "佐藤 花");
    let worn = again.js("return document.documentElement.dataset.theme");
    assert_eq!(worn, "dark", "because colours were chosen");
    let size = again.js("return [innerWidth, innerHeight]");
    assert_eq!(size, serde_json::json!([1100, 700]), "because the window remembers its place");
    again.picture("restart-ja-dark");
}

#[test]
fn a_site_that_another_hinomi_watches_is_shown_read_only_and_says_why() {
    window_or_skip!("a_site_that_another_hinomi_watches_is_shown_read_only_and_says_why");
    let pc = Pc::default();
    pc.hinomi(&["site", "new", "branch.hinomi", "--name", "Branch"]);
    pc.hinomi(&["site", "add", "branch.hinomi", "127.0.0.1", "--name", "loop-1"]);
    let mut other = pc.terminal();
    other.args(["watch", "branch.hinomi", "--json", "--silent"]).stdout(Stdio::piped());
    let mut other = other.spawn().expect("the command line can be run");
    let mut said = BufReader::new(other.stdout.take().expect("it is piped")).lines();
    let first = said.next().expect("it says that it has started").expect("in words");
    assert!(first.contains("started"), "because only then it holds the site: {first}");

    let window = pc.open(&[&pc.path("branch.hinomi").display().to_string()]);
    window.reads("banner", "Read-only: another Hinomi");
    window.reads("banner", &other.id().to_string());
    window.go("#/tools");
    window.see("scan-start");
    let off = window.js("return document.querySelector('[data-testid=scan-start]').disabled");
    assert_eq!(off, true, "because nothing can be added to it");
    window.go("#/watch");
    window.picture("read-only");
    // It is our own, and it may have ended.
    let _ = other.kill();
    let _ = other.wait();
}
