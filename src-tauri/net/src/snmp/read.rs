//! Reading many things from one agent, and keeping what came when something fails.

use hinomi_model::Cause;
use hinomi_model::snmp::{Oid, VarBind};

use super::{Bounds, End, Session, Trouble};
use crate::NoAnswer;
use crate::stopwatch::Stopwatch;

/// What to read from an agent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// These very objects.
    pub objects: Vec<Oid>,
    /// Everything in these subtrees. Columns are better named one by one than by their table:
    /// agents that fall silent at one column still give the others.
    pub subtrees: Vec<Oid>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    /// Objects the agent has, in the order of the plan; within a subtree in the agent's order.
    pub found: Vec<VarBind>,
    /// What is missing for another reason than that the agent does not have it.
    pub shortfalls: Vec<Shortfall>,
}

impl Gathered {
    /// Is all of it there that the agent has?
    pub fn is_whole(&self) -> bool {
        self.shortfalls.is_empty()
    }
}

/// A part of the plan that was not read, or not to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// The subtree; `None` for the plan's single objects.
    pub subtree: Option<Oid>,
    /// Why; never [`End::Whole`].
    pub end: End,
}

impl Session {
    /// Reads a plan. `bounds` hold for all of it together. When an agent no longer answers for one
    /// subtree it is asked whether it is still there; if so the next subtree is tried.
    ///
    /// Errors: when the agent gave nothing at all, why.
    pub async fn read(&self, plan: &Plan, bounds: Bounds) -> Result<Gathered, Trouble> {
        let watch = Stopwatch::start();
        let mut gathered = Gathered::default();
        let mut left = bounds;
        let mut gone = None;
        if !plan.objects.is_empty() {
            let (found, trouble) = self.get_some(&plan.objects).await;
            gathered.found.extend(found.into_iter().filter(|row| !row.value.is_absent()));
            if let Some(trouble) = trouble {
                gone = Some(trouble.clone()).filter(ends_it);
                gathered.shortfalls.push(Shortfall { subtree: None, end: End::Trouble(trouble) });
            }
        }
        for subtree in &plan.subtrees {
            let end = match &gone {
                Some(trouble) => End::Trouble(trouble.clone()),
                None => {
                    left.time = bounds.time.saturating_sub(watch.elapsed());
                    let walked = self.walk(subtree, left).await;
                    left.rows = left.rows.saturating_sub(walked.rows.len());
                    let octets = walked.rows.iter().map(|r| 4 * r.oid.len() + r.value.size());
                    left.octets = left.octets.saturating_sub(octets.sum());
                    gathered.found.extend(walked.rows);
                    walked.end
                }
            };
            if let End::Trouble(trouble) = &end
                && gone.is_none()
                && ends_it(trouble)
            {
                gone = self.still_there().await.err();
            }
            if end != End::Whole {
                gathered.shortfalls.push(Shortfall { subtree: Some(subtree.clone()), end });
            }
        }
        match gone {
            Some(trouble) if gathered.found.is_empty() => Err(trouble),
            _ => Ok(gathered),
        }
    }

    /// Whatever it answers to sysUpTime (RFC 3418), it is there.
    async fn still_there(&self) -> Result<(), Trouble> {
        let up_time = Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0]);
        match self.get(&[up_time]).await {
            Ok(_) | Err(Trouble::Said { .. }) => Ok(()),
            Err(trouble) => Err(trouble),
        }
    }
}

/// Does this concern the agent and not only what it was asked for?
fn ends_it(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Said { .. } => false,
        Trouble::NoAnswer(NoAnswer::Failed(Cause::Malformed { .. })) => true,
        Trouble::NoAnswer(_) | Trouble::Denied(_) | Trouble::Unusable(_) => true,
    }
}
