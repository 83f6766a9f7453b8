//! The port traps come in at.

use std::io::{Error, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use hinomi_model::Obstacle;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;

use crate::answer::obstacle;
use crate::snmp::post::enlarge;

/// Why a port cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPort {
    /// Another program hears on it.
    #[error("another program uses this UDP port")]
    Taken,
    /// The operating system does not let us; below 1024 it takes privilege.
    #[error("the operating system does not give us this UDP port")]
    Denied,
    /// Something else is in the way.
    #[error("this UDP port cannot be opened: {0:?}")]
    Other(Obstacle),
}

impl From<&Error> for NoPort {
    fn from(error: &Error) -> NoPort {
        match error.kind() {
            ErrorKind::AddrInUse => NoPort::Taken,
            ErrorKind::PermissionDenied => NoPort::Denied,
            _ => NoPort::Other(obstacle(error)),
        }
    }
}

/// A family of addresses.
#[derive(Debug, Clone, Copy)]
pub(super) enum Family {
    V4,
    V6,
}

/// Opens a port on every address of one family, with room for a burst. The address is never
/// shared: whoever could share it could take our traps.
pub(super) fn open(family: Family, port: u16) -> Result<UdpSocket, NoPort> {
    let at: SocketAddr = match family {
        Family::V4 => (Ipv4Addr::UNSPECIFIED, port).into(),
        Family::V6 => (Ipv6Addr::UNSPECIFIED, port).into(),
    };
    bind(at).map_err(|error| NoPort::from(&error))
}

fn bind(at: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(at), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    if at.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    enlarge(&socket);
    socket.bind(&at.into())?;
    UdpSocket::from_std(socket.into())
}
