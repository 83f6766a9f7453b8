//! Reads what a socket has received, in batches, with the kernel's stamps.

use std::io::IoSliceMut;
use std::net::IpAddr;
use std::os::fd::AsRawFd;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::cmsg_space;
use nix::errno::Errno;
use nix::sys::socket::{
    ControlMessageOwned, MsgFlags, MultiHeaders, RecvMsg, SockaddrStorage, recvmmsg, recvmsg,
};
use nix::sys::time::TimeSpec;

use super::Lane;
use crate::icmp::Method;
use crate::icmp::packet::{self, Heard, Trouble, Version};
use crate::stopwatch::Moment;

/// Packets per system call.
const BATCH: usize = 32;
/// Octets per packet: the largest echo with the longest IPv4 header, and some.
const ROOM: usize = 2048;
/// System calls before others get their turn.
const ROUNDS: usize = 256;

/// The buffers of one receiving task.
pub(super) struct Mailbox {
    buffers: Vec<u8>,
}

impl Mailbox {
    pub(super) fn new() -> Mailbox {
        Mailbox { buffers: vec![0; BATCH * ROOM] }
    }

    /// Reads everything there is and tells those who wait. False if there may be more.
    pub(super) fn empty(&mut self, lane: &Lane) -> bool {
        if lane.method == Method::Dgram {
            self.read_errors(lane);
        }
        for _ in 0..ROUNDS {
            match self.read_batch(lane) {
                Ok(BATCH) | Err(Errno::EINTR) => {}
                Ok(_) | Err(Errno::EAGAIN) => return true,
                // A router's answer, pending on the socket; its details are in the error queue.
                Err(_) => self.read_errors(lane),
            }
        }
        false
    }

    fn read_batch(&mut self, lane: &Lane) -> nix::Result<usize> {
        let mut headers =
            MultiHeaders::<SockaddrStorage>::preallocate(BATCH, Some(cmsg_space!(TimeSpec)));
        let mut slices: Vec<_> =
            self.buffers.chunks_exact_mut(ROOM).map(|room| [IoSliceMut::new(room)]).collect();
        let packets = recvmmsg(
            lane.socket.as_raw_fd(),
            &mut headers,
            slices.iter_mut(),
            MsgFlags::MSG_DONTWAIT,
            None,
        )?;
        let now = Moment::now();
        let mut flight = lane.flight();
        let mut count = 0;
        for packet in packets {
            count += 1;
            let Some(from) = packet.address.as_ref().and_then(ip) else { continue };
            let Some(bytes) = packet.iovs().next() else { continue };
            if let Some(heard) = read(lane, bytes) {
                flight.hear(heard, from, stamp(&packet), now);
            }
        }
        Ok(count)
    }

    /// Reads the error queue of a datagram socket (ip(7), `IP_RECVERR`): each entry is our own
    /// request as quoted, its destination, and who could not deliver it.
    fn read_errors(&mut self, lane: &Lane) {
        for _ in 0..ROUNDS {
            let mut control = cmsg_space!([u8; 64], [u8; 64]);
            let mut slice = [IoSliceMut::new(&mut self.buffers[..ROOM])];
            let flags = MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT;
            let fd = lane.socket.as_raw_fd();
            let Ok(entry) = recvmsg::<SockaddrStorage>(fd, &mut slice, Some(&mut control), flags)
            else {
                return;
            };
            let to = entry.address.as_ref().and_then(ip);
            let trouble = entry.cmsgs().ok().and_then(|mut all| all.find_map(trouble));
            let quoted = entry.iovs().next().and_then(|q| packet::quoted_echo(lane.version, q));
            if let (Some(to), Some((by, trouble)), Some(mark)) = (to, trouble, quoted) {
                let heard = Heard::Undelivered { to, mark, trouble };
                lane.flight().hear(heard, by, None, Moment::now());
            }
        }
    }
}

/// Reads a packet as this kind of socket delivers it.
fn read(lane: &Lane, bytes: &[u8]) -> Option<Heard> {
    let message = match (lane.method, lane.version) {
        (Method::Raw, Version::V4) => {
            // A raw socket is given packets before the kernel has verified them.
            packet::strip_ipv4(bytes).filter(|m| packet::checksum(m) == 0)?
        }
        _ => bytes,
    };
    let heard = packet::read(lane.version, message)?;
    let (Heard::Reply(mark) | Heard::Undelivered { mark, .. }) = heard;
    (lane.method == Method::Dgram || mark.id == lane.id).then_some(heard)
}

fn ip(address: &SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|a| a.ip().into());
    v4.or_else(|| address.as_sockaddr_in6().map(|a| a.ip().into()))
}

fn stamp(packet: &RecvMsg<'_, '_, SockaddrStorage>) -> Option<SystemTime> {
    packet.cmsgs().ok()?.find_map(|message| match message {
        ControlMessageOwned::ScmTimestampns(at) => {
            let seconds = u64::try_from(at.tv_sec()).ok()?;
            let nanos = u32::try_from(at.tv_nsec()).ok()?;
            UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))
        }
        _ => None,
    })
}

/// Who could not deliver a packet, and why, from the error queue's control message.
fn trouble(message: ControlMessageOwned) -> Option<(IpAddr, Trouble)> {
    let (by, kind, code): (IpAddr, u8, u8) = match message {
        ControlMessageOwned::Ipv4RecvErr(error, Some(offender)) => {
            let by = std::net::Ipv4Addr::from(u32::from_be(offender.sin_addr.s_addr));
            (by.into(), error.ee_type, error.ee_code)
        }
        ControlMessageOwned::Ipv6RecvErr(error, Some(offender)) => {
            let by = std::net::Ipv6Addr::from(offender.sin6_addr.s6_addr);
            (by.into(), error.ee_type, error.ee_code)
        }
        _ => return None,
    };
    match (by.is_ipv4(), kind) {
        (true, 3) | (false, 1) => Some((by, Trouble::Unreachable(code))),
        (true, 11) | (false, 3) => Some((by, Trouble::TtlExceeded)),
        _ => None,
    }
}
