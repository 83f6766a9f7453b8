//! What can go wrong with a site file, in sentences that say what to do.

use std::path::PathBuf;

/// Why a site file could not be opened, read or written. Its text is for a person.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// There is nothing at that path.
    #[error(
        "{path}: there is no such file. Check the path, or make a new site with “hinomi site new”."
    )]
    Missing {
        /// Where.
        path: PathBuf,
    },
    /// A new site was to be made where something is already.
    #[error(
        "{path}: there is something here already. Choose another name, or open the file instead."
    )]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// The path is a folder.
    #[error("{path}: this is a folder. Choose a site file (NAME.hinomi) inside it.")]
    Folder {
        /// Where.
        path: PathBuf,
    },
    /// The operating system does not let us.
    #[error(
        "{path}: permission denied. Ask the owner of the file for access, or copy it to a folder of your own."
    )]
    NoPermission {
        /// Where.
        path: PathBuf,
    },
    /// The file is something else.
    #[error(
        "{path}: this is not a Hinomi site file. Nothing was changed in it; choose another file."
    )]
    NotASite {
        /// Where.
        path: PathBuf,
    },
    /// The file was written by a newer Hinomi.
    #[error(
        "{path}: this site was written by a newer Hinomi (format {found}; this one knows up to {known}). Update Hinomi to open it; nothing was changed."
    )]
    Newer {
        /// Where.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The newest format this version knows.
        known: u32,
    },
    /// The file is shorter than it says it is.
    #[error(
        "{path}: the end of this site file is missing ({size} of {expected} bytes). It was probably copied or downloaded incompletely: copy it again, or restore a backup. Nothing was changed."
    )]
    Truncated {
        /// Where.
        path: PathBuf,
        /// Octets there are.
        size: u64,
        /// Octets there should be.
        expected: u64,
    },
    /// The file's structure is broken.
    #[error(
        "{path}: this site file is damaged ({detail}). Restore a backup, or open a copy of it; nothing was changed."
    )]
    Damaged {
        /// Where.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// An old format has to be upgraded, which cannot be done read-only.
    #[error(
        "{path}: this site was written by an older Hinomi and has to be upgraded once. Open it where it can be written."
    )]
    NeedsUpgrade {
        /// Where.
        path: PathBuf,
    },
    /// One row cannot be read.
    #[error(
        "the site file holds something unreadable in table “{table}”, row {row}: {detail}. Restore a backup, or report this."
    )]
    BadRow {
        /// The table.
        table: &'static str,
        /// The row's identity, as a number or several with slashes.
        row: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The site was opened read-only.
    #[error("this site is open read-only, so nothing can be changed in it here")]
    ReadOnly,
    /// The site was closed.
    #[error("this site has been closed; open it again")]
    Closed,
    /// More than a site may hold.
    #[error("{what}: {size} is more than a site can hold ({most}). Make it smaller.")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How large it is.
        size: u64,
        /// How large it may be.
        most: u64,
    },
    /// The disk is full.
    #[error("the disk is full: nothing more can be stored. Free some space; watching goes on.")]
    DiskFull,
    /// The operating system failed us.
    #[error("{doing}: {cause}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// SQLite failed us.
    #[error("{doing}: {cause}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        #[source]
        cause: sqlx::Error,
    },
}

/// SQLITE_FULL, as the primary result code.
const FULL: &str = "13";
/// Primary result codes that speak of the thing to be stored: SQLITE_TOOBIG, SQLITE_CONSTRAINT,
/// SQLITE_MISMATCH and SQLITE_RANGE. All others speak of the file, the disk or the moment.
const OF_THE_THING: [u32; 4] = [18, 19, 20, 25];

impl SiteError {
    /// Would storing the same thing fail again, whatever becomes of the disk and the file? It is
    /// then a mistake of ours, and trying again only keeps out what comes after.
    pub fn is_lasting(&self) -> bool {
        match self {
            SiteError::TooLarge { .. } | SiteError::BadRow { .. } => true,
            SiteError::Database { cause: sqlx::Error::Database(error), .. } => {
                let code = error.code().and_then(|code| code.parse::<u32>().ok());
                // The low octet of an extended code is its primary one.
                code.is_some_and(|code| OF_THE_THING.contains(&(code & 0xff)))
            }
            _ => false,
        }
    }
}

/// Says what was being done when SQLite failed.
pub(crate) trait Doing<T> {
    /// Turns SQLite's error into one that names the operation.
    fn doing(self, doing: &'static str) -> Result<T, SiteError>;
}

impl<T> Doing<T> for Result<T, sqlx::Error> {
    fn doing(self, doing: &'static str) -> Result<T, SiteError> {
        self.map_err(|cause| match &cause {
            sqlx::Error::Database(e) if e.code().as_deref() == Some(FULL) => SiteError::DiskFull,
            _ => SiteError::Database { doing, cause },
        })
    }
}

impl<T> Doing<T> for Result<T, std::io::Error> {
    fn doing(self, doing: &'static str) -> Result<T, SiteError> {
        self.map_err(|cause| SiteError::Io { doing, cause })
    }
}
