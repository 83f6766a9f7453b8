//! Which interfaces are aggregated into which: IEEE8023-LAG-MIB, and where it says nothing (other
//! ways of aggregating, agents without it) IF-MIB's `ifStackTable` (RFC 2863 §3.1.1).

use std::collections::BTreeMap;

use super::{Walks, interfaces};
use crate::device::View;

/// `dot3adAggPortAttachedAggID`; the index is the interface.
const ATTACHED: &[u32] = &[1, 2, 840, 10006, 300, 43, 1, 2, 1, 1, 13];
/// `ifStackStatus`; the index is the upper and the lower interface.
const STACK: &[u32] = &[1, 3, 6, 1, 2, 1, 31, 1, 2, 1, 3];

/// What is read.
pub const WALKS: Walks = &[ATTACHED];
/// What else is read; VLANs on ports make it long.
pub const STACK_WALKS: Walks = &[STACK];

/// `RowStatus` of a row that holds.
const ACTIVE: i64 = 1;
/// Kinds of interfaces that are wires: ethernetCsmacd, fastEther, fastEtherFX, gigabitEthernet.
const WIRES: [i64; 4] = [6, 62, 69, 117];
/// Kinds of aggregates: propMultiplexor (ProCurve's trunks, ESXi's teams) and ieee8023adLag.
const AGGREGATES: [i64; 2] = [54, 161];
/// propVirtual: Cisco's aggregates, and other makers' VLANs.
const VIRTUAL: i64 = 53;

/// The interfaces that are aggregated, each with what it is aggregated into.
pub fn bundles(view: &View) -> BTreeMap<u32, u32> {
    let mut into: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (index, status) in view.under(STACK) {
        let [upper, lower] = index else { continue };
        let wire = interfaces::kind(view, *lower).is_some_and(|kind| WIRES.contains(&kind));
        if status.as_i64() == Some(ACTIVE) && wire && is_aggregate(view, *upper) {
            into.entry(*lower).or_default().push(*upper);
        }
    }
    // A wire is in one bundle; what lies on several is something else.
    let only = |(lower, upper): (u32, Vec<u32>)| match upper.as_slice() {
        [upper] => Some((lower, *upper)),
        _ => None,
    };
    let mut all: BTreeMap<u32, u32> = into.into_iter().filter_map(only).collect();
    for (index, into) in view.under(ATTACHED) {
        let (&[lower], Some(into)) = (index, into.as_i64()) else { continue };
        let into = u32::try_from(into).ok().filter(|into| *into != 0 && *into != lower);
        all.extend(into.map(|into| (lower, into)));
    }
    all
}

fn is_aggregate(view: &View, index: u32) -> bool {
    match interfaces::kind(view, index) {
        Some(VIRTUAL) => interfaces::name(view, index).is_some_and(|name| names_channel(&name)),
        Some(kind) => AGGREGATES.contains(&kind),
        None => false,
    }
}

/// Is this what Cisco calls an aggregate: `Po1`, `Port-channel1`?
pub fn names_channel(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let number = ["port-channel", "po"].iter().find_map(|word| name.strip_prefix(word));
    number.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Oid, Value};

    use super::*;

    const DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 2];
    const TYPE: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 3];

    /// Interfaces with their kinds, and which lies on which.
    fn view(interfaces: &[(u32, &str, i32)], stack: &[(u32, u32, i32)]) -> View {
        let oid = |column: &[u32], index: &[u32]| Oid::from([column, index].concat().as_slice());
        let rows = interfaces.iter().flat_map(|(index, name, kind)| {
            let name = Value::OctetString(name.as_bytes().to_vec());
            [(oid(DESCR, &[*index]), name), (oid(TYPE, &[*index]), Value::Integer(*kind))]
        });
        let stack = stack
            .iter()
            .map(|(upper, lower, status)| (oid(STACK, &[*upper, *lower]), Value::Integer(*status)));
        rows.chain(stack).collect()
    }

    #[test]
    fn wires_that_lie_under_an_aggregate_are_bundled_in_it() {
        let wires = [(1, "Gi0/1", 6), (2, "Gi0/2", 117), (3, "Gi0/3", 6)];
        for (name, kind) in [("lag1", 161), ("Trk1", 54), ("Port-channel1", 53), ("Po1", 53)] {
            let all =
                [&wires[..], &[(9, name, kind), (20, "VLAN 20", 53), (30, "v", 135)]].concat();
            let stack = [(0, 9, 1), (9, 1, 1), (9, 2, 1), (9, 3, 2), (20, 3, 1), (30, 9, 1)];
            let found = bundles(&view(&all, &stack));
            let want = BTreeMap::from([(1, 9), (2, 9)]);
            assert_eq!(found, want, "because 3 is not active in {name}, and 20 is a VLAN");
        }
    }

    #[test]
    fn what_lies_on_several_or_on_an_aggregate_is_no_wire_of_a_bundle() {
        let all = [(1, "p1", 6), (8, "lag8", 161), (9, "lag9", 161), (10, "lag9.5", 161)];
        let found = bundles(&view(&all, &[(8, 1, 1), (9, 1, 1), (10, 9, 1)]));
        assert_eq!(found, BTreeMap::new());
    }

    #[test]
    fn what_the_standard_says_of_aggregates_counts_first() {
        let mut view =
            view(&[(1, "p1", 6), (2, "p2", 6), (8, "lag", 161)], &[(8, 1, 1), (8, 2, 1)]);
        for (port, into) in [(1, 7), (2, 0)] {
            view.insert(Oid::from(ATTACHED).join(&[port]), Value::Integer(into));
        }
        assert_eq!(bundles(&view), BTreeMap::from([(1, 7), (2, 8)]), "because 2 is told by none");
    }
}
