//! Quiet hours: when a contact is not to be woken, and by what all the same.
//!
//! The law is about what the clock on the contact's wall says; which moment that is, in a zone with
//! its summer time, is reckoned by `hinomi_contacts::quiet`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::grade::Grade;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// The week, from Monday.
    pub const ALL: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];

    /// The day before.
    pub fn before(self) -> Weekday {
        Weekday::ALL[(self as usize + 6) % 7]
    }
}

/// A time of day to the minute, 00:00 to 23:59. Written as `"22:00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(as = "String")]
pub struct TimeOfDay(u16);

/// The text is not a time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a time of day from 00:00 to 23:59")]
pub struct NotATime(pub String);

impl TimeOfDay {
    /// This hour and minute, if there is such a time.
    pub fn at(hour: u8, minute: u8) -> Option<TimeOfDay> {
        (hour < 24 && minute < 60).then(|| TimeOfDay(u16::from(hour) * 60 + u16::from(minute)))
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u16 {
        self.0 / 60
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u16 {
        self.0 % 60
    }

    /// Reads `22:00`, also `7:05`.
    pub fn parse(text: &str) -> Result<TimeOfDay, NotATime> {
        let number = |t: &str, most| {
            let plain = (1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| t.parse::<u8>().ok()).flatten()
        };
        let read = || {
            let (hour, minute) = text.trim().split_once(':')?;
            let minute = number(minute, 2).filter(|_| minute.len() == 2)?;
            TimeOfDay::at(number(hour, 2)?, minute)
        };
        read().ok_or_else(|| NotATime(text.chars().take(20).collect()))
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NotATime;
    fn try_from(text: String) -> Result<TimeOfDay, NotATime> {
        TimeOfDay::parse(&text)
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}

/// A stretch of the week in which a contact is left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietHours {
    /// The days on which it *begins*.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends. Not after `from` means on the next day; the same time, a whole day.
    pub until: TimeOfDay,
    /// What this grave passes all the same; `None` lets nothing pass.
    pub pass: Option<Grade>,
}

impl QuietHours {
    /// Is this local time inside?
    pub fn cover(&self, day: Weekday, time: TimeOfDay) -> bool {
        let begins = |day| self.days.contains(&day);
        if self.from < self.until {
            begins(day) && self.from <= time && time < self.until
        } else {
            begins(day) && self.from <= time || begins(day.before()) && time < self.until
        }
    }

    /// Does it hold back something of this grade?
    pub fn holds(&self, grade: Grade) -> bool {
        self.pass.is_none_or(|pass| grade < pass)
    }
}

/// Is something of this grade to be held back at this local time?
pub fn is_quiet(hours: &[QuietHours], grade: Grade, day: Weekday, time: TimeOfDay) -> bool {
    hours.iter().any(|quiet| quiet.holds(grade) && quiet.cover(day, time))
}
