//! What goes into a status report.

use hinomi_model::settings::Language;
use hinomi_model::{
    Availability, Belief, Check, CheckKind, Entry, Gap, Grade, Incident, Node, NodeKind, Stamp,
    State, Stretch, What, words,
};
use jiff::tz::TimeZone;

/// Everything a status report says, as values.
#[derive(Debug, Clone)]
pub struct StatusReport {
    /// What people call the site.
    pub site: String,
    /// Begin of the period.
    pub from: Stamp,
    /// End of the period, not after `made_at`.
    pub until: Stamp,
    /// When it was made; what is wrong "now" is wrong then.
    pub made_at: Stamp,
    /// The zone all times are shown in.
    pub zone: TimeZone,
    /// The language.
    pub language: Language,
    /// Time in which a node could not be reached because of another counts as down in it.
    pub unreachable_is_down: bool,
    /// Every node of the site, in any order.
    pub nodes: Vec<NodeLine>,
    /// The incidents that touch the period or are still going on, in any order.
    pub incidents: Vec<IncidentLine>,
    /// The gaps that touch the period, in any order.
    pub gaps: Vec<Gap>,
}

/// One node in a status report.
#[derive(Debug, Clone)]
pub struct NodeLine {
    /// What people call it.
    pub name: String,
    /// Where it answers.
    pub address: String,
    /// What it is.
    pub kind: NodeKind,
    /// The group it stands in.
    pub group: Option<String>,
    /// How it stands when the report is made.
    pub standing: Standing,
    /// The kinds of its checks, one per check.
    pub checks: Vec<CheckKind>,
    /// Availability over the period: of its reachability check, else of its worst check.
    pub sums: Availability,
    /// What was believed over the period, for the strip.
    pub stretches: Vec<Stretch>,
}

/// How a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A person stopped watching it.
    Paused,
    /// Nothing has been judged yet.
    Pending,
    /// Judged by its worst check.
    Judged {
        /// The worst belief.
        belief: Belief,
        /// True if it cannot be reached at all.
        down: bool,
    },
}

impl NodeLine {
    /// Takes a node with its checks and their states as they are.
    pub fn new(
        node: &Node,
        group: Option<&str>,
        checks: &[(&Check, State)],
        sums: Availability,
        stretches: Vec<Stretch>,
    ) -> NodeLine {
        NodeLine {
            name: node.name.clone(),
            address: node.address.to_string(),
            kind: node.kind,
            group: group.map(str::to_owned),
            standing: if node.paused { Standing::Paused } else { Standing::of(checks) },
            checks: checks.iter().map(|(check, _)| check.spec.kind()).collect(),
            sums,
            stretches,
        }
    }

    /// Is it believed to be in trouble?
    pub fn trouble(&self) -> Option<Belief> {
        match self.standing {
            Standing::Judged { belief, .. } if belief.grade.is_trouble() => Some(belief),
            Standing::Judged { .. } | Standing::Paused | Standing::Pending => None,
        }
    }
}

impl Standing {
    /// The worst belief of the checks that are not paused; of equal grades the oldest.
    pub fn of(checks: &[(&Check, State)]) -> Standing {
        let live = || checks.iter().filter(|(check, _)| !check.paused);
        if !checks.is_empty() && live().next().is_none() {
            return Standing::Paused;
        }
        let down = live().any(|(check, state)| {
            check.spec.is_reachability() && state.grade() == Some(Grade::Critical)
        });
        live()
            .filter_map(|(_, state)| state.belief())
            .max_by_key(|belief| (belief.grade, std::cmp::Reverse(belief.since)))
            .map_or(Standing::Pending, |belief| Standing::Judged { belief, down })
    }
}

/// One incident in a status report.
#[derive(Debug, Clone)]
pub struct IncidentLine {
    /// The incident.
    pub incident: Incident,
    /// What was seen, in the report's language: `Ping – no answer in time`.
    pub trouble: String,
}

impl IncidentLine {
    /// Takes an incident with its log, whose first line says what was seen.
    pub fn new(language: Language, incident: Incident, log: &[Entry]) -> IncidentLine {
        let first = log.iter().find_map(|entry| match &entry.what {
            What::Opened { check_name, evidence, .. } => {
                let (name, seen) =
                    (words::tame(check_name, 120), words::outcome(language, evidence));
                Some(if name.is_empty() { seen } else { format!("{name} – {seen}") })
            }
            _ => None,
        });
        let trouble = first.unwrap_or_else(|| words::grade(language, incident.worst).to_owned());
        IncidentLine { incident, trouble }
    }
}

impl StatusReport {
    /// A file name to propose, such as `status-Osaka_office-2026-11-21.pdf`.
    pub fn file_name(&self, extension: &str) -> String {
        // What no system allows in a name, or a shell would take for something else.
        let odd = |c: char| c.is_whitespace() || "/\\:*?\"'<>|.&;$`!#%{}".contains(c);
        let safe = |c: char| if odd(c) { '_' } else { c };
        let site: String = words::tame(&self.site, 60).trim().chars().map(safe).collect();
        let day = crate::sheet::Calendar::new(self).day(self.until);
        format!("status-{site}-{day}.{extension}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_name_is_a_name_on_every_system() {
        let mut report = crate::sample::report(Language::Ja, 0);
        for (site, name) in [
            ("火の見商事（本社）", "status-火の見商事（本社）-2026-11-21.pdf"),
            (" Osaka office ", "status-Osaka_office-2026-11-21.pdf"),
            ("../a:b\u{202e}<c>", "status-___a_b__c_-2026-11-21.pdf"),
        ] {
            report.site = site.into();
            assert_eq!(report.file_name("pdf"), name);
        }
    }
}
