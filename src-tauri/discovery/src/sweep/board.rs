//! What is known so far, and what follows from it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::Obstacle;
use hinomi_net::neighbours::Neighbour;
use tokio::sync::watch;

use super::Progress;
use super::vantage::Vantage;
use crate::{Evidence, Finding, Hints, guess, oui};

/// A hardware address that answers for more IP addresses than this speaks for others (proxy ARP,
/// RFC 1027, or a radio bridge): its word that somebody is there counts for nothing.
const MOST_ADDRESSES: usize = 8;

/// What was observed at one address.
#[derive(Debug, Default)]
pub(super) struct Host {
    /// It said something by ICMP.
    pub icmp: bool,
    /// The round trip of its echo reply.
    pub rtt: Option<Duration>,
    /// It accepted or refused a TCP connection.
    pub tcp: bool,
    /// Ports that are open.
    pub ports: BTreeSet<u16>,
    /// It answered for its address on our own link, and did so for us.
    pub neighbour: bool,
    /// Its name by reverse DNS.
    pub reverse: Option<String>,
    /// Its name as it announced itself.
    pub announced: Option<String>,
    /// Kinds of services it announced.
    pub services: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct State {
    vantage: Vantage,
    hosts: BTreeMap<Ipv4Addr, Host>,
    /// The neighbour table as last read.
    table: HashMap<Ipv4Addr, String>,
    /// Hardware addresses seen during the sweep; entries leave the kernel's table early.
    macs: HashMap<Ipv4Addr, String>,
    /// Who stood in the table before we asked anybody: remembered, not observed.
    remembered: HashSet<Ipv4Addr>,
    done: u32,
    trouble: Option<Obstacle>,
}

/// Shared by the sweep under way and by those who want to know how it goes.
#[derive(Debug)]
pub(super) struct Board {
    of: u32,
    state: Mutex<State>,
    running: watch::Sender<bool>,
}

/// Says that the sweep has ended, however it ended.
pub(super) struct End(pub Arc<Board>);

impl Drop for End {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.trouble(Obstacle::OurFault { detail: "the sweep panicked".to_owned() });
        }
        self.0.running.send_replace(false);
    }
}

impl Board {
    pub(super) fn new(of: u32) -> Board {
        Board { of, state: Mutex::default(), running: watch::Sender::new(true) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where we look from, and whom the system remembers before we ask.
    pub(super) fn begin(&self, vantage: Vantage, table: Vec<Neighbour>) {
        let mut state = self.state();
        state.vantage = vantage;
        state.enter(table);
        state.remembered = state.table.keys().copied().collect();
    }

    /// Takes the neighbour table into account.
    pub(super) fn read(&self, table: Vec<Neighbour>) {
        self.state().enter(table);
    }

    /// Is the address in the neighbour table, and was it there before we asked?
    pub(super) fn neighbour(&self, ip: Ipv4Addr) -> (bool, bool) {
        let state = self.state();
        (state.table.contains_key(&ip), state.remembered.contains(&ip))
    }

    /// Notes something observed at an address.
    pub(super) fn note(&self, ip: Ipv4Addr, what: impl FnOnce(&mut Host)) {
        what(self.state().hosts.entry(ip).or_default());
    }

    /// Has the host at this address answered anything itself?
    pub(super) fn spoke(&self, ip: Ipv4Addr) -> bool {
        self.state().hosts.get(&ip).is_some_and(|host| host.icmp || host.tcp)
    }

    pub(super) fn done(&self) {
        self.state().done += 1;
    }

    pub(super) fn trouble(&self, obstacle: Obstacle) {
        self.state().trouble.get_or_insert(obstacle);
    }

    pub(super) fn progress(&self) -> Progress {
        let running = *self.running.borrow();
        let state = self.state();
        Progress {
            done: state.done,
            of: self.of,
            running,
            findings: state.findings(),
            trouble: state.trouble.clone(),
        }
    }

    pub(super) async fn ended(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.running.subscribe().wait_for(|running| !running).await;
    }
}

impl State {
    fn enter(&mut self, table: Vec<Neighbour>) {
        let v4 = table.into_iter().filter_map(|entry| match entry.ip {
            std::net::IpAddr::V4(ip) => Some((ip, entry.mac)),
            std::net::IpAddr::V6(_) => None,
        });
        self.table = v4.collect();
        self.macs.extend(self.table.clone());
    }

    fn findings(&self) -> Vec<Finding> {
        let mut spoken_for: HashMap<&str, usize> = HashMap::new();
        for mac in self.macs.values() {
            *spoken_for.entry(mac).or_default() += 1;
        }
        let own = |ip: Ipv4Addr, mac: &str| {
            spoken_for.get(mac).is_none_or(|count| *count <= MOST_ADDRESSES)
                && !self.vantage.is_gateway_mac(mac)
                || self.vantage.is_gateway(ip)
        };
        let finding = |(ip, host): (&Ipv4Addr, &Host)| {
            let mac = self.macs.get(ip).map(String::as_str).filter(|mac| own(*ip, mac));
            self.finding(*ip, host, mac.or(self.vantage.own_mac(*ip)))
        };
        self.hosts.iter().filter_map(finding).collect()
    }

    /// What one host comes to; `None` if nothing proves that it is there.
    fn finding(&self, ip: Ipv4Addr, host: &Host, mac: Option<&str>) -> Option<Finding> {
        let proofs = [
            (Evidence::Icmp, host.icmp),
            (Evidence::Tcp, host.tcp),
            (Evidence::Neighbour, host.neighbour && mac.is_some()),
        ];
        let mut evidence: BTreeSet<Evidence> =
            proofs.into_iter().filter(|(_, holds)| *holds).map(|(proof, _)| proof).collect();
        if evidence.is_empty() {
            return None;
        }
        if host.announced.is_some() {
            evidence.insert(Evidence::Mdns);
        }
        let vendor = mac.and_then(oui::vendor);
        let (gateway, this_pc) = (self.vantage.is_gateway(ip), self.vantage.is_this_pc(ip));
        let ports: Vec<u16> = host.ports.iter().copied().collect();
        let hints = Hints { ports: &ports, services: &host.services, vendor, gateway, this_pc };
        Some(Finding {
            address: ip,
            name: host.announced.clone().or_else(|| host.reverse.clone()),
            mac: mac.map(str::to_owned),
            vendor,
            kind: guess(&hints),
            rtt: host.rtt,
            ports,
            evidence,
            gateway,
            this_pc,
        })
    }
}
