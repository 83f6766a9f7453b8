//! The project's own chores: set up a machine, open the window, run every test, pack a release.
//!
//! Written against the standard library alone, so that `cargo xtask` works within seconds on a
//! machine that has nothing but Rust. It knows no other crate of the workspace; it only starts
//! the tools a person would start by hand. Start from [`setup::ready`] (what a machine needs) and
//! [`round::Round`] (stages, timed and counted).

#![allow(clippy::print_stdout, reason = "talking to the person at the terminal is its purpose")]
#![allow(clippy::disallowed_methods, reason = "it times stages and compares ages of files")]

mod icons;
mod platform;
mod round;
mod setup;
mod start;
mod tally;
mod test;

use std::process::ExitCode;

use platform::Purpose;

const HELP: &str = "\
cargo xtask run [--release] [-- ARGS]   set up this machine, build, open the window
cargo xtask test                        everything CI runs, the window under a virtual display included
cargo xtask dist                        make a .deb
cargo xtask bench [-- ARGS]             Hinomi beside fping and net-snmp, measured in one run
cargo xtask score FOLDER [--misses]     how well the recorded devices in FOLDER are understood
cargo xtask fuzz                        ten million malformed SNMP messages and as many traps
cargo xtask icons                       draw assets/icons/*.svg into every size the bundles need";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("run") => start::run(rest),
        Some("test") => test::test(),
        Some("dist") => start::dist(),
        Some("bench") => start::bench(rest),
        Some("score") => start::score(rest),
        Some("fuzz") => start::fuzz(),
        Some("icons") => setup::ready(Purpose::Icons).and_then(|()| icons::draw()),
        Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("\"{other}\" is not a chore.\n\n{HELP}")),
        None => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
