//! One probe of a check: spec and target in, outcome out.
//!
//! One file per kind of check. This crate deliberately knows no storage, no belief and no
//! schedule; it spawns nothing, so dropping a probe cancels it, and its deadline is the caller's
//! (each probe keeps its own time-outs besides, so that it can name the phase). Start from
//! [`probe`] and [`Target`].

pub mod agent;
mod find_interface;
pub mod http;
pub mod icmp;
pub mod interface;
pub mod quality;
pub mod snmp;
pub mod tcp;
pub mod value;
pub mod word;

use std::time::Duration;

use hinomi_model::{Address, CheckSpec, Metric, Obstacle, Outcome, Reading, Stamp};
use hinomi_net::Net;
use snmp::Agent;

/// What a probe is aimed at.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where the node answers.
    pub address: Address,
    /// The last echoes of this node, oldest first; only quality checks look at them.
    pub echoes: Vec<Echo>,
    /// The node's SNMP agent, opened; only checks that ask it look at it.
    pub agent: Option<Agent>,
}

impl Target {
    /// An address and nothing more.
    pub fn at(address: Address) -> Target {
        Target { address, echoes: Vec::new(), agent: None }
    }
}

/// One echo of the past.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Echo {
    /// When it was sent.
    pub at: Stamp,
    /// Its round trip in milliseconds; `None` if it was lost.
    pub rtt: Option<f64>,
}

/// Looks once. Never fails: what goes wrong is an outcome too (law L1).
pub async fn probe(spec: &CheckSpec, target: &Target, net: &Net) -> Outcome {
    match (spec, &target.agent) {
        (CheckSpec::Icmp(spec), _) => icmp::probe(spec, &target.address, net).await,
        (CheckSpec::Tcp(spec), _) => tcp::probe(spec, &target.address, net).await,
        (CheckSpec::Http(spec), _) => http::probe(spec, &target.address, net).await,
        (CheckSpec::Quality(spec), _) => quality::probe(spec, &target.echoes),
        // Nobody can be asked for a trap: the engine judges what it has heard.
        (CheckSpec::Trap(_), _) => Outcome::Measured { readings: Vec::new() },
        (CheckSpec::Agent(_), Some(agent)) => agent::probe(agent).await,
        (CheckSpec::Interface(spec), Some(agent)) => interface::probe(spec, agent).await,
        (CheckSpec::Value(spec), Some(agent)) => value::probe(spec, agent).await,
        (CheckSpec::Word(spec), Some(agent)) => word::probe(spec, agent).await,
        (
            CheckSpec::Agent(_)
            | CheckSpec::Interface(_)
            | CheckSpec::Value(_)
            | CheckSpec::Word(_),
            None,
        ) => Outcome::unable(Obstacle::NoAccess),
        (CheckSpec::Composite(_), _) => {
            let detail = "a composite check has nothing to probe".into();
            Outcome::unable(Obstacle::OurFault { detail })
        }
    }
}

fn reading(metric: Metric, value: f64) -> Reading {
    Reading { metric, value }
}

fn millis(metric: Metric, long: Duration) -> Reading {
    reading(metric, ms(long))
}

fn ms(long: Duration) -> f64 {
    long.as_secs_f64() * 1000.0
}
