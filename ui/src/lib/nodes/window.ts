/** Virtual rows: which of many rows of one height stand in the visible part. */

export interface Visible {
  /** Index of the first row to draw. */
  first: number;
  /** Index after the last row to draw. */
  end: number;
  /** Pixels of all rows. */
  whole: number;
}

/** `spare` rows are drawn beyond each edge, so that a fast scroll does not show emptiness. */
export function visible(
  scrolled: number,
  height: number,
  rowHeight: number,
  count: number,
  spare = 12,
): Visible {
  const whole = count * rowHeight;
  const top = Math.min(Math.max(0, scrolled), Math.max(0, whole - height));
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { first, end, whole };
}

/** Where to scroll so that a row is wholly visible; where it stands already if it is. */
export function reveal(scrolled: number, height: number, rowHeight: number, index: number): number {
  const top = index * rowHeight;
  if (top < scrolled) return top;
  return Math.max(scrolled, top + rowHeight - height);
}
