//! Drawing without a GPU.

/// WebKitGTK hands pictures over through the GPU's buffers unless told not to; without a GPU that
/// costs two thirds of the frames. The variable must be there before GTK starts, and before there
/// is a second thread that could read the environment meanwhile.
#[cfg(target_os = "linux")]
pub fn prepare() {
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(VARIABLE).is_some() || usable() {
        return;
    }
    if let Err(error) = glib::setenv(VARIABLE, "1", false) {
        tracing::warn!(%error, "WebKit could not be told that there is no GPU; drawing may be slow");
    }
}

/// Is there a device to render with that this account may use?
#[cfg(target_os = "linux")]
fn usable() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices
        .flatten()
        .filter(|d| d.file_name().to_string_lossy().starts_with("renderD"))
        .any(|d| std::fs::OpenOptions::new().read(true).write(true).open(d.path()).is_ok())
}

/// Elsewhere the webview knows better.
#[cfg(not(target_os = "linux"))]
pub fn prepare() {}
