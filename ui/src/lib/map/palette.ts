// The tokens a canvas needs as plain values. Read again when the theme changes.

import type { Look } from '../world/selectors';

export interface Palette {
  ground: string;
  raised: string;
  sunk: string;
  chosen: string;
  line: string;
  strong: string;
  text: string;
  dim: string;
  faint: string;
  accent: string;
  focus: string;
  hatch: string;
  font: string;
  mark: Record<Look, string>;
  soft: Record<Look, string>;
}

export function palette(of: Element = document.documentElement): Palette {
  const css = getComputedStyle(of);
  const v = (name: string) => css.getPropertyValue(`--${name}`).trim();
  return {
    ground: v('ground'),
    raised: v('ground-raised'),
    sunk: v('ground-sunk'),
    chosen: v('ground-chosen'),
    line: v('line'),
    strong: v('line-strong'),
    text: v('text'),
    dim: v('text-dim'),
    faint: v('text-faint'),
    accent: v('accent'),
    focus: v('focus'),
    hatch: v('hatch'),
    font: v('font'),
    mark: {
      ok: v('ok'),
      warning: v('warning'),
      critical: v('critical'),
      unknown: v('unknown'),
      unreachable: v('unreachable'),
      maintenance: v('maintenance'),
      unobserved: v('unobserved'),
      pending: v('pending'),
      paused: v('pending'),
    },
    soft: {
      ok: v('ground-raised'),
      warning: v('warning-bg'),
      critical: v('critical-bg'),
      unknown: v('unknown-bg'),
      unreachable: v('ground'),
      maintenance: v('maintenance-bg'),
      unobserved: v('unobserved-bg'),
      pending: v('ground'),
      paused: v('ground'),
    },
  };
}

/** The light theme's, whichever is on: paper is white. */
export function paper(): Palette {
  const root = document.documentElement;
  const was = root.getAttribute('data-theme');
  root.setAttribute('data-theme', 'light');
  const ink = palette(root);
  if (was === null) root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', was);
  return { ...ink, ground: ink.raised, raised: ink.ground };
}

/** Calls back when theme or type size change; returns how to stop. */
export function onTheme(changed: () => void): () => void {
  const watch = new MutationObserver(changed);
  watch.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-size', 'lang'],
  });
  return () => watch.disconnect();
}
