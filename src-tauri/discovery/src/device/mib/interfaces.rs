//! IF-MIB with ifXTable (RFC 2863), and duplex from EtherLike-MIB (RFC 3635).

use super::{Walks, iana_if_type};
use crate::device::view::mac;
use crate::device::{Interface, View};

/// `dot3StatsDuplexStatus`.
pub const DUPLEX: &[u32] = &[1, 3, 6, 1, 2, 1, 10, 7, 2, 1, 19];

const fn column(n: u32) -> [u32; 10] {
    [1, 3, 6, 1, 2, 1, 2, 2, 1, n]
}

const fn x_column(n: u32) -> [u32; 11] {
    [1, 3, 6, 1, 2, 1, 31, 1, 1, 1, n]
}

const INDEX: [u32; 10] = column(1);
const DESCR: [u32; 10] = column(2);
const TYPE: [u32; 10] = column(3);
const MTU: [u32; 10] = column(4);
const SPEED: [u32; 10] = column(5);
const ADDRESS: [u32; 10] = column(6);
const ADMIN: [u32; 10] = column(7);
const OPER: [u32; 10] = column(8);
const NAME: [u32; 11] = x_column(1);
const HIGH_SPEED: [u32; 11] = x_column(15);
const ALIAS: [u32; 11] = x_column(18);

/// The largest `ifSpeed` can say; the truth is then in `ifHighSpeed`.
const TOO_FAST: u64 = u32::MAX as u64;

/// What [`read`] looks at.
pub const WALKS: Walks = &[&DESCR, &TYPE, &MTU, &SPEED, &ADDRESS, &ADMIN, &OPER];
/// What it looks at in `ifXEntry`.
pub const X_WALKS: Walks = &[&NAME, &HIGH_SPEED, &ALIAS];

/// What tells how boxes hang together, and whether an interface is in use.
pub const LINK_WALKS: Walks = &[&DESCR, &TYPE, &ADDRESS, &ADMIN, &OPER];
/// The same of `ifXEntry`.
pub const LINK_X_WALKS: Walks = &[&NAME, &ALIAS];

/// Reads every interface, in the agent's order.
pub fn read(view: &View) -> Vec<Interface> {
    let mut indexes: Vec<u32> = Vec::new();
    for column in [&INDEX, &DESCR, &OPER, &TYPE] {
        indexes.extend(view.under(column).filter_map(|(index, _)| only(index)));
    }
    indexes.extend(view.under(&NAME).filter_map(|(index, _)| only(index)));
    indexes.sort_unstable();
    indexes.dedup();
    indexes.into_iter().map(|index| interface(view, index)).collect()
}

fn only(index: &[u32]) -> Option<u32> {
    match index {
        [index] => Some(*index),
        _ => None,
    }
}

fn interface(view: &View, index: u32) -> Interface {
    let at = [index];
    let descr = view.text(&DESCR, &at);
    let name = view.text(&NAME, &at);
    Interface {
        index,
        name: name.or_else(|| descr.clone()).unwrap_or_else(|| index.to_string()),
        descr,
        alias: view.text(&ALIAS, &at),
        kind: view.whole(&TYPE, &at).map(iana_if_type::name),
        admin: view.whole(&ADMIN, &at).and_then(status),
        oper: view.whole(&OPER, &at).and_then(status),
        duplex: view.whole(DUPLEX, &at).and_then(duplex),
        mtu: view.whole(&MTU, &at).and_then(|n| u32::try_from(n).ok()),
        speed_bps: speed(view, &at),
        mac: view.at(&ADDRESS, &at).and_then(mac),
    }
}

/// `ifHighSpeed` counts millions, rounded: it is believed only where `ifSpeed` has no room.
fn speed(view: &View, at: &[u32]) -> Option<u64> {
    let exact = view.at(&SPEED, at).and_then(|v| v.as_u64());
    let millions = view.at(&HIGH_SPEED, at).and_then(|v| v.as_u64());
    match (exact, millions) {
        (Some(exact), _) if exact > 0 && exact < TOO_FAST => Some(exact),
        (_, Some(millions)) if millions > 0 => Some(millions.saturating_mul(1_000_000)),
        (Some(exact), _) => Some(exact),
        (None, Some(millions)) => Some(millions.saturating_mul(1_000_000)),
        (None, None) => None,
    }
}

/// `ifOperStatus`; the first three are `ifAdminStatus` too.
fn status(number: i64) -> Option<&'static str> {
    Some(match number {
        1 => "up",
        2 => "down",
        3 => "testing",
        4 => "unknown",
        5 => "dormant",
        6 => "notPresent",
        7 => "lowerLayerDown",
        _ => return None,
    })
}

/// `dot3StatsDuplexStatus`.
fn duplex(number: i64) -> Option<&'static str> {
    match number {
        2 => Some("half"),
        3 => Some("full"),
        _ => None,
    }
}

/// What the interface with this index is called.
pub fn name(view: &View, index: u32) -> Option<String> {
    view.text(&NAME, &[index]).or_else(|| view.text(&DESCR, &[index]))
}

/// What kind of interface this is (`ifType`).
pub fn kind(view: &View, index: u32) -> Option<i64> {
    view.whole(&TYPE, &[index])
}

/// The interface that has this name, description or hardware address.
pub fn find(view: &View, called: &str) -> Option<u32> {
    let in_column = |column: &[u32]| {
        view.under(column)
            .find(|(_, v)| v.as_text().is_some_and(|text| text == called))
            .and_then(|(index, _)| only(index))
    };
    in_column(&NAME).or_else(|| in_column(&DESCR)).or_else(|| {
        view.under(&ADDRESS)
            .find(|(_, v)| mac(v).is_some_and(|mac| mac == called))
            .and_then(|(index, _)| only(index))
    })
}

/// Do several interfaces have this hardware address?
pub fn share(view: &View, address: &str) -> bool {
    let same = |v: &hinomi_model::snmp::Value| mac(v).is_some_and(|mac| mac == address);
    view.under(&ADDRESS).filter(|(_, v)| same(v)).nth(1).is_some()
}

/// Is there an interface with this index?
pub fn exists(view: &View, index: u32) -> bool {
    [&DESCR, &OPER, &TYPE].iter().any(|column| view.at(*column, &[index]).is_some())
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Oid, Value};

    use super::*;

    fn one(cells: &[(&[u32], Value)]) -> Interface {
        let rows = cells
            .iter()
            .map(|(column, v)| (Oid::from([column, &[7][..]].concat().as_slice()), v.clone()));
        read(&rows.collect()).remove(0)
    }

    #[test]
    fn speed_comes_from_where_it_is_exact() {
        let speed = |exact: u32, millions: u32| {
            one(&[
                (&DESCR, Value::OctetString(b"eth0".into())),
                (&SPEED, Value::Gauge32(exact)),
                (&HIGH_SPEED, Value::Gauge32(millions)),
            ])
            .speed_bps
        };
        assert_eq!(speed(1_000_000_000, 1000), Some(1_000_000_000));
        assert_eq!(speed(4_294_967_295, 10_000), Some(10_000_000_000), "because ifSpeed is full");
        assert_eq!(speed(1_544_000, 2), Some(1_544_000), "because ifHighSpeed is rounded");
        assert_eq!(speed(0, 25_000), Some(25_000_000_000));
        assert_eq!(speed(0, 0), Some(0));
    }

    #[test]
    fn an_agent_without_names_still_has_interfaces() {
        let found = one(&[(&OPER, Value::Integer(7))]);
        assert_eq!(
            (found.index, found.name.as_str(), found.oper),
            (7, "7", Some("lowerLayerDown"))
        );
        assert_eq!(
            one(&[(&OPER, Value::Integer(99))]).oper,
            None,
            "because there is no such state"
        );
    }
}
