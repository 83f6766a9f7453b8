//! What the tests stand on: a small language for timelines, a lab of namespaces, real peers.

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]

#[cfg(target_os = "linux")]
pub mod dbus;
#[cfg(target_os = "linux")]
pub mod lab;
pub mod peers;
#[cfg(target_os = "linux")]
pub mod plant;
pub mod timeline;
#[cfg(unix)]
pub mod watching;
#[cfg(target_os = "linux")]
pub mod window;

/// Says that a test cannot run here and why; `cargo xtask test` counts these lines.
#[allow(clippy::print_stdout, reason = "what cannot run here says so")]
pub fn skip(test: &str, why: &str) {
    println!("SKIPPED {test}: {why}");
}
