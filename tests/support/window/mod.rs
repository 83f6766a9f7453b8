//! The real window, driven as a person drives it: by what is seen, pressed and typed.
//!
//! Start from [`Pc`], one person's PC with nothing on it yet, and the [`Window`] it opens. Whatever
//! is waited for has a deadline; nothing sleeps and hopes.

mod dialog;
mod driver;
mod session;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use dialog::FileDialog;
pub use driver::{Driver, Element, Refusal};
pub use session::Session;

/// How long a person would wait before they say that it does not work, on a PC with much to do.
const PATIENCE: Duration = Duration::from_secs(30);
const RHYTHM: Duration = Duration::from_millis(40);

/// Keys that have no letter (W3C WebDriver § 17.4.2).
pub mod key {
    /// Escape.
    pub const ESCAPE: &str = "\u{e00c}";
    /// Enter.
    pub const ENTER: &str = "\u{e007}";
    /// Control; held together with what follows it.
    pub const CONTROL: &str = "\u{e009}";
    /// Lets go of what is held.
    pub const RELEASE: &str = "\u{e000}";
    /// Backspace.
    pub const BACKSPACE: &str = "\u{e003}";
    /// The wallboard's key.
    pub const F11: &str = "\u{e03b}";
    /// Arrow down.
    pub const DOWN: &str = "\u{e015}";
}

/// Why the window cannot be driven here, if it cannot.
pub fn missing() -> Option<String> {
    let app = std::env::var_os("HINOMI_APP").map(PathBuf::from);
    if !app.is_some_and(|app| app.is_file()) {
        return Some("HINOMI_APP does not name the built app".into());
    }
    if std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
        return Some("there is no display; run it under xvfb-run".into());
    }
    let programs = ["WebKitWebDriver", "dbus-daemon", "dunst", "xdotool", "import", "pdftotext"];
    let absent = |program: &&str| Command::new(program).arg("--version").output().is_err();
    programs.iter().find(|p| absent(p)).map(|p| format!("{p} is not installed"))
}

/// A PC on which Hinomi was never started: empty folders and a desktop session of its own, gone
/// when dropped.
#[derive(Debug)]
pub struct Pc {
    /// Its bus, and what notifies on it.
    pub session: Session,
    folder: TempDir,
}

impl Default for Pc {
    fn default() -> Pc {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        Pc { session: Session::start(folder.path().join("session")), folder }
    }
}

impl Pc {
    /// A file or folder on it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Has preferences from an earlier day: these, the rest as usual.
    pub fn prefer(&self, preferences: &Value) {
        let folder = self.path("config");
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::write(folder.join("preferences.json"), preferences.to_string())
            .expect("preferences can be written");
    }

    /// Starts Hinomi with these arguments and drives its window, 1280 × 800.
    pub fn open(&self, args: &[&str]) -> Window {
        let window = self.open_as_it_was(args);
        window.size(1280, 800);
        window
    }

    /// Starts Hinomi with these arguments and leaves the window where it puts itself.
    pub fn open_as_it_was(&self, args: &[&str]) -> Window {
        let app = PathBuf::from(std::env::var_os("HINOMI_APP").expect("asked for by `missing`"));
        let mut command = self.at_home(Command::new("WebKitWebDriver"));
        command.env("TAURI_WEBVIEW_AUTOMATION", "true");
        Window { driver: Driver::start(command, &app, args) }
    }

    /// Runs a command of Hinomi's in the terminal to its end; gives what it printed.
    pub fn hinomi(&self, words: &[&str]) -> String {
        let output = self.terminal().args(words).output().expect("the command line can be run");
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "hinomi {}: {why}", words.join(" "));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Hinomi in the terminal, for commands that go on.
    pub fn terminal(&self) -> Command {
        let cli = std::env::var_os("HINOMI_CLI").expect("HINOMI_CLI names the command line");
        let mut command = self.at_home(Command::new(cli));
        command.stdin(Stdio::null()).current_dir(self.folder.path());
        command
    }

    fn at_home(&self, mut command: Command) -> Command {
        for (name, folder) in [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "home/.config"),
            ("XDG_DATA_HOME", "home/.local/share"),
            ("XDG_CACHE_HOME", "home/.cache"),
            ("HINOMI_CONFIG", "config"),
            ("HINOMI_DATA", "data"),
        ] {
            let folder = self.path(folder);
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            command.env(name, folder);
        }
        for name in ["LC_ALL", "LC_MESSAGES", "WAYLAND_DISPLAY"] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8").env("TZ", "Asia/Tokyo").env("GDK_BACKEND", "x11");
        command.env("DBUS_SESSION_BUS_ADDRESS", self.session.address());
        command
    }
}

/// Hinomi's window. Ends Hinomi when dropped, the hard way; see [`Window::quit`] for the other.
#[derive(Debug)]
pub struct Window {
    driver: Driver,
}

impl Window {
    /// Gives the page inside this many pixels.
    pub fn size(&self, width: u32, height: u32) {
        let place = json!({ "x": 0, "y": 0, "width": width, "height": height });
        self.driver.post("/window/rect", &place).expect("the window can be moved and sized");
        self.until(&format!("the page is {width} × {height}"), || {
            self.js("return [innerWidth, innerHeight]") == json!([width, height])
        });
    }

    /// Runs JavaScript in the page. For looking; doing is by [`Window::click`] and keys.
    pub fn js(&self, script: &str) -> Value {
        self.js_with(script, &[])
    }

    /// Runs JavaScript with arguments.
    pub fn js_with(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        let ran = self.driver.post("/execute/sync", &body);
        ran.unwrap_or_else(|why| panic!("{why:?} in: {}", &script[..script.len().min(300)]))
    }

    /// Runs JavaScript that calls its last argument when it is done.
    pub fn js_later(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        let ran = self.driver.post("/execute/async", &body);
        ran.unwrap_or_else(|why| panic!("{why:?} in: {}", &script[..script.len().min(300)]))
    }

    /// Asks what the page could ask (`hinomi_wire::Call`), to arrange what a test is not about.
    pub fn ask(&self, call: &str, with: &Value) -> Value {
        let script = "const [call, done] = arguments; \
            window.__TAURI_INTERNALS__.invoke('call', { call }).then( \
              (ok) => done({ ok }), (err) => done({ err }));";
        let answer = self.js_later(script, &[json!({ "call": call, "with": with })]);
        assert!(answer["err"].is_null(), "{call} is refused: {}", answer["err"]);
        answer["ok"].clone()
    }

    /// Waits until something is so.
    pub fn until(&self, what: &str, so: impl FnMut() -> bool) {
        self.within(PATIENCE, what, so);
    }

    /// Waits until something is so, this long at most; then says what is on the screen instead.
    pub fn within(&self, limit: Duration, what: &str, mut so: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !so() {
            if begun.elapsed() > limit {
                self.picture("last-seen");
                let seen = self.js("return document.body.innerText");
                panic!(
                    "not within {limit:?}: {what}. On the screen:\n{}",
                    seen.as_str().unwrap_or_default()
                );
            }
            std::thread::sleep(RHYTHM);
        }
    }

    /// Looks on for this long and wants something to stay so.
    pub fn stays(&self, long: Duration, what: &str, mut so: impl FnMut() -> bool) {
        let begun = Instant::now();
        while begun.elapsed() < long {
            assert!(so(), "it does not stay so: {what}");
            std::thread::sleep(RHYTHM);
        }
    }

    /// How many things of this name are in the page.
    pub fn count(&self, testid: &str) -> usize {
        self.all(testid).len()
    }

    /// Waits until something of this name is there.
    pub fn see(&self, testid: &str) -> Element {
        let mut found = None;
        self.until(&format!("“{testid}” is there"), || {
            found = self.driver.elements(&css(testid)).ok().and_then(|all| all.into_iter().next());
            found.is_some()
        });
        found.expect("it was waited for")
    }

    /// Waits until nothing of this name is there.
    pub fn gone(&self, testid: &str) {
        self.until(&format!("“{testid}” is gone"), || self.count(testid) == 0);
    }

    /// Presses something as soon as it is there and nothing lies over it. Only the first of its
    /// name, the one in an open dialog before those below it.
    pub fn click(&self, testid: &str) {
        let in_dialog = format!("dialog[open] {}", css(testid));
        self.until(&format!("“{testid}” can be pressed"), || {
            let found = self.driver.elements(&in_dialog).ok().filter(|all| !all.is_empty());
            let found = found.or_else(|| self.driver.elements(&css(testid)).ok());
            found.and_then(|all| all.into_iter().next()).is_some_and(|first| self.try_click(&first))
        });
    }

    /// Everything of this name, in the order of the page.
    pub fn all(&self, testid: &str) -> Vec<Element> {
        self.driver.elements(&css(testid)).unwrap_or_default()
    }

    /// Whether a box is ticked.
    pub fn is_checked(&self, element: &Element) -> bool {
        self.js_with("return arguments[0].checked", &[element.as_argument()]) == true
    }

    /// Presses one of several things of the same name.
    pub fn press_on(&self, element: &Element) {
        self.until("it can be pressed", || self.try_click(element));
    }

    /// Presses an element; false if that cannot be done now.
    fn try_click(&self, element: &Element) -> bool {
        // A button that is busy or off would swallow the press without a word.
        let on = "return arguments[0].isConnected && !arguments[0].disabled";
        let body = json!({ "script": on, "args": [element.as_argument()] });
        self.driver.post("/execute/sync", &body).is_ok_and(|on| on == true)
            && self.driver.click(element).is_ok()
    }

    /// Replaces what a field holds by typing.
    pub fn fill(&self, testid: &str, text: &str) {
        self.click(testid);
        self.press(&[key::CONTROL, "a", key::BACKSPACE]);
        self.write(text);
    }

    /// Types where the focus is.
    pub fn write(&self, text: &str) {
        let letters: Vec<String> = text.chars().map(String::from).collect();
        self.press(&letters.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Presses keys one after the other, wherever the focus is. Control is held for the one after.
    pub fn press(&self, keys: &[&str]) {
        let mut actions = Vec::new();
        let mut held = None;
        for key in keys {
            actions.push(json!({ "type": "keyDown", "value": key }));
            if *key == key::CONTROL {
                held = Some(key);
                continue;
            }
            actions.push(json!({ "type": "keyUp", "value": key }));
            if let Some(held) = held.take() {
                actions.push(json!({ "type": "keyUp", "value": held }));
            }
        }
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        let done = self.driver.post("/actions", &json!({ "actions": [keyboard] }));
        done.unwrap_or_else(|why| panic!("{keys:?} cannot be pressed: {why:?}"));
    }

    /// What something says; empty if it is not there.
    pub fn text(&self, testid: &str) -> String {
        let script = "const of = document.querySelector(arguments[0]); \
            return (of?.contentDocument?.body ?? of)?.innerText ?? ''";
        self.js_with(script, &[css(testid).into()]).as_str().unwrap_or_default().trim().to_owned()
    }

    /// Waits until something says this.
    pub fn reads(&self, testid: &str, words: &str) {
        self.until(&format!("“{testid}” says “{words}”"), || {
            self.text(testid).contains(words)
        });
    }

    /// The screen the window shows, from the address: `watch`, `nodes` …
    pub fn screen(&self) -> String {
        let screen = self.js("return location.hash.replace(/^#\\/?/, '').split(/[?/]/)[0]");
        screen.as_str().filter(|s| !s.is_empty()).unwrap_or("watch").to_owned()
    }

    /// Goes to a place in the page, such as `#/node/3`, as a link would.
    pub fn go(&self, hash: &str) {
        self.js_with("location.hash = arguments[0]", &[hash.into()]);
    }

    /// Waits until the page has its fonts, nothing moves any more, and it was painted since.
    pub fn settle(&self) {
        let script = "const done = arguments[0]; \
            const quiet = () => document.getAnimations().every((a) => a.playState !== 'running'); \
            const frames = (n) => n === 0 ? done(true) : requestAnimationFrame(() => frames(n - 1)); \
            const wait = (n) => quiet() || n === 0 ? frames(3) : requestAnimationFrame(() => wait(n - 1)); \
            document.fonts.ready.then(() => wait(60));";
        self.js_later(script, &[]);
    }

    /// Keeps a picture of the page as `NAME.png` among the test's outputs.
    pub fn picture(&self, name: &str) -> PathBuf {
        let png = self.driver.get("/screenshot").expect("the page can be photographed");
        let png = base64::engine::general_purpose::STANDARD
            .decode(png.as_str().unwrap_or_default())
            .expect("pictures come in base64");
        let path = pictures().join(format!("{name}.png"));
        std::fs::write(&path, png).expect("a picture can be kept");
        path
    }

    /// Asks Hinomi to end, as the end of a session does, and waits until it has.
    pub fn quit(self) {
        let app = self.app();
        kill(Pid::from_raw(app as i32), Signal::SIGTERM).expect("it is our own");
        let begun = Instant::now();
        while is_running(app) {
            assert!(begun.elapsed() < PATIENCE, "Hinomi does not end when it is told to");
            std::thread::sleep(RHYTHM);
        }
    }

    /// Hinomi's process.
    pub fn app(&self) -> u32 {
        *children(self.driver.pid()).first().expect("the driver has started Hinomi")
    }

    /// Memory of Hinomi and of the page's processes that is nobody else's, in kB each, by name. What
    /// is shared would count for less or more as other programs come and go.
    pub fn memory(&self) -> Vec<(String, u64)> {
        let mut all = vec![self.app()];
        let mut at = 0;
        while at < all.len() {
            all.extend(children(all[at]));
            at += 1;
        }
        all.into_iter().filter_map(|pid| Some((name_of(pid)?, private(pid)?))).collect()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver would close the window, and Hinomi would ask whether that is meant.
        children(self.driver.pid()).into_iter().for_each(end);
    }
}

/// Where pictures are kept: `HINOMI_PICTURES`, else beside what was built.
pub fn pictures() -> PathBuf {
    let named = std::env::var_os("HINOMI_PICTURES").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| {
        let own = std::env::current_exe().expect("we are running");
        let built = own.ancestors().nth(2).expect("tests are built into target/debug/deps");
        built.join("pictures")
    });
    std::fs::create_dir_all(&folder).expect("a folder for pictures can be made");
    folder
}

/// A name that the page gives (`data-testid`), or a selector where it gives none.
fn css(name: &str) -> String {
    match name.contains(['[', '.', '#', ' ', ':']) {
        true => name.to_owned(),
        false => format!("[data-testid=\"{name}\"]"),
    }
}

fn children(pid: u32) -> Vec<u32> {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = tasks.flatten().map(|task| std::fs::read_to_string(task.path().join("children")));
    let words = lists.map(Result::unwrap_or_default).collect::<Vec<_>>().join(" ");
    words.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

/// Ends a process and all it started, at once.
fn end(pid: u32) {
    let under = children(pid);
    // It may have ended already.
    let _ = kill(Pid::from_raw(pid as i32), Signal::SIGKILL);
    under.into_iter().for_each(end);
}

fn is_running(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
    stat.is_ok_and(|stat| !stat.contains(") Z"))
}

fn name_of(pid: u32) -> Option<String> {
    Some(std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?.trim().to_owned())
}

fn private(pid: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let kb = |of: &str| -> Option<u64> {
        let line = rollup.lines().find_map(|line| line.strip_prefix(of))?;
        line.trim().split(' ').next()?.parse().ok()
    };
    Some(kb("Private_Clean:")? + kb("Private_Dirty:")?)
}
