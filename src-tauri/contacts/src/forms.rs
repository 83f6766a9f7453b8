//! What each service wants to be told in: pure functions of a letter, as the services publish it.
//!
//! Names in a letter come from the wire. Where a service reads markup, mentions or links out of a
//! text, what would be one is made harmless here (law L14): nobody's switch is named `<!channel>`
//! and wakes the company.

use hinomi_model::contact::{Content, judge_url};
use hinomi_model::{Form, Grade, Problem, SecretId, Why};
use serde_json::{Value, json};
use url::Url;

use crate::letter::{About, Letter};
use crate::{Secrets, cut, template};

/// A request as it is to be posted. It holds secrets, hence no `Debug`.
#[derive(Clone, PartialEq)]
pub struct Request {
    /// Where to.
    pub url: Url,
    /// Its headers: names and values.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

/// The request that tells `letter` in this form.
///
/// Errors: [`Why::NoSecret`], and [`Why::Unfit`] for an address or a template that is none.
pub fn request(form: &Form, letter: &Letter, secrets: &Secrets) -> Result<Request, Why> {
    if let Err(wrong) = form.check() {
        return Err(wrong.first().map_or(Why::NoSecret, |wrong| unfit(&wrong.problem)));
    }
    let secret =
        |id: &SecretId| secrets.get(id).map(|secret| secret.reveal().trim()).ok_or(Why::NoSecret);
    // It stands in a header, an address or JSON.
    let token = |id: &SecretId| match secret(id)? {
        token if token.bytes().all(|b| b.is_ascii_graphic()) => Ok(token),
        _ => Err(unfit(&Problem::NotPlain)),
    };
    let at = |url: &str| address(url, form.allows_http());
    let json = |url: Url, body: Value| posted(url, letter, "application/json", body.to_string());
    Ok(match form {
        Form::Generic { url, template, content, token: bearer } => {
            let body = template::fill(template, *content, letter).map_err(|p| unfit(&p))?;
            let kind = match content {
                Content::Json => "application/json",
                Content::Text => "text/plain; charset=utf-8",
            };
            let request = posted(at(secret(url)?)?, letter, kind, body);
            match bearer {
                Some(id) => request.with("Authorization", format!("Bearer {}", token(id)?)),
                None => request,
            }
        }
        Form::Slack { url } => json(at(secret(url)?)?, slack(letter)),
        Form::Teams { url } => json(at(secret(url)?)?, teams(letter)),
        Form::GoogleChat { url } => {
            let mut url = at(secret(url)?)?;
            let option = "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
            url.query_pairs_mut().append_pair("messageReplyOption", option);
            json(url, google_chat(letter))
        }
        Form::Discord { url } => {
            let mut url = at(secret(url)?)?;
            // Only then does it answer with the message it made.
            url.query_pairs_mut().append_pair("wait", "true");
            json(url, discord(letter))
        }
        Form::LineWorks { url } => json(at(secret(url)?)?, line_works(letter)),
        Form::Chatwork { room, token: id } => {
            let url = at(&format!("https://api.chatwork.com/v2/rooms/{room}/messages"))?;
            let kind = "application/x-www-form-urlencoded";
            posted(url, letter, kind, chatwork(letter))
                .with("X-ChatWorkToken", token(id)?.to_owned())
        }
        Form::Ntfy { server, topic, token: bearer } => {
            let request = json(at(&rooted(server, ""))?, ntfy(letter, topic));
            match bearer {
                Some(id) => request.with("Authorization", format!("Bearer {}", token(id)?)),
                None => request,
            }
        }
        Form::Telegram { chat, token: id } => {
            let token = token(id)?;
            if !token.bytes().all(|b| b.is_ascii_alphanumeric() || b":_-".contains(&b)) {
                return Err(Why::Unfit { detail: "this is not the token of a bot".into() });
            }
            let url = at(&format!("https://api.telegram.org/bot{token}/sendMessage"))?;
            json(url, telegram(letter, chat))
        }
        Form::PagerDuty { server, key } => {
            json(at(&rooted(server, "v2/enqueue"))?, pager_duty(letter, token(key)?))
        }
    })
}

impl Request {
    fn with(mut self, name: &str, value: String) -> Request {
        self.headers.push((name.to_owned(), value));
        self
    }
}

/// Every request carries the letter's identity as draft-ietf-httpapi-idempotency-key-header has it;
/// services that do not know it pass it over.
fn posted(url: Url, letter: &Letter, kind: &str, body: String) -> Request {
    let headers = [("Content-Type", kind.to_owned()), ("Idempotency-Key", letter.id.to_string())];
    let headers = headers.map(|(name, value)| (name.to_owned(), value)).into();
    Request { url, headers, body: body.into_bytes() }
}

fn address(url: &str, http: bool) -> Result<Url, Why> {
    judge_url(url, http).map_err(|problem| unfit(&problem))?;
    Url::parse(url).map_err(|error| Why::Unfit { detail: error.to_string() })
}

fn rooted(server: &str, path: &str) -> String {
    format!("{}/{path}", server.trim().trim_end_matches('/'))
}

fn unfit(problem: &Problem) -> Why {
    let words = hinomi_model::words::problem(hinomi_model::settings::Language::En, problem);
    Why::Unfit { detail: words }
}

/// A text as it is to be written, shortened until that is no longer than allowed.
fn fitting(
    text: &str,
    most: usize,
    long: impl Fn(&str) -> usize,
    written: impl Fn(&str) -> String,
) -> String {
    let mut text = text.to_owned();
    loop {
        let done = written(&text);
        if long(&done) <= most || text.len() < 8 {
            return done;
        }
        text = cut(&text, text.chars().count() * 3 / 4);
    }
}

/// Slack's incoming webhooks. In `mrkdwn` only `&`, `<` and `>` begin anything that reaches others.
fn slack(letter: &Letter) -> Value {
    let safe = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let title = fitting(&letter.title, 500, |text| text.chars().count(), safe);
    // A section holds 3,000 characters; more, and Slack takes nothing at all.
    let body = fitting(&letter.signed(), 2_400, |text| text.chars().count(), safe);
    let text = format!("*{title}*\n{body}");
    let text = json!({"type": "mrkdwn", "text": text, "verbatim": true});
    json!({"text": title, "blocks": [{"type": "section", "text": text}]})
}

/// A Teams workflow takes an Adaptive Card (1.4). A rich text block knows no markup, and no line
/// breaks either, hence one a line.
fn teams(letter: &Letter) -> Value {
    let color = match (letter.is_over(), letter.grade) {
        (true, _) => "Good",
        (false, Grade::Critical) => "Attention",
        (false, Grade::Warning | Grade::Unknown) => "Warning",
        (false, Grade::Ok) => "Default",
    };
    let block = |run: Value| json!({"type": "RichTextBlock", "inlines": [run]});
    let title = json!({"type": "TextRun", "text": cut(&letter.title, 500), "weight": "Bolder",
        "size": "Medium", "color": color});
    // The whole card may have 28 kB.
    let text = cut(&letter.signed(), 6_000);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(60);
    let lines = lines.map(|line| json!({"type": "TextRun", "text": line}));
    let body: Vec<Value> = std::iter::once(title).chain(lines).map(block).collect();
    let card = json!({"$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard", "version": "1.4", "body": body, "msteams": {"width": "Full"}});
    let kind = "application/vnd.microsoft.card.adaptive";
    json!({"type": "message", "attachments": [{"contentType": kind, "content": card}]})
}

/// Google Chat: `<users/all>` would call everybody.
fn google_chat(letter: &Letter) -> Value {
    let text = format!("{}\n{}", letter.title, letter.signed());
    let text = cut(&text.replace('<', "‹").replace('>', "›"), 4_000);
    json!({"text": text, "thread": {"threadKey": letter.thread.to_string()}})
}

/// Discord: nobody is mentioned, and what would be Markdown is escaped.
fn discord(letter: &Letter) -> Value {
    let safe = |text: String| {
        text.chars().fold(String::new(), |mut safe, c| {
            if "\\*_~`|>[]()#".contains(c) {
                safe.push('\\');
            }
            safe.push(c);
            safe
        })
    };
    let color = match (letter.is_over(), letter.grade) {
        (true, _) => 0x002E_7D32,
        (false, Grade::Critical) => 0x00C6_2828,
        (false, Grade::Warning) => 0x00EF_8F00,
        (false, Grade::Unknown | Grade::Ok) => 0x0061_6161,
    };
    let embed = json!({"title": safe(cut(&letter.title, 120)),
        "description": safe(cut(&letter.signed(), 2_000)), "color": color,
        "timestamp": letter.when()});
    json!({"embeds": [embed], "allowed_mentions": {"parse": []}})
}

/// LINE WORKS' incoming webhook.
fn line_works(letter: &Letter) -> Value {
    json!({"title": cut(&letter.title, 100), "body": {"text": cut(&letter.signed(), 1_000)}})
}

/// Chatwork: `[toall]` would call everybody, and brackets cannot be escaped.
fn chatwork(letter: &Letter) -> String {
    let safe = |text: &str| text.replace('[', "［").replace(']', "］");
    let (title, body) = (safe(&cut(&letter.title, 500)), safe(&cut(&letter.signed(), 10_000)));
    let text = format!("[info][title]{title}[/title]{body}[/info]");
    url::form_urlencoded::Serializer::new(String::new()).append_pair("body", &text).finish()
}

/// ntfy, published as JSON.
fn ntfy(letter: &Letter, topic: &str) -> Value {
    let (priority, tag) = match (letter.is_over(), letter.grade) {
        (true, _) => (3, "white_check_mark"),
        (false, Grade::Critical) => (5, "rotating_light"),
        (false, Grade::Warning) => (4, "warning"),
        (false, Grade::Unknown) => (3, "grey_question"),
        (false, Grade::Ok) => (3, "information_source"),
    };
    // A message above 4,096 octets would become an attachment.
    let message = fitting(&letter.signed(), 4_000, str::len, str::to_owned);
    json!({"topic": topic, "title": cut(&letter.title, 200), "message": message,
        "priority": priority, "tags": [tag]})
}

/// Telegram's `sendMessage`, without a mode in which marks mean anything.
fn telegram(letter: &Letter, chat: &str) -> Value {
    let text = cut(&format!("{}\n{}", letter.title, letter.signed()), 4_000);
    json!({"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": true}})
}

/// PagerDuty's Events API v2: the thread is the alert, and its end resolves it.
fn pager_duty(letter: &Letter, key: &str) -> Value {
    let mut event = json!({"routing_key": key, "dedup_key": letter.thread.to_string(),
        "event_action": "trigger", "client": "Hinomi"});
    if letter.is_over() {
        event["event_action"] = "resolve".into();
        return event;
    }
    let (source, grade) = match &letter.about {
        About::Incident { node, .. } => (node, letter.grade),
        About::Notice => (&letter.site, letter.grade),
        About::Test => (&letter.site, Grade::Ok),
    };
    let severity = match grade {
        Grade::Critical => "critical",
        Grade::Warning | Grade::Unknown => "warning",
        Grade::Ok => "info",
    };
    event["payload"] = json!({"summary": cut(&letter.title, 1_000), "source": cut(source, 200),
        "severity": severity, "timestamp": letter.when(), "group": letter.site,
        "custom_details": {"body": cut(&letter.body, 10_000)}});
    event
}
