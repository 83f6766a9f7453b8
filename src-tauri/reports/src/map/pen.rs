//! The few strokes the map is drawn with, as SVG 1.1.
//!
//! What fonts a reader has is not known here, so how wide a text comes out is only estimated. Text
//! therefore stands in boxes of its own (nested `svg` elements), which cut off what is too long: it
//! may lose its end, and never runs into its neighbour.

use std::fmt::Write as _;

use super::layout::Rect;

/// Collects an SVG file.
pub(super) struct Pen {
    out: String,
}

/// How a stroke looks.
#[derive(Clone, Copy, Default)]
pub(super) struct Stroke<'a> {
    pub colour: &'a str,
    pub width: f64,
    /// Lengths of dashes and gaps; empty is a line without any.
    pub dash: &'a str,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Ink<'a> {
    pub size: f64,
    pub colour: &'a str,
    pub bold: bool,
}

impl Pen {
    pub(super) fn new(w: f64, h: f64, language: &str, title: &str) -> Pen {
        let mut pen = Pen { out: String::new() };
        pen.put(format_args!(
            "{MAP_MARK} xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" \
             role=\"img\" xml:lang=\"{language}\" font-family=\"sans-serif\" fill=\"none\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">\n",
            n(w), n(h), MAP_MARK = super::MAP_MARK
        ));
        pen.title(title);
        pen.put(format_args!("<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n", n(w), n(h)));
        pen
    }

    pub(super) fn done(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }

    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        self.out.write_fmt(what).expect("a string takes whatever is written");
    }

    /// What is told of the thing begun last, to who points at it or cannot see it.
    pub(super) fn title(&mut self, words: &str) {
        self.put(format_args!("<title>{}</title>\n", escaped(words)));
    }

    /// Begins a thing of this class; what is drawn into it is cut at its edge, and counted from its
    /// corner.
    pub(super) fn begin(&mut self, class: &str, at: Rect) {
        let Rect { x, y, w, h } = at;
        self.put(format_args!(
            "<svg class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">\n",
            n(x),
            n(y),
            n(w),
            n(h)
        ));
    }

    pub(super) fn end(&mut self) {
        self.out.push_str("</svg>\n");
    }

    pub(super) fn group(&mut self, class: &str) {
        self.put(format_args!("<g class=\"{class}\">\n"));
    }

    /// Begins a part that is counted from this corner.
    pub(super) fn moved(&mut self, x: f64, y: f64) {
        self.put(format_args!("<g transform=\"translate({} {})\">\n", n(x), n(y)));
    }

    pub(super) fn end_group(&mut self) {
        self.out.push_str("</g>\n");
    }

    pub(super) fn rect(&mut self, at: Rect, fill: &str, edge: Stroke<'_>) {
        // A line of its own width lies within the place.
        let half = edge.width / 2.0;
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{fill}\"",
            n(at.x + half),
            n(at.y + half),
            n(at.w - edge.width),
            n(at.h - edge.width)
        ));
        self.stroke(edge);
        self.out.push_str("/>\n");
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], stroke: Stroke<'_>) {
        let points: Vec<String> =
            points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
        self.put(format_args!("<polyline points=\"{}\"", points.join(" ")));
        self.stroke(stroke);
        self.out.push_str("/>\n");
    }

    /// A line that leaves and arrives sideways, so far out.
    pub(super) fn curve(
        &mut self,
        (ax, ay): (f64, f64),
        (bx, by): (f64, f64),
        out: f64,
        stroke: Stroke<'_>,
    ) {
        let [c, d] = [ax + out, bx + out].map(n);
        let [ax, ay, bx, by] = [ax, ay, bx, by].map(n);
        self.put(format_args!("<path d=\"M{ax} {ay}C{c} {ay} {d} {by} {bx} {by}\""));
        self.stroke(stroke);
        self.out.push_str("/>\n");
    }

    /// A path on a grid of its own, moved to a corner and scaled; filled if it has no line.
    pub(super) fn shape(
        &mut self,
        d: &str,
        (x, y): (f64, f64),
        scale: f64,
        colour: &str,
        line: Option<f64>,
    ) {
        let place = format!("transform=\"translate({} {}) scale({})\"", n(x), n(y), n(scale));
        match line {
            None => self.put(format_args!("<path d=\"{d}\" {place} fill=\"{colour}\"/>\n")),
            Some(width) => self.put(format_args!(
                "<path d=\"{d}\" {place} stroke=\"{colour}\" stroke-width=\"{}\"/>\n",
                n(width)
            )),
        }
    }

    fn stroke(&mut self, Stroke { colour, width, dash }: Stroke<'_>) {
        if width > 0.0 {
            self.put(format_args!(" stroke=\"{colour}\" stroke-width=\"{}\"", n(width)));
        }
        if !dash.is_empty() {
            self.put(format_args!(" stroke-dasharray=\"{dash}\""));
        }
    }

    /// A text whose foot stands at `y`, no wider than `room` as far as that can be told.
    pub(super) fn text(&mut self, words: &str, (x, y): (f64, f64), room: f64, ink: Ink<'_>) {
        self.write(words, (x, y), room, ink, "");
    }

    /// The same, ending at `x`.
    pub(super) fn text_to(&mut self, words: &str, (x, y): (f64, f64), room: f64, ink: Ink<'_>) {
        self.write(words, (x, y), room, ink, " text-anchor=\"end\"");
    }

    fn write(&mut self, words: &str, (x, y): (f64, f64), room: f64, ink: Ink<'_>, how: &str) {
        let Ink { size, colour, bold } = ink;
        let words = escaped(&cut(words, size, room, bold));
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        self.put(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{colour}\"{weight}{how}>{words}</text>\n",
            n(x), n(y), n(size)
        ));
    }
}

/// A number without more places than are seen.
fn n(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // Minus nothing is nothing.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// Text as text: what XML 1.0 (§2.2) has no place for at all becomes a replacement character.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// How wide a text is at most in a usual font without serifs.
pub(super) fn width(words: &str, size: f64, bold: bool) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '"' | '·' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.98,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' => 0.72,
        '\u{1100}'.. => 1.02,
        _ => 0.61,
    };
    let sum: f64 = words.chars().map(em).sum();
    sum * size * if bold { 1.07 } else { 1.0 }
}

/// As much of a text as there is room for; an ellipsis stands for the rest.
pub(super) fn cut(words: &str, size: f64, room: f64, bold: bool) -> String {
    if width(words, size, bold) <= room {
        return words.to_owned();
    }
    let room = room - width("…", size, bold);
    let mut used = 0.0;
    let mut kept = String::new();
    for c in words.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size, bold);
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}
