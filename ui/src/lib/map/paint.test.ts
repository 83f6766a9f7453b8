import { describe, expect, it } from 'vitest';
import { Labels } from './labels';
import { layout } from './layout';
import { paint } from './paint';
import { palette } from './palette';
import { SvgPen, type Ink, type Pen, type Stroke } from './pen';
import type { Dot, Scene } from './scene';

/** Remembers what was drawn; every letter is half as wide as it is high. */
class Notes implements Pen {
  shapes: { at: [number, number]; scale: number }[] = [];
  texts: string[] = [];
  /** `over`: how many boxes were there already. */
  words: { words: string; x: number; size: number; over: number }[] = [];
  boxes: { fill?: string; stroke?: string; w: number }[] = [];
  lines = 0;
  strokes: Stroke[] = [];
  box(_x: number, _y: number, w: number, _h: number, { fill, stroke }: Stroke) {
    this.boxes.push({ w, ...(fill && { fill }), ...(stroke && { stroke }) });
  }
  line(_points: readonly number[], look: Stroke) {
    this.lines++;
    this.strokes.push(look);
  }
  image() {}
  shape(_d: string, x: number, y: number, scale: number) {
    this.shapes.push({ at: [x, y], scale });
  }
  text(words: string, x: number, _y: number, size: number, _look: Ink) {
    this.texts.push(words);
    this.words.push({ words, x, size, over: this.boxes.length });
  }
  measure(words: string, size: number) {
    return ([...words].length * size) / 2;
  }
}

const dot = (id: number, over: Partial<Dot> = {}): Dot => ({
  id,
  name: `node-${id}`,
  address: `10.0.0.${id}`,
  kind: 'server',
  look: 'ok',
  doubt: false,
  planned: false,
  ...over,
});

function scene(dots: Dot[]): Scene {
  const nodes = dots.map(({ id }) => ({ id, group: null }));
  return {
    layout: layout({ nodes, groups: [], links: [], pins: [], folded: new Set() }),
    dots: new Map(dots.map((d) => [d.id, d])),
    lines: new Map(),
    cuts: new Map(),
    cutWords: (n) => `${n} cut off`,
    vantage: { name: 'this-pc', address: '10.0.0.9' },
    plan: null,
    loose: 'In no group',
    changed: null,
    selected: null,
    link: null,
    hovered: null,
    rubber: null,
    focused: false,
  };
}

const many = Array.from({ length: 200 }, (_, i) => dot(i + 1));
const size = { w: 800, h: 600 };
const draw = (s: Scene, zoom: number, x = -20, y = -20) => {
  const pen = new Notes();
  const view = { x, y, zoom };
  paint(s, { pen, view, size, ink: palette(), labels: new Labels() });
  return pen;
};

describe('the picture', () => {
  it('names nodes and their addresses where they can be read', () => {
    const { texts } = draw(scene(many.slice(0, 5)), 1);
    expect(texts).toEqual(expect.arrayContaining(['node-3', '10.0.0.3', 'this-pc']));
  });

  it('leaves names out when far away, but never those in trouble', () => {
    const s = scene(many.map((d) => (d.id === 77 ? { ...d, look: 'critical' } : d)));
    const pen = draw(s, 0.12);
    expect(pen.texts.filter((t) => t.startsWith('node-'))).toEqual(['node-77']);
    expect(
      pen.shapes.map((m) => m.scale * 12),
      'because it must be seen at a glance',
    ).toContain(9);
  });

  it('lets the mark stand for a node too small to carry one', () => {
    const { boxes, shapes } = draw(scene([dot(1, { look: 'warning' })]), 0.32);
    expect(
      boxes.every((b) => b.w !== 8),
      'because a glyph would hide it',
    ).toBe(true);
    expect(shapes.map((m) => m.scale * 12)).toContain(11);
  });

  it('draws nothing that lies outside the window', () => {
    const pen = draw(scene(many), 1, 5000, 5000);
    expect([pen.texts.length, pen.shapes.length, pen.lines]).toEqual([0, 0, 0]);
  });

  it('cuts long names in their middle, where they differ least', () => {
    const { texts } = draw(scene([dot(1, { name: 'tokyo-headquarters-file-server-01' })]), 1);
    expect(texts.find((t) => t.includes('…'))).toMatch(/^tokyo.*….*-01$/);
  });

  it('counts the states of a folded group', () => {
    const s = scene(many.map((d) => (d.id < 4 ? { ...d, look: 'critical' } : d)));
    const nodes = many.map(({ id }) => ({ id, group: null }));
    s.layout = layout({ nodes, groups: [], links: [], pins: [], folded: new Set(['g0']) });
    expect(draw(s, 1).texts).toEqual(expect.arrayContaining(['200', '3', '197']));
  });

  it('shows the worst of a folded group, on its card and on its links, which it counts', () => {
    const ink = palette();
    ink.mark = { ...ink.mark, critical: 'red' };
    ink.soft = { ...ink.soft, critical: 'pink' };
    const s = scene([1, 2, 3].map((id) => dot(id, { look: id === 3 ? 'critical' : 'ok' })));
    const groups = [{ id: 4, name: 'Servers' }];
    const nodes = [1, 2, 3].map((id) => ({ id, group: id > 1 ? 4 : null }));
    const links = [
      { id: 5, from: null, to: 1 },
      { id: 6, from: 1, to: 2 },
      { id: 7, from: 1, to: 3 },
    ];
    s.layout = layout({ nodes, groups, links, pins: [], folded: new Set(['g4']) });
    s.lines = new Map(
      links.map(({ id }) => [id, { id, sure: 'evidenced' as const, load: null, rate: '' }]),
    );
    const pen = new Notes();
    paint(s, { pen, view: { x: -20, y: -20, zoom: 1 }, size, ink, labels: new Labels() });
    expect(pen.texts).toEqual(expect.arrayContaining(['Servers', '×2', '1']));
    expect(pen.boxes.map((b) => b.fill)).toContain('pink');
    ink.focus = 'blue';
    const outlined = (changed: ReadonlySet<number>) => {
      const other = new Notes();
      const view = { x: -20, y: -20, zoom: 1 };
      paint({ ...s, changed }, { pen: other, view, size, ink, labels: new Labels() });
      return other.boxes.filter((b) => b.stroke === 'blue').length;
    };
    expect([new Set<number>(), new Set([3])].map(outlined), 'because 3 is in it').toEqual([0, 1]);
    expect(pen.strokes.map((l) => l.stroke)).toContain('red');
  });

  /** Folded printers beside a switch with a server; seen from afar. */
  const beside = (printers: Dot['look'], server: Dot['look'], name: string) => {
    const dots = [
      dot(1, { kind: 'router' }),
      ...[2, 3].map((id) => dot(id, { look: printers })),
      dot(5, { kind: 'switch' }),
      dot(6, { look: server }),
    ];
    const s = scene(dots);
    const nodes = dots.map(({ id, kind }) => ({
      id,
      kind,
      group: id === 2 || id === 3 ? 4 : null,
    }));
    const ways: [number | null, number][] = [
      [null, 1],
      [1, 2],
      [1, 3],
      [1, 5],
      [5, 6],
    ];
    const links = ways.map(([from, to], i) => ({ id: i + 1, from, to }));
    const groups = [{ id: 4, name }];
    s.layout = layout({ nodes, groups, links, pins: [], folded: new Set(['g4']) });
    return draw(s, 0.2);
  };

  it('writes the name of a folded group over what is beside it, not under it', () => {
    const pen = beside('ok', 'ok', 'Printers');
    const name = pen.words.find((w) => w.words === 'Printers');
    expect(pen.boxes.length, 'because a box would hide it').toBe(name?.over);
    expect(beside('critical', 'ok', 'Printers').texts).toContain('Printers');
  });

  it('names a node in trouble whatever a folded group beside it is called', () => {
    for (const printers of ['ok', 'warning', 'critical'] as const) {
      const { texts } = beside(printers, 'critical', 'Printers-on-2F');
      expect(texts, `because it is not hidden by ${printers} printers`).toContain('node-6');
      if (printers !== 'ok') expect(texts).toContain('Printers-on-2F');
    }
  });

  it('shows all links of a folded group that is chosen where links are shown on demand', () => {
    const s = scene([1, 2, 3, 5].map((id) => dot(id)));
    const nodes = [1, 2, 3, 5].map((id) => ({ id, group: id === 1 ? null : 4 }));
    const links = [3, 5].map((to) => ({ id: to, from: 1, to }));
    const groups = [{ id: 4, name: 'Servers' }];
    const folded = new Set(['g4']);
    s.layout = layout({ arrangement: 'grid', nodes, groups, links, pins: [], folded });
    const sure = 'evidenced' as const;
    s.lines = new Map(links.map(({ id }) => [id, { id, sure, load: null, rate: '' }]));
    const drawn = (selected: number | null) => draw({ ...s, selected }, 1).lines;
    expect(drawn(2) - drawn(null), 'because 2 stands for the group').toBe(1);
  });

  it('tells a full link from a dead one by colour and by form', () => {
    const ink = palette();
    ink.mark = { ...ink.mark, warning: 'amber', critical: 'red' };
    const strokes = (look: Dot['look'], load: number) => {
      const s = scene([dot(1, { look })]);
      const links = [{ id: 5, from: null, to: 1 }];
      const nodes = [{ id: 1, group: null }];
      s.layout = layout({ nodes, groups: [], links, pins: [], folded: new Set() });
      s.lines = new Map([[5, { id: 5, sure: 'evidenced', load, rate: '' }]]);
      const pen = new Notes();
      paint(s, { pen, view: { x: -20, y: -20, zoom: 1 }, size, ink, labels: new Labels() });
      return pen.strokes;
    };
    const colours = (look: Dot['look'], load: number) =>
      strokes(look, load).map((stroke) => stroke.stroke);
    expect(colours('critical', 0)).toContain('red');
    expect(colours('ok', 0.95), 'because red is for what is dead').not.toContain('red');
    const amber = (load: number) => strokes('ok', load).filter((s) => s.stroke === 'amber');
    expect([amber(0.5), amber(0.75), amber(0.95)].map((all) => all.length)).toEqual([0, 1, 2]);
    expect(strokes('critical', 0.95).filter((s) => s.stroke === 'red')).toHaveLength(1);
  });

  it('keeps the count of a card away from its name', () => {
    const s = scene(many.slice(0, 8).map((d) => (d.id === 1 ? { ...d, name: 'sw-nagoya' } : d)));
    const nodes = many.slice(0, 8).map(({ id }) => ({ id, group: null }));
    const links = nodes.map(({ id }) => ({ id, from: id === 1 ? null : 1, to: id }));
    s.layout = layout({ nodes, groups: [], links, pins: [], folded: new Set() });
    let counted = 0;
    for (let zoom = 0.25; zoom < 1.2; zoom += 0.01) {
      const { words } = draw(s, zoom);
      const name = words.find((w) => w.words === 'sw-nagoya');
      const count = words.find((w) => w.words === '7');
      if (!name || !count) continue;
      counted += 1;
      const end = name.x + ('sw-nagoya'.length * name.size) / 2;
      expect(count.x - end, `at ${zoom}: "fw-1 1" is not "fw-11"`).toBeGreaterThan(4);
    }
    expect(counted, 'because it is there where there is room').toBeGreaterThan(40);
  });

  it('writes what a link carries beside it, where no card is hidden', () => {
    const s = scene([dot(1, { kind: 'switch' }), dot(2, { kind: 'switch' })]);
    const links = [
      { id: 5, from: null, to: 1 },
      { id: 6, from: 1, to: 2 },
    ];
    const nodes = [1, 2].map((id) => ({ id, group: null, kind: 'switch' as const }));
    s.layout = layout({ nodes, groups: [], links, pins: [], folded: new Set() });
    s.lines = new Map([[6, { id: 6, sure: 'evidenced', load: 0.1, rate: '12 Mbit/s' }]]);
    expect(draw(s, 1).texts).toContain('12 Mbit/s');
    const [first, second] = [s.layout.heads.get(1), s.layout.heads.get(2)];
    if (first && second) second.y = first.y + first.h + 4;
    s.layout.wires = s.layout.wires.map((w) => {
      const x = (first?.x ?? 0) + 20;
      const y = (first?.y ?? 0) + (first?.h ?? 0);
      return w.link === 6
        ? {
            ...w,
            points: [
              { x, y },
              { x, y: y + 4 },
            ],
          }
        : w;
    });
    expect(draw(s, 1).texts, 'because names come first').not.toContain('12 Mbit/s');
  });

  it('shows hostile names as text in a saved SVG', () => {
    const pen = new SvgPen(new Notes());
    const view = { x: -20, y: -20, zoom: 1 };
    const s = scene([dot(1, { name: '<script>"&', address: '' })]);
    paint(s, { pen, view, size, ink: palette(), labels: new Labels() });
    const file = pen.finish(800, 600, '#000', 'sans-serif', 'A & B');
    expect(file).toContain('&lt;script&gt;&quot;&amp;');
    expect(file).not.toContain('<script');
    expect(file).toContain('<title>A &amp; B</title>');
    expect(
      new DOMParser().parseFromString(file, 'image/svg+xml').querySelector('parsererror'),
    ).toBe(null);
  });
});
