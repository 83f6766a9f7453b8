//! What people change: wishes, granted or refused as a whole.

use std::net::IpAddr;
use std::sync::Arc;

use hinomi_model::contact::ContactDraft;
use hinomi_model::draft::{CheckDraft, Findings, NodeDraft};
use hinomi_model::incident::Withdrawal;
use hinomi_model::snmp::Access;
use hinomi_model::trap::{Listening, TrapRuleDraft};
use hinomi_model::{
    Attachment, Check, CheckId, CheckSpec, Contact, ContactId, Described, Evidence, FieldError,
    Former, Gap, GapReason, Group, GroupId, Level, Link, LinkId, Node, NodeId, Pin, Policies,
    Problem, Runbook, RunbookId, Scope, Settings, SettingsDraft, Sketch, Stamp,
};
use hinomi_store::Edit;

use crate::core::{Core, Order};
use crate::feed::Key;
use crate::rescans::judge_ranges;
use crate::wish::{Granted, Place, Refusal, Wish};
use crate::world::Watched;
use crate::zone;

/// The most nodes one site may hold; ten times what it is made for.
const NODES: usize = 5_000;
/// The most checks one wish adds.
const CHECKS_AT_ONCE: usize = 100_000;

impl Core {
    /// Grants a wish, or says why not and changes nothing.
    pub fn wish(&mut self, wish: Wish, now: Stamp) -> Result<Granted, Refusal> {
        self.now = now;
        let granted = self.grant(wish, now);
        // Once for all nodes of a wish: reading the ways costs as much as there are nodes.
        if std::mem::take(&mut self.nodes_changed) {
            self.know_nodes();
        }
        if self.traps.senders.stale {
            self.know_senders();
        }
        if std::mem::take(&mut self.unsettled) {
            self.settle_proposals();
        }
        granted
    }

    fn grant(&mut self, wish: Wish, now: Stamp) -> Result<Granted, Refusal> {
        match wish {
            Wish::AddNodes { nodes, checks, gateways } => {
                self.add_nodes(&nodes, &checks, &gateways, now)
            }
            Wish::PutNode(draft) => self.put_node(&draft, now),
            Wish::DropNodes(nodes) => self.drop_nodes(&nodes, now),
            Wish::PauseNodes(nodes, paused) => self.pause_nodes(&nodes, paused, now),
            Wish::GroupNodes(nodes, group) => self.group_nodes(&nodes, group),
            Wish::Access(nodes, access) => self.put_access(&nodes, access.as_ref()),
            Wish::Describe(node, described) => self.describe(node, described),
            Wish::AddChecks(nodes, checks) => self.add_checks(&nodes, &checks),
            Wish::PutCheck(draft) => self.put_check(&draft, now),
            Wish::DropChecks(checks) => self.drop_checks(&checks, now),
            Wish::PauseCheck(check, paused) => self.pause_check(check, paused, now),
            Wish::PutGroup(group, name) => self.put_group(group, &name),
            Wish::DropGroup(group) => self.drop_group(group),
            Wish::PutLink(from, to) => self.put_link(from, to, Evidence::ByHand, now),
            Wish::DropLink(link) => self.drop_link(link, now),
            Wish::Hang(hanging) => Ok(self.hang(&hanging, now)),
            Wish::See(found) => Ok(self.see(&found, now)),
            Wish::SweepAgain { ranges, exclude } => self.sweep_again(ranges, exclude, now),
            Wish::Rescan => self.rescan_now(now),
            Wish::Looked(looked) => Ok(self.looked(&looked, now)),
            Wish::Accept(proposals) => self.accept(&proposals, now),
            Wish::Dismiss(proposals, dismissed) => self.dismiss(&proposals, dismissed, now),
            Wish::Pins(pins, unpin) => self.pin(pins, &unpin),
            Wish::Settings(settings) => self.put_settings(settings.into(), now),
            Wish::PutSettings(draft) => self.put_settings(*draft, now),
            Wish::PutRunbook { id, title, text, nodes, checks } => {
                self.put_runbook(id, &title, text, nodes, checks, now)
            }
            Wish::DropRunbook(id) => self.drop_runbook(id),
            Wish::Attach(id, file) => self.attach(id, file, now),
            Wish::Detach(id, hash) => self.detach(id, &hash, now),
            Wish::PutWindow(window) => self.put_window(window, now),
            Wish::DropWindow(id) => self.drop_window(id),
            Wish::PutContact(id, draft) => self.put_contact(id, draft),
            Wish::DropContact(id) => self.drop_contact(id),
            Wish::PutMap(map) => self.put_map(map),
            Wish::DropMap(id) => self.drop_map(id),
            Wish::Parents(node, parents) => self.put_parents(node, parents),
            Wish::Policies(place, policies) => self.put_policies(place, policies),
            Wish::TrapRules(drafts) => self.put_trap_rules(&drafts),
            Wish::EndTrap { trap, by } => self.end_trap(trap, &by, now),
            Wish::SameSite => Ok(self.same_site(now)),
            Wish::Merge { from, into, by } => self.merge(from, into, by, now),
            Wish::Log { incident, by, line } => self.write(incident, by, line, now),
        }
    }

    pub(crate) fn edit(&mut self, edit: Edit) {
        self.out.batch.edits.push(edit);
    }

    pub(crate) fn add_nodes(
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
            let draft = CheckDraft::usual(NodeId(0), spec.clone());
            let errors = draft.check().err().unwrap_or_else(|| self.judge_parts(&draft));
            wrong.extend(errors.into_iter().map(|e| within("checks", n, e)));
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
        let (name, address) = self.placed(draft)?;
        match draft.group {
            Some(group) if !self.world.groups.contains_key(&group) => {
                Err(vec![FieldError { field: "group".into(), problem: Problem::NoSuchThing }])
            }
            _ => Ok((name, address, draft)),
        }
    }

    /// The final name and the address of a good draft. What was only inferred has no address, and
    /// may be named without one.
    fn placed(
        &self,
        draft: &NodeDraft,
    ) -> Result<(String, hinomi_model::Address), Vec<FieldError>> {
        let known = draft.id.and_then(|id| self.world.nodes.get(&id));
        if known.is_some_and(|n| n.inferred) && draft.address.trim().is_empty() {
            let name = draft.name.trim().to_owned();
            let somewhere = NodeDraft { address: "inferred.invalid".into(), name, ..draft.clone() };
            return somewhere.check().map(|(name, _)| (name, hinomi_model::Address::Nowhere));
        }
        draft.check()
    }

    pub(crate) fn keep_node(&mut self, node: Node) {
        self.feed.touch(Key::Node(node.id));
        self.unsettled = true;
        self.edit(Edit::PutNode(node.clone()));
        let old = self.world.nodes.insert(node.id, node.clone());
        let same = old.as_ref().is_some_and(|old| {
            (&old.parents, &old.address, old.paused) == (&node.parents, &node.address, node.paused)
        });
        if !same {
            self.nodes_changed = true;
        }
        let sends = |n: &Node| (n.address.clone(), n.also.clone(), n.snmp.clone());
        self.traps.senders.stale |= old.as_ref().is_none_or(|old| sends(old) != sends(&node));
        let below = |n: &Node| (n.group, n.policies);
        if old.is_some_and(|old| below(&old) != below(&node)) {
            self.inherit(|check| check.node == node.id);
        }
    }

    pub(crate) fn keep_check(&mut self, draft: CheckDraft) -> CheckId {
        let id = draft.id.unwrap_or_else(|| self.world.ids.next_check());
        let paused = self.watched(id).is_some_and(|w| w.check.paused);
        let own = Some(draft.said());
        let CheckDraft { node, name, spec, every, patience, .. } = draft;
        let name = name.trim().to_owned();
        let check = Check { id, node, name, spec, every, patience, paused, own };
        let check = self.inherited(check);
        self.store_check(check, true);
        id
    }

    /// The check with what it inherits.
    fn inherited(&self, check: Check) -> Check {
        let node = self.world.nodes.get(&check.node);
        let group = node.and_then(|n| self.world.groups.get(&n.group?));
        let mut above = vec![(Level::Site, &self.world.settings.policies)];
        above.extend(group.map(|g| (Level::Group, &g.policies)));
        above.extend(node.map(|n| (Level::Node, &n.policies)));
        let effective = check.effective(&above);
        Check { every: effective.every.value, patience: effective.patience(), ..check }
    }

    /// Something above these checks says something else now.
    fn inherit(&mut self, below: impl Fn(&Check) -> bool) {
        let checks = self.world.checks.values().map(|w| &w.check);
        let mut changed: Vec<Check> = checks
            .filter(|check| below(check))
            .map(|check| self.inherited(Check::clone(check)))
            .collect();
        changed.retain(|check| self.watched(check.id).is_some_and(|w| *w.check != *check));
        changed.sort_by_key(|check| check.id);
        changed.into_iter().for_each(|check| self.store_check(check, false));
    }

    fn put_policies(&mut self, place: Place, policies: Policies) -> Result<Granted, Refusal> {
        let mut found = Findings::default();
        policies.check(&mut found);
        found.verdict(()).map_err(Refusal::Fields)?;
        match place {
            Place::Site => {
                let settings = Settings { policies, ..self.world.settings.clone() };
                self.keep_settings(settings);
                self.inherit(|_| true);
            }
            Place::Group(id) => {
                let group = self.world.groups.get(&id).ok_or(Refusal::NotFound("the group"))?;
                self.keep_group(Group { policies, ..group.clone() });
                let in_it = |n: &&Node| n.group == Some(id);
                let nodes: Vec<NodeId> =
                    self.world.nodes.values().filter(in_it).map(|n| n.id).collect();
                self.inherit(|check| nodes.contains(&check.node));
            }
            Place::Node(id) => {
                let node = self.world.nodes.get(&id).ok_or(Refusal::NotFound("the node"))?;
                self.keep_node(Node { policies, ..node.clone() });
            }
        }
        Ok(Granted::Done)
    }

    fn put_parents(&mut self, id: NodeId, parents: Vec<NodeId>) -> Result<Granted, Refusal> {
        self.all_known(&parents)?;
        if parents.contains(&id) {
            return Err(Refusal::LinkedToItself);
        }
        let node = self.world.nodes.get(&id).ok_or(Refusal::NotFound("the node"))?;
        self.keep_node(Node { parents, ..node.clone() });
        Ok(Granted::Done)
    }

    fn same_site(&mut self, now: Stamp) -> Granted {
        if self.off_site {
            self.learn_network();
            self.come_home(now);
        }
        Granted::Done
    }

    fn put_contact(
        &mut self,
        id: Option<ContactId>,
        draft: ContactDraft,
    ) -> Result<Granted, Refusal> {
        if id.is_some_and(|id| !self.world.contacts.contains_key(&id)) {
            return Err(Refusal::NotFound("the contact"));
        }
        let known = id.unwrap_or(ContactId(0));
        let contact = hinomi_contacts::judge(draft, known).map_err(Refusal::Fields)?;
        let id = id.unwrap_or_else(|| self.world.ids.next_contact());
        let contact = Contact { id, ..contact };
        self.edit(Edit::PutContact(contact.clone()));
        self.feed.touch(Key::Contact(id));
        self.world.contacts.insert(id, contact);
        Ok(Granted::Contact(id))
    }

    fn drop_contact(&mut self, id: ContactId) -> Result<Granted, Refusal> {
        self.world.contacts.remove(&id).ok_or(Refusal::NotFound("the contact"))?;
        self.edit(Edit::DropContact(id));
        self.feed.remove(Key::Contact(id));
        let mut settings = self.world.settings.clone();
        settings.ladder.iter_mut().for_each(|rung| rung.to.retain(|to| *to != id));
        settings.ladder.retain(|rung| !rung.to.is_empty() || rung.on_duty);
        settings.duties.retain(|duty| duty.contact != id);
        if settings != self.world.settings {
            self.keep_settings(settings);
        }
        Ok(Granted::Done)
    }

    pub(crate) fn keep_settings(&mut self, settings: Settings) {
        self.edit(Edit::PutSettings(settings.clone()));
        self.feed.touch(Key::Settings);
        if settings.zone != self.world.settings.zone {
            self.zone = zone::of(&settings);
            self.windows_looked = None;
        }
        self.world.settings = settings;
        self.traps.senders.stale = true;
    }

    fn keep_group(&mut self, group: Group) {
        self.edit(Edit::PutGroup(group.clone()));
        self.feed.touch(Key::Group(group.id));
        self.world.groups.insert(group.id, group);
    }

    /// Nothing is run any more, for now.
    pub(crate) fn halt(&mut self) {
        let checks = self.all_checks();
        checks.iter().for_each(|id| self.out.orders.push(Order::Forget(*id)));
    }

    /// Everything is run again.
    pub(crate) fn go_on(&mut self) {
        for id in self.all_checks() {
            if let Some(check) = self.watched(id).map(|w| Arc::clone(&w.check)) {
                self.schedule(&check, false);
            }
        }
    }

    fn all_checks(&self) -> Vec<CheckId> {
        let mut checks: Vec<CheckId> = self.world.checks.keys().copied().collect();
        checks.sort();
        checks
    }

    fn store_check(&mut self, check: Check, at_once: bool) {
        self.edit(Edit::PutCheck(check.clone()));
        self.feed.touch(Key::Check(check.id));
        self.feed.touch(Key::State(check.id));
        self.reach_changed = true;
        let id = check.id;
        self.world.note_composite(&check);
        self.review(id);
        self.stale.insert(id);
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
        let kept = self.world.nodes.get(&id);
        let reopened = kept.is_some_and(|n| n.snmp != draft.snmp);
        let parents = kept.map(|n| n.parents.clone()).unwrap_or_default();
        let policies = kept.map(|n| n.policies).unwrap_or_default();
        // Elsewhere stands another box, unless that is known to have come along.
        let same = !moved || kept.is_some_and(|n| self.holders.is_box(n, &address));
        let known = kept.and_then(|n| n.described.clone()).filter(|_| same);
        let described = draft.described.clone().or(known);
        let inferred = address == hinomi_model::Address::Nowhere;
        let node = node_from(draft, name, address);
        let also = also_of(draft, &node, kept);
        self.keep_node(Node {
            id,
            added,
            paused,
            parents,
            policies,
            described,
            also,
            inferred,
            ..node
        });
        if moved {
            let checks = self.checks_of(&[id]);
            self.withdraw(&checks, Withdrawal::Changed, now);
            self.reschedule(&checks);
        } else if reopened {
            self.reopen(&[id]);
        }
        Ok(Granted::Nodes(vec![id]))
    }

    /// The SNMP agents of these nodes are opened in another way from now on.
    fn reopen(&mut self, nodes: &[NodeId]) {
        let mut checks = self.checks_of(nodes);
        checks.retain(|id| self.watched(*id).is_some_and(|w| w.check.spec.asks_agent()));
        self.reschedule(&checks);
    }

    fn put_access(
        &mut self,
        nodes: &[NodeId],
        access: Option<&Access>,
    ) -> Result<Granted, Refusal> {
        self.all_known(nodes)?;
        let mut found = Findings::default();
        if let Some(access) = access {
            access.check("access", &mut found);
        }
        found.verdict(()).map_err(Refusal::Fields)?;
        for id in nodes {
            if let Some(node) = self.world.nodes.get(id) {
                self.keep_node(Node { snmp: access.cloned(), ..node.clone() });
            }
        }
        self.reopen(nodes);
        Ok(Granted::Done)
    }

    fn describe(&mut self, node: NodeId, described: Described) -> Result<Granted, Refusal> {
        let node = self.world.nodes.get(&node).ok_or(Refusal::NotFound("the node"))?;
        let described = match &node.described {
            Some(before) => described.after(before),
            None => described,
        };
        self.keep_node(Node { described: Some(described), ..node.clone() });
        Ok(Granted::Done)
    }

    /// Adds to each node those of the checks it does not have yet.
    pub(crate) fn add_checks(
        &mut self,
        nodes: &[NodeId],
        sketches: &[Sketch],
    ) -> Result<Granted, Refusal> {
        self.all_known(nodes)?;
        let mut found = Findings::default();
        for (n, sketch) in sketches.iter().enumerate() {
            sketch.check(&format!("checks.{n}"), &mut found);
        }
        if nodes.len().saturating_mul(sketches.len()) > CHECKS_AT_ONCE {
            let most = Problem::OutOfRange { least: 0.0, most: CHECKS_AT_ONCE as f64 };
            found.add("checks", most);
        }
        found.verdict(()).map_err(Refusal::Fields)?;
        let mut added = Vec::new();
        for node in nodes {
            for sketch in sketches {
                let has = self.world.checks_of(*node).any(|w| w.check.spec.is_about(&sketch.spec));
                if !has {
                    added.push(self.keep_check(sketch.on(*node)));
                }
            }
        }
        Ok(Granted::Checks(added))
    }

    pub(crate) fn reschedule(&mut self, checks: &[CheckId]) {
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

    pub(crate) fn drop_nodes(&mut self, nodes: &[NodeId], now: Stamp) -> Result<Granted, Refusal> {
        self.all_known(nodes)?;
        for check in self.checks_of(nodes) {
            self.remove_check(check, now);
        }
        for id in nodes {
            let links = self.world.topology.links().iter().filter(|l| l.touches(*id));
            let links: Vec<LinkId> = links.map(|l| l.id).collect();
            links.into_iter().for_each(|l| self.forget_link(l));
            self.world.topology.forget(*id);
            if self.world.pins.remove(id).is_some() {
                self.feed.remove(Key::Pin(*id));
            }
            if let Some(node) = self.world.nodes.remove(id) {
                self.edit(Edit::PutFormer(Former::node(&node, now)));
            }
            if self.world.glimpses.remove(id).is_some() {
                self.edit(Edit::DropGlimpse(*id));
            }
            self.feed.remove(Key::Node(*id));
            self.edit(Edit::DropNode(*id));
            self.unbind_runbooks(|r| r.nodes.retain(|n| n != id));
            self.uncover(|scope| {
                if let Scope::Nodes(all) = scope {
                    all.retain(|n| n != id);
                }
            });
        }
        let children =
            self.world.nodes.values().filter(|n| n.parents.iter().any(|p| nodes.contains(p)));
        for mut child in children.cloned().collect::<Vec<Node>>() {
            child.parents.retain(|p| !nodes.contains(p));
            self.keep_node(child);
        }
        self.nodes_changed = true;
        self.unsettled = true;
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
        let wrong = self.judge_parts(draft);
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
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
        let trap = self.watched(id).map(|w| &w.check);
        let trap = trap.filter(|c| matches!(c.spec, CheckSpec::Trap(_))).map(|c| c.node);
        trap.into_iter().for_each(|node| self.forget_traps(node, now));
        self.withdraw(&[id], Withdrawal::Removed, now);
        self.world.take(id);
        self.feed.remove(Key::Check(id));
        self.feed.remove(Key::State(id));
        self.edit(Edit::DropCheck(id));
        self.unbind_runbooks(|r| r.checks.retain(|c| *c != id));
        self.uncover(|scope| {
            if let Scope::Checks(all) = scope {
                all.retain(|c| *c != id);
            }
        });
    }

    fn drop_checks(&mut self, checks: &[CheckId], now: Stamp) -> Result<Granted, Refusal> {
        if !checks.iter().all(|id| self.watched(*id).is_some()) {
            return Err(Refusal::NotFound("the check"));
        }
        for id in checks {
            // One that is named twice is gone already.
            if self.watched(*id).is_some() {
                self.remove_check(*id, now);
            }
        }
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
        let policies = self.world.groups.get(&id).map(|g| g.policies).unwrap_or_default();
        self.keep_group(Group { id, name, policies });
        Ok(Granted::Group(id))
    }

    fn drop_group(&mut self, id: GroupId) -> Result<Granted, Refusal> {
        self.world.groups.remove(&id).ok_or(Refusal::NotFound("the group"))?;
        let members = self.world.nodes.values().filter(|n| n.group == Some(id)).cloned();
        let members: Vec<Node> = members.collect();
        members.into_iter().for_each(|n| self.keep_node(Node { group: None, ..n }));
        self.uncover(|scope| {
            if let Scope::Groups(all) = scope {
                all.retain(|g| *g != id);
            }
        });
        self.edit(Edit::DropGroup(id));
        self.feed.remove(Key::Group(id));
        Ok(Granted::Done)
    }

    /// Draws a link. One that was struck out between the same two is believed again instead.
    fn put_link(
        &mut self,
        from: Option<NodeId>,
        to: NodeId,
        evidence: Evidence,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let by_hand = evidence == Evidence::ByHand;
        let known = self.world.topology.between(from, to).filter(|l| by_hand && l.struck.is_some());
        if let Some(struck) = known.cloned() {
            let id = struck.id;
            self.keep_link(Link { struck: None, ..struck });
            return Ok(Granted::Link(id));
        }
        let id = self.world.ids.next_link();
        let link = Link::new(id, from, to, evidence, now);
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
        self.nodes_changed = true;
        Ok(Granted::Link(id))
    }

    /// Keeps a known link as it is now, and what it was if that was otherwise. Whoever looks sees
    /// only links that are not struck out.
    pub(crate) fn keep_link(&mut self, link: Link) {
        let id = link.id;
        let shown = link.struck.is_none();
        if let Some(was) = self.world.topology.get(id).filter(|was| was.differs_from(&link)) {
            let was = was.clone();
            self.edit(Edit::PutFormer(Former::Link { until: self.now, link: was }));
        }
        self.edit(Edit::PutLink(link.clone()));
        self.world.topology.replace(link);
        if shown {
            self.feed.touch(Key::Link(id));
        } else {
            self.feed.remove(Key::Link(id));
        }
        self.nodes_changed = true;
    }

    /// Removes a link a person drew; strikes out one that was found, or it would be found again.
    fn drop_link(&mut self, id: LinkId, now: Stamp) -> Result<Granted, Refusal> {
        let link = self.world.topology.get(id).ok_or(Refusal::NotFound("the link"))?;
        match link.is_by_hand() {
            true => self.forget_link(id),
            false => self.keep_link(Link { struck: Some(now), ..link.clone() }),
        }
        Ok(Granted::Done)
    }

    /// Takes a link out of the site; what it was is kept.
    pub(crate) fn forget_link(&mut self, id: LinkId) {
        if let Some(link) = self.world.topology.remove(id) {
            self.edit(Edit::PutFormer(Former::Link { until: self.now, link }));
            self.edit(Edit::DropLink(id));
            self.feed.remove(Key::Link(id));
            self.nodes_changed = true;
        }
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

    fn put_settings(&mut self, draft: SettingsDraft, now: Stamp) -> Result<Granted, Refusal> {
        let known = |id| self.world.contacts.contains_key(&id);
        let strange = draft.zone.as_deref().is_some_and(|name| !zone::is_known(name));
        let settings = match draft.judge(known) {
            Ok(settings) if !strange => settings,
            judged => {
                let mut wrong = judged.err().unwrap_or_default();
                let zone = FieldError { field: "zone".into(), problem: Problem::NoSuchThing };
                wrong.extend(strange.then_some(zone));
                return Err(Refusal::Fields(wrong));
            }
        };
        // What a network is recognised by is learned, not typed; it can be forgotten, but not all.
        let mut fingerprints = self.world.settings.fingerprints.clone();
        fingerprints.retain(|kept| settings.fingerprints.iter().any(|f| f.is_same(kept)));
        if fingerprints.is_empty() {
            fingerprints = self.world.settings.fingerprints.clone();
        }
        let settings = Settings { fingerprints, ..settings };
        if settings.rescan != self.world.settings.rescan {
            judge_ranges(&settings.rescan)?;
        }
        self.rechosen(&settings.rescan, now);
        let was_paused = self.world.settings.paused;
        let paused = settings.paused;
        let inherited = settings.policies != self.world.settings.policies;
        self.keep_settings(settings);
        if inherited {
            self.inherit(|_| true);
        }
        if paused && !was_paused {
            self.stop_listening(now);
            self.put_gap(Gap { from: now, until: None, reason: GapReason::Paused });
            self.halt();
        }
        if was_paused && !paused {
            self.end_gap(GapReason::Paused, now);
            self.go_on();
        }
        Ok(Granted::Done)
    }

    fn put_trap_rules(&mut self, drafts: &[TrapRuleDraft]) -> Result<Granted, Refusal> {
        let rules = drafts.iter().enumerate().map(|(n, d)| d.check(&format!("rules.{n}")));
        let (mut good, mut wrong) = (Vec::new(), Vec::new());
        for rule in rules {
            match rule {
                Ok(rule) => good.push(rule),
                Err(errors) => wrong.extend(errors),
            }
        }
        if good.len() > Listening::RULES {
            let problem = Problem::TooLong { most: Listening::RULES as u32 };
            wrong.push(FieldError { field: "rules".into(), problem });
        }
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
        let mut settings = self.world.settings.clone();
        settings.traps.rules = good;
        self.keep_settings(settings);
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

pub(crate) fn node_from(draft: &NodeDraft, name: String, address: hinomi_model::Address) -> Node {
    let text =
        |t: &Option<String>| t.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(Into::into);
    let also = Node::further(&address, draft.also.iter().flatten().copied());
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
        parents: Vec::new(),
        policies: Policies::default(),
        snmp: draft.snmp.clone(),
        described: draft.described.clone(),
        also,
        inferred: false,
    }
}

/// The further addresses of a node that is changed: at another address there may be another box,
/// unless it is one of its own.
fn also_of(draft: &NodeDraft, now: &Node, before: Option<&Node>) -> Vec<IpAddr> {
    let own = |n: &&Node| now.address.ip().is_some_and(|ip| n.also.contains(&ip));
    match before.filter(|n| n.address == now.address || own(n)) {
        Some(same) if draft.also.is_none() => Node::further(&now.address, same.addresses()),
        _ => now.also.clone(),
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
