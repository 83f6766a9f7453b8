//! Opening a file without harming it.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::connection::{connect, given_up, options};
use crate::error::{Doing, SiteError};
use crate::header::{beside, has_log};
use crate::lock::{Lock, ReadOnly};
use crate::schema::{self, APPLICATION_ID, VERSION};

/// Files up to this size are checked through when opened; it takes some 50 ms. Larger ones by their
/// header, their schema and what is read.
const CHECKED_THROUGH: u64 = 16 << 20;

/// Takes the place of a new file, empty and locked.
pub(crate) fn make(path: &Path) -> Result<(PathBuf, Lock), SiteError> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => SiteError::Exists { path: path.into() },
        ErrorKind::NotFound => SiteError::Missing { path: path.parent().unwrap_or(path).into() },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            SiteError::NoPermission { path: path.into() }
        }
        _ => SiteError::Io { doing: "making the site file", cause },
    })?;
    let locked = std::fs::canonicalize(path)
        .doing("making the site file")
        .and_then(|path| Ok((Lock::take(&path)?, path)));
    match locked {
        Ok((Ok(lock), path)) => Ok((path, lock)),
        Ok((Err(ReadOnly::OtherHinomi { .. }), path)) => Err(SiteError::Exists { path }),
        Ok((Err(ReadOnly::NotWritable | ReadOnly::Asked), path)) => {
            unmake(&path);
            Err(SiteError::NoPermission { path })
        }
        Err(error) => {
            unmake(path);
            Err(error)
        }
    }
}

/// Takes away a file of ours that did not become a site.
pub(crate) fn unmake(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        // Nothing better can be done about what cannot be removed.
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

/// Connects for writing a file that has passed [`crate::header::inspect`], and examines it.
pub(crate) async fn to_write(path: &Path) -> Result<(SqliteConnection, u32), SiteError> {
    let mut conn = connect(options(path)).await.map_err(|e| broken(path, e))?;
    match examine(path, &mut conn).await {
        Ok(found) => Ok((conn, found)),
        Err(error) => Err(given_up(conn, error).await),
    }
}

fn code(error: &sqlx::Error) -> Option<u32> {
    let sqlx::Error::Database(e) = error else { return None };
    e.code()?.parse::<u32>().ok()
}

fn broken(path: &Path, error: sqlx::Error) -> SiteError {
    match code(&error).map(|code| code & 0xff) {
        // SQLITE_CORRUPT, SQLITE_NOTADB
        Some(11 | 26) => SiteError::Damaged { path: path.into(), detail: error.to_string() },
        _ => SiteError::Database { doing: "opening the site file", cause: error },
    }
}

/// Makes sure that a database is a site we can work with, and returns its format.
async fn examine(path: &Path, conn: &mut SqliteConnection) -> Result<u32, SiteError> {
    let of = |e| broken(path, e);
    // The header in the file may be older than what the log holds.
    let (id, found): (u32, u32) = sqlx::query_as(
        "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version",
    )
    .fetch_one(&mut *conn)
    .await
    .map_err(of)?;
    if id != APPLICATION_ID || found == 0 {
        return Err(SiteError::NotASite { path: path.into() });
    }
    if found > VERSION {
        return Err(SiteError::Newer { path: path.into(), found, known: VERSION });
    }
    let damaged = |detail: String| SiteError::Damaged { path: path.into(), detail };
    if !schema::is_ours(conn, found).await.map_err(of)? {
        return Err(damaged("its tables are not those Hinomi made".into()));
    }
    if std::fs::metadata(path).is_ok_and(|m| m.len() <= CHECKED_THROUGH) {
        let verdict: String =
            sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(conn).await.map_err(of)?;
        if verdict != "ok" {
            return Err(damaged(verdict));
        }
    }
    Ok(found)
}

/// Connects for reading only: one connection that has examined the file, and some more.
///
/// A database with a log needs files beside it even to be read, which a read-only folder or medium
/// does not allow; then, if there is no log, it is read as it lies, since nobody else writes there.
pub(crate) async fn to_read(
    path: &Path,
    more: usize,
) -> Result<(SqliteConnection, Vec<SqliteConnection>), SiteError> {
    let opened = match read_by(path, false).await {
        // SQLITE_READONLY, SQLITE_CANTOPEN
        Err(e) if matches!(code(&e).map(|c| c & 0xff), Some(8 | 14)) && !has_log(path) => {
            read_by(path, true).await.map(|conn| (conn, true))
        }
        other => other.map(|conn| (conn, false)),
    };
    let (mut first, immutable) = opened.map_err(|e| broken(path, e))?;
    match examine(path, &mut first).await {
        Ok(VERSION) => Ok((first, several(path, more, immutable).await?)),
        Ok(_) => Err(given_up(first, SiteError::NeedsUpgrade { path: path.into() }).await),
        Err(error) => Err(given_up(first, error).await),
    }
}

/// Several connections that only read a file we also write.
pub(crate) async fn readers(path: &Path, n: usize) -> Result<Vec<SqliteConnection>, SiteError> {
    several(path, n, false).await
}

async fn several(
    path: &Path,
    n: usize,
    immutable: bool,
) -> Result<Vec<SqliteConnection>, SiteError> {
    let mut all = Vec::with_capacity(n);
    for _ in 0..n {
        all.push(read_by(path, immutable).await.map_err(|e| broken(path, e))?);
    }
    Ok(all)
}

async fn read_by(path: &Path, immutable: bool) -> Result<SqliteConnection, sqlx::Error> {
    connect(options(path).read_only(true).immutable(immutable)).await
}

/// A connection that only reads makes the log's files but cannot remove them. If there were none
/// before and nobody else is at work, one that writes comes and goes, which removes them.
pub(crate) async fn tidy(path: &Path, wanted: bool) {
    if !wanted || has_log(path) || !beside(path, "-shm").exists() {
        return;
    }
    let Ok(Ok(lock)) = Lock::take(path) else { return };
    if let Ok(mut conn) = options(path).connect().await {
        // What is left behind is empty and harms nobody.
        let _ = sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&mut conn).await;
        let _ = conn.close().await;
    }
    drop(lock);
}
