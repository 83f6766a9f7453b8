//! Maintenance windows: trouble expected by plan. Data is kept, effects are held (law L7).

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{FieldError, Findings, Problem};
use crate::id::{CheckId, GroupId, NodeId, WindowId};
use crate::quiet::{TimeOfDay, Weekday};
use crate::time::{Span, Stamp};
use crate::wall::zoned;

/// Trouble expected by plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MaintenanceWindow {
    /// Its identity in this site file.
    pub id: WindowId,
    /// What is done; 1 to 120 characters.
    pub name: String,
    /// Where trouble is expected.
    pub scope: Scope,
    /// When.
    pub schedule: Schedule,
    /// Who planned it.
    pub by: String,
    /// When it was planned.
    pub made: Stamp,
    /// For a flexible window: when its first trouble started it.
    #[serde(default)]
    pub begun: Option<Stamp>,
}

/// Where trouble is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "scope", content = "of", rename_all = "snake_case")]
pub enum Scope {
    /// Everywhere.
    Site,
    /// On the nodes of these groups.
    Groups(Vec<GroupId>),
    /// On these nodes.
    Nodes(Vec<NodeId>),
    /// On these checks alone.
    Checks(Vec<CheckId>),
}

impl Scope {
    /// Does it cover nothing at all?
    pub fn is_empty(&self) -> bool {
        match self {
            Scope::Site => false,
            Scope::Groups(all) => all.is_empty(),
            Scope::Nodes(all) => all.is_empty(),
            Scope::Checks(all) => all.is_empty(),
        }
    }
}

/// When trouble is expected. Times of day are those of the zone given to
/// [`MaintenanceWindow::spans`]; a time that a change to summer time skips is taken to be the moment
/// the clock has jumped, and one that comes twice counts the first time. However the clocks change
/// meanwhile, an occurrence lasts as long as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum Schedule {
    /// Once.
    Once {
        /// Begin.
        from: Stamp,
        /// End; after `from`, at most 90 days.
        until: Stamp,
    },
    /// On some weekdays.
    Weekly {
        /// At least one.
        days: Vec<Weekday>,
        /// When it begins.
        at: TimeOfDay,
        /// How long; 1 min to 7 days.
        lasts: Span,
    },
    /// On a day of the month.
    Monthly {
        /// 1 to 31; in shorter months there is none. 0 is the last day.
        day: u8,
        /// When it begins.
        at: TimeOfDay,
        /// How long; 1 min to 7 days.
        lasts: Span,
    },
    /// As crontab(5) writes it: minute, hour, day of month, month, day of week.
    Cron {
        /// Five fields.
        cron: String,
        /// How long; 1 min to 7 days.
        lasts: Span,
    },
    /// Begins with the first trouble within a time, once.
    Flexible {
        /// The earliest begin.
        from: Stamp,
        /// The latest begin; after `from`, at most 90 days.
        until: Stamp,
        /// How long from its begin; 1 min to 7 days.
        lasts: Span,
    },
}

/// The longest a planned stretch of time may be, days.
const DAYS: i64 = 90;
/// The longest one occurrence of a recurring window may last.
const LONGEST: Span = Span::minutes(7 * 24 * 60);
/// Occurrences listed at most.
const MOST: usize = 1_000;

impl Schedule {
    /// How long one occurrence lasts, if it recurs.
    fn lasts(&self) -> Option<Span> {
        match self {
            Schedule::Once { .. } => None,
            Schedule::Weekly { lasts, .. }
            | Schedule::Monthly { lasts, .. }
            | Schedule::Cron { lasts, .. }
            | Schedule::Flexible { lasts, .. } => Some(*lasts),
        }
    }

    /// The pattern of a recurring schedule.
    fn pattern(&self) -> Option<String> {
        match self {
            Schedule::Once { .. } | Schedule::Flexible { .. } => None,
            Schedule::Weekly { days, at, .. } => {
                let days: Vec<String> = days.iter().map(|d| (*d as u8 + 1).to_string()).collect();
                Some(format!("{} {} * * {}", at.minute(), at.hour(), days.join(",")))
            }
            Schedule::Monthly { day, at, .. } => {
                let day = if *day == 0 { "L".to_owned() } else { day.to_string() };
                Some(format!("{} {} {day} * *", at.minute(), at.hour()))
            }
            Schedule::Cron { cron, .. } => Some(cron.trim().to_owned()),
        }
    }

    fn cron(&self) -> Option<croner::Cron> {
        self.pattern()?.parse().ok()
    }

    /// Records what is wrong with it.
    pub fn check(&self, found: &mut Findings) {
        if let Some(lasts) = self.lasts() {
            let most = LONGEST.as_secs_f64() / 60.0;
            found.range("schedule.lasts", lasts.as_secs_f64() / 60.0, 1.0..=most);
        }
        match self {
            Schedule::Once { from, until } | Schedule::Flexible { from, until, .. } => {
                if until <= from {
                    found.add("schedule.until", Problem::EndsBeforeItBegins);
                } else if *until - *from > Span::minutes(DAYS * 24 * 60) {
                    let most = DAYS as f64;
                    found.add("schedule.until", Problem::OutOfRange { least: 0.0, most });
                }
            }
            Schedule::Weekly { days, .. } => {
                if days.is_empty() {
                    found.add("schedule.days", Problem::Empty);
                }
            }
            Schedule::Monthly { day, .. } => {
                found.range("schedule.day", f64::from(*day), 0.0..=31.0);
            }
            Schedule::Cron { cron, .. } => {
                found.length("schedule.cron", cron, 120);
                if self.cron().is_none() {
                    found.add("schedule.cron", Problem::NotACron);
                }
            }
        }
    }
}

impl MaintenanceWindow {
    /// Everything that is wrong with it, field by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut found = Findings::default();
        if self.name.trim().is_empty() {
            found.add("name", Problem::Empty);
        }
        found.length("name", &self.name, 120);
        if self.scope.is_empty() {
            found.add("scope", Problem::Empty);
        }
        self.schedule.check(&mut found);
        found.verdict(())
    }

    /// Is trouble of this check expected by it, whenever it is?
    pub fn covers(&self, check: CheckId, node: NodeId, group: Option<GroupId>) -> bool {
        match &self.scope {
            Scope::Site => true,
            Scope::Groups(groups) => group.is_some_and(|g| groups.contains(&g)),
            Scope::Nodes(nodes) => nodes.contains(&node),
            Scope::Checks(checks) => checks.contains(&check),
        }
    }

    /// Is it on at this moment?
    pub fn is_on(&self, at: Stamp, zone: &TimeZone) -> bool {
        self.spans(at, at + Span(1), zone).next().is_some()
    }

    /// A flexible window that trouble at this moment would start.
    pub fn would_begin(&self, at: Stamp) -> bool {
        match self.schedule {
            Schedule::Flexible { from, until, .. } => {
                self.begun.is_none() && (from..until).contains(&at)
            }
            _ => false,
        }
    }

    /// Its occurrences that touch a stretch of time, in order; at most a thousand. A flexible one
    /// that has not begun has none.
    pub fn spans(
        &self,
        from: Stamp,
        until: Stamp,
        zone: &TimeZone,
    ) -> impl Iterator<Item = (Stamp, Stamp)> + use<> {
        let all = match &self.schedule {
            Schedule::Once { from, until } => vec![(*from, *until)],
            Schedule::Flexible { lasts, .. } => {
                self.begun.map(|b| vec![(b, b + *lasts)]).unwrap_or_default()
            }
            Schedule::Weekly { lasts, .. }
            | Schedule::Monthly { lasts, .. }
            | Schedule::Cron { lasts, .. } => self.recurring(from - *lasts, until, *lasts, zone),
        };
        all.into_iter().filter(move |(begin, end)| *begin < until && *end > from)
    }

    fn recurring(
        &self,
        from: Stamp,
        until: Stamp,
        lasts: Span,
        zone: &TimeZone,
    ) -> Vec<(Stamp, Stamp)> {
        let (Some(cron), Some(start)) = (self.schedule.cron(), zoned(from, zone)) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        let mut next = cron.find_next_occurrence(&start, true);
        while let Ok(at) = next {
            let begin = Stamp(at.timestamp().as_millisecond());
            if begin >= until || all.len() >= MOST {
                break;
            }
            all.push((begin, begin + lasts));
            next = cron.find_next_occurrence(&at, false);
        }
        all
    }
}
