//! Table `attachments`: files kept once under the hash of their content.

use hinomi_model::Attachment;

use crate::error::SiteError;
use crate::site::Site;

/// Octets an attachment may have.
pub const MOST: u64 = 20_000_000;

impl Site {
    /// Keeps a file's content; the same content is kept once. What no runbook names is dropped with
    /// the next runbook that goes.
    pub async fn put_attachment(
        &self,
        name: &str,
        content: &[u8],
    ) -> Result<Attachment, SiteError> {
        unimplemented!()
    }

    /// The content kept under a hash; `None` if there is none. Content that does not fit its hash
    /// is an error.
    pub async fn attachment(&self, hash: &str) -> Result<Option<Vec<u8>>, SiteError> {
        unimplemented!()
    }
}
