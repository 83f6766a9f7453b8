//! Profiles: how families of devices are recognised and read, as data.
//!
//! One file per family in `assets/profiles`, and the operator's own beside the site; what may stand
//! in one is in [`schema`] and, for people, in `assets/profiles/README.md`. Start from
//! [`Profiles`].

pub mod column;
mod folder;
pub(super) mod identity;
mod library;
pub(super) mod measure;
mod mistake;
mod objects;
pub mod pattern;
mod recognise;
pub mod schema;

pub use folder::{Folder, OwnFile, Shelf};
pub use library::{BadProfile, Family, Maker, Profiles};
pub use mistake::Mistake;
pub use schema::Profile;
