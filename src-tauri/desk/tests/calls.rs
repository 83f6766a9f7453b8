//! The window's calls against the real store, engine and network of this PC (loopback only).

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::time::Duration;

use hinomi_desk::{Hinomi, Keeping, Start};
use hinomi_engine::Voice;
use hinomi_model::contact::{Program, Way};
use hinomi_model::draft::NodeDraft;
use hinomi_model::sent::{Sent, Why};
use hinomi_model::settings::Language;
use hinomi_model::{
    Arrangement, CheckSpec, Grade, MaintenanceWindow, MapId, Plan, Schedule, Scope, SettingsDraft,
    SiteMap, Span, Stamp, WindowId,
};
use hinomi_net::Net;
use hinomi_store::Site;
use hinomi_wire::calls::Desk;
use hinomi_wire::frame::Frame;
use hinomi_wire::views::*;
use hinomi_wire::{Call, Code, Failure};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;

struct Bench {
    desk: Arc<Hinomi>,
    folder: TempDir,
}

async fn bench() -> Bench {
    let folder = TempDir::new().unwrap();
    let keeping = Keeping::at(Some(folder.path().join("preferences.json")));
    let desk = Arc::new(Hinomi::new(Net::open().await, keeping, Voice::Silent));
    Bench { desk, folder }
}

impl Bench {
    async fn with_site() -> Bench {
        let bench = bench().await;
        let path = bench.folder.path().join("site.hinomi").display().to_string();
        bench.desk.site_new(SiteNew { path, name: "Osaka".into() }).await.expect("a site is made");
        bench
    }

    async fn pull(&self, since: &Frame) -> Frame {
        let since = Since { epoch: since.epoch.clone(), seq: since.seq, wait: Span::seconds(5) };
        self.desk.changes(since).await.expect("a frame")
    }

    async fn fresh(&self) -> Frame {
        let since = Since { epoch: String::new(), seq: 0, wait: Span::ZERO };
        self.desk.changes(since).await.expect("a frame")
    }

    /// Pulls change after change until it is so; what takes a minute hangs. Gives the last of them.
    async fn until(&self, since: &Frame, what: &str, mut is: impl FnMut(&Frame) -> bool) -> Frame {
        let mut last = since.clone();
        let pulling = async {
            while !is(&last) {
                last = self.pull(&last).await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(60), pulling).await;
        assert!(found.is_ok(), "because {what}: {last:?}");
        last
    }

    async fn add(&self, address: &str) -> hinomi_model::NodeId {
        let nodes = vec![NodeDraft::at(address)];
        let wanted = NodesAdd { nodes, checks: CheckSpec::proposed(), gateways: vec![] };
        self.desk.nodes_add(wanted).await.expect("a node is added")[0]
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_approved_program_is_still_approved_after_a_restart_of_hinomi() {
    let bench = Bench::with_site().await;
    let path = bench.folder.path().join("site.hinomi");
    let program = Program { path: "/bin/echo".into(), args: vec!["heard".into()] };
    let tried = async |desk: &Hinomi| {
        let way = Way::Program(program.clone());
        desk.way_try(WayTry { way, language: Language::En }).await.expect("it is tried")
    };
    let refused = |sent: &Sent| matches!(sent, Sent::Refused { why: Why::NotApproved });
    let before = tried(&bench.desk).await;
    assert!(refused(&before), "because nobody has approved it yet: {before:?}");
    bench.desk.program_approve(program.clone()).await.expect("it is approved");
    bench.desk.stop().await;

    let keeping = Keeping::at(Some(bench.folder.path().join("preferences.json")));
    let again = Hinomi::new(Net::open().await, keeping, Voice::Silent);
    again.start(Start::File(path)).await;
    let after = tried(&again).await;
    assert_eq!(after, Sent::Delivered { proof: "0 heard".into() });
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_is_watched_within_seconds_of_being_added() {
    let bench = Bench::with_site().await;
    let frame = bench.fresh().await;
    assert!(frame.fresh && frame.nodes.is_empty());
    assert_eq!(frame.settings.as_ref().map(|s| s.name.as_str()), Some("Osaka"));
    let node = bench.add("127.0.0.1").await;
    let (mut well, mut seen_node) = (false, false);
    let watched = |frame: &Frame| {
        seen_node |= frame.nodes.iter().any(|n| n.id == node);
        well |= frame.states.iter().any(|s| s.state.grade() == Some(Grade::Ok));
        well && seen_node
    };
    let frame = bench.until(&frame, "this PC answers itself", watched).await;
    assert!(frame.health.probes > 0 && frame.health.failed == 0, "{:?}", frame.health);
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_hinomi_reads_and_says_why() {
    let bench = Bench::with_site().await;
    bench.add("127.0.0.1").await;
    let path = bench.folder.path().join("site.hinomi");
    let other = Hinomi::new(Net::open().await, Keeping::at(None), Voice::Silent);
    let view = other.open(&path).await.expect("it opens");
    assert!(view.read_only.is_some(), "because the first one writes it: {view:?}");
    let since = Since { epoch: String::new(), seq: 0, wait: Span::ZERO };
    let frame = other.changes(since).await.expect("a frame");
    assert_eq!(frame.nodes.len(), 1);
    assert!(!frame.health.watching);
    let refused = other.nodes_drop(Nodes { nodes: vec![frame.nodes[0].id] }).await;
    assert_eq!(refused.map_err(|f| f.code), Err(Code::ReadOnly));
    bench.add("127.0.0.2").await;
    let since = Since { epoch: frame.epoch, seq: frame.seq, wait: Span::seconds(10) };
    let frame = other.changes(since).await.expect("a frame");
    assert_eq!(frame.nodes.len(), 2, "because it follows what the first one writes");
    bench.desk.stop().await;
    let view = other.open(&path).await.expect("it opens again");
    assert_eq!(view.read_only, None, "because nobody writes it any more");
    assert!(other.engine().await.is_ok());
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once_and_nothing_is_changed() {
    let bench = Bench::with_site().await;
    let bad = NodeDraft { name: "x".repeat(200), ..NodeDraft::at("not an address") };
    let wanted = NodesAdd { nodes: vec![bad], checks: vec![], gateways: vec![] };
    let failure: Failure = bench.desk.nodes_add(wanted).await.unwrap_err();
    assert_eq!(failure.code, Code::Fields);
    let fields: Vec<&str> = failure.fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["nodes.0.address", "nodes.0.name"]);
    assert!(bench.fresh().await.nodes.is_empty());
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_service_becomes_an_incident_people_can_write_into() {
    let bench = Bench::with_site().await;
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let spec = hinomi_model::check::TcpSpec {
        port,
        timeout: Span(500),
        connect: hinomi_model::Limits::NONE,
    };
    let nodes = vec![NodeDraft::at("127.0.0.1")];
    let added = bench.desk.nodes_add(NodesAdd { nodes, checks: vec![], gateways: vec![] }).await;
    let node = added.expect("added")[0];
    let draft = hinomi_model::draft::CheckDraft {
        every: Span::seconds(1),
        patience: hinomi_model::Patience {
            doubt_every: Span(500),
            ..hinomi_model::Patience::METRIC
        },
        ..hinomi_model::draft::CheckDraft::usual(node, CheckSpec::Tcp(spec))
    };
    bench.desk.check_put(draft).await.expect("the check is kept");
    let frame = bench.fresh().await;
    let opened = |frame: &Frame| !frame.incidents.is_empty();
    let frame = bench.until(&frame, "three refusals are an incident", opened).await;
    let incident = frame.incidents[0].id;
    let text = |text: &str| IncidentText { incident, text: text.into() };
    let text_of = "on my way".to_owned();
    let taken = IncidentTaken { incident, text: text_of, sticky: false, until: None };
    bench.desk.incident_acknowledge(taken).await.expect("acknowledged");
    bench.desk.incident_note(text("restarting the service")).await.expect("noted");
    let close = IncidentClose { incident, cause: "c".into(), prevention: "p".into() };
    let refused = bench.desk.incident_close(close.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::StillGoingOn, "because it is still going on");
    let socket = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let over = |f: &Frame| f.incidents.iter().any(|i| i.id == incident && i.resolved.is_some());
    let frame = bench.until(&frame, "the service answers again", over).await;
    drop(socket);
    bench.desk.incident_close(close).await.expect("now it can be closed");
    let story = bench.desk.incident(OneIncident { incident }).await.expect("the story");
    assert_eq!(story.broken_at, None);
    assert!(story.incident.closed.is_some() && story.incident.acknowledged.is_some());
    assert_eq!(
        story.notifications.len(),
        2,
        "because it was told when it began and when it was over"
    );
    let report = bench.desk.report(ReportWanted {
        unreachable_is_down: false,
        from: story.incident.started - Span::minutes(60),
        until: frame.now,
        language: hinomi_model::settings::Language::Ja,
        format: ReportFormat::Html,
    });
    assert_eq!(report.await.expect("a report").mime, "text/html");
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quality_without_echoes_is_not_called_good() {
    let bench = Bench::with_site().await;
    let node = bench.add("127.0.0.1").await;
    let mut frame = bench.fresh().await;
    let quality = frame.checks.iter().find(|c| matches!(c.spec, CheckSpec::Quality(_))).unwrap().id;
    let refused = bench.desk.check_now(OneCheck { check: quality }).await;
    assert_eq!(refused.map_err(|f| f.code), Err(Code::NothingToProbe));
    let draft = NodeDraft { id: Some(node), ..NodeDraft::at("127.0.0.2") };
    bench.desk.node_put(draft).await.expect("it is kept");
    frame = bench.fresh().await;
    let state = frame.states.iter().find(|s| s.check == quality).map(|s| s.state);
    assert_eq!(state.and_then(|s| s.grade()), None, "because nothing was judged yet");
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_travel_as_json_and_so_do_their_answers() {
    let bench = Bench::with_site().await;
    let call: Call =
        serde_json::from_str(r##"{"call":"markdown","with":{"text":"# A\n<script>x</script>"}}"##)
            .expect("a call");
    let reply = hinomi_wire::answer(&*bench.desk, call).await.expect("an answer");
    assert!(reply.get().contains("<h1>") && !reply.get().contains("script"), "{reply}");
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_cannot_be_opened_at_the_start_is_named_with_its_reason() {
    let bench = bench().await;
    let gone = bench.folder.path().join("gone.hinomi");
    bench.desk.start(Start::File(gone.clone())).await;
    let hello = bench.desk.hello(Nothing {}).await.expect("an answer");
    let not_opened = hello.not_opened.expect("because it is not there");
    assert_eq!(not_opened.path, gone.display().to_string());
    assert_eq!(not_opened.failure.code, Code::Missing);
    assert!(not_opened.failure.words(Language::Ja).contains("ファイルなし"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_site_is_refused_and_the_open_one_stays() {
    let bench = Bench::with_site().await;
    let text = bench.folder.path().join("letter.hinomi");
    std::fs::write(&text, "dear sir or madam").unwrap();
    let refused = bench.desk.open(&text).await.unwrap_err();
    assert_eq!(refused.code, Code::NotOurs);
    assert_eq!(std::fs::read_to_string(&text).unwrap(), "dear sir or madam");
    assert!(bench.desk.now().await.is_ok(), "because what was open is still open");
    tokio::time::timeout(Duration::from_secs(10), bench.desk.stop()).await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_never_be_stored_keeps_nothing_else_out() {
    let bench = Bench::with_site().await;
    let gone = bench.add("127.0.0.1").await;
    let file = bench.folder.path().join("site.hinomi");
    let other = SqliteConnectOptions::new().filename(&file).busy_timeout(Duration::from_secs(5));
    let mut other = other.connect().await.expect("the file opens beside us");
    let behind_our_back = sqlx::query("DELETE FROM nodes WHERE id = ?").bind(gone.0);
    behind_our_back.execute(&mut other).await.expect("the row goes");
    let quality = CheckSpec::proposed().remove(1);
    let draft = hinomi_model::draft::CheckDraft::usual(gone, quality);
    bench.desk.check_put(draft).await.expect("the engine knows the node still");
    let next = bench.add("127.0.0.2").await;
    let health = bench.fresh().await.health;
    assert!(health.put_aside > 0, "because a check cannot be without its node: {health:?}");
    assert_eq!(health.trouble, None, "because everything else is stored");
    bench.desk.stop().await;
    let nodes = Site::open_read_only(&file).await.unwrap().load().await.unwrap().nodes;
    assert_eq!(nodes.iter().map(|n| n.id).collect::<Vec<_>>(), [next]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_says_when_it_would_be_on_before_it_is_planned() {
    let bench = Bench::with_site().await;
    let lasts = Span::minutes(60);
    let like = |schedule| MaintenanceWindow {
        id: WindowId(0),
        name: String::new(),
        scope: Scope::Site,
        schedule,
        by: String::new(),
        made: Stamp(0),
        begun: None,
    };
    let cron = |cron: &str| like(Schedule::Cron { cron: cron.into(), lasts });
    let times = bench.desk.window_preview(cron("0 2 * * 1-5")).await.expect("it has no name yet");
    assert_eq!(times.len(), 5, "because five are enough to see what was meant");
    assert!(times.is_sorted_by_key(|span| span.from) && times.iter().all(|s| s.until > s.from));
    let refused = bench.desk.window_preview(cron("at two")).await.expect_err("no such pattern");
    assert_eq!(refused.fields[0].field, "schedule.cron", "because the form shows it there");
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_judged_whole_and_nothing_is_kept_of_wrong_ones() {
    let bench = Bench::with_site().await;
    let before = bench.fresh().await.settings.expect("the settings");
    let text = r#"{"call":"settings_put","with":{"name":" ","remind":1,
        "canaries":["192.0.2.1","not an address",""],"ladder":[{"after":0,"to":[],"on_duty":false}],
        "mail":{"host":"no host","port":0,"security":"none","user":"tower","password":7,
        "from":"nobody"}}}"#;
    let call: Call = serde_json::from_str(text).expect("a call, whatever is in it");
    let refused = hinomi_wire::answer(&*bench.desk, call).await.unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|e| e.field.as_str()).collect();
    let want = [
        "name",
        "remind",
        "canaries.1",
        "canaries.2",
        "ladder.0.to",
        "mail.host",
        "mail.port",
        "mail.security",
        "mail.from",
        "mail.password",
    ];
    assert_eq!(fields, want, "because everything wrong is said at once");
    assert_eq!(bench.fresh().await.settings, Some(before.clone()));
    let canaries = vec!["192.0.2.1".into(), " Dns.Example.JP ".into()];
    let draft = SettingsDraft { canaries, ..before.into() };
    let kept = bench.desk.settings_put(draft).await.expect("they are good");
    let canaries: Vec<String> = kept.canaries.iter().map(ToString::to_string).collect();
    assert_eq!(canaries, ["192.0.2.1", "dns.example.jp"]);
    bench.desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_is_made_changed_and_removed_with_its_plan() {
    let bench = Bench::with_site().await;
    let node = bench.add("127.0.0.1").await;
    let png = "iVBORw0KGgoAAAANSUhEUg==";
    let file = |content: &str| PlanFile { name: "2f.png".into(), content: content.into() };
    let refused = bench.desk.plan_put(file("PHN2Zz4=")).await.unwrap_err();
    assert_eq!(refused.code, Code::CutShort, "because markup is no picture");
    let image = bench.desk.plan_put(file(png)).await.expect("a picture is kept");
    let mut map = SiteMap {
        id: MapId(0),
        name: "2F".into(),
        arrangement: Arrangement::Grid,
        groups: vec![],
        nodes: vec![node, hinomi_model::NodeId(999)],
        pins: vec![],
        folded: vec![],
        plan: Some(Plan { image, x: 0.0, y: 0.0, width: 500.0, opacity: 0.4 }),
    };
    map.id = bench.desk.map_put(map.clone()).await.expect("a map is made");
    let frame = bench.fresh().await;
    assert_eq!(frame.maps.len(), 1);
    assert_eq!(frame.maps[0].nodes, [node], "because the other one does not exist");
    let back = bench.desk.plan(OneMap { map: map.id }).await.expect("its picture");
    assert_eq!((back.mime.as_str(), back.content.as_str()), ("image/png", png));
    let nameless = SiteMap { name: String::new(), ..map.clone() };
    let refused = bench.desk.map_put(nameless).await.unwrap_err();
    assert_eq!(refused.fields[0].field, "name");
    bench.desk.map_drop(OneMap { map: map.id }).await.expect("it goes");
    let gone = bench.desk.map_put(map).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound, "because what was removed is not made again unasked");
    bench.desk.stop().await;
}
