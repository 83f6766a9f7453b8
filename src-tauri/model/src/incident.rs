//! Incidents: stretches of believed trouble with one cause, and their append-only log
//! (laws L7 and L8).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::belief::Change;
use crate::grade::Grade;
use crate::id::{CheckId, IncidentId, NodeId, NotificationId};
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
}

/// A check that took part in an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Member {
    /// The check.
    pub check: CheckId,
    /// Its grade now; `Ok` once it has recovered or was withdrawn.
    pub grade: Grade,
    /// Since when it has had this grade.
    pub since: Stamp,
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

    /// The worst grade now.
    pub fn grade(&self) -> Grade {
        self.members.iter().map(|m| m.grade).max().unwrap_or(Grade::Ok)
    }

    /// Replays one entry of its log onto the incident. The log is the truth; this is its reading.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.what {
            What::Opened { check, grade, since, .. } | What::Joined { check, grade, since, .. } => {
                self.set(*check, *grade, *since);
            }
            What::Regraded { check, grade, since } => self.set(*check, *grade, *since),
            What::Recovered { check, since } => self.set(*check, Grade::Ok, *since),
            What::Withdrawn { check, .. } => self.set(*check, Grade::Ok, entry.at),
            What::Resolved { ended, uncertainty } => {
                self.resolved =
                    Some(Resolution { at: entry.at, ended: *ended, uncertainty: *uncertainty });
            }
            What::Acknowledged { note } => {
                self.acknowledged = Some(Acknowledgement {
                    by: entry.author.name(),
                    at: entry.at,
                    note: note.clone(),
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
            | What::Queued { .. }
            | What::Delivered { .. }
            | What::Undelivered { .. }
            | What::Held { .. } => {}
        }
    }

    fn set(&mut self, check: CheckId, grade: Grade, since: Stamp) {
        self.worst = self.worst.max(grade);
        match self.members.iter_mut().find(|m| m.check == check) {
            Some(member) => (member.grade, member.since) = (grade, since),
            None => self.members.push(Member { check, grade, since }),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// OS notifications are switched off in the settings.
    SwitchedOff,
    /// The node's trouble was already told and this adds nothing worse.
    AlreadyTold,
    /// Recoveries are not told, by the settings.
    RecoveryNotWanted,
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
    /// Another check of the same node is in trouble too.
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
    },
    /// A person has it.
    Acknowledged {
        /// What they said; may be empty.
        note: String,
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
            | What::Withdrawn { check, .. } => Some(*check),
            What::Resolved { .. }
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

/// What surrounds a change of belief.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// The check whose belief changed.
    pub check: CheckId,
    /// Its name.
    pub check_name: &'a str,
    /// The sample that made it hard.
    pub evidence: &'a Outcome,
    /// The node's open incident, if there is one.
    pub open: Option<&'a Incident>,
    /// Are OS notifications switched on?
    pub notify: bool,
    /// Are recoveries told?
    pub notify_recovery: bool,
}

/// What follows from a change of belief, in the order it happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open an incident with this first line.
    Open(What),
    /// Add a line to the open incident.
    Note(What),
    /// Put a notification into the outbox.
    Notify(Reason),
    /// Do not notify, and write down why.
    Hold(Reason, Hold),
}

/// What follows from a change of belief. Pure; the whole of law L7 as far as it is built.
pub fn consequences(change: &Change, around: &Circumstances<'_>) -> Vec<Effect> {
    let (check, since, grade) = (around.check, change.now.since, change.now.grade);
    let evidence = || around.evidence.clone();
    let check_name = || around.check_name.to_owned();
    let member = around.open.and_then(|i| i.members.iter().find(|m| m.check == check));
    match (around.open, member) {
        (None, _) if !grade.is_trouble() => vec![],
        (None, _) => {
            let uncertainty = change.now.uncertainty;
            let opened = What::Opened {
                check,
                check_name: check_name(),
                grade,
                since,
                uncertainty,
                evidence: evidence(),
            };
            vec![Effect::Open(opened), tell(around, Reason::Opened)]
        }
        (Some(_), None) if !grade.is_trouble() => vec![],
        (Some(open), member) if grade.is_trouble() => {
            let line = match member {
                Some(_) => What::Regraded { check, grade, since },
                None => What::Joined {
                    check,
                    check_name: check_name(),
                    grade,
                    since,
                    evidence: evidence(),
                },
            };
            let told = if grade > open.worst {
                tell(around, Reason::Worsened)
            } else {
                Effect::Hold(Reason::Worsened, Hold::AlreadyTold)
            };
            vec![Effect::Note(line), told]
        }
        (Some(open), _) => {
            let mut effects = vec![Effect::Note(What::Recovered { check, since })];
            if open.members.iter().all(|m| m.check == check || !m.grade.is_trouble()) {
                let uncertainty = change.now.uncertainty;
                effects.push(Effect::Note(What::Resolved { ended: since, uncertainty }));
                effects.push(tell(around, Reason::Resolved));
            }
            effects
        }
    }
}

fn tell(around: &Circumstances<'_>, reason: Reason) -> Effect {
    match reason {
        _ if !around.notify => Effect::Hold(reason, Hold::SwitchedOff),
        Reason::Resolved if !around.notify_recovery => {
            Effect::Hold(reason, Hold::RecoveryNotWanted)
        }
        Reason::Opened | Reason::Worsened | Reason::Resolved => Effect::Notify(reason),
    }
}

/// What follows when a check is withdrawn by a person while it is in trouble.
pub fn withdrawal(open: &Incident, check: CheckId, why: Withdrawal, at: Stamp) -> Vec<Effect> {
    let in_trouble = |m: &Member| m.grade.is_trouble();
    if !open.members.iter().any(|m| m.check == check && in_trouble(m)) {
        return vec![];
    }
    let mut effects = vec![Effect::Note(What::Withdrawn { check, why })];
    if !open.members.iter().any(|m| m.check != check && in_trouble(m)) {
        effects.push(Effect::Note(What::Resolved { ended: at, uncertainty: Span::ZERO }));
    }
    effects
}
