// Which component shows which screen, and which stories the side panel tells.

import type { Component } from 'svelte';

import IncidentPanel from '../incidents/IncidentPanel.svelte';
import IncidentsPage from '../incidents/IncidentsPage.svelte';
import MapPage from '../map/MapPage.svelte';
import NodePage from '../nodes/NodePage.svelte';
import NodePanel from '../nodes/NodePanel.svelte';
import NodesPage from '../nodes/NodesPage.svelte';
import ReportsPage from '../reports/ReportsPage.svelte';
import RunbooksPage from '../runbooks/RunbooksPage.svelte';
import SettingsPage from '../settings/SettingsPage.svelte';
import ToolsPage from '../tools/ToolsPage.svelte';
import Wallboard from '../wallboard/Wallboard.svelte';
import WatchPage from '../watch/WatchPage.svelte';
import type { PanelKind, Screen } from '../world/place.svelte';

/** Each gets `id` when the address has one: `#/incidents/12`, `#/node/3`. */
type Page = Component<{ id?: number }>;

/** A page that has nothing to show one of: its `id` is ignored. */
const alone = (page: unknown): Page => page as Page;

export const pages: Record<Screen, Page> = {
  watch: alone(WatchPage),
  map: alone(MapPage),
  nodes: alone(NodesPage),
  node: NodePage,
  incidents: IncidentsPage,
  runbooks: RunbooksPage,
  reports: alone(ReportsPage),
  tools: alone(ToolsPage),
  settings: alone(SettingsPage),
  wallboard: alone(Wallboard),
};

export const panels: Record<PanelKind, Component<{ id: number }>> = {
  node: NodePanel,
  incident: IncidentPanel,
};
