//! Incidents: stretches of believed trouble with one cause, and their append-only log
//! (laws L7 and L8).

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::belief::Change;
use crate::grade::Grade;
use crate::id::{CheckId, ContactId, IncidentId, NodeId, NotificationId};
use crate::node::Importance;
use crate::notification::Reason;
use crate::outcome::Outcome;
use crate::time::{Span, Stamp};

/// One stretch of believed trouble with one cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Incident {
    /// Its number, as people say it.
    pub id: IncidentId,
    /// The node in trouble.
    pub node: NodeId,
    /// The node's name when it opened; the record keeps it even if the node goes.
    pub node_name: String,
    /// The checks that took part, in the order they joined.
    pub members: Vec<Member>,
    /// When the trouble began: the first failing sample (law L3).
    pub started: Stamp,
    /// The true beginning lies at most this long before `started`.
    pub uncertainty: Span,
    /// When it was believed and the incident opened.
    pub opened: Stamp,
    /// The worst grade so far.
    pub worst: Grade,
    /// Who has it, if anyone.
    pub acknowledged: Option<Acknowledgement>,
    /// Set once no member is in trouble any more.
    pub resolved: Option<Resolution>,
    /// Set once a person has written cause and prevention.
    pub closed: Option<Closing>,
    /// What was seen first, frozen; `None` in incidents of older site files.
    #[serde(default)]
    pub evidence: Option<Outcome>,
    /// How much it matters, the worst so far.
    #[serde(default)]
    pub severity: Severity,
    /// Members that change too often to be worth words; while there are any it does not end.
    #[serde(default)]
    pub flapping: Vec<CheckId>,
    /// What people were told last; `None` if they were not told at all.
    #[serde(default)]
    pub told: Option<Told>,
    /// The contacts who were told, each once; whoever was hears the end.
    #[serde(default)]
    #[ts(skip)]
    pub hearers: Vec<ContactId>,
    /// What is not told just now, and why.
    #[serde(default)]
    pub held: Option<(Reason, Hold)>,
    /// How many rungs of the escalation ladder have been told.
    #[serde(default)]
    pub rungs: u8,
    /// Said by a person afterwards: was it planned?
    #[serde(default)]
    pub planned: Option<Planned>,
    /// The incident it was found to be part of.
    #[serde(default)]
    pub merged: Option<IncidentId>,
}

/// A check that took part in an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Member {
    /// The check.
    pub check: CheckId,
    /// Its grade now; `Ok` once it has recovered, was withdrawn or moved.
    pub grade: Grade,
    /// Since when it has had this grade.
    pub since: Stamp,
    /// Where it is; `None` is the incident's own node.
    #[serde(default)]
    pub place: Option<Place>,
}

/// A node besides the incident's own that has part in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Place {
    /// The node.
    pub node: NodeId,
    /// Its name then.
    pub name: String,
    /// It cannot be judged, because what leads to it is down; else it is in trouble of its own,
    /// at the same time and place as the others.
    pub unreachable: bool,
    /// A composite check there is in trouble because of the incident.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub affected: bool,
}

/// How much an incident matters: how bad it is, how important the node, and how many are affected.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It can wait for the morning.
    #[default]
    Minor,
    /// It wants a person today.
    Major,
    /// It wants a person now.
    Critical,
}

impl Severity {
    /// The table: a warning (or not being able to look) is minor, or major on an important node; a
    /// critical grade is major, minor on an unimportant node alone, and critical on an important
    /// one or once five nodes are affected.
    pub fn of(worst: Grade, importance: Importance, nodes: usize) -> Severity {
        match (worst, importance) {
            (Grade::Ok, _) => Severity::Minor,
            (Grade::Critical, _) if nodes >= 5 => Severity::Critical,
            (Grade::Critical, Importance::High) => Severity::Critical,
            (Grade::Critical, Importance::Low) if nodes <= 1 => Severity::Minor,
            (Grade::Critical, _) => Severity::Major,
            (Grade::Warning | Grade::Unknown, Importance::High) => Severity::Major,
            (Grade::Warning | Grade::Unknown, _) => Severity::Minor,
        }
    }
}

/// What people were told last about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Told {
    /// The grade they know of.
    pub grade: Grade,
    /// When.
    pub at: Stamp,
    /// They know that it is flapping.
    pub flapping: bool,
    /// They know that it is over.
    pub over: bool,
}

/// A person said afterwards whether the trouble was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Planned {
    /// The operator.
    pub by: String,
    /// When.
    pub at: Stamp,
    /// It was planned; false takes an earlier word back.
    pub planned: bool,
    /// Why that is so.
    pub reason: String,
}

/// A person has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Acknowledgement {
    /// The operator.
    pub by: String,
    /// When.
    pub at: Stamp,
    /// What they said; may be empty.
    pub note: String,
    /// It holds even if the trouble gets worse.
    #[serde(default)]
    pub sticky: bool,
    /// It ends then, if the trouble has not; `None` lasts as long as the trouble.
    #[serde(default)]
    pub until: Option<Stamp>,
}

/// The end of the trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Resolution {
    /// When it was believed.
    pub at: Stamp,
    /// When it was over: the first good sample (law L3).
    pub ended: Stamp,
    /// The true end lies at most this long before `ended`.
    pub uncertainty: Span,
}

/// What people learned from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Closing {
    /// The operator.
    pub by: String,
    /// When.
    pub at: Stamp,
    /// Why it happened.
    pub cause: String,
    /// What keeps it from happening again.
    pub prevention: String,
}

impl Incident {
    /// One that is about to open on a node: nothing has joined it yet, and nobody knows of it.
    pub fn opening(id: IncidentId, node: NodeId, node_name: String, at: Stamp) -> Incident {
        Incident {
            id,
            node,
            node_name,
            members: Vec::new(),
            started: at,
            uncertainty: Span::ZERO,
            opened: at,
            worst: Grade::Ok,
            acknowledged: None,
            resolved: None,
            closed: None,
            evidence: None,
            severity: Severity::Minor,
            flapping: Vec::new(),
            told: None,
            hearers: Vec::new(),
            held: None,
            rungs: 0,
            planned: None,
            merged: None,
        }
    }

    /// How long the trouble lasted, or has lasted until `now`, and its error bar: the truth lies
    /// within plus or minus that. Never negative: if the wall clock was set back meanwhile, all
    /// that is known is in the error bar.
    pub fn duration(&self, now: Stamp) -> (Span, Span) {
        let (long, bar) = match self.resolved {
            Some(r) => (r.ended - self.started, self.uncertainty.max(r.uncertainty)),
            None => (now - self.started, self.uncertainty),
        };
        (long.max(Span::ZERO), bar.max(Span(long.0.saturating_neg())))
    }

    /// Is it still going on?
    pub fn is_open(&self) -> bool {
        self.resolved.is_none()
    }

    /// May people have to be told something about it? It goes on, or they do not know that it is
    /// over.
    pub fn is_unsaid(&self) -> bool {
        self.merged.is_none() && (self.is_open() || self.told.is_some_and(|told| !told.over))
    }

    /// Has everything in it come to an end?
    pub fn is_spent(&self) -> bool {
        self.flapping.is_empty() && !self.members.iter().any(|m| m.grade.is_trouble())
    }

    /// The member that is this check.
    pub fn member(&self, check: CheckId) -> Option<&Member> {
        self.members.iter().find(|m| m.check == check)
    }

    /// The node a member is on.
    pub fn node_of(&self, member: &Member) -> NodeId {
        member.place.as_ref().map_or(self.node, |place| place.node)
    }

    /// The other nodes that have had part in it, each once, in the order they joined.
    pub fn places(&self) -> Vec<&Place> {
        let mut seen = HashSet::new();
        let places = self.members.iter().filter_map(|m| m.place.as_ref());
        places.filter(|p| p.node != self.node && seen.insert(p.node)).collect()
    }

    /// Does somebody have it at this moment?
    pub fn is_acknowledged(&self, now: Stamp) -> bool {
        self.acknowledged.as_ref().is_some_and(|a| a.until.is_none_or(|until| now < until))
    }

    /// The worst grade now.
    pub fn grade(&self) -> Grade {
        self.members.iter().map(|m| m.grade).max().unwrap_or(Grade::Ok)
    }

    /// Replays one entry of its log onto the incident. The log is the truth; this is its reading.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.what {
            What::Opened { check, grade, since, evidence, .. } => {
                self.evidence = Some(evidence.clone());
                self.set(*check, *grade, *since);
            }
            What::Joined { check, grade, since, place, .. } => {
                self.set(*check, *grade, *since);
                if let Some(member) = self.members.iter_mut().find(|m| m.check == *check) {
                    member.place = place.clone();
                }
            }
            What::Regraded { check, grade, since } => self.set(*check, *grade, *since),
            What::Recovered { check, since } => self.set(*check, Grade::Ok, *since),
            What::Withdrawn { check, .. } => self.end(*check, entry.at),
            What::Moved { check, .. } => self.end(*check, entry.at),
            What::Merged { into } => {
                self.merged = Some(*into);
                self.flapping.clear();
                let checks: Vec<CheckId> = self.members.iter().map(|m| m.check).collect();
                checks.into_iter().for_each(|c| self.end(c, entry.at));
                let (ended, uncertainty) = (entry.at, Span::ZERO);
                self.resolved = Some(Resolution { at: entry.at, ended, uncertainty });
            }
            What::FlappingBegan { check } => {
                self.flapping.retain(|c| c != check);
                self.flapping.push(*check);
            }
            What::FlappingEnded { check } => self.flapping.retain(|c| c != check),
            What::Classified { planned, reason } => {
                let (by, at, reason) = (entry.author.name(), entry.at, reason.clone());
                self.planned = Some(Planned { by, at, planned: *planned, reason });
            }
            What::Queued { reason, contact, .. } => {
                self.tell(*reason, entry.at);
                let new = contact.filter(|contact| !self.hearers.contains(contact));
                self.hearers.extend(new);
            }
            // Held from one contact, it may have reached others.
            What::Held { to: Some(_), .. } => {}
            What::Held { reason, why, to: None } => {
                let joining = (*reason, *why) == (Reason::Opened, Hold::ParentDown);
                let climbing = *reason == Reason::Escalated;
                let passing =
                    joining || climbing || matches!(why, Hold::AlreadyTold | Hold::QuietHours);
                if !passing {
                    self.held = Some((*reason, *why));
                }
                // Who does not want to hear of ends is not told of old ones on a change of mind.
                if let (Hold::RecoveryNotWanted, Some(told)) = (why, &mut self.told) {
                    told.over = true;
                }
            }
            What::Escalated { rung } => self.rungs = self.rungs.max(*rung),
            What::Resolved { ended, uncertainty } => {
                self.resolved =
                    Some(Resolution { at: entry.at, ended: *ended, uncertainty: *uncertainty });
            }
            What::Acknowledged { note, sticky, until } => {
                self.acknowledged = Some(Acknowledgement {
                    by: entry.author.name(),
                    at: entry.at,
                    note: note.clone(),
                    sticky: *sticky,
                    until: *until,
                });
            }
            What::Unacknowledged => self.acknowledged = None,
            What::Closed { cause, prevention } => {
                self.closed = Some(Closing {
                    by: entry.author.name(),
                    at: entry.at,
                    cause: cause.clone(),
                    prevention: prevention.clone(),
                });
            }
            What::Note { .. }
            | What::Absorbed { .. }
            | What::Delivered { .. }
            | What::Undelivered { .. } => {}
        }
    }

    fn tell(&mut self, reason: Reason, at: Stamp) {
        self.held = None;
        let grade = self.grade();
        let known = self.told.unwrap_or(Told { grade, at, flapping: false, over: false });
        self.told = Some(match reason {
            Reason::Opened | Reason::Worsened | Reason::Reminder | Reason::Escalated => {
                Told { grade: grade.max(known.grade), at, ..known }
            }
            Reason::FlappingBegan => Told { flapping: true, at, ..known },
            Reason::FlappingEnded => {
                Told { flapping: false, at, over: self.resolved.is_some(), grade }
            }
            Reason::Resolved => Told { over: true, at, ..known },
            Reason::VantageLost
            | Reason::VantageBack
            | Reason::GatewayChanged
            | Reason::AddressDisputed
            | Reason::Stranger
            | Reason::Test => return,
        });
    }

    fn end(&mut self, check: CheckId, at: Stamp) {
        self.set(check, Grade::Ok, at);
        self.flapping.retain(|c| *c != check);
    }

    fn set(&mut self, check: CheckId, grade: Grade, since: Stamp) {
        self.worst = self.worst.max(grade);
        match self.members.iter_mut().find(|m| m.check == check) {
            Some(member) => (member.grade, member.since) = (grade, since),
            None => self.members.push(Member { check, grade, since, place: None }),
        }
    }
}

/// Who wrote an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "author", content = "name", rename_all = "snake_case")]
pub enum Author {
    /// Hinomi itself.
    System,
    /// A named person.
    Operator(String),
}

impl Author {
    /// The operator's name; "Hinomi" for the system.
    pub fn name(&self) -> String {
        match self {
            Author::System => "Hinomi".into(),
            Author::Operator(name) => name.clone(),
        }
    }
}

/// Why a notification was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// OS notifications are switched off in the settings.
    SwitchedOff,
    /// The node's trouble was already told and this adds nothing worse.
    AlreadyTold,
    /// Recoveries are not told, by the settings.
    RecoveryNotWanted,
    /// Trouble is expected here by plan.
    Maintenance,
    /// It changes too often to be worth words.
    Flapping,
    /// What leads to the node is down; that is told already.
    ParentDown,
    /// A person has it, whatever becomes of it.
    Acknowledged,
    /// The contact is not to be disturbed now.
    QuietHours,
    /// It was over before it could be told.
    Over,
    /// Nobody is on duty, and nobody else is named to hear of it.
    NobodyOnDuty,
}

/// Why a check left an incident without recovering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// A person paused it or its node.
    Paused,
    /// A person removed it or its node.
    Removed,
    /// A person changed what it looks at.
    Changed,
}

/// One line of an incident's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// Trouble was believed and nothing was open for this node.
    Opened {
        /// The check that failed first.
        check: CheckId,
        /// Its name then.
        check_name: String,
        /// Its grade.
        grade: Grade,
        /// Dated back.
        since: Stamp,
        /// With its error bar.
        uncertainty: Span,
        /// The sample that made it hard, frozen.
        evidence: Outcome,
    },
    /// Another check is in trouble by the same cause.
    Joined {
        /// The check.
        check: CheckId,
        /// Its name then.
        check_name: String,
        /// Its grade.
        grade: Grade,
        /// Dated back.
        since: Stamp,
        /// The sample that made it hard, frozen.
        evidence: Outcome,
        /// Where it is, if not on the incident's own node.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// A member's trouble is of another grade now.
    Regraded {
        /// The check.
        check: CheckId,
        /// Its grade now.
        grade: Grade,
        /// Since.
        since: Stamp,
    },
    /// A member is well again.
    Recovered {
        /// The check.
        check: CheckId,
        /// The first good sample.
        since: Stamp,
    },
    /// A member left without recovering.
    Withdrawn {
        /// The check.
        check: CheckId,
        /// Why.
        why: Withdrawal,
    },
    /// A member has a cause of its own after all, and goes on in another incident.
    Moved {
        /// The check.
        check: CheckId,
        /// The incident it goes on in.
        to: IncidentId,
    },
    /// All of it was found to be part of another incident, where it goes on.
    Merged {
        /// That one.
        into: IncidentId,
    },
    /// Another incident was found to be part of this one.
    Absorbed {
        /// That one.
        part: IncidentId,
    },
    /// A member changes too often to be worth words.
    FlappingBegan {
        /// The check.
        check: CheckId,
    },
    /// A member has calmed down.
    FlappingEnded {
        /// The check.
        check: CheckId,
    },
    /// Nobody took it: the next ones on the escalation ladder are told.
    Escalated {
        /// How many rungs have been told now.
        rung: u8,
    },
    /// A person says afterwards whether the trouble was planned.
    Classified {
        /// It was.
        planned: bool,
        /// Why that is so.
        reason: String,
    },
    /// No member is in trouble any more.
    Resolved {
        /// The first good sample.
        ended: Stamp,
        /// Its error bar.
        uncertainty: Span,
    },
    /// A notification was put into the outbox.
    Queued {
        /// Which.
        notification: NotificationId,
        /// Why.
        reason: Reason,
        /// Whom it goes to, by the name they had; the desktop of this computer without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// The same by identity; `None` for the desktop, and in older logs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(skip)]
        contact: Option<ContactId>,
    },
    /// A notification left and was taken.
    Delivered {
        /// Which.
        notification: NotificationId,
        /// Who took it, in its own words (the name and number the daemon gave).
        proof: String,
    },
    /// A notification could not be delivered and will not be tried again.
    Undelivered {
        /// Which.
        notification: NotificationId,
        /// What was in the way.
        why: String,
    },
    /// A notification was not sent.
    Held {
        /// What it would have been about.
        reason: Reason,
        /// Why not.
        why: Hold,
        /// Whom it would have gone to, by the name they had, if it is held for them alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// A person has it.
    Acknowledged {
        /// What they said; may be empty.
        note: String,
        /// It holds even if the trouble gets worse.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        sticky: bool,
        /// It ends then, if the trouble has not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Stamp>,
    },
    /// Nobody has it any more.
    Unacknowledged,
    /// A person wrote something down.
    Note {
        /// At most 20,000 characters; shown as text.
        text: String,
    },
    /// A person ended it with what was learned.
    Closed {
        /// Why it happened.
        cause: String,
        /// What keeps it from happening again.
        prevention: String,
    },
}

impl What {
    /// The check this line is about, if it is about one.
    pub fn check(&self) -> Option<CheckId> {
        match self {
            What::Opened { check, .. }
            | What::Joined { check, .. }
            | What::Regraded { check, .. }
            | What::Recovered { check, .. }
            | What::Withdrawn { check, .. }
            | What::Moved { check, .. }
            | What::FlappingBegan { check }
            | What::FlappingEnded { check } => Some(*check),
            What::Resolved { .. }
            | What::Merged { .. }
            | What::Absorbed { .. }
            | What::Escalated { .. }
            | What::Classified { .. }
            | What::Queued { .. }
            | What::Delivered { .. }
            | What::Undelivered { .. }
            | What::Held { .. }
            | What::Acknowledged { .. }
            | What::Unacknowledged
            | What::Note { .. }
            | What::Closed { .. } => None,
        }
    }
}

/// One sealed line of an incident's log. Entries are never changed; a correction is a new entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Entry {
    /// The incident.
    pub incident: IncidentId,
    /// 1, 2, 3 …, without holes.
    pub seq: u32,
    /// When it was written.
    pub at: Stamp,
    /// Who wrote it.
    #[serde(flatten)]
    pub author: Author,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
    /// SHA-256 over the hash before and this entry's content, in hex (law L8).
    pub hash: String,
}

impl Entry {
    /// Seals a line after the one before it (`None` for the first).
    pub fn seal(
        incident: IncidentId,
        before: Option<(u32, &str)>,
        at: Stamp,
        author: Author,
        what: What,
    ) -> Entry {
        let (seq, chain) = before.map_or((1, ""), |(seq, hash)| (seq + 1, hash));
        let mut entry = Entry { incident, seq, at, author, what, hash: String::new() };
        entry.hash = entry.digest(chain);
        entry
    }

    fn digest(&self, chain: &str) -> String {
        let content = serde_json::json!({
            "incident": self.incident,
            "seq": self.seq,
            "at": self.at,
            "author": self.author,
            "what": self.what,
        });
        let mut hasher = Sha256::new();
        hasher.update(chain.as_bytes());
        hasher.update(content.to_string().as_bytes());
        hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// The first entry at which a log does not fit its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {0} does not follow from the ones before it")]
pub struct Broken(pub u32);

/// Verifies the chain of one incident's whole log.
pub fn verify(log: &[Entry]) -> Result<(), Broken> {
    let mut chain = "";
    for (entry, seq) in log.iter().zip(1..) {
        if entry.seq != seq || entry.digest(chain) != entry.hash {
            return Err(Broken(seq));
        }
        chain = &entry.hash;
    }
    Ok(())
}

/// What surrounds a change of belief that has been found to belong to an incident, or to none yet.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// The check whose belief changed.
    pub check: CheckId,
    /// Its name.
    pub check_name: &'a str,
    /// The sample that made it hard.
    pub evidence: &'a Outcome,
    /// The open incident of the same cause, if there is one.
    pub open: Option<&'a Incident>,
    /// Where the check is, if not on that incident's own node.
    pub place: Option<Place>,
}

/// What follows from a change of belief, in the order it happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open an incident with this first line.
    Open(What),
    /// Add a line to the open incident.
    Note(What),
    /// Do not notify, and write down why.
    Hold(Reason, Hold),
}

/// What follows from a change of belief for the record. Pure; with [`telling`] the whole of law L7.
pub fn consequences(change: &Change, around: &Circumstances<'_>) -> Vec<Effect> {
    let (check, since, grade) = (around.check, change.now.since, change.now.grade);
    let (evidence, check_name) = (around.evidence.clone(), around.check_name.to_owned());
    let member = around.open.and_then(|i| i.member(check));
    match (around.open, member) {
        // Its ups and downs are in the history of belief; the log says when they began and ended.
        (Some(open), _) if open.flapping.contains(&check) => vec![],
        (None, _) if !grade.is_trouble() => vec![],
        (None, _) => {
            let uncertainty = change.now.uncertainty;
            let opened = What::Opened { check, check_name, grade, since, uncertainty, evidence };
            vec![Effect::Open(opened)]
        }
        (Some(_), None) if !grade.is_trouble() => vec![],
        (Some(open), member) if grade.is_trouble() => {
            let line = match member {
                Some(_) => What::Regraded { check, grade, since },
                None => {
                    let place = around.place.clone();
                    What::Joined { check, check_name, grade, since, evidence, place }
                }
            };
            let mut effects = vec![Effect::Note(line)];
            let cut_off = around.place.as_ref().is_some_and(|p| p.unreachable);
            if cut_off && member.is_none() {
                effects.push(Effect::Hold(Reason::Opened, Hold::ParentDown));
            } else if open.told.is_some_and(|told| grade <= told.grade) {
                effects.push(Effect::Hold(Reason::Worsened, Hold::AlreadyTold));
            }
            effects
        }
        (Some(open), _) => {
            let mut effects = vec![Effect::Note(What::Recovered { check, since })];
            effects.extend(ending(open, check, since, change.now.uncertainty).map(Effect::Note));
            effects
        }
    }
}

/// The end of an incident, if `check` was the last that kept it open. Its end is the latest of its
/// members'.
fn ending(open: &Incident, check: CheckId, since: Stamp, uncertainty: Span) -> Option<What> {
    let others = || open.members.iter().filter(|m| m.check != check);
    let flapping = !open.flapping.is_empty();
    if flapping || others().any(|m| m.grade.is_trouble()) {
        return None;
    }
    let ended = others().map(|m| m.since).fold(since, Stamp::or_later);
    Some(What::Resolved { ended, uncertainty })
}

/// The end of an incident of which nothing is left.
pub fn spent(open: &Incident, at: Stamp) -> Option<What> {
    let last = open.members.iter().map(|m| m.since).max().unwrap_or(at);
    let over = open.is_open() && open.is_spent();
    over.then_some(What::Resolved { ended: last.min(at), uncertainty: Span::ZERO })
}

/// What follows when a check is withdrawn by a person while it is in trouble.
pub fn withdrawal(open: &Incident, check: CheckId, why: Withdrawal, at: Stamp) -> Vec<Effect> {
    let kept_open = |m: &Member| m.grade.is_trouble() || open.flapping.contains(&m.check);
    if !open.members.iter().any(|m| m.check == check && kept_open(m)) {
        return vec![];
    }
    let mut effects = vec![Effect::Note(What::Withdrawn { check, why })];
    if !open.members.iter().any(|m| m.check != check && kept_open(m)) {
        effects.push(Effect::Note(What::Resolved { ended: at, uncertainty: Span::ZERO }));
    }
    effects
}

/// What surrounds the question whether people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mood {
    /// Are notifications switched on?
    pub notify: bool,
    /// Are recoveries told?
    pub notify_recovery: bool,
    /// All of the trouble is expected by plan.
    pub maintenance: bool,
    /// Its node cannot be reached just now: what is down above it is what people have to know.
    pub cut_off: bool,
    /// There is nobody just now who could be told.
    pub nobody: bool,
    /// Nobody has taken it for so long: people are told again. `None` is never.
    pub remind_after: Option<Span>,
    /// Now.
    pub now: Stamp,
}

/// Whether people are told something about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Tell them.
    Notify(Reason),
    /// Do not, and write down why.
    Hold(Reason, Hold),
}

/// Whether people are told something now. Pure.
///
/// It compares what they know with what is believed, so that after a hold only the difference is
/// told and nothing is replayed (law L7). `None`: they know what there is to know, or it has been
/// written down why they do not.
pub fn telling(incident: &Incident, mood: &Mood) -> Option<Telling> {
    let reason = wanted(incident, mood)?;
    let taken = incident.acknowledged.as_ref().is_some_and(|a| a.sticky);
    let why = match reason {
        _ if !mood.notify => Some(Hold::SwitchedOff),
        _ if mood.maintenance => Some(Hold::Maintenance),
        _ if mood.cut_off && incident.is_open() => Some(Hold::ParentDown),
        Reason::Resolved if !mood.notify_recovery => Some(Hold::RecoveryNotWanted),
        Reason::Worsened if taken && incident.is_acknowledged(mood.now) => Some(Hold::Acknowledged),
        _ if mood.nobody && incident.is_open() => Some(Hold::NobodyOnDuty),
        // Whoever knows of it was told by the desktop, which is off by now.
        _ if mood.nobody => Some(Hold::SwitchedOff),
        _ => None,
    };
    match why {
        None => Some(Telling::Notify(reason)),
        Some(why) if incident.held == Some((reason, why)) => None,
        Some(why) => Some(Telling::Hold(reason, why)),
    }
}

/// What people do not know yet, whatever stands in the way.
fn wanted(incident: &Incident, mood: &Mood) -> Option<Reason> {
    if incident.merged.is_some() {
        return None;
    }
    let flapping = !incident.flapping.is_empty();
    let Some(told) = incident.told else {
        let first = if flapping { Reason::FlappingBegan } else { Reason::Opened };
        return incident.is_open().then_some(first);
    };
    if !incident.is_open() {
        let last = if told.flapping { Reason::FlappingEnded } else { Reason::Resolved };
        return (!told.over).then_some(last);
    }
    match (told.flapping, flapping) {
        (false, true) => return Some(Reason::FlappingBegan),
        (true, false) => return Some(Reason::FlappingEnded),
        (true, true) => return None,
        (false, false) => {}
    }
    if incident.grade() > told.grade {
        return Some(Reason::Worsened);
    }
    let long = mood.remind_after.is_some_and(|after| mood.now - told.at >= after);
    (long && !incident.is_acknowledged(mood.now)).then_some(Reason::Reminder)
}
