//! What has come in and was not looked at yet.
//!
//! Bounded, and fair: a sender may hold no more places than are still free to everybody. So one
//! that floods us takes half of them at most, and there is room for the trap of another that
//! matters (the dynamic threshold that switches share their buffers by).

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use hinomi_model::snmp::Trap;
use tokio::sync::Notify;

/// Places for traps; 8 s of a thousand a second.
const PLACES: usize = 8_192;

/// Traps that wait to be looked at.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    ready: Notify,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Trap>,
    held: HashMap<IpAddr, usize>,
    lost: u64,
}

impl Queue {
    /// Puts one at the end, or loses it.
    pub(super) fn put(&self, trap: Trap) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let free = PLACES - state.waiting.len();
        let held = state.held.get(&trap.from).copied().unwrap_or(0);
        if held >= free {
            state.lost += 1;
            return;
        }
        state.held.insert(trap.from, held + 1);
        state.waiting.push_back(trap);
        drop(state);
        self.ready.notify_one();
    }

    /// The oldest, as soon as there is one.
    pub(super) async fn take(&self) -> Trap {
        loop {
            if let Some(trap) = self.pop() {
                return trap;
            }
            self.ready.notified().await;
        }
    }

    fn pop(&self) -> Option<Trap> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let trap = state.waiting.pop_front()?;
        let held = state.held.get_mut(&trap.from).expect("who waits holds a place");
        *held -= 1;
        if *held == 0 {
            state.held.remove(&trap.from);
        }
        Some(trap)
    }

    /// How many wait.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).waiting.len()
    }

    /// How many there was no place for.
    pub(super) fn lost(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).lost
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Oid, Voucher};

    use super::*;

    fn trap(from: u8) -> Trap {
        Trap {
            from: [10, 0, 0, from].into(),
            agent: None,
            kind: Oid::from([1, 3]),
            bindings: Vec::new(),
            voucher: Voucher::Community,
            inform: false,
        }
    }

    #[tokio::test]
    async fn who_floods_leaves_room_for_the_others() {
        let queue = Queue::default();
        (0..100_000).for_each(|_| queue.put(trap(1)));
        assert_eq!(queue.lost(), 100_000 - PLACES as u64 / 2, "because half is the most for one");
        (0..1_000).for_each(|_| queue.put(trap(2)));
        queue.put(trap(3));
        let lost = queue.lost();
        assert_eq!(lost, 100_000 - PLACES as u64 / 2, "because there was room for those");
        for _ in 0..PLACES / 2 + 1_000 {
            queue.take().await;
        }
        assert_eq!(queue.take().await.from, trap(3).from, "because the order is that of coming");
        let state = queue.state.lock().unwrap();
        assert!(state.held.is_empty() && state.waiting.is_empty(), "because all was taken");
    }
}
