//! The system's own file dialog. It is no part of the page, so it is driven as a person drives it:
//! by the keyboard of the display (`xdotool`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::{PATIENCE, RHYTHM, Window, pictures};

/// A file dialog in front of the window, with the keyboard.
#[derive(Debug)]
pub struct FileDialog {
    id: String,
    app: u32,
}

impl Window {
    /// Waits for the system's file dialog and gives it the keyboard, which a display without a
    /// window manager leaves where it was.
    pub fn file_dialog(&self) -> FileDialog {
        let app = self.app();
        let mut found = None;
        self.until("the system's file dialog is there", || {
            found = dialogs(app).into_iter().next();
            found.is_some()
        });
        let dialog = FileDialog { id: found.expect("it was waited for"), app };
        self.until("the system's file dialog has the keyboard", || {
            xdotool(&["windowfocus", &dialog.id]);
            xdotool(&["getwindowfocus", "-f"]) == dialog.id
        });
        dialog
    }
}

impl FileDialog {
    /// What it is called.
    pub fn title(&self) -> String {
        xdotool(&["getwindowname", &self.id])
    }

    /// Keeps a picture of it as `NAME.png` among the test's outputs, once it has drawn itself.
    pub fn picture(&self, name: &str) -> PathBuf {
        let path = pictures().join(format!("{name}.png"));
        let mut before = Vec::new();
        for _ in 0..20 {
            std::thread::sleep(RHYTHM);
            let taken = Command::new("import").args(["-window", &self.id]).arg("rgb:-").output();
            let now = taken.expect("import is installed (imagemagick)").stdout;
            if now == before {
                break;
            }
            before = now;
        }
        let taken = Command::new("import").args(["-window", &self.id]).arg(&path).status();
        assert!(taken.is_ok_and(|s| s.success()), "because the dialog is on the screen");
        path
    }

    /// Types a path into the field that has the focus, and accepts.
    pub fn choose(self, path: &Path) {
        // GTK takes a first "/" for the wish to type a path where there is no field yet.
        let (root, rest) = path.to_str().expect("our own paths are text").split_at(1);
        xdotool(&["key", "ctrl+a"]);
        xdotool(&["type", root]);
        xdotool(&["type", "--delay", "10", rest]);
        xdotool(&["key", "Return"]);
        self.wait_until_gone();
    }

    /// Leaves it without choosing.
    pub fn leave(self) {
        xdotool(&["key", "Escape"]);
        self.wait_until_gone();
    }

    fn wait_until_gone(&self) {
        let begun = Instant::now();
        while dialogs(self.app).contains(&self.id) {
            if begun.elapsed() > PATIENCE {
                self.picture("last-dialog");
                panic!("the file dialog “{}” stays", self.title());
            }
            std::thread::sleep(RHYTHM);
        }
    }
}

/// The windows of the app that are on the screen beside its main one.
fn dialogs(app: u32) -> Vec<String> {
    let app = app.to_string();
    let found = xdotool(&["search", "--all", "--onlyvisible", "--pid", &app, "--name", "."]);
    let is_dialog = |id: &&str| xdotool(&["getwindowname", id]) != "Hinomi";
    found.lines().filter(is_dialog).map(str::to_owned).collect()
}

/// Runs `xdotool`; what it says, empty if it would not.
fn xdotool(words: &[&str]) -> String {
    let output = Command::new("xdotool").args(words).output().expect("xdotool is installed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
