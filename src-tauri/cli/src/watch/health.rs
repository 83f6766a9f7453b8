//! How watching goes, in numbers.

use std::sync::atomic::Ordering::Relaxed;

use hinomi_engine::{EngineHandle, Event, Hearing};
use hinomi_model::{Awake, Span, Stamp, What};
use serde::Serialize;

/// The health line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "health")]
pub struct Health {
    at: Stamp,
    /// Probes sent since the start, and what came of them.
    probes: u64,
    failed: u64,
    unable: u64,
    /// Over the last 10 s.
    per_second: f64,
    /// The 99th percentile of how late probes left over the last 10 s.
    late_ms: f64,
    in_flight: u32,
    /// When something was last stored, and why nothing can be stored, if so.
    stored: Option<Stamp>,
    trouble: Option<String>,
    /// Whether this computer is kept awake, and why not, if it should be.
    #[serde(flatten)]
    awake: Awake,
    /// How traps are heard.
    traps: Option<Traps>,
    /// Octets of memory resident, where the system tells.
    rss: Option<u64>,
}

/// How traps are heard.
#[derive(Debug, Serialize)]
struct Traps {
    /// The UDP port.
    port: u16,
    /// Why it cannot be had, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
    /// Traps and informs taken; messages that were none, or that nobody known signed; traps that
    /// came faster than they could be looked at.
    taken: u64,
    malformed: u64,
    refused: u64,
    lost: u64,
    /// The vault is locked, so users of SNMPv3 are not heard.
    locked: bool,
}

impl Traps {
    fn of(hearing: &Hearing) -> Option<Traps> {
        let tally = hearing.tally;
        Some(Traps {
            port: hearing.wanted?,
            trouble: hearing.trouble.as_ref().map(ToString::to_string),
            taken: tally.taken,
            malformed: tally.malformed,
            refused: tally.refused,
            lost: tally.lost,
            locked: hearing.locked,
        })
    }
}

impl Health {
    /// Looks now.
    pub fn look(engine: &EngineHandle, at: Stamp) -> Health {
        let (counters, rates, stored) = (engine.counters(), engine.rates(), engine.stored());
        Health {
            at,
            probes: counters.probes.load(Relaxed),
            failed: counters.failed.load(Relaxed),
            unable: counters.unable.load(Relaxed),
            per_second: (rates.per_second * 100.0).round() / 100.0,
            late_ms: (rates.late.as_secs_f64() * 1e4).round() / 10.0,
            in_flight: counters.in_flight.load(Relaxed),
            stored: stored.at,
            trouble: stored.trouble,
            awake: engine.awake(),
            traps: Traps::of(&engine.hearing()),
            rss: rss(),
        }
    }
}

/// Resident memory of this process (proc(5), `status`).
#[cfg(target_os = "linux")]
fn rss() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(not(target_os = "linux"))]
fn rss() -> Option<u64> {
    None
}

/// What is counted while watching.
#[derive(Debug)]
pub struct Tally {
    /// When watching began.
    pub started: Stamp,
    incidents: u64,
    resolved: u64,
    notifications: u64,
    gaps: u64,
}

/// The last line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "summary")]
pub struct Summary {
    at: Stamp,
    /// How long it was watched.
    pub lasted: Span,
    /// Probes sent.
    pub probes: u64,
    /// Probes that failed; with healthy targets, losses.
    pub failed: u64,
    /// Probes that could not be made.
    pub unable: u64,
    /// Incidents opened.
    pub incidents: u64,
    resolved: u64,
    notifications: u64,
    gaps: u64,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(started: Stamp) -> Tally {
        Tally { started, incidents: 0, resolved: 0, notifications: 0, gaps: 0 }
    }

    /// Counts an event.
    pub fn count(&mut self, event: &Event) {
        match event {
            Event::Incident { what: What::Opened { .. }, .. } => self.incidents += 1,
            Event::Resolved { .. } => self.resolved += 1,
            Event::Notification { .. } => self.notifications += 1,
            Event::Gap { gap } if gap.until.is_some() => self.gaps += 1,
            Event::Incident { .. }
            | Event::State { .. }
            | Event::Gap { .. }
            | Event::Trap { .. } => {}
        }
    }

    /// The last line.
    pub fn summary(&self, engine: &EngineHandle, at: Stamp) -> Summary {
        let counters = engine.counters();
        Summary {
            at,
            lasted: at - self.started,
            probes: counters.probes.load(Relaxed),
            failed: counters.failed.load(Relaxed),
            unable: counters.unable.load(Relaxed),
            incidents: self.incidents,
            resolved: self.resolved,
            notifications: self.notifications,
            gaps: self.gaps,
        }
    }
}
