//! The engine: the only owner of time and state.
//!
//! Start from [`Engine::start`] and, to understand what happens to a sample,
//! [`core::Core::sample`]. The core is synchronous and has no clock; around it stand tasks that
//! each do one thing: [`scheduler`] puts probes on the wire, `ingest` owns the core and stores
//! before anybody is told, `notifier` empties the outbox, `retention` packs and forgets.
//!
//! The engine deliberately knows no window, no terminal and no bytes on the wire.

mod agents;
mod awake;
pub mod changes;
pub mod clock;
mod composite;
pub mod core;
mod decide;
mod describer;
pub mod desktop;
mod disputes;
mod edits;
pub mod event;
pub mod feed;
mod foretelling;
pub mod hanging;
pub mod health;
mod incidents;
mod ingest;
mod listening;
mod logins;
mod measuring;
mod named;
mod notifier;
mod probe;
mod rescanner;
mod rescans;
mod retention;
mod run;
pub mod scheduler;
mod senders;
mod sitemaps;
pub mod speech;
mod standing;
mod strangers;
mod supervisor;
mod surveyor;
mod tell;
pub mod timetable;
mod traps;
pub mod whereabouts;
mod windows;
pub mod wish;
mod witness;
pub mod world;
pub mod zone;

pub use changes::{Changes, VantageNow};
pub use event::Event;
pub use feed::Key;
pub use hanging::Hanging;
pub use listening::Hearing;
pub use logins::Logins;
pub use notifier::Voice;
pub use probe::probe_once;
pub use rescans::{Looked, RescanNow};
pub use run::{Engine, EngineHandle, Stored, snapshot};
pub use whereabouts::Whereabouts;
pub use wish::{Granted, Line, Place, Refusal, Wish};
pub use witness::Standing;
