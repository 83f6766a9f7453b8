//! What the clock on the wall shows, in a zone with its summer time.

use jiff::civil::{self, Date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::quiet::{TimeOfDay, Weekday};
use crate::time::Stamp;

/// What it shows at a moment; `None` outside of the years it knows.
pub(crate) fn zoned(at: Stamp, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(at.millis()).ok()?.to_zoned(zone.clone()))
}

/// When it shows this. A time that is skipped is the moment after the jump, one that comes twice
/// the first of both.
pub(crate) fn moment(day: Date, time: TimeOfDay, zone: &TimeZone) -> Option<Stamp> {
    let (hour, minute) = (i8::try_from(time.hour()).ok()?, i8::try_from(time.minute()).ok()?);
    let at = day.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?;
    Some(Stamp(at.timestamp().as_millisecond()))
}

impl From<civil::Weekday> for Weekday {
    fn from(day: civil::Weekday) -> Weekday {
        match day {
            civil::Weekday::Monday => Weekday::Mon,
            civil::Weekday::Tuesday => Weekday::Tue,
            civil::Weekday::Wednesday => Weekday::Wed,
            civil::Weekday::Thursday => Weekday::Thu,
            civil::Weekday::Friday => Weekday::Fri,
            civil::Weekday::Saturday => Weekday::Sat,
            civil::Weekday::Sunday => Weekday::Sun,
        }
    }
}
