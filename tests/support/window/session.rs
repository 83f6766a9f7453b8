//! A desktop session of its own: a bus, and on it a real notification daemon (dunst) that keeps a
//! list of what it has shown and whose buttons can be pressed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than either needs to begin on a machine with much to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// A bus and a notification daemon; both end when dropped.
#[derive(Debug)]
pub struct Session {
    folder: PathBuf,
    bus: Child,
    daemon: Child,
}

impl Session {
    /// Starts one that keeps its files in `folder`.
    pub fn start(folder: PathBuf) -> Session {
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let bus = quiet("dbus-daemon")
            .args(["--session", "--nofork", &format!("--address={}", address(&folder))])
            .spawn()
            .expect("dbus-daemon is installed (dbus-daemon)");
        wait("the bus is there", || folder.join("bus").exists());
        let daemon = quiet("dunst")
            .env("DBUS_SESSION_BUS_ADDRESS", address(&folder))
            .env_remove("WAYLAND_DISPLAY")
            .arg("-conf")
            .arg(configure(&folder))
            .spawn()
            .expect("dunst is installed (dunst)");
        let session = Session { folder, bus, daemon };
        wait("the notification daemon answers", || session.control(&["count"]).is_some());
        session
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` is in this session.
    pub fn address(&self) -> String {
        address(&self.folder)
    }

    /// The first line of every notification the daemon has shown so far.
    pub fn shown(&self) -> Vec<String> {
        let list = std::fs::read_to_string(self.folder.join("shown")).unwrap_or_default();
        list.lines().map(str::to_owned).collect()
    }

    /// How many notifications are on the screen now.
    pub fn on_screen(&self) -> u32 {
        let count = self.control(&["count", "displayed"]).unwrap_or_default();
        count.trim().parse().unwrap_or(0)
    }

    /// Presses a button of the notification on the screen, as chosen from the daemon's menu.
    pub fn press(&self, button: &str) {
        std::fs::write(self.folder.join("button"), button).expect("a file can be written");
        self.control(&["context"]).expect("the daemon opens its menu");
    }

    fn control(&self, words: &[&str]) -> Option<String> {
        let mut command = Command::new("dunstctl");
        command.args(words).env("DBUS_SESSION_BUS_ADDRESS", self.address());
        let output = command.stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for process in [&mut self.daemon, &mut self.bus] {
            // It may have ended already.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The daemon's configuration: what it shows goes into a list, and its menu is answered by a
/// script instead of a person.
fn configure(folder: &Path) -> PathBuf {
    let script = |name: &str, text: String| {
        let path = folder.join(name);
        // Written by a child: what this process holds open for writing, children that other tests
        // fork hold too, and it could not be run meanwhile ("Text file busy").
        let mut writer = Command::new("sh");
        writer.args(["-c", "cat > \"$0\" && chmod 755 \"$0\""]).arg(&path).stdin(Stdio::piped());
        let mut writer = writer.spawn().expect("every Unix has a shell");
        let mut stdin = writer.stdin.take().expect("it is piped");
        stdin.write_all(format!("#!/bin/sh\n{text}\n").as_bytes()).expect("it reads");
        drop(stdin);
        assert!(writer.wait().expect("it ends").success());
        path.display().to_string()
    };
    let at = folder.display();
    let note = script("note", format!("printf '%s\\n' \"$DUNST_SUMMARY\" >> '{at}/shown'"));
    let choose = script("choose", format!("grep -m1 -F \"$(cat '{at}/button')\""));
    let path = folder.join("dunstrc");
    let text = format!(
        "[global]\ndmenu = {choose}\nenable_posix_regex = false\n[all]\nsummary = \"*\"\nscript = {note}\n"
    );
    std::fs::write(&path, text).expect("a file can be written");
    path
}

fn address(folder: &Path) -> String {
    format!("unix:path={}", folder.join("bus").display())
}

fn quiet(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn wait(what: &str, mut so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
