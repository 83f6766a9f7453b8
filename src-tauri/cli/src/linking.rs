//! From who is there to how they hang together: agents are asked, their tables of addresses lead
//! further, and what is one box is one node.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use hinomi_discovery::device::View;
use hinomi_discovery::links::{self, Picture, Told};
use hinomi_discovery::{Finding, Mac, Options, Sweep, parse_ranges};
use hinomi_engine::hanging::{Asked, Hanging};
use hinomi_engine::{Whereabouts, Wish};
use hinomi_model::{NodeId, NodeKind, Secret};
use hinomi_net::Net;
use hinomi_net::interfaces::interfaces;
use hinomi_net::neighbours::neighbours;

use crate::editing::{Editing, now};
use crate::sorry::Sorry;

/// How often tables of addresses may lead to further networks.
const ROUNDS: usize = 3;
/// Most addresses in other networks that are looked at.
const MOST_BEYOND: usize = 1_024;

/// Who was found, with what their agents said.
#[derive(Debug, Default)]
pub struct Survey {
    /// Everybody, each once by each address.
    pub findings: Vec<Finding>,
    boxes: Vec<Boxed>,
    macs: BTreeMap<IpAddr, Mac>,
}

/// What one agent said, at one of its addresses.
#[derive(Debug)]
struct Boxed {
    at: IpAddr,
    community: usize,
    view: View,
    own: BTreeSet<IpAddr>,
    told: Told,
}

impl Survey {
    /// Asks the agents of those found and of `others`, then of whom their tables know.
    pub async fn of(
        net: &Net,
        findings: Vec<Finding>,
        others: &[IpAddr],
        communities: &[Secret],
    ) -> Survey {
        let mut survey = Survey { findings, ..Survey::default() };
        let found = survey.findings.iter().filter(|f| !f.this_pc).map(|f| f.address.into());
        let mut asked: BTreeSet<IpAddr> = BTreeSet::new();
        let mut next: BTreeSet<IpAddr> = found.chain(others.iter().copied()).collect();
        for _ in 0..ROUNDS {
            let fresh: Vec<IpAddr> = next.difference(&asked).copied().collect();
            if fresh.is_empty() {
                break;
            }
            survey.ask(net, &fresh, communities).await;
            asked.extend(fresh);
            let beyond = survey.beyond(&asked);
            let more = sweep(net, &beyond).await;
            asked.extend(
                beyond
                    .iter()
                    .map(|ip| IpAddr::V4(*ip))
                    .filter(|ip| !more.iter().any(|f| IpAddr::V4(f.address) == *ip)),
            );
            next = more.iter().map(|f| f.address.into()).collect();
            survey.findings.extend(more);
        }
        survey.findings.sort_by_key(|f| f.address);
        survey
    }

    async fn ask(&mut self, net: &Net, at: &[IpAddr], communities: &[Secret]) {
        let open = links::knock(net, at, communities).await;
        let sessions = open.into_iter().map(|(ip, n, session)| ((ip, n), session)).collect();
        let mut views = links::ask(sessions).await;
        views.sort_by_key(|((ip, _), _)| *ip);
        for ((at, community), view) in views {
            let told = links::told(NodeId(0), &view);
            let own: BTreeSet<IpAddr> = told.addresses.iter().copied().chain([at]).collect();
            self.macs.extend(told.arp.iter().map(|a| (a.address, a.mac)));
            // The same box at another of its addresses.
            if !self.boxes.iter().any(|b| b.own.contains(&at) && b.told.name == told.name) {
                self.boxes.push(Boxed { at, community, view, own, told });
            }
        }
    }

    /// Addresses agents know, that nobody was asked for yet and that are no box's we know.
    fn beyond(&self, asked: &BTreeSet<IpAddr>) -> Vec<Ipv4Addr> {
        let found: BTreeSet<IpAddr> = self.findings.iter().map(|f| f.address.into()).collect();
        let own: BTreeSet<IpAddr> = self.boxes.iter().flat_map(|b| &b.own).copied().collect();
        let known = self.boxes.iter().flat_map(|b| {
            let heard = b.told.heard.iter().flat_map(|h| h.addresses.iter().copied());
            let routes = b.told.routes.iter().map(|r| r.via);
            b.told.arp.iter().map(|a| a.address).chain(heard).chain(routes)
        });
        let v4 = |ip: IpAddr| match ip {
            IpAddr::V4(v4) => Some(v4),
            IpAddr::V6(_) => None,
        };
        let fresh =
            known.filter(|ip| !asked.contains(ip) && !found.contains(ip) && !own.contains(ip));
        let fresh: BTreeSet<Ipv4Addr> =
            fresh.filter_map(v4).filter(|ip| !ip.is_loopback()).collect();
        fresh.into_iter().take(MOST_BEYOND).collect()
    }

    /// The finding that stands for a box with several: its gateway's, else the first.
    pub fn is_another_address(&self, finding: &Finding) -> bool {
        let ip = IpAddr::V4(finding.address);
        let Some(of) = self.boxes.iter().find(|b| b.own.contains(&ip)) else { return false };
        let same = self.findings.iter().filter(|f| of.own.contains(&IpAddr::V4(f.address)));
        let first = same.min_by_key(|f| (!f.gateway, IpAddr::V4(f.address) != of.at, f.address));
        first.is_some_and(|f| f.address != finding.address)
    }

    fn boxed(&self, finding: &Finding) -> Option<&Boxed> {
        self.boxes.iter().find(|b| b.own.contains(&IpAddr::V4(finding.address)))
    }

    /// What the box at a finding calls itself.
    pub fn name(&self, finding: &Finding) -> Option<&str> {
        self.boxed(finding)?.told.name.as_deref().filter(|name| !name.is_empty())
    }

    /// What the box at a finding does.
    pub fn kind(&self, finding: &Finding) -> Option<NodeKind> {
        let kind = Asked::of(&self.boxed(finding)?.told).kind;
        (kind != NodeKind::Other && finding.kind == NodeKind::Other).then_some(kind)
    }

    /// Which of the communities opens the agent of a finding.
    pub fn community(&self, finding: &Finding) -> Option<usize> {
        Some(self.boxed(finding)?.community)
    }

    /// Who answered for a finding's address, where only a router can tell.
    pub fn mac(&self, finding: &Finding) -> Option<String> {
        let own = finding.mac.clone();
        own.or_else(|| self.macs.get(&IpAddr::V4(finding.address)).map(Mac::to_string))
    }

    /// Links the nodes of a site by what was said.
    pub fn link(&self, editing: &mut Editing) -> Result<(), Sorry> {
        let (known, before) = editing.world().known(now());
        let node = |b: &Boxed| {
            known.iter().find(|k| k.addresses.iter().any(|a| b.own.contains(a))).map(|k| k.node)
        };
        let told: BTreeMap<NodeId, Told> = self
            .boxes
            .iter()
            .filter_map(|b| node(b).map(|node| (node, links::told(node, &b.view))))
            .collect();
        let told: Vec<Told> = told.into_values().collect();
        let asked = told.iter().map(Asked::of).collect();
        let here = links::here(&interfaces(), &neighbours());
        let picture = Picture { known, told, here, before };
        let graph = links::infer(&picture);
        let whereabouts = Whereabouts::of(&picture, &graph);
        editing.wish(Wish::Hang(Box::new(Hanging { graph, asked })))?;
        editing.wish(Wish::See(Box::new(whereabouts)))?;
        Ok(())
    }
}

/// Who of these is there.
async fn sweep(net: &Net, at: &[Ipv4Addr]) -> Vec<Finding> {
    let texts: Vec<String> = at.iter().map(ToString::to_string).collect();
    let Ok(ranges) = parse_ranges(&texts) else { return Vec::new() };
    if texts.is_empty() {
        return Vec::new();
    }
    let sweep = Sweep::start(net, ranges, Options::default());
    let progress = sweep.wait().await;
    progress.findings.into_iter().filter(|f| !f.this_pc).collect()
}
