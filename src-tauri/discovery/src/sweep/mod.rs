//! A look under way over some ranges.

mod agents;
mod board;
mod doors;
mod host;
mod listen;
mod search;
mod together;
mod vantage;

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use hinomi_model::Obstacle;
use hinomi_model::snmp::{Credentials, PORT};
use hinomi_net::{Net, Pace};
use tokio::task::JoinHandle;

use crate::device::profile::Folder;
use crate::{Finding, Ranges};
pub use agents::{Agent, Door};
use board::Board;
use search::Search;

/// How a sweep goes about it. It holds what opens agents, hence no `Debug`.
#[derive(Clone)]
pub struct Options {
    /// The turns its questions wait for, echo requests, handshakes and datagrams; `None` are those of
    /// the net, which whatever else looks around shares.
    pub pace: Option<Arc<Pace>>,
    /// TCP ports tried on hosts that are there, or on every address where this PC may send no
    /// echo requests.
    pub ports: Vec<u16>,
    /// What is tried, in this order, on the SNMP agent of every host that is there; nothing means
    /// that agents are not asked.
    pub logins: Vec<Credentials>,
    /// Agents that are known already; their tables lead further, too.
    pub doors: Vec<Door>,
    /// Agents no login is tried on: they have one of their own, which another sweep opens them with
    /// or nobody can read just now.
    pub spared: Vec<SocketAddr>,
    /// What tells families of devices apart: ours, and the operator's own as they are by then.
    pub profiles: Folder,
    /// Where agents are looked for.
    pub snmp_port: u16,
    /// Addresses that are left alone wherever tables lead. As long as there are any, a box that
    /// answers by IPv6 alone is nobody, since it may be one of them.
    pub exclude: Option<Ranges>,
}

impl Default for Options {
    /// The net's 200 questions a second, and the ports by which common devices are told apart. With
    /// these, and nothing else that looks around, a /24 takes under 15 s unless nearly every address in it answers, a /22 under a minute.
    fn default() -> Options {
        Options {
            pace: None,
            ports: vec![22, 53, 80, 443, 445, 554, 3389, 8080, 9100],
            logins: Vec::new(),
            doors: Vec::new(),
            spared: Vec::new(),
            profiles: Folder::default(),
            snmp_port: PORT,
            exclude: None,
        }
    }
}

/// What a sweep is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Stage {
    /// Asking every address.
    #[default]
    Addresses,
    /// Reading the SNMP agents that let us in.
    Agents,
    /// Looking at whom their tables know in other networks.
    Beyond,
    /// It has ended or was stopped.
    Ended,
}

/// How a sweep goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Addresses we are through with.
    pub done: u32,
    /// Addresses in all; grows when tables lead further.
    pub of: u32,
    /// Agents we are through with.
    pub agents_done: u32,
    /// Agents that let us in.
    pub agents: u32,
    /// What it is at.
    pub stage: Stage,
    /// False once it has ended or was stopped.
    pub running: bool,
    /// Who was found so far, by address. A host grows as more is learnt about it, and two become
    /// one when they turn out to be the same box.
    pub findings: Vec<Finding>,
    /// What stood in our way where we could not look at every address: the absence of a finding
    /// then says nothing.
    pub trouble: Option<Obstacle>,
}

impl Progress {
    /// The finding at this address, if anybody is there.
    pub fn at(&self, address: impl Into<IpAddr>) -> Option<&Finding> {
        let address = address.into();
        self.findings.iter().find(|finding| finding.address == address)
    }
}

/// A sweep under way. Dropping it ends it.
#[derive(Debug)]
pub struct Sweep {
    board: Arc<Board>,
    task: Mutex<JoinHandle<()>>,
}

impl Sweep {
    /// Starts to look. Names are asked of `net`; echoes leave by a socket of the sweep's own, so
    /// that hundreds of unanswered ones never stand in the way of the watching. Must be called
    /// inside a tokio runtime.
    pub fn start(net: &Net, ranges: Ranges, options: Options) -> Sweep {
        let board = Arc::new(Board::new(ranges.clone(), options.exclude.clone()));
        let task = Mutex::new(go(net, ranges, options, &board));
        Sweep { board, task }
    }

    /// Goes on where it was stopped: addresses it is through with are not asked again, and what was
    /// found stays. Nothing happens while it is under way.
    pub fn resume(&self, net: &Net, options: Options) {
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.board.is_running() {
            *task = go(net, self.board.ranges().clone(), options, &self.board);
        }
    }

    /// How it goes.
    pub fn progress(&self) -> Progress {
        self.board.progress()
    }

    /// Is it under way?
    pub fn is_running(&self) -> bool {
        self.board.is_running()
    }

    /// What the SNMP agents said that were read so far, by address.
    pub fn agents(&self) -> Vec<Agent> {
        self.board.agents()
    }

    /// Ends it early; what was found stays.
    pub fn stop(&self) {
        self.task.lock().unwrap_or_else(PoisonError::into_inner).abort();
    }

    /// Waits until it has ended, by itself or by [`Sweep::stop`].
    pub async fn wait(&self) -> Progress {
        self.board.ended().await;
        self.progress()
    }
}

fn go(net: &Net, ranges: Ranges, options: Options, board: &Arc<Board>) -> JoinHandle<()> {
    board.starts();
    let search = Search::new(net.clone(), ranges, options, board.clone());
    let end = board::End(board.clone());
    tokio::spawn(async move {
        let _end = end;
        search.run().await;
    })
}

impl Drop for Sweep {
    fn drop(&mut self) {
        self.stop();
    }
}
