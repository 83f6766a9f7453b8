//! The window: one, opened with what was asked for, with a Hinomi behind it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hinomi_demo::{Demo, Options};
use hinomi_desk::{Hinomi, Keeping, Start};
use hinomi_engine::Voice;
use hinomi_model::settings::Language;
use hinomi_net::Net;
use hinomi_wire::site::Theme;
use tauri::webview::Color;
use tauri::{AppHandle, Emitter, Manager, RunEvent, Url, WebviewWindow, WebviewWindowBuilder};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_window_state::StateFlags;
use tokio::sync::{Mutex, SetOnce};

use crate::wanted::{HIDDEN, Wanted, wanted};
use crate::{closing, commands, lookout, tray};

/// The label of the one window.
pub const MAIN: &str = "main";

/// The grounds of the page's two themes, as in `ui/src/lib/tokens.css`.
const DARK: Color = Color(0x0f, 0x13, 0x17, 0xff);
const LIGHT: Color = Color(0xf6, 0xf7, 0xf9, 0xff);

/// What the shell holds.
pub struct Shell {
    /// Answers the page.
    pub desk: Arc<Hinomi>,
    /// The simulated network, if that is what is watched.
    pub demo: Mutex<Option<Demo>>,
    /// Set once what Hinomi was started with is open, or cannot be.
    pub started: SetOnce<()>,
    /// The page has said hello: somebody is there to answer a question.
    pub met: AtomicBool,
    /// Hinomi is ending.
    pub ending: AtomicBool,
    /// The folder in which the operator kept the last file.
    pub kept_in: std::sync::Mutex<Option<PathBuf>>,
}

/// Opens the window and returns when Hinomi ends.
pub fn open(start: Start, hidden: bool, demo: Option<Options>) -> tauri::Result<()> {
    let keeping = Keeping::usual();
    let theme = keeping.get().theme;
    // Beside the preferences.
    let places = keeping.folder().map(|f| f.join("window.json")).unwrap_or_default();
    tracing::debug!("opening the network");
    let net = tauri::async_runtime::block_on(Net::open());
    tracing::debug!("opening the display");
    let desk = Arc::new(Hinomi::new(net.clone(), keeping, Voice::Desktop));
    let shell = Shell {
        desk,
        demo: Mutex::default(),
        started: SetOnce::new(),
        met: AtomicBool::new(false),
        ending: AtomicBool::new(false),
        kept_in: std::sync::Mutex::default(),
    };
    // The simulated site is a Hinomi of its own beside the one that watches.
    let session = match &start {
        Start::Demo => "org.hinomi.Demo",
        Start::File(_) | Start::Last => "org.hinomi.Hinomi",
    };
    let only = tauri_plugin_single_instance::Builder::new().dbus_id(session).callback(again);
    let place = tauri_plugin_window_state::Builder::new()
        .with_state_flags(remembered())
        .with_filename(places.to_string_lossy());
    let autostart = tauri_plugin_autostart::Builder::new().app_name("hinomi").arg(HIDDEN);
    let app = tauri::Builder::default()
        // First: a second Hinomi must go before it opens anything.
        .plugin(only.build())
        .plugin(place.build())
        .plugin(autostart.build())
        .plugin(tauri_plugin_dialog::init())
        .manage(shell)
        .invoke_handler(tauri::generate_handler![
            commands::call,
            commands::pick_site,
            commands::save_file,
            commands::open_outside,
            commands::hide,
            commands::fullscreen,
            commands::quit
        ])
        .setup(move |app| {
            tracing::debug!("this session is ours");
            begin(app.handle(), start, demo.map(|options| (net, options)));
            // Before the tray: what takes longest is WebKit starting processes of its own.
            make(app.handle(), theme, hidden)?;
            tracing::debug!("the window is made");
            if let Err(error) = tray::put_up(app.handle()) {
                tracing::warn!(%error, "there is no tray");
            }
            tauri::async_runtime::spawn(lookout::run(app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::ExitRequested { code: None, api, .. } = event {
            api.prevent_exit();
            closing::quit(app);
        }
    });
    Ok(())
}

/// Opens what was asked for, while the page is still loading.
fn begin(app: &AppHandle, start: Start, demo: Option<(Net, Options)>) {
    let handle = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = handle.state::<Shell>();
        if let Some((net, options)) = demo {
            simulate(&handle, net, options).await;
        }
        shell.desk.start(start).await;
        tracing::debug!("the site is open");
        // It is set here and nowhere else.
        let _ = shell.started.set(());
    });
    tauri::async_runtime::spawn(closing::quit_when_told(app.clone()));
}

async fn simulate(app: &AppHandle, net: Net, options: Options) {
    let shell = app.state::<Shell>();
    let language = shell.desk.speaks();
    match hinomi_demo::start(net, Options { language, ..options }).await {
        Ok(demo) => {
            shell.desk.take_over(demo.engine.clone()).await;
            *shell.demo.lock().await = Some(demo);
        }
        Err(error) => {
            let sentence = match language {
                Language::En => format!("The simulated site could not be started: {error}"),
                Language::Ja => format!("デモサイトを開始できませんでした：{error}"),
            };
            say(app, &sentence);
        }
    }
}

fn make(app: &AppHandle, theme: Theme, hidden: bool) -> tauri::Result<()> {
    let ground = if theme == Theme::Light { LIGHT } else { DARK };
    let config = app.config().app.windows.first().expect("tauri.conf.json describes the window");
    let mut builder = WebviewWindowBuilder::from_config(app, config)?
        // What is seen until the page has drawn itself.
        .background_color(ground)
        .initialization_script(first_theme(theme))
        .visible(!hidden)
        .on_navigation(is_ours);
    if let Some(folder) = std::env::var_os("HINOMI_CONFIG") {
        builder = builder.data_directory(PathBuf::from(folder).join("page"));
    }
    let window = builder.build()?;
    if theme == Theme::System && matches!(window.theme(), Ok(tauri::Theme::Light)) {
        window.set_background_color(Some(LIGHT))?;
    }
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let tauri::WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            closing::close(&handle);
        }
    });
    if hidden {
        tauri::async_runtime::spawn(show_without_tray(app.clone()));
    }
    Ok(())
}

/// The page's first frame has the right theme already; afterwards the page minds it itself.
fn first_theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Dark => "document.documentElement.dataset.theme = 'dark'",
        Theme::Light => "document.documentElement.dataset.theme = 'light'",
        Theme::System => {
            "document.documentElement.dataset.theme = \
             matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'"
        }
    }
}

/// The page goes nowhere: what lies outside is opened outside.
fn is_ours(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "tauri" || url.scheme() == "about" || host == "tauri.localhost"
}

/// Where the window was, but not whether it was in the tray.
pub fn remembered() -> StateFlags {
    // The whole screen is the wallboard's, which asks for it anew.
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED
}

/// A session that starts Hinomi in the tray may not have one: then the window is better than
/// nothing. Panels take a while to come up.
async fn show_without_tray(app: AppHandle) {
    for _ in 0..20 {
        if tray::is_seen().await {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    show(&app);
}

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be shown");
    }
}

/// Shows a place in the page, such as `#/incidents/12`.
pub fn go(app: &AppHandle, hash: &str) {
    show(app);
    tell(app, "go", hash);
}

/// Says something to the page. Rarely: each costs the webview memory it never gives back.
pub fn tell(app: &AppHandle, event: &str, word: &str) {
    if let Err(error) = app.emit_to(MAIN, event, word) {
        tracing::warn!(%error, event, "the page could not be told");
    }
}

/// Somebody started Hinomi again.
fn again(app: &AppHandle, args: Vec<String>, folder: String) {
    show(app);
    let args: Vec<_> = args.into_iter().skip(1).map(Into::into).collect();
    let Wanted::Window { start: Start::File(path), .. } = wanted(&args, folder.as_ref(), true)
    else {
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        shell.started.wait().await;
        if let Err(failure) = shell.desk.open(&path).await {
            let words = failure.words(shell.desk.speaks());
            say(&app, &format!("{}\n\n{words}", path.display()));
        }
    });
}

fn say(app: &AppHandle, sentence: &str) {
    let mut words = app.dialog().message(sentence).title("Hinomi").kind(MessageDialogKind::Error);
    if let Some(window) = app.get_webview_window(MAIN) {
        words = words.parent(&window);
    }
    words.show(|_| {});
}

/// The window, for dialogs in front of it.
pub fn of(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(MAIN)
}
