//! Echoes against real sockets: the kernel's own answers, its silence, and forged packets.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "tests")]
#![cfg(target_os = "linux")]

mod support;

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use futures::future::join_all;
use hinomi_model::{Cause, Obstacle};
use hinomi_net::NoAnswer;
use hinomi_net::icmp::portable::Portable;
use hinomi_net::icmp::{Icmp, Method, Reply};
use socket2::{Domain, Protocol, Socket, Type};
use support::alone;

const ANYBODY: (&str, &str) = ("ipv4/ping_group_range", "0 2147483647");
const NOBODY: (&str, &str) = ("ipv4/ping_group_range", "1 0");
const SILENT: (&str, &str) = ("ipv4/icmp_echo_ignore_all", "1");
/// How long silence is listened to. Linux limits how often it says "unreachable"; a test must not
/// depend on that.
const SHORT: Duration = Duration::from_millis(300);
/// How long an answer that comes is waited for at most, on a machine with much to do.
const LONG: Duration = Duration::from_secs(5);

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

async fn echo(icmp: &Icmp, to: &str) -> Result<Reply, NoAnswer> {
    icmp.echo(ip(to), 32, Duration::from_secs(2)).await
}

/// We look at the answer this much after the kernel has it.
const LATE: Duration = Duration::from_millis(100);

/// The round trip of an echo whose answer lies there for a while before anybody here looks at it:
/// by the kernel's stamp that while is no part of it, whatever else this machine has to do.
async fn seen_late(icmp: &Icmp, to: &str) -> Duration {
    let mut asked = Box::pin(icmp.echo(ip(to), 32, LONG));
    assert!(futures::poll!(&mut asked).is_pending(), "because it has only just left");
    // Everything in this runtime stands still, the reader of the socket too.
    std::thread::sleep(LATE);
    asked.await.unwrap_or_else(|why| panic!("{to}: {why}")).rtt
}

async fn loopback_answers(method: Method) {
    let icmp = Icmp::open();
    for to in ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"] {
        assert_eq!(icmp.method(ip(to)), method, "{to}");
        let rtt = seen_late(&icmp, to).await;
        assert!(rtt < LATE / 2, "{to} took {rtt:?}, because the kernel stamps it");
    }
    let big = icmp.echo(ip("127.0.0.1"), Icmp::LARGEST, Duration::from_secs(2)).await;
    assert!(big.is_ok(), "{big:?}");
}

#[test]
fn loopback_answers_over_raw_sockets() {
    alone(&[NOBODY], || loopback_answers(Method::Raw));
}

#[test]
fn loopback_answers_over_datagram_sockets() {
    alone(&[ANYBODY], || loopback_answers(Method::Dgram));
}

async fn nobody_is_lost() {
    let icmp = Icmp::open();
    let to = |n: u32| IpAddr::from((0x7f00_0001 + n).to_be_bytes());
    for round in 0..4 {
        let all = (0..1000).map(|n| icmp.echo(to(n + 1000 * round), 32, Duration::from_secs(2)));
        let lost = join_all(all).await.into_iter().filter(Result::is_err).count();
        assert_eq!(lost, 0, "because every address of 127.0.0.0/8 answers");
    }
}

#[test]
fn of_a_thousand_at_once_none_is_lost_on_a_raw_socket() {
    alone(&[NOBODY], nobody_is_lost);
}

#[test]
fn of_a_thousand_at_once_none_is_lost_on_a_datagram_socket() {
    alone(&[ANYBODY], nobody_is_lost);
}

#[test]
fn without_a_route_we_say_that_it_is_us() {
    for method in [NOBODY, ANYBODY] {
        alone(&[method], || async {
            let icmp = Icmp::open();
            for to in ["10.9.9.9", "2001:db8::9", "fe80::9"] {
                let want = Err(NoAnswer::Unable(Obstacle::NoRoute));
                assert_eq!(echo(&icmp, to).await, want, "{to} {:?}", icmp.method(ip(to)));
            }
        });
    }
}

#[test]
fn silence_is_a_time_out_and_takes_as_long_as_allowed() {
    alone(&[NOBODY, SILENT], || async {
        let icmp = Icmp::open();
        let start = Instant::now();
        let answer = icmp.echo(ip("127.0.0.1"), 32, SHORT).await;
        assert_eq!(answer, Err(NoAnswer::TIMED_OUT));
        let took = start.elapsed();
        assert!(took >= SHORT && took < LONG, "{took:?}");
    });
}

/// An Ethernet of our own on which nobody answers ARP.
fn empty_ethernet() {
    for args in [
        "link add name left type veth peer name right",
        "addr add 10.66.0.1/16 dev left",
        "link set left up",
        "link set right up",
    ] {
        let done = std::process::Command::new("ip").args(args.split(' ')).status();
        assert!(done.expect("iproute2 is installed").success(), "ip {args}");
    }
}

/// Requests to the dead wait for ARP in our send buffer, and their failures arrive as errors of
/// whatever is sent next: neither may touch the living.
#[test]
fn three_hundred_dead_neighbours_take_nothing_from_the_living() {
    for method in [NOBODY, ANYBODY] {
        alone(&[method], || async {
            empty_ethernet();
            let icmp = Icmp::open();
            let dead = (0..1800u32).map(|n| {
                let icmp = icmp.clone();
                let to = IpAddr::from((0x0a42_0100 + n % 300).to_be_bytes());
                async move {
                    tokio::time::sleep(Duration::from_millis(u64::from(n / 300) * 500)).await;
                    icmp.echo(to, 32, Duration::from_millis(800)).await
                }
            });
            let living = (0..800u64).map(|n| {
                let icmp = icmp.clone();
                async move {
                    tokio::time::sleep(Duration::from_millis(n * 5)).await;
                    echo(&icmp, "127.0.0.9").await
                }
            });
            let (dead, living) = futures::join!(join_all(dead), join_all(living));
            let lost: Vec<_> = living.iter().filter_map(|a| a.as_ref().err()).collect();
            assert!(lost.is_empty(), "because the living answered: {lost:?}");
            let unable = dead.iter().filter(|a| matches!(a, Err(NoAnswer::Unable(_)))).count();
            let first = dead.iter().find(|a| matches!(a, Err(NoAnswer::Unable(_))));
            assert_eq!(unable, 0, "because a host without ARP is the host's failure: {first:?}");
            assert!(dead.iter().all(Result::is_err));
        });
    }
}

#[test]
fn dropped_echoes_free_their_places() {
    alone(&[NOBODY, SILENT], || async {
        let icmp = Icmp::open();
        let places = icmp.advice().in_flight;
        let minute = Duration::from_secs(60);
        for _ in 0..3 {
            let to = ip("127.0.0.1");
            let mut all: Vec<_> =
                (0..places).map(|_| Box::pin(icmp.echo(to, 32, minute))).collect();
            for one in &mut all {
                assert!(futures::poll!(one).is_pending(), "because nobody answers");
            }
        }
        let start = Instant::now();
        let answer = icmp.echo(ip("127.0.0.1"), 32, SHORT).await;
        assert_eq!(answer, Err(NoAnswer::TIMED_OUT));
        let took = start.elapsed();
        assert!(took < Duration::from_secs(15), "because no place is free for a minute: {took:?}");
    });
}

/// A raw socket that hears requests and says whatever it likes.
struct Forger(Socket);

impl Forger {
    fn at(address: &str) -> Forger {
        let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4)).unwrap();
        socket.bind(&SocketAddr::new(ip(address), 0).into()).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        Forger(socket)
    }

    /// The next echo request to us, from its IP header on.
    fn hears(&self) -> Vec<u8> {
        use std::io::Read;
        let mut room = [0; 2048];
        loop {
            let got = (&self.0).read(&mut room).expect("a request within 2 s");
            if room[20] == 8 {
                return room[..got].to_vec();
            }
        }
    }

    fn says(&self, mut message: Vec<u8>) {
        if message.len() >= 4 {
            message[2..4].copy_from_slice(&[0, 0]);
            let mut sum: u32 = message
                .chunks(2)
                .map(|w| u32::from(w[0]) << 8 | u32::from(*w.get(1).unwrap_or(&0)))
                .sum();
            while sum > 0xffff {
                sum = (sum & 0xffff) + (sum >> 16);
            }
            message[2..4].copy_from_slice(&(!(sum as u16)).to_be_bytes());
        }
        self.says_unsummed(&message);
    }

    fn says_unsummed(&self, message: &[u8]) {
        self.0.send_to(message, &SocketAddr::new(ip("127.0.0.1"), 0).into()).unwrap();
    }
}

fn reply_to(request: &[u8]) -> Vec<u8> {
    let mut reply = request[20..].to_vec();
    reply[0] = 0;
    reply
}

fn error_about(request: &[u8], kind: u8, code: u8) -> Vec<u8> {
    [&[kind, code, 0, 0, 0, 0, 0, 0][..], request].concat()
}

/// Starts an echo nobody answers, lets `forge` speak about it, and gives what the echo became after
/// at most so long.
async fn forged(
    long: Duration,
    forge: impl FnOnce(&Forger, &Forger, &[u8]),
) -> Result<Reply, NoAnswer> {
    let icmp = Icmp::open();
    let (there, elsewhere) = (Forger::at("127.0.0.7"), Forger::at("127.0.0.9"));
    let mut asked = Box::pin(icmp.echo(ip("127.0.0.7"), 32, long));
    assert!(futures::poll!(&mut asked).is_pending());
    let request = there.hears();
    forge(&there, &elsewhere, &request);
    asked.await
}

fn garbage(there: &Forger, elsewhere: &Forger, request: &[u8]) {
    let reply = reply_to(request);
    elsewhere.says(reply.clone());
    for place in 4..16 {
        let mut wrong = reply.clone();
        wrong[place] ^= 0x40;
        there.says(wrong);
    }
    for cut in 2..16 {
        there.says(reply[..cut].to_vec());
    }
    let mut unsummed = reply.clone();
    unsummed[2] ^= 1;
    there.says_unsummed(&unsummed);
    for kind in 1..=255u8 {
        let mut other = reply.clone();
        other[0] = kind;
        there.says(other);
    }
    for about in [&request[..27], &[0xff; 64], &[0x4f; 30], &[]] {
        elsewhere.says(error_about(about, 3, 1));
        elsewhere.says(error_about(about, 11, 0));
    }
    let mut about_another = request.to_vec();
    about_another[19] ^= 3;
    elsewhere.says(error_about(&about_another, 3, 1));
}

#[test]
fn forged_and_broken_packets_change_nothing() {
    for method in [NOBODY, ANYBODY] {
        alone(&[method, SILENT], || async {
            assert_eq!(forged(SHORT, garbage).await, Err(NoAnswer::TIMED_OUT));
            let answer = forged(LONG, |there, elsewhere, request| {
                garbage(there, elsewhere, request);
                there.says(reply_to(request));
                there.says(reply_to(request));
            });
            let answer = answer.await;
            assert!(answer.is_ok(), "because the true reply came after the garbage: {answer:?}");
        });
    }
}

#[test]
fn a_router_that_says_unreachable_is_named() {
    for method in [NOBODY, ANYBODY] {
        alone(&[method, SILENT], || async {
            let by = Some(ip("127.0.0.9"));
            let unreachable = Err(NoAnswer::Failed(Cause::Unreachable { by, code: 1 }));
            let said = forged(LONG, |_, router, request| router.says(error_about(request, 3, 1)));
            assert_eq!(said.await, unreachable);
            // Too short to be sure of: believed only when its time is up.
            let second = Duration::from_secs(1);
            let said =
                forged(second, |_, router, request| router.says(error_about(&request[..28], 3, 1)));
            assert_eq!(said.await, unreachable, "because nothing better came");
            let said = forged(LONG, |_, router, request| router.says(error_about(request, 11, 0)));
            assert_eq!(said.await, Err(NoAnswer::Failed(Cause::TtlExceeded { by })));
        });
    }
}

#[test]
fn one_echos_error_is_never_another_echos() {
    alone(&[ANYBODY, SILENT], || async {
        let icmp = Icmp::open();
        let (there, router) = (Forger::at("127.0.0.7"), Forger::at("127.0.0.9"));
        let mut asked = Box::pin(icmp.echo(ip("127.0.0.7"), 32, LONG));
        assert!(futures::poll!(&mut asked).is_pending());
        router.says(error_about(&there.hears(), 3, 1));
        // The error is now pending on the shared socket; the next send meets it.
        let other = icmp.echo(ip("127.0.0.8"), 32, SHORT).await;
        assert_eq!(other, Err(NoAnswer::TIMED_OUT), "because nobody said anything about it");
        assert!(matches!(asked.await, Err(NoAnswer::Failed(Cause::Unreachable { .. }))));
    });
}

#[test]
fn the_portable_way_answers_too() {
    alone(&[ANYBODY], || async {
        let portable = Portable::open();
        assert_eq!(portable.method(ip("127.0.0.1")), Method::Dgram);
        let answer = portable.echo(ip("127.0.0.1"), 32, Duration::from_secs(2)).await;
        assert!(answer.is_ok(), "{answer:?}");
        let answer = portable.echo(ip("10.9.9.9"), 32, Duration::from_secs(2)).await;
        assert_eq!(answer, Err(NoAnswer::Unable(Obstacle::NoRoute)));
    });
}
