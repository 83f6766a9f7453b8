// Which component shows which screen. While the window is being built, a screen that has no file
// yet has no rail entry either.

import type { Component } from 'svelte';

import type { PanelKind, Screen } from '../world/place.svelte';

type Page = Component<{ id?: number }>;

const found = import.meta.glob<{ default: Page }>(
  [
    '../watch/WatchPage.svelte',
    '../map/MapPage.svelte',
    '../nodes/{NodesPage,NodePage,NodePanel}.svelte',
    '../incidents/{IncidentsPage,IncidentPanel}.svelte',
    '../runbooks/RunbooksPage.svelte',
    '../reports/ReportsPage.svelte',
    '../tools/{ToolsPage,Discover}.svelte',
    '../settings/SettingsPage.svelte',
  ],
  { eager: true },
);

const at = (path: string): Page | undefined => found[`../${path}.svelte`]?.default;

/** Each gets `id` when the address has one: `#/incidents/12`, `#/node/3`. */
export const pages: Partial<Record<Screen, Page>> = Object.fromEntries(
  (
    [
      ['watch', at('watch/WatchPage')],
      ['map', at('map/MapPage')],
      ['nodes', at('nodes/NodesPage')],
      ['node', at('nodes/NodePage')],
      ['incidents', at('incidents/IncidentsPage')],
      ['runbooks', at('runbooks/RunbooksPage')],
      ['reports', at('reports/ReportsPage')],
      ['tools', at('tools/ToolsPage')],
      ['settings', at('settings/SettingsPage')],
    ] as const
  ).filter(([, page]) => page !== undefined),
);

/** What the side panel shows; gets `id`. */
export const panels: Partial<Record<PanelKind, Page>> = {
  node: at('nodes/NodePanel'),
  incident: at('incidents/IncidentPanel'),
};

/** Subnets, sweep, review, add: also the empty state of Watch and Nodes. */
export const Discover = at('tools/Discover');
