//! Who may send messages; those of SNMPv3, and what their senders are told (RFC 3414 §3.2 and §4).
//!
//! The sender of a trap is the authority on its own clock; of an inform we are. Both come in on one
//! port, so what is asked of a message depends on whose identity it bears.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_snmp::ber::Decoder;
use async_snmp::message::{RawMsgData, RawV3Message, ScopedPdu};
use async_snmp::pdu::ResponsePdu;
use async_snmp::v3::{PrivKey, SaltCounter, UsmSecurityParams, report_oids};
use async_snmp::{DecodeConfig, LocalizedKey, MasterKeys, PrivProtocol, SecurityLevel, VarBind};
use bytes::Bytes;
use hinomi_model::Secret;
use hinomi_model::snmp::{Level, Voucher};

use super::read::{Heard, Refused, response_at, second_form};
use super::senders::{Distrust, Senders};
use super::{Engine, LARGEST};
use crate::snmp::Snmp;
use crate::snmp::post::element;
use crate::stopwatch::Stopwatch;

/// What a message may be older than the newest of its sender, seconds (RFC 3414 §2.2.3).
const WINDOW: u32 = 150;
/// Senders whose clocks are remembered; the one heard longest ago goes first.
const CLOCKS: usize = 4_096;
/// The largest message we take, as we say so ourselves: what fits into UDP over IPv4.
const LARGEST_UDP: usize = LARGEST - 28;

/// Users of one name that may send; a bad signature is held against each.
const NAMESAKES: usize = 16;
/// Characters of a user's name that are repeated to people.
const NAME: usize = 32;

/// Who may send messages, and our own identity.
pub(super) struct Users {
    pub(super) engine: Bytes,
    pub(super) boots: u32,
    since: Stopwatch,
    known: RwLock<HashMap<Vec<u8>, Vec<Arc<Known>>>>,
    communities: RwLock<Option<Vec<Secret>>>,
    clocks: Mutex<HashMap<Vec<u8>, Clock>>,
    salts: Option<SaltCounter>,
    des_salts: async_snmp::DesSaltState,
}

/// One user as it was set up; several may have the same name with different pass phrases.
struct Known {
    name: String,
    keys: Option<MasterKeys>,
    privacy: bool,
}

/// What was last heard of a sender's clock.
struct Clock {
    boots: u32,
    time: u32,
    heard: Stopwatch,
}

/// The keys of one user at one engine.
struct Localized {
    auth: LocalizedKey,
    privacy: Option<PrivKey>,
}

/// The parts of a message that decide whether it is believed.
pub(super) struct Parts<'a> {
    pub(super) whole: &'a [u8],
    pub(super) raw: RawV3Message,
    pub(super) usm: UsmSecurityParams,
    pub(super) from: SocketAddr,
}

impl Users {
    pub(super) async fn new(engine: &Engine, senders: &Senders, snmp: &Snmp) -> Users {
        let users = Users {
            engine: identity(&engine.name).into(),
            boots: engine.boots.clamp(1, i32::MAX as u32 - 1),
            since: Stopwatch::start(),
            known: RwLock::default(),
            communities: RwLock::default(),
            clocks: Mutex::default(),
            salts: SaltCounter::new().ok(),
            des_salts: snmp.0.keys.salts.clone(),
        };
        users.know(senders, snmp).await;
        users
    }

    /// These may send from now on, and nobody else.
    pub(super) async fn know(&self, senders: &Senders, snmp: &Snmp) {
        let mut known: HashMap<Vec<u8>, Vec<Arc<Known>>> = HashMap::new();
        for user in &senders.users {
            let Ok(keys) = snmp.0.keys.masters(&user.sealing).await else { continue };
            let privacy = user.sealing.level() == Level::AuthPriv;
            let one = Known { name: user.name.clone(), keys, privacy };
            let namesakes = known.entry(user.name.clone().into_bytes()).or_default();
            if namesakes.len() < NAMESAKES {
                namesakes.push(Arc::new(one));
            }
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        let communities = senders.communities.clone();
        *self.communities.write().unwrap_or_else(PoisonError::into_inner) = communities;
    }

    /// Are messages with this community taken?
    pub(super) fn take_community(&self, community: &[u8]) -> bool {
        let taken = self.communities.read().unwrap_or_else(PoisonError::into_inner);
        let same = |secret: &Secret| secret.reveal().as_bytes() == community;
        taken.as_ref().is_none_or(|taken| taken.iter().any(same))
    }

    /// Reads one message.
    pub(super) fn message(&self, octets: &[u8], from: SocketAddr) -> Result<Heard, Refused> {
        let (_, _, rest) = element(octets).ok_or(Refused::Malformed)?;
        let whole = &octets[..octets.len() - rest.len()];
        let config = DecodeConfig::default();
        let raw = RawV3Message::decode(Bytes::copy_from_slice(whole), config);
        let raw = raw.map_err(|_| Refused::Malformed)?.value;
        let usm = UsmSecurityParams::decode(raw.security_params().clone(), config);
        let usm = usm.map_err(|_| Refused::Malformed)?.value;
        let parts = Parts { whole, raw, usm, from };
        if parts.usm.engine_id().is_empty() {
            // The question for our identity (RFC 3414 §4) is no failure of anybody's.
            let answer = self.report(&parts, report_oids::unknown_engine_ids(), None);
            return Ok(Heard { trap: None, number: 0, answer });
        }
        let (known, keys) = self.vouched(&parts)?;
        if let Some(keys) = keys.as_ref().filter(|_| self.asks_the_time(&parts)) {
            let late = report_oids::not_in_time_windows();
            let answer = self.report(&parts, late, Some(&keys.auth));
            return Ok(Heard { trap: None, number: 0, answer });
        }
        self.timely(&parts, keys.as_ref())?;
        let scoped = self.opened(&parts, keys.as_ref())?;
        self.heard(&parts, &known, keys.as_ref(), &scoped)
    }

    /// The user whose message it is, with its keys at the engine it names.
    fn vouched(&self, parts: &Parts<'_>) -> Result<(Arc<Known>, Option<Localized>), Refused> {
        let level = parts.raw.security_level();
        let known = {
            let all = self.known.read().unwrap_or_else(PoisonError::into_inner);
            all.get(parts.usm.username().as_ref()).cloned().unwrap_or_default()
        };
        if known.is_empty() {
            return Err(self.refuse(parts, Distrust::User, None));
        }
        let mut wrong = Distrust::Level;
        for known in known {
            let Some(masters) = &known.keys else {
                if level == SecurityLevel::NoAuthNoPriv {
                    return Ok((known, None));
                }
                continue;
            };
            // Who has keys must sign: a name alone can be read off any of its messages.
            let sealed = level == SecurityLevel::AuthPriv;
            if level == SecurityLevel::NoAuthNoPriv || (sealed && !known.privacy) {
                continue;
            }
            let Ok((auth, privacy)) = masters.localize(parts.usm.engine_id()) else { continue };
            if is_signed(parts, &auth) {
                return Ok((known, Some(Localized { auth, privacy })));
            }
            wrong = Distrust::Signature;
        }
        Err(self.refuse(parts, wrong, None))
    }

    /// Is it as young as it must be (RFC 3414 §3.2, step 7)? Only what is signed has an age.
    fn timely(&self, parts: &Parts<'_>, keys: Option<&Localized>) -> Result<(), Refused> {
        let Some(keys) = keys else { return Ok(()) };
        let (boots, time) = (parts.usm.engine_boots(), parts.usm.engine_time());
        if self.is_ours(parts) {
            let near = boots == self.boots && time.abs_diff(self.time()) <= WINDOW;
            let old = || self.refuse(parts, Distrust::Age, Some(&keys.auth));
            return if near { Ok(()) } else { Err(old()) };
        }
        let mut clocks = self.clocks.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = parts.usm.engine_id().to_vec();
        if let Some(clock) = clocks.get(&engine) {
            let now = clock.time.saturating_add(clock.heard.elapsed().as_secs() as u32);
            let old = boots < clock.boots || boots == clock.boots && time + WINDOW < now;
            if old {
                return Err(turned_away(parts, Distrust::Age, None));
            }
            if boots == clock.boots && time <= clock.time {
                return Ok(());
            }
        }
        if clocks.len() >= CLOCKS {
            let oldest = clocks.iter().max_by_key(|(_, clock)| clock.heard.elapsed());
            let oldest = oldest.map(|(engine, _)| engine.clone());
            oldest.and_then(|engine| clocks.remove(&engine));
        }
        clocks.insert(engine, Clock { boots, time, heard: Stopwatch::start() });
        Ok(())
    }

    /// What is inside, as octets in clear.
    fn opened(&self, parts: &Parts<'_>, keys: Option<&Localized>) -> Result<Bytes, Refused> {
        let sealed = match parts.raw.msg_data() {
            RawMsgData::Plaintext { data, .. } => return Ok(data.clone()),
            RawMsgData::Encrypted(sealed) => sealed,
        };
        let garbled = || self.refuse(parts, Distrust::Encryption, None);
        let key = keys.and_then(|keys| keys.privacy.as_ref()).ok_or_else(garbled)?;
        let Parts { usm, .. } = parts;
        let opened = key.decrypt(sealed, usm.engine_boots(), usm.engine_time(), usm.priv_params());
        let opened = opened.map_err(|_| garbled())?;
        // Block ciphers pad.
        let (0x30, _, rest) = element(&opened).ok_or_else(garbled)? else { return Err(garbled()) };
        Ok(opened.slice(..opened.len() - rest.len()))
    }

    fn heard(
        &self,
        parts: &Parts<'_>,
        known: &Known,
        keys: Option<&Localized>,
        scoped: &Bytes,
    ) -> Result<Heard, Refused> {
        let pdu = ScopedPdu::decode(&mut Decoder::new(scoped.clone()));
        let pdu = pdu.map_err(|_| Refused::Malformed)?.pdu;
        let number = pdu.request_id();
        let level = match parts.raw.security_level() {
            SecurityLevel::NoAuthNoPriv => Level::NoAuthNoPriv,
            SecurityLevel::AuthNoPriv => Level::AuthNoPriv,
            SecurityLevel::AuthPriv => Level::AuthPriv,
        };
        let voucher = Voucher::User { name: known.name.clone(), level };
        let trap = second_form(pdu, parts.from.ip(), voucher)?;
        if !trap.inform {
            return Ok(Heard { trap: Some(trap), number, answer: None });
        }
        if !self.is_ours(parts) {
            // It was meant for somebody else, or for what we were called before.
            return Err(self.refuse(parts, Distrust::Engine, None));
        }
        let answer = as_response(scoped).and_then(|scoped| self.sealed(parts, keys, &scoped));
        Ok(Heard { trap: Some(trap), number, answer })
    }

    fn is_ours(&self, parts: &Parts<'_>) -> bool {
        *parts.usm.engine_id() == self.engine
    }

    pub(super) fn time(&self) -> u32 {
        u32::try_from(self.since.elapsed().as_secs()).unwrap_or(u32::MAX)
    }

    /// Is it the second half of the question who we are (RFC 3414 §4, step 2)?
    fn asks_the_time(&self, parts: &Parts<'_>) -> bool {
        let clock = (parts.usm.engine_boots(), parts.usm.engine_time());
        self.is_ours(parts) && clock == (0, 0) && parts.raw.global_data().msg_flags().reportable
    }

    /// Refuses a message, with the reason for whoever wants to hear it.
    fn refuse(&self, parts: &Parts<'_>, why: Distrust, key: Option<&LocalizedKey>) -> Refused {
        let told = match why {
            Distrust::Community | Distrust::User => report_oids::unknown_user_names(),
            Distrust::Level => report_oids::unsupported_sec_levels(),
            Distrust::Signature => report_oids::wrong_digests(),
            Distrust::Encryption => report_oids::decryption_errors(),
            Distrust::Age => report_oids::not_in_time_windows(),
            Distrust::Engine => report_oids::unknown_engine_ids(),
        };
        turned_away(parts, why, self.report(parts, told, key))
    }

    /// A report (RFC 3412 §7.1, step 3): only to messages that ask for one. Signed where the reader
    /// must be able to believe it: it sets its clock by it.
    fn report(
        &self,
        parts: &Parts<'_>,
        why: async_snmp::Oid,
        key: Option<&LocalizedKey>,
    ) -> Option<Vec<u8>> {
        if !parts.raw.global_data().msg_flags().reportable {
            return None;
        }
        let count = VarBind::new(why, async_snmp::Value::Counter32(1));
        let pdu = ResponsePdu::report(0, vec![count]).ok()?;
        let scoped = ScopedPdu::new(self.engine.clone(), Bytes::new(), pdu).encode_to_bytes();
        let flags = if key.is_some() { 1 } else { 0 };
        self.written(parts, flags, &scoped.ok()?, Bytes::new(), key)
    }

    /// An answer protected as the question was.
    fn sealed(
        &self,
        parts: &Parts<'_>,
        keys: Option<&Localized>,
        scoped: &[u8],
    ) -> Option<Vec<u8>> {
        let flags = parts.raw.security_level().to_flags();
        let Some(keys) = keys else {
            return self.written(parts, flags, scoped, Bytes::new(), None);
        };
        if flags & 2 == 0 {
            return self.written(parts, flags, scoped, Bytes::new(), Some(&keys.auth));
        }
        let key = keys.privacy.as_ref()?;
        let (cipher, salt) = match key.protocol() {
            PrivProtocol::Des | PrivProtocol::Des3 => {
                key.encrypt_des_family(scoped, &self.des_salts).ok()?
            }
            _ => {
                let salts = self.salts.as_ref()?;
                key.encrypt_aes(scoped, self.boots, self.time(), salts).ok()?
            }
        };
        self.written(parts, flags, &tlv(0x04, &cipher), salt, Some(&keys.auth))
    }

    /// A message of ours (RFC 3412 §6): `data` is what is inside as it stands on the wire.
    pub(super) fn written(
        &self,
        parts: &Parts<'_>,
        flags: u8,
        data: &[u8],
        salt: Bytes,
        key: Option<&LocalizedKey>,
    ) -> Option<Vec<u8>> {
        let name = parts.usm.username().clone();
        let usm =
            UsmSecurityParams::new(self.engine.clone(), self.boots, self.time(), name).ok()?;
        let usm = match key {
            Some(key) => usm.with_auth_placeholder(key.mac_len()).ok()?,
            None => usm,
        };
        let usm = if salt.is_empty() { usm } else { usm.with_priv_params(salt).ok()? };
        let header = [
            number(parts.raw.msg_id().unsigned_abs()),
            number(LARGEST_UDP as u32),
            tlv(0x04, &[flags]),
            number(3),
        ];
        let all =
            [number(3), tlv(0x30, &header.concat()), tlv(0x04, &usm.encode().ok()?), data.to_vec()];
        let mut message = tlv(0x30, &all.concat());
        if let Some(key) = key {
            let (place, size) = UsmSecurityParams::find_auth_params_offset(&message)?;
            let mac = key.compute_hmac(&message).ok()?;
            message.get_mut(place..place + size)?.copy_from_slice(&mac);
        }
        (message.len() <= LARGEST_UDP).then_some(message)
    }
}

fn turned_away(parts: &Parts<'_>, why: Distrust, report: Option<Vec<u8>>) -> Refused {
    let user = String::from_utf8_lossy(parts.usm.username());
    Refused::NotVouched { user: Some(user.chars().take(NAME).collect()), why, report }
}

/// Is its signature right? It is computed with nothing in its own place (RFC 3414 §6.3.2).
fn is_signed(parts: &Parts<'_>, key: &LocalizedKey) -> bool {
    let Some((place, size)) = UsmSecurityParams::find_auth_params_offset(parts.whole) else {
        return false;
    };
    let mut unsigned = parts.whole.to_vec();
    let Some(signature) = unsigned.get_mut(place..place.saturating_add(size)) else {
        return false;
    };
    signature.fill(0);
    key.verify_hmac(&unsigned, parts.usm.auth_params()).unwrap_or(false)
}

/// An inform inside its scope, called a response.
fn as_response(scoped: &[u8]) -> Option<Vec<u8>> {
    let (_, content, _) = element(scoped)?;
    let (_, _, rest) = element(content)?;
    let (_, _, rest) = element(rest)?;
    response_at(scoped, scoped.len().checked_sub(rest.len())?)
}

/// Our identity as an engine (RFC 3411 §5, SnmpEngineID): no enterprise's, given by hand as text.
fn identity(name: &str) -> Vec<u8> {
    let name = name.bytes().filter(u8::is_ascii_graphic).take(24);
    [&[0x80, 0, 0, 0, 4][..], b"hi-"].concat().into_iter().chain(name).collect()
}

/// A whole number in as few octets as it takes (X.690 §8.3.2).
fn number(n: u32) -> Vec<u8> {
    let octets = u64::from(n).to_be_bytes();
    let spare = octets.windows(2).take_while(|pair| pair[0] == 0 && pair[1] & 0x80 == 0).count();
    tlv(0x02, &octets[spare..])
}

/// One BER element.
pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let size = content.len();
    let head = match size {
        ..=0x7f => vec![tag, size as u8],
        0x80..=0xff => vec![tag, 0x81, size as u8],
        _ => vec![tag, 0x82, (size >> 8) as u8, size as u8],
    };
    [&head, content].concat()
}
