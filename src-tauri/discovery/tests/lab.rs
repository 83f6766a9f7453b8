//! A sweep of a /24 with every kind of host in it, from inside namespaces.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a lab says what it skips and measures")]

mod support;

use hinomi_discovery::{Finding, Options, Sweep, parse_ranges, subnets};
use hinomi_net::Net;
use support::{Host, Lab};

/// Tells the program inside what to look at.
const LOOK_AT: &str = "HINOMI_LAB_LOOK_AT";
/// What it prints begins so.
const FOUND: &str = "found ";

/// What a lab's sweep brought.
struct Swept {
    found: Vec<String>,
    seconds: f64,
    rest: String,
}

/// Runs this very test binary inside a host.
fn sweep_from(host: &Host, look_at: &str, without: &[&str]) -> Swept {
    let own = std::env::current_exe().expect("we are running");
    let mut command = host.command("setpriv");
    command.args(without).arg(own);
    command.args(["--ignored", "--exact", "--nocapture", "inside_the_lab"]).env(LOOK_AT, look_at);
    let output = command.output().expect("util-linux is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let after =
        |start: &'static str| text.lines().filter_map(move |l| Some(l.split_once(start)?.1));
    Swept {
        found: after(FOUND).map(str::to_owned).collect(),
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
    let sweep = Sweep::start(&net, parse_ranges(&[look_at]).unwrap(), Options::default());
    let progress = sweep.wait().await;
    let seconds = watch.elapsed().as_secs_f64();
    println!("trouble {:?}", progress.trouble);
    println!("echo by {:?}, {} packets sent", net.icmp.advice().v4, sent() - before);
    println!("seconds {seconds:.2}");
    assert!(!progress.running && progress.done == progress.of);
    for finding in &progress.findings {
        println!("{FOUND}{}", line(finding));
    }
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

/// Proxy ARP for 10.77.0.192/26, behind which there is nobody.
fn speak_for_others(host: &Host) {
    host.ip("link add nowhere type bridge");
    host.ip("link set nowhere up");
    host.ip("route add 10.77.0.192/26 dev nowhere");
    host.set("ipv4/ip_forward", "1");
    host.set("ipv4/conf/eth0/proxy_arp", "1");
}
