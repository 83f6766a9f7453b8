//! Hinomi's words in the terminal.
//!
//! The same commands stand in the `hinomi` program and in `hinomi-cli`, which needs no display.
//! One file per command; each reads its arguments, asks the crates that know, and prints lines for
//! a person or, with `--json`, one JSON object per line. This crate deliberately knows no window
//! and keeps nothing of its own. Start from [`run`] and `args.rs` (every command with its help).

mod agent;
mod args;
mod check;
mod columns;
mod demo;
mod editing;
mod errors_ja;
mod help_ja;
mod incident;
mod inspect;
mod linking;
mod map;
mod nodes_csv;
mod paper;
mod phrase;
mod profile;
mod report;
mod runbook;
mod scan;
mod site;
mod snmp;
mod sorry;
mod spec;
mod usage_ja;
mod verify;
mod watch;
mod when;
mod whereabouts;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use hinomi_desk::system_language;
use hinomi_model::settings::Language;
use tracing_subscriber::EnvFilter;

use args::{Cli, Command};
use paper::Paper;
use sorry::Sorry;

/// Is this first argument a command, rather than a site file?
pub fn is_command(first: &OsStr) -> bool {
    first == "help" || Cli::command().get_subcommands().any(|c| first == c.get_name())
}

/// The simulated site, if these arguments want it in a window: `hinomi demo` with neither `--json`
/// nor `--for`. `None` also if they are wrong; [`run`] then says so.
pub fn demo_in_window(args: &[OsString]) -> Option<hinomi_demo::Options> {
    let words: Vec<OsString> =
        std::iter::once(OsString::from("hinomi")).chain(args.iter().cloned()).collect();
    let cli = parse(&words, spoken(&words)).ok()?;
    let language = cli.language();
    match cli.command {
        Command::Demo(with) if !with.json && with.long.is_none() => {
            demo::options(with, language).ok()
        }
        _ => None,
    }
}

/// Runs one command to its end; `args` are those after the program's name.
///
/// The exit code is 0 when it was done, 1 when it could not be, 2 when the command line cannot be
/// understood, and 3 when a check that was run once is not well.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = std::iter::once(OsString::from("hinomi")).chain(args).collect();
    let language = spoken(&words);
    let cli = match parse(&words, language) {
        Ok(cli) => cli,
        Err(error) => {
            match usage_ja::words(&error).filter(|_| language == Language::Ja) {
                Some(words) => Paper::new(language).aside(&words),
                // A terminal that is gone cannot be told so.
                None => drop(error.print()),
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let usual = |_| EnvFilter::new(format!("error,{}", hinomi_net::snmp::UNLOGGED));
    let filter = EnvFilter::try_from_env("HINOMI_LOG").unwrap_or_else(usual);
    // Somebody else may have begun a log already.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    let paper = Paper::new(cli.language());
    match obey(cli.command, &paper) {
        Ok(code) => code,
        Err(sorry) => {
            if let Some(words) = sorry.words(paper.language) {
                paper.aside(&words);
            }
            sorry.code()
        }
    }
}

/// The language asked for, before anything else of the command line is understood.
fn spoken(words: &[OsString]) -> Language {
    let asked = |lang: &str| {
        let apart = words.windows(2).any(|w| w[0] == "--lang" && w[1] == lang);
        apart || words.iter().any(|w| *w == *format!("--lang={lang}"))
    };
    match (asked("ja"), asked("en")) {
        (true, _) => Language::Ja,
        (false, true) => Language::En,
        (false, false) => system_language(),
    }
}

/// Reads the command line; its help is in the language it will be spoken in.
fn parse(words: &[OsString], language: Language) -> Result<Cli, clap::Error> {
    let command = match language {
        Language::En => Cli::command(),
        Language::Ja => help_ja::dress(Cli::command()),
    };
    Cli::from_arg_matches(&command.try_get_matches_from(words)?)
}

/// One thread is enough: the waiting is what takes time, and every wake-up less is battery.
fn obey(command: Command, paper: &Paper) -> Result<ExitCode, Sorry> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Sorry::io("starting", &e))?;
    let done = runtime.block_on(async {
        match command {
            Command::Demo(with) => demo::run(with, paper).await,
            Command::Site { command } => site::run(command, paper).await,
            Command::Scan(with) => scan::run(with, paper).await,
            Command::Map(with) => map::run(with, paper).await,
            Command::Where(with) => whereabouts::run(with, paper).await,
            Command::Watch(with) => watch::run(with, paper).await,
            Command::Check(with) => check::run(*with, paper).await,
            Command::Inspect(with) => inspect::run(with, paper).await,
            Command::Profile { command } => profile::run(command, paper).await,
            Command::Incident(with) => incident::run(with, paper).await,
            Command::Runbook(with) => runbook::run(with, paper).await,
            Command::Report(with) => report::run(with, paper).await,
            Command::Verify(with) => verify::run(with, paper).await,
        }
    });
    // Whoever still waits for a name server is not waited for.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_fits_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn commands_are_told_from_files() {
        for word in ["watch", "demo", "site", "help", "verify"] {
            assert!(is_command(OsStr::new(word)), "because {word} is a command");
        }
        for word in ["office.hinomi", "Watch", "--help", ""] {
            assert!(!is_command(OsStr::new(word)), "because {word} is not one");
        }
    }
}
