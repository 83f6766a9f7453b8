//! One question to everybody on our own links, and everybody's answers.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;

use crate::interfaces::Interface;

/// Links asked on.
const MOST_LINKS: usize = 8;
/// Octets of an answer looked at.
const LONGEST: usize = 8 * 1024;
/// Answers kept in all …
const MOST_ANSWERS: usize = 2_048;
/// … and of one host.
const MOST_OF_ONE: usize = 24;
/// A question that may have been lost is asked again after so long.
const AGAIN: Duration = Duration::from_millis(600);

/// Sends each question to a group on every link that leads outside, twice, and gathers who answers
/// what for this long. Never fails: a link that cannot be asked has no answers.
pub(crate) async fn gather(
    interfaces: &[Interface],
    group: SocketAddrV4,
    questions: &[String],
    long: Duration,
) -> Vec<(Ipv4Addr, Vec<u8>)> {
    let usable = interfaces.iter().filter(|i| i.up && !i.loopback);
    let own = usable.filter_map(|i| i.addresses.iter().find_map(|net| v4(net.addr())));
    let sockets: Vec<UdpSocket> = own.take(MOST_LINKS).filter_map(|ip| open(ip).ok()).collect();
    let mut heard = Heard::default();
    let hearing = async {
        let mut all: FuturesUnordered<_> = sockets.iter().map(next).collect();
        while let Some((socket, answer)) = all.next().await {
            // A link that is gone meanwhile says nothing any more.
            let Some((from, octets)) = answer else { continue };
            if !heard.keep(from, octets) {
                return;
            }
            all.push(next(socket));
        }
        std::future::pending::<()>().await;
    };
    let asking = async {
        for _ in 0..2 {
            for question in questions {
                for socket in &sockets {
                    // A question that does not leave has no answer; the second one may.
                    let _ = socket.send_to(question.as_bytes(), group).await;
                }
            }
            tokio::time::sleep(AGAIN).await;
        }
        std::future::pending::<()>().await;
    };
    // The time-out is the normal end.
    let _ = tokio::time::timeout(long, async {
        tokio::select! { () = hearing => {} () = asking => {} }
    })
    .await;
    heard.answers
}

fn v4(ip: IpAddr) -> Option<Ipv4Addr> {
    match ip {
        IpAddr::V4(ip) => Some(ip),
        IpAddr::V6(_) => None,
    }
}

fn open(own: Ipv4Addr) -> std::io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    socket.set_multicast_if_v4(&own)?;
    // Our own links are asked and nobody behind them.
    socket.set_multicast_ttl_v4(1)?;
    socket.bind(&SocketAddr::from((own, 0)).into())?;
    UdpSocket::from_std(socket.into())
}

async fn next(socket: &UdpSocket) -> (&UdpSocket, Option<(Ipv4Addr, Vec<u8>)>) {
    let mut octets = vec![0; LONGEST];
    let answer = socket.recv_from(&mut octets).await.ok().and_then(|(count, from)| {
        octets.truncate(count);
        Some((v4(from.ip())?, octets))
    });
    (socket, answer)
}

/// Answers, of everybody a few.
#[derive(Default)]
struct Heard {
    answers: Vec<(Ipv4Addr, Vec<u8>)>,
    of: HashMap<Ipv4Addr, usize>,
}

impl Heard {
    /// `false` when there is no room for any more.
    fn keep(&mut self, from: Ipv4Addr, octets: Vec<u8>) -> bool {
        let known = self.answers.iter().any(|(who, said)| *who == from && *said == octets);
        let count = self.of.entry(from).or_default();
        if !known && *count < MOST_OF_ONE {
            *count += 1;
            self.answers.push((from, octets));
        }
        self.answers.len() < MOST_ANSWERS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_fills_the_room_of_the_others() {
        let mut heard = Heard::default();
        for n in 0..10_000u32 {
            assert!(heard.keep([10, 0, 0, 1].into(), n.to_be_bytes().to_vec()));
        }
        heard.keep([10, 0, 0, 2].into(), vec![1]);
        heard.keep([10, 0, 0, 2].into(), vec![1]);
        assert_eq!(heard.answers.len(), MOST_OF_ONE + 1, "because the same again is no news");
        let full = (0..4_000u32).map(|n| heard.keep(n.into(), vec![2])).filter(|room| *room);
        assert_eq!(full.count() + MOST_OF_ONE + 1 + 1, MOST_ANSWERS);
    }
}
