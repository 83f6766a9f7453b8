// What was believed over a window, cut into pieces for a strip. Pure.

import type { Gap, Grade, Span, Stamp, Stretch } from '../ipc/bindings';
import { unobserved } from './data';

export interface Piece {
  /** `null`: nobody looked. */
  grade: Grade | null;
  from: Stamp;
  until: Stamp;
}

/** Pieces in order; gaps win over what was believed before and after them. */
export function pieces(
  stretches: readonly Stretch[],
  gaps: readonly Gap[],
  from: Stamp,
  until: Stamp,
): Piece[] {
  const holes = unobserved(gaps, stretches, { from, until });
  const out: Piece[] = holes.map((h) => ({ grade: null, ...h }));
  for (const s of stretches) {
    if (s.grade === null) continue;
    const end = Math.min(s.until, until);
    let at = Math.max(s.from, from);
    for (const h of holes) {
      if (h.until <= at || h.from >= end) continue;
      if (h.from > at) out.push({ grade: s.grade, from: at, until: h.from });
      at = Math.max(at, h.until);
    }
    if (end > at) out.push({ grade: s.grade, from: at, until: end });
  }
  out.sort((a, b) => a.from - b.from);
  return joined(out);
}

function joined(parts: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const p of parts) {
    const last = out.at(-1);
    if (last && last.grade === p.grade && p.from <= last.until) last.until = p.until;
    else out.push({ ...p });
  }
  return out;
}

/** How long each was so. */
export function totals(parts: readonly Piece[]): Map<Grade | null, Span> {
  const out = new Map<Grade | null, Span>();
  for (const p of parts) out.set(p.grade, (out.get(p.grade) ?? 0) + p.until - p.from);
  return out;
}
