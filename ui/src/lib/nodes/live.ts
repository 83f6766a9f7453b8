/** What a row shows of a node's checks right now. Pure. */
import type { Check, CheckState, Stamp } from '../ipc/bindings';
import { sends } from '../checks/drafts';
import { leading } from '../world/selectors';

export interface Live {
  /** The last answer of the check whose sparkline is shown, ms. */
  answer: number | null;
  spark: number | null;
  seen: Stamp | null;
}

/** When the target last answered, as far as its state tells. */
export function answered(state: CheckState | undefined): Stamp | null {
  if (!state) return null;
  if (state.last?.outcome === 'measured') return state.last.at;
  const held = state.state;
  const belief = held.state === 'hard' ? held.belief : held.state === 'soft' ? held.believed : null;
  if (!belief) return null;
  if (belief.grade === 'ok' || belief.grade === 'warning') return belief.confirmed;
  // The last good sample lies one uncertainty before the trouble; without one there never was any.
  return belief.uncertainty > 0 ? belief.since - belief.uncertainty : null;
}

export function live(checks: readonly Check[], states: ReadonlyMap<number, CheckState>): Live {
  const shown = checks.find((check) => check.spec.kind === 'icmp') ?? checks[0];
  const last = shown ? states.get(shown.id)?.last : undefined;
  const answer =
    shown && last?.outcome === 'measured'
      ? (last.readings.find((reading) => reading.metric === leading(shown.spec))?.value ?? null)
      : null;
  let seen: Stamp | null = null;
  for (const check of checks) {
    // What sends nothing has not seen anyone.
    if (!sends(check.spec.kind)) continue;
    const at = answered(states.get(check.id));
    if (at !== null && (seen === null || at > seen)) seen = at;
  }
  return { answer, seen, spark: shown?.id ?? null };
}
