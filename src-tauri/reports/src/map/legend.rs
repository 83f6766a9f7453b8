//! What the shapes and lines of a map mean, beneath it.

use std::collections::BTreeSet;

use hinomi_model::settings::Language;
use hinomi_model::{Confidence, NodeKind, words};

use super::layout::Rect;
use super::paint::{DIM, FAINT, SMALL, style};
use super::pen::{Pen, Stroke, width};
use super::tree::Tree;
use super::words as say;
use super::{Look, MapSheet, icons};

/// One thing the legend explains.
enum Sign {
    Look(Look),
    Line(Stroke<'static>, bool),
    Kind(&'static str),
}

/// What the shapes and lines on this sheet mean; what is not on it is not explained.
pub(super) struct Legend {
    items: Vec<(Sign, String, (f64, f64))>,
    /// How high it is.
    pub(super) h: f64,
}

impl Legend {
    pub(super) fn of(sheet: &MapSheet, tree: &Tree<'_>, w: f64) -> Legend {
        let language = sheet.language;
        let mut rows: Vec<Vec<(Sign, String)>> = vec![vec![], vec![], vec![]];
        for look in Look::ALL {
            let n = sheet.nodes.iter().filter(|node| node.look == look).count();
            if n > 0 {
                rows[0].push((Sign::Look(look), format!("{} {n}", say::look(language, look))));
            }
        }
        let links = || {
            tree.frames.iter().flat_map(|f| {
                let leaves = f.leaves.iter().filter_map(|l| l.link);
                f.link.into_iter().chain(leaves).chain(f.notes.iter().copied())
            })
        };
        use Confidence::{ByHand, Evidenced, Inferred, Outdated};
        for confidence in [Evidenced, ByHand, Inferred, Outdated] {
            let n = links().filter(|l| l.confidence == confidence).count();
            if n > 0 {
                let word = words::confidence(language, confidence);
                let word = match language {
                    Language::En => format!("link: {word} {n}"),
                    Language::Ja => format!("リンク：{word} {n}"),
                };
                rows[1].push((Sign::Line(style(confidence), confidence == ByHand), word));
            }
        }
        if sheet.nodes.iter().any(|n| n.look == Look::Critical) {
            let red = Stroke { colour: icons::colour(Look::Critical), width: 2.0, dash: "" };
            let word = say::pick(language, "leads to a critical node", "重大なノードへのリンク");
            rows[1].push((Sign::Line(red, false), word.to_owned()));
        }
        if !tree.spare.is_empty() {
            let thin = Stroke { colour: FAINT, width: 1.2, dash: "" };
            let word = say::pick(language, "also linked", "冗長リンク");
            rows[1].push((Sign::Line(thin, false), word.to_owned()));
        }
        let kinds: BTreeSet<NodeKind> = sheet.nodes.iter().map(|n| n.kind).collect();
        for kind in kinds {
            let word = words::node_kind(language, kind).to_owned();
            rows[2].push((Sign::Kind(icons::kind(kind)), word));
        }
        Legend::flowed(rows, w)
    }

    fn flowed(rows: Vec<Vec<(Sign, String)>>, w: f64) -> Legend {
        let (mut items, mut y) = (Vec::new(), 0.0);
        for row in rows.into_iter().filter(|row| !row.is_empty()) {
            let mut x = 0.0;
            for (sign, word) in row {
                let wide = 32.0 + width(&word, SMALL.size, false) + 18.0;
                if x > 0.0 && x + wide > w {
                    (x, y) = (0.0, y + 20.0);
                }
                items.push((sign, word, (x, y)));
                x += wide;
            }
            y += 20.0;
        }
        Legend { items, h: y }
    }

    pub(super) fn paint(&self, pen: &mut Pen, (left, top): (f64, f64)) {
        pen.group("legend");
        for (sign, word, (x, y)) in &self.items {
            let (x, y) = (left + x, top + y);
            match sign {
                Sign::Look(look) => {
                    let (d, line) = icons::mark(*look);
                    pen.shape(d, (x + 10.0, y + 2.0), 1.0, icons::colour(*look), line);
                }
                Sign::Kind(d) => pen.shape(d, (x + 8.0, y), 1.0, DIM, Some(1.2)),
                Sign::Line(stroke, knot) => {
                    pen.line(&[(x, y + 8.0), (x + 26.0, y + 8.0)], *stroke);
                    if *knot {
                        let at = Rect { x: x + 10.0, y: y + 5.0, w: 6.0, h: 6.0 };
                        pen.rect(at, "#ffffff", *stroke);
                    }
                }
            }
            pen.text(word, (x + 32.0, y + 12.0), f64::INFINITY, SMALL);
        }
        pen.end_group();
    }
}
