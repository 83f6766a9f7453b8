//! Words arrive: every way is told exactly once what the incident says was delivered, however often
//! it has to be tried; and across a violent end at least once, under the same identity.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;
use std::time::Duration;

use hinomi_engine::{Engine, Granted, Voice, Wish};
use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::contact::{ContactDraft, Security};
use hinomi_model::draft::NodeDraft;
use hinomi_model::ladder::Rung;
use hinomi_model::policy::{Policies, Policy};
use hinomi_model::settings::Language;
use hinomi_model::{
    Address, CheckSpec, Delivery, Form, GapReason, Limits, MailServer, Notification, Settings,
    Span, Way, What,
};
use hinomi_net::Net;
use hinomi_store::Site;
use hinomi_tests::dbus::Desktop;
use hinomi_tests::lab::Lab;
use hinomi_tests::peers::{Hook, Manner, Post};
use hinomi_tests::watching::{Line, SiteFile, Watching, program};

use crate::{gaps, pause};

/// A site with one contact, who is told by mail and by a web service, and one node on this PC that
/// refuses. It is well again as soon as somebody listens on the port that is returned.
fn site(mail: &Post, to: &str, hook: &Hook) -> (SiteFile, u16) {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
    let port = free.expect("a free port").port();
    let refuses = TcpSpec { port, timeout: Span::seconds(1), connect: Limits::NONE };
    let here = Ipv4Addr::LOCALHOST;
    (site_with(here, CheckSpec::Tcp(refuses), (here, mail, to, hook)), port)
}

/// A site with one node and one contact, both of whose ways end at the same address.
fn site_with(
    node: Ipv4Addr,
    check: CheckSpec,
    (at, mail, to, hook): (Ipv4Addr, &Post, &str, &Hook),
) -> SiteFile {
    let site = SiteFile::empty();
    let node = NodeDraft { name: "printer".into(), ..NodeDraft::at(&node.to_string()) };
    let ntfy = Form::Ntfy {
        server: format!("http://{at}:{}", hook.port),
        topic: "duty".into(),
        token: None,
    };
    let contact = ContactDraft {
        id: None,
        name: "Duty".into(),
        language: Language::En,
        ways: vec![Way::Mail { to: vec![to.into()] }, Way::Webhook(ntfy)],
        quiet: Vec::new(),
    };
    let nodes = Wish::AddNodes { nodes: vec![node], checks: vec![check], gateways: Vec::new() };
    let granted = site.change([nodes, Wish::PutContact(None, contact)]);
    let [_, Granted::Contact(contact)] = granted[..] else { panic!("{granted:?}") };
    let doubt_every = Some(Span(500));
    let soon = Policy { every: Some(Span::seconds(2)), doubt_every, ..Policy::default() };
    site.change([Wish::Settings(Settings {
        name: "Lab".into(),
        ladder: vec![Rung { after: 0, to: vec![contact], on_duty: false }],
        policies: Policies { metrics: soon, ..Policies::default() },
        mail: Some(MailServer {
            host: Address::parse(&at.to_string()).expect("it is one"),
            port: mail.port,
            security: Security::None,
            user: None,
            password: None,
            from: "hinomi@example.jp".into(),
        }),
        ..Settings::default()
    })]);
    site
}

/// Everything the file holds of the only incident's delivery: what was to be told, and how often
/// its log says that it was delivered.
fn written(site: &SiteFile) -> (Vec<Notification>, BTreeMap<String, u32>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let site = Site::open_read_only(site.path()).await.expect("it opens");
        let incidents = site.incidents(&Default::default()).await.expect("it can be read");
        assert!(incidents.len() <= 1, "because there is one trouble: {incidents:?}");
        let Some(incident) = incidents.first() else { return Default::default() };
        let all = site.notifications(incident.id).await.expect("it can be read");
        let mut delivered = BTreeMap::new();
        for entry in site.entries(incident.id).await.expect("it can be read") {
            if let What::Delivered { notification, .. } = entry.what {
                *delivered.entry(notification.to_string()).or_default() += 1;
            }
        }
        site.close().await;
        (all, delivered)
    })
}

fn count<T: Ord>(all: impl IntoIterator<Item = T>) -> BTreeMap<T, u32> {
    let mut counted = BTreeMap::new();
    all.into_iter().for_each(|one| *counted.entry(one).or_default() += 1);
    counted
}

#[test]
fn a_service_that_fails_five_times_and_a_mail_server_are_told_exactly_once() {
    const NAME: &str = "a_service_that_fails_five_times_and_a_mail_server_are_told_exactly_once";
    let mail = match Post::open() {
        Ok(mail) => mail,
        Err(why) => return hinomi_tests::skip(NAME, &why),
    };
    let hook = Hook::open([Manner::Fails; 5]);
    let (site, port) = site(&mail, "duty@example.jp", &hook);
    // Five tries take 21 min; only the pauses are another's.
    let pauses = [Span(100), Span(200), Span(300), Span(400), Span(500)];
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let engine = runtime.block_on(async {
        let open = Site::open(site.path()).await.expect("the file opens");
        let net = Net::open().await;
        Engine::start_with(open, net, Voice::Silent, vec![], pauses).await.expect("it starts")
    });
    let taken = || hook.keys().iter().filter(|(_, how)| *how == Manner::Takes).count();
    let until = |many: usize| {
        let all = || mail.ids().len() >= many && taken() >= many;
        (0..400).any(|_| {
            all() || {
                pause(0.1);
                false
            }
        })
    };
    assert!(until(1), "because it is tried until it arrives: {:?}", hook.keys());
    let listener = TcpListener::bind(("127.0.0.1", port)).expect("nobody took the port");
    assert!(until(2), "because the end is told too: {:?}", hook.keys());
    // Whatever would be sent twice is sent soon after.
    pause(2.0);
    runtime.block_on(engine.stop());
    drop(listener);

    let asked = hook.keys();
    let (first, rest) = asked.split_at(6);
    assert!(first.iter().all(|(key, _)| *key == first[0].0), "because it is one letter: {first:?}");
    assert_eq!(first[5].1, Manner::Takes, "because the sixth try arrives");
    assert_eq!(rest.len(), 1, "because the end is one more: {rest:?}");
    assert_ne!(rest[0].0, first[0].0, "because that is another letter");
    assert!(count(mail.ids()).values().all(|n| *n == 1), "{:?}", mail.ids());
    let (all, delivered) = written(&site);
    // The desktop's stay in the outbox: nobody's desktop is bothered here.
    let to_contact: Vec<&Notification> = all.iter().filter(|n| n.to.is_some()).collect();
    assert_eq!(to_contact.len(), 4, "because two things were told by two ways each");
    for notification in to_contact {
        assert!(matches!(notification.delivery, Delivery::Delivered { .. }), "{notification:?}");
        assert_eq!(delivered.get(&notification.id.to_string()), Some(&1), "{notification:?}");
    }
    assert_eq!(delivered.len(), mail.ids().len() + taken(), "because the log says what arrived");
    println!("{} tries of the service, {} letters", asked.len(), mail.ids().len());
}

/// The way to both services is cut under the letter, then our own cable; when all is mended the
/// letter arrives, once.
#[test]
fn a_letter_outlives_an_outage_of_the_uplink_and_arrives_once() {
    const NAME: &str = "a_letter_outlives_an_outage_of_the_uplink_and_arrives_once";
    let Some(lab) = Lab::open(NAME) else { return };
    let _router = lab.router();
    let (here, printer, provider) = (lab.host(0, 100), lab.host(0, 20), lab.host(1, 5));
    let mail = match Post::open_on(&provider) {
        Ok(mail) => mail,
        Err(why) => return hinomi_tests::skip(NAME, &why),
    };
    let hook = Hook::open_on(&provider);
    let ping = CheckSpec::Icmp(IcmpSpec::default());
    let ways = (provider.address, &mail, "duty@example.jp", &hook);
    let site = site_with(printer.address, ping, ways);
    let pauses = [1, 2, 4, 8, 16].map(Span::seconds);
    let (inside, path) = (here.clone(), site.path().to_owned());
    let started = std::thread::spawn(move || {
        inside.enter();
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let engine = runtime.block_on(async {
            let open = Site::open(&path).await.expect("the file opens");
            let net = Net::open().await;
            Engine::start_with(open, net, Voice::Silent, vec![], pauses).await.expect("it starts")
        });
        (runtime, engine)
    });
    let (runtime, engine) = started.join().expect("it starts");
    let until = |what: &str, seconds: u32, done: &dyn Fn() -> bool| {
        let soon = (0..seconds * 10).any(|_| done() || (pause(0.1), false).1);
        assert!(soon, "{what} within {seconds} s: {:?} {:?}", mail.ids(), hook.keys());
    };
    let tried = || {
        let (all, _) = written(&site);
        let to_contact: Vec<_> = all.iter().filter(|n| n.to.is_some()).collect();
        let waits = |n: &&Notification| matches!(n.delivery, Delivery::Waiting { tries: 1.., .. });
        to_contact.len() == 2 && to_contact.iter().all(waits)
    };

    pause(3.0);
    provider.cut();
    printer.cut();
    until("both ways are tried in vain", 60, &tried);
    here.block();
    pause(12.0);
    assert_eq!((mail.ids().len(), hook.keys().len()), (0, 0), "because no way leads there");
    here.unblock();
    pause(3.0);
    provider.mend();
    until("both arrive", 90, &|| mail.ids().len() == 1 && hook.keys().len() == 1);
    printer.mend();
    until("the end is told too", 60, &|| mail.ids().len() == 2 && hook.keys().len() == 2);
    pause(3.0);
    runtime.block_on(engine.stop());

    assert!(count(mail.ids()).values().all(|n| *n == 1), "{:?}", mail.ids());
    let keys = hook.keys().into_iter().map(|(key, _)| key);
    assert!(count(keys).values().all(|n| *n == 1), "{:?}", hook.keys());
    let (all, delivered) = written(&site);
    let to_contact: Vec<&Notification> = all.iter().filter(|n| n.to.is_some()).collect();
    assert_eq!(to_contact.len(), 4, "because two things were told by two ways each");
    for notification in to_contact {
        assert!(matches!(notification.delivery, Delivery::Delivered { .. }), "{notification:?}");
        assert_eq!(delivered.get(&notification.id.to_string()), Some(&1), "{notification:?}");
    }
    let gaps: Vec<GapReason> = gaps(&site).iter().map(|gap| gap.reason).collect();
    assert_eq!(gaps, [GapReason::VantageLost], "because our own cable was one gap");
}

#[test]
fn killed_between_sending_and_writing_it_down_it_sends_again_under_the_same_identity() {
    const NAME: &str =
        "killed_between_sending_and_writing_it_down_it_sends_again_under_the_same_identity";
    let (desktop, mail) = match (Desktop::open(), Post::open()) {
        (Ok(desktop), Ok(mail)) => (desktop, mail),
        (Err(why), _) | (_, Err(why)) => return hinomi_tests::skip(NAME, &why),
    };
    let hook = Hook::open([Manner::IsMum]);
    let (site, port) = site(&mail, "mum@example.jp", &hook);
    let watch = || {
        let mut command = Command::new(program());
        command.env("DBUS_SESSION_BUS_ADDRESS", desktop.address());
        Watching::start(command, &site, false)
    };
    let told = || (desktop.shown().len(), mail.ids().len(), hook.keys().len());
    let until = |many| {
        let all = |(a, b, c): (usize, usize, usize)| a >= many && b >= many && c >= many;
        (0..300).any(|_| {
            all(told()) || {
                pause(0.1);
                false
            }
        })
    };

    // Each of the three has it and does not say so.
    desktop.hold();
    let watching = watch();
    assert!(until(1), "because all three are told: {:?}", told());
    let lines = watching.kill();
    desktop.go_on();
    let delivered = |lines: &[Line]| {
        lines.iter().filter(|l| l.is("incident") && l.text("what") == "delivered").count()
    };
    assert_eq!(delivered(&lines), 0, "because nobody said that it arrived");
    let (_, before) = written(&site);
    assert_eq!(before, BTreeMap::new(), "because nothing of it was written down");

    let watching = watch();
    let soon = Duration::from_secs(20);
    assert!(watching.until(soon, |lines| delivered(lines) >= 3), "{:?}", told());
    assert_eq!(told(), (2, 2, 2), "because it was sent again, once by each way");
    let shown: Vec<String> = desktop.shown().into_iter().map(|s| s.id).collect();
    let keys: Vec<String> = hook.keys().into_iter().map(|(key, _)| key).collect();
    for ids in [&shown, &mail.ids(), &keys] {
        assert!(!ids[0].is_empty() && ids[0] == ids[1], "because it is the same: {ids:?}");
    }
    let (all, after) = written(&site);
    assert_eq!(after.len(), 3, "because each of three ways said that it has it");
    assert!(after.values().all(|n| *n == 1), "because each was written down once: {after:?}");

    // From here on all is as always: once each, and nothing again.
    let listener = TcpListener::bind(("127.0.0.1", port)).expect("nobody took the port");
    assert!(watching.until(soon, |lines| delivered(lines) >= 6), "{:?}", told());
    watching.end();
    let watching = watch();
    watching.ready();
    pause(4.0);
    watching.end();
    drop(listener);
    assert_eq!(told(), (3, 3, 3), "because what was delivered is not sent again");
    let (more, after) = written(&site);
    assert_eq!((all.len(), more.len()), (3, 6), "because the outbox holds each once");
    assert!(after.len() == 6 && after.values().all(|n| *n == 1), "{after:?}");
    println!("{} shown, {} on the daemon's books", told().0, held(&desktop));
}

fn held(desktop: &Desktop) -> u32 {
    desktop.daemon_counts().expect("the daemon lives").iter().sum()
}
