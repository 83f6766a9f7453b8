// What can be taken back on the map. Steps know how to be done and undone; failures leave the
// history as it was.

/** `forth` is done first when the step is taken and again with every redo. */
export interface Step {
  forth: () => Promise<void>;
  back: () => Promise<void>;
}

const DEPTH = 200;

/**
 * What was removed and taken back comes with another identity. Steps go on naming the first one;
 * this says which it is now.
 */
export class Identities {
  readonly #now = new Map<number, number>();

  now(id: number): number {
    return this.#now.get(id) ?? id;
  }

  became(was: number, id: number): void {
    const at = this.now(was);
    for (const [first, now] of this.#now) if (now === at) this.#now.set(first, id);
    this.#now.set(at, id);
    this.#now.delete(id);
  }
}

export class History {
  #past = $state.raw<Step[]>([]);
  #future = $state.raw<Step[]>([]);
  #busy: Promise<unknown> = Promise.resolve();

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Does a step and remembers it; what was undone before cannot be redone any more. */
  take(step: Step): Promise<void> {
    return this.#queue(async () => {
      await step.forth();
      this.#past = [...this.#past, step].slice(-DEPTH);
      this.#future = [];
    });
  }

  undo(): Promise<void> {
    return this.#queue(async () => {
      const step = this.#past.at(-1);
      if (!step) return;
      await step.back();
      this.#past = this.#past.slice(0, -1);
      this.#future = [...this.#future, step];
    });
  }

  redo(): Promise<void> {
    return this.#queue(async () => {
      const step = this.#future.at(-1);
      if (!step) return;
      await step.forth();
      this.#future = this.#future.slice(0, -1);
      this.#past = [...this.#past, step];
    });
  }

  /** One after the other: two quick undos must not both see the same last step. */
  #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => undefined);
    return done;
  }
}
