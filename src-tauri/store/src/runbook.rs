//! Table `runbooks`.

use hinomi_model::{Runbook, RunbookId};

use crate::error::SiteError;
use crate::site::Site;

impl Site {
    /// All runbooks, by identity.
    pub async fn runbooks(&self) -> Result<Vec<Runbook>, SiteError> {
        unimplemented!()
    }

    /// One runbook.
    pub async fn runbook(&self, id: RunbookId) -> Result<Option<Runbook>, SiteError> {
        unimplemented!()
    }
}
