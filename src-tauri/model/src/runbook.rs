//! Runbooks: what to do, kept where the trouble is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{CheckId, NodeId, RunbookId};
use crate::time::Stamp;

/// A text that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Runbook {
    /// Its identity.
    pub id: RunbookId,
    /// 1 to 120 characters.
    pub title: String,
    /// Markdown (CommonMark), at most 200,000 characters. Shown sanitised.
    pub text: String,
    /// Shown on the incidents of these nodes …
    pub nodes: Vec<NodeId>,
    /// … and of these checks.
    pub checks: Vec<CheckId>,
    /// Files that go with it, without their content.
    pub attachments: Vec<Attachment>,
    /// When it was last changed.
    pub changed: Stamp,
}

/// A file that goes with a runbook; its content is kept once in the site file under its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Attachment {
    /// File name, 1 to 200 characters, without path.
    pub name: String,
    /// Octets; at most 20 MB.
    #[ts(as = "f64")]
    pub size: u64,
    /// SHA-256 of the content in hex.
    pub hash: String,
}
