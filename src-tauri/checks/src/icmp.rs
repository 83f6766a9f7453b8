//! Echo checks: is it there, and how far away?

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures::future::{join_all, select_ok};
use hinomi_model::check::IcmpSpec;
use hinomi_model::{Address, Cause, Metric, Obstacle, Outcome, Phase, Reading};
use hinomi_net::icmp::Method;
use hinomi_net::stopwatch::Stopwatch;
use hinomi_net::{Net, NoAnswer, tcp};

use crate::{ms, reading};

/// Between the requests of a burst.
const APART: Duration = Duration::from_millis(200);
/// Ports tried where echo requests are not allowed: something that is there usually answers, if
/// only by refusing.
const PORTS: [u16; 5] = [443, 80, 22, 445, 53];

/// Sends a burst of echo requests and waits for all of it.
pub async fn probe(spec: &IcmpSpec, address: &Address, net: &Net) -> Outcome {
    let timeout = Duration::from(spec.timeout);
    let to = match net.names.addresses(address, spec.family, timeout).await {
        Ok(found) => found[0],
        Err(why) => return why.at(Phase::Resolve),
    };
    if net.icmp.method(to) == Method::None {
        return knock(to, timeout).await;
    }
    let burst = (0..spec.count.max(1)).map(|nth| async move {
        if nth > 0 {
            tokio::time::sleep(APART * u32::from(nth)).await;
        }
        net.icmp.echo(to, spec.size, timeout).await.map(|reply| ms(reply.rtt))
    });
    judge(&join_all(burst).await)
}

/// Makes one outcome of the answers of a burst, in the order sent.
fn judge(answers: &[Result<f64, NoAnswer>]) -> Outcome {
    let rtts: Vec<f64> =
        answers.iter().filter_map(|answer| answer.as_ref().ok().copied()).collect();
    match answers {
        // Nothing but the round trip, since it is stored every few seconds for years.
        [Ok(rtt)] => Outcome::Measured { readings: vec![reading(Metric::Rtt, *rtt)] },
        _ if rtts.is_empty() => failure(answers),
        _ => Outcome::Measured { readings: burst(&rtts, answers.len()) },
    }
}

/// All lost: a router's word says more than silence, and our own obstacle says the least, since
/// one request that did leave has looked.
fn failure(answers: &[Result<f64, NoAnswer>]) -> Outcome {
    let weight = |why: &&NoAnswer| match why {
        NoAnswer::Failed(Cause::TimedOut) => 1,
        NoAnswer::Failed(_) => 2,
        NoAnswer::Unable(_) => 0,
    };
    let why = answers.iter().filter_map(|answer| answer.as_ref().err()).max_by_key(weight);
    why.cloned().unwrap_or(NoAnswer::TIMED_OUT).at(Phase::Connect)
}

fn burst(rtts: &[f64], sent: usize) -> Vec<Reading> {
    let answered = rtts.len() as f64;
    let mut readings = vec![
        reading(Metric::Rtt, rtts.iter().sum::<f64>() / answered),
        reading(Metric::RttMin, rtts.iter().copied().fold(f64::INFINITY, f64::min)),
        reading(Metric::RttMax, rtts.iter().copied().fold(0.0, f64::max)),
        reading(Metric::Loss, 100.0 * (1.0 - answered / sent as f64)),
    ];
    readings.extend(jitter(rtts).map(|jitter| reading(Metric::Jitter, jitter)));
    readings
}

/// Mean absolute difference of successive round trips; none of fewer than two.
pub(crate) fn jitter(rtts: &[f64]) -> Option<f64> {
    let steps = rtts.len().checked_sub(1).filter(|steps| *steps > 0)?;
    let sum: f64 = rtts.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    Some(sum / steps as f64)
}

/// Where echo requests are not allowed: a handshake or its refusal proves that somebody is there.
/// Silence on every port proves nothing, and then we could not look.
async fn knock(to: IpAddr, timeout: Duration) -> Outcome {
    let watch = Stopwatch::start();
    let port = |port| {
        Box::pin(async move {
            match tcp::connect(SocketAddr::new(to, port), timeout).await {
                Ok(_) | Err(NoAnswer::Failed(Cause::Refused)) => Ok(()),
                Err(why) => Err(why),
            }
        })
    };
    match select_ok(PORTS.map(port)).await {
        Ok(_) => Outcome::Measured { readings: vec![reading(Metric::Rtt, ms(watch.elapsed()))] },
        Err(unreachable @ NoAnswer::Failed(Cause::Unreachable { .. })) => {
            unreachable.at(Phase::Connect)
        }
        Err(NoAnswer::Unable(obstacle)) => Outcome::unable(obstacle),
        Err(_) => Outcome::unable(Obstacle::NoPermission),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOST: Result<f64, NoAnswer> = Err(NoAnswer::TIMED_OUT);

    #[test]
    fn a_burst_with_losses_is_still_measured() {
        let outcome = judge(&[Ok(2.0), LOST, Ok(4.0), Ok(3.0)]);
        let want = [
            (Metric::Rtt, 3.0),
            (Metric::RttMin, 2.0),
            (Metric::RttMax, 4.0),
            (Metric::Loss, 25.0),
            (Metric::Jitter, 1.5),
        ];
        for (metric, value) in want {
            assert_eq!(outcome.value(metric), Some(value), "{metric:?}");
        }
    }

    #[test]
    fn a_single_echo_brings_its_round_trip_alone() {
        let readings = vec![reading(Metric::Rtt, 1.5)];
        assert_eq!(judge(&[Ok(1.5)]), Outcome::Measured { readings });
    }

    #[test]
    fn of_all_lost_the_one_that_says_most_is_told() {
        let unreachable = Cause::Unreachable { by: None, code: 1 };
        let said = Err(NoAnswer::Failed(unreachable.clone()));
        let ours = Err(NoAnswer::Unable(Obstacle::NoRoute));
        assert_eq!(judge(&[LOST, said, LOST]), Outcome::failed(Phase::Connect, unreachable));
        assert_eq!(judge(&[ours.clone(), LOST]), Outcome::failed(Phase::Connect, Cause::TimedOut));
        assert_eq!(judge(&[ours]), Outcome::unable(Obstacle::NoRoute));
    }

    #[tokio::test]
    async fn without_echoes_a_refusal_proves_that_somebody_is_there() {
        let outcome = knock(IpAddr::from([127, 0, 0, 1]), Duration::from_secs(1)).await;
        assert!(
            outcome.value(Metric::Rtt).is_some(),
            "because loopback accepts or refuses: {outcome:?}"
        );
    }
}
