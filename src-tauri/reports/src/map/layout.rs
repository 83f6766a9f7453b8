//! Where everything stands. Layer under layer, like an engineering drawing: what hangs on a frame
//! stands in rows beneath it, along a spine at its left. No two things share a place, by shape.

use super::tree::{Frame, Head, Tree};

/// A place on the sheet, in units that are pixels at its own size.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Rect {
    pub(super) fn right(&self) -> f64 {
        self.x + self.w
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.h
    }
}

/// The card of a leaf.
pub(super) const CARD: (f64, f64) = (186.0, 46.0);
/// Left of a column of leaves: its rail, and what leads from there to each.
pub(super) const RAIL: f64 = 20.0;
/// Between cards in a column.
const STEP: f64 = CARD.1 + 6.0;
/// The head of a frame, without second ways.
pub(super) const HEAD: f64 = 46.0;
/// The head of a frame that shows a group or this PC.
const LOW_HEAD: f64 = 32.0;
/// A second way in the head of a frame.
pub(super) const NOTE: f64 = 14.0;
/// A frame is at least so wide.
const LEAST: f64 = 236.0;
const PAD: f64 = 10.0;
/// Between frames side by side.
const GAP: f64 = 28.0;
/// Between a frame and those beneath it.
const DROP: f64 = 48.0;
/// How far above a frame the line to it bends.
pub(super) const BEND: f64 = 32.0;
/// Where lines leave a frame and end on one, from its left.
pub(super) const SPINE: f64 = 14.0;
/// How much is moved in where several rows stand beneath each other.
const INDENT: f64 = 30.0;
/// A sheet of A-series paper, held wide.
const PAPER: f64 = 1.414;

/// The sheet with everything on it.
pub(super) struct Plan {
    /// Each frame, in the tree's order.
    pub frames: Vec<Spot>,
    pub w: f64,
    pub h: f64,
}

/// Where a frame stands.
pub(super) struct Spot {
    pub at: Rect,
    /// Its head, in it.
    pub head: Rect,
    /// Its leaves, in it.
    pub leaves: Vec<Rect>,
}

/// Arranges a tree so that it fills a sheet of paper best.
pub(super) fn arrange(tree: &Tree<'_>) -> Plan {
    let widths = std::iter::successors(Some(760.0), |w: &f64| Some(w * 1.09));
    let plans = widths.take(34).map(|most| within(tree, most));
    let scale = |p: &Plan| (PAPER / p.w).min(1.0 / p.h);
    // The first of those that are equally good.
    plans.reduce(|a, b| if scale(&b) > scale(&a) * 1.001 { b } else { a }).unwrap_or(Plan {
        frames: vec![],
        w: 760.0,
        h: 0.0,
    })
}

/// A frame with all beneath it, measured from its own corner.
#[derive(Default, Clone)]
struct Block {
    w: f64,
    h: f64,
    /// The corners of the frames beneath, in their order.
    parts: Vec<(f64, f64)>,
}

fn within(tree: &Tree<'_>, most: f64) -> Plan {
    let mut blocks = vec![Block::default(); tree.frames.len()];
    // Whoever holds a frame comes before it, so backwards everything beneath is measured already.
    for (n, frame) in tree.frames.iter().enumerate().rev() {
        blocks[n] = block(frame, &blocks, most);
    }
    let mut corners = vec![(0.0, 0.0); tree.frames.len()];
    let (mut w, mut h) = (0.0_f64, 0.0);
    let roots = tree.frames.iter().enumerate().filter(|(_, f)| !f.hangs);
    let (trees, groups): (Vec<_>, Vec<_>) =
        roots.partition(|(_, f)| !matches!(f.head, Head::Group(_)));
    for part in [trees, groups] {
        let sizes: Vec<(f64, f64)> =
            part.iter().map(|(n, _)| (blocks[*n].w, blocks[*n].h)).collect();
        let shelves = shelves(&sizes, most.max(w), GAP * 1.5);
        let top = if h > 0.0 { h + DROP } else { 0.0 };
        for ((n, _), (x, y)) in part.iter().zip(&shelves.corners) {
            corners[*n] = (*x, top + y);
        }
        if !part.is_empty() {
            (w, h) = (w.max(shelves.w), top + shelves.h);
        }
    }
    for (n, frame) in tree.frames.iter().enumerate() {
        for (child, (x, y)) in frame.children.iter().zip(&blocks[n].parts) {
            corners[*child] = (corners[n].0 + x, corners[n].1 + y);
        }
    }
    let frames = tree.frames.iter().zip(corners).map(|(frame, at)| spot(frame, at)).collect();
    Plan { frames, w, h }
}

/// A frame with the blocks beneath it in rows.
fn block(frame: &Frame<'_>, blocks: &[Block], most: f64) -> Block {
    let (w, h) = size(frame);
    if frame.children.is_empty() {
        return Block { w, h, parts: vec![] };
    }
    // Low ones first, so that rows waste little; within a class of height as they come.
    let mut order: Vec<usize> = (0..frame.children.len()).collect();
    let part = |n: usize| &blocks[frame.children[n]];
    order.sort_by_key(|n| ((part(*n).h / 120.0).ceil() as u64, *n));
    let sizes: Vec<(f64, f64)> = order.iter().map(|n| (part(*n).w, part(*n).h + DROP)).collect();
    let mut rows = shelves(&sizes, most, GAP);
    let mut indent = 0.0;
    if rows.rows > 1 {
        indent = INDENT;
        rows = shelves(&sizes, (most - INDENT).max(LEAST), GAP);
    }
    let mut parts = vec![(0.0, 0.0); order.len()];
    for (n, (x, y)) in order.into_iter().zip(rows.corners) {
        parts[n] = (x + indent, h + y + DROP);
    }
    Block { w: w.max(indent + rows.w), h: h + rows.h, parts }
}

struct Shelves {
    corners: Vec<(f64, f64)>,
    w: f64,
    h: f64,
    rows: usize,
}

/// Puts rectangles into rows, in order.
fn shelves(sizes: &[(f64, f64)], most: f64, gap: f64) -> Shelves {
    let (mut x, mut y, mut row, mut w, mut rows) = (0.0, 0.0, 0.0_f64, 0.0_f64, 1);
    let mut corners = Vec::with_capacity(sizes.len());
    for (wide, high) in sizes {
        if x > 0.0 && x + wide > most {
            (x, y, row, rows) = (0.0, y + row, 0.0, rows + 1);
        }
        corners.push((x, y));
        w = w.max(x + wide);
        row = row.max(*high);
        x += wide + gap;
    }
    Shelves { corners, w, h: y + row, rows }
}

/// Columns of leaves. In steps, so that one more rarely moves the others.
fn columns(leaves: usize) -> usize {
    match leaves {
        0..=5 => 1,
        6..=14 => 2,
        15..=27 => 3,
        28..=52 => 4,
        53..=110 => 6,
        111..=260 => 10,
        _ => 16,
    }
}

fn head_height(frame: &Frame<'_>) -> f64 {
    match frame.head {
        Head::Node(_) => HEAD + NOTE * frame.notes.len() as f64,
        Head::Vantage | Head::Group(_) => LOW_HEAD,
    }
}

fn size(frame: &Frame<'_>) -> (f64, f64) {
    let head = head_height(frame);
    if frame.leaves.is_empty() {
        return (LEAST, head);
    }
    let cols = columns(frame.leaves.len());
    let rows = frame.leaves.len().div_ceil(cols);
    let w = PAD + cols as f64 * (RAIL + CARD.0) + PAD * cols as f64;
    (w.max(LEAST), head + PAD + rows as f64 * STEP)
}

fn spot(frame: &Frame<'_>, (x, y): (f64, f64)) -> Spot {
    let (w, h) = size(frame);
    let head = Rect { x, y, w, h: head_height(frame) };
    let rows = frame.leaves.len().div_ceil(columns(frame.leaves.len()));
    // Column by column, so that a name is looked for downwards.
    let leaf = |n: usize| Rect {
        x: x + PAD + (n / rows) as f64 * (RAIL + CARD.0 + PAD) + RAIL,
        y: head.bottom() + PAD + (n % rows) as f64 * STEP,
        w: CARD.0,
        h: CARD.1,
    };
    let leaves = (0..frame.leaves.len()).map(leaf).collect();
    Spot { at: Rect { x, y, w, h }, head, leaves }
}
