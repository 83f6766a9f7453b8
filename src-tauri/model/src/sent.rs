//! What came of sending a letter, and when to try again.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::outcome::{Cause, Obstacle, Phase};
use crate::time::Span;

/// What came of sending a letter once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "sent", rename_all = "snake_case")]
pub enum Sent {
    /// The other side took it.
    Delivered {
        /// Its own words, at most 200 characters: a mail server's queue number, a status and a
        /// request's number, a program's first line.
        proof: String,
    },
    /// The other side will never take it like this; trying again would change nothing.
    Refused {
        /// Why.
        why: Why,
    },
    /// The other side was there, and could not take it now.
    Deferred {
        /// Why.
        why: Why,
        /// When it wants to be asked again, if it said so.
        after: Option<Span>,
    },
    /// The other side was not there, or fell silent.
    Unreached {
        /// Why.
        why: Why,
    },
}

/// Why a letter was not taken. `model::words::why` has the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The other side failed on the way there.
    Failed {
        /// How far we got.
        phase: Phase,
        /// What happened there.
        cause: Cause,
    },
    /// We could not even ask.
    Unable {
        /// What stood in the way.
        obstacle: Obstacle,
    },
    /// The other side answered no.
    Said {
        /// To what.
        step: Step,
        /// Its code: SMTP (RFC 5321 §4.2) or HTTP (RFC 9110 §15).
        code: u16,
        /// Its words, at most 200 characters; text from the wire.
        said: String,
    },
    /// The mail server does not offer the encryption that was asked for.
    NoEncryption,
    /// The mail server offers no way to log in that Hinomi knows (PLAIN, LOGIN).
    NoLogin,
    /// No mail server is set up.
    NoMailServer,
    /// A secret it needs cannot be read: the vault is locked, or the secret was removed.
    NoSecret,
    /// What is set up cannot be made into a request.
    Unfit {
        /// What is wrong, for a person.
        detail: String,
    },
    /// The program has not been approved on this PC.
    NotApproved,
    /// The program could not be started.
    NotStarted {
        /// What the operating system said.
        detail: String,
    },
    /// The program ended, and not well.
    Ended {
        /// Its exit code; `None` if a signal ended it.
        code: Option<i32>,
        /// The first line it wrote, at most 200 characters.
        said: String,
    },
    /// It did not end in time, and was ended.
    TookTooLong {
        /// How long it was given.
        limit: Span,
    },
}

/// What the other side was asked when it said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// To begin (SMTP greeting, EHLO, STARTTLS).
    Greeting,
    /// To let us in.
    Login,
    /// To take mail from this sender.
    Sender,
    /// To take mail for a recipient; its words then begin with who.
    Recipient,
    /// To take the letter itself.
    Letter,
    /// An HTTP request.
    Request,
}

impl Sent {
    /// Did it arrive?
    pub fn is_delivered(&self) -> bool {
        matches!(self, Sent::Delivered { .. })
    }
}

/// The usual pauses between tries; the last one repeats.
pub const PAUSES: [Span; 5] =
    [Span::seconds(5), Span::seconds(15), Span::minutes(1), Span::minutes(5), Span::minutes(15)];

/// The longest pause while nobody is there: when the line is back, the letter is soon on its way.
const AWAY: Span = Span::minutes(5);

/// The longest pause another side may ask for.
const PATIENT: Span = Span::minutes(60);

/// After this a letter is given up.
pub const GIVEN_UP: Span = Span::minutes(24 * 60);

/// When to try again after the try that came to `last`; `None` never. `pauses` are ours, usually
/// [`PAUSES`]; `tries` counts those made, that one included; `waited` is the time since the letter
/// was first to be sent.
///
/// A pause the other side asked for is kept, within 1 s and 1 h, and never shortened below our own.
pub fn next_try(pauses: &[Span; 5], tries: u32, waited: Span, last: &Sent) -> Option<Span> {
    let step = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let ours = pauses[step.min(pauses.len() - 1)];
    let pause = match last {
        Sent::Delivered { .. } | Sent::Refused { .. } => return None,
        Sent::Unreached { .. } => ours.min(AWAY),
        Sent::Deferred { after: None, .. } => ours,
        Sent::Deferred { after: Some(after), .. } => ours.max((*after).min(PATIENT)),
    };
    (waited + pause <= GIVEN_UP).then_some(pause)
}
