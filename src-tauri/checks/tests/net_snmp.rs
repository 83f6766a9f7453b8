//! Checks that ask net-snmp's snmpd: its numbers are the machine's own, its counters count what was
//! really sent, and what it refuses is told in a sentence.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]
#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]

use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hinomi_checks::snmp::{Agent, Past};
use hinomi_checks::{Target, probe};
use hinomi_model::check::{
    AgentSpec, CheckSpec, InterfaceSpec, Limits, Signs, ValueSpec, WordSpec,
};
use hinomi_model::grade::grade;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{
    AuthProtocol, Credentials, Denied, Fold, Formula, Oid, PrivProtocol, Rows, Sealing, User,
};
use hinomi_model::{Address, Cause, Grade, Metric, Outcome, Phase, Secret, words};
use hinomi_net::Net;
use hinomi_net::snmp::Patience;

/// snmpd on loopback, until it is dropped.
struct Snmpd {
    at: SocketAddr,
    child: Child,
    home: tempfile::TempDir,
}

impl Snmpd {
    /// `None`, with the reason printed, where there is no snmpd.
    fn start(test: &str, settings: &str) -> Option<Snmpd> {
        let at = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Snmpd::start_at(test, at, settings)
    }

    fn start_at(test: &str, at: SocketAddr, settings: &str) -> Option<Snmpd> {
        let home = tempfile::tempdir().unwrap();
        let conf = home.path().join("agent.conf");
        let common = format!("agentaddress udp:{at}\nrocommunity right\n{settings}");
        std::fs::write(&conf, common).unwrap();
        let started = Command::new("snmpd")
            .args(["-f", "-LF", "0", "/dev/null", "-C", "-c"])
            .arg(conf)
            .env("SNMP_PERSISTENT_DIR", home.path())
            .env("MIBS", "")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(child) => Some(Snmpd { at, child, home }),
            Err(_) => {
                println!("SKIPPED {test}: snmpd is not installed");
                None
            }
        }
    }

    /// Another one at the same address, as after a restart.
    fn again(self, settings: &str) -> Snmpd {
        let at = self.at;
        drop(self);
        Snmpd::start_at("a restart", at, settings).unwrap()
    }
}

impl Drop for Snmpd {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        assert!(self.home.path().exists(), "because it wrote there until now");
    }
}

fn v2c(community: &str) -> Credentials {
    Credentials::V2c(Secret::new(community))
}

fn user(name: &str, sealing: Sealing) -> Credentials {
    Credentials::V3(User { name: name.into(), context: String::new(), sealing })
}

/// One check that asks, with what it remembers.
struct Looks {
    net: Net,
    agent: Agent,
    spec: CheckSpec,
    begun: Instant,
}

impl Looks {
    fn new(net: &Net, at: SocketAddr, credentials: Credentials, spec: CheckSpec) -> Looks {
        let patience = Patience { timeout: Duration::from_millis(400), retries: 1, at_once: 2 };
        let session = net.snmp.session(at, credentials, patience).unwrap();
        let agent = Agent { session, past: Past::default(), steady: Duration::ZERO };
        Looks { net: net.clone(), agent, spec, begun: Instant::now() }
    }

    async fn once(&mut self) -> Outcome {
        self.agent.steady = self.begun.elapsed();
        let agent = Some(self.agent.clone());
        let target = Target { agent, ..Target::at(Address::parse("127.0.0.1").unwrap()) };
        probe(&self.spec, &target, &self.net).await
    }

    /// Looks until it sees this, a second apart since there are no rates before.
    async fn until(&mut self, sees: impl Fn(&Outcome) -> bool) -> Outcome {
        loop {
            let outcome = self.once().await;
            if sees(&outcome) {
                return outcome;
            }
            assert!(self.begun.elapsed() < Duration::from_secs(60), "still {outcome:?}");
            tokio::time::sleep(Duration::from_millis(1_100)).await;
        }
    }
}

fn answered(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Measured { .. })
}

fn oid(text: &str) -> Oid {
    text.parse().unwrap()
}

fn value(metric: Metric, formula: Formula, rows: Rows) -> CheckSpec {
    let (above, below) = (Limits::NONE, Limits::NONE);
    CheckSpec::Value(ValueSpec {
        metric,
        label: String::new(),
        formula,
        rows,
        above,
        below,
        full: Limits::NONE,
    })
}

fn proc(file: &str, key: &str) -> f64 {
    let text = std::fs::read_to_string(file).unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_words_are_those_of_the_machine() {
    let test = "numbers_and_words_are_those_of_the_machine";
    let Some(snmpd) = Snmpd::start(test, "sysContact on duty\n") else { return };
    let net = Net::open().await;
    let looks = |spec| Looks::new(&net, snmpd.at, v2c("right"), spec);
    looks(CheckSpec::Agent(AgentSpec::default())).until(answered).await;

    let memory = proc("/proc/meminfo", "MemTotal:");
    let size = value(
        Metric::Value,
        Formula::of(oid("1.3.6.1.2.1.25.2.2.0")), // hrMemorySize, kB
        Rows::Object,
    );
    assert_eq!(looks(size).once().await.value(Metric::Value), Some(memory));

    let storage = |n: u32| oid("1.3.6.1.2.1.25.2.3.1").join(&[n]);
    let named = |says: &str, index| Rows::Row { column: storage(3), says: says.into(), index };
    let size = value(
        Metric::Value,
        Formula::scaled(storage(5), 1.0),
        named("Physical memory", vec![99_999]),
    );
    let found = looks(size).once().await.value(Metric::Value);
    assert_eq!(found, Some(memory), "because a row is found by its name, wherever it is");

    let processes = |name: &str| {
        let (column, says) = (Some(oid("1.3.6.1.2.1.25.4.2.1.2")), Some(name.to_owned()));
        let rows = Rows::All { fold: Fold::Count, column, says };
        value(Metric::Number, Formula::of(oid("1.3.6.1.2.1.25.4.2.1.1")), rows)
    };
    let there = looks(processes("snmpd")).once().await.value(Metric::Number);
    assert!(there.is_some_and(|n| n >= 1.0), "because it answers itself: {there:?}");
    let absent = looks(processes("no-such-program")).once().await;
    assert_eq!(absent.value(Metric::Number), Some(0.0));

    let contact = CheckSpec::Word(WordSpec {
        label: "Contact".into(),
        oid: oid("1.3.6.1.2.1.1.4.0"),
        rows: Rows::Object,
        good: vec!["on duty".into()],
        warning: Vec::new(),
        part: false,
        words: [].into(),
        bits: false,
    });
    assert!(answered(&looks(contact.clone()).once().await));
    let snmpd = snmpd.again("sysContact asleep\n");
    let mut looks = Looks::new(&net, snmpd.at, v2c("right"), contact);
    let says = looks.until(|outcome| !matches!(outcome, Outcome::Unable { .. })).await;
    let want = Outcome::failed(Phase::Body, Cause::Says { text: "asleep".into() });
    assert_eq!(says, want, "because that is another word");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_login_is_a_sentence_in_both_languages() {
    let settings = "\
createUser reader SHA \"signing words\" AES \"other words\"
rouser reader priv
";
    let test = "a_wrong_login_is_a_sentence_in_both_languages";
    let Some(snmpd) = Snmpd::start(test, settings) else { return };
    let net = Net::open().await;
    let spec = CheckSpec::Agent(AgentSpec::default());
    Looks::new(&net, snmpd.at, v2c("right"), spec.clone()).until(answered).await;
    let sealed = |phrase: &str, other: &str| Sealing::Encrypted {
        auth: AuthProtocol::Sha1,
        phrase: Secret::new(phrase),
        privacy: PrivProtocol::Aes128,
        privacy_phrase: Secret::new(other),
    };
    let right = user("reader", sealed("signing words", "other words"));
    let good = Looks::new(&net, snmpd.at, right, spec.clone()).once().await;
    assert!(answered(&good), "{good:?}");
    for (credentials, step, en, ja) in [
        (v2c("wrong"), Denied::Community, "check the community", "コミュニティ名"),
        (
            user("nobody", sealed("signing words", "other words")),
            Denied::User,
            "does not know this user name",
            "登録のないユーザー名",
        ),
        (
            user("reader", sealed("wrong words", "other words")),
            Denied::Auth,
            "signing (auth) is wrong",
            "認証（auth）",
        ),
        (
            user("reader", sealed("signing words", "wrong words")),
            Denied::Privacy,
            "encryption (priv)",
            "暗号化（priv）",
        ),
    ] {
        let outcome = Looks::new(&net, snmpd.at, credentials, spec.clone()).once().await;
        assert_eq!(outcome, Outcome::failed(Phase::Request, Cause::Denied { step }));
        for (language, part) in [(Language::En, en), (Language::Ja, ja)] {
            let said = words::outcome(language, &outcome);
            assert!(said.contains(part), "because a person has to find it: {said}");
        }
    }
    let at = snmpd.at;
    drop(snmpd);
    let outcome = Looks::new(&net, at, v2c("right"), spec).once().await;
    let refused = Outcome::failed(Phase::Connect, Cause::Refused);
    assert_eq!(outcome, refused, "because nobody listens there, and that is not the login");
}

/// A namespace with a cable: what goes into `near` comes out of `far`, and nothing else moves.
const STAGE: [&str; 8] = [
    "link set lo up",
    "link add near type veth peer name far",
    "addr add 192.0.2.1/24 dev near",
    "link set near arp off",
    "link set far arp off",
    "link set near up",
    "link set far up",
    "neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev near nud permanent",
];
/// What one datagram of 1,000 octets is on the cable: UDP, IP and Ethernet.
const FRAME: f64 = 1_000.0 + 8.0 + 20.0 + 14.0;

fn ip(words: &str) {
    let done = Command::new("ip").args(words.split(' ')).status().unwrap();
    assert!(done.success(), "ip {words}");
}

/// Sends so many datagrams, and says how many octets they are on the cable.
fn send(count: u32) -> f64 {
    let socket = UdpSocket::bind("192.0.2.1:0").unwrap();
    let sent = |_: &u32| socket.send_to(&[0; 1_000], "192.0.2.2:9").is_ok();
    f64::from(u32::try_from((0..count).filter(sent).count()).unwrap()) * FRAME
}

#[test]
fn traffic_is_what_was_sent_and_a_restart_is_no_spike() {
    let test = "traffic_is_what_was_sent_and_a_restart_is_no_spike";
    if !nix::unistd::geteuid().is_root() {
        println!("SKIPPED {test}: a cable of its own needs root");
        return;
    }
    let staged = std::thread::spawn(move || {
        nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET).unwrap();
        std::fs::write("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1").ok();
        STAGE.iter().for_each(|words| ip(words));
        let Some(snmpd) = Snmpd::start(test, "") else { return };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(watched(snmpd));
    });
    staged.join().unwrap();
}

async fn watched(snmpd: Snmpd) {
    let net = Net::open().await;
    let looks = |spec| Looks::new(&net, snmpd.at, v2c("right"), spec);
    let uptime = AgentSpec { uptime: Limits { warning: Some(2.0), critical: None } };
    let mut agent = looks(CheckSpec::Agent(uptime));
    let port = Signs { name: "near".into(), ..Signs::default() };
    let mut near = looks(CheckSpec::Interface(InterfaceSpec { port, ..InterfaceSpec::default() }));
    agent.until(answered).await;

    let first = near.until(answered).await;
    assert_eq!(first.value(Metric::TrafficOut), None, "because a rate takes two looks");
    assert_eq!(first.value(Metric::Speed), Some(10e9), "because a veth says ten gigabits");
    counted(&mut near, send(4_000)).await;

    let before = agent.until(|o| o.value(Metric::Uptime).is_some_and(|s| s > 2.5)).await;
    assert_eq!(grade(&agent.spec, &before, None), Grade::Ok);
    let sent = send(4_000);
    let snmpd = snmpd.again("");
    let after = agent.until(answered).await;
    assert!(after.value(Metric::Uptime) < before.value(Metric::Uptime), "{after:?}");
    assert_eq!(grade(&agent.spec, &after, None), Grade::Warning, "because it began anew");
    let first = near.until(answered).await;
    assert_eq!(first.value(Metric::TrafficOut), None, "because {sent} octets are of before");
    counted(&mut near, send(2_000)).await;

    for (cut, switched_off) in [("far", false), ("near", true)] {
        ip(&format!("link set {cut} down"));
        let down = Outcome::failed(Phase::Body, Cause::LinkDown { switched_off });
        near.until(|outcome| *outcome == down).await;
    }
    drop(snmpd);
}

/// Looks until the octets are counted: all of them, and none twice.
async fn counted(near: &mut Looks, sent: f64) {
    let (mut seen, mut last) = (0.0, near.agent.steady);
    let begun = Instant::now();
    while seen < 0.5 * sent {
        assert!(begun.elapsed() < Duration::from_secs(30), "{seen} of {sent} octets");
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let outcome = near.once().await;
        let rate = outcome.value(Metric::TrafficOut).expect("a second look brings a rate");
        let load = outcome.value(Metric::LoadOut).expect("its speed is known");
        assert!((load - rate / 1e8).abs() < 1e-9, "because {load} % of ten gigabits is {rate}");
        assert_eq!(outcome.value(Metric::TrafficIn), Some(0.0), "because nobody answers");
        seen += rate / 8.0 * (near.agent.steady - last).as_secs_f64();
        last = near.agent.steady;
    }
    let off = (seen - sent).abs() / sent;
    assert!(off < 0.05, "because {sent:.0} octets were sent and {seen:.0} were counted");
}
