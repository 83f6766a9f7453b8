//! Templates: the checks that nodes which are alike are watched with, under a name. What is applied
//! is a copy; nodes do not follow a template that is changed later.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check::CheckSpec;
use crate::draft::{CheckDraft, Findings, Problem};
use crate::id::NodeId;
use crate::policy::Policy;

/// A check without its node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Sketch {
    /// What people call it; at most 120 characters, usually none.
    #[serde(default)]
    pub name: String,
    /// What is done. A composite looks at checks of its own site and cannot be sketched.
    pub spec: CheckSpec,
    /// What it says itself of how often and how patiently it runs; the rest is inherited.
    #[serde(default)]
    pub own: Policy,
}

/// Checks for nodes that are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Template {
    /// What people call it; 1 to 80 characters, once in a site.
    pub name: String,
    /// The checks; 1 to [`Template::CHECKS`].
    pub checks: Vec<Sketch>,
}

impl Sketch {
    /// A check that inherits everything.
    pub fn usual(spec: CheckSpec) -> Sketch {
        Sketch { name: String::new(), spec, own: Policy::default() }
    }

    /// The same, of a node.
    pub fn on(&self, node: NodeId) -> CheckDraft {
        let Sketch { name, spec, own } = self.clone();
        CheckDraft { name, own: Some(own), ..CheckDraft::usual(node, spec) }
    }

    /// Records what is wrong, below this field.
    pub fn check(&self, field: &str, found: &mut Findings) {
        if let CheckSpec::Composite(_) = self.spec {
            found.add(&format!("{field}.spec"), Problem::NoSuchThing);
            return;
        }
        found.below(field, self.on(NodeId(0)).check());
    }
}

impl Template {
    /// Most templates of one site.
    pub const MOST: usize = 50;
    /// Most checks of one template.
    pub const CHECKS: usize = 200;

    /// Records what is wrong, below this field.
    pub fn check(&self, field: &str, found: &mut Findings) {
        if self.name.trim().is_empty() {
            found.add(&format!("{field}.name"), Problem::Empty);
        }
        found.length(&format!("{field}.name"), &self.name, 80);
        let most = Self::CHECKS as f64;
        found.range(&format!("{field}.checks"), self.checks.len() as f64, 1.0..=most);
        for (n, sketch) in self.checks.iter().enumerate().take(Self::CHECKS) {
            sketch.check(&format!("{field}.checks.{n}"), found);
        }
    }

    /// Records what is wrong with all templates of a site: also that two have one name.
    pub fn check_all(all: &[Template], found: &mut Findings) {
        if all.len() > Self::MOST {
            let most = Self::MOST as f64;
            found.add("templates", Problem::OutOfRange { least: 0.0, most });
        }
        for (n, template) in all.iter().enumerate().take(Self::MOST) {
            let field = format!("templates.{n}");
            template.check(&field, found);
            if all[..n].iter().any(|other| other.name.trim() == template.name.trim()) {
                found.add(&format!("{field}.name"), Problem::Twice);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::TcpSpec;
    use crate::composite::{CompositeSpec, Need};
    use crate::time::Span;

    fn tcp(port: u16) -> Sketch {
        let (timeout, connect) = (Span::seconds(3), crate::check::Limits::NONE);
        Sketch::usual(CheckSpec::Tcp(TcpSpec { port, timeout, connect }))
    }

    fn wrong(all: &[Template]) -> Vec<String> {
        let mut found = Findings::default();
        Template::check_all(all, &mut found);
        found.verdict(()).err().unwrap_or_default().into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn each_wrong_field_of_a_template_is_named() {
        let template = |name: &str, checks| Template { name: name.into(), checks };
        assert!(
            wrong(&[template("web", vec![tcp(443)]), template("mail", vec![tcp(25)])]).is_empty()
        );
        let of = CompositeSpec { need: Need::All, of: Vec::new() };
        let composite = Sketch::usual(CheckSpec::Composite(of));
        let all = [
            template(" ", vec![tcp(443), tcp(0)]),
            template("web", vec![]),
            template("web ", vec![composite]),
        ];
        let want = [
            "templates.0.name",
            "templates.0.checks.1.spec.port",
            "templates.1.checks",
            "templates.2.checks.0.spec",
            "templates.2.name",
        ];
        assert_eq!(wrong(&all), want, "because a composite names checks of one site");
    }

    #[test]
    fn a_sketch_keeps_what_it_says_itself() {
        let own = Policy { every: Some(Span::minutes(5)), ..Policy::default() };
        let draft = Sketch { own, ..tcp(443) }.on(NodeId(7));
        assert_eq!((draft.node, draft.said()), (NodeId(7), own));
    }
}
