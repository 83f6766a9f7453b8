//! Templates of generic requests: `{{ title }}` and the other words of a letter, `{% if over %}`.
//!
//! A template comes with the site file, so it gets words and nothing else: no functions, no files,
//! a bound on work and on what it makes.

use hinomi_model::contact::Content;
use hinomi_model::notification::Reason;
use hinomi_model::{Grade, IncidentId, Problem, Stamp};
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, UndefinedBehavior};
use uuid::Uuid;

use crate::letter::{About, Letter};

/// Steps a template may take.
const FUEL: u64 = 50_000;
/// Octets it may make.
const MOST: usize = 256 * 1024;

/// Fills in a template.
pub(crate) fn fill(template: &str, content: Content, letter: &Letter) -> Result<String, Problem> {
    let mut press = Environment::empty();
    press.set_undefined_behavior(UndefinedBehavior::Strict);
    press.set_fuel(Some(FUEL));
    press.set_formatter(move |out, _, value| {
        let text = match (content, value.as_str()) {
            (Content::Text, Some(text)) => text.to_owned(),
            (Content::Json, Some(text)) => escaped(text),
            (Content::Text, None) if value.is_none() => String::new(),
            // `true`, `12`, `null`: the same words in both.
            (_, None) => serde_json::to_string(value).unwrap_or_default(),
        };
        out.write_str(&text).map_err(Error::from)
    });
    let words = Value::from(Serde(letter.words()));
    let made = press.render_str(template, words).map_err(|error| bad(&error))?;
    if made.len() > MOST {
        return Err(bad_at(0, "it makes more than 256 kB"));
    }
    match content {
        Content::Text => Ok(made),
        Content::Json => match serde_json::from_str::<serde::de::IgnoredAny>(&made) {
            Ok(_) => Ok(made),
            Err(error) => Err(bad_at(error.line(), &format!("the result is not JSON: {error}"))),
        },
    }
}

/// What is wrong with a template, seen by filling it in with awkward words: once for trouble, once
/// for its end, once for a test.
pub fn judge(template: &str, content: Content) -> Result<(), Problem> {
    let number = IncidentId(12);
    let node = "core-sw-1 \"火の見\"".to_owned();
    let about = |reason| About::Incident { number, reason, node: node.clone() };
    for about in [about(Reason::Opened), about(Reason::Resolved), About::Notice, About::Test] {
        let letter = Letter {
            id: Uuid::nil(),
            thread: Uuid::nil(),
            about,
            grade: Grade::Critical,
            title: "\"C:\\tower\"\t{{ title }}".into(),
            body: "two\nlines, 火の見 </script>\u{7f}".into(),
            site: "'site'".into(),
            at: Stamp(0),
        };
        fill(template, content, &letter)?;
    }
    Ok(())
}

/// A text as it stands between quotation marks in JSON.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn bad(error: &Error) -> Problem {
    let detail = match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    bad_at(error.line().unwrap_or(1), &detail)
}

fn bad_at(line: usize, detail: &str) -> Problem {
    let detail = detail.chars().filter(|c| !c.is_control()).take(200).collect();
    Problem::BadTemplate { line: u32::try_from(line.max(1)).unwrap_or(1), detail }
}
