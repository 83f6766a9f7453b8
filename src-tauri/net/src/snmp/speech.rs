//! Our nouns in the client's words and back.

use async_snmp as lib;
use hinomi_model::snmp::{AuthProtocol, Oid, PrivProtocol, Value, VarBind};

pub(super) fn outgoing(oid: &Oid) -> lib::Oid {
    lib::Oid::from_slice(oid.numbers())
}

pub(super) fn incoming(binding: lib::VarBind) -> VarBind {
    VarBind { oid: Oid::from(binding.oid.arcs()), value: value(binding.value) }
}

pub(super) fn value(value: lib::Value) -> Value {
    match value {
        lib::Value::Integer(n) => Value::Integer(n),
        lib::Value::OctetString(octets) | lib::Value::Nsap(octets) => {
            Value::OctetString(octets.to_vec())
        }
        lib::Value::ObjectIdentifier(oid) => Value::Oid(Oid::from(oid.arcs())),
        lib::Value::IpAddress(octets) => Value::IpAddress(octets.into()),
        lib::Value::Counter32(n) => Value::Counter32(n),
        lib::Value::Gauge32(n) | lib::Value::UInteger32(n) => Value::Gauge32(n),
        lib::Value::TimeTicks(n) => Value::TimeTicks(n),
        lib::Value::Opaque(octets) => Value::Opaque(octets.to_vec()),
        lib::Value::Counter64(n) => Value::Counter64(n),
        lib::Value::NoSuchObject => Value::NoSuchObject,
        lib::Value::NoSuchInstance => Value::NoSuchInstance,
        lib::Value::EndOfMibView => Value::EndOfMibView,
        // A type nobody has defined says nothing.
        _ => Value::Null,
    }
}

pub(super) fn auth(protocol: AuthProtocol) -> lib::AuthProtocol {
    match protocol {
        AuthProtocol::Md5 => lib::AuthProtocol::Md5,
        AuthProtocol::Sha1 => lib::AuthProtocol::Sha1,
        AuthProtocol::Sha224 => lib::AuthProtocol::Sha224,
        AuthProtocol::Sha256 => lib::AuthProtocol::Sha256,
        AuthProtocol::Sha384 => lib::AuthProtocol::Sha384,
        AuthProtocol::Sha512 => lib::AuthProtocol::Sha512,
    }
}

pub(super) fn privacy(protocol: PrivProtocol) -> lib::PrivProtocol {
    match protocol {
        PrivProtocol::Des => lib::PrivProtocol::Des,
        PrivProtocol::Aes128 => lib::PrivProtocol::Aes128,
        PrivProtocol::Aes192 => lib::PrivProtocol::Aes192Blumenthal,
        PrivProtocol::Aes256 => lib::PrivProtocol::Aes256Blumenthal,
        PrivProtocol::Aes192Reeder => lib::PrivProtocol::Aes192Reeder,
        PrivProtocol::Aes256Reeder => lib::PrivProtocol::Aes256Reeder,
    }
}
