//! Escalation: who is told next while nobody has taken an incident, and who is on duty.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{FieldError, Findings, Problem};
use crate::id::ContactId;
use crate::quiet::{QuietHours, TimeOfDay, Weekday};

/// One rung of the escalation ladder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Rung {
    /// Minutes after an incident opened at which it is told, if nobody has taken it; the first rung
    /// is told at once. 0 to 1,440, and not less than the rung before.
    pub after: u16,
    /// Who is told.
    pub to: Vec<ContactId>,
    /// And whoever is on duty then.
    pub on_duty: bool,
}

/// Somebody is on duty, every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Duty {
    /// Who.
    pub contact: ContactId,
    /// The days on which it begins.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends; not after `from` means on the next day.
    pub until: TimeOfDay,
}

impl Duty {
    /// Is it theirs at this local time?
    pub fn covers(&self, day: Weekday, time: TimeOfDay) -> bool {
        let Duty { days, from, until, .. } = self;
        QuietHours { days: days.clone(), from: *from, until: *until, pass: None }.cover(day, time)
    }
}

/// Everything that is wrong with a ladder and its duties, field by field.
pub fn check(
    ladder: &[Rung],
    duties: &[Duty],
    known: impl Fn(ContactId) -> bool,
) -> Result<(), Vec<FieldError>> {
    let mut found = Findings::default();
    let mut least = 0;
    for (n, rung) in ladder.iter().enumerate() {
        let field = format!("ladder.{n}.after");
        found.range(&field, f64::from(rung.after), f64::from(least)..=1_440.0);
        least = rung.after;
        if rung.to.is_empty() && !rung.on_duty {
            found.add(&format!("ladder.{n}.to"), Problem::Empty);
        }
        if !rung.to.iter().all(|id| known(*id)) {
            found.add(&format!("ladder.{n}.to"), Problem::NoSuchThing);
        }
    }
    for (n, duty) in duties.iter().enumerate() {
        if duty.days.is_empty() {
            found.add(&format!("duties.{n}.days"), Problem::Empty);
        }
        if !known(duty.contact) {
            found.add(&format!("duties.{n}.contact"), Problem::NoSuchThing);
        }
    }
    found.verdict(())
}
