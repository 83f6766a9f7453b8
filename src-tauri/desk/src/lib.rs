//! The desk: answers the window's calls.
//!
//! Between the contract in `wire` and the crates that do the work; it decides nothing itself and
//! knows no Tauri, so every call can be tested without a window. Start from [`Hinomi`] (what is
//! open) and `answers.rs` (one method per call).

mod agents;
mod answers;
mod documents;
mod failures;
mod frames;
mod glance;
mod graphs;
mod looks;
mod mapsheet;
mod mibs;
mod noise;
mod opening;
mod places;
mod plans;
mod preferences;
mod profiles;
mod scanning;
mod traps;
mod truth;
mod vantage;
mod walking;
mod whereabouts;

pub use agents::Looker;
pub use documents::status_report;
pub use glance::{Glance, Light};
pub use mapsheet::map_sheet;
pub use mibs::name_things;
pub use opening::{Hinomi, Open, Start, system_language};
pub use preferences::Keeping;
pub use whereabouts::where_is;
