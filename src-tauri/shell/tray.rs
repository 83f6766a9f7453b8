//! The tray: a light, a sentence, and three things to do.

use hinomi_desk::{Glance, Light};
use hinomi_engine::Wish;
use hinomi_model::Settings;
use hinomi_model::settings::Language;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, include_image};

use crate::closing;
use crate::window::{Shell, show};

/// The tray as it was last drawn.
pub struct Tray {
    icon: TrayIcon,
    sentence: MenuItem<tauri::Wry>,
    open: MenuItem<tauri::Wry>,
    pause: MenuItem<tauri::Wry>,
    quit: MenuItem<tauri::Wry>,
}

/// What the tray shows; it is touched only when this changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    light: Light,
    sentence: String,
    language: Language,
    paused: Option<bool>,
}

impl Shown {
    /// What the tray shows of a glance.
    pub fn of(glance: &Glance, language: Language) -> Shown {
        Shown {
            light: glance.light(),
            sentence: glance.sentence(language),
            language,
            paused: glance.settings().map(|s| s.paused),
        }
    }
}

/// Puts the tray up. Without a tray on this desktop nobody sees it, and nothing else happens.
pub fn put_up(app: &AppHandle) -> tauri::Result<()> {
    let item = |id, enabled| MenuItem::with_id(app, id, "", enabled, None::<&str>);
    let sentence = item("sentence", false)?;
    let (open, pause, quit) = (item("open", true)?, item("pause", false)?, item("quit", true)?);
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(app, &[&sentence, &line()?, &open, &pause, &line()?, &quit])?;
    let icon = TrayIconBuilder::with_id("hinomi")
        .icon(picture(Light::Blind))
        .tooltip("Hinomi")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => show(app),
            "pause" => pause_or_go_on(app),
            "quit" => closing::quit(app),
            _ => {}
        })
        .on_tray_icon_event(|icon, event| {
            let (left, up) = (MouseButton::Left, MouseButtonState::Up);
            if matches!(event, TrayIconEvent::Click { button, button_state, .. } if button == left && button_state == up)
            {
                show(icon.app_handle());
            }
        })
        .build(app)?;
    app.manage(Tray { icon, sentence, open, pause, quit });
    Ok(())
}

/// Draws the tray anew.
pub fn draw(app: &AppHandle, before: Option<&Shown>, now: &Shown) -> tauri::Result<()> {
    let Some(tray) = app.try_state::<Tray>() else { return Ok(()) };
    if before.is_none_or(|b| b.light != now.light) {
        tray.icon.set_icon(Some(picture(now.light)))?;
    }
    tray.icon.set_tooltip(Some(format!("Hinomi – {}", now.sentence)))?;
    tray.sentence.set_text(&now.sentence)?;
    let (open, quit) = match now.language {
        Language::En => ("Open Hinomi", "Quit"),
        Language::Ja => ("火の見を開く", "終了"),
    };
    tray.open.set_text(open)?;
    tray.quit.set_text(quit)?;
    tray.pause.set_text(match (now.language, now.paused.unwrap_or(false)) {
        (Language::En, false) => "Pause watching",
        (Language::En, true) => "Resume watching",
        (Language::Ja, false) => "監視を一時停止",
        (Language::Ja, true) => "監視を再開",
    })?;
    tray.pause.set_enabled(now.paused.is_some())
}

fn picture(light: Light) -> Image<'static> {
    match light {
        Light::Calm => include_image!("assets/icons/tray-calm.png"),
        Light::Warning => include_image!("assets/icons/tray-warning.png"),
        Light::Critical => include_image!("assets/icons/tray-critical.png"),
        Light::Blind => include_image!("assets/icons/tray-blind.png"),
    }
}

fn pause_or_go_on(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        let Ok(engine) = shell.desk.engine().await else { return };
        let Ok(loaded) = engine.site().load().await else { return };
        let settings = Settings { paused: !loaded.settings.paused, ..loaded.settings };
        if let Err(refusal) = engine.wish(Wish::Settings(settings)).await {
            tracing::warn!(%refusal, "watching could not be paused or resumed");
        }
    });
}

/// Does this desktop show trays? On Linux that is a host registered with the watcher of status
/// notifiers (freedesktop.org's StatusNotifierItem, section "StatusNotifierWatcher").
#[cfg(target_os = "linux")]
pub async fn is_seen() -> bool {
    const NAME: &str = "org.kde.StatusNotifierWatcher";
    let ask = async {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(&bus, NAME, "/StatusNotifierWatcher", NAME).await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    let limit = std::time::Duration::from_secs(1);
    matches!(tokio::time::timeout(limit, ask).await, Ok(Ok(true)))
}

/// Windows and macOS always show them.
#[cfg(not(target_os = "linux"))]
pub async fn is_seen() -> bool {
    true
}
