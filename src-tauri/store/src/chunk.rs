//! Table `chunks`: sealed samples of one check, compressed.

use std::ops::ControlFlow;

use futures::TryStreamExt;
use hinomi_model::{CheckId, Sample, Stamp};
use sqlx::SqliteConnection;

use crate::compress::{row, squeeze, swell};
use crate::error::{Doing, SiteError};
use crate::hot;
use crate::pack::{pack_all, unpack};
use crate::site::Site;

/// Writes the samples of one check, ordered by time.
pub(crate) async fn append(
    conn: &mut SqliteConnection,
    check: CheckId,
    samples: &[Sample],
) -> Result<(), SiteError> {
    let samples: Vec<&Sample> = samples.iter().collect();
    for (part, body) in pack_all(&samples) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        sqlx::query("INSERT INTO chunks (check_id, first, last, body) VALUES (?, ?, ?, ?)")
            .bind(check.0)
            .bind(first.at.0)
            .bind(last.at.0)
            .bind(squeeze(&body))
            .execute(&mut *conn)
            .await
            .doing("sealing samples")?;
    }
    Ok(())
}

/// Walks the samples of a check in `[from, until)` chunk by chunk, newest chunk first, until told
/// to stop.
pub(crate) async fn walk(
    conn: &mut SqliteConnection,
    check: CheckId,
    from: Stamp,
    until: Stamp,
    mut each: impl FnMut(Vec<Sample>) -> ControlFlow<()>,
) -> Result<(), SiteError> {
    let mut rows = sqlx::query_as::<_, (i64, Option<Vec<u8>>)>(
        "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM chunks
         WHERE check_id = ? AND last >= ? AND first < ? ORDER BY last DESC",
    )
    .bind(check.0)
    .bind(from.0)
    .bind(until.0)
    .fetch(conn);
    while let Some((id, body)) = rows.try_next().await.doing("reading samples")? {
        let mut samples =
            row("chunks", id, &body, |b| swell(b).and_then(|b| unpack(&b, |c| c == check)))?;
        samples.retain(|s| s.at >= from && s.at < until);
        if !samples.is_empty() && each(samples).is_break() {
            break;
        }
    }
    Ok(())
}

impl Site {
    /// What the last probes of a check in `[from, until)` brought back, newest first, at most `most`
    /// (and never more than 10,000).
    pub async fn samples(
        &self,
        check: CheckId,
        from: Stamp,
        until: Stamp,
        most: u32,
    ) -> Result<Vec<Sample>, SiteError> {
        let most = most.min(10_000) as usize;
        let mut found: Vec<Sample> = Vec::new();
        let mut each = |samples: Vec<Sample>| {
            found.extend(samples);
            if found.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let mut lane = self.reader().await?;
        let mut tx = sqlx::Connection::begin(&mut *lane).await.doing("reading samples")?;
        hot::walk(&mut tx, from, until, |c| c == check, &mut each).await?;
        if each(Vec::new()).is_continue() {
            walk(&mut tx, check, from, until, &mut each).await?;
        }
        found.sort_by_key(|s| std::cmp::Reverse(s.at));
        found.truncate(most);
        Ok(found)
    }
}
