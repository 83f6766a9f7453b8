/** Choosing rows by keyboard and mouse, as file managers do it. Pure. */

export interface Selection {
  /** The row the keyboard stands on. */
  cursor: number | null;
  /** Where a stretch chosen with Shift begins. */
  anchor: number | null;
  chosen: ReadonlySet<number>;
}

export const NONE: Selection = { cursor: null, anchor: null, chosen: new Set() };

/** Moves the cursor by so many rows; with `extend` the stretch from the anchor is chosen. */
export function moved(
  at: Selection,
  order: readonly number[],
  by: number,
  extend: boolean,
): Selection {
  if (order.length === 0) return at;
  const from = at.cursor === null ? -1 : order.indexOf(at.cursor);
  const start = from < 0 ? (by > 0 ? -1 : order.length) : from;
  const to = order[Math.min(order.length - 1, Math.max(0, start + by))] ?? null;
  return extend ? reached(at, order, to) : { ...at, cursor: to, anchor: to };
}

/** Puts the cursor on a row without choosing it. */
export function stood(at: Selection, id: number): Selection {
  return { ...at, cursor: id, anchor: id };
}

/** Chooses a row, or lets it go. */
export function toggled(at: Selection, id: number): Selection {
  const chosen = new Set(at.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { cursor: id, anchor: id, chosen };
}

/** Chooses everything between the anchor and a row, besides what was chosen. */
export function reached(at: Selection, order: readonly number[], id: number | null): Selection {
  if (id === null) return at;
  const anchor = at.anchor ?? at.cursor ?? id;
  const [a, b] = [order.indexOf(anchor), order.indexOf(id)];
  if (b < 0) return at;
  const [from, to] = a < 0 ? [b, b] : [Math.min(a, b), Math.max(a, b)];
  const chosen = new Set(at.chosen);
  for (const each of order.slice(from, to + 1)) chosen.add(each);
  return { cursor: id, anchor, chosen };
}

/** All rows shown, or none if all of them are chosen already. */
export function everything(at: Selection, order: readonly number[]): Selection {
  const all = order.length > 0 && order.every((id) => at.chosen.has(id));
  return { ...at, chosen: new Set(all ? [] : order) };
}

export function nothing(at: Selection): Selection {
  return { ...at, chosen: new Set() };
}

/** Forgets what is gone; the same object if nothing is. */
export function pruned(at: Selection, exists: (id: number) => boolean): Selection {
  const chosen = [...at.chosen].filter(exists);
  const here = (id: number | null) => (id !== null && exists(id) ? id : null);
  const [cursor, anchor] = [here(at.cursor), here(at.anchor)];
  if (chosen.length === at.chosen.size && cursor === at.cursor && anchor === at.anchor) return at;
  return { cursor, anchor, chosen: new Set(chosen) };
}
