//! What the network says about questions it could not deliver.
//!
//! "Nobody listens at that port" is better news than silence: an ICMP message a socket that is not
//! connected hears only through its error queue (ip(7), `IP_RECVERR`). Elsewhere than on Linux
//! such questions time out.

use std::io;
use std::net::SocketAddr;

use hinomi_model::Cause;
use socket2::Socket;
use tokio::net::UdpSocket;

#[cfg(not(target_os = "linux"))]
pub(super) fn wanted(_: &Socket, _: SocketAddr) -> io::Result<()> {
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn read(_: &UdpSocket, _: impl FnMut(SocketAddr, Cause)) {}

/// Asks the kernel to keep what the network says.
#[cfg(target_os = "linux")]
pub(super) fn wanted(socket: &Socket, at: SocketAddr) -> io::Result<()> {
    use nix::sys::socket::{setsockopt, sockopt};
    match at.is_ipv4() {
        true => setsockopt(socket, sockopt::Ipv4RecvErr, &true)?,
        false => setsockopt(socket, sockopt::Ipv6RecvErr, &true)?,
    }
    Ok(())
}

/// Reads the error queue to its end: to whom a question could not be delivered, and why.
#[cfg(target_os = "linux")]
pub(super) fn read(socket: &UdpSocket, mut tell: impl FnMut(SocketAddr, Cause)) {
    use tokio::io::Interest;
    // A bound, should the queue be filled as fast as it is read.
    for _ in 0..1024 {
        match socket.try_io(Interest::ERROR, || linux::next(socket)) {
            Ok(Some((to, cause))) => tell(to, cause),
            Ok(None) => {}
            Err(_) => return,
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::{self, IoSliceMut};
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
    use std::os::fd::AsRawFd;

    use hinomi_model::Cause;
    use nix::cmsg_space;
    use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg};
    use tokio::net::UdpSocket;

    /// One entry of the queue; `None` when it says nothing about delivery.
    pub(super) fn next(socket: &UdpSocket) -> io::Result<Option<(SocketAddr, Cause)>> {
        let mut control = cmsg_space!([u8; 64], [u8; 64]);
        let mut quoted = [0; 64];
        let mut slice = [IoSliceMut::new(&mut quoted)];
        let flags = MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT;
        let entry =
            recvmsg::<SockaddrStorage>(socket.as_raw_fd(), &mut slice, Some(&mut control), flags)?;
        let cause = entry.cmsgs().ok().and_then(|mut all| all.find_map(cause));
        Ok(entry.address.as_ref().and_then(address).zip(cause))
    }

    fn address(of: &SockaddrStorage) -> Option<SocketAddr> {
        let v4 = of.as_sockaddr_in().map(|a| SocketAddrV4::new(a.ip(), a.port()).into());
        v4.or_else(|| {
            let v6 = of.as_sockaddr_in6()?;
            Some(SocketAddrV6::new(v6.ip(), v6.port(), 0, v6.scope_id()).into())
        })
    }

    /// RFC 792 and RFC 1122 §3.2.2.1, RFC 4443 §3.1.
    fn cause(message: ControlMessageOwned) -> Option<Cause> {
        let (by, kind, code): (IpAddr, u8, u8) = match message {
            ControlMessageOwned::Ipv4RecvErr(error, Some(offender)) => {
                let by = Ipv4Addr::from(u32::from_be(offender.sin_addr.s_addr));
                (by.into(), error.ee_type, error.ee_code)
            }
            ControlMessageOwned::Ipv6RecvErr(error, Some(offender)) => {
                (Ipv6Addr::from(offender.sin6_addr.s6_addr).into(), error.ee_type, error.ee_code)
            }
            _ => return None,
        };
        match (by.is_ipv4(), kind, code) {
            (true, 3, 3) | (false, 1, 4) => Some(Cause::Refused),
            (true, 3, _) | (false, 1, _) => Some(Cause::Unreachable { by: Some(by), code }),
            (true, 11, _) | (false, 3, _) => Some(Cause::TtlExceeded { by: Some(by) }),
            _ => None,
        }
    }
}
