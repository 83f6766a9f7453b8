// A node whose parents are to be named: another screen sent the operator there to do it.

let node = $state<number | null>(null);

export const parentsWanted = {
  /** Asks when the node is shown next. */
  of(id: number): void {
    node = id;
  },
  /** True once, for that node. */
  take(id: number): boolean {
    if (node !== id) return false;
    node = null;
    return true;
  },
};
