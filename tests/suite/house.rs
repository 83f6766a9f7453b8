//! What the house promises about itself: its arrows, and who may name what.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

fn metadata() -> serde_json::Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be run");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("metadata is JSON")
}

/// Crate -> what it is built on, test-only needs left out.
fn needs() -> BTreeMap<String, BTreeSet<String>> {
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("there are packages").iter();
    packages
        .map(|package| {
            let needs = package["dependencies"].as_array().into_iter().flatten();
            let needs =
                needs.filter(|d| d["kind"].as_str() != Some("dev")).map(|d| text(&d["name"]));
            (text(&package["name"]), needs.collect())
        })
        .collect()
}

#[test]
fn arrows_point_where_the_map_says() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("model", &[][..]),
        ("net", &["model"]),
        ("contacts", &["net", "model"]),
        ("checks", &["net", "model"]),
        ("discovery", &["net", "model"]),
        ("store", &["model"]),
        ("engine", &["store", "contacts", "checks", "discovery", "net", "model"]),
        ("reports", &["model"]),
        ("wire", &["model"]),
        (
            "desk",
            &[
                "wire",
                "engine",
                "store",
                "contacts",
                "checks",
                "discovery",
                "net",
                "reports",
                "model",
            ],
        ),
        ("replay", &["model"]),
        ("demo", &["engine", "store", "checks", "net", "model"]),
        (
            "cli",
            &[
                "desk",
                "demo",
                "replay",
                "engine",
                "store",
                "checks",
                "discovery",
                "net",
                "reports",
                "wire",
                "model",
            ],
        ),
    ]);
    for (name, needs) in needs() {
        let Some(short) = name.strip_prefix("hinomi-").filter(|s| *s != "tests") else { continue };
        let allowed = allowed.get(short).unwrap_or_else(|| panic!("{name} is not on the map"));
        for need in needs.iter().filter_map(|n| n.strip_prefix("hinomi-")) {
            assert!(allowed.contains(&need), "because the map has no arrow from {short} to {need}");
        }
    }
}

#[test]
fn only_the_shell_names_tauri() {
    for (name, needs) in needs() {
        let named = needs.iter().any(|n| n.starts_with("tauri"));
        assert!(!named || name == "hinomi", "because {name} is not the shell");
    }
}

#[test]
fn the_laws_know_no_clock_no_io_and_no_async() {
    let needs = needs();
    // Zones and calendars are values too; clippy forbids asking them what time it is.
    for forbidden in ["tokio", "futures", "sqlx", "rand", "nix"] {
        assert!(
            !needs["hinomi-model"].contains(forbidden),
            "because the model is pure: {forbidden}"
        );
    }
}

#[test]
fn only_one_file_of_the_window_names_tauri() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src");
    let mut named = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the UI is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).is_ok_and(|t| t.contains("@tauri-apps/")) {
                named.push(path.file_name().unwrap_or_default().to_owned());
            }
        }
    }
    assert_eq!(named, ["tauri.ts"], "because only ipc/tauri.ts may import @tauri-apps");
}
