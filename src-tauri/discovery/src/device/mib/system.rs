//! SNMPv2-MIB, the system group (RFC 3418 §2).

use hinomi_model::snmp::Oid;

use crate::device::View;

/// `system`.
pub const SYSTEM: &[u32] = &[1, 3, 6, 1, 2, 1, 1];
/// `sysDescr.0`.
pub const DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 1, 0];
/// `sysObjectID.0`.
pub const OBJECT_ID: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 2, 0];
/// `sysUpTime.0`.
pub const UP_TIME: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 3, 0];
const CONTACT: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 4, 0];
const NAME: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 5, 0];
const LOCATION: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 6, 0];
/// `ipForwarding`.
pub const FORWARDING: &[u32] = &[1, 3, 6, 1, 2, 1, 4, 1];
/// Private enterprises, below which every maker has a number of its own.
pub const ENTERPRISES: &[u32] = &[1, 3, 6, 1, 4, 1];

/// What an agent says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct System {
    /// What it is, in its maker's words.
    pub descr: Option<String>,
    /// Its maker's number for it.
    pub object_id: Option<Oid>,
    /// How its people call it.
    pub name: Option<String>,
    /// Where it stands.
    pub location: Option<String>,
    /// Who looks after it.
    pub contact: Option<String>,
    /// Hundredths of a second since the agent started.
    pub up_time: Option<u32>,
}

/// Reads the system group.
pub fn read(view: &View) -> System {
    let text = |oid: &[u32]| view.text(oid, &[]);
    System {
        descr: text(DESCR),
        object_id: view.get(OBJECT_ID).and_then(|v| v.as_oid()).cloned(),
        name: text(NAME),
        location: text(LOCATION),
        contact: text(CONTACT),
        up_time: view.whole(UP_TIME, &[]).and_then(|n| u32::try_from(n).ok()),
    }
}

/// Does it forward between networks (IP-MIB, RFC 4293: `ipForwarding` is `forwarding`)?
pub fn routes(view: &View) -> bool {
    view.whole(FORWARDING, &[0]) == Some(1)
}

/// The enterprise number within a `sysObjectID`.
pub fn enterprise(object_id: &Oid) -> Option<u32> {
    object_id.numbers().strip_prefix(ENTERPRISES)?.first().copied()
}
