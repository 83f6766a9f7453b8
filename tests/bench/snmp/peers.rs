//! Who is asked: snmpd with 48 ports, and agents of our own in another process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hinomi_model::snmp::{Oid, Value};
use hinomi_net::snmp::{Patience, Snmp};
use hinomi_replay::{Recording, Replay, Shelf};

use super::{up_time, v2c};

pub(super) const COMMUNITY: &str = "public";
pub(super) const USER: &str = "bench";
pub(super) const PHRASE: &str = "signing words";
pub(super) const PRIVACY_PHRASE: &str = "other words";
/// Ports of each agent.
const PORTS: u32 = 48;

/// snmpd, until it is dropped.
pub(super) struct Snmpd {
    pub(super) address: SocketAddr,
    child: Child,
    _home: tempfile::TempDir,
}

/// Takes this thread into a network namespace of its own with 48 ports, and starts snmpd there.
pub(super) fn stage() -> Result<Snmpd, String> {
    if !nix::unistd::geteuid().is_root() {
        return Err("a network namespace with 48 ports needs root".into());
    }
    nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET).map_err(|e| e.to_string())?;
    let mut words = String::from("link set lo up\n");
    (1..PORTS)
        .for_each(|n| words += &format!("link add port{n} type bridge\nlink set port{n} up\n"));
    let mut ip = Command::new("ip").args(["-batch", "-"]).stdin(Stdio::piped()).spawn();
    let ip = ip.as_mut().map_err(|e| format!("iproute2: {e}"))?;
    ip.stdin.take().map(|mut to| to.write_all(words.as_bytes()));
    if !ip.wait().map_err(|e| e.to_string())?.success() {
        return Err("48 ports cannot be made here".into());
    }
    Snmpd::start().map_err(|e| format!("snmpd: {e}"))
}

impl Snmpd {
    fn start() -> std::io::Result<Snmpd> {
        let address: SocketAddr = ([127, 0, 0, 1], 1161).into();
        let home = tempfile::tempdir()?;
        let settings = format!(
            "agentaddress udp:{address}\nrocommunity {COMMUNITY}\n\
             createUser {USER} SHA \"{PHRASE}\" AES \"{PRIVACY_PHRASE}\"\nrouser {USER} priv\n"
        );
        let conf = home.path().join("agent.conf");
        std::fs::write(&conf, settings)?;
        let child = Command::new("snmpd")
            .args(["-f", "-LF", "0", "/dev/null", "-C", "-c"])
            .arg(&conf)
            .envs([("SNMP_PERSISTENT_DIR", home.path().as_os_str()), ("MIBS", "".as_ref())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Snmpd { address, child, _home: home })
    }

    /// Waits until it answers.
    pub(super) async fn ready(&self) -> Result<(), String> {
        let patience = Patience { timeout: Duration::from_millis(200), retries: 0, at_once: 2 };
        let session = Snmp::open().session(self.address, v2c(), patience);
        let session = session.map_err(|e| e.to_string())?;
        let begun = Instant::now();
        while let Err(trouble) = session.get(&[up_time()]).await {
            if begun.elapsed() > Duration::from_secs(20) {
                return Err(format!("snmpd: {trouble}"));
            }
        }
        Ok(())
    }
}

impl Drop for Snmpd {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Agents of our own in a process of their own, until it is dropped.
pub(super) struct Agents {
    pub(super) addresses: Vec<SocketAddr>,
    child: Child,
}

impl Agents {
    pub(super) fn start(count: usize) -> std::io::Result<Agents> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--agents", &count.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut addresses = Vec::new();
        let told = child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines());
        for line in told.take(count) {
            addresses.extend(line?.parse::<SocketAddr>());
        }
        Ok(Agents { addresses, child })
    }
}

impl Drop for Agents {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The other process: so many agents with 48 ports each, until its standard input is closed.
pub fn serve(count: usize) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (ended, end) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        std::io::stdin().read_to_end(&mut Vec::new()).ok();
        ended.send(()).ok();
    });
    runtime.map_err(|e| e.to_string())?.block_on(async {
        let shelf = std::sync::Arc::new(Shelf::from([(COMMUNITY.to_owned(), switch())]));
        let mut agents = Vec::new();
        for _ in 0..count {
            let agent = Replay::start(shelf.clone()).await.map_err(|e| e.to_string())?;
            println!("{}", agent.address());
            agents.push(agent);
        }
        end.await.ok();
        Ok(())
    })
}

/// A switch of 48 ports: sysUpTime and all columns of ifTable and ifXTable.
fn switch() -> Recording {
    let table = |columns: std::ops::RangeInclusive<u32>, of: &'static [u32]| {
        let rows = move |c: u32| (1..=PORTS).map(move |port| (c, port));
        columns.flat_map(rows).map(move |(c, port)| (Oid::from(of).join(&[c, port]), cell(c, port)))
    };
    let mut rows = vec![(up_time(), Value::TimeTicks(4711))];
    rows.extend(table(1..=22, &[1, 3, 6, 1, 2, 1, 2, 2, 1]));
    rows.extend(table(1..=19, &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1]));
    rows.into()
}

fn cell(column: u32, port: u32) -> Value {
    match column {
        1 | 2 | 18 => Value::OctetString(format!("GigabitEthernet1/0/{port}").into_bytes()),
        6 => Value::Counter64(123_456_789_012 * u64::from(port)),
        7..=9 => Value::Integer(1),
        _ => Value::Counter32(1_234_567 * port),
    }
}
