//! Contacts: who is told, in which language, and by which ways words reach them.
//!
//! No secret is in here: what must not be read by others lies in the vault, and these values name
//! it by [`SecretId`]. So they may be logged, exported and shown as they are.

mod draft;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use draft::{ContactDraft, MailServerDraft, is_mail_address, judge_url};

use crate::id::{ContactId, SecretId};
use crate::node::Address;
use crate::quiet::QuietHours;
use crate::settings::Language;
use crate::vault::SecretKind;

/// A person or a group of people to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Contact {
    /// Its identity in this site file.
    pub id: ContactId,
    /// What people call it; 1 to 80 characters.
    pub name: String,
    /// The language it is told in.
    pub language: Language,
    /// How words reach it; 1 to 10 ways, all of which are used.
    pub ways: Vec<Way>,
    /// When it is left alone; at most 10 stretches.
    pub quiet: Vec<QuietHours>,
}

/// A way by which words reach a contact. A new way is one variant here, one file in `contacts`, one
/// form in the window, and the lines the compiler then asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// A notification on this PC's desktop.
    Desktop,
    /// Mail, through the site's [`MailServer`].
    Mail {
        /// To whom: 1 to 20 addresses such as `on-duty@example.jp`, one letter to all.
        to: Vec<String>,
    },
    /// An HTTP request to another service.
    Webhook(Form),
    /// A program on this PC.
    Program(Program),
}

/// What a service on the web wants to be told in. Where the address itself lets whoever knows it
/// write, it is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Form {
    /// Whatever a template says, to any address.
    Generic {
        /// Where to: `https://…`, or `http://…` within one's own network.
        url: SecretId,
        /// The body; `{{ title }}` and the other words of a letter are filled in. At most 16,000
        /// characters.
        template: String,
        /// What the body is.
        content: Content,
        /// Sent as `Authorization: Bearer …`, if given.
        token: Option<SecretId>,
    },
    /// Slack's incoming webhooks.
    Slack {
        /// `https://hooks.slack.com/services/…`
        url: SecretId,
    },
    /// A Teams workflow that begins "when a Teams webhook request is received".
    Teams {
        /// The address the workflow shows.
        url: SecretId,
    },
    /// A Google Chat space's webhook.
    GoogleChat {
        /// `https://chat.googleapis.com/v1/spaces/…`
        url: SecretId,
    },
    /// A Discord channel's webhook.
    Discord {
        /// `https://discord.com/api/webhooks/…`
        url: SecretId,
    },
    /// LINE WORKS' incoming webhook.
    LineWorks {
        /// `https://webhook.worksmobile.com/message/…`
        url: SecretId,
    },
    /// A Chatwork room.
    Chatwork {
        /// The number of the room, as in its address after `rid`.
        room: String,
        /// An API token.
        token: SecretId,
    },
    /// A topic of ntfy.
    Ntfy {
        /// The server, `https://ntfy.sh` or one's own.
        server: String,
        /// The topic; 1 to 64 letters, digits, `-` and `_`.
        topic: String,
        /// An access token, if the topic wants one.
        token: Option<SecretId>,
    },
    /// A Telegram chat, through a bot.
    Telegram {
        /// The chat: a number such as `-1001234567890`, or `@channel`.
        chat: String,
        /// The bot's token.
        token: SecretId,
    },
    /// PagerDuty's Events API v2, and services that speak it.
    PagerDuty {
        /// The server, `https://events.pagerduty.com` unless it is another.
        server: String,
        /// The routing (integration) key.
        key: SecretId,
    },
}

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// JSON: words are escaped so that they fit between quotation marks.
    #[default]
    Json,
    /// Plain text: words stand as they are.
    Text,
}

/// A program on this PC and its arguments, each as it is: no shell reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Program {
    /// Where the program is; a full path.
    pub path: String,
    /// At most 50 arguments of 1,000 characters.
    pub args: Vec<String>,
}

/// The server through which a site sends mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailServer {
    /// Its name or address.
    pub host: Address,
    /// Its port: 587 is usual with STARTTLS, 465 with TLS, 25 without.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// The account, if it wants one; at most 200 characters.
    pub user: Option<String>,
    /// The account's password.
    pub password: Option<SecretId>,
    /// The sender's address.
    pub from: String,
}

/// How the way to a mail server is protected. Certificates are always judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Encrypted after the first words (RFC 3207); without it no mail is sent.
    #[default]
    StartTls,
    /// Encrypted from the first octet (RFC 8314).
    Tls,
    /// Not at all. Everybody on the way can read it, which is why no password is sent.
    None,
}

impl Contact {
    /// The secrets its ways name.
    pub fn secrets(&self) -> impl Iterator<Item = SecretId> {
        self.ways.iter().flat_map(Way::secrets).map(|(id, _)| id)
    }
}

impl Way {
    /// The secrets it needs, and what each must be for. Mail's is the server's.
    pub fn secrets(&self) -> Vec<(SecretId, SecretKind)> {
        match self {
            Way::Desktop | Way::Mail { .. } | Way::Program(_) => Vec::new(),
            Way::Webhook(form) => form.secrets(),
        }
    }
}

impl Form {
    fn secrets(&self) -> Vec<(SecretId, SecretKind)> {
        use SecretKind::{HookUrl, Token};
        match self {
            Form::Generic { url, token, .. } => {
                let token = token.map(|token| (token, Token));
                [Some((*url, HookUrl)), token].into_iter().flatten().collect()
            }
            Form::Slack { url }
            | Form::Teams { url }
            | Form::GoogleChat { url }
            | Form::Discord { url }
            | Form::LineWorks { url } => vec![(*url, HookUrl)],
            Form::Chatwork { token, .. } | Form::Telegram { token, .. } => vec![(*token, Token)],
            Form::Ntfy { token, .. } => token.iter().map(|token| (*token, Token)).collect(),
            Form::PagerDuty { key, .. } => vec![(*key, Token)],
        }
    }
}

impl Form {
    /// May its address be a plain `http` one? Only where it can lie in one's own network.
    pub fn allows_http(&self) -> bool {
        match self {
            Form::Generic { .. } | Form::Ntfy { .. } | Form::PagerDuty { .. } => true,
            Form::Slack { .. }
            | Form::Teams { .. }
            | Form::GoogleChat { .. }
            | Form::Discord { .. }
            | Form::LineWorks { .. }
            | Form::Chatwork { .. }
            | Form::Telegram { .. } => false,
        }
    }
}
