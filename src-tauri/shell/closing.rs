//! Closing the window, and ending Hinomi.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tauri_plugin_window_state::AppHandleExt;

use crate::tray;
use crate::window::{MAIN, Shell, remembered, tell};

/// What closing the window comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Into the tray, at once.
    Tray,
    /// Into the tray, after the page has explained it this once.
    ExplainTray,
    /// The page asks, since watching would stop.
    AskQuit,
    /// The end.
    Quit,
}

/// What is so when the window is closed.
#[derive(Debug, Clone, Copy)]
struct Around {
    to_tray: bool,
    explained: bool,
    tray_seen: bool,
    page_there: bool,
    watching: bool,
}

/// Never vanishes into a tray nobody sees, never stops watching without a word, never asks a page
/// that is not there.
fn way(around: Around) -> Way {
    match around {
        Around { to_tray: true, tray_seen: true, explained: true, .. } => Way::Tray,
        Around { page_there: false, .. } | Around { watching: false, to_tray: false, .. } => {
            Way::Quit
        }
        Around { to_tray: true, tray_seen: true, .. } => Way::ExplainTray,
        Around { watching: false, .. } => Way::Quit,
        Around { watching: true, .. } => Way::AskQuit,
    }
}

/// The window is being closed.
pub fn close(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        let preferences = shell.desk.preferences();
        let around = Around {
            to_tray: preferences.close_to_tray,
            explained: preferences.tray_explained,
            tray_seen: tray::is_seen().await,
            page_there: shell.met.load(Relaxed),
            watching: shell.desk.engine().await.is_ok(),
        };
        let way = way(around);
        tracing::debug!(?around, ?way, "the window is being closed");
        match way {
            Way::Tray => hide(&app),
            Way::ExplainTray => tell(&app, "ask", "tray"),
            Way::AskQuit => tell(&app, "ask", "quit"),
            Way::Quit => quit(&app),
        }
    });
}

/// Puts the window away; watching goes on.
pub fn hide(app: &AppHandle) {
    // A window that is not on the screen has no place to remember.
    if let Err(error) = app.save_window_state(remembered()) {
        tracing::warn!(%error, "the window's place could not be kept");
    }
    if let Some(Err(error)) = app.get_webview_window(MAIN).map(|w| w.hide()) {
        tracing::warn!(%error, "the window could not be put away");
    }
}

/// Ends Hinomi in good order: what is under way is stored first.
pub fn quit(app: &AppHandle) {
    if app.state::<Shell>().ending.swap(true, Relaxed) {
        return;
    }
    hide(app);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        let stop = async {
            shell.desk.stop().await;
            if let Some(demo) = shell.demo.lock().await.take() {
                demo.stop().await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(10), stop).await.is_err() {
            tracing::error!("the site could not be closed within 10 s; what was stored is safe");
        }
        app.exit(0);
    });
}

/// Ends Hinomi when the session or a terminal says so.
#[cfg(unix)]
pub async fn quit_when_told(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let words = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    let Ok(mut heard) = words.into_iter().map(signal).collect::<Result<Vec<_>, _>>() else {
        tracing::warn!("signals cannot be heard; a session's end will look like a crash");
        return;
    };
    let any = heard.iter_mut().map(|s| Box::pin(s.recv()));
    futures::future::select_all(any).await;
    quit(&app);
}

/// Ends Hinomi when a terminal says so.
#[cfg(not(unix))]
pub async fn quit_when_told(app: AppHandle) {
    if tokio::signal::ctrl_c().await.is_ok() {
        quit(&app);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Around = Around {
        to_tray: true,
        explained: true,
        tray_seen: true,
        page_there: true,
        watching: true,
    };

    #[test]
    fn the_tray_is_explained_once() {
        assert_eq!(way(Around { explained: false, ..USUAL }), Way::ExplainTray);
        assert_eq!(way(USUAL), Way::Tray);
    }

    #[test]
    fn a_window_never_vanishes_into_a_tray_nobody_sees() {
        assert_eq!(way(Around { tray_seen: false, ..USUAL }), Way::AskQuit);
        assert_eq!(way(Around { tray_seen: false, watching: false, ..USUAL }), Way::Quit);
    }

    #[test]
    fn watching_never_stops_without_a_word() {
        assert_eq!(way(Around { to_tray: false, ..USUAL }), Way::AskQuit);
        assert_eq!(way(Around { to_tray: false, watching: false, ..USUAL }), Way::Quit);
    }

    #[test]
    fn a_page_that_never_came_is_not_asked() {
        let broken = Around { page_there: false, ..USUAL };
        assert_eq!(way(Around { tray_seen: false, ..broken }), Way::Quit);
        assert_eq!(way(Around { explained: false, ..broken }), Way::Quit);
        assert_eq!(way(broken), Way::Tray, "because watching can go on without a page");
    }
}
