//! What a machine can say about every screen: no barriers (axe), no words of the other language.

use std::path::Path;

use hinomi_demo::Scene;
use hinomi_model::settings::Language;
use hinomi_tests::window::{Window, key};
use serde_json::{Value, json};

use crate::office::{Office, frame, furnish};
use crate::screens::{dress, parts, questions, screens};
use crate::window_or_skip;

#[test]
fn nothing_in_english_bars_anybody_and_nothing_is_said_in_japanese() {
    window_or_skip!("nothing_in_english_bars_anybody_and_nothing_is_said_in_japanese");
    audit(Language::En);
}

#[test]
fn nothing_in_japanese_bars_anybody_and_nothing_is_left_in_english() {
    window_or_skip!("nothing_in_japanese_bars_anybody_and_nothing_is_left_in_english");
    audit(Language::Ja);
}

/// Looks at every screen and every dialog of an office in trouble, in both themes.
fn audit(language: Language) {
    let office = Office::build(Scene::Trouble, 60, language);
    let window = office.open();
    furnish(&window, language);
    let known = known_words(&frame(&window));
    let mut all = screens(&window);
    all.extend(parts());
    let questions = questions(&window);
    let code = if language == Language::En { "en" } else { "ja" };
    let mut found = Vec::new();
    for theme in ["dark", "light"] {
        dress(&window, theme, code);
        let mut look = |name: &str| {
            found.extend(barriers(&window).into_iter().map(|b| format!("{theme} {name}: {b}")));
            let foreign = foreign_words(&window, language, &known);
            found.extend(foreign.into_iter().map(|w| format!("{theme} {name}: says {w}")));
        };
        for screen in &all {
            screen.show(&window);
            look(screen.name);
        }
        for question in &questions {
            question.ask(&window, || {
                look(question.name);
                window.picture(&format!("{}-{theme}-{code}", question.name));
            });
        }
        window.go("#/map");
        window.click("map-table-toggle");
        window.see("map-table");
        look("map as a table");
        window.go("#/node/1");
        for (name, button, dialog) in
            [("palette", "search", "palette"), ("operator", "operator", "ask-name")]
        {
            window.click(button);
            window.see(&format!("dialog[open][data-testid={dialog}]"));
            look(name);
            window.press(&[key::ESCAPE]);
            window.gone(&format!("dialog[open][data-testid={dialog}]"));
        }
        window.press(&["?"]);
        window.see("dialog[open][data-testid=shortcuts]");
        look("shortcuts");
        window.press(&[key::ESCAPE]);
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "because nobody is to be shut out:\n{}", found.join("\n"));
}

/// What axe finds: the rule, what it is about, and where.
pub fn barriers(window: &Window) -> Vec<String> {
    if window.js("return typeof axe") == "undefined" {
        let axe =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe-core is among the window's packages");
        window.js(&format!("{axe}; window.axe = axe;"));
    }
    // A page on which hardly anything was looked at would be clean, too.
    let script = "const done = arguments[0]; \
        axe.run(document, { iframes: false }).then( \
          (r) => done(r.passes.length < 15 ? [`only ${r.passes.length} rules were tried`] : r.violations.flatMap((v) => v.nodes.slice(0, 5).map((n) => \
            `${v.id} at ${n.target.join(' ')}: ${n.any.concat(n.all, n.none).map((c) => c.message).join('; ')}`))), \
          (e) => done([String(e)]));";
    words(&window.js_later(script, &[]))
}

/// Words that people and devices of the site have given, in whatever language.
fn known_words(frame: &Value) -> Vec<String> {
    let mut known = Vec::new();
    given(frame, &mut known);
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    known.dedup();
    known
}

fn given(value: &Value, into: &mut Vec<String>) {
    const KEYS: &[&str] = &[
        "name",
        "node_name",
        "address",
        "vendor",
        "notes",
        "title",
        "path",
        "by",
        "note",
        "cause",
        "prevention",
        "interface",
        "host",
        "gateway_mac",
        "mac",
        "maker",
        "model",
    ];
    match value {
        Value::Array(all) => all.iter().for_each(|one| given(one, into)),
        Value::Object(all) => {
            for (key, value) in all {
                match value.as_str() {
                    Some(text) if KEYS.contains(&key.as_str()) && text.chars().count() > 1 => {
                        into.push(text.to_owned());
                    }
                    _ => given(value, into),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Everything said on the screen, or to those who do not see it, that is in the other language.
fn foreign_words(window: &Window, language: Language, known: &[String]) -> Vec<String> {
    let script = "const said = new Set(); \
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT); \
        for (let n = walk.currentNode; n; n = walk.nextNode()) { \
          const of = n.nodeType === 3 ? n.parentElement : n; \
          if (of.closest('[data-own-language], [lang]:not(html), kbd, script, style, textarea')) continue; \
          if (of.closest('dialog:not([open])')) continue; \
          if (n.nodeType === 3) said.add(n.data.trim()); \
          else for (const a of ['title', 'aria-label', 'placeholder', 'alt', 'aria-roledescription']) \
            if (n.hasAttribute(a)) said.add(n.getAttribute(a).trim()); \
        } return [...said]";
    let said = words(&window.js(script));
    let foreign = |text: &String| match language {
        Language::En => is_japanese(text),
        Language::Ja => speaks_english(text),
    };
    // Switching the language is offered in the other one, for those who cannot read this one.
    let switch = ["日本語で表示", "Show in English"].map(str::to_owned);
    let stripped =
        |text: String| known.iter().chain(&switch).fold(text, |rest, word| rest.replace(word, " "));
    said.into_iter().map(stripped).filter(foreign).map(|t| format!("{t:?}")).collect()
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}

/// Whether a word of English is left when names of things that are the same in both are taken away.
fn speaks_english(text: &str) -> bool {
    // Names, units and keys; and the account's name, proposed where a name is asked for.
    const SAME: &[&str] = &[
        "Hinomi",
        "Ping",
        "raw",
        "TCP",
        "SNMP",
        "MIB",
        "OID",
        "LLDP",
        "ARP",
        "UDP",
        "SSH",
        "NetBIOS",
        "UPnP",
        "WSD",
        "TOML",
        "SNMPv1",
        "SNMPv2c",
        "SNMPv3",
        "snmptrapd",
        "Trap",
        "ifTable",
        "IP",
        "Windows",
        "v1",
        "v2c",
        "v3",
        "HTTP",
        "HTTPS",
        "STARTTLS",
        "TLS",
        "DNS",
        "DHCP",
        "URL",
        "cron",
        "smtp.example.jp",
        "ICMP",
        "Web",
        "IPv4",
        "IPv6",
        "MAC",
        "PC",
        "SVG",
        "PNG",
        "PDF",
        "HTML",
        "CSV",
        "Markdown",
        "Ctrl",
        "Enter",
        "Esc",
        "Tab",
        "Shift",
        "Space",
        "Delete",
        "ms",
        "min",
        "px",
        "kB",
        "MB",
        "RTT",
        "p95",
        "OS",
        "mDNS",
        "dunst",
        "lo",
        "MIT",
        "Apache-2.0",
        "Linux",
        "root",
    ];
    // An address is an address in every language.
    let text: String =
        text.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ");
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.'))
        .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() >= 2)
        .filter(|word| word.len() < 64 || !word.chars().all(|c| c.is_ascii_hexdigit()))
        .any(|word| !SAME.iter().any(|same| same.eq_ignore_ascii_case(word.trim_matches('.'))))
}

fn words(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

#[test]
fn words_are_told_apart_by_language() {
    assert!(speaks_english("Open the node") && speaks_english("監視 paused"));
    assert!(!speaks_english("TCP 443 の応答 12 ms"), "because these are the same in both");
    assert!(is_japanese("監視") && !is_japanese("watch – 12 ms"));
    assert!(known_words(&json!({ "nodes": [{ "name": "nas-1" }] })).contains(&"nas-1".to_owned()));
}
