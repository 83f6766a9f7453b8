//! TCP handshakes (RFC 9293 §3.5), with what went wrong told apart.

use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use hinomi_model::Cause;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpStream;

use crate::NoAnswer;
use crate::answer::{obstacle, shorten};

/// Opens a TCP connection within `timeout`.
///
/// Errors: [`NoAnswer::Failed`] with `Refused`, `Unreachable` or `TimedOut`; [`NoAnswer::Unable`]
/// with `NoRoute`, `NoPermission` or `Exhausted` when nothing could leave this PC.
pub async fn connect(to: SocketAddr, timeout: Duration) -> Result<TcpStream, NoAnswer> {
    let stream = begin(to).map_err(|error| match error.kind() {
        // On loopback the answer is there at once.
        ErrorKind::ConnectionRefused => NoAnswer::Failed(Cause::Refused),
        _ => NoAnswer::Unable(obstacle(&error)),
    })?;
    let ready = tokio::time::timeout(timeout, stream.writable()).await;
    ready.map_err(|_| NoAnswer::TIMED_OUT)?.map_err(|e| NoAnswer::Unable(obstacle(&e)))?;
    match stream.take_error() {
        Ok(None) => Ok(stream),
        Ok(Some(error)) => Err(NoAnswer::Failed(cause(&error))),
        Err(error) => Err(NoAnswer::Unable(obstacle(&error))),
    }
}

/// Starts a handshake without waiting. An error here is the kernel's own: nothing was sent, which
/// is how "we have no route" is told from "a router says there is none".
fn begin(to: SocketAddr) -> Result<TcpStream, Error> {
    let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    match socket.connect(&to.into()) {
        Ok(()) => {}
        Err(error) if is_under_way(&error) => {}
        Err(error) => return Err(error),
    }
    TcpStream::from_std(socket.into())
}

fn is_under_way(error: &Error) -> bool {
    #[cfg(target_os = "linux")]
    let in_progress = error.raw_os_error() == Some(nix::errno::Errno::EINPROGRESS as i32);
    #[cfg(not(target_os = "linux"))]
    let in_progress = error.to_string().contains("progress");
    in_progress || error.kind() == ErrorKind::WouldBlock
}

/// What the network said to our handshake.
pub(crate) fn cause(error: &Error) -> Cause {
    match error.kind() {
        ErrorKind::ConnectionRefused => Cause::Refused,
        ErrorKind::TimedOut => Cause::TimedOut,
        ErrorKind::NetworkUnreachable => Cause::Unreachable { by: None, code: 0 },
        ErrorKind::HostUnreachable => Cause::Unreachable { by: None, code: 1 },
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => Cause::Closed,
        _ => Cause::Malformed { detail: shorten(error) },
    }
}
