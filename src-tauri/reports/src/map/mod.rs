//! A site's map on paper: one SVG file, layer under layer from this PC.
//!
//! Like the window's map it consists of frames: a node that leads to others, with the leaves that
//! hang on it in columns beneath. Unlike it, nothing can be pointed at, so every port and every
//! second way stands there in words. Light, for print; no colour says what no shape or word does.

mod icons;
mod layout;
mod legend;
mod paint;
mod pen;
#[cfg(test)]
mod tests;
mod tree;
mod words;

use hinomi_model::settings::Language;
use hinomi_model::{Link, NodeId, NodeKind, Stamp};
use jiff::tz::TimeZone;

/// How every map begins, so that one is told from other drawings.
pub const MAP_MARK: &str = "<svg class=\"hinomi-map\"";

/// What a map shows, as values.
#[derive(Debug, Clone)]
pub struct MapSheet {
    /// What people call the site.
    pub site: String,
    /// The language of its words.
    pub language: Language,
    /// The zone its times are shown in.
    pub zone: TimeZone,
    /// When it is drawn.
    pub drawn_at: Stamp,
    /// The last moment anybody looked, and so the moment of every state; `None` if nobody ever has.
    pub seen_at: Option<Stamp>,
    /// Every node of the site, in any order.
    pub nodes: Vec<MapNode>,
    /// Its links, in any order; those struck out, and those with an end that is not there, are not
    /// drawn.
    pub links: Vec<Link>,
}

/// One node of a map.
#[derive(Debug, Clone)]
pub struct MapNode {
    /// Its identity, which decides its place among its like.
    pub id: NodeId,
    /// What people call it.
    pub name: String,
    /// Where it answers; empty if it has no address.
    pub address: String,
    /// What it is.
    pub kind: NodeKind,
    /// The group it stands in.
    pub group: Option<String>,
    /// How it looked at that moment.
    pub look: Look,
    /// True for a box nobody has seen: it must be there, because of what hangs on it.
    pub inferred: bool,
}

/// How a node looks: one shape, one colour and one word each. What wants a person most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Look {
    /// A check is critical.
    Critical,
    /// A check warns.
    Warning,
    /// A check cannot tell.
    Unknown,
    /// What leads to it is down.
    Unreachable,
    /// It is in trouble, as planned.
    Maintenance,
    /// Nobody looked just then.
    Unobserved,
    /// Nothing is believed of it yet.
    Pending,
    /// A person stopped watching it.
    Paused,
    /// Well.
    Ok,
}

impl Look {
    /// Every look, as they are listed.
    pub const ALL: [Look; 9] = [
        Look::Critical,
        Look::Warning,
        Look::Unknown,
        Look::Unreachable,
        Look::Maintenance,
        Look::Unobserved,
        Look::Pending,
        Look::Paused,
        Look::Ok,
    ];
}

/// The map as one self-contained SVG file, the same for the same sheet. It fetches nothing, runs
/// nothing and names no font; names from the network are text in it.
pub fn to_svg(sheet: &MapSheet) -> String {
    let tree = tree::grow(sheet);
    let plan = layout::arrange(&tree);
    paint::paint(sheet, &tree, &plan)
}
