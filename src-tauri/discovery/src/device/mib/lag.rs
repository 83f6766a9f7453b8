//! IEEE8023-LAG-MIB: which interfaces are aggregated into which.

use super::Walks;
use crate::device::View;

/// `dot3adAggPortAttachedAggID`; the index is the interface.
const ATTACHED: &[u32] = &[1, 2, 840, 10006, 300, 43, 1, 2, 1, 1, 13];

/// What is read.
pub const WALKS: Walks = &[ATTACHED];

/// The interface one is aggregated into.
pub fn bundle(view: &View, interface: u32) -> Option<u32> {
    let into = view.whole(ATTACHED, &[interface])?;
    u32::try_from(into).ok().filter(|into| *into != 0 && *into != interface)
}
