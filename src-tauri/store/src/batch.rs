//! A batch: everything that becomes true together (law L12).

use std::collections::{BTreeMap, HashSet};
use std::fmt::Debug;

use hinomi_model::trap::TrapEntry;
use hinomi_model::{
    Change, Check, CheckId, Claim, Contact, ContactId, Entry, Former, Gap, Glimpse, Group, GroupId,
    Incident, Link, LinkId, MaintenanceWindow, MapId, Node, NodeId, Notification, Pin, Proposal,
    ProposalId, Rescanned, Runbook, RunbookId, Sample, SecretId, Settings, Sighting, SiteMap,
    Stamp, State, TrapId, WindowId,
};
use sqlx::{Connection, SqliteConnection};

use crate::error::{Doing, SiteError};
use crate::loaded::LastIds;
use crate::rejected::{Piece, Rejected};
use crate::site::Site;
use crate::vault::scrubbing;
use crate::{
    change, check, contact, entry, former, gap, hot, incident, link, node, notification, rescan,
    runbook, secret, settings, sitemap, trap, whereabouts, window,
};

/// Everything that becomes true together: stored in one transaction, or not at all.
///
/// Within a batch edits are stored first, in their order; then gaps and the heartbeat, samples,
/// states, changes, withdrawals, incidents, their entries, notifications, sightings, claims and
/// traps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// What probes brought back. Appended.
    pub samples: Vec<Sample>,
    /// States worth writing down; the last one of a check counts. States of checks that are not in
    /// the file (any more) are passed over.
    pub states: Vec<(CheckId, State)>,
    /// Hard changes of belief, in the order they happened. Appended to the history that
    /// [`crate::Site::stretches`] reads.
    pub changes: Vec<(CheckId, Change)>,
    /// Checks that are not looked at from this moment on (paused, removed, or made into something
    /// else): nothing is believed of them in the history until their next change.
    pub withdrawn: Vec<(CheckId, Stamp)>,
    /// Checks whose node turned out to be unreachable: what was believed of them, from the first
    /// moment on, is not their own. The second says when that became known.
    pub cut_off: Vec<(CheckId, Stamp, Stamp)>,
    /// Incidents as they now are; new or known.
    pub incidents: Vec<Incident>,
    /// New lines of incident logs. Appended; the file itself refuses to change or delete them.
    pub entries: Vec<Entry>,
    /// Notifications as they now are; new or known.
    pub notifications: Vec<Notification>,
    /// Gaps as they now are; one that begins at the same moment replaces the one known.
    pub gaps: Vec<Gap>,
    /// We were looking at this moment.
    pub heartbeat: Option<Stamp>,
    /// What people changed.
    pub edits: Vec<Edit>,
    /// On which ports hardware addresses were seen: a stay goes on, or a new one begins.
    pub sightings: Vec<Sighting>,
    /// Who answered for IP addresses: likewise.
    pub claims: Vec<Claim>,
    /// Lines of the trap log as they now are; new or known.
    pub traps: BTreeMap<TrapId, TrapEntry>,
}

/// One thing a person changed. `Put` adds or replaces by identity; `Drop` of something that is not
/// there does nothing. History (samples, changes, incidents) is never dropped.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Adds or replaces a node.
    PutNode(Node),
    /// Removes a node with its checks, links and pin.
    DropNode(NodeId),
    /// Adds or replaces a group.
    PutGroup(Group),
    /// Removes a group; its nodes stay, without a group.
    DropGroup(GroupId),
    /// Adds or replaces a check; its node must be there.
    PutCheck(Check),
    /// Removes a check with its state.
    DropCheck(CheckId),
    /// Adds or replaces a link; its nodes must be there.
    PutLink(Link),
    /// Removes a link.
    DropLink(LinkId),
    /// Puts a node somewhere on the map.
    PutPin(Pin),
    /// Leaves the node's place on the map to the layout again.
    DropPin(NodeId),
    /// Replaces the settings.
    PutSettings(Settings),
    /// Adds or replaces a runbook; its attachments' contents must have been put before.
    PutRunbook(Runbook),
    /// Removes a runbook; contents no other runbook names go when the site is opened next.
    DropRunbook(RunbookId),
    /// Adds or replaces a maintenance window.
    PutWindow(MaintenanceWindow),
    /// Removes a maintenance window.
    DropWindow(WindowId),
    /// Adds or replaces a contact.
    PutContact(Contact),
    /// Removes a contact.
    DropContact(ContactId),
    /// Adds or replaces a map; its plan's content must have been put before.
    PutMap(SiteMap),
    /// Removes a map.
    DropMap(MapId),
    /// Adds or replaces what a re-scan proposes.
    PutProposal(Box<Proposal>),
    /// Removes what is not proposed any more.
    DropProposal(ProposalId),
    /// Remembers what a re-scan saw of a node.
    PutGlimpse(NodeId, Box<Glimpse>),
    /// Forgets it.
    DropGlimpse(NodeId),
    /// Says how far re-scans have come.
    PutRescanned(Rescanned),
    /// Keeps what a link or a node was that ended. Appended.
    PutFormer(Former),
}

impl Batch {
    /// Is there nothing to store?
    pub fn is_empty(&self) -> bool {
        *self == Batch::default()
    }

    /// Adds what happened later.
    pub fn add(&mut self, later: Batch) {
        self.samples.extend(later.samples);
        self.states.extend(later.states);
        self.changes.extend(later.changes);
        self.withdrawn.extend(later.withdrawn);
        self.cut_off.extend(later.cut_off);
        self.entries.extend(later.entries);
        self.notifications.extend(later.notifications);
        self.gaps.extend(later.gaps);
        self.edits.extend(later.edits);
        self.sightings.extend(later.sightings);
        self.claims.extend(later.claims);
        self.traps.extend(later.traps);
        self.heartbeat = later.heartbeat.or(self.heartbeat);
        for incident in later.incidents {
            self.incidents.retain(|i| i.id != incident.id);
            self.incidents.push(incident);
        }
    }
}

impl Batch {
    /// The highest identities it names, so that they are never given out again.
    fn identities(&self) -> LastIds {
        let mut seen = LastIds::default();
        for edit in &self.edits {
            match edit {
                Edit::PutNode(node) => seen.node = seen.node.max(node.id.0),
                Edit::PutGroup(group) => seen.group = seen.group.max(group.id.0),
                Edit::PutCheck(check) => seen.check = seen.check.max(check.id.0),
                Edit::PutLink(link) => seen.link = seen.link.max(link.id.0),
                Edit::PutRunbook(runbook) => seen.runbook = seen.runbook.max(runbook.id.0),
                Edit::PutWindow(window) => seen.window = seen.window.max(window.id.0),
                Edit::PutContact(contact) => seen.contact = seen.contact.max(contact.id.0),
                Edit::PutMap(map) => seen.map = seen.map.max(map.id.0),
                Edit::PutProposal(it) => seen.proposal = seen.proposal.max(it.id.0),
                Edit::DropNode(_)
                | Edit::DropGroup(_)
                | Edit::DropCheck(_)
                | Edit::DropLink(_)
                | Edit::PutPin(_)
                | Edit::DropPin(_)
                | Edit::PutSettings(_)
                | Edit::DropRunbook(_)
                | Edit::DropWindow(_)
                | Edit::DropContact(_)
                | Edit::DropMap(_)
                | Edit::DropProposal(_)
                | Edit::PutGlimpse(..)
                | Edit::DropGlimpse(_)
                | Edit::PutRescanned(_)
                | Edit::PutFormer(_) => {}
            }
        }
        seen.incident = self.incidents.iter().map(|i| i.id.0).max().unwrap_or(0);
        seen.trap = self.traps.keys().next_back().map_or(0, |id| id.0);
        seen.notification = self.notifications.iter().map(|n| n.id.0).max().unwrap_or(0);
        seen
    }

    /// The secrets that lose a mention by it, perhaps their last.
    async fn lets_go(&self, conn: &mut SqliteConnection) -> Result<HashSet<SecretId>, SiteError> {
        let mut lost = HashSet::new();
        for edit in &self.edits {
            lost.extend(edit.lets_go(conn).await?);
        }
        Ok(lost)
    }

    /// Stores it. True if a secret went with it: [`scrubbing`] is then on, and to be ended.
    pub(crate) async fn store(&self, tx: &mut SqliteConnection) -> Result<bool, SiteError> {
        let lost = self.lets_go(tx).await?;
        for edit in &self.edits {
            edit.store(tx).await?;
        }
        let scrub = !lost.is_empty() && secret::remove_unnamed(tx, &lost).await?;
        settings::remember(tx, self.identities()).await?;
        for gap in &self.gaps {
            gap::put(tx, gap).await?;
        }
        if let Some(at) = self.heartbeat {
            settings::beat(tx, at).await?;
        }
        hot::append(tx, &self.samples).await?;
        for (check, state) in &self.states {
            check::put_state(tx, *check, state).await?;
        }
        for (check, change) in &self.changes {
            change::append(tx, *check, change).await?;
        }
        for (check, at) in &self.withdrawn {
            change::withdraw(tx, *check, *at).await?;
        }
        for (check, since, at) in &self.cut_off {
            change::cut_off(tx, *check, *since, *at).await?;
        }
        for incident in &self.incidents {
            incident::put(tx, incident).await?;
        }
        for entry in &self.entries {
            entry::append(tx, entry).await?;
        }
        for notification in &self.notifications {
            notification::put(tx, notification).await?;
        }
        for sighting in &self.sightings {
            whereabouts::put_sighting(tx, sighting).await?;
        }
        for claim in &self.claims {
            whereabouts::put_claim(tx, claim).await?;
        }
        for trap in self.traps.values() {
            trap::put(tx, trap).await?;
        }
        Ok(scrub)
    }

    /// The batch, a thing at a time, in the order in which they are stored.
    fn pieces(&self) -> Vec<Piece> {
        fn each<T: Clone + Debug>(
            what: &'static str,
            things: &[T],
            batch: impl Fn(Vec<T>) -> Batch,
        ) -> impl Iterator<Item = Piece> {
            things.iter().map(move |thing| Piece::new(what, thing, batch(vec![thing.clone()])))
        }
        let none = Batch::default;
        let beat = Batch { heartbeat: self.heartbeat, ..none() };
        each("edit", &self.edits, |edits| Batch { edits, ..none() })
            .chain(each("gap", &self.gaps, |gaps| Batch { gaps, ..none() }))
            .chain([Piece::new("heartbeat", &self.heartbeat, beat)])
            .chain(each("sample", &self.samples, |samples| Batch { samples, ..none() }))
            .chain(each("state", &self.states, |states| Batch { states, ..none() }))
            .chain(each("change", &self.changes, |changes| Batch { changes, ..none() }))
            .chain(each("withdrawal", &self.withdrawn, |withdrawn| Batch { withdrawn, ..none() }))
            .chain(each("cut off", &self.cut_off, |cut_off| Batch { cut_off, ..none() }))
            .chain(each("incident", &self.incidents, |incidents| Batch { incidents, ..none() }))
            .chain(each("entry", &self.entries, |entries| Batch { entries, ..none() }))
            .chain(each("notification", &self.notifications, |notifications| Batch {
                notifications,
                ..none()
            }))
            .chain(each("sighting", &self.sightings, |sightings| Batch { sightings, ..none() }))
            .chain(each("claim", &self.claims, |claims| Batch { claims, ..none() }))
            .chain(self.traps.iter().map(|(id, trap)| {
                let traps = BTreeMap::from([(*id, trap.clone())]);
                Piece::new("trap", trap, Batch { traps, ..none() })
            }))
            .collect()
    }
}

impl Edit {
    /// The secrets that what it replaces or removes names and it does not. What cannot be read
    /// names nothing, as far as that can be known.
    async fn lets_go(&self, conn: &mut SqliteConnection) -> Result<HashSet<SecretId>, SiteError> {
        let of = |all: Vec<SecretId>| all.into_iter().collect::<HashSet<_>>();
        let (before, now) = match self {
            Edit::PutNode(new) => {
                (node::secrets(conn, Some(new.id)).await, of(new.secrets().collect()))
            }
            Edit::DropNode(id) => (node::secrets(conn, Some(*id)).await, HashSet::new()),
            Edit::PutContact(new) => {
                (contact::secrets(conn, new.id).await, of(new.secrets().collect()))
            }
            Edit::DropContact(id) => (contact::secrets(conn, *id).await, HashSet::new()),
            Edit::PutSettings(new) => {
                let before = settings::get(conn).await.map(|old| old.secrets().collect());
                (before, of(new.secrets().collect()))
            }
            Edit::PutGroup(_)
            | Edit::DropGroup(_)
            | Edit::PutCheck(_)
            | Edit::DropCheck(_)
            | Edit::PutLink(_)
            | Edit::DropLink(_)
            | Edit::PutPin(_)
            | Edit::DropPin(_)
            | Edit::PutRunbook(_)
            | Edit::DropRunbook(_)
            | Edit::PutWindow(_)
            | Edit::DropWindow(_)
            | Edit::PutMap(_)
            | Edit::DropMap(_)
            | Edit::PutProposal(_)
            | Edit::DropProposal(_)
            | Edit::PutGlimpse(..)
            | Edit::DropGlimpse(_)
            | Edit::PutRescanned(_)
            | Edit::PutFormer(_) => return Ok(HashSet::new()),
        };
        match before {
            Ok(before) => Ok(&of(before) - &now),
            Err(SiteError::BadRow { .. }) => Ok(HashSet::new()),
            Err(error) => Err(error),
        }
    }

    async fn store(&self, tx: &mut SqliteConnection) -> Result<(), SiteError> {
        match self {
            Edit::PutNode(node) => node::put(tx, node).await,
            Edit::DropNode(id) => node::remove(tx, *id).await,
            Edit::PutGroup(group) => node::put_group(tx, group).await,
            Edit::DropGroup(id) => node::remove_group(tx, *id).await,
            Edit::PutCheck(check) => check::put(tx, check).await,
            Edit::DropCheck(id) => check::remove(tx, *id).await,
            Edit::PutLink(link) => link::put(tx, link).await,
            Edit::DropLink(id) => link::remove(tx, *id).await,
            Edit::PutPin(pin) => node::put_pin(tx, pin).await,
            Edit::DropPin(node) => node::remove_pin(tx, *node).await,
            Edit::PutSettings(settings) => settings::put(tx, settings).await,
            Edit::PutRunbook(runbook) => runbook::put(tx, runbook).await,
            Edit::DropRunbook(id) => runbook::remove(tx, *id).await,
            Edit::PutWindow(window) => window::put(tx, window).await,
            Edit::DropWindow(id) => window::remove(tx, *id).await,
            Edit::PutContact(contact) => contact::put(tx, contact).await,
            Edit::DropContact(id) => contact::remove(tx, *id).await,
            Edit::PutMap(map) => sitemap::put(tx, map).await,
            Edit::DropMap(id) => sitemap::remove(tx, *id).await,
            Edit::PutProposal(it) => rescan::put(tx, it).await,
            Edit::DropProposal(id) => rescan::remove(tx, *id).await,
            Edit::PutGlimpse(node, seen) => rescan::put_glimpse(tx, *node, seen).await,
            Edit::DropGlimpse(node) => rescan::remove_glimpse(tx, *node).await,
            Edit::PutRescanned(how_far) => rescan::put_rescanned(tx, how_far).await,
            Edit::PutFormer(it) => former::put(tx, it).await,
        }
    }
}

impl Site {
    /// Stores a batch in one transaction: all of it, or nothing (law L12).
    pub async fn commit(&self, batch: &Batch) -> Result<(), SiteError> {
        let mut lane = self.writer().await?;
        if batch.is_empty() {
            return Ok(());
        }
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("storing")?;
        let scrub = batch.store(&mut tx).await?;
        tx.commit().await.doing("storing")?;
        self.wrote();
        if scrub {
            scrubbing(&mut lane, false).await?;
        }
        Ok(())
    }

    /// Stores a batch that [`Site::commit`] refuses for good, in one transaction: all of it but the
    /// pieces at fault, which are put aside in the file and returned.
    pub async fn commit_in_pieces(&self, batch: &Batch) -> Result<Vec<Rejected>, SiteError> {
        let mut lane = self.writer().await?;
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("storing")?;
        let mut rejected = Vec::new();
        for piece in batch.pieces() {
            rejected.extend(piece.store(&mut tx).await?);
        }
        tx.commit().await.doing("storing")?;
        self.wrote();
        scrubbing(&mut lane, false).await?;
        Ok(rejected)
    }
}
