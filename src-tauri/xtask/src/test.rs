//! Everything that must hold before a change is good. CI runs this and nothing else.

use std::process::Command;
use std::time::Duration;

use crate::platform::Purpose;
use crate::round::Round;
use crate::setup::{answer, cargo, has_sudo, is_root, npm, ready, root, target};

const SHORT: Duration = Duration::from_secs(5 * 60);
const TESTS: Duration = Duration::from_secs(20 * 60);
/// A cold build on two cores.
const BUILD: Duration = Duration::from_secs(45 * 60);

/// Sets up, then runs every stage and closes with one line of totals.
pub fn test() -> Result<(), String> {
    ready(Purpose::Test)?;
    let mut round = Round::begin(target().join("xtask"))?;
    round.stage("format", SHORT, &mut cargo(&["fmt", "--all", "--check"]));
    let page_is_built = page(&mut round);
    // The app holds the page inside; without the page everything else is still tried.
    let scope: &[&str] =
        if page_is_built { &["--workspace"] } else { &["--workspace", "--exclude", "hinomi"] };
    let with_scope = |before: &[&str], after: &[&str]| cargo(&[before, scope, after].concat());

    let mut lints = with_scope(&["clippy", "--all-targets"], &["--", "-D", "warnings"]);
    round.stage("lints", BUILD, &mut lints);
    // With the same scope throughout: another one would mean other features, and building twice.
    if !round.stage("build", BUILD, &mut with_scope(&["build", "--all-targets"], &[])) {
        round.leave_out("rust tests", "something does not build");
        return round.end();
    }
    let mut tests = with_scope(&["test", "--no-fail-fast"], &["--", "--show-output"]);
    round.stage("rust tests", TESTS, with_programs(&mut tests));

    let one_by_one = ["--", "--show-output", "--test-threads=1"];
    if declared("lab") {
        let mut lab = with_scope(&["test", "--test", "lab"], &one_by_one);
        if !is_root() && has_sudo() {
            lab.env(runner_variable(), "sudo -n -E");
        }
        round.stage("lab", TESTS, with_programs(&mut lab));
    }
    if declared("e2e") && page_is_built {
        round.stage("window", TESTS, with_programs(&mut on_a_display(scope, &one_by_one)));
    } else {
        round.leave_out("window", "its page or its tests are not there");
    }
    round.end()
}

/// The page inside the window; says whether it was built.
fn page(round: &mut Round) -> bool {
    for (name, script) in [("page types", "check"), ("page lint", "lint"), ("page tests", "test")] {
        round.stage(name, SHORT, npm(&["run", script]).env("NO_COLOR", "1").env("CI", "true"));
    }
    round.stage("page build", SHORT, &mut npm(&["run", "build"]))
}

/// The window's tests, on a display and a session bus that nobody else uses.
fn on_a_display(scope: &[&str], after: &[&str]) -> Command {
    let screen = "-screen 0 1920x1080x24";
    let mut command = Command::new("xvfb-run");
    command.current_dir(root()).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    command.args(["--auto-servernum", "--server-args", screen, "dbus-run-session", "--"]);
    let cargo = cargo(&["test", "--test", "e2e"]);
    command.arg(cargo.get_program()).args(cargo.get_args()).args(scope).args(after);
    command
}

/// Tells the tests where the programs are that they drive from outside.
fn with_programs(command: &mut Command) -> &mut Command {
    let built = target().join("debug");
    command.env("HINOMI_APP", built.join("hinomi")).env("HINOMI_CLI", built.join("hinomi-cli"))
}

/// Whether the package of tests has this target. Those that want their own stage are declared with
/// `test = false`, so that a plain `cargo test` leaves them alone.
fn declared(target: &str) -> bool {
    let manifest = std::fs::read_to_string(root().join("tests/Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == format!("name = \"{target}\""))
}

/// The variable through which cargo is told to start test programs by way of another.
fn runner_variable() -> String {
    let version = answer(&["rustc", "-vV"]).unwrap_or_default();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    format!("CARGO_TARGET_{}_RUNNER", host.to_uppercase().replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_is_named_for_this_machine() {
        let name = runner_variable();
        assert!(name.starts_with("CARGO_TARGET_") && name.ends_with("_RUNNER"), "{name}");
        assert!(!name.contains("__"), "because the host's name is in between: {name}");
    }

    #[test]
    fn a_target_nobody_declared_is_not_run() {
        assert!(!declared("no-such-target"));
    }
}
