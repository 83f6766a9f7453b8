//! net-snmp's snmpd: every version and every combination of protocols it has, and each mistake
//! with its own name.

use std::io::Read;
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hinomi_model::snmp::{AuthProtocol, Credentials, Denied, PrivProtocol, Sealing, User, Value};
use hinomi_model::{Cause, Secret};
use hinomi_net::NoAnswer;
use hinomi_net::snmp::{Bounds, End, Patience, Snmp, Trouble};

use crate::support::{oid, patience, v1, v2c};

pub const UP_TIME: &str = "1.3.6.1.2.1.1.3.0";
pub const AUTH: [(AuthProtocol, &str); 6] = [
    (AuthProtocol::Md5, "MD5"),
    (AuthProtocol::Sha1, "SHA"),
    (AuthProtocol::Sha224, "SHA-224"),
    (AuthProtocol::Sha256, "SHA-256"),
    (AuthProtocol::Sha384, "SHA-384"),
    (AuthProtocol::Sha512, "SHA-512"),
];
pub const PRIVACY: [(PrivProtocol, &str); 6] = [
    (PrivProtocol::Des, "DES"),
    (PrivProtocol::Aes128, "AES"),
    (PrivProtocol::Aes192, "AES-192"),
    (PrivProtocol::Aes256, "AES-256"),
    (PrivProtocol::Aes192Reeder, "AES-192-C"),
    (PrivProtocol::Aes256Reeder, "AES-256-C"),
];

/// snmpd on a loopback port of its own, until it is dropped.
pub struct Snmpd {
    pub address: SocketAddr,
    child: Child,
    _home: tempfile::TempDir,
}

impl Snmpd {
    /// `None`, with the reason printed, where there is no snmpd.
    pub async fn start(test: &str, settings: &str) -> Option<Snmpd> {
        let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Snmpd::start_at(test, port, settings).await
    }

    async fn start_at(test: &str, at: SocketAddr, settings: &str) -> Option<Snmpd> {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let common = format!("agentaddress udp:{at}\nrocommunity right\n{settings}");
        std::fs::write(path("agent.conf"), common).unwrap();
        let log = std::fs::File::create(path("log")).unwrap();
        let started = Command::new("snmpd")
            .args(["-f", "-Lf"])
            .arg(path("log"))
            .args(["-C", "-c"])
            .arg(path("agent.conf"))
            .env("SNMP_PERSISTENT_DIR", home.path())
            .env("MIBS", "")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        let Ok(child) = started else {
            println!("SKIPPED {test}: snmpd is not installed");
            return None;
        };
        let snmpd = Snmpd { address: at, child, _home: home };
        snmpd.awaited().await;
        Some(snmpd)
    }

    async fn awaited(&self) {
        let begun = Instant::now();
        let patience = Patience { timeout: Duration::from_millis(200), retries: 0, at_once: 2 };
        let session = Snmp::open().session(self.address, v2c("right"), patience).unwrap();
        while session.get(&[oid(UP_TIME)]).await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "{}", self.log());
        }
    }

    fn log(&self) -> String {
        let mut text = String::new();
        let file = std::fs::File::open(self._home.path().join("log"));
        file.and_then(|mut file| file.read_to_string(&mut text)).ok();
        text
    }
}

impl Drop for Snmpd {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn user(name: &str, sealing: Sealing) -> Credentials {
    Credentials::V3(User { name: name.to_owned(), context: String::new(), sealing })
}

fn signed(name: &str, auth: AuthProtocol, phrase: &str) -> Credentials {
    user(name, Sealing::Signed { auth, phrase: Secret::new(phrase) })
}

pub fn encrypted(
    name: &str,
    auth: AuthProtocol,
    phrase: &str,
    privacy: PrivProtocol,
    privacy_phrase: &str,
) -> Credentials {
    let (phrase, privacy_phrase) = (Secret::new(phrase), Secret::new(privacy_phrase));
    user(name, Sealing::Encrypted { auth, phrase, privacy, privacy_phrase })
}

/// An agent that says it was started so often, plus this once.
fn booted(times: u32) -> String {
    let engine = "0x80001f8880e9630000d61ff449";
    format!(
        "exactEngineID {engine}\noldEngineID {engine}\nengineBoots {times}\n\
         createUser reader SHA \"signing words\"\nrouser reader auth\n"
    )
}

/// Longer than a busy machine takes to stretch a phrase in a debug build.
pub fn calm() -> Patience {
    Patience { timeout: Duration::from_millis(1500), retries: 1, at_once: 2 }
}

#[tokio::test(flavor = "multi_thread")]
async fn v1_and_v2c_read_a_real_agent() {
    let Some(snmpd) = Snmpd::start("v1_and_v2c_read_a_real_agent", "").await else { return };
    let snmp = Snmp::open();
    for credentials in [v1("right"), v2c("right")] {
        let session = snmp.knock(snmpd.address, credentials, calm()).await.unwrap();
        let up_time = session.get(&[oid(UP_TIME)]).await.unwrap();
        assert!(matches!(up_time[0].value, Value::TimeTicks(_)), "{up_time:?}");
        // Not all of mib-2: how much a machine has of processes and packages is its own affair.
        let walked = session.walk(&oid("1.3.6.1.2.1.1"), Bounds::default()).await;
        assert_eq!(walked.end, End::Whole);
        assert!(walked.rows.len() > 7, "because an agent has at least its system: {walked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_combination_of_v3_is_understood() {
    let mut settings = String::from("createUser plain\nrouser plain noauth\n");
    for (_, auth) in AUTH {
        settings += &format!("createUser {auth} {auth} \"signing words\"\nrouser {auth} auth\n");
        for (_, privacy) in PRIVACY {
            let name = format!("{auth}+{privacy}");
            settings += &format!(
                "createUser {name} {auth} \"signing words\" {privacy} \"other words\"\nrouser {name} priv\n"
            );
        }
    }
    let test = "every_combination_of_v3_is_understood";
    let Some(snmpd) = Snmpd::start(test, &settings).await else { return };
    let snmp = Snmp::open();
    let mut all = vec![("plain".to_owned(), user("plain", Sealing::None))];
    let log = snmpd.log().to_lowercase();
    for (auth, name) in AUTH {
        all.push((name.to_owned(), signed(name, auth, "signing words")));
        for (privacy, with) in PRIVACY {
            let name = format!("{name}+{with}");
            let credentials = encrypted(&name, auth, "signing words", privacy, "other words");
            all.push((name, credentials));
        }
    }
    let mut failed = Vec::new();
    let count = all.len();
    for (name, credentials) in all {
        let session = snmp.session(snmpd.address, credentials, calm()).unwrap();
        match session.get(&[oid(UP_TIME)]).await {
            Ok(found) => assert!(matches!(found[0].value, Value::TimeTicks(_)), "as {name}"),
            Err(trouble) => failed.push((name, trouble)),
        }
    }
    assert!(failed.is_empty(), "of {count}: {failed:?}\n{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_has_its_own_name() {
    let settings = "\
createUser reader SHA \"signing words\" AES \"other words\"
rouser reader priv
createUser signer SHA-256 \"signing words\"
rouser signer auth
";
    let test = "each_mistake_has_its_own_name";
    let Some(snmpd) = Snmpd::start(test, settings).await else { return };
    let (sha1, sha256, aes) = (AuthProtocol::Sha1, AuthProtocol::Sha256, PrivProtocol::Aes128);
    let good = encrypted("reader", sha1, "signing words", aes, "other words");
    let snmp = Snmp::open();
    snmp.knock(snmpd.address, good, calm()).await.map(drop).expect("these are right");
    snmp.knock(snmpd.address, signed("signer", sha256, "signing words"), calm())
        .await
        .map(drop)
        .expect("these are right, too");
    let elsewhere = |credentials| match credentials {
        Credentials::V3(user) => Credentials::V3(User { context: "elsewhere".into(), ..user }),
        other => other,
    };
    let reader = |auth, phrase, privacy, other| encrypted("reader", auth, phrase, privacy, other);
    for (credentials, denied) in [
        (v2c("wrong"), Denied::Community),
        (v1("wrong"), Denied::Community),
        (encrypted("nobody", sha1, "signing words", aes, "other words"), Denied::User),
        (signed("nobody", sha1, "signing words"), Denied::User),
        (user("nobody", Sealing::None), Denied::User),
        (reader(sha1, "wrong words", aes, "other words"), Denied::Auth),
        (reader(sha256, "signing words", aes, "other words"), Denied::Auth),
        (signed("signer", sha256, "wrong words"), Denied::Auth),
        (reader(sha1, "signing words", aes, "wrong words"), Denied::Privacy),
        (reader(sha1, "signing words", PrivProtocol::Des, "other words"), Denied::Privacy),
        (signed("reader", sha1, "signing words"), Denied::View),
        (elsewhere(signed("signer", sha256, "signing words")), Denied::Context),
        (encrypted("signer", sha256, "signing words", aes, "other words"), Denied::Level),
    ] {
        let got = snmp.knock(snmpd.address, credentials, patience()).await.map(drop);
        assert_eq!(got, Err(Trouble::Denied(denied)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_cannot_be_followed_is_named() {
    // RFC 3414 §2.2.2: an agent that has used up its boots is never in step again.
    let settings = booted(2_147_483_646);
    let test = "a_clock_that_cannot_be_followed_is_named";
    let Some(snmpd) = Snmpd::start(test, &settings).await else { return };
    let credentials = signed("reader", AuthProtocol::Sha1, "signing words");
    let got = Snmp::open().knock(snmpd.address, credentials, calm()).await.map(drop);
    assert_eq!(got, Err(Trouble::Denied(Denied::Clock)), "{}", snmpd.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_lost_its_boot_counter_is_met_anew() {
    let test = "an_agent_that_lost_its_boot_counter_is_met_anew";
    let Some(before) = Snmpd::start(test, &booted(50)).await else { return };
    let credentials = signed("reader", AuthProtocol::Sha1, "signing words");
    let session = Snmp::open().session(before.address, credentials, calm()).unwrap();
    session.get(&[oid(UP_TIME)]).await.expect("it answers before");
    let at = before.address;
    drop(before);
    let Some(after) = Snmpd::start_at(test, at, &booted(3)).await else { return };
    let found = session.get(&[oid(UP_TIME)]).await;
    assert!(found.is_ok(), "because its engine may start anew: {found:?}\n{}", after.log());
}

#[tokio::test]
async fn nobody_at_the_port_is_told_at_once() {
    let at = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let begun = Instant::now();
    let patient = Patience { timeout: Duration::from_secs(30), retries: 0, at_once: 2 };
    let got = Snmp::open().knock(at, v2c("right"), patient).await.map(drop);
    if cfg!(target_os = "linux") {
        assert_eq!(got, Err(Trouble::NoAnswer(NoAnswer::Failed(Cause::Refused))));
        assert!(begun.elapsed() < Duration::from_secs(15), "because ICMP said so");
    } else {
        println!("SKIPPED nobody_at_the_port_is_told_at_once: only Linux hears ICMP here");
    }
}

#[tokio::test]
async fn silence_is_not_called_a_wrong_community() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = silent.local_addr().unwrap();
    for credentials in [v2c("right"), signed("reader", AuthProtocol::Md5, "signing words")] {
        let got = Snmp::open().knock(at, credentials, patience()).await.map(drop);
        assert_eq!(got, Err(Trouble::SILENT), "because nothing says that an agent is there");
    }
}
