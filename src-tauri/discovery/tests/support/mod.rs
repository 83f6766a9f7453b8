//! A small network of namespaces: one switch, hosts on it, and each of them as we want it.

use std::cell::Cell;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

pub mod peers;
use peers::Orders;

/// The switch, taken away when dropped.
pub struct Lab {
    space: String,
    ports: Cell<u32>,
}

/// A host on the switch, unplugged when dropped.
pub struct Host {
    space: String,
    _doors: Vec<TcpListener>,
    stop: Arc<AtomicBool>,
    peers: Vec<JoinHandle<()>>,
}

impl Lab {
    /// Lays the switch; `None`, with the reason printed, where that is not allowed.
    pub fn open() -> Option<Lab> {
        if !nix::unistd::geteuid().is_root() {
            println!("SKIPPED: a lab of network namespaces needs root");
            return None;
        }
        static LABS: AtomicU32 = AtomicU32::new(0);
        let number = LABS.fetch_add(1, Ordering::Relaxed);
        let space = format!("hinomi-{}-{number}", std::process::id());
        ip(&format!("netns add {space}"));
        ip(&format!("-n {space} link add br0 type bridge"));
        ip(&format!("-n {space} link set br0 up"));
        Some(Lab { space, ports: Cell::new(0) })
    }

    /// Plugs in a host with this address (`10.0.0.7/24`) and these TCP ports open.
    pub fn host(&self, address: &str, ports: &[u16]) -> Host {
        let (switch, number) = (&self.space, self.ports.get());
        self.ports.set(number + 1);
        let space = format!("{switch}-{number}");
        ip(&format!("netns add {space}"));
        ip(&format!("-n {switch} link add p{number} type veth peer name eth0 netns {space}"));
        ip(&format!("-n {switch} link set p{number} master br0 up"));
        ip(&format!("-n {space} link set lo up"));
        ip(&format!("-n {space} link set eth0 up"));
        ip(&format!("-n {space} address add {address} dev eth0"));
        let bare = address.split('/').next().and_then(|ip| ip.parse().ok()).expect("an address");
        let doors = doors(&space, ports.iter().map(|port| SocketAddr::new(bare, *port)).collect());
        Host { space, _doors: doors, stop: Arc::default(), peers: Vec::new() }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        forget(&self.space);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for peer in self.peers.drain(..) {
            // A peer that panicked has failed its test already by not answering.
            let _ = peer.join();
        }
        forget(&self.space);
    }
}

/// Not being able to clean up must not hide what a test found.
fn forget(space: &str) {
    let _ = Command::new("ip").args(["netns", "delete", space]).status();
}

impl Host {
    /// Runs iproute2 inside.
    pub fn ip(&self, words: &str) -> String {
        ip(&format!("-n {} {words}", self.space))
    }

    /// Lets a peer answer inside, until the host is unplugged; it is ready when this returns.
    pub fn plug(&mut self, peer: impl FnOnce(Orders) + Send + 'static) {
        let space = File::open(format!("/run/netns/{}", self.space)).expect("it is there");
        let (ready, is_ready) = mpsc::channel();
        let orders = Orders { ready, stop: self.stop.clone() };
        self.peers.push(std::thread::spawn(move || {
            nix::sched::setns(space, nix::sched::CloneFlags::CLONE_NEWNET).expect("root may");
            peer(orders);
        }));
        is_ready.recv_timeout(Duration::from_secs(5)).expect("the peer has its sockets");
    }

    /// Writes a setting below `net`.
    pub fn set(&self, name: &str, value: &str) {
        self.run("sh", &["-c", &format!("echo {value} > /proc/sys/net/{name}")]);
    }

    /// Makes it answer neither echo nor TCP, not even by a refusal: only ARP is left.
    pub fn mute(&self) {
        self.set("ipv4/icmp_echo_ignore_all", "1");
        self.ip("rule add pref 1 from all ipproto 6 blackhole");
    }

    /// Its hardware address.
    pub fn mac(&self) -> String {
        self.run("cat", &["/sys/class/net/eth0/address"]).trim().to_owned()
    }

    /// A counter of its IPv6, as proc(5)'s net/snmp6 calls it.
    pub fn counter6(&self, name: &str) -> u64 {
        let table = self.run("cat", &["/proc/net/snmp6"]);
        let mut all = table.lines().filter_map(|line| line.split_once(char::is_whitespace));
        let found = all.find(|(found, _)| *found == name).expect("the kernel counts it");
        found.1.trim().parse().expect("a number")
    }

    /// A program that will run inside.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.space, program]);
        command
    }

    fn run(&self, program: &str, words: &[&str]) -> String {
        said(self.command(program).args(words).output().expect("iproute2 is installed"), program)
    }
}

fn ip(words: &str) -> String {
    let output = Command::new("ip").args(words.split(' ')).output();
    said(output.expect("iproute2 is installed"), words)
}

fn said(output: Output, what: &str) -> String {
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {trouble}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Opens ports inside a namespace. A socket stays where it was opened; the thread does not.
fn doors(space: &str, at: Vec<SocketAddr>) -> Vec<TcpListener> {
    let space = File::open(format!("/run/netns/{space}")).expect("the namespace was just made");
    let open = move || {
        nix::sched::setns(space, nix::sched::CloneFlags::CLONE_NEWNET).expect("root may");
        at.into_iter().map(|at| TcpListener::bind(at).expect("a free port")).collect()
    };
    std::thread::spawn(open).join().expect("the ports are open")
}
