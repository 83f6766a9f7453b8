//! Table `changes`: the history of belief.

use hinomi_model::{CheckId, Stamp, Stretch};

use crate::error::SiteError;
use crate::site::Site;

impl Site {
    /// What was believed of a check over `[from, until)`: stretches that cover it without holes or
    /// overlaps, oldest first. Nothing is believed (`None`) before the first change, inside a gap,
    /// while withdrawn, and after the last heartbeat (but for [`crate::PULSE`]).
    pub async fn stretches(
        &self,
        check: CheckId,
        from: Stamp,
        until: Stamp,
    ) -> Result<Vec<Stretch>, SiteError> {
        unimplemented!()
    }
}
