// Rows with the sequence number of their last change, so that `changes` can tell what is new.

export class Clockwork {
  seq = 0;

  next(): number {
    this.seq += 1;
    return this.seq;
  }
}

/** Removals remembered; a window that slept longer gets a fresh frame anyway. */
const MOST_GONE = 1000;

export class Table<T> {
  private readonly rows = new Map<number, { row: T; seq: number }>();
  private gone: { id: number; seq: number }[] = [];
  private highest = 0;

  constructor(private readonly clockwork: Clockwork) {}

  put(id: number, row: T): void {
    this.highest = Math.max(this.highest, id);
    this.rows.set(id, { row, seq: this.clockwork.next() });
  }

  /** Changes a row in place of the old one; false if there is none. */
  change(id: number, how: (row: T) => T): boolean {
    const old = this.rows.get(id);
    if (old === undefined) return false;
    this.put(id, how(old.row));
    return true;
  }

  drop(id: number): boolean {
    if (!this.rows.delete(id)) return false;
    this.gone = [...this.gone, { id, seq: this.clockwork.next() }].slice(-MOST_GONE);
    return true;
  }

  get(id: number): T | undefined {
    return this.rows.get(id)?.row;
  }

  all(): T[] {
    return [...this.rows.values()].map((r) => r.row);
  }

  /** An id no row has or had. */
  free(): number {
    this.highest += 1;
    return this.highest;
  }

  since(seq: number): T[] {
    const rows: T[] = [];
    for (const r of this.rows.values()) if (r.seq > seq) rows.push(r.row);
    return rows;
  }

  goneSince(seq: number): number[] {
    return this.gone.filter((g) => g.seq > seq).map((g) => g.id);
  }
}
