//! Keeping the computer awake while an incident is open, if the site's settings say so: through
//! systemd's inhibitor locks on Linux, power assertions on macOS, the execution state on Windows.

use std::time::Duration;

use hinomi_model::{Awake, words};
use keepawake::{Builder, KeepAwake};
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;

/// What cannot be done is tried again this often: a session may have become ours to hold.
const AGAIN: Duration = Duration::from_secs(60);
/// The system is asked for no longer than this.
const LIMIT: Duration = Duration::from_secs(10);

/// Holding on: dropped, it lets go. The hold itself lies with a thread of its own, because on
/// Windows it is a property of the thread that asked.
struct Held(#[allow(dead_code, reason = "its end is what counts")] std::sync::mpsc::Sender<()>);

/// Holds and lets go as it is wanted, until cancelled; says how that goes.
pub(crate) async fn run(
    mut wanted: watch::Receiver<bool>,
    said: watch::Sender<Awake>,
    cancel: CancellationToken,
) {
    let mut held: Option<Held> = None;
    loop {
        let want = *wanted.borrow_and_update();
        match (want, &held) {
            (true, None) => held = hold(&said).await,
            (true, Some(_)) => {}
            (false, _) => {
                held = None;
                said.send_replace(Awake::Free);
            }
        }
        let change = async {
            match want && held.is_none() {
                // Both ends of the wait are reasons to look again.
                true => _ = tokio::time::timeout(AGAIN, wanted.changed()).await,
                // Who says what is wanted is gone only while the engine ends.
                false => _ = wanted.changed().await,
            }
        };
        if cancel.run_until_cancelled(change).await.is_none() {
            return;
        }
    }
}

async fn hold(said: &watch::Sender<Awake>) -> Option<Held> {
    let (tell, told) = oneshot::channel();
    let (hold, release) = std::sync::mpsc::channel::<()>();
    let thread = std::thread::Builder::new().name("hinomi-awake".into());
    let spawned = thread.spawn(move || match ask() {
        Ok(awake) => {
            // If nobody waits for it any more it is let go at once.
            if tell.send(Ok(())).is_ok() {
                // Nothing is ever sent: the end of the channel is the end of the hold.
                let _ = release.recv();
            }
            drop(awake);
        }
        Err(why) => drop(tell.send(Err(why))),
    });
    let asked = match spawned {
        Ok(_) => tokio::time::timeout(LIMIT, told).await,
        Err(error) => Ok(Ok(Err(error.to_string()))),
    };
    let refused = match asked {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(why))) => Some(words::tame(&why, 200)),
        Ok(Err(_)) => Some("asking the system failed".into()),
        Err(_) => Some("the system does not answer".into()),
    };
    let awake = match &refused {
        None => Awake::Kept,
        Some(why) => Awake::Refused { why: why.clone() },
    };
    if said.send_replace(awake.clone()) != awake {
        tracing::info!(?awake, "an incident is open");
    }
    refused.is_none().then_some(Held(hold))
}

/// Falling asleep by idleness is what must not happen; where sleep can be barred altogether, it is.
fn ask() -> Result<KeepAwake, String> {
    let request = |sleep| {
        let mut request = Builder::default();
        request.idle(true).sleep(sleep).app_name("Hinomi").app_reverse_domain("org.hinomi.Hinomi");
        request.reason("an incident is open").create()
    };
    request(true).or_else(|_| request(false)).map_err(|error| error.to_string())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Child, Command, Stdio};
    use std::sync::{Arc, Mutex};

    use zbus::zvariant::OwnedFd;

    use super::*;

    /// Set in the process that asks; says what it is to be answered.
    const INSIDE: &str = "HINOMI_AWAKE_INSIDE";
    const BUS: &str = "DBUS_SYSTEM_BUS_ADDRESS";

    type Asked = Arc<Mutex<Vec<(String, std::io::PipeReader)>>>;

    /// What systemd's logind offers of itself, on a bus of our own.
    struct Login {
        asked: Asked,
        /// Whether it lets itself be asked to bar sleep altogether, and at all.
        lets: (bool, bool),
    }

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Login {
        fn inhibit(
            &self,
            what: &str,
            who: &str,
            why: &str,
            mode: &str,
        ) -> zbus::fdo::Result<OwnedFd> {
            let (sleep, at_all) = self.lets;
            if !at_all || what == "sleep" && !sleep {
                return Err(zbus::fdo::Error::AccessDenied("not in this session".into()));
            }
            let (reader, writer) = std::io::pipe().expect("there are descriptors left");
            let asked = format!("{what} by {who}: {why} ({mode})");
            self.asked.lock().expect("nobody panics").push((asked, reader));
            Ok(std::os::fd::OwnedFd::from(writer).into())
        }
    }

    struct Bus(
        Child,
        String,
        #[allow(dead_code, reason = "it goes with the bus")] tempfile::TempDir,
    );

    impl Drop for Bus {
        fn drop(&mut self) {
            // It may have ended already.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    fn bus() -> Result<Bus, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let address = format!("--address=unix:path={}", folder.path().join("bus").display());
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--print-address=1", &address]);
        daemon.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = daemon.spawn().map_err(|e| format!("dbus-daemon: {e}"))?;
        let mut address = String::new();
        let out = daemon.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut address).map_err(|e| e.to_string())?;
        Ok(Bus(daemon, address.trim().to_owned(), folder))
    }

    /// Asks a login manager of these manners; gives what it was asked, once all is let go again.
    fn ask_login(lets: (bool, bool), expected: &str) -> Result<Vec<String>, String> {
        let bus = bus()?;
        let asked = Asked::default();
        let login = Login { asked: Arc::clone(&asked), lets };
        let served = zbus::blocking::connection::Builder::address(bus.1.as_str())
            .and_then(|builder| builder.name("org.freedesktop.login1"))
            .and_then(|builder| builder.serve_at("/org/freedesktop/login1", login))
            .and_then(zbus::blocking::connection::Builder::build);
        let _served = served.map_err(|e| e.to_string())?;
        let inside = Command::new(std::env::current_exe().map_err(|e| e.to_string())?)
            .args(["--exact", "awake::tests::the_computer_is_kept_awake_and_let_go_again"])
            .env(INSIDE, expected)
            .env(BUS, &bus.1)
            .output()
            .map_err(|e| e.to_string())?;
        let said = String::from_utf8_lossy(&inside.stdout);
        assert!(inside.status.success() && said.contains("1 passed"), "{said}");
        let asked = std::mem::take(&mut *asked.lock().expect("nobody panics"));
        let each = asked.into_iter().map(|(asked, mut held)| {
            let mut nothing = Vec::new();
            held.read_to_end(&mut nothing).expect("its other end is closed");
            asked
        });
        Ok(each.collect())
    }

    #[tokio::test]
    async fn the_computer_is_kept_awake_and_let_go_again() {
        if let Ok(expected) = std::env::var(INSIDE) {
            return inside(&expected).await;
        }
        let told = |what: &str| format!("{what} by Hinomi: an incident is open (block)");
        let kept = match ask_login((true, true), "kept") {
            Ok(kept) => kept,
            Err(why) => return println!("skipped: {why}"),
        };
        assert_eq!(kept, [told("idle"), told("sleep")]);
        let kept = ask_login((false, true), "kept").expect("there is a bus");
        assert_eq!(kept.last(), Some(&told("idle")), "because that much is allowed");
        let refused = ask_login((false, false), "refused").expect("there is a bus");
        assert_eq!(refused, [""; 0]);
    }

    async fn inside(expected: &str) {
        let (wanted, asked) = watch::channel(false);
        let (said, mut hears) = watch::channel(Awake::Free);
        let cancel = CancellationToken::new();
        let task = tokio::spawn(run(asked, said, cancel.clone()));
        wanted.send_replace(true);
        let answered = tokio::time::timeout(
            Duration::from_secs(20),
            hears.wait_for(|awake| *awake != Awake::Free),
        );
        let answer = answered.await.expect("in time").expect("it lives").clone();
        match (expected, answer) {
            ("kept", Awake::Kept) => {}
            ("refused", Awake::Refused { why }) => {
                assert!(why.contains("not in this session"), "because it is told why: {why}");
            }
            (expected, other) => panic!("{other:?} and not {expected}"),
        }
        wanted.send_replace(false);
        let free = hears.wait_for(|awake| *awake == Awake::Free);
        tokio::time::timeout(Duration::from_secs(20), free).await.expect("in time").expect("lives");
        cancel.cancel();
        task.await.expect("it ends");
    }
}
