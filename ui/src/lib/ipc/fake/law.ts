// The laws of belief, small: the engine's are in `model` and proved there; the fake only has to
// behave like them.

import type { CheckSpec, Grade, Limits, Metric, Outcome, Patience, Span, State } from '../bindings';

export function limits(spec: CheckSpec): [Metric, Limits][] {
  switch (spec.kind) {
    case 'icmp':
      return [
        ['rtt', spec.rtt],
        ['loss', spec.loss],
      ];
    case 'tcp':
      return [['connect', spec.connect]];
    case 'http':
      return [['total', spec.total]];
    case 'quality':
      return [
        ['loss', spec.loss],
        ['rtt', spec.rtt],
        ['jitter', spec.jitter],
      ];
    case 'agent':
    case 'word':
      return [];
    case 'interface':
      return [
        ['traffic_in', spec.incoming.above],
        ['traffic_out', spec.outgoing.above],
        ['load_in', spec.load],
        ['load_out', spec.load],
        ['errors_in', spec.errors],
        ['discards_out', spec.discards],
      ];
    case 'value':
      return [[spec.metric, spec.above]];
    case 'composite':
    case 'trap':
      return [];
  }
}

export function grade(spec: CheckSpec, outcome: Outcome): Grade {
  if (outcome.outcome === 'failed') {
    return outcome.cause.cause === 'told' ? outcome.cause.grade : 'critical';
  }
  if (outcome.outcome === 'unable') return 'unknown';
  let worst: Grade = 'ok';
  for (const [metric, limit] of limits(spec)) {
    const value = outcome.readings.find((r) => r.metric === metric)?.value;
    if (value === undefined) continue;
    if (limit.critical !== null && value >= limit.critical) return 'critical';
    if (limit.warning !== null && value >= limit.warning) worst = 'warning';
  }
  return worst;
}

/** Law L2: the next state, and whether a belief changed. */
export function step(
  patience: Patience,
  state: State,
  seen: Grade,
  at: number,
): { state: State; changed: boolean } {
  const before = belief(state);
  if (before?.grade === seen) {
    return { state: { state: 'hard', belief: { ...before, confirmed: at } }, changed: false };
  }
  const goesOn = state.state === 'soft' && (state.seen === 'ok') === (seen === 'ok');
  const attempt = goesOn ? state.attempt + 1 : 1;
  const since = goesOn ? state.since : at;
  const uncertainty: Span = goesOn ? state.uncertainty : last(state) ? at - last(state) : 0;
  const firstGood = before === null && seen === 'ok';
  if (firstGood || attempt >= needed(patience, before?.grade ?? null, seen)) {
    const now = { grade: seen, since, uncertainty, confirmed: at };
    return { state: { state: 'hard', belief: now }, changed: true };
  }
  return {
    state: { state: 'soft', believed: before, seen, attempt, since, uncertainty, last: at },
    changed: false,
  };
}

function needed(patience: Patience, believed: Grade | null, seen: Grade): number {
  if (seen === 'ok') return patience.to_ok;
  return believed !== null && believed !== 'ok' ? patience.between : patience.to_trouble;
}

export function belief(state: State): (State & { state: 'hard' })['belief'] | null {
  if (state.state === 'pending') return null;
  return state.state === 'hard' ? state.belief : state.believed;
}

function last(state: State): number {
  if (state.state === 'pending') return 0;
  return state.state === 'hard' ? state.belief.confirmed : state.last;
}
