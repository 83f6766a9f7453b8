//! Which interface is which after a device was restarted or rebuilt.
//!
//! `ifIndex` may mean another interface after a restart (RFC 2863 §3.1.5); what people and graphs
//! mean is the interface. So interfaces are known again by what they are called and by their
//! hardware address, and by the index only where nothing else tells them apart.

use std::collections::BTreeMap;

use super::Interface;

/// What an interface is known by, the surest first. `None` is no sign at all.
const SIGNS: [fn(&Interface) -> Option<Sign<'_>>; 5] = [
    |i| Some((Some(&*i.name), i.descr.as_deref(), i.mac.as_deref(), i.kind.as_deref(), None)),
    |i| Some((Some(&*i.name), None, None, i.kind.as_deref(), None)),
    |i| Some((None, Some(i.descr.as_deref()?), None, i.kind.as_deref(), None)),
    |i| Some((None, None, Some(i.mac.as_deref()?), i.kind.as_deref(), None)),
    |i| Some((None, None, i.mac.as_deref(), i.kind.as_deref(), Some(i.index))),
];

/// Name, description, hardware address, kind, index.
type Sign<'i> = (Option<&'i str>, Option<&'i str>, Option<&'i str>, Option<&'i str>, Option<u32>);

/// For each interface there is now, which of those before it is, by their places in `before`;
/// `None` for new ones. Each of those before is at most one of those now.
///
/// A sign counts where exactly one interface on either side has it. Interfaces alike in everything
/// are told apart by their order, if there are as many as before.
pub fn carried(before: &[Interface], now: &[Interface]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; now.len()];
    let mut taken = vec![false; before.len()];
    for (strength, sign) in SIGNS.into_iter().enumerate() {
        let old = by_sign(before, sign, |place| !taken[place]);
        let new = by_sign(now, sign, |place| found[place].is_none());
        for (sign, now_places) in new {
            let Some(old_places) = old.get(&sign) else { continue };
            let twins = strength == 0 && old_places.len() == now_places.len();
            if (old_places.len(), now_places.len()) != (1, 1) && !twins {
                continue;
            }
            for (old, new) in old_places.iter().zip(now_places) {
                found[new] = Some(*old);
                taken[*old] = true;
            }
        }
    }
    found
}

/// Places of interfaces that are still free, by their sign, each in the order of indexes.
fn by_sign<'i>(
    interfaces: &'i [Interface],
    sign: fn(&'i Interface) -> Option<Sign<'i>>,
    free: impl Fn(usize) -> bool,
) -> BTreeMap<Sign<'i>, Vec<usize>> {
    let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, interface) in interfaces.iter().enumerate().filter(|(place, _)| free(*place)) {
        if let Some(sign) = sign(interface) {
            places.entry(sign).or_default().push(place);
        }
    }
    for places in places.values_mut() {
        places.sort_by_key(|place| interfaces[*place].index);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(index: u32, name: &str, descr: &str, mac: Option<&str>) -> Interface {
        Interface {
            index,
            name: name.into(),
            descr: Some(descr.into()),
            alias: None,
            kind: Some("ethernetCsmacd".into()),
            admin: None,
            oper: None,
            duplex: None,
            mtu: None,
            speed_bps: None,
            mac: mac.map(Into::into),
        }
    }

    #[test]
    fn a_card_more_moves_every_index_and_no_interface() {
        let before = [interface(1, "Gi0/1", "Gi0/1", None), interface(2, "Gi0/2", "Gi0/2", None)];
        let now = [
            interface(1, "Te0/1", "Te0/1", None),
            interface(2, "Gi0/1", "Gi0/1", None),
            interface(3, "Gi0/2", "Gi0/2", None),
        ];
        assert_eq!(carried(&before, &now), [None, Some(0), Some(1)]);
    }

    #[test]
    fn a_renamed_interface_is_known_by_its_address() {
        let before = [interface(3, "eth0", "eth0", Some("00:00:5e:00:53:01"))];
        let now = [interface(7, "enp3s0", "enp3s0", Some("00:00:5e:00:53:01"))];
        assert_eq!(carried(&before, &now), [Some(0)]);
    }

    #[test]
    fn an_exchanged_card_keeps_its_place_by_name() {
        let before = [interface(1, "eth0", "Intel", Some("00:00:5e:00:53:01"))];
        let now = [interface(1, "eth0", "Realtek", Some("00:00:5e:00:53:02"))];
        assert_eq!(carried(&before, &now), [Some(0)], "because the name is what people know");
    }

    #[test]
    fn names_that_changed_places_do_not_follow_the_index() {
        let before = [interface(1, "wan", "wan", None), interface(2, "lan", "lan", None)];
        let now = [interface(1, "lan", "lan", None), interface(2, "wan", "wan", None)];
        assert_eq!(carried(&before, &now), [Some(1), Some(0)]);
    }

    #[test]
    fn twins_are_told_apart_by_their_order_only_if_none_came_or_went() {
        let twin = |index| interface(index, "tunnel", "tunnel", None);
        assert_eq!(carried(&[twin(4), twin(9)], &[twin(5), twin(6)]), [Some(0), Some(1)]);
        let fewer = carried(&[twin(4), twin(9)], &[twin(9)]);
        assert_eq!(fewer, [Some(1)], "because only the index is left to tell");
        assert_eq!(carried(&[twin(4), twin(9)], &[twin(5)]), [None], "because it may be either");
    }

    #[test]
    fn nothing_is_claimed_of_strangers() {
        let before = [interface(1, "a", "a", Some("00:00:5e:00:53:01"))];
        let now = [interface(1, "b", "b", Some("00:00:5e:00:53:02"))];
        assert_eq!(carried(&before, &now), [None], "because name and address are others");
        assert_eq!(carried(&before, &[]), []);
    }
}
