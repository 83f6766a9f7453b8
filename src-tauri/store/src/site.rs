//! An open site file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use hinomi_model::Settings;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, SqliteConnection};

use crate::connection::{Lane, Lanes, connect, options};
use crate::error::{Doing, SiteError};
use crate::lock::{Lock, ReadOnly};
use crate::vault::{self, Vault};
use crate::{attachment, header, open, schema, settings};

/// Connections that only read. Two, so that a long graph does not keep a short list waiting.
const READERS: usize = 2;

/// An open site file. Cheap to clone; every clone is the same open file.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

// Fields are dropped in this order: connections before the lock.
struct Inner {
    readers: Arc<Lanes>,
    writer: Writer,
    path: PathBuf,
    vault: Vault,
}

impl Inner {
    fn new(readers: Arc<Lanes>, writer: Writer, path: PathBuf) -> Arc<Inner> {
        Arc::new(Inner { readers, writer, path, vault: Vault::default() })
    }
}

enum Writer {
    /// We write; the lock is that of a real file.
    Open { lanes: Arc<Lanes>, commits: AtomicI64, lock: std::sync::Mutex<Option<Lock>> },
    /// We do not, and why; `watch` sees what others write.
    Closed { why: ReadOnly, watch: Lanes, tidy: bool },
}

impl Site {
    /// Makes a new site file. Something that is already at the path is left alone and refused.
    pub async fn create(path: impl AsRef<Path>, settings: &Settings) -> Result<Site, SiteError> {
        let (path, lock) = open::make(path.as_ref())?;
        match fill(&path, settings).await {
            Ok(writer) => Site::writing(path, writer, lock).await,
            Err(error) => {
                open::unmake(&path);
                Err(error)
            }
        }
    }

    /// Opens a site file for writing, or read-only with a reason (see [`Site::read_only`]) when
    /// another Hinomi writes it or the system does not let us. A file that is refused is left as it is.
    pub async fn open(path: impl AsRef<Path>) -> Result<Site, SiteError> {
        let path = header::inspect(path.as_ref())?;
        let lock = match Lock::take(&path)? {
            Ok(lock) => lock,
            Err(why) => return Site::reading(path, why).await,
        };
        let (mut writer, found) = open::to_write(&path).await?;
        if found < schema::VERSION {
            schema::migrate(&mut writer, found, schema::VERSION)
                .await
                .doing("upgrading the site")?;
        }
        attachment::let_go(&mut writer).await?;
        vault::let_go(&mut writer).await?;
        Site::writing(path, writer, lock).await
    }

    /// Opens a site file for reading only, whether or not another Hinomi writes it.
    pub async fn open_read_only(path: impl AsRef<Path>) -> Result<Site, SiteError> {
        Site::reading(header::inspect(path.as_ref())?, ReadOnly::Asked).await
    }

    /// A site that lives in memory: the real store, for tests. While it works, a paused tokio clock
    /// stands still.
    pub async fn in_memory() -> Result<Site, SiteError> {
        let memory = SqliteConnectOptions::new().in_memory(true).disable_statement_logging();
        let mut conn = memory.connect().await.doing("making a site in memory")?;
        schema::migrate(&mut conn, 0, schema::VERSION).await.doing("making a site in memory")?;
        settings::put(&mut conn, &Settings::default()).await?;
        let lanes = Arc::new(Lanes::new(vec![conn], true));
        let writer = Writer::Open {
            lanes: Arc::clone(&lanes),
            commits: AtomicI64::new(0),
            lock: std::sync::Mutex::new(None),
        };
        Ok(Site { inner: Inner::new(lanes, writer, ":memory:".into()) })
    }

    async fn writing(
        path: PathBuf,
        mut conn: SqliteConnection,
        lock: Lock,
    ) -> Result<Site, SiteError> {
        // A copy made by SQLite's own means may have come out in another mode.
        sqlx::raw_sql("PRAGMA journal_mode = WAL")
            .execute(&mut conn)
            .await
            .doing("opening the site")?;
        let readers = open::readers(&path, READERS).await?;
        let writer = Writer::Open {
            lanes: Arc::new(Lanes::new(vec![conn], false)),
            commits: AtomicI64::new(0),
            lock: std::sync::Mutex::new(Some(lock)),
        };
        let readers = Arc::new(Lanes::new(readers, false));
        Ok(Site { inner: Inner::new(readers, writer, path) })
    }

    async fn reading(path: PathBuf, why: ReadOnly) -> Result<Site, SiteError> {
        let tidy = !header::beside(&path, "-wal").exists();
        let (watch, readers) = match open::to_read(&path, READERS).await {
            Ok(connections) => connections,
            Err(error) => {
                open::tidy(&path, tidy).await;
                return Err(error);
            }
        };
        let readers = Arc::new(Lanes::new(readers, false));
        let watch = Lanes::new(vec![watch], false);
        let writer = Writer::Closed { why, watch, tidy };
        Ok(Site { inner: Inner::new(readers, writer, path) })
    }

    /// Where the file is, links resolved; `:memory:` for one in memory.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Why it cannot be written; `None` if it can.
    pub fn read_only(&self) -> Option<&ReadOnly> {
        match &self.inner.writer {
            Writer::Open { .. } => None,
            Writer::Closed { why, .. } => Some(why),
        }
    }

    /// Ends in good order: waits for what is being done, checkpoints, releases the lock. Other clones
    /// get [`SiteError::Closed`] from then on.
    pub async fn close(self) {
        self.lock_vault();
        self.inner.readers.close().await;
        match &self.inner.writer {
            Writer::Open { lanes, lock, .. } => {
                // Closing the last connection is what checkpoints and removes the log.
                lanes.close().await;
                drop(lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take());
            }
            Writer::Closed { watch, tidy, .. } => {
                watch.close().await;
                open::tidy(&self.inner.path, *tidy).await;
            }
        }
    }

    /// Octets the file and its log take on disk (for a site in memory, in memory).
    pub async fn size_bytes(&self) -> Result<u64, SiteError> {
        let mut lane = self.reader().await?;
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let pages: i64 =
            sqlx::query_scalar(sql).fetch_one(&mut *lane).await.doing("measuring the site file")?;
        let log = std::fs::metadata(header::beside(self.path(), "-wal")).map_or(0, |m| m.len());
        Ok(u64::try_from(pages).unwrap_or(0) + log)
    }

    /// A number that differs when anything in the file was changed since, by whomever: how a
    /// read-only window learns that it is worth loading again.
    pub async fn data_version(&self) -> Result<i64, SiteError> {
        match &self.inner.writer {
            Writer::Open { commits, .. } => Ok(commits.load(Ordering::Relaxed)),
            Writer::Closed { watch, .. } => {
                let mut lane = watch.lane().await?;
                let version = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *lane).await;
                version.doing("asking whether the site file changed")
            }
        }
    }

    /// A connection to read by. Whoever reads more than one row set begins a transaction on it.
    pub(crate) async fn reader(&self) -> Result<Lane<'_>, SiteError> {
        self.inner.readers.lane().await
    }

    /// The connection to write by.
    pub(crate) async fn writer(&self) -> Result<Lane<'_>, SiteError> {
        match &self.inner.writer {
            Writer::Open { lanes, .. } => lanes.lane().await,
            Writer::Closed { .. } => Err(SiteError::ReadOnly),
        }
    }
}

impl Site {
    /// What is remembered of the vault.
    pub(crate) fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// Something that a reader may want to know of was written.
    pub(crate) fn wrote(&self) {
        if let Writer::Open { commits, .. } = &self.inner.writer {
            commits.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("path", &self.path()).finish_non_exhaustive()
    }
}

async fn fill(path: &Path, settings: &Settings) -> Result<SqliteConnection, SiteError> {
    let options = options(path).journal_mode(SqliteJournalMode::Wal);
    let mut conn = connect(options).await.doing("making the site file")?;
    schema::migrate(&mut conn, 0, schema::VERSION).await.doing("making the site file")?;
    settings::put(&mut conn, settings).await?;
    // So that the header in the file itself says whose it is, whatever becomes of the log.
    let checkpoint = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.execute(&mut conn).await.doing("making the site file")?;
    Ok(conn)
}
