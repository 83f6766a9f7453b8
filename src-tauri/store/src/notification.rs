//! Table `notifications`: the outbox, and what became of each message.

use hinomi_model::{IncidentId, Notification};

use crate::error::SiteError;
use crate::site::Site;

impl Site {
    /// The notifications of an incident, oldest first.
    pub async fn notifications(
        &self,
        incident: IncidentId,
    ) -> Result<Vec<Notification>, SiteError> {
        unimplemented!()
    }
}
