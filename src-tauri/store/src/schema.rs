//! The format of the file and its migrations, forward only.
//!
//! The runner is our own dozen lines on `user_version` because a newer file must be recognisable
//! from its header alone; sqlx's migrator would keep a second version in a table beside it.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

/// "Hino" in the header of every site file, so that `file(1)` and others can tell.
pub(crate) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"Hino");

/// The newest format this version knows.
pub(crate) const VERSION: u32 = MIGRATIONS.len() as u32;

/// What leads from each format to the next; the first from nothing to format 1.
const MIGRATIONS: &[&str] = &[
    concat!(
        include_str!("../migrations/0001_first.sql"),
        "PRAGMA application_id = 0x48696e6f; PRAGMA user_version = 1;"
    ),
    concat!(include_str!("../migrations/0002_vault.sql"), "PRAGMA user_version = 2;"),
    concat!(include_str!("../migrations/0003_truth.sql"), "PRAGMA user_version = 3;"),
    concat!(include_str!("../migrations/0004_rejected.sql"), "PRAGMA user_version = 4;"),
    concat!(include_str!("../migrations/0005_links.sql"), "PRAGMA user_version = 5;"),
    concat!(include_str!("../migrations/0006_unreachable.sql"), "PRAGMA user_version = 6;"),
    concat!(include_str!("../migrations/0007_maps.sql"), "PRAGMA user_version = 7;"),
    concat!(include_str!("../migrations/0008_traps.sql"), "PRAGMA user_version = 8;"),
    concat!(include_str!("../migrations/0009_whereabouts.sql"), "PRAGMA user_version = 9;"),
    concat!(include_str!("../migrations/0010_rescans.sql"), "PRAGMA user_version = 10;"),
    concat!(include_str!("../migrations/0011_formers.sql"), "PRAGMA user_version = 11;"),
];

/// Brings a file from one format to a later one in a single transaction.
pub(crate) async fn migrate(
    conn: &mut SqliteConnection,
    from: u32,
    to: u32,
) -> Result<(), sqlx::Error> {
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
    for step in &MIGRATIONS[from as usize..to as usize] {
        sqlx::raw_sql(*step).execute(&mut *tx).await?;
    }
    tx.commit().await
}

/// Everything the schema of a file says, in a fixed order.
pub(crate) async fn described(
    conn: &mut SqliteConnection,
) -> Result<Vec<(String, String, Option<String>)>, sqlx::Error> {
    sqlx::query_as("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name LIMIT 1000")
        .fetch_all(conn)
        .await
}

/// Is the file's schema, to the letter, the one its version has? A file from elsewhere could carry
/// triggers and views of its own, which would run whenever we write.
pub(crate) async fn is_ours(
    conn: &mut SqliteConnection,
    version: u32,
) -> Result<bool, sqlx::Error> {
    let mut fresh =
        SqliteConnectOptions::new().in_memory(true).disable_statement_logging().connect().await?;
    migrate(&mut fresh, 0, version).await?;
    let ours = described(&mut fresh).await?;
    fresh.close().await?;
    Ok(described(conn).await? == ours)
}
