//! Samples: appended to table `hot` as they come, sealed into table `chunks`, expired by tier.

use hinomi_model::{CheckId, Sample, Stamp};

use crate::error::SiteError;
use crate::site::Site;

impl Site {
    /// What the last probes of a check in `[from, until)` brought back, newest first, at most `most`
    /// (and never more than 10,000).
    pub async fn samples(
        &self,
        check: CheckId,
        from: Stamp,
        until: Stamp,
        most: u32,
    ) -> Result<Vec<Sample>, SiteError> {
        unimplemented!()
    }

    /// Seals samples sent before this moment into compressed chunks and their 5-minute summaries,
    /// in short transactions so that commits get in between. The engine calls this every 10 minutes
    /// or so with a moment about 10 minutes ago; what is not sealed costs every graph a little.
    /// Returns how many samples were sealed.
    pub async fn seal(&self, before: Stamp) -> Result<u64, SiteError> {
        unimplemented!()
    }

    /// Compacts the summaries of days that are over and forgets what has lived its time by its tier
    /// (raw 14 d, 5 min 90 d, 1 h 2 y, 1 d for ever). The engine calls this every hour or so.
    pub async fn expire(&self, now: Stamp) -> Result<(), SiteError> {
        unimplemented!()
    }
}
