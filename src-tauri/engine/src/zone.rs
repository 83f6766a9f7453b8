//! The zone a site's times are told and planned in. It is the site's own, so that a PC that is
//! carried to another zone, or whose owner sets another, moves no maintenance window and no duty.

use hinomi_model::Settings;
use jiff::tz::TimeZone;

/// The zone a site names; this PC's if it names none, or none this PC knows.
pub fn of(settings: &Settings) -> TimeZone {
    let named = settings.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    named.unwrap_or_else(TimeZone::system)
}

/// What this PC's own zone is called in the tz database (`Asia/Tokyo`), for a site that is made
/// here; `None` if it has no such name.
pub fn here() -> Option<String> {
    let zone = TimeZone::system();
    zone.iana_name().filter(|_| !zone.is_unknown()).map(Into::into)
}

/// Does this PC know a zone of this name?
pub fn is_known(name: &str) -> bool {
    TimeZone::get(name).is_ok_and(|zone| !zone.is_unknown())
}
