//! An agent that answers right, and as wrong as one likes: before its signature, behind it, and
//! inside what it has encrypted.

use async_snmp::v3::{SaltCounter, UsmSecurityParams};
use async_snmp::{DesSaltState, MasterKeys, PrivProtocol};
use bytes::Bytes;
use hinomi_model::snmp::{Credentials, Oid, Value};
use hinomi_replay::ber::{self, Reader, tag};
use hinomi_replay::{Shelf, answer};

use super::super::Snmp;
use super::{Dice, mutate};

const ENGINE: [u8; 11] = [0x80, 0, 0x1f, 0x88, 4, b'h', b'i', b'n', b'o', b'm', b'i'];
/// Of so many wrong answers one is wrong inside and bears a good signature.
const INSIDE: usize = 3;

/// An agent of one kind.
pub(super) enum Peer {
    /// Of SNMPv1 and v2c.
    Community(Shelf),
    /// Of SNMPv3, with the keys of its one user if that has any.
    User(Box<Keys>),
}

/// What it signs and encrypts with.
pub(super) struct Keys {
    masters: Option<MasterKeys>,
    salts: SaltCounter,
    des_salts: DesSaltState,
}

/// What it was asked, and the right answer.
#[derive(Default)]
pub(super) struct Right {
    pub(super) whole: Vec<u8>,
    /// Of SNMPv3, what is to be sealed.
    inside: Option<(Asked, Vec<u8>)>,
}

/// The parts of a question in SNMPv3 (RFC 3412 §6, RFC 3414 §2.4).
struct Asked {
    id: i64,
    flags: u8,
    engine: Vec<u8>,
    boots: u32,
    time: u32,
    user: Vec<u8>,
    salt: Vec<u8>,
    /// What is asked, in clear or not.
    data: Vec<u8>,
}

impl Asked {
    fn read(message: &[u8]) -> Option<Asked> {
        let mut outer = Reader(Reader(message).expect(tag::SEQUENCE)?);
        outer.integer()?;
        let mut header = Reader(outer.expect(tag::SEQUENCE)?);
        let id = header.integer()?;
        header.integer()?;
        let flags = *header.expect(tag::OCTETS)?.first()?;
        let mut usm = Reader(Reader(outer.expect(tag::OCTETS)?).expect(tag::SEQUENCE)?);
        let engine = usm.expect(tag::OCTETS)?.to_vec();
        let mut number = || u32::try_from(usm.integer()?).ok();
        let (boots, time) = (number()?, number()?);
        let user = usm.expect(tag::OCTETS)?.to_vec();
        usm.expect(tag::OCTETS)?;
        let salt = usm.expect(tag::OCTETS)?.to_vec();
        Some(Asked { id, flags, engine, boots, time, user, salt, data: outer.0.to_vec() })
    }
}

impl Peer {
    pub(super) async fn of(credentials: &Credentials, shelf: Shelf, snmp: &Snmp) -> Peer {
        let Credentials::V3(user) = credentials else { return Peer::Community(shelf) };
        let masters = snmp.0.keys.masters(&user.sealing).await.expect("its phrases can be used");
        let (salts, des_salts) = (SaltCounter::new().unwrap(), snmp.0.keys.salts.clone());
        Peer::User(Box::new(Keys { masters, salts, des_salts }))
    }

    /// The right answer. One of SNMPv3 tells everybody its engine (RFC 3414 §4), and gives back what
    /// it is asked, called a response, whoever it is taken for.
    pub(super) fn answer(&self, message: &[u8]) -> Right {
        let keys = match self {
            Peer::Community(shelf) => {
                let whole = answer(shelf, message).expect("the replay understands us");
                return Right { whole, inside: None };
            }
            Peer::User(keys) => keys,
        };
        let asked = Asked::read(message).expect("we speak SNMPv3");
        if asked.engine.is_empty() {
            return Right { whole: introduction(asked.id), inside: None };
        }
        let inside = response(&keys.opened(&asked).expect("we encrypt for whom we ask"));
        Right { whole: keys.sealed(&asked, &inside), inside: Some((asked, inside)) }
    }

    /// Another one that is wrong.
    pub(super) fn wrong(&self, right: &Right, dice: &mut Dice) -> Vec<u8> {
        match (self, &right.inside) {
            (Peer::User(keys), Some((asked, inside))) if dice.below(INSIDE) == 0 => {
                keys.sealed(asked, &mutate(inside, dice))
            }
            _ => mutate(&right.whole, dice),
        }
    }
}

impl Keys {
    fn opened(&self, asked: &Asked) -> Option<Vec<u8>> {
        if asked.flags & 2 == 0 {
            return Some(asked.data.clone());
        }
        let (_, privacy) = self.masters.as_ref()?.localize(&asked.engine).ok()?;
        let cipher = Reader(&asked.data).expect(tag::OCTETS)?;
        let opened = privacy?.decrypt(cipher, asked.boots, asked.time, &asked.salt).ok()?;
        // Block ciphers pad.
        let mut rest = Reader(&opened);
        rest.expect(tag::SEQUENCE)?;
        Some(opened[..opened.len() - rest.0.len()].to_vec())
    }

    /// A message with this inside, protected as the question was and at its time.
    fn sealed(&self, asked: &Asked, inside: &[u8]) -> Vec<u8> {
        let Asked { boots, time, .. } = *asked;
        let [engine, user] = [&asked.engine, &asked.user].map(|octets| Bytes::from(octets.clone()));
        let mut usm =
            UsmSecurityParams::new(engine, boots, time, user).expect("it is as we were asked");
        let keys = self.masters.as_ref().map(|masters| masters.localize(&asked.engine).unwrap());
        let mut data = inside.to_vec();
        let mut signs = None;
        if let Some((auth, privacy)) = keys {
            usm = usm.with_auth_placeholder(auth.mac_len()).unwrap();
            if let Some(key) = privacy {
                let sealed = match key.protocol() {
                    PrivProtocol::Des | PrivProtocol::Des3 => {
                        key.encrypt_des_family(inside, &self.des_salts)
                    }
                    _ => key.encrypt_aes(inside, boots, time, &self.salts),
                };
                let (cipher, salt) = sealed.expect("it has the keys");
                usm = usm.with_priv_params(salt).unwrap();
                data = ber::element(tag::OCTETS, &cipher);
            }
            signs = Some(auth);
        }
        let mut message = message(asked.id, asked.flags & 3, &usm.encode().unwrap(), &data);
        if let Some(key) = signs {
            let (place, size) = UsmSecurityParams::find_auth_params_offset(&message).unwrap();
            let mac = key.compute_hmac(&message).unwrap();
            message[place..place + size].copy_from_slice(&mac);
        }
        message
    }
}

/// What is asked inside its scope, called a response.
fn response(scoped: &[u8]) -> Vec<u8> {
    let mut parts = Reader(Reader(scoped).expect(tag::SEQUENCE).expect("what is asked"));
    parts.expect(tag::OCTETS);
    parts.expect(tag::OCTETS);
    let mut response = scoped.to_vec();
    response[scoped.len() - parts.0.len()] = tag::RESPONSE;
    response
}

/// Its engine, as it says it to whoever asks (RFC 3414 §4).
fn introduction(id: i64) -> Vec<u8> {
    let number = |n: i128| ber::number(tag::INTEGER, n);
    let octets = |octets: &[u8]| ber::element(tag::OCTETS, octets);
    let unknown_engine = Oid::from([1, 3, 6, 1, 6, 3, 15, 1, 1, 4, 0]);
    let bindings = sequence(&[ber::binding(&unknown_engine, &Value::Counter32(1))]);
    let report = ber::element(0xa8, &[number(0), number(0), number(0), bindings].concat());
    let nobody = || octets(b"");
    let usm = [octets(&ENGINE), number(1), number(1), nobody(), nobody(), nobody()];
    let scoped = sequence(&[octets(&ENGINE), octets(b""), report]);
    message(id, 0, &sequence(&usm), &scoped)
}

fn message(id: i64, flags: u8, usm: &[u8], data: &[u8]) -> Vec<u8> {
    let number = |n: i128| ber::number(tag::INTEGER, n);
    let header =
        [number(id.into()), number(65_507), ber::element(tag::OCTETS, &[flags]), number(3)];
    let usm = ber::element(tag::OCTETS, usm);
    sequence(&[number(3), sequence(&header), usm, data.to_vec()])
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    ber::element(tag::SEQUENCE, &parts.concat())
}
