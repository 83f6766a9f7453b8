//! Probes: one run of a check, under a deadline, whatever happens inside.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use hinomi_checks::Target;
use hinomi_model::{Address, Check, CheckId, CheckSpec, NodeId, Obstacle, Outcome, Sample, Span};
use hinomi_net::Net;

use crate::clock::Clock;

/// A probe that has not kept its own deadline is ended this much later.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a check once. Never fails and never panics: what goes wrong inside Hinomi is an outcome
/// too, and one that accuses nobody else.
pub async fn probe(check: Arc<Check>, address: Address, net: &Net, clock: &Clock) -> Sample {
    let at = clock.now();
    let begun = clock.steady();
    let target = Target { address, echoes: Vec::new() };
    let limit = Duration::from(check.spec.deadline()) + GRACE;
    let probing = AssertUnwindSafe(hinomi_checks::probe(&check.spec, &target, net)).catch_unwind();
    let fault = |detail: &str| Outcome::unable(Obstacle::OurFault { detail: detail.into() });
    let outcome = match tokio::time::timeout(limit, probing).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => fault("the probe panicked"),
        Err(_) => fault("the probe did not end in time"),
    };
    let took = clock.steady().saturating_sub(begun).as_millis();
    Sample { check: check.id, at, took: Span(i64::try_from(took).unwrap_or(i64::MAX)), outcome }
}

/// Runs a check that is not kept anywhere, once: for forms and for the command line.
pub async fn probe_once(spec: &CheckSpec, address: Address, net: &Net) -> Sample {
    let (every, patience) = spec.usual();
    let check = Check {
        id: CheckId(0),
        node: NodeId(0),
        name: String::new(),
        spec: spec.clone(),
        every,
        patience,
        paused: false,
        own: None,
    };
    probe(Arc::new(check), address, net, &Clock::start()).await
}
