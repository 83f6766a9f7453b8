//! A plant: boxes in namespaces, plugged together as told, that speak SNMP and LLDP with the programs
//! real boxes use. Everything is taken away when it is dropped.

use std::cell::RefCell;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use crate::lab::{PREFIX, allowed, forget, ip, sweep_up};

/// Runs a program that ends when whoever started it does, so that a killed test leaves nobody behind.
const LEASH: [&str; 3] = ["setpriv", "--pdeathsig", "TERM"];

/// Whatever boxes are made of.
const PROGRAMS: [&str; 6] = ["snmpd", "lldpd", "lldpcli", "bridge", PYTHON, "setpriv"];
/// The one of the system: it is run in namespaces, where nobody's own may be reached.
const PYTHON: &str = "/usr/bin/python3";

/// Longer than these programs need to begin on a machine with much to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// Boxes and what runs in them.
#[derive(Debug)]
pub struct Plant {
    folder: TempDir,
    boxes: RefCell<Vec<String>>,
    running: RefCell<Vec<Child>>,
}

/// A box; its interfaces are called `p1`, `p2` and so on.
#[derive(Debug, Clone)]
pub struct Box {
    /// Its name, which it says by SNMP and LLDP.
    pub name: String,
    space: String,
    bridge: bool,
}

impl Plant {
    /// An empty plant; `None` after saying why none can be.
    pub fn open(test: &str) -> Option<Plant> {
        if !allowed(test) {
            return None;
        }
        if let Some(program) = PROGRAMS.into_iter().find(|program| !is_there(program)) {
            crate::skip(test, &format!("{program} is not installed"));
            return None;
        }
        sweep_up();
        let folder = tempfile::tempdir().expect("there is room for a folder");
        Some(Plant { folder, boxes: RefCell::default(), running: RefCell::default() })
    }

    /// A box that forwards nothing.
    pub fn station(&self, name: &str) -> Box {
        self.made(name, false)
    }

    /// A box that forwards between its ports.
    pub fn switch(&self, name: &str) -> Box {
        let made = self.made(name, true);
        // A box's own address is its own; a bridge's would change with whatever is plugged in.
        let own = format!("02:68:6e:00:00:{:02x}", self.boxes.borrow().len());
        made.ip(&format!("link add br0 address {own} type bridge"));
        made.ip("link set br0 up");
        made
    }

    fn made(&self, name: &str, bridge: bool) -> Box {
        let space = format!("{PREFIX}{}-p-{name}", std::process::id());
        ip(&format!("netns add {space}"));
        ip(&format!("-n {space} link set lo up"));
        self.boxes.borrow_mut().push(space.clone());
        Box { name: name.to_owned(), space, bridge }
    }

    /// Plugs two boxes together by interfaces that are made for it.
    pub fn plug(&self, a: &Box, a_port: &str, b: &Box, b_port: &str) {
        self.plug_as(a, a_port, b, b_port, "");
    }

    /// Somebody carries a station to another switch; its hardware address stays its own. The
    /// interface it had stays behind, dead: programs that watch it do not expect it to vanish.
    pub fn carry(
        &self,
        station: &Box,
        [was, is]: [&str; 2],
        (from, from_port): (&Box, &str),
        (to, to_port): (&Box, &str),
    ) {
        let line = station.ip(&format!("-br link show {was}"));
        let mac = line.split_whitespace().nth(2).expect("every interface has one").to_owned();
        from.ip(&format!("link set {from_port} down"));
        station.ip(&format!("address flush dev {was}"));
        station.ip(&format!("link set {was} down"));
        self.plug_as(to, to_port, station, is, &format!(" address {mac}"));
    }

    fn plug_as(&self, a: &Box, a_port: &str, b: &Box, b_port: &str, mac: &str) {
        let (x, y) = (&a.space, &b.space);
        ip(&format!("-n {x} link add {a_port} type veth peer name {b_port}{mac} netns {y}"));
        for (end, port) in [(a, a_port), (b, b_port)] {
            if end.bridge {
                end.ip(&format!("link set {port} master br0"));
            }
            end.ip(&format!("link set {port} up"));
        }
    }

    /// Its SNMP agent answers from now on; a switch tells whom it forwards to.
    pub fn speaks_snmp(&self, on: &Box) {
        let at = |what: &str| self.folder.path().join(format!("{}.{what}", on.name));
        let script = self.folder.path().join("bridge.py");
        fs::write(&script, include_str!("bridge.py")).expect("the folder is ours");
        let mut conf = format!(
            "rocommunity public\nsysName {}\nmaster agentx\nagentXSocket {}\n",
            on.name,
            at("agentx").display()
        );
        if on.bridge {
            let pass = "pass_persist .1.3.6.1.2.1.17";
            conf.push_str(&format!("{pass} {PYTHON} {} br0\n", script.display()));
        }
        fs::write(at("conf"), conf).expect("the folder is ours");
        let mut snmpd = on.command(LEASH[0]);
        snmpd.args(&LEASH[1..]).arg("snmpd");
        snmpd.env("SNMP_PERSISTENT_DIR", at("kept")).args(["-f", "-r", "-C", "-c"]);
        snmpd.arg(at("conf")).arg("-Lf").arg(at("snmpd.log")).arg("udp:161");
        self.run(snmpd);
        wait(|| at("agentx").exists(), "snmpd has opened its socket");
    }

    /// It announces itself once a second from now on, and tells by SNMP whom it hears, if it speaks
    /// SNMP.
    pub fn speaks_lldp(&self, on: &Box) {
        let at = |what: &str| self.folder.path().join(format!("{}.{what}", on.name));
        // Told so later, an interface that waits for its turn goes on waiting for half a minute.
        let conf = format!("configure lldp tx-interval 1\nconfigure system hostname {}\n", on.name);
        fs::write(at("lldp.conf"), conf).expect("the folder is ours");
        let mut lldpd = on.command(LEASH[0]);
        lldpd.args(&LEASH[1..]).args(["lldpd", "-d", "-I", "p*", "-O"]).arg(at("lldp.conf"));
        lldpd.arg("-u").arg(at("lldp"));
        if at("agentx").exists() {
            lldpd.arg("-x").arg("-X").arg(at("agentx"));
        }
        self.run(lldpd);
        wait(|| at("lldp").exists(), "lldpd has opened its socket");
    }

    /// Waits until it has heard these announce themselves, as in a network that is older than a
    /// second.
    pub fn hears(&self, on: &Box, others: &[&Box]) {
        let mut heard = String::new();
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            heard = self.lldp(on, &["-f", "keyvalue", "show", "neighbors"]).unwrap_or_default();
            let said = |other: &&Box| heard.contains(&format!(".chassis.name={}\n", other.name));
            if others.iter().all(said) {
                return;
            }
            pause();
        }
        panic!("{} hears its neighbours within {PATIENCE:?}, not only {heard}", on.name);
    }

    /// What its lldpd answers.
    fn lldp(&self, on: &Box, words: &[&str]) -> Option<String> {
        let socket = self.folder.path().join(format!("{}.lldp", on.name));
        let mut cli = on.command("lldpcli");
        let output = cli.arg("-u").arg(socket).args(words).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn run(&self, mut command: Command) {
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.running.borrow_mut().push(quiet.spawn().expect("it can be run"));
    }
}

impl Drop for Plant {
    fn drop(&mut self) {
        // Those that were started last speak to those before them. "ip netns exec" and "setpriv"
        // have become the program itself.
        for child in self.running.get_mut().iter_mut().rev() {
            let pid = i32::try_from(child.id()).unwrap_or(i32::MAX);
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
            let _ = child.wait();
        }
        self.boxes.borrow().iter().rev().for_each(|space| forget(space));
    }
}

impl Box {
    /// Runs iproute2 inside.
    pub fn ip(&self, words: &str) -> String {
        ip(&format!("-n {} {words}", self.space))
    }

    /// Gives it an address, and a way out by another.
    pub fn call(&self, leg: &str, address: &str, by: Option<&str>) {
        self.ip(&format!("address add {address} dev {leg}"));
        if let Some(by) = by {
            self.ip(&format!("route add default via {by}"));
        }
    }

    /// It sends on what is not for itself.
    pub fn forwards(&self) {
        let set = "echo 1 > /proc/sys/net/ipv4/ip_forward";
        let done = self.command("sh").args(["-c", set]).status();
        assert!(done.is_ok_and(|s| s.success()), "because it is a router");
    }

    /// Says something to somebody, so that everybody in between knows where it is.
    pub fn greets(&self, whom: &str) {
        let met = || {
            let word = format!("echo > /dev/udp/{whom}/9");
            let said = self.command("bash").args(["-c", &word]).stderr(Stdio::null()).status();
            said.is_ok() && self.ip(&format!("neigh show {whom}")).contains("lladdr")
        };
        wait(met, &format!("{} reaches {whom}", self.name));
    }

    /// A program that will run inside.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.space]).arg(program);
        command
    }
}

fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}

fn is_there(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked.arg("-v").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok()
}

fn wait(until: impl Fn() -> bool, what: &str) {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if until() {
            return;
        }
        pause();
    }
    panic!("{what}, within {PATIENCE:?}");
}
