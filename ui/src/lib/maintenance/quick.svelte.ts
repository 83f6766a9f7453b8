// Maintenance by one key: which nodes it is about to be planned for.

let nodes = $state.raw<readonly number[] | null>(null);

export const quick = {
  get nodes() {
    return nodes;
  },
};

/** Asks for how long these nodes are under maintenance from now on. */
export function maintain(these: readonly number[]): void {
  if (these.length > 0) nodes = these;
}

export function putAway(): void {
  nodes = null;
}
