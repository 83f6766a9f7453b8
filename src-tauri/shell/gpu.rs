//! Drawing without a GPU.

/// WebKitGTK hands pictures over through the GPU's buffers unless told not to; without a GPU that
/// costs two thirds of the frames. The variable must be there before GTK starts, and a running
/// process cannot set one soundly, so Hinomi starts itself anew with it.
#[cfg(target_os = "linux")]
pub fn prepare() {
    use std::os::unix::process::CommandExt;

    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(VARIABLE).is_some() || usable() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut again = std::process::Command::new(program);
    if let Some(name) = std::env::args_os().next() {
        again.arg0(name);
    }
    let error = again.args(std::env::args_os().skip(1)).env(VARIABLE, "1").exec();
    tracing::warn!(%error, "Hinomi could not start itself anew; drawing may be slow");
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
