//! From the octets of a message to a [`Trap`], and what its sender is told.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use async_snmp::message::{CommunityMessage, CommunityPdu};
use async_snmp::{DecodeConfig, Pdu, PduType, TrapV1Pdu};
use bytes::Bytes;
use hinomi_model::snmp::{Oid, Trap, Value, VarBind, Voucher};

use super::senders::Distrust;
use super::users::Users;
use crate::snmp::post::element;
use crate::snmp::speech;

/// Most objects kept of one trap.
const MOST: usize = 64;
/// Most octets kept of one value.
const LONGEST: usize = 2_048;

/// What became of a message.
pub(super) struct Heard {
    /// The trap in it; none in a question for our identity or our clock.
    pub(super) trap: Option<Trap>,
    /// The number its sender gave it.
    pub(super) number: i32,
    /// What is to be said back.
    pub(super) answer: Option<Vec<u8>>,
}

/// Why a message is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is no trap, or it is cut or garbled.
    Malformed,
    /// Nobody we know vouches for it.
    NotVouched {
        /// The user it names, at most 32 characters.
        user: Option<String>,
        /// Why nobody does.
        why: Distrust,
        /// What is to be said back.
        report: Option<Vec<u8>>,
    },
}

/// `snmpTrapOID.0`.
const KIND: [u32; 11] = [1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0];
/// `sysUpTime.0`.
const UP_TIME: [u32; 9] = [1, 3, 6, 1, 2, 1, 1, 3, 0];
/// `snmpTrapEnterprise.0`.
const ENTERPRISE: [u32; 11] = [1, 3, 6, 1, 6, 3, 1, 1, 4, 3, 0];
/// `snmpTrapAddress.0` (RFC 3584 §3.1).
const ADDRESS: [u32; 10] = [1, 3, 6, 1, 6, 3, 18, 1, 3, 0];

/// Reads one message of any version.
pub(super) fn message(octets: &[u8], from: SocketAddr, users: &Users) -> Result<Heard, Refused> {
    let (0x30, content, _) = element(octets).ok_or(Refused::Malformed)? else {
        return Err(Refused::Malformed);
    };
    match element(content) {
        Some((0x02, [3], _)) => users.message(octets, from),
        Some((0x02, [0 | 1], _)) => community(octets, from, users),
        _ => Err(Refused::Malformed),
    }
}

fn community(octets: &[u8], from: SocketAddr, users: &Users) -> Result<Heard, Refused> {
    let decoded = CommunityMessage::decode(Bytes::copy_from_slice(octets), DecodeConfig::default());
    let (_, community, pdu) = decoded.map_err(|_| Refused::Malformed)?.value.into_parts();
    let heard = match pdu {
        CommunityPdu::TrapV1(trap) => {
            Heard { trap: Some(first_form(&trap, from.ip())?), number: 0, answer: None }
        }
        CommunityPdu::Standard(pdu) => {
            let number = pdu.request_id();
            let trap = second_form(pdu, from.ip(), Voucher::Community)?;
            let answer = trap.inform.then(|| as_response(octets)).flatten();
            Heard { trap: Some(trap), number, answer }
        }
    };
    if users.take_community(community.as_bytes()) {
        return Ok(heard);
    }
    // Silence is the only answer to a wrong community (RFC 1157 §4.1).
    Err(Refused::NotVouched { user: None, why: Distrust::Community, report: None })
}

/// An inform is answered with itself, called a response (RFC 3416 §4.2.7): one octet of it changes.
fn as_response(octets: &[u8]) -> Option<Vec<u8>> {
    let (_, content, _) = element(octets)?;
    let (_, _, rest) = element(content)?;
    let (_, _, rest) = element(rest)?;
    let end = octets.len() - trailing(octets)?;
    let place = end.checked_sub(rest.len())?;
    response_at(octets.get(..end)?, place)
}

/// How many octets follow the message.
fn trailing(octets: &[u8]) -> Option<usize> {
    element(octets).map(|(_, _, rest)| rest.len())
}

/// The octets with the tag at this place made a response's, if it is an inform's.
pub(super) fn response_at(octets: &[u8], place: usize) -> Option<Vec<u8>> {
    let mut answer = octets.to_vec();
    let tag = answer.get_mut(place).filter(|tag| **tag == PduType::InformRequest.tag())?;
    *tag = PduType::Response.tag();
    Some(answer)
}

/// A trap of SNMPv1 in the form of SNMPv2 (RFC 3584 §3.1).
fn first_form(trap: &TrapV1Pdu, from: IpAddr) -> Result<Trap, Refused> {
    let kind = trap.v2_trap_oid().map_err(|_| Refused::Malformed)?;
    let agent = Ipv4Addr::from(trap.agent_addr());
    let mut bindings = kept(trap.varbinds().to_vec());
    if bindings.iter().all(|b| *b.oid.numbers() != ENTERPRISE) {
        let enterprise = Oid::from(trap.enterprise().arcs());
        bindings.push(VarBind { oid: Oid::from(ENTERPRISE), value: Value::Oid(enterprise) });
    }
    Ok(Trap {
        from: from.to_canonical(),
        agent: Some(IpAddr::V4(agent)).filter(|_| !agent.is_unspecified()),
        kind: Oid::from(kind.arcs()),
        bindings,
        voucher: Voucher::Community,
        inform: false,
    })
}

/// A trap or inform of SNMPv2 (RFC 3416 §4.2.6): its kind is an object among the others.
pub(super) fn second_form(pdu: Pdu, from: IpAddr, voucher: Voucher) -> Result<Trap, Refused> {
    let inform = match pdu.pdu_type() {
        PduType::TrapV2 => false,
        PduType::InformRequest => true,
        _ => return Err(Refused::Malformed),
    };
    let mut bindings = kept(pdu.into_varbinds());
    let place = bindings.iter().position(|b| *b.oid.numbers() == KIND);
    let kind = match place.map(|place| bindings.remove(place).value) {
        Some(Value::Oid(kind)) => kind,
        _ => return Err(Refused::Malformed),
    };
    bindings.retain(|b| *b.oid.numbers() != UP_TIME);
    let agent = bindings.iter().find(|b| *b.oid.numbers() == ADDRESS).map(|b| &b.value);
    let agent = match agent {
        Some(Value::IpAddress(agent)) if !agent.is_unspecified() => Some(IpAddr::V4(*agent)),
        _ => None,
    };
    Ok(Trap { from: from.to_canonical(), agent, kind, bindings, voucher, inform })
}

/// Objects in our words, bounded.
fn kept(bindings: Vec<async_snmp::VarBind>) -> Vec<VarBind> {
    let mut kept: Vec<VarBind> = bindings.into_iter().take(MOST).map(speech::incoming).collect();
    for binding in &mut kept {
        if let Value::OctetString(octets) | Value::Opaque(octets) = &mut binding.value {
            octets.truncate(LONGEST);
        }
    }
    kept
}
