//! Sentences for people, in English and Japanese alike.
//!
//! Pure functions of a language and a value, for notifications, the command line and reports; the
//! window has its own table. No exclamation marks, no blame. Japanese is concise, in the manner of
//! monitoring logs (体言止め). Nothing here formats a point in time: zones live with whoever prints.

mod incident;
mod names;
mod outcome;
mod said;
mod sent;
mod snmp;
mod whereabouts;

pub use incident::{
    gap_reason, hold, incident_title, notice, notification, story, troubled, what, withdrawal,
};
pub use names::{
    check_kind, check_name, confidence, delivery, evidence, grade, importance, metric, need,
    node_kind, part_class, problem, reason, removed_check, state, unit,
};
pub use outcome::{bits, bytes, outcome, phase, value};
pub use said::{SAID, said};
pub use sent::{sent, test_letter, why};
pub use snmp::{denied, unusable};
pub use whereabouts::{
    Eye, Stranger, address_disputed, address_shared, gateway_changed, strangers,
};

use crate::settings::Language;
use crate::time::Span;

/// The word of one language.
const fn pick(lang: Language, en: &'static str, ja: &'static str) -> &'static str {
    match lang {
        Language::En => en,
        Language::Ja => ja,
    }
}

/// Text from the wire on one line: control and direction characters become spaces, and what is
/// longer than `most` characters ends in an ellipsis (law L14).
pub fn tame(text: &str, most: usize) -> String {
    let shown = |c: char| {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || turns { ' ' } else { c }
    };
    let mut tamed: String = text.chars().take(most).map(shown).collect();
    if text.chars().nth(most).is_some() {
        tamed.push('…');
    }
    tamed.trim().to_owned()
}

/// How long, in its two largest units: `3 min 40 s`, `3分40秒`. Below ten seconds with tenths.
pub fn span(lang: Language, span: Span) -> String {
    let ms = span.0.unsigned_abs();
    let words = if ms < 9_950 { short(lang, ms) } else { long(lang, ms) };
    if span.0 < 0 { format!("−{words}") } else { words }
}

fn short(lang: Language, ms: u64) -> String {
    let tenths = if ms == 0 { 0 } else { ((ms + 50) / 100).max(1) };
    let second = pick(lang, " s", "秒");
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}{second}"),
        (whole, tenth) => format!("{whole}.{tenth}{second}"),
    }
}

fn long(lang: Language, ms: u64) -> String {
    const UNITS: [(u64, &str, &str); 4] =
        [(86_400, " d", "日"), (3_600, " h", "時間"), (60, " min", "分"), (1, " s", "秒")];
    // Rounded to the smaller of the two units shown, before choosing units, so that 59.9 s is 1 min.
    let seconds = ms.saturating_add(500) / 1000;
    let smaller = match seconds {
        0..3_600 => 1,
        3_600..86_400 => 60,
        _ => 3_600,
    };
    let mut left = seconds.saturating_add(smaller / 2) / smaller * smaller;
    let mut parts = Vec::new();
    for (size, en, ja) in UNITS {
        let n = left / size;
        left %= size;
        if n > 0 {
            parts.push(format!("{n}{}", pick(lang, en, ja)));
        }
    }
    parts.join(pick(lang, " ", ""))
}

/// How long with its error bar (law L3): `3 min 40 s ± 20 s`, `3分40秒 ± 20秒`.
pub fn duration(lang: Language, long: Span, uncertainty: Span) -> String {
    if uncertainty <= Span::ZERO {
        return span(lang, long);
    }
    format!("{} ± {}", span(lang, long), span(lang, uncertainty))
}

#[cfg(test)]
mod tests;
