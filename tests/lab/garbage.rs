//! Garbage at every open socket changes nothing.

use std::io::Write;
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_tests::lab::{Host, Lab};
use hinomi_tests::watching::{SiteFile, Watching};
use socket2::{Domain, Protocol, Socket, Type};

use crate::{inside, lasting, opened, pause};

/// Packets sent every 10 ms, to the network and to each open socket: some thousands a second, and no
/// more than leaves room on two cores for the program that is to bear them.
const AT_ONCE: u32 = 25;

#[test]
fn garbage_at_every_open_socket_changes_nothing() {
    let Some(lab) = Lab::open("garbage_at_every_open_socket_changes_nothing") else { return };
    let _router = lab.router();
    let hosts: Vec<_> = (10..30).map(|last| lab.host(0, last)).collect();
    let here = lab.host(0, 2);
    let liar = lab.host(0, 66);
    let site = SiteFile::with(hosts.iter().map(|host| host.address));
    let watching = Watching::start(inside(&here), &site, true);
    watching.ready();
    pause(12.0);
    let sockets = sockets(&here, watching.pid());
    println!("open: {sockets:?}");
    assert!(sockets.iter().any(|s| s.state == "UNCONN"), "because it pings: {sockets:?}");

    let long = lasting(60, 10);
    let targets: Vec<SocketAddr> = sockets.iter().filter_map(|s| s.reachable(&here)).collect();
    let sent = std::thread::scope(|scope| {
        // From next door, and from this PC itself, where a socket on loopback can be reached.
        let throw = |from: &Host, at: IpAddr| {
            let (from, targets) = (from.clone(), targets.clone());
            scope.spawn(move || {
                from.enter();
                flood(at, &targets, long)
            })
        };
        let (far, near) = (throw(&liar, here.address.into()), throw(&here, [127, 0, 0, 1].into()));
        far.join().expect("it sends") + near.join().expect("it sends")
    });
    pause(12.0);
    let lines = watching.end();
    println!("{sent} packets of garbage in {long:.0?}");
    assert!(u64::from(sent) > 1_000 * long.as_secs(), "because that was not much garbage: {sent}");

    let summary = lines.last().filter(|line| line.is("summary")).expect("it sums up");
    assert_eq!(summary.number("failed"), Some(0.0), "because everybody answered");
    assert_eq!(summary.number("unable"), Some(0.0), "because we could look");
    assert!(!lines.iter().any(opened), "because nothing happened");
    let most = lines.iter().filter_map(|l| l.number("rss")).fold(0.0, f64::max);
    assert!(most < 100e6, "because garbage is not kept: {most} octets");
}

/// An open socket of a process.
#[derive(Debug)]
struct Open {
    /// `ss` calls it so: tcp, udp, icmp, p_raw …
    kind: String,
    local: String,
    state: String,
}

impl Open {
    /// Where a stranger would send something, if it is UDP or listens for TCP.
    fn reachable(&self, here: &Host) -> Option<SocketAddr> {
        let takes = self.kind == "udp" || (self.kind == "tcp" && self.state == "LISTEN");
        let (host, port) = self.local.rsplit_once(':').filter(|_| takes)?;
        let host = host.trim_matches(['[', ']']).split('%').next()?;
        let any = matches!(host, "*" | "0.0.0.0" | "::");
        let ip = if any { IpAddr::from(here.address) } else { host.parse().ok()? };
        Some(SocketAddr::new(ip, port.parse().ok()?))
    }
}

/// All sockets of a process that can hear the network, as `ss` tells.
fn sockets(host: &Host, pid: u32) -> Vec<Open> {
    let output = host.command("ss").args(["-H", "-n", "-a", "-p", "-t", "-u", "-w"]).output();
    let text = output.expect("iproute2 is installed").stdout;
    let of = format!("pid={pid},");
    let open = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [kind, state, _, _, local, ..] = words[..] else { return None };
        Some(Open { kind: kind.into(), local: local.into(), state: state.into() })
    };
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines().filter(|line| line.contains(&of)).filter_map(open).collect()
}

/// Sends garbage: raw ICMP at an address, UDP and TCP at what is open. Gives how many packets left.
fn flood(at: IpAddr, targets: &[SocketAddr], long: Duration) -> u32 {
    let raw = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4)).expect("root may");
    let udp = UdpSocket::bind("0.0.0.0:0").expect("a free port");
    let at = SocketAddr::new(at, 0).into();
    let (clock, mut dice, mut sent) = (Clock::start(), 0x9E37_79B9_7F4A_7C15_u64, 0_u32);
    let mut room = [0; 1_400];
    while clock.steady() < long {
        for _ in 0..AT_ONCE {
            room.fill_with(|| random(&mut dice) as u8);
            let size = random(&mut dice) as usize % room.len();
            let packet = &mut room[..size.max(64)];
            if sent.is_multiple_of(2) {
                make_plausible(packet, sent / 2);
            }
            sent += u32::from(raw.send_to(packet, &at).is_ok());
            for target in targets {
                sent += u32::from(udp.send_to(packet, target).is_ok());
            }
        }
        for target in targets {
            let soon = Duration::from_millis(50);
            if let Ok(mut stream) = TcpStream::connect_timeout(target, soon) {
                sent += u32::from(stream.write_all(&room).is_ok());
            }
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    sent
}

/// Makes an ICMP message that gets past the kernel and is read: an echo reply with one identifier
/// after the other, or a complaint that quotes an echo to one of the hosts (RFC 792).
fn make_plausible(packet: &mut [u8], nth: u32) {
    packet[0] = [0, 3, 0, 11, 0, 5, 0, 12][(nth % 8) as usize];
    packet[1] %= 16;
    let id = ((nth / 2) as u16).to_be_bytes();
    if packet[0] == 0 {
        packet[4..6].copy_from_slice(&id);
    } else {
        packet[8] = 0x45;
        packet[17] = 1;
        packet[24..28].copy_from_slice(&[10, 77, 0, 10 + (nth % 20) as u8]);
        packet[28] = 8;
        packet[32..34].copy_from_slice(&id);
    }
    packet[2..4].fill(0);
    let checksum = checksum(packet).to_be_bytes();
    packet[2..4].copy_from_slice(&checksum);
}

/// The Internet checksum (RFC 1071).
fn checksum(packet: &[u8]) -> u16 {
    let word = |pair: &[u8]| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
    let sum: u32 = packet.chunks(2).map(word).sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) + (folded >> 16)) as u16
}

/// xorshift64.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
