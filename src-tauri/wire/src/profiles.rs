//! Profiles of one's own: files beside the site, and what they make of a device.

use hinomi_model::{NodeId, Outcome};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::snmp::DeviceView;

/// The profiles there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfilesView {
    /// The folder of one's own; empty for a site without a place.
    pub folder: String,
    /// One's own, by name.
    pub own: Vec<OwnProfile>,
    /// The names of those that come with Hinomi.
    pub built_in: Vec<String>,
}

/// A profile of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnProfile {
    /// The name of its file without `.toml`.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// What is wrong with it; it is used if that is nothing.
    pub wrong: Vec<WrongLine>,
}

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WrongLine {
    /// Where, from 1.
    pub line: u32,
    /// What, in English.
    pub problem: String,
}

/// A profile by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileNamed {
    /// The name of its file without `.toml`.
    pub name: String,
}

/// A profile to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfilePut {
    /// The name of its file without `.toml`: 1 to 60 of `a`–`z`, digits and `-`.
    pub name: String,
    /// What is to be in it; at most 1 MiB.
    pub text: String,
}

/// A profile to be tried on a node without being kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileTry {
    /// The name of its file without `.toml`.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// The node whose agent is read.
    pub node: NodeId,
}

/// What a profile makes of a device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ProfileTried {
    /// What is wrong with it; nothing was asked then.
    pub wrong: Vec<WrongLine>,
    /// What kept the agent from answering, if something did.
    pub outcome: Option<Outcome>,
    /// The device, read as if the profile fitted.
    pub device: Option<DeviceView>,
    /// The family Hinomi would choose.
    pub chosen: Option<String>,
    /// Whether that is this one.
    pub fits: bool,
}
