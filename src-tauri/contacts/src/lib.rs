//! How words reach people: mail, requests to other services, programs.
//!
//! Start from [`Letter`] (what is to be said) and [`send`] (one try by one [`Way`], and what came of
//! it). This crate deliberately knows no outbox, no incident's state and no site file: when to send,
//! whom, and whether again is the engine's to decide; secrets are given to it, opened. The desktop
//! is not its business either, since that lives in the engine's own process.

pub mod forms;
mod letter;
mod mail;
mod program;
pub mod quiet;
pub mod template;
mod webhook;

use std::collections::HashMap;
use std::time::Duration;

use hinomi_model::contact::ContactDraft;
use hinomi_model::{
    Contact, ContactId, FieldError, Form, MailServer, Program, Secret, SecretId, SecretKind, Sent,
    Way, Why,
};
use hinomi_net::Net;

pub use letter::{About, Letter, stable_id};

/// Opened secrets, as [`wanted`] named them. One that is missing could not be opened.
pub type Secrets = HashMap<SecretId, Secret>;

/// What there is to send with.
pub struct Means<'a> {
    /// The way out.
    pub net: &'a Net,
    /// The site's mail server, if there is one.
    pub mail: Option<&'a MailServer>,
    /// The secrets [`wanted`] asked for.
    pub secrets: &'a Secrets,
    /// The programs a person has approved *on this PC*. A site file may come from anywhere, and a
    /// program named in it must not run because somebody opened it.
    pub approved: &'a [Program],
}

/// The secrets that must be opened to send by this way, and what each must be for.
pub fn wanted(way: &Way, mail: Option<&MailServer>) -> Vec<(SecretId, SecretKind)> {
    let mut all = way.secrets();
    if let (Way::Mail { .. }, Some(password)) = (way, mail.and_then(|server| server.password)) {
        all.push((password, SecretKind::MailPassword));
    }
    all
}

/// Tries once to send a letter, within `limit`, and says what came of it in the other side's own
/// words. Dropping the future gives up; whether the other side then has the letter is not known,
/// which is why each letter carries an identity by which a second copy can be recognised.
pub async fn send(letter: &Letter, way: &Way, means: &Means<'_>, limit: Duration) -> Sent {
    match way {
        Way::Desktop => {
            let detail = "the desktop is told by the engine itself".into();
            Sent::Refused { why: Why::Unfit { detail } }
        }
        Way::Mail { to } => mail::send(letter, to, means, limit).await,
        Way::Webhook(form) => webhook::send(letter, form, means, limit).await,
        Way::Program(program) => program::send(letter, program, means, limit).await,
    }
}

/// The contact of a good draft under this identity, or everything wrong with it: what the model
/// says, and templates that cannot be filled in.
pub fn judge(draft: ContactDraft, id: ContactId) -> Result<Contact, Vec<FieldError>> {
    let mut wrong = Vec::new();
    for (n, way) in draft.ways.iter().enumerate() {
        let Way::Webhook(Form::Generic { template, content, .. }) = way else { continue };
        // That nothing was typed is said by the model.
        if !template.trim().is_empty()
            && let Err(problem) = template::judge(template, *content)
        {
            wrong.push(FieldError { field: format!("ways.{n}.template"), problem });
        }
    }
    match draft.into_contact(id) {
        Ok(contact) if wrong.is_empty() => Ok(contact),
        Ok(_) => Err(wrong),
        Err(mut fields) => {
            fields.append(&mut wrong);
            Err(fields)
        }
    }
}

/// What came of a try that brought no proof. Whether it is worth another one is decided here and
/// nowhere else.
fn missed(why: Why, after: Option<hinomi_model::Span>) -> Sent {
    match &why {
        Why::Failed { .. } | Why::Unable { .. } => Sent::Unreached { why },
        Why::Said { step: hinomi_model::sent::Step::Request, code, .. } => match code {
            408 | 425 | 429 | 500.. => Sent::Deferred { why, after },
            _ => Sent::Refused { why },
        },
        // RFC 5321 §4.2.1: 4yz is for now, 5yz for good.
        Why::Said { code: 400..500, .. } => Sent::Deferred { why, after },
        Why::Said { .. } => Sent::Refused { why },
        // The vault may be opened any moment.
        Why::NoSecret => Sent::Deferred { why, after },
        Why::TookTooLong { .. } => Sent::Deferred { why, after },
        // <sysexits.h>: from 64 to 78 a program knows what was wrong, and 75 is "try again later".
        Why::Ended { code: Some(64..=74 | 76..=78), .. } => Sent::Refused { why },
        Why::Ended { .. } => Sent::Deferred { why, after },
        Why::NoEncryption
        | Why::NoLogin
        | Why::NoMailServer
        | Why::Unfit { .. }
        | Why::NotApproved
        | Why::NotStarted { .. } => Sent::Refused { why },
    }
}

/// The first `most` characters, with an ellipsis if there were more.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}
