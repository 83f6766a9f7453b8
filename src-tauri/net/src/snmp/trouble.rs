//! Why a question to an agent has no answer.

use std::fmt;

use async_snmp::v3::ReportStatus;
use async_snmp::{Error, ErrorStatus};
use hinomi_model::snmp::{Denied, Unusable};
use hinomi_model::{Cause, Obstacle};

use crate::NoAnswer;
use crate::answer::shorten;

/// Why a question to an agent has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Nothing usable came back, or nothing could leave this PC.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// An agent is there and refused us at this step.
    #[error("the agent refused: {0:?}")]
    Denied(Denied),
    /// An agent answered that it cannot answer (error-status, RFC 3416 §3).
    #[error("the agent reports error {status} at object {place}")]
    Said {
        /// The error's number: 1 tooBig, 2 noSuchName, 5 genErr …
        status: i32,
        /// Which of the objects asked for, from 1; 0 for none of them.
        place: u32,
    },
    /// These credentials cannot be sent.
    #[error(transparent)]
    Unusable(#[from] Unusable),
}

impl Trouble {
    /// Nothing came back in time.
    pub const SILENT: Trouble = Trouble::NoAnswer(NoAnswer::TIMED_OUT);

    pub(super) fn unable(obstacle: Obstacle) -> Trouble {
        Trouble::NoAnswer(NoAnswer::Unable(obstacle))
    }

    pub(super) fn malformed(detail: &str) -> Trouble {
        Trouble::NoAnswer(NoAnswer::Failed(Cause::Malformed { detail: detail.to_owned() }))
    }
}

/// A [`NoAnswer`] on its way through the client, which carries errors of its own kind only.
#[derive(Debug)]
pub(super) struct Passed(pub(super) NoAnswer);

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Passed {}

impl From<&Error> for Trouble {
    fn from(error: &Error) -> Trouble {
        match error.exchange_source() {
            Error::Timeout { .. } => Trouble::SILENT,
            Error::Network { source, .. } => passed(source),
            Error::OutboundMessageTooLarge { .. } => {
                Trouble::Said { status: ErrorStatus::TooBig.as_i32(), place: 0 }
            }
            Error::Snmp { status, index, .. } => match status {
                ErrorStatus::AuthorizationError | ErrorStatus::NoAccess => {
                    Trouble::Denied(Denied::View)
                }
                _ => Trouble::Said { status: status.as_i32(), place: *index },
            },
            Error::Report { status, .. } => reported(status),
            // Signed with another key than ours, or with a clock that runs backwards.
            Error::Auth { .. } => Trouble::Denied(Denied::Clock),
            Error::Decode(_) | Error::MalformedResponse { .. } | Error::ResponseShape { .. } => {
                Trouble::malformed("not a valid SNMP answer")
            }
            other => Trouble::unable(Obstacle::OurFault { detail: shorten(other) }),
        }
    }
}

fn passed(error: &std::io::Error) -> Trouble {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Passed>());
    match inner {
        Some(Passed(no_answer)) => Trouble::NoAnswer(no_answer.clone()),
        None => Trouble::unable(Obstacle::OurFault { detail: shorten(error) }),
    }
}

/// What an agent's report means (RFC 3414 §3.2, RFC 3412 §7.1, RFC 3413 §3.2).
fn reported(status: &ReportStatus) -> Trouble {
    const UNKNOWN_CONTEXTS: [u32; 10] = [1, 3, 6, 1, 6, 3, 12, 1, 5, 0];
    match status {
        ReportStatus::UnsupportedSecurityLevel { .. } => Trouble::Denied(Denied::Level),
        ReportStatus::NotInTimeWindow { .. } | ReportStatus::UnknownEngineId { .. } => {
            Trouble::Denied(Denied::Clock)
        }
        ReportStatus::UnknownUserName { .. } => Trouble::Denied(Denied::User),
        ReportStatus::WrongDigest { .. } => Trouble::Denied(Denied::Auth),
        ReportStatus::DecryptionError { .. } => Trouble::Denied(Denied::Privacy),
        ReportStatus::Other { oid, .. } if oid.arcs() == UNKNOWN_CONTEXTS => {
            Trouble::Denied(Denied::Context)
        }
        _ => Trouble::malformed("a report of an unknown kind"),
    }
}
