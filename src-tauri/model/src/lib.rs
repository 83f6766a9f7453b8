//! The nouns and laws of Hinomi.
//!
//! Everything here is a value or a pure function of values. This crate deliberately knows no
//! async, no I/O, no clock and no randomness: time arrives as a [`Stamp`] parameter, so every law
//! can be proved on tables and properties. Start from [`belief::step`] (what do we believe?) and
//! [`incident::consequences`] (what follows from it?).
//!
//! The types cross the wire to the window as they are, which is why they derive `TS`: one
//! definition of each noun, in Rust and in TypeScript.

pub mod availability;
pub mod awake;
pub mod belief;
pub mod check;
pub mod composite;
pub mod contact;
pub mod counter;
pub mod described;
pub mod draft;
pub mod fitting;
pub mod flapping;
pub mod forecast;
pub mod former;
pub mod gap;
pub mod grade;
pub mod id;
pub mod incident;
pub mod ladder;
pub mod maintenance;
pub mod node;
pub mod notification;
pub mod outcome;
pub mod part;
pub mod policy;
pub mod ports;
pub mod quiet;
pub mod reach;
pub mod rescan;
pub mod runbook;
pub mod secret;
pub mod sent;
pub mod service;
pub mod settings;
pub mod sitemap;
pub mod snmp;
pub mod template;
pub mod time;
pub mod topology;
pub mod trap;
pub mod vantage;
pub mod vault;
mod wall;
pub mod whereabouts;
pub mod words;

pub use availability::{Availability, Counting, Stretch};
pub use awake::{Awake, Speech};
pub use belief::{Belief, Change, Patience, State};
pub use check::{Check, CheckKind, CheckSpec, Limits};
pub use composite::{CompositeSpec, Need};
pub use contact::{Contact, Form, MailServer, Program, Way};
pub use described::{Became, Described, Fact};
pub use draft::{FieldError, Problem};
pub use former::Former;
pub use gap::{Gap, GapReason};
pub use grade::Grade;
pub use id::{
    CheckId, ContactId, GroupId, IncidentId, LinkId, MapId, NodeId, NotificationId, ProposalId,
    RunbookId, SecretId, TrapId, WindowId,
};
pub use incident::{Author, Entry, Incident, Member, Place, Severity, What};
pub use ladder::{Duty, Rung};
pub use maintenance::{MaintenanceWindow, Schedule, Scope};
pub use node::{Address, Group, Importance, Node, NodeKind, Pin};
pub use notification::{Delivery, Notification};
pub use outcome::{Cause, Metric, Obstacle, Outcome, Phase, Reading, Sample, Unit};
pub use part::{Part, PartClass};
pub use policy::{Effective, Level, Policies, Policy};
pub use ports::{PortSeen, PortsSeen};
pub use quiet::QuietHours;
pub use reach::{Reach, Voice, Ways};
pub use rescan::{Glimpse, Proof, Proposal, Proposed, Rescan, Rescanned, Rhythm};
pub use runbook::{Attachment, Runbook};
pub use secret::Secret;
pub use sent::{Sent, Why};
pub use service::ServiceHours;
pub use settings::{Settings, SettingsDraft};
pub use sitemap::{Arrangement, Folding, Plan, SiteMap};
pub use template::{Sketch, Template};
pub use time::{Span, Stamp};
pub use topology::{Cable, Confidence, Evidence, Link, Port, Topology};
pub use vantage::{Fingerprint, Vantage};
pub use vault::{SecretKind, VaultState, VaultStatus};
pub use whereabouts::{Claim, Noticed, Sighting};
