//! Looking around: which subnets this PC stands in, and who answers there.
//!
//! A sweep asks every address of some ranges by echo and TCP, reads the local neighbour table,
//! listens for announcements, and says who was found and by what evidence. It never claims a host
//! it did not observe: an announcement or a remembered neighbour alone is nobody. This crate
//! deliberately knows no site file, no belief and no window; what a finding becomes is the
//! caller's business.
//!
//! Start from [`Sweep`] (a look under way) and [`Finding`] (a host that is there); for what an SNMP
//! agent says of its box, from [`device::collect()`] and [`device::understand`]; for how boxes hang
//! together, from [`links::infer`].

pub mod device;
mod finding;
mod guess;
pub mod links;
mod mac;
pub mod oui;
mod ranges;
mod subnet;
mod sweep;
mod text;

pub use finding::{Evidence, Finding};
pub use guess::{Hints, guess};
pub use mac::{Mac, NotAMac};
pub use ranges::{RangeError, RangeProblem, Ranges, parse_ranges};
pub use subnet::{Subnet, subnets};
pub use sweep::{Options, Progress, Sweep};
