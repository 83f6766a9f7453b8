//! Malformed answers by the million: nothing panics, nothing grows, and the right answer is still
//! found behind them.
//!
//! They are put where packets come in, behind the socket, so that nothing but our reading is slow.
//! What is signed or encrypted is mutated as it stands on the wire and before that, too: behind a good
//! signature the reading goes on.

mod peer;

use std::net::{SocketAddr, UdpSocket};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::poll;
use hinomi_model::Secret;
use hinomi_model::snmp::{AuthProtocol, Credentials, Oid, PrivProtocol, Sealing, User, Value};
use hinomi_replay::{Recording, Shelf};

use peer::{Peer, Right};

use super::session::Question;
use super::{Patience, Session, Snmp};

/// Packets put between one poll of the question and the next.
const VOLLEY: usize = 12;
/// Packets to one question before it gets its right answer.
const MOST: usize = 600;

/// Marsaglia's xorshift64: mutations need speed and a seed, not secrecy.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, most: usize) -> usize {
        (self.roll() % most.max(1) as u64) as usize
    }
}

/// One to four random changes of the kinds that parsers stumble over.
pub(super) fn mutate(good: &[u8], dice: &mut Dice) -> Vec<u8> {
    const TELLING: [u8; 12] = [0, 1, 2, 4, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa2, 0xff];
    let mut packet = good.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(packet.len());
        let until = (at + 1 + dice.below(12)).min(packet.len());
        match dice.below(9) {
            0 if !packet.is_empty() => packet[at] ^= 1 << dice.below(8),
            1 | 2 if !packet.is_empty() => packet[at] = TELLING[dice.below(TELLING.len())],
            3 => packet.truncate(at),
            4 => drop(packet.drain(at..until)),
            5 => {
                let copy = packet[at..until].to_vec();
                packet.splice(at..at, copy);
            }
            6 => packet.extend((0..dice.below(64)).map(|_| dice.roll() as u8)),
            7 => {
                let nested = [0x30, 0x84, 0, 0, 0xff, 0xff].repeat(1 + dice.below(200));
                packet.splice(at..at, nested);
            }
            _ => packet.iter_mut().skip(at).step_by(1 + dice.below(7)).for_each(|octet| {
                *octet = octet.wrapping_add(1);
            }),
        }
    }
    packet
}

fn shelf() -> Shelf {
    let root = Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1]);
    let value = |n: u32| match n % 8 {
        0 => Value::OctetString(vec![n as u8; n as usize % 40]),
        1 => Value::Integer(-(n as i32)),
        2 => Value::Oid(root.clone()),
        3 => Value::IpAddress([10, 0, 0, n as u8].into()),
        4 => Value::Counter64(u64::MAX - u64::from(n)),
        5 => Value::TimeTicks(n),
        6 => Value::Opaque(vec![0x9f, 0x78, 4, 0, 0, 0, 0]),
        _ => Value::Gauge32(n),
    };
    let rows = (1..60).map(|n| (root.join(&[n]), value(n))).collect::<Vec<_>>();
    Shelf::from([("c".to_owned(), Recording::from(rows))])
}

/// Puts so many mutated answers before one kind of session.
async fn endure(credentials: Credentials, count: usize, seed: u64) {
    let sink = UdpSocket::bind("127.0.0.1:0").unwrap();
    sink.set_nonblocking(true).unwrap();
    let at = sink.local_addr().unwrap();
    let snmp = Snmp::open();
    let peer = Peer::of(&credentials, shelf(), &snmp).await;
    let patience = Patience { timeout: Duration::from_secs(600), retries: 0, at_once: 2 };
    let session = snmp.session(at, credentials, patience).unwrap();
    let (mut dice, mut put, mut answered) = (Dice(seed), 0, 0);
    while put < count {
        let asked = question(&snmp, &session, &sink, at, &mut dice, &peer).await;
        put += asked.0;
        answered += usize::from(asked.1);
    }
    assert!(answered > 0, "because the right one is taken where nothing else was");
    assert_eq!(snmp.0.post(at).unwrap().under_way(), 0, "because nothing is kept of the past");
}

/// One question, its mutated answers and the right one; gives how many were put, and whether one was
/// taken for an answer.
async fn question(
    snmp: &Snmp,
    session: &Session,
    sink: &UdpSocket,
    at: SocketAddr,
    dice: &mut Dice,
    peer: &Peer,
) -> (usize, bool) {
    let from = async_snmp::Oid::from_slice(&[1, 3, 6, 1, 2, 1, 2, 2, 1, dice.below(50) as u32]);
    let several: Vec<_> =
        (1..9).map(|n| async_snmp::Oid::from_slice(&[1, 3, 6, 1, 2, 1, 2, 2, 1, n])).collect();
    let question = match dice.below(3) {
        0 => Question::Get(&several),
        1 if session.repetitions() > 0 => Question::Bulk(&from, 20),
        _ => Question::Next(&from),
    };
    let post = snmp.0.post(at).unwrap();
    let mut asked = pin!(session.ask(question));
    let mut message = vec![0; 2048];
    let mut right = Right::default();
    let (mut put, mut since) = (0, 0);
    let answered = loop {
        if let Poll::Ready(answer) = poll!(asked.as_mut()) {
            break answer.is_ok();
        }
        // SNMPv3 asks for the engine first, and anew when a mutation cost it its trust.
        while let Ok(size) = sink.recv(&mut message) {
            right = peer.answer(&message[..size]);
            since = 0;
        }
        (0..VOLLEY).for_each(|_| post.hear(&peer.wrong(&right, dice), at));
        put += VOLLEY;
        since += VOLLEY;
        // The runtime lets nobody go on for ever without a pause.
        tokio::task::yield_now().await;
        if since > MOST {
            post.hear(&right.whole, at);
        }
        assert!(since < 2 * MOST, "because the right answer is found behind any number of others");
    };
    (put, answered)
}

const SEED: u64 = 0x68_69_6e_6f_6d_69;

/// Each kind of session with its share.
async fn endure_all(count: usize) {
    let community = || Secret::new("c");
    let phrase = || Secret::new("signs with this");
    let user = |sealing| {
        Credentials::V3(User { name: "somebody".into(), context: String::new(), sealing })
    };
    let sealed = |auth, privacy| {
        let privacy_phrase = Secret::new("seals with that");
        user(Sealing::Encrypted { auth, phrase: phrase(), privacy, privacy_phrase })
    };
    let kinds = [
        Credentials::V1(community()),
        Credentials::V2c(community()),
        user(Sealing::None),
        user(Sealing::Signed { auth: AuthProtocol::Sha256, phrase: phrase() }),
        sealed(AuthProtocol::Sha1, PrivProtocol::Aes128),
        sealed(AuthProtocol::Md5, PrivProtocol::Des),
    ];
    let share = count / kinds.len();
    for (kind, seed) in kinds.into_iter().zip(SEED..) {
        endure(kind, share, seed).await;
    }
}

#[tokio::test]
async fn malformed_answers_break_nothing() {
    endure_all(60_000).await;
}

/// The long form: `cargo xtask fuzz`.
#[tokio::test]
#[ignore = "takes minutes; malformed_answers_break_nothing is the short form"]
async fn ten_million_malformed_answers_break_nothing_and_leave_nothing() {
    endure_all(300_000).await;
    let before = resident();
    endure_all(10_000_000).await;
    let grown = resident().saturating_sub(before);
    assert!(grown < 4 << 20, "because what was refused is not kept: {grown} octets more");
}

/// Memory of this process, octets; 0 where nobody says.
pub(super) fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
