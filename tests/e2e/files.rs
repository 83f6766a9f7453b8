//! Files that come and go through the system's own dialogs: reports that are handed over, sites
//! that are opened.

use std::path::Path;
use std::process::Command;

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::{Pc, Window, key, pictures};

use crate::office::{Office, frame};
use crate::window_or_skip;

#[test]
fn a_report_is_kept_where_the_operator_says_and_reads_as_it_was_shown() {
    window_or_skip!("a_report_is_kept_where_the_operator_says_and_reads_as_it_was_shown");
    let office = Office::build(Scene::Trouble, 5, Language::Ja);
    let window = office.open();
    let nodes = frame(&window)["nodes"].as_array().expect("there are nodes").clone();
    let names: Vec<&str> = nodes.iter().filter_map(|node| node["name"].as_str()).collect();
    // The page writes the slash of “Asia/Tokyo” in another way.
    let zone = "Tokyo, UTC+09:00";
    window.go("#/reports");
    window.click("report-language-ja");
    shows(&window, "稼働状況報告書");
    shows(&window, zone);

    window.click("report-pdf");
    let dialog = window.file_dialog();
    assert_eq!(dialog.title(), "Save as");
    dialog.picture("dialog-save-report");
    dialog.leave();
    window.until("nothing is being saved", || is_ready(&window));

    let pdf = office.pc.path("status.pdf");
    window.click("report-pdf");
    window.file_dialog().choose(&pdf);
    window.until("the report says where it is", || {
        window
            .js("return document.body.innerText")
            .as_str()
            .is_some_and(|t| t.contains("status.pdf"))
    });
    window.picture("report-saved");
    let text = printed(&pdf, "report-ja");
    for words in ["稼働状況報告書", "ノード別稼働率", "観測率", zone].iter().chain(&names)
    {
        assert!(text.contains(words), "because the PDF says {words}: {text}");
    }

    window.click("report-language-en");
    shows(&window, "Status report");
    let html = office.pc.path("status.html");
    window.click("report-html");
    window.file_dialog().choose(&html);
    window.until("the page is there", || std::fs::metadata(&html).is_ok_and(|m| m.len() > 0));
    let page = std::fs::read_to_string(&html).expect("it can be read");
    for words in
        ["<html lang=\"en\">", "Status report", "Availability by node", zone].iter().chain(&names)
    {
        assert!(page.contains(words), "because the page says {words}");
    }
}

#[test]
fn a_report_is_made_as_pdf_in_the_terminal_too() {
    window_or_skip!("a_report_is_made_as_pdf_in_the_terminal_too");
    let pc = Pc::default();
    let demo = ["demo", "--silent", "--scene", "trouble", "--for", "20s", "--speed", "10"];
    pc.hinomi(&[&demo[..], &["--nodes", "60", "--site", "office.hinomi"]].concat());
    let report = ["report", "office.hinomi", "--from", "7d", "--format", "pdf"];
    for (language, words) in [
        ("en", ["Status report", "Availability by node", "core-sw-1", "Asia/Tokyo, UTC+09:00"]),
        ("ja", ["稼働状況報告書", "ノード別稼働率", "core-sw-1", "Asia/Tokyo, UTC+09:00"]),
    ] {
        let name = format!("{language}.pdf");
        pc.hinomi(&[&report[..], &["--lang", language, "-o", &name]].concat());
        let text = printed(&pc.path(&name), &format!("report-60-{language}"));
        for words in words {
            assert!(text.contains(words), "because the PDF says {words}: {text}");
        }
    }
}

#[test]
fn a_site_is_found_with_the_systems_own_dialog() {
    window_or_skip!("a_site_is_found_with_the_systems_own_dialog");
    let pc = Pc::default();
    pc.hinomi(&["site", "new", "branch.hinomi", "--name", "Branch"]);
    pc.hinomi(&["site", "add", "branch.hinomi", "127.0.0.1", "--name", "loop-1"]);
    let window = pc.open(&[]);
    window.reads("sentence", "Nothing is watched yet.");

    window.click("site");
    window.click("site-open");
    let dialog = window.file_dialog();
    assert_eq!(dialog.title(), "Open a site");
    dialog.picture("dialog-open-site");
    dialog.leave();
    window.press(&[key::ESCAPE]);
    window.reads("sentence", "Nothing is watched yet.");

    window.click("site");
    window.click("site-open");
    window.file_dialog().choose(&pc.path("branch.hinomi"));
    window.reads("site", "Branch");
    window.reads("sentence", "all well");
}

/// Waits until the preview, a page that keeps to itself, says this.
fn shows(window: &Window, words: &str) {
    let shown = "return document.querySelector('[data-testid=report-preview]')?.srcdoc ?? ''";
    window.until(&format!("the preview says “{words}”"), || {
        window.js(shown).as_str().is_some_and(|page| page.contains(words))
    });
    window.until("it can be saved", || is_ready(window));
}

fn is_ready(window: &Window) -> bool {
    window.js("return !document.querySelector('[data-testid=report-pdf]').disabled") == true
}

/// The words of a PDF; its pages are kept as pictures.
fn printed(pdf: &Path, name: &str) -> String {
    let mut pages = Command::new("pdftoppm");
    let pages = pages.args(["-r", "70", "-png"]).arg(pdf).arg(pictures().join(name)).status();
    assert!(pages.is_ok_and(|s| s.success()), "because {} is a PDF", pdf.display());
    let text = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output();
    String::from_utf8_lossy(&text.expect("pdftotext is installed").stdout).into_owned()
}
