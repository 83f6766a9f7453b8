//! What a re-scan found, beside what the site knows: what is proposed to a person, and what is not
//! proposed any more.
//!
//! Pure. A proposal is told from others by what it is about: a box no node stands for by its hardware
//! address (without one, by where it is), a difference by its node and what became different. So the
//! same thing found again is the same proposal, seen once more. An open one is over when a look saw
//! that it is no more, not when it learnt nothing; one that was dismissed stays dismissed.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use hinomi_model::{Address, Glimpse, Node, NodeId, Proposal, ProposalId, Proposed, Stamp};

use crate::compare::own_names;
use crate::{Difference, Finding, Mac, Match, Ranges, Sureness, compare, silent};

/// What one look brought.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Who is there.
    pub findings: &'a [Finding],
    /// Where it was looked.
    pub ranges: &'a Ranges,
    /// Every address was asked, and nothing stood in the way: who was not found did not answer.
    pub whole: bool,
    /// When the re-scan began that it is a part of.
    pub begun: Stamp,
    /// When.
    pub at: Stamp,
}

/// What the site knows.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The nodes.
    pub nodes: &'a [Node],
    /// Those of which something besides the look says that they live.
    pub lives: &'a BTreeSet<NodeId>,
    /// Those that could be gone, since when their checks have heard nothing; `None` where none asks.
    /// Who cannot be reached, is paused or is worked on is in neither.
    pub unheard: &'a BTreeMap<NodeId, Option<Stamp>>,
    /// What is proposed and was dismissed.
    pub proposals: &'a [Proposal],
    /// What looks before this one saw of the nodes.
    pub glimpses: &'a BTreeMap<NodeId, Glimpse>,
    /// How opened agents are opened, by their place among the logins that were tried.
    pub logins: &'a [hinomi_model::snmp::Login],
}

/// What follows from a look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Proposals that were there, as they are now.
    pub kept: Vec<Proposal>,
    /// New ones; their identities are still to be given.
    pub new: Vec<Proposal>,
    /// Those that are over.
    pub over: Vec<ProposalId>,
    /// What was seen of nodes.
    pub glimpses: Vec<(NodeId, Glimpse)>,
}

/// What follows from a look.
pub fn propose(look: &Look<'_>, known: &Known<'_>) -> Judged {
    let matches = compare(look.findings, known.nodes);
    let mut judging = Judging {
        look,
        known,
        by_id: known.nodes.iter().map(|node| (node.id, node)).collect(),
        wanted: Vec::new(),
        glimpses: BTreeMap::new(),
        named: BTreeSet::new(),
        placed: BTreeSet::new(),
        strangers: Vec::new(),
        shared: shared(look.findings),
    };
    for (finding, is) in look.findings.iter().zip(&matches) {
        judging.found(finding, is);
    }
    let missing = match look.whole {
        true => silent(look.findings, &matches, known.nodes, look.ranges),
        false => Vec::new(),
    };
    judging.judge(&missing)
}

struct Judging<'a> {
    look: &'a Look<'a>,
    known: &'a Known<'a>,
    by_id: BTreeMap<NodeId, &'a Node>,
    /// What is different with nodes that were found.
    wanted: Vec<(Proposed, Glimpse)>,
    /// The nodes that were found.
    glimpses: BTreeMap<NodeId, Glimpse>,
    /// Those of them that said what they call themselves …
    named: BTreeSet<NodeId>,
    /// … and those whose hardware address was learnt where they are watched.
    placed: BTreeSet<NodeId>,
    /// Boxes no node stands for.
    strangers: Vec<Glimpse>,
    /// Hardware addresses that tell nobody from others: one answers for several.
    shared: BTreeSet<&'a str>,
}

fn shared(findings: &[Finding]) -> BTreeSet<&str> {
    let mut once = BTreeSet::new();
    findings.iter().filter_map(|f| f.mac.as_deref()).filter(|mac| !once.insert(*mac)).collect()
}

impl Judging<'_> {
    fn found(&mut self, finding: &Finding, is: &Match) {
        let seen = self.glimpse(finding);
        let node = is.node.or_else(|| self.remembered(&seen));
        let Some(node) = node.and_then(|id| self.by_id.get(&id).copied()) else {
            if !finding.this_pc && !self.strangers.iter().any(|other| other.is_same(&seen)) {
                self.strangers.push(seen);
            }
            return;
        };
        if own_names(finding).next().is_some() {
            self.named.insert(node.id);
        }
        if seen.mac.is_some() && node.address.ip() == Some(seen.address) {
            self.placed.insert(node.id);
        }
        let all = is.differences.iter();
        let different = all.filter_map(|each| self.different(node, each, finding, &seen));
        let mut different: Vec<Proposed> = different.collect();
        if finding.is(node) {
            different.extend(self.since_last(node, &seen));
            self.glimpses.insert(node.id, seen.clone());
        } else {
            self.glimpses.entry(node.id).or_insert_with(|| seen.clone());
        }
        // Where a box moved and another took its place, both may call themselves the same.
        different.retain(|what| !self.wanted.iter().any(|(other, _)| is_same(other, what)));
        self.wanted.extend(different.into_iter().map(|what| (what, seen.clone())));
    }

    /// The node a box is that answers by IPv6 alone this time, and was seen with it before.
    fn remembered(&self, seen: &Glimpse) -> Option<NodeId> {
        let same = |was: &Glimpse| {
            let here = was.addresses().any(|ip| ip == seen.address);
            here || was.mac.is_some() && was.mac == seen.mac
        };
        let mut glimpses = self.known.glimpses.iter().filter(|_| seen.address.is_ipv6());
        glimpses.find(|(id, was)| self.by_id.contains_key(id) && same(was)).map(|(id, _)| *id)
    }

    /// Is this an IPv4 address whose owner may well be there, since it was not asked?
    fn was_left_out(&self, address: IpAddr) -> bool {
        matches!(address, IpAddr::V4(ip) if !(self.look.whole && self.look.ranges.contains(ip)))
    }

    fn glimpse(&self, finding: &Finding) -> Glimpse {
        let mac = finding.mac.as_deref().filter(|mac| !self.shared.contains(mac));
        let private = mac.and_then(|mac| mac.parse::<Mac>().ok()).is_some_and(Mac::is_private);
        Glimpse {
            at: self.look.at,
            address: finding.address,
            also: finding.also.iter().take(Node::MOST_ALSO).copied().collect(),
            name: finding.name.clone(),
            mac: mac.map(str::to_owned),
            private,
            maker: finding.maker.clone().or_else(|| finding.vendor.map(Into::into)),
            model: finding.model.clone(),
            kind: finding.kind,
            sure: finding.sure == Sureness::Sure,
            ports: finding.ports.clone(),
            proofs: finding.evidence.iter().copied().collect(),
            gateway: finding.gateway,
            login: finding.login.and_then(|n| self.known.logins.get(n).cloned()),
        }
    }

    /// What of a difference is worth a person's word.
    fn different(
        &self,
        node: &Node,
        difference: &Difference,
        finding: &Finding,
        seen: &Glimpse,
    ) -> Option<Proposed> {
        let id = node.id;
        match difference {
            // Who answers where it is watched has not moved, whoever else has its hardware address.
            Difference::Moved { .. } if self.known.lives.contains(&id) => None,
            // Nor has one that answers by IPv6 here, and was not asked where it is watched.
            Difference::Moved { from }
                if seen.address.is_ipv6() && from.ip().is_some_and(|ip| self.was_left_out(ip)) =>
            {
                None
            }
            Difference::Moved { from } => {
                let to = Address::Ip(seen.address);
                Some(Proposed::Moved { node: id, from: from.clone(), to })
            }
            Difference::Replaced { mac } => {
                let (from, to) = (mac.clone(), seen.mac.clone()?);
                Some(Proposed::Replaced { node: id, from, to })
            }
            Difference::Renamed { to } => {
                let (from, to) = (node.name.clone(), self.name(id, finding).unwrap_or(to));
                Some(Proposed::Renamed { node: id, from, to: to.clone() })
            }
            // A sweep by hand shows it, where both can be looked at.
            Difference::Doubled { .. } => None,
        }
    }

    /// The name of a box that was proposed for a node already: which of several is heard first is
    /// no news.
    fn name(&self, id: NodeId, finding: &Finding) -> Option<&String> {
        self.known.proposals.iter().find_map(|proposal| match &proposal.what {
            Proposed::Renamed { node, to, .. } if *node == id => {
                own_names(finding).any(|name| name == to).then_some(to)
            }
            _ => None,
        })
    }

    /// What is different from what was seen of it before.
    fn since_last(&self, node: &Node, seen: &Glimpse) -> Vec<Proposed> {
        let Some(before) = self.known.glimpses.get(&node.id) else { return Vec::new() };
        let mut different = Vec::new();
        if before.sure && seen.sure && before.kind != seen.kind && node.kind != seen.kind {
            let (from, to) = (before.kind, seen.kind);
            different.push(Proposed::Became { node: node.id, from, to });
        }
        let new = |port: &&u16| !before.ports.contains(port);
        let ports: Vec<u16> = seen.ports.iter().filter(new).copied().collect();
        if !ports.is_empty() {
            different.push(Proposed::Opened { node: node.id, ports });
        }
        different
    }

    fn judge(mut self, missing: &[NodeId]) -> Judged {
        let mut judged = Judged::default();
        let mut met = self.met_again();
        for proposal in self.known.proposals {
            match self.again(proposal, met.remove(&proposal.id), missing) {
                Fate::Same => {}
                Fate::Seen(now) => judged.kept.push(*now),
                Fate::Over => judged.over.push(proposal.id),
            }
        }
        let new = self.wanted.into_iter().map(|(what, seen)| (what, Some(seen)));
        let strangers = self.strangers.into_iter().map(|seen| (Proposed::New, Some(seen)));
        let had = |id: &NodeId| {
            self.known.proposals.iter().any(|p| p.what == Proposed::Gone { node: *id })
        };
        let is_there = |id: &NodeId| self.glimpses.contains_key(id);
        let missed = missing.iter().filter(|id| self.known.unheard.contains_key(id) && !had(id));
        let missed = missed.filter(|id| !is_there(id));
        let gone =
            missed.map(|id| (Proposed::Gone { node: *id }, self.known.glimpses.get(id).cloned()));
        let at = self.look.at;
        let fresh = |(what, seen)| Proposal {
            id: ProposalId(0),
            what,
            seen,
            first: at,
            last: at,
            times: 1,
            dismissed: None,
        };
        judged.new = new.chain(strangers).chain(gone).map(fresh).collect();
        judged.glimpses = self
            .glimpses
            .into_iter()
            .map(|(id, seen)| {
                let before = self.known.glimpses.get(&id);
                (id, remembering(seen, before))
            })
            .collect();
        judged
    }

    /// Those boxes no node stands for that were proposed before, by proposal. Who has a proposal's
    /// hardware address comes before who is only where it was.
    fn met_again(&mut self) -> BTreeMap<ProposalId, Glimpse> {
        let new = || self.known.proposals.iter().filter(|p| p.what == Proposed::New);
        let by_mac = |own: &Glimpse, seen: &Glimpse| own.mac.is_some() && own.mac == seen.mac;
        let mut met = BTreeMap::new();
        for same in [by_mac, Glimpse::is_same] {
            for proposal in new() {
                let Some(own) = &proposal.seen else { continue };
                let again = self.strangers.iter().position(|seen| same(own, seen));
                if let Some(n) = again.filter(|_| !met.contains_key(&proposal.id)) {
                    met.insert(proposal.id, self.strangers.remove(n));
                }
            }
        }
        met
    }

    /// What becomes of a proposal; what it is about is taken out of what was found.
    fn again(&mut self, proposal: &Proposal, met: Option<Glimpse>, missing: &[NodeId]) -> Fate {
        let at = self.look.at;
        let seen_now = |seen: Glimpse| {
            // Who is beyond several slices is met by each of them, and by one re-scan.
            let counted = proposal.last >= self.look.begun;
            let times = proposal.times.saturating_add(u32::from(!counted));
            let now = Proposal { seen: Some(seen), last: at, times, ..proposal.clone() };
            Fate::Seen(Box::new(now))
        };
        let Some(id) = proposal.what.node() else {
            return match met {
                Some(seen) => seen_now(self.known_better(seen, proposal)),
                None if self.is_node(proposal) || self.is_old(proposal) => Fate::Over,
                None => Fate::Same,
            };
        };
        let Some(node) = self.by_id.get(&id).copied() else { return Fate::Over };
        if let Proposed::Gone { .. } = proposal.what {
            return self.missed(proposal, id, missing);
        }
        if let Some(n) = self.wanted.iter().position(|(what, _)| is_same(what, &proposal.what)) {
            return seen_now(self.wanted.remove(n).1);
        }
        let dismissed = proposal.dismissed.is_some();
        // A port is remembered with its node, and so is no news again.
        let remembered = dismissed && matches!(proposal.what, Proposed::Opened { .. });
        let undone = self.is_undone(&proposal.what, id) && !dismissed;
        if undone || remembered || proposal.what.is_so(node) {
            return Fate::Over;
        }
        self.seen_so(&proposal.what, id).map_or(Fate::Same, seen_now)
    }

    /// What is no difference from the last look any more may still be so: the node as it was seen.
    fn seen_so(&self, what: &Proposed, id: NodeId) -> Option<Glimpse> {
        let seen = self.glimpses.get(&id)?;
        let so = match what {
            Proposed::Became { to, .. } => seen.sure && seen.kind == *to,
            Proposed::Opened { ports, .. } => ports.iter().all(|port| seen.ports.contains(port)),
            _ => false,
        };
        so.then(|| seen.clone())
    }

    /// Did this look, which did not find a difference again, see that it is no more? What it did not
    /// learn it does not know.
    fn is_undone(&mut self, what: &Proposed, id: NodeId) -> bool {
        match what {
            Proposed::Moved { .. } => self.glimpses.contains_key(&id),
            Proposed::Replaced { .. } => self.placed.contains(&id),
            Proposed::Renamed { .. } => self.named.contains(&id),
            Proposed::Became { from, to, .. } => {
                // It is what it was, after all, and that is no news either.
                let back = |what: &Proposed| matches!(what, Proposed::Became { node, to, .. } if (*node, to) == (id, from));
                self.wanted.retain(|(what, _)| !back(what));
                self.glimpses.get(&id).is_some_and(|seen| seen.sure && seen.kind != *to)
            }
            Proposed::New | Proposed::Gone { .. } | Proposed::Opened { .. } => false,
        }
    }

    fn missed(&self, proposal: &Proposal, id: NodeId, missing: &[NodeId]) -> Fate {
        if self.glimpses.contains_key(&id) || self.known.lives.contains(&id) {
            return Fate::Over;
        }
        let Some(since) = self.known.unheard.get(&id).filter(|_| missing.contains(&id)) else {
            return Fate::Same;
        };
        let at = self.look.at;
        // It was switched on in between: the counting begins anew.
        let lived = since.is_some_and(|since| since > proposal.first);
        let now = match lived {
            true => Proposal { first: at, last: at, times: 1, dismissed: None, ..proposal.clone() },
            false => {
                let times = proposal.times.saturating_add(1);
                Proposal { last: at, times, ..proposal.clone() }
            }
        };
        Fate::Seen(Box::new(now))
    }

    /// A box whose hardware address was known once keeps it while another look does not learn it, and
    /// its IPv4 address as long as that was not asked in vain.
    fn known_better(&self, seen: Glimpse, proposal: &Proposal) -> Glimpse {
        let Some(before) = &proposal.seen else { return seen };
        let seen = match seen.mac {
            None => Glimpse { mac: before.mac.clone(), private: before.private, ..seen },
            Some(_) => seen,
        };
        let address = before.address;
        if seen.address.is_ipv6() && self.was_left_out(address) {
            let also = Node::further(&Address::Ip(address), seen.addresses());
            return Glimpse { address, also, ..seen };
        }
        seen
    }

    fn is_node(&self, proposal: &Proposal) -> bool {
        let seen = proposal.seen.as_ref();
        seen.is_none_or(|seen| self.known.nodes.iter().any(|node| seen.is_node(node)))
    }

    fn is_old(&self, proposal: &Proposal) -> bool {
        let private = proposal.seen.as_ref().is_some_and(|seen| seen.private);
        let kept = if private { Proposal::PRIVATE_KEPT } else { Proposal::KEPT };
        self.look.at - proposal.last > kept
    }
}

enum Fate {
    Same,
    Seen(Box<Proposal>),
    Over,
}

/// The same difference, seen another time?
fn is_same(a: &Proposed, b: &Proposed) -> bool {
    match (a, b) {
        (Proposed::Moved { node, to, .. }, Proposed::Moved { node: n, to: t, .. }) => {
            (node, to) == (n, t)
        }
        (Proposed::Replaced { node, to, .. }, Proposed::Replaced { node: n, to: t, .. })
        | (Proposed::Renamed { node, to, .. }, Proposed::Renamed { node: n, to: t, .. }) => {
            (node, to) == (n, t)
        }
        (Proposed::Became { node, to, .. }, Proposed::Became { node: n, to: t, .. }) => {
            (node, to) == (n, t)
        }
        (a, b) => a == b,
    }
}

/// What was seen of a node, with the ports that were open once: a port that did not answer in time
/// is no news when it does. What it surely is, it is until it surely is something else, and what is
/// not learnt of its addresses this time is as it was.
fn remembering(seen: Glimpse, before: Option<&Glimpse>) -> Glimpse {
    let Some(before) = before else { return seen };
    let mut ports: BTreeSet<u16> = seen.ports.iter().copied().collect();
    ports.extend(&before.ports);
    let (kind, sure) = match before.sure && !seen.sure {
        true => (before.kind, true),
        false => (seen.kind, seen.sure),
    };
    let seen = Glimpse { ports: ports.into_iter().collect(), kind, sure, ..seen };
    if seen.mac.is_some() && before.mac.is_some() && seen.mac != before.mac {
        return seen;
    }
    let (mac, private) = match seen.mac {
        Some(mac) => (Some(mac), seen.private),
        None => (before.mac.clone(), before.private),
    };
    let also = match seen.also.is_empty() {
        true => Node::further(&Address::Ip(seen.address), before.also.iter().copied()),
        false => seen.also,
    };
    Glimpse { mac, private, also, ..seen }
}

#[cfg(test)]
mod tests;
