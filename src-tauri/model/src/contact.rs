//! Contacts: who is told, in which language, and by which ways words reach them.
//!
//! No secret is in here: what must not be read by others lies in the vault, and these values name
//! it by [`SecretId`]. So they may be logged, exported and shown as they are.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::{FieldError, Findings, Problem};
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

/// A contact as typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactDraft {
    /// The contact to change; `None` adds one.
    pub id: Option<ContactId>,
    /// 1 to 80 characters.
    pub name: String,
    /// The language it is told in.
    pub language: Language,
    /// How words reach it; 1 to 10 ways.
    pub ways: Vec<Way>,
    /// When it is left alone; at most 10 stretches.
    pub quiet: Vec<QuietHours>,
}

impl ContactDraft {
    /// The contact of a good draft under this identity, or everything wrong with it, each at its
    /// field (`ways.1.to.0`). Templates are judged by `hinomi_contacts::judge`, which calls this.
    pub fn into_contact(self, id: ContactId) -> Result<Contact, Vec<FieldError>> {
        let mut found = Findings::default();
        filled(&mut found, "name", self.name.trim(), 80);
        many(&mut found, "ways", self.ways.len(), 1..=10);
        for (n, way) in self.ways.iter().enumerate() {
            way.judge(&mut found, &format!("ways.{n}"));
        }
        many(&mut found, "quiet", self.quiet.len(), 0..=10);
        for (n, quiet) in self.quiet.iter().enumerate() {
            if quiet.days.is_empty() {
                found.add(&format!("quiet.{n}.days"), Problem::Empty);
            }
        }
        let ContactDraft { id: _, name, language, ways, quiet } = self;
        found.verdict(Contact { id, name: name.trim().to_owned(), language, ways, quiet })
    }
}

/// The site's mail server as typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailServerDraft {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// The account; empty means none.
    pub user: String,
    /// The account's password.
    pub password: Option<SecretId>,
    /// The sender's address.
    pub from: String,
}

impl TryFrom<MailServerDraft> for MailServer {
    type Error = Vec<FieldError>;

    fn try_from(draft: MailServerDraft) -> Result<MailServer, Vec<FieldError>> {
        let mut found = Findings::default();
        let host = Address::parse(&draft.host);
        match &host {
            Err(_) if draft.host.trim().is_empty() => found.add("host", Problem::Empty),
            Err(_) => found.add("host", Problem::NotAnAddress),
            Ok(_) => {}
        }
        found.range("port", f64::from(draft.port), 1.0..=65_535.0);
        let user = Some(draft.user.trim().to_owned()).filter(|user| !user.is_empty());
        found.length("user", draft.user.trim(), 200);
        match (&user, draft.password) {
            (Some(_), None) => found.add("password", Problem::Empty),
            (None, Some(_)) => found.add("user", Problem::Empty),
            (Some(_), Some(_)) if draft.security == Security::None => {
                found.add("security", Problem::PasswordInTheClear);
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
        mail_address(&mut found, "from", &draft.from);
        // An unreadable host has already been found above; the value is then not used.
        let host = host.unwrap_or(Address::Name(String::new()));
        let MailServerDraft { port, security, password, from, .. } = draft;
        let from = from.trim().to_owned();
        found.verdict(MailServer { host, port, security, user, password, from })
    }
}

impl Way {
    fn judge(&self, found: &mut Findings, field: &str) {
        match self {
            Way::Desktop => {}
            Way::Mail { to } => {
                many(found, &format!("{field}.to"), to.len(), 1..=20);
                for (n, address) in to.iter().enumerate() {
                    mail_address(found, &format!("{field}.to.{n}"), address);
                }
            }
            Way::Webhook(form) => form.judge(found, field),
            Way::Program(program) => program.judge(found, field),
        }
    }
}

impl Form {
    /// Everything wrong with the form, or nothing. One from a file that came from elsewhere was
    /// never typed into a window.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut found = Findings::default();
        self.judge(&mut found, "form");
        found.verdict(())
    }

    fn judge(&self, found: &mut Findings, field: &str) {
        let at = |name: &str| format!("{field}.{name}");
        match self {
            Form::Generic { template, .. } => filled(found, &at("template"), template, 16_000),
            Form::Slack { .. }
            | Form::Teams { .. }
            | Form::GoogleChat { .. }
            | Form::Discord { .. }
            | Form::LineWorks { .. } => {}
            Form::Chatwork { room, .. } => {
                word(found, &at("room"), room, 20, |c| c.is_ascii_digit());
            }
            Form::Ntfy { server, topic, .. } => {
                web_address(found, &at("server"), server);
                let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                word(found, &at("topic"), topic, 64, plain);
            }
            Form::Telegram { chat, .. } => {
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '@');
                word(found, &at("chat"), chat, 64, plain);
            }
            Form::PagerDuty { server, .. } => web_address(found, &at("server"), server),
        }
    }
}

impl Program {
    fn judge(&self, found: &mut Findings, field: &str) {
        filled(found, &format!("{field}.path"), &self.path, 1_000);
        // Windows' paths too, wherever the site is edited.
        let full = self.path.starts_with('/')
            || self.path.starts_with("\\\\")
            || self.path.get(1..3).is_some_and(|mark| mark == ":\\" || mark == ":/");
        if !self.path.is_empty() && (!full || self.path.contains('\0')) {
            found.add(&format!("{field}.path"), Problem::NotAFullPath);
        }
        many(found, &format!("{field}.args"), self.args.len(), 0..=50);
        for (n, arg) in self.args.iter().enumerate() {
            let field = format!("{field}.args.{n}");
            found.length(&field, arg, 1_000);
            if arg.contains('\0') {
                found.add(&field, Problem::NotPlain);
            }
        }
    }
}

/// What is wrong with a web address that is about to become a secret, if anything: it must be
/// `https`, or `http` if `plain` is allowed, and name a host.
pub fn judge_url(url: &str, plain: bool) -> Result<(), Problem> {
    let url = url.trim();
    if url.is_empty() {
        return Err(Problem::Empty);
    }
    if url.chars().count() > 2_000 {
        return Err(Problem::TooLong { most: 2_000 });
    }
    match url::Url::parse(url) {
        Ok(url) if url.host().is_none() => Err(Problem::NotAUrl),
        Ok(url) if url.scheme() == "https" => Ok(()),
        Ok(url) if url.scheme() == "http" && plain => Ok(()),
        Ok(_) | Err(_) => Err(Problem::NotAUrl),
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

/// Is this an address mail can be sent to? A local part of RFC 5321's plain form and a DNS name;
/// no names, comments, quotes or address literals.
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    (1..=64).contains(&local.len())
        && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
        && matches!(Address::parse(domain), Ok(Address::Name(name)) if name.len() == domain.len())
}

fn mail_address(found: &mut Findings, field: &str, text: &str) {
    match text.trim() {
        "" => found.add(field, Problem::Empty),
        text if !is_mail_address(text) => found.add(field, Problem::NotAMailAddress),
        _ => {}
    }
}

fn web_address(found: &mut Findings, field: &str, text: &str) {
    if let Err(problem) = judge_url(text, true) {
        found.add(field, problem);
    }
}

/// A text that must be there and not be too long.
fn filled(found: &mut Findings, field: &str, text: &str, most: usize) {
    if text.trim().is_empty() {
        found.add(field, Problem::Empty);
    }
    found.length(field, text, most);
}

/// A text of a few plain characters, which may stand in an address or a header.
fn word(found: &mut Findings, field: &str, text: &str, most: usize, plain: fn(char) -> bool) {
    filled(found, field, text, most);
    if !text.chars().all(plain) {
        found.add(field, Problem::NotPlain);
    }
}

/// As many as allowed.
fn many(found: &mut Findings, field: &str, n: usize, range: std::ops::RangeInclusive<usize>) {
    if n == 0 && *range.start() > 0 {
        found.add(field, Problem::Empty);
    } else {
        found.range(field, n as f64, *range.start() as f64..=*range.end() as f64);
    }
}
