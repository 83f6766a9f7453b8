//! The site file: everything about one site in one SQLite database.
//!
//! Start from [`Site`] (open a file, read from it) and [`Batch`] (everything that becomes true
//! together, in one transaction). One file per table holds its struct, its reads and its writes;
//! the tables themselves are made by `migrations/`.
//!
//! This crate deliberately knows nothing of checks being run, of clocks or of what a change of
//! belief means: it is told, and it keeps. A site file may come from anywhere, so whatever is read
//! from it is bounded in length, depth and count, and a bad row is an error that names it.

mod batch;
mod compress;
mod connection;
mod document;
mod error;
mod header;
mod loaded;
mod lock;
mod octets;
mod open;
mod pack;
mod rejected;
mod retention;
mod schema;
mod site;
mod sitemap;
mod vault;

mod attachment;
mod change;
mod check;
mod chunk;
mod contact;
mod entry;
mod former;
mod gap;
mod hot;
mod incident;
mod link;
mod mib;
mod node;
mod notification;
mod rescan;
mod rollup;
mod runbook;
mod secret;
mod series;
mod settings;
mod trap;
mod whereabouts;
mod window;

#[cfg(test)]
mod plans;

pub use batch::{Batch, Edit};
pub use change::PULSE;
pub use entry::Verdict;
pub use error::SiteError;
pub use incident::IncidentFilter;
pub use loaded::{LastIds, Loaded, OpenIncident};
pub use lock::ReadOnly;
pub use rejected::Rejected;
pub use series::{Column, Point};
pub use site::Site;
pub use trap::TrapFilter;
pub use vault::{Keychain, VaultError};
