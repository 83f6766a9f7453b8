// How patiently an agent is asked, as it is typed. Pure.

import type { FieldError, Pacing } from '../ipc/bindings';

/** How patiently an agent is asked unless somebody says otherwise: `Pacing::default()`. */
export const usualPacing: Pacing = { timeout: 2_000, retries: 2, at_once: 2 };

/** How long a question goes on without an answer, ms. */
export const givenUpAfter = ({ timeout, retries }: Pacing): number => timeout * (retries + 1);

/** What the desk would say of it, at its fields: `Pacing::check`. */
export function judgePacing(pacing: Pacing): FieldError[] {
  const timeout = Math.min(30_000, Math.max(500, pacing.timeout));
  const ranges = {
    timeout: [500, 30_000],
    retries: [0, Math.min(10, Math.floor(60_000 / timeout) - 1)],
    at_once: [1, 8],
  } as const;
  return (['timeout', 'retries', 'at_once'] as const).flatMap((field) => {
    const [least, most] = ranges[field];
    const good = pacing[field] >= least && pacing[field] <= most;
    return good ? [] : [{ field, problem: 'out_of_range', least, most }];
  });
}
