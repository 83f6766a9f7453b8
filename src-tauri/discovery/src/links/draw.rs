//! From segments to links.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use hinomi_model::{Cable, Confidence, Evidence, NodeId, NodeKind, Port};

use super::graph::{End, Found, Graph, Hub};
use super::segments::{PortOf, Reason, Seat};
use super::study::Study;
use super::who::Who;

/// Longest name of a port that is kept, in characters.
pub(super) const MOST_NAME: usize = 120;

/// Somebody on a segment, by all interfaces it has there.
#[derive(Debug, Clone, Default)]
struct Member {
    ports: BTreeSet<u32>,
    why: Reason,
}

/// A link in the making; its ends in their order.
#[derive(Debug, Clone, Default)]
struct Line {
    evidence: BTreeSet<Evidence>,
    cables: BTreeSet<Cable>,
    doubtful: bool,
    remembered: bool,
}

/// Who is on a segment.
fn members(seats: &BTreeMap<Seat, Reason>) -> BTreeMap<Who, Member> {
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
struct Drawing {
    lines: BTreeMap<(End, End), Line>,
    hubs: Vec<Hub>,
}

impl Study<'_> {
    /// Draws what was found.
    pub(super) fn drawn(self) -> Graph {
        let mut drawing = Drawing::default();
        let segments: Vec<BTreeMap<Who, Member>> = self.segments.all().map(members).collect();
        // What is sure comes first: nothing doubtful is drawn that would close a circle.
        for doubtful in [false, true] {
            segments.iter().for_each(|members| self.draw(members, doubtful, &mut drawing));
        }
        self.draw_loose(&mut drawing);
        self.draw_twins(&mut drawing);
        let hubs = std::mem::take(&mut drawing.hubs);
        let links = self.away_from_here(drawing);
        Graph { links, hubs, strangers: self.strangers }
    }

    /// Draws of a segment what is sure, or what is doubtful.
    fn draw(&self, members: &BTreeMap<Who, Member>, doubtful: bool, drawing: &mut Drawing) {
        let all: Vec<(Who, &Member)> = members.iter().map(|(w, m)| (*w, m)).collect();
        match all.as_slice() {
            [] | [_] => {}
            [a, b] => {
                let doubt = members.values().any(|m| m.why.doubtful) || self.is_crowded(members);
                if doubt == doubtful {
                    drawing.wire(self, *a, *b, doubtful);
                }
            }
            _ => match self.center(members) {
                Some(center) => self.draw_star(center, members, doubtful, drawing),
                None if doubtful => self.draw_hub(members, drawing),
                None => {}
            },
        }
    }

    /// Everybody hangs on one of them: by radio each by itself, else on the box that is likely.
    fn draw_star(
        &self,
        center: Who,
        members: &BTreeMap<Who, Member>,
        doubtful: bool,
        drawing: &mut Drawing,
    ) {
        let at = (center, &members[&center]);
        let radio = self.is_radio(at);
        // By the interface it has on the segment it hangs on a switch; others hang on its other ones.
        let beyond = Member { ports: BTreeSet::new(), why: at.1.why.clone() };
        for (who, member) in members.iter().filter(|(who, _)| **who != center) {
            // That somebody announced itself to one on this segment says nothing of the others.
            let met = told_itself(at.1) && (member.why.hears || told_itself(member));
            let switch = who.is_some_and(|n| self.tables.contains_key(&n));
            let near = if radio || switch { at } else { (center, &beyond) };
            if doubtful != (radio || met) {
                drawing.wire(self, near, (*who, member), doubtful);
            }
        }
    }

    /// Are there other addresses on the only switch's port than its one station's? Then something
    /// may lie between.
    fn is_crowded(&self, members: &BTreeMap<Who, Member>) -> bool {
        let switch = |who: Who| who.is_some_and(|n| self.tables.contains_key(&n));
        let mut switches = members.iter().filter(|(who, _)| switch(**who));
        let (Some((Some(node), member)), None) = (switches.next(), switches.next()) else {
            return false;
        };
        let mut strangers = self.tables[node]
            .iter()
            .filter(|(mac, port)| member.ports.contains(port) && self.whos.of_mac(**mac).is_none());
        !members.values().any(told_itself) && strangers.next().is_some()
    }

    /// The box that stands in the middle of a segment, if it is one that is known.
    fn center(&self, members: &BTreeMap<Who, Member>) -> Option<Who> {
        let radio = members.iter().find(|(who, m)| self.is_radio((**who, m)));
        if let Some((who, _)) = radio {
            return Some(*who);
        }
        let station = |who: Who| !who.is_some_and(|n| self.tables.contains_key(&n));
        let stations = || members.iter().filter(|(who, _)| station(**who));
        let heard: Vec<Who> = stations().filter(|(_, m)| told_itself(m)).map(|(w, _)| *w).collect();
        let may = |who: Who, m: &Member| {
            let alone = heard.is_empty() || heard == [who] && !self.hear_past(who, members);
            let phone = self.whos.kind(who) == NodeKind::Phone && stations().count() == 2;
            let kind = matches!(self.whos.kind(who), NodeKind::Switch | NodeKind::AccessPoint);
            alone && (kind || phone || m.why.forwards)
        };
        let mut all = stations().filter(|(who, m)| may(**who, m)).map(|(who, _)| *who);
        let first = all.next().filter(|_| all.next().is_none());
        first.or_else(|| self.hypervisor(stations().map(|(who, _)| *who)))
    }

    /// Do two others on a segment hear each other past somebody that announces itself, too? It is
    /// not between them, for it would not pass that on.
    fn hear_past(&self, who: Who, members: &BTreeMap<Who, Member>) -> bool {
        let other = |port: PortOf| {
            let (node, port) = self.bundled(port);
            let member = members.get(&Some(node)).filter(|_| who != Some(node));
            member.is_some_and(|m| m.ports.contains(&port))
        };
        self.wires.iter().any(|(a, b)| other(*a) && other(*b))
    }

    /// Of several stations all but one are virtual: that one carries the others.
    fn hypervisor(&self, stations: impl Iterator<Item = Who>) -> Option<Who> {
        let guest = |who: Who| {
            let mut macs = self.whos.macs(who).peekable();
            macs.peek().is_some() && macs.all(|mac| mac.is_virtual())
        };
        let (guests, hosts): (Vec<Who>, Vec<Who>) = stations.partition(|who| guest(*who));
        match hosts.as_slice() {
            [host] if !guests.is_empty() => Some(*host),
            _ => None,
        }
    }

    fn is_radio(&self, (who, member): (Who, &Member)) -> bool {
        let told = who.and_then(|n| self.whos.told(n));
        let radio = |port: &u32| {
            told.is_some_and(|t| t.interfaces.iter().any(|i| i.index == *port && i.wireless))
        };
        member.ports.iter().any(radio)
    }

    fn draw_hub(&self, members: &BTreeMap<Who, Member>, drawing: &mut Drawing) {
        let end = End::Hub(drawing.hubs.len());
        let at = members.iter().flat_map(|(who, m)| {
            let ports =
                m.ports.iter().filter_map(|p| Some((((*who)?, *p), self.port((*who)?, *p))));
            ports.map(|((node, _), port)| (node, port))
        });
        drawing.hubs.push(Hub { at: at.collect() });
        // Those with an interface of their own here first: the others were only seen.
        let (ports, seen): (Vec<_>, Vec<_>) =
            members.iter().partition(|(_, member)| !member.ports.is_empty());
        for (who, member) in ports.into_iter().chain(seen) {
            let to = end_of(*who);
            if member.ports.is_empty() && drawing.reaches(end, to) {
                continue;
            }
            let line = drawing.line(end, to);
            line.evidence.extend(&member.why.evidence);
            if member.why.evidence.is_empty() {
                // It is there for the sake of those seen on it.
                line.evidence.extend(members.values().flat_map(|m| &m.why.evidence));
            }
            line.doubtful = true;
            line.remembered |= member.why.remembered;
            let ports: Vec<Option<Port>> = match who {
                Some(node) if !member.ports.is_empty() => {
                    member.ports.iter().map(|p| Some(self.port(*node, *p))).collect()
                }
                _ => Vec::new(),
            };
            line.cables.extend(ports.into_iter().map(|port| in_order(end, to, None, port)));
        }
    }

    /// The interface of a device, by its name.
    fn port(&self, node: NodeId, index: u32) -> Port {
        let told = self.whos.told(node);
        let found = told.and_then(|t| t.interfaces.iter().find(|i| i.index == index));
        let name = found.map_or_else(|| index.to_string(), |i| i.name.clone());
        Port { name: name.chars().take(MOST_NAME).collect(), index: Some(index) }
    }

    /// Links whose wires cannot be told; none of them closes a circle.
    fn draw_loose(&self, drawing: &mut Drawing) {
        let mut loose: Vec<_> = self.loose.iter().collect();
        loose.sort_by_key(|l| (l.why, l.at, l.who));
        for hang in loose {
            let (from, to) = (End::Node(hang.at.0), end_of(hang.who));
            if from == to || drawing.reaches(from, to) {
                continue;
            }
            let near = hang.at.1.map(|index| self.port(hang.at.0, index));
            let line = drawing.line(from, to);
            line.evidence.insert(hang.why);
            line.doubtful = true;
            line.cables.extend(near.map(|near| in_order(from, to, Some(near), None)));
        }
    }

    /// One box with several nodes: what hangs on the first hangs on all.
    fn draw_twins(&self, drawing: &mut Drawing) {
        for (who, twins) in self.whos.twins() {
            let of = end_of(who);
            let lines: Vec<(End, Line)> = drawing
                .lines
                .iter()
                .filter_map(|((a, b), line)| match () {
                    () if *a == of => Some((*b, line.clone())),
                    () if *b == of => Some((*a, line.clone())),
                    () => None,
                })
                .collect();
            for twin in twins.iter().map(|n| End::Node(*n)) {
                for (other, line) in lines.iter().filter(|(other, _)| *other != twin) {
                    let doubtful = Line { doubtful: true, cables: BTreeSet::new(), ..line.clone() };
                    let key = if twin < *other { (twin, *other) } else { (*other, twin) };
                    drawing.lines.entry(key).or_insert(doubtful);
                }
            }
        }
    }

    /// Links are drawn away from this PC, or from its gateway, or else from the box with most links.
    fn away_from_here(&self, drawing: Drawing) -> Vec<Found> {
        let mut next: BTreeMap<End, BTreeSet<End>> = BTreeMap::new();
        for (a, b) in drawing.lines.keys() {
            next.entry(*a).or_default().insert(*b);
            next.entry(*b).or_default().insert(*a);
        }
        let gateway = self.picture.here.gateway.and_then(|ip| self.whos.of_address(ip));
        let first = [Some(End::Here), gateway.map(end_of)].into_iter().flatten();
        let mut heads: Vec<End> = next.keys().copied().collect();
        heads.sort_by_key(|end| (std::cmp::Reverse(next[end].len()), *end));
        let mut steps: BTreeMap<End, usize> = BTreeMap::new();
        for head in first.chain(heads) {
            if !next.contains_key(&head) || steps.contains_key(&head) {
                continue;
            }
            steps.insert(head, steps.len());
            let mut open = VecDeque::from([head]);
            while let Some(at) = open.pop_front() {
                for to in &next[&at] {
                    if !steps.contains_key(to) {
                        steps.insert(*to, steps.len());
                        open.push_back(*to);
                    }
                }
            }
        }
        let found = drawing.lines.into_iter().map(|((a, b), line)| line.found(a, b, &steps));
        let mut found: Vec<Found> = found.collect();
        found.sort_by_key(|link| (link.from, link.to));
        found
    }
}

impl Drawing {
    fn line(&mut self, a: End, b: End) -> &mut Line {
        self.lines.entry(if a < b { (a, b) } else { (b, a) }).or_default()
    }

    /// Two with nothing between them; what is doubtful only if it closes no circle.
    fn wire(&mut self, study: &Study<'_>, a: (Who, &Member), b: (Who, &Member), doubtful: bool) {
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

    /// Does one get from one end to the other?
    fn reaches(&self, from: End, to: End) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for (a, b) in self.lines.keys() {
                let other = match () {
                    () if *a == at => *b,
                    () if *b == at => *a,
                    () => continue,
                };
                if seen.insert(other) {
                    open.push(other);
                }
            }
        }
        seen.contains(&to)
    }
}

impl Line {
    /// The link, drawn from the end that is reached first.
    fn found(self, a: End, b: End, steps: &BTreeMap<End, usize>) -> Found {
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
fn cables(
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
fn in_order(a: End, b: End, of_a: Option<Port>, of_b: Option<Port>) -> Cable {
    if a < b { Cable { from: of_a, to: of_b } } else { Cable { from: of_b, to: of_a } }
}

fn end_of(who: Who) -> End {
    who.map_or(End::Here, End::Node)
}

/// Did it announce itself, or did the other announce itself to it?
fn told_itself(member: &Member) -> bool {
    let said = &member.why.evidence;
    [Evidence::Lldp, Evidence::Cdp].iter().any(|e| said.contains(e))
}
