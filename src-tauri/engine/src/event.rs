//! Events: what `hinomi watch` prints, one line each, after it has been stored.

use hinomi_model::notification::Reason;
use hinomi_model::trap::TrapEntry;
use hinomi_model::{
    CheckId, ContactId, Gap, IncidentId, NodeId, NotificationId, Outcome, Span, Stamp, State, What,
};
use serde::Serialize;

/// One thing that became true and has been stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A check is in another state (also each further attempt of a doubt).
    State {
        /// When the sample was sent.
        at: Stamp,
        /// The node.
        node: NodeId,
        /// Its name.
        node_name: String,
        /// The check.
        check: CheckId,
        /// Its name.
        check_name: String,
        /// The new state.
        #[serde(flatten)]
        state: State,
        /// The sample behind it.
        sample: Outcome,
    },
    /// A line was added to an incident's log.
    Incident {
        /// When.
        at: Stamp,
        /// Which.
        incident: IncidentId,
        /// The node in trouble.
        node: NodeId,
        /// Its name.
        node_name: String,
        /// Who wrote it.
        author: String,
        /// The line.
        #[serde(flatten)]
        what: What,
    },
    /// An incident is over; sums it up.
    Resolved {
        /// When it was believed.
        at: Stamp,
        /// Which.
        incident: IncidentId,
        /// When the trouble began.
        started: Stamp,
        /// When it was over.
        ended: Stamp,
        /// How long it lasted.
        duration: Span,
        /// The truth lies within plus or minus this.
        uncertainty: Span,
    },
    /// A notification is to be delivered.
    Notification {
        /// When it was queued.
        at: Stamp,
        /// Which.
        notification: NotificationId,
        /// What about; absent if it is this computer itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        incident: Option<IncidentId>,
        /// Why.
        reason: Reason,
        /// Whom it goes to; absent is this computer's desktop.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<ContactId>,
        /// One line.
        title: String,
        /// A few sentences.
        body: String,
    },
    /// A trap came in, or the trouble one raised is over. What storms is told at the first few,
    /// and then at the tenth, the hundredth …
    Trap {
        /// When the last of them came.
        at: Stamp,
        /// The name of the node it is of, if it is one of ours.
        #[serde(skip_serializing_if = "Option::is_none")]
        node_name: Option<String>,
        /// The line of the trap log.
        #[serde(flatten)]
        trap: TrapEntry,
    },
    /// A gap opened or closed.
    Gap {
        /// The gap.
        #[serde(flatten)]
        gap: Gap,
    },
}
