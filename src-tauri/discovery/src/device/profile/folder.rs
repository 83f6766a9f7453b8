//! The operator's own profiles: a folder of files that is read anew whenever one has changed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::library::{self, BadProfile, Own, Profiles};
use super::mistake::Mistake;

/// A folder of profiles of one's own. What is asked of it is what lies there now, so a file that
/// was changed counts from the next question on. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    path: Option<PathBuf>,
    held: Arc<Mutex<Option<Arc<Shelf>>>>,
}

/// All profiles as they are just now.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Those that can be used: ours, and the operator's.
    pub profiles: Profiles,
    /// What is wrong with others.
    pub bad: Vec<BadProfile>,
    own: Own,
}

/// A file of the operator's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// Its name without `.toml`.
    pub name: String,
    /// What is in it; empty if it cannot be read.
    pub text: String,
    /// What is wrong with it.
    pub bad: Vec<BadProfile>,
}

impl Folder {
    /// The folder `profiles` beside a site file; none for a site without a place of its own.
    pub fn beside(site: &Path) -> Folder {
        let place = site.parent().filter(|place| !place.as_os_str().is_empty());
        Folder { path: place.map(|place| place.join("profiles")), held: Arc::default() }
    }

    /// Where it is; it may not be there yet.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// All profiles as they are now. Files that did not change are not parsed again.
    pub fn now(&self) -> Arc<Shelf> {
        let own = self.path().map(library::own_files).unwrap_or_default();
        if own.is_empty() {
            return nothing_of_their_own();
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = held.as_ref().filter(|shelf| shelf.own == own) {
            return Arc::clone(shelf);
        }
        let (profiles, bad) = Profiles::with_own(&own);
        let shelf = Arc::new(Shelf { profiles, bad, own });
        *held = Some(Arc::clone(&shelf));
        shelf
    }

    /// Writes a file of this name, all of it or nothing. What is wrong with it keeps nobody from
    /// keeping it; it is told by [`Folder::now`].
    ///
    /// Errors: `InvalidInput` for a name other than 1 to 60 of `a`–`z`, digits and `-`; `NotFound`
    /// without a place; and those of the file system.
    pub fn put(&self, name: &str, text: &str) -> io::Result<()> {
        let file = self.file(name)?;
        let folder = file.parent().expect("it was joined to one");
        std::fs::create_dir_all(folder)?;
        let beside = folder.join(format!(".{name}.new"));
        std::fs::write(&beside, text)?;
        std::fs::rename(beside, file)
    }

    /// Removes the file of this name. One that is not there is gone already.
    ///
    /// Errors: as [`Folder::put`].
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match std::fs::remove_file(self.file(name)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn file(&self, name: &str) -> io::Result<PathBuf> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(1..=60).contains(&name.len()) || !name.chars().all(plain) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let folder = self.path().ok_or(io::ErrorKind::NotFound)?;
        Ok(folder.join(format!("{name}.toml")))
    }
}

impl Shelf {
    /// The operator's files, by name, each with what is wrong with it.
    pub fn own(&self) -> Vec<OwnFile> {
        let file = |(path, text): (&PathBuf, &Result<String, Mistake>)| {
            let name = stem(path);
            let of_it = |bad: &&BadProfile| stem(Path::new(&bad.file)) == name;
            let bad = self.bad.iter().filter(of_it).cloned().collect();
            OwnFile { text: text.clone().unwrap_or_default(), bad, name }
        };
        self.own.iter().map(file).collect()
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// What everybody has who has no profiles of their own: read once.
fn nothing_of_their_own() -> Arc<Shelf> {
    static ONCE: OnceLock<Arc<Shelf>> = OnceLock::new();
    let read = || {
        let (profiles, bad) = Profiles::with_own(&BTreeMap::new());
        Arc::new(Shelf { profiles, bad, own: Own::new() })
    };
    Arc::clone(ONCE.get_or_init(read))
}
