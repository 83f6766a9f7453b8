//! What the page can ask of the shell: one command for everything the desk answers, and the few
//! things only a shell can do.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hinomi_model::settings::Language;
use hinomi_wire::{Call, Code, Failure};
use tauri::ipc::Response;
use tauri::{AppHandle, Manager, State, WebviewWindow};
use tauri_plugin_autostart::ManagerExt;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::closing;
use crate::window::{Shell, of};

/// A site that takes longer to open is waited for by the page, which says so.
const PATIENCE: Duration = Duration::from_secs(2);

/// Answers one call of the page. The reply is JSON already and is handed on as it is.
#[tauri::command]
pub async fn call(
    app: AppHandle,
    shell: State<'_, Shell>,
    call: Call,
) -> Result<Response, Failure> {
    let hello = matches!(call, Call::hello(_));
    let preferences = matches!(call, Call::preferences_put(_));
    // Both ends of the wait are fine: what was opened, or nothing yet.
    let _ = tokio::time::timeout(PATIENCE, shell.started.wait()).await;
    let reply = hinomi_wire::answer(&*shell.desk, call).await?;
    if hello {
        tracing::debug!("the page said hello");
        shell.met.store(true, Relaxed);
    }
    if preferences {
        start_with_session(&app, shell.desk.preferences().autostart);
    }
    Ok(Response::new(String::from(Box::<str>::from(reply))))
}

/// Lets the operator pick a site file, first beside the open one; `None` if they changed their
/// mind.
#[tauri::command]
pub async fn pick_site(app: AppHandle) -> Option<String> {
    let desk = &app.state::<Shell>().desk;
    let title = match desk.speaks() {
        Language::En => "Open a site",
        Language::Ja => "サイトを開く",
    };
    let real = desk.now().await.ok().filter(|open| !open.demo);
    let beside = real.and_then(|open| open.site.path().parent().map(Path::to_owned));
    let (picked, answer) = oneshot::channel();
    dialog(&app, title, beside)
        .add_filter("Hinomi", &["hinomi"])
        .pick_file(move |path| drop(picked.send(path)));
    Some(path(answer.await.ok()??)?.display().to_string())
}

/// Lets the operator keep a file, first where they kept the last one; its path, or `None` if they
/// changed their mind.
#[tauri::command]
pub async fn save_file(
    app: AppHandle,
    name: String,
    content: String,
) -> Result<Option<String>, Failure> {
    let spoiled = |_| Failure::new(Code::CutShort, "The file did not arrive whole. Try again.");
    let content = BASE64.decode(content).map_err(spoiled)?;
    let shell = app.state::<Shell>();
    let title = match shell.desk.speaks() {
        Language::En => "Save as",
        Language::Ja => "名前を付けて保存",
    };
    let folder = shell.kept_in.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (picked, answer) = oneshot::channel();
    dialog(&app, title, folder.or_else(|| documents(&app)))
        .set_file_name(plain(&name))
        .save_file(move |path| drop(picked.send(path)));
    let Some(path) = answer.await.ok().flatten().and_then(path) else { return Ok(None) };
    tokio::fs::write(&path, content).await.map_err(|error| {
        let sentence = format!("{} could not be written: {error}.", path.display());
        Failure::new(Code::NotAllowed, sentence)
    })?;
    *shell.kept_in.lock().unwrap_or_else(PoisonError::into_inner) =
        path.parent().map(Path::to_owned);
    Ok(Some(path.display().to_string()))
}

/// Opens a web address outside.
#[tauri::command]
pub async fn open_outside(url: String) -> Result<(), Failure> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || url.chars().any(char::is_control) {
        return Err(Failure::new(Code::NotAllowed, "Only web addresses are opened outside."));
    }
    tauri_plugin_opener::open_url(url, None::<&str>).map_err(Failure::fault)
}

/// Puts the window away; watching goes on in the tray.
#[tauri::command]
pub async fn hide(app: AppHandle) {
    closing::hide(&app);
}

/// Gives the window the whole screen, or takes it back.
#[tauri::command]
pub async fn fullscreen(window: WebviewWindow, on: bool) {
    if let Err(error) = window.set_fullscreen(on) {
        tracing::warn!(%error, on, "the window could not take or leave the whole screen");
    }
}

/// Ends Hinomi; watching stops.
#[tauri::command]
pub async fn quit(app: AppHandle) {
    closing::quit(&app);
}

fn dialog(app: &AppHandle, title: &str, folder: Option<PathBuf>) -> FileDialogBuilder<tauri::Wry> {
    let mut dialog = app.dialog().file().set_title(title);
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    match of(app) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Where people look for what they saved.
fn documents(app: &AppHandle) -> Option<PathBuf> {
    let there = |folder: tauri::Result<PathBuf>| folder.ok().filter(|folder| folder.is_dir());
    there(app.path().document_dir()).or_else(|| there(app.path().home_dir()))
}

fn path(picked: FilePath) -> Option<std::path::PathBuf> {
    picked.into_path().ok()
}

/// A name that stays in the folder the operator picks.
fn plain(name: &str) -> String {
    let last = Path::new(name).file_name().map(|n| n.to_string_lossy().into_owned());
    last.unwrap_or_else(|| "hinomi".into()).chars().take(120).collect()
}

/// Has the session start Hinomi, or not.
fn start_with_session(app: &AppHandle, wanted: bool) {
    let session = app.autolaunch();
    let done = match (session.is_enabled(), wanted) {
        (Ok(now), wanted) if now == wanted => Ok(()),
        (_, true) => session.enable(),
        (_, false) => session.disable(),
    };
    if let Err(error) = done {
        tracing::warn!(%error, wanted, "starting with the session could not be arranged");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_elsewhere_stays_in_the_folder() {
        assert_eq!(plain("../../.bashrc"), ".bashrc");
        assert_eq!(plain("状況.pdf"), "状況.pdf");
        assert_eq!(plain(".."), "hinomi");
    }
}
