//! Packed samples: the body of a row in `hot` (samples of many checks) and, compressed, in `chunks`
//! (samples of one).
//!
//! Column by column, so that equal neighbours stand together, in the terms of [`crate::octets`];
//! ± marks steps.
//!
//! ```text
//! 1                        the form of this packing
//! n                        samples
//! n × ± check
//! n × ± ± at               difference of differences: a steady rhythm is all zeros
//! n × ± took
//! k                        kinds of outcome
//! k × 0, m, m × metric     measured, these metrics
//!   | 1, length, JSON      failed or unable, exactly so
//! n × kind
//! for each measured kind, for each metric: a column of values
//! ```

use std::collections::HashMap;

use hinomi_model::{Cause, CheckId, Metric, Obstacle, Outcome, Reading, Sample, Span, Stamp, Unit};

use crate::octets::{Malformed, Packer, Unpacker};

/// The form written by this version.
const FORM: u64 = 1;
/// Samples packed together at most.
pub(crate) const MOST_SAMPLES: usize = 4_096;
/// Octets a packing has at most.
pub(crate) const MOST_BYTES: usize = 4_000_000;
/// Octets of JSON an outcome may have.
const MOST_JSON: usize = 2_500;
/// Characters kept of a text that came with an outcome; an incident keeps its evidence whole.
const MOST_DETAIL: usize = 300;
/// A value as precisely as it is kept: what is measured to three decimals, which of a time is a
/// microsecond where the clock is a thousand times coarser; what is counted exactly.
pub(crate) fn kept(metric: Metric, value: f64) -> f64 {
    match metric.unit() {
        Unit::Bytes | Unit::Count => value,
        // Nobody counts single bits per second, and whole numbers pack well.
        Unit::BitsPerSecond => value.round(),
        Unit::Milliseconds
        | Unit::Percent
        | Unit::PerSecond
        | Unit::Seconds
        | Unit::Minutes
        | Unit::Days
        | Unit::Celsius
        | Unit::Rpm
        | Unit::Volts
        | Unit::Amperes
        | Unit::Watts
        | Unit::Hertz
        | Unit::CubicMetresPerHour
        | Unit::Dbm => match value.abs() < 1e12 {
            true => (value * 1e3).round() / 1e3,
            false => value,
        },
    }
}

/// What an outcome is apart from its values.
#[derive(PartialEq, Eq, Hash)]
enum Kind {
    Measured(Vec<Metric>),
    Other(String),
}

impl Kind {
    fn of(outcome: &Outcome) -> Kind {
        match outcome {
            Outcome::Measured { readings } => {
                Kind::Measured(readings.iter().map(|r| r.metric).collect())
            }
            Outcome::Failed { .. } | Outcome::Unable { .. } => {
                let json = serde_json::to_string(&shortened(outcome));
                Kind::Other(json.expect("an outcome has string keys and cannot fail"))
            }
        }
    }
}

fn shortened(outcome: &Outcome) -> Outcome {
    let mut outcome = outcome.clone();
    if let Outcome::Failed {
        cause: Cause::Tls { detail } | Cause::Malformed { detail } | Cause::Says { text: detail },
        ..
    }
    | Outcome::Unable { obstacle: Obstacle::OurFault { detail } } = &mut outcome
        && let Some((end, _)) = detail.char_indices().nth(MOST_DETAIL)
    {
        detail.truncate(end);
    }
    outcome
}

/// Packs samples, in their order, into as few packings as stay within the bounds.
pub(crate) fn pack_all<'a>(samples: &'a [&'a Sample]) -> Vec<(&'a [&'a Sample], Vec<u8>)> {
    let mut packings = Vec::new();
    for part in samples.chunks(MOST_SAMPLES) {
        let body = pack(part);
        if body.len() <= MOST_BYTES {
            packings.push((part, body));
        } else {
            let (left, right) = part.split_at(part.len() / 2);
            packings.extend([left, right].into_iter().flat_map(pack_all));
        }
    }
    packings
}

fn pack(samples: &[&Sample]) -> Vec<u8> {
    let mut out = Packer::default();
    out.put(FORM);
    out.put(samples.len() as u64);
    out.put_steps(samples.iter().map(|s| i64::from(s.check.0)));
    let mut before = 0_i64;
    let distance = |s: &&Sample| s.at.0.wrapping_sub(std::mem::replace(&mut before, s.at.0));
    out.put_steps(samples.iter().map(distance));
    out.put_steps(samples.iter().map(|s| s.took.0));

    let mut kinds: HashMap<Kind, usize> = HashMap::new();
    let mut ordered: Vec<Vec<&Sample>> = Vec::new();
    let mut of = Vec::with_capacity(samples.len());
    for sample in samples {
        let next = kinds.len();
        let kind = *kinds.entry(Kind::of(&sample.outcome)).or_insert(next);
        if kind == next {
            ordered.push(Vec::new());
        }
        ordered[kind].push(sample);
        of.push(kind as u64);
    }
    let mut kinds: Vec<(Kind, usize)> = kinds.into_iter().collect();
    kinds.sort_unstable_by_key(|(_, place)| *place);
    out.put(kinds.len() as u64);
    for (kind, _) in &kinds {
        put_kind(&mut out, kind);
    }
    of.into_iter().for_each(|kind| out.put(kind));
    for ((kind, _), samples) in kinds.iter().zip(&ordered) {
        let Kind::Measured(metrics) = kind else { continue };
        for (place, metric) in metrics.iter().enumerate() {
            let values: Vec<f64> =
                samples.iter().map(|s| kept(*metric, reading(s, place))).collect();
            out.put_column(&values);
        }
    }
    out.0
}

fn reading(sample: &Sample, place: usize) -> f64 {
    match &sample.outcome {
        Outcome::Measured { readings } => readings[place].value,
        Outcome::Failed { .. } | Outcome::Unable { .. } => {
            unreachable!("only measured samples are of a measured kind")
        }
    }
}

fn put_kind(out: &mut Packer, kind: &Kind) {
    match kind {
        Kind::Measured(metrics) => {
            out.put(0);
            out.put(metrics.len() as u64);
            metrics.iter().for_each(|metric| out.put(u64::from(metric.code())));
        }
        Kind::Other(json) => {
            out.put(1);
            out.put(json.len() as u64);
            out.0.extend_from_slice(json.as_bytes());
        }
    }
}

/// A kind as read: metrics this version does not know are `None`.
enum Read {
    Measured(Vec<Option<Metric>>),
    Other(Outcome),
}

fn take_kind(input: &mut Unpacker<'_>) -> Result<Read, Malformed> {
    match input.take()? {
        0 => {
            let n = input.count(64)?;
            let metric = |_| Ok(u16::try_from(input.take()?).ok().and_then(Metric::from_code));
            Ok(Read::Measured((0..n).map(metric).collect::<Result<_, Malformed>>()?))
        }
        1 => {
            let n = input.count(MOST_JSON)?;
            match serde_json::from_slice(input.bytes(n)?) {
                Ok(outcome @ (Outcome::Failed { .. } | Outcome::Unable { .. })) => {
                    Ok(Read::Other(outcome))
                }
                Ok(Outcome::Measured { .. }) | Err(_) => Err(Malformed("an outcome is unreadable")),
            }
        }
        _ => Err(Malformed("an outcome is of an unknown kind")),
    }
}

/// Unpacks the samples of those checks that are wanted, in their order.
pub(crate) fn unpack(
    bytes: &[u8],
    wanted: impl Fn(CheckId) -> bool,
) -> Result<Vec<Sample>, Malformed> {
    let mut input = Unpacker(bytes);
    if input.take()? != FORM {
        return Err(Malformed("it is of an unknown form"));
    }
    let n = input.count(MOST_SAMPLES)?;
    let check = |id: i64| u32::try_from(id).map(CheckId).map_err(|_| Malformed("a check is none"));
    let checks = input.steps(n)?.into_iter().map(check).collect::<Result<Vec<_>, _>>()?;
    let mine = |i: &usize| wanted(checks[*i]);
    if !(0..n).any(|i| mine(&i)) {
        return Ok(Vec::new());
    }
    let mut before = 0_i64;
    let mut at = input.steps(n)?;
    for at in &mut at {
        before = before.wrapping_add(*at);
        *at = before;
    }
    let took = input.steps(n)?;
    let k = input.count(n)?;
    let kinds = (0..k).map(|_| take_kind(&mut input)).collect::<Result<Vec<_>, _>>()?;
    let mut of = Vec::with_capacity(n);
    let mut sizes = vec![0_usize; k];
    for _ in 0..n {
        let kind = usize::try_from(input.take()?).unwrap_or(usize::MAX);
        *sizes.get_mut(kind).ok_or(Malformed("an outcome is of no kind"))? += 1;
        of.push(kind);
    }
    let mut columns = Vec::with_capacity(k);
    for (kind, size) in kinds.iter().zip(&sizes) {
        columns.push(match kind {
            Read::Measured(metrics) => {
                let column = |m: &Option<Metric>| Ok((*m, input.column(*size)?));
                metrics.iter().map(column).collect::<Result<Vec<_>, _>>()?
            }
            Read::Other(_) => Vec::new(),
        });
    }
    let mut places = vec![0_usize; k];
    let mut samples = Vec::new();
    for i in 0..n {
        let next = &mut places[of[i]];
        let place = std::mem::replace(next, *next + 1);
        if !mine(&i) {
            continue;
        }
        let reading = |(metric, column): &(Option<Metric>, Vec<f64>)| {
            metric.map(|metric| Reading { metric, value: column[place] })
        };
        let outcome = match &kinds[of[i]] {
            Read::Measured(_) => {
                Outcome::Measured { readings: columns[of[i]].iter().filter_map(reading).collect() }
            }
            Read::Other(outcome) => outcome.clone(),
        };
        samples.push(Sample { check: checks[i], at: Stamp(at[i]), took: Span(took[i]), outcome });
    }
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            (0_i64..100_000_000).prop_map(|n| n as f64 / 1e3),
            (-1_000_i64..1_000).prop_map(|n| n as f64),
            any::<f64>().prop_filter("finite", |v| v.is_finite()),
        ]
    }

    fn outcome() -> impl Strategy<Value = Outcome> {
        let reading = (0..Metric::ALL.len(), value());
        let measured = proptest::collection::vec(reading, 0..6).prop_map(|readings| {
            let reading = |(metric, value)| Reading { metric: Metric::ALL[metric], value };
            Outcome::Measured { readings: readings.into_iter().map(reading).collect() }
        });
        prop_oneof![
            4 => measured,
            1 => Just(Outcome::failed(hinomi_model::Phase::Connect, Cause::TimedOut)),
            1 => "\\PC{0,40}".prop_map(|detail| {
                Outcome::failed(hinomi_model::Phase::Tls, Cause::Tls { detail })
            }),
            1 => "\\PC{0,40}".prop_map(|detail| Outcome::unable(Obstacle::OurFault { detail })),
        ]
    }

    fn samples() -> impl Strategy<Value = Vec<Sample>> {
        let sample = (any::<u32>(), any::<i64>(), any::<i64>(), outcome());
        let sample = sample.prop_map(|(check, at, took, outcome)| Sample {
            check: CheckId(check),
            at: Stamp(at),
            took: Span(took),
            outcome,
        });
        proptest::collection::vec(sample, 0..40)
    }

    fn as_kept(mut sample: Sample) -> Sample {
        if let Outcome::Measured { readings } = &mut sample.outcome {
            readings.iter_mut().for_each(|r| r.value = kept(r.metric, r.value));
        }
        sample
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(samples in samples()) {
            let body = pack(&samples.iter().collect::<Vec<_>>());
            let back = unpack(&body, |_| true).unwrap();
            let want: Vec<Sample> = samples.into_iter().map(as_kept).collect();
            // Bit by bit: -0.0 is not 0.0.
            prop_assert_eq!(format!("{back:?}"), format!("{want:?}"));
        }

        #[test]
        fn only_the_wanted_checks_come_back(samples in samples()) {
            let body = pack(&samples.iter().collect::<Vec<_>>());
            let back = unpack(&body, |c| c.0 % 2 == 0).unwrap();
            let want: Vec<Sample> =
                samples.into_iter().filter(|s| s.check.0 % 2 == 0).map(as_kept).collect();
            prop_assert_eq!(back, want);
        }

        #[test]
        fn damage_is_an_error_or_other_samples_but_never_a_panic(
            samples in samples(), at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<bool>(),
        ) {
            let mut body = pack(&samples.iter().collect::<Vec<_>>());
            let at = at.index(body.len());
            if cut { body.truncate(at) } else { body[at] = with }
            let _ = unpack(&body, |_| true);
        }

        #[test]
        fn garbage_is_never_a_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut first = vec![1];
            first.extend(&body);
            let _ = unpack(&first, |_| true);
            let _ = crate::compress::swell(&body);
        }
    }

    #[test]
    fn long_texts_are_shortened_and_large_batches_are_split() {
        let detail = "証".repeat(5_000);
        let outcome = Outcome::failed(hinomi_model::Phase::Tls, Cause::Tls { detail });
        let one = Sample { check: CheckId(1), at: Stamp(0), took: Span(0), outcome };
        let back = unpack(&pack(&[&one]), |_| true).unwrap();
        let Outcome::Failed { cause: Cause::Tls { detail }, .. } = &back[0].outcome else {
            panic!()
        };
        assert_eq!(detail.chars().count(), MOST_DETAIL);
        let distinct: Vec<Sample> = (0..10_000)
            .map(|n| {
                let detail = format!("{n}{}", "\u{1}".repeat(400));
                let outcome = Outcome::unable(Obstacle::OurFault { detail });
                Sample { check: CheckId(1), at: Stamp(n), took: Span(0), outcome }
            })
            .collect();
        let distinct: Vec<&Sample> = distinct.iter().collect();
        let parts = pack_all(&distinct);
        assert!(parts.iter().all(|(_, body)| body.len() <= MOST_BYTES));
        let back: usize = parts.iter().map(|(_, body)| unpack(body, |_| true).unwrap().len()).sum();
        assert_eq!(back, 10_000, "because nothing is lost by splitting");
    }
}
