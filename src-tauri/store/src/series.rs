//! Series: the numbers of one metric of one check over time, ready to be drawn.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use hinomi_model::{CheckId, Metric, Outcome, Sample, Stamp};
use sqlx::{Connection, SqliteConnection};

use crate::error::{Doing, SiteError};
use crate::pack::kept;
use crate::rollup::{DAY, Stat, Tier, floor};
use crate::site::Site;
use crate::{chunk, hot, retention, rollup};

/// Everything seen of a metric within one column of pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Where the column begins.
    pub at: Stamp,
    /// Values there were.
    pub n: u32,
    /// Probes that failed.
    pub lost: u32,
    /// The least value; without a value (`n` is 0) this and the next three are 0.
    pub min: f64,
    /// The greatest value.
    pub max: f64,
    /// The sum of the values.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Column {
    /// The mean of the values, if there were any.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / f64::from(self.n))
    }
}

/// One sample of a sparkline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When the probe was sent.
    pub at: Stamp,
    /// What it measured; `None` if the target failed.
    pub value: Option<f64>,
}

impl Point {
    /// A sample that could not look, or measured other things, is no point.
    fn of(sample: &Sample, metric: Metric) -> Option<Point> {
        let value = match &sample.outcome {
            Outcome::Failed { .. } => None,
            Outcome::Unable { .. } => return None,
            outcome @ Outcome::Measured { .. } => Some(kept(metric, outcome.value(metric)?)),
        };
        Some(Point { at: sample.at, value })
    }
}

/// A series in the making.
struct Canvas {
    metric: Metric,
    width: i64,
    from: Stamp,
    until: Stamp,
    columns: BTreeMap<i64, (u32, Option<Stat>)>,
}

impl Canvas {
    fn paint(&mut self, at: Stamp, lost: u32, stat: Option<Stat>) {
        if at < self.from || at >= self.until || (lost == 0 && stat.is_none()) {
            return;
        }
        let column = self.columns.entry(floor(at.0, self.width)).or_default();
        column.0 = column.0.saturating_add(lost);
        column.1 = match (column.1, stat) {
            (Some(mine), Some(stat)) => Some(mine.merge(stat)),
            (mine, stat) => mine.or(stat),
        };
    }

    fn paint_samples(&mut self, samples: &[Sample]) {
        let metric = self.metric;
        for point in samples.iter().filter_map(|s| Point::of(s, metric)) {
            self.paint(point.at, u32::from(point.value.is_none()), point.value.map(Stat::of));
        }
    }

    /// Paints what a tier has of `[from, until)`, and what has expired there from the next tier.
    async fn paint_sealed(
        &mut self,
        tx: &mut SqliteConnection,
        check: CheckId,
        tier: Tier,
    ) -> Result<(), SiteError> {
        let (mut tier, mut until) = (tier, self.until);
        loop {
            let from = retention::since(tx, tier).await?.max(self.from);
            if from < until {
                self.paint_tier(tx, check, tier, from, until).await?;
                until = from;
            }
            match tier.coarser() {
                Some(coarser) if self.from < until => tier = coarser,
                _ => return Ok(()),
            }
        }
    }

    async fn paint_tier(
        &mut self,
        tx: &mut SqliteConnection,
        check: CheckId,
        tier: Tier,
        from: Stamp,
        until: Stamp,
    ) -> Result<(), SiteError> {
        if tier == Tier::Raw {
            let each = |samples: Vec<Sample>| {
                self.paint_samples(&samples);
                ControlFlow::Continue(())
            };
            return chunk::walk(tx, check, from, until, each).await;
        }
        let days = (from.0.div_euclid(DAY), (until.0 - 1).div_euclid(DAY));
        let (folded, fresh) = (
            rollup::rollups(tx, check, days, tier).await?,
            rollup::partials(tx, check, days).await?,
        );
        for (at, lost, stat) in folded.of_metric(self.metric).chain(fresh.of_metric(self.metric)) {
            if at >= from && at < until {
                self.paint(at, lost, stat);
            }
        }
        Ok(())
    }

    fn columns(self) -> Vec<Column> {
        let column = |(at, (lost, stat)): (i64, (u32, Option<Stat>))| {
            let none = Stat { n: 0, sum: 0.0, squares: 0.0, min: 0.0, max: 0.0 };
            let Stat { n, sum, squares, min, max } = stat.unwrap_or(none);
            Column { at: Stamp(at), n, lost, min, max, sum, squares }
        };
        self.columns.into_iter().map(column).collect()
    }
}

impl Site {
    /// A series over `[from, until)` in at most `columns` (2 to 4,000) columns of equal width, oldest
    /// first. Columns in which nothing was looked at are absent. Columns begin at multiples of
    /// their width, so that a window that moves on does not shimmer; the first begins at or before
    /// `from`. Wide columns come from summaries, and so does what is too old to be there otherwise.
    pub async fn series(
        &self,
        check: CheckId,
        metric: Metric,
        from: Stamp,
        until: Stamp,
        columns: u16,
    ) -> Result<Vec<Column>, SiteError> {
        // Far beyond any calendar, and safe to calculate with.
        const FAR: i64 = 1 << 53;
        let (from, until) = (from.0.clamp(-FAR, FAR), until.0.clamp(-FAR, FAR));
        if from >= until {
            return Ok(Vec::new());
        }
        // One column less, because the first and the last may both be cut.
        let wanted = i64::from(columns.clamp(2, 4_000)) - 1;
        let narrow = (until - from + wanted - 1) / wanted;
        let tier = Tier::for_width(narrow);
        let width = (narrow + tier.width() - 1) / tier.width() * tier.width();
        let (from, until) = (Stamp(floor(from, width)), Stamp(until));
        let mut canvas = Canvas { metric, width, from, until, columns: BTreeMap::new() };

        let mut lane = self.reader().await?;
        let mut tx = lane.begin().await.doing("reading a series")?;
        let each = |samples: Vec<Sample>| {
            canvas.paint_samples(&samples);
            ControlFlow::Continue(())
        };
        hot::walk(&mut tx, from, until, |c| c == check, each).await?;
        canvas.paint_sealed(&mut tx, check, tier).await?;
        Ok(canvas.columns())
    }

    /// The last `n` (at most 500) points of each check, oldest first, for sparklines. Checks that
    /// have none are absent.
    pub async fn recent(
        &self,
        checks: &[CheckId],
        metric: Metric,
        n: u16,
    ) -> Result<HashMap<CheckId, Vec<Point>>, SiteError> {
        let n = usize::from(n.min(500));
        let mut found: HashMap<CheckId, Vec<Point>> =
            checks.iter().map(|check| (*check, Vec::new())).collect();
        let mut lacking = found.len();
        let (from, until) = (Stamp(i64::MIN), Stamp(i64::MAX));

        let mut lane = self.reader().await?;
        let mut tx = lane.begin().await.doing("reading sparklines")?;
        let wanted: std::collections::HashSet<CheckId> = checks.iter().copied().collect();
        hot::walk(
            &mut tx,
            from,
            until,
            |c| wanted.contains(&c),
            |samples| {
                for sample in samples.iter().rev() {
                    let points = found.entry(sample.check).or_default();
                    if points.len() < n {
                        points.extend(Point::of(sample, metric));
                        lacking -= usize::from(points.len() == n);
                    }
                }
                if lacking > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        )
        .await?;
        for (check, points) in found.iter_mut().filter(|(_, points)| points.len() < n) {
            // A check that does not bring this metric is not searched to its beginning.
            let mut patience = 4 * n;
            chunk::walk(&mut tx, *check, from, until, |samples| {
                points.extend(samples.iter().rev().filter_map(|s| Point::of(s, metric)));
                patience = patience.saturating_sub(samples.len());
                let enough = points.len() >= n || patience == 0;
                if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .await?;
        }
        found.retain(|_, points| {
            points.sort_by_key(|point| std::cmp::Reverse(point.at));
            points.truncate(n);
            points.reverse();
            !points.is_empty()
        });
        Ok(found)
    }
}
