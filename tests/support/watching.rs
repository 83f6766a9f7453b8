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
use hinomi_model::{CheckSpec, NodeId, Span, Stamp};
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

/// A moment in the life of a program under way.
///
/// What a program promises in seconds it cannot keep on a machine that does not let it run. So every
/// moment says for how long the machine has held it up until then: the times its threads were ready
/// and no processor was free (`/proc/PID/task/*/schedstat`), added up, and the time in which somebody
/// here waited for a disk (`/proc/pressure/io`). With nothing else to do on this machine that is
/// next to nothing, and a promise is held as it stands; on a busy one what it takes is told beside
/// what counts.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// By the wall clock.
    pub at: Stamp,
    /// How long it was held up since it started.
    pub held_up: Duration,
}

impl Moment {
    /// The way here from an earlier moment.
    pub fn since(&self, then: &Moment) -> Took {
        let whole = (self.at - then.at).as_secs_f64();
        let held_up = self.held_up.saturating_sub(then.held_up).as_secs_f64();
        Took { whole, held_up: held_up.min(whole.max(0.0)) }
    }
}

/// How long something took a program, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Took {
    /// By the clock on the wall.
    pub whole: f64,
    /// In these the machine held it up.
    pub held_up: f64,
}

impl Took {
    /// What the program itself took: this is what promises are about.
    pub fn own(&self) -> f64 {
        self.whole - self.held_up
    }
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1} s", self.whole)?;
        if self.held_up < 0.05 {
            return Ok(());
        }
        write!(f, " (THE MACHINE HELD IT UP FOR {:.1} s OF THESE)", self.held_up)
    }
}

/// For how long the machine has held up a process so far; what it does not tell is none.
fn held_up(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    // Nanoseconds on a processor, nanoseconds ready for one, times on one.
    let ready = |task: std::fs::DirEntry| -> Option<u64> {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().nth(1)?.parse().ok()
    };
    let ready: u64 = tasks.filter_map(ready).sum();
    let disk = std::fs::read_to_string("/proc/pressure/io").ok();
    let micros = disk.as_deref().and_then(|text| {
        let some = text.lines().find(|line| line.starts_with("some"))?;
        some.rsplit_once("total=")?.1.parse().ok()
    });
    Duration::from_nanos(ready) + Duration::from_micros(micros.unwrap_or(0))
}

/// A line of `watch --json`.
#[derive(Debug, Clone)]
pub struct Line {
    /// When we read it.
    pub read: Stamp,
    /// For how long the machine had held the program up until then; looked up every 50 ms at most.
    pub held_up: Duration,
    /// What it says.
    pub says: Value,
}

impl Line {
    /// When we read it.
    pub fn moment(&self) -> Moment {
        Moment { at: self.read, held_up: self.held_up }
    }

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

/// How long a program was held up is looked up this often, and not with each of many lines.
const OFTEN_ENOUGH: Span = Span(50);

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
        let pid = child.id();
        std::thread::spawn(move || {
            let clock = Clock::start();
            let mut last = Moment { at: Stamp(0), held_up: Duration::ZERO };
            for text in lines.map_while(Result::ok) {
                let read = clock.now();
                if read - last.at > OFTEN_ENOUGH {
                    // A thread that ends takes along how long it was held up.
                    last = Moment { at: read, held_up: held_up(pid).max(last.held_up) };
                }
                let says = serde_json::from_str(&text).unwrap_or(Value::Null);
                let line = Line { read, held_up: last.held_up, says };
                told.0.lock().expect("no reader panics").lines.push(line);
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

    /// Now, as it is for this program.
    pub fn now(&self) -> Moment {
        Moment { at: Clock::start().now(), held_up: held_up(self.pid()) }
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
