//! Reading how many tests passed, failed and were skipped from what test runners print.
//!
//! A test that cannot run here prints a line that begins with `SKIPPED` and says why. The runner
//! counts it as passed, since it returned; here it is counted as what it was.

use std::ops::AddAssign;

/// How many tests ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Ran, and held.
    pub passed: u32,
    /// Ran, and did not hold; or a stage that ended badly without naming a test.
    pub failed: u32,
    /// Did not run here, and said why.
    pub skipped: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Tally) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// The sum of every `test result:` line (cargo) and `Tests` line (vitest) in `output`.
pub fn tally(output: &str) -> Tally {
    let mut sum = Tally::default();
    for line in output.lines() {
        let line = plain(line);
        if let Some(counts) = line.trim_start().strip_prefix("test result:") {
            sum += counted(counts, ';');
        } else if let Some(counts) = line.trim_start().strip_prefix("Tests  ") {
            sum += counted(counts, '|');
        }
    }
    let said = skips(output).count() as u32;
    sum.passed = sum.passed.saturating_sub(said);
    sum.skipped += said;
    sum
}

/// The lines in which a test says that it could not run here.
pub fn skips(output: &str) -> impl Iterator<Item = &str> {
    output.lines().map(str::trim).filter(|line| line.starts_with("SKIPPED"))
}

/// Counts from text such as `ok. 3 passed; 0 failed; 1 ignored` or `1 failed | 30 passed (31)`.
fn counted(text: &str, separator: char) -> Tally {
    let mut sum = Tally::default();
    for part in text.split(separator) {
        let words: Vec<&str> = part.split_whitespace().collect();
        for pair in words.windows(2) {
            let Ok(n) = pair[0].parse::<u32>() else { continue };
            match pair[1] {
                "passed" => sum.passed += n,
                "failed" => sum.failed += n,
                "ignored" | "skipped" | "todo" => sum.skipped += n,
                _ => {}
            }
        }
    }
    sum
}

/// `line` without terminal colours (ECMA-48 `ESC [ … m`).
fn plain(line: &str) -> String {
    let mut pieces = line.split("\u{1b}[");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str(piece.split_once('m').map_or(piece, |(_, after)| after));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn cargo_results_of_several_binaries_add_up() {
        let output = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s
test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s";
        assert_eq!(tally(output), of(7, 2, 1), "because what is filtered out was not asked for");
    }

    #[test]
    fn a_test_that_says_it_was_skipped_is_not_counted_as_passed() {
        let output = "\
---- lab::a_cut_cable stdout ----
SKIPPED a_cut_cable: network namespaces need root

test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(tally(output), of(4, 0, 1));
        assert_eq!(skips(output).count(), 1);
    }

    #[test]
    fn vitest_results_are_read_through_their_colours() {
        let output = "\
\u{1b}[2m Test Files \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m (3)
\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m30 passed\u{1b}[39m | 2 skipped (33)";
        assert_eq!(tally(output), of(30, 1, 2), "because files are not tests");
    }

    #[test]
    fn talk_about_tests_is_not_a_result() {
        assert_eq!(tally("Tests are fun: 3 passed\nI SKIPPED lunch\n"), Tally::default());
        assert_eq!(tally(""), Tally::default());
    }

    #[test]
    fn the_closing_line_has_one_form() {
        assert_eq!(of(12, 0, 3).to_string(), "12 passed, 0 failed, 3 skipped");
    }
}
