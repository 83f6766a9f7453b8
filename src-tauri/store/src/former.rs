//! Tables `formers` and `formers_kept`: links as they were and nodes that were removed, and from when
//! on none of them is missing.

use hinomi_model::{Former, Stamp};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::rollup::DAY;
use crate::site::Site;

/// What ended so long ago is forgotten, like what is kept by 5 minutes (law L10).
const LIFETIME: i64 = 90 * DAY;
/// Most that is kept, and that one question brings; what ended last stays.
const MOST: i64 = 10_000;

pub(crate) async fn put(conn: &mut SqliteConnection, it: &Former) -> Result<(), SiteError> {
    let sql = "INSERT INTO formers (until, body) VALUES (?, ?)";
    let query = sqlx::query(sql).bind(it.until().0).bind(document::write(it));
    query.execute(conn).await.doing("storing what a link or a node was")?;
    Ok(())
}

/// Forgets what ended too long ago, and the oldest of too many.
pub(crate) async fn forget(conn: &mut SqliteConnection, now: Stamp) -> Result<(), SiteError> {
    const DOING: &str = "forgetting what links and nodes were long ago";
    let first_too_many: Option<i64> =
        sqlx::query_scalar("SELECT until FROM formers ORDER BY until DESC LIMIT 1 OFFSET ?")
            .bind(MOST)
            .fetch_optional(&mut *conn)
            .await
            .doing(DOING)?;
    let old = now.0.saturating_sub(LIFETIME);
    let ended = first_too_many.map_or(old, |until| until.max(old));
    // First what is said of it, so that nothing is missing unsaid.
    for sql in [
        "UPDATE formers_kept SET since = max(since, ?) WHERE one = 1",
        "DELETE FROM formers WHERE until <= ?",
    ] {
        sqlx::query(sql).bind(ended).execute(&mut *conn).await.doing(DOING)?;
    }
    Ok(())
}

impl Site {
    /// What ended later than `since`, the earliest first, and the moment from which on none of it is
    /// missing; at most 10,000, those that ended last.
    pub async fn formers(&self, since: Stamp) -> Result<(Stamp, Vec<Former>), SiteError> {
        const DOING: &str = "reading what links and nodes were";
        let mut lane = self.reader().await?;
        let kept: i64 = sqlx::query_scalar("SELECT since FROM formers_kept WHERE one = 1")
            .fetch_one(&mut *lane)
            .await
            .doing(DOING)?;
        let rows: Vec<(i64, i64, Body)> = sqlx::query_as(
            "SELECT id, until, iif(octet_length(body) <= 4000000, body, NULL) FROM formers
             WHERE until > ? ORDER BY until DESC, id DESC LIMIT ?",
        )
        .bind(since.0)
        .bind(MOST + 1)
        .fetch_all(&mut *lane)
        .await
        .doing(DOING)?;
        let most = usize::try_from(MOST).expect("10,000 is a number of rows");
        let beyond = rows.get(most).map_or(i64::MIN, |(_, until, _)| *until);
        let whole_since = Stamp(kept.max(beyond));
        let rows = rows.iter().take(most).rev();
        let formers = rows.map(|(id, _, body)| document::read("formers", id, body));
        Ok((whole_since, formers.collect::<Result<_, _>>()?))
    }
}
