//! The app: Hinomi's window, or its words in the terminal.
//!
//! The only package that names Tauri, and plumbing only: it carries calls between the page and
//! [`hinomi_desk::Hinomi`], and does what only a shell can do (window, tray, file dialogs, one
//! Hinomi per session). It knows no check, no state and no file format. Start from [`window::open`]
//! and [`commands`].

// A release for Windows is a window without a console.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod closing;
mod commands;
mod gpu;
mod lookout;
mod tray;
mod wanted;
mod window;

use std::ffi::OsString;
use std::process::ExitCode;

use hinomi_desk::Start;
use hinomi_model::settings::Language;
use tracing_subscriber::EnvFilter;
use wanted::Wanted;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let folder = std::env::current_dir().unwrap_or_default();
    let (start, hidden, demo) = match wanted::wanted(&args, &folder, has_display()) {
        Wanted::Words => return hinomi_cli::run(args),
        Wanted::Demo(options) => (Start::Demo, false, Some(options)),
        Wanted::Window { start, hidden } => (start, hidden, None),
    };
    if !has_display() {
        eprintln!("{}", no_display(hinomi_desk::system_language()));
        return ExitCode::FAILURE;
    }
    say_on_stderr();
    gpu::prepare();
    match window::open(start, hidden, demo) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            match hinomi_desk::system_language() {
                Language::En => eprintln!("The window could not be opened: {error}"),
                Language::Ja => eprintln!("ウィンドウを開けませんでした：{error}"),
            }
            ExitCode::FAILURE
        }
    }
}

fn no_display(lang: Language) -> &'static str {
    match lang {
        Language::En => {
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). Without a \
             window, watch with: hinomi watch --default"
        }
        Language::Ja => {
            "ディスプレイなし（DISPLAYとWAYLAND_DISPLAYがともに未設定）。ウィンドウなしの監視は\
             「hinomi watch --default」"
        }
    }
}

/// Windows and macOS always have a display.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The log goes to stderr, where the session's journal finds it; `HINOMI_LOG` says how much.
fn say_on_stderr() {
    let usual = |_| EnvFilter::new(format!("warn,{}", hinomi_net::snmp::UNLOGGED));
    let filter = EnvFilter::try_from_env("HINOMI_LOG").unwrap_or_else(usual);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
