//! Table `gaps`: time in which we did not look.

use hinomi_model::{Gap, Stamp};
use sqlx::SqliteConnection;

use crate::document;
use crate::error::{Doing, SiteError};
use crate::site::Site;

type Row = (i64, Option<i64>, String);

pub(crate) async fn put(conn: &mut SqliteConnection, gap: &Gap) -> Result<(), SiteError> {
    sqlx::query("INSERT OR REPLACE INTO gaps VALUES (?, ?, ?)")
        .bind(gap.from.0)
        .bind(gap.until.map(|until| until.0))
        .bind(document::word(&gap.reason))
        .execute(conn)
        .await
        .doing("storing a gap")?;
    Ok(())
}

fn gap((from, until, reason): Row) -> Result<Gap, SiteError> {
    let reason = document::read_word("gaps", from, reason)?;
    Ok(Gap { from: Stamp(from), until: until.map(Stamp), reason })
}

pub(crate) async fn lasting(conn: &mut SqliteConnection) -> Result<Vec<Gap>, SiteError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT began, ended, substr(reason, 1, 100) FROM gaps WHERE ended IS NULL
         ORDER BY began LIMIT 10000",
    )
    .fetch_all(conn)
    .await
    .doing("reading the gaps that last")?;
    rows.into_iter().map(gap).collect()
}

pub(crate) async fn between(
    conn: &mut SqliteConnection,
    from: Stamp,
    until: Stamp,
) -> Result<Vec<Gap>, SiteError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT began, ended, substr(reason, 1, 100) FROM gaps
         WHERE began < ?2 AND (ended IS NULL OR ended > ?1) ORDER BY began LIMIT 100000",
    )
    .bind(from.0)
    .bind(until.0)
    .fetch_all(conn)
    .await
    .doing("reading gaps")?;
    rows.into_iter().map(gap).collect()
}

impl Site {
    /// The gaps that touch `[from, until)`, oldest first, at their full length.
    pub async fn gaps(&self, from: Stamp, until: Stamp) -> Result<Vec<Gap>, SiteError> {
        between(&mut *self.reader().await?, from, until).await
    }
}
