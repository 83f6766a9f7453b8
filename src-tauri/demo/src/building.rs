//! Writing the office into its site file, as people would have: through the engine's core.

use std::collections::HashMap;

use hinomi_engine::clock::Clock;
use hinomi_engine::core::Core;
use hinomi_engine::{Granted, Refusal, Wish};
use hinomi_model::check::{HttpSpec, IcmpSpec, TcpSpec};
use hinomi_model::draft::{CheckDraft, NodeDraft};
use hinomi_model::settings::Language;
use hinomi_model::{CheckId, CheckSpec, GroupId, Limits, NodeId, Patience, Settings, Span};
use hinomi_store::{Batch, Site};

use crate::host::{Hosts, Service};
use crate::office::Planned;
use crate::{DemoError, Options, past, runbooks};

/// Who is who in the site file.
#[derive(Debug, Default)]
pub struct Cast {
    /// Nodes by name.
    pub nodes: HashMap<String, NodeId>,
    /// Every check, what it looks at, and whose it is.
    pub checks: Vec<(CheckId, Service, String)>,
}

/// The settings of the site.
pub fn settings(language: Language) -> Settings {
    let name = match language {
        Language::En => "Hinomi Trading (demo)",
        Language::Ja => "火の見商事（デモ）",
    };
    let zone = hinomi_engine::zone::here();
    Settings { name: name.into(), language, zone, ..Settings::default() }
}

/// Builds the office, tells its past, and leaves the file ready to be watched from now on.
pub async fn build(
    site: &Site,
    plan: &[Planned],
    hosts: &Hosts,
    options: &Options,
) -> Result<Cast, DemoError> {
    let clock = Clock::start();
    let born = clock.now() - past::LENGTH;
    let mut core = Core::read(site.load().await?, Vec::new(), Vec::new());
    let mut cast = Cast::default();
    let mut groups: HashMap<&str, GroupId> = HashMap::new();
    for planned in plan {
        let group = match groups.get(planned.group.as_str()) {
            Some(id) => *id,
            None => {
                let wish = Wish::PutGroup(None, planned.group.clone());
                let Granted::Group(id) = core.wish(wish, born)? else { return Err(odd()) };
                groups.insert(&planned.group, id);
                id
            }
        };
        let draft = NodeDraft {
            name: planned.name.clone(),
            kind: planned.kind,
            importance: planned.importance,
            group: Some(group),
            vendor: (!planned.vendor.is_empty()).then(|| planned.vendor.into()),
            notes: planned.notes.into(),
            ..NodeDraft::at(&planned.address.to_string())
        };
        let Granted::Nodes(ids) = core.wish(Wish::PutNode(draft), born)? else { return Err(odd()) };
        let node = ids.first().copied().ok_or_else(odd)?;
        cast.nodes.insert(planned.name.clone(), node);
        for service in hosts.get(&planned.name).into_iter().flat_map(|h| &h.services) {
            let wish = Wish::PutCheck(draft_of(node, service, options.speed));
            let Granted::Check(id) = core.wish(wish, born)? else { return Err(odd()) };
            cast.checks.push((id, *service, planned.name.clone()));
        }
    }
    for planned in plan {
        let up = cast.nodes.get(&planned.up).copied();
        core.wish(Wish::PutLink(up, cast.nodes[&planned.name]), born)?;
    }
    runbooks::add(&mut core, &cast, options.language, born)?;
    past::tell(site, &mut core, &cast, options, clock.now()).await?;
    // So that the told past and the watching join without a gap, however long a slow PC takes to
    // load it; the engine's first heartbeat puts it right.
    let heartbeat = Some(clock.now() + Span::minutes(2));
    site.commit(&Batch { heartbeat, ..Batch::default() }).await?;
    Ok(cast)
}

fn odd() -> DemoError {
    DemoError::Plan(Refusal::NotFound("what was just made"))
}

/// A quick rhythm and little patience: the demo is there to be watched.
fn draft_of(node: NodeId, service: &Service, speed: f64) -> CheckDraft {
    let quick = |ms: f64, least: i64| Span(((ms / speed) as i64).max(least));
    let spec = match service {
        Service::Ping(_) => return CheckDraft::usual(node, CheckSpec::Icmp(IcmpSpec::default())),
        Service::Port(port, _) => CheckSpec::Tcp(TcpSpec {
            port: *port,
            timeout: Span::seconds(2),
            connect: Limits::warn(200.0),
        }),
        Service::Web(port, _) => CheckSpec::Http(HttpSpec {
            url: format!("http://{{address}}:{port}/"),
            timeout: quick(3_000.0, 1_500),
            redirects: 0,
            total: Limits::warn(400.0),
            ..HttpSpec::default()
        }),
    };
    let three = Patience::METRIC.to_trouble;
    let patience =
        Patience { to_trouble: three, doubt_every: quick(1_000.0, 500), ..Patience::REACHABILITY };
    CheckDraft { every: quick(4_000.0, 1_000), patience, ..CheckDraft::usual(node, spec) }
}
