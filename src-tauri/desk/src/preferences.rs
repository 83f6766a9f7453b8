//! This PC's preferences: one small JSON file in the account's configuration folder.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hinomi_model::Stamp;
use hinomi_wire::site::{Preferences, RecentSite};

/// Where preferences are kept.
#[derive(Debug)]
pub struct Keeping {
    path: Option<PathBuf>,
    now: Mutex<Preferences>,
}

/// Recent sites remembered.
const RECENT: usize = 10;

impl Keeping {
    /// Reads the preferences of this account; what cannot be read is as it usually is.
    pub fn usual() -> Keeping {
        let folder = std::env::var_os("HINOMI_CONFIG").map(PathBuf::from);
        let folder = folder.or_else(|| dirs::config_dir().map(|d| d.join("hinomi")));
        Keeping::at(folder.map(|d| d.join("preferences.json")))
    }

    /// Reads the preferences at a path; `None` keeps them in memory only.
    pub fn at(path: Option<PathBuf>) -> Keeping {
        let found = path.as_deref().and_then(read);
        Keeping { path, now: Mutex::new(found.unwrap_or_default()) }
    }

    /// The folder they are kept in, for what else belongs to this PC.
    pub fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// The preferences now.
    pub fn get(&self) -> Preferences {
        self.lock().clone()
    }

    /// Changes them and keeps them. Another Hinomi may have changed others in the meantime.
    pub fn change(&self, change: impl FnOnce(&mut Preferences)) -> std::io::Result<Preferences> {
        let mut now = self.lock();
        if let Some(found) = self.path.as_deref().and_then(read) {
            *now = found;
        }
        change(&mut now);
        now.operator = now.operator.trim().chars().take(80).collect();
        now.recent.truncate(RECENT);
        if let Some(path) = &self.path {
            write(path, &now)?;
        }
        Ok(now.clone())
    }

    /// Remembers that a site was opened.
    pub fn opened(&self, path: &Path, name: &str, at: Stamp) {
        let path = path.display().to_string();
        let kept = self.change(|p| {
            p.recent.retain(|r| r.path != path);
            p.recent.insert(0, RecentSite { path: path.clone(), name: name.into(), opened: at });
        });
        if let Err(error) = kept {
            tracing::warn!(%error, "preferences could not be kept");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Preferences> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path) -> Option<Preferences> {
    let text = std::fs::read_to_string(path).ok()?;
    serde_json::from_str(&text)
        .inspect_err(|error| tracing::warn!(%error, "preferences could not be read"))
        .ok()
}

/// Writes beside and renames, so that a crash leaves the old file or the new one.
fn write(path: &Path, preferences: &Preferences) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let text = serde_json::to_string_pretty(preferences).map_err(std::io::Error::other)?;
    let beside = path.with_extension(format!("json.{}", std::process::id()));
    std::fs::write(&beside, text)?;
    std::fs::rename(beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_survive_and_a_spoiled_file_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/preferences.json");
        let keeping = Keeping::at(Some(path.clone()));
        keeping.change(|p| p.operator = "  Sato ".into()).unwrap();
        for n in 0..20 {
            keeping.opened(Path::new(&format!("/sites/{n}.hinomi")), "site", Stamp(n));
        }
        let again = Keeping::at(Some(path.clone())).get();
        assert_eq!(again.operator, "Sato");
        assert_eq!(again.recent.len(), RECENT, "because only the last ten are remembered");
        assert_eq!(again.recent[0].path, "/sites/19.hinomi");
        std::fs::write(&path, "{ not json").unwrap();
        assert_eq!(Keeping::at(Some(path)).get(), Preferences::default());
    }

    #[test]
    fn two_hinomis_do_not_undo_what_the_other_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        let (one, other) = (Keeping::at(Some(path.clone())), Keeping::at(Some(path.clone())));
        one.change(|p| p.operator = "Sato".into()).unwrap();
        other.opened(Path::new("/sites/osaka.hinomi"), "Osaka", Stamp(1));
        let kept = Keeping::at(Some(path)).get();
        assert_eq!(kept.operator, "Sato", "because opening a site is no reason to forget a name");
        assert_eq!(kept.recent.len(), 1);
    }
}
