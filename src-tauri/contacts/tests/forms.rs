//! The exact request of every form, and templates.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use hinomi_contacts::forms::{Request, request};
use hinomi_contacts::{Letter, Secrets, template};
use hinomi_model::contact::Content;
use hinomi_model::settings::Language;
use hinomi_model::{Form, Problem, SecretId, Stamp, Why};
use serde_json::{Value, json};
use support::{letter, over, secrets};

const URL: SecretId = SecretId(1);
const TOKEN: SecretId = SecretId(2);

fn keys() -> Secrets {
    secrets(&[(1, "https://hook.example/T1/s3cret"), (2, "123:tok-en")])
}

fn made(form: &Form, letter: &Letter) -> Request {
    request(form, letter, &keys()).unwrap_or_else(|why| panic!("{why:?}"))
}

/// Where to, the body as JSON, and the headers but for those every request has.
fn told(form: &Form, letter: &Letter) -> (String, Value, Vec<(String, String)>) {
    let request = made(form, letter);
    let mut headers = request.headers;
    let every: Vec<_> = headers.drain(..2).collect();
    let every: Vec<_> = every.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let id = letter.id.to_string();
    assert_eq!(every, [("Content-Type", "application/json"), ("Idempotency-Key", id.as_str())]);
    (request.url.to_string(), serde_json::from_slice(&request.body).unwrap(), headers)
}

const BODY: &str = "10.0.0.1 へ応答なし。\n影響: 12 ノード & 3 台 [toall] *急*\n\n本社 3F";

#[test]
fn slack_is_told_and_nobody_is_called_by_a_name() {
    let (url, body, headers) = told(&Form::Slack { url: URL }, &letter());
    assert_eq!((url.as_str(), headers.len()), ("https://hook.example/T1/s3cret", 0));
    let title = "core-sw-1 が停止 \"&lt;!channel&gt;\"";
    let text = format!("*{title}*\n{}", BODY.replace('&', "&amp;"));
    let text = json!({"type": "mrkdwn", "text": text, "verbatim": true});
    assert_eq!(body, json!({"text": title, "blocks": [{"type": "section", "text": text}]}));
}

#[test]
fn teams_gets_a_card_in_which_nothing_is_markup() {
    let (_, body, _) = told(&Form::Teams { url: URL }, &letter());
    let line = |text: &str| json!({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]});
    let title = json!({"type": "RichTextBlock", "inlines": [{"type": "TextRun",
        "text": "core-sw-1 が停止 \"<!channel>\"", "weight": "Bolder", "size": "Medium",
        "color": "Attention"}]});
    let lines: Vec<Value> = BODY.lines().filter(|l| !l.is_empty()).map(line).collect();
    let card = json!({"$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard", "version": "1.4", "msteams": {"width": "Full"},
        "body": [title, lines[0], lines[1], lines[2]]});
    let kind = "application/vnd.microsoft.card.adaptive";
    let want = json!({"type": "message", "attachments": [{"contentType": kind, "content": card}]});
    assert_eq!(body, want);
    let (_, body, _) = told(&Form::Teams { url: URL }, &over());
    let title = &body["attachments"][0]["content"]["body"][0]["inlines"][0];
    assert_eq!(title["color"], "Good", "because it is over");
}

#[test]
fn google_chat_keeps_an_incident_in_one_thread() {
    let (url, body, _) = told(&Form::GoogleChat { url: URL }, &letter());
    let option = "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
    assert_eq!(url, format!("https://hook.example/T1/s3cret?{option}"));
    let text = format!("core-sw-1 が停止 \"‹!channel›\"\n{BODY}");
    let thread = json!({"threadKey": letter().thread.to_string()});
    assert_eq!(body, json!({"text": text, "thread": thread}));
    let (_, end, _) = told(&Form::GoogleChat { url: URL }, &over());
    assert_eq!(body["thread"], end["thread"]);
}

#[test]
fn discord_mentions_nobody_and_reads_no_markdown() {
    let (url, body, _) = told(&Form::Discord { url: URL }, &letter());
    assert_eq!(url, "https://hook.example/T1/s3cret?wait=true");
    let description =
        "10.0.0.1 へ応答なし。\n影響: 12 ノード & 3 台 \\[toall\\] \\*急\\*\n\n本社 3F";
    let embed = json!({"title": "core-sw-1 が停止 \"<!channel\\>\"", "description": description,
        "color": 0x00C6_2828, "timestamp": "2026-09-21T14:13:20Z"});
    assert_eq!(body, json!({"embeds": [embed], "allowed_mentions": {"parse": []}}));
}

#[test]
fn line_works_gets_title_and_text() {
    let (_, body, _) = told(&Form::LineWorks { url: URL }, &letter());
    assert_eq!(body, json!({"title": "core-sw-1 が停止 \"<!channel>\"", "body": {"text": BODY}}));
}

#[test]
fn chatwork_gets_a_form_and_no_tags_from_names() {
    let form = Form::Chatwork { room: "4242".into(), token: TOKEN };
    let request = made(&form, &letter());
    assert_eq!(request.url.as_str(), "https://api.chatwork.com/v2/rooms/4242/messages");
    assert_eq!(request.headers[0].1, "application/x-www-form-urlencoded");
    assert_eq!(request.headers[2], ("X-ChatWorkToken".to_owned(), "123:tok-en".to_owned()));
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(&request.body).into_owned().collect();
    let text = BODY.replace("[toall]", "［toall］");
    let text = format!("[info][title]core-sw-1 が停止 \"<!channel>\"[/title]{text}[/info]");
    assert_eq!(pairs, [("body".to_owned(), text)]);
}

#[test]
fn ntfy_is_published_to_as_json() {
    let server = "https://ntfy.example/".to_owned();
    let form = Form::Ntfy { server, topic: "tower".into(), token: Some(TOKEN) };
    let (url, body, headers) = told(&form, &letter());
    assert_eq!(url, "https://ntfy.example/");
    assert_eq!(headers, [("Authorization".to_owned(), "Bearer 123:tok-en".to_owned())]);
    let want = json!({"topic": "tower", "title": "core-sw-1 が停止 \"<!channel>\"",
        "message": BODY, "priority": 5, "tags": ["rotating_light"]});
    assert_eq!(body, want);
    let mut long = letter();
    long.body = "火".repeat(5_000);
    let (_, body, _) = told(&form, &long);
    let message = body["message"].as_str().unwrap();
    assert!(message.len() <= 4_096 && message.ends_with('…'), "because more is an attachment");
}

#[test]
fn telegram_gets_plain_text_without_previews() {
    let form = Form::Telegram { chat: "-1001".into(), token: TOKEN };
    let (url, body, _) = told(&form, &letter());
    assert_eq!(url, "https://api.telegram.org/bot123:tok-en/sendMessage");
    let text = format!("core-sw-1 が停止 \"<!channel>\"\n{BODY}");
    let previews = json!({"is_disabled": true});
    assert_eq!(body, json!({"chat_id": "-1001", "text": text, "link_preview_options": previews}));
    let bent = request(&form, &letter(), &secrets(&[(2, "1/../../evil?")]));
    assert!(matches!(bent, Err(Why::Unfit { .. })), "because a token is no path");
}

#[test]
fn pager_duty_opens_an_alert_and_resolves_the_same() {
    let form = Form::PagerDuty { server: "https://events.eu.pagerduty.com".into(), key: TOKEN };
    let (url, body, _) = told(&form, &letter());
    assert_eq!(url, "https://events.eu.pagerduty.com/v2/enqueue");
    let thread = letter().thread.to_string();
    let details = json!({"body": letter().body});
    let payload = json!({"summary": "core-sw-1 が停止 \"<!channel>\"", "source": "core-sw-1",
        "severity": "critical", "timestamp": "2026-09-21T14:13:20Z", "group": "本社 3F",
        "custom_details": details});
    let want = json!({"routing_key": "123:tok-en", "event_action": "trigger",
        "dedup_key": thread, "client": "Hinomi", "payload": payload});
    assert_eq!(body, want);
    let (_, body, _) = told(&form, &over());
    let want = json!({"routing_key": "123:tok-en", "event_action": "resolve",
        "dedup_key": thread, "client": "Hinomi"});
    assert_eq!(body, want);
    let test = Letter::test(letter().id, Language::Ja, "本社", Stamp(0));
    let (_, body, _) = told(&form, &test);
    assert_eq!(body["payload"]["severity"], "info", "because nobody is to be woken by a test");
}

fn generic(template: &str, content: Content) -> Form {
    Form::Generic { url: URL, template: template.into(), content, token: Some(TOKEN) }
}

#[test]
fn a_template_is_filled_in_and_stays_json() {
    let template = r#"{"t": "{{ title }}", "b": "{{body}}", "n": {{ incident }}, "g": "{{ grade }}",
        "over": {{ over }}, "{{ reason }}": "{{ node }} / {{ site }} / {{ at }} / {{ about }}",
        "id": "{{ id }}", {% if over %}"x": 1{% else %}"x": 2{% endif %}}"#;
    let (_, body, headers) = told(&generic(template, Content::Json), &letter());
    let letter = letter();
    let want = json!({"t": letter.title, "b": letter.body, "n": 12, "g": "critical", "over": false,
        "opened": "core-sw-1 / 本社 3F / 2026-09-21T14:13:20Z / incident",
        "id": letter.id.to_string(), "x": 2});
    assert_eq!(body, want);
    assert_eq!(headers, [("Authorization".to_owned(), "Bearer 123:tok-en".to_owned())]);
    let test = Letter::test(letter.id, Language::En, "office", Stamp(0));
    let (_, body, _) = told(&generic(r#"["{{ node }}", {{ incident }}]"#, Content::Json), &test);
    assert_eq!(body, json!(["", null]), "because a test is about no node");
    let text = made(&generic("{{ incident }}{{ over }}", Content::Text), &test);
    assert_eq!(String::from_utf8(text.body).unwrap(), "false");
    let text = made(&generic("{{ title }}!", Content::Text), &letter);
    assert_eq!(String::from_utf8(text.body).unwrap(), format!("{}!", letter.title));
    assert_eq!(text.headers[0].1, "text/plain; charset=utf-8");
}

#[test]
fn a_bad_template_is_found_before_it_is_needed() {
    let judge = |template: &str, content| template::judge(template, content);
    assert_eq!(judge(r#"{"text": "{{ title }}"}"#, Content::Json), Ok(()));
    assert_eq!(judge("{{ title }} {% if over %}ok{% endif %}", Content::Text), Ok(()));
    for (template, content, line, want) in [
        ("{\n\"text\": {{ title }}}", Content::Json, 2, "not JSON"),
        ("{\n\"text\": \"{{ title }\"}", Content::Json, 2, "syntax error"),
        ("a\nb\n{{ titel }}", Content::Text, 3, "`titel` is undefined"),
        ("{{ body | upper }}", Content::Text, 1, "upper"),
        ("{% include 'x' %}", Content::Text, 1, "x"),
        ("{% for a in range(9) %}{% endfor %}", Content::Text, 1, "range"),
    ] {
        let Err(Problem::BadTemplate { line: at, detail }) = judge(template, content) else {
            panic!("because {template:?} is bad")
        };
        assert!(at == line && detail.contains(want), "{template:?}: line {at}: {detail}");
    }
}

#[test]
fn a_template_from_elsewhere_cannot_run_for_ever() {
    let loops = "{% for a in body %}{% for b in body %}{% for c in body %}x{% endfor %}{% endfor %}{% endfor %}";
    let mut long = letter();
    long.body = "x".repeat(10_000);
    for template in [loops, "{{ body * 100000000 }}", "{% set x = body * 200000 %}{{ x }}"] {
        let form = generic(template, Content::Text);
        let made = request(&form, &long, &keys());
        assert!(matches!(made, Err(Why::Unfit { .. })), "because of {template}");
    }
}

#[test]
fn no_address_but_https_is_written_to_by_services_on_the_web() {
    for url in ["http://hook.example/x", "file:///etc/passwd", "hook.example", "https://", ""] {
        let made = request(&Form::Slack { url: URL }, &letter(), &secrets(&[(1, url)]));
        assert!(matches!(made, Err(Why::Unfit { .. })), "because {url:?} is not one");
    }
    let plain = secrets(&[(1, "http://192.0.2.7:8080/hook"), (2, "t")]);
    assert!(request(&generic("x", Content::Text), &letter(), &plain).is_ok());
    let made = request(&generic("x", Content::Text), &letter(), &Secrets::new());
    assert!(matches!(made, Err(Why::NoSecret)));
}

#[test]
fn a_long_letter_is_shortened_to_what_each_service_takes() {
    let mut long = letter();
    long.title = "<&>".repeat(1_000);
    long.body = "<&> 火 [x]\n".repeat(20_000);
    let most = |form: &Form| String::from_utf8(made(form, &long).body).unwrap();
    let (_, slack, _) = told(&Form::Slack { url: URL }, &long);
    let text = slack["blocks"][0]["text"]["text"].as_str().unwrap();
    assert!(text.chars().count() <= 3_000, "because Slack refuses a longer section");
    assert!(!text.contains("&am\n") && !text.ends_with('&'), "because no mark is cut in two");
    assert!(most(&Form::Teams { url: URL }).len() <= 28_000);
    let (_, discord, _) = told(&Form::Discord { url: URL }, &long);
    let long = |value: &Value| value.as_str().unwrap().chars().count();
    assert!(long(&discord["embeds"][0]["title"]) <= 256);
    assert!(long(&discord["embeds"][0]["description"]) <= 4_096);
}

#[test]
fn what_a_file_from_elsewhere_holds_is_judged_again() {
    let room = "1/../../me".to_owned();
    let topic = "a\" b".to_owned();
    let server = "https://ntfy.example".to_owned();
    for form in [
        Form::Chatwork { room, token: TOKEN },
        Form::Ntfy { server, topic, token: None },
        Form::PagerDuty { server: "gopher://x".into(), key: TOKEN },
    ] {
        let made = request(&form, &letter(), &keys());
        assert!(matches!(made, Err(Why::Unfit { .. })), "because of {form:?}");
    }
    let form = Form::Chatwork { room: "1".into(), token: TOKEN };
    let made = request(&form, &letter(), &secrets(&[(2, "a\r\nHost: x")]));
    assert!(matches!(made, Err(Why::Unfit { .. })), "because it would become a header");
}
