//! The lookout: keeps the tray true, and shows an incident when "Open" is pressed on a
//! notification. It asks the engine about once a second, with or without a window on the screen.

use std::time::Duration;

use hinomi_desk::Glance;
use hinomi_engine::EngineHandle;
use tauri::{AppHandle, Manager};

use crate::tray::{Shown, draw};
use crate::window::{Shell, go};

/// The tray is at most this far behind.
const RHYTHM: Duration = Duration::from_secs(1);
/// With nothing new, the engine answers after this long.
const WAIT: Duration = Duration::from_secs(30);

/// Looks out until Hinomi ends.
pub async fn run(app: AppHandle) {
    let shell = app.state::<Shell>();
    shell.started.wait().await;
    let mut shown = None;
    loop {
        match shell.desk.engine().await {
            Ok(engine) => tokio::select! {
                () = watch(&app, &engine, &mut shown) => {}
                _ = engine.fault() => {
                    if let Err(failure) = shell.desk.revive().await {
                        tracing::error!(%failure, "the engine could not be started anew");
                    }
                }
            },
            Err(_) => show(&app, &Glance::default(), &mut shown),
        }
        tokio::time::sleep(RHYTHM).await;
    }
}

/// Looks at one engine until it ends.
async fn watch(app: &AppHandle, engine: &EngineHandle, shown: &mut Option<Shown>) {
    let mut glance = Glance::default();
    let mut seq = None;
    let mut opened = engine.opened();
    loop {
        let pull = async {
            if seq.is_some() {
                tokio::time::sleep(RHYTHM).await;
            }
            engine.changes(seq, WAIT).await
        };
        let changes = tokio::select! {
            changes = pull => changes,
            Ok(incident) = opened.recv() => {
                go(app, &format!("#/incidents/{}", incident.0));
                continue;
            }
        };
        let Some(changes) = changes else { return };
        seq = Some(changes.seq);
        glance.take(changes);
        show(app, &glance, shown);
    }
}

fn show(app: &AppHandle, glance: &Glance, shown: &mut Option<Shown>) {
    let now = Shown::of(glance, app.state::<Shell>().desk.speaks());
    if shown.as_ref() == Some(&now) {
        return;
    }
    match draw(app, shown.as_ref(), &now) {
        Ok(()) => *shown = Some(now),
        Err(error) => tracing::warn!(%error, "the tray could not be drawn"),
    }
}
