//! Patterns in profiles.

use std::ops::Deref;

use regex::{Captures, Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, de};

/// Largest compiled pattern, octets: profiles may be a stranger's.
const LARGEST: usize = 1 << 20;

/// A regular expression (syntax of the regex crate: no look-around, linear time).
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Pattern, regex::Error> {
        RegexBuilder::new(text).size_limit(LARGEST).build().map(Pattern)
    }

    /// What matched in `text`, put together as `form` says; without a form the first group that
    /// took part, else all that matched.
    pub fn take(&self, text: &str, form: Option<&str>) -> Option<String> {
        let groups = self.0.captures(text)?;
        Some(match form {
            Some(form) => {
                let mut made = String::new();
                groups.expand(form, &mut made);
                made
            }
            None => first(&groups).to_owned(),
        })
    }
}

fn first<'t>(groups: &Captures<'t>) -> &'t str {
    let group = groups.iter().skip(1).flatten().next();
    group.or(groups.get(0)).map_or("", |m| m.as_str())
}

impl Deref for Pattern {
    type Target = Regex;
    fn deref(&self) -> &Regex {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pattern, D::Error> {
        Pattern::parse(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}
