//! Echo requests over one shared socket per address family (RFC 792, RFC 4443).
//!
//! A false loss is the worst mistake this product can make, so the receiving side is built around
//! not making one: a large receive buffer that is read back, a bound on echoes under way when the
//! kernel granted less, and no deadline judged before everything that had arrived was read. Round
//! trips end at the kernel's receive stamp, not when we got around to reading (on Linux).

mod flight;
#[cfg(target_os = "linux")]
mod linux;
mod packet;
#[cfg(unix)]
pub mod portable;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::NoAnswer;

#[cfg(target_os = "linux")]
use linux::Linux as Backend;
#[cfg(all(unix, not(target_os = "linux")))]
use portable::Portable as Backend;

/// How echo requests are sent in one address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Unprivileged datagram sockets.
    Dgram,
    /// Raw sockets, with the privilege they need.
    Raw,
    /// Not at all: the system lets us have neither.
    None,
}

/// An answered echo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// From handing the request to the kernel to the kernel having the reply.
    pub rtt: Duration,
}

/// How echo requests are sent here, and what would make it better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// IPv4.
    pub v4: Method,
    /// IPv6.
    pub v6: Method,
    /// Linux: groups that may use datagram sockets, as `net.ipv4.ping_group_range` has it; the
    /// first greater than the last excludes everybody. Setting it to `0 2147483647` (a file in
    /// `/etc/sysctl.d`) is the remedy. Never give the program `cap_net_raw` instead: a GUI binary
    /// with capabilities loses the session bus, and with it notifications and the keyring.
    pub ping_group_range: Option<(u32, u32)>,
    /// Echoes allowed under way at once in each family; small when the kernel granted little buffer.
    pub in_flight: usize,
}

impl Advice {
    /// Would widening `ping_group_range` help?
    pub fn widen_group_range(&self) -> bool {
        self.ping_group_range.is_some() && self.v4 != Method::Dgram
    }
}

/// Sends echo requests. Cheap to clone; clones share the sockets.
#[derive(Clone)]
pub struct Icmp(Arc<Backend>);

impl Icmp {
    /// Largest payload: what fits into an Ethernet frame.
    pub const LARGEST: u16 = 1472;

    /// Opens a socket per family, as datagram if allowed, else raw, else not. Must be called
    /// inside a tokio runtime.
    pub fn open() -> Icmp {
        Icmp(Arc::new(Backend::open()))
    }

    /// Sends one echo request with `size` octets of payload (raised to 8 and cut to
    /// [`Icmp::LARGEST`]) and waits for its reply. Waits first for a free place when very many are
    /// under way; the time-out counts from sending. Dropping the future frees its place at once.
    /// On Linux the answer may be told up to 220 ms after it came, which its round trip does not
    /// include, and a time-out up to 20 ms late.
    ///
    /// Errors: [`NoAnswer::Failed`] with `TimedOut`, `Unreachable` or `TtlExceeded`;
    /// [`NoAnswer::Unable`] with `NoPermission` (also when [`Method::None`]), `NoRoute`,
    /// `Exhausted` or `OurFault`.
    pub async fn echo(&self, to: IpAddr, size: u16, timeout: Duration) -> Result<Reply, NoAnswer> {
        let size = usize::from(size.min(Icmp::LARGEST));
        self.0.echo(to.to_canonical(), size, timeout).await
    }

    /// How echo requests to this address are sent.
    pub fn method(&self, to: IpAddr) -> Method {
        self.0.method(to.to_canonical())
    }

    /// How echo requests are sent here, and what would make it better.
    pub fn advice(&self) -> Advice {
        let any = |ip: &str| ip.parse().expect("a literal address");
        Advice {
            v4: self.method(any("0.0.0.0")),
            v6: self.method(any("::")),
            ping_group_range: ping_group_range(),
            in_flight: self.0.in_flight(),
        }
    }
}

fn ping_group_range() -> Option<(u32, u32)> {
    let text = std::fs::read_to_string("/proc/sys/net/ipv4/ping_group_range").ok()?;
    let mut ends = text.split_whitespace().map(|end| end.parse().ok());
    Some((ends.next()??, ends.next()??))
}
