//! One probe of a check: spec and target in, outcome out.
//!
//! One file per kind of check. This crate deliberately knows no storage, no belief and no
//! schedule; it spawns nothing, so dropping a probe cancels it, and its deadline is the caller's
//! (each probe keeps its own time-outs besides, so that it can name the phase). Start from
//! [`probe`] and [`Target`].

pub mod http;
pub mod icmp;
pub mod quality;
pub mod tcp;

use std::time::Duration;

use hinomi_model::{Address, CheckSpec, Metric, Outcome, Reading, Stamp};
use hinomi_net::Net;

/// What a probe is aimed at.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Where the node answers.
    pub address: Address,
    /// The last echoes of this node, oldest first; only quality checks look at them.
    pub echoes: Vec<Echo>,
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
    match spec {
        CheckSpec::Icmp(spec) => icmp::probe(spec, &target.address, net).await,
        CheckSpec::Tcp(spec) => tcp::probe(spec, &target.address, net).await,
        CheckSpec::Http(spec) => http::probe(spec, &target.address, net).await,
        CheckSpec::Quality(spec) => quality::probe(spec, &target.echoes),
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
