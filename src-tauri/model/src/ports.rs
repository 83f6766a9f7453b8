//! What the interfaces of a node did when somebody last looked: unlike a sample it is neither judged
//! nor stored, and it is worth nothing without its time.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::NodeId;
use crate::time::Stamp;

/// The interfaces of a node as they were at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PortsSeen {
    /// The node.
    pub node: NodeId,
    /// When its agent began to be asked: none of it is older, and all of it may have changed since.
    pub at: Stamp,
    /// Its interfaces, in the agent's order; at most [`PortsSeen::MOST`].
    pub ports: Vec<PortSeen>,
}

/// One interface as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PortSeen {
    /// Its short name; at most [`PortSeen::LONGEST`] characters.
    pub name: String,
    /// What its people wrote about it; at most as long.
    pub alias: Option<String>,
    /// It was in use; `None` where its agent does not say.
    pub up: Option<bool>,
    /// Somebody had switched it off.
    pub switched_off: bool,
}

impl PortsSeen {
    /// Most interfaces of one node.
    pub const MOST: usize = 2_000;
}

impl PortSeen {
    /// Characters of a name: as many as a check may know an interface by.
    pub const LONGEST: usize = 300;
}
