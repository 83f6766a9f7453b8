//! A network of its own for a test: nothing leaves it, and its settings are nobody else's.

use std::future::Future;
use std::process::Command;
use std::time::Duration;

/// Runs `body` in a fresh network namespace with loopback up and these settings written; false,
/// with the reason printed, where that is not allowed.
pub fn alone<F: Future<Output = ()>>(
    settings: &[(&str, &str)],
    body: impl FnOnce() -> F + Send,
) -> bool {
    if !nix::unistd::geteuid().is_root() {
        println!("SKIPPED: a network namespace needs root");
        return false;
    }
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET).expect("root may");
                let up = Command::new("ip").args(["link", "set", "lo", "up"]).status();
                assert!(up.expect("iproute2 is installed").success());
                for (name, value) in settings {
                    let path = format!("/proc/sys/net/{name}");
                    std::fs::write(&path, value).unwrap_or_else(|e| panic!("{path}: {e}"));
                }
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime").block_on(async {
                    let limit = Duration::from_secs(20);
                    tokio::time::timeout(limit, body()).await.expect("within 20 s");
                });
            })
            .join()
            .expect("the test inside passes");
    });
    true
}
