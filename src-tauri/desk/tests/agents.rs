//! SNMP agents as the window looks at them, against agents made of recordings.

#![allow(clippy::unwrap_used, reason = "tests")]
#![allow(clippy::print_stdout, reason = "what is skipped says so")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hinomi_checks::snmp::{Agent, Past};
use hinomi_checks::{Target, probe};
use hinomi_desk::{Hinomi, Keeping};
use hinomi_discovery::device::{Profiles, View, propose, understand};
use hinomi_engine::Voice;
use hinomi_model::check::TcpSpec;
use hinomi_model::contact::Security;
use hinomi_model::draft::NodeDraft;
use hinomi_model::snmp::{Access, Credentials, Denied, Login, Oid, Pacing, Value};
use hinomi_model::{
    Address, Cause, CheckSpec, Grade, Limits, MailServer, NodeId, Obstacle, Outcome, Phase, Policy,
    Secret, SecretId, SecretKind, Settings, SettingsDraft, Sketch, Span, Template, VaultState,
};
use hinomi_net::Net;
use hinomi_net::snmp::Patience;
use hinomi_replay::{Recording, Replay, Shelf, ber};
use hinomi_wire::calls::Desk;
use hinomi_wire::profiles::{ProfileNamed, ProfilePut, ProfileTry};
use hinomi_wire::scan::{ScanDifference, ScanSnmp, ScanView};
use hinomi_wire::snmp::{ChecksAdd, LookView, OneLook, SnmpLook, SnmpView};
use hinomi_wire::views::*;
use hinomi_wire::{Code, Failure, Frame};
use tempfile::TempDir;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// A small server: processor, memory and a disk by UCD-SNMP-MIB, one interface.
const SERVER: &str = "\
1.3.6.1.2.1.1.1.0|4|Linux nas 6.1.0
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10
1.3.6.1.2.1.1.3.0|67|900000
1.3.6.1.2.1.1.5.0|4|nas
1.3.6.1.2.1.1.6.0|4|2F
1.3.6.1.2.1.2.2.1.2.2|4|eth0
1.3.6.1.2.1.2.2.1.3.2|2|6
1.3.6.1.2.1.2.2.1.5.2|66|1000000000
1.3.6.1.2.1.2.2.1.7.2|2|1
1.3.6.1.2.1.2.2.1.8.2|2|1
1.3.6.1.2.1.25.6.3.1.2.7|4|nginx-1.24
1.3.6.1.2.1.31.1.1.1.1.2|4|eth0
1.3.6.1.2.1.31.1.1.1.6.2|70|1000
1.3.6.1.4.1.2021.4.5.0|2|1000000
1.3.6.1.4.1.2021.4.6.0|2|500000
1.3.6.1.4.1.2021.4.14.0|2|100000
1.3.6.1.4.1.2021.4.15.0|2|150000
1.3.6.1.4.1.2021.9.1.2.1|4|/
1.3.6.1.4.1.2021.9.1.9.1|2|42
1.3.6.1.4.1.2021.11.11.0|2|93
";

struct Bench {
    desk: Arc<Hinomi>,
    agent: Replay,
    _folder: TempDir,
}

impl Bench {
    async fn start() -> Bench {
        let folder = TempDir::new().unwrap();
        let keeping = Keeping::at(Some(folder.path().join("preferences.json")));
        let desk = Arc::new(Hinomi::new(Net::open().await, keeping, Voice::Silent));
        let path = folder.path().join("site.hinomi").display().to_string();
        desk.site_new(SiteNew { path, name: "Osaka".into() }).await.unwrap();
        let shelf = Shelf::from([("right horse".to_owned(), Recording::read(SERVER))]);
        let agent = Replay::start(shelf).await.unwrap();
        Bench { desk, agent, _folder: folder }
    }

    async fn secret(&self, value: &str) -> Result<SecretId, Failure> {
        let (kind, value) = (SecretKind::Community, Secret::new(value));
        self.desk.secret_put(SecretPut { kind, value }).await
    }

    async fn open_vault(&self) {
        let new = Secret::new("a long passphrase");
        self.desk.vault_passphrase(VaultPassphrase { old: None, new }).await.unwrap();
    }

    async fn frame(&self) -> Frame {
        let since = Since { epoch: String::new(), seq: 0, wait: Span::ZERO };
        self.desk.changes(since).await.unwrap()
    }

    /// Pulls until it is so; what takes a minute hangs.
    async fn until(&self, what: &str, is: impl Fn(&Frame) -> bool) -> Frame {
        let waiting = async {
            loop {
                let frame = self.frame().await;
                if is(&frame) {
                    return frame;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(60), waiting).await;
        let Ok(frame) = found else { panic!("{what}: {:?}", self.frame().await.states) };
        frame
    }

    async fn sweep(&self, range: &str) -> ScanView {
        self.sweep_without(range, "").await
    }

    /// Looks around and waits for the end.
    async fn sweep_without(&self, range: &str, exclude: &str) -> ScanView {
        let with = ScanStart { cidrs: vec![range.into()], exclude: vec![exclude.into()] };
        self.desk.scan_start(with).await.unwrap();
        let ended = async {
            loop {
                let view = self.desk.scan(Nothing {}).await.unwrap();
                if !view.running {
                    return view;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), ended).await.expect("few addresses")
    }

    fn look(&self, logins: Vec<Login>, node: Option<NodeId>) -> SnmpLook {
        let port = self.agent.address().port();
        let pacing = Pacing::default();
        SnmpLook { address: "127.0.0.1".into(), port, logins, pacing, node, look: 0 }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_vault_opens_nothing_more_and_keeps_nobody_from_going_on() {
    let bench = Bench::start().await;
    bench.open_vault().await;
    let community = bench.secret("right horse").await.unwrap();
    let value = Secret::new("a mail password");
    let kind = SecretKind::MailPassword;
    let password = bench.desk.secret_put(SecretPut { kind, value }).await.unwrap();
    let mail = MailServer {
        host: Address::parse("mail.example.jp").unwrap(),
        port: 587,
        security: Security::StartTls,
        user: Some("hinomi".into()),
        password: Some(password),
        from: "hinomi@example.jp".into(),
    };
    let logins = vec![Login::V2c { community }];
    let with = Settings { name: "Osaka".into(), mail: Some(mail), logins, ..Settings::default() };
    let mut settings = SettingsDraft::from(with);
    bench.desk.settings_put(settings.clone()).await.unwrap();
    let look = bench.look(settings.logins.clone(), None);
    assert!(bench.desk.snmp_look(look.clone()).await.unwrap().device.is_some());

    let status = bench.desk.vault_wipe(Nothing {}).await.unwrap();
    assert_eq!((status.state, status.secrets, status.passphrase), (VaultState::Unmade, 0, false));
    assert_eq!(status.missing, [community, password], "because both are still named");
    let nowhere = SnmpLook { address: "box.invalid".into(), ..look.clone() };
    let view = bench.desk.snmp_look(look).await.unwrap();
    let missing = Outcome::unable(Obstacle::SecretMissing);
    assert_eq!(view.tried[0].outcome, missing, "because the community is nowhere any more");
    assert!(view.device.is_none());
    let view = bench.desk.snmp_look(nowhere).await.unwrap();
    let once: Vec<&Outcome> = view.tried.iter().map(|tried| &tried.outcome).collect();
    assert_eq!(once, [&missing], "because nothing else became of it where there is no such name");
    settings.name = "Kyoto".into();
    let kept = bench.desk.settings_put(settings.clone()).await;
    assert!(kept.is_ok(), "because a password that is gone is no reason against another name");
    let mail = settings.mail.as_mut().unwrap();
    mail.password = Some(SecretId(password.0 + 7));
    let strange = bench.desk.settings_put(settings).await.unwrap_err();
    assert_eq!(strange.fields[0].field, "mail.password", "because nothing lies there");
    let sealed = bench.secret("another horse").await.unwrap_err();
    assert_eq!(sealed.code, Code::VaultUnmade, "because a new vault wants its own passphrase");
    bench.open_vault().await;
    let again = Login::V2c { community: bench.secret("right horse").await.unwrap() };
    let look = bench.look(vec![Login::V2c { community }, again], None);
    let view = bench.desk.snmp_look(look).await.unwrap();
    assert!(view.device.is_some(), "because one that is missing keeps no other from its turn");
    let nowhere = bench.desk.vault_remember(Nothing {}).await.unwrap_err();
    assert_eq!(nowhere.code, Code::Fault, "because no keychain was given to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_is_looked_at_and_watched_over_ipv6() {
    let bench = Bench::start().await;
    let shelf = Shelf::from([("right horse".to_owned(), Recording::read(SERVER))]);
    let Ok(agent) = Replay::start_at(([0, 0, 0, 0, 0, 0, 0, 1u16], 0).into(), shelf).await else {
        println!(
            "SKIPPED a_box_is_looked_at_and_watched_over_ipv6: there is no IPv6 loopback here"
        );
        return;
    };
    bench.open_vault().await;
    let login = Login::V2c { community: bench.secret("right horse").await.unwrap() };
    let (address, port) = ("::1".to_owned(), agent.address().port());
    let look = SnmpLook { address, port, ..bench.look(vec![login], None) };
    let device = bench.desk.snmp_look(look).await.unwrap().device.unwrap();
    assert_eq!(device.described.name.as_deref(), Some("nas"));
    let checks: Vec<CheckSpec> =
        device.proposals.iter().filter(|p| p.usual).map(|p| p.spec.clone()).collect();
    let wanted = checks.len();
    let draft = NodeDraft { snmp: Some(device.access), ..NodeDraft::at("::1") };
    let added = NodesAdd { nodes: vec![draft], checks, gateways: vec![] };
    bench.desk.nodes_add(added).await.unwrap();
    let well = |frame: &Frame| {
        let well = frame.states.iter().filter(|s| s.state.grade() == Some(Grade::Ok));
        well.count() == wanted
    };
    bench.until("the agent answers over IPv6", well).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_login_that_is_let_in_says_who_the_box_is_and_what_fits_it() {
    let bench = Bench::start().await;
    let sealed = bench.secret("wrong horse").await.unwrap_err();
    assert_eq!(sealed.code, Code::VaultUnmade, "because secrets are never kept in the clear");
    bench.open_vault().await;
    let wrong = Login::V2c { community: bench.secret("wrong horse").await.unwrap() };
    let right = Login::V2c { community: bench.secret("right horse").await.unwrap() };
    let logins = vec![wrong.clone(), right.clone()];
    let settings = Settings { name: "Osaka".into(), logins, ..Settings::default() };
    bench.desk.settings_put(settings.into()).await.unwrap();

    let view = bench.desk.snmp_look(bench.look(Vec::new(), None)).await.unwrap();
    let tried: Vec<&Login> = view.tried.iter().map(|tried| &tried.login).collect();
    assert_eq!(tried, [&right], "because nothing is said of the one that was still waited for");
    let device = view.device.unwrap();
    assert_eq!(device.access.login, right);
    assert_eq!(device.described.name.as_deref(), Some("nas"));
    assert_eq!(device.described.location.as_deref(), Some("2F"));
    assert_eq!(device.software, ["nginx-1.24"], "because the agent says what is installed");
    let usual: Vec<CheckSpec> =
        device.proposals.iter().filter(|p| p.usual).map(|p| p.spec.clone()).collect();
    assert!(
        usual.iter().all(CheckSpec::asks_agent),
        "because its port is not an agent's usual one"
    );
    let kinds = |kind| usual.iter().filter(|spec| spec.kind() == kind).count();
    use hinomi_model::CheckKind::{Agent as A, Interface as I, Value as V};
    assert_eq!((kinds(A), kinds(I), kinds(V)), (1, 1, 3), "{usual:?}");

    // Added, it is watched, and what is read is kept.
    let draft = NodeDraft {
        snmp: Some(device.access.clone()),
        described: Some(device.described.clone()),
        ..NodeDraft::at("127.0.0.1")
    };
    let added = NodesAdd { nodes: vec![draft], checks: usual.clone(), gateways: vec![] };
    let node = bench.desk.nodes_add(added).await.unwrap()[0];
    let well = |frame: &Frame| {
        let well = frame.states.iter().filter(|s| s.state.grade() == Some(Grade::Ok));
        well.count() == usual.len()
    };
    let frame = bench.until("the agent answers", well).await;
    assert_eq!(frame.nodes[0].described.as_ref(), Some(&device.described));
    let json = serde_json::to_string(&frame).unwrap();
    assert!(!json.contains("horse"), "because a community is in no frame");

    // What its interfaces do is read with its links, whether or not a check looks at them.
    let mut seen = Vec::new();
    for _ in 0..40 {
        seen = bench.desk.ports(Nodes { nodes: vec![node] }).await.unwrap();
        if !seen.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let seen = seen.first().expect("because a node that was added is soon asked");
    let eth0 = seen.ports.first().expect("because it has one");
    assert_eq!((eth0.name.as_str(), eth0.up, eth0.switched_off), ("eth0", Some(true), false));
    assert!(seen.at > device.described.at, "because it was asked again since");

    // Asked again, nothing is added twice.
    let adopted = bench.desk.snmp_adopt(Nodes { nodes: vec![node] }).await.unwrap();
    assert_eq!(adopted[0].added, [], "because it has all of them already");
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_is_let_in_nowhere_names_the_step() {
    let bench = Bench::start().await;
    bench.open_vault().await;
    let wrong = Login::V2c { community: bench.secret("wrong horse").await.unwrap() };
    let (greeter, greeting) = greeter().await;
    let nobody = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let denied = |step| (Phase::Request, Cause::Denied { step });
    for (at, (phase, cause), why) in [
        (greeter, denied(Denied::Community), "it tells its engine and not more"),
        (bench.agent.address(), (Phase::Connect, Cause::TimedOut), "without SNMPv3 it is silent"),
        (nobody, (Phase::Connect, Cause::Refused), "nobody listens there"),
    ] {
        let look = SnmpLook { port: at.port(), ..bench.look(vec![wrong.clone()], None) };
        let view = bench.desk.snmp_look(look).await.unwrap();
        let tried: Vec<Outcome> = view.tried.into_iter().map(|t| t.outcome).collect();
        assert_eq!((tried, view.device), (vec![Outcome::failed(phase, cause)], None), "{why}");
    }
    greeting.abort();
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_tells_how_far_it_is_and_asks_nothing_more_once_it_is_ended() {
    let bench = Bench::start().await;
    bench.open_vault().await;
    let mut logins = Vec::new();
    for n in 0..10 {
        let community = bench.secret(&format!("horse {n}")).await.unwrap();
        logins.push(Login::V2c { community });
    }
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let look = SnmpLook { port, look: 7, ..bench.look(logins, None) };
    let desk = Arc::clone(&bench.desk);
    let looking = tokio::spawn(async move { desk.snmp_look(look).await.unwrap() });
    let one = OneLook { look: 7 };
    let second = async {
        loop {
            let now = bench.desk.snmp_look_now(one).await.unwrap();
            if now.login == 2 {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let now = tokio::time::timeout(Duration::from_secs(60), second).await.expect("it goes on");
    assert_eq!(now, LookView { login: 2, of: 10, reading: false });

    bench.desk.snmp_look_stop(OneLook { look: 8 }).await.unwrap();
    assert_eq!(bench.desk.snmp_look_now(one).await.unwrap().of, 10, "because that was another");
    bench.desk.snmp_look_stop(one).await.unwrap();
    let view = tokio::time::timeout(Duration::from_secs(60), looking).await.unwrap().unwrap();
    assert_eq!(view, SnmpView { tried: vec![], device: None });
    assert_eq!(bench.desk.snmp_look_now(one).await.unwrap(), LookView::default());
    let mut packet = [0; 2_048];
    while silent.try_recv(&mut packet).is_ok() {}
    // The third login would have begun by now, and the first been tried again.
    let more = tokio::time::timeout(Duration::from_millis(1_600), silent.recv(&mut packet)).await;
    assert!(more.is_err(), "because nothing more is asked");
    bench.desk.stop().await;
}

/// An agent that tells everybody its SNMPv3 engine (RFC 3414 §4), and says nothing else.
async fn greeter() -> (SocketAddr, JoinHandle<()>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at = socket.local_addr().unwrap();
    let greeting = tokio::spawn(async move {
        let mut packet = vec![0; 65_535];
        loop {
            let (size, from) = socket.recv_from(&mut packet).await.unwrap();
            if let Some(report) = report(&packet[..size]) {
                socket.send_to(&report, from).await.unwrap();
            }
        }
    });
    (at, greeting)
}

/// The report of an engine that was not named in a message of SNMPv3 (RFC 3412 §6).
fn report(message: &[u8]) -> Option<Vec<u8>> {
    let mut message = ber::Reader(ber::Reader(message).expect(ber::tag::SEQUENCE)?);
    if message.integer()? != 3 {
        return None;
    }
    let id = ber::Reader(message.expect(ber::tag::SEQUENCE)?).integer()?;
    let integer = |n: i128| ber::number(ber::tag::INTEGER, n);
    let octets = |octets: &[u8]| ber::element(ber::tag::OCTETS, octets);
    let sequence = |parts: &[Vec<u8>]| ber::element(ber::tag::SEQUENCE, &parts.concat());
    let engine = octets(&[0x80, 0, 0x1f, 0x88, 4, 1, 2, 3]);
    let head = sequence(&[integer(id.into()), integer(65_507), octets(&[0]), integer(3)]);
    let (boots, time) = (integer(1), integer(60));
    let user = sequence(&[engine.clone(), boots, time, octets(b""), octets(b""), octets(b"")]);
    let unknown_engines = Oid::from([1, 3, 6, 1, 6, 3, 15, 1, 1, 4, 0]);
    let said = sequence(&[ber::binding(&unknown_engines, &Value::Counter32(1))]);
    let pdu = ber::element(0xa8, &[integer(0), integer(0), integer(0), said].concat());
    Some(sequence(&[integer(3), head, octets(&user), sequence(&[engine, octets(b""), pdu])]))
}

fn tcp(port: u16) -> Sketch {
    let (timeout, connect) = (Span::seconds(3), Limits::NONE);
    Sketch::usual(CheckSpec::Tcp(TcpSpec { port, timeout, connect }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_goes_to_many_nodes_at_once_and_can_be_taken_back() {
    let bench = Bench::start().await;
    let nodes = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(NodeDraft::at).to_vec();
    let added = NodesAdd { nodes, checks: vec![tcp(22).spec], gateways: vec![] };
    let nodes = bench.desk.nodes_add(added).await.unwrap();
    let own = Policy { every: Some(Span::minutes(5)), ..Policy::default() };
    let web = Sketch { name: "web".into(), own, ..tcp(443) };
    let template = Template { name: "server".into(), checks: vec![tcp(22), web] };
    let settings = Settings {
        name: "Osaka".into(),
        templates: vec![template.clone(), Template { checks: vec![tcp(0)], ..template.clone() }],
        ..Settings::default()
    };
    let refused = bench.desk.settings_put(settings.clone().into()).await.unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["templates.1.checks.0.spec.port", "templates.1.name"]);
    let settings = Settings { templates: vec![template.clone()], ..settings };
    let kept = bench.desk.settings_put(settings.into()).await.unwrap();
    assert_eq!(kept.templates, std::slice::from_ref(&template));

    let all = ChecksAdd { nodes: nodes.clone(), checks: template.checks };
    let checks = bench.desk.checks_add(all.clone()).await.unwrap();
    assert_eq!(checks.len(), 3, "because each node has the first of the two already");
    let of_node = |frame: &Frame, node| {
        let mut all: Vec<_> = frame.checks.iter().filter(|c| c.node == node).cloned().collect();
        all.sort_by_key(|check| check.id);
        all
    };
    let frame = bench.frame().await;
    for node in &nodes {
        let [_, web] = of_node(&frame, *node).try_into().unwrap();
        assert_eq!((web.name.as_str(), web.every), ("web", Span::minutes(5)));
    }
    let again = bench.desk.checks_add(all).await.unwrap();
    assert_eq!(again, [], "because they have all of them by now");
    bench.desk.checks_drop(Checks { checks: checks.clone() }).await.unwrap();
    assert_eq!(bench.frame().await.checks.len(), 3, "because only what was added went");
    let gone = bench.desk.checks_drop(Checks { checks }).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_tried_before_it_is_kept_and_counts_without_a_restart() {
    let bench = Bench::start().await;
    bench.open_vault().await;
    let community = bench.secret("right horse").await.unwrap();
    let login = Login::V2c { community };
    let access = Access::usual(bench.agent.address().port(), login.clone());
    let node = NodeDraft { snmp: Some(access), ..NodeDraft::at("127.0.0.1") };
    let added = NodesAdd { nodes: vec![node], checks: vec![], gateways: vec![] };
    let node = bench.desk.nodes_add(added).await.unwrap()[0];
    let text = |model: &str| {
        format!(
            "name = \"Ours\"\n\n[[match]]\ndescr = '^Linux nas'\npresent = [\"1.3.6.1.2.1.1\"]\n\
             object_id = [\"1.3\"]\nnot_descr = 'nowhere'\n\n[[model]]\n{model}\n"
        )
    };
    let attempt = |text: String| ProfileTry { name: "ours".into(), text, node };
    let tried = bench.desk.profile_try(attempt(text("pattern = 'x'"))).await.unwrap();
    assert_eq!(tried.wrong.len(), 1, "{tried:?}");
    assert_eq!(tried.wrong[0].line, 9, "because a source needs something to read");
    assert_eq!(tried.device, None, "because nobody was asked");
    let good = text("text = \"Box of ours\"");
    let tried = bench.desk.profile_try(attempt(good.clone())).await.unwrap();
    assert_eq!((tried.wrong.len(), tried.fits), (0, true), "{tried:?}");
    let model = tried.device.unwrap().described.model;
    assert_eq!(model.as_deref(), Some("Box of ours"));
    assert_eq!(bench.desk.profiles(Nothing {}).await.unwrap().own, [], "because it was only tried");

    let put = |text: &str| ProfilePut { name: "ours".into(), text: text.into() };
    let kept = bench.desk.profile_put(put(&good)).await.unwrap();
    assert_eq!((kept.own[0].name.as_str(), kept.own[0].wrong.len()), ("ours", 0));
    let look = async || {
        let view = bench.desk.snmp_look(bench.look(vec![login.clone()], None)).await.unwrap();
        view.device.unwrap().described.model
    };
    assert_eq!(look().await.as_deref(), Some("Box of ours"), "because it counts from now on");
    let file = std::path::Path::new(&kept.folder).join("ours.toml");
    std::fs::write(&file, text("text = \"Another\"")).unwrap();
    assert_eq!(look().await.as_deref(), Some("Another"), "because any editor may write it");
    std::fs::write(&file, "nmae = \"Ours\"\n").unwrap();
    let told = bench.desk.profiles(Nothing {}).await.unwrap();
    assert_eq!(told.own[0].wrong[0].line, 1);
    assert_ne!(look().await.as_deref(), Some("Another"), "because it costs only that file");
    let odd = ProfilePut { name: "../ours".into(), text: String::new() };
    assert_eq!(bench.desk.profile_put(odd).await.unwrap_err().code, Code::Fields);
    let gone = bench.desk.profile_drop(ProfileNamed { name: "ours".into() }).await.unwrap();
    assert_eq!(gone.own, []);
    let ours = bench.desk.profile_text(ProfileNamed { name: "linux".into() }).await.unwrap();
    assert!(ours.contains("[[match]]"));
    bench.desk.stop().await;
}

/// The recordings are not ours to ship; where there are none the test says so.
fn recordings() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("HINOMI_DEVICES") {
        return Some(folder.into());
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/devices");
    beside.is_dir().then_some(beside)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_proposed_for_recorded_devices_can_be_measured() {
    let Some(folder) = recordings() else {
        println!(
            "SKIPPED what_is_proposed_for_recorded_devices_can_be_measured: no recordings; HINOMI_DEVICES names their folder"
        );
        return;
    };
    let mut shelf = Shelf::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "snmprec") {
            let text = std::fs::read(&path).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            shelf.insert(name, Recording::read(&String::from_utf8_lossy(&text)));
        }
    }
    let shelf = Arc::new(shelf);
    let replay = Replay::start(Arc::clone(&shelf)).await.unwrap();
    let net = Net::open().await;
    let (mut specs, mut measured, mut misses) = (0, 0, Vec::new());
    let (mut devices, mut readings, mut watchable) = (0, 0, 0);
    for (name, recording) in shelf.iter() {
        let view: View = recording.rows().iter().cloned().collect();
        let device = understand(&view, Profiles::built_in());
        let proposals = propose(&device, &view);
        devices += usize::from(proposals.len() > 1);
        let shares = [&device.cpu_percent, &device.memory_percent, &device.storage_percent];
        let sources = shares.into_iter().flatten().map(|s| (&s.source, s.value));
        let sources = sources.chain(device.sensors.iter().map(|s| (&s.source, s.value)));
        for (source, value) in sources {
            readings += 1;
            let again = source.as_ref().and_then(|s| s.value(&view));
            watchable +=
                usize::from(again.is_some_and(|v| (v - value).abs() <= 0.01 * value.abs() + 0.01));
        }
        let credentials = Credentials::V2c(Secret::new(name.as_str()));
        let patience = Patience { timeout: Duration::from_secs(2), retries: 1, at_once: 2 };
        let session = net.snmp.session(replay.address(), credentials, patience).unwrap();
        for proposal in proposals.iter().filter(|p| p.usual).take(40) {
            let agent = Agent {
                session: session.clone(),
                past: Past::default(),
                steady: Duration::from_secs(1),
            };
            let target =
                Target { agent: Some(agent), ..Target::at(Address::parse("127.0.0.1").unwrap()) };
            let outcome = probe(&proposal.spec, &target, &net).await;
            specs += 1;
            // A battery that says it is low has been measured, too.
            let said = matches!(&outcome, Outcome::Failed { cause: Cause::Says { .. }, .. });
            if said || matches!(outcome, Outcome::Measured { .. }) {
                measured += 1;
            } else {
                misses.push(format!("{name}: {:?} {outcome:?}", proposal.spec));
            }
        }
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!(
        "{devices} of {} devices have more than their agent to watch; {watchable} of {readings} readings ({:.1} %) can be read again; {measured} of {specs} usual checks ({:.1} %) measured",
        shelf.len(),
        percent(watchable, readings),
        percent(measured, specs)
    );
    misses.iter().take(20).for_each(|miss| println!("{miss}"));
    assert!(percent(measured, specs) >= 99.0, "because what is proposed is there");
    assert!(percent(watchable, readings) >= 90.0, "because what is understood can be watched");
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_around_asks_agents_with_the_logins_of_the_site_and_knows_who_is_known() {
    let bench = Bench::start().await;
    let shelf = Shelf::from([("right horse".to_owned(), Recording::read(SERVER))]);
    let Ok(_agent) = Replay::start_at(([127, 0, 9, 1], 161).into(), shelf).await else {
        println!("SKIPPED: an agent at its usual port needs root");
        return;
    };
    let begun = bench.sweep("127.0.9.1-2").await;
    assert_eq!(begun.snmp, ScanSnmp::NoLogins, "because the site has none yet");
    assert!(begun.found.iter().all(|found| found.snmp.is_none()));

    bench.open_vault().await;
    let wrong = Login::V2c { community: bench.secret("wrong horse").await.unwrap() };
    let right = Login::V2c { community: bench.secret("right horse").await.unwrap() };
    let logins = vec![wrong, right.clone()];
    let settings = Settings { name: "Osaka".into(), logins, ..Settings::default() };
    bench.desk.settings_put(settings.into()).await.unwrap();
    let swept = bench.sweep("127.0.9.1-2").await;
    assert_eq!((swept.snmp, swept.agents, swept.agents_done), (ScanSnmp::Asked, 1, 1));
    let [nas, other] = swept.found.as_slice() else { panic!("{swept:?}") };
    let access = nas.snmp.clone().expect("its agent let us in");
    assert_eq!((access.port, &access.login), (161, &right), "because the first login was not");
    assert_eq!((nas.name.as_deref(), nas.known, &other.snmp), (Some("nas"), None, &None));
    assert!(nas.clues.iter().any(|clue| clue.text == "Linux nas 6.1.0"), "{nas:?}");
    let json = serde_json::to_string(&swept).unwrap();
    assert!(!json.contains("horse"), "because secrets stay in the vault");

    let draft =
        NodeDraft { snmp: Some(access), name: "big nas".into(), ..NodeDraft::at("127.0.9.1") };
    let add = NodesAdd { nodes: vec![draft], checks: Vec::new(), gateways: Vec::new() };
    let ids = bench.desk.nodes_add(add).await.unwrap();
    let again = bench.sweep("127.0.9.1").await;
    assert_eq!(again.found.len(), 1);
    assert_eq!(again.found[0].known, Some(ids[0]));
    let renamed = ScanDifference::Renamed { to: "nas".into() };
    assert_eq!(again.found[0].differences, [renamed], "because people call it big nas");
    let elsewhere = bench.sweep_without("127.0.9.1-9", "127.0.9.3-9").await;
    assert_eq!(elsewhere.of, 2, "because seven are left alone");
    let nothing = ScanStart { cidrs: vec!["127.0.9.1".into()], exclude: vec!["127.0.9.1".into()] };
    let refused = bench.desk.scan_start(nothing).await.unwrap_err();
    assert_eq!(refused.fields[0].field, "exclude");
}
