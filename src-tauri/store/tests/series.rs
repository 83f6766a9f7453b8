//! Samples grow old: hot, sealed, summarised, expired. Whatever they have become, a series is what
//! a naive computation over all of them says.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::collections::BTreeMap;

use hinomi_model::*;
use hinomi_store::{Batch, Column, Site};
use support::*;

const DAY: i64 = 86_400_000;

/// A deterministic series with failures and blind spots, one sample per `every`.
fn course(check: u32, from: i64, until: i64, every: i64) -> Vec<Sample> {
    (from..until)
        .step_by(every as usize)
        .map(|at| match (at / every) % 97 {
            13..=15 => failed(check, at),
            40..=60 => unable(check, at),
            n => measured(check, at, ((at / every) % 31 * 7 + n) as f64 / 8.0),
        })
        .collect()
}

/// What a series must be, if columns are this wide.
fn naive(samples: &[Sample], from: i64, until: i64, width: i64) -> Vec<Column> {
    let mut columns: BTreeMap<i64, Column> = BTreeMap::new();
    let from = from.div_euclid(width) * width;
    for s in samples.iter().filter(|s| s.at.0 >= from && s.at.0 < until) {
        let value = s.outcome.value(Metric::Rtt);
        if value.is_none() && matches!(s.outcome, Outcome::Unable { .. }) {
            continue;
        }
        let at = s.at.0.div_euclid(width) * width;
        let none =
            Column { at: Stamp(at), n: 0, lost: 0, min: 0.0, max: 0.0, sum: 0.0, squares: 0.0 };
        let c = columns.entry(at).or_insert(none);
        match value {
            None => c.lost += 1,
            Some(v) => {
                (c.min, c.max) = if c.n == 0 { (v, v) } else { (c.min.min(v), c.max.max(v)) };
                (c.n, c.sum, c.squares) = (c.n + 1, c.sum + v, c.squares + v * v);
            }
        }
    }
    columns.into_values().collect()
}

async fn store(site: &Site, samples: &[Sample]) {
    for part in samples.chunks(700) {
        site.commit(&Batch { samples: part.to_vec(), ..Batch::default() }).await.unwrap();
    }
}

/// Width of the columns a window gets, as documented: equal, and multiples of a tier's bucket.
fn width(from: i64, until: i64, columns: i64) -> i64 {
    let narrow = (until - from + columns - 2) / (columns - 1);
    let grain = [86_400_000, 3_600_000, 300_000].into_iter().find(|g| *g <= narrow).unwrap_or(1);
    (narrow + grain - 1) / grain * grain
}

async fn agrees(site: &Site, samples: &[Sample], from: i64, until: i64, columns: u16, when: &str) {
    let got =
        site.series(CheckId(1), Metric::Rtt, Stamp(from), Stamp(until), columns).await.unwrap();
    let want = naive(samples, from, until, width(from, until, columns.into()));
    assert!(got.len() <= usize::from(columns), "because {columns} columns were asked for ({when})");
    assert_eq!(got, want, "because {when} a series is its samples, {from}..{until} in {columns}");
}

#[tokio::test]
async fn a_series_is_its_samples_whatever_they_have_become() {
    let site = Site::in_memory().await.unwrap();
    let begin = T0 / DAY * DAY - 3 * DAY + 12_345_000;
    let end = begin + 4 * DAY;
    let mine = course(1, begin, end, 20_000);
    let mut all = mine.clone();
    all.extend(course(2, begin, end, 60_000));
    all.sort_by_key(|s| s.at);
    store(&site, &all).await;
    let windows = [
        (begin, end, 1_000),
        (begin - DAY, end + DAY, 50),
        (begin + 1_000, begin + 3_600_000, 300),
        (begin, end, 3),
        (end - 10_000_000, end - 5, 2),
    ];
    let look = async |when: &str| {
        for (from, until, columns) in windows {
            agrees(&site, &mine, from, until, columns, when).await;
        }
    };
    look("hot").await;
    assert!(site.seal(Stamp(begin + 50_000_000)).await.unwrap() > 0);
    look("partly sealed").await;
    site.seal(Stamp(end - 600_000)).await.unwrap();
    look("mostly sealed").await;
    site.expire(Stamp(end)).await.unwrap();
    look("folded").await;
    let newest: Vec<_> = mine.iter().rev().take(50).cloned().collect();
    assert_eq!(
        site.samples(CheckId(1), Stamp(begin), Stamp(end), 50).await.unwrap(),
        newest,
        "because each is kept as it was"
    );
    let middle: Vec<_> =
        mine.iter().filter(|s| s.at.0 < begin + DAY).rev().take(500).cloned().collect();
    assert_eq!(
        site.samples(CheckId(1), Stamp(begin), Stamp(begin + DAY), 500).await.unwrap(),
        middle
    );

    // A clock that was set back brings samples for a day that is over.
    let late = course(1, begin + 7, begin + DAY, 100_000);
    store(&site, &late).await;
    site.seal(Stamp(end)).await.unwrap();
    site.expire(Stamp(end)).await.unwrap();
    let mut both = mine.clone();
    both.extend(late);
    both.sort_by_key(|s| s.at);
    agrees(&site, &both, begin - DAY, end, 30, "with late samples").await;

    // All raw samples have lived their time; wide columns stay what they were.
    site.expire(Stamp(end + 15 * DAY)).await.unwrap();
    agrees(&site, &both, begin - DAY, end, 30, "after raw expired").await;
    let got = site.series(CheckId(1), Metric::Rtt, Stamp(begin), Stamp(end), 3_000).await.unwrap();
    let n = |columns: &[Column]| columns.iter().map(|c| u64::from(c.n)).sum::<u64>();
    assert_eq!(
        n(&got),
        n(&naive(&both, begin, end, 1)),
        "because narrow columns then come from summaries"
    );
    assert_eq!(site.samples(CheckId(1), Stamp(0), Stamp(i64::MAX), 5).await.unwrap(), []);
    site.expire(Stamp(end + 800 * DAY)).await.unwrap();
    let got =
        site.series(CheckId(1), Metric::Rtt, Stamp(begin - DAY), Stamp(end), 1_000).await.unwrap();
    assert_eq!(n(&got), n(&naive(&both, begin - DAY, end, 1)), "because days are kept for ever");
    assert_eq!(got.len(), 5, "because only days are left");
}

#[tokio::test]
async fn twenty_years_are_no_trouble() {
    let site = Site::in_memory().await.unwrap();
    let year = 365 * DAY;
    for n in 0..=20 {
        let at = T0 + n * year;
        let samples = vec![measured(1, at, n as f64), failed(1, at + 60_000)];
        let changes = vec![
            (CheckId(1), change(Grade::Critical, at)),
            (CheckId(1), change(Grade::Ok, at + 60_000)),
        ];
        site.commit(&Batch { samples, changes, ..Batch::default() }).await.unwrap();
        site.seal(Stamp(at + DAY)).await.unwrap();
        site.expire(Stamp(at + 10 * DAY)).await.unwrap();
    }
    let (from, until) = (Stamp(T0 - DAY), Stamp(T0 + 20 * year + DAY));
    let columns = site.series(CheckId(1), Metric::Rtt, from, until, 1_000).await.unwrap();
    assert_eq!(columns.len(), 21);
    assert_eq!(columns[20].mean(), Some(20.0));
    assert!(columns.iter().all(|c| (c.n, c.lost) == (1, 1)));
    assert_eq!(site.stretches(CheckId(1), from, until).await.unwrap().len(), 43);
    for (from, until) in [(i64::MIN, i64::MAX), (i64::MAX - 5, i64::MAX), (5, 5), (9, 3)] {
        let columns = site.series(CheckId(1), Metric::Rtt, Stamp(from), Stamp(until), 4_000).await;
        assert!(columns.unwrap().len() <= 4_000, "because no window is too strange");
    }
}

#[tokio::test]
async fn sparklines_come_in_one_go_from_hot_and_sealed() {
    let site = Site::in_memory().await.unwrap();
    let all: Vec<Sample> = (0..100_i64)
        .flat_map(|n| {
            (1..=30).map(move |c| {
                if n % 10 == 3 {
                    failed(c, T0 + n * 1_000)
                } else {
                    measured(c, T0 + n * 1_000, n as f64)
                }
            })
        })
        .chain([unable(1, T0 + 200_000)])
        .collect();
    for part in all.chunks(30) {
        site.commit(&Batch { samples: part.to_vec(), ..Batch::default() }).await.unwrap();
    }
    let checks: Vec<CheckId> = (1..=31).map(CheckId).collect();
    let before = site.recent(&checks, Metric::Rtt, 40).await.unwrap();
    assert_eq!(before.len(), 30, "because check 31 has none");
    let points = &before[&CheckId(1)];
    assert_eq!(points.len(), 40);
    assert_eq!(points[39].value, Some(99.0), "because what could not look is no point");
    assert_eq!(points[33].value, None, "because the target failed there");
    assert!(points.is_sorted_by_key(|p| p.at));
    site.seal(Stamp(T0 + 80_000)).await.unwrap();
    assert_eq!(site.recent(&checks, Metric::Rtt, 40).await.unwrap(), before);
    assert_eq!(
        site.recent(&checks, Metric::Tls, 40)
            .await
            .unwrap()
            .values()
            .flatten()
            .filter(|p| p.value.is_some())
            .count(),
        0
    );
}
