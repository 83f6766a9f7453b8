//! The real window, driven as a person drives it.
//!
//! `cargo xtask test` runs this in a stage of its own: on a virtual display and a session bus that
//! nobody else uses, one test after the other (Hinomi is one per session).
//!
//! `HINOMI_LONG=1` runs what would take too long there, or wants a PC that does nothing else: an
//! hour of [`soak`], the real frame rates of [`hand`], all pictures of [`maps`]. `HINOMI_PICTURES`
//! names the folder the pictures are kept in.

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "what was measured is said")]

mod adding;
mod audit;
mod files;
mod first_start;
mod hand;
mod incident;
mod keys;
mod lasting;
mod maps;
mod office;
mod pictures;
mod proposals;
mod screens;
mod soak;
mod start;

/// Leaves a test that cannot run here, and says why.
macro_rules! window_or_skip {
    ($test:literal) => {
        if let Some(why) = hinomi_tests::window::missing() {
            hinomi_tests::skip($test, &why);
            return;
        }
    };
}
pub(crate) use window_or_skip;

/// Runs this in full, however long that takes (`HINOMI_LONG=1`)?
pub(crate) fn in_full() -> bool {
    std::env::var_os("HINOMI_LONG").is_some_and(|v| v == "1")
}
