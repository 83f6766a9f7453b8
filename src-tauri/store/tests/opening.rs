//! What happens when a site file, or something else, is opened.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hinomi_model::{NodeId, Settings, Stamp};
use hinomi_store::{Batch, Edit, ReadOnly, Site, SiteError};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// Everything in a folder: names and hashes.
fn folder(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    let mut all: Vec<_> = entries
        .map(|e| {
            let content = std::fs::read(e.path()).unwrap_or_default();
            (e.file_name().to_string_lossy().into_owned(), Sha256::digest(content).to_vec())
        })
        .collect();
    all.sort();
    all
}

fn names(dir: &Path) -> Vec<String> {
    folder(dir).into_iter().map(|(name, _)| name).collect()
}

/// A folder with one good site of some nodes in it, closed.
async fn site() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.hinomi");
    let settings = Settings { name: "事務所".into(), ..Settings::default() };
    let site = Site::create(&path, &settings).await.unwrap();
    let edits = (1..200).map(|n| Edit::PutNode(support::node(n))).collect();
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    site.close().await;
    (dir, path)
}

/// Opening must fail, by whichever way, and leave everything as it was.
async fn refused(dir: &Path, path: &Path) -> SiteError {
    let before = folder(dir);
    let error = Site::open(path).await.expect_err("because it is no site we can open");
    assert_eq!(folder(dir), before, "because what is refused ({error}) is left untouched");
    let other = Site::open_read_only(path).await.expect_err("because reading is refused as well");
    assert_eq!(folder(dir), before, "because reading leaves it untouched too");
    assert_eq!(
        std::mem::discriminant(&error),
        std::mem::discriminant(&other),
        "because the reason is the same however it is opened ({error} / {other})"
    );
    error
}

#[tokio::test]
async fn a_site_is_made_closed_and_opened_again_and_leaves_one_file() {
    let (dir, path) = site().await;
    assert_eq!(names(dir.path()), ["office.hinomi"], "because closing tidies up");
    let site = Site::open(&path).await.unwrap();
    assert_eq!(site.read_only(), None, "because nobody else has it");
    let loaded = site.load().await.unwrap();
    assert_eq!((loaded.settings.name.as_str(), loaded.nodes.len()), ("事務所", 199));
    site.close().await;
    assert_eq!(names(dir.path()), ["office.hinomi"]);
}

#[tokio::test]
async fn the_file_says_whose_it_is() {
    let (_dir, path) = site().await;
    let head = std::fs::read(&path).unwrap();
    assert_eq!(&head[68..72], b"Hino", "because application_id tells file(1)");
    assert_eq!(head[60..64], 11_u32.to_be_bytes(), "because user_version is the format");
    match Command::new("file").arg("-b").arg(&path).output() {
        Ok(said) => {
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            assert!(
                said.contains("1214869103"),
                "because file(1) prints the application id: {said}"
            );
        }
        Err(e) => eprintln!("NOT RUN: file(1) is not here ({e})"),
    }
}

#[tokio::test]
async fn creating_refuses_what_is_there_and_leaves_it() {
    let (dir, path) = site().await;
    let before = folder(dir.path());
    let error = Site::create(&path, &Settings::default()).await.unwrap_err();
    assert!(matches!(error, SiteError::Exists { .. }), "{error}");
    assert_eq!(folder(dir.path()), before);
    let nowhere = dir.path().join("no/such/folder.hinomi");
    let error = Site::create(&nowhere, &Settings::default()).await.unwrap_err();
    assert!(matches!(error, SiteError::Missing { .. }), "{error}");
}

#[tokio::test]
async fn what_is_not_there_or_a_folder_says_so() {
    let (dir, _) = site().await;
    let missing = refused(dir.path(), &dir.path().join("none.hinomi")).await;
    assert!(matches!(missing, SiteError::Missing { .. }), "{missing}");
    let folder = refused(dir.path(), dir.path()).await;
    assert!(matches!(folder, SiteError::Folder { .. }), "{folder}");
}

#[tokio::test]
async fn what_is_not_a_site_says_so() {
    let (dir, path) = site().await;
    let good = std::fs::read(&path).unwrap();
    let with = |at: usize, bytes: &[u8]| {
        let mut file = good.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    for (what, content) in [
        ("empty", vec![]),
        ("a text", b"to be or not to be".to_vec()),
        ("half a header", good[..50].to_vec()),
        ("another program's database", with(68, b"GPKG")),
        ("a database of nobody", with(68, &[0; 4])),
    ] {
        let other = dir.path().join("other.hinomi");
        std::fs::write(&other, content).unwrap();
        let error = refused(dir.path(), &other).await;
        assert!(matches!(error, SiteError::NotASite { .. }), "{what}: {error}");
    }
}

#[tokio::test]
async fn a_newer_a_cut_and_a_damaged_site_each_say_so() {
    let (dir, path) = site().await;
    let good = std::fs::read(&path).unwrap();
    let other = dir.path().join("other.hinomi");

    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&1_000_u32.to_be_bytes());
    std::fs::write(&other, newer).unwrap();
    let error = refused(dir.path(), &other).await;
    assert!(matches!(error, SiteError::Newer { found: 1_000, .. }), "{error}");

    for keep in [200, good.len() / 2, good.len() - 1] {
        std::fs::write(&other, &good[..keep]).unwrap();
        let error = refused(dir.path(), &other).await;
        assert!(matches!(error, SiteError::Truncated { .. }), "{keep} bytes: {error}");
    }

    for at in (4_096..good.len()).step_by(3 * 4_096) {
        let mut bad = good.clone();
        bad[at..at + 300].fill(0xa5);
        std::fs::write(&other, bad).unwrap();
        let error = refused(dir.path(), &other).await;
        assert!(matches!(error, SiteError::Damaged { .. }), "page at {at}: {error}");
    }
}

#[tokio::test]
async fn a_site_with_a_trigger_of_somebody_else_is_refused() {
    let (dir, path) = site().await;
    let mut conn = raw(&path).await;
    let sql = "CREATE TRIGGER t AFTER INSERT ON hot BEGIN DELETE FROM nodes; END; PRAGMA wal_checkpoint(TRUNCATE)";
    sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    sqlx::Connection::close(conn).await.unwrap();
    let error = refused(dir.path(), &path).await;
    assert!(
        matches!(error, SiteError::Damaged { .. }),
        "because it would run when we write: {error}"
    );
}

async fn raw(path: &Path) -> sqlx::SqliteConnection {
    use sqlx::ConnectOptions;
    sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap()
}

#[tokio::test]
async fn a_hostile_row_is_an_error_that_names_it() {
    for (sql, table) in [
        ("UPDATE nodes SET body = '{' WHERE id = 7", "nodes"),
        ("UPDATE nodes SET body = hex(zeroblob(3000000)) WHERE id = 7", "nodes"),
        ("UPDATE nodes SET body = printf('%.*c', 200000, '[') WHERE id = 7", "nodes"),
        (
            "INSERT INTO states SELECT 1, '7' FROM checks; UPDATE nodes SET id = -7 WHERE id = 7; INSERT INTO pins VALUES (-7, 0, 0)",
            "pins",
        ),
    ] {
        let (_dir, path) = site().await;
        let mut conn = raw(&path).await;
        sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
        sqlx::Connection::close(conn).await.unwrap();
        let site = Site::open(&path).await.unwrap();
        let error = site.load().await.expect_err("because a row is bad");
        let SiteError::BadRow { table: named, row, .. } = &error else { panic!("{error}") };
        assert_eq!(*named, table, "{error}");
        assert!(row.contains('7'), "because the row is named: {error}");
    }
}

#[tokio::test]
async fn the_second_opener_reads_only_and_knows_who_writes() {
    let (dir, path) = site().await;
    let first = Site::open(&path).await.unwrap();
    let link = dir.path().join("link.hinomi");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let second = Site::open(&link).await.unwrap();
    let pid = Some(std::process::id());
    assert_eq!(
        second.read_only(),
        Some(&ReadOnly::OtherHinomi { pid }),
        "because a link is no other site"
    );
    let error = second.commit(&Batch::default()).await.unwrap_err();
    assert!(matches!(error, SiteError::ReadOnly), "{error}");

    let before = second.data_version().await.unwrap();
    assert_eq!(second.data_version().await.unwrap(), before, "because nothing happened");
    let heartbeat = Some(Stamp(42));
    first.commit(&Batch { heartbeat, ..Batch::default() }).await.unwrap();
    assert_ne!(second.data_version().await.unwrap(), before, "because the other one wrote");
    assert_eq!(
        second.load().await.unwrap().heartbeat,
        heartbeat,
        "because it sees what is written"
    );

    first.close().await;
    second.close().await;
    let third = Site::open(&path).await.unwrap();
    assert_eq!(third.read_only(), None, "because the writer is gone");
}

#[tokio::test]
async fn reading_only_leaves_one_file() {
    let (dir, path) = site().await;
    let before = folder(dir.path());
    let site = Site::open_read_only(&path).await.unwrap();
    assert_eq!(site.read_only(), Some(&ReadOnly::Asked));
    assert_eq!(site.load().await.unwrap().nodes.len(), 199);
    site.close().await;
    assert_eq!(
        folder(dir.path()),
        before,
        "because nothing was changed and nothing is left behind"
    );
}

#[tokio::test]
async fn a_closed_site_says_that_it_is() {
    let (_dir, path) = site().await;
    let site = Site::open(&path).await.unwrap();
    let other = site.clone();
    site.close().await;
    assert!(matches!(other.load().await, Err(SiteError::Closed)));
    assert!(matches!(
        other.commit(&Batch { heartbeat: Some(Stamp(1)), ..Batch::default() }).await,
        Err(SiteError::Closed)
    ));
}

// -- What needs another process ---------------------------------------------------------------

const CHILD: &str = "HINOMI_STORE_TEST_FILE";

fn child(test: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped());
    command
}

/// Reads the child's lines until one begins with this word; what follows it.
fn hear(child: &mut Child, word: &str) -> String {
    use std::io::BufRead;
    let out = child.stdout.as_mut().unwrap();
    for line in std::io::BufReader::with_capacity(1, out).lines() {
        if let Some(rest) = line.unwrap().split_once(word) {
            return rest.1.trim().to_owned();
        }
    }
    panic!("the child ended without saying {word:?}");
}

#[tokio::test]
#[ignore = "the child of the tests that kill"]
async fn child_commits_until_killed() {
    let site = Site::open(std::env::var(CHILD).unwrap()).await.unwrap();
    assert_eq!(site.read_only(), None);
    for n in 1_i64.. {
        let samples = (1..=30).map(|check| support::measured(check, n, 0.25)).collect();
        let edits = vec![Edit::PutNode(support::node(1_000 + n as u32))];
        let batch = Batch { samples, edits, heartbeat: Some(Stamp(n)), ..Batch::default() };
        site.commit(&batch).await.unwrap();
        println!("stored {n}");
    }
}

#[tokio::test]
async fn after_kill_9_the_file_opens_and_only_the_last_commit_may_be_missing() {
    let (dir, path) = site().await;
    for round in 0..3 {
        let mut writer = child("child_commits_until_killed", &path).spawn().unwrap();
        let mut told = 0;
        while told < 40 * (round + 1) {
            told = hear(&mut writer, "stored").parse().unwrap();
        }
        let other = Site::open(&path).await.unwrap();
        let pid = Some(writer.id());
        assert_eq!(
            other.read_only(),
            Some(&ReadOnly::OtherHinomi { pid }),
            "because the child writes"
        );
        drop(other);
        writer.kill().unwrap();
        writer.wait().unwrap();
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut writer.stdout.take().unwrap(), &mut rest).unwrap();
        let told = rest
            .lines()
            .filter_map(|l| l.split_once("stored ")?.1.parse().ok())
            .next_back()
            .unwrap_or(told);

        let site = Site::open(&path).await.unwrap();
        assert_eq!(site.read_only(), None, "because the lock of a killed process is none");
        let loaded = site.load().await.unwrap();
        let beat = loaded.heartbeat.unwrap().0;
        assert!(beat == told || beat == told + 1, "because of {told} told, {beat} are there");
        let samples =
            site.samples(hinomi_model::CheckId(7), Stamp(0), Stamp(i64::MAX), 1).await.unwrap();
        assert_eq!(samples[0].at, Stamp(beat), "because a commit is whole");
        assert!(
            loaded.nodes.iter().any(|n| n.id == NodeId(1_000 + beat as u32)),
            "because a commit is whole"
        );
        site.close().await;
    }
    assert_eq!(names(dir.path()), ["office.hinomi"], "because the next close tidies up");
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "the child of the test with another user"]
async fn child_opens_what_it_may_not_write() {
    let path = PathBuf::from(std::env::var(CHILD).unwrap());
    let site = Site::open(&path).await.unwrap();
    println!("said {:?} {}", site.read_only(), site.load().await.unwrap().nodes.len());
    site.close().await;
    let secret = path.with_file_name("secret.hinomi");
    println!("refused {}", Site::open(secret).await.unwrap_err());
    let made = Site::create(path.with_file_name("new.hinomi"), &Settings::default()).await;
    println!("made {}", made.unwrap_err());
}

/// As root there is nothing we may not write, so a child looks with nobody's eyes.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let (dir, path) = site().await;
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap()
    };
    let secret = dir.path().join("secret.hinomi");
    std::fs::copy(&path, &secret).unwrap();
    mode(&secret, 0o000);
    mode(&path, 0o444);
    mode(dir.path(), 0o555);
    let before = folder(dir.path());
    let mut command = child("child_opens_what_it_may_not_write", &path);
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    if id.starts_with(b"0\n") {
        // The test binary may lie where nobody may go: it is copied to where they may.
        let copy = tempfile::tempdir().unwrap();
        mode(copy.path(), 0o755);
        let program = copy.path().join("test");
        std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        mode(&program, 0o755);
        command = child("child_opens_what_it_may_not_write", &path);
        let mut as_nobody = Command::new(&program);
        as_nobody
            .args(command.get_args())
            .env(CHILD, &path)
            .uid(65_534)
            .gid(65_534)
            .current_dir("/");
        let said = as_nobody.output().unwrap();
        check_said(&String::from_utf8_lossy(&said.stdout));
    } else {
        check_said(&String::from_utf8_lossy(&command.output().unwrap().stdout));
    }
    assert_eq!(folder(dir.path()), before, "because it was only read");
    mode(dir.path(), 0o755);

    fn check_said(said: &str) {
        assert!(
            said.contains("said Some(NotWritable) 199"),
            "because it is read, with the reason: {said}"
        );
        assert!(said.contains("secret.hinomi: permission denied"), "{said}");
        assert!(said.contains("new.hinomi: permission denied"), "{said}");
    }
}
