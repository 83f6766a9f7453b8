//! Any other unix: the same verbs on surge-ping, one task and one timer per echo.
//!
//! Compiled and tested on Linux too, where [`super::linux`] is what is used.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use hinomi_model::Cause;
use surge_ping::{Client, Config, ICMP, IcmpPacket, PingIdentifier, PingSequence, SurgeError};

use super::{Method, Reply};
use crate::NoAnswer;
use crate::answer::{obstacle, shorten};

/// Both families on surge-ping.
pub struct Portable {
    v4: std::io::Result<Client>,
    v6: std::io::Result<Client>,
    next: AtomicU16,
}

impl Portable {
    /// Opens a socket per family. Must be called inside a tokio runtime.
    pub fn open() -> Portable {
        let open = |kind| Client::new(&Config::builder().kind(kind).build());
        Portable { v4: open(ICMP::V4), v6: open(ICMP::V6), next: AtomicU16::new(0) }
    }

    fn client(&self, to: IpAddr) -> &std::io::Result<Client> {
        if to.is_ipv4() { &self.v4 } else { &self.v6 }
    }

    /// As [`super::Icmp::method`].
    pub fn method(&self, to: IpAddr) -> Method {
        match self.client(to) {
            Ok(client) if client.get_socket().get_type() == socket2::Type::DGRAM => Method::Dgram,
            Ok(_) => Method::Raw,
            Err(_) => Method::None,
        }
    }

    /// Echoes allowed under way at once: the default receive buffer holds no more for sure.
    pub fn in_flight(&self) -> usize {
        128
    }

    /// As [`super::Icmp::echo`].
    pub async fn echo(
        &self,
        to: IpAddr,
        size: usize,
        timeout: Duration,
    ) -> Result<Reply, NoAnswer> {
        let client = self.client(to).as_ref().map_err(|e| NoAnswer::Unable(obstacle(e)))?;
        let seq = self.next.fetch_add(1, Ordering::Relaxed);
        let mut pinger = client.pinger(to, PingIdentifier(std::process::id() as u16)).await;
        pinger.timeout(timeout);
        match pinger.ping(PingSequence(seq), &vec![0; size]).await {
            Ok((packet, rtt)) => judge(&packet).map_or(Ok(Reply { rtt }), Err),
            Err(SurgeError::Timeout { .. }) => Err(NoAnswer::TIMED_OUT),
            Err(SurgeError::IOError(error)) => Err(NoAnswer::Unable(obstacle(&error))),
            Err(other) => {
                let detail = shorten(other);
                Err(NoAnswer::Unable(hinomi_model::Obstacle::OurFault { detail }))
            }
        }
    }
}

/// surge-ping gives "destination unreachable" as an answer; it is none.
fn judge(packet: &IcmpPacket) -> Option<NoAnswer> {
    let (kind, code, by, unreachable, exceeded) = match packet {
        IcmpPacket::V4(p) => {
            (p.get_icmp_type().0, p.get_icmp_code().0, p.get_source().into(), 3, 11)
        }
        IcmpPacket::V6(p) => {
            (p.get_icmpv6_type().0, p.get_icmpv6_code().0, p.get_source().into(), 1, 3)
        }
    };
    let by: Option<IpAddr> = Some(by);
    match kind {
        _ if kind == unreachable => Some(NoAnswer::Failed(Cause::Unreachable { by, code })),
        _ if kind == exceeded => Some(NoAnswer::Failed(Cause::TtlExceeded { by })),
        _ => None,
    }
}
