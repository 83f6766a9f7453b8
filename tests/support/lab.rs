//! A lab: a small network of namespaces on this PC, taken away when dropped.
//!
//! One switch with two segments (10.77.0.0/24 and 10.77.1.0/24), a router between them, and hosts
//! that die, revive and lose packets as told. Nothing in it can reach anything outside.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use nix::sched::{CloneFlags, setns};
use nix::unistd::geteuid;

/// Namespaces of ours begin so, then the number of the process that made them.
const PREFIX: &str = "hinomi-lab-";

/// A switch with two segments.
#[derive(Debug)]
pub struct Lab {
    space: String,
    ports: Cell<u32>,
    spaces: RefCell<Vec<String>>,
}

/// A host with one cable to the switch.
#[derive(Debug, Clone)]
pub struct Host {
    /// Where it answers.
    pub address: Ipv4Addr,
    space: String,
    switch: String,
    port: String,
}

/// Whether this test can make namespaces; if not, says so and why, so that it is counted.
pub fn allowed(test: &str) -> bool {
    let why = if !cfg!(target_os = "linux") {
        "network namespaces are Linux's"
    } else if !geteuid().is_root() {
        "network namespaces need root"
    } else if Command::new("ip").arg("-V").output().is_err() {
        "iproute2 is not installed"
    } else {
        return true;
    };
    crate::skip(test, why);
    false
}

impl Lab {
    /// Lays the switch; `None` after [`allowed`] said why not.
    pub fn open(test: &str) -> Option<Lab> {
        if !allowed(test) {
            return None;
        }
        sweep_up();
        static LABS: AtomicU32 = AtomicU32::new(0);
        let number = LABS.fetch_add(1, Relaxed);
        let space = format!("{PREFIX}{}-{number}", std::process::id());
        let lab = Lab { space, ports: Cell::new(0), spaces: RefCell::default() };
        lab.make_space(&lab.space);
        for segment in 0..2 {
            ip(&format!("-n {} link add br{segment} type bridge", lab.space));
            ip(&format!("-n {} link set br{segment} up", lab.space));
        }
        Some(lab)
    }

    /// Plugs in 10.77.`segment`.`last`, with the segment's .1 as its router.
    pub fn host(&self, segment: u8, last: u8) -> Host {
        let number = self.ports.get();
        self.ports.set(number + 1);
        let host = Host {
            address: Ipv4Addr::new(10, 77, segment, last),
            space: format!("{}-{number}", self.space),
            switch: self.space.clone(),
            port: format!("p{number}"),
        };
        self.make_space(&host.space);
        self.plug(&host, "eth0", &host.port, segment);
        host.ip(&format!("address add {}/24 dev eth0", host.address));
        if last != 1 {
            host.ip(&format!("route add default via 10.77.{segment}.1"));
        }
        host
    }

    /// The router between both segments: .1 in each.
    pub fn router(&self) -> Host {
        let router = self.host(0, 1);
        self.plug(&router, "eth1", "uplink", 1);
        router.ip("address add 10.77.1.1/24 dev eth1");
        router.set("ipv4/ip_forward", "1");
        router
    }

    fn plug(&self, host: &Host, leg: &str, port: &str, segment: u8) {
        let (switch, space) = (&self.space, &host.space);
        ip(&format!("-n {switch} link add {port} type veth peer name {leg} netns {space}"));
        ip(&format!("-n {switch} link set {port} master br{segment} up"));
        ip(&format!("-n {space} link set {leg} up"));
    }

    fn make_space(&self, space: &str) {
        ip(&format!("netns add {space}"));
        self.spaces.borrow_mut().push(space.to_owned());
        ip(&format!("-n {space} link set lo up"));
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        // Not being able to clean up must not hide what a test found.
        self.spaces.borrow().iter().rev().for_each(|space| forget(space));
    }
}

/// Takes away what a lab left behind whose process was killed.
fn sweep_up() {
    for space in ip("netns list").lines().filter_map(|line| line.split_whitespace().next()) {
        let of = space.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        if of.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            forget(space);
        }
    }
}

fn forget(space: &str) {
    let _ = Command::new("ip").args(["netns", "delete", space]).stderr(Stdio::null()).status();
}

impl Host {
    /// Runs iproute2 inside.
    pub fn ip(&self, words: &str) -> String {
        ip(&format!("-n {} {words}", self.space))
    }

    /// Writes a setting below `/proc/sys/net`.
    pub fn set(&self, name: &str, value: &str) {
        self.run("sh", &["-c", &format!("echo {value} > /proc/sys/net/{name}")]);
    }

    /// A program that will run inside.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.space]).arg(program);
        command
    }

    /// From now on this thread is inside; sockets opened before stay where they were.
    pub fn enter(&self) {
        let space = File::open(Path::new("/run/netns").join(&self.space));
        let space = space.expect("the namespace is there");
        setns(space, CloneFlags::CLONE_NEWNET).expect("root may");
    }

    /// Pulls its cable out of the switch.
    pub fn cut(&self) {
        ip(&format!("-n {} link set {} down", self.switch, self.port));
    }

    /// Puts it back.
    pub fn mend(&self) {
        ip(&format!("-n {} link set {} up", self.switch, self.port));
    }

    /// Answers no echo any more, and all else.
    pub fn ignore_echo(&self) {
        self.set("ipv4/icmp_echo_ignore_all", "1");
    }

    /// From now on loses one in ten of all packets that arrive, at random; says by which means.
    pub fn lose_a_tenth(&self) -> Result<&'static str, String> {
        let netem = "qdisc add dev eth0 root netem loss 10%";
        if self.tc(netem).is_ok() {
            return Ok("tc netem, on what leaves");
        }
        // Classic BPF: A <- a random number (SKF_AD_RANDOM); a tenth of them: TC_ACT_SHOT, the
        // others: TC_ACT_UNSPEC.
        let program = "4,32 0 0 4294963256,53 0 1 429496730,6 0 0 4294967295,6 0 0 2";
        self.tc("qdisc add dev eth0 clsact")?;
        let space = ["-n", &self.space];
        let filter = "filter add dev eth0 ingress bpf bytecode".split(' ');
        let mut tc = Command::new("tc");
        let output = tc.args(space).args(filter).args([program, "direct-action"]).output();
        done(output).map(|_| "tc bpf with the kernel's random numbers, on what arrives")
    }

    fn tc(&self, words: &str) -> Result<String, String> {
        done(Command::new("tc").args(["-n", &self.space]).args(words.split(' ')).output())
    }

    fn run(&self, program: &str, words: &[&str]) -> String {
        done(self.command(program).args(words).output())
            .unwrap_or_else(|why| panic!("{program}: {why}"))
    }
}

fn ip(words: &str) -> String {
    done(Command::new("ip").args(words.split(' ')).output())
        .unwrap_or_else(|why| panic!("ip {words}: {why}"))
}

fn done(output: std::io::Result<Output>) -> Result<String, String> {
    let output = output.map_err(|e| e.to_string())?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}
