//! Which addresses are one box.
//!
//! Two addresses are put together only on the word of the box itself: its agent lists both, or the
//! same hardware address answers for both and leaves no other reading. A hardware address alone
//! does not make two IPv4 addresses one box, because radio bridges and proxies answer for others.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// What is known of one address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trace {
    /// Who answers for it, if whoever does speaks for itself.
    pub mac: Option<String>,
    /// Names it says it has, in lower case; not those others gave it.
    pub names: BTreeSet<String>,
}

/// What an agent says of its box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// What the box calls itself.
    pub name: Option<String>,
    /// All its addresses, the one it was asked at among them.
    pub addresses: BTreeSet<IpAddr>,
    /// Its hardware addresses, as far as it says them.
    pub macs: BTreeSet<String>,
}

/// Parts addresses into boxes: each address once, a box's addresses ascending. `agents` are by the
/// address they were asked at.
pub(super) fn boxes(
    traces: &BTreeMap<IpAddr, Trace>,
    agents: &BTreeMap<IpAddr, Own>,
) -> Vec<Vec<IpAddr>> {
    let mut parts = Parts::default();
    by_agents(&mut parts, traces, agents);
    by_macs(&mut parts, traces);
    let mut found: BTreeMap<IpAddr, Vec<IpAddr>> = BTreeMap::new();
    for ip in traces.keys() {
        found.entry(parts.head(*ip)).or_default().push(*ip);
    }
    found.into_values().collect()
}

/// Sets of addresses that only grow.
#[derive(Default)]
struct Parts(BTreeMap<IpAddr, IpAddr>);

impl Parts {
    fn head(&self, ip: IpAddr) -> IpAddr {
        let mut head = ip;
        while let Some(next) = self.0.get(&head) {
            head = *next;
        }
        head
    }

    fn join(&mut self, a: IpAddr, b: IpAddr) {
        let (a, b) = (self.head(a), self.head(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}

fn by_agents(parts: &mut Parts, traces: &BTreeMap<IpAddr, Trace>, agents: &BTreeMap<IpAddr, Own>) {
    let same = |a: &Own, at: IpAddr, b: &Own, bt: IpAddr| {
        a.name == b.name && a.addresses.contains(&bt) && b.addresses.contains(&at)
    };
    for (at, own) in agents {
        for (bt, other) in agents.range(..at) {
            if same(own, *at, other, *bt) {
                parts.join(*at, *bt);
            }
        }
    }
    for (at, own) in agents {
        for ip in own.addresses.iter().filter(|ip| traces.contains_key(*ip)) {
            let me = parts.head(*at);
            let mut others = agents.iter().filter(|(bt, _)| parts.head(**bt) != me);
            let disputed = others.any(|(bt, other)| bt == ip || other.addresses.contains(ip));
            let mac = traces[ip].mac.as_ref();
            let anothers = mac.is_some_and(|mac| !own.macs.is_empty() && !own.macs.contains(mac));
            if !disputed && !anothers {
                parts.join(*at, *ip);
            }
        }
    }
}

fn by_macs(parts: &mut Parts, traces: &BTreeMap<IpAddr, Trace>) {
    let mut by_mac: BTreeMap<&str, Vec<IpAddr>> = BTreeMap::new();
    for (ip, trace) in traces {
        if let Some(mac) = &trace.mac {
            by_mac.entry(mac).or_default().push(*ip);
        }
    }
    for all in by_mac.values() {
        let (v4, v6): (Vec<IpAddr>, Vec<IpAddr>) = all.iter().copied().partition(IpAddr::is_ipv4);
        for (n, one) in v4.iter().enumerate() {
            let names = &traces[one].names;
            let named = |other: &&IpAddr| !names.is_disjoint(&traces[*other].names);
            let same: Vec<IpAddr> = v4[..n].iter().filter(named).copied().collect();
            same.into_iter().for_each(|other| parts.join(*one, other));
        }
        let heads: BTreeSet<IpAddr> = v4.iter().map(|ip| parts.head(*ip)).collect();
        // Whose of several they are, nobody can say.
        if heads.len() <= 1 {
            let first = heads.first().or(v6.first()).copied();
            v6.iter().for_each(|ip| first.into_iter().for_each(|first| parts.join(first, *ip)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn trace(mac: &str, names: &[&str]) -> Trace {
        let mac = Some(mac.to_owned()).filter(|mac| !mac.is_empty());
        Trace { mac, names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn own(name: &str, addresses: &[&str], macs: &[&str]) -> Own {
        Own {
            name: Some(name.to_owned()),
            addresses: addresses.iter().map(|text| ip(text)).collect(),
            macs: macs.iter().map(|mac| (*mac).to_owned()).collect(),
        }
    }

    fn told(traces: &[(&str, Trace)], agents: &[(&str, Own)]) -> Vec<String> {
        let traces = traces.iter().map(|(at, trace)| (ip(at), trace.clone())).collect();
        let agents = agents.iter().map(|(at, own)| (ip(at), own.clone())).collect();
        let words =
            |all: Vec<IpAddr>| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        boxes(&traces, &agents).into_iter().map(words).collect()
    }

    #[test]
    fn a_router_is_one_box_at_all_its_addresses() {
        let all = ["10.0.0.1", "10.0.1.1", "10.0.2.1"];
        let traces = all.map(|at| (at, trace("", &[])));
        let agent = own("gw", &all, &[]);
        assert_eq!(told(&traces, &[("10.0.1.1", agent.clone())]), ["10.0.0.1 10.0.1.1 10.0.2.1"]);
        let twice = [("10.0.0.1", agent.clone()), ("10.0.2.1", agent)];
        assert_eq!(told(&traces, &twice), ["10.0.0.1 10.0.1.1 10.0.2.1"], "asked at two of them");
    }

    #[test]
    fn an_address_two_boxes_claim_is_neithers() {
        let traces = ["10.0.0.2", "10.0.0.3", "172.17.0.1"].map(|at| (at, trace("", &[])));
        let agents = [
            ("10.0.0.2", own("a", &["10.0.0.2", "172.17.0.1"], &[])),
            ("10.0.0.3", own("b", &["10.0.0.3", "172.17.0.1"], &[])),
        ];
        assert_eq!(told(&traces, &agents), ["10.0.0.2", "10.0.0.3", "172.17.0.1"]);
    }

    #[test]
    fn an_address_another_box_answers_for_is_not_the_agents() {
        let traces = [("10.0.0.2", trace("aa", &[])), ("192.168.1.1", trace("cc", &[]))];
        let agents = [("10.0.0.2", own("a", &["10.0.0.2", "192.168.1.1"], &["aa", "bb"]))];
        assert_eq!(
            told(&traces, &agents),
            ["10.0.0.2", "192.168.1.1"],
            "because cc is none of its interfaces"
        );
        let twins = [
            ("10.0.0.2", own("sw", &["10.0.0.2", "10.0.0.3"], &[])),
            ("10.0.0.3", own("sw", &["10.0.0.3"], &[])),
        ];
        let traces = ["10.0.0.2", "10.0.0.3"].map(|at| (at, trace("", &[])));
        assert_eq!(told(&traces, &twins), ["10.0.0.2", "10.0.0.3"], "because only one says so");
    }

    #[test]
    fn both_families_of_one_hardware_address_are_one_box() {
        let traces = [
            ("10.0.0.7", trace("aa", &[])),
            ("fd00::7", trace("aa", &[])),
            ("2001:db8::7", trace("aa", &[])),
            ("fd00::9", trace("bb", &[])),
            ("2001:db8::9", trace("bb", &[])),
        ];
        let want = ["10.0.0.7 2001:db8::7 fd00::7", "2001:db8::9 fd00::9"];
        assert_eq!(told(&traces, &[]), want);
    }

    #[test]
    fn a_bridge_that_answers_for_others_makes_nobody_one_box() {
        let traces = [
            ("10.0.0.7", trace("aa", &["tv"])),
            ("10.0.0.8", trace("aa", &["camera"])),
            ("fd00::7", trace("aa", &[])),
        ];
        assert_eq!(told(&traces, &[]), ["10.0.0.7", "10.0.0.8", "fd00::7"]);
        let nas = [("10.0.0.7", trace("aa", &["nas"])), ("10.0.0.8", trace("aa", &["nas"]))];
        assert_eq!(told(&nas, &[]), ["10.0.0.7 10.0.0.8"], "because both say they are nas");
    }

    proptest::proptest! {
        #[test]
        fn every_address_is_in_one_box_whatever_is_claimed(
            traces in proptest::collection::btree_map(0u8..12, (0u8..4, 0u8..4), 0..12),
            agents in proptest::collection::btree_map(0u8..12, (0u8..3, proptest::collection::btree_set(0u8..12, 0..6)), 0..5),
        ) {
            let at = |n: u8| ip(&format!("10.0.0.{n}"));
            let traces: BTreeMap<IpAddr, Trace> = traces
                .into_iter()
                .map(|(n, (mac, name))| (at(n), trace(&mac.to_string(), &[&name.to_string()])))
                .collect();
            let agents = agents
                .into_iter()
                .map(|(n, (name, all))| {
                    let addresses = all.into_iter().chain([n]).map(at).collect();
                    (at(n), Own { name: Some(name.to_string()), addresses, macs: BTreeSet::new() })
                })
                .collect();
            let mut all: Vec<IpAddr> = boxes(&traces, &agents).into_iter().flatten().collect();
            all.sort();
            assert_eq!(all, traces.keys().copied().collect::<Vec<_>>());
        }
    }
}
