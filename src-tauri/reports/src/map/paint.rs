//! Draws an arranged tree: the title, the lines beneath, and the frames upon them.

use std::collections::BTreeMap;

use hinomi_model::settings::Language;
use hinomi_model::{Confidence, Link, NodeId, words};

use super::layout::{BEND, HEAD, NOTE, Plan, RAIL, Rect, SPINE, Spot};
use super::legend::Legend;
use super::pen::{Ink, Pen, Stroke, width};
use super::tree::{Frame, Head, Tree};
use super::words as say;
use super::{Look, MapNode, MapSheet, icons};

const MARGIN: f64 = 36.0;
/// A sheet is at least so wide: its title fits.
const LEAST: f64 = 760.0;
const TEXT: &str = "#1a2129";
pub(super) const DIM: &str = "#4a5562";
const EDGE: &str = "#c3cad2";
const LINE: &str = "#7b8590";
pub(super) const FAINT: &str = "#97a2ae";
const GROUND: &str = "#f6f7f9";
const NAME: Ink<'static> = Ink { size: 12.0, colour: TEXT, bold: false };
const HEAD_NAME: Ink<'static> = Ink { size: 13.5, colour: TEXT, bold: true };
pub(super) const SMALL: Ink<'static> = Ink { size: 10.0, colour: DIM, bold: false };
const TINY: Ink<'static> = Ink { size: 9.0, colour: DIM, bold: false };

/// The whole sheet.
pub(super) fn paint(sheet: &MapSheet, tree: &Tree<'_>, plan: &Plan) -> String {
    let legend = Legend::of(sheet, tree, plan.w.max(LEAST));
    let reserve = say::reserve(sheet);
    let top = MARGIN + 62.0 + if reserve.is_some() { 18.0 } else { 0.0 };
    let (w, h) = (plan.w.max(LEAST), top + plan.h + 36.0 + legend.h + MARGIN);
    let language = say::pick(sheet.language, "en", "ja");
    let mut pen = Pen::new(w + MARGIN * 2.0, h, language, &say::title(sheet));
    let title = Ink { size: 22.0, colour: TEXT, bold: true };
    pen.text(&say::title(sheet), (MARGIN, MARGIN + 18.0), w, title);
    let line = Ink { size: 12.0, colour: DIM, bold: false };
    pen.text(&say::counts(sheet, tree.links), (MARGIN, MARGIN + 38.0), w, line);
    if let Some(reserve) = reserve {
        pen.text(&reserve, (MARGIN, MARGIN + 56.0), w, line);
    }
    pen.moved(MARGIN, top);
    let mut board = Board { sheet, tree, plan, pen };
    board.second_ways();
    board.trunks();
    tree.frames.iter().zip(&plan.frames).for_each(|(frame, spot)| board.frame(frame, spot));
    board.pen.end_group();
    legend.paint(&mut board.pen, (MARGIN, top + plan.h + 36.0));
    board.pen.done()
}

struct Board<'a> {
    sheet: &'a MapSheet,
    tree: &'a Tree<'a>,
    plan: &'a Plan,
    pen: Pen,
}

/// How a line of this confidence is drawn.
pub(super) fn style(confidence: Confidence) -> Stroke<'static> {
    let (colour, dash) = match confidence {
        Confidence::Evidenced | Confidence::ByHand => (LINE, ""),
        Confidence::Inferred => (LINE, "5 4"),
        Confidence::Outdated => (FAINT, "1.5 4"),
    };
    Stroke { colour, width: 1.5, dash }
}

/// How a link to a node is drawn: red leads to what is down.
fn wire(link: &Link, look: Option<Look>) -> Stroke<'static> {
    match look {
        Some(look @ Look::Critical) => {
            Stroke { colour: icons::colour(look), width: 2.0, ..style(link.confidence) }
        }
        _ => style(link.confidence),
    }
}

impl Board<'_> {
    /// The lines from frames to those beneath: a spine and bends they share, and a last piece of
    /// their own, which says how sure the link is and names its ports.
    fn trunks(&mut self) {
        let shared = Stroke { colour: LINE, width: 1.5, dash: "" };
        for (frame, spot) in self.tree.frames.iter().zip(&self.plan.frames) {
            let spine = spot.at.x + SPINE;
            let ends: Vec<Rect> = frame.children.iter().map(|n| self.plan.frames[*n].at).collect();
            let Some(lowest) = ends.iter().map(|at| at.y).reduce(f64::max) else { continue };
            let from = (spine, spot.at.bottom());
            self.pen.line(&[from, (spine, lowest - BEND)], shared);
            for (child, at) in frame.children.iter().zip(ends) {
                let (bend, x) = (at.y - BEND, at.x + SPINE);
                self.pen.line(&[(spine, bend), (x, bend)], shared);
                let beneath = &self.tree.frames[*child];
                if let (Some(link), Head::Node(node)) = (beneath.link, &beneath.head) {
                    self.trunk(link, node, (x, bend), at);
                }
            }
        }
    }

    fn trunk(&mut self, link: &Link, node: &MapNode, (x, bend): (f64, f64), at: Rect) {
        self.pen.group("link");
        self.pen.title(&say::link(self.sheet, link));
        self.pen.line(&[(x, bend), (x, at.y)], wire(link, Some(node.look)));
        if link.confidence == Confidence::ByHand {
            let knot = Rect { x: x - 3.0, y: bend + BEND / 2.0 - 3.0, w: 6.0, h: 6.0 };
            self.pen.rect(knot, "#ffffff", style(link.confidence));
        }
        let label = Rect { x: x + 6.0, y: bend + 1.0, w: at.w - SPINE - 8.0, h: BEND - 2.0 };
        self.pen.begin("ports", label);
        let above = match link.from == Some(node.id) {
            true => Some(link.to),
            false => link.from,
        };
        self.pen.text(&say::ports(link, above), (0.0, 11.0), label.w, TINY);
        let mut low = say::ports(link, Some(node.id));
        if let Some(doubt) = say::doubt(self.sheet.language, link) {
            low = if low.is_empty() { doubt.to_owned() } else { format!("{low} · {doubt}") };
        }
        self.pen.text(&low, (0.0, BEND - 7.0), label.w, TINY);
        self.pen.end();
        self.pen.end_group();
    }

    /// Lines beside the tree lie beneath everything and are told in words at one end.
    fn second_ways(&mut self) {
        let mut spots: BTreeMap<Option<NodeId>, Rect> = BTreeMap::new();
        for (frame, spot) in self.tree.frames.iter().zip(&self.plan.frames) {
            if let Some(end) = frame.head.end() {
                spots.insert(end, spot.head);
            }
            let leaves = frame.leaves.iter().zip(&spot.leaves);
            spots.extend(leaves.map(|(leaf, at)| (Some(leaf.node.id), *at)));
        }
        for link in &self.tree.spare {
            let (Some(a), Some(b)) = (spots.get(&link.from), spots.get(&Some(link.to))) else {
                continue;
            };
            let (ay, by) = (a.y + HEAD / 2.0, b.y + HEAD / 2.0);
            let out = 22.0;
            let stroke = Stroke { colour: FAINT, width: 1.2, ..style(link.confidence) };
            self.pen.group("second");
            self.pen.title(&say::link(self.sheet, link));
            self.pen.curve((a.right(), ay), (b.right(), by), out, stroke);
            self.pen.end_group();
        }
    }

    fn frame(&mut self, frame: &Frame<'_>, spot: &Spot) {
        if !frame.leaves.is_empty() {
            let edge = Stroke { colour: EDGE, width: 1.0, dash: "" };
            self.pen.rect(spot.at, GROUND, edge);
            self.rails(frame, spot);
        }
        match &frame.head {
            Head::Vantage => {
                let here = say::pick(self.sheet.language, "This PC", "このPC");
                self.plain_head(here, Some(icons::TOWER), spot.head);
            }
            Head::Group(group) => {
                let loose = say::pick(self.sheet.language, "in no group", "グループなし");
                let name = group.map_or(loose.to_owned(), |g| words::tame(g, 80));
                let title = match self.sheet.language {
                    Language::En => format!("Not linked: {name}"),
                    Language::Ja => format!("リンクなし：{name}"),
                };
                self.plain_head(&title, None, spot.head);
            }
            Head::Node(node) => self.node(node, frame, spot.head),
        }
        for (leaf, at) in frame.leaves.iter().zip(&spot.leaves) {
            let below = leaf.link.map(|link| {
                let above = if link.from == Some(leaf.node.id) { Some(link.to) } else { link.from };
                let mut text = say::cables(link, above);
                if let Some(doubt) = say::doubt(self.sheet.language, link) {
                    let apart = if text.is_empty() { "" } else { " · " };
                    text.push_str(&format!("{apart}{doubt}"));
                }
                text
            });
            self.card("leaf", leaf.node, leaf.link, *at, NAME);
            self.third_line(leaf.node, &below.unwrap_or_default(), *at);
            self.pen.end();
        }
    }

    /// What leads to each leaf.
    fn rails(&mut self, frame: &Frame<'_>, spot: &Spot) {
        let mut columns: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
        for (leaf, at) in frame.leaves.iter().zip(&spot.leaves) {
            let Some(link) = leaf.link else { continue };
            let (x, y) = (at.x - RAIL + 4.0, at.y + at.h / 2.0);
            self.pen.line(&[(x, y), (at.x, y)], wire(link, Some(leaf.node.look)));
            if link.confidence == Confidence::ByHand {
                let knot = Rect { x: x + 5.0, y: y - 3.0, w: 6.0, h: 6.0 };
                self.pen.rect(knot, "#ffffff", style(link.confidence));
            }
            columns.insert(at.x.to_bits(), (x, y));
        }
        for (x, y) in columns.into_values() {
            let rail = Stroke { colour: EDGE, width: 1.5, dash: "" };
            self.pen.line(&[(x, spot.head.bottom()), (x, y)], rail);
        }
    }

    fn plain_head(&mut self, words: &str, icon: Option<&str>, at: Rect) {
        self.pen.begin("head", at);
        let inner = Rect { x: 0.0, y: 0.0, ..at };
        self.pen.rect(inner, "#eceff2", Stroke { colour: EDGE, width: 1.0, dash: "" });
        let x = if icon.is_some() { 32.0 } else { 12.0 };
        if let Some(icon) = icon {
            self.pen.shape(icon, (10.0, 8.0), 1.0, TEXT, Some(1.2));
        }
        self.pen.text(words, (x, at.h / 2.0 + 4.5), at.w - x - 8.0, HEAD_NAME);
        self.pen.end();
    }

    fn node(&mut self, node: &MapNode, frame: &Frame<'_>, at: Rect) {
        self.card("head", node, frame.link, at, HEAD_NAME);
        self.third_line(node, "", Rect { h: HEAD, ..at });
        for (n, link) in frame.notes.iter().enumerate() {
            let other = if link.from == Some(node.id) { Some(link.to) } else { link.from };
            let name = match other {
                None => say::pick(self.sheet.language, "this PC", "このPC").to_owned(),
                Some(id) => {
                    let other = self.sheet.nodes.iter().find(|n| n.id == id);
                    other.map_or(String::new(), |n| words::tame(&n.name, 60))
                }
            };
            let mut text = match self.sheet.language {
                Language::En => format!("also to {name}"),
                Language::Ja => format!("冗長リンク：{name}"),
            };
            let parts = [say::cables(link, Some(node.id))].into_iter();
            let doubt = say::doubt(self.sheet.language, link).map(str::to_owned);
            for part in parts.chain(doubt).filter(|p| !p.is_empty()) {
                text.push_str(&format!(" · {part}"));
            }
            let y = HEAD + NOTE * n as f64 + 5.0;
            let sample = Stroke { colour: FAINT, width: 1.2, ..style(link.confidence) };
            self.pen.line(&[(8.0, y - 3.0), (24.0, y - 3.0)], sample);
            self.pen.text(&text, (30.0, y), at.w - 36.0, TINY);
        }
        self.pen.end();
    }

    /// A node's card with its state, name, address and kind. It is left open for more.
    fn card(&mut self, class: &str, node: &MapNode, link: Option<&Link>, at: Rect, ink: Ink<'_>) {
        let language = self.sheet.language;
        let name = words::tame(&node.name, 120);
        let inferred = say::pick(language, "inferred", "推定");
        let address = match (node.address.is_empty(), node.inferred) {
            (true, true) => inferred.to_owned(),
            (true, false) => String::new(),
            (false, _) => words::tame(&node.address, 255),
        };
        self.pen.begin(class, at);
        let mut all = vec![
            name.clone(),
            address.clone(),
            words::node_kind(language, node.kind).to_owned(),
            say::look(language, node.look).to_owned(),
        ];
        all.extend(link.map(|link| say::link(self.sheet, link)));
        all.retain(|part| !part.is_empty());
        self.pen.title(&all.join(" · "));
        let eye = matches!(node.look, Look::Critical | Look::Warning | Look::Unknown);
        let dash = match node.look {
            Look::Unreachable | Look::Pending | Look::Paused => "3 2",
            _ if node.inferred => "3 2",
            _ => "",
        };
        let edge = match node.look {
            Look::Ok => Stroke { colour: LINE, width: 1.0, dash },
            look => {
                Stroke { colour: icons::colour(look), width: if eye { 2.0 } else { 1.0 }, dash }
            }
        };
        let inner = Rect { x: 0.0, y: 0.0, ..at };
        self.pen.rect(inner, icons::ground(node.look), edge);
        let (d, line) = icons::mark(node.look);
        self.pen.shape(d, (7.0, 7.0), 1.0, icons::colour(node.look), line);
        self.pen.shape(icons::kind(node.kind), (at.w - 21.0, 6.0), 0.9, DIM, Some(1.2));
        self.pen.text(&name, (24.0, 17.0), at.w - 50.0, ink);
        self.pen.text(&address, (24.0, 29.5), at.w - 32.0, SMALL);
    }

    /// The last line of a card: ports at its left, and at its right the word for what is not well.
    fn third_line(&mut self, node: &MapNode, ports: &str, at: Rect) {
        let y = at.h - 6.0;
        let mut room = at.w - 32.0;
        if node.look != Look::Ok {
            let word = say::look(self.sheet.language, node.look);
            let ink = Ink { size: 9.5, colour: icons::colour(node.look), bold: true };
            self.pen.text_to(word, (at.w - 8.0, y), room, ink);
            room -= width(word, ink.size, true) + 8.0;
        }
        if !ports.is_empty() {
            self.pen.text(ports, (24.0, y), room, TINY);
        }
    }
}
