//! Looking around: which subnets this PC stands in, and who answers there.
//!
//! A sweep asks every address of some ranges by echo and TCP, reads the local neighbour table,
//! listens for announcements, asks those who are there what they are, lets the tables of SNMP
//! agents lead it to other networks, and says who was found, by what evidence, and what they seem
//! to be. It never claims a host it did not observe: an announcement, a remembered neighbour or an
//! entry of another's table alone is nobody. What is one box is one [`Finding`]. This crate
//! deliberately knows no site file, no belief and no window; what a finding becomes is the
//! caller's business.
//!
//! Start from [`Sweep`] (a look under way) and [`Finding`] (a host that is there); for what an SNMP
//! agent says of its box, from [`device::collect()`] and [`device::understand`]; for how boxes hang
//! together, from [`links::infer`]; for what a re-scan proposes, from [`propose()`]; for what MIB files name, from [`mibs::read`].

mod clue;
mod compare;
pub mod device;
mod finding;
mod identify;
pub mod links;
mod mac;
pub mod mibs;
pub mod naming;
pub mod oui;
mod propose;
mod ranges;
mod subnet;
mod sweep;
mod text;

pub use clue::{Clue, Source, Topic};
pub use compare::{Difference, Match, compare, silent};
pub use finding::Finding;
pub use identify::{Identity, Seen, Sureness, identify};
pub use mac::{Mac, NotAMac};
pub use propose::{Judged, Known, Look, propose};
pub use ranges::{RangeError, RangeProblem, Ranges, parse_ranges};
pub use subnet::{Subnet, subnets};
pub use sweep::{Agent, Door, Options, Progress, Stage, Sweep};
