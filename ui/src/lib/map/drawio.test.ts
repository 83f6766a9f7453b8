import { describe, expect, it } from 'vitest';
import { drawio } from './drawio';
import { layout } from './layout';
import { company } from './layout/sites';
import type { Dot, Scene } from './scene';
import { xml } from './xml';

function scene(size: number, folded: string[] = [], name?: string): Scene {
  const site = { ...company(size), folded: new Set(folded) };
  const dots = new Map<number, Dot>();
  for (const n of site.nodes) {
    const said = name !== undefined && n.id === 2 ? name : n.name;
    const { id, address, kind } = n;
    dots.set(id, { id, name: said, address, kind, look: 'ok', doubt: false, planned: false });
  }
  const sure = 'inferred' as const;
  return {
    layout: layout(site),
    dots,
    lines: new Map(site.links.map(({ id }) => [id, { id, sure, load: null, rate: '' }])),
    vantage: { name: 'this-pc', address: '10.0.0.9' },
    plan: null,
    loose: 'In no group',
    cuts: new Map(),
    cutWords: String,
    changed: null,
    selected: null,
    link: null,
    hovered: null,
    rubber: null,
    focused: false,
  };
}

const read = (file: string) => {
  const doc = new DOMParser().parseFromString(file, 'application/xml');
  expect(doc.querySelector('parsererror')?.textContent ?? '').toBe('');
  return doc;
};

describe('the draw.io file', () => {
  it('has every node and every link, named, where they are', () => {
    const s = scene(300);
    const doc = read(drawio(s, 'Head office map'));
    const cells = [...doc.querySelectorAll('mxCell')];
    for (const [id, dot] of s.dots) {
      const cell = cells.find((c) => c.id === `node${id}`);
      expect(cell?.getAttribute('value')).toBe(`${dot.name}\n${dot.address}`);
      const at = cell?.querySelector('mxGeometry');
      expect(Number(at?.getAttribute('width'))).toBeGreaterThan(20);
    }
    const edges = cells.filter((c) => c.getAttribute('edge') === '1');
    expect(edges).toHaveLength(s.lines.size);
    const ids = new Set(cells.map((c) => c.id));
    expect(ids.size, 'because identities are unique in a file').toBe(cells.length);
    for (const e of edges) {
      expect(ids.has(e.getAttribute('source') ?? ''), 'because it must hang somewhere').toBe(true);
      expect(ids.has(e.getAttribute('target') ?? '')).toBe(true);
      expect(e.getAttribute('style')).toContain('dashed=1');
    }
  });

  it('hangs links of what is folded away on the fold', () => {
    const doc = read(drawio(scene(300, ['n6']), 'x'));
    const ids = new Set([...doc.querySelectorAll('mxCell')].map((c) => c.id));
    for (const e of doc.querySelectorAll('mxCell[edge]'))
      expect(ids.has(e.getAttribute('target') ?? '')).toBe(true);
  });

  it('frames a folded group in red in which one is dead, and hangs its leaves beneath its count', () => {
    const s = scene(5);
    const group = (id: number) => ({ id, group: id === 2 || id === 3 ? 7 : null });
    s.layout = layout({
      nodes: [1, 2, 3, 4, 5].map(group),
      groups: [{ id: 7, name: 'Switches' }],
      links: [
        { id: 1, from: null, to: 1 },
        { id: 2, from: 1, to: 2 },
        { id: 3, from: 1, to: 3 },
        { id: 4, from: 2, to: 4 },
        { id: 5, from: 3, to: 5 },
      ],
      pins: [],
      folded: new Set(['g7']),
    });
    const styled = (id: string) => {
      const cells = [...read(drawio(s, 'x')).querySelectorAll('mxCell')];
      const cell = cells.find((c) => c.id === id);
      return cell?.getAttribute('style') ?? '';
    };
    expect(styled('group7')).toContain('strokeColor=#7b8590;');
    const high = s.layout.cards.find((c) => c.group === 7)?.h ?? NaN;
    const exit = Number(/exitY=([\d.]+)/.exec(styled('link4'))?.[1]);
    expect(exit * high, 'because head and count are so high').toBeCloseTo(74, 0);
    const dot = s.dots.get(3);
    if (dot) s.dots = new Map(s.dots).set(3, { ...dot, look: 'critical' });
    expect(styled('group7')).toContain('strokeColor=#c4162f;');
  });

  it('has the picture beneath, behind all else, and what links carry', () => {
    const s = scene(5);
    const at = { x: -400, y: -300, w: 2000, h: 1500 };
    s.plan = { image: new Image(), href: 'data:image/png;base64,iVBORw0K', at, opacity: 0.4 };
    const wire = s.layout.wires.find((w) => w.trunk);
    const link = wire?.link ?? 0;
    s.lines = new Map(s.lines).set(link, { id: link, sure: 'by_hand', load: 0.8, rate: '8 Gb/s' });
    const cells = [...read(drawio(s, 'x')).querySelectorAll('mxCell')];
    const [first] = cells.filter((c) => c.getAttribute('vertex') === '1');
    expect(first?.id, 'because what comes first lies behind').toBe('plan');
    expect(first?.getAttribute('style')).toContain('image=data:image/png,iVBORw0K;opacity=40;');
    expect(first?.querySelector('mxGeometry')?.getAttribute('width')).toBe('2000');
    const busy = cells.find((c) => c.id === `link${link}`)?.getAttribute('style');
    expect(busy).toMatch(/strokeColor=#8a5a00;strokeWidth=4\.1;/);
  });

  it('keeps hostile names text', () => {
    const file = drawio(scene(5, [], '<img src=x onerror=1>"&\u0000\ud800'), '"><x>');
    const doc = read(file);
    const cell = [...doc.querySelectorAll('mxCell')].find((c) => c.id === 'node2');
    expect(cell?.getAttribute('value')).toContain('<img src=x onerror=1>"&\ufffd\ufffd');
    expect(cell?.getAttribute('style'), 'because draw.io would show markup').toContain('html=0');
    expect(doc.querySelector('img, x')).toBe(null);
  });
});

describe('text for XML', () => {
  it('holds nothing XML does not know', () => {
    expect(xml('a\u0001b\u000bc\uffffd\n😀')).toBe('a\ufffdb\ufffdc\ufffdd\n😀');
  });
});
