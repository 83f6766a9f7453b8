//! The feed: the latest value of everything, each with the number of the change that made it so.
//!
//! A pull returns what is newer than the number asked for. It is coalesced by construction, and
//! there is no list of events a slow window could fall behind on.

use std::collections::BTreeMap;

use hinomi_model::{
    CheckId, ContactId, GroupId, IncidentId, LinkId, MapId, NodeId, ProposalId, RunbookId, Stamp,
    WindowId,
};
use rustc_hash::FxHashMap;

/// What can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The settings.
    Settings,
    /// A node.
    Node(NodeId),
    /// A group.
    Group(GroupId),
    /// What a check is.
    Check(CheckId),
    /// How a check is.
    State(CheckId),
    /// An incident.
    Incident(IncidentId),
    /// A link.
    Link(LinkId),
    /// A pin.
    Pin(NodeId),
    /// A runbook.
    Runbook(RunbookId),
    /// The gap that began then.
    Gap(Stamp),
    /// Whether a node is down, or only cannot be judged.
    Reach(NodeId),
    /// A maintenance window.
    Window(WindowId),
    /// A contact.
    Contact(ContactId),
    /// A map.
    Map(MapId),
    /// Whether this PC is connected, and to the right network.
    Vantage,
    /// The trap log.
    Traps,
    /// Something a re-scan proposes.
    Proposal(ProposalId),
    /// How re-scans stand.
    Rescan,
}

/// How many things that are gone are remembered; a window further behind starts afresh.
const GONE: usize = 10_000;

/// Which change made what the way it is now.
#[derive(Debug, Default)]
pub struct Feed {
    seq: u64,
    /// Windows that stand before this have missed something that is gone and forgotten.
    floor: u64,
    order: BTreeMap<u64, (Key, bool)>,
    place: FxHashMap<Key, u64>,
    /// The highest number a window was given.
    given: u64,
    gone: usize,
}

impl Feed {
    /// The number of the latest change.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Everything that is there, in the order of its last change.
    pub fn all(&self) -> Vec<Key> {
        self.order.values().filter(|(_, gone)| !gone).map(|(key, _)| *key).collect()
    }

    /// This has another value now.
    pub fn touch(&mut self, key: Key) {
        // No window stands where it could miss it: it is new to all of them as it is.
        if self.place.get(&key).is_some_and(|place| *place > self.given && !self.is_gone(*place)) {
            return;
        }
        self.put(key, false);
    }

    fn is_gone(&self, place: u64) -> bool {
        self.gone > 0 && self.order.get(&place).is_some_and(|(_, gone)| *gone)
    }

    /// A window was given everything up to now.
    pub fn give(&mut self) {
        self.given = self.seq;
    }

    /// This is gone.
    pub fn remove(&mut self, key: Key) {
        self.put(key, true);
        self.gone += 1;
        if self.gone > GONE {
            self.forget();
        }
    }

    /// What changed after `since`: what is there and what is gone. `None` if that is too long ago.
    pub fn after(&self, since: u64) -> Option<(Vec<Key>, Vec<Key>)> {
        if since < self.floor || since > self.seq {
            return None;
        }
        let (mut here, mut gone) = (Vec::new(), Vec::new());
        for (key, is_gone) in self.order.range(since + 1..).map(|(_, value)| value) {
            if *is_gone { gone.push(*key) } else { here.push(*key) }
        }
        Some((here, gone))
    }

    fn put(&mut self, key: Key, gone: bool) {
        self.seq += 1;
        if let Some(old) = self.place.insert(key, self.seq)
            && let Some((_, was_gone)) = self.order.remove(&old)
        {
            self.gone -= usize::from(was_gone);
        }
        self.order.insert(self.seq, (key, gone));
    }

    fn forget(&mut self) {
        let dead: Vec<(u64, Key)> =
            self.order.iter().filter(|(_, (_, gone))| *gone).map(|(s, (k, _))| (*s, *k)).collect();
        for (seq, key) in &dead {
            self.order.remove(seq);
            self.place.remove(key);
            self.floor = self.floor.max(*seq);
        }
        self.gone = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_brings_each_changed_thing_once_with_what_is_gone() {
        let mut feed = Feed::default();
        feed.touch(Key::Node(NodeId(1)));
        feed.touch(Key::Node(NodeId(2)));
        let seen = feed.seq();
        feed.give();
        feed.touch(Key::Node(NodeId(2)));
        feed.touch(Key::Node(NodeId(2)));
        feed.remove(Key::Node(NodeId(1)));
        let (here, gone) = feed.after(seen).expect("it is recent");
        assert_eq!(here, [Key::Node(NodeId(2))], "because two changes of one thing are one");
        assert_eq!(gone, [Key::Node(NodeId(1))]);
        assert_eq!(feed.after(feed.seq()), Some((vec![], vec![])));
    }

    #[test]
    fn who_is_too_far_behind_starts_afresh() {
        let mut feed = Feed::default();
        feed.touch(Key::Settings);
        for id in 0..=u32::try_from(GONE).unwrap() {
            feed.remove(Key::Node(NodeId(id)));
        }
        assert_eq!(feed.after(0), None, "because what went then is forgotten");
        assert_eq!(feed.all(), [Key::Settings], "because what is there is not");
        assert!(feed.after(feed.seq()).is_some());
        assert_eq!(feed.after(feed.seq() + 1), None, "because that number was never given out");
    }
}
