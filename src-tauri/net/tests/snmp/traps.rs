//! net-snmp's `snmptrap` and `snmpinform` in every version and with every combination of protocols
//! they have; thousands at once; and whoever sends garbage.

use std::net::{IpAddr, UdpSocket};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use hinomi_model::Secret;
use hinomi_model::snmp::{AuthProtocol, Level, PrivProtocol, Sealing, Trap, User, Value, Voucher};
use hinomi_net::snmp::Snmp;
use hinomi_net::snmp::traps::{Distrust, Engine, NoPort, Senders, Tally, Traps, TurnedAway};
use hinomi_replay::ber;
use tokio::time::timeout;

use crate::net_snmp::{AUTH, PRIVACY};
use crate::support::oid;

const LINK_DOWN: &str = "1.3.6.1.6.3.1.1.5.3";
const INDEX: &str = "1.3.6.1.2.1.2.2.1.1.3";
/// Longer than anything takes on a machine with much to do.
const LONG: Duration = Duration::from_secs(20);

fn engine() -> Engine {
    Engine { name: "tower".into(), boots: 11 }
}

async fn hearing(users: &[User]) -> Traps {
    let senders = Senders { users: users.to_vec(), communities: None };
    Traps::open(0, &engine(), &senders, &Snmp::open()).await.expect("some port is free")
}

fn sealed(name: &str, auth: AuthProtocol, privacy: Option<PrivProtocol>) -> User {
    let phrase = Secret::new("signing words");
    let sealing = match privacy {
        None => Sealing::Signed { auth, phrase },
        Some(privacy) => {
            let privacy_phrase = Secret::new("other words");
            Sealing::Encrypted { auth, phrase, privacy, privacy_phrase }
        }
    };
    User { name: name.into(), context: String::new(), sealing }
}

/// Runs one of net-snmp's programs; `None` with the reason printed, where it is not installed.
fn run(test: &str, program: &str, line: &str) -> Option<Output> {
    let home = tempfile::tempdir().unwrap();
    let ran = Command::new(program)
        .args(shell_words(line))
        .env("SNMP_PERSISTENT_DIR", home.path())
        .env("SNMPCONFPATH", home.path())
        .env("MIBS", "")
        .output();
    if ran.is_err() {
        println!("SKIPPED {test}: {program} is not installed");
    }
    ran.ok()
}

/// Words with blanks between them; a lone quote pair is the empty word, `_` inside one a blank.
fn shell_words(line: &str) -> Vec<String> {
    let word = |word: &str| if word == "''" { String::new() } else { word.replace('_', " ") };
    line.split_whitespace().map(word).collect()
}

async fn next(traps: &Traps) -> Trap {
    timeout(LONG, traps.next()).await.expect("it arrives")
}

fn value(trap: &Trap, of: &str) -> Option<Value> {
    trap.bindings.iter().find(|b| b.oid == oid(of)).map(|b| b.value.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn traps_of_the_first_version_come_in_the_form_of_the_second() {
    let test = "traps_of_the_first_version_come_in_the_form_of_the_second";
    let traps = hearing(&[]).await;
    let to = format!("-v1 -c public 127.0.0.1:{}", traps.port());
    let line = format!("{to} 1.3.6.1.4.1.9.1 10.1.2.3 2 0 4711 {INDEX} i 3");
    if run(test, "snmptrap", &line).is_none() {
        return;
    }
    let trap = next(&traps).await;
    assert_eq!(trap.kind, oid(LINK_DOWN), "because generic trap 2 is linkDown (RFC 3584 §3.1)");
    assert_eq!(trap.from, IpAddr::from([127, 0, 0, 1]));
    assert_eq!(trap.agent, Some(IpAddr::from([10, 1, 2, 3])), "because it says so");
    assert_eq!(value(&trap, INDEX), Some(Value::Integer(3)));
    let enterprise = value(&trap, "1.3.6.1.6.3.1.1.4.3.0");
    assert_eq!(enterprise, Some(Value::Oid(oid("1.3.6.1.4.1.9.1"))));
    assert_eq!(trap.voucher, Voucher::Community);

    let line = format!("{to} 1.3.6.1.4.1.318 127.0.0.1 6 5 4711");
    run(test, "snmptrap", &line);
    let trap = next(&traps).await;
    assert_eq!(trap.kind, oid("1.3.6.1.4.1.318.0.5"), "because 6 means the enterprise's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn traps_and_informs_of_the_second_version_are_heard_and_informs_acknowledged() {
    let test = "traps_and_informs_of_the_second_version_are_heard_and_informs_acknowledged";
    let traps = hearing(&[]).await;
    for to in [format!("127.0.0.1:{}", traps.port()), format!("udp6:[::1]:{}", traps.port())] {
        if to.starts_with("udp6") && UdpSocket::bind("[::1]:0").is_err() {
            println!("SKIPPED {test} (IPv6): this machine has none");
            continue;
        }
        let said = format!("{to} '' {LINK_DOWN} {INDEX} i 3 1.3.6.1.2.1.31.1.1.1.1.3 s Gi0/3");
        let Some(sent) = run(test, "snmptrap", &format!("-v2c -c any {said}")) else { return };
        assert!(sent.status.success(), "{sent:?}");
        let trap = next(&traps).await;
        assert_eq!((trap.kind.clone(), trap.inform), (oid(LINK_DOWN), false));
        let name = value(&trap, "1.3.6.1.2.1.31.1.1.1.1.3");
        assert_eq!(name, Some(Value::OctetString(b"Gi0/3".into())));
        assert_eq!(trap.bindings.len(), 2, "because time and kind are no objects of it");

        let sent = run(test, "snmpinform", &format!("-v2c -c any -r 0 -t 5 {said}"));
        let sent = sent.expect("snmptrap is there");
        assert!(sent.status.success(), "because it was acknowledged: {sent:?}");
        assert!(next(&traps).await.inform);
    }
    assert_eq!(traps.tally().refused + traps.tally().malformed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_combination_of_the_third_version_is_heard_and_acknowledged() {
    let test = "every_combination_of_the_third_version_is_heard_and_acknowledged";
    let mut users: Vec<(User, String)> = Vec::new();
    for (auth, auth_word) in AUTH {
        let line = format!("-l authNoPriv -a {auth_word} -A signing_words");
        let name = format!("u{}", users.len());
        users.push((sealed(&name, auth, None), line.clone()));
        for (privacy, privacy_word) in PRIVACY {
            let name = format!("u{}", users.len());
            let line = format!(
                "-l authPriv -a {auth_word} -A signing_words -x {privacy_word} -X other_words"
            );
            users.push((sealed(&name, auth, Some(privacy)), line));
        }
    }
    let all: Vec<User> = users.iter().map(|(user, _)| user.clone()).collect();
    let traps = hearing(&all).await;
    for (place, (user, line)) in users.iter().enumerate() {
        let to = format!("127.0.0.1:{} '' {LINK_DOWN} {INDEX} i 3", traps.port());
        let line = format!("-v3 -u {} {line}", user.name);
        let informed = run(test, "snmpinform", &format!("{line} -r 0 -t 5 {to}"));
        let Some(informed) = informed else { return };
        assert!(informed.status.success(), "because it was acknowledged: {line} {informed:?}");
        let level = user.sealing.level();
        let voucher = Voucher::User { name: user.name.clone(), level };
        let inform = next(&traps).await;
        assert_eq!((inform.inform, &inform.voucher), (true, &voucher));

        let engine = format!("-e 0x80000000010203{place:02x}");
        run(test, "snmptrap", &format!("{line} {engine} {to}")).expect("snmpinform is there");
        let trap = next(&traps).await;
        assert_eq!((trap.inform, &trap.voucher), (false, &voucher), "{line}");
        assert_eq!(trap.kind, oid(LINK_DOWN));
        assert_eq!(value(&trap, INDEX), Some(Value::Integer(3)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_believed_who_is_not_known_or_signs_wrongly() {
    let test = "nobody_is_believed_who_is_not_known_or_signs_wrongly";
    let sha1 = AuthProtocol::Sha1;
    let twice = [sealed("signer", AuthProtocol::Md5, None), sealed("signer", sha1, None)];
    let traps = hearing(&twice).await;
    let to = format!("127.0.0.1:{} '' {LINK_DOWN}", traps.port());
    let lines = [
        ("-u nobody -l authNoPriv -a SHA -A signing_words", Distrust::User),
        ("-u signer -l authNoPriv -a SHA -A wrong_words", Distrust::Signature),
        ("-u signer -l authNoPriv -a SHA-256 -A signing_words", Distrust::Signature),
        ("-u signer -l authPriv -a SHA -A signing_words -x AES -X other_words", Distrust::Level),
        ("-u signer -l noAuthNoPriv", Distrust::Level),
        ("-u nobody -l noAuthNoPriv", Distrust::User),
    ];
    for (line, why) in lines {
        let informed = run(test, "snmpinform", &format!("-v3 -r 0 -t 1 {line} {to}"));
        let Some(informed) = informed else { return };
        assert!(!informed.status.success(), "because it must not be acknowledged: {line}");
        let before = traps.tally().refused;
        let trap = format!("-v3 -e 0x8000000001020304 {line} {to}");
        run(test, "snmptrap", &trap).expect("snmpinform is there");
        let begun = Instant::now();
        while traps.tally().refused == before {
            assert!(begun.elapsed() < LONG, "because it is counted: {line}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let user = line.split(' ').nth(1).map(str::to_owned);
        let from = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(traps.turned_away(), Some(TurnedAway { from, user, why }), "{line}");
    }
    assert_eq!(traps.tally().taken, 0);
    let good = format!("-v3 -u signer -l authNoPriv -a SHA -A signing_words {to}");
    run(test, "snmptrap", &format!("-e 0x8000000001020304 {good}")).expect("it was there before");
    let voucher = Voucher::User { name: "signer".into(), level: Level::AuthNoPriv };
    assert_eq!(next(&traps).await.voucher, voucher, "because both of that name are tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_communities_that_are_taken_are_heard_and_others_are_named() {
    let test = "only_communities_that_are_taken_are_heard_and_others_are_named";
    let traps = hearing(&[]).await;
    let send = |program: &str, options: &str| {
        let to = format!("127.0.0.1:{} '' {LINK_DOWN}", traps.port());
        run(test, program, &format!("-v2c {options} {to}"))
    };
    if send("snmptrap", "-c any").is_none() {
        return;
    }
    next(&traps).await;
    let communities = Some(vec![Secret::new("tower"), Secret::new("other")]);
    let senders = Senders { users: Vec::new(), communities };
    traps.hear(&senders, &Snmp::open()).await;
    let informed = send("snmpinform", "-c any -r 0 -t 1").expect("snmptrap is there");
    assert!(!informed.status.success(), "because a wrong community is answered with silence");
    let why = traps.turned_away().map(|last| (last.user, last.why));
    assert_eq!(why, Some((None, Distrust::Community)));
    let informed = send("snmpinform", "-c tower -r 0 -t 5").expect("snmptrap is there");
    assert!(informed.status.success(), "because this one is taken: {informed:?}");
    next(&traps).await;
    traps.hear(&Senders { users: Vec::new(), communities: Some(Vec::new()) }, &Snmp::open()).await;
    send("snmptrap", "-c tower").expect("snmptrap is there");
    let begun = Instant::now();
    while traps.tally().refused < 2 {
        assert!(begun.elapsed() < LONG, "because it is not taken any more");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(traps.tally().taken, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inform_whose_acknowledgement_was_lost_counts_once() {
    let traps = hearing(&[]).await;
    let mut inform = trap(7);
    let place = inform.iter().position(|octet| *octet == 0xa7).unwrap();
    inform[place] = 0xa6;
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    for said in 1..=3 {
        socket.send_to(&inform, ("127.0.0.1", traps.port())).unwrap();
        let mut answer = [0; 1_500];
        let size = socket.recv(&mut answer).expect("it is acknowledged each time");
        assert_eq!(answer[place], 0xa2, "because it is a response: {said}");
        assert_eq!(size, inform.len());
    }
    assert_eq!(traps.tally().taken, 1, "because it is one inform");
    let other = UdpSocket::bind("127.0.0.1:0").unwrap();
    other.send_to(&inform, ("127.0.0.1", traps.port())).unwrap();
    assert!(next(&traps).await.inform && next(&traps).await.inform, "because that is another's");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_heard_once_is_not_believed_again_much_later() {
    let test = "what_was_heard_once_is_not_believed_again_much_later";
    let traps = hearing(&[sealed("signer", AuthProtocol::Sha1, None)]).await;
    let to = format!("127.0.0.1:{} '' {LINK_DOWN}", traps.port());
    let send = |boots: u32, time: u32| {
        let clock = format!("-e 0x8000000001020304 -Z {boots},{time}");
        let line = format!("-v3 -u signer -l authNoPriv -a SHA -A signing_words {clock} {to}");
        run(test, "snmptrap", &line)
    };
    if send(5, 1_000).is_none() {
        return;
    }
    next(&traps).await;
    for (boots, time, believed) in
        [(5, 900, true), (5, 849, false), (4, 9_000, false), (5, 2_000, true), (6, 1, true)]
    {
        let before = traps.tally();
        send(boots, time);
        let begun = Instant::now();
        while traps.tally() == before {
            assert!(begun.elapsed() < LONG, "because each is counted");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let taken = traps.tally().taken > before.taken;
        assert_eq!(taken, believed, "because of boots {boots} and time {time}");
    }
}

/// A trap of SNMPv2c, with a number of its own.
fn trap(number: u32) -> Vec<u8> {
    let kind = Value::Oid(oid(LINK_DOWN));
    let bindings = [
        ber::binding(&oid("1.3.6.1.2.1.1.3.0"), &Value::TimeTicks(number)),
        ber::binding(&oid("1.3.6.1.6.3.1.1.4.1.0"), &kind),
        ber::binding(&oid(INDEX), &Value::Gauge32(number)),
    ];
    let integer = |n: u32| ber::number(ber::tag::INTEGER, n.into());
    let bindings = ber::element(ber::tag::SEQUENCE, &bindings.concat());
    let pdu = [integer(number), integer(0), integer(0), bindings].concat();
    let community = ber::element(ber::tag::OCTETS, b"public");
    let all = [integer(1), community, ber::element(0xa7, &pdu)].concat();
    ber::element(ber::tag::SEQUENCE, &all)
}

/// Sends at most so many a second, for at least so many seconds, in portions of 20 ms. A portion that
/// is late is not made up for: a burst of them would be more than was said.
fn send_steadily(from: &str, port: u16, per_second: u32, seconds: u32) {
    let socket = UdpSocket::bind(from).unwrap();
    let portion = per_second / 50;
    for tick in 0..50 * seconds {
        std::thread::sleep(Duration::from_millis(20));
        for n in 0..portion {
            socket.send_to(&trap(tick * portion + n), ("127.0.0.1", port)).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_a_second_are_heard_without_loss() {
    let traps = hearing(&[]).await;
    let port = traps.port();
    let sending = std::thread::spawn(move || send_steadily("127.0.0.1:0", port, 1_000, 3));
    for n in 0..3_000 {
        let trap = next(&traps).await;
        assert_eq!(value(&trap, INDEX), Some(Value::Gauge32(n)), "because none is lost or late");
    }
    sending.join().unwrap();
    assert_eq!(traps.tally(), Tally { taken: 3_000, ..Tally::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trap_that_matters_is_heard_through_a_flood_nobody_looks_at() {
    let traps = hearing(&[]).await;
    let port = traps.port();
    // Nobody takes any: the queue fills up, and the flooder gets half of it. It goes on when what it
    // sent was read, since what the kernel drops is not what this is about.
    let flooder = UdpSocket::bind("127.0.0.1:0").unwrap();
    for portion in 1..=50 {
        for n in 0..200 {
            flooder.send_to(&trap(portion * 200 + n), ("127.0.0.1", port)).unwrap();
        }
        let begun = Instant::now();
        while traps.tally().taken < u64::from(portion) * 200 {
            assert!(begun.elapsed() < LONG, "because the port was read: {:?}", traps.tally());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    assert!(traps.tally().lost > 5_000, "because nobody took any: {:?}", traps.tally());
    let other = UdpSocket::bind("127.0.0.2:0").unwrap();
    other.send_to(&trap(99), ("127.0.0.1", port)).unwrap();
    let lost = traps.tally().lost;
    loop {
        if next(&traps).await.from == IpAddr::from([127, 0, 0, 2]) {
            break;
        }
    }
    assert_eq!(traps.tally().lost, lost, "because there was room for another sender");
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_is_counted_and_changes_nothing() {
    let traps = hearing(&[]).await;
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let deep = [0x30, 0x84, 0, 0, 0xff, 0xff].repeat(5_000);
    let get = {
        let mut get = trap(1);
        let place = get.iter().position(|octet| *octet == 0xa7).unwrap();
        get[place] = 0xa0;
        get
    };
    let cut = trap(2);
    let garbage: [&[u8]; 9] = [
        b"",
        b"<134>Oct 11 22:14:15 sw1 link down",
        &[0x30],
        &[0x30, 0x80, 2, 1, 1],
        &[0xff; 1_400],
        &deep,
        &get,
        &cut[..cut.len() / 2],
        &[0x30, 9, 2, 1, 3, 0x30, 4, 2, 2, 0x12, 0x34],
    ];
    for octets in garbage {
        socket.send_to(octets, ("127.0.0.1", traps.port())).unwrap();
    }
    socket.send_to(&trap(3), ("127.0.0.1", traps.port())).unwrap();
    assert_eq!(value(&next(&traps).await, INDEX), Some(Value::Gauge32(3)));
    let count = garbage.len() as u64;
    assert_eq!(traps.tally(), Tally { taken: 1, malformed: count, ..Tally::default() });
}

#[tokio::test]
async fn a_port_that_is_taken_is_called_so() {
    let other = UdpSocket::bind("0.0.0.0:0").unwrap();
    let port = other.local_addr().unwrap().port();
    let opened = Traps::open(port, &engine(), &Senders::default(), &Snmp::open()).await;
    assert_eq!(opened.map(|traps| traps.port()).err(), Some(NoPort::Taken));
}
