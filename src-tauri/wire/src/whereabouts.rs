//! Where something is.

use hinomi_model::{Claim, Sighting};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct WhereIs {
    /// A hardware address as anybody writes it, an IP address, or a part of a node's name.
    pub what: String,
}

/// Where it is and was. Empty if nobody has seen it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Whereabouts {
    /// On which ports it was seen, the latest stay of each hardware address first.
    pub sightings: Vec<Sighting>,
    /// Who answered for its addresses, and for which addresses it answered, the latest first.
    pub claims: Vec<Claim>,
}
