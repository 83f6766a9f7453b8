//! Programs: told by standard input and environment, bounded, ended with all they started.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hinomi_model::sent::{Sent, Why};
use hinomi_model::{Program, Span, Way};
use support::{Kit, LIMIT, letter};

struct Shop {
    folder: tempfile::TempDir,
    kit: Kit,
}

impl Shop {
    async fn new() -> Shop {
        Shop { folder: tempfile::tempdir().unwrap(), kit: Kit::new().await }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn script(&self, body: &str, args: &[&str]) -> Program {
        let path = self.at("program");
        write_program(
            &path,
            &format!("#!/bin/sh\ncd '{}'\n{body}\n", self.folder.path().display()),
        );
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        Program { path: path.to_str().unwrap().into(), args }
    }

    async fn run_within(&mut self, body: &str, args: &[&str], limit: Duration) -> Sent {
        let program = self.script(body, args);
        self.kit.approved = vec![program.clone()];
        self.kit.send_within(&letter(), &Way::Program(program), limit).await
    }

    async fn run(&mut self, body: &str, args: &[&str]) -> Sent {
        self.run_within(body, args, LIMIT).await
    }
}

/// Writes a program by another one. Written by this process, it could not be run while a child that
/// another test forks meanwhile still holds it open for writing ("Text file busy").
fn write_program(path: &Path, text: &str) {
    let mut writer = Command::new("sh");
    writer.args(["-c", "cat > \"$0\" && chmod 700 \"$0\""]).arg(path).stdin(Stdio::piped());
    let mut writer = writer.spawn().unwrap();
    writer.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(writer.wait().unwrap().success());
}

#[tokio::test]
async fn a_program_hears_the_letter_and_its_first_line_is_the_proof() {
    let mut shop = Shop::new().await;
    let body = "cat > heard\nenv > env\necho\necho \"ticket $HINOMI_INCIDENT $HINOMI_GRADE\"";
    let sent = shop.run(body, &[]).await;
    assert_eq!(sent, Sent::Delivered { proof: "0 ticket 12 critical".into() });
    let heard: serde_json::Value =
        serde_json::from_slice(&std::fs::read(shop.at("heard")).unwrap()).unwrap();
    assert_eq!(heard["title"], letter().title.as_str());
    assert_eq!((&heard["about"], &heard["reason"]), (&"incident".into(), &"opened".into()));
    let env = std::fs::read_to_string(shop.at("env")).unwrap();
    assert!(env.contains(&format!("HINOMI_ID={}\n", letter().id)), "because duplicates are known");
    assert!(env.contains("HINOMI_SITE=本社 3F\n") && env.contains("HINOMI_OVER=false\n"));
}

#[tokio::test]
async fn arguments_are_what_they_are_and_no_shell_reads_them() {
    let mut shop = Shop::new().await;
    let args = ["$(touch broken)", "; touch broken", "a b", "", "火の見"];
    let sent = shop.run("printf '<%s>' \"$@\"", &args).await;
    let proof = "0 <$(touch broken)><; touch broken><a b><><火の見>".to_owned();
    assert_eq!(sent, Sent::Delivered { proof });
    assert!(!shop.at("broken").exists());
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_with_all_it_started() {
    let mut shop = Shop::new().await;
    let started = Instant::now();
    // Long enough to begin on a busy machine.
    let limit = Duration::from_secs(2);
    let body = "sleep 300 & echo $! > child\necho $$ > own\nwait";
    let sent = shop.run_within(body, &[], limit).await;
    assert_eq!(sent, Sent::Deferred { why: Why::TookTooLong { limit: Span(2_000) }, after: None });
    assert!(started.elapsed() < Duration::from_secs(60), "because it would sleep for 300 s");
    for name in ["own", "child"] {
        let id = std::fs::read_to_string(shop.at(name)).unwrap();
        assert!(is_gone(id.trim()).await, "because {name} was ended, too");
    }
}

/// Gone, or a corpse that waits for its parent.
async fn is_gone(id: &str) -> bool {
    for _ in 0..100 {
        let stat = std::fs::read_to_string(Path::new("/proc").join(id).join("stat"));
        match stat {
            Ok(stat) if !stat.contains(") Z ") => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(_) | Err(_) => return true,
        }
    }
    false
}

#[tokio::test]
async fn what_a_program_leaves_running_on_purpose_is_not_waited_for() {
    let mut shop = Shop::new().await;
    let started = Instant::now();
    let sent = shop.run("sleep 60 &\necho $! > child\necho started", &[]).await;
    assert_eq!(sent, Sent::Delivered { proof: "0 started".into() });
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    let child = std::fs::read_to_string(shop.at("child")).unwrap();
    let lives = Path::new("/proc").join(child.trim()).exists();
    assert!(lives, "because that is its own business");
    Command::new("kill").arg(child.trim()).status().unwrap();
}

#[tokio::test]
async fn how_a_program_ends_says_whether_to_try_again() {
    let mut shop = Shop::new().await;
    for (code, again) in [(1, true), (75, true), (64, false), (78, false), (255, true)] {
        let sent = shop.run(&format!("echo no >&2\nexit {code}"), &[]).await;
        let why = Why::Ended { code: Some(code), said: "no".into() };
        let want = if again { Sent::Deferred { why, after: None } } else { Sent::Refused { why } };
        assert_eq!(sent, want);
    }
    let sent = shop.run("kill -9 $$", &[]).await;
    let why = Why::Ended { code: None, said: String::new() };
    assert_eq!(sent, Sent::Deferred { why, after: None });
}

#[tokio::test]
async fn floods_are_read_and_let_go() {
    let mut shop = Shop::new().await;
    let body = "head -c 20000000 /dev/zero | tr '\\0' x\nhead -c 20000000 /dev/zero >&2";
    let Sent::Delivered { proof } = shop.run(body, &[]).await else { panic!("it ends well") };
    assert!(proof.starts_with("0 xxxx") && proof.chars().count() <= 200, "{proof}");
    let mut deaf = letter();
    deaf.body = "火".repeat(200_000);
    let program = shop.script("exit 0", &[]);
    shop.kit.approved = vec![program.clone()];
    let sent = shop.kit.send(&deaf, &Way::Program(program)).await;
    assert!(sent.is_delivered(), "because a program need not listen: {sent:?}");
}

#[tokio::test]
async fn a_program_runs_only_as_it_was_approved_on_this_pc() {
    let mut shop = Shop::new().await;
    let program = shop.script("touch ran", &["one"]);
    let mut other = program.clone();
    other.args = vec!["two".into()];
    shop.kit.approved = vec![other];
    let sent = shop.kit.send(&letter(), &Way::Program(program)).await;
    assert_eq!(sent, Sent::Refused { why: Why::NotApproved });
    assert!(!shop.at("ran").exists(), "because a site file from elsewhere may name anything");
    let program = Program { path: "/no/such/program".into(), args: vec![] };
    shop.kit.approved = vec![program.clone()];
    let sent = shop.kit.send(&letter(), &Way::Program(program)).await;
    assert!(matches!(&sent, Sent::Refused { why: Why::NotStarted { .. } }), "{sent:?}");
}
