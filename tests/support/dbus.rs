//! A session bus of its own with a real notification daemon (dunst on a virtual display), and an
//! ear on the bus that hears every notification shown.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// A notification as the daemon was asked to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Who asked.
    pub app: String,
    /// The notification it takes the place of; 0 is none.
    pub replaces: u32,
    /// One line.
    pub summary: String,
    /// What Hinomi calls it: a second copy has the same.
    pub id: String,
}

/// A desktop, as far as notifications know one. Everything ends when dropped.
#[derive(Debug)]
pub struct Desktop {
    address: String,
    shown: Arc<Mutex<Vec<Shown>>>,
    // Dropped in this order.
    _ear: Running,
    daemon: Running,
    _display: Running,
    _bus: Running,
    _folder: TempDir,
}

#[derive(Debug)]
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(command: &mut Command) -> Result<Running, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(Running).map_err(|why| format!("{name}: {why}"))
}

/// The first line something says.
fn first_line(running: &mut Running) -> Result<String, String> {
    let mut line = String::new();
    let out = running.0.stdout.take().ok_or("its output is not piped")?;
    BufReader::new(out).read_line(&mut line).map_err(|e| e.to_string())?;
    match line.trim() {
        "" => Err("it ended at once".into()),
        said => Ok(said.to_owned()),
    }
}

impl Desktop {
    /// Starts one, or says what is missing.
    pub fn open() -> Result<Desktop, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let socket = format!("--address=unix:path={}", folder.path().join("bus").display());
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address=1", &socket]).stdout(Stdio::piped());
        let mut bus = run(&mut bus)?;
        let address = first_line(&mut bus).map_err(|why| format!("dbus-daemon: {why}"))?;

        let mut display = Command::new("Xvfb");
        display.args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
        let mut display = run(display.stdout(Stdio::piped()))?;
        let number = first_line(&mut display).map_err(|why| format!("Xvfb: {why}"))?;

        let mut daemon = Command::new("dunst");
        daemon.env("DISPLAY", format!(":{number}")).env("DBUS_SESSION_BUS_ADDRESS", &address);
        let daemon = run(daemon.env_remove("WAYLAND_DISPLAY").stdout(Stdio::null()))?;

        let mut ear = Command::new("dbus-monitor");
        let calls = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
        ear.args(["--address", &address, calls]).stdout(Stdio::piped());
        let mut ear = run(&mut ear)?;
        let said = BufReader::new(ear.0.stdout.take().ok_or("its output is not piped")?);
        let shown = Arc::<Mutex<Vec<Shown>>>::default();
        let kept = Arc::clone(&shown);
        std::thread::spawn(move || listen(said, &kept));

        let (_ear, _display, _bus) = (ear, display, bus);
        let desktop = Desktop { address, shown, _ear, daemon, _display, _bus, _folder: folder };
        desktop.wait_for_daemon()?;
        Ok(desktop)
    }

    fn wait_for_daemon(&self) -> Result<(), String> {
        for _ in 0..100 {
            if self.daemon_counts().is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err("dunst does not answer on its bus".into())
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` has to be to speak to it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Every notification the daemon was asked to show so far.
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.lock().expect("no listener panics").clone()
    }

    /// The daemon stands still: it is asked, and does not answer.
    pub fn hold(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// The daemon goes on.
    pub fn go_on(&self) {
        self.signal(Signal::SIGCONT);
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.daemon.0.id()).expect("process numbers are small");
        kill(Pid::from_raw(pid), signal).expect("it is our child");
    }

    /// How many notifications the daemon itself says it holds: waiting, on the screen, and past.
    pub fn daemon_counts(&self) -> Option<[u32; 3]> {
        let count = |of| -> Option<u32> {
            let mut ask = Command::new("dunstctl");
            ask.env("DBUS_SESSION_BUS_ADDRESS", &self.address).stderr(Stdio::null());
            let said = ask.args(["count", of]).output().ok()?.stdout;
            String::from_utf8_lossy(&said).trim().parse().ok()
        };
        Some([count("waiting")?, count("displayed")?, count("history")?])
    }
}

/// Reads what `dbus-monitor` prints of each call of `Notify(app, replaces, icon, summary, body,
/// actions, hints, timeout)`.
fn listen(said: impl BufRead, shown: &Mutex<Vec<Shown>>) {
    let (mut arguments, mut id, mut named) = (None::<Vec<String>>, String::new(), false);
    for line in said.lines().map_while(Result::ok) {
        if line.starts_with("method call") {
            arguments = line.contains("member=Notify").then(Vec::new);
            id.clear();
            continue;
        }
        let Some(so_far) = &mut arguments else { continue };
        if std::mem::replace(&mut named, line.trim() == r#"string "x-hinomi-id""#) {
            id = line.split('"').nth(1).unwrap_or_default().to_owned();
        }
        // Arguments themselves are indented by three; what is inside of them by more.
        let argument = line.strip_prefix("   ").and_then(|l| l.split_once(' '));
        match argument {
            Some(("string" | "uint32", value)) => so_far.push(value.trim_matches('"').to_owned()),
            Some(("int32", _)) => {
                if let [app, replaces, _icon, summary, ..] = &so_far[..] {
                    let (app, summary) = (app.clone(), summary.clone());
                    let replaces = replaces.parse().unwrap_or(0);
                    let one = Shown { app, replaces, summary, id: std::mem::take(&mut id) };
                    shown.lock().expect("no listener panics").push(one);
                }
                arguments = None;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_monitor_prints_is_read() {
        let said = "method call time=1.0 sender=:1.2 -> destination=:1.0 serial=8 path=/org/freedesktop/Notifications; interface=org.freedesktop.Notifications; member=Notify\n   string \"Hinomi\"\n   uint32 7\n   string \"hinomi\"\n   string \"10.77.0.9 is down\"\n   string \"body\"\n   array [\n      string \"default\"\n   ]\n   array [\n      dict entry(\n         string \"x-hinomi-id\"\n         variant             string \"12\"\n      )\n   ]\n   int32 0\n";
        let shown = Mutex::default();
        listen(said.as_bytes(), &shown);
        let want = Shown {
            app: "Hinomi".into(),
            replaces: 7,
            summary: "10.77.0.9 is down".into(),
            id: "12".into(),
        };
        assert_eq!(shown.into_inner().unwrap(), [want]);
    }
}
