//! Traps as they come in: whose they are, what they raise and end, and what is kept of them.
//!
//! Every trap is judged and may raise or end trouble; what is *kept* is bounded. Of traps of one
//! sender and kind the first few of each minute are kept, what says the same is counted, and so is
//! the rest. A trap that raises new trouble always has a line of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use hinomi_model::check::{InterfaceSpec, TrapSpec};
use hinomi_model::draft::CheckDraft;
use hinomi_model::snmp::{Names, Oid, Trap};
use hinomi_model::trap::{
    self, Bound, InBoth, Judged, TrapEntry, TrapVerdict, is_ended_by_another, judge, known,
};
use hinomi_model::{CheckId, CheckSpec, NodeId, Outcome, Sample, Span, Stamp, TrapId};

use crate::core::Core;
use crate::event::Event;
use crate::feed::Key;
use crate::senders::Senders;
use crate::wish::{Granted, Refusal};
use crate::world::Watched;

/// Lines kept of one sender and kind within [`STORM`], besides those that raise trouble.
const FIRST: usize = 5;
/// Traps of one sender and kind are counted together for so long.
const STORM: Span = Span::minutes(1);
/// Senders and kinds remembered at once; beyond that strangers are counted together.
const BURSTS: usize = 2_048;
/// Samples are dated a millisecond apart; they run ahead of the clock no further than this.
const AHEAD: Span = Span::seconds(1);
/// Troubles that stand at one node at most.
const STANDING: usize = 256;

/// What the core knows of traps.
#[derive(Debug, Default)]
pub(crate) struct Traps {
    /// Trouble that has not ended, by node, oldest first.
    standing: BTreeMap<NodeId, Vec<TrapEntry>>,
    /// What came of late, by sender and kind.
    bursts: HashMap<(IpAddr, Oid), Burst>,
    /// Trouble that was over within the last [`STORM`], by node.
    over: BTreeMap<NodeId, Vec<TrapEntry>>,
    /// Nodes whose traps came faster than they could be judged one by one.
    unjudged: BTreeSet<NodeId>,
    /// Whose traps they are.
    pub(crate) senders: Senders,
    /// Somebody hears traps.
    pub(crate) heard: bool,
    /// What traps are called that are not known anyway.
    names: Arc<Names>,
}

/// Traps of one sender and kind since a moment.
#[derive(Debug)]
struct Burst {
    since: Stamp,
    kept: Vec<TrapEntry>,
    rest: Option<TrapEntry>,
}

impl Core {
    /// What stood when the site was last watched.
    pub(crate) fn take_up_traps(&mut self, standing: Vec<TrapEntry>) {
        for entry in standing {
            if let Some(node) = entry.node.filter(|node| self.world.nodes.contains_key(node)) {
                self.traps.standing.entry(node).or_default().push(entry);
            }
        }
    }

    /// Nodes that are gone have no trouble that stands.
    pub(crate) fn forget_strays(&mut self) {
        let nodes = &self.world.nodes;
        self.traps.standing.retain(|node, _| nodes.contains_key(node));
    }

    /// Traps are heard from now on, or are not.
    pub fn hears_traps(&mut self, heard: bool) {
        self.traps.heard = heard;
    }

    /// What traps are called from now on.
    pub fn know_names(&mut self, names: Arc<Names>) {
        self.traps.names = names;
    }

    /// A trap came in.
    pub fn trap(&mut self, trap: Trap, at: Stamp) {
        if self.world.settings.paused || self.off_site {
            return;
        }
        let node = self.sender(&trap);
        let mut judged = judge(&self.world.settings.traps.rules, &trap, node);
        if node.is_some_and(|node| self.is_usual(node, &trap, &judged)) {
            judged.verdict = TrapVerdict::Ok;
        }
        if judged.verdict == TrapVerdict::Ignored {
            return;
        }
        let before = node.map(|node| self.standing(node).len());
        if let Some(node) = node {
            self.end_others(node, &judged, at);
        }
        let raises = node.filter(|node| judged.verdict.grade().is_some() && self.hears(*node));
        let news = match raises {
            Some(node) => self.raise(node, &trap, judged, at),
            None => {
                let entry = self.entry(node, &trap, judged, at);
                self.keep(entry, at);
                false
            }
        };
        if let (Some(node), Some(before)) = (node, before)
            && (news || self.standing(node).len() != before)
        {
            self.judge_traps(node, at);
        }
    }

    /// What stands at a node, oldest first.
    pub(crate) fn standing(&self, node: NodeId) -> &[TrapEntry] {
        self.traps.standing.get(&node).map_or(&[], Vec::as_slice)
    }

    fn trap_check(&self, node: NodeId) -> Option<&Watched> {
        self.world.checks_of(node).find(|w| matches!(w.check.spec, CheckSpec::Trap(_)))
    }

    /// May traps of this node raise trouble? Whoever stopped its trap check said no.
    fn hears(&self, node: NodeId) -> bool {
        let runs = self.world.nodes.get(&node).is_some_and(|n| !n.paused);
        runs && self.trap_check(node).is_none_or(|w| !w.check.paused)
    }

    /// Somebody switched a PC off: of a node whose interfaces are watched, that a link went down is
    /// trouble where it is to be up, and elsewhere what happens every evening. A rule says otherwise.
    fn is_usual(&self, node: NodeId, trap: &Trap, judged: &Judged) -> bool {
        let Some(index) = judged.about.parse::<u32>().ok() else { return false };
        if judged.by_rule || !known(&trap.kind).is_some_and(|known| known.is_link_down()) {
            return false;
        }
        let name = self.interface_name(node, index);
        let wanted = |spec: &InterfaceSpec| {
            let same = match &name {
                Some(name) => spec.port.name == *name,
                None => spec.port.index == index,
            };
            same && spec.up
        };
        let interfaces = self.world.checks_of(node).filter_map(|w| match &w.check.spec {
            CheckSpec::Interface(spec) => Some(wanted(spec)),
            _ => None,
        });
        let interfaces: Vec<bool> = interfaces.collect();
        !interfaces.is_empty() && !interfaces.contains(&true)
    }

    /// The line of one trap, not numbered yet.
    fn entry(&self, node: Option<NodeId>, trap: &Trap, judged: Judged, at: Stamp) -> TrapEntry {
        TrapEntry {
            id: TrapId(0),
            node,
            from: trap.from,
            agent: trap.agent.filter(|agent| *agent != trap.from),
            first: at,
            last: at,
            count: 1,
            kind: trap.kind.clone(),
            bindings: trap.bindings.iter().map(Bound::of).collect(),
            voucher: trap.voucher.clone(),
            verdict: judged.verdict,
            said: self.said(node, trap),
            about: judged.about,
            rest: false,
            stands: false,
            until: None,
            ended_by: None,
        }
    }

    /// What it means, in words where they are known.
    fn said(&self, node: Option<NodeId>, trap: &Trap) -> InBoth {
        match known(&trap.kind) {
            Some(known) => known.said(trap, |index| self.interface_name(node?, index)),
            None => InBoth::same(self.traps.names.label(&trap.kind)),
        }
    }

    /// Trouble: it stands from now on, or is said once more. Says whether that is news.
    fn raise(&mut self, node: NodeId, trap: &Trap, judged: Judged, at: Stamp) -> bool {
        let until = self.until(node, trap, &judged, at);
        let standing = self.traps.standing.entry(node).or_default();
        let same = |e: &&mut TrapEntry| e.kind == trap.kind && e.about == judged.about;
        if let Some(entry) = standing.iter_mut().find(same) {
            (entry.last, entry.until) = (at, until);
            entry.count = entry.count.saturating_add(1);
            let news = std::mem::replace(&mut entry.verdict, judged.verdict) != judged.verdict;
            entry.bindings = trap.bindings.iter().map(Bound::of).collect();
            let entry = entry.clone();
            self.put_trap(entry);
            return news;
        }
        let full = standing.len() >= STANDING;
        let entry = self.entry(Some(node), trap, judged, at);
        if full {
            // There is trouble enough to be seen already.
            self.keep(entry, at);
            return false;
        }
        let entry = match self.again(node, &entry) {
            Some(TrapEntry { id, first, count, .. }) => {
                TrapEntry { id, first, count: count.saturating_add(1), ..entry }
            }
            None => TrapEntry { id: self.world.ids.next_trap(), ..entry },
        };
        let entry = TrapEntry { stands: true, until, ..entry };
        self.traps.standing.entry(node).or_default().push(entry.clone());
        self.tell_or_put(entry);
        if self.trap_check(node).is_none() {
            let spec = CheckSpec::Trap(TrapSpec::default());
            self.keep_check(CheckDraft::usual(node, spec));
        }
        true
    }

    /// The line of the same trouble, if it was said and over a moment ago: what comes and goes is
    /// one.
    fn again(&mut self, node: NodeId, entry: &TrapEntry) -> Option<TrapEntry> {
        let over = self.traps.over.get_mut(&node)?;
        let same = |e: &TrapEntry| e.kind == entry.kind && e.about == entry.about;
        let place = over.iter().position(|e| same(e) && entry.last - e.last < STORM)?;
        Some(over.swap_remove(place))
    }

    /// Then its trouble is over if nothing is heard of it. What another trap ends goes on until
    /// that comes.
    fn until(&self, node: NodeId, trap: &Trap, judged: &Judged, at: Stamp) -> Option<Stamp> {
        let usual = match self.trap_check(node).map(|w| &w.check.spec) {
            Some(CheckSpec::Trap(spec)) => spec.lasts,
            _ => TrapSpec::default().lasts,
        };
        let ended = is_ended_by_another(&self.world.settings.traps.rules, &trap.kind);
        match judged.lasts {
            Some(lasts) => Some(at + lasts.min(usual)),
            None => (!ended).then(|| at + usual),
        }
    }

    /// Ends the trouble this trap ends.
    fn end_others(&mut self, node: NodeId, judged: &Judged, at: Stamp) {
        if judged.ends.is_empty() {
            return;
        }
        let about = judged.about.clone();
        let ends = judged.ends.clone();
        self.end_where(node, at, None, |e| {
            let same = about.is_empty() || e.about.is_empty() || e.about == about;
            same && ends.iter().any(|kind| e.kind.starts_with(kind))
        });
    }

    /// Ends what stands at a node and is meant; says whether anything was.
    fn end_where(
        &mut self,
        node: NodeId,
        at: Stamp,
        by: Option<&str>,
        meant: impl Fn(&TrapEntry) -> bool,
    ) -> bool {
        let Some(standing) = self.traps.standing.get_mut(&node) else { return false };
        let ended: Vec<TrapEntry> = standing.extract_if(.., |e| meant(e)).collect();
        if standing.is_empty() {
            self.traps.standing.remove(&node);
        }
        let any = !ended.is_empty();
        for entry in ended {
            let until = Some(at);
            let entry =
                TrapEntry { stands: false, until, ended_by: by.map(str::to_owned), ..entry };
            let over = self.traps.over.entry(node).or_default();
            if over.len() < STANDING {
                over.push(entry.clone());
            }
            self.tell_or_put(entry);
        }
        any
    }

    /// Keeps a line: counts it where the same was said of late, or where it storms.
    fn keep(&mut self, entry: TrapEntry, at: Stamp) {
        let entry = self.lump(entry, at);
        let key = (entry.from, entry.kind.clone());
        let burst = self.traps.bursts.entry(key).or_insert_with(|| Burst::since(at));
        if at - burst.since >= STORM || at < burst.since {
            *burst = Burst::since(at);
        }
        let more = |of: &mut TrapEntry| {
            of.count = of.count.saturating_add(1);
            of.last = at;
            of.bindings.clone_from(&entry.bindings);
            of.clone()
        };
        let same = |e: &&mut TrapEntry| e.bindings == entry.bindings && e.node == entry.node;
        let known = if let Some(same) = burst.kept.iter_mut().find(same) {
            Some(more(same))
        } else if burst.kept.len() >= FIRST {
            burst.rest.as_mut().map(more)
        } else {
            None
        };
        match known {
            // A storm is told at its tenth, its hundredth …, or telling it would be one.
            Some(entry) if is_power_of_ten(entry.count) => self.tell_trap(entry),
            Some(entry) => self.put_trap(entry),
            None => {
                let rest = burst.kept.len() >= FIRST;
                let entry = TrapEntry { id: self.world.ids.next_trap(), rest, ..entry };
                match rest {
                    true => burst.rest = Some(entry.clone()),
                    false => burst.kept.push(entry.clone()),
                }
                self.tell_trap(entry);
            }
        }
    }

    /// Strangers by the thousand are counted together.
    fn lump(&mut self, entry: TrapEntry, at: Stamp) -> TrapEntry {
        let bursts = &mut self.traps.bursts;
        let key = (entry.from, entry.kind.clone());
        if bursts.len() < BURSTS || bursts.contains_key(&key) {
            return entry;
        }
        bursts.retain(|_, burst| at - burst.since < STORM);
        if bursts.len() < BURSTS || entry.node.is_some() && bursts.len() < 8 * BURSTS {
            return entry;
        }
        let said = InBoth { en: "From many senders".into(), ja: "多数の送信元".into() };
        let (kind, about) = (Oid::from([0, 0]), String::new());
        TrapEntry { from: Ipv4Addr::UNSPECIFIED.into(), agent: None, kind, about, said, ..entry }
    }

    /// What comes and goes is told ten times, and then like a storm.
    fn tell_or_put(&mut self, entry: TrapEntry) {
        match entry.count <= 10 || is_power_of_ten(entry.count) {
            true => self.tell_trap(entry),
            false => self.put_trap(entry),
        }
    }

    fn put_trap(&mut self, entry: TrapEntry) {
        self.feed.touch(Key::Traps);
        self.out.batch.traps.insert(entry.id, entry);
    }

    fn tell_trap(&mut self, entry: TrapEntry) {
        let node = entry.node.and_then(|node| self.world.nodes.get(&node));
        let node_name = node.map(|n| n.name.clone());
        self.out.events.push(Event::Trap { at: entry.last, node_name, trap: entry.clone() });
        self.put_trap(entry);
    }

    /// Judges the trap check of a node by what stands there.
    fn judge_traps(&mut self, node: NodeId, at: Stamp) -> Option<Sample> {
        let watched = self.trap_check(node)?;
        if !self.world.is_active(&watched.check) {
            return None;
        }
        let check = watched.check.id;
        // Several may come within one millisecond, and each counts; of a flood the last one does.
        let next = watched.state.last().map_or(at, |last| at.or_later(last + Span(1)));
        if next - at > AHEAD {
            self.traps.unjudged.insert(node);
            return None;
        }
        let at = next;
        let outcome: Outcome = trap::outcome(self.standing(node).iter());
        let sample = Sample { check, at, took: Span::ZERO, outcome };
        self.admit(sample.clone());
        Some(sample)
    }

    /// A trap check is due: nothing new was heard, which says something only while we hear.
    pub(crate) fn due_traps(&mut self, id: CheckId, now: Stamp) -> Option<Sample> {
        let node = self.watched(id)?.check.node;
        let listens = self.traps.heard && !self.world.settings.paused && !self.off_site;
        if !listens { None } else { self.judge_traps(node, now) }
    }

    /// Trouble whose time is up ends, and what a flood left unjudged is judged.
    pub(crate) fn expire_traps(&mut self, now: Stamp) {
        self.traps.over.retain(|_, over| {
            over.retain(|e| now - e.last < STORM);
            !over.is_empty()
        });
        for node in std::mem::take(&mut self.traps.unjudged) {
            self.judge_traps(node, now);
        }
        let over = |e: &TrapEntry| e.until.is_some_and(|until| until <= now);
        let late = self.traps.standing.iter().filter(|(_, all)| all.iter().any(over));
        let late: Vec<NodeId> = late.map(|(node, _)| *node).collect();
        for node in late {
            self.end_where(node, now, None, over);
            self.judge_traps(node, now);
        }
    }

    /// A person ends trouble that nothing else will end.
    pub(crate) fn end_trap(
        &mut self,
        id: TrapId,
        by: &str,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let mut all = self.traps.standing.iter();
        let node = all.find(|(_, standing)| standing.iter().any(|e| e.id == id));
        let node = *node.ok_or(Refusal::NotFound("this trap's trouble"))?.0;
        self.end_where(node, now, Some(by), |e| e.id == id);
        self.judge_traps(node, now);
        Ok(Granted::Done)
    }

    /// The trap check of a node is gone, and with it what stood.
    pub(crate) fn forget_traps(&mut self, node: NodeId, now: Stamp) {
        self.end_where(node, now, None, |_| true);
    }
}

impl Burst {
    fn since(since: Stamp) -> Burst {
        Burst { since, kept: Vec::new(), rest: None }
    }
}

fn is_power_of_ten(n: u32) -> bool {
    n >= 10 && 10_u32.pow(n.ilog10()) == n
}
