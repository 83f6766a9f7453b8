//! Composite checks: judged in their own turn, and the moment something changes about a check they
//! look at. The law is in [`hinomi_model::composite`]; this finds the parts, and what a composite's
//! trouble comes from.

use hinomi_model::composite::{Part, Stands, Verdict};
use hinomi_model::draft::CheckDraft;
use hinomi_model::incident::Place;
use hinomi_model::{
    CheckId, CheckSpec, CompositeSpec, FieldError, Grade, IncidentId, NodeId, Problem, Reach,
    Sample, Span, Stamp, words,
};

use crate::core::Core;
use crate::decide::Cause;

impl Core {
    /// Something about this check has changed: whoever looks at it is judged anew.
    pub(crate) fn review(&mut self, check: CheckId) {
        let lookers = self.world.composites().filter(|(_, spec)| spec.of.contains(&check));
        self.stale.extend(lookers.map(|(id, _)| id));
    }

    /// Much has changed: every composite is judged anew.
    pub(crate) fn review_all(&mut self) {
        self.stale.extend(self.world.composites().map(|(id, _)| id));
    }

    /// Judges the composites whose checks have changed. One that changes by it makes those stale
    /// that look at it; since they never look at each other in a circle, that ends.
    pub(crate) fn judge_composites(&mut self, now: Stamp) {
        let idle = self.world.settings.paused || self.off_site || self.vantage.lost().is_some();
        if idle || self.stale.is_empty() {
            return;
        }
        let mut later = Vec::new();
        while let Some(id) = self.stale.pop_first() {
            let last = self.watched(id).and_then(|w| w.state.last());
            match last.is_some_and(|last| last >= now) {
                // A second sample of the same moment would be passed over.
                true => later.push(id),
                false => _ = self.composite(id, now),
            }
        }
        self.stale.extend(later);
    }

    /// Judges one composite. `None`: nobody looks just now, or one of its checks is about to be
    /// judged for the first time.
    pub(crate) fn composite(&mut self, id: CheckId, now: Stamp) -> Option<Sample> {
        let CheckSpec::Composite(spec) = &self.watched(id)?.check.spec else { return None };
        if self.vantage.lost().is_some() {
            return None;
        }
        let Verdict { outcome, since, .. } = spec.judge(&self.parts(spec))?;
        let sample = Sample { check: id, at: now, took: Span::ZERO, outcome };
        self.conclude(sample.clone(), since);
        Some(sample)
    }

    fn parts(&self, spec: &CompositeSpec) -> Vec<Part> {
        spec.of.iter().map(|id| self.part_of(*id)).collect()
    }

    fn part_of(&self, id: CheckId) -> Part {
        let Some(watched) = self.watched(id) else {
            let name = words::removed_check(self.world.settings.language, id);
            return Part { name, stands: Stands::NotJudged, since: None };
        };
        let belief = watched.state.belief();
        let node = watched.check.node;
        let cut_off = matches!(self.world.reaches.get(&node), Some(Reach::Unreachable { .. }));
        let stands = match belief.map(|b| b.grade) {
            _ if cut_off || !self.world.is_active(&watched.check) => Stands::NotJudged,
            None => Stands::Awaited,
            Some(Grade::Ok | Grade::Warning) => Stands::Well,
            Some(Grade::Critical) => Stands::Failed,
            Some(Grade::Unknown) => Stands::NotJudged,
        };
        let since = belief.map(|b| (b.since, b.uncertainty));
        Part { name: self.called(id), stands, since }
    }

    /// A check's name with its node's, short enough to stand with others.
    fn called(&self, id: CheckId) -> String {
        let language = self.world.settings.language;
        let Some(check) = self.watched(id).map(|w| &w.check) else {
            return words::removed_check(language, id);
        };
        let node = self.world.nodes.get(&check.node).map(|n| n.name.as_str()).unwrap_or_default();
        let name = words::check_name(language, check);
        words::tame(&format!("{} – {name}", words::tame(node, 40)), 80)
    }

    /// Where a composite's trouble belongs: to the incident of the check that tipped it, or, where
    /// it cannot be judged, of what keeps it from being judged. Else it is its own.
    pub(crate) fn cause_of_composite(&self, spec: &CompositeSpec, node: NodeId) -> Cause {
        let because = spec.judge(&self.parts(spec)).map(|v| v.because).unwrap_or_default();
        for place in because {
            let Some(id) = spec.of.get(place) else { continue };
            if let Some(incident) = self.world.taken.get(id) {
                return Cause::Of(*incident, self.affected(*incident, node));
            }
            if self.undecided.contains_key(id) {
                return Cause::Wait;
            }
        }
        match self.world.open.get(&node) {
            Some(incident) => Cause::Of(*incident, None),
            None => Cause::Own,
        }
    }

    fn affected(&self, incident: IncidentId, node: NodeId) -> Option<Place> {
        self.place(incident, node, false).map(|place| Place { affected: true, ..place })
    }

    /// What is wrong with the checks a composite would look at: one is not there, or they would
    /// look at each other in a circle.
    pub(crate) fn judge_parts(&self, draft: &CheckDraft) -> Vec<FieldError> {
        let CheckSpec::Composite(spec) = &draft.spec else { return Vec::new() };
        let mut wrong = Vec::new();
        for (n, id) in spec.of.iter().enumerate() {
            let problem = match self.watched(*id) {
                None => Some(Problem::NoSuchThing),
                Some(_) => draft.id.and_then(|own| self.circle(own, *id)),
            };
            let field = format!("spec.of.{n}");
            wrong.extend(problem.map(|problem| FieldError { field, problem }));
        }
        wrong
    }

    /// The circle that closes if `own` looks at `first`, if one does.
    fn circle(&self, own: CheckId, first: CheckId) -> Option<Problem> {
        let mut seen = std::collections::HashSet::new();
        let mut ways = vec![vec![first]];
        while let Some(way) = ways.pop() {
            let last = way[way.len() - 1];
            if last == own {
                let through = std::iter::once(&own).chain(&way);
                let through = through.map(|id| self.called(*id)).collect();
                return Some(Problem::Circle { through });
            }
            let Some(watched) = self.watched(last).filter(|_| seen.insert(last)) else { continue };
            if let CheckSpec::Composite(spec) = &watched.check.spec {
                ways.extend(spec.of.iter().map(|next| [way.as_slice(), &[*next]].concat()));
            }
        }
        None
    }
}
