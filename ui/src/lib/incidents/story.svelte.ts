// One incident's whole log, read again whenever something about it may have changed.

import { untrack } from 'svelte';

import type { Failure, IncidentStory, Span } from '../ipc/bindings';
import { asFailure, client } from '../ipc/client';
import { world } from '../world/world.svelte';
import { unlooked } from './facts';

/** Notes of others on the same site file do not change the incident itself: look now and then. */
const EVERY = 5000;

export class Story {
  now = $state.raw<IncidentStory | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** How long we did not look while it went on; null if that is not known. */
  unlooked = $state.raw<Span | null>(null);
  #id: () => number;
  #asked = 0;

  /** Follows the incident `id` says for as long as the component that makes it lives. */
  constructor(id: () => number) {
    this.#id = id;
    $effect(() => {
      void world.incidents.get(id());
      untrack(() => void this.read());
    });
    $effect(() => {
      const timer = setInterval(() => void this.read(), EVERY);
      return () => clearInterval(timer);
    });
  }

  async read(): Promise<void> {
    const id = this.#id();
    const mine = ++this.#asked;
    if (this.now?.incident.id !== id) {
      this.now = null;
      this.unlooked = null;
    }
    try {
      const story = await client.call('incident', { incident: id });
      if (mine !== this.#asked) return;
      this.now = story;
      this.failure = null;
      if (this.unlooked === null || story.incident.resolved === null) await this.#look(story, mine);
    } catch (thrown) {
      if (mine === this.#asked) this.failure = asFailure(thrown);
    }
  }

  async #look({ incident }: IncidentStory, mine: number): Promise<void> {
    const [from, until] = [incident.started, incident.resolved?.ended ?? world.now];
    if (until <= from) return;
    try {
      const ribbon = await client.call('ribbon', { from, until });
      if (mine === this.#asked) this.unlooked = unlooked(ribbon.gaps, from, until);
    } catch {
      // Then nothing is claimed about coverage.
    }
  }
}
