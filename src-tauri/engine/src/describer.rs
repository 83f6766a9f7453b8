//! Asks boxes again what they are: once a day, and after each restart, since that is when a box has
//! another release or is another box. What it says otherwise than before is noted with its node.

use std::collections::HashMap;
use std::time::Duration;

use hinomi_discovery::device::profile::Folder;
use hinomi_discovery::device::{collect, describe, understand};
use hinomi_model::snmp::Access;
use hinomi_model::{Address, CheckSpec, Described, Metric, Node, NodeId, Outcome, Span, Stamp};
use hinomi_net::snmp::Bounds;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::agents::Agents;
use crate::clock::Clock;
use crate::run::Message;
use crate::wish::Wish;
use crate::world::World;

/// Who is due is looked for so often …
const EVERY: Duration = Duration::from_secs(60);
/// … and of those so many are asked, one after the other: nobody waits for it.
const AT_ONCE: usize = 4;
/// What a box said is believed for so long.
const FRESH: Span = Span::minutes(24 * 60);
/// Agents tell their time a little late: a restart is one only if it was clearly later.
const SLACK: Span = Span::minutes(2);
/// One that did not answer is left alone for so long.
const AGAIN: Duration = Duration::from_secs(3_600);
/// What a box tells at most.
const BOUNDS: Bounds = Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(60) };

/// A node whose box is to be asked what it is.
pub(crate) type Due = (NodeId, Address, Access);

impl World {
    /// Whose box has not said for a day what it is, or has been restarted since; the longest ago
    /// first. Boxes whose agent is silent are not asked.
    pub(crate) fn to_describe(&self, now: Stamp) -> Vec<Due> {
        let mut due: Vec<(Stamp, Due)> = Vec::new();
        for node in self.nodes.values().filter(|node| !node.paused && !self.settings.paused) {
            let Some(access) = &node.snmp else { continue };
            let at = node.described.as_ref().map_or(Stamp(i64::MIN), |described| described.at);
            if self.is_due(node, at, now) {
                due.push((at, (node.id, node.address.clone(), access.clone())));
            }
        }
        due.sort_by_key(|(at, due)| (*at, due.0));
        due.into_iter().map(|(_, due)| due).collect()
    }

    fn is_due(&self, node: &Node, at: Stamp, now: Stamp) -> bool {
        let mut checks = self.checks_of(node.id);
        let agent = checks.find(|w| matches!(w.check.spec, CheckSpec::Agent(_)));
        let last = agent.and_then(|agent| agent.last.as_ref());
        if last.is_some_and(|last| !matches!(last.outcome, Outcome::Measured { .. })) {
            return false;
        }
        let up = last.and_then(|last| Some((last.at, last.outcome.value(Metric::Uptime)?)));
        let begun = up.map(|(seen, up)| seen.0.saturating_sub((up * 1_000.0) as i64));
        let restarted = begun.is_some_and(|begun| begun > at.0.saturating_add(SLACK.0));
        restarted || now.0.saturating_sub(at.0) >= FRESH.0
    }
}

/// Asks until cancelled.
pub(crate) async fn run(
    agents: Agents,
    profiles: Folder,
    clock: Clock,
    ingest: mpsc::Sender<Message>,
    cancel: CancellationToken,
) {
    let mut tried = HashMap::new();
    while cancel.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
        let round = Box::pin(round(&agents, &profiles, &clock, &ingest, &mut tried));
        if cancel.run_until_cancelled(round).await.is_none() {
            return;
        }
    }
}

/// Asks some of those that are due; `None` if there is nobody to tell.
async fn round(
    agents: &Agents,
    profiles: &Folder,
    clock: &Clock,
    ingest: &mpsc::Sender<Message>,
    tried: &mut HashMap<NodeId, Duration>,
) -> Option<()> {
    let (answer, reply) = oneshot::channel();
    ingest.send(Message::ToDescribe(answer)).await.ok()?;
    let mut due = reply.await.ok()?;
    tried.retain(|_, when| clock.steady().saturating_sub(*when) < AGAIN);
    due.retain(|(node, ..)| !tried.contains_key(node));
    for (node, address, access) in due.into_iter().take(AT_ONCE) {
        tried.insert(node, clock.steady());
        if let Some(described) = ask(agents, profiles, clock, node, &address, &access).await {
            let (answer, granted) = oneshot::channel();
            let wish = Box::new(Wish::Describe(node, described));
            ingest.send(Message::Wish(wish, answer)).await.ok()?;
            // The node may be gone by now.
            let _ = granted.await.ok()?;
        }
    }
    Some(())
}

async fn ask(
    agents: &Agents,
    profiles: &Folder,
    clock: &Clock,
    node: NodeId,
    address: &Address,
    access: &Access,
) -> Option<Described> {
    let session = agents.session(node, address, Some(access)).await.ok()?;
    let shelf = profiles.now();
    let collected = Box::pin(collect(&session, &shelf.profiles, BOUNDS)).await.ok()?;
    let device = understand(&collected.view, &shelf.profiles);
    Some(describe(&device, &collected.view, clock.now()))
}

#[cfg(test)]
mod tests {
    use hinomi_model::check::AgentSpec;
    use hinomi_model::draft::NodeDraft;
    use hinomi_model::snmp::{Login, PORT};
    use hinomi_model::{Reading, SecretId};
    use hinomi_store::Loaded;

    use super::*;
    use crate::core::Core;
    use crate::world::Last;

    const NOON: Stamp = Stamp(1_795_000_000_000);

    fn later(minutes: i64) -> Stamp {
        Stamp(NOON.0 + minutes * 60_000)
    }

    fn said(at: Stamp, version: &str) -> Described {
        Described {
            at,
            maker: None,
            model: None,
            version: Some(version.into()),
            serial: None,
            name: None,
            descr: None,
            location: None,
            changes: Vec::new(),
        }
    }

    /// A site with one node that is asked, by a check of its agent, too.
    fn site() -> (Core, NodeId) {
        let mut core = Core::read(Loaded::default(), Vec::new(), Vec::new());
        let access = Access::usual(PORT, Login::V2c { community: SecretId(1) });
        let asked = NodeDraft { snmp: Some(access), ..NodeDraft::at("192.0.2.1") };
        let checks = vec![CheckSpec::Agent(AgentSpec::default())];
        let nodes = vec![asked, NodeDraft::at("192.0.2.2")];
        core.wish(Wish::AddNodes { nodes, checks, gateways: Vec::new() }, NOON)
            .expect("it is good");
        (core, NodeId(1))
    }

    /// The agent's check has just seen this.
    fn seen(core: &mut Core, at: Stamp, outcome: Outcome) {
        let id = core.world().checks_of(NodeId(1)).next().expect("it has one").check.id;
        let last = Last { at, took: Span(1), outcome };
        core.world.checks.get_mut(&id).expect("it is there").last = Some(last);
    }

    fn up(seconds: f64) -> Outcome {
        Outcome::Measured { readings: vec![Reading { metric: Metric::Uptime, value: seconds }] }
    }

    fn due(core: &Core, at: Stamp) -> Vec<NodeId> {
        core.world().to_describe(at).into_iter().map(|(node, ..)| node).collect()
    }

    #[test]
    fn a_box_is_asked_once_a_day_and_after_a_restart() {
        let (mut core, node) = site();
        assert_eq!(due(&core, NOON), [node], "because nobody knows what it is");
        core.wish(Wish::Describe(node, said(NOON, "1.0")), NOON).expect("it is there");
        seen(&mut core, later(10), up(90_000.0));
        assert_eq!(due(&core, later(10)), [], "because it has been running since");
        assert_eq!(due(&core, later(24 * 60)), [node], "because a day has passed");
        seen(&mut core, later(30), up(300.0));
        assert_eq!(due(&core, later(30)), [node], "because it began anew five minutes ago");
        seen(&mut core, later(31), Outcome::unable(hinomi_model::Obstacle::NoRoute));
        assert_eq!(due(&core, later(31)), [], "because it would not answer");
        seen(&mut core, later(32), up(420.0));
        core.wish(Wish::Describe(node, said(later(32), "2.0")), later(32)).expect("it is there");
        assert_eq!(due(&core, later(33)), [], "because it has said it since");
        let described = core.world().nodes[&node].described.clone().expect("it was described");
        assert_eq!(described.version.as_deref(), Some("2.0"));
        assert_eq!(described.changes[0].from, "1.0", "because the restart brought a new release");
    }

    #[test]
    fn a_paused_node_is_left_alone() {
        let (mut core, node) = site();
        core.wish(Wish::PauseNodes(vec![node], true), NOON).expect("it is there");
        assert_eq!(due(&core, NOON), []);
    }
}
