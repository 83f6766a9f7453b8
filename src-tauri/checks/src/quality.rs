//! Quality checks: loss, round trip and jitter over the last minutes, out of the node's own echoes.

use hinomi_model::check::QualitySpec;
use hinomi_model::{Metric, Outcome, Span};

use crate::icmp::jitter;
use crate::{Echo, reading};

/// Computes; sends nothing. Looks back from the newest echo. With fewer than
/// [`QualitySpec::LEAST`] there is nothing to judge, which is no trouble: no readings.
pub fn probe(spec: &QualitySpec, echoes: &[Echo]) -> Outcome {
    let newest = echoes.iter().map(|echo| echo.at).max();
    let recent =
        |echo: &&Echo| newest.is_some_and(|newest| newest - echo.at <= spec.over.max(Span::ZERO));
    let echoes: Vec<&Echo> = echoes.iter().filter(recent).collect();
    let rtts: Vec<f64> = echoes.iter().filter_map(|echo| echo.rtt).collect();
    if echoes.len() < QualitySpec::LEAST {
        return Outcome::Measured { readings: Vec::new() };
    }
    let (sent, answered) = (echoes.len() as f64, rtts.len() as f64);
    let mut readings = vec![reading(Metric::Loss, 100.0 * (1.0 - answered / sent))];
    if answered > 0.0 {
        readings.push(reading(Metric::Rtt, rtts.iter().sum::<f64>() / answered));
    }
    readings.extend(jitter(&rtts).map(|jitter| reading(Metric::Jitter, jitter)));
    Outcome::Measured { readings }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hinomi_model::Stamp;

    fn echoes(rtts: &[Option<f64>]) -> Vec<Echo> {
        let echo =
            |(i, rtt): (usize, &Option<f64>)| Echo { at: Stamp(i as i64 * 10_000), rtt: *rtt };
        rtts.iter().enumerate().map(echo).collect()
    }

    #[test]
    fn too_few_echoes_are_nothing_to_judge() {
        let outcome = probe(&QualitySpec::default(), &echoes(&[None; QualitySpec::LEAST - 1]));
        assert_eq!(
            outcome,
            Outcome::Measured { readings: vec![] },
            "because nine misses are no quality"
        );
    }

    #[test]
    fn loss_round_trip_and_jitter_are_those_of_the_echoes() {
        let some = [Some(1.0), Some(3.0), None, Some(3.0), Some(1.0)].repeat(2);
        let outcome = probe(&QualitySpec::default(), &echoes(&some));
        assert_eq!(outcome.value(Metric::Loss), Some(100.0 * (1.0 - 0.8)));
        assert_eq!(outcome.value(Metric::Rtt), Some(2.0));
        let jitter = outcome.value(Metric::Jitter).unwrap();
        assert!(
            (jitter - 8.0 / 7.0).abs() < 1e-9,
            "because losses are skipped, not counted as steps"
        );
    }

    #[test]
    fn a_silent_node_has_loss_alone() {
        let outcome = probe(&QualitySpec::default(), &echoes(&[None; 12]));
        assert_eq!(outcome.value(Metric::Loss), Some(100.0));
        assert_eq!(outcome.value(Metric::Rtt), None, "because there is none");
    }

    #[test]
    fn what_lies_further_back_does_not_count() {
        let mut old = echoes(&[None; 20]);
        old.iter_mut().for_each(|echo| echo.at = echo.at - Span::minutes(60));
        old.extend(echoes(&[Some(1.0); 12]));
        let outcome = probe(&QualitySpec::default(), &old);
        assert_eq!(outcome.value(Metric::Loss), Some(0.0), "because the misses are an hour old");
    }
}
