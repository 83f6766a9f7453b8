//! What can be told of a file before SQLite touches it: the 100 bytes at its beginning
//! (SQLite file format §1.3).

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::error::{Doing, SiteError};
use crate::schema::{APPLICATION_ID, VERSION};

/// Looks at a file without changing it or anything beside it. Returns its canonical path, by which
/// the lock is named, so that a link to a site is the same site.
pub(crate) fn inspect(path: &Path) -> Result<PathBuf, SiteError> {
    let refused = |cause: std::io::Error| match cause.kind() {
        ErrorKind::NotFound => SiteError::Missing { path: path.into() },
        ErrorKind::PermissionDenied => SiteError::NoPermission { path: path.into() },
        _ => SiteError::Io { doing: "opening the site file", cause },
    };
    let path = std::fs::canonicalize(path).map_err(refused)?;
    let kind = std::fs::metadata(&path).map_err(refused)?;
    if kind.is_dir() {
        return Err(SiteError::Folder { path });
    }
    if !kind.is_file() {
        return Err(SiteError::NotASite { path });
    }
    let mut head = Vec::with_capacity(100);
    File::open(&path)
        .map_err(refused)?
        .take(100)
        .read_to_end(&mut head)
        .doing("reading the site file")?;
    judge(&path, &head, kind.len(), has_log(&path))?;
    Ok(path)
}

fn judge(path: &Path, head: &[u8], size: u64, has_log: bool) -> Result<(), SiteError> {
    let path = || path.to_path_buf();
    let word =
        |at: usize| head.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    let ours = head.starts_with(b"SQLite format 3\0") && word(68) == Some(APPLICATION_ID);
    let (true, Some(found)) = (ours, word(60)) else {
        return Err(SiteError::NotASite { path: path() });
    };
    if found > VERSION {
        return Err(SiteError::Newer { path: path(), found, known: VERSION });
    }
    let damaged = |detail: &str| SiteError::Damaged { path: path(), detail: detail.into() };
    if found == 0 {
        return Err(damaged("it names no format"));
    }
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size @ 512.. if size.is_power_of_two() => u64::from(size),
        _ => return Err(damaged("its page size is not one SQLite has")),
    };
    let pages = word(28).filter(|_| word(24) == word(92)).map_or(1, u64::from);
    // A checkpoint writes the first page, with the count, before the last ones. Until it is through
    // the log still has them all, and SQLite will finish the work.
    if !has_log && size < pages * page {
        return Err(SiteError::Truncated { path: path(), size, expected: pages * page });
    }
    Ok(())
}

/// A file beside the site file.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Is there a write-ahead log with something in it?
pub(crate) fn has_log(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}
