//! SNMP against real agents, recorded ones and liars.

mod liars;
mod net_snmp;
mod recorded;
mod support;
