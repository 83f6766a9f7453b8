//! A spoken sentence: speech-dispatcher's `spd-say` on Linux, `say` on macOS, SAPI through
//! PowerShell on Windows.
//!
//! No shell reads the words. Where the program takes them on its standard input they go there; where
//! it does not they stand behind `--`, so that a node called `-rf` is a word and no option.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::{Speech, words};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Characters spoken at most; longer sentences are not listened to.
const MOST: usize = 200;
/// After this a sentence is cut off.
const LIMIT: Duration = Duration::from_secs(20);
/// Octets kept of what the program complains about.
const COMPLAINT: u64 = 1_000;

/// How a program takes its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// speech-dispatcher's client.
    SpdSay,
    /// macOS' own.
    Say,
    /// Windows' own, through PowerShell.
    Sapi,
}

/// A sentence to be spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// The words.
    pub(crate) words: String,
    /// Their language.
    pub(crate) language: Language,
}

/// Sentences that wait for those before them; what is older than that is no news.
pub(crate) const WAITING: usize = 3;

/// Is this worth a spoken word? Trouble is; that it is over can be read.
pub(crate) fn is_spoken(reason: Reason) -> bool {
    match reason {
        Reason::Opened | Reason::Worsened | Reason::Reminder | Reason::Escalated => true,
        Reason::Resolved
        | Reason::FlappingBegan
        | Reason::FlappingEnded
        | Reason::VantageLost
        | Reason::VantageBack
        | Reason::GatewayChanged
        | Reason::AddressDisputed
        | Reason::Stranger
        | Reason::Test => false,
    }
}

/// Speaks one sentence after the other, until cancelled; says how that went.
pub(crate) async fn run(
    mut sentences: mpsc::Receiver<Sentence>,
    said: watch::Sender<Speech>,
    cancel: CancellationToken,
) {
    while let Some(Some(next)) = cancel.run_until_cancelled(sentences.recv()).await {
        let spoken = speak(&next.words, next.language);
        let Some(speech) = cancel.run_until_cancelled(spoken).await else { return };
        if let Speech::Nothing | Speech::Failed { .. } = &speech {
            tracing::warn!(?speech, "a sentence was not spoken");
        }
        said.send_replace(speech);
    }
}

async fn speak(sentence: &str, language: Language) -> Speech {
    let Some(speaker) = Speaker::find() else { return Speech::Nothing };
    match speaker.say(sentence, language).await {
        Ok(()) => Speech::Spoken { by: speaker.program.display().to_string() },
        Err(why) => Speech::Failed { why },
    }
}

/// Speaks a sentence about nothing, to hear whether this PC can.
pub async fn test(language: Language) -> Speech {
    let sentence = match language {
        Language::En => "This is Hinomi. Trouble will sound like this.",
        Language::Ja => "Hinomiです。障害が発生すると、このようにお知らせします。",
    };
    speak(sentence, language).await
}

/// What speaks on this PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    program: PathBuf,
    manner: Manner,
}

/// Speaks with Windows' own voice, in the language of the first argument if there is one that does.
const SAPI: &str = "Add-Type -AssemblyName System.Speech; \
    [Console]::InputEncoding = [Text.Encoding]::UTF8; \
    $s = New-Object System.Speech.Synthesis.SpeechSynthesizer; \
    try { $s.SelectVoiceByHints('NotSet', 'NotSet', 0, $env:HINOMI_SPEAK_IN) } catch {}; \
    $s.Speak([Console]::In.ReadToEnd())";

impl Speaker {
    /// What speaks on this PC, if anything does.
    pub fn find() -> Option<Speaker> {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
        Speaker::find_in(&folders)
    }

    fn find_in(folders: &[PathBuf]) -> Option<Speaker> {
        let (name, manner) = match std::env::consts::OS {
            "macos" => ("say", Manner::Say),
            "windows" => ("powershell.exe", Manner::Sapi),
            _ => ("spd-say", Manner::SpdSay),
        };
        let full = folders.iter().filter(|folder| folder.is_absolute());
        let program = full.map(|folder| folder.join(name)).find(|path| path.is_file())?;
        Some(Speaker { program, manner })
    }

    /// The program that speaks.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Says a sentence, and waits until it was said: `Err` with what was in the way. Dropped, it
    /// falls silent.
    pub async fn say(&self, sentence: &str, language: Language) -> Result<(), String> {
        let sentence = words::tame(sentence, MOST);
        let spoken = self.speak(&sentence, language);
        match tokio::time::timeout(LIMIT, spoken).await {
            Ok(said) => said.map_err(|error| error.to_string())?,
            Err(_) => Err("it did not end within 20 s".into()),
        }
    }

    async fn speak(
        &self,
        sentence: &str,
        language: Language,
    ) -> Result<Result<(), String>, std::io::Error> {
        let mut child = self.command(sentence, language).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // One that does not care for it says so when it ends.
            let _ = stdin.write_all(sentence.as_bytes()).await;
        }
        let mut complaint = Vec::new();
        if let Some(stderr) = child.stderr.take() {
            stderr.take(COMPLAINT).read_to_end(&mut complaint).await?;
        }
        let ended = child.wait().await?;
        if ended.success() {
            return Ok(Ok(()));
        }
        let complaint = String::from_utf8_lossy(&complaint);
        let line = complaint.lines().map(str::trim).find(|line| !line.is_empty());
        let why = line.map_or_else(|| ended.to_string(), |line| words::tame(line, 200));
        Ok(Err(why))
    }

    fn command(&self, sentence: &str, language: Language) -> Command {
        let tag = match language {
            Language::En => "en",
            Language::Ja => "ja",
        };
        let mut command = Command::new(&self.program);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.kill_on_drop(true);
        match self.manner {
            Manner::SpdSay => {
                command.args(["--wait", "--language", tag, "--", sentence]);
            }
            Manner::Say => {
                command.args(["-f", "-"]).stdin(Stdio::piped());
            }
            Manner::Sapi => {
                command.args(["-NoProfile", "-NonInteractive", "-Command", SAPI]);
                command.env("HINOMI_SPEAK_IN", tag).stdin(Stdio::piped());
            }
        }
        command
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;

    use super::*;

    /// A folder with a program that writes down its arguments, one per line.
    fn folder(script: &str) -> (tempfile::TempDir, Speaker) {
        let folder = tempfile::tempdir().expect("a folder to write in");
        let path = folder.path().join("spd-say");
        let said = folder.path().join("said");
        let script = format!(
            "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\" >> {}; done\n{script}",
            said.display()
        );
        write_program(&path, &script);
        let speaker = Speaker { program: path, manner: Manner::SpdSay };
        (folder, speaker)
    }

    /// Writes a program by another one. Written by this process, it could not be run while a child
    /// that another test forks meanwhile still holds it open for writing ("Text file busy").
    fn write_program(path: &Path, text: &str) {
        let mut writer = std::process::Command::new("sh");
        writer.args(["-c", "cat > \"$0\" && chmod 700 \"$0\""]).arg(path).stdin(Stdio::piped());
        let mut writer = writer.spawn().expect("every Unix has a shell");
        let mut stdin = writer.stdin.take().expect("it is piped");
        stdin.write_all(text.as_bytes()).expect("it reads");
        drop(stdin);
        assert!(writer.wait().expect("it ends").success());
    }

    #[tokio::test]
    async fn words_are_one_argument_and_never_an_option() {
        let (folder, speaker) = folder("");
        let sentence = "--output=/etc/passwd; $(reboot) \u{202e}is down\n-x";
        speaker.say(sentence, Language::Ja).await.unwrap();
        let said = std::fs::read_to_string(folder.path().join("said")).unwrap();
        let lines: Vec<&str> = said.lines().collect();
        let words = "--output=/etc/passwd; $(reboot)  is down -x";
        assert_eq!(lines, ["--wait", "--language", "ja", "--", words]);
    }

    #[tokio::test]
    async fn a_sentence_is_bounded_and_what_is_in_the_way_is_told() {
        let (folder, speaker) = folder("echo 'Failed to connect to Speech Dispatcher' >&2; exit 1");
        let why = speaker.say(&"very ".repeat(1_000), Language::En).await.unwrap_err();
        assert_eq!(why, "Failed to connect to Speech Dispatcher");
        let said = std::fs::read_to_string(folder.path().join("said")).unwrap();
        assert!(said.lines().last().unwrap().chars().count() <= MOST + 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_nothing_speaks_nothing_is_found() {
        let (folder, speaker) = folder("");
        let here = [folder.path().to_owned()];
        assert_eq!(Speaker::find_in(&here), Some(speaker));
        let nowhere = tempfile::tempdir().unwrap();
        assert_eq!(Speaker::find_in(&[nowhere.path().to_owned()]), None);
        assert_eq!(
            Speaker::find_in(&[PathBuf::from(".")]),
            None,
            "because a folder one happens to stand in is no place for programs"
        );
    }
}
