//! What graphs, sparklines, strips and ribbons are drawn from.

use std::collections::HashMap;

use hinomi_model::{
    Availability, Check, CheckId, CheckSpec, Counting, GroupId, Incident, MaintenanceWindow,
    Metric, Node, NodeId, ServiceHours, Span, Stamp, forecast, grade,
};
use hinomi_store::Site;
use hinomi_wire::snmp::Forecast;
use hinomi_wire::views::{
    Column, NodeAvailability, NodesWindow, RibbonView, SeriesView, SeriesWanted, Spark,
    SparksWanted, Window,
};
use hinomi_wire::{Code, Failure};

use crate::failures::of_site;

/// A window of time must run forwards and be no longer than this.
const LONGEST: Span = Span::minutes(60 * 24 * 366 * 20);

fn sound(from: Stamp, until: Stamp) -> Result<(), Failure> {
    match until > from && until - from <= LONGEST {
        true => Ok(()),
        false => Err(Failure::new(Code::BadPeriod, "The period must end after it begins.")),
    }
}

/// A series, ready to draw.
pub(crate) async fn series(site: &Site, wanted: SeriesWanted) -> Result<SeriesView, Failure> {
    let SeriesWanted { check, metric, from, until, columns } = wanted;
    sound(from, until)?;
    let columns = columns.clamp(1, 4_000);
    let found = site.series(check, metric, from, until, columns).await.map_err(of_site)?;
    let value = |n: u32, v: f64| (n > 0).then_some(v);
    Ok(SeriesView {
        metric,
        width: Span((until - from).0 / i64::from(columns)).max(Span(1)),
        columns: (found.into_iter())
            .map(|c| Column {
                at: c.at,
                n: c.n,
                lost: c.lost,
                min: value(c.n, c.min),
                max: value(c.n, c.max),
                mean: value(c.n, c.sum / f64::from(c.n.max(1))),
            })
            .collect(),
        gaps: site.gaps(from, until).await.map_err(of_site)?,
        stretches: site.stretches(check, from, until).await.map_err(of_site)?,
    })
}

/// The last values of many checks, each of its first metric.
pub(crate) async fn sparks(site: &Site, wanted: SparksWanted) -> Result<Vec<Spark>, Failure> {
    let most = wanted.most.clamp(1, 120);
    let checks = site.checks().await.map_err(of_site)?;
    let mut by_metric: Vec<(Metric, Vec<CheckId>)> = Vec::new();
    for check in checks.iter().filter(|c| wanted.checks.contains(&c.id)) {
        let Some(metric) = grade::metrics(&check.spec).first() else { continue };
        match by_metric.iter_mut().find(|(m, _)| m == metric) {
            Some((_, ids)) => ids.push(check.id),
            None => by_metric.push((*metric, vec![check.id])),
        }
    }
    let mut sparks = Vec::new();
    for (metric, ids) in by_metric {
        let found = site.recent(&ids, metric, most).await.map_err(of_site)?;
        sparks.extend(found.into_iter().map(|(check, points)| Spark {
            check,
            values: points.into_iter().map(|p| p.value).collect(),
        }));
    }
    sparks.sort_by_key(|s| s.check);
    Ok(sparks)
}

/// How far back a forecast looks, in columns of an hour.
const LOOK_BACK: u16 = forecast::LOOK_BACK * 24;

/// When the storage of these nodes is full, where that can be told.
pub(crate) async fn forecasts(site: &Site, nodes: &[NodeId]) -> Result<Vec<Forecast>, Failure> {
    let until = crate::opening::clock_now();
    let from = until - Span::minutes(60 * i64::from(LOOK_BACK));
    let checks = site.checks().await.map_err(of_site)?;
    let fills = |c: &&Check| {
        let storage = matches!(&c.spec, CheckSpec::Value(s) if s.metric == Metric::Storage);
        storage && nodes.contains(&c.node)
    };
    let mut forecasts = Vec::new();
    for check in checks.iter().filter(fills) {
        let found = site.series(check.id, Metric::Storage, from, until, LOOK_BACK).await;
        let columns = found.map_err(of_site)?;
        let points: Vec<(Stamp, f64)> =
            columns.iter().filter_map(|c| Some((c.at, c.mean()?))).collect();
        let told = forecast::until_full(&points, 100.0);
        forecasts.extend(told.map(|(days, per_day)| Forecast { check: check.id, days, per_day }));
    }
    Ok(forecasts)
}

/// What the ribbon shows.
pub(crate) async fn ribbon(site: &Site, window: Window) -> Result<RibbonView, Failure> {
    let Window { from, until } = window;
    sound(from, until)?;
    let incidents = site.incidents_over(from, until).await.map_err(of_site)?;
    let gaps = site.gaps(from, until).await.map_err(of_site)?;
    let nodes = site.nodes().await.map_err(of_site)?;
    let first = nodes.iter().map(|n| n.added).min();
    let coverage = first.map(|first| first.or_later(from)).filter(|a| *a < until).map(|begun| {
        let blind: Span = (gaps.iter())
            .map(|g| (g.until.unwrap_or(until).min(until) - g.from.max(begun)).max(Span::ZERO))
            .sum();
        (1.0 - blind.0 as f64 / (until - begun).0 as f64).clamp(0.0, 1.0)
    });
    Ok(RibbonView { from, until, incidents, gaps, coverage })
}

/// What was planned for a site over a window of time (M of law L9): maintenance windows, and
/// outages of which a person said afterwards that they were planned.
struct Plan {
    /// When people count on it (C of law L9).
    service: Vec<(Stamp, Stamp)>,
    windows: Vec<(MaintenanceWindow, Vec<(Stamp, Stamp)>)>,
    outages: Vec<Incident>,
    groups: HashMap<NodeId, Option<GroupId>>,
    until: Stamp,
}

impl Plan {
    async fn of(site: &Site, nodes: &[Node], from: Stamp, until: Stamp) -> Result<Plan, Failure> {
        let settings = site.settings().await.map_err(of_site)?;
        let zone = hinomi_engine::zone::of(&settings);
        let service = ServiceHours::spans(&settings.service, from, until, &zone);
        let windows = site.windows().await.map_err(of_site)?.into_iter().map(|window| {
            let spans = window.spans(from, until, &zone).collect();
            (window, spans)
        });
        let mut outages = site.incidents_over(from, until).await.map_err(of_site)?;
        outages.retain(|incident| incident.planned.as_ref().is_some_and(|p| p.planned));
        let groups = nodes.iter().map(|node| (node.id, node.group)).collect();
        Ok(Plan { service, windows: windows.collect(), outages, groups, until })
    }

    /// When trouble of this check was expected.
    fn spans(&self, check: &Check) -> Vec<(Stamp, Stamp)> {
        let group = self.groups.get(&check.node).copied().flatten();
        let covering = self.windows.iter().filter(|(w, _)| w.covers(check.id, check.node, group));
        let windows = covering.flat_map(|(_, spans)| spans.iter().copied());
        let outages = self.outages.iter().filter(|i| i.member(check.id).is_some());
        let ended = |i: &Incident| i.resolved.map_or(self.until, |r| r.ended);
        windows.chain(outages.map(|i| (i.started, ended(i)))).collect()
    }
}

/// Availability of nodes: of a node's reachability check if it has one, else of its worst check.
/// Planned time is left out. Unreachable time is not observed, unless the reader wants it counted
/// as down.
pub(crate) async fn availability(
    site: &Site,
    wanted: NodesWindow,
    unreachable_is_down: bool,
) -> Result<Vec<NodeAvailability>, Failure> {
    let NodesWindow { nodes: wanted, from, until } = wanted;
    sound(from, until)?;
    let checks = site.checks().await.map_err(of_site)?;
    let nodes = site.nodes().await.map_err(of_site)?;
    let plan = Plan::of(site, &nodes, from, until).await?;
    let wanted = match wanted.is_empty() {
        true => nodes.iter().map(|n| n.id).collect(),
        false => wanted,
    };
    let mut all = Vec::new();
    for node in wanted {
        let mine: Vec<&Check> = checks.iter().filter(|c| c.node == node).collect();
        all.push(of_node(site, mine, node, &plan, (from, until), unreachable_is_down).await?);
    }
    Ok(all)
}

async fn of_node(
    site: &Site,
    mine: Vec<&Check>,
    node: NodeId,
    plan: &Plan,
    (from, until): (Stamp, Stamp),
    unreachable_is_down: bool,
) -> Result<NodeAvailability, Failure> {
    let telling: Vec<&Check> = match mine.iter().find(|c| c.spec.is_reachability()) {
        Some(reachability) => vec![reachability],
        None => mine,
    };
    let mut worst: Option<NodeAvailability> = None;
    for check in telling {
        let found = site.stretches_and_cuts(check.id, from, until).await.map_err(of_site)?;
        let (stretches, unreachable) = (found.0, &found.1);
        let planned = &plan.spans(check);
        let service = Some(plan.service.as_slice());
        let counting = Counting { service, planned, unreachable, unreachable_is_down };
        let sums = Availability::counted(from, until, &stretches, &counting);
        let (share, coverage) = (sums.share(), sums.coverage());
        let worse = worst.as_ref().is_none_or(|w| match (share, w.share) {
            (Some(a), Some(b)) => a < b,
            (a, b) => a.is_some() && b.is_none(),
        });
        if worse {
            let basis = Some(check.id);
            worst = Some(NodeAvailability { node, basis, sums, share, coverage, stretches });
        }
    }
    Ok(worst.unwrap_or_else(|| {
        let sums = Availability::over(from, until, &[]);
        let coverage = sums.coverage();
        let (share, stretches) = (None, Vec::new());
        NodeAvailability { node, basis: None, sums, share, coverage, stretches }
    }))
}
