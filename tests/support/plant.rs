//! A plant: boxes in namespaces, plugged together as told, that speak SNMP and LLDP with the programs
//! real boxes use. Everything is taken away when it is dropped.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use crate::lab::{PREFIX, allowed, forget, ip};

/// Boxes and what runs in them.
#[derive(Debug)]
pub struct Plant {
    folder: TempDir,
    boxes: RefCell<Vec<String>>,
    running: RefCell<Vec<Child>>,
}

/// A box: its interfaces are called `p1`, `p2` … in the order they were plugged in.
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
        for program in ["snmpd", "lldpd", "lldpcli", "bridge"] {
            if Command::new(program)
                .arg("-v")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_err()
            {
                crate::skip(test, &format!("{program} is not installed"));
                return None;
            }
        }
        if !Path::new("/usr/bin/python3").exists() {
            crate::skip(test, "python3 is not installed");
            return None;
        }
        let folder = tempfile::tempdir().expect("there is room for a folder");
        Some(Plant { folder, boxes: RefCell::default(), running: RefCell::default() })
    }

    /// A box that answers at this address (with its prefix) once it is plugged in.
    pub fn station(&self, name: &str) -> Box {
        self.made(name, false)
    }

    /// A box that forwards between its ports.
    pub fn switch(&self, name: &str) -> Box {
        let made = self.made(name, true);
        made.ip("link add br0 type bridge");
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

    /// Plugs two boxes together by their next interfaces.
    pub fn plug(&self, a: &Box, a_port: &str, b: &Box, b_port: &str) {
        let (x, y) = (&a.space, &b.space);
        ip(&format!("-n {x} link add {a_port} type veth peer name {b_port} netns {y}"));
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
            let pass = "pass_persist .1.3.6.1.2.1.17 /usr/bin/python3";
            conf.push_str(&format!("{pass} {} br0\n", script.display()));
        }
        fs::write(at("conf"), conf).expect("the folder is ours");
        let mut snmpd = on.command("snmpd");
        snmpd.env("SNMP_PERSISTENT_DIR", at("kept")).args(["-f", "-r", "-C", "-c"]);
        snmpd.arg(at("conf")).arg("-Lf").arg(at("snmpd.log")).arg("udp:161");
        self.run(snmpd);
        wait(|| at("agentx").exists(), "snmpd has opened its socket");
    }

    /// It announces itself once a second from now on, and tells by SNMP whom it hears, if it speaks
    /// SNMP.
    pub fn speaks_lldp(&self, on: &Box) {
        let at = |what: &str| self.folder.path().join(format!("{}.{what}", on.name));
        let mut lldpd = on.command("lldpd");
        lldpd.args(["-d", "-I", "p*", "-u"]).arg(at("lldp"));
        if at("agentx").exists() {
            lldpd.arg("-x").arg("-X").arg(at("agentx"));
        }
        self.run(lldpd);
        let told = |words: &[&str]| {
            let mut cli = on.command("lldpcli");
            let cli = cli.arg("-u").arg(at("lldp")).arg("configure").args(words);
            cli.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        };
        wait(|| told(&["lldp", "tx-interval", "1"]), "lldpd takes orders");
        assert!(told(&["system", "hostname", &on.name]), "because it takes orders");
    }

    fn run(&self, mut command: Command) {
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.running.borrow_mut().push(quiet.spawn().expect("it can be run"));
    }
}

impl Drop for Plant {
    fn drop(&mut self) {
        for child in self.running.get_mut() {
            // "ip netns exec" has become the program itself.
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

fn wait(until: impl Fn() -> bool, what: &str) {
    for _ in 0..200 {
        if until() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{what}, within 10 s");
}
