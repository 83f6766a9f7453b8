//! Is a MIB file made to hurt? Whoever reads modules follows brackets within brackets, and names one
//! below the other, by calling itself, and keeps every name with the whole way to it.

use std::collections::HashMap;

use hinomi_model::snmp::Oid;

/// Brackets one within the other at most, and tags before one type; real modules have four.
const DEEPEST: usize = 64;
/// What stands behind the name of something that has a place in the tree.
const PLACED: [&str; 8] = [
    "OBJECT-TYPE",
    "OBJECT-IDENTITY",
    "OBJECT-GROUP",
    "MODULE-IDENTITY",
    "MODULE-COMPLIANCE",
    "NOTIFICATION-TYPE",
    "NOTIFICATION-GROUP",
    "AGENT-CAPABILITIES",
];

/// Is something nested deeper, or a name longer, than any that is used?
pub(super) fn is_deep(text: &str) -> bool {
    let (mut open, mut tags, mut wide) = (0_usize, 0_usize, 0_usize);
    let mut parents: HashMap<&str, (&str, usize)> = HashMap::new();
    let (mut named, mut place) = (Vec::new(), None);
    let (mut before, mut earlier) = ("", "");
    for word in words(text) {
        match word {
            "{" | "(" | "[" => open += 1,
            "}" | ")" | "]" => open = open.saturating_sub(1),
            _ => {}
        }
        match word {
            "[" => tags += 1,
            "]" | "APPLICATION" | "UNIVERSAL" | "IMPLICIT" => {}
            _ if word.starts_with(|c: char| c.is_ascii_digit()) => {}
            _ => tags = 0,
        }
        if PLACED.contains(&word) {
            named.push(before);
        }
        if (before, word) == ("OBJECT", "IDENTIFIER") {
            named.push(earlier);
        }
        // `::= { parent 1 }` closes the definition of one of those named since the last.
        match (earlier, before, word) {
            ("::=", "{", parent) => (place, wide) = (Some(parent), 1),
            (.., "}") => {
                if let Some(parent) = place.take() {
                    parents.extend(named.drain(..).map(|name| (name, (parent, wide))));
                }
            }
            _ => wide += 1,
        }
        if open > DEEPEST || tags > DEEPEST || (place.is_some() && wide > 4 * Oid::LONGEST) {
            return true;
        }
        (earlier, before) = (before, word);
    }
    parents.keys().any(|name| is_far_down(name, &parents))
}

/// Is the way from the root to this name longer than a name may be? One that leads in a circle is.
fn is_far_down(name: &str, parents: &HashMap<&str, (&str, usize)>) -> bool {
    let (mut at, mut length) = (name, 0);
    while let Some((parent, arcs)) = parents.get(at) {
        length += arcs.max(&1);
        if length > 4 * Oid::LONGEST {
            return true;
        }
        at = parent;
    }
    false
}

/// Words and signs, without comments and quoted texts.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("--") {
                let line = comment.split('\n').next().unwrap_or("");
                let end = line.find("--").map_or(line.len(), |at| at + 2);
                rest = &comment[end..];
            } else if let Some(quoted) = rest.strip_prefix('"') {
                rest = quoted.split_once('"').map_or("", |(_, after)| after);
            } else {
                break;
            }
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let size = match rest.chars().next()? {
            ':' if rest.starts_with("::=") => 3,
            first if !plain(first) => first.len_utf8(),
            _ => {
                let end = rest.find(|c| !plain(c)).unwrap_or(rest.len());
                rest[..end].find("--").filter(|at| *at > 0).unwrap_or(end)
            }
        };
        let (word, after) = rest.split_at(size);
        rest = after;
        Some(word)
    })
}
