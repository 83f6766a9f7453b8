//! Connections: one that writes, a few that read.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::SiteError;

/// How a site file is opened. Nothing here reads the file yet; see [`connect`].
pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        // A file from elsewhere must not be able to call functions with side effects.
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

/// Connects and reads the schema. If that fails the connection is closed before the error is
/// returned, so that nothing of ours stays beside a file that is refused.
pub(crate) async fn connect(
    options: SqliteConnectOptions,
) -> Result<SqliteConnection, sqlx::Error> {
    let mut conn = options.connect().await?;
    let set = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1000;
        PRAGMA cell_size_check = ON; SELECT 1 FROM sqlite_schema";
    match sqlx::raw_sql(set).execute(&mut conn).await {
        Ok(_) => Ok(conn),
        Err(error) => Err(given_up(conn, error).await),
    }
}

/// Closes a connection to a file that was refused, waiting until it is done. What was wrong with
/// the file matters more than what is wrong with closing.
pub(crate) async fn given_up<E>(conn: SqliteConnection, error: E) -> E {
    let _ = conn.close().await;
    error
}

/// Some connections, handed out one to a caller. Not sqlx's pool: that one measures its patience
/// with tokio's clock, which in tests is paused.
pub(crate) struct Lanes {
    free: Mutex<Vec<SqliteConnection>>,
    permits: Semaphore,
    all: u32,
    /// Set for a site in memory, which only tests have.
    holds_clock: bool,
}

impl Lanes {
    pub(crate) fn new(connections: Vec<SqliteConnection>, holds_clock: bool) -> Lanes {
        let all = connections.len();
        Lanes {
            free: Mutex::new(connections),
            permits: Semaphore::new(all),
            all: u32::try_from(all).expect("there are a handful of connections"),
            holds_clock,
        }
    }

    /// Waits for a connection.
    pub(crate) async fn lane(&self) -> Result<Lane<'_>, SiteError> {
        let still = self.holds_clock.then(Still::new);
        let permit = self.permits.acquire().await.map_err(|_| SiteError::Closed)?;
        let conn = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(Lane {
            conn: Some(conn.ok_or(SiteError::Closed)?),
            lanes: self,
            _permit: permit,
            _still: still,
        })
    }

    /// Waits until every connection is back, then closes them.
    pub(crate) async fn close(&self) {
        let Ok(permits) = self.permits.acquire_many(self.all).await else { return };
        self.permits.close();
        drop(permits);
        let all = std::mem::take(&mut *self.free.lock().unwrap_or_else(PoisonError::into_inner));
        for conn in all {
            if let Err(error) = conn.close().await {
                tracing::warn!(%error, "a connection to the site file did not close cleanly");
            }
        }
    }
}

/// One connection, given back when dropped.
pub(crate) struct Lane<'a> {
    conn: Option<SqliteConnection>,
    lanes: &'a Lanes,
    _permit: SemaphorePermit<'a>,
    _still: Option<Still>,
}

const GIVEN: &str = "a lane has its connection until it is dropped";

impl Deref for Lane<'_> {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        self.conn.as_ref().expect(GIVEN)
    }
}

impl DerefMut for Lane<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.conn.as_mut().expect(GIVEN)
    }
}

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        let free = self.lanes.free.lock();
        free.unwrap_or_else(PoisonError::into_inner).extend(self.conn.take());
    }
}

/// Holds a paused tokio clock still: it only jumps while no blocking task runs, and SQLite's own
/// thread is none that tokio knows of.
struct Still {
    _until_dropped: std::sync::mpsc::Sender<()>,
}

impl Still {
    fn new() -> Still {
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || receiver.recv());
        Still { _until_dropped: sender }
    }
}
