//! What a verb brings back when there is no answer.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use hinomi_model::{Cause, Obstacle, Outcome, Phase};

/// Why a question on the wire has no answer (law L1).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The target failed: that says something about the target.
    #[error("the target failed: {0:?}")]
    Failed(Cause),
    /// We could not look: that says nothing about the target.
    #[error("we could not look: {0:?}")]
    Unable(Obstacle),
}

impl NoAnswer {
    /// Nothing came back in time.
    pub const TIMED_OUT: NoAnswer = NoAnswer::Failed(Cause::TimedOut);

    /// The outcome of a probe that ended so in this phase.
    pub fn at(self, phase: Phase) -> Outcome {
        match self {
            NoAnswer::Failed(cause) => Outcome::failed(phase, cause),
            NoAnswer::Unable(obstacle) => Outcome::unable(obstacle),
        }
    }
}

/// What stands in our way when a system call of ours fails before anything left this PC.
pub(crate) fn obstacle(error: &Error) -> Obstacle {
    match error.kind() {
        ErrorKind::PermissionDenied => Obstacle::NoPermission,
        // EINVAL is what Linux says to a link-local address without its zone: no way there.
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::InvalidInput
        | ErrorKind::Unsupported => Obstacle::NoRoute,
        ErrorKind::OutOfMemory | ErrorKind::WouldBlock => Obstacle::Exhausted,
        _ if is_exhausted(error) => Obstacle::Exhausted,
        _ if is_no_family(error) => Obstacle::NoRoute,
        _ => Obstacle::OurFault { detail: error.to_string() },
    }
}

/// Does the routing table know a way? Connecting a datagram socket asks it and sends nothing.
pub(crate) fn has_route(to: IpAddr) -> bool {
    let any: IpAddr = match to {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    UdpSocket::bind((any, 0)).and_then(|socket| socket.connect((to, 9))).is_ok()
}

#[cfg(target_os = "linux")]
fn is_exhausted(error: &Error) -> bool {
    use nix::errno::Errno;
    let is = |code: Errno| error.raw_os_error() == Some(code as i32);
    is(Errno::ENOBUFS) || is(Errno::EMFILE) || is(Errno::ENFILE) || is(Errno::ENOMEM)
}

#[cfg(target_os = "linux")]
fn is_no_family(error: &Error) -> bool {
    use nix::errno::Errno;
    let is = |code: Errno| error.raw_os_error() == Some(code as i32);
    is(Errno::EAFNOSUPPORT) || is(Errno::EPROTONOSUPPORT) || is(Errno::EDESTADDRREQ)
}

#[cfg(not(target_os = "linux"))]
fn is_exhausted(_: &Error) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn is_no_family(_: &Error) -> bool {
    false
}

/// Text from the wire or from a library, cut to what fits into a cause.
pub(crate) fn shorten(text: impl ToString) -> String {
    let text = text.to_string();
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
