//! The tree the links make, looked at from this PC, cut into frames.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use hinomi_model::{Confidence, Link, NodeId, NodeKind};

use super::{MapNode, MapSheet};

/// A site as it is drawn.
pub(super) struct Tree<'a> {
    /// Every frame, whoever holds it before it.
    pub frames: Vec<Frame<'a>>,
    /// Links that are part of no tree: second ways.
    pub spare: Vec<&'a Link>,
    /// How many links there are.
    pub links: usize,
}

/// A frame: what stands at its head, and the leaves that hang on that.
pub(super) struct Frame<'a> {
    pub head: Head<'a>,
    /// The link that leads to it.
    pub link: Option<&'a Link>,
    pub leaves: Vec<Leaf<'a>>,
    /// Second ways that are told here.
    pub notes: Vec<&'a Link>,
    /// The frames beneath, by their place in the tree.
    pub children: Vec<usize>,
    /// Does it hang on another frame?
    pub hangs: bool,
}

/// What stands at the head of a frame.
pub(super) enum Head<'a> {
    /// This PC.
    Vantage,
    /// A node.
    Node(&'a MapNode),
    /// A group, over those of its nodes nobody has linked; `None` gathers who is in none.
    Group(Option<&'a str>),
}

/// A node that leads nowhere.
pub(super) struct Leaf<'a> {
    pub node: &'a MapNode,
    pub link: Option<&'a Link>,
}

impl Head<'_> {
    /// The node it is, if it is one; `Some(None)` is this PC.
    pub(super) fn end(&self) -> Option<Option<NodeId>> {
        match self {
            Head::Vantage => Some(None),
            Head::Node(node) => Some(Some(node.id)),
            Head::Group(_) => None,
        }
    }
}

type End = Option<NodeId>;

/// Which node hangs where, found breadth first, so that everybody is as near as links allow.
struct Growth<'a> {
    ends: BTreeMap<End, Vec<(End, &'a Link)>>,
    seen: BTreeSet<End>,
    used: BTreeSet<u32>,
    children: BTreeMap<End, Vec<(NodeId, &'a Link)>>,
}

impl<'a> Growth<'a> {
    fn walk(&mut self, root: End) {
        let mut queue = VecDeque::from([root]);
        while let Some(at) = queue.pop_front() {
            for (end, link) in self.ends.get(&at).cloned().unwrap_or_default() {
                if let Some(node) = end.filter(|_| !self.seen.contains(&end)) {
                    self.hang(at, node, link);
                    queue.push_back(end);
                }
            }
        }
    }

    fn hang(&mut self, at: End, node: NodeId, link: &'a Link) {
        self.seen.insert(Some(node));
        self.used.insert(link.id.0);
        self.children.entry(at).or_default().push((node, link));
    }

    /// What only an outdated link leads to hangs there still: that is where it was seen last.
    fn hang_old(&mut self, old: &[&'a Link]) {
        let mut again = true;
        while std::mem::take(&mut again) {
            for link in old {
                let (from, to) = (link.from, Some(link.to));
                let (at, end) = match (self.seen.contains(&from), self.seen.contains(&to)) {
                    (true, false) => (from, to),
                    (false, true) => (to, from),
                    (true, true) | (false, false) => continue,
                };
                if let Some(node) = end {
                    self.hang(at, node, link);
                    self.walk(end);
                    again = true;
                }
            }
        }
    }
}

/// Kinds that are frames even while nothing is known to hang on them.
fn leads(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Router | NodeKind::Switch | NodeKind::Firewall)
}

/// Reads the tree of a sheet.
pub(super) fn grow(sheet: &MapSheet) -> Tree<'_> {
    let nodes: BTreeMap<NodeId, &MapNode> = sheet.nodes.iter().map(|n| (n.id, n)).collect();
    let there = |l: &&Link| {
        let known = nodes.contains_key(&l.to) && l.from.is_none_or(|n| nodes.contains_key(&n));
        known && l.struck.is_none() && l.from != Some(l.to)
    };
    let mut links: Vec<&Link> = sheet.links.iter().filter(there).collect();
    links.sort_by_key(|l| l.id);
    let (old, live): (Vec<&Link>, Vec<&Link>) =
        links.iter().copied().partition(|l| l.confidence == Confidence::Outdated);
    let mut growth = Growth {
        ends: BTreeMap::new(),
        seen: BTreeSet::from([None]),
        used: BTreeSet::new(),
        children: BTreeMap::new(),
    };
    for link in &live {
        growth.ends.entry(link.from).or_default().push((Some(link.to), link));
        growth.ends.entry(Some(link.to)).or_default().push((link.from, link));
    }
    growth.walk(None);
    growth.hang_old(&old);
    let islands = islands(&mut growth, &live, &old);
    let spare: Vec<&Link> =
        links.iter().copied().filter(|l| !growth.used.contains(&l.id.0)).collect();
    growth.children.values_mut().for_each(|all| all.sort_by_key(|(node, _)| *node));
    let mut framing =
        Framing { nodes: &nodes, children: &growth.children, notes: notes(&spare), frames: vec![] };
    framing.tree(None);
    islands.iter().for_each(|id| framing.tree(Some(*id)));
    let linked: BTreeSet<NodeId> = growth.seen.iter().copied().flatten().collect();
    framing.groups(sheet, &linked);
    Tree { frames: framing.frames, spare, links: links.len() }
}

/// Nodes that are linked, but not to this PC: each begins a tree of its own.
fn islands<'a>(growth: &mut Growth<'a>, live: &[&'a Link], old: &[&'a Link]) -> Vec<NodeId> {
    let beneath: BTreeSet<NodeId> = live.iter().map(|l| l.to).collect();
    let linked = || growth.ends.keys().copied().flatten();
    let (tops, rest): (Vec<NodeId>, Vec<NodeId>) = linked().partition(|n| !beneath.contains(n));
    let old_ends = old.iter().flat_map(|l| l.from.into_iter().chain([l.to]));
    let mut found = Vec::new();
    for first in tops.into_iter().chain(rest).chain(old_ends) {
        if growth.seen.insert(Some(first)) {
            found.push(first);
            growth.walk(Some(first));
            growth.hang_old(old);
        }
    }
    found
}

/// Each second way is told once, at the end that was added later.
fn notes<'a>(spare: &[&'a Link]) -> HashMap<NodeId, Vec<&'a Link>> {
    let mut notes: HashMap<NodeId, Vec<&Link>> = HashMap::new();
    for link in spare {
        notes.entry(link.from.map_or(link.to, |from| from.max(link.to))).or_default().push(link);
    }
    notes
}

struct Framing<'a, 'b> {
    nodes: &'b BTreeMap<NodeId, &'a MapNode>,
    children: &'b BTreeMap<End, Vec<(NodeId, &'a Link)>>,
    notes: HashMap<NodeId, Vec<&'a Link>>,
    frames: Vec<Frame<'a>>,
}

impl<'a> Framing<'a, '_> {
    /// The frames of one tree; by a queue, because a site file may hold a very long chain.
    fn tree(&mut self, root: End) {
        let mut queue: VecDeque<(End, Option<&'a Link>, Option<usize>)> =
            VecDeque::from([(root, None, None)]);
        while let Some((end, link, above)) = queue.pop_front() {
            let head = match end {
                None => Head::Vantage,
                Some(id) => match self.nodes.get(&id) {
                    Some(node) => Head::Node(node),
                    None => continue,
                },
            };
            let place = self.frames.len();
            let notes = end.and_then(|id| self.notes.remove(&id)).unwrap_or_default();
            let mut frame =
                Frame { head, link, leaves: vec![], notes, children: vec![], hangs: false };
            for (id, link) in self.children.get(&end).into_iter().flatten() {
                let Some(node) = self.nodes.get(id).copied() else { continue };
                let framed = self.children.contains_key(&Some(*id))
                    || self.notes.contains_key(id)
                    || leads(node.kind);
                match framed {
                    true => queue.push_back((Some(*id), Some(link), Some(place))),
                    false => frame.leaves.push(Leaf { node, link: Some(link) }),
                }
            }
            frame.hangs = above.is_some();
            self.frames.push(frame);
            if let Some(above) = above {
                self.frames[above].children.push(place);
            }
        }
    }

    /// Whom no link leads to stands with his group.
    fn groups(&mut self, sheet: &'a MapSheet, linked: &BTreeSet<NodeId>) {
        let mut groups: BTreeMap<(bool, Option<&str>), Vec<&MapNode>> = BTreeMap::new();
        for node in sheet.nodes.iter().filter(|n| !linked.contains(&n.id)) {
            let group = node.group.as_deref();
            groups.entry((group.is_none(), group)).or_default().push(node);
        }
        for ((_, group), mut nodes) in groups {
            nodes.sort_by_key(|n| (!leads(n.kind), n.id));
            self.frames.push(Frame {
                head: Head::Group(group),
                link: None,
                leaves: nodes.into_iter().map(|node| Leaf { node, link: None }).collect(),
                notes: vec![],
                children: vec![],
                hangs: false,
            });
        }
    }
}
