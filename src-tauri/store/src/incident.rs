//! Table `incidents`, and `entries`, their append-only log (law L8).

use hinomi_model::incident::Broken;
use hinomi_model::{Entry, Incident, IncidentId, NodeId, Stamp};

use crate::error::SiteError;
use crate::site::Site;

/// Which incidents are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentFilter {
    /// Of this node only.
    pub node: Option<NodeId>,
    /// Only those that are (`true`) or are not (`false`) resolved.
    pub resolved: Option<bool>,
    /// Only those that lasted beyond this moment, or still last.
    pub from: Option<Stamp>,
    /// Only those that started before this moment.
    pub until: Option<Stamp>,
    /// Only those numbered below this: the next page after the last one of the page before.
    pub before: Option<IncidentId>,
    /// At most so many; 0 means 1,000, which is also the most.
    pub most: u32,
}

/// What became of verifying a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Entries there are.
    pub entries: u32,
    /// The first that does not fit the chain, if one does not.
    pub broken: Option<Broken>,
}

impl Site {
    /// Incidents, newest number first.
    pub async fn incidents(&self, filter: &IncidentFilter) -> Result<Vec<Incident>, SiteError> {
        unimplemented!()
    }

    /// One incident.
    pub async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, SiteError> {
        unimplemented!()
    }

    /// The whole log of an incident, oldest first.
    pub async fn entries(&self, incident: IncidentId) -> Result<Vec<Entry>, SiteError> {
        unimplemented!()
    }

    /// Number and hash of the last line of an incident's log, as [`Entry::seal`] wants them.
    pub async fn last_entry(
        &self,
        incident: IncidentId,
    ) -> Result<Option<(u32, String)>, SiteError> {
        unimplemented!()
    }

    /// Verifies the chain of one incident's log.
    pub async fn verify(&self, incident: IncidentId) -> Result<Verdict, SiteError> {
        unimplemented!()
    }
}
