//! Where lines go: the standard output for what was asked, the standard error for asides.

use std::io::{IsTerminal, Write};

use hinomi_model::Grade;
use hinomi_model::settings::Language;
use serde::Serialize;

use crate::sorry::Sorry;

/// Where lines go, and in which language.
#[derive(Debug)]
pub struct Paper {
    /// The language of words.
    pub language: Language,
    colour: bool,
}

impl Paper {
    /// Colours only for a terminal whose owner has not asked for none (`NO_COLOR`).
    pub fn new(language: Language) -> Paper {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Paper { language, colour: wanted && std::io::stdout().is_terminal() }
    }

    /// The word of this paper's language.
    pub fn pick<'a>(&self, en: &'a str, ja: &'a str) -> &'a str {
        match self.language {
            Language::En => en,
            Language::Ja => ja,
        }
    }

    /// One line.
    pub fn line(&self, text: &str) -> Result<(), Sorry> {
        self.raw(format!("{text}\n").as_bytes())
    }

    /// One JSON object on one line.
    pub fn json(&self, value: &impl Serialize) -> Result<(), Sorry> {
        let text = serde_json::to_string(value).expect("what is printed has string keys only");
        self.line(&text)
    }

    /// Bytes as they are.
    pub fn raw(&self, bytes: &[u8]) -> Result<(), Sorry> {
        let mut out = std::io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            std::io::ErrorKind::BrokenPipe => Sorry::Closed,
            _ => Sorry::io("standard output", &error),
        })
    }

    /// A line that was not asked for: progress, hints, what went wrong.
    pub fn aside(&self, text: &str) {
        // When nobody reads asides there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A word in the colour of its grade; what is well has none.
    pub fn graded(&self, grade: Grade, word: &str) -> String {
        let code = match grade {
            Grade::Critical => "31",
            Grade::Warning => "33",
            Grade::Unknown => "35",
            Grade::Ok => return word.to_owned(),
        };
        self.painted(code, word)
    }

    /// A word that steps back.
    pub fn dim(&self, word: &str) -> String {
        self.painted("2", word)
    }

    fn painted(&self, code: &str, word: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() }
    }
}
