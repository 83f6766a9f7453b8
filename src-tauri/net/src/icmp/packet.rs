//! Echo packets: ICMP (RFC 792) and ICMPv6 (RFC 4443), bytes to values and back.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Octets of the echo header: type, code, checksum, identifier, sequence number.
pub(super) const HEADER: usize = 8;
/// Octets at the start of the payload that tell our own echoes from everybody else's.
pub(super) const TOKEN: usize = 8;
const ICMP: u8 = 1;
const ICMPV6: u8 = 58;

/// Which of the two protocols is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V4,
    V6,
}

/// Identifies one echo request among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Identifier; the kernel chooses it for datagram sockets.
    pub id: u16,
    /// Sequence number.
    pub seq: u16,
    /// Random payload; `None` where a router quoted too little of our packet.
    pub token: Option<u64>,
}

/// Something heard that may concern one of our echoes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// An echo reply.
    Reply(Mark),
    /// A router (or the target) could not deliver our request to `to`.
    Undelivered { to: IpAddr, mark: Mark, trouble: Trouble },
}

/// Why a request was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Destination unreachable, with its code.
    Unreachable(u8),
    /// Time to live ran out under way.
    TtlExceeded,
}

/// Writes an echo request whose payload of `size` octets begins with the token; `size` is raised
/// to what the token needs. The ICMPv6 checksum is the kernel's work (RFC 3542 §3.1).
pub(super) fn request(version: Version, id: u16, seq: u16, token: u64, size: usize) -> Vec<u8> {
    let size = size.max(TOKEN);
    let mut packet = Vec::with_capacity(HEADER + size);
    packet.push(match version {
        Version::V4 => 8,
        Version::V6 => 128,
    });
    packet.extend([0, 0, 0]);
    packet.extend(id.to_be_bytes());
    packet.extend(seq.to_be_bytes());
    packet.extend(token.to_be_bytes());
    packet.extend((TOKEN..size).map(|i| i as u8));
    if version == Version::V4 {
        let sum = checksum(&packet);
        packet[2..4].copy_from_slice(&sum.to_be_bytes());
    }
    packet
}

/// The Internet checksum (RFC 1071 §1); zero over data that carries its own checksum.
pub(super) fn checksum(data: &[u8]) -> u16 {
    let (words, rest) = data.as_chunks::<2>();
    let mut sum: u32 = words.iter().map(|w| u32::from(u16::from_be_bytes(*w))).sum();
    sum += rest.first().map_or(0, |last| u32::from(*last) << 8);
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// Takes the IPv4 header off, as raw sockets deliver it (RFC 791 §3.1).
pub(super) fn strip_ipv4(datagram: &[u8]) -> Option<&[u8]> {
    let header = usize::from(datagram.first()? & 0x0f) * 4;
    let sound = datagram[0] >> 4 == 4 && header >= 20 && *datagram.get(9)? == ICMP;
    datagram.get(header..).filter(|_| sound)
}

/// Reads an ICMP or ICMPv6 message; `None` for everything that is not about an echo of ours.
pub(super) fn read(version: Version, message: &[u8]) -> Option<Heard> {
    let trouble = match (version, *message.first()?, *message.get(1)?) {
        (Version::V4, 0, 0) | (Version::V6, 129, 0) => return mark(message).map(Heard::Reply),
        (Version::V4, 3, code) | (Version::V6, 1, code) => Trouble::Unreachable(code),
        (Version::V4, 11, _) | (Version::V6, 3, _) => Trouble::TtlExceeded,
        _ => return None,
    };
    let (to, mark) = quoted(version, message.get(HEADER..)?)?;
    Some(Heard::Undelivered { to, mark, trouble })
}

/// Reads the request that an error message quotes: RFC 792 promises 8 octets of it, routers
/// following RFC 1812 §4.3.2.3 give more.
fn quoted(version: Version, packet: &[u8]) -> Option<(IpAddr, Mark)> {
    let (to, echo): (IpAddr, &[u8]) = match version {
        Version::V4 => {
            let to: [u8; 4] = packet.get(16..20)?.try_into().ok()?;
            (Ipv4Addr::from(to).into(), strip_ipv4(packet)?)
        }
        Version::V6 => {
            let to: [u8; 16] = packet.get(24..40)?.try_into().ok()?;
            let sound = packet[0] >> 4 == 6 && packet[6] == ICMPV6;
            (Ipv6Addr::from(to).into(), packet.get(40..).filter(|_| sound)?)
        }
    };
    Some((to, quoted_echo(version, echo)?))
}

/// Reads the marks of an echo request of ours, whole or cut after its header.
pub(super) fn quoted_echo(version: Version, echo: &[u8]) -> Option<Mark> {
    let kind = match version {
        Version::V4 => 8,
        Version::V6 => 128,
    };
    if *echo.first()? != kind { None } else { mark(echo) }
}

fn mark(echo: &[u8]) -> Option<Mark> {
    let short = |at: usize| Some(u16::from_be_bytes(echo.get(at..at + 2)?.try_into().ok()?));
    let token = echo.get(HEADER..HEADER + TOKEN).and_then(|t| t.try_into().ok());
    Some(Mark { id: short(4)?, seq: short(6)?, token: token.map(u64::from_be_bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_checksum_is_the_one_of_rfc_1071() {
        // The worked example of RFC 1071 §3: the sum is ddf2, its complement 220d.
        assert_eq!(checksum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), 0x220d);
        assert_eq!(checksum(&[0xff]), !0xff00, "because an odd octet is padded with zero");
    }

    #[test]
    fn a_captured_reply_is_read() {
        // 127.0.0.1 answering ping(8), payload shortened to 8 octets.
        let captured = [
            0x45, 0x00, 0x00, 0x24, 0x1c, 0x46, 0x00, 0x00, 0x40, 0x01, 0x60, 0x91, 0x7f, 0, 0, 1,
            0x7f, 0, 0, 1, 0x00, 0x00, 0x4b, 0x1d, 0x12, 0x34, 0x00, 0x07, 1, 2, 3, 4, 5, 6, 7, 8,
        ];
        let heard = read(Version::V4, strip_ipv4(&captured).unwrap());
        let mark = Mark { id: 0x1234, seq: 7, token: Some(0x0102_0304_0506_0708) };
        assert_eq!(heard, Some(Heard::Reply(mark)));
    }

    #[test]
    fn a_quoted_request_is_read_even_when_only_its_header_is_quoted() {
        let request = request(Version::V4, 9, 10, 11, 16);
        let mut error = vec![3, 1, 0, 0, 0, 0, 0, 0];
        error.extend([0x45, 0, 0, 44, 0, 0, 0, 0, 63, 1, 0, 0, 10, 0, 0, 1, 10, 9, 8, 7]);
        error.extend(&request);
        let undelivered = |token| Heard::Undelivered {
            to: "10.9.8.7".parse().unwrap(),
            mark: Mark { id: 9, seq: 10, token },
            trouble: Trouble::Unreachable(1),
        };
        assert_eq!(read(Version::V4, &error), Some(undelivered(Some(11))));
        assert_eq!(read(Version::V4, &error[..36]), Some(undelivered(None)));
        assert_eq!(read(Version::V4, &error[..35]), None, "because the sequence number is cut");
    }

    #[test]
    fn an_icmpv6_time_exceeded_is_read() {
        let mut error = vec![3, 0, 0, 0, 0, 0, 0, 0, 0x60, 0, 0, 0, 0, 24, 58, 1];
        error.extend([0u8; 16]);
        error.extend("2001:db8::7".parse::<Ipv6Addr>().unwrap().octets());
        error.extend(request(Version::V6, 1, 2, 3, 16));
        let want = Heard::Undelivered {
            to: "2001:db8::7".parse().unwrap(),
            mark: Mark { id: 1, seq: 2, token: Some(3) },
            trouble: Trouble::TtlExceeded,
        };
        assert_eq!(read(Version::V6, &error), Some(want));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(id: u16, seq: u16, token: u64, size in 0usize..1472) {
            let mut packet = request(Version::V4, id, seq, token, size);
            prop_assert_eq!(checksum(&packet), 0, "because a packet carries its own checksum");
            prop_assert_eq!(packet.len(), HEADER + size.max(TOKEN));
            packet[0] = 0;
            let mark = Mark { id, seq, token: Some(token) };
            prop_assert_eq!(read(Version::V4, &packet), Some(Heard::Reply(mark)));
        }

        #[test]
        fn no_bytes_make_the_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = strip_ipv4(&bytes).and_then(|m| read(Version::V4, m));
            let _ = read(Version::V4, &bytes);
            let _ = read(Version::V6, &bytes);
        }
    }
}
