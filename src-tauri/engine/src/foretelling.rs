//! When storage is full: told now and then from what was measured, and held against the limits of
//! the checks that have one. What cannot be told yet, or no longer, breaks no limit.

use std::time::Duration;

use hinomi_model::{CheckId, CheckSpec, Metric, Outcome, Reading, Sample, Span, Stamp, forecast};
use hinomi_store::{Site, SiteError};
use rustc_hash::FxHashMap;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::core::Core;
use crate::run::Message;

/// Storage fills slowly; what was cleaned up should be seen soon.
const EVERY: Duration = Duration::from_secs(900);

/// What was told last: days until it is full, `None` where nobody can tell. Of what is missing
/// nothing was told since the start.
pub(crate) type Foretold = FxHashMap<CheckId, Option<f64>>;

impl Core {
    /// The checks that are held against the days until their storage is full.
    pub(crate) fn to_foretell(&self) -> Vec<CheckId> {
        let checks = self.world.checks.values().map(|w| &w.check);
        checks.filter(|check| is_foretold(&check.spec)).map(|check| check.id).collect()
    }

    /// So many days until the storage of these checks is full, `None` where nobody can tell. Of
    /// others holds what was told before: that we cannot read our own file says nothing of them.
    pub fn foretell(&mut self, told: Vec<(CheckId, Option<f64>)>) {
        let checks = &self.world.checks;
        let still = |id: &CheckId| checks.get(id).is_some_and(|w| is_foretold(&w.check.spec));
        self.foretold.retain(|id, _| still(id));
        self.foretold.extend(told);
    }

    /// The sample with the days until its storage is full; `None` where trouble was believed before
    /// it was told for the first time whether it goes on.
    pub(crate) fn with_days(&self, mut sample: Sample) -> Option<Sample> {
        let watched = self.watched(sample.check)?;
        let foretold = is_foretold(&watched.check.spec);
        let Outcome::Measured { readings } = &mut sample.outcome else { return Some(sample) };
        if !foretold || !readings.iter().any(|r| r.metric == Metric::Storage) {
            return Some(sample);
        }
        let trouble = watched.state.grade().is_some_and(|grade| grade.is_trouble());
        let Some(days) = self.foretold.get(&sample.check) else {
            return (!trouble).then_some(sample);
        };
        readings.extend(days.map(|value| Reading { metric: Metric::FullIn, value }));
        Some(sample)
    }
}

fn is_foretold(spec: &CheckSpec) -> bool {
    matches!(spec, CheckSpec::Value(spec) if spec.is_foretold())
}

/// Foretells until cancelled.
pub(crate) async fn run(
    site: Site,
    clock: Clock,
    ingest: mpsc::Sender<Message>,
    cancel: CancellationToken,
) {
    let rounds = async {
        while round(&site, clock.now(), &ingest).await.is_some() {
            tokio::time::sleep(EVERY).await;
        }
    };
    cancel.run_until_cancelled(rounds).await;
}

/// One look at all of them; `None` if there is nobody to tell.
async fn round(site: &Site, now: Stamp, ingest: &mpsc::Sender<Message>) -> Option<()> {
    let (answer, reply) = oneshot::channel();
    ingest.send(Message::ToForetell(answer)).await.ok()?;
    let mut told = Vec::new();
    for check in reply.await.ok()? {
        match days(site, check, now).await {
            Ok(days) => told.push((check, days)),
            Err(error) => tracing::warn!(%error, ?check, "the past of a storage cannot be read"),
        }
    }
    ingest.send(Message::Foretold(told)).await.ok()
}

async fn days(site: &Site, check: CheckId, now: Stamp) -> Result<Option<f64>, SiteError> {
    let hours = forecast::LOOK_BACK * 24;
    let from = now - Span::minutes(60 * i64::from(hours));
    let columns = site.series(check, Metric::Storage, from, now, hours).await?;
    let seen: Vec<(Stamp, f64)> =
        columns.iter().filter_map(|column| Some((column.at, column.mean()?))).collect();
    Ok(forecast::judged(&seen, 100.0, now))
}

#[cfg(test)]
mod tests {
    use hinomi_model::check::ValueSpec;
    use hinomi_model::draft::NodeDraft;
    use hinomi_model::snmp::{Formula, Oid, Rows};
    use hinomi_model::{Grade, Limits, NodeId};
    use hinomi_store::{Batch, Edit, Loaded};

    use super::*;
    use crate::wish::Wish;

    const NOON: Stamp = Stamp(1_795_000_000_000);
    const DAY: i64 = 86_400_000;

    fn store() -> CheckSpec {
        CheckSpec::Value(ValueSpec {
            metric: Metric::Storage,
            label: "/var".into(),
            formula: Formula::of(Oid::from([1, 3, 6, 1, 1])),
            rows: Rows::Object,
            above: Limits::warn(90.0),
            below: Limits::NONE,
            full: Limits { warning: Some(7.0), critical: Some(2.0) },
        })
    }

    /// A site with one storage that is looked at.
    fn site() -> (Core, CheckId) {
        let mut core = Core::read(Loaded::default(), Vec::new(), Vec::new());
        let nodes = vec![NodeDraft::at("127.0.0.1")];
        let wish = Wish::AddNodes { nodes, checks: vec![store()], gateways: Vec::new() };
        core.wish(wish, NOON).expect("it is good");
        let check = core.world().checks_of(NodeId(1)).next().expect("it has one").check.id;
        (core, check)
    }

    fn level(check: CheckId, at: Stamp, value: f64) -> Sample {
        let readings = vec![Reading { metric: Metric::Storage, value }];
        Sample { check, at, took: Span(5), outcome: Outcome::Measured { readings } }
    }

    /// Four looks, five minutes apart: more than it takes to believe them.
    fn looks(core: &mut Core, check: CheckId, hours: i64, value: f64) -> Option<Grade> {
        let begun = NOON + Span::minutes(60 * hours);
        for n in 0..4 {
            core.sample(level(check, begun + Span::minutes(5 * n), value));
        }
        core.watched(check).and_then(|w| w.state.grade())
    }

    #[test]
    fn storage_that_is_full_soon_is_trouble_and_what_cannot_be_told_is_none() {
        let (mut core, check) = site();
        assert_eq!(core.to_foretell(), [check]);
        core.foretell(vec![(check, None)]);
        assert_eq!(looks(&mut core, check, 1, 70.0), Some(Grade::Ok), "because nobody can tell");
        core.foretell(vec![(check, Some(5.0))]);
        assert_eq!(looks(&mut core, check, 2, 71.0), Some(Grade::Warning));
        let last = core.watched(check).and_then(|w| w.last.clone()).expect("it was looked at");
        assert_eq!(last.outcome.value(Metric::FullIn), Some(5.0), "because it says why");
        core.foretell(vec![(check, Some(1.5))]);
        assert_eq!(looks(&mut core, check, 3, 72.0), Some(Grade::Critical));
        core.foretell(vec![(check, Some(7.5))]);
        assert_eq!(
            looks(&mut core, check, 4, 50.0),
            Some(Grade::Warning),
            "because on the edge it does not flutter"
        );
        core.foretell(vec![(check, Some(20.0))]);
        assert_eq!(looks(&mut core, check, 5, 50.0), Some(Grade::Ok));
        core.foretell(vec![(check, Some(20.0))]);
        assert_eq!(
            looks(&mut core, check, 6, 95.0),
            Some(Grade::Warning),
            "because it is full now"
        );
    }

    #[test]
    fn after_a_start_trouble_stays_until_it_was_told_whether_it_goes_on() {
        let (mut core, check) = site();
        core.foretell(vec![(check, Some(5.0))]);
        assert_eq!(looks(&mut core, check, 1, 70.0), Some(Grade::Warning));
        core.foretold.clear();
        assert_eq!(
            looks(&mut core, check, 2, 70.0),
            Some(Grade::Warning),
            "because nobody has told that it is over"
        );
        core.foretell(vec![(check, None)]);
        assert_eq!(looks(&mut core, check, 3, 70.0), Some(Grade::Ok));
    }

    #[test]
    fn a_past_that_cannot_be_read_ends_no_trouble() {
        let (mut core, check) = site();
        core.foretell(vec![(check, Some(5.0))]);
        assert_eq!(looks(&mut core, check, 1, 70.0), Some(Grade::Warning));
        core.foretell(Vec::new());
        assert_eq!(
            looks(&mut core, check, 2, 70.0),
            Some(Grade::Warning),
            "because that is our own fault, and the storage still fills up"
        );
        core.foretold.clear();
        core.foretell(Vec::new());
        assert_eq!(looks(&mut core, check, 3, 70.0), Some(Grade::Warning), "nor after a start");
    }

    #[tokio::test]
    async fn the_days_are_told_from_what_was_stored() {
        let (core, check) = site();
        let file = Site::in_memory().await.expect("there is memory");
        let world = core.world();
        let edits = vec![
            Edit::PutNode(world.nodes[&NodeId(1)].clone()),
            Edit::PutCheck(world.checks[&check].check.as_ref().clone()),
        ];
        let hours = (0..120).map(|h| (h, Stamp(NOON.0 + h * DAY / 24)));
        let samples = hours.map(|(h, at)| level(check, at, 60.0 + h as f64 / 4.0)).collect();
        file.commit(&Batch { edits, samples, ..Batch::default() }).await.expect("it is stored");
        let told = |days: i64| days_at(&file, check, Stamp(NOON.0 + days * DAY));
        let days = told(5).await.expect("five days were seen");
        assert!((1.5..2.0).contains(&days), "because six per cent come a day: {days}");
        assert_eq!(told(2).await, None, "because two days are too few");
        assert_eq!(told(6).await, None, "because nothing was seen for a day");
    }

    async fn days_at(site: &Site, check: CheckId, now: Stamp) -> Option<f64> {
        days(site, check, now).await.expect("it can be read")
    }
}
