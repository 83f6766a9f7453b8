//! A question as an agent reads it, and the frame of its answer (RFC 3416 §3, RFC 1157 §4.1).

use hinomi_model::snmp::Oid;

use crate::ber::{self, Reader, tag};

/// An SNMPv1 or v2c message that asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// 0 is SNMPv1, 1 is SNMPv2c.
    pub version: i64,
    /// Who asks.
    pub community: &'a [u8],
    /// The tag of its PDU.
    pub kind: u8,
    /// The number the answer must carry, too.
    pub id: i64,
    /// GETBULK: non-repeaters; else 0.
    pub first: i64,
    /// GETBULK: max-repetitions; else 0.
    pub second: i64,
    /// The objects asked for.
    pub names: Vec<Oid>,
}

impl<'a> Request<'a> {
    /// Reads a message; `None` where it is not one.
    pub fn read(message: &'a [u8]) -> Option<Request<'a>> {
        let mut message = Reader(Reader(message).expect(tag::SEQUENCE)?);
        let (version, community) = (message.integer()?, message.expect(tag::OCTETS)?);
        let (kind, pdu) = message.element()?;
        let mut pdu = Reader(pdu);
        let (id, first, second) = (pdu.integer()?, pdu.integer()?, pdu.integer()?);
        let mut bindings = Reader(pdu.expect(tag::SEQUENCE)?);
        let mut names = Vec::new();
        while let Some((tag::SEQUENCE, binding)) = bindings.element() {
            names.push(Reader(binding).oid()?);
        }
        Some(Request { version, community, kind, id, first, second, names })
    }

    /// The answer to it: an error-status and error-index, and bindings as [`ber::binding`] writes
    /// them, one behind the other.
    pub fn respond(&self, error: i128, place: usize, bindings: &[u8]) -> Vec<u8> {
        let pdu = [
            ber::number(tag::INTEGER, self.id.into()),
            ber::number(tag::INTEGER, error),
            ber::number(tag::INTEGER, place as i128),
            ber::element(tag::SEQUENCE, bindings),
        ];
        let message = [
            ber::number(tag::INTEGER, self.version.into()),
            ber::element(tag::OCTETS, self.community),
            ber::element(tag::RESPONSE, &pdu.concat()),
        ];
        ber::element(tag::SEQUENCE, &message.concat())
    }
}
