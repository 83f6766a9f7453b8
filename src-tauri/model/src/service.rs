//! The service calendar (C of law L9): the hours of the week in which people count on the site.
//! What goes on outside of them is in no figure of availability.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{Findings, Problem};
use crate::quiet::{TimeOfDay, Weekday};
use crate::time::Stamp;
use crate::wall::{moment, zoned};

/// A stretch of the week in which people count on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceHours {
    /// The days on which it *begins*; at least one.
    pub days: Vec<Weekday>,
    /// When it begins, on the clock of the site's zone.
    pub from: TimeOfDay,
    /// When it ends. Not after `from` means on the next day; the same time, a whole day.
    pub until: TimeOfDay,
}

impl ServiceHours {
    /// The most stretches a calendar may have.
    pub const MOST: usize = 50;

    /// Everything that is wrong with a calendar: `service`, `service.0.days`.
    pub fn check_all(all: &[ServiceHours], found: &mut Findings) {
        if all.len() > ServiceHours::MOST {
            let most = ServiceHours::MOST as f64;
            found.add("service", Problem::OutOfRange { least: 0.0, most });
        }
        for (n, _) in all.iter().enumerate().filter(|(_, hours)| hours.days.is_empty()) {
            found.add(&format!("service.{n}.days"), Problem::Empty);
        }
    }

    /// When a calendar applies within `[from, until)`, in order and none touching another; the
    /// empty one always does.
    pub fn spans(
        all: &[ServiceHours],
        from: Stamp,
        until: Stamp,
        zone: &TimeZone,
    ) -> Vec<(Stamp, Stamp)> {
        if all.is_empty() {
            return vec![(from, until)];
        }
        let mut spans: Vec<(Stamp, Stamp)> =
            all.iter().flat_map(|hours| hours.within(from, until, zone)).collect();
        spans.sort_unstable();
        spans.dedup_by(|next, so_far| {
            let touches = next.0 <= so_far.1;
            if touches {
                so_far.1 = so_far.1.or_later(next.1);
            }
            touches
        });
        spans
    }

    /// By the clock on the wall, so that a day that is an hour shorter has an hour less.
    fn within(&self, from: Stamp, until: Stamp, zone: &TimeZone) -> Vec<(Stamp, Stamp)> {
        let (Some(first), Some(last)) = (zoned(from, zone), zoned(until, zone)) else {
            return Vec::new();
        };
        let (first, last) = (first.date(), last.date());
        // One that began the day before may still go on.
        let days = first.saturating_sub(1.day()).series(1.day()).take_while(|day| *day <= last);
        let mine = days.filter(|day| self.days.contains(&day.weekday().into()));
        let span = |day: Date| {
            let overnight = i32::from(self.until <= self.from);
            let next = day.saturating_add(overnight.days());
            Some((moment(day, self.from, zone)?, moment(next, self.until, zone)?))
        };
        mine.filter_map(span).filter(|(begin, end)| *begin < until && *end > from).collect()
    }
}
