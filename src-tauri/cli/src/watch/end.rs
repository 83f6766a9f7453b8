//! When watching ends: after a given time, on Ctrl+C, or when the system asks.

use hinomi_model::Span;
use tokio::time::Instant;

use crate::sorry::Sorry;

/// When watching ends.
#[derive(Debug)]
pub struct End {
    at: Option<Instant>,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl End {
    /// From now on the signals of the system are orders to end. Must be called in a runtime.
    #[allow(clippy::disallowed_methods, reason = "a time-out, not a time")]
    pub fn after(long: Option<Span>) -> Result<End, Sorry> {
        let at = long.map(|long| Instant::now() + long.into());
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let listen = |kind| signal(kind).map_err(|e| Sorry::io("listening for signals", &e));
            let terminate = listen(SignalKind::terminate())?;
            let interrupt = listen(SignalKind::interrupt())?;
            Ok(End { at, terminate, interrupt })
        }
        #[cfg(not(unix))]
        Ok(End { at })
    }

    /// Waits for the end.
    pub async fn reached(&mut self) {
        let at = self.at;
        let over = async {
            match at {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        #[cfg(unix)]
        tokio::select! {
            () = over => {}
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        #[cfg(not(unix))]
        tokio::select! {
            () = over => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}
