//! Who may write: one Hinomi per site file, held by a lock beside it.
//!
//! The lock is the operating system's (`flock`, `LockFileEx`) on `NAME.hinomi-lock`, not on the
//! site file, whose POSIX locks are SQLite's. It ends with the process however that ends; a lock
//! file left behind by a killed one is no lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Doing, SiteError};
use crate::header::beside;

/// Why a site is open read-only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// Another Hinomi writes it.
    OtherHinomi {
        /// Its process, if it could be learned.
        pid: Option<u32>,
    },
    /// The operating system does not let us write the file or its folder.
    NotWritable,
    /// The caller wanted only to read.
    Asked,
}

impl std::fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadOnly::OtherHinomi { pid: Some(pid) } => {
                write!(f, "another Hinomi (process {pid}) is watching this site")
            }
            ReadOnly::OtherHinomi { pid: None } => {
                f.write_str("another Hinomi is watching this site")
            }
            ReadOnly::NotWritable => f.write_str("the file or its folder cannot be written"),
            ReadOnly::Asked => f.write_str("opened for reading only"),
        }
    }
}

/// The right to write a site file, held until dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock of a site file, or says why it must not be written.
    pub(crate) fn take(site: &Path) -> Result<Result<Lock, ReadOnly>, SiteError> {
        let path = beside(site, "-lock");
        loop {
            let open =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = match open {
                Ok(file) => file,
                Err(e) if refused(&e) => return Ok(Err(ReadOnly::NotWritable)),
                Err(e) => return Err(e).doing("taking the lock beside the site file"),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Ok(Err(ReadOnly::OtherHinomi { pid: holder(&mut file) }));
                }
                Err(TryLockError::Error(e)) => {
                    return Err(e).doing("taking the lock beside the site file");
                }
            }
            // Its last holder may have removed it between our opening and our locking.
            if !is_at(&file, &path) {
                continue;
            }
            if OpenOptions::new().append(true).open(site).is_err_and(|e| refused(&e)) {
                drop(Lock { _file: file, path });
                return Ok(Err(ReadOnly::NotWritable));
            }
            file.set_len(0).doing("writing the lock beside the site file")?;
            writeln!(file, "{}", std::process::id())
                .doing("writing the lock beside the site file")?;
            return Ok(Ok(Lock { _file: file, path }));
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While still held, so that nobody's lock but ours is removed. What cannot be removed stays
        // behind unlocked, which means nothing.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn refused(e: &std::io::Error) -> bool {
    matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |m: std::fs::Metadata| (m.dev(), m.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(held), Ok(there)) => identity(held) == identity(there),
        _ => false,
    }
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
