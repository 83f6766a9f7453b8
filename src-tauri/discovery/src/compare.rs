//! What was found, beside what the site knows: who is whom, and what is different.
//!
//! A node is who it was as long as one of its addresses is the box's, or its hardware address is
//! and is nobody else's, neither in the site nor on the wire: a radio bridge that answers for three
//! telephones makes none of them another.

use std::collections::HashMap;
use std::net::IpAddr;

use hinomi_model::{Address, Node, NodeId};

use crate::{Finding, Source, Topic};

/// Who a finding is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Match {
    /// The node that stands for the box, if there is one.
    pub node: Option<NodeId>,
    /// What is different from what the site knows.
    pub differences: Vec<Difference>,
}

/// What is different from what the site knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It was watched at another address, where it is not any more.
    Moved {
        /// Which.
        from: Address,
    },
    /// Another hardware address answers where the node is watched.
    Replaced {
        /// The one it had.
        mac: String,
    },
    /// It calls itself otherwise than it is called here.
    Renamed {
        /// What it calls itself.
        to: String,
    },
    /// Another node of the site is the same box.
    Doubled {
        /// Which.
        node: NodeId,
    },
}

/// Who each finding is, in their order.
pub fn compare(findings: &[Finding], nodes: &[Node]) -> Vec<Match> {
    let wire = count(findings.iter().filter_map(|f| f.mac.as_deref()));
    let site = count(nodes.iter().filter_map(|n| n.mac.as_deref()));
    let unique = |mac: &str| wire.get(mac) == Some(&1) && site.get(mac) == Some(&1);
    findings.iter().map(|finding| one(finding, findings, nodes, &unique)).collect()
}

/// Watched nodes of these that would have been found where they are watched, and did not answer. One
/// that is watched by its IPv6 address or a DNS name is asked at what else it answers, if that is
/// known.
pub fn silent(
    findings: &[Finding],
    matches: &[Match],
    nodes: &[Node],
    looked_at: &crate::Ranges,
) -> Vec<NodeId> {
    let asked = |ip: IpAddr| matches!(ip, IpAddr::V4(ip) if looked_at.contains(ip));
    let here = |node: &&Node| match node.address {
        Address::Ip(IpAddr::V4(ip)) => looked_at.contains(ip),
        Address::Ip(IpAddr::V6(_)) | Address::Name(_) => node.also.iter().any(|ip| asked(*ip)),
        Address::Nowhere => false,
    };
    let found = |node: &&Node| {
        matches.iter().any(|m| m.node == Some(node.id)) || findings.iter().any(|f| f.is(node))
    };
    nodes.iter().filter(here).filter(|n| !found(n)).map(|n| n.id).collect()
}

fn count<'a>(macs: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut found = HashMap::new();
    macs.for_each(|mac| *found.entry(mac).or_default() += 1);
    found
}

fn one(
    finding: &Finding,
    findings: &[Finding],
    nodes: &[Node],
    unique: &dyn Fn(&str) -> bool,
) -> Match {
    let mut here = nodes.iter().filter(|node| finding.is(node));
    let mut differences = Vec::new();
    let by_mac = || {
        let mac = finding.mac.as_deref().filter(|mac| unique(mac))?;
        nodes.iter().find(|node| node.mac.as_deref() == Some(mac))
    };
    let node = match here.next() {
        Some(node) => {
            differences.extend(here.map(|other| Difference::Doubled { node: other.id }));
            differences.extend(replaced(finding, node));
            node
        }
        None => match by_mac() {
            Some(node) => {
                differences.extend(moved(node, findings));
                node
            }
            None => return Match::default(),
        },
    };
    differences.extend(renamed(finding, node));
    Match { node: Some(node.id), differences }
}

fn replaced(finding: &Finding, node: &Node) -> Option<Difference> {
    let (was, is) = (node.mac.as_ref()?, finding.mac.as_ref()?);
    // At its further addresses a box may well have further hardware addresses.
    let same_place = node.address.ip() == Some(finding.address);
    (same_place && !was.eq_ignore_ascii_case(is)).then(|| Difference::Replaced { mac: was.clone() })
}

fn moved(node: &Node, findings: &[Finding]) -> Option<Difference> {
    let left = node.address.ip().is_some();
    let other = findings.iter().any(|f| f.is(node) && f.mac == node.mac);
    (left && !other).then(|| Difference::Moved { from: node.address.clone() })
}

/// What a box calls itself, as far as it was heard to; one may well have several names.
pub(crate) fn own_names(finding: &Finding) -> impl Iterator<Item = &str> {
    let own = |source| matches!(source, Source::Snmp | Source::Mdns | Source::NetBios);
    let names = finding.clues.iter().filter(move |c| c.topic == Topic::Name && own(c.source));
    names.map(|clue| clue.text.as_str())
}

fn renamed(finding: &Finding, node: &Node) -> Option<Difference> {
    let names: Vec<&str> = own_names(finding).collect();
    let named_by_address = Address::parse(&node.name).is_ok_and(|a| a.ip().is_some());
    let first = |name: &str| name.split('.').next().unwrap_or(name).trim().to_lowercase();
    let same = names.iter().any(|name| first(name) == first(&node.name));
    let to = names.first().filter(|_| !same && !named_by_address)?;
    Some(Difference::Renamed { to: (*to).to_owned() })
}

#[cfg(test)]
mod tests {
    use hinomi_model::draft::NodeDraft;

    use super::*;
    use hinomi_model::Proof;

    use crate::{Clue, Sureness};

    fn ip(d: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, d])
    }

    fn found(d: u8, mac: &str) -> Finding {
        Finding {
            address: ip(d),
            also: Vec::new(),
            name: None,
            mac: Some(mac.to_owned()).filter(|mac| !mac.is_empty()),
            vendor: None,
            kind: Default::default(),
            sure: Sureness::Unknown,
            maker: None,
            model: None,
            clues: Vec::new(),
            rtt: None,
            ports: Vec::new(),
            evidence: [Proof::Icmp].into(),
            gateway: false,
            this_pc: false,
            login: None,
            beyond: None,
        }
    }

    fn node(id: u32, d: u8, mac: &str) -> Node {
        let text = serde_json::to_value(NodeDraft::at(&ip(d).to_string())).expect("JSON");
        let mut text = text.as_object().expect("an object").clone();
        let more = serde_json::json!({
            "id": id, "name": format!("node{id}"), "paused": false, "added": 0, "also": [],
            "mac": if mac.is_empty() { None } else { Some(mac) },
        });
        text.extend(more.as_object().expect("an object").clone());
        serde_json::from_value(text.into()).expect("a node")
    }

    fn differences(findings: &[Finding], nodes: &[Node]) -> Vec<(Option<u32>, Vec<Difference>)> {
        let all = compare(findings, nodes);
        all.into_iter().map(|m| (m.node.map(|n| n.0), m.differences)).collect()
    }

    #[test]
    fn who_answers_as_before_is_who_it_was() {
        let nodes = [node(1, 1, "aa"), node(2, 2, ""), node(3, 3, "cc")];
        let findings = [found(1, "aa"), found(2, "bb"), found(3, ""), found(4, "dd")];
        let want = [(Some(1), vec![]), (Some(2), vec![]), (Some(3), vec![]), (None, vec![])];
        assert_eq!(differences(&findings, &nodes), want);
    }

    #[test]
    fn who_has_another_address_has_moved_and_who_took_its_place_replaces_it() {
        let nodes = [node(1, 1, "aa"), node(2, 2, "bb")];
        let moved = Difference::Moved { from: Address::Ip(ip(1)) };
        let findings = [found(7, "aa"), found(2, "bb")];
        let want = [(Some(1), vec![moved.clone()]), (Some(2), vec![])];
        assert_eq!(differences(&findings, &nodes), want);
        let findings = [found(1, "ee"), found(7, "aa")];
        let replaced = Difference::Replaced { mac: "aa".into() };
        assert_eq!(
            differences(&findings, &nodes),
            [(Some(1), vec![replaced]), (Some(1), vec![moved])]
        );
    }

    #[test]
    fn a_hardware_address_of_several_makes_nobody_another() {
        let nodes = [node(1, 1, "aa")];
        let bridged = [found(7, "aa"), found(8, "aa")];
        assert_eq!(differences(&bridged, &nodes), [(None, vec![]), (None, vec![])]);
        let twins = [node(1, 1, "aa"), node(2, 2, "aa")];
        assert_eq!(differences(&[found(7, "aa")], &twins), [(None, vec![])]);
    }

    #[test]
    fn two_nodes_of_one_box_and_another_name_are_said() {
        let nodes = [node(1, 1, ""), node(2, 2, "")];
        let mut router = found(1, "aa");
        router.also = vec![ip(2)];
        let name = |text: &str| Clue {
            source: Source::Snmp,
            topic: Topic::Name,
            text: text.into(),
            kind: None,
        };
        router.clues = vec![name("NODE1.example.jp")];
        let doubled = Difference::Doubled { node: NodeId(2) };
        assert_eq!(differences(&[router.clone()], &nodes), [(Some(1), vec![doubled.clone()])]);
        router.clues = vec![name("gw-new")];
        let renamed = Difference::Renamed { to: "gw-new".into() };
        assert_eq!(differences(&[router], &nodes), [(Some(1), vec![doubled, renamed])]);
    }

    #[test]
    fn who_was_looked_for_and_did_not_answer_is_silent() {
        let nodes = [node(1, 1, "aa"), node(2, 2, "bb"), node(3, 99, "cc")];
        let findings = [found(7, "aa")];
        let ranges = crate::parse_ranges(&["10.0.0.1-50".to_owned()]).expect("a range");
        let matches = compare(&findings, &nodes);
        assert_eq!(silent(&findings, &matches, &nodes, &ranges), [NodeId(2)]);
    }

    #[test]
    fn who_is_watched_by_name_or_ipv6_is_silent_only_where_it_was_asked() {
        let six: IpAddr = "2001:db8::7".parse().expect("an address");
        let watched = |id, address, also: &[u8]| Node {
            address,
            also: also.iter().map(|d| ip(*d)).collect(),
            ..node(id, 0, "")
        };
        let name = || Address::Name("nas.example.jp".into());
        let nodes = [
            watched(1, name(), &[7]),
            watched(2, Address::Ip(six), &[8, 99]),
            watched(3, name(), &[99]),
            watched(4, Address::Ip(six), &[]),
            watched(5, name(), &[9]),
        ];
        let findings = [found(9, "")];
        let ranges = crate::parse_ranges(&["10.0.0.1-50".to_owned()]).expect("a range");
        let matches = compare(&findings, &nodes);
        let silent = silent(&findings, &matches, &nodes, &ranges);
        assert_eq!(silent, [NodeId(1), NodeId(2)], "because nobody asked 3 and 4, and 5 answered");
    }
}
