//! What is known so far, and what follows from it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hinomi_model::Obstacle;
use hinomi_net::neighbours::Neighbour;
use tokio::sync::watch;

use super::agents::Agent;
use super::host::{Host, name};
use super::together::{Own, Trace, boxes};
use super::vantage::Vantage;
use super::{Progress, Stage};
use crate::clue::{Clues, Source, Topic};
use crate::{Finding, Identity, Ranges, Seen, identify, oui};

/// A hardware address that answers for more IP addresses than this speaks for others (proxy ARP,
/// RFC 1027, or a radio bridge): its word that somebody is there counts for nothing.
const MOST_ADDRESSES: usize = 8;

/// IPv6 neighbours taken from one table.
const MOST_V6: usize = 4_096;

#[derive(Debug, Default)]
struct State {
    vantage: Vantage,
    hosts: BTreeMap<IpAddr, Host>,
    /// The neighbour table as last read.
    table: HashMap<IpAddr, String>,
    /// Hardware addresses seen during the sweep; entries leave the kernel's table early.
    macs: HashMap<IpAddr, String>,
    /// Who stood in the table before we asked anybody: remembered, not observed.
    remembered: HashSet<IpAddr>,
    /// IPv6 addresses on links where somebody is not to be asked. Who has no other address may be
    /// that one, and so is nobody.
    in_part: HashSet<IpAddr>,
    /// Who is left alone.
    exclude: Option<Ranges>,
    /// Through with these of the addresses asked for …
    looked: HashSet<Ipv4Addr>,
    /// … and with so many of those agents led to.
    looked_beyond: u32,
    /// Addresses nobody asked for, and whose agent led to them.
    beyond: BTreeMap<IpAddr, IpAddr>,
    agents: Vec<Agent>,
    /// Agents through with, and in all.
    asked: (u32, u32),
    stage: Stage,
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
    pub(super) fn new(ranges: Ranges, exclude: Option<Ranges>) -> Board {
        let state = State { exclude, ..State::default() };
        Board { ranges, state: Mutex::new(state), running: watch::Sender::new(true) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ranges(&self) -> &Ranges {
        &self.ranges
    }

    /// A sweep begins, or goes on.
    pub(super) fn starts(&self) {
        self.running.send_replace(true);
        let mut state = self.state();
        (state.stage, state.trouble) = (Stage::Addresses, None);
    }

    /// Where we look from, and whom the system remembers before we ask. Whoever was found before a
    /// pause is not forgotten.
    pub(super) fn begin(&self, vantage: Vantage, table: Vec<Neighbour>) {
        let mut state = self.state();
        state.vantage = vantage;
        let met: HashSet<IpAddr> = state.macs.keys().copied().collect();
        state.enter(table);
        let remembered: Vec<IpAddr> =
            state.table.keys().copied().filter(|ip| !met.contains(ip)).collect();
        state.remembered.extend(remembered);
    }

    pub(super) fn is_running(&self) -> bool {
        *self.running.borrow()
    }

    /// Takes the neighbour table into account.
    pub(super) fn read(&self, table: Vec<Neighbour>) {
        let mut state = self.state();
        state.enter(table);
        let all = state.table.keys().copied();
        let wanted: Vec<IpAddr> = all.filter(|ip| self.wants(&state, *ip)).collect();
        for ip in wanted {
            state.hosts.entry(ip).or_default();
        }
    }

    /// Takes IPv6 neighbours into account that have answered just now: those on links where everybody
    /// is asked, and others. An address that means something on one link only is nobody's for us: a
    /// node could not be reached by it.
    pub(super) fn met6(&self, everybody: Vec<Neighbour>, some: Vec<Neighbour>) {
        let mut state = self.state();
        state.in_part.extend(some.iter().map(|n| n.ip));
        let all = everybody.into_iter().chain(some).take(MOST_V6);
        for Neighbour { ip, mac, .. } in all.filter(|n| goes_far(n.ip)) {
            state.hosts.entry(ip).or_default().confirmed = true;
            state.macs.insert(ip, mac);
        }
    }

    fn wants(&self, state: &State, ip: IpAddr) -> bool {
        let asked_for = matches!(ip, IpAddr::V4(ip) if self.ranges.contains(ip));
        asked_for || state.beyond.contains_key(&ip)
    }

    /// Is the address in the neighbour table, and was it there before we asked?
    pub(super) fn neighbour(&self, ip: IpAddr) -> (bool, bool) {
        let state = self.state();
        (state.table.contains_key(&ip), state.remembered.contains(&ip))
    }

    /// Notes something observed at an address.
    pub(super) fn note(&self, ip: IpAddr, what: impl FnOnce(&mut Host)) {
        what(self.state().hosts.entry(ip).or_default());
    }

    /// Has the host at this address answered anything itself?
    pub(super) fn spoke(&self, ip: IpAddr) -> bool {
        self.state().hosts.get(&ip).is_some_and(Host::spoke)
    }

    /// Ports found open at an address, ascending.
    pub(super) fn ports(&self, ip: IpAddr) -> Vec<u16> {
        self.state()
            .hosts
            .get(&ip)
            .map(|host| host.ports.iter().copied().collect())
            .unwrap_or_default()
    }

    /// We are through with an address.
    pub(super) fn done(&self, ip: Ipv4Addr) {
        let mut state = self.state();
        if self.ranges.contains(ip) {
            state.looked.insert(ip);
        } else {
            state.looked_beyond += 1;
        }
    }

    /// Are we through with an address that was asked for?
    pub(super) fn has_looked(&self, ip: Ipv4Addr) -> bool {
        self.state().looked.contains(&ip)
    }

    pub(super) fn trouble(&self, obstacle: Obstacle) {
        self.state().trouble.get_or_insert(obstacle);
    }

    pub(super) fn stage(&self, stage: Stage) {
        self.state().stage = stage;
    }

    /// So many agents more are to be read.
    pub(super) fn agents_of(&self, count: usize) {
        self.state().asked.1 += u32::try_from(count).unwrap_or(u32::MAX);
    }

    pub(super) fn agent_done(&self) {
        self.state().asked.0 += 1;
    }

    /// An agent was read.
    pub(super) fn said(&self, agent: Agent, clues: Clues) {
        let mut state = self.state();
        // One that was known already may stand where nobody asked us to look.
        if let Some(host) = state.hosts.get_mut(&agent.at) {
            host.clues.extend(clues.sorted());
        }
        // IPv6 addresses a router knows join the boxes whose hardware addresses they have.
        let v6 = agent.told.arp.iter().map(|arp| arp.address).filter(|ip| ip.is_ipv6());
        for ip in v6.filter(|ip| goes_far(*ip)).take(MOST_V6) {
            state.hosts.entry(ip).or_default();
        }
        state.agents.retain(|known| known.at != agent.at);
        state.agents.push(agent);
    }

    /// What agents said, by where they were asked.
    pub(super) fn agents(&self) -> Vec<Agent> {
        let mut agents = self.state().agents.clone();
        agents.sort_by_key(|agent| agent.at);
        agents
    }

    /// These are looked at too, and who led to them.
    pub(super) fn lead_to(&self, beyond: &[(Ipv4Addr, IpAddr)]) {
        self.state().beyond.extend(beyond.iter().map(|(ip, by)| (IpAddr::V4(*ip), *by)));
    }

    pub(super) fn progress(&self) -> Progress {
        let running = self.is_running();
        let state = self.state();
        let beyond = u32::try_from(state.beyond.len()).unwrap_or(u32::MAX);
        let looked = u32::try_from(state.looked.len()).unwrap_or(u32::MAX);
        Progress {
            done: looked + state.looked_beyond,
            of: self.ranges.len() + beyond,
            agents_done: state.asked.0,
            agents: state.asked.1,
            stage: if running { state.stage } else { Stage::Ended },
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
        self.table = table.into_iter().map(|entry| (entry.ip, entry.mac)).collect();
        self.macs.extend(self.table.clone());
    }

    fn findings(&self) -> Vec<Finding> {
        let told: HashMap<IpAddr, String> = self
            .agents
            .iter()
            .flat_map(|agent| agent.told.arp.iter().map(|arp| (arp.address, arp.mac.to_string())))
            .collect();
        let macs = Macs { state: self, spoken_for: self.spoken_for(), told };
        let spared = self.spared(&macs.told);
        let trace = |(ip, host): (&IpAddr, &Host)| {
            let mac = macs.of(*ip);
            let alone = ip.is_ipv6() && mac.is_some_and(|mac| spared.contains(mac));
            let trace = Trace { mac: mac.map(str::to_owned), names: own_names(host) };
            (!alone).then_some((*ip, trace))
        };
        let traces = self.hosts.iter().filter_map(trace).collect();
        let agents = self.agents.iter().map(|agent| (agent.at, agent.own.clone())).collect();
        let mut findings: Vec<Finding> = boxes(&traces, &agents)
            .iter()
            .filter_map(|all| self.finding(all, &macs, &agents))
            .collect();
        findings.sort_by_key(|finding| finding.address);
        findings
    }

    /// The hardware addresses of those who are left alone, as far as any table knows them.
    fn spared<'a>(&'a self, told: &'a HashMap<IpAddr, String>) -> HashSet<&'a str> {
        let is_spared = |ip: &IpAddr| match (ip, &self.exclude) {
            (IpAddr::V4(ip), Some(exclude)) => exclude.contains(*ip),
            (IpAddr::V4(_) | IpAddr::V6(_), _) => false,
        };
        let tables = self.macs.iter().chain(told);
        tables.filter(|(ip, _)| is_spared(ip)).map(|(_, mac)| mac.as_str()).collect()
    }

    /// For how many IPv4 addresses each hardware address answers.
    fn spoken_for(&self) -> HashMap<&str, usize> {
        let mut spoken_for: HashMap<&str, usize> = HashMap::new();
        for (_, mac) in self.macs.iter().filter(|(ip, _)| ip.is_ipv4()) {
            *spoken_for.entry(mac).or_default() += 1;
        }
        spoken_for
    }

    /// What one box comes to; `None` if nothing proves that it is there.
    fn finding(
        &self,
        all: &[IpAddr],
        macs: &Macs<'_>,
        agents: &BTreeMap<IpAddr, Own>,
    ) -> Option<Finding> {
        let is_gateway = |ip: &IpAddr| self.vantage.is_gateway(*ip);
        let proven = |ip: &&IpAddr| !self.evidence(**ip, macs).is_empty();
        let rank = |ip: &&IpAddr| (!is_gateway(ip), !agents.contains_key(*ip), ip.is_ipv6(), **ip);
        let address = *all.iter().filter(proven).min_by_key(rank)?;
        let hosts = || all.iter().map(|ip| &self.hosts[ip]);
        let mut clues = Clues::default();
        hosts().for_each(|host| clues.extend(host.clues.sorted()));
        let clues = clues.sorted();
        let ports: BTreeSet<u16> = hosts().flat_map(|host| host.ports.iter().copied()).collect();
        let ports: Vec<u16> = ports.into_iter().collect();
        let mac = macs.of(address).or_else(|| all.iter().find_map(|ip| macs.of(*ip)));
        let vendor = mac.and_then(oui::vendor);
        let gateway = all.iter().any(is_gateway);
        let this_pc = self.vantage.is_this_pc(address);
        let seen = Seen { clues: &clues, ports: &ports, vendor, gateway, this_pc };
        let Identity { kind, sure, maker, model, clues } = identify(&seen);
        let own = all.iter().filter_map(|ip| agents.get(ip)).flat_map(|own| &own.addresses);
        let also: BTreeSet<IpAddr> =
            all.iter().chain(own).copied().filter(|ip| *ip != address).collect();
        Some(Finding {
            address,
            also: also.into_iter().collect(),
            name: name(&clues).map(str::to_owned),
            mac: mac.map(str::to_owned),
            vendor,
            kind,
            sure,
            maker,
            model,
            clues,
            rtt: self.hosts[&address].rtt.or_else(|| hosts().find_map(|host| host.rtt)),
            ports,
            evidence: all.iter().flat_map(|ip| self.evidence(*ip, macs)).collect(),
            gateway,
            this_pc,
            login: hosts().find_map(|host| host.login),
            beyond: self.beyond.get(&address).copied(),
        })
    }

    /// By what somebody was found at an address.
    fn evidence(&self, ip: IpAddr, macs: &Macs<'_>) -> BTreeSet<hinomi_model::Proof> {
        let Some(host) = self.hosts.get(&ip) else { return BTreeSet::new() };
        // Whoever was not in the table when we began answered for its address since.
        let fresh = !self.remembered.contains(&ip);
        let somebody = !self.in_part.contains(&ip);
        host.evidence(macs.seen(ip).is_some() && (fresh || host.confirmed) && somebody)
    }
}

/// Whose hardware address is known.
struct Macs<'a> {
    state: &'a State,
    spoken_for: HashMap<&'a str, usize>,
    /// By the tables of agents, for addresses that are not on our own links.
    told: HashMap<IpAddr, String>,
}

impl Macs<'_> {
    /// Who answered us for an address, if it speaks for itself.
    fn seen(&self, ip: IpAddr) -> Option<&str> {
        let mac = self.state.macs.get(&ip)?.as_str();
        let few = self.spoken_for.get(mac).is_none_or(|count| *count <= MOST_ADDRESSES);
        let vantage = &self.state.vantage;
        let own = few && !vantage.is_gateway_mac(mac) || vantage.is_gateway(ip);
        own.then_some(mac)
    }

    /// The hardware address at an address.
    fn of(&self, ip: IpAddr) -> Option<&str> {
        match self.state.macs.contains_key(&ip) {
            true => self.seen(ip),
            false => {
                let own = self.state.vantage.own_mac(ip);
                own.or_else(|| self.told.get(&ip).map(String::as_str))
            }
        }
    }
}

/// Does an address mean the same on every link?
fn goes_far(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(_) => true,
        IpAddr::V6(ip) => !(ip.is_unicast_link_local() || ip.is_multicast() || ip.is_loopback()),
    }
}

/// Names a host says it has itself, in lower case.
fn own_names(host: &Host) -> BTreeSet<String> {
    let own = |source| matches!(source, Source::Mdns | Source::NetBios);
    let clues = host.clues.sorted();
    let names = clues.iter().filter(|clue| clue.topic == Topic::Name && own(clue.source));
    names.map(|clue| clue.text.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use hinomi_model::NodeKind;
    use hinomi_net::interfaces::Interface;

    use hinomi_model::Proof;

    use super::*;
    use crate::parse_ranges;

    fn ip(d: u8) -> IpAddr {
        Ipv4Addr::new(10, 0, 0, d).into()
    }

    fn neighbour(d: u8, mac: &str) -> Neighbour {
        Neighbour { ip: ip(d), mac: mac.to_owned(), interface: "eth0".into() }
    }

    fn six(text: &str, mac: &str) -> Neighbour {
        let (ip, mac) = (text.parse().unwrap(), mac.to_owned());
        Neighbour { ip, mac, interface: "eth0".into() }
    }

    const GATEWAY: &str = "00:00:0c:00:00:01";

    /// This PC is 10.0.0.100, its gateway 10.0.0.1; who is in 10.0.1.0/24 is left alone.
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
        let ranges = |text: &str| parse_ranges(&[text.to_owned()]).unwrap();
        let board = Board::new(ranges("10.0.0.0/24"), Some(ranges("10.0.1.0/24")));
        board.begin(Vantage::of(&[eth0]), remembered.to_vec());
        board
    }

    fn last(finding: &Finding) -> u8 {
        match finding.address {
            IpAddr::V4(ip) => ip.octets()[3],
            IpAddr::V6(_) => 0,
        }
    }

    /// Everybody found, each with all its addresses.
    fn boxes_on(board: &Board) -> Vec<String> {
        let words =
            |f: &Finding| f.addresses().map(|ip| ip.to_string()).collect::<Vec<_>>().join(" ");
        board.progress().findings.iter().map(words).collect()
    }

    fn found(board: &Board) -> Vec<u8> {
        board.progress().findings.iter().map(last).collect()
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
        assert_eq!(nine.evidence, [Proof::Neighbour].into());
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
            host.clues.hear(Source::Mdns, Topic::Name, "office-printer");
            host.clues.hear(Source::Dns, Topic::Name, "dhcp-50.example.jp");
            host.clues.hear(Source::Mdns, Topic::Service, "_ipp._tcp");
        });
        assert!(found(&board).is_empty(), "because anybody can announce anything");
        board.note(ip(50), |host| host.tcp = true);
        let progress = board.progress();
        let printer = progress.at(ip(50)).expect("it answered");
        assert_eq!(printer.name.as_deref(), Some("office-printer"), "because it says so itself");
        assert_eq!(printer.kind, NodeKind::Printer);
        assert_eq!(printer.evidence, [Proof::Tcp, Proof::Mdns].into());
    }

    #[test]
    fn this_pc_is_marked_and_has_its_own_hardware_address() {
        let board = board(&[]);
        board.note(ip(100), |host| host.icmp = true);
        let progress = board.progress();
        let own = progress.at(ip(100)).expect("it answered");
        assert!(own.this_pc && !own.gateway);
        assert_eq!(own.mac.as_deref(), Some("00:11:32:00:00:64"));
        assert_eq!(own.evidence, [Proof::Icmp].into(), "because nobody asked ARP about us");
    }

    #[test]
    fn both_families_of_one_box_are_one_finding() {
        let board = board(&[]);
        let mac = "00:11:32:00:00:07";
        board.read(vec![neighbour(7, mac)]);
        let table = vec![
            six("2001:db8::7", mac),
            six("fe80::7", mac),
            six("2001:db8::9", "00:11:32:00:00:09"),
            six("fe80::8", "00:11:32:00:00:08"),
        ];
        board.met6(table, Vec::new());
        assert_eq!(boxes_on(&board), ["10.0.0.7 2001:db8::7", "2001:db8::9"]);
    }

    #[test]
    fn who_has_ipv6_alone_is_nobody_where_he_may_be_one_that_is_left_alone() {
        let board = board(&[]);
        let mac = "00:11:32:00:00:07";
        board.read(vec![neighbour(7, mac)]);
        board.met6(
            Vec::new(),
            vec![six("2001:db8::7", mac), six("2001:db8::9", "00:11:32:00:00:09")],
        );
        assert_eq!(boxes_on(&board), ["10.0.0.7 2001:db8::7"], "because 7 was asked and is there");
    }

    #[test]
    fn one_that_is_known_to_be_left_alone_is_so_by_ipv6_too() {
        let board = board(&[]);
        let bridge = "00:11:32:00:00:07";
        let spared = Neighbour { ip: Ipv4Addr::new(10, 0, 1, 7).into(), ..neighbour(7, bridge) };
        board.read(vec![neighbour(7, bridge), spared]);
        board.met6(vec![six("2001:db8::7", bridge)], Vec::new());
        assert_eq!(boxes_on(&board), ["10.0.0.7"], "because it may be either's behind that bridge");
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
