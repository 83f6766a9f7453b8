//! Letters as mail (RFC 5322, RFC 2045).

use std::time::{Duration, SystemTime};

use hinomi_model::{Grade, Sent, Why};
use hinomi_net::smtp::{Errand, hand_over};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};

use crate::letter::Letter;
use crate::{Means, cut, missed};

pub(crate) async fn send(
    letter: &Letter,
    to: &[String],
    means: &Means<'_>,
    limit: Duration,
) -> Sent {
    match try_once(letter, to, means, limit).await {
        Ok(proof) => Sent::Delivered { proof },
        Err(why) => missed(why, None),
    }
}

async fn try_once(
    letter: &Letter,
    to: &[String],
    means: &Means<'_>,
    limit: Duration,
) -> Result<String, Why> {
    let server = means.mail.ok_or(Why::NoMailServer)?;
    let message = written(letter, &server.from, to)?;
    let login = match (&server.user, server.password) {
        (Some(user), Some(id)) => {
            Some((user.as_str(), means.secrets.get(&id).ok_or(Why::NoSecret)?))
        }
        (Some(_), None) => return Err(Why::NoSecret),
        (None, _) => None,
    };
    let errand = Errand {
        host: &server.host,
        port: server.port,
        security: server.security,
        login,
        from: &server.from,
        to,
        message: &message,
        timeout: limit,
    };
    hand_over(means.net, &errand).await
}

/// The message. Its identity is the letter's, so that a second copy is known as one; letters about
/// one thing refer to the same identity, so that they stand together.
fn written(letter: &Letter, from: &str, to: &[String]) -> Result<Vec<u8>, Why> {
    let unfit = |error: &dyn std::fmt::Display| Why::Unfit { detail: error.to_string() };
    let mailbox = |address: &str| -> Result<Mailbox, Why> {
        // The model has judged them; a file from elsewhere may hold others.
        if !hinomi_model::contact::is_mail_address(address) {
            return Err(unfit(&format!("{} is not a mail address", cut(address, 80))));
        }
        Ok(Mailbox::new(None, address.parse().map_err(|e| unfit(&e))?))
    };
    let domain = from.rsplit('@').next().unwrap_or_default();
    let thread = format!("<{}@{domain}>", letter.thread);
    let at = u64::try_from(letter.at.0).unwrap_or(0);
    let mut message = lettre::Message::builder()
        .from(mailbox(from)?)
        .subject(cut(&one_line(&format!("[{}] {}", letter.site, letter.title)), 300))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(at))
        .message_id(Some(format!("<{}@{domain}>", letter.id)))
        .header(AutoSubmitted);
    if letter.thread != letter.id {
        message = message.in_reply_to(thread.clone()).references(thread);
    }
    if letter.grade == Grade::Critical && !letter.is_over() {
        message = message.header(Importance);
    }
    for address in to {
        message = message.to(mailbox(address)?);
    }
    let body = SinglePart::plain(letter.signed().replace("\r\n", "\n").replace('\n', "\r\n"));
    Ok(message.singlepart(body).map_err(|e| unfit(&e))?.formatted())
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// RFC 3834: nobody's out-of-office answers us.
#[derive(Clone)]
struct AutoSubmitted;

/// RFC 2156: mail programs put it on top.
#[derive(Clone)]
struct Importance;

macro_rules! fixed_header {
    ($type:ident, $name:literal, $value:literal) => {
        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(_: &str) -> Result<$type, Box<dyn std::error::Error + Send + Sync>> {
                Ok($type)
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), $value.into())
            }
        }
    };
}

fixed_header!(AutoSubmitted, "Auto-Submitted", "auto-generated");
fixed_header!(Importance, "Importance", "high");
