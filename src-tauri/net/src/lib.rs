//! Sockets and wire formats: bytes in, values out.
//!
//! Every verb here asks one question on the wire and brings back either an answer or a
//! [`NoAnswer`] that keeps the target's failures apart from our own obstacles (law L1). This crate
//! deliberately knows no checks, no storage, no schedule and no belief. What comes in is hostile:
//! each reader bounds size, time and count, and no text from the wire is ever markup.
//!
//! Start from [`Net`] (everything a probe may touch) and [`NoAnswer`].

pub mod alarm;
pub mod answer;
pub mod banner;
pub mod certificate;
pub mod http;
pub mod icmp;
pub mod interfaces;
pub mod markup;
pub mod mdns;
mod multicast;
pub mod names;
pub mod neighbours;
pub mod neighbours6;
pub mod netbios;
pub mod pace;
pub mod routes;
pub mod smtp;
pub mod snmp;
pub mod ssdp;
pub mod stopwatch;
pub mod tcp;
pub mod tls;
pub mod wsd;

use std::sync::Arc;

pub use answer::NoAnswer;
pub use icmp::Icmp;
use names::Names;
pub use pace::Pace;
use rustls::pki_types::CertificateDer;
use snmp::Snmp;
use tls::Tls;

/// What a probe may touch: the shared sockets, the resolver and the TLS settings.
///
/// Cheap to clone; all clones share the same sockets.
#[derive(Clone)]
pub struct Net {
    /// Echo requests.
    pub icmp: Icmp,
    /// Names to addresses and back.
    pub names: Arc<Names>,
    /// TLS settings and the judge of certificates.
    pub tls: Arc<Tls>,
    /// Questions to SNMP agents.
    pub snmp: Snmp,
    /// Turns for whatever looks around, all of it together: [`pace::LOOKING_AROUND`] a second. Checks
    /// wait for none of it.
    pub looking: Arc<Pace>,
}

impl Net {
    /// Opens what there is. Never fails as a whole: a missing permission or name server is said by
    /// the verb that needs it. Must be called inside a tokio runtime, which also carries the one
    /// receiving task per address family until the last clone is gone.
    pub async fn open() -> Net {
        Net::trusting(Vec::new()).await
    }

    /// As [`Net::open`], and certificates issued by `roots` are trusted besides the system's.
    pub async fn trusting(roots: Vec<CertificateDer<'static>>) -> Net {
        Net {
            icmp: Icmp::open(),
            names: Arc::new(Names::system()),
            tls: Arc::new(Tls::trusting(roots)),
            snmp: Snmp::open(),
            looking: Arc::new(Pace::per_second(pace::LOOKING_AROUND)),
        }
    }
}
