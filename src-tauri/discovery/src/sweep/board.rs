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
use crate::{Evidence, Finding, Hints, Ranges, guess, oui};

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
    /// The system remembered it as a neighbour, and still did after asking again.
    pub confirmed: bool,
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
    ranges: Ranges,
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
    pub(super) fn new(ranges: Ranges) -> Board {
        Board { ranges, state: Mutex::default(), running: watch::Sender::new(true) }
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
        let mut state = self.state();
        state.enter(table);
        let fresh: Vec<Ipv4Addr> = state.table.keys().copied().collect();
        for ip in fresh.into_iter().filter(|ip| self.ranges.contains(*ip)) {
            state.hosts.entry(ip).or_default();
        }
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
            of: self.ranges.len(),
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
            self.finding(*ip, host, mac)
        };
        self.hosts.iter().filter_map(finding).collect()
    }

    /// What one host comes to, given the hardware address that speaks for it and for few others;
    /// `None` if nothing proves that it is there.
    fn finding(
        &self,
        ip: Ipv4Addr,
        host: &Host,
        speaks_for_itself: Option<&str>,
    ) -> Option<Finding> {
        // Whoever was not in the table when we began answered for its address since.
        let fresh = !self.remembered.contains(&ip);
        let answered_arp = speaks_for_itself.is_some() && (fresh || host.confirmed);
        let mac = speaks_for_itself.or(self.vantage.own_mac(ip));
        let proofs = [
            (Evidence::Icmp, host.icmp),
            (Evidence::Tcp, host.tcp),
            (Evidence::Neighbour, answered_arp),
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

#[cfg(test)]
mod tests {
    use hinomi_model::NodeKind;
    use hinomi_net::interfaces::Interface;

    use super::*;
    use crate::parse_ranges;

    fn ip(d: u8) -> Ipv4Addr {
        Ipv4Addr::new(10, 0, 0, d)
    }

    fn neighbour(d: u8, mac: &str) -> Neighbour {
        Neighbour { ip: ip(d).into(), mac: mac.to_owned(), interface: "eth0".into() }
    }

    const GATEWAY: &str = "00:00:0c:00:00:01";

    /// This PC is 10.0.0.100, its gateway 10.0.0.1.
    fn board(remembered: &[Neighbour]) -> Board {
        let eth0 = Interface {
            name: "eth0".into(),
            title: None,
            mac: Some("00:11:32:00:00:64".into()),
            addresses: vec!["10.0.0.100/24".parse().unwrap()],
            gateways: vec!["10.0.0.1".parse().unwrap()],
            gateway_mac: Some(GATEWAY.into()),
            up: true,
            loopback: false,
            default: true,
        };
        let board = Board::new(parse_ranges(&["10.0.0.0/24".to_owned()]).unwrap());
        board.begin(Vantage::of(&[eth0]), remembered.to_vec());
        board
    }

    fn found(board: &Board) -> Vec<u8> {
        board.progress().findings.iter().map(|f| f.address.octets()[3]).collect()
    }

    #[test]
    fn whoever_answers_arp_is_there_and_who_is_only_remembered_is_not() {
        let remembered = [neighbour(7, "00:11:32:00:00:07"), neighbour(8, "00:11:32:00:00:08")];
        let board = board(&remembered);
        assert!(found(&board).is_empty(), "because nobody has answered yet");
        let mut table = remembered.to_vec();
        table.push(neighbour(9, "00:11:32:00:00:09"));
        table.push(Neighbour { ip: Ipv4Addr::new(10, 0, 1, 9).into(), ..table[2].clone() });
        board.read(table);
        assert_eq!(found(&board), [9], "because only 9 is new, and 10.0.1.9 was not asked for");
        board.note(ip(8), |host| host.confirmed = true);
        assert_eq!(found(&board), [8, 9]);
        let progress = board.progress();
        let nine = progress.at(ip(9)).expect("just found");
        assert_eq!(nine.vendor, Some("Synology Incorporated"));
        assert_eq!(nine.kind, NodeKind::Storage);
        assert_eq!(nine.evidence, [Evidence::Neighbour].into());
    }

    #[test]
    fn one_that_answers_for_many_proves_nobody() {
        let board = board(&[]);
        let proxy = "00:11:32:00:00:aa";
        board.read((20..29).map(|d| neighbour(d, proxy)).collect());
        assert!(found(&board).is_empty(), "because one MAC spoke for nine addresses");
        board.read((30..33).map(|d| neighbour(d, GATEWAY)).collect());
        assert!(found(&board).is_empty(), "because the gateway speaks for others");
        board.read(vec![neighbour(1, GATEWAY), neighbour(40, "00:11:32:00:00:28")]);
        board.note(ip(20), |host| host.icmp = true);
        assert_eq!(found(&board), [1, 20, 40]);
        let progress = board.progress();
        assert!(progress.at(ip(20)).expect("found").mac.is_none(), "because it is the proxy's");
        let gateway = progress.at(ip(1)).expect("found");
        assert_eq!((gateway.mac.as_deref(), gateway.gateway), (Some(GATEWAY), true));
        assert_eq!(gateway.kind, NodeKind::Router);
    }

    #[test]
    fn an_announcement_names_a_host_and_proves_none() {
        let board = board(&[]);
        board.note(ip(50), |host| {
            host.announced = Some("office-printer".into());
            host.reverse = Some("dhcp-50.example.jp".into());
            host.services.insert("_ipp._tcp".into());
        });
        assert!(found(&board).is_empty(), "because anybody can announce anything");
        board.note(ip(50), |host| host.tcp = true);
        let progress = board.progress();
        let printer = progress.at(ip(50)).expect("it answered");
        assert_eq!(printer.name.as_deref(), Some("office-printer"), "because it says so itself");
        assert_eq!(printer.kind, NodeKind::Printer);
        assert_eq!(printer.evidence, [Evidence::Tcp, Evidence::Mdns].into());
    }

    #[test]
    fn this_pc_is_marked_and_has_its_own_hardware_address() {
        let board = board(&[]);
        board.note(ip(100), |host| host.icmp = true);
        let progress = board.progress();
        let own = progress.at(ip(100)).expect("it answered");
        assert!(own.this_pc && !own.gateway);
        assert_eq!(own.mac.as_deref(), Some("00:11:32:00:00:64"));
        assert_eq!(own.evidence, [Evidence::Icmp].into(), "because nobody asked ARP about us");
    }

    #[tokio::test]
    async fn however_a_sweep_ends_everybody_hears_of_it() {
        let shared = Arc::new(board(&[]));
        let end = End(shared.clone());
        assert!(shared.progress().running);
        let task = tokio::spawn(async move {
            let _end = end;
            panic!("a fault of ours");
        });
        shared.ended().await;
        assert!(task.await.is_err());
        let trouble = shared.progress().trouble;
        assert!(matches!(trouble, Some(Obstacle::OurFault { .. })), "{trouble:?}");
    }
}
