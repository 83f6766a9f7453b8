//! SNMP against real agents, recorded ones and liars.

#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "these are tests")]

mod liars;
mod net_snmp;
mod recorded;
mod secrets;
mod several;
mod support;
mod together;
mod traps;
