//! LLDP-MIB (IEEE 802.1AB-2005): who is at the other end of the wire.

use super::{bridge, interfaces};
use crate::device::view::{mac, text};
use crate::device::{Neighbour, View};
use hinomi_model::snmp::Value;

/// `lldpLocPortEntry`.
pub const LOCAL: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1];
/// `lldpRemEntry`.
pub const REMOTE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1];

const LOCAL_SUBTYPE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 2];
const LOCAL_ID: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 3];
const LOCAL_DESCR: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 4];
const CHASSIS_ID: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 5];
const PORT_SUBTYPE: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 6];
const PORT_ID: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 7];
const PORT_DESCR: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 8];
const NAME: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 9];
const DESCR: &[u32] = &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 10];

/// `LldpPortIdSubtype` of a hardware address.
const BY_ADDRESS: i64 = 3;

/// Reads every neighbour. The index is time mark, local port, running number.
pub fn read(view: &View) -> Vec<Neighbour> {
    view.under(CHASSIS_ID)
        .filter_map(|(index, chassis)| {
            let local = *index.get(index.len().checked_sub(2)?)?;
            let chassis = address_or_text(chassis);
            let name = view.text(NAME, index).or_else(|| view.text(DESCR, index));
            Some(Neighbour {
                protocol: "lldp",
                local_port: local_port(view, local),
                remote_name: name.or_else(|| chassis.clone())?,
                remote_port: remote_port(view, index),
                remote_id: chassis,
            })
        })
        .collect()
}

/// The port's own name, unless that is only an address and there are words for it.
fn remote_port(view: &View, index: &[u32]) -> Option<String> {
    let descr = view.text(PORT_DESCR, index);
    let id = view.at(PORT_ID, index)?;
    if view.whole(PORT_SUBTYPE, index) == Some(BY_ADDRESS) {
        return descr.or_else(|| address_or_text(id));
    }
    address_or_text(id).or(descr)
}

/// What our own interface at a local port number is called.
///
/// The number is by standard LLDP's own; most agents use the bridge's port or the interface's
/// index. What the table of local ports says is therefore looked for among the interfaces first.
fn local_port(view: &View, port: u32) -> Option<String> {
    let at = [port];
    let id = view.at(LOCAL_ID, &at);
    let by_address = view.whole(LOCAL_SUBTYPE, &at) == Some(BY_ADDRESS);
    let id = id.and_then(|id| if by_address { mac(id) } else { text(id) });
    let descr = view.text(LOCAL_DESCR, &at);
    let named = [&id, &descr].into_iter().flatten();
    let found = named
        .filter(|text| !(text.chars().all(|c| c.is_ascii_digit())))
        .find_map(|called| interfaces::find(view, called))
        .or_else(|| bridge::interface(view, port))
        .or_else(|| interfaces::exists(view, port).then_some(port));
    found.and_then(|index| interfaces::name(view, index)).or(id.filter(|_| !by_address)).or(descr)
}

/// Six octets that are no text are a hardware address, whatever the subtype says.
fn address_or_text(value: &Value) -> Option<String> {
    let octets = value.as_octets()?;
    let printable = octets.iter().all(|o| (0x20..0x7f).contains(o));
    if printable { text(value) } else { mac(value).or_else(|| text(value)) }
}
