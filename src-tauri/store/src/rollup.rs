//! Tables `partials` and `rollups`: mergeable summaries (law L10).
//!
//! Every sealed sample is in exactly one place of each tier: in a partial (5-minute buckets of what
//! was sealed at one time) until its day is over, then in the day's rollup of every tier. Readers
//! merge whatever there is, so nobody has to know how far the work has come.

use std::collections::BTreeMap;

use futures::TryStreamExt;
use hinomi_model::{CheckId, Metric, Outcome, Sample, Stamp};
use sqlx::SqliteConnection;

use crate::compress::{row, squeeze, swell};
use crate::error::{Doing, SiteError};
use crate::octets::{Malformed, Packer, Unpacker};
use crate::pack::kept;

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// Metrics one check may bring; there are a dozen.
const MOST_METRICS: usize = 64;

/// How finely the past is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    Raw,
    FiveMinutes,
    Hour,
    Day,
}

impl Tier {
    pub(crate) const SUMMARIES: [Tier; 3] = [Tier::FiveMinutes, Tier::Hour, Tier::Day];

    /// Its bucket in seconds; also its number in the file.
    pub(crate) fn seconds(self) -> i64 {
        match self {
            Tier::Raw => 0,
            Tier::FiveMinutes => 300,
            Tier::Hour => 3_600,
            Tier::Day => 86_400,
        }
    }

    /// Its bucket in milliseconds; 1 for raw, the grain of time itself.
    pub(crate) fn width(self) -> i64 {
        (self.seconds() * 1_000).max(1)
    }

    /// How many days it is kept, if not for ever.
    pub(crate) fn lifetime(self) -> Option<i64> {
        match self {
            Tier::Raw => Some(14),
            Tier::FiveMinutes => Some(90),
            Tier::Hour => Some(730),
            Tier::Day => None,
        }
    }

    /// The coarsest whose buckets are no wider than this.
    pub(crate) fn for_width(width: i64) -> Tier {
        let fits = |tier: &Tier| tier.width() <= width;
        Tier::SUMMARIES.into_iter().rev().find(fits).unwrap_or(Tier::Raw)
    }

    /// What is left when this one has expired.
    pub(crate) fn coarser(self) -> Option<Tier> {
        Tier::SUMMARIES.into_iter().find(|tier| *tier > self)
    }
}

/// Sufficient statistics of the values of one metric in one bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stat {
    pub(crate) n: u32,
    pub(crate) sum: f64,
    pub(crate) squares: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Stat {
    pub(crate) fn of(value: f64) -> Stat {
        Stat { n: 1, sum: value, squares: value * value, min: value, max: value }
    }

    pub(crate) fn merge(self, other: Stat) -> Stat {
        Stat {
            n: self.n.saturating_add(other.n),
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }
}

/// What was seen of one check in one bucket.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bucket {
    /// Probes that failed.
    pub(crate) lost: u32,
    /// By the code of the metric.
    pub(crate) stats: BTreeMap<u16, Stat>,
}

/// Buckets by when they begin (ms).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Summary(pub(crate) BTreeMap<i64, Bucket>);

impl Summary {
    /// Counts samples in; those that could not look say nothing.
    pub(crate) fn of(samples: &[Sample], tier: Tier) -> Summary {
        let mut summary = Summary::default();
        for sample in samples {
            summary.count(sample, tier.width());
        }
        summary
    }

    fn count(&mut self, sample: &Sample, width: i64) {
        let at = floor(sample.at.0, width);
        match &sample.outcome {
            Outcome::Unable { .. } => {}
            Outcome::Failed { .. } => {
                let bucket = self.0.entry(at).or_default();
                bucket.lost = bucket.lost.saturating_add(1);
            }
            Outcome::Measured { readings } => {
                let bucket = self.0.entry(at).or_default();
                for reading in readings {
                    let one = Stat::of(kept(reading.metric, reading.value));
                    add(&mut bucket.stats, reading.metric.code(), one);
                }
            }
        }
    }

    /// Merges another summary in, its buckets widened to this tier's.
    pub(crate) fn merge(&mut self, other: &Summary, tier: Tier) {
        for (at, bucket) in &other.0 {
            let mine = self.0.entry(floor(*at, tier.width())).or_default();
            mine.lost = mine.lost.saturating_add(bucket.lost);
            for (code, stat) in &bucket.stats {
                add(&mut mine.stats, *code, *stat);
            }
        }
    }

    /// Column by column: times, losses, then for each metric its counts and, where there are any,
    /// least, greatest, sum and sum of squares.
    fn pack(&self) -> Vec<u8> {
        let mut out = Packer::default();
        out.put(self.0.len() as u64);
        out.put_steps(self.0.keys().copied());
        self.0.values().for_each(|bucket| out.put(u64::from(bucket.lost)));
        let mut codes: Vec<u16> = self.0.values().flat_map(|b| b.stats.keys().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        out.put(codes.len() as u64);
        for code in codes {
            out.put(u64::from(code));
            let stats: Vec<Option<&Stat>> = self.0.values().map(|b| b.stats.get(&code)).collect();
            stats.iter().for_each(|s| out.put(s.map_or(0, |s| u64::from(s.n))));
            let fields: [fn(&Stat) -> f64; 4] = [|s| s.min, |s| s.max, |s| s.sum, |s| s.squares];
            for field in fields {
                let column: Vec<f64> = stats.iter().flatten().map(|s| field(s)).collect();
                out.put_column(&column);
            }
        }
        out.0
    }

    fn unpack(bytes: &[u8]) -> Result<Summary, Malformed> {
        /// The 5-minute buckets of a day, with room for days that have more.
        const MOST_BUCKETS: usize = 1_000;
        let mut input = Unpacker(bytes);
        let small = |n: u64| u32::try_from(n).map_err(|_| Malformed::TOO_LARGE);
        let n = input.count(MOST_BUCKETS)?;
        let times = input.steps(n)?;
        let mut buckets = Vec::with_capacity(n);
        for _ in 0..n {
            buckets.push(Bucket { lost: small(input.take()?)?, stats: BTreeMap::new() });
        }
        for _ in 0..input.count(MOST_METRICS)? {
            let code = u16::try_from(input.take()?).map_err(|_| Malformed::TOO_LARGE)?;
            let mut filled = Vec::with_capacity(n);
            for (place, n) in (0..n).map(|place| (place, input.take())) {
                filled.push((place, small(n?)?));
            }
            filled.retain(|(_, n)| *n > 0);
            let mut column = || input.column(filled.len());
            let (min, max, sum, squares) = (column()?, column()?, column()?, column()?);
            for (i, (place, n)) in filled.iter().enumerate() {
                let stat =
                    Stat { n: *n, sum: sum[i], squares: squares[i], min: min[i], max: max[i] };
                buckets[*place].stats.insert(code, stat);
            }
        }
        Ok(Summary(times.into_iter().zip(buckets).collect()))
    }

    /// The statistics of one metric, bucket by bucket.
    pub(crate) fn of_metric(
        &self,
        metric: Metric,
    ) -> impl Iterator<Item = (Stamp, u32, Option<Stat>)> {
        let code = metric.code();
        self.0.iter().map(move |(at, b)| (Stamp(*at), b.lost, b.stats.get(&code).copied()))
    }
}

fn add(stats: &mut BTreeMap<u16, Stat>, code: u16, stat: Stat) {
    stats.entry(code).and_modify(|mine| *mine = mine.merge(stat)).or_insert(stat);
}

/// The multiple of `width` at or before a moment.
pub(crate) fn floor(at: i64, width: i64) -> i64 {
    at.saturating_sub(at.rem_euclid(width))
}

/// Writes what was sealed of one check, a row for each day it touches.
pub(crate) async fn append_partial(
    conn: &mut SqliteConnection,
    check: CheckId,
    samples: &[Sample],
) -> Result<(), SiteError> {
    for day in samples.chunk_by(|a, b| a.at.0.div_euclid(DAY) == b.at.0.div_euclid(DAY)) {
        let summary = Summary::of(day, Tier::FiveMinutes);
        let Some(at) = summary.0.keys().next() else { continue };
        sqlx::query("INSERT INTO partials (check_id, day, body) VALUES (?, ?, ?)")
            .bind(check.0)
            .bind(at.div_euclid(DAY))
            .bind(squeeze(&summary.pack()))
            .execute(&mut *conn)
            .await
            .doing("summarising samples")?;
    }
    Ok(())
}

/// The partials of a check on these days (the last included), merged.
pub(crate) async fn partials(
    conn: &mut SqliteConnection,
    check: CheckId,
    days: (i64, i64),
) -> Result<Summary, SiteError> {
    merged(
        conn,
        "partials",
        "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM partials
         WHERE check_id = ?1 AND day >= ?2 AND day <= ?3 LIMIT 1000000",
        check,
        days,
        Tier::FiveMinutes,
    )
    .await
}

/// The rollups of a check on these days (the last included), merged.
pub(crate) async fn rollups(
    conn: &mut SqliteConnection,
    check: CheckId,
    days: (i64, i64),
    tier: Tier,
) -> Result<Summary, SiteError> {
    merged(
        conn,
        "rollups",
        "SELECT day, iif(octet_length(body) <= 4000000, body, NULL) FROM rollups
         WHERE tier = ?4 AND check_id = ?1 AND day >= ?2 AND day <= ?3 LIMIT 1000000",
        check,
        days,
        tier,
    )
    .await
}

async fn merged(
    conn: &mut SqliteConnection,
    table: &'static str,
    sql: &'static str,
    check: CheckId,
    days: (i64, i64),
    tier: Tier,
) -> Result<Summary, SiteError> {
    let mut rows = sqlx::query_as::<_, (i64, Option<Vec<u8>>)>(sql)
        .bind(check.0)
        .bind(days.0)
        .bind(days.1)
        .bind(tier.seconds())
        .fetch(conn);
    let mut sum = Summary::default();
    while let Some((id, body)) = rows.try_next().await.doing("reading summaries")? {
        let merge = |body: &[u8]| {
            let part = Summary::unpack(&swell(body)?)?;
            // Together these bound what a file from elsewhere can make us hold.
            if part.0.keys().any(|at| !(days.0..=days.1).contains(&at.div_euclid(DAY))) {
                return Err(Malformed("a bucket is of another day"));
            }
            sum.merge(&part, tier);
            let grown = |at: &i64| sum.0.get(&floor(*at, tier.width()));
            if part.0.keys().filter_map(grown).any(|bucket| bucket.stats.len() > MOST_METRICS) {
                return Err(Malformed::TOO_LARGE);
            }
            Ok(())
        };
        row(table, id, &body, merge)?;
    }
    Ok(sum)
}

/// Puts the partials of one check and day into its rollups of every tier.
pub(crate) async fn fold(
    conn: &mut SqliteConnection,
    check: CheckId,
    day: i64,
) -> Result<(), SiteError> {
    let fresh = partials(conn, check, (day, day)).await?;
    for tier in Tier::SUMMARIES {
        let mut whole = rollups(conn, check, (day, day), tier).await?;
        whole.merge(&fresh, tier);
        sqlx::query("INSERT OR REPLACE INTO rollups VALUES (?, ?, ?, ?)")
            .bind(tier.seconds())
            .bind(check.0)
            .bind(day)
            .bind(squeeze(&whole.pack()))
            .execute(&mut *conn)
            .await
            .doing("summarising a day")?;
    }
    sqlx::query("DELETE FROM partials WHERE check_id = ? AND day = ?")
        .bind(check.0)
        .bind(day)
        .execute(conn)
        .await
        .doing("summarising a day")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn summary() -> impl Strategy<Value = Summary> {
        // Eighths add up exactly, so that equality can be asked for.
        let stat = proptest::collection::vec(0_i32..8_000, 1..4).prop_map(|values| {
            let stats = values.into_iter().map(|v| Stat::of(f64::from(v) / 8.0));
            stats.reduce(Stat::merge).expect("there is at least one value")
        });
        let bucket = (0_u32..9, proptest::collection::btree_map(1_u16..13, stat, 0..4))
            .prop_map(|(lost, stats)| Bucket { lost, stats });
        proptest::collection::btree_map((-500_i64..500).prop_map(|n| n * 300_000), bucket, 0..20)
            .prop_map(Summary)
    }

    fn merged(parts: &[&Summary], tier: Tier) -> Summary {
        let mut sum = Summary::default();
        parts.iter().for_each(|part| sum.merge(part, tier));
        sum
    }

    proptest! {
        #[test]
        fn merging_is_associative_and_commutative(a in summary(), b in summary(), c in summary()) {
            for tier in Tier::SUMMARIES {
                let left = merged(&[&merged(&[&a, &b], tier), &c], tier);
                let right = merged(&[&a, &merged(&[&b, &c], tier)], tier);
                prop_assert_eq!(&left, &right);
                prop_assert_eq!(&left, &merged(&[&c, &b, &a], tier));
            }
            let by_hour = merged(&[&merged(&[&a, &b], Tier::Hour)], Tier::Day);
            prop_assert_eq!(by_hour, merged(&[&a, &b], Tier::Day));
        }

        #[test]
        fn what_is_packed_comes_back(a in summary()) {
            prop_assert_eq!(Summary::unpack(&a.pack()), Ok(a));
        }

        #[test]
        fn garbage_is_never_a_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Summary::unpack(&body);
        }
    }
}
