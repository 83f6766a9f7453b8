//! Maps: named ways to look at a site, beside the one that shows everything and is not stored.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{FieldError, Findings, Problem};
use crate::id::{GroupId, MapId, NodeId};
use crate::node::Pin;
use crate::runbook::Attachment;

/// Places one map may hold.
const PINS: usize = 10_000;
/// Folds, groups and nodes one map may name, each.
const NAMED: usize = 10_000;
/// How far from the middle anything may lie, map units.
const FAR: f64 = 1_000_000.0;

/// A named map: what is on it, how it is arranged, and what lies beneath it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SiteMap {
    /// Its identity in this site file.
    pub id: MapId,
    /// What people call it; 1 to 80 characters.
    pub name: String,
    /// How what nobody put anywhere is arranged.
    pub arrangement: Arrangement,
    /// Groups whose nodes are on it. Without groups and nodes everything is.
    pub groups: Vec<GroupId>,
    /// Nodes that are on it besides.
    pub nodes: Vec<NodeId>,
    /// Where people put nodes on this map.
    pub pins: Vec<Pin>,
    /// What is folded into one mark.
    pub folded: Vec<Folding>,
    /// A picture beneath everything.
    pub plan: Option<Plan>,
}

/// How a map is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Arrangement {
    /// Layer under layer from the vantage.
    #[default]
    Layered,
    /// Rings round the vantage.
    Radial,
    /// Links as springs.
    Force,
    /// Group beside group.
    Grid,
}

/// Something that is folded into one mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "fold", content = "of", rename_all = "snake_case")]
pub enum Folding {
    /// A node with all behind it.
    Node(NodeId),
    /// A group; `None` is what stands in none.
    Group(Option<GroupId>),
}

/// A picture beneath a map, such as the plan of a floor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Plan {
    /// The image; its content is kept in the site file.
    pub image: Attachment,
    /// Left edge, map units.
    pub x: f64,
    /// Upper edge, map units.
    pub y: f64,
    /// Width, map units; the height follows from the image. 10 to 100,000.
    pub width: f64,
    /// 0.05 (hardly there) to 1.
    pub opacity: f64,
}

impl SiteMap {
    /// Everything that is wrong with it, at once.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut found = Findings::default();
        if self.name.trim().is_empty() {
            found.add("name", Problem::Empty);
        }
        found.length("name", &self.name, 80);
        for (field, n, most) in [
            ("groups", self.groups.len(), NAMED),
            ("nodes", self.nodes.len(), NAMED),
            ("folded", self.folded.len(), NAMED),
            ("pins", self.pins.len(), PINS),
        ] {
            found.range(field, n as f64, 0.0..=most as f64);
        }
        if let Some(pin) = self.pins.iter().find(|p| !(near(p.x) && near(p.y))) {
            found.range("pins", if near(pin.x) { pin.y } else { pin.x }, -FAR..=FAR);
        }
        if let Some(plan) = &self.plan {
            found.range("plan.x", plan.x, -FAR..=FAR);
            found.range("plan.y", plan.y, -FAR..=FAR);
            found.range("plan.width", plan.width, 10.0..=100_000.0);
            found.range("plan.opacity", plan.opacity, 0.05..=1.0);
        }
        found.verdict(())
    }
}

fn near(x: f64) -> bool {
    x.abs() <= FAR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> SiteMap {
        SiteMap {
            id: MapId(0),
            name: "2F".into(),
            arrangement: Arrangement::Layered,
            groups: vec![],
            nodes: vec![],
            pins: vec![],
            folded: vec![],
            plan: None,
        }
    }

    #[test]
    fn a_map_with_a_name_is_good() {
        assert_eq!(map().check(), Ok(()));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let image = Attachment { name: "plan.png".into(), size: 1, hash: "00".into() };
        let plan = Plan { image, x: f64::NAN, y: 0.0, width: 0.0, opacity: 2.0 };
        let pins = vec![Pin { node: NodeId(1), x: f64::INFINITY, y: 0.0 }];
        let bad = SiteMap { name: " ".into(), pins, plan: Some(plan), ..map() };
        let fields: Vec<String> = bad.check().unwrap_err().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["name", "pins", "plan.x", "plan.width", "plan.opacity"]);
    }

    #[test]
    fn folds_are_written_as_the_window_reads_them() {
        let text =
            serde_json::to_string(&[Folding::Node(NodeId(7)), Folding::Group(None)]).unwrap();
        assert_eq!(text, r#"[{"fold":"node","of":7},{"fold":"group","of":null}]"#);
    }
}
