//! From segments to links.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use hinomi_model::{Evidence, NodeId, NodeKind, Port};

use super::drawing::{Drawing, Line, Member, end_of, in_order, members};
use super::graph::{End, Found, Graph, Hub};
use super::segments::PortOf;
use super::study::Study;
use super::who::Who;

/// Longest name of a port that is kept, in characters.
pub(super) const MOST_NAME: usize = 120;

/// What a segment looks like.
enum Shape {
    /// Two and nothing between them.
    Wire,
    /// One of those on it is in the middle.
    Star(Who),
    /// A box nobody has seen is.
    Hub(End),
}

impl Study<'_> {
    /// Draws what was found.
    pub(super) fn drawn(self) -> Graph {
        let mut drawing = Drawing::default();
        let segments: Vec<BTreeMap<Who, Member>> = self.segments.all().map(members).collect();
        let shapes: Vec<(Shape, &BTreeMap<Who, Member>)> = segments
            .iter()
            .filter(|members| members.len() > 1)
            .map(|members| (self.shape(members, &mut drawing), members))
            .collect();
        // What is sure comes first: nothing doubtful is drawn that would close a circle.
        for doubtful in [false, true] {
            for (shape, members) in &shapes {
                match shape {
                    Shape::Wire => self.draw_wire(members, doubtful, &mut drawing),
                    Shape::Star(center) => {
                        self.draw_star(*center, members, doubtful, &mut drawing);
                    }
                    Shape::Hub(hub) => self.draw_hub(*hub, members, doubtful, &mut drawing),
                }
            }
        }
        self.draw_loose(&mut drawing);
        drawing.forget_idle_hubs();
        self.draw_twins(&mut drawing);
        let hubs = std::mem::take(&mut drawing.hubs);
        let links = self.away_from_here(drawing);
        Graph { links, hubs, strangers: self.strangers }
    }

    /// What a segment looks like.
    fn shape(&self, members: &BTreeMap<Who, Member>, drawing: &mut Drawing) -> Shape {
        if members.len() == 2 {
            return Shape::Wire;
        }
        if let Some(center) = self.center(members) {
            return Shape::Star(center);
        }
        let at = members.iter().flat_map(|(who, m)| {
            m.ports.iter().filter_map(|port| Some(((*who)?, self.port((*who)?, *port))))
        });
        drawing.hubs.push(Hub { at: at.collect() });
        Shape::Hub(End::Hub(drawing.hubs.len() - 1))
    }

    fn draw_wire(&self, members: &BTreeMap<Who, Member>, doubtful: bool, drawing: &mut Drawing) {
        let doubt = members.values().any(|m| m.why.doubtful) || self.is_crowded(members);
        let mut all = members.iter().map(|(who, member)| (*who, member));
        if let (true, Some(a), Some(b)) = (doubt == doubtful, all.next(), all.next()) {
            drawing.wire(self, a, b, doubtful);
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
            let kind = self.is_kind_of_switch(who);
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

    /// Everybody hangs on a box in the middle. Those with an interface of their own on the segment do
    /// for certain; of the others, who were only seen, it is doubtful.
    fn draw_hub(
        &self,
        hub: End,
        members: &BTreeMap<Who, Member>,
        doubtful: bool,
        drawing: &mut Drawing,
    ) {
        let chosen = |m: &&Member| m.ports.is_empty() == doubtful;
        for (who, member) in members.iter().filter(|(_, m)| chosen(m)) {
            let to = end_of(*who);
            if doubtful && !self.may_have_two_legs(*who, member) && drawing.reaches(hub, to) {
                continue;
            }
            let line = drawing.line(hub, to);
            line.evidence.extend(&member.why.evidence);
            if member.why.evidence.is_empty() {
                // It is there for the sake of those seen on it.
                line.evidence.extend(members.values().flat_map(|m| &m.why.evidence));
            }
            line.doubtful = true;
            line.remembered |= member.why.remembered;
            for port in who.iter().flat_map(|node| member.ports.iter().map(|p| (*node, *p))) {
                line.cables.insert(in_order(hub, to, None, Some(self.port(port.0, port.1))));
            }
        }
    }

    /// Has it several hardware addresses, and so perhaps several interfaces, none of which passes on
    /// what others send?
    fn may_have_two_legs(&self, who: Who, member: &Member) -> bool {
        let several = self.whos.macs(who).nth(1).is_some();
        several && !member.why.doubtful && !member.why.forwards && !self.is_kind_of_switch(who)
    }

    /// The interface of a device, by its name.
    pub(super) fn port(&self, node: NodeId, index: u32) -> Port {
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

/// Did it announce itself, or did the other announce itself to it?
fn told_itself(member: &Member) -> bool {
    let said = &member.why.evidence;
    [Evidence::Lldp, Evidence::Cdp].iter().any(|e| said.contains(e))
}
