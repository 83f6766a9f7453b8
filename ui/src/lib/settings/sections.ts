// The parts of the settings, in the order of what they are for.

import { goPart } from '../world/place.svelte';

export const SECTIONS = [
  'general',
  'maintenance',
  'vantage',
  'contacts',
  'escalation',
  'delivery',
  'snmp',
  'policies',
  'templates',
  'noise',
] as const;

export type Section = (typeof SECTIONS)[number];

export const sectionOf = (part: string | undefined): Section =>
  SECTIONS.find((section) => section === part) ?? 'general';

export const goSettings = (section: Section): void => goPart('settings', section);
