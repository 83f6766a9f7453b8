//! Identities of rows in a site file. Each is its own type, so a check cannot be asked for by the
//! number of a node. They are unique within one site file and never reused.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A thing on the map.
    NodeId,
    /// A named set of nodes, shown together.
    GroupId,
    /// What is looked at on a node.
    CheckId,
    /// An edge of the topology.
    LinkId,
    /// A stretch of believed trouble; also the number people say aloud ("incident 12").
    IncidentId,
    /// One message to one contact.
    NotificationId,
    /// A text that says what to do.
    RunbookId,
    /// A person or a group of people to be told.
    ContactId,
    /// A secret in the vault.
    SecretId,
    /// Trouble expected by plan.
    WindowId,
    /// A named way to look at the site.
    MapId,
    /// A line of the trap log.
    TrapId,
    /// Something a re-scan proposes.
    ProposalId,
}
