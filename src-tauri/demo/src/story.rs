//! What happens, in plain data, and who plays it.

use std::time::Duration;

use hinomi_engine::{EngineHandle, Line, Wish};
use hinomi_model::settings::Language;
use hinomi_model::{Incident, IncidentId, NodeId};
use hinomi_store::IncidentFilter;
use tokio_util::sync::CancellationToken;

use crate::Options;
use crate::building::Cast;
use crate::host::{Hosts, Mood};

/// What happens in the simulated site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scene {
    /// Something breaks, is noticed, taken care of and mended within three minutes, again and again.
    #[default]
    Living,
    /// Nothing breaks.
    Calm,
    /// Several things break at once and stay so: for pictures.
    Trouble,
}

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    /// Seconds after the beginning of the scene.
    pub at: f64,
    /// The node's name; one that is not in a small site is passed over.
    pub who: &'static str,
    /// What happens to it.
    pub does: Does,
}

/// What happens to a node.
#[derive(Debug, Clone, Copy)]
pub enum Does {
    /// It gets into a mood.
    Feel(Mood),
    /// A colleague takes its incident, unless somebody has: English, Japanese.
    Taken(&'static str, &'static str),
    /// A colleague writes into its incident.
    Noted(&'static str, &'static str),
    /// A colleague closes its last incident, if it is over: cause and prevention.
    Closed((&'static str, &'static str), (&'static str, &'static str)),
}

use Does::{Closed, Feel, Noted, Taken};
use Mood::{Hangs, Refuses, Slow, Status, Well};

const fn act(at: f64, who: &'static str, does: Does) -> Act {
    Act { at, who, does }
}

/// The living scene, three minutes long.
pub const LIVING: &[Act] = &[
    act(20.0, "nas-1", Feel(Slow(800))),
    act(35.0, "app-1", Feel(Refuses)),
    act(52.0, "nas-1", Feel(Well)),
    act(55.0, "app-1", Taken("I see it, looking now", "確認しました。対応します")),
    act(
        66.0,
        "app-1",
        Noted("The service had stopped; starting it again", "サービス停止を確認、再起動中"),
    ),
    act(75.0, "app-1", Feel(Well)),
    act(90.0, "printer-1f", Feel(Refuses)),
    act(102.0, "printer-1f", Feel(Well)),
    act(105.0, "camera-1f-1", Feel(Hangs)),
    act(112.0, "printer-1f", Feel(Refuses)),
    act(
        118.0,
        "app-1",
        Closed(
            ("The service stopped after the night's update", "夜間更新後のサービス停止"),
            ("It is started again by itself from now on", "自動再起動を設定"),
        ),
    ),
    act(124.0, "printer-1f", Feel(Well)),
    act(128.0, "billing-saas", Feel(Status(503))),
    act(138.0, "camera-1f-1", Feel(Well)),
    act(152.0, "billing-saas", Feel(Well)),
];

/// How long the living scene is, with a calm end.
const LIVING_LENGTH: f64 = 180.0;

/// The scene of troubles, all within the first seconds.
pub const TROUBLE: &[Act] = &[
    act(0.0, "app-1", Feel(Refuses)),
    act(0.0, "nas-1", Feel(Slow(800))),
    act(0.0, "access-sw-2f", Feel(Refuses)),
    act(0.0, "printer-1f", Feel(Refuses)),
    act(0.5, "camera-1f-1", Feel(Hangs)),
    act(0.5, "billing-saas", Feel(Status(503))),
    act(0.5, "access-sw-c2f", Feel(Refuses)),
    act(0.5, "ap-b3f-a", Feel(Slow(1_000))),
    act(0.5, "camera-d1f-2", Feel(Hangs)),
    act(20.0, "app-1", Taken("I see it, looking now", "確認しました。対応します")),
    act(
        30.0,
        "app-1",
        Noted("The service had stopped; starting it again", "サービス停止を確認、再起動中"),
    ),
];

/// Plays the scene until cancelled.
pub(crate) async fn play(
    engine: EngineHandle,
    cast: Cast,
    hosts: Hosts,
    options: Options,
    cancel: CancellationToken,
) {
    let stage = Stage { engine, cast, hosts, language: options.language };
    let playing = async {
        loop {
            let (acts, length) = match options.scene {
                Scene::Living => (LIVING, Some(LIVING_LENGTH)),
                Scene::Trouble => (TROUBLE, None),
                Scene::Calm => (&[][..], None),
            };
            let mut now = 0.0;
            for act in acts {
                pause(act.at - now, options.speed).await;
                now = act.at;
                stage.does(act).await;
            }
            match length {
                Some(length) => pause(length - now, options.speed).await,
                None => std::future::pending().await,
            }
        }
    };
    // Both ends are the end of the demo.
    let _ = cancel.run_until_cancelled(playing).await;
    // The hosts live as long as the story: without their moods the servers end.
}

async fn pause(seconds: f64, speed: f64) {
    tokio::time::sleep(Duration::from_secs_f64(seconds.max(0.0) / speed.clamp(0.1, 100.0))).await;
}

struct Stage {
    engine: EngineHandle,
    cast: Cast,
    hosts: Hosts,
    language: Language,
}

impl Stage {
    async fn does(&self, act: &Act) {
        let Some(node) = self.cast.nodes.get(act.who).copied() else { return };
        let pick = |en: &str, ja: &str| match self.language {
            Language::En => en.to_owned(),
            Language::Ja => ja.to_owned(),
        };
        match act.does {
            Feel(mood) => {
                if let Some(host) = self.hosts.get(act.who) {
                    tracing::debug!(node = act.who, ?mood, "the story goes on");
                    host.feel(mood);
                }
            }
            Taken(en, ja) => {
                let fits = |i: &Incident| i.is_open().then_some(i.acknowledged.is_none());
                self.write(
                    node,
                    fits,
                    Line::Acknowledge { note: pick(en, ja), sticky: false, until: None },
                )
                .await;
            }
            Noted(en, ja) => {
                let fits = |i: &Incident| i.is_open().then_some(true);
                self.write(node, fits, Line::Note(pick(en, ja))).await;
            }
            Closed((cause_en, cause_ja), (en, ja)) => {
                let fits = |i: &Incident| (!i.is_open()).then_some(i.closed.is_none());
                let (cause, prevention) = (pick(cause_en, cause_ja), pick(en, ja));
                self.write(node, fits, Line::Close { cause, prevention }).await;
            }
        }
    }

    /// Writes into the node's last incident. While that does not fit yet (`None`) a colleague waits
    /// for it a little; where a person was quicker (`false`) there is nothing to do.
    async fn write(&self, node: NodeId, fits: impl Fn(&Incident) -> Option<bool>, line: Line) {
        let last = IncidentFilter { node: Some(node), most: 1, ..Default::default() };
        for _ in 0..20 {
            let found = self.engine.site().incidents(&last).await.unwrap_or_default();
            match found.first().and_then(|i| Some((i.id, fits(i)?))) {
                Some((incident, true)) => return self.say(incident, line).await,
                Some((_, false)) => return,
                None => tokio::time::sleep(Duration::from_millis(250)).await,
            }
        }
    }

    async fn say(&self, incident: IncidentId, line: Line) {
        let by = match self.language {
            Language::En => "Sato",
            Language::Ja => "佐藤",
        };
        if let Err(refusal) = self.engine.wish(Wish::Log { incident, by: by.into(), line }).await {
            tracing::debug!(%refusal, "a colleague could not write");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office;

    #[test]
    fn every_act_is_about_somebody_and_comes_in_order() {
        for (scene, nodes) in [(LIVING, 60), (TROUBLE, 300)] {
            let office = office::plan(nodes, Language::En, 20);
            let small = office::plan(60, Language::En, 20);
            for pair in scene.windows(2) {
                assert!(pair[0].at <= pair[1].at, "because time goes forwards");
            }
            for act in scene {
                let there = |p: &office::Planned| p.name == act.who;
                assert!(
                    office.iter().any(there) || small.iter().any(there),
                    "because {} plays a part",
                    act.who
                );
            }
        }
        assert!(LIVING.last().is_some_and(|a| a.at < LIVING_LENGTH));
    }
}
