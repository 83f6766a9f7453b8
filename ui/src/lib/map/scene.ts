// What is painted, and what with.

import type { Confidence, NodeKind } from '../ipc/bindings';
import type { Look } from '../world/selectors';
import type { Labels, Taken } from './labels';
import { enclose, type Layout, type Rect, type Spot } from './layout';
import type { Palette } from './palette';
import type { Pen } from './pen';
import type { Size, View } from './view';

/** A node as it is drawn. */
export interface Dot {
  id: number;
  name: string;
  address: string;
  kind: NodeKind;
  look: Look;
  /** The last samples disagree with what is believed. */
  doubt: boolean;
  /** Whatever happens there is expected by plan. */
  planned: boolean;
}

/** How far a link can be relied on. */
export type Sure = Confidence;

/** A link as it is drawn. */
export interface Line {
  id: number;
  sure: Sure;
  /** Share of what it can carry, 0 to 1; null if nobody measures it. */
  load: number | null;
  /** What it carries, in words: `412 Mb/s`; empty if nobody measures it. */
  rate: string;
}

export interface Scene {
  layout: Layout;
  dots: ReadonlyMap<number, Dot>;
  lines: ReadonlyMap<number, Line>;
  vantage: { name: string; address: string };
  /** The picture beneath everything, where it lies in map units. */
  plan: { image: CanvasImageSource; href: string; at: Rect; opacity: number } | null;
  /** What the card of those in no group is called. */
  loose: string;
  /** How many nodes cannot be reached because this one is down. */
  cuts: ReadonlyMap<number, number>;
  /** What is said of those: `41 cut off`. */
  cutWords: (n: number) => string;
  /** Marked as different from another moment; `null`: nothing is compared. */
  changed: ReadonlySet<number> | null;
  selected: number | null;
  link: number | null;
  hovered: number | null;
  /** A link or a node under way: from, to, in map units. */
  rubber: { from: Spot; to: Spot } | null;
  /** The keyboard is here: show the ring. */
  focused: boolean;
}

/** All there is to see: what is laid out, and the picture beneath it. */
export const wholeOf = ({ layout, plan }: Pick<Scene, 'layout' | 'plan'>): Rect =>
  plan ? enclose([layout.bounds, plan.at]) : layout.bounds;

export interface Easel {
  pen: Pen;
  view: View;
  size: Size;
  ink: Palette;
  labels: Labels;
  /** Where words and marks are already: what comes later gives way. */
  taken: Taken;
}

/** Below this zoom nodes are marks without icon and name. */
export const FAR = 0.28;
/** From this zoom on addresses are shown. */
export const NEAR = 0.72;
/** Smaller glyphs have no icon inside. */
export const ICON = 11;

/** A hairline lies on whole pixels. */
export const crisp = (n: number) => Math.round(n) + 0.5;
