//! What crosses to the window: calls, frames and failures.
//!
//! This crate is the contract and nothing else: it knows no Tauri, no engine and no store. Start
//! from [`calls`] (everything the window may ask) and [`Frame`] (what it pulls about once a
//! second). The TypeScript side, `ui/src/lib/ipc/bindings.ts`, is generated from here; a test
//! fails when it is stale, and `HINOMI_WRITE_BINDINGS=1 cargo test -p hinomi-wire` writes it.

pub mod bindings;
pub mod browser;
pub mod calls;
pub mod failure;
pub mod frame;
pub mod profiles;
pub mod scan;
pub mod site;
pub mod snmp;
pub mod traps;
pub mod views;
pub mod whereabouts;

pub use calls::{Call, Desk, answer};
pub use failure::{Code, Failure};
pub use frame::{CheckState, Frame, Gone, Health};
