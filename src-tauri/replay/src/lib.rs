//! SNMP agents made of recordings: what a device once said, said again on loopback.
//!
//! Speaks SNMPv1 and v2c with its own few lines of BER, so that a mistake in the client's codec
//! cannot hide behind the same mistake here. It deliberately knows no client, no checks and no
//! devices. Start from [`Recording`] (one device) and [`Replay`] (a socket that answers for many,
//! each by its community).

mod answer;
pub mod ber;
mod recording;
mod request;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

pub use answer::{LARGEST, answer};
pub use recording::Recording;
pub use request::Request;

/// Recordings by the community that opens them.
pub type Shelf = HashMap<String, Recording>;

/// A socket that answers for recorded devices until it is dropped.
pub struct Replay {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Replay {
    /// Answers on a free port of IPv4's loopback. Must be called inside a tokio runtime.
    ///
    /// Errors: those of binding a UDP socket.
    pub async fn start(shelf: impl Into<Arc<Shelf>>) -> io::Result<Replay> {
        Replay::start_at(([127, 0, 0, 1], 0).into(), shelf).await
    }

    /// As [`Replay::start`], on an address of the caller's choice; port 0 means a free one.
    ///
    /// Errors: those of binding a UDP socket there.
    pub async fn start_at(at: SocketAddr, shelf: impl Into<Arc<Shelf>>) -> io::Result<Replay> {
        let socket = UdpSocket::bind(at).await?;
        let address = socket.local_addr()?;
        let task = tokio::spawn(serve(socket, shelf.into()));
        Ok(Replay { address, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(socket: UdpSocket, shelf: Arc<Shelf>) {
    let mut request = vec![0; 65_535];
    loop {
        // An error here is another asker's port that is gone by now.
        let Ok((size, from)) = socket.recv_from(&mut request).await else { continue };
        if let Some(response) = answer(&shelf, &request[..size]) {
            let _ = socket.send_to(&response, from).await;
        }
    }
}
