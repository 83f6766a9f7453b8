//! Watching a site, writing into its incidents, and proving that nobody changed them.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::Value;
use sqlx::{Connection, Row, SqliteConnection};
use support::Ground;

/// A site whose nodes are gone: the demo's, without the demo.
fn ruins() -> Ground {
    let ground = Ground::new();
    ground.done(&[
        "demo", "--silent", "--nodes", "5", "--scene", "calm", "--for", "1s", "--speed", "10",
        "--site", "a.hinomi",
    ]);
    ground
}

#[test]
fn watching_tells_everything_in_json_and_ends_in_order() {
    let ground = ruins();
    let mut watch = ground.start(&["watch", "a.hinomi", "--json", "--silent", "--for", "300s"]);
    let started = watch.line().expect("the first line");
    assert_eq!(started["event"], "started", "because that is the first line");
    assert_eq!(started["nodes"], 5);
    let opened = watch.until(|l| l["event"] == "incident" && l["what"] == "opened");
    let fields = ["at", "incident", "node", "node_name", "check", "grade", "since", "evidence"];
    assert!(fields.iter().all(|f| !opened[*f].is_null()), "{opened}");

    // While one Hinomi watches, the others read and say why they do not write.
    let second = ground.refused(1, &["watch", "a.hinomi", "--silent", "--for", "5s"]);
    assert!(second.contains("another Hinomi (process"), "{second}");
    let id = opened["incident"].to_string();
    let ack = ground.refused(1, &["incident", "a.hinomi", "ack", &id]);
    assert!(ack.contains("another Hinomi"), "{ack}");
    ground.refused(1, &["site", "add", "a.hinomi", "10.0.0.1"]);
    assert_eq!(ground.json(&["site", "list", "a.hinomi", "--json"]).len(), 5);
    let open = ground.json(&["incident", "a.hinomi", "list", "--open", "--json"]);
    assert!(!open.is_empty() && open.iter().all(|i| i["resolved"].is_null()), "{open:?}");

    let health = watch.until(|l| l["event"] == "health");
    for field in ["at", "probes", "failed", "unable", "per_second", "late_ms", "in_flight"] {
        assert!(health[field].is_number(), "because the health line says {field}: {health}");
    }
    assert!(!cfg!(target_os = "linux") || health["rss"].as_u64().is_some_and(|b| b > 1 << 20));
    let (rest, code) = watch.terminate();
    assert_eq!(code, 0, "because being asked to end is no failure");
    let summary = rest.last().unwrap();
    assert_eq!(summary["event"], "summary", "because that is the last line");
    assert!(summary["failed"].as_u64() > Some(0) && summary["unable"] == 0, "{summary}");
    assert!(rest.iter().any(|l| l["event"] == "gap" && l["reason"] == "not_running"), "{rest:?}");
    assert!(!ground.path("a.hinomi-wal").exists(), "because the site was closed in good order");
}

#[test]
fn the_default_site_is_made_once_and_opened_again() {
    let ground = Ground::new();
    let watch = ["watch", "--default", "--json", "--silent", "--for", "500ms"];
    let (first, second) = (ground.json(&watch), ground.json(&watch));
    assert_eq!(first[0]["site"], second[0]["site"], "because it is the site opened last");
    let human = ground.run(&["watch", "--default", "--silent", "--for", "300ms"]);
    assert!(
        human.err.contains("hinomi scan --site"),
        "because an empty site wants nodes: {}",
        human.err
    );
    assert!(human.out.contains("Watching") && human.out.contains("Watched for"), "{}", human.out);
}

#[test]
fn people_finish_incidents_from_the_terminal() {
    let ground = ruins();
    let past = ground.json(&["incident", "a.hinomi", "list", "--json"]);
    let id = past.iter().find(|i| i["node_name"] == "printer-1f").expect("of the past")["id"]
        .to_string();
    let by = ["--by", "Suzuki"];
    let incident =
        |args: &[&str]| ground.json(&[&["incident", "a.hinomi"], args, &["--json"], &by].concat());
    incident(&["note", &id, "paper jam, as always"]);
    assert_eq!(incident(&["ack", &id, "mine"])[0]["acknowledged"]["by"], "Suzuki");
    let closed = incident(&["close", &id, "--cause", "paper", "--prevention", "better paper"]);
    assert_eq!(closed[0]["closed"]["cause"], "paper");
    let said = ground.refused(1, &["incident", "a.hinomi", "close", &id, "--cause", "again"]);
    assert!(said.contains("closed already"), "{said}");
    ground.refused(1, &["incident", "a.hinomi", "ack", "999"]);
    let log = ground.json(&["incident", "a.hinomi", "show", &id, "--json"]);
    let whats: Vec<&Value> =
        log.iter().filter(|l| l["author"] == "operator").map(|l| &l["what"]).collect();
    assert_eq!(whats, ["note", "acknowledged", "closed"]);
    let words = ground.done(&["incident", "a.hinomi", "show", &id]);
    assert!(words.contains("paper jam") && words.contains("Suzuki"), "{words}");
    assert!(ground.done(&["incident", "a.hinomi", "list"]).contains("closed"));
    assert!(ground.done(&["verify", "a.hinomi"]).contains("every log fits"));
}

/// Takes the locks off the log, as somebody with a database tool could, and puts them back on.
async fn tamper(path: &std::path::Path) {
    let url = format!("sqlite://{}", path.display());
    let mut db = SqliteConnection::connect(&url).await.unwrap();
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entries'";
    let locks = sqlx::query(sql).fetch_all(&mut db).await.unwrap();
    assert!(!locks.is_empty(), "because the file itself guards its logs");
    for lock in &locks {
        let drop = format!("DROP TRIGGER {}", lock.get::<String, _>(0));
        sqlx::raw_sql(sqlx::AssertSqlSafe(drop)).execute(&mut db).await.unwrap();
    }
    sqlx::raw_sql("DELETE FROM entries WHERE incident_id = 1 AND seq = 2")
        .execute(&mut db)
        .await
        .unwrap();
    for lock in locks {
        let again = lock.get::<String, _>(1);
        sqlx::raw_sql(sqlx::AssertSqlSafe(again)).execute(&mut db).await.unwrap();
    }
    db.close().await.unwrap();
}

#[test]
fn a_log_that_was_changed_afterwards_does_not_verify() {
    let ground = ruins();
    let fine = ground.json(&["verify", "a.hinomi", "--json"]);
    assert_eq!(fine.last().unwrap()["broken"], 0);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(tamper(&ground.path("a.hinomi")));
    let ran = ground.run(&["verify", "a.hinomi", "--json"]);
    assert_eq!(ran.code, 1, "because a line is missing: {}{}", ran.out, ran.err);
    let broken = support::object(ran.out.lines().next().unwrap());
    assert_eq!((&broken["incident"], &broken["broken_at"]), (&1.into(), &2.into()));
    let words = ground.run(&["verify", "a.hinomi"]);
    assert!(words.out.contains("Incident 1: entry 2"), "{}", words.out);
}
