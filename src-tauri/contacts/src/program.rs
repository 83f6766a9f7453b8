//! Letters to programs: the letter as JSON on standard input and its words as `HINOMI_…` in the
//! environment. No shell reads any of it.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use hinomi_model::{Program, Sent, Span, Why};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use crate::letter::Letter;
use crate::{Means, missed};

/// A program is given this long at most.
const LONGEST: Duration = Duration::from_secs(30);
/// Octets of its output that are kept; the rest is read and let go.
const MOST: usize = 4_096;
/// After a program ended, something it left running may still hold its output; longer we do not wait.
const GRACE: Duration = Duration::from_millis(200);
/// Octets one word may have in the environment.
const MOST_WORD: usize = 32_768;

pub(crate) async fn send(
    letter: &Letter,
    program: &Program,
    means: &Means<'_>,
    limit: Duration,
) -> Sent {
    if !means.approved.contains(program) {
        return missed(Why::NotApproved, None);
    }
    match run(letter, program, limit.min(LONGEST)).await {
        Ok(proof) => Sent::Delivered { proof },
        Err(why) => missed(why, None),
    }
}

async fn run(letter: &Letter, program: &Program, limit: Duration) -> Result<String, Why> {
    let not_started = |error: std::io::Error| Why::NotStarted { detail: error.to_string() };
    let mut command = Command::new(&program.path);
    command
        .args(&program.args)
        .envs(environment(letter))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn().map_err(not_started)?;
    let family = Family::of(&child);
    let letter = serde_json::Value::from(letter.words()).to_string();
    let ended = tokio::time::timeout(limit, to_its_end(&mut child, letter)).await;
    let Ok(ended) = ended else {
        drop(family);
        let limit = Span(i64::try_from(limit.as_millis()).unwrap_or(i64::MAX));
        return Err(Why::TookTooLong { limit });
    };
    family.may_live();
    let (status, said) = ended.map_err(not_started)?;
    match status.success() {
        true => Ok(format!("0 {said}").trim_end().to_owned()),
        false => Err(Why::Ended { code: status.code(), said }),
    }
}

/// The words of a letter as variables. A NUL cannot stand there.
fn environment(letter: &Letter) -> impl Iterator<Item = (String, String)> {
    letter.words().into_iter().filter_map(|(name, value)| {
        let text = match value {
            serde_json::Value::Null => return None,
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        let end = text.floor_char_boundary(MOST_WORD);
        Some((format!("HINOMI_{}", name.to_uppercase()), text[..end].replace('\0', "")))
    })
}

/// Feeds a program, listens to it and waits for it. Returns how it ended and its first line.
async fn to_its_end(
    child: &mut Child,
    letter: String,
) -> Result<(ExitStatus, String), std::io::Error> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let status = {
        let feed = async {
            if let Some(mut stdin) = stdin {
                // A program need not care for the letter.
                let _ = stdin.write_all(letter.as_bytes()).await;
            }
        };
        let talk = async { tokio::join!(feed, listen(stdout, &mut out), listen(stderr, &mut err)) };
        tokio::pin!(talk);
        let mut quiet = false;
        let status = loop {
            tokio::select! {
                _ = &mut talk, if !quiet => quiet = true,
                status = child.wait() => break status?,
            }
        };
        if !quiet {
            let _ = tokio::time::timeout(GRACE, talk).await;
        }
        status
    };
    let (out, err) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    let line = out.lines().chain(err.lines()).map(str::trim).find(|line| !line.is_empty());
    Ok((status, hinomi_model::words::tame(line.unwrap_or_default(), 190)))
}

/// Reads to the end and keeps the beginning.
async fn listen(from: Option<impl AsyncRead + Unpin>, kept: &mut Vec<u8>) {
    let Some(mut from) = from else { return };
    let mut piece = [0; 1024];
    while let Ok(n @ 1..) = from.read(&mut piece).await {
        kept.extend(&piece[..n.min(MOST - kept.len())]);
    }
}

/// A program and whatever it started; ended together when this is dropped.
struct Family {
    #[cfg(unix)]
    group: Option<nix::unistd::Pid>,
}

impl Family {
    #[cfg(unix)]
    fn of(child: &Child) -> Family {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Family { group: id.map(nix::unistd::Pid::from_raw) }
    }

    /// Elsewhere only the program itself is ended, by `kill_on_drop`.
    #[cfg(not(unix))]
    fn of(_: &Child) -> Family {
        Family {}
    }

    /// It ended by itself: what it left running on purpose is none of our business.
    fn may_live(self) {
        std::mem::forget(self);
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group {
            // It may have ended this very moment.
            let _ = nix::sys::signal::killpg(group, nix::sys::signal::Signal::SIGKILL);
        }
    }
}
