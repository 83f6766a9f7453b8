import { describe, expect, it } from 'vitest';

import { hashOf, parse } from './place.svelte';

describe('a place', () => {
  it('reads back what it wrote', () => {
    for (const hash of ['#/watch', '#/node/12', '#/incidents/3', '#/map?panel=node:7']) {
      expect(hashOf(parse(hash))).toBe(hash);
    }
  });

  it('is home when the address makes no sense', () => {
    for (const hash of ['', '#', '#/nowhere', '#/<script>', '#/watch?panel=node:x']) {
      expect(parse(hash)).toEqual({ screen: 'watch' });
    }
  });

  it('is the list when a node page has no node', () => {
    expect(parse('#/node')).toEqual({ screen: 'nodes' });
  });

  it('carries other parameters along, and lets the panel go', () => {
    const before = '#/watch?scene=trouble&panel=node:7';
    expect(hashOf({ screen: 'map' }, before)).toBe('#/map?scene=trouble');
    expect(hashOf({ screen: 'map', panel: { kind: 'incident', id: 2 } }, before)).toBe(
      '#/map?scene=trouble&panel=incident:2',
    );
  });
});
