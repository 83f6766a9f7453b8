//! The looking itself: what is asked of each address, and what is believed of the answers.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::stream::{self, StreamExt};
use hinomi_model::{Cause, Obstacle};
use hinomi_net::icmp::Method;
use hinomi_net::interfaces::{Interface, interfaces};
use hinomi_net::neighbours::neighbours;
use hinomi_net::{Icmp, Net, NoAnswer, Pace, tcp};
use tokio::sync::Semaphore;

use super::agents::{Door, Opened};
use super::board::Board;
use super::vantage::Vantage;
use super::{Options, Stage};
use crate::Ranges;
use crate::clue::{Source, Topic};

/// Addresses looked at side by side.
pub(super) const ABREAST: usize = 256;
/// Echo requests per address …
const TRIES: u32 = 2;
/// … with so long for each to be answered.
const PATIENCE: Duration = Duration::from_secs(1);
/// Octets of payload in an echo request.
const SIZE: u16 = 32;
/// Where our own socket is full (unanswered ARP holds packets for 3 s), we wait so long …
const ROOM: Duration = Duration::from_millis(250);
/// … so often.
const ROOM_TRIES: u32 = 24;
/// How often the neighbour table is read: entries leave it again on a large link.
const READING: Duration = Duration::from_millis(500);
/// What a remembered neighbour that is gone takes to leave the table once packets are sent to it:
/// 5 s of delay and three questions 1 s apart (Linux arp(7), RFC 4861 §7.3.3), and a reading.
const FORGETTING: Duration = Duration::from_secs(9);
/// Reverse lookups side by side …
const LOOKUPS: usize = 64;
/// … and how long each may take.
const LOOKUP: Duration = Duration::from_secs(2);
/// How often tables of agents may lead to further networks …
const ROUNDS: usize = 3;
/// … and to how many addresses there in all.
const MOST_BEYOND: usize = 1_024;

/// One sweep's tools.
pub(super) struct Search {
    pub(super) net: Net,
    pub(super) ranges: Ranges,
    pub(super) options: Options,
    pub(super) pace: Arc<Pace>,
    pub(super) board: Arc<Board>,
    icmp: Icmp,
    lookups: Semaphore,
    /// Agents that let us in and were not read yet.
    opened: Mutex<Vec<Opened>>,
}

impl Search {
    pub(super) fn new(net: Net, ranges: Ranges, options: Options, board: Arc<Board>) -> Search {
        Search {
            pace: options.pace.clone().unwrap_or_else(|| Arc::new(net.looking.beside())),
            net,
            icmp: Icmp::open(),
            ranges,
            options,
            lookups: Semaphore::new(LOOKUPS),
            opened: Mutex::default(),
            board,
        }
    }

    pub(super) async fn run(self) {
        let interfaces = interfaces();
        let vantage = Vantage::of(&interfaces);
        let (whole, part) = self.links(&vantage, &interfaces);
        self.board.begin(vantage, neighbours());
        let everything = async {
            let announced = async {
                if !(whole.is_empty() && part.is_empty()) {
                    tokio::join!(self.listen(&interfaces), self.meet_v6(&whole, &part));
                }
            };
            tokio::join!(self.look_at(self.in_order().collect()), self.open_doors(), announced);
            self.follow_tables().await;
        };
        tokio::select! {
            () = everything => {}
            () = self.read_table() => {}
        }
        self.board.read(neighbours());
    }

    /// The links we hear those on whom we ask: where everybody is asked, and where somebody is not.
    /// Who is left alone may stand on any of them, whatever his address.
    fn links(&self, vantage: &Vantage, all: &[Interface]) -> (Vec<Interface>, Vec<Interface>) {
        let nobody = self.options.exclude.is_none();
        let heard = all.iter().filter(|i| vantage.hears(&self.ranges, &i.name)).cloned();
        heard.partition(|i| nobody && vantage.is_all_of(&self.ranges, &i.name))
    }

    /// Those the system remembers come first, because they may take longest.
    fn in_order(&self) -> impl Iterator<Item = Ipv4Addr> + '_ {
        let remembered = |ip: &Ipv4Addr| self.board.neighbour((*ip).into()).1;
        let left = || self.ranges.iter().filter(move |ip| !self.board.has_looked(*ip));
        let first: Vec<Ipv4Addr> = left().filter(remembered).collect();
        first.into_iter().chain(left().filter(move |ip| !remembered(ip)))
    }

    async fn look_at(&self, all: Vec<Ipv4Addr>) {
        let looking = stream::iter(all).map(|ip| async move {
            self.look(ip).await;
            self.board.done(ip);
        });
        looking.buffer_unordered(ABREAST).collect::<()>().await;
    }

    async fn open_doors(&self) {
        let opening = stream::iter(self.options.doors.clone())
            .map(|door| async move { self.open(&door).await });
        let opened = opening.buffer_unordered(ABREAST).map(|opened| self.let_in(opened));
        opened.collect::<()>().await;
    }

    fn let_in(&self, opened: Option<Opened>) {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).extend(opened);
    }

    /// Reads the agents that let us in, then looks at whom they know in other networks, whose agents
    /// may let us in, too.
    async fn follow_tables(&self) {
        let mut asked: BTreeSet<Ipv4Addr> = BTreeSet::new();
        for _ in 0..ROUNDS {
            let mut opened =
                std::mem::take(&mut *self.opened.lock().unwrap_or_else(PoisonError::into_inner));
            // One that was known already may have let us in like everybody else, too.
            opened.sort_by_key(|agent| (agent.at, agent.login.is_none()));
            opened.dedup_by_key(|agent| agent.at);
            if opened.is_empty() {
                return;
            }
            self.board.stage(Stage::Agents);
            self.read(opened).await;
            let beyond = self.beyond(&asked, MOST_BEYOND - asked.len());
            asked.extend(beyond.iter().map(|(ip, _)| *ip));
            self.board.lead_to(&beyond);
            self.board.stage(Stage::Beyond);
            self.look_at(beyond.into_iter().map(|(ip, _)| ip).collect()).await;
        }
    }

    async fn read_table(&self) {
        loop {
            tokio::time::sleep(READING).await;
            self.board.read(neighbours());
        }
    }

    /// Everything that is asked of one address.
    async fn look(&self, ip: Ipv4Addr) {
        let ip = IpAddr::V4(ip);
        let blind = self.icmp.method(ip) == Method::None;
        let spoke = !blind && self.ping(ip).await;
        let (there, remembered) = self.board.neighbour(ip);
        let doubtful = remembered && there;
        if spoke || there || blind {
            let named = async {
                if spoke || there {
                    tokio::join!(self.look_up(ip), self.ask_names(ip), self.ask_agent(ip));
                }
            };
            let doors = async {
                self.knock(ip).await;
                self.see_pages(ip).await;
            };
            tokio::join!(doors, named);
        }
        if doubtful {
            let pinged = if blind { Duration::ZERO } else { PATIENCE * TRIES };
            self.settle(ip, pinged + PATIENCE).await;
        }
    }

    /// An agent whose own login is known is not tried with others, at no address of its box: it would
    /// report each of them as an intruder's (authenticationFailure, RFC 3418).
    async fn ask_agent(&self, ip: IpAddr) {
        let at = SocketAddr::new(ip, self.options.snmp_port);
        let own = self.options.doors.iter().filter(|door| door.credentials.is_some());
        let spared =
            self.options.spared.contains(&at) || own.flat_map(Door::agents).any(|a| a == at);
        if self.options.logins.is_empty() || spared {
            return;
        }
        let opened = self.knock_snmp(at).await;
        if let Some(opened) = &opened {
            self.board.note(ip, |host| host.login = opened.login);
        }
        self.let_in(opened);
    }

    /// Sends echo requests until one is answered; true if the host said anything.
    async fn ping(&self, ip: IpAddr) -> bool {
        let (mut tries, mut waits) = (0, 0);
        while tries < TRIES {
            self.pace.turn().await;
            tries += 1;
            match self.icmp.echo(ip, SIZE, PATIENCE).await {
                Ok(reply) => {
                    self.board.note(ip, |host| (host.icmp, host.rtt) = (true, Some(reply.rtt)));
                    return true;
                }
                // "I do not let you" is said by somebody.
                Err(NoAnswer::Failed(Cause::Unreachable { by, .. })) if by == Some(ip) => {
                    self.board.note(ip, |host| host.icmp = true);
                    return true;
                }
                Err(NoAnswer::Failed(_)) => {}
                // A broadcast address, which no host has.
                Err(NoAnswer::Unable(Obstacle::NoPermission)) => return false,
                Err(NoAnswer::Unable(obstacle)) if waits < ROOM_TRIES && passes(&obstacle, ip) => {
                    tokio::time::sleep(ROOM).await;
                    waits += 1;
                    tries -= 1;
                }
                Err(NoAnswer::Unable(obstacle)) => {
                    self.board.trouble(obstacle);
                    return false;
                }
            }
        }
        false
    }

    /// Tries the ports, all at once as far as the pace allows.
    pub(super) async fn knock(&self, ip: IpAddr) {
        let ports = &self.options.ports;
        let knocks = stream::iter(ports.clone()).map(|port| self.knock_at(ip, port));
        knocks.buffer_unordered(ports.len().max(1)).collect::<()>().await;
    }

    async fn knock_at(&self, ip: IpAddr, port: u16) {
        self.pace.turn().await;
        match tcp::connect(SocketAddr::new(ip, port), PATIENCE).await {
            Ok(stream) => {
                self.board.note(ip, |host| {
                    host.tcp = true;
                    host.ports.insert(port);
                });
                self.hear_out(ip, port, stream).await;
            }
            Err(NoAnswer::Failed(Cause::Refused | Cause::Closed)) => {
                self.board.note(ip, |host| host.tcp = true);
            }
            Err(NoAnswer::Failed(_) | NoAnswer::Unable(Obstacle::NoPermission)) => {}
            Err(NoAnswer::Unable(obstacle)) => self.board.trouble(obstacle),
        }
    }

    async fn look_up(&self, ip: IpAddr) {
        let _place = self.lookups.acquire().await;
        if let Some(raw) = self.net.names.reverse(ip, LOOKUP).await {
            self.board.note(ip, |host| host.clues.hear(Source::Dns, Topic::Name, &raw));
        }
    }

    /// A neighbour the system remembered is there if it is still in the table after the system
    /// had reason and time to ask it again, of which `passed` is over.
    async fn settle(&self, ip: IpAddr, passed: Duration) {
        if !self.board.spoke(ip) {
            tokio::time::sleep(FORGETTING - passed).await;
        }
        if self.board.neighbour(ip).0 {
            self.board.note(ip, |host| host.confirmed = true);
        }
    }
}

/// Is this an obstacle that goes away by waiting? On a datagram socket "no route" may be another
/// echo's error, and a link with few hosts has hundreds of those: the routing table decides.
fn passes(obstacle: &Obstacle, ip: IpAddr) -> bool {
    match obstacle {
        Obstacle::Exhausted => true,
        Obstacle::NoRoute => has_route(ip),
        Obstacle::NoPermission
        | Obstacle::NoNameServer
        | Obstacle::AgentSilent
        | Obstacle::TableTooLong
        | Obstacle::NoAccess
        | Obstacle::VaultLocked
        | Obstacle::SecretMissing
        | Obstacle::Undecided { .. }
        | Obstacle::OurFault { .. } => false,
    }
}

/// Asks the system for its way to an address; nothing is sent.
fn has_route(ip: IpAddr) -> bool {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0));
    socket.and_then(|socket| socket.connect((ip, 9))).is_ok()
}
