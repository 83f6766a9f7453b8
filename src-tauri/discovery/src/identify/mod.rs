//! What a host is, from everything that was seen of it.
//!
//! Each clue speaks for one kind with some weight, and clues are taken as independent witnesses: two
//! that are each right four times in five leave one error in twenty-five. Where witnesses
//! contradict each other, the verdict is less sure. Nothing is concluded without a clue that can be
//! shown.

mod words;

use std::collections::BTreeMap;

use hinomi_model::NodeKind;

use crate::clue::{Clue, Source, Topic};

/// What an identification is made from.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// What the host let be known of itself.
    pub clues: &'a [Clue],
    /// Open TCP ports.
    pub ports: &'a [u16],
    /// The registered owner of its hardware address.
    pub vendor: Option<&'a str>,
    /// It is a default gateway of this PC.
    pub gateway: bool,
    /// It is this PC.
    pub this_pc: bool,
}

/// What a host is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What it is; [`NodeKind::Other`] rather than a guess without ground.
    pub kind: NodeKind,
    /// Who made it.
    pub maker: Option<String>,
    /// Which model it is.
    pub model: Option<String>,
    /// How sure the kind is.
    pub sure: Sureness,
    /// Everything it rests on, the most trusted first; those that speak for a kind say for which.
    pub clues: Vec<Clue>,
}

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Sureness {
    /// Nothing speaks for anything.
    #[default]
    Unknown,
    /// Wrong as easily as right.
    Guess,
    /// Right more often than not.
    Likely,
    /// Wrong in no more than one of six.
    Sure,
}

/// What a host is: every witness is heard.
pub fn identify(seen: &Seen<'_>) -> Identity {
    let mut clues: Vec<Clue> = seen.clues.to_vec();
    clues.extend(around(seen));
    let votes: Vec<Option<(NodeKind, f64)>> = clues.iter().map(vote).collect();
    let votes = gateways_vote(&clues, votes);
    for (clue, vote) in clues.iter_mut().zip(&votes) {
        clue.kind = vote.map(|(kind, _)| kind);
    }
    let (kind, sure) = match seen.this_pc {
        true => (NodeKind::Workstation, Sureness::Sure),
        false => verdict(votes.into_iter().flatten()),
    };
    let said = |topic: Topic| {
        let mut of_topic = clues.iter().filter(|clue| clue.topic == topic);
        of_topic.next().map(|clue| clue.text.clone())
    };
    let maker = clues.iter().find(|c| c.topic == Topic::Maker && c.source != Source::Mac);
    let maker = maker.map(|clue| clue.text.clone());
    let branded = || clues.iter().find_map(words::brand).map(str::to_owned);
    Identity {
        kind,
        maker: maker.or_else(branded).or_else(|| seen.vendor.map(str::to_owned)),
        model: said(Topic::Model),
        sure,
        clues,
    }
}

/// What is known without the host's words.
fn around(seen: &Seen<'_>) -> Vec<Clue> {
    let clue = |source, topic, text: String| Clue { source, topic, text, kind: None };
    let ports: Vec<String> = seen.ports.iter().map(u16::to_string).collect();
    let mut clues = Vec::new();
    clues.extend(seen.gateway.then(|| clue(Source::Route, Topic::Gateway, String::new())));
    clues.extend(seen.vendor.map(|v| clue(Source::Mac, Topic::Maker, v.to_owned())));
    clues.extend((!ports.is_empty()).then(|| clue(Source::Ports, Topic::Ports, ports.join(" "))));
    clues
}

/// What a clue speaks for, and how often it is right.
fn vote(clue: &Clue) -> Option<(NodeKind, f64)> {
    match (clue.source, clue.topic) {
        // An agent was read, not only heard.
        (Source::Snmp, Topic::Type) => Some((clue.kind?, 0.97)),
        (Source::Route, Topic::Gateway) => Some((NodeKind::Router, 0.8)),
        (Source::Mac, Topic::Maker) => Some((words::of_maker(&clue.text)?, 0.45)),
        (Source::Ports, Topic::Ports) => Some((words::of_ports(&clue.text)?, 0.3)),
        (_, Topic::Service) => words::of_service(&clue.text),
        (_, Topic::Type) => words::of_type(&clue.text),
        (Source::NetBios, Topic::Name) => Some((NodeKind::Workstation, 0.35)),
        (Source::Ssh, Topic::Software) => words::of_ssh(&clue.text),
        (_, Topic::Model | Topic::Title | Topic::Software | Topic::Maker) => {
            Some((words::of_words(&clue.text)?, 0.6))
        }
        (_, Topic::Certificate) => Some((words::of_words(&clue.text)?, 0.5)),
        (_, Topic::Name | Topic::Group | Topic::Ports | Topic::Gateway) => None,
    }
}

/// A gateway of which anything else says that it is a firewall is one.
fn gateways_vote(
    clues: &[Clue],
    mut votes: Vec<Option<(NodeKind, f64)>>,
) -> Vec<Option<(NodeKind, f64)>> {
    let firewall = votes.iter().flatten().any(|(kind, _)| *kind == NodeKind::Firewall);
    for (clue, vote) in clues.iter().zip(&mut votes) {
        if let (Topic::Gateway, Some((kind, _)), true) = (clue.topic, vote, firewall) {
            *kind = NodeKind::Firewall;
        }
    }
    votes
}

/// The kind most is said for. Ten pages with the same word are one witness: of each weight a kind
/// has, one counts.
fn verdict(votes: impl Iterator<Item = (NodeKind, f64)>) -> (NodeKind, Sureness) {
    let mut said: BTreeMap<NodeKind, Vec<f64>> = BTreeMap::new();
    for (kind, weight) in votes {
        let weights = said.entry(kind).or_default();
        if !weights.contains(&weight) {
            weights.push(weight);
        }
    }
    let right = |weights: &[f64]| 1.0 - weights.iter().map(|w| 1.0 - w).product::<f64>();
    let mut kinds: Vec<(f64, NodeKind)> =
        said.into_iter().map(|(kind, weights)| (right(&weights), kind)).collect();
    kinds.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    // What is itself only guessed contradicts nobody.
    let second = kinds.get(1).map(|(right, _)| *right).filter(|right| *right >= 0.5);
    match kinds.first() {
        None => (NodeKind::Other, Sureness::Unknown),
        Some((first, kind)) => match first * (1.0 - second.unwrap_or(0.0) / 2.0) {
            0.84.. => (*kind, Sureness::Sure),
            0.5.. => (*kind, Sureness::Likely),
            _ => (*kind, Sureness::Guess),
        },
    }
}

#[cfg(test)]
mod tests;
