//! On which port an address is, as near to its box as any switch sees it.

use hinomi_discovery::links::{
    Arp, Here, Interface, Known, Picture, Protocol, Stay, Told, claims, infer, seen,
};
use hinomi_model::NodeKind;

use crate::network::{heard, id, interface, mac};

fn switch(at: usize, sees: &[(usize, u32)]) -> Told {
    Told {
        macs: vec![mac(at)],
        interfaces: (1..=9).map(interface).collect(),
        forwarding: sees.iter().map(|(other, port)| (mac(*other), *port)).collect(),
        ..Told::silent(id(at))
    }
}

fn known(at: usize) -> Known {
    Known {
        node: id(at),
        kind: NodeKind::Switch,
        name: format!("box-{at}"),
        addresses: vec![[10, 0, 0, at as u8].into()],
        macs: vec![mac(at)],
    }
}

/// The port by which two switches told each other that they hang together.
fn announce(told: &mut Told, on: u32, other: usize, its_port: u32) {
    told.heard.push(heard(Protocol::Lldp, on, other, its_port, true));
}

/// Where somebody is: on which switch, and which of its ports.
fn place(told: &[Told], known: &[usize], who: usize) -> Option<(usize, u32)> {
    let known = known.iter().map(|at| self::known(*at)).collect();
    place_in(&Picture { known, told: told.to_vec(), ..Picture::default() }, who)
}

fn place_in(picture: &Picture, who: usize) -> Option<(usize, u32)> {
    let all = seen(picture, &infer(picture));
    let mut of = all.into_iter().filter(|seen| seen.mac == mac(who));
    let first = of.next()?;
    assert!(of.next().is_none(), "because an address is in one place");
    let at = (0..9).find(|at| id(*at) == first.at).unwrap();
    Some((at, first.port.index.unwrap()))
}

#[test]
fn who_is_plugged_in_is_on_its_switchs_port_and_not_on_those_that_lead_there() {
    let mut core = switch(0, &[(1, 1), (5, 1), (6, 1), (7, 3)]);
    let mut access = switch(1, &[(0, 8), (5, 2), (6, 2), (7, 8)]);
    announce(&mut core, 1, 1, 8);
    announce(&mut access, 8, 0, 1);
    let told = [core, access];
    for stranger in [5, 6] {
        let why = "because a hub's hosts, and who is no node, are on the port all of them are on";
        assert_eq!(place(&told, &[0, 1], stranger), Some((1, 2)), "{why}");
    }
    assert_eq!(place(&told, &[0, 1, 7], 7), Some((0, 3)), "because it hangs on the core itself");
    let why = "because the port that leads to a switch is where that switch is";
    assert_eq!(place(&told, &[0, 1], 1), Some((0, 1)), "{why}");
}

#[test]
fn addresses_seen_on_a_bundle_are_not_plugged_into_it() {
    let side = |at: usize, other: usize, own: usize| {
        let mut told = switch(at, &[(other, 9), (own, 4), (11 - own, 9)]);
        for port in [1, 2] {
            told.interfaces[port as usize - 1].bundle = Some(9);
            announce(&mut told, port, other, port);
        }
        told.interfaces[8] = Interface { name: "lag1".into(), ..interface(9) };
        told
    };
    let told = [side(0, 1, 5), side(1, 0, 6)];
    assert_eq!(place(&told, &[0, 1], 5), Some((0, 4)));
    assert_eq!(place(&told, &[0, 1], 6), Some((1, 4)));
}

#[test]
fn a_switch_that_cannot_be_asked_leaves_its_hosts_where_they_are_seen() {
    let told = [switch(0, &[(5, 4), (6, 4), (7, 5)])];
    assert_eq!(place(&told, &[0, 5], 6), Some((0, 4)));
}

#[test]
fn an_address_is_claimed_by_everybody_who_answers_for_it_but_not_on_the_link_alone() {
    let arp = |who: usize, address: &str| Arp {
        address: address.parse().unwrap(),
        mac: mac(who),
        interface: 1,
    };
    let router = Told {
        arp: vec![arp(1, "10.0.0.1"), arp(2, "10.0.0.2"), arp(2, "fe80::2"), arp(3, "224.0.0.1")],
        ..Told::silent(id(0))
    };
    let here = Here { arp: vec![("10.0.0.2".parse().unwrap(), mac(4))], ..Here::default() };
    let want = [("10.0.0.1", 1), ("10.0.0.2", 2), ("10.0.0.2", 4)];
    let want = want.map(|(address, who)| (address.parse().unwrap(), mac(who)));
    assert_eq!(claims(&[router], &here), want);
}

#[test]
fn nobody_behind_a_switch_that_says_nothing_this_time_is_seen_elsewhere() {
    let core = switch(0, &[(1, 1), (5, 1), (7, 3)]);
    let stay = |node: usize, at: usize, interface: u32| Stay {
        node: Some(id(node)),
        at: id(at),
        interface,
        own: true,
    };
    let picture = |before: Vec<Stay>| Picture {
        known: [0, 1, 5, 7].map(known).to_vec(),
        told: vec![core.clone()],
        before,
        ..Picture::default()
    };
    let before = vec![stay(1, 0, 1), Stay { own: false, ..stay(5, 1, 2) }];
    assert_eq!(place_in(&picture(before.clone()), 5), None, "because it is on the other's port");
    assert_eq!(place_in(&picture(before), 7), Some((0, 3)), "because that is another port");
    let never = "because nobody has ever known more of it";
    assert_eq!(place_in(&picture(vec![]), 5), Some((0, 1)), "{never}");
}
