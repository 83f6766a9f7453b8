//! A box is added by its address: asked over SNMP who it is, added with what fits it, measured.

use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hinomi_model::Secret;
use hinomi_model::snmp::{Credentials, Oid};
use hinomi_net::snmp::{Patience, Snmp};
use hinomi_tests::window::Pc;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::audit::barriers;
use crate::office::frame;
use crate::window_or_skip;

const COMMUNITY: &str = "right-horse";
const NAME: &str = "shelf-7";
/// An agent reads its machine before it says what that is.
const LOOK: Duration = Duration::from_secs(60);

/// net-snmp's snmpd on loopback, until it is dropped.
struct Snmpd {
    at: SocketAddr,
    child: Child,
    _home: TempDir,
}

impl Snmpd {
    /// Starts one; `None`, after saying why, where there is none.
    fn start(test: &str) -> Option<Snmpd> {
        let free = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let at = free.expect("loopback has a free port");
        let home = tempfile::tempdir().expect("there is room for a folder");
        let conf = home.path().join("agent.conf");
        let says = format!("agentaddress udp:{at}\nrocommunity {COMMUNITY}\nsysName {NAME}\n");
        std::fs::write(&conf, says).expect("the folder is ours");
        let child = Command::new("snmpd")
            .args(["-f", "-LF", "0", "/dev/null", "-C", "-c"])
            .arg(&conf)
            .envs([("SNMP_PERSISTENT_DIR", home.path().as_os_str()), ("MIBS", "".as_ref())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            hinomi_tests::skip(test, "snmpd is not installed");
            return None;
        };
        let snmpd = Snmpd { at, child, _home: home };
        snmpd.wait();
        Some(snmpd)
    }

    /// Until it answers.
    fn wait(&self) {
        let runtime = Runtime::new().expect("a runtime needs only threads");
        runtime.block_on(async {
            let patience = Patience { timeout: Duration::from_millis(200), retries: 0, at_once: 2 };
            let credentials = Credentials::V2c(Secret::new(COMMUNITY));
            let session = Snmp::open().session(self.at, credentials, patience);
            let session = session.expect("loopback can be asked");
            let up_time = Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0]);
            let begun = Instant::now();
            while session.get(std::slice::from_ref(&up_time)).await.is_err() {
                assert!(begun.elapsed() < Duration::from_secs(20), "snmpd does not answer");
            }
        });
    }
}

impl Drop for Snmpd {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_box_is_asked_who_it_is_added_and_measured() {
    const TEST: &str = "a_box_is_asked_who_it_is_added_and_measured";
    window_or_skip!("a_box_is_asked_who_it_is_added_and_measured");
    let Some(agent) = Snmpd::start(TEST) else { return };
    let pc = Pc::default();
    pc.hinomi(&["site", "new", "branch.hinomi", "--name", "Branch"]);
    let window = pc.open(&[&pc.path("branch.hinomi").display().to_string()]);
    window.reads("sentence", "Nothing is watched yet.");
    window.go("#/nodes");
    window.click("add-node-open");
    window.fill("add-address", "127.0.0.1");
    window.click("#add-node-form summary");
    window.click("[data-testid=snmp-access] option[value=own]");
    window.fill("snmp-port", &agent.at.port().to_string());

    // What is typed first is sealed in a vault, which has to be made.
    window.fill("snmp-community", "wrong-horse");
    window.click("snmp-look");
    window.fill("vault-passphrase", "a long passphrase");
    window.fill("vault-again", "a long passphrase");
    window.click("vault-save");
    window.reads("snmp-found", "an agent is there, but not for this community");
    assert_eq!(window.count("snmp-device"), 0, "because nobody knows yet who it is");
    window.settle();
    window.picture("add-node-1-refused");

    window.click("[data-testid=snmp-community] + button");
    window.fill("snmp-community", COMMUNITY);
    window.click("snmp-look");
    let begun = Instant::now();
    window.within(LOOK, "it says who it is", || window.count("snmp-device") == 1);
    println!("{} after {:.1?}", window.text("snmp-found"), begun.elapsed());
    assert!(window.text("snmp-device").contains("Linux"), "because it runs here");
    let named = window.js("return document.querySelector('[data-testid=add-name]').value");
    assert_eq!(named, NAME, "because it says its name, and nobody has typed another");
    window.settle();
    window.picture("add-node-2-identified");
    assert_eq!(barriers(&window), [""; 0], "because nobody is to be shut out");

    window.click("add-node-save");
    window.gone("dialog[open][data-testid=add-node]");
    window.go("#/nodes");
    window.reads("node-table", NAME);
    let node = frame(&window)["nodes"][0]["id"].to_string();
    window.go(&format!("#/node/{node}"));
    let rows = "return [...document.querySelectorAll('[data-testid=node-checks] tbody tr')] \
        .map((row) => row.innerText)";
    window.within(LOOK, "its agent and its memory are measured", || {
        let rows = window.js(rows);
        let rows = rows.as_array().into_iter().flatten().filter_map(Value::as_str);
        let says = |check: &str, value: &str| {
            rows.clone().any(|row| row.contains(check) && row.contains(value))
        };
        says("SNMP agent", "running for") && says("Memory", "%")
    });
    window.settle();
    window.picture("add-node-3-measured");
}
