//! The SNMP agents of those who are there: which of the logins opens one, what it says of its box,
//! and whom its tables know in other networks.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use hinomi_model::snmp::{Credentials, Oid};
use hinomi_model::{Cause, NodeId, NodeKind};
use hinomi_net::NoAnswer;
use hinomi_net::snmp::{Bounds, Patience, Session, Trouble};

use super::search::Search;
use super::together::Own;
use crate::clue::{Clues, Source, Topic};
use crate::device::{Profiles, View, collect_identity, collect_links, understand};
use crate::links::{self, Told};

/// How long one try waits that may not be answered …
const KNOCKING: Patience = Patience { timeout: Duration::from_millis(700), retries: 0, at_once: 2 };
/// … and how often each login is tried.
const TRIES: u32 = 2;
/// Agents read side by side.
const ABREAST: usize = 8;
/// What may be read of each table of an agent.
const BOUNDS: Bounds = Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(60) };
/// sysUpTime (RFC 3418): any answer to it will do.
const UP_TIME: [u32; 9] = [1, 3, 6, 1, 2, 1, 1, 3, 0];

/// An SNMP agent that is known already.
#[derive(Clone)]
pub struct Door {
    /// Where it answers.
    pub at: SocketAddr,
    /// What opens it; `None` tries the logins of the sweep.
    pub credentials: Option<Credentials>,
    /// How patiently it is asked.
    pub patience: Patience,
    /// Further addresses of its box, at which the same agent answers.
    pub also: Vec<IpAddr>,
}

impl Door {
    /// Every address of its box, the one it is opened at first.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        std::iter::once(self.at.ip()).chain(self.also.iter().copied())
    }

    /// Where its agent answers.
    pub fn agents(&self) -> impl Iterator<Item = SocketAddr> {
        self.addresses().map(|ip| SocketAddr::new(ip, self.at.port()))
    }
}

/// What one agent said.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Where it was asked.
    pub at: IpAddr,
    /// Which of the sweep's logins opened it; `None` for one that was known already.
    pub login: Option<usize>,
    /// Everything it said of how its box hangs together with others.
    pub view: Arc<View>,
    /// The same, read; its node is 0.
    pub told: Arc<Told>,
    pub(super) own: Own,
}

/// An agent that lets us in.
pub(super) struct Opened {
    pub at: IpAddr,
    pub login: Option<usize>,
    pub session: Session,
}

impl Search {
    /// Tries the logins on an agent that may be there.
    pub(super) async fn knock_snmp(&self, at: SocketAddr) -> Option<Opened> {
        for (n, credentials) in self.options.logins.iter().enumerate() {
            let session = self.net.snmp.session(at, credentials.clone(), KNOCKING).ok();
            // What is wrong with a login is wrong everywhere; the others may do.
            let Some(session) = session else { continue };
            for _ in 0..TRIES {
                self.pace.turn().await;
                match session.get(&[Oid::from(UP_TIME)]).await {
                    Ok(_) | Err(Trouble::Said { .. }) => {
                        let session =
                            self.net.snmp.session(at, credentials.clone(), Patience::default());
                        let (at, login) = (at.ip(), Some(n));
                        return session.ok().map(|session| Opened { at, login, session });
                    }
                    Err(Trouble::NoAnswer(NoAnswer::Failed(Cause::Refused))) => return None,
                    Err(Trouble::SILENT) => {}
                    Err(_) => break,
                }
            }
        }
        None
    }

    /// Opens an agent that was known before the sweep.
    pub(super) async fn open(&self, door: &Door) -> Option<Opened> {
        let Some(credentials) = &door.credentials else { return self.knock_snmp(door.at).await };
        let session = self.net.snmp.session(door.at, credentials.clone(), door.patience);
        session.ok().map(|session| Opened { at: door.at.ip(), login: None, session })
    }

    /// Reads those who let us in; what they say appears as it comes.
    pub(super) async fn read(&self, opened: Vec<Opened>) {
        self.board.agents_of(opened.len());
        let paced = |opened: Opened| {
            let session = opened.session.paced(self.pace.clone());
            Opened { session, ..opened }
        };
        let shelf = self.options.profiles.now();
        let profiles = &shelf.profiles;
        let reading = stream::iter(opened).map(paced).map(|opened| async move {
            let links = Box::pin(collect_links(&opened.session, BOUNDS)).await;
            self.board.agent_done();
            let mut said = links.ok()?;
            let of = Box::pin(collect_identity(&opened.session, profiles, BOUNDS)).await;
            for (oid, value) in of.map(|of| of.view).unwrap_or_default().iter() {
                said.view.insert(oid.clone(), value.clone());
            }
            let told = links::told(NodeId(0), &said);
            let view = said.view;
            let clues = clues(&view, &told, profiles);
            let own = own(opened.at, &told);
            let (view, told) = (Arc::new(view), Arc::new(told));
            let agent = Agent { at: opened.at, login: opened.login, view, told, own };
            self.board.said(agent, clues);
            Some(())
        });
        reading.buffer_unordered(ABREAST).collect::<Vec<_>>().await;
    }

    /// Whom agents know in other networks, and who knows them: private addresses nobody asked us to
    /// look at and nobody asked us to leave alone.
    pub(super) fn beyond(
        &self,
        asked: &BTreeSet<Ipv4Addr>,
        most: usize,
    ) -> Vec<(Ipv4Addr, IpAddr)> {
        let agents = self.board.agents();
        let own: BTreeSet<IpAddr> = agents.iter().flat_map(|a| &a.own.addresses).copied().collect();
        let mut found: Vec<(Ipv4Addr, IpAddr)> = Vec::new();
        let mut seen = asked.clone();
        for agent in &agents {
            let told = &agent.told;
            let heard = told.heard.iter().flat_map(|heard| heard.addresses.iter().copied());
            let routes = told.routes.iter().map(|route| route.via);
            for ip in told.arp.iter().map(|arp| arp.address).chain(heard).chain(routes) {
                let IpAddr::V4(v4) = ip else { continue };
                let wanted = v4.is_private()
                    && !own.contains(&ip)
                    && !self.ranges.contains(v4)
                    && !self.options.exclude.as_ref().is_some_and(|out| out.contains(v4));
                if wanted && found.len() < most && seen.insert(v4) {
                    found.push((v4, agent.at));
                }
            }
        }
        found
    }
}

/// What a box says of itself.
fn clues(view: &View, told: &Told, profiles: &Profiles) -> Clues {
    let device = understand(view, profiles);
    let mut clues = Clues::default();
    // Of whom no profile knows what it is, what it does says it.
    let role = match device.role {
        NodeKind::Other if !told.forwarding.is_empty() => NodeKind::Switch,
        NodeKind::Other if told.routing => NodeKind::Router,
        role => role,
    };
    if role != NodeKind::Other {
        let family = device.family.as_deref().unwrap_or("SNMP");
        clues.enter(Source::Snmp, Topic::Type, family, Some(role));
    }
    let said = [
        (Topic::Name, &device.sys_name),
        (Topic::Maker, &device.vendor),
        (Topic::Model, &device.model),
        (Topic::Software, &device.sys_descr),
    ];
    for (topic, text) in said {
        text.iter().for_each(|text| clues.hear(Source::Snmp, topic, text));
    }
    clues
}

fn own(at: IpAddr, told: &Told) -> Own {
    let macs = told.interfaces.iter().filter_map(|i| i.mac).chain(told.macs.iter().copied());
    Own {
        name: told.name.clone(),
        addresses: told.addresses.iter().copied().chain([at]).collect(),
        macs: macs.map(|mac| mac.to_string()).collect(),
    }
}
