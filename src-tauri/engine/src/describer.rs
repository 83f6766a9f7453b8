//! Asks boxes what they are: those that have never said it as soon as it is noticed, the others once a
//! day and after each restart, since that is when a box has another release or is another box. What it
//! says otherwise than before is noted with its node.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use hinomi_discovery::device::profile::Folder;
use hinomi_discovery::device::{collect, describe, understand};
use hinomi_model::snmp::Access;
use hinomi_model::{Address, CheckSpec, Described, Metric, Node, NodeId, Outcome, Span, Stamp};
use hinomi_net::Pace;
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
/// … and of those that have said it before so many are asked, one after the other: nobody waits for it.
const AT_ONCE: usize = 4;
/// Of those that never have, so many are asked side by side until none is left: a person looks at an
/// empty inventory.
const ABREAST: usize = 8;
/// What a box said is believed for so long.
const FRESH: Span = Span::minutes(24 * 60);
/// Agents tell their time a little late: a restart is one only if it was clearly later.
const SLACK: Span = Span::minutes(2);
/// One that did not answer is left alone for so long.
const AGAIN: Duration = Duration::from_secs(3_600);
/// What a box tells at most.
const BOUNDS: Bounds = Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(60) };

/// A node whose box is to be asked what it is.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    node: NodeId,
    address: Address,
    access: Access,
    /// It has never said it.
    first: bool,
}

impl World {
    /// Whose box has not said for a day what it is, or has been restarted since; the longest ago
    /// first. Boxes whose agent is silent are not asked.
    pub(crate) fn to_describe(&self, now: Stamp) -> Vec<Due> {
        let mut due: Vec<(Stamp, Due)> = Vec::new();
        for node in self.nodes.values().filter(|node| !node.paused && !self.settings.paused) {
            let Some(access) = &node.snmp else { continue };
            let at = node.described.as_ref().map_or(Stamp(i64::MIN), |described| described.at);
            if self.is_due(node, at, now) {
                let (address, access) = (node.address.clone(), access.clone());
                let first = node.described.is_none();
                due.push((at, Due { node: node.id, address, access, first }));
            }
        }
        due.sort_by_key(|(at, due)| (*at, due.node));
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
    let pace = agents.looking();
    let asking = Asking { agents, profiles, clock, pace };
    let mut tried = HashMap::new();
    while cancel.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
        let round = Box::pin(round(&asking, &ingest, &mut tried));
        if cancel.run_until_cancelled(round).await.is_none() {
            return;
        }
    }
}

/// Asks those that never were, and then some of those that are due; `None` if there is nobody to tell.
async fn round(
    asking: &Asking,
    ingest: &mpsc::Sender<Message>,
    tried: &mut HashMap<NodeId, Duration>,
) -> Option<()> {
    let Asking { clock, .. } = asking;
    tried.retain(|_, when| clock.steady().saturating_sub(*when) < AGAIN);
    let mut queue = Queue { asked: tried.keys().copied().collect(), under_way: 0 };
    let mut answers = FuturesUnordered::new();
    loop {
        // Looked for anew each time: a person may stop watching or remove nodes meanwhile.
        for due in queue.next(due(ingest).await?) {
            answers.push(asking.ask(due));
        }
        let Some((node, described)) = answers.next().await else { break };
        queue.under_way -= 1;
        tried.insert(node, clock.steady());
        tell(ingest, node, described).await?;
    }
    let mut again = due(ingest).await?;
    again.retain(|due| !tried.contains_key(&due.node));
    for due in again.into_iter().take(AT_ONCE) {
        let (node, described) = asking.ask(due).await;
        tried.insert(node, clock.steady());
        tell(ingest, node, described).await?;
    }
    Some(())
}

/// Whom to ask next of those that have never said what they are.
struct Queue {
    /// Each is asked once, and who was lately is not.
    asked: BTreeSet<NodeId>,
    under_way: usize,
}

impl Queue {
    /// As many of those that are due as there is room for.
    fn next(&mut self, due: Vec<Due>) -> Vec<Due> {
        let room = ABREAST.saturating_sub(self.under_way);
        let new = due.into_iter().filter(|due| due.first && !self.asked.contains(&due.node));
        let next: Vec<Due> = new.take(room).collect();
        self.asked.extend(next.iter().map(|due| due.node));
        self.under_way += next.len();
        next
    }
}

async fn due(ingest: &mpsc::Sender<Message>) -> Option<Vec<Due>> {
    let (answer, reply) = oneshot::channel();
    ingest.send(Message::ToDescribe(answer)).await.ok()?;
    reply.await.ok()
}

/// Passes on what a box said, if it said anything; `None` if there is nobody to tell.
async fn tell(
    ingest: &mpsc::Sender<Message>,
    node: NodeId,
    described: Option<Described>,
) -> Option<()> {
    let Some(described) = described else { return Some(()) };
    let (answer, granted) = oneshot::channel();
    let wish = Box::new(Wish::Describe(node, described));
    ingest.send(Message::Wish(wish, answer)).await.ok()?;
    // The node may be gone by now.
    let _ = granted.await.ok()?;
    Some(())
}

/// What it takes to ask.
struct Asking {
    agents: Agents,
    profiles: Folder,
    clock: Clock,
    pace: Arc<Pace>,
}

impl Asking {
    async fn ask(&self, due: Due) -> (NodeId, Option<Described>) {
        (due.node, self.described(&due).await)
    }

    async fn described(&self, Due { node, address, access, .. }: &Due) -> Option<Described> {
        let session = self.agents.session(*node, address, Some(access)).await.ok()?;
        let session = session.paced(self.pace.clone());
        let shelf = self.profiles.now();
        let collected = Box::pin(collect(&session, &shelf.profiles, BOUNDS)).await.ok()?;
        let device = understand(&collected.view, &shelf.profiles);
        Some(describe(&device, &collected.view, self.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::check::AgentSpec;
    use hinomi_model::draft::NodeDraft;
    use hinomi_model::snmp::{Login, PORT, Pacing};
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
        core.world().to_describe(at).into_iter().map(|due| due.node).collect()
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

    fn boxes(all: std::ops::RangeInclusive<u32>, first: bool) -> Vec<Due> {
        let login = Login::V2c { community: SecretId(1) };
        let access = Access { port: PORT, login, pacing: Pacing::default() };
        let one =
            |n| Due { node: NodeId(n), address: Address::Nowhere, access: access.clone(), first };
        all.map(one).collect()
    }

    #[test]
    fn boxes_that_never_said_what_they_are_are_asked_side_by_side_and_once_each() {
        let all = || [boxes(1..=25, true), boxes(90..=99, false)].concat();
        let mut queue = Queue { asked: [NodeId(3)].into(), under_way: 0 };
        let mut next = |ended: usize| -> Vec<u32> {
            queue.under_way -= ended.min(queue.under_way);
            queue.next(all()).iter().map(|due| due.node.0).collect()
        };
        let first = [1, 2, 4, 5, 6, 7, 8, 9];
        assert_eq!(next(0), first, "because so many are asked at once, and 3 was lately");
        assert_eq!(next(0), [0; 0], "because more would be a burden");
        assert_eq!(next(1), [10], "because one has answered");
        let rest: Vec<u32> = (0..3).flat_map(|_| next(8)).collect();
        assert_eq!(rest, (11..=25).collect::<Vec<_>>(), "because none waits for the next minute");
    }

    #[test]
    fn who_has_never_said_what_it_is_comes_first() {
        let (mut core, node) = site();
        assert!(core.world().to_describe(NOON)[0].first);
        core.wish(Wish::Describe(node, said(NOON, "1.0")), NOON).expect("it is there");
        assert!(!core.world().to_describe(later(24 * 60))[0].first, "because it is only old");
    }

    #[test]
    fn a_paused_node_is_left_alone() {
        let (mut core, node) = site();
        core.wish(Wish::PauseNodes(vec![node], true), NOON).expect("it is there");
        assert_eq!(due(&core, NOON), []);
    }
}
