//! SNMP agents: what opens them, what they say they are, and what they are best watched with.

use hinomi_model::snmp::{Access, Login, Pacing};
use hinomi_model::{
    Cause, CheckId, CheckSpec, Described, Grade, Metric, NodeId, NodeKind, Outcome, Part, Sketch,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Look at an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SnmpLook {
    /// Where, as typed.
    pub address: String,
    /// At which port.
    pub port: u16,
    /// With what, in this order; nothing is the site's list.
    pub logins: Vec<Login>,
    /// How patiently.
    pub pacing: Pacing,
    /// The node it is; what it says is kept there.
    pub node: Option<NodeId>,
    /// The number it is followed and ended by; whoever asks counts.
    pub look: u32,
}

/// One look at an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OneLook {
    /// Its number.
    pub look: u32,
}

/// How far a look at an agent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct LookView {
    /// The login that was begun last, from 1; 0 before the first.
    pub login: u32,
    /// Logins there are to try.
    pub of: u32,
    /// One was let in, and the device is being read.
    pub reading: bool,
}

/// What a look at an agent brought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SnmpView {
    /// What was tried to its end, as it ended, up to the first that was let in.
    pub tried: Vec<Tried>,
    /// The device, if one was let in.
    pub device: Option<DeviceView>,
}

impl SnmpView {
    /// What tells most of how the tries went: the last that was not just silence. Silence ends late,
    /// and who was refused by name knows more than who was not heard.
    pub fn telling(&self) -> Option<&Tried> {
        let silent = |tried: &&Tried| {
            matches!(tried.outcome, Outcome::Failed { cause: Cause::TimedOut, .. })
        };
        self.tried.iter().rfind(|tried| !silent(tried)).or_else(|| self.tried.last())
    }
}

/// A login that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Tried {
    /// Which.
    pub login: Login,
    /// What came of it: measured if it was let in, else the step that failed.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// A device as its agent describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DeviceView {
    /// What opened it.
    pub access: Access,
    /// What it is on the map.
    pub kind: NodeKind,
    /// What it says it is.
    pub described: Described,
    /// Its interfaces, in the agent's order; at most 2,000.
    pub ports: Vec<PortView>,
    /// What it measures; at most 2,000.
    pub values: Vec<ValueView>,
    /// How its parts say they are; at most 2,000.
    pub health: Vec<HealthView>,
    /// What it is made of; at most 500.
    pub parts: Vec<Part>,
    /// The software that is installed on it, by name; at most 4,000.
    pub software: Vec<String>,
    /// What it is best watched with.
    pub proposals: Vec<ProposalView>,
}

/// An interface as it is just now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PortView {
    /// Its short name.
    pub name: String,
    /// What its people wrote about it.
    pub alias: Option<String>,
    /// It is in use; `None` where its agent does not say.
    pub up: Option<bool>,
    /// Somebody switched it off.
    pub switched_off: bool,
    /// Bits per second.
    pub speed: Option<f64>,
    /// Hardware address.
    pub mac: Option<String>,
    /// Who is at the other end, where the agent knows.
    pub neighbour: Option<String>,
}

/// A number as it is just now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ValueView {
    /// What it is.
    pub metric: Metric,
    /// Of what.
    pub label: String,
    /// How much, in the metric's unit.
    pub value: f64,
    /// Octets in the whole, where known.
    pub of: Option<f64>,
}

/// How a part says it is just now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HealthView {
    /// Which part.
    pub label: String,
    /// What it says: words of `SAID_JA`, told apart by `, `, or its own.
    pub says: String,
    /// What that amounts to.
    pub grade: Grade,
}

/// A check that fits the device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ProposalView {
    /// The check.
    pub spec: CheckSpec,
    /// It is worth having on most devices of the kind.
    pub usual: bool,
}

/// When something that fills is full, if it goes on as it did over the last two weeks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Forecast {
    /// The check.
    pub check: CheckId,
    /// Days until then.
    pub days: f64,
    /// How much comes per day, per cent of the whole.
    pub per_day: f64,
}

/// Say how agents are opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NodesSnmp {
    /// Of which nodes.
    pub nodes: Vec<NodeId>,
    /// How; `None` is that they are not asked.
    pub access: Option<Access>,
}

/// Add checks to nodes that do not have them yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChecksAdd {
    /// The nodes.
    pub nodes: Vec<NodeId>,
    /// The checks.
    pub checks: Vec<Sketch>,
}

/// A node that was to be watched over SNMP.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Adopted {
    /// The node.
    pub node: NodeId,
    /// The checks it got.
    pub added: Vec<CheckId>,
    /// What came of the last login tried.
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::Denied;
    use hinomi_model::{Phase, SecretId};

    use super::*;

    #[test]
    fn a_refusal_tells_more_than_the_silence_after_it() {
        let tried = |cause| Tried {
            login: Login::V2c { community: SecretId(1) },
            outcome: Outcome::failed(Phase::Request, cause),
        };
        let (auth, community) = (Denied::Auth, Denied::Community);
        let (auth, community) = (Cause::Denied { step: auth }, Cause::Denied { step: community });
        let of = |all: &[Cause]| {
            let tried = all.iter().cloned().map(tried).collect();
            SnmpView { tried, device: None }.telling().map(|tried| tried.outcome.clone())
        };
        let said = |cause| Some(Outcome::failed(Phase::Request, cause));
        let silent = Cause::TimedOut;
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[silent.clone(), silent.clone()]), said(silent.clone()));
        assert_eq!(of(&[auth.clone(), silent]), said(auth.clone()), "because it was heard");
        assert_eq!(of(&[auth, community.clone()]), said(community), "because it ended last");
    }
}
