//! A look under way over some ranges.

mod board;
mod pace;
mod search;
mod vantage;

use std::net::Ipv4Addr;
use std::sync::Arc;

use hinomi_model::Obstacle;
use hinomi_net::Net;
use tokio::task::JoinHandle;

use crate::{Finding, Ranges};
use board::Board;
use search::Search;

/// How a sweep goes about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Questions sent per second in all, echo requests and TCP handshakes; at least 1.
    pub per_second: u32,
    /// TCP ports tried on hosts that are there, or on every address where this PC may send no
    /// echo requests.
    pub ports: Vec<u16>,
}

impl Default for Options {
    /// 200 questions a second, and the ports by which common devices are told apart. With these a
    /// /24 takes under 15 s even if every address in it answers.
    fn default() -> Options {
        Options { per_second: 200, ports: vec![22, 53, 80, 443, 445, 554, 3389, 8080, 9100] }
    }
}

/// How a sweep goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Addresses we are through with.
    pub done: u32,
    /// Addresses in all.
    pub of: u32,
    /// False once it has ended or was stopped.
    pub running: bool,
    /// Who was found so far, by address. A host grows as more is learnt about it.
    pub findings: Vec<Finding>,
    /// What stood in our way where we could not look at every address: the absence of a finding
    /// then says nothing.
    pub trouble: Option<Obstacle>,
}

impl Progress {
    /// The finding at this address, if anybody is there.
    pub fn at(&self, address: Ipv4Addr) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.address == address)
    }
}

/// A sweep under way. Dropping it ends it.
#[derive(Debug)]
pub struct Sweep {
    board: Arc<Board>,
    task: JoinHandle<()>,
}

impl Sweep {
    /// Starts to look. Names are asked of `net`; echoes leave by a socket of the sweep's own, so
    /// that hundreds of unanswered ones never stand in the way of the watching. Must be called
    /// inside a tokio runtime.
    pub fn start(net: &Net, ranges: Ranges, options: Options) -> Sweep {
        let board = Arc::new(Board::new(ranges.clone()));
        let search = Search::new(net.clone(), ranges, options, board.clone());
        let end = board::End(board.clone());
        let task = tokio::spawn(async move {
            let _end = end;
            search.run().await;
        });
        Sweep { board, task }
    }

    /// How it goes.
    pub fn progress(&self) -> Progress {
        self.board.progress()
    }

    /// Ends it early; what was found stays.
    pub fn stop(&self) {
        self.task.abort();
    }

    /// Waits until it has ended, by itself or by [`Sweep::stop`].
    pub async fn wait(&self) -> Progress {
        self.board.ended().await;
        self.progress()
    }
}

impl Drop for Sweep {
    fn drop(&mut self) {
        self.stop();
    }
}
