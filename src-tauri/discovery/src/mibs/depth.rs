//! Is a MIB file made to hurt? Whoever reads modules follows brackets within brackets, and names one
//! below the other, by calling itself, and keeps every name with the whole way to it.

use std::collections::HashMap;

use hinomi_model::snmp::Oid;

/// Brackets one within the other at most, and tags before one type; real modules have four.
const DEEPEST: usize = 64;
/// Arcs of a name at most, and words in the braces that place it.
const LONGEST: usize = 4 * Oid::LONGEST;
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

/// Something with a place in the tree, below its parent.
struct Placed<'a> {
    /// The module of its text it stands in, from 0.
    module: usize,
    name: &'a str,
    parent: &'a str,
    /// Arcs from there, each of which takes a word or more.
    arcs: usize,
}

/// In which of these texts, when they are read together, is something nested deeper, or a name
/// longer, than any that is used?
pub(super) fn deep(texts: &[&str]) -> Vec<bool> {
    let placed: Vec<Option<Vec<Placed<'_>>>> = texts.iter().map(|text| placed(text)).collect();
    let mut deep: Vec<bool> = placed.iter().map(Option::is_none).collect();
    let mut ways = Ways::default();
    for (text, placed) in placed.iter().enumerate() {
        placed.iter().flatten().for_each(|one| ways.name(text, one));
    }
    for (text, placed) in placed.iter().enumerate() {
        placed.iter().flatten().for_each(|one| ways.place(text, one));
    }
    ways.far_down().for_each(|text| deep[text] = true);
    deep
}

/// What a text gives a place; `None` where brackets within brackets have no end.
fn placed(text: &str) -> Option<Vec<Placed<'_>>> {
    let (mut open, mut tags, mut wide, mut module) = (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut placed, mut named, mut place) = (Vec::new(), Vec::new(), None);
    let mut last = [""; 3];
    for word in words(text) {
        let [first, earlier, before] = last;
        match word {
            "{" | "(" | "[" => open += 1,
            "}" | ")" | "]" => open = open.saturating_sub(1),
            "DEFINITIONS" => module += 1,
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
        if (earlier, before, word) == ("OBJECT", "IDENTIFIER", "::=") {
            named.push(first);
        }
        // `::= { parent 1 }` closes the definition of one of those named since the last.
        match (earlier, before, word) {
            ("::=", "{", parent) => (place, wide) = (Some(parent), 1),
            (.., "}") => {
                if let Some(parent) = place.take() {
                    let arcs = wide.max(1);
                    placed.extend(named.drain(..).map(|name| Placed {
                        module,
                        name,
                        parent,
                        arcs,
                    }));
                }
            }
            _ => wide += 1,
        }
        if open > DEEPEST || tags > DEEPEST || (place.is_some() && wide > LONGEST) {
            return None;
        }
        last = [earlier, before, word];
    }
    Some(placed)
}

/// The ways from names to the root, over all modules.
#[derive(Default)]
struct Ways<'a> {
    names: Vec<Name>,
    /// A name as one module places it, and as any module does.
    own: HashMap<(usize, usize, &'a str), usize>,
    any: HashMap<&'a str, usize>,
}

#[derive(Default)]
struct Name {
    /// The text it stands in.
    text: Option<usize>,
    /// The names below it, by so many arcs.
    below: Vec<(usize, usize)>,
    /// So many ways up are not known yet.
    above: usize,
    /// Arcs from the root, by the longest way known.
    length: usize,
}

impl<'a> Ways<'a> {
    /// Whoever does not place a name himself means that of another, of whichever he imports it.
    fn name(&mut self, text: usize, one: &Placed<'a>) {
        let key = (text, one.module, one.name);
        if self.own.contains_key(&key) {
            return;
        }
        let own = self.add(Some(text));
        self.own.insert(key, own);
        let any = match self.any.get(one.name) {
            Some(any) => *any,
            None => self.add(None),
        };
        self.any.insert(one.name, any);
        self.join(own, any, 0);
    }

    fn place(&mut self, text: usize, one: &Placed<'a>) {
        let own = self.own[&(text, one.module, one.name)];
        let parent = self.own.get(&(text, one.module, one.parent)).or(self.any.get(one.parent));
        match parent.copied() {
            Some(parent) => self.join(parent, own, one.arcs),
            None => self.names[own].length = self.names[own].length.max(one.arcs),
        }
    }

    fn add(&mut self, text: Option<usize>) -> usize {
        self.names.push(Name { text, ..Name::default() });
        self.names.len() - 1
    }

    fn join(&mut self, above: usize, below: usize, arcs: usize) {
        self.names[above].below.push((below, arcs));
        self.names[below].above += 1;
    }

    /// The texts of names further from the root than a name may be; what leads in a circle is.
    fn far_down(mut self) -> impl Iterator<Item = usize> {
        let mut known: Vec<usize> =
            (0..self.names.len()).filter(|at| self.names[*at].above == 0).collect();
        while let Some(at) = known.pop() {
            let length = self.names[at].length;
            for (below, arcs) in std::mem::take(&mut self.names[at].below) {
                let name = &mut self.names[below];
                name.length = name.length.max(length + arcs);
                name.above -= 1;
                if name.above == 0 {
                    known.push(below);
                }
            }
        }
        let far = |name: &Name| name.above > 0 || name.length > LONGEST;
        self.names.into_iter().filter(far).filter_map(|name| name.text)
    }
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
