//! Table `gaps`: time in which we did not look.

use hinomi_model::{Gap, Stamp};

use crate::error::SiteError;
use crate::site::Site;

impl Site {
    /// The gaps that touch `[from, until)`, oldest first, at their full length.
    pub async fn gaps(&self, from: Stamp, until: Stamp) -> Result<Vec<Gap>, SiteError> {
        unimplemented!()
    }
}
