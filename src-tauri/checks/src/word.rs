//! Checks of what an SNMP agent says of a state, or of a text.

use hinomi_model::check::WordSpec;
use hinomi_model::snmp::Value;
use hinomi_model::{Cause, Metric, Outcome, Phase};

use crate::reading;
use crate::snmp::{Agent, not_there, rows, text};

/// Characters kept of what it says.
const MOST: usize = 200;

/// What an object says: text; octets that are none as the browser shows them, where the check knows
/// them so.
fn said_by(spec: &WordSpec, value: &Value) -> Option<String> {
    Some(value.shown()).filter(|shown| spec.names(shown)).or_else(|| text(value))
}

/// Reads what it says once. Of several rows the worst is told.
pub async fn probe(spec: &WordSpec, agent: &Agent) -> Outcome {
    let said = match rows(agent, &spec.rows, std::slice::from_ref(&spec.oid), &[]).await {
        Ok(said) => said,
        Err(outcome) => return outcome,
    };
    let values = || said.iter().filter_map(|row| row.get(&spec.oid));
    let texts: Vec<String> = values().filter_map(|value| said_by(spec, value)).collect();
    if texts.is_empty() {
        return not_there();
    }
    let bad = || texts.iter().filter(|text| !spec.is_good(text));
    let worst = bad().find(|text| !spec.is_warning(text)).or_else(|| bad().next());
    match (worst, said.len()) {
        (Some(text), _) => {
            let text = spec.shown(text).chars().take(MOST).collect();
            Outcome::failed(Phase::Body, Cause::Says { text })
        }
        (None, 1) => {
            let number = values().next().and_then(|value| value.as_i64());
            let readings = number.map(|n| reading(Metric::Value, n as f64)).into_iter().collect();
            Outcome::Measured { readings }
        }
        (None, _) => Outcome::Measured { readings: Vec::new() },
    }
}
