//! Letters as requests to other services.

use std::time::Duration;

use hinomi_model::sent::Step;
use hinomi_model::{Form, Sent, Span, Why};
use hinomi_net::NoAnswer;
use hinomi_net::http::{Answer, Post, post};
use jiff::fmt::rfc2822;

use crate::letter::Letter;
use crate::{Means, Secrets, forms, missed};

/// Octets of an answer read.
const MOST: u64 = 8_192;

/// Headers by which services number requests; whoever asks them for help is asked for it.
const NUMBERS: [&str; 6] = [
    "x-request-id",
    "x-slack-req-id",
    "x-ms-workflow-run-id",
    "x-ms-client-tracking-id",
    "x-correlation-id",
    "cf-ray",
];

pub(crate) async fn send(letter: &Letter, form: &Form, means: &Means<'_>, limit: Duration) -> Sent {
    let request = match forms::request(form, letter, means.secrets) {
        Ok(request) => request,
        Err(why) => return missed(why, None),
    };
    let forms::Request { url, headers, body } = request;
    let asked = Post { url, headers, body, max_bytes: MOST, timeout: limit };
    match post(means.net, &asked).await {
        Ok(answer) => judged(&answer, form, means.secrets),
        Err(ended) => missed(
            match ended.why {
                NoAnswer::Failed(cause) => Why::Failed { phase: ended.phase, cause },
                NoAnswer::Unable(obstacle) => Why::Unable { obstacle },
            },
            None,
        ),
    }
}

fn judged(answer: &Answer, form: &Form, secrets: &Secrets) -> Sent {
    let words = words(answer, form, secrets);
    if (200..300).contains(&answer.status) {
        let proof = format!("{} {words}", answer.status);
        return Sent::Delivered { proof: proof.trim_end().chars().take(200).collect() };
    }
    let why = Why::Said { step: Step::Request, code: answer.status, said: words };
    missed(why, later(answer))
}

/// The answer's own words on one line: its number, where it points to, how it begins.
fn words(answer: &Answer, form: &Form, secrets: &Secrets) -> String {
    let number = NUMBERS.iter().find_map(|name| answer.header(name));
    let moved = answer.location.as_ref().and_then(|url| url.host_str());
    let body = String::from_utf8_lossy(&answer.body);
    let all = [
        number.map(|number| format!("[{number}]")),
        moved.map(|host| format!("moved to {host}")),
        Some(body.split_whitespace().collect::<Vec<_>>().join(" ")),
    ];
    let all: Vec<String> = all.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    hinomi_model::words::tame(&concealed(all.join(" "), form, secrets), 180)
}

/// A service may repeat what it was asked, with our secrets in it; they end here (law L13).
fn concealed(mut text: String, form: &Form, secrets: &Secrets) -> String {
    for (id, _) in hinomi_model::Way::Webhook(form.clone()).secrets() {
        let Some(secret) = secrets.get(&id) else { continue };
        let parts = secret.reveal().split(['/', '?', '&', '=', '#']);
        for part in std::iter::once(secret.reveal()).chain(parts.filter(|part| part.len() >= 8)) {
            if !part.is_empty() {
                text = text.replace(part, "…");
            }
        }
    }
    text
}

/// When a service wants to be asked again: `Retry-After` (RFC 9110 §10.2.3) in seconds or as a date
/// beside its own, or Telegram's `retry_after`.
fn later(answer: &Answer) -> Option<Span> {
    let seconds = |n: i64| (0..=86_400).contains(&n).then(|| Span::seconds(n));
    if let Some(text) = answer.header("retry-after") {
        if let Ok(n) = text.trim().parse::<i64>() {
            return seconds(n);
        }
        let date = |text: &str| rfc2822::parse(text.trim()).ok().map(|at| at.timestamp());
        let (then, now) = (date(text)?, date(answer.header("date")?)?);
        return seconds(then.as_second().saturating_sub(now.as_second()).max(0));
    }
    let body: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    seconds(body["parameters"]["retry_after"].as_i64()?)
}
