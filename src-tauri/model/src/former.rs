//! What was on the map and is there no more, or is there otherwise: links as they were, and nodes that
//! were removed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::NodeId;
use crate::node::Node;
use crate::time::Stamp;
use crate::topology::Link;

/// Something that ended. Several of one link, one after the other, are what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "was", rename_all = "snake_case")]
pub enum Former {
    /// A link that went, or was otherwise: see [`Link::differs_from`].
    Link {
        /// Until when: when a person changed it, or it was found to be so no more. It may have ended
        /// at any moment since the link's `seen`.
        until: Stamp,
        /// As it was. Struck out, it was not believed until then.
        link: Link,
    },
    /// A node that was removed.
    Node {
        /// When that was.
        until: Stamp,
        /// Its identity, which no other node gets.
        node: NodeId,
        /// Its name then.
        name: String,
        /// Its address then, to be shown as text; empty if it had none.
        address: String,
        /// When it had been added.
        added: Stamp,
    },
}

impl Former {
    /// A node that is removed at this moment.
    pub fn node(node: &Node, until: Stamp) -> Former {
        let (name, address) = (node.name.clone(), node.address.to_string());
        Former::Node { until, node: node.id, name, address, added: node.added }
    }

    /// When it ended.
    pub fn until(&self) -> Stamp {
        match self {
            Former::Link { until, .. } | Former::Node { until, .. } => *until,
        }
    }
}
