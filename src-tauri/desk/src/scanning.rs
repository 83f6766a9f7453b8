//! Looking around: one sweep at a time, as the window sees it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hinomi_discovery::device::profile::Folder;
use hinomi_discovery::{
    Clue, Difference, Finding, Options, RangeError, Ranges, Source, Stage, Sureness, Sweep, Topic,
    compare, parse_ranges, silent, subnets,
};
use hinomi_engine::Logins;
use hinomi_model::fitting::{Fitting, fitting};
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Access, PORT};
use hinomi_model::{FieldError, Node, Outcome, Problem, words};
use hinomi_net::Net;
use hinomi_wire::Failure;
use hinomi_wire::scan::{
    Found, ScanCheck, ScanClue, ScanDifference, ScanSnmp, ScanSource, ScanStage, ScanSureness,
    ScanTopic, ScanView, Subnet,
};

/// The sweep under way, or the last one.
#[derive(Default)]
pub(crate) struct Scanning(Mutex<Option<Looking>>);

/// A sweep and how it goes about it.
struct Looking {
    sweep: Arc<Sweep>,
    ranges: Ranges,
    options: Options,
    agents: Logins,
}

fn asked(agents: &Logins) -> ScanSnmp {
    match agents.locked {
        true => ScanSnmp::Locked,
        false if agents.credentials.is_empty() && agents.doors.is_empty() => ScanSnmp::NoLogins,
        false => ScanSnmp::Asked,
    }
}

impl std::fmt::Debug for Scanning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scanning")
    }
}

impl Scanning {
    fn lock(&self) -> MutexGuard<'_, Option<Looking>> {
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
    pub(crate) fn start(
        &self,
        net: &Net,
        cidrs: &[String],
        exclude: &[String],
        agents: Logins,
        profiles: Folder,
    ) -> Result<Arc<Sweep>, Failure> {
        let (ranges, exclude) = ranges(cidrs, exclude)?;
        let options = Options {
            logins: agents.credentials.clone(),
            doors: agents.doors.clone(),
            spared: agents.spared.clone(),
            profiles,
            exclude,
            ..Options::default()
        };
        let sweep = Arc::new(Sweep::start(net, ranges.clone(), options.clone()));
        *self.lock() = Some(Looking { sweep: Arc::clone(&sweep), ranges, options, agents });
        Ok(sweep)
    }

    /// Ends the sweep; what was found stays.
    pub(crate) fn stop(&self) {
        if let Some(looking) = &*self.lock() {
            looking.sweep.stop();
        }
    }

    /// Goes on with a sweep that was stopped.
    pub(crate) fn resume(&self, net: &Net) {
        if let Some(looking) = &*self.lock() {
            looking.sweep.resume(net, looking.options.clone());
        }
    }

    /// How it goes. `nodes` are those watched already.
    pub(crate) fn view(&self, nodes: &[Node], language: Language) -> ScanView {
        let looking = self.lock();
        let Some(Looking { sweep, agents, ranges, .. }) = &*looking else {
            return ScanView::default();
        };
        let progress = sweep.progress();
        let words = |obstacle| words::outcome(language, &Outcome::unable(obstacle));
        let called = |ip: &std::net::IpAddr| {
            let finding = progress.at(*ip).and_then(|f| f.name.clone());
            let node = || nodes.iter().find(|n| n.addresses().any(|own| own == *ip));
            finding.or_else(|| Some(node()?.name.clone())).unwrap_or_else(|| ip.to_string())
        };
        let matches = compare(&progress.findings, nodes);
        let through = !progress.running && progress.done == progress.of;
        let silent = || silent(&progress.findings, &matches, nodes, ranges);
        let found = progress.findings.iter().zip(&matches).map(|(finding, is)| Found {
            beyond: finding.beyond.as_ref().map(called),
            known: is.node,
            differences: is.differences.iter().map(difference).collect(),
            ..found(finding, agents)
        });
        ScanView {
            running: progress.running,
            stage: stage(progress.stage),
            resumable: !progress.running && progress.done < progress.of,
            done: progress.done,
            of: progress.of,
            agents_done: progress.agents_done,
            agents: progress.agents,
            snmp: asked(agents),
            found: found.collect(),
            silent: if through && progress.trouble.is_none() { silent() } else { Vec::new() },
            trouble: progress.trouble.clone().map(words),
        }
    }
}

/// What is looked at, and what is left alone wherever tables lead.
fn ranges(cidrs: &[String], exclude: &[String]) -> Result<(Ranges, Option<Ranges>), Failure> {
    let wrong = |field: &'static str| {
        move |error: RangeError| {
            let field = FieldError { field: field.into(), problem: Problem::NotAnAddress };
            Failure { message: error.to_string(), ..Failure::fields(vec![field]) }
        }
    };
    let ranges = parse_ranges(cidrs).map_err(wrong("cidrs"))?;
    if exclude.iter().all(|text| text.trim().is_empty()) {
        return Ok((ranges, None));
    }
    let exclude = parse_ranges(exclude).map_err(wrong("exclude"))?;
    let nothing_left = || {
        let field = FieldError { field: "exclude".into(), problem: Problem::Empty };
        Failure::fields(vec![field])
    };
    Ok((ranges.without(&exclude).ok_or_else(nothing_left)?, Some(exclude)))
}

fn found(finding: &Finding, agents: &Logins) -> Found {
    let login = finding.login.and_then(|n| agents.logins.get(n).cloned());
    Found {
        known: None,
        differences: Vec::new(),
        address: finding.address.to_string(),
        also: finding.also.iter().map(ToString::to_string).collect(),
        name: finding.name.clone(),
        mac: finding.mac.clone(),
        vendor: finding.maker.clone().or_else(|| finding.vendor.map(Into::into)),
        model: finding.model.clone(),
        kind: finding.kind,
        sure: sureness(finding.sure),
        clues: finding.clues.iter().map(clue).collect(),
        rtt: finding.rtt.map(|rtt| rtt.as_secs_f64() * 1e3),
        ports: finding.ports.clone(),
        checks: fitting(&finding.ports, false).into_iter().map(check).collect(),
        evidence: finding.evidence.iter().copied().collect(),
        gateway: finding.gateway,
        this_pc: finding.this_pc,
        snmp: login.map(|login| Access::usual(PORT, login)),
        beyond: None,
    }
}

fn check(fits: Fitting) -> ScanCheck {
    ScanCheck { spec: fits.spec, usual_for: fits.usual_for }
}

fn difference(difference: &Difference) -> ScanDifference {
    match difference {
        Difference::Moved { from } => ScanDifference::Moved { from: from.to_string() },
        Difference::Replaced { mac } => ScanDifference::Replaced { mac: mac.clone() },
        Difference::Renamed { to } => ScanDifference::Renamed { to: to.clone() },
        Difference::Doubled { node } => ScanDifference::Doubled { node: *node },
    }
}

fn stage(stage: Stage) -> ScanStage {
    match stage {
        Stage::Addresses => ScanStage::Addresses,
        Stage::Agents => ScanStage::Agents,
        Stage::Beyond => ScanStage::Beyond,
        Stage::Ended => ScanStage::Ended,
    }
}

fn sureness(sure: Sureness) -> ScanSureness {
    match sure {
        Sureness::Unknown => ScanSureness::Unknown,
        Sureness::Guess => ScanSureness::Guess,
        Sureness::Likely => ScanSureness::Likely,
        Sureness::Sure => ScanSureness::Sure,
    }
}

fn clue(clue: &Clue) -> ScanClue {
    let source = match clue.source {
        Source::Snmp => ScanSource::Snmp,
        Source::Wsd => ScanSource::Wsd,
        Source::Ssdp => ScanSource::Ssdp,
        Source::Mdns => ScanSource::Mdns,
        Source::NetBios => ScanSource::Netbios,
        Source::Tls => ScanSource::Tls,
        Source::Http => ScanSource::Http,
        Source::Ssh => ScanSource::Ssh,
        Source::Dns => ScanSource::Dns,
        Source::Route => ScanSource::Route,
        Source::Mac => ScanSource::Mac,
        Source::Ports => ScanSource::Ports,
    };
    let topic = match clue.topic {
        Topic::Name => ScanTopic::Name,
        Topic::Type => ScanTopic::Type,
        Topic::Maker => ScanTopic::Maker,
        Topic::Model => ScanTopic::Model,
        Topic::Title => ScanTopic::Title,
        Topic::Software => ScanTopic::Software,
        Topic::Certificate => ScanTopic::Certificate,
        Topic::Service => ScanTopic::Service,
        Topic::Group => ScanTopic::Group,
        Topic::Ports => ScanTopic::Ports,
        Topic::Gateway => ScanTopic::Gateway,
    };
    ScanClue { source, topic, text: clue.text.clone(), kind: clue.kind }
}
