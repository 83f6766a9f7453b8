//! A sweep of a /24 with every kind of host in it, from inside namespaces.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a lab says what it skips and measures")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use hinomi_discovery::{Finding, Options, Sweep, parse_ranges, subnets};
use hinomi_model::Secret;
use hinomi_model::snmp::Credentials;
use hinomi_net::Net;
use support::{Host, Lab, peers};

/// Tells the program inside what to look at.
const LOOK_AT: &str = "HINOMI_LAB_LOOK_AT";
/// What opens agents, and what is left alone.
const COMMUNITY: &str = "HINOMI_LAB_COMMUNITY";
const EXCLUDE: &str = "HINOMI_LAB_EXCLUDE";
/// What it prints begins so.
const FOUND: &str = "found ";
const TOLD: &str = "told ";

/// What a lab's sweep brought.
struct Swept {
    found: Vec<String>,
    told: Vec<String>,
    seconds: f64,
    /// IP packets that left in the second in which most did.
    worst: f64,
    rest: String,
}

/// Runs this very test binary inside a host.
fn sweep_from(host: &Host, look_at: &str, without: &[&str]) -> Swept {
    sweep_with(host, look_at, without, &[])
}

fn sweep_with(host: &Host, look_at: &str, without: &[&str], with: &[(&str, &str)]) -> Swept {
    let own = std::env::current_exe().expect("we are running");
    let mut command = host.command("setpriv");
    command.args(without).arg(own);
    command.args(["--ignored", "--exact", "--nocapture", "inside_the_lab"]).env(LOOK_AT, look_at);
    command.envs(with.iter().copied());
    let output = command.output().expect("util-linux is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let after =
        |start: &'static str| text.lines().filter_map(move |l| Some(l.split_once(start)?.1));
    Swept {
        found: after(FOUND).map(str::to_owned).collect(),
        told: after(TOLD).map(str::to_owned).collect(),
        worst: after("worst second ").next().and_then(|s| s.parse().ok()).expect("it counts"),
        seconds: after("seconds ").next().and_then(|s| s.parse().ok()).expect("it says how long"),
        rest: text.lines().filter(|line| !line.contains(FOUND)).collect::<Vec<_>>().join("\n"),
    }
}

#[tokio::test]
#[ignore = "the lab's tests run it inside their namespaces"]
async fn inside_the_lab() {
    let Ok(look_at) = std::env::var(LOOK_AT) else { return };
    println!("subnets {:?}", subnets());
    let net = Net::open().await;
    let watch = hinomi_net::stopwatch::Stopwatch::start();
    let before = sent();
    let community = std::env::var(COMMUNITY).ok().map(|c| Credentials::V2c(Secret::new(c)));
    let exclude = std::env::var(EXCLUDE).ok().map(|out| parse_ranges(&[out]).unwrap());
    let options =
        Options { logins: community.into_iter().collect(), exclude, ..Options::default() };
    let meter = Meter::start();
    let sweep = Sweep::start(&net, parse_ranges(&[look_at]).unwrap(), options);
    let progress = sweep.wait().await;
    let seconds = watch.elapsed().as_secs_f64();
    println!("worst second {:.0}", meter.worst());
    println!("trouble {:?}", progress.trouble);
    println!("echo by {:?}, {} packets sent", net.icmp.advice().v4, sent() - before);
    println!("seconds {seconds:.2}");
    assert!(!progress.running && progress.done == progress.of);
    for finding in &progress.findings {
        println!("{FOUND}{}", line(finding));
        println!("{TOLD}{}", told(finding));
    }
}

fn told(f: &Finding) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let also: Vec<String> = f.also.iter().map(ToString::to_string).collect();
    let beyond = f.beyond.map_or_else(String::new, |by| format!(" beyond {by}"));
    let (name, maker, model) = (text(&f.name), text(&f.maker), text(&f.model));
    let Finding { address, kind, sure, .. } = f;
    format!("{address} {kind:?} {sure:?} {name} | {maker} | {model} | {}{beyond}", also.join(" "))
}

/// Reads a counter of packets all the time.
struct Meter {
    stop: Arc<AtomicBool>,
    reading: JoinHandle<Vec<(f64, u64)>>,
}

impl Meter {
    fn start() -> Meter {
        let stop = Arc::new(AtomicBool::new(false));
        let ended = stop.clone();
        let reading = std::thread::spawn(move || {
            let watch = hinomi_net::stopwatch::Stopwatch::start();
            let mut seen = Vec::new();
            while !ended.load(Ordering::Relaxed) {
                seen.push((watch.elapsed().as_secs_f64(), out_requests()));
                std::thread::sleep(Duration::from_millis(50));
            }
            seen
        });
        Meter { stop, reading }
    }

    /// Packets per second over the second in which most left; at most one reading longer than that.
    fn worst(self) -> f64 {
        self.stop.store(true, Ordering::Relaxed);
        let seen = self.reading.join().expect("it only reads");
        let rate = |(n, (from, before)): (usize, &(f64, u64))| {
            let (until, after) = seen[n..].iter().find(|(until, _)| until - from >= 1.0)?;
            Some((after - before) as f64 / (until - from))
        };
        seen.iter().enumerate().filter_map(rate).fold(0.0, f64::max)
    }
}

/// IP packets that were sent in this namespace, without those by which the kernel tells ourselves
/// that nobody answers ARP.
fn out_requests() -> u64 {
    counter("Ip:", "OutRequests") - counter("Icmp:", "OutDestUnreachs")
}

/// A counter of proc(5)'s net/snmp.
fn counter(group: &str, name: &str) -> u64 {
    let table = std::fs::read_to_string("/proc/net/snmp").unwrap_or_default();
    let mut rows = table.lines().filter(|line| line.starts_with(group));
    let names = rows.next().unwrap_or_default().split(' ');
    let values = rows.next().unwrap_or_default().split(' ');
    let mut found = names.zip(values).filter(|(found, _)| *found == name);
    found.next().and_then(|(_, value)| value.parse().ok()).unwrap_or(0)
}

fn line(finding: &Finding) -> String {
    let mut words = vec![finding.address.to_string(), format!("{:?}", finding.evidence)];
    words.extend(finding.ports.iter().map(u16::to_string));
    words.extend(finding.gateway.then(|| "gateway".to_owned()));
    words.extend(finding.this_pc.then(|| "this PC".to_owned()));
    words.extend(finding.mac.is_none().then(|| "no mac".to_owned()));
    words.join(" ")
}

/// Packets that left by `eth0`.
fn sent() -> u64 {
    let table = std::fs::read_to_string("/proc/net/dev").unwrap_or_default();
    let eth0 = table.lines().find_map(|line| line.trim().strip_prefix("eth0:"));
    eth0.and_then(|line| line.split_whitespace().nth(9)?.parse().ok()).unwrap_or(0)
}

#[test]
fn exactly_the_hosts_that_are_there_are_found_within_15_s() {
    let Some(lab) = Lab::open() else { return };
    let mut hosts = vec![lab.host("10.77.0.1/24", &[53])];
    for d in 10..16 {
        let doors: &[u16] = if d == 12 { &[22, 80] } else { &[] };
        hosts.push(lab.host(&format!("10.77.0.{d}/24"), doors));
    }
    for d in 20..23 {
        let doors: &[u16] = if d == 22 { &[443] } else { &[] };
        let host = lab.host(&format!("10.77.0.{d}/24"), doors);
        host.set("ipv4/icmp_echo_ignore_all", "1");
        hosts.push(host);
    }
    let silent = [lab.host("10.77.0.30/24", &[]), lab.host("10.77.0.31/24", &[])];
    silent.iter().for_each(Host::mute);
    let liar = lab.host("10.77.0.40/24", &[]);
    speak_for_others(&liar);
    let [sees, blind] = ["10.77.0.100/24", "10.77.0.101/24"].map(|at| lab.host(at, &[]));
    for scanner in [&sees, &blind] {
        scanner.ip("route add default via 10.77.0.1");
        let remembered = silent[1].mac();
        scanner.ip(&format!("neigh add 10.77.0.31 lladdr {remembered} nud stale dev eth0"));
        scanner.ip("neigh add 10.77.0.60 lladdr 06:00:00:00:00:60 nud stale dev eth0");
    }

    let no_raw = ["--bounding-set=-net_raw"];
    let (by_echo, by_tcp, nowhere) = std::thread::scope(|scope| {
        let by_echo = scope.spawn(|| sweep_from(&sees, "10.77.0.0/24", &[]));
        let by_tcp = scope.spawn(|| sweep_from(&blind, "10.77.0.0/24", &no_raw));
        let nowhere = sweep_from(&hosts[3], "10.99.0.0/29", &[]);
        (by_echo.join().unwrap(), by_tcp.join().unwrap(), nowhere)
    });
    println!("{}\n{}", by_echo.rest, by_tcp.rest);

    let plain = |d: u8| format!("10.77.0.{d} {{Icmp, Tcp, Neighbour}}");
    let mut want = vec![format!("{} 53 gateway", plain(1)), plain(10), plain(11)];
    want.extend([format!("{} 22 80", plain(12)), plain(13), plain(14), plain(15)]);
    want.extend([20, 21].map(|d| format!("10.77.0.{d} {{Tcp, Neighbour}}")));
    want.push("10.77.0.22 {Tcp, Neighbour} 443".to_owned());
    want.extend([30, 31].map(|d| format!("10.77.0.{d} {{Neighbour}}")));
    want.push("10.77.0.40 {Icmp, Tcp} no mac".to_owned());
    let mut by_both = want.clone();
    by_both.extend(["10.77.0.100 {Icmp, Tcp} this PC".to_owned(), plain(101)]);
    assert_eq!(by_echo.found, by_both, "because these are there and nobody else is");

    let mut without_echo: Vec<String> = want.iter().map(|l| l.replace("Icmp, ", "")).collect();
    without_echo.push("10.77.0.100 {Tcp, Neighbour}".to_owned());
    without_echo.push("10.77.0.101 {Tcp} this PC".to_owned());
    assert_eq!(by_tcp.found, without_echo, "because TCP and ARP find the same hosts");

    for swept in [&by_echo, &by_tcp] {
        assert!(swept.seconds <= 15.0, "a /24 took {} s", swept.seconds);
    }
    assert!(by_echo.rest.contains("trouble None"), "{}", by_echo.rest);
    assert!(nowhere.found.is_empty() && nowhere.rest.contains("trouble Some(NoRoute)"));
}

#[test]
fn silence_on_a_datagram_socket_is_no_trouble_of_ours() {
    let Some(lab) = Lab::open() else { return };
    let _other = lab.host("10.78.0.7/24", &[]);
    let scanner = lab.host("10.78.0.100/24", &[]);
    scanner.set("ipv4/ping_group_range", "0 2147483647");
    let swept = sweep_from(&scanner, "10.78.0.0/24", &[]);
    let want = ["10.78.0.7 {Icmp, Tcp, Neighbour}", "10.78.0.100 {Icmp, Tcp} this PC"];
    assert_eq!(swept.found, want);
    assert!(swept.rest.contains("echo by Dgram"), "{}", swept.rest);
    assert!(swept.rest.contains("trouble None"), "because there is a route: {}", swept.rest);
    assert!(swept.seconds <= 15.0, "a /24 took {} s", swept.seconds);
}

#[test]
fn everybody_says_what_he_is_and_routers_lead_further() {
    let Some(lab) = Lab::open() else { return };
    let mut gateway = lab.host("10.77.0.1/24", &[]);
    gateway.ip("address add 10.88.0.1/24 dev eth0");
    gateway.set("ipv4/ip_forward", "1");
    for interface in ["all", "eth0"] {
        gateway.set(&format!("ipv4/conf/{interface}/send_redirects"), "0");
    }
    let [branch, spared] = ["10.88.0.5/24", "10.88.0.66/24"].map(|at| {
        let host = lab.host(at, &[22]);
        host.ip("route add default via 10.88.0.1");
        host
    });
    spared.ip("address add fd00:77::66/64 dev eth0 nodad");
    let arp = |host: &Host, ip: &str| {
        format!("1.3.6.1.2.1.4.22.1.2.1.{ip}|4x|{}\n", host.mac().replace(':', ""))
    };
    let tables =
        arp(&branch, "10.88.0.5") + &arp(&spared, "10.88.0.66") + &arp(&spared, "203.0.113.9");
    gateway.plug(peers::agent(
        "10.77.0.1:161".parse().unwrap(),
        "lab",
        format!("{GATEWAY}{tables}"),
    ));

    let mut nas = lab.host("10.77.0.20/24", &[]);
    let page = "<html><title>DiskStation &lt;script&gt;alert(1)&lt;/script&gt;</title></html>";
    nas.plug(peers::web("10.77.0.20:80".parse().unwrap(), "server: nginx\r\n", page.into()));
    nas.plug(peers::netbios(&[("NAS-1", 0, false), ("OFFICE", 0, true), ("NAS-1", 0x20, false)]));
    nas.ip("address add fd00:77::20/64 dev eth0 nodad");
    let mut camera = lab.host("10.77.0.21/24", &[]);
    let scopes =
        "onvif://www.onvif.org/name/HIKVISION%20DS onvif://www.onvif.org/hardware/DS-2CD2042WD";
    camera.plug(peers::camera([10, 77, 0, 21].into(), scopes));
    let mut player = lab.host("10.77.0.22/24", &[]);
    player.plug(peers::upnp([10, 77, 0, 22].into(), PLAYER));
    let mut router = lab.host("10.77.0.23/24", &[]);
    router.plug(peers::ssh("10.77.0.23:22".parse().unwrap(), "SSH-2.0-ROSSSH\r\n"));

    let here = lab.host("10.77.0.100/24", &[]);
    here.ip("route add default via 10.77.0.1");
    here.ip("address add fd00:77::100/64 dev eth0 nodad");
    let with = [(COMMUNITY, "lab"), (EXCLUDE, "10.88.0.64/26")];
    let swept = sweep_with(&here, "10.77.0.0/24", &[], &with);
    println!("{}", swept.rest);
    let want = [
        "10.77.0.1 Router Sure gw | - | - | 10.88.0.1",
        "10.77.0.20 Storage Likely NAS-1 | Synology | - | fd00:77::20",
        "10.77.0.21 Camera Sure HIKVISION DS | Hikvision | DS-2CD2042WD | ",
        "10.77.0.22 Storage Guess <b>Living room</b> | Acme & Sons | Player 9000 X1 | ",
        "10.77.0.23 Router Likely - | - | - | ",
        "10.77.0.100 Workstation Sure - | - | - | ",
        "10.88.0.5 Other Unknown - | - | - |  beyond 10.77.0.1",
    ];
    assert_eq!(
        swept.told, want,
        "because 10.88.0.66 is to be left alone and 203.0.113.9 is nobody's"
    );
    assert_eq!(spared.counter6(ASKED), 0, "because it is left alone by IPv6 too");
    let evidence = swept.found.iter().find(|line| line.starts_with("10.77.0.21 "));
    assert!(evidence.is_some_and(|line| line.contains("Wsd")), "{evidence:?}");
    assert!(swept.seconds <= 25.0, "it took {} s", swept.seconds);
}

/// Counts the datagrams by which a host is asked who it is, since nobody takes them (RFC 863).
const ASKED: &str = "Udp6NoPorts";

#[test]
fn who_has_ipv6_alone_is_found_where_everybody_is_asked_and_only_there() {
    let Some(lab) = Lab::open() else { return };
    let [modern, both, here] = [3, 4, 5].map(|n| {
        let host = lab.host(&format!("10.79.0.{n}/29"), &[]);
        host.ip(&format!("address add fd00:79::{n}/64 dev eth0 nodad"));
        host
    });
    modern.ip("address del 10.79.0.3/29 dev eth0");
    let found = |look_at: &str, with: &[(&str, &str)]| -> Vec<String> {
        let swept = sweep_with(&here, look_at, &[], with);
        println!("{}", swept.rest);
        swept.told.iter().filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect()
    };
    let alone = found("10.79.0.5-6", &[(EXCLUDE, "10.79.0.1-4")]);
    assert_eq!(alone, ["10.79.0.5"], "because the others may be those that are left alone");
    let asked = || [&modern, &both].map(|host| host.counter6(ASKED) > 0);
    assert_eq!(asked(), [false, false], "because nobody may be asked by himself there");
    let all = found("10.79.0.0/29", &[]);
    assert_eq!(all, ["10.79.0.4", "10.79.0.5", "fd00:79::3"]);
    assert_eq!(asked(), [true, true], "because there they may be");
}

/// What the gateway says of itself: two addresses, and that it forwards.
const GATEWAY: &str = "\
1.3.6.1.2.1.1.1.0|4|A box
1.3.6.1.2.1.1.3.0|67|900000
1.3.6.1.2.1.1.5.0|4|gw
1.3.6.1.2.1.2.2.1.2.1|4|eth0
1.3.6.1.2.1.2.2.1.3.1|2|6
1.3.6.1.2.1.4.1.0|2|1
1.3.6.1.2.1.4.20.1.1.10.77.0.1|64|10.77.0.1
1.3.6.1.2.1.4.20.1.1.10.88.0.1|64|10.88.0.1
1.3.6.1.2.1.4.20.1.2.10.77.0.1|2|1
1.3.6.1.2.1.4.20.1.2.10.88.0.1|2|1
";

/// How a player describes itself.
const PLAYER: &str = "<?xml version=\"1.0\"?><root><device><deviceType>urn:schemas-upnp-org:device:MediaServer:1</deviceType>\
<friendlyName>&lt;b&gt;Living room&lt;/b&gt;</friendlyName><manufacturer>Acme &amp; Sons</manufacturer>\
<modelName>Player 9000</modelName><modelNumber>X1</modelNumber></device></root>";

#[test]
fn a_full_22_takes_a_minute_at_most_and_no_more_than_200_questions_a_second() {
    let Some(lab) = Lab::open() else { return };
    let many = lab.host("10.76.0.1/22", &[]);
    for n in 2..300 {
        many.ip(&format!("address add 10.76.{}.{}/22 dev eth0", n / 250, n % 250 + 1));
    }
    let here = lab.host("10.76.3.200/22", &[]);
    // What this PC says to itself, to its own name server for one, is nobody's load.
    here.ip("link set lo down");
    let swept = sweep_from(&here, "10.76.0.0/22", &[]);
    let Swept { seconds, worst, .. } = swept;
    println!("{} found in {seconds:.1} s, at most {worst:.0} packets/s", swept.found.len());
    assert_eq!(swept.found.len(), 299, "because every address that answers is found");
    assert!(swept.seconds <= 60.0, "a /22 took {} s", swept.seconds);
    // Turns are given out every 20 ms, and those of two hundred together that the machine held up;
    // who looks around at a pace of its own doubles them.
    assert!(worst <= 240.0, "because no second has more: {worst} packets");
}

/// Proxy ARP for 10.77.0.192/26, behind which there is nobody.
fn speak_for_others(host: &Host) {
    host.ip("link add nowhere type bridge");
    host.ip("link set nowhere up");
    host.ip("route add 10.77.0.192/26 dev nowhere");
    host.set("ipv4/ip_forward", "1");
    host.set("ipv4/conf/eth0/proxy_arp", "1");
}
