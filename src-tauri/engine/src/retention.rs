//! Retention: seals samples into chunks, rolls them up, and lets each tier go in its time (L10).

use std::time::Duration;

use hinomi_model::Span;
use hinomi_store::Site;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(600);
/// Samples younger than this stay in the hot table.
const HOT: Span = Span::minutes(10);
/// Letting go takes a while, is never urgent and cannot be undone: once in so many rounds, and not
/// before the first of them, so that a clock that was wrong at the start has been set right.
const EXPIRE_ROUNDS: u32 = 6;

/// Runs until cancelled.
pub(crate) async fn run(site: Site, clock: Clock, cancel: CancellationToken) {
    let mut round = 0u32;
    while cancel.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
        let now = clock.now();
        if let Err(error) = site.seal(now - HOT).await {
            tracing::warn!(%error, "samples could not be sealed; will be tried again");
            continue;
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(EXPIRE_ROUNDS)
            && let Err(error) = site.expire(now).await
        {
            tracing::warn!(%error, "old samples could not be let go; will be tried again");
        }
    }
}
