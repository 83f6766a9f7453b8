//! Notifications: words to a person, and what became of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::grade::Grade;
use crate::id::{ContactId, IncidentId, NotificationId};
use crate::time::Stamp;

/// Why a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An incident opened.
    Opened,
    /// An open incident took a worse grade.
    Worsened,
    /// An incident is over.
    Resolved,
    /// Nobody has taken it yet.
    Reminder,
    /// Nobody has taken it, and the next ones are told.
    Escalated,
    /// It changes too often to be worth words; the next word comes when that ends.
    FlappingBegan,
    /// It has calmed down.
    FlappingEnded,
    /// This computer itself has lost the network.
    VantageLost,
    /// It has it back.
    VantageBack,
    /// The gateway answers from another hardware address.
    GatewayChanged,
    /// Two hardware addresses answer for one IP address.
    AddressDisputed,
    /// Somebody new is in the network.
    Stranger,
    /// A person tries whether words arrive.
    Test,
}

/// One message, written into the outbox in the same transaction as its cause (law L12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Notification {
    /// Its identity; stable over retries, so that a duplicate can be recognised.
    pub id: NotificationId,
    /// The incident it is about; `None` if it is about this computer itself, or about its network.
    pub incident: Option<IncidentId>,
    /// Whom it goes to; `None` is the desktop of this computer.
    #[serde(default)]
    pub to: Option<ContactId>,
    /// By which of their ways, counted from 0.
    #[serde(default)]
    pub way: u8,
    /// Why it is sent.
    pub reason: Reason,
    /// The incident's grade; decides the sound.
    pub grade: Grade,
    /// When it was queued.
    pub queued: Stamp,
    /// One line.
    pub title: String,
    /// A few sentences.
    pub body: String,
    /// What became of it.
    pub delivery: Delivery,
}

/// What became of a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "delivery", rename_all = "snake_case")]
pub enum Delivery {
    /// Not sent yet.
    Waiting {
        /// Tries so far.
        tries: u32,
        /// Not before this.
        #[serde(default)]
        after: Option<Stamp>,
    },
    /// Taken by whoever carries it on: the desktop, a mail server, a web service, a program.
    Delivered {
        /// When.
        at: Stamp,
    },
    /// Given up.
    Undelivered {
        /// When.
        at: Stamp,
    },
}
