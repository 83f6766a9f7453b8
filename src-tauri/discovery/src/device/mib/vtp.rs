//! CISCO-VTP-MIB: which VLANs there are on a bridge that answers for each of them separately.
//!
//! Cisco's BRIDGE-MIB is that of one VLAN: the first, unless another is asked for by community or
//! context ([`Session::in_vlan`](hinomi_net::snmp::Session::in_vlan)).

use super::{Walks, bridge};
use crate::device::View;

/// `vtpVlanState`; the index is the management domain and the VLAN.
const STATE: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 46, 1, 3, 1, 1, 2];

/// What is read.
pub const WALKS: Walks = &[STATE];

/// Most VLANs asked for: each is a handful of questions.
const MOST: usize = 100;
/// It is in use.
const OPERATIONAL: i64 = 1;
/// What it answers for unasked.
const FIRST: u16 = 1;
/// Those of FDDI and token ring are on every box and never used.
const RESERVED: std::ops::RangeInclusive<u16> = 1002..=1005;

/// The VLANs that have to be asked for, at most 100; none where all are told at once (Q-BRIDGE-MIB).
pub fn apart(view: &View) -> Vec<u16> {
    if bridge::tells_vlans(view) {
        return Vec::new();
    }
    let operational = view.under(STATE).filter(|(_, state)| state.as_i64() == Some(OPERATIONAL));
    let vlans = operational.filter_map(|(index, _)| u16::try_from(*index.get(1)?).ok());
    vlans.filter(|vlan| *vlan != FIRST && !RESERVED.contains(vlan)).take(MOST).collect()
}
