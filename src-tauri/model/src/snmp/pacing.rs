//! How patiently an agent is asked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::Findings;
use crate::time::Span;

/// How patiently an agent is asked, and by how many questions at once. Slow lines and small devices
/// need more time; agents that lose questions need them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Pacing {
    /// How long one answer is waited for; 500 ms to 30 s.
    pub timeout: Span,
    /// How often a question is repeated that was not answered; 0 to 10, and so often that an agent is
    /// given up within [`Pacing::LONGEST`].
    pub retries: u8,
    /// Questions under way at once; 1 to 8. Small devices answer one after the other and drop the
    /// rest.
    pub at_once: u8,
}

impl Default for Pacing {
    /// Three tries of two seconds each, two questions at once.
    fn default() -> Pacing {
        Pacing { timeout: Span::seconds(2), retries: 2, at_once: 2 }
    }
}

impl Pacing {
    /// The longest a question may go on without an answer, all its tries together.
    pub const LONGEST: Span = Span::seconds(60);

    /// How long a question goes on without an answer, all its tries together.
    pub fn longest(&self) -> Span {
        Span(self.timeout.0.saturating_mul(i64::from(self.retries) + 1))
    }

    /// Records what is wrong, below this field.
    pub fn check(&self, field: &str, found: &mut Findings) {
        let timeout = self.timeout.0.clamp(500, 30_000);
        let most = (Pacing::LONGEST.0 / timeout - 1).min(10);
        found.range(&format!("{field}.timeout"), self.timeout.0 as f64, 500.0..=30_000.0);
        found.range(&format!("{field}.retries"), f64::from(self.retries), 0.0..=most as f64);
        found.range(&format!("{field}.at_once"), f64::from(self.at_once), 1.0..=8.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_given_up_within_a_minute() {
        let wrong = |timeout, retries, at_once| {
            let mut found = Findings::default();
            Pacing { timeout: Span(timeout), retries, at_once }.check("pacing", &mut found);
            let wrong = found.verdict(()).err().unwrap_or_default();
            wrong.into_iter().map(|e| e.field).collect::<Vec<_>>()
        };
        for (timeout, retries, at_once, want) in [
            (2_000, 2, 2, vec![]),
            (500, 10, 8, vec![]),
            (30_000, 1, 1, vec![]),
            (30_000, 2, 1, vec!["pacing.retries"]),
            (5_450, 10, 1, vec![]),
            (5_500, 10, 1, vec!["pacing.retries"]),
            (499, 11, 0, vec!["pacing.timeout", "pacing.retries", "pacing.at_once"]),
            (30_001, 0, 9, vec!["pacing.timeout", "pacing.at_once"]),
        ] {
            assert_eq!(wrong(timeout, retries, at_once), want, "{timeout} ms, {retries} again");
        }
    }
}
