//! Lines in columns, with Japanese as wide as it is on a terminal.

use crate::paper::Paper;
use crate::sorry::Sorry;

/// Lines whose cells stand under one another; the last column is as long as it likes.
#[derive(Debug, Default)]
pub struct Columns(Vec<Vec<String>>);

impl Columns {
    /// Adds a line.
    pub fn add<const N: usize>(&mut self, cells: [String; N]) {
        self.0.push(cells.into());
    }

    /// Prints all lines.
    pub fn print(&self, paper: &Paper) -> Result<(), Sorry> {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let wide = |column: usize| {
            self.0.iter().filter_map(|l| l.get(column)).map(|c| width(c)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(wide).collect();
        for cells in &self.0 {
            let mut line = String::new();
            for (cell, wide) in cells.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', wide - width(cell) + 2));
            }
            paper.line(line.trim_end())?;
        }
        Ok(())
    }
}

/// Columns a text takes on a terminal; colours take none.
pub fn width(text: &str) -> usize {
    let mut painted = false;
    let mut wide = 0;
    for c in text.chars() {
        match c {
            '\u{1b}' => painted = true,
            'm' if painted => painted = false,
            _ if painted => {}
            c => wide += if is_wide(c) { 2 } else { 1 },
        }
    }
    wide
}

/// East Asian Wide and Fullwidth (UAX #11), as far as names use them.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1f64f}'
        | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_twice_as_wide_and_colour_takes_no_room() {
        assert_eq!(width("nas-1"), 5);
        assert_eq!(width("監視カメラ1"), 11);
        assert_eq!(width("\u{1b}[31mcritical\u{1b}[0m"), 8);
    }
}
