//! IPv6 neighbours (RFC 4861): who answers for which address on our own links, and how to have
//! them answer.

use std::net::{Ipv6Addr, SocketAddrV6};

#[cfg(not(target_os = "linux"))]
pub use elsewhere::{all_nodes, there};
#[cfg(target_os = "linux")]
pub use linux::{all_nodes, there};

/// Has the system ask who an address is: a datagram to the discard service (RFC 863).
pub fn nudge(at: SocketAddrV6) {
    const DISCARD: u16 = 9;
    let to = SocketAddrV6::new(*at.ip(), DISCARD, 0, at.scope_id());
    if let Ok(socket) = std::net::UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)) {
        // What cannot be sent finds nobody out.
        let _ = socket.send_to(&[], to);
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::net::SocketAddrV6;
    use std::time::Duration;

    use crate::interfaces::Interface;
    use crate::neighbours::Neighbour;

    /// None: this system is not asked.
    pub fn there(_: &[SocketAddrV6]) -> Vec<Neighbour> {
        Vec::new()
    }

    /// None: this system is not asked.
    pub async fn all_nodes(_: &[Interface], _: Duration) -> Vec<SocketAddrV6> {
        Vec::new()
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeSet;
    use std::hash::{BuildHasher, RandomState};
    use std::io;
    use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};
    use std::os::fd::{AsRawFd, OwnedFd};
    use std::time::Duration;

    use futures::stream::{FuturesUnordered, StreamExt};
    use nix::net::if_::{if_indextoname, if_nametoindex};
    use nix::sys::socket::{
        AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, recv, sendto,
        setsockopt, sockopt,
    };
    use nix::sys::time::TimeVal;
    use socket2::{Domain, Protocol, Socket, Type};
    use tokio::net::UdpSocket;

    use crate::interfaces::Interface;
    use crate::neighbours::Neighbour;

    /// Entries of the table looked at.
    const MOST: usize = 65_536;
    /// Addresses asked from, and answers kept.
    const MOST_SOCKETS: usize = 16;
    const MOST_ANSWERS: usize = 1_024;
    /// Everybody on the link.
    const ALL_NODES: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

    /// The neighbours that are certainly there: those that `answered` just now, and those that
    /// answered the system within the last half a minute or so. Only on Linux; elsewhere there are
    /// none.
    pub fn there(answered: &[SocketAddrV6]) -> Vec<Neighbour> {
        let octets = dump().unwrap_or_default();
        parse(&octets)
            .into_iter()
            .filter(|entry| entry.reachable || answered.iter().any(|at| *at.ip() == entry.ip))
            .filter_map(|Entry { index, ip, mac, .. }| {
                let interface = if_indextoname(index).ok()?.to_string_lossy().into_owned();
                Some(Neighbour { ip: IpAddr::V6(ip), mac, interface })
            })
            .collect()
    }

    /// Asks the kernel for its table (rtnetlink(7), RTM_GETNEIGH).
    fn dump() -> io::Result<Vec<u8>> {
        let socket: OwnedFd = nix::sys::socket::socket(
            AddressFamily::Netlink,
            SockType::Raw,
            SockFlag::SOCK_CLOEXEC,
            SockProtocol::NetlinkRoute,
        )?;
        setsockopt(&socket, sockopt::ReceiveTimeout, &TimeVal::new(1, 0))?;
        // nlmsghdr: length, RTM_GETNEIGH, NLM_F_REQUEST | NLM_F_DUMP, sequence, port; then ndmsg
        // with the family AF_INET6.
        let mut question = Vec::new();
        question.extend(28u32.to_ne_bytes());
        question.extend(30u16.to_ne_bytes());
        question.extend(0x301u16.to_ne_bytes());
        question.extend(1u32.to_ne_bytes());
        question.extend(0u32.to_ne_bytes());
        question.extend([10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let kernel = NetlinkAddr::new(0, 0);
        sendto(socket.as_raw_fd(), &question, &kernel, MsgFlags::empty())?;
        let (mut all, mut part) = (Vec::new(), vec![0; 32 * 1024]);
        while all.len() < MOST * 64 {
            let count = recv(socket.as_raw_fd(), &mut part, MsgFlags::empty())?;
            all.extend(&part[..count]);
            if count == 0 || ends(&part[..count]) {
                break;
            }
        }
        Ok(all)
    }

    const ERROR: u16 = 2;
    const DONE: u16 = 3;
    const NEIGHBOUR: u16 = 28;

    fn ends(octets: &[u8]) -> bool {
        messages(octets).any(|(kind, _)| matches!(kind, ERROR | DONE))
    }

    /// Messages with what is in them.
    fn messages(octets: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
        pieces(octets, 16, |head| {
            let length = u32::from_ne_bytes(head[..4].try_into().ok()?);
            Some((length as usize, u16::from_ne_bytes(head[4..6].try_into().ok()?)))
        })
    }

    /// Attributes with what is in them.
    fn attributes(octets: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
        pieces(octets, 4, |head| {
            let length = u16::from_ne_bytes(head[..2].try_into().ok()?);
            Some((usize::from(length), u16::from_ne_bytes(head[2..4].try_into().ok()?)))
        })
    }

    /// Pieces that each begin with their length and kind, four octets apart.
    fn pieces(
        octets: &[u8],
        head: usize,
        read: impl Fn(&[u8]) -> Option<(usize, u16)>,
    ) -> impl Iterator<Item = (u16, &[u8])> {
        let mut rest = octets;
        std::iter::from_fn(move || {
            let (length, kind) = read(rest.get(..head)?)?;
            let body = rest.get(head..length)?;
            rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
            Some((kind, body))
        })
    }

    /// An entry of the table that was answered once.
    #[derive(Debug, PartialEq)]
    struct Entry {
        index: u32,
        ip: Ipv6Addr,
        mac: String,
        /// It was answered lately.
        reachable: bool,
    }

    fn parse(octets: &[u8]) -> Vec<Entry> {
        const REACHABLE: u16 = 0x02;
        /// Reachable, stale, delayed or being asked again (NUD_* of rtnetlink(7)).
        const ANSWERED: u16 = REACHABLE | 0x04 | 0x08 | 0x10;
        const ADDRESS: u16 = 1;
        const HARDWARE: u16 = 2;
        let entry = |body: &[u8]| {
            let (head, rest) = body.split_at_checked(12)?;
            let index = u32::from_ne_bytes(head[4..8].try_into().ok()?);
            let state = u16::from_ne_bytes(head[8..10].try_into().ok()?);
            let of = |kind| attributes(rest).find(|(found, _)| *found == kind).map(|(_, b)| b);
            let ip = <[u8; 16]>::try_from(of(ADDRESS)?).ok()?;
            let mac = <[u8; 6]>::try_from(of(HARDWARE)?).ok()?;
            let written = mac.map(|octet| format!("{octet:02x}")).join(":");
            let reachable = state & REACHABLE != 0;
            let entry = Entry { index, ip: ip.into(), mac: written, reachable };
            (state & ANSWERED != 0 && mac != [0; 6]).then_some(entry)
        };
        let found = messages(octets).filter(|(kind, _)| *kind == NEIGHBOUR);
        found.take(MOST).filter_map(|(_, body)| entry(body)).collect()
    }

    /// Asks everybody on the links of these interfaces to answer an echo (ff02::1, RFC 4291 §2.7.1)
    /// and gathers for this long who does, at which address and on which link. Who may not send
    /// echoes has no answers. Only on Linux; elsewhere there are none.
    pub async fn all_nodes(interfaces: &[Interface], long: Duration) -> Vec<SocketAddrV6> {
        let id = RandomState::new().hash_one("all nodes") as u16;
        let usable = interfaces.iter().filter(|i| i.up && !i.loopback);
        let own = usable.flat_map(|i| {
            let index = if_nametoindex(i.name.as_str()).ok();
            let v6 = i.addresses.iter().filter_map(|net| match net.addr() {
                IpAddr::V6(ip) => Some(ip),
                IpAddr::V4(_) => None,
            });
            // From each of our addresses, because one is answered in kind.
            v6.take(4).filter_map(move |ip| Some((ip, index?))).collect::<Vec<_>>()
        });
        let sockets: Vec<UdpSocket> =
            own.take(MOST_SOCKETS).filter_map(|(ip, index)| ask(ip, index, id).ok()).collect();
        let mut found = BTreeSet::new();
        let hearing = async {
            let mut all: FuturesUnordered<_> = sockets.iter().map(|s| next(s, id)).collect();
            while let Some((socket, answer)) = all.next().await {
                let Ok(answer) = answer else { continue };
                found.extend(answer);
                if found.len() >= MOST_ANSWERS {
                    break;
                }
                all.push(next(socket, id));
            }
            std::future::pending::<()>().await;
        };
        // The time-out is the normal end.
        let _ = tokio::time::timeout(long, hearing).await;
        found.into_iter().collect()
    }

    fn ask(own: Ipv6Addr, index: u32, id: u16) -> io::Result<UdpSocket> {
        let icmp = Some(Protocol::ICMPV6);
        let socket = Socket::new(Domain::IPV6, Type::DGRAM, icmp)
            .or_else(|_| Socket::new(Domain::IPV6, Type::RAW, icmp))?;
        socket.set_nonblocking(true)?;
        socket.set_multicast_if_v6(index)?;
        socket.set_multicast_hops_v6(1)?;
        socket.bind(&SocketAddr::V6(SocketAddrV6::new(own, 0, 0, index)).into())?;
        // Echo request (RFC 4443 §4.1); the kernel writes the checksum.
        let mut question = vec![128, 0, 0, 0];
        question.extend(id.to_be_bytes());
        question.extend([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        let everybody = SocketAddr::V6(SocketAddrV6::new(ALL_NODES, 0, 0, index));
        socket.send_to(&question, &everybody.into())?;
        UdpSocket::from_std(socket.into())
    }

    /// One packet, and who sent it if it is an answer to us. On a datagram socket the kernel writes
    /// the identifier and passes on only what answers it.
    async fn next(socket: &UdpSocket, id: u16) -> (&UdpSocket, io::Result<Option<SocketAddrV6>>) {
        let mut octets = [0; 128];
        let answer = socket.recv_from(&mut octets).await.map(|(count, from)| {
            let ours = octets[4..6] == id.to_be_bytes()
                || socket.local_addr().is_ok_and(|at| at.port() != 0);
            match from {
                SocketAddr::V6(from) if count >= 8 && octets[0] == 129 && ours => Some(from),
                _ => None,
            }
        });
        (socket, answer)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn attribute(kind: u16, body: &[u8]) -> Vec<u8> {
            let mut octets = ((4 + body.len()) as u16).to_ne_bytes().to_vec();
            octets.extend(kind.to_ne_bytes());
            octets.extend(body);
            octets.resize(octets.len().next_multiple_of(4), 0);
            octets
        }

        fn message(kind: u16, body: &[u8]) -> Vec<u8> {
            let mut octets = ((16 + body.len()) as u32).to_ne_bytes().to_vec();
            octets.extend(kind.to_ne_bytes());
            octets.extend([0; 10]);
            octets.extend(body);
            octets
        }

        fn entry(state: u16, last: u8, mac: &[u8]) -> Vec<u8> {
            let mut body = vec![10, 0, 0, 0];
            body.extend(7u32.to_ne_bytes());
            body.extend(state.to_ne_bytes());
            body.extend([0, 0]);
            let mut ip = [0; 16];
            (ip[0], ip[15]) = (0xfd, last);
            body.extend(attribute(1, &ip));
            body.extend(attribute(2, mac));
            message(NEIGHBOUR, &body)
        }

        #[test]
        fn only_those_that_were_answered_are_neighbours() {
            let mac = [0x02, 0xfc, 0, 0, 0, 5];
            let table = [
                entry(0x02, 1, &mac),
                entry(0x04, 2, &mac),
                entry(0x20, 3, &mac),
                entry(0x02, 4, &[0; 6]),
                entry(0x02, 5, &[1, 2]),
                message(DONE, &[0; 4]),
            ];
            assert!(ends(&table.concat()));
            let want = [("fd00::1", true), ("fd00::2", false)].map(|(ip, reachable)| {
                let (ip, mac) = (ip.parse().expect("one"), "02:fc:00:00:00:05".to_owned());
                Entry { index: 7, ip, mac, reachable }
            });
            assert_eq!(parse(&table.concat()), want, "because the others were not");
            for cut in 0..table[0].len() {
                assert_eq!(parse(&table[0][..cut]), [], "cut at {cut}");
            }
        }

        #[test]
        fn the_kernels_own_table_can_be_read() {
            assert!(ends(&dump().expect("the kernel answers")), "because it says where it ends");
        }
    }
}
