//! The site file: everything about one site in one SQLite database.
//!
//! Start from [`Site`] (open a file, read from it) and [`Batch`] (everything that becomes true
//! together, in one transaction). One file per table holds its struct, its reads and its writes;
//! the tables themselves are made by `migrations/`.
//!
//! This crate deliberately knows nothing of checks being run, of clocks or of what a change of
//! belief means: it is told, and it keeps. A site file may come from anywhere, so whatever is read
//! from it is bounded in length, depth and count, and a bad row is an error that names it.

mod attachment;
mod batch;

mod error;
mod loaded;
mod lock;

mod site;

mod change;
mod gap;
mod incident;
mod notification;
mod runbook;
mod sample;
mod series;

pub use batch::{Batch, Edit};
pub use error::SiteError;
pub use incident::{IncidentFilter, Verdict};
pub use loaded::{LastIds, Loaded, OpenIncident};
pub use lock::ReadOnly;
pub use series::{Column, Point};
pub use site::Site;

/// The longest time between two heartbeats that is not yet a gap.
pub const PULSE: hinomi_model::Span = hinomi_model::Span::seconds(15);
