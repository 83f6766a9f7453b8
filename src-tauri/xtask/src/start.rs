//! Opening Hinomi, packing it, and measuring it.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::platform::Purpose;
use crate::setup::{cargo, modified, npm, ready, root, see, target};

/// Fetched only by whoever packs: twenty megabytes that nobody else needs.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// Sets up, builds, and opens the window; without a display, watches in the terminal instead.
///
/// Unoptimised unless `--release` is asked for: on two cores that is minutes rather than a quarter
/// of an hour to the first window, and it shares everything with `cargo xtask test`.
pub fn run(args: &[String]) -> Result<(), String> {
    let (ours, theirs) = split(args);
    let release: &[&str] = match ours {
        [] => &[],
        [flag] if flag == "--release" => &["--release"],
        other => return Err(format!("`run` does not know {other:?}; put the app's own after --")),
    };
    ready(Purpose::Run)?;
    if has_display() {
        build_window()?;
        return see(cargo(&["run", "--package", "hinomi"]).args(release).arg("--").args(theirs));
    }
    println!(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so Hinomi watches \
         in this terminal. End it with Ctrl-C."
    );
    let mut watch = cargo(&["run", "--package", "hinomi-cli", "--bin", "hinomi-cli"]);
    watch.args(release).arg("--");
    if theirs.is_empty() {
        see(watch.args(["watch", "--default"]))
    } else {
        see(watch.args(theirs))
    }
}

/// Makes a .deb and says where it is.
pub fn dist() -> Result<(), String> {
    ready(Purpose::Run)?;
    build_window()?;
    let bundles = target().join("release/bundle/deb");
    let begun = SystemTime::now();
    let npx = ["--yes", "--package", TAURI_CLI, "--", "tauri", "build", "--bundles", "deb"];
    see(Command::new("npx").args(npx).current_dir(root()))?;
    let made = std::fs::read_dir(&bundles)
        .map_err(|e| format!("cannot read {}: {e}", bundles.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "deb"))
        .find(|path| modified(path).is_some_and(|at| at >= begun))
        .ok_or_else(|| format!("no new .deb in {}", bundles.display()))?;
    println!("\n{}\nInstall it with: sudo apt-get install {}", made.display(), made.display());
    Ok(())
}

/// Measures Hinomi beside the tools it is compared with.
pub fn bench(args: &[String]) -> Result<(), String> {
    let (_, theirs) = split(args);
    ready(Purpose::Bench)?;
    let bench = ["run", "--release", "--package", "hinomi-tests", "--bin", "bench", "--"];
    see(cargo(&bench).args(theirs))
}

/// The long forms of the tests that put malformed messages before SNMP's readers. They take minutes,
/// so `cargo xtask test` leaves them to their short forms.
pub fn fuzz() -> Result<(), String> {
    let long = ["test", "--release", "--package", "hinomi-net", "--lib", "--"];
    see(cargo(&long).args(["--ignored", "--nocapture", "--test-threads=1", "ten_million"]))
}

/// How well recorded devices are understood; with `--misses`, also what was not found.
pub fn score(args: &[String]) -> Result<(), String> {
    let wrong = || "say where the recordings are: cargo xtask score FOLDER [--misses]".to_owned();
    let (flags, folders): (Vec<_>, Vec<_>) = args.iter().partition(|arg| arg.starts_with("--"));
    let [folder] = folders[..] else { return Err(wrong()) };
    if flags.iter().any(|flag| *flag != "--misses") {
        return Err(wrong());
    }
    let folder = Path::new(folder).canonicalize().map_err(|e| format!("{folder}: {e}"))?;
    let mut test =
        cargo(&["test", "--quiet", "--package", "hinomi-discovery", "--test", "devices"]);
    test.args(["--", "--nocapture", "recorded_devices"]).env("HINOMI_DEVICES", folder);
    if !flags.is_empty() {
        test.env("HINOMI_MISSES", "1");
    }
    see(&mut test)
}

/// Builds the window's page, unless it is newer than everything it is made of.
fn build_window() -> Result<(), String> {
    let ui = root().join("ui");
    let built = modified(&ui.join("dist/index.html"));
    if built.is_some_and(|built| newest(&ui).is_some_and(|source| source < built)) {
        return Ok(());
    }
    see(&mut npm(&["run", "build"]))
}

/// When the youngest source below `folder` was written.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let sources = entries.filter(|entry| {
        let name = entry.file_name();
        name != "dist" && name != "node_modules"
    });
    let times = sources.filter_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => newest(&entry.path()),
        _ => modified(&entry.path()),
    });
    times.max()
}

/// Windows and macOS always have a display.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Arguments before and after the first `--`.
fn split(args: &[String]) -> (&[String], &[String]) {
    match args.iter().position(|arg| arg == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_two_dashes_belongs_to_the_app() {
        let args = ["--release", "--", "office.hinomi", "--"].map(String::from);
        let (ours, theirs) = split(&args);
        assert_eq!(ours, ["--release"]);
        assert_eq!(theirs, ["office.hinomi", "--"]);
    }
}
