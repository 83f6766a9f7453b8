//! A drawing in the making: who is on a segment, and the lines between them.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Cable, Confidence, Evidence, NodeId, Port};

use super::draw::MOST_NAME;
use super::graph::{End, Found, Hub};
use super::segments::{PortOf, Reason, Seat};
use super::study::Study;
use super::who::Who;

/// Somebody on a segment, by all interfaces it has there.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    pub(super) ports: BTreeSet<u32>,
    pub(super) why: Reason,
}

/// A link in the making; its ends in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) evidence: BTreeSet<Evidence>,
    pub(super) cables: BTreeSet<Cable>,
    pub(super) doubtful: bool,
    pub(super) remembered: bool,
}

/// Who is on a segment.
pub(super) fn members(seats: &BTreeMap<Seat, Reason>) -> BTreeMap<Who, Member> {
    let mut members: BTreeMap<Who, Member> = BTreeMap::new();
    for (seat, why) in seats {
        let member = members.entry(seat.who()).or_default();
        member.ports.extend(seat.interface());
        member.why.add(why);
    }
    members
}

/// A drawing in the making.
#[derive(Default)]
pub(super) struct Drawing {
    pub(super) lines: BTreeMap<(End, End), Line>,
    pub(super) hubs: Vec<Hub>,
    /// Who hangs together: each on another, and the first on nobody.
    parts: BTreeMap<End, End>,
}

impl Drawing {
    pub(super) fn line(&mut self, a: End, b: End) -> &mut Line {
        let (x, y) = (self.part(a), self.part(b));
        if x != y {
            self.parts.insert(x.max(y), x.min(y));
        }
        self.lines.entry(if a < b { (a, b) } else { (b, a) }).or_default()
    }

    /// Two with nothing between them; what is doubtful only if it closes no circle.
    pub(super) fn wire(
        &mut self,
        study: &Study<'_>,
        a: (Who, &Member),
        b: (Who, &Member),
        doubtful: bool,
    ) {
        let (from, to) = (end_of(a.0), end_of(b.0));
        if doubtful && self.reaches(from, to) {
            return;
        }
        let known = self.lines.contains_key(&if from < to { (from, to) } else { (to, from) });
        let cables = cables(study, a, b);
        let line = self.line(from, to);
        line.evidence.extend(a.1.why.evidence.iter().chain(&b.1.why.evidence));
        // Of several wires one that is sure is enough.
        let doubt = doubtful || a.1.why.doubtful || b.1.why.doubtful;
        line.doubtful = doubt && (line.doubtful || !known);
        line.remembered |= a.1.why.remembered || b.1.why.remembered;
        line.cables.extend(cables.into_iter().map(|(x, y)| in_order(from, to, x, y)));
    }

    /// Forgets boxes in the middle on which only one is left of all that were seen there.
    pub(super) fn forget_idle_hubs(&mut self) {
        let mut wires = vec![0; self.hubs.len()];
        for end in self.lines.keys().flat_map(|(a, b)| [*a, *b]) {
            if let End::Hub(hub) = end {
                wires[hub] += 1;
            }
        }
        let mut left = 0..;
        let number: Vec<Option<usize>> =
            wires.iter().map(|count| (*count > 1).then(|| left.next()).flatten()).collect();
        let end = |end: End| match end {
            End::Hub(hub) => number[hub].map(End::Hub),
            End::Here | End::Node(_) => Some(end),
        };
        let lines = std::mem::take(&mut self.lines).into_iter();
        self.lines = lines.filter_map(|((a, b), line)| Some(((end(a)?, end(b)?), line))).collect();
        let mut needed = number.iter().map(Option::is_some);
        self.hubs.retain(|_| needed.next().unwrap_or(true));
    }

    /// Does one get from one end to the other?
    pub(super) fn reaches(&self, from: End, to: End) -> bool {
        self.part(from) == self.part(to)
    }

    /// Whoever stands for all that hang together with this one.
    fn part(&self, mut at: End) -> End {
        while let Some(up) = self.parts.get(&at) {
            at = *up;
        }
        at
    }
}

impl Line {
    /// The link, drawn from the end that is reached first.
    pub(super) fn found(self, a: End, b: End, steps: &BTreeMap<End, usize>) -> Found {
        let turned = steps.get(&b) < steps.get(&a);
        let cable = |c: Cable| if turned { Cable { from: c.to, to: c.from } } else { c };
        let (from, to) = if turned { (b, a) } else { (a, b) };
        let confidence = if self.doubtful { Confidence::Inferred } else { Confidence::Evidenced };
        Found {
            from,
            to,
            evidence: self.evidence.into_iter().collect(),
            confidence,
            cables: self.cables.into_iter().map(cable).collect(),
            remembered: self.remembered,
        }
    }
}

/// The wires between two on one segment: those of their bundles where they announced them.
pub(super) fn cables(
    study: &Study<'_>,
    (a, of_a): (Who, &Member),
    (b, of_b): (Who, &Member),
) -> Vec<(Option<Port>, Option<Port>)> {
    if let (Some(x), Some(y)) = (a, b) {
        let on = |at: PortOf, node: NodeId, member: &Member| {
            at.0 == node && member.ports.contains(&study.bundled(at).1)
        };
        let wires = study.wires.iter().filter_map(|(p, q)| match () {
            () if on(*p, x, of_a) && on(*q, y, of_b) => Some((*p, *q)),
            () if on(*q, x, of_a) && on(*p, y, of_b) => Some((*q, *p)),
            () => None,
        });
        let port = |(node, index): PortOf| Some(study.port(node, index));
        let known: Vec<_> = wires.map(|(p, q)| (port(p), port(q))).collect();
        if !known.is_empty() {
            return known;
        }
    }
    let ends = |who: Who, member: &Member, other: (Who, &Member)| -> Vec<Option<Port>> {
        // What it announced to others is the name of another port.
        let here = |at: &PortOf| Some(at.0) == other.0 && other.1.ports.contains(&at.1);
        let label =
            member.why.labels.iter().find(|(at, _)| here(at)).map(|(_, name)| Port {
                name: name.chars().take(MOST_NAME).collect(),
                index: None,
            });
        match who {
            Some(node) if !member.ports.is_empty() => {
                member.ports.iter().map(|p| Some(study.port(node, *p))).collect()
            }
            _ => vec![label],
        }
    };
    let (near, far) = (ends(a, of_a, (b, of_b)), ends(b, of_b, (a, of_a)));
    let longest = near.len().max(far.len());
    let nth = |all: &[Option<Port>], n: usize| all.get(n).cloned().flatten();
    let all = (0..longest).map(|n| (nth(&near, n), nth(&far, n)));
    all.filter(|(x, y)| x.is_some() || y.is_some()).collect()
}

/// A wire from the smaller end to the larger.
pub(super) fn in_order(a: End, b: End, of_a: Option<Port>, of_b: Option<Port>) -> Cable {
    if a < b { Cable { from: of_a, to: of_b } } else { Cable { from: of_b, to: of_a } }
}

pub(super) fn end_of(who: Who) -> End {
    who.map_or(End::Here, End::Node)
}
