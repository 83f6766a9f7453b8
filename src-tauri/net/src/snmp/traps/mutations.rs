//! Malformed traps by the million, in every version and behind valid signatures: nothing panics,
//! nothing grows, and a good one is still heard behind them.

use std::sync::Arc;

use async_snmp::message::RawV3Message;
use async_snmp::v3::{SaltCounter, UsmSecurityParams};
use hinomi_model::Secret;
use hinomi_model::snmp::{AuthProtocol, Oid, PrivProtocol, Sealing, User, Value};
use hinomi_replay::ber;

use super::super::mutations::{Dice, mutate, resident};
use super::users::{Parts, tlv};
use super::*;

const SENDER: &str = "sender";

fn signer() -> User {
    User {
        name: "signer".into(),
        context: String::new(),
        sealing: Sealing::Encrypted {
            auth: AuthProtocol::Sha1,
            phrase: Secret::new("signs with this"),
            privacy: PrivProtocol::Aes128,
            privacy_phrase: Secret::new("seals with that"),
        },
    }
}

fn engine(name: &str) -> Engine {
    Engine { name: name.into(), boots: 7 }
}

/// Who hears, without a socket.
async fn hearing() -> Arc<Shared> {
    let nobody = User { name: "nobody".into(), context: String::new(), sealing: Sealing::None };
    let senders = Senders { users: vec![signer(), nobody], communities: None };
    Arc::new(Shared::new(Users::new(&engine("us"), &senders, &Snmp::open()).await))
}

fn bindings() -> Vec<u8> {
    let kind = Oid::from([1, 3, 6, 1, 6, 3, 1, 1, 5, 3]);
    let row = |column: u32| Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1, column, 3]);
    let all = [
        ber::binding(&Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0]), &Value::TimeTicks(4711)),
        ber::binding(&Oid::from([1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0]), &Value::Oid(kind)),
        ber::binding(&row(1), &Value::Integer(3)),
        ber::binding(&row(2), &Value::OctetString(b"Gi0/3".into())),
        ber::binding(&row(10), &Value::Counter64(u64::MAX)),
        ber::binding(&row(6), &Value::IpAddress([10, 0, 0, 1].into())),
    ];
    tlv(0x30, &all.concat())
}

fn integer(n: i128) -> Vec<u8> {
    ber::number(ber::tag::INTEGER, n)
}

fn pdu(tag: u8) -> Vec<u8> {
    tlv(tag, &[integer(99), integer(0), integer(0), bindings()].concat())
}

fn community(version: i128, pdu: &[u8]) -> Vec<u8> {
    tlv(0x30, &[integer(version), tlv(0x04, b"public"), pdu.to_vec()].concat())
}

fn first_version() -> Vec<u8> {
    let fields = [
        ber::oid(&Oid::from([1, 3, 6, 1, 4, 1, 9])),
        tlv(0x40, &[10, 0, 0, 9]),
        integer(2),
        integer(0),
        ber::number(0x43, 4711),
        bindings(),
    ];
    community(0, &tlv(0xa4, &fields.concat()))
}

fn scoped(engine: &[u8], tag: u8) -> Vec<u8> {
    tlv(0x30, &[tlv(0x04, engine), tlv(0x04, b""), pdu(tag)].concat())
}

/// A message of SNMPv3 in clear, by this user, from this engine.
fn third_version(engine: &[u8], user: &str, flags: u8, tag: u8) -> Vec<u8> {
    let header = [integer(1), integer(65_507), tlv(0x04, &[flags]), integer(3)].concat();
    let octets = |octets: &[u8]| tlv(0x04, octets);
    let usm = [octets(engine), integer(7), integer(1), octets(user.as_bytes()), octets(b"")];
    let usm = tlv(0x30, &[usm.concat(), octets(b"")].concat());
    let all = [integer(3), tlv(0x30, &header), octets(&usm), scoped(engine, tag)];
    tlv(0x30, &all.concat())
}

/// A sender of its own, that signs and seals whatever it is given.
struct Sealer {
    users: Users,
    keys: async_snmp::MasterKeys,
    salts: SaltCounter,
}

impl Sealer {
    async fn new() -> Sealer {
        let snmp = Snmp::open();
        let users = Users::new(&engine(SENDER), &Senders::default(), &snmp).await;
        let keys = snmp.0.keys.masters(&signer().sealing).await.unwrap().expect("it has keys");
        Sealer { users, keys, salts: SaltCounter::new().unwrap() }
    }

    fn seal(&self, scoped: &[u8]) -> Vec<u8> {
        let model = third_version(&self.users.engine, "signer", 0, 0xa7);
        let config = async_snmp::DecodeConfig::default();
        let raw = RawV3Message::decode(model.clone().into(), config).unwrap().value;
        let usm = UsmSecurityParams::decode(raw.security_params().clone(), config).unwrap().value;
        let parts = Parts { whole: &model, raw, usm, from: ([127, 0, 0, 1], 9).into() };
        let (auth, privacy) = self.keys.localize(&self.users.engine).unwrap();
        let privacy = privacy.expect("it has a key for that");
        let (boots, time) = (self.users.boots, self.users.time());
        let (cipher, salt) = privacy.encrypt_aes(scoped, boots, time, &self.salts).unwrap();
        self.users.written(&parts, 3, &tlv(0x04, &cipher), salt, Some(&auth)).unwrap()
    }
}

/// Puts so many mutated messages before the reader.
async fn endure(count: usize, seed: u64) {
    let (hearing, sealer) = (hearing().await, Sealer::new().await);
    let from: SocketAddr = ([127, 0, 0, 1], 162).into();
    let us = hearing.users.engine.to_vec();
    let good = [
        first_version(),
        community(1, &pdu(0xa7)),
        community(1, &pdu(0xa6)),
        third_version(&sealer.users.engine, "nobody", 0, 0xa7),
        third_version(&us, "nobody", 4, 0xa6),
        third_version(b"", "", 4, 0xa0),
        sealer.seal(&scoped(&us, 0xa7)),
    ];
    let takes = |message: &[u8], from| {
        let before = hearing.taken.load(Ordering::Relaxed);
        let answer = hearing.hear(message, from);
        (hearing.taken.load(Ordering::Relaxed) - before, answer)
    };
    for (place, message) in good.iter().enumerate() {
        let (taken, answer) = takes(message, from);
        let asks = place == 5;
        assert_eq!(taken == 0, asks, "because only number 5 asks who we are, and this is {place}");
        let told = matches!(place, 2 | 4 | 5);
        assert_eq!(answer.is_some(), told, "because informs and questions are answered: {place}");
    }
    let mut dice = Dice(seed);
    let inside = scoped(&us, 0xa7);
    for n in 0..count {
        let message = match dice.below(24) {
            // Behind a valid signature it goes on.
            0 => sealer.seal(&mutate(&inside, &mut dice)),
            1 => mutate(&sealer.seal(&inside), &mut dice),
            which => mutate(&good[which % good.len()], &mut dice),
        };
        hearing.hear(&message, from);
        if n % 512 == 0 {
            while hearing.queue.waiting() > 0 {
                hearing.queue.take().await;
            }
            tokio::task::yield_now().await;
        }
    }
    while hearing.queue.waiting() > 0 {
        hearing.queue.take().await;
    }
    // From elsewhere, or its informs would be those that were said before.
    let other = ([127, 0, 0, 1], 163).into();
    for message in &good[..5] {
        assert_eq!(
            takes(message, other).0,
            1,
            "because what is good is heard behind any number of others"
        );
    }
    assert_eq!(
        takes(&sealer.seal(&inside), other).0,
        1,
        "because a clock cannot be set by a forgery"
    );
}

#[tokio::test]
async fn malformed_traps_break_nothing() {
    endure(60_000, 0x74_72_61_70).await;
}

/// The long form: `cargo xtask fuzz`.
#[tokio::test]
#[ignore = "takes minutes; malformed_traps_break_nothing is the short form"]
async fn ten_million_malformed_traps_break_nothing_and_leave_nothing() {
    endure(300_000, 0x74_72_61_70).await;
    let before = resident();
    endure(10_000_000, 0x74_72_61_71).await;
    let grown = resident().saturating_sub(before);
    assert!(grown < 4 << 20, "because what was refused is not kept: {grown} octets more");
}
