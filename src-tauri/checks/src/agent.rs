//! The check of an SNMP agent: does it answer, and since when does it run?

use hinomi_model::snmp::{Oid, Value};
use hinomi_model::{Cause, Metric, Obstacle, Outcome, Phase};
use hinomi_net::NoAnswer;
use hinomi_net::snmp::Trouble;

use crate::reading;
use crate::snmp::{Agent, UP_TIME};

/// `snmpEngineTime.0` (RFC 3411 §5): seconds, and no wrap within a lifetime.
const ENGINE_TIME: [u32; 11] = [1, 3, 6, 1, 6, 3, 10, 2, 1, 3, 0];
/// sysUpTime wraps after so many seconds: 497 days.
const WRAP: f64 = 4_294_967_296.0 / 100.0;

/// Asks for the agent's time. That it answers at all is what counts, and so this is a question of its
/// own: what others ask may take an agent long.
pub async fn probe(agent: &Agent) -> Outcome {
    let names = [Oid::from(UP_TIME), Oid::from(ENGINE_TIME)];
    let said = match Box::pin(agent.session.get(&names)).await {
        Ok(said) => said,
        // Wrong logins are silence, too, as long as nobody asks who is there.
        Err(Trouble::SILENT) => return silent(agent.session.why_silent().await),
        Err(trouble) => return silent(trouble),
    };
    let [up_time, engine] = [0, 1].map(|n| said.get(n).map(|said| &said.value));
    let engine = engine.and_then(|time| time.as_u64());
    let seconds = match up_time {
        Some(Value::TimeTicks(ticks)) => {
            Some(seconds(*ticks, engine, agent.past.wraps(*ticks, agent.steady)))
        }
        _ => None,
    };
    let readings = seconds.map(|s| reading(Metric::Uptime, s)).into_iter().collect();
    Outcome::Measured { readings }
}

/// The engine's clock goes on where sysUpTime begins anew after 497 days; it is believed only as
/// far as the two agree otherwise, since they may have started apart. Agents without that clock are
/// known to have wrapped by what was `seen`.
fn seconds(ticks: u32, engine: Option<u64>, seen: u32) -> f64 {
    let ticks = f64::from(ticks) / 100.0;
    let said = engine.map_or(0.0, |engine| {
        let wraps = ((engine as f64 - ticks) / WRAP).round();
        let agrees = (engine as f64 - ticks - wraps * WRAP).abs() < 300.0;
        if agrees { wraps } else { 0.0 }
    });
    ticks + said.max(f64::from(seen)) * WRAP
}

fn silent(trouble: Trouble) -> Outcome {
    match trouble {
        Trouble::NoAnswer(NoAnswer::Failed(cause)) => Outcome::failed(Phase::Connect, cause),
        Trouble::NoAnswer(NoAnswer::Unable(obstacle)) => Outcome::unable(obstacle),
        Trouble::Denied(step) => Outcome::failed(Phase::Request, Cause::Denied { step }),
        Trouble::Said { status, .. } => {
            let detail = format!("the agent reports error {status} whatever it is asked");
            Outcome::failed(Phase::Request, Cause::Malformed { detail })
        }
        Trouble::Unusable(_) => Outcome::unable(Obstacle::NoAccess),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrap_after_497_days_is_no_restart() {
        let year = 365.0 * 86_400.0;
        let two = (2.0 * year) as u64;
        let ticks = ((2.0 * year % WRAP) * 100.0) as u32;
        let told = seconds(ticks, Some(two), 0);
        assert!((told - 2.0 * year).abs() < 1.0, "{told} of {two}");
        assert_eq!(seconds(60_000, None, 0), 600.0);
        assert_eq!(seconds(60_000, Some(900), 0), 600.0, "because no wrap lies between them");
        assert_eq!(seconds(60_000, Some(two), 0), 600.0, "because they have nothing to do with it");
    }
}
