//! Contacts and mail servers as people type them, and what can be wrong with them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Contact, Form, MailServer, Program, Security, Way};
use crate::draft::{FieldError, Findings, Problem};
use crate::id::{ContactId, SecretId};
use crate::node::Address;
use crate::quiet::QuietHours;
use crate::settings::Language;

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
    /// The account, if it wants one; empty is none.
    pub user: Option<String>,
    /// The account's password.
    pub password: Option<SecretId>,
    /// The sender's address.
    pub from: String,
}

impl From<MailServer> for MailServerDraft {
    fn from(server: MailServer) -> MailServerDraft {
        let MailServer { host, port, security, user, password, from } = server;
        MailServerDraft { host: host.to_string(), port, security, user, password, from }
    }
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
        let user = draft.user.as_deref().map(str::trim).filter(|user| !user.is_empty());
        let user = user.map(ToOwned::to_owned);
        found.length("user", user.as_deref().unwrap_or_default(), 200);
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
