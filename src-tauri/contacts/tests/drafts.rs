//! What people type: everything wrong with it is named at once, each at its field.
#![allow(clippy::unwrap_used, reason = "a test")]

use hinomi_contacts::{judge, wanted};
use hinomi_model::contact::{
    ContactDraft, Content, MailServerDraft, Security, is_mail_address, judge_url,
};
use hinomi_model::quiet::TimeOfDay;
use hinomi_model::settings::Language;
use hinomi_model::{
    ContactId, FieldError, Form, MailServer, Problem, Program, QuietHours, SecretId, SecretKind,
    Way,
};

fn draft(ways: Vec<Way>) -> ContactDraft {
    let name = " 当直 ".to_owned();
    ContactDraft { id: None, name, language: Language::Ja, ways, quiet: vec![] }
}

fn generic(template: &str) -> Way {
    let (url, template) = (SecretId(1), template.to_owned());
    Way::Webhook(Form::Generic { url, template, content: Content::Json, token: None })
}

#[test]
fn a_good_draft_becomes_a_contact() {
    let to = vec!["on-duty@example.jp".to_owned()];
    let program = Program { path: "C:\\bell.exe".into(), args: vec!["--loud".into()] };
    let ways = vec![
        Way::Desktop,
        Way::Mail { to },
        Way::Program(program),
        generic(r#"{"text": "{{ title }}"}"#),
    ];
    let contact = judge(draft(ways.clone()), ContactId(3)).unwrap();
    assert_eq!((contact.id, contact.name.as_str(), &contact.ways), (ContactId(3), "当直", &ways));
    let json = serde_json::to_value(&contact).unwrap();
    assert_eq!(json["ways"][3]["form"], "generic", "because a form lies flat within its way");
    assert_eq!(json["ways"][3]["way"], "webhook");
    let back: hinomi_model::Contact = serde_json::from_value(json).unwrap();
    assert_eq!(back, contact);
}

#[test]
fn everything_wrong_is_named_at_its_field() {
    let to = vec!["a@example.jp".to_owned(), "none".into(), String::new()];
    let mut bad = draft(vec![
        Way::Mail { to },
        Way::Mail { to: vec![] },
        generic("{"),
        generic(" "),
        Way::Webhook(Form::Chatwork { room: "rid42".into(), token: SecretId(2) }),
        Way::Webhook(Form::Ntfy { server: "ntfy".into(), topic: "a/b".into(), token: None }),
        Way::Webhook(Form::Telegram { chat: String::new(), token: SecretId(2) }),
        Way::Program(Program { path: "bell".into(), args: vec!["x".repeat(1_001)] }),
    ]);
    bad.name = " ".into();
    let time = TimeOfDay::at(1, 0).unwrap();
    bad.quiet = vec![QuietHours { days: vec![], from: time, until: time, pass: None }];
    let wrong = judge(bad, ContactId(1)).unwrap_err();
    let fields: Vec<&str> = wrong.iter().map(|wrong| wrong.field.as_str()).collect();
    let want = [
        "name",
        "ways.0.to.1",
        "ways.0.to.2",
        "ways.1.to",
        "ways.3.template",
        "ways.4.room",
        "ways.5.server",
        "ways.5.topic",
        "ways.6.chat",
        "ways.7.path",
        "ways.7.args.0",
        "quiet.0.days",
        "ways.2.template",
    ];
    assert_eq!(fields, want);
    assert!(matches!(wrong[12].problem, Problem::BadTemplate { line: 1, .. }));
    let none = judge(draft(vec![]), ContactId(1)).unwrap_err();
    assert_eq!(none, [FieldError { field: "ways".into(), problem: Problem::Empty }]);
}

#[test]
fn mail_addresses_are_those_that_can_be_sent_to() {
    for good in ["a@b.jp", "first.last+tag@sub.example.jp", "o'neil@example.jp"] {
        assert!(is_mail_address(good), "{good}");
    }
    for bad in [
        "",
        "a",
        "@b.jp",
        "a@",
        "a@b@c.jp ",
        "a b@c.jp",
        "a@10.0.0.1",
        "a@b.jp\r\nRCPT TO:<x@y.jp>",
        "a>@b.jp",
        "佐藤 <a@b.jp>",
        ".a@b.jp",
        "a@b.jp.",
    ] {
        assert!(!is_mail_address(bad), "{bad:?}");
    }
}

#[test]
fn addresses_of_services_are_https_unless_they_can_be_ones_own() {
    assert_eq!(judge_url("https://hooks.slack.com/services/T/B/X", false), Ok(()));
    assert_eq!(judge_url("http://192.0.2.7/hook", true), Ok(()));
    assert_eq!(judge_url("http://hooks.slack.com/", false), Err(Problem::NotAUrl));
    assert_eq!(judge_url("ftp://a/", true), Err(Problem::NotAUrl));
    assert_eq!(judge_url(" ", true), Err(Problem::Empty));
}

fn server() -> MailServerDraft {
    MailServerDraft {
        host: " mail.example.jp ".into(),
        port: 587,
        security: Security::StartTls,
        user: Some("tower".into()),
        password: Some(SecretId(9)),
        from: "hinomi@example.jp".into(),
    }
}

#[test]
fn a_mail_server_is_judged_as_a_whole() {
    let good = MailServer::try_from(server()).unwrap();
    assert_eq!((good.host.to_string().as_str(), good.port), ("mail.example.jp", 587));
    let needed = wanted(&Way::Mail { to: vec![] }, Some(&good));
    assert_eq!(needed, [(SecretId(9), SecretKind::MailPassword)]);
    assert_eq!(wanted(&Way::Desktop, Some(&good)), []);
    let bare = MailServerDraft { user: Some(" ".into()), password: None, ..server() };
    assert_eq!(MailServer::try_from(bare).unwrap().user, None);
    let bad = MailServerDraft {
        host: "no host".into(),
        port: 0,
        security: Security::None,
        from: "x".into(),
        ..server()
    };
    let wrong = MailServer::try_from(bad).unwrap_err();
    let named: Vec<(&str, &Problem)> =
        wrong.iter().map(|wrong| (wrong.field.as_str(), &wrong.problem)).collect();
    let want = [
        ("host", &Problem::NotAnAddress),
        ("port", &Problem::OutOfRange { least: 1.0, most: 65_535.0 }),
        ("security", &Problem::PasswordInTheClear),
        ("from", &Problem::NotAMailAddress),
    ];
    assert_eq!(named, want);
}
