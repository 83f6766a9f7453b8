//! Table `hot`: samples as they come, one row per commit. Appending touches one page; reading walks
//! the table, which is why it is sealed often.

use std::ops::ControlFlow;

use futures::TryStreamExt;
use hinomi_model::{CheckId, Sample, Stamp};
use sqlx::SqliteConnection;

use crate::compress::row;
use crate::error::{Doing, SiteError};
use crate::pack::{pack_all, unpack};

pub(crate) async fn append(
    conn: &mut SqliteConnection,
    samples: &[Sample],
) -> Result<(), SiteError> {
    let samples: Vec<&Sample> = samples.iter().collect();
    for (part, body) in pack_all(&samples) {
        let times = || part.iter().map(|s| s.at.0);
        sqlx::query("INSERT INTO hot (first, last, n, body) VALUES (?, ?, ?, ?)")
            .bind(times().min())
            .bind(times().max())
            .bind(i64::try_from(part.len()).expect("a packing has a few thousand samples"))
            .bind(body)
            .execute(&mut *conn)
            .await
            .doing("storing samples")?;
    }
    Ok(())
}

/// Walks the samples of some checks in `[from, until)` row by row, newest row first, until told to
/// stop.
pub(crate) async fn walk(
    conn: &mut SqliteConnection,
    from: Stamp,
    until: Stamp,
    wanted: impl Fn(CheckId) -> bool,
    mut each: impl FnMut(Vec<Sample>) -> ControlFlow<()>,
) -> Result<(), SiteError> {
    let mut rows = sqlx::query_as::<_, (i64, Option<Vec<u8>>)>(
        "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM hot
         WHERE last >= ? AND first < ? ORDER BY id DESC",
    )
    .bind(from.0)
    .bind(until.0)
    .fetch(conn);
    while let Some((id, body)) = rows.try_next().await.doing("reading samples")? {
        let mut samples = row("hot", id, &body, |b| unpack(b, &wanted))?;
        samples.retain(|s| s.at >= from && s.at < until);
        if !samples.is_empty() && each(samples).is_break() {
            break;
        }
    }
    Ok(())
}

/// The rows to seal next: those up to this identity, with so many samples.
pub(crate) async fn ripe(
    conn: &mut SqliteConnection,
    before: Stamp,
    most: u64,
) -> Result<Option<(i64, u64)>, SiteError> {
    let mut rows =
        // A row from elsewhere may say it has none and hold thousands.
        sqlx::query_as::<_, (i64, i64)>(
            "SELECT id, max(n, octet_length(body) / 32) FROM hot WHERE last < ? ORDER BY id",
        )
            .bind(before.0)
            .fetch(conn);
    let mut ripe: Option<(i64, u64)> = None;
    while let Some((id, n)) = rows.try_next().await.doing("sealing samples")? {
        let sum = ripe.map_or(0, |(_, sum)| sum).saturating_add(u64::try_from(n).unwrap_or(0));
        ripe = Some((id, sum));
        if sum >= most {
            break;
        }
    }
    Ok(ripe)
}

/// The samples of some checks in the rows up to this identity that end before this moment.
pub(crate) async fn up_to(
    conn: &mut SqliteConnection,
    id: i64,
    before: Stamp,
    wanted: impl Fn(CheckId) -> bool,
) -> Result<Vec<Sample>, SiteError> {
    let mut rows = sqlx::query_as::<_, (i64, Option<Vec<u8>>)>(
        "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM hot
         WHERE id <= ? AND last < ? ORDER BY id",
    )
    .bind(id)
    .bind(before.0)
    .fetch(conn);
    let mut samples = Vec::new();
    while let Some((id, body)) = rows.try_next().await.doing("sealing samples")? {
        samples.extend(row("hot", id, &body, |b| unpack(b, &wanted))?);
    }
    Ok(samples)
}

pub(crate) async fn remove_up_to(
    conn: &mut SqliteConnection,
    id: i64,
    before: Stamp,
) -> Result<(), SiteError> {
    sqlx::query("DELETE FROM hot WHERE id <= ? AND last < ?")
        .bind(id)
        .bind(before.0)
        .execute(conn)
        .await
        .doing("sealing samples")?;
    Ok(())
}
