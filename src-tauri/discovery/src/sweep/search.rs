//! The looking itself: what is asked of each address, and what is believed of the answers.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use hinomi_model::{Cause, Obstacle};
use hinomi_net::icmp::Method;
use hinomi_net::interfaces::interfaces;
use hinomi_net::neighbours::neighbours;
use hinomi_net::{Icmp, Net, NoAnswer, mdns, tcp};
use tokio::sync::Semaphore;

use super::Options;
use super::board::Board;
use super::pace::Pace;
use super::vantage::Vantage;
use crate::{Ranges, text};

/// Addresses looked at side by side.
const ABREAST: usize = 256;
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
/// How long announcements are listened to.
const LISTENING: Duration = Duration::from_secs(4);
/// Addresses believed of one announcement.
const MOST_ANNOUNCED: usize = 4;
/// Reverse lookups side by side …
const LOOKUPS: usize = 64;
/// … and how long each may take.
const LOOKUP: Duration = Duration::from_secs(2);

/// One sweep's tools.
pub(super) struct Search {
    net: Net,
    icmp: Icmp,
    ranges: Ranges,
    ports: Vec<u16>,
    pace: Pace,
    lookups: Semaphore,
    board: Arc<Board>,
}

impl Search {
    pub(super) fn new(net: Net, ranges: Ranges, options: Options, board: Arc<Board>) -> Search {
        Search {
            net,
            icmp: Icmp::open(),
            ranges,
            ports: options.ports,
            pace: Pace::per_second(options.per_second),
            lookups: Semaphore::new(LOOKUPS),
            board,
        }
    }

    pub(super) async fn run(self) {
        let vantage = Vantage::of(&interfaces());
        let hears = vantage.hears(&self.ranges);
        self.board.begin(vantage, neighbours());
        let addresses = stream::iter(self.in_order()).map(|ip| self.look(ip));
        let everybody = addresses.buffer_unordered(ABREAST).collect::<()>();
        let announced = async {
            if hears {
                self.listen().await;
            }
        };
        tokio::select! {
            _ = async { tokio::join!(everybody, announced) } => {}
            () = self.read_table() => {}
        }
        self.board.read(neighbours());
    }

    /// Those the system remembers come first, because they may take longest.
    fn in_order(&self) -> impl Iterator<Item = Ipv4Addr> + '_ {
        let remembered = |ip: &Ipv4Addr| self.board.neighbour(*ip).1;
        let first: Vec<Ipv4Addr> = self.ranges.iter().filter(remembered).collect();
        first.into_iter().chain(self.ranges.iter().filter(move |ip| !remembered(ip)))
    }

    async fn read_table(&self) {
        loop {
            tokio::time::sleep(READING).await;
            self.board.read(neighbours());
        }
    }

    /// Everything that is asked of one address.
    async fn look(&self, ip: Ipv4Addr) {
        let blind = self.icmp.method(ip.into()) == Method::None;
        let spoke = !blind && self.ping(ip).await;
        let (there, remembered) = self.board.neighbour(ip);
        let doubtful = remembered && there;
        if spoke || there || blind {
            tokio::join!(self.knock(ip), self.look_up(ip, spoke || there));
        }
        if doubtful {
            let pinged = if blind { Duration::ZERO } else { PATIENCE * TRIES };
            self.settle(ip, pinged + PATIENCE).await;
        }
        self.board.done();
    }

    /// Sends echo requests until one is answered; true if the host said anything.
    async fn ping(&self, ip: Ipv4Addr) -> bool {
        let (mut tries, mut waits) = (0, 0);
        while tries < TRIES {
            self.pace.turn().await;
            tries += 1;
            match self.icmp.echo(ip.into(), SIZE, PATIENCE).await {
                Ok(reply) => {
                    self.board.note(ip, |host| (host.icmp, host.rtt) = (true, Some(reply.rtt)));
                    return true;
                }
                // "I do not let you" is said by somebody.
                Err(NoAnswer::Failed(Cause::Unreachable { by, .. })) if by == Some(ip.into()) => {
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
    async fn knock(&self, ip: Ipv4Addr) {
        let knocks = stream::iter(self.ports.clone()).map(|port| self.knock_at(ip, port));
        knocks.buffer_unordered(self.ports.len().max(1)).collect::<()>().await;
    }

    async fn knock_at(&self, ip: Ipv4Addr, port: u16) {
        self.pace.turn().await;
        match tcp::connect(SocketAddr::new(ip.into(), port), PATIENCE).await {
            Ok(_) => self.board.note(ip, |host| {
                host.tcp = true;
                host.ports.insert(port);
            }),
            Err(NoAnswer::Failed(Cause::Refused | Cause::Closed)) => {
                self.board.note(ip, |host| host.tcp = true);
            }
            Err(NoAnswer::Failed(_) | NoAnswer::Unable(Obstacle::NoPermission)) => {}
            Err(NoAnswer::Unable(obstacle)) => self.board.trouble(obstacle),
        }
    }

    async fn look_up(&self, ip: Ipv4Addr, worth_it: bool) {
        if !worth_it {
            return;
        }
        let _place = self.lookups.acquire().await;
        if let Some(raw) = self.net.names.reverse(ip.into(), LOOKUP).await {
            self.board.note(ip, |host| host.reverse = text::name(&raw));
        }
    }

    /// A neighbour the system remembered is there if it is still in the table after the system
    /// had reason and time to ask it again, of which `passed` is over.
    async fn settle(&self, ip: Ipv4Addr, passed: Duration) {
        if !self.board.spoke(ip) {
            tokio::time::sleep(FORGETTING - passed).await;
        }
        if self.board.neighbour(ip).0 {
            self.board.note(ip, |host| host.confirmed = true);
        }
    }

    /// Listens to announcements. Those they name are asked like everybody else, and are there only
    /// if they answer.
    async fn listen(&self) {
        // A task of its own ends its sockets even if the sweep is dropped meanwhile.
        let heard = tokio::spawn(mdns::browse(LISTENING)).await.unwrap_or_default();
        let mut silent = Vec::new();
        for host in heard {
            let v4 = host.addresses.iter().filter_map(|ip| match ip {
                IpAddr::V4(ip) => Some(*ip),
                IpAddr::V6(_) => None,
            });
            for ip in v4.filter(|ip| self.ranges.contains(*ip)).take(MOST_ANNOUNCED) {
                self.board.note(ip, |known| {
                    known.announced = text::name(&host.name);
                    known.services.extend(host.services.iter().cloned());
                });
                if !self.board.spoke(ip) {
                    silent.push(ip);
                }
            }
        }
        let knocks = stream::iter(silent).map(|ip| self.knock(ip));
        knocks.buffer_unordered(ABREAST).collect::<()>().await;
    }
}

/// Is this an obstacle that goes away by waiting? On a datagram socket "no route" may be another
/// echo's error, and a link with few hosts has hundreds of those: the routing table decides.
fn passes(obstacle: &Obstacle, ip: Ipv4Addr) -> bool {
    match obstacle {
        Obstacle::Exhausted => true,
        Obstacle::NoRoute => has_route(ip),
        Obstacle::NoPermission
        | Obstacle::NoNameServer
        | Obstacle::AgentSilent
        | Obstacle::NoAccess
        | Obstacle::VaultLocked
        | Obstacle::Undecided { .. }
        | Obstacle::OurFault { .. } => false,
    }
}

/// Asks the system for its way to an address; nothing is sent.
fn has_route(ip: Ipv4Addr) -> bool {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0));
    socket.and_then(|socket| socket.connect((ip, 9))).is_ok()
}
