//! The real program at work: a site file, `hinomi watch` on it, and what it says line by line.

use std::io::{BufRead, BufReader};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_engine::core::Core;
use hinomi_engine::{Granted, Wish};
use hinomi_model::draft::NodeDraft;
use hinomi_model::{CheckSpec, NodeId, Stamp};
use hinomi_store::Site;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;

/// The program: what `HINOMI_CLI` names, else the one built beside this test.
pub fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("HINOMI_CLI") {
        return named.into();
    }
    let own = std::env::current_exe().expect("we are running");
    let beside = own.ancestors().map(|folder| folder.join("hinomi-cli")).find(|p| p.is_file());
    beside.expect("build it first: cargo build -p hinomi-cli")
}

/// A site file of its own, gone when dropped.
#[derive(Debug)]
pub struct SiteFile {
    folder: TempDir,
}

impl SiteFile {
    /// Makes a site in which nothing is watched yet.
    pub fn empty() -> SiteFile {
        SiteFile::with(Vec::<String>::new())
    }

    /// Makes a site with these addresses, watched as proposed.
    pub fn with<A: ToString>(addresses: impl IntoIterator<Item = A>) -> SiteFile {
        SiteFile::made(tempfile::tempdir(), addresses)
    }

    /// The same beside this program, where what is written goes to a disk: temporary files of the
    /// system may live in memory.
    pub fn on_disk<A: ToString>(addresses: impl IntoIterator<Item = A>) -> SiteFile {
        let own = std::env::current_exe().expect("we are running");
        let here = own.parent().expect("a program is in a folder");
        SiteFile::made(tempfile::tempdir_in(here), addresses)
    }

    fn made<A: ToString>(
        folder: std::io::Result<TempDir>,
        addresses: impl IntoIterator<Item = A>,
    ) -> SiteFile {
        let site = SiteFile { folder: folder.expect("there is room for a folder") };
        hinomi(&["site", "new", site.text(), "--name", "Lab"]);
        let addresses: Vec<String> = addresses.into_iter().map(|a| a.to_string()).collect();
        for some in addresses.chunks(1_000) {
            let words: Vec<&str> = some.iter().map(String::as_str).collect();
            hinomi(&[&["site", "add", site.text()], &words[..]].concat());
        }
        site
    }

    /// Changes it as people do, while nobody watches it; gives what was made.
    pub fn change(&self, wishes: impl IntoIterator<Item = Wish>) -> Vec<Granted> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(async {
            let site = Site::open(self.path()).await.expect("the file opens");
            let loaded = site.load().await.expect("it can be read");
            let mut core = Core::read(loaded, Vec::new(), Vec::new());
            let now = Clock::start().now();
            let wish = |wish| core.wish(wish, now).expect("what is wished is in order");
            let granted = wishes.into_iter().map(wish).collect();
            site.commit(&core.take().batch).await.expect("it can be stored");
            site.close().await;
            granted
        })
    }

    /// Adds nodes by name and address, watched as proposed.
    pub fn add(&self, nodes: impl IntoIterator<Item = (String, Ipv4Addr)>) -> Vec<NodeId> {
        let draft = |(name, address): (String, Ipv4Addr)| NodeDraft {
            name,
            ..NodeDraft::at(&address.to_string())
        };
        let nodes = nodes.into_iter().map(draft).collect();
        let checks = CheckSpec::proposed();
        match &self.change([Wish::AddNodes { nodes, checks, gateways: Vec::new() }])[..] {
            [Granted::Nodes(ids)] => ids.clone(),
            other => panic!("because nodes were wished: {other:?}"),
        }
    }

    /// Draws links: from a node, or from this PC, to each of others.
    pub fn link(&self, from: Option<NodeId>, to: &[NodeId]) {
        self.change(to.iter().map(|to| Wish::PutLink(from, *to)));
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("lab.hinomi")
    }

    /// Octets it takes on disk, with its log.
    pub fn size(&self) -> u64 {
        let files = std::fs::read_dir(self.folder()).into_iter().flatten().flatten();
        files.filter_map(|file| file.metadata().ok()).map(|m| m.len()).sum()
    }

    /// The folder it is alone in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn text(&self) -> &'static str {
        // Leaked once per test, so that it can stand among literal words.
        Box::leak(self.path().display().to_string().into_boxed_str())
    }
}

/// Runs a command of the program to its end and gives what it printed.
pub fn hinomi(words: &[&str]) -> String {
    let output = Command::new(program()).args(words).env("LANG", "C.UTF-8").output();
    let output = output.expect("the program can be run");
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "hinomi {}: {why}", words[..words.len().min(4)].join(" "));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A line of `watch --json`.
#[derive(Debug, Clone)]
pub struct Line {
    /// When we read it.
    pub read: Stamp,
    /// What it says.
    pub says: Value,
}

impl Line {
    /// A word in it; empty if it is not there.
    pub fn text(&self, key: &str) -> &str {
        self.says[key].as_str().unwrap_or_default()
    }

    /// A number in it.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.says[key].as_f64()
    }

    /// Is it this event?
    pub fn is(&self, event: &str) -> bool {
        self.text("event") == event
    }
}

#[derive(Debug, Default)]
struct Heard {
    lines: Vec<Line>,
    ended: bool,
}

/// `hinomi watch --json` under way; killed when dropped.
#[derive(Debug)]
pub struct Watching {
    child: Child,
    heard: Arc<(Mutex<Heard>, Condvar)>,
}

impl Watching {
    /// Starts watching a site with this command for the program (see [`program`]; a namespace may
    /// stand before it). With `silent` nobody's desktop is bothered.
    pub fn start(mut command: Command, site: &SiteFile, silent: bool) -> Watching {
        command.arg("watch").arg(site.path()).arg("--json").args(silent.then_some("--silent"));
        let output = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = output.expect("the program can be run");
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let heard = Arc::<(Mutex<Heard>, Condvar)>::default();
        let told = Arc::clone(&heard);
        std::thread::spawn(move || {
            let clock = Clock::start();
            for text in lines.map_while(Result::ok) {
                let says = serde_json::from_str(&text).unwrap_or(Value::Null);
                told.0
                    .lock()
                    .expect("no reader panics")
                    .lines
                    .push(Line { read: clock.now(), says });
                told.1.notify_all();
            }
            told.0.lock().expect("no reader panics").ended = true;
            told.1.notify_all();
        });
        Watching { child, heard }
    }

    /// Starts watching on this PC's own network.
    pub fn here(site: &SiteFile) -> Watching {
        Watching::start(Command::new(program()), site, true)
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything it has said so far.
    pub fn lines(&self) -> Vec<Line> {
        self.heard.0.lock().expect("no reader panics").lines.clone()
    }

    /// Everything of one event it has said so far.
    pub fn all(&self, event: &str) -> Vec<Line> {
        self.lines().into_iter().filter(|line| line.is(event)).collect()
    }

    /// Waits at most so long until what it has said satisfies; says whether it did.
    pub fn until(&self, long: Duration, mut satisfies: impl FnMut(&[Line]) -> bool) -> bool {
        let heard = self.heard.0.lock().expect("no reader panics");
        let not_yet = |heard: &mut Heard| !heard.ended && !satisfies(&heard.lines);
        let (heard, _) =
            self.heard.1.wait_timeout_while(heard, long, not_yet).expect("no reader panics");
        satisfies(&heard.lines)
    }

    /// Waits until it watches.
    pub fn ready(&self) {
        let started = self.until(Duration::from_secs(20), |lines| !lines.is_empty());
        assert!(started, "because it says when it watches");
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).expect("process numbers are small");
        kill(Pid::from_raw(pid), signal).expect("it is our child");
    }

    /// Kills it without a warning.
    pub fn kill(mut self) -> Vec<Line> {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
        self.lines()
    }

    /// Asks it to end, and gives everything it said.
    pub fn end(mut self) -> Vec<Line> {
        self.signal(Signal::SIGTERM);
        let ended = self.until(Duration::from_secs(15), |_| false) || self.has_ended();
        assert!(ended, "because it ends in good order within 15 s of SIGTERM");
        let status = self.child.wait().expect("it is our child");
        assert!(status.success(), "because ending when asked is no failure: {status}");
        self.lines()
    }

    fn has_ended(&self) -> bool {
        self.heard.0.lock().expect("no reader panics").ended
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
