//! Probes: one run of a check, under a deadline, whatever happens inside.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use hinomi_checks::Target;
use hinomi_checks::snmp::{Agent, Past};
use hinomi_model::{Address, Check, CheckId, CheckSpec, NodeId, Obstacle, Outcome, Sample, Span};
use hinomi_net::Net;
use hinomi_net::snmp::Session;

use crate::clock::Clock;

/// A probe that has not kept its own deadline is ended this much later.
const GRACE: Duration = Duration::from_secs(2);

/// A counter is looked at again after this, where a rate is wanted at once.
const SECOND_LOOK: Duration = Duration::from_secs(3);

/// Runs a check once. Never fails and never panics: what goes wrong inside Hinomi is an outcome
/// too, and one that accuses nobody else.
pub async fn probe(check: Arc<Check>, target: Target, net: &Net, clock: &Clock) -> Sample {
    let at = clock.now();
    let begun = clock.steady();
    let patient = target.agent.as_ref().map_or(Duration::ZERO, Agent::deadline);
    let limit = patient.max(check.spec.deadline().into()) + GRACE;
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

/// Runs a check that is not kept anywhere, once: for forms and for the command line. `agent` is the
/// opened SNMP agent, where there is one.
pub async fn probe_once(
    spec: &CheckSpec,
    address: Address,
    agent: Option<Session>,
    net: &Net,
) -> Sample {
    let (every, patience) = spec.usual();
    let check = Arc::new(Check {
        id: CheckId(0),
        node: NodeId(0),
        name: String::new(),
        spec: spec.clone(),
        every,
        patience,
        paused: false,
        own: None,
    });
    let clock = Clock::start();
    let past = Past::default();
    let look = || {
        let (past, steady) = (past.clone(), clock.steady());
        let agent = agent.clone().map(|session| Agent { session, past, steady });
        let target = Target { agent, ..Target::at(address.clone()) };
        probe(Arc::clone(&check), target, net, &clock)
    };
    let first = look().await;
    if !spec.looks_twice() || !matches!(first.outcome, Outcome::Measured { .. }) {
        return first;
    }
    tokio::time::sleep(SECOND_LOOK).await;
    look().await
}
