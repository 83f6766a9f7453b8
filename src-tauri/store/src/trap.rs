//! Table `traps`: the trap log.

use hinomi_model::trap::TrapEntry;
use hinomi_model::{NodeId, Span, Stamp, TrapId};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::site::Site;

/// Which lines of the trap log are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrapFilter {
    /// Of this node only.
    pub node: Option<NodeId>,
    /// Only those that are trouble which has not ended.
    pub standing: bool,
    /// Only those numbered below this: the next page after the last one of the page before.
    pub before: Option<TrapId>,
    /// At most so many; 0 means 1,000, which is also the most.
    pub most: u32,
}

/// Lines live this long after the last of them came, unless they stand.
const LIFETIME: Span = Span::minutes(90 * 24 * 60);
/// Lines of one site at most; the oldest go first.
const MOST: i64 = 200_000;

pub(crate) async fn put(conn: &mut SqliteConnection, trap: &TrapEntry) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO traps VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
         SET at = excluded.at, stands = excluded.stands, body = excluded.body",
    )
    .bind(trap.id.0)
    .bind(trap.node.map(|node| node.0))
    .bind(trap.last.0)
    .bind(trap.stands)
    .bind(document::write(trap))
    .execute(conn)
    .await
    .doing("storing a trap")?;
    Ok(())
}

pub(crate) async fn standing(conn: &mut SqliteConnection) -> Result<Vec<TrapEntry>, SiteError> {
    const STANDING: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM traps
        WHERE stands = 1 ORDER BY id LIMIT 1000001";
    document::all(conn, "traps", STANDING, "reading the traps that stand").await
}

/// Removes some of what is older; as many as at once means there may be more.
pub(crate) async fn forget(conn: &mut SqliteConnection, now: Stamp) -> Result<u64, SiteError> {
    let done = sqlx::query(
        "DELETE FROM traps WHERE id IN (SELECT id FROM traps WHERE id > 0 AND stands = 0
         ORDER BY id LIMIT 500) AND (at < ?1 OR id < (SELECT max(id) FROM traps) - ?2)",
    )
    .bind((now - LIFETIME).0)
    .bind(MOST)
    .execute(conn)
    .await;
    Ok(done.doing("forgetting old traps")?.rows_affected())
}

// One text per set of rows to walk, so that each has its index.
macro_rules! listing {
    ($which:literal) => {
        concat!(
            "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM traps WHERE ",
            $which,
            " AND id < ?2 ORDER BY id DESC LIMIT ?3"
        )
    };
}

impl Site {
    /// Lines of the trap log, newest number first.
    pub async fn traps(&self, filter: &TrapFilter) -> Result<Vec<TrapEntry>, SiteError> {
        let sql = match (filter.node, filter.standing) {
            (Some(_), false) => listing!("node_id = ?1"),
            (Some(_), true) => listing!("node_id = ?1 AND stands = 1"),
            (None, false) => listing!("?1 IS NULL"),
            (None, true) => listing!("?1 IS NULL AND stands = 1"),
        };
        let most = if filter.most == 0 { 1_000 } else { filter.most.min(1_000) };
        let rows: Vec<(i64, Body)> = sqlx::query_as(sql)
            .bind(filter.node.map(|node| node.0))
            .bind(filter.before.map_or(i64::MAX, |id| i64::from(id.0)))
            .bind(most)
            .fetch_all(&mut *self.reader().await?)
            .await
            .doing("reading the trap log")?;
        rows.iter().map(|(id, body)| document::read("traps", id, body)).collect()
    }
}
