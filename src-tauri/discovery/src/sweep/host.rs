//! What was observed at one address.

use std::collections::BTreeSet;
use std::time::Duration;

use hinomi_model::Proof;

use crate::Clue;
use crate::clue::{Clues, Source, Topic};

/// What was observed at one address.
#[derive(Debug, Clone, Default)]
pub(super) struct Host {
    /// It said something by ICMP.
    pub icmp: bool,
    /// The round trip of its echo reply.
    pub rtt: Option<Duration>,
    /// It accepted or refused a TCP connection.
    pub tcp: bool,
    /// Ports that are open.
    pub ports: BTreeSet<u16>,
    /// The system remembered it as a neighbour, and still did after asking again.
    pub confirmed: bool,
    /// Which of the logins opened its SNMP agent.
    pub login: Option<usize>,
    /// What it let be known of itself.
    pub clues: Clues,
}

/// Whose word for a name counts first.
const NAMES: [Source; 7] = [
    Source::Snmp,
    Source::Mdns,
    Source::NetBios,
    Source::Dns,
    Source::Ssdp,
    Source::Wsd,
    Source::Http,
];

impl Host {
    /// Has it answered anything itself?
    pub(super) fn spoke(&self) -> bool {
        self.icmp || self.tcp || self.login.is_some() || self.clues.has(Source::NetBios)
    }

    /// By what it was found; empty if nothing proves that it is there. Whether it answered for its
    /// address is told by the neighbour table.
    pub(super) fn evidence(&self, answered_arp: bool) -> BTreeSet<Proof> {
        let heard = |source| self.clues.has(source);
        let proofs = [
            (Proof::Icmp, self.icmp),
            (Proof::Tcp, self.tcp),
            (Proof::Neighbour, answered_arp),
            (Proof::Netbios, heard(Source::NetBios)),
            (Proof::Wsd, heard(Source::Wsd)),
            (Proof::Snmp, self.login.is_some() || heard(Source::Snmp)),
        ];
        let mut evidence: BTreeSet<Proof> =
            proofs.into_iter().filter(|(_, holds)| *holds).map(|(proof, _)| proof).collect();
        if !evidence.is_empty() {
            evidence.extend(heard(Source::Mdns).then_some(Proof::Mdns));
            evidence.extend(heard(Source::Ssdp).then_some(Proof::Ssdp));
        }
        evidence
    }
}

/// The name among the clues that counts first.
pub(super) fn name(clues: &[Clue]) -> Option<&str> {
    let by = |source| clues.iter().find(|c| c.source == source && c.topic == Topic::Name);
    NAMES.into_iter().find_map(by).map(|clue| clue.text.as_str())
}
