//! The nouns of SNMP: object identifiers, values and the credentials they are read with.
//!
//! Values only: the bytes and the wire are `net::snmp`. What is in a [`Value`] came from an agent
//! and is hostile: [`Value::as_text`] is the only way from octets to something that may be shown.

mod access;
mod credentials;
mod denied;
mod formula;
mod names;
mod oid;
mod pacing;
mod shown;
mod text;
mod trap;
mod value;

pub use access::{Access, Encryption, Login, PORT, Signing};
pub use credentials::{AuthProtocol, Credentials, Level, PrivProtocol, Sealing, Unusable, User};
pub use denied::Denied;
pub use formula::{Fold, Formula, Rows, Term, number};
pub use names::{Named, Names};
pub use oid::{NotAnOid, Oid};
pub use pacing::Pacing;
pub use trap::{Trap, Voucher};
pub use value::Value;

/// One object and its value, as an agent answers.
#[derive(Debug, Clone, PartialEq)]
pub struct VarBind {
    /// Which object.
    pub oid: Oid,
    /// Its value.
    pub value: Value,
}
