//! Looking around: one sweep at a time, as the window sees it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hinomi_discovery::{Evidence, Finding, Options, Sweep, parse_ranges, subnets};
use hinomi_model::settings::Language;
use hinomi_model::{Address, FieldError, Node, Outcome, Problem, words};
use hinomi_net::Net;
use hinomi_wire::Failure;
use hinomi_wire::scan::{Found, ScanEvidence, ScanView, Subnet};

/// The sweep under way, or the last one.
#[derive(Default)]
pub(crate) struct Scanning(Mutex<Option<Sweep>>);

impl std::fmt::Debug for Scanning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scanning")
    }
}

impl Scanning {
    fn lock(&self) -> MutexGuard<'_, Option<Sweep>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The subnets this PC stands in. Its own loopback is no network to look around in.
    pub(crate) fn subnets(&self) -> Vec<Subnet> {
        let subnet = |s: hinomi_discovery::Subnet| Subnet {
            cidr: s.net.to_string(),
            interface: s.interface,
            address: s.address.to_string(),
            gateway: s.gateway.map(|g| g.to_string()),
            addresses: s.addresses,
            proposed: s.proposed,
        };
        subnets().into_iter().filter(|s| !s.address.is_loopback()).map(subnet).collect()
    }

    /// Starts a sweep; one under way is ended first.
    pub(crate) fn start(&self, net: &Net, cidrs: &[String]) -> Result<(), Failure> {
        let ranges = parse_ranges(cidrs).map_err(|error| {
            let field = FieldError { field: "cidrs".into(), problem: Problem::NotAnAddress };
            Failure { message: error.to_string(), ..Failure::fields(vec![field]) }
        })?;
        *self.lock() = Some(Sweep::start(net, ranges, Options::default()));
        Ok(())
    }

    /// Ends the sweep; what was found stays.
    pub(crate) fn stop(&self) {
        if let Some(sweep) = &*self.lock() {
            sweep.stop();
        }
    }

    /// How it goes. `nodes` are those watched already.
    pub(crate) fn view(&self, nodes: &[Node], language: Language) -> ScanView {
        let Some(progress) = self.lock().as_ref().map(Sweep::progress) else {
            return ScanView::default();
        };
        let words = |obstacle| words::outcome(language, &Outcome::unable(obstacle));
        ScanView {
            running: progress.running,
            done: progress.done,
            of: progress.of,
            found: progress.findings.into_iter().map(|f| found(f, nodes)).collect(),
            trouble: progress.trouble.map(words),
        }
    }
}

fn found(finding: Finding, nodes: &[Node]) -> Found {
    let address = Address::Ip(finding.address.into());
    Found {
        known: nodes.iter().find(|n| n.address == address).map(|n| n.id),
        address: address.to_string(),
        name: finding.name,
        mac: finding.mac,
        vendor: finding.vendor.map(Into::into),
        kind: finding.kind,
        rtt: finding.rtt.map(|rtt| rtt.as_secs_f64() * 1e3),
        ports: finding.ports,
        evidence: finding.evidence.into_iter().map(evidence).collect(),
        gateway: finding.gateway,
        this_pc: finding.this_pc,
    }
}

fn evidence(evidence: Evidence) -> ScanEvidence {
    match evidence {
        Evidence::Icmp => ScanEvidence::Icmp,
        Evidence::Tcp => ScanEvidence::Tcp,
        Evidence::Neighbour => ScanEvidence::Neighbour,
        Evidence::Mdns => ScanEvidence::Mdns,
    }
}
