//! What people change: wishes, granted or refused as a whole.

use std::sync::Arc;

use hinomi_model::draft::{CheckDraft, Findings, NodeDraft};
use hinomi_model::incident::Withdrawal;
use hinomi_model::{
    Attachment, Check, CheckId, CheckSpec, Evidence, FieldError, Gap, GapReason, Group, GroupId,
    Link, LinkId, Node, NodeId, Pin, Problem, Runbook, RunbookId, Settings, Stamp,
};
use hinomi_store::Edit;

use crate::core::{Core, Order};
use crate::feed::Key;
use crate::wish::{Granted, Refusal, Wish};
use crate::world::Watched;

/// The most nodes one site may hold; ten times what it is made for.
const NODES: usize = 5_000;

impl Core {
    /// Grants a wish, or says why not and changes nothing.
    pub fn wish(&mut self, wish: Wish, now: Stamp) -> Result<Granted, Refusal> {
        match wish {
            Wish::AddNodes { nodes, checks, gateways } => {
                self.add_nodes(&nodes, &checks, &gateways, now)
            }
            Wish::PutNode(draft) => self.put_node(&draft, now),
            Wish::DropNodes(nodes) => self.drop_nodes(&nodes, now),
            Wish::PauseNodes(nodes, paused) => self.pause_nodes(&nodes, paused, now),
            Wish::GroupNodes(nodes, group) => self.group_nodes(&nodes, group),
            Wish::PutCheck(draft) => self.put_check(&draft, now),
            Wish::DropCheck(check) => self.drop_check(check, now),
            Wish::PauseCheck(check, paused) => self.pause_check(check, paused, now),
            Wish::PutGroup(group, name) => self.put_group(group, &name),
            Wish::DropGroup(group) => self.drop_group(group),
            Wish::PutLink(from, to) => self.put_link(from, to, Evidence::ByHand, now),
            Wish::DropLink(link) => self.drop_link(link),
            Wish::Pins(pins, unpin) => self.pin(pins, &unpin),
            Wish::Settings(settings) => self.put_settings(settings, now),
            Wish::PutRunbook { id, title, text, nodes, checks } => {
                self.put_runbook(id, &title, text, nodes, checks, now)
            }
            Wish::DropRunbook(id) => self.drop_runbook(id),
            Wish::Attach(id, file) => self.attach(id, file, now),
            Wish::Detach(id, hash) => self.detach(id, &hash, now),
            Wish::Log { incident, by, line } => self.write(incident, by, line, now),
        }
    }

    fn edit(&mut self, edit: Edit) {
        self.out.batch.edits.push(edit);
    }

    fn add_nodes(
        &mut self,
        drafts: &[NodeDraft],
        specs: &[CheckSpec],
        gateways: &[String],
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let mut wrong = Vec::new();
        let mut good = Vec::new();
        for (n, draft) in drafts.iter().enumerate() {
            match self.judge(draft) {
                Ok(node) => good.push(node),
                Err(errors) => wrong.extend(errors.into_iter().map(|e| within("nodes", n, e))),
            }
        }
        for (n, spec) in specs.iter().enumerate() {
            if let Err(errors) = CheckDraft::usual(NodeId(0), spec.clone()).check() {
                wrong.extend(errors.into_iter().map(|e| within("checks", n, e)));
            }
        }
        if self.world.nodes.len() + good.len() > NODES {
            let most = Problem::OutOfRange { least: 0.0, most: NODES as f64 };
            wrong.push(FieldError { field: "nodes".into(), problem: most });
        }
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
        let mut ids = Vec::new();
        for (name, address, draft) in good {
            let id = self.world.ids.next_node();
            let is_gateway = gateways.contains(&address.to_string());
            self.keep_node(Node { id, added: now, ..node_from(draft, name, address) });
            for spec in specs {
                self.keep_check(CheckDraft::usual(id, spec.clone()));
            }
            if is_gateway {
                // A second "gateway" link to the same node would be refused, and rightly.
                let _ = self.put_link(None, id, Evidence::Gateway, now);
            }
            ids.push(id);
        }
        Ok(Granted::Nodes(ids))
    }

    fn judge<'a>(
        &self,
        draft: &'a NodeDraft,
    ) -> Result<(String, hinomi_model::Address, &'a NodeDraft), Vec<FieldError>> {
        let (name, address) = draft.check()?;
        match draft.group {
            Some(group) if !self.world.groups.contains_key(&group) => {
                Err(vec![FieldError { field: "group".into(), problem: Problem::NoSuchThing }])
            }
            _ => Ok((name, address, draft)),
        }
    }

    fn keep_node(&mut self, node: Node) {
        self.feed.touch(Key::Node(node.id));
        self.edit(Edit::PutNode(node.clone()));
        self.world.nodes.insert(node.id, node);
    }

    fn keep_check(&mut self, draft: CheckDraft) -> CheckId {
        let id = draft.id.unwrap_or_else(|| self.world.ids.next_check());
        let paused = self.watched(id).is_some_and(|w| w.check.paused);
        let CheckDraft { node, name, spec, every, patience, .. } = draft;
        let check = Check { id, node, name: name.trim().to_owned(), spec, every, patience, paused };
        self.store_check(check, true);
        id
    }

    fn store_check(&mut self, check: Check, at_once: bool) {
        self.edit(Edit::PutCheck(check.clone()));
        self.feed.touch(Key::Check(check.id));
        self.feed.touch(Key::State(check.id));
        let id = check.id;
        let check = match self.world.checks.get_mut(&id) {
            Some(watched) => {
                watched.check = Arc::new(check);
                Arc::clone(&watched.check)
            }
            None => {
                let watched = Watched::new(check);
                let check = Arc::clone(&watched.check);
                self.world.put(watched);
                check
            }
        };
        self.schedule(&check, at_once);
    }

    fn put_node(&mut self, draft: &NodeDraft, now: Stamp) -> Result<Granted, Refusal> {
        let (name, address, draft) = self.judge(draft).map_err(Refusal::Fields)?;
        let (id, added, paused, moved) = match draft.id {
            None => (self.world.ids.next_node(), now, false, false),
            Some(id) => {
                let old = self.world.nodes.get(&id).ok_or(Refusal::NotFound("the node"))?;
                (id, old.added, old.paused, old.address != address)
            }
        };
        self.keep_node(Node { id, added, paused, ..node_from(draft, name, address) });
        if moved {
            let checks = self.checks_of(&[id]);
            self.withdraw(&checks, Withdrawal::Changed, now);
            self.reschedule(&checks);
        }
        Ok(Granted::Nodes(vec![id]))
    }

    fn reschedule(&mut self, checks: &[CheckId]) {
        for id in checks {
            if let Some(check) = self.watched(*id).map(|w| Arc::clone(&w.check)) {
                self.schedule(&check, true);
            }
        }
    }

    fn all_known(&self, nodes: &[NodeId]) -> Result<(), Refusal> {
        match nodes.iter().all(|id| self.world.nodes.contains_key(id)) {
            true => Ok(()),
            false => Err(Refusal::NotFound("the node")),
        }
    }

    fn drop_nodes(&mut self, nodes: &[NodeId], now: Stamp) -> Result<Granted, Refusal> {
        self.all_known(nodes)?;
        for check in self.checks_of(nodes) {
            self.remove_check(check, now);
        }
        for id in nodes {
            let links = self.world.topology.links().iter();
            let links: Vec<LinkId> =
                links.filter(|l| l.to == *id || l.from == Some(*id)).map(|l| l.id).collect();
            links.into_iter().for_each(|l| self.feed.remove(Key::Link(l)));
            self.world.topology.forget(*id);
            if self.world.pins.remove(id).is_some() {
                self.feed.remove(Key::Pin(*id));
            }
            self.world.nodes.remove(id);
            self.feed.remove(Key::Node(*id));
            self.edit(Edit::DropNode(*id));
            self.unbind_runbooks(|r| r.nodes.retain(|n| n != id));
        }
        Ok(Granted::Done)
    }

    fn pause_nodes(
        &mut self,
        nodes: &[NodeId],
        paused: bool,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        self.all_known(nodes)?;
        for id in nodes {
            let Some(node) = self.world.nodes.get(id).filter(|n| n.paused != paused) else {
                continue;
            };
            self.keep_node(Node { paused, ..node.clone() });
            let checks = self.checks_of(&[*id]);
            match paused {
                true => self.withdraw(&checks, Withdrawal::Paused, now),
                false => self.reschedule(&checks),
            }
        }
        Ok(Granted::Done)
    }

    fn group_nodes(
        &mut self,
        nodes: &[NodeId],
        group: Option<GroupId>,
    ) -> Result<Granted, Refusal> {
        self.all_known(nodes)?;
        if group.is_some_and(|g| !self.world.groups.contains_key(&g)) {
            return Err(Refusal::NotFound("the group"));
        }
        for id in nodes {
            if let Some(node) = self.world.nodes.get(id) {
                self.keep_node(Node { group, ..node.clone() });
            }
        }
        Ok(Granted::Done)
    }

    fn put_check(&mut self, draft: &CheckDraft, now: Stamp) -> Result<Granted, Refusal> {
        draft.check().map_err(Refusal::Fields)?;
        self.all_known(&[draft.node])?;
        if let Some(id) = draft.id {
            let old = self.watched(id).ok_or(Refusal::NotFound("the check"))?;
            if old.check.node != draft.node {
                return Err(Refusal::NotFound("the check"));
            }
            if old.check.spec != draft.spec {
                self.withdraw(&[id], Withdrawal::Changed, now);
            }
        }
        Ok(Granted::Check(self.keep_check(draft.clone())))
    }

    fn remove_check(&mut self, id: CheckId, now: Stamp) {
        self.withdraw(&[id], Withdrawal::Removed, now);
        self.world.take(id);
        self.feed.remove(Key::Check(id));
        self.feed.remove(Key::State(id));
        self.edit(Edit::DropCheck(id));
        self.unbind_runbooks(|r| r.checks.retain(|c| *c != id));
    }

    fn drop_check(&mut self, id: CheckId, now: Stamp) -> Result<Granted, Refusal> {
        self.watched(id).ok_or(Refusal::NotFound("the check"))?;
        self.remove_check(id, now);
        Ok(Granted::Done)
    }

    fn pause_check(&mut self, id: CheckId, paused: bool, now: Stamp) -> Result<Granted, Refusal> {
        let watched = self.watched(id).ok_or(Refusal::NotFound("the check"))?;
        let check = Check { paused, ..Check::clone(&watched.check) };
        if paused {
            self.withdraw(&[id], Withdrawal::Paused, now);
        }
        self.store_check(check, true);
        Ok(Granted::Done)
    }

    fn put_group(&mut self, id: Option<GroupId>, name: &str) -> Result<Granted, Refusal> {
        let name = named("name", name, 80)?;
        if id.is_some_and(|id| !self.world.groups.contains_key(&id)) {
            return Err(Refusal::NotFound("the group"));
        }
        let id = id.unwrap_or_else(|| self.world.ids.next_group());
        let group = Group { id, name };
        self.edit(Edit::PutGroup(group.clone()));
        self.feed.touch(Key::Group(id));
        self.world.groups.insert(id, group);
        Ok(Granted::Group(id))
    }

    fn drop_group(&mut self, id: GroupId) -> Result<Granted, Refusal> {
        self.world.groups.remove(&id).ok_or(Refusal::NotFound("the group"))?;
        let members = self.world.nodes.values().filter(|n| n.group == Some(id)).cloned();
        let members: Vec<Node> = members.collect();
        members.into_iter().for_each(|n| self.keep_node(Node { group: None, ..n }));
        self.edit(Edit::DropGroup(id));
        self.feed.remove(Key::Group(id));
        Ok(Granted::Done)
    }

    fn put_link(
        &mut self,
        from: Option<NodeId>,
        to: NodeId,
        evidence: Evidence,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let id = self.world.ids.next_link();
        let link = Link { id, from, to, evidence, since: now };
        let nodes = &self.world.nodes;
        self.world.topology.add(link.clone(), |n| nodes.contains_key(&n)).map_err(|problem| {
            use hinomi_model::topology::LinkProblem;
            match problem {
                LinkProblem::Loop => Refusal::LinkedToItself,
                LinkProblem::Twice => Refusal::LinkedAlready,
                LinkProblem::NoSuchNode(_) => Refusal::NotFound("the node"),
            }
        })?;
        self.edit(Edit::PutLink(link));
        self.feed.touch(Key::Link(id));
        Ok(Granted::Link(id))
    }

    fn drop_link(&mut self, id: LinkId) -> Result<Granted, Refusal> {
        self.world.topology.remove(id).ok_or(Refusal::NotFound("the link"))?;
        self.edit(Edit::DropLink(id));
        self.feed.remove(Key::Link(id));
        Ok(Granted::Done)
    }

    fn pin(&mut self, pins: Vec<Pin>, unpin: &[NodeId]) -> Result<Granted, Refusal> {
        let nodes: Vec<NodeId> = pins.iter().map(|p| p.node).collect();
        self.all_known(&nodes)?;
        let inside = |v: f64| v.is_finite() && v.abs() <= 1e6;
        if !pins.iter().all(|p| inside(p.x) && inside(p.y)) {
            let problem = Problem::OutOfRange { least: -1e6, most: 1e6 };
            return Err(Refusal::Fields(vec![FieldError { field: "pins".into(), problem }]));
        }
        for pin in pins {
            self.edit(Edit::PutPin(pin));
            self.feed.touch(Key::Pin(pin.node));
            self.world.pins.insert(pin.node, pin);
        }
        for node in unpin {
            if self.world.pins.remove(node).is_some() {
                self.edit(Edit::DropPin(*node));
                self.feed.remove(Key::Pin(*node));
            }
        }
        Ok(Granted::Done)
    }

    fn put_settings(&mut self, settings: Settings, now: Stamp) -> Result<Granted, Refusal> {
        let name = named("name", &settings.name, 80)?;
        let settings = Settings { name, ..settings };
        let was_paused = self.world.settings.paused;
        let paused = settings.paused;
        self.edit(Edit::PutSettings(settings.clone()));
        self.feed.touch(Key::Settings);
        self.world.settings = settings;
        let mut checks: Vec<CheckId> = self.world.checks.keys().copied().collect();
        checks.sort();
        if paused && !was_paused {
            self.put_gap(Gap { from: now, until: None, reason: GapReason::Paused });
            checks.iter().for_each(|id| self.out.orders.push(Order::Forget(*id)));
        }
        if was_paused && !paused {
            let open = self.world.gaps.iter().rev().find(|g| g.until.is_none());
            let from = open.map_or(now, |g| g.from);
            self.gap(from, now.or_later(from), GapReason::Paused);
            for id in checks {
                if let Some(check) = self.watched(id).map(|w| Arc::clone(&w.check)) {
                    self.schedule(&check, false);
                }
            }
        }
        Ok(Granted::Done)
    }

    fn put_runbook(
        &mut self,
        id: Option<RunbookId>,
        title: &str,
        text: String,
        nodes: Vec<NodeId>,
        checks: Vec<CheckId>,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let mut found = Findings::default();
        let title = title.trim().to_owned();
        if title.is_empty() {
            found.add("title", Problem::Empty);
        }
        found.length("title", &title, 120);
        found.length("text", &text, 200_000);
        if !nodes.iter().all(|n| self.world.nodes.contains_key(n)) {
            found.add("nodes", Problem::NoSuchThing);
        }
        if !checks.iter().all(|c| self.world.checks.contains_key(c)) {
            found.add("checks", Problem::NoSuchThing);
        }
        found.verdict(()).map_err(Refusal::Fields)?;
        let attachments = match id {
            None => Vec::new(),
            Some(id) => self.runbook(id)?.attachments.clone(),
        };
        let id = id.unwrap_or_else(|| self.world.ids.next_runbook());
        self.keep_runbook(Runbook { id, title, text, nodes, checks, attachments, changed: now });
        Ok(Granted::Runbook(id))
    }

    fn runbook(&self, id: RunbookId) -> Result<&Runbook, Refusal> {
        self.world.runbooks.get(&id).ok_or(Refusal::NotFound("the runbook"))
    }

    fn keep_runbook(&mut self, runbook: Runbook) {
        self.edit(Edit::PutRunbook(runbook.clone()));
        self.feed.touch(Key::Runbook(runbook.id));
        self.world.runbooks.insert(runbook.id, runbook);
    }

    fn unbind_runbooks(&mut self, unbind: impl Fn(&mut Runbook)) {
        for id in self.world.runbooks.keys().copied().collect::<Vec<_>>() {
            let mut runbook = self.world.runbooks[&id].clone();
            unbind(&mut runbook);
            if runbook != self.world.runbooks[&id] {
                self.keep_runbook(runbook);
            }
        }
    }

    fn drop_runbook(&mut self, id: RunbookId) -> Result<Granted, Refusal> {
        self.world.runbooks.remove(&id).ok_or(Refusal::NotFound("the runbook"))?;
        self.edit(Edit::DropRunbook(id));
        self.feed.remove(Key::Runbook(id));
        Ok(Granted::Done)
    }

    fn attach(&mut self, id: RunbookId, file: Attachment, now: Stamp) -> Result<Granted, Refusal> {
        let mut runbook = Runbook { changed: now, ..self.runbook(id)?.clone() };
        runbook.attachments.retain(|a| a.name != file.name);
        runbook.attachments.push(file);
        self.keep_runbook(runbook);
        Ok(Granted::Done)
    }

    fn detach(&mut self, id: RunbookId, hash: &str, now: Stamp) -> Result<Granted, Refusal> {
        let mut runbook = Runbook { changed: now, ..self.runbook(id)?.clone() };
        runbook.attachments.retain(|a| a.hash != hash);
        self.keep_runbook(runbook);
        Ok(Granted::Done)
    }
}

fn node_from(draft: &NodeDraft, name: String, address: hinomi_model::Address) -> Node {
    let text =
        |t: &Option<String>| t.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(Into::into);
    Node {
        id: NodeId(0),
        name,
        address,
        kind: draft.kind,
        importance: draft.importance,
        group: draft.group,
        vendor: text(&draft.vendor),
        mac: text(&draft.mac),
        notes: draft.notes.clone(),
        paused: false,
        added: Stamp(0),
    }
}

fn within(list: &str, n: usize, error: FieldError) -> FieldError {
    FieldError { field: format!("{list}.{n}.{}", error.field), ..error }
}

fn named(field: &str, name: &str, most: usize) -> Result<String, Refusal> {
    let mut found = Findings::default();
    let name = name.trim();
    if name.is_empty() {
        found.add(field, Problem::Empty);
    }
    found.length(field, name, most);
    found.verdict(name.to_owned()).map_err(Refusal::Fields)
}
