//! Trying several credentials on one agent, of which at most one is right.
//!
//! Wrong communities are met with silence, and so is everything at an address without an agent.
//! Silence is therefore waited out side by side: each credentials begin when the ones before were
//! refused, or have been silent for longer than an agent in the same building takes to answer. Whom
//! an agent answers step by step, as SNMPv3 does, is no longer met with silence: nothing else begins
//! before the verdict, so that what comes first in a list is never overtaken by a community in clear.

use std::net::SocketAddr;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use hinomi_model::snmp::Credentials;
use hinomi_model::{Cause, Obstacle};

use super::knock::Beside;
use super::{Patience, Session, Snmp, Trouble};
use crate::NoAnswer;

/// Who has not answered by then waits beside the next.
const HEAD_START: Duration = Duration::from_millis(700);
/// Credentials tried side by side at most.
const ABREAST: usize = 8;

/// What came of credentials that were tried in their order.
#[derive(Debug, Default)]
pub struct Tries {
    /// Which were not let in, and why; in the order they ended. Those that are neither here nor
    /// let in were not tried to the end.
    pub refused: Vec<(usize, Trouble)>,
    /// Which were let in.
    pub let_in: Option<(usize, Session)>,
}

impl Snmp {
    /// Tries credentials in their order until some are let in, each as [`Snmp::knock`] does; `begun`
    /// is told the place of each as it is begun. What is wrong with the address, as that nobody
    /// listens at that port, ends it. Dropping the future ends it, too.
    ///
    /// At an address that is silent ten take about as long as one and six seconds more.
    pub async fn knock_in_turn(
        &self,
        at: SocketAddr,
        all: &[Credentials],
        patience: Patience,
        begun: impl Fn(usize),
    ) -> Tries {
        let beside = Beside::default();
        let mut left = all.iter().enumerate();
        let mut under_way = FuturesUnordered::new();
        let mut tries = Tries::default();
        loop {
            if under_way.len() < ABREAST
                && !beside.has_met()
                && let Some((n, credentials)) = left.next()
            {
                begun(n);
                let knock = Box::pin(self.knock_beside(at, credentials.clone(), patience, &beside));
                under_way.push(async move { (n, knock.await) });
            }
            let ended = match left.len() {
                0 => under_way.next().await,
                _ if beside.has_met() => under_way.next().await,
                _ => match tokio::time::timeout(HEAD_START, under_way.next()).await {
                    Ok(ended) => ended,
                    Err(_) => continue,
                },
            };
            match ended {
                None => return tries,
                Some((n, Ok(session))) => {
                    tries.let_in = Some((n, session));
                    return tries;
                }
                Some((n, Err(trouble))) => {
                    let everywhere = is_of_the_address(&trouble);
                    tries.refused.push((n, trouble));
                    if everywhere {
                        return tries;
                    }
                }
            }
        }
    }
}

/// Would other credentials fare the same?
fn is_of_the_address(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::NoAnswer(
            NoAnswer::Failed(Cause::Refused | Cause::Unreachable { .. })
                | NoAnswer::Unable(Obstacle::NoRoute | Obstacle::NoPermission)
        )
    )
}
