//! Series: the numbers of one metric of one check over time, ready to be drawn.

use std::collections::HashMap;

use hinomi_model::{CheckId, Metric, Stamp};

use crate::error::SiteError;
use crate::site::Site;

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

/// One sample of a sparkline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When the probe was sent.
    pub at: Stamp,
    /// What it measured; `None` if the target failed.
    pub value: Option<f64>,
}

impl Site {
    /// A series over `[from, until)` in at most `columns` (1 to 4,000) columns of equal width, oldest
    /// first. Columns in which nothing was looked at are absent. Columns are aligned to multiples of
    /// their width, so that a window that moves on does not shimmer.
    pub async fn series(
        &self,
        check: CheckId,
        metric: Metric,
        from: Stamp,
        until: Stamp,
        columns: u16,
    ) -> Result<Vec<Column>, SiteError> {
        unimplemented!()
    }

    /// The last `n` (at most 500) points of each check, oldest first, for sparklines.
    pub async fn recent(
        &self,
        checks: &[CheckId],
        metric: Metric,
        n: u16,
    ) -> Result<HashMap<CheckId, Vec<Point>>, SiteError> {
        unimplemented!()
    }
}
