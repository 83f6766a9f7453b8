//! A glance: the open site in one light and one sentence, for the tray.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_engine::{Changes, Key};
use hinomi_model::settings::Language;
use hinomi_model::{Grade, Incident, IncidentId, NodeId, Settings};
use hinomi_wire::site::Preferences;

use crate::opening::{Hinomi, system_language};

impl Hinomi {
    /// This PC's preferences.
    pub fn preferences(&self) -> Preferences {
        self.keeping.get()
    }

    /// The language spoken outside the page: the preferred one, else the system's.
    pub fn speaks(&self) -> Language {
        self.keeping.get().language.unwrap_or_else(system_language)
    }
}

/// What the tower shows from afar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// Watching, and nothing is wrong.
    Calm,
    /// Something is less than well, or cannot be judged.
    Warning,
    /// Something is down.
    Critical,
    /// Nobody is watching.
    Blind,
}

/// What is known of the watched site, kept up to date by [`Glance::take`].
#[derive(Debug, Clone, Default)]
pub struct Glance {
    settings: Option<Settings>,
    nodes: BTreeSet<NodeId>,
    trouble: BTreeMap<IncidentId, Incident>,
}

impl Glance {
    /// Takes in what changed.
    pub fn take(&mut self, changes: Changes) {
        if changes.fresh {
            *self = Glance::default();
        }
        self.settings = changes.settings.or(self.settings.take());
        self.nodes.extend(changes.nodes.iter().map(|n| n.id));
        for incident in changes.incidents {
            self.trouble.remove(&incident.id);
            if incident.is_open() {
                self.trouble.insert(incident.id, incident);
            }
        }
        for gone in changes.gone {
            match gone {
                Key::Node(id) => drop(self.nodes.remove(&id)),
                Key::Incident(id) => drop(self.trouble.remove(&id)),
                _ => {}
            }
        }
    }

    /// The site's settings; `None` if nobody watches.
    pub fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// Has the operator paused watching?
    pub fn is_paused(&self) -> bool {
        self.settings.as_ref().is_some_and(|s| s.paused)
    }

    /// The light.
    pub fn light(&self) -> Light {
        if self.settings.is_none() || self.is_paused() {
            return Light::Blind;
        }
        let light = |incident: &Incident| match incident.grade() {
            Grade::Critical => Light::Critical,
            Grade::Ok | Grade::Warning | Grade::Unknown => Light::Warning,
        };
        self.trouble.values().map(light).max().unwrap_or(Light::Calm)
    }

    /// The sentence.
    pub fn sentence(&self, language: Language) -> String {
        let (nodes, trouble) = (self.nodes.len(), self.trouble.len());
        let paused = self.is_paused();
        match (language, self.settings.is_some(), trouble) {
            (Language::En, false, _) => "Not watching".into(),
            (Language::Ja, false, _) => "監視していません".into(),
            (Language::En, ..) if paused => "Watching is paused".into(),
            (Language::Ja, ..) if paused => "監視を一時停止しています".into(),
            (Language::En, true, 0) if nodes == 0 => "No nodes yet".into(),
            (Language::Ja, true, 0) if nodes == 0 => "ノードはまだありません".into(),
            (Language::En, true, 0) if nodes == 1 => "1 node, well".into(),
            (Language::En, true, 0) => format!("{nodes} nodes, all well"),
            (Language::Ja, true, 0) => format!("{nodes}台すべて正常です"),
            (Language::En, true, 1) => format!("1 open incident: {}", self.first()),
            (Language::Ja, true, 1) => format!("未解決のインシデント1件: {}", self.first()),
            (Language::En, true, n) => format!("{n} open incidents"),
            (Language::Ja, true, n) => format!("未解決のインシデント{n}件"),
        }
    }

    fn first(&self) -> String {
        let name = self.trouble.values().next().map(|i| i.node_name.as_str()).unwrap_or_default();
        hinomi_model::words::tame(name, 40)
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::{CheckId, Member, Stamp};

    use super::*;

    fn incident(id: u32, grade: Grade) -> Incident {
        let place = None;
        Incident {
            members: vec![Member { check: CheckId(1), grade, since: Stamp(0), place }],
            worst: grade,
            ..Incident::opening(IncidentId(id), NodeId(1), format!("core-{id}"), Stamp(0))
        }
    }

    fn with(incidents: Vec<Incident>) -> Changes {
        Changes { settings: Some(Settings::default()), incidents, ..Changes::default() }
    }

    #[test]
    fn the_worst_open_incident_gives_the_light() {
        let mut glance = Glance::default();
        assert_eq!(glance.light(), Light::Blind, "because nothing is known yet");
        glance.take(with(vec![]));
        assert_eq!(glance.light(), Light::Calm);
        glance.take(with(vec![incident(1, Grade::Warning), incident(2, Grade::Critical)]));
        assert_eq!(glance.light(), Light::Critical);
        assert_eq!(glance.sentence(Language::En), "2 open incidents");
        let gone = Changes { gone: vec![Key::Incident(IncidentId(2))], ..Changes::default() };
        glance.take(gone);
        assert_eq!(glance.light(), Light::Warning);
        assert_eq!(glance.sentence(Language::En), "1 open incident: core-1");
    }

    #[test]
    fn paused_is_blind_and_a_fresh_frame_forgets_what_was() {
        let mut glance = Glance::default();
        let paused = Settings { paused: true, ..Settings::default() };
        let incidents = vec![incident(1, Grade::Critical)];
        glance.take(Changes { settings: Some(paused), incidents, ..Changes::default() });
        assert_eq!(glance.light(), Light::Blind, "because nobody looks");
        glance.take(Changes { fresh: true, ..with(vec![]) });
        assert_eq!(
            glance.light(),
            Light::Calm,
            "because the other site's trouble is not this one's"
        );
    }
}
