//! Reads now and then how the nodes hang together, who is where, and which interfaces are in use,
//! from all agents the site can open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use hinomi_discovery::links::{self, Graph, Picture, Told};
use hinomi_model::snmp::Access;
use hinomi_model::{Address, NodeId, PortSeen, PortsSeen, Stamp};
use hinomi_net::interfaces::interfaces;
use hinomi_net::neighbours::neighbours;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::agents::Agents;
use crate::clock::Clock;
use crate::hanging::{Asked, Hanging};
use crate::run::Message;
use crate::whereabouts::Whereabouts;
use crate::wish::Wish;

/// The first reading is made when the checks have had their turn …
const FIRST: Duration = Duration::from_secs(30);
/// … and then one every five minutes: as long as switches remember who is silent
/// (IEEE 802.1D §7.9.2).
const EVERY: Duration = Duration::from_secs(300);
/// Where nodes were added or are opened otherwise than before, nobody should wait for that.
const SOON: Duration = Duration::from_secs(3);

/// Who is cut short so many times in a row has no more to say than that.
const CUT_SHORT: u32 = 3;

/// How often each agent was cut short in a row.
type CutShort = BTreeMap<NodeId, u32>;

/// What a reading begins with.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// What is known without asking.
    pub picture: Picture,
    /// Whom to ask.
    pub agents: Vec<(NodeId, Address, Access)>,
}

/// The interfaces of the nodes as they were read last.
pub(crate) type Seen = BTreeMap<NodeId, PortsSeen>;

/// Whoever reads.
pub(crate) struct Surveyor {
    pub(crate) agents: Agents,
    pub(crate) clock: Clock,
    pub(crate) ingest: mpsc::Sender<Message>,
    pub(crate) seen: watch::Sender<Seen>,
    /// Somebody wants a reading soon.
    pub(crate) wanted: Arc<Notify>,
    pub(crate) cancel: CancellationToken,
}

impl Surveyor {
    /// Reads until cancelled; soon when it is wanted.
    pub(crate) async fn run(self) {
        let mut pause = FIRST;
        let mut cut_short = CutShort::new();
        while self.cancel.run_until_cancelled(due(pause, &self.wanted)).await.is_some() {
            pause = EVERY;
            let read = Box::pin(read(&self, &mut cut_short));
            if self.cancel.run_until_cancelled(read).await.is_none() {
                return;
            }
        }
    }
}

async fn due(pause: Duration, wanted: &Notify) {
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = wanted.notified() => tokio::time::sleep(SOON).await,
    }
}

/// One reading; `None` if there is nobody to tell.
async fn read(surveyor: &Surveyor, cut_short: &mut CutShort) -> Option<()> {
    let Surveyor { agents, clock, ingest, seen, .. } = surveyor;
    let (answer, reply) = oneshot::channel();
    ingest.send(Message::Survey(answer)).await.ok()?;
    let Wanted { mut picture, agents: wanted } = reply.await.ok()?;
    agents.keep_only(&wanted.iter().map(|(node, ..)| *node).collect());
    let mut sessions = Vec::new();
    for (node, address, access) in &wanted {
        // What cannot be opened is told by the node's own checks.
        if let Ok(session) = agents.session(*node, address, Some(access)).await {
            sessions.push((*node, session));
        }
    }
    // Who answers for which address this PC knows by itself.
    let alone = sessions.is_empty();
    let at = clock.now();
    let said = links::ask(sessions, &agents.looking()).await;
    let here = tokio::task::spawn_blocking(|| links::here(&interfaces(), &neighbours())).await;
    picture.here = here.ok()?;
    picture.told = said.iter().map(|(node, said)| links::told(*node, said)).collect();
    picture.told.sort_by_key(|told| told.node);
    seen.send_modify(|seen| {
        // Who was asked and did not answer is as it was; its age says so.
        seen.retain(|node, _| wanted.iter().any(|(asked, ..)| asked == node));
        let told = picture.told.iter().filter(|told| !told.interfaces.is_empty());
        seen.extend(told.map(|told| (told.node, ports(told, at))));
    });
    weigh(&mut picture.told, cut_short);
    let called = picture.told.iter().map(|told| {
        let name = |i: &links::Interface| (i.index, i.name.clone());
        (told.node, told.interfaces.iter().map(name).collect())
    });
    ingest.send(Message::Interfaces(called.collect())).await.ok()?;
    let answered: BTreeSet<NodeId> = picture.told.iter().map(|told| told.node).collect();
    tracing::debug!(asked = wanted.len(), answered = answered.len(), "links were read");
    let asked = picture.told.iter().filter_map(Asked::of).collect();
    // A large network takes a while to think about; nobody should wait for it.
    let think = move || {
        let graph = if alone { Graph::default() } else { links::infer(&picture) };
        (Whereabouts::of(&picture, &graph), graph)
    };
    let (whereabouts, graph) = tokio::task::spawn_blocking(think).await.ok()?;
    if !alone {
        keep(ingest, Wish::Hang(Box::new(Hanging { graph, asked }))).await?;
    }
    keep(ingest, Wish::See(Box::new(whereabouts))).await
}

/// What is missing once may come again; what always is, is not there.
fn weigh(told: &mut [Told], before: &mut CutShort) {
    let mut now = CutShort::new();
    for told in told.iter_mut().filter(|t| t.cut_short) {
        let times = before.get(&told.node).map_or(1, |n| n.saturating_add(1));
        now.insert(told.node, times);
        told.cut_short = times < CUT_SHORT;
    }
    *before = now;
}

async fn keep(ingest: &mpsc::Sender<Message>, wish: Wish) -> Option<()> {
    let (answer, granted) = oneshot::channel();
    ingest.send(Message::Wish(Box::new(wish), answer)).await.ok()?;
    granted.await.ok()?.ok().map(|_| ())
}

fn ports(told: &Told, at: Stamp) -> PortsSeen {
    let short = |text: &str| text.chars().take(PortSeen::LONGEST).collect::<String>();
    let port = |i: &links::Interface| PortSeen {
        name: short(&i.name),
        alias: i.alias.as_deref().map(short),
        up: i.up,
        switched_off: i.switched_off,
    };
    let ports = told.interfaces.iter().take(PortsSeen::MOST).map(port).collect();
    PortsSeen { node: told.node, at, ports }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_cut_short_again_and_again_has_said_what_it_has_to_say() {
        let mut before = CutShort::new();
        let mut read = |cut_short: bool| {
            let mut told = [Told { cut_short, ..Told::silent(NodeId(1)) }];
            weigh(&mut told, &mut before);
            told[0].cut_short
        };
        assert!(read(true) && read(true), "because it may be an outage");
        assert!(!read(true), "because it is always so");
        assert!(!read(false) && read(true), "because it was whole in between");
    }

    #[test]
    fn what_an_agent_does_not_say_of_an_interface_is_not_said_and_no_agent_fills_the_memory() {
        let interface = |index: u32| links::Interface {
            index,
            name: format!("p{index}{}", "x".repeat(1_000)),
            up: [None, Some(true), Some(false)][index as usize % 3],
            switched_off: index % 3 == 2,
            ..links::Interface::default()
        };
        let told =
            Told { interfaces: (0..9_000).map(interface).collect(), ..Told::silent(NodeId(7)) };
        let seen = ports(&told, Stamp(5));
        assert_eq!((seen.node, seen.at, seen.ports.len()), (NodeId(7), Stamp(5), PortsSeen::MOST));
        assert!(seen.ports.iter().all(|p| p.name.chars().count() == PortSeen::LONGEST));
        let states: Vec<_> = seen.ports[..3].iter().map(|p| (p.up, p.switched_off)).collect();
        assert_eq!(states, [(None, false), (Some(true), false), (Some(false), true)]);
    }
}
