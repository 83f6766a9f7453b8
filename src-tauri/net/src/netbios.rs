//! NetBIOS node status (RFC 1002 §4.2.17 and §4.2.18): what a Windows or Samba host calls itself.

use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::time::Duration;

use encoding_rs::SHIFT_JIS;
use tokio::net::UdpSocket;

use crate::NoAnswer;
use crate::answer::{obstacle, shorten};

/// The port of the name service.
pub const PORT: u16 = 137;

/// Octets of an answer looked at; a host with 50 names needs a thousand.
const LONGEST: usize = 4096;
/// Names of one host looked at.
const MOST_NAMES: usize = 64;
/// `*`, padded with zeros and written in two letters per octet (RFC 1001 §14.1).
const ANYBODY: &[u8; 32] = b"CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// Type NBSTAT and class IN.
const NBSTAT: [u8; 4] = [0x00, 0x21, 0x00, 0x01];

/// What a host calls itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Its own name; text from the wire.
    pub name: Option<String>,
    /// The workgroup or domain it is in; text from the wire.
    pub group: Option<String>,
    /// It shares files or printers.
    pub shares: bool,
    /// It controls a domain.
    pub controls: bool,
    /// The hardware address it says it has, lower case with colons; Samba says none.
    pub mac: Option<String>,
}

/// Asks a host for its names. A late answer to an earlier question is passed over.
///
/// Errors: as every verb; `Refused` where the port is closed.
pub async fn ask(at: SocketAddr, timeout: Duration) -> Result<Status, NoAnswer> {
    let unable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::ConnectionRefused => NoAnswer::Failed(hinomi_model::Cause::Refused),
        _ => NoAnswer::Unable(obstacle(&error)),
    };
    let any: SocketAddr = match at {
        SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        SocketAddr::V6(_) => ([0u16; 8], 0).into(),
    };
    let socket = UdpSocket::bind(any).await.map_err(unable)?;
    socket.connect(at).await.map_err(unable)?;
    let id = (RandomState::new().hash_one(at) as u16).to_be_bytes();
    socket.send(&question(id)).await.map_err(unable)?;
    let answer = async {
        let mut octets = vec![0; LONGEST];
        loop {
            let count = socket.recv(&mut octets).await.map_err(unable)?;
            if let Some(status) = read(&octets[..count], id) {
                return Ok(status);
            }
        }
    };
    tokio::time::timeout(timeout, answer).await.map_err(|_| NoAnswer::TIMED_OUT)?
}

fn question(id: [u8; 2]) -> Vec<u8> {
    let counts = [0, 1, 0, 0, 0, 0, 0, 0];
    [&id[..], &[0, 0], &counts, &[32], ANYBODY, &[0], &NBSTAT].concat()
}

/// Reads an answer; `None` if it is none to this question, or not whole.
fn read(octets: &[u8], id: [u8; 2]) -> Option<Status> {
    let (head, rest) = octets.split_at_checked(12)?;
    let answers = head[2] & 0x80 != 0 && head[3] & 0x0f == 0 && head[6..8] != [0, 0];
    if head[..2] != id || !answers {
        return None;
    }
    let rest = after_name(rest)?;
    let rest = rest.strip_prefix(&NBSTAT)?.get(6..)?;
    let (count, rest) = rest.split_first()?;
    let (names, rest) = rest.split_at_checked(usize::from(*count) * 18)?;
    let mut status = Status { mac: rest.get(..6).and_then(mac), ..Status::default() };
    for entry in names.chunks_exact(18).take(MOST_NAMES) {
        let (name, group) = (name(&entry[..15]), entry[16] & 0x80 != 0);
        match (entry[15], group) {
            (0x00, false) => status.name = status.name.take().or(name),
            (0x00, true) => status.group = status.group.take().or(name),
            (0x20, false) => status.shares = true,
            (0x1c, true) => status.controls = true,
            _ => {}
        }
    }
    Some(status)
}

/// What comes after the name the answer is about: labels, or a pointer to the question.
fn after_name(octets: &[u8]) -> Option<&[u8]> {
    let mut rest = octets;
    for _ in 0..8 {
        let (length, after) = rest.split_first()?;
        match length {
            0 => return Some(after),
            0xc0.. => return after.get(1..),
            _ => rest = after.get(usize::from(*length)..)?,
        }
    }
    None
}

/// Names are in the writing of the host's country; ours is the one that has two octets.
fn name(padded: &[u8]) -> Option<String> {
    let (text, _, _) = SHIFT_JIS.decode(padded);
    let name = shorten(text.trim_end_matches(['\0', ' ']).trim());
    (!name.is_empty()).then_some(name)
}

fn mac(octets: &[u8]) -> Option<String> {
    let written: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    (octets.iter().any(|octet| *octet != 0)).then(|| written.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer as Windows gives it.
    fn answer(id: [u8; 2], names: &[(&[u8], u8, bool)]) -> Vec<u8> {
        let mut octets =
            [&id[..], &[0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], &[32], ANYBODY, &[0]].concat();
        octets.extend(NBSTAT);
        octets.extend([0, 0, 0, 0]);
        octets.extend(((names.len() * 18 + 47) as u16).to_be_bytes());
        octets.push(names.len() as u8);
        for (name, suffix, group) in names {
            let mut padded = name.to_vec();
            padded.resize(15, b' ');
            octets.extend(padded);
            octets.extend([*suffix, if *group { 0x84 } else { 0x04 }, 0]);
        }
        octets.extend([0x00, 0x1b, 0xa9, 1, 2, 3]);
        octets.extend([0; 41]);
        octets
    }

    #[test]
    fn a_host_says_its_name_its_workgroup_and_its_hardware_address() {
        let (sjis, _, _) = SHIFT_JIS.encode("経理課");
        let names: &[(&[u8], u8, bool)] = &[
            (b"KEIRI-PC7", 0x00, false),
            (&sjis, 0x00, true),
            (b"KEIRI-PC7", 0x20, false),
            (b"\x01\x02__MSBROWSE__\x02", 0x01, true),
        ];
        let status = read(&answer([7, 9], names), [7, 9]).expect("a good answer");
        let want = Status {
            name: Some("KEIRI-PC7".into()),
            group: Some("経理課".into()),
            shares: true,
            controls: false,
            mac: Some("00:1b:a9:01:02:03".into()),
        };
        assert_eq!(status, want);
        assert_eq!(read(&answer([7, 9], names), [7, 8]), None, "because nobody asked that");
    }

    #[test]
    fn what_is_cut_or_lies_about_its_length_is_no_answer() {
        let whole = answer([1, 2], &[(b"NAS", 0x20, false)]);
        let names_end = whole.len() - 47;
        for cut in 0..names_end {
            assert_eq!(read(&whole[..cut], [1, 2]), None, "cut at {cut}");
        }
        let mut liar = whole.clone();
        liar[56] = 255;
        assert_eq!(read(&liar, [1, 2]), None, "because 255 names are not there");
        let endless = [&[1, 2, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], &[63u8; 3000][..]].concat();
        assert_eq!(read(&endless, [1, 2]), None, "because a name has few labels");
    }

    proptest::proptest! {
        #[test]
        fn no_answer_breaks_it(octets in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = read(&octets, [0, 0]);
            let _ = read(&[&answer([0, 0], &[])[..12], &octets].concat(), [0, 0]);
        }
    }

    #[tokio::test]
    async fn a_flood_of_rubbish_does_not_hide_the_answer_and_silence_ends() {
        let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = peer.local_addr().unwrap();
        let answering = async {
            let mut octets = [0; 64];
            let (count, from) = peer.recv_from(&mut octets).await.unwrap();
            assert_eq!(count, 50, "because that is what the RFC asks for");
            for _ in 0..20 {
                peer.send_to(&[0xff; 900], from).await.unwrap();
            }
            let id = [octets[0], octets[1]];
            peer.send_to(&answer(id, &[(b"NAS", 0x00, false)]), from).await.unwrap();
        };
        let (asked, ()) = tokio::join!(ask(at, Duration::from_secs(5)), answering);
        assert_eq!(asked.unwrap().name.as_deref(), Some("NAS"));
        let silent = ask(at, Duration::from_millis(50)).await;
        assert_eq!(silent, Err(NoAnswer::TIMED_OUT));
        drop(peer);
        let closed = ask(at, Duration::from_secs(5)).await;
        assert_eq!(closed, Err(NoAnswer::Failed(hinomi_model::Cause::Refused)));
    }
}
