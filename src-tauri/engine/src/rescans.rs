//! Re-scans: when one is due, what follows from what it found, and what people decide about it.
//!
//! What was found is compared with what is known by [`hinomi_discovery::propose()`]; nothing of the
//! site changes before a person says so.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use hinomi_discovery::{Finding, Judged, Known, Look, Ranges, parse_ranges, propose};
use hinomi_model::check::TcpSpec;
use hinomi_model::draft::NodeDraft;
use hinomi_model::fitting::{Fitting, fitting};
use hinomi_model::incident::Withdrawal;
use hinomi_model::snmp::{Access, Login, PORT};
use hinomi_model::words::{Eye, Stranger};
use hinomi_model::{
    Address, CheckSpec, FieldError, Glimpse, Limits, Node, NodeId, Problem, Proposal, ProposalId,
    Proposed, Reach, Rescan, Rescanned, Scope, Settings, Sketch, Span, Stamp, Voice,
};
use hinomi_store::Edit;

use crate::core::Core;
use crate::feed::Key;
use crate::wish::{Granted, Refusal};

/// After a start, after waking and after a gap, what is not urgent waits so long: everything else
/// begins then, too.
const CALM: Span = Span::minutes(1);
/// Most characters of a node's name.
const LONGEST_NAME: usize = 120;

/// What is to be swept now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    /// What is swept, as typed.
    pub ranges: Vec<String>,
    /// What is left alone.
    pub exclude: Vec<String>,
    /// Which slice of it.
    pub slice: u32,
    /// The nodes that are known by a DNS name.
    pub named: Arc<[(NodeId, String)]>,
}

/// What the sweep of a slice found.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Which slice it was, counted from 0.
    pub slice: u32,
    /// It was the last one.
    pub last: bool,
    /// When it began.
    pub since: Stamp,
    /// Who is there.
    pub findings: Vec<Finding>,
    /// What was looked at.
    pub ranges: Ranges,
    /// Every address was asked, and nothing stood in the way.
    pub whole: bool,
    /// The logins that were tried, in their order.
    pub logins: Vec<Login>,
    /// The vault was locked, so some were not.
    pub locked: bool,
    /// Where nodes are that are known by a DNS name, as far as it was answered.
    pub named: Vec<(NodeId, Vec<IpAddr>)>,
}

/// How re-scans stand, for whoever looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RescanNow {
    /// How far they have come.
    pub how_far: Rescanned,
    /// When the next one begins, if one does.
    pub next: Option<Stamp>,
}

impl Core {
    /// Is there something to sweep? Then it has begun.
    pub(crate) fn begin_rescan(&mut self, now: Stamp) -> Option<Due> {
        let how_far = self.world.rescanned;
        let rescan = &self.world.settings.rescan;
        let calm = self.rescan_asked || self.is_calm(now);
        if !self.may_sweep() || !calm || !how_far.is_due(rescan, now, &self.zone) {
            return None;
        }
        if !how_far.is_under_way() || how_far.is_stale(rescan, now, &self.zone) {
            self.keep_rescanned(how_far.begin(now));
        }
        self.rescan_asked = false;
        let Rescan { ranges, exclude, .. } = self.world.settings.rescan.clone();
        let (slice, named) = (self.world.rescanned.slices, self.named());
        Some(Due { ranges, exclude, slice, named })
    }

    /// May anything be swept just now? Not while nobody is to look, while we cannot, and while the
    /// whole site is worked on.
    pub(crate) fn may_sweep(&self) -> bool {
        let here = !self.off_site && self.vantage.lost().is_none();
        self.world.settings.rescan.is_on() && here && !self.is_left_alone()
    }

    /// Nobody wants to know just now: watching is paused, or the whole site is worked on.
    pub(crate) fn is_left_alone(&self) -> bool {
        let mut on = self.windows_on.iter().filter_map(|id| self.world.windows.get(id));
        self.world.settings.paused || on.any(|window| window.scope == Scope::Site)
    }

    fn is_calm(&self, now: Stamp) -> bool {
        self.trusted_from().is_none_or(|from| now >= from + CALM)
    }

    /// A person swept this: it is what is swept again from now on, unless it is a part of that only.
    pub(crate) fn sweep_again(
        &mut self,
        ranges: Vec<String>,
        exclude: Vec<String>,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let rescan = Rescan { ranges, exclude, ..self.world.settings.rescan.clone() };
        judge_ranges(&rescan)?;
        if is_part(&rescan.ranges, &self.world.settings.rescan.ranges) {
            return Ok(Granted::Done);
        }
        let settings = Settings { rescan, ..self.world.settings.clone() };
        self.rechosen(&settings.rescan, now);
        self.keep_settings(settings);
        Ok(Granted::Done)
    }

    /// What is swept again, or when, is about to be this: what was to begin before is not made up for.
    /// Of more than before nothing has been looked at; of less, one that is under way begins anew.
    pub(crate) fn rechosen(&mut self, rescan: &Rescan, now: Stamp) {
        let before = &self.world.settings.rescan;
        if is_wider(rescan, before) {
            let (since, widened) = (Some(now), Some(now));
            self.keep_rescanned(Rescanned { since, widened, ..Rescanned::default() });
        } else if (&before.ranges, &before.exclude) != (&rescan.ranges, &rescan.exclude) {
            self.keep_rescanned(Rescanned { slices: 0, ..self.world.rescanned });
        } else if (before.every, before.day, before.hour) != (rescan.every, rescan.day, rescan.hour)
        {
            self.keep_rescanned(Rescanned { since: Some(now), ..self.world.rescanned });
        }
    }

    /// A person wants one now.
    pub(crate) fn rescan_now(&mut self, now: Stamp) -> Result<Granted, Refusal> {
        if !self.world.settings.rescan.is_on() {
            return Err(Refusal::NotFound("what is to be swept again"));
        }
        if !self.world.rescanned.is_under_way() {
            self.keep_rescanned(self.world.rescanned.begin(now));
        }
        self.rescan_asked = true;
        Ok(Granted::Done)
    }

    pub(crate) fn keep_rescanned(&mut self, how_far: Rescanned) {
        if how_far != self.world.rescanned {
            self.world.rescanned = how_far;
            self.edit(Edit::PutRescanned(how_far));
        }
        self.feed.touch(Key::Rescan);
    }

    /// How re-scans stand.
    pub(crate) fn rescan_state(&self) -> RescanNow {
        let settings = &self.world.settings;
        let next = settings.rescan.next(self.now, &self.zone);
        let next = next.filter(|_| settings.rescan.is_on());
        RescanNow { how_far: self.world.rescanned, next }
    }

    /// Takes what a slice found. What was found while we slept, were elsewhere or were cut off in
    /// between says nothing: that slice is swept again.
    pub(crate) fn looked(&mut self, looked: &Looked, now: Stamp) -> Granted {
        let how_far = self.world.rescanned;
        let current = how_far.is_under_way() && how_far.slices == looked.slice;
        let trusted = self.trusted_from().is_none_or(|from| looked.since >= from);
        if !current || !trusted || !self.may_sweep() {
            return Granted::Done;
        }
        let judged = self.judge_look(looked, now);
        let eye = if how_far.ended.is_none() { Eye::FirstRescan } else { Eye::Rescan };
        self.keep_judged(judged, eye, now);
        let partial = how_far.partial || !looked.whole;
        let how_far = Rescanned { partial, locked: how_far.locked || looked.locked, ..how_far };
        self.keep_rescanned(match looked.last {
            true => Rescanned { slices: 0, ended: Some(now), ..how_far },
            false => Rescanned { slices: how_far.slices + 1, ..how_far },
        });
        Granted::Done
    }

    fn judge_look(&self, looked: &Looked, now: Stamp) -> Judged {
        let world = &self.world;
        let mut nodes: Vec<Node> = world.nodes.values().cloned().collect();
        place_named(&mut nodes, &looked.named);
        let proposals: Vec<Proposal> = world.proposals.values().cloned().collect();
        let (lives, unheard) = self.heard_of(looked.since);
        let known = Known {
            nodes: &nodes,
            lives: &lives,
            unheard: &unheard,
            proposals: &proposals,
            glimpses: &world.glimpses,
            logins: &looked.logins,
        };
        let Looked { findings, ranges, whole, .. } = looked;
        let begun = world.rescanned.begun.unwrap_or(looked.since);
        propose(&Look { findings, ranges, whole: *whole, begun, at: now }, &known)
    }

    /// Which nodes live, by anything but the look, and since when the others have not been heard.
    /// Of nodes nobody can or wants to hear, neither is known.
    fn heard_of(&self, since: Stamp) -> (BTreeSet<NodeId>, BTreeMap<NodeId, Option<Stamp>>) {
        let (mut lives, mut unheard) = (BTreeSet::new(), BTreeMap::new());
        for node in self.world.nodes.values() {
            let checks = self.world.checks_of(node.id);
            let asking = checks.filter(|w| w.check.spec.sends() && self.world.is_active(&w.check));
            let said: Vec<(Voice, Option<Stamp>)> =
                asking.map(|w| (w.voice(), w.state.belief().map(|b| b.since))).collect();
            let answers = said.iter().any(|(voice, _)| *voice == Voice::Answers);
            let silent = || said.iter().filter(|(voice, _)| *voice == Voice::Silent);
            let open = !said.is_empty() && silent().next().is_none();
            match () {
                () if answers || self.holds_address(node, since) => _ = lives.insert(node.id),
                () if open || node.paused || self.is_out_of_reach(node) => {}
                () => _ = unheard.insert(node.id, silent().filter_map(|(_, at)| *at).max()),
            }
        }
        (lives, unheard)
    }

    /// Does any table of addresses still have it?
    fn holds_address(&self, node: &Node, since: Stamp) -> bool {
        node.address.ip().is_some_and(|ip| self.holders.seen(ip).is_some_and(|at| at >= since))
    }

    /// Something else stands in the way, or it is worked on.
    fn is_out_of_reach(&self, node: &Node) -> bool {
        let cut_off = matches!(self.world.reaches.get(&node.id), Some(Reach::Unreachable { .. }));
        let on = self.windows_on.iter().filter_map(|id| self.world.windows.get(id));
        let checks: Vec<_> = self.world.checks_of(node.id).map(|w| w.check.id).collect();
        let mut on = on.into_iter();
        cut_off || on.any(|w| checks.iter().any(|check| w.covers(*check, node.id, node.group)))
    }

    fn keep_judged(&mut self, judged: Judged, eye: Eye, now: Stamp) {
        for id in judged.over {
            self.forget_proposal(id);
        }
        for kept in judged.kept {
            self.keep_proposal(kept);
        }
        let mut strangers = Vec::new();
        for new in judged.new {
            if new.what == Proposed::New
                && let Some(seen) = &new.seen
            {
                strangers.extend(self.meet(seen));
            }
            let id = self.world.ids.next_proposal();
            self.keep_proposal(Proposal { id, ..new });
        }
        for (node, seen) in judged.glimpses {
            self.edit(Edit::PutGlimpse(node, Box::new(seen.clone())));
            self.world.glimpses.insert(node, seen);
        }
        self.forget_proposals();
        self.tell_strangers(&strangers, eye, now);
    }

    /// A box no node stands for was found: is it a stranger?
    fn meet(&mut self, seen: &Glimpse) -> Option<Stranger> {
        let mac = seen.mac.as_deref().and_then(|mac| mac.parse().ok());
        let known = mac.is_some_and(|mac| !self.met.insert(mac));
        let spot = mac.and_then(|mac| self.spot(mac));
        (!known).then(|| Stranger {
            name: seen.name.clone(),
            maker: seen.maker.clone(),
            address: Some(seen.address),
            mac: seen.mac.clone(),
            private: seen.private,
            spot,
        })
    }

    fn keep_proposal(&mut self, proposal: Proposal) {
        let id = proposal.id;
        match proposal.is_shown() {
            true => self.feed.touch(Key::Proposal(id)),
            false => self.feed.remove(Key::Proposal(id)),
        }
        self.edit(Edit::PutProposal(Box::new(proposal.clone())));
        self.world.proposals.insert(id, proposal);
    }

    fn forget_proposal(&mut self, id: ProposalId) {
        if self.world.proposals.remove(&id).is_some() {
            self.edit(Edit::DropProposal(id));
            self.feed.remove(Key::Proposal(id));
        }
    }

    /// A network that makes up boxes without end fills no file.
    fn forget_proposals(&mut self) {
        let too_many = self.world.proposals.len().saturating_sub(Proposal::MOST);
        let mut oldest: Vec<(Stamp, ProposalId)> =
            self.world.proposals.values().map(|p| (p.last, p.id)).collect();
        oldest.sort();
        oldest.into_iter().take(too_many).for_each(|(_, id)| self.forget_proposal(id));
    }

    /// Nodes have changed: what was proposed of them may be so by now.
    pub(crate) fn settle_proposals(&mut self) {
        if self.world.proposals.is_empty() {
            return;
        }
        let nodes: Vec<Node> = self.world.nodes.values().cloned().collect();
        let one = |id| self.world.nodes.get(&id).cloned();
        let all = self.world.proposals.values();
        let settled: Vec<ProposalId> =
            all.filter(|p| p.is_settled(one, &nodes)).map(|p| p.id).collect();
        settled.into_iter().for_each(|id| self.forget_proposal(id));
    }

    /// Does what is proposed; the nodes that were added, in the order of their proposals.
    pub(crate) fn accept(&mut self, ids: &[ProposalId], now: Stamp) -> Result<Granted, Refusal> {
        let all = self.these(ids)?;
        let new: Vec<Glimpse> = (all.iter().filter(|p| p.what == Proposed::New))
            .filter_map(|p| p.seen.clone())
            .collect();
        let drafts: Vec<NodeDraft> = new.iter().map(|seen| self.draft_of(seen)).collect();
        let gateways: Vec<String> =
            new.iter().filter(|seen| seen.gateway).map(|seen| seen.address.to_string()).collect();
        // First, since it alone may be refused: whatever follows is made here, and right.
        let added = self.add_nodes(&drafts, &CheckSpec::proposed(), &gateways, now)?;
        if let Granted::Nodes(ids) = &added {
            for (id, seen) in ids.iter().zip(&new) {
                let fits = fitting(&seen.ports, false).into_iter();
                let usual = fits.filter(|fit| fit.usual_for.contains(&seen.kind));
                let usual: Vec<Sketch> = usual.map(|fit| Sketch::usual(fit.spec)).collect();
                self.add_checks(&[*id], &usual)?;
            }
        }
        for proposal in all {
            self.forget_proposal(proposal.id);
            self.do_as_proposed(proposal, now)?;
        }
        Ok(added)
    }

    /// These proposals, each once, in the order they are named.
    fn these(&self, ids: &[ProposalId]) -> Result<Vec<Proposal>, Refusal> {
        let mut named = BTreeSet::new();
        let once = ids.iter().filter(|id| named.insert(**id));
        let one = |id: &ProposalId| self.world.proposals.get(id).cloned();
        once.map(|id| one(id).ok_or(Refusal::NotFound("the proposal"))).collect()
    }

    fn draft_of(&self, seen: &Glimpse) -> NodeDraft {
        // It may have been taken out of the list since.
        let login = seen.login.clone().filter(|l| self.world.settings.logins.contains(l));
        let short = |text: &String| text.chars().take(LONGEST_NAME).collect::<String>();
        NodeDraft {
            name: seen.name.as_ref().map(short).unwrap_or_default(),
            kind: seen.kind,
            vendor: seen.maker.as_ref().map(short),
            mac: seen.mac.clone(),
            snmp: login.map(|login| Access::usual(PORT, login)),
            also: Some(seen.also.clone()),
            ..NodeDraft::at(&seen.address.to_string())
        }
    }

    fn do_as_proposed(&mut self, proposal: Proposal, now: Stamp) -> Result<(), Refusal> {
        let Proposal { what, seen, .. } = proposal;
        let Some(node) = what.node().and_then(|id| self.world.nodes.get(&id)).cloned() else {
            return Ok(());
        };
        match what {
            Proposed::New => {}
            Proposed::Gone { node } => _ = self.drop_nodes(&[node], now)?,
            Proposed::Moved { to, .. } => {
                let found = seen.iter().flat_map(Glimpse::addresses);
                let also = Node::further(&to, found);
                self.move_node(Node { also, ..node }, to, now);
            }
            Proposed::Replaced { to, .. } => self.keep_node(Node { mac: Some(to), ..node }),
            Proposed::Renamed { to, .. } => {
                let name: String = to.trim().chars().take(LONGEST_NAME).collect();
                self.keep_node(Node { name, ..node });
            }
            Proposed::Became { to, .. } => self.keep_node(Node { kind: to, ..node }),
            Proposed::Opened { node, ports } => {
                let checks = self.checks_of_opened(node, &ports);
                self.add_checks(&[node], &checks)?;
            }
        }
        Ok(())
    }

    /// Boxes that are there for what they opened are asked for it; of others, which may speak it in
    /// an old way, only the port is watched.
    fn checks_of_opened(&self, id: NodeId, ports: &[u16]) -> Vec<Sketch> {
        let node = self.world.nodes.get(&id);
        let named = node.is_some_and(|node| node.address.ip().is_none());
        let fits = ports.iter().zip(fitting(ports, named));
        let check = |(port, fit): (&u16, Fitting)| {
            let (port, timeout, connect) = (*port, Span::seconds(3), Limits::NONE);
            let plain = CheckSpec::Tcp(TcpSpec { port, timeout, connect });
            let mut watched = self.world.checks_of(id);
            let is_usual = node.is_some_and(|node| fit.usual_for.contains(&node.kind));
            let is_plain = !is_usual || watched.any(|w| w.check.spec.is_about(&plain));
            Sketch::usual(if is_plain { plain } else { fit.spec })
        };
        fits.map(check).collect()
    }

    fn move_node(&mut self, node: Node, to: Address, now: Stamp) {
        let id = node.id;
        let named_by_address = node.name == node.address.to_string();
        let name = if named_by_address { to.to_string() } else { node.name.clone() };
        self.keep_node(Node { name, address: to, ..node });
        let checks = self.checks_of(&[id]);
        self.withdraw(&checks, Withdrawal::Changed, now);
        self.reschedule(&checks);
    }

    /// Says that nothing is to be done about these (`true`), or that they are open after all.
    pub(crate) fn dismiss(
        &mut self,
        ids: &[ProposalId],
        dismissed: bool,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        for proposal in self.these(ids)? {
            self.keep_proposal(Proposal { dismissed: dismissed.then_some(now), ..proposal });
        }
        Ok(Granted::Done)
    }
}

/// The addresses these say without what is left alone, and that; `None` if nothing is to be swept.
pub(crate) fn parts(ranges: &[String], exclude: &[String]) -> Option<(Ranges, Option<Ranges>)> {
    let all = parse_ranges(ranges).ok()?;
    match parse_ranges(exclude) {
        Ok(exclude) => Some((all.without(&exclude)?, Some(exclude))),
        // Nothing is left alone; what cannot be read was refused when it was typed.
        Err(_) => Some((all, None)),
    }
}

/// The addresses these say, without what is left alone; `None` if that is nothing.
pub(crate) fn swept(ranges: &[String], exclude: &[String]) -> Option<Ranges> {
    parts(ranges, exclude).map(|(all, _)| all)
}

/// Is anything swept by the first that is not by the second?
fn is_wider(after: &Rescan, before: &Rescan) -> bool {
    let all = |rescan: &Rescan| swept(&rescan.ranges, &rescan.exclude);
    match (all(after), all(before)) {
        (Some(after), Some(before)) => after.without(&before).is_some(),
        (after, _) => after.is_some(),
    }
}

/// A node that is known by a DNS name is where that leads, unless another one is known by that very
/// address.
fn place_named(nodes: &mut [Node], named: &[(NodeId, Vec<IpAddr>)]) {
    let taken: BTreeSet<IpAddr> = nodes.iter().flat_map(|node| node.addresses()).collect();
    for node in nodes {
        let found = named.iter().filter(|(id, _)| *id == node.id).flat_map(|(_, found)| found);
        let free = found.map(IpAddr::to_canonical).filter(|ip| !taken.contains(ip));
        node.also = Node::further(&node.address, node.also.iter().copied().chain(free));
    }
}

/// Does the first say less than the second, and nothing else?
fn is_part(part: &[String], whole: &[String]) -> bool {
    match (parse_ranges(part), parse_ranges(whole)) {
        (Ok(part), Ok(whole)) => part.without(&whole).is_none() && part != whole,
        _ => false,
    }
}

/// Can what is swept again be read, and is anything left of it?
pub(crate) fn judge_ranges(rescan: &Rescan) -> Result<(), Refusal> {
    let wrong = |field: &str, problem| {
        let field = FieldError { field: field.into(), problem };
        Refusal::Fields(vec![field])
    };
    let read = |field, texts: &[String]| match texts.iter().any(|text| !text.trim().is_empty()) {
        true => parse_ranges(texts).map(Some).map_err(|_| wrong(field, Problem::NotAnAddress)),
        false => Ok(None),
    };
    let ranges = read("rescan.ranges", &rescan.ranges)?;
    let exclude = read("rescan.exclude", &rescan.exclude)?;
    match (ranges, exclude) {
        (Some(all), Some(not)) if all.without(&not).is_none() => {
            Err(wrong("rescan.exclude", Problem::Empty))
        }
        _ => Ok(()),
    }
}
