//! A lab: a small network of namespaces on this PC, taken away when dropped.
//!
//! One switch with two segments (10.77.0.0/24 and 10.77.1.0/24), a router between them, switches
//! behind switches, and hosts that die, revive and lose packets as told. Nothing in it can reach
//! anything outside.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use nix::sched::{CloneFlags, setns};
use nix::unistd::geteuid;

/// Namespaces of ours begin so, then the number of the process that made them.
pub(crate) const PREFIX: &str = "hinomi-lab-";

/// A switch with two segments.
#[derive(Debug)]
pub struct Lab {
    space: String,
    ports: Cell<u32>,
    spaces: RefCell<Vec<String>>,
}

/// A host with one cable to a switch.
#[derive(Debug, Clone)]
pub struct Host {
    /// Where it answers.
    pub address: Ipv4Addr,
    space: String,
    /// Where the other end of its cable is plugged in.
    switch: String,
    port: String,
}

/// A switch with an address of its own and one cable to the switch above it.
#[derive(Debug, Clone)]
pub struct Switch(pub Host);

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
        let host = self.plugged(&self.space, segment, last);
        host.call("eth0");
        host
    }

    /// Plugs in 10.77.0.`last` behind a switch of the first segment.
    pub fn host_behind(&self, switch: &Switch, last: u8) -> Host {
        let host = self.plugged(&switch.0.space, 0, last);
        host.call("eth0");
        host
    }

    /// Plugs a switch called 10.77.0.`last` into the first segment, or behind another switch.
    pub fn switch(&self, above: Option<&Switch>, last: u8) -> Switch {
        let above = above.map_or(&self.space, |switch| &switch.0.space);
        let switch = self.plugged(above, 0, last);
        switch.ip("link add br0 type bridge");
        switch.ip("link set br0 up");
        switch.ip("link set eth0 master br0");
        switch.call("br0");
        Switch(switch)
    }

    /// The router between both segments: .1 in each.
    pub fn router(&self) -> Host {
        let router = self.host(0, 1);
        plug(&router, "eth1", "uplink", &self.space, 1);
        router.ip("address add 10.77.1.1/24 dev eth1");
        router.set("ipv4/ip_forward", "1");
        router
    }

    fn plugged(&self, switch: &str, segment: u8, last: u8) -> Host {
        let number = self.ports.get();
        self.ports.set(number + 1);
        let host = Host {
            address: Ipv4Addr::new(10, 77, segment, last),
            space: format!("{}-{number}", self.space),
            switch: switch.to_owned(),
            port: format!("p{number}"),
        };
        self.make_space(&host.space);
        plug(&host, "eth0", &host.port, switch, segment);
        host
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

fn plug(host: &Host, leg: &str, port: &str, switch: &str, segment: u8) {
    let space = &host.space;
    ip(&format!("-n {switch} link add {port} type veth peer name {leg} netns {space}"));
    ip(&format!("-n {switch} link set {port} master br{segment} up"));
    ip(&format!("-n {space} link set {leg} up"));
}

/// Takes away what a lab left behind whose process was killed.
pub(crate) fn sweep_up() {
    for space in ip("netns list").lines().filter_map(|line| line.split_whitespace().next()) {
        let of = space.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        if of.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            forget(space);
        }
    }
}

pub(crate) fn forget(space: &str) {
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

    /// Its port on the switch passes nothing any more, either way; the link stays up.
    pub fn block(&self) {
        self.set_port("0");
    }

    /// Its port passes everything again.
    pub fn unblock(&self) {
        self.set_port("3");
    }

    /// The state of its port as IEEE 802.1D counts them: 0 is disabled, 3 forwards.
    fn set_port(&self, state: &str) {
        let port = ["-n", &self.switch, "link", "set", "dev", &self.port, "state", state];
        done(Command::new("bridge").args(port).output()).expect("the switch is there");
    }

    /// Gives it its address and the way out of its segment, which is .1.
    fn call(&self, leg: &str) {
        let [.., segment, last] = self.address.octets();
        self.ip(&format!("address add {}/24 dev {leg}", self.address));
        if last != 1 {
            self.ip(&format!("route add default via 10.77.{segment}.1"));
        }
    }

    /// Answers at so many more addresses, 10.78.0.1 and so on, which are returned. Others on its
    /// cable find them after [`Host::finds_the_crowd`].
    pub fn is_a_crowd(&self, many: u16) -> Vec<Ipv4Addr> {
        let nth = |n: u16| Ipv4Addr::from([10, 78, (n / 200) as u8, (n % 200) as u8 + 1]);
        let all: Vec<Ipv4Addr> = (0..many).map(nth).collect();
        let lines = all.iter().map(|a| format!("address add {a}/32 dev eth0\n"));
        self.batch(&lines.collect::<String>());
        all
    }

    /// Asks on its own cable for whoever is in a crowd.
    pub fn finds_the_crowd(&self) {
        self.ip("route add 10.78.0.0/16 dev eth0");
    }

    fn batch(&self, lines: &str) {
        let mut ip = Command::new("ip");
        ip.args(["-n", &self.space, "-batch", "-"]).stdin(Stdio::piped());
        let mut ip = ip.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it is there");
        ip.stdin.take().expect("it is piped").write_all(lines.as_bytes()).expect("it reads");
        done(ip.wait_with_output()).unwrap_or_else(|why| panic!("ip -batch: {why}"));
    }

    /// How many echoes it has sent since it was plugged in, by its kernel's own count.
    pub fn echoes_sent(&self) -> u64 {
        let table = self.run("cat", &["/proc/net/snmp"]);
        let mut rows = table.lines().filter_map(|line| line.strip_prefix("Icmp: "));
        let (names, values) = rows.next().zip(rows.next()).expect("every kernel counts ICMP");
        let mut all = names.split(' ').zip(values.split(' '));
        let sent = all.find(|(name, _)| *name == "OutEchos").map(|(_, value)| value);
        sent.and_then(|value| value.parse().ok()).expect("every kernel counts echoes")
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

pub(crate) fn ip(words: &str) -> String {
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
