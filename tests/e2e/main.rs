//! The real window, driven as a person drives it.
//!
//! `cargo xtask test` runs this in a stage of its own: on a virtual display and a session bus that
//! nobody else uses, one test after the other (Hinomi is one per session).

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "what was measured is said")]

mod audit;
mod files;
mod first_start;
mod hand;
mod incident;
mod keys;
mod lasting;
mod office;
mod pictures;
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
