//! What watching costs, beside fping and net-snmp doing the same, in one run: `cargo xtask bench`.
//! Its parts by name: `cargo xtask bench -- ping day snmp`; `--short` is for a first look.

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]
#![allow(clippy::print_stdout, reason = "a bench prints")]

#[cfg(target_os = "linux")]
mod day;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod promise;
#[cfg(target_os = "linux")]
mod rtt;
#[cfg(target_os = "linux")]
mod snmp;
#[cfg(target_os = "linux")]
mod steady;

#[cfg(target_os = "linux")]
fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, count] = &*words
        && first == "--agents"
    {
        return snmp::serve(count.parse().map_err(|e| format!("{count}: {e}"))?);
    }
    let short = words.iter().any(|word| word == "--short");
    let parts: Vec<&str> =
        words.iter().map(|word| &**word).filter(|word| *word != "--short").collect();
    if let Some(other) = parts.iter().find(|part| !["ping", "day", "snmp"].contains(part)) {
        return Err(format!("\"{other}\" is no part of the bench; there are ping, day and snmp"));
    }
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    if wanted("ping") {
        ping(short)?;
    }
    if wanted("day") {
        day()?;
    }
    if wanted("snmp") {
        snmp::compare(short)?;
    }
    promise::all_kept()
}

#[cfg(target_os = "linux")]
fn ping(short: bool) -> Result<(), String> {
    use std::time::Duration;
    let long = Duration::from_secs(if short { 30 } else { 120 });
    let program = build()?;
    println!("One ping every 10 s for each node on loopback, spread; {long:?} of steady work.");
    println!("Hinomi also grades, judges the lines' quality and stores everything.\n");
    for nodes in [300, 5_000] {
        steady::compare(&program, nodes, long)?;
    }
    rtt::compare(&program, long / 2)
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("The bench reads what Linux tells of processes; nothing was measured.");
}

/// What deciding costs, told to the core without a network.
#[cfg(target_os = "linux")]
fn day() -> Result<(), String> {
    day::replay()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|e| e.to_string())?.block_on(day::stored())
}

/// Builds the program as it is shipped; gives where it is.
#[cfg(target_os = "linux")]
fn build() -> Result<std::path::PathBuf, String> {
    use std::process::Command;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let words = ["build", "--release", "--package", "hinomi-cli", "--bin", "hinomi-cli"];
    let done = Command::new(cargo).args(words).current_dir(env!("CARGO_MANIFEST_DIR")).status();
    let done = done.map_err(|e| format!("cargo cannot be run: {e}"))?;
    let own = std::env::current_exe().map_err(|e| e.to_string())?;
    let program = own.with_file_name("hinomi-cli");
    match done.success() && program.is_file() {
        true => Ok(program),
        false => Err(format!("{} was not built", program.display())),
    }
}
