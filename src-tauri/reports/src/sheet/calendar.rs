//! Points in time, in the reader's zone.

use hinomi_model::Stamp;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::StatusReport;

/// Shows points in time; the year only where the period spans more than one.
pub(crate) struct Calendar {
    zone: TimeZone,
    years: bool,
}

impl Calendar {
    pub(crate) fn new(report: &StatusReport) -> Calendar {
        let mut calendar = Calendar { zone: report.zone.clone(), years: true };
        let year = |at| calendar.zoned(at).map(|z| z.year());
        calendar.years = year(report.from) != year(report.made_at);
        calendar
    }

    /// `2026-11-21`.
    pub(crate) fn day(&self, at: Stamp) -> String {
        self.show(at, "%Y-%m-%d")
    }

    /// `2026-11-21 10:32`.
    pub(crate) fn minute(&self, at: Stamp) -> String {
        self.show(at, "%Y-%m-%d %H:%M")
    }

    /// `11-21 10:32:05`, with its year if the report spans several.
    pub(crate) fn second(&self, at: Stamp) -> String {
        self.show(at, if self.years { "%Y-%m-%d %H:%M:%S" } else { "%m-%d %H:%M:%S" })
    }

    /// `11-21 10:32`.
    pub(crate) fn short(&self, at: Stamp) -> String {
        self.show(at, "%m-%d %H:%M")
    }

    /// `Asia/Tokyo (UTC+09:00)`, as it is at that moment.
    pub(crate) fn zone(&self, at: Stamp) -> String {
        let offset = self.show(at, "UTC%:z");
        match self.zone.iana_name() {
            Some(name) if name != "UTC" => format!("{name}, {offset}"),
            Some(_) | None => offset,
        }
    }

    fn zoned(&self, at: Stamp) -> Option<Zoned> {
        Some(Timestamp::from_millisecond(at.millis()).ok()?.to_zoned(self.zone.clone()))
    }

    fn show(&self, at: Stamp, form: &str) -> String {
        // A stamp outside the years 1 to 9999 is nobody's moment.
        self.zoned(at).map_or_else(|| "–".into(), |z| z.strftime(form).to_string())
    }
}
