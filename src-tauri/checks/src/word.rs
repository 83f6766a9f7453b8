//! Checks of what an SNMP agent says of a state, or of a text.

use hinomi_model::check::WordSpec;
use hinomi_model::snmp::Value;
use hinomi_model::{Cause, Metric, Outcome, Phase};

use crate::reading;
use crate::snmp::{Agent, not_there, rows, text};

/// Characters kept of what it says.
const MOST: usize = 200;

/// What an object says: text; octets that are none as the browser shows them, where the check knows
/// the whole of them so. Pieces of their figures mean nothing: there is a 0 in every address.
fn said_by(spec: &WordSpec, value: &Value) -> Option<String> {
    Some(value.shown()).filter(|shown| spec.names(shown)).or_else(|| text(value))
}

/// The numbers of the bits that are set, up to so many as a check may name.
fn bits(value: &Value) -> Option<Vec<String>> {
    let named = |bit: &usize| *bit < WordSpec::WORDS;
    Some(value.as_bits()?.take_while(named).map(|bit| bit.to_string()).collect())
}

/// Everything that is wrong, the worst first, as much of it as is kept.
fn together(spec: &WordSpec, bad: &[&String]) -> String {
    let (light, worse): (Vec<&String>, Vec<&String>) =
        bad.iter().partition(|said| spec.is_warning(said));
    let mut text = String::new();
    for word in worse.into_iter().chain(light).map(|said| spec.shown(said)) {
        let between = if text.is_empty() { "" } else { WordSpec::BETWEEN };
        if text.chars().count() + between.len() + word.chars().count() > MOST {
            break;
        }
        text = text + between + word;
    }
    text
}

/// Reads what it says once. Of several rows the worst is told; of bits, all that are set.
pub async fn probe(spec: &WordSpec, agent: &Agent) -> Outcome {
    let said = match rows(agent, &spec.rows, std::slice::from_ref(&spec.oid), &[]).await {
        Ok(said) => said,
        Err(outcome) => return outcome,
    };
    let values = || said.iter().filter_map(|row| row.get(&spec.oid));
    let told_by = |value: &Value| match spec.bits {
        true => bits(value),
        false => said_by(spec, value).map(|said| vec![said]),
    };
    let told: Vec<Vec<String>> = values().filter_map(told_by).collect();
    if told.is_empty() {
        return not_there();
    }
    let bad = || told.iter().flatten().filter(|text| !spec.is_good(text));
    let worst = bad().find(|text| !spec.is_warning(text)).or_else(|| bad().next());
    match (worst, said.len()) {
        (Some(_), _) if spec.bits => {
            let text = together(spec, &bad().collect::<Vec<_>>());
            Outcome::failed(Phase::Body, Cause::Says { text })
        }
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
