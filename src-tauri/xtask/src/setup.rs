//! Making a machine ready: system packages, Rust's own tools, Node and the window's packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::platform::{Family, Purpose, missing};

/// The oldest Node the window's tools run on: major and minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);
/// Package lists older than this are fetched again before installing.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// Makes this machine ready for `purpose`, or says exactly what is left for a person to do.
pub fn ready(purpose: Purpose) -> Result<(), String> {
    packages(purpose)?;
    if purpose == Purpose::Icons {
        return Ok(());
    }
    if purpose == Purpose::Test {
        rust_components()?;
    }
    node()?;
    window_packages()
}

/// The top of the checkout: where cargo runs us, not where we were built. A checkout that was moved
/// is not built anew.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).expect("xtask lies two levels below the top").to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Cargo, at the top of the checkout.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

/// One of the window's own npm commands.
pub fn npm(args: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(["--prefix", "ui"]).args(args).current_dir(root());
    command
}

/// Runs a command in the open; an error if it cannot be run or ends badly.
pub fn see(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(e) => Err(format!("cannot run {program}: {e}")),
    }
}

/// What a command prints, if it can be run and ends well.
pub fn answer(words: &[&str]) -> Option<String> {
    let (program, args) = words.split_first()?;
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether this process is root. `id` is asked, since the standard library does not say.
pub fn is_root() -> bool {
    answer(&["id", "-u"]).is_some_and(|id| id.trim() == "0")
}

/// Whether `sudo` works here without asking for a password.
pub fn has_sudo() -> bool {
    answer(&["sudo", "-n", "true"]).is_some()
}

fn packages(purpose: Purpose) -> Result<(), String> {
    if cfg!(target_os = "windows") {
        println!(
            "Windows: Hinomi is built and tested on Linux; here it is untried. Known to be needed: \
             the Visual Studio C++ build tools, Edge WebView2 (part of Windows 11), Node 20 or newer."
        );
        return Ok(());
    }
    if cfg!(target_os = "macos") {
        println!(
            "macOS: Hinomi is built and tested on Linux; here it is untried. Known to be needed: \
             the Xcode command line tools (xcode-select --install), Node 20 or newer."
        );
        return Ok(());
    }
    let os = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let Some(family) = Family::from_os_release(&os) else {
        println!(
            "This is neither Debian nor Fedora nor Arch, so nothing is installed for you. Hinomi \
             needs what these packages of Debian hold: {}",
            Family::Debian.packages(purpose).join(" ")
        );
        return Ok(());
    };
    let listing = answer(family.list_command())
        .ok_or_else(|| format!("{} does not work here", family.list_command()[0]))?;
    let lacking = missing(&family.packages(purpose), &family.installed(&listing));
    if lacking.is_empty() { Ok(()) } else { install(family, &lacking) }
}

fn install(family: Family, lacking: &[&str]) -> Result<(), String> {
    let by_hand = || {
        format!(
            "These system packages are missing: {}\nInstall them with this line, then run the same \
             command again:\n\n    {}\n",
            lacking.join(" "),
            family.line_to_paste(lacking)
        )
    };
    let root = is_root();
    if !root && !has_sudo() {
        return Err(by_hand());
    }
    let run = |words: &[String]| {
        let sudo = if root { &[][..] } else { &["sudo", "-n"] };
        let mut line = sudo.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive"]);
        let mut command = Command::new(line.next().expect("the line is never empty"));
        see(command.args(line).args(words).stdin(Stdio::null()))
    };
    println!("Installing what is missing: {}", lacking.join(" "));
    let fresh = family != Family::Debian || package_lists_are_fresh();
    if !fresh {
        run(&["apt-get".into(), "update".into()])
            .map_err(|why| format!("{why}\n\n{}", by_hand()))?;
    }
    run(&family.install_command(lacking)).map_err(|why| format!("{why}\n\n{}", by_hand()))
}

/// Whether apt has package lists, and young ones. An image often has none.
fn package_lists_are_fresh() -> bool {
    let Ok(lists) = std::fs::read_dir("/var/lib/apt/lists") else { return false };
    lists
        .flatten()
        .filter(|list| list.file_name().to_string_lossy().contains("_Packages"))
        .filter_map(|list| modified(&list.path()))
        .max()
        .and_then(|newest| newest.elapsed().ok())
        .is_some_and(|age| age < STALE)
}

/// `cargo fmt` and `cargo clippy`: rustup's minimal profile comes without them.
fn rust_components() -> Result<(), String> {
    let has = |tool: &str| {
        let mut asked = cargo(&[tool, "--version"]);
        asked.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
    };
    if has("fmt") && has("clippy") {
        return Ok(());
    }
    see(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"])).map_err(|why| {
        format!("cargo fmt and cargo clippy are needed for the tests, and {why}. Install them the way you installed Rust.")
    })
}

fn node() -> Result<(), String> {
    let said = answer(&["node", "--version"]).unwrap_or_default();
    if version(&said).is_some_and(|version| version >= OLDEST_NODE) {
        return Ok(());
    }
    let here = if said.is_empty() {
        "there is none here".to_owned()
    } else {
        format!("here is {}", said.trim())
    };
    let (major, minor) = OLDEST_NODE;
    Err(format!(
        "Node {major}.{minor} or newer is needed to build the window; {here}. Get it from \
         https://nodejs.org or with a version manager, then run the same command again."
    ))
}

/// The major and minor version in text such as `v20.19.1`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Installs the window's packages if the lock file has changed since they were installed.
fn window_packages() -> Result<(), String> {
    let ui = root().join("ui");
    let locked = modified(&ui.join("package-lock.json"));
    // npm writes this file when it has finished, so half an installation is not taken for one.
    let installed = modified(&ui.join("node_modules/.package-lock.json"));
    match (locked, installed) {
        (None, _) => Err("ui/package-lock.json is missing; this checkout is not complete.".into()),
        (Some(locked), Some(installed)) if installed >= locked => Ok(()),
        _ => {
            println!("Installing the window's packages");
            see(&mut npm(&["ci", "--no-audit", "--no-fund"]))
        }
    }
}

/// When a file was last written, if it is there.
pub fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_version_with_a_v() {
        assert_eq!(version("v20.19.1\n"), Some((20, 19)));
        assert!(version("v9.99.0") < Some(OLDEST_NODE), "because 9 is older than 20, not newer");
        assert!(version("v24.0.0") > Some(OLDEST_NODE));
        assert_eq!(version("command not found"), None);
    }

    #[test]
    fn the_root_is_where_the_workspace_begins() {
        assert!(root().join("Cargo.lock").exists());
    }
}
