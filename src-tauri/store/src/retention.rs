//! Sealing and expiry: how samples grow old. And table `kept`: from when on each tier still is.

use std::collections::BTreeMap;

use hinomi_model::{CheckId, Sample, Stamp};
use sqlx::{Connection, SqliteConnection};

use crate::error::{Doing, SiteError};
use crate::rollup::{DAY, Tier, floor};
use crate::site::Site;
use crate::{chunk, document, former, hot, rollup, trap, whereabouts};

/// Samples sealed in one transaction at most.
const AT_ONCE: u64 = 300_000;
/// Samples held in memory while sealing, about; some 25 MB. A site of 300 nodes has 18,000.
const IN_MEMORY: u64 = 100_000;
/// Rows removed or summarised in one transaction at most.
const ROWS: u64 = 500;

impl Site {
    /// Seals samples sent before this moment into compressed chunks and their 5-minute summaries,
    /// in few transactions. The engine calls this every 10 minutes or so with a moment about 10
    /// minutes ago; what is not sealed costs every graph a little. Returns how many samples were
    /// sealed.
    pub async fn seal(&self, before: Stamp) -> Result<u64, SiteError> {
        let mut sealed = 0;
        loop {
            let mut lane = self.writer().await?;
            let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("sealing samples")?;
            let Some((id, n)) = hot::ripe(&mut tx, before, AT_ONCE).await? else {
                return Ok(sealed);
            };
            sealed += seal_up_to(&mut tx, id, n, before).await?;
            tx.commit().await.doing("sealing samples")?;
        }
    }

    /// Summarises the days that are over and forgets what has lived its time by its tier (raw 14 d,
    /// 5 min 90 d, 1 h 2 y, 1 d for ever), where addresses were and what links were. The engine calls
    /// this every hour or so.
    pub async fn expire(&self, now: Stamp) -> Result<(), SiteError> {
        // An hour's grace: what was seen before midnight has been sealed by then.
        let today = now.0.saturating_sub(3_600_000).div_euclid(DAY);
        while self.fold_days_before(today).await? {}
        for tier in [Tier::Raw, Tier::FiveMinutes, Tier::Hour] {
            let Some(days) = tier.lifetime() else { continue };
            let grain = if tier == Tier::Raw { Tier::FiveMinutes.width() } else { DAY };
            let since = floor(now.0.saturating_sub(days * DAY), grain);
            keep(&mut *self.writer().await?, tier, since).await?;
            while forget(&mut *self.writer().await?, tier, since).await? == ROWS {}
        }
        while trap::forget(&mut *self.writer().await?, now).await? == ROWS {}
        former::forget(&mut *self.writer().await?, now).await?;
        whereabouts::forget(&mut *self.writer().await?, now).await
    }

    async fn fold_days_before(&self, today: i64) -> Result<bool, SiteError> {
        const ONCE: i64 = 30;
        let mut lane = self.writer().await?;
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("summarising a day")?;
        let over: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT day, check_id FROM partials WHERE day < ? GROUP BY day, check_id LIMIT ?",
        )
        .bind(today)
        .bind(ONCE)
        .fetch_all(&mut *tx)
        .await
        .doing("summarising a day")?;
        for (day, check) in &over {
            rollup::fold(&mut tx, CheckId(document::id("partials", *check)?), *day).await?;
        }
        tx.commit().await.doing("summarising a day")?;
        Ok(!over.is_empty())
    }
}

/// Many checks are sealed in several passes over the same rows, so that memory stays small.
async fn seal_up_to(
    tx: &mut SqliteConnection,
    id: i64,
    n: u64,
    before: Stamp,
) -> Result<u64, SiteError> {
    let mut sealed = 0;
    let passes = u32::try_from(n.div_ceil(IN_MEMORY)).unwrap_or(u32::MAX).max(1);
    for pass in 0..passes {
        let samples = hot::up_to(tx, id, before, |check| check.0 % passes == pass).await?;
        sealed += samples.len() as u64;
        let mut by_check: BTreeMap<CheckId, Vec<Sample>> = BTreeMap::new();
        for sample in samples {
            by_check.entry(sample.check).or_default().push(sample);
        }
        for (check, mut samples) in by_check {
            samples.sort_by_key(|s| s.at);
            chunk::append(tx, check, &samples).await?;
            rollup::append_partial(tx, check, &samples).await?;
        }
    }
    hot::remove_up_to(tx, id, before).await?;
    Ok(sealed)
}

async fn keep(conn: &mut SqliteConnection, tier: Tier, since: i64) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO kept VALUES (?, ?)
         ON CONFLICT DO UPDATE SET since = excluded.since WHERE excluded.since > since",
    )
    .bind(tier.seconds())
    .bind(since)
    .execute(conn)
    .await
    .doing("forgetting what is old")?;
    Ok(())
}

/// From when on a tier is still there.
pub(crate) async fn since(conn: &mut SqliteConnection, tier: Tier) -> Result<Stamp, SiteError> {
    let since: Option<i64> = sqlx::query_scalar("SELECT since FROM kept WHERE tier = ?")
        .bind(tier.seconds())
        .fetch_optional(conn)
        .await
        .doing("reading what is kept")?;
    Ok(Stamp(since.unwrap_or(i64::MIN)))
}

/// Removes some of what is older; as many rows as at once means there may be more.
async fn forget(conn: &mut SqliteConnection, tier: Tier, since: i64) -> Result<u64, SiteError> {
    let (sql, since) = match tier {
        Tier::Raw => (
            "DELETE FROM chunks WHERE id IN (SELECT id FROM chunks WHERE last < ?1 LIMIT 500)",
            since,
        ),
        Tier::FiveMinutes | Tier::Hour | Tier::Day => (
            "DELETE FROM rollups WHERE rowid IN
             (SELECT rowid FROM rollups WHERE tier = ?2 AND day < ?1 LIMIT 500)",
            since.div_euclid(DAY),
        ),
    };
    let done = sqlx::query(sql).bind(since).bind(tier.seconds()).execute(conn).await;
    Ok(done.doing("forgetting what is old")?.rows_affected())
}
