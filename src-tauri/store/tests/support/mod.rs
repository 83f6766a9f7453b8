//! Values the tests of this crate share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its part")]

use hinomi_model::incident::Resolution;
use hinomi_model::node::{Importance, NodeKind};
use hinomi_model::*;

pub const T0: i64 = 1_790_000_000_000;

pub fn node(id: u32) -> Node {
    Node {
        id: NodeId(id),
        name: format!("node {id} 火の見"),
        address: Address::parse(&format!("10.0.{}.{}", id / 250, id % 250 + 1)).unwrap(),
        kind: NodeKind::Switch,
        importance: Importance::High,
        group: None,
        vendor: Some("Acme".into()),
        mac: None,
        notes: String::new(),
        paused: false,
        added: Stamp(T0),
        parents: vec![],
        policies: Policies::default(),
        snmp: None,
        described: None,
        also: vec![],
        inferred: false,
    }
}

pub fn check(id: u32, of: u32) -> Check {
    let spec = CheckSpec::Icmp(check::IcmpSpec::default());
    let (every, patience) = spec.usual();
    Check {
        id: CheckId(id),
        node: NodeId(of),
        name: String::new(),
        spec,
        every,
        patience,
        paused: false,
        own: None,
    }
}

pub fn measured(check: u32, at: i64, rtt: f64) -> Sample {
    let readings = [Metric::Rtt, Metric::RttMin, Metric::RttMax, Metric::Jitter, Metric::Loss]
        .into_iter()
        .zip([rtt, rtt, rtt, 0.0, 0.0])
        .map(|(metric, value)| Reading { metric, value })
        .collect();
    Sample {
        check: CheckId(check),
        at: Stamp(at),
        took: Span(1),
        outcome: Outcome::Measured { readings },
    }
}

pub fn failed(check: u32, at: i64) -> Sample {
    let outcome = Outcome::failed(Phase::Connect, Cause::TimedOut);
    Sample { check: CheckId(check), at: Stamp(at), took: Span(800), outcome }
}

pub fn unable(check: u32, at: i64) -> Sample {
    let outcome = Outcome::unable(Obstacle::NoRoute);
    Sample { check: CheckId(check), at: Stamp(at), took: Span(0), outcome }
}

pub fn belief(grade: Grade, since: i64) -> Belief {
    Belief { grade, since: Stamp(since), uncertainty: Span(10_000), confirmed: Stamp(since) }
}

pub fn change(grade: Grade, since: i64) -> Change {
    Change { before: None, now: belief(grade, since), at: Stamp(since + 3_000) }
}

pub fn incident(id: u32, node: u32, started: i64) -> Incident {
    let name = format!("node {node}");
    Incident {
        uncertainty: Span(10_000),
        opened: Stamp(started + 3_000),
        worst: Grade::Critical,
        ..Incident::opening(IncidentId(id), NodeId(node), name, Stamp(started))
    }
}

pub fn resolved(mut incident: Incident, ended: i64) -> Incident {
    let (at, ended) = (Stamp(ended + 1_000), Stamp(ended));
    incident.resolved = Some(Resolution { at, ended, uncertainty: Span(500) });
    incident
}

pub fn note(incident: u32, before: Option<(u32, &str)>, at: i64, text: &str) -> Entry {
    let author = Author::Operator("佐藤".into());
    let what = What::Note { text: text.into() };
    Entry::seal(IncidentId(incident), before, Stamp(at), author, what)
}
