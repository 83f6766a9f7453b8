// The map as a draw.io file (an mxGraph model in an `mxfile`): every card, node and link where it
// is on the map, named, to be arranged further by hand. Names are plain text there, never HTML.

import { wholeOf, type Line, type Scene } from './scene';
import {
  CELL,
  countOf,
  HALF,
  HEAD,
  seatsAt,
  VANTAGE,
  type Card,
  type Rect,
  type Spot,
  type Wire,
} from './layout';
import { BUSY, DASH, widthOf } from './paintWires';
import { groupFor } from './view';
import { xml } from './xml';

const INK = {
  line: '#7b8590',
  text: '#1a2129',
  card: '#f6f7f9',
  head: '#ffffff',
  dead: '#c4162f',
  busy: '#8a5a00',
};
const PLAIN = 'html=0;whiteSpace=wrap;overflow=hidden;align=left;spacingLeft=6;fontSize=11;';

export function drawio(scene: Scene, title: string): string {
  const { cards, wires } = scene.layout;
  const bounds = wholeOf(scene);
  const cells = [
    ...ground(scene),
    ...cards.flatMap((card) => cardCells(card, scene)),
    ...leaves(scene),
    ...wires.filter((w) => scene.lines.has(w.link)).map((w) => edge(w, scene)),
  ];
  const [w, h] = [Math.ceil(bounds.w + 80), Math.ceil(bounds.h + 80)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mxfile host="Hinomi">',
    `<diagram id="map" name="${xml(title)}">`,
    `<mxGraphModel grid="0" page="0" pageWidth="${w}" pageHeight="${h}" background="#ffffff">`,
    '<root>',
    '<mxCell id="0"/>',
    '<mxCell id="1" parent="0"/>',
    ...cells,
    '</root>',
    '</mxGraphModel>',
    '</diagram>',
    '</mxfile>',
  ].join('\n');
}

/** The picture beneath. A style is cut at semicolons, so its address goes without `;base64`. */
function ground({ plan }: Scene): string[] {
  if (!plan) return [];
  const href = plan.href.replace(';base64,', ',');
  const more = `shape=image;imageAspect=0;image=${xml(href)};opacity=${n(plan.opacity * 100)};`;
  return [vertex('plan', '', plan.at, { fill: 'none', stroke: 'none', more })];
}

/** The frame, and in it the node at its head. */
function cardCells(card: Card, scene: Scene): string[] {
  const key = card.head === null ? `group${card.group ?? 0}` : `card${card.head}`;
  const frame = countOf(card)
    ? [
        vertex(key, card.head === null ? groupName(card, scene) : '', card, {
          fill: INK.card,
          stroke: card.head === null && card.away.some(deadIn(scene)) ? INK.dead : INK.line,
          more: 'verticalAlign=top;fontStyle=1;rounded=1;arcSize=2;',
        }),
      ]
    : [];
  if (card.head === null) return frame;
  const { words, dead } = named(card.head, scene);
  const tally = card.folded ? `\n+ ${card.away.length}` : '';
  return [
    ...frame,
    vertex(
      idOf(card.head),
      words + tally,
      { ...card, h: HEAD },
      {
        fill: INK.head,
        stroke: dead ? INK.dead : INK.line,
        more: 'fontStyle=1;rounded=1;arcSize=6;',
      },
    ),
  ];
}

const groupName = (card: Card, scene: Scene) =>
  `${card.name || scene.loose}${card.folded ? `\n+ ${card.away.length}` : ''}`;

function leaves(scene: Scene): string[] {
  const { spots, heads } = scene.layout;
  return [...spots]
    .filter(([id]) => !heads.has(id))
    .map(([id, at]) => {
      const { words, dead } = named(id, scene);
      const seat = { x: at.x - HALF, y: at.y - CELL.h / 2 + 2, w: CELL.w - 12, h: CELL.h - 4 };
      const stroke = dead ? INK.dead : 'none';
      return vertex(idOf(id), words, seat, { fill: 'none', stroke, more: 'fontSize=10;' });
    });
}

const idOf = (node: number | null) => `node${node ?? VANTAGE}`;

function named(node: number, scene: Scene): { words: string; dead: boolean } {
  const dot = node === VANTAGE ? scene.vantage : scene.dots.get(node);
  const lines = [dot?.name ?? '', dot?.address === dot?.name ? '' : (dot?.address ?? '')];
  return {
    words: lines.filter(Boolean).join('\n'),
    dead: deadIn(scene)(node),
  };
}

const deadIn =
  ({ dots }: Scene) =>
  (node: number) =>
    dots.get(node)?.look === 'critical';

const n = (x: number) => String(Math.round(x * 10) / 10);

function vertex(
  id: string,
  words: string,
  at: Rect,
  look: { fill: string; stroke?: string; more: string },
): string {
  const style = `${PLAIN}fillColor=${look.fill};strokeColor=${look.stroke ?? INK.line};fontColor=${INK.text};${look.more}`;
  const value = xml(words).replace(/\n/g, '&#10;');
  return (
    `<mxCell id="${id}" value="${value}" style="${style}" vertex="1" parent="1">` +
    `<mxGeometry x="${n(at.x)}" y="${n(at.y)}" width="${n(at.w)}" height="${n(at.h)}" as="geometry"/></mxCell>`
  );
}

function edge(wire: Wire, scene: Scene): string {
  const line = scene.lines.get(wire.link);
  const words = wire.also.length ? `×${wire.also.length + 1}` : (line?.rate ?? '');
  const [a, b] = [endOf(wire.from, scene), endOf(wire.to, scene)];
  const bends = wire.trunk ? wire.points.slice(1, -1) : [];
  const array = bends.length
    ? `<Array as="points">${bends.map((p: Spot) => `<mxPoint x="${n(p.x)}" y="${n(p.y)}"/>`).join('')}</Array>`
    : '';
  return (
    `<mxCell id="link${wire.link}" value="${xml(words)}" style="${edgeStyle(wire, line, scene)}" ` +
    `edge="1" parent="1" source="${a}" target="${b}">` +
    `<mxGeometry relative="1" as="geometry">${array}</mxGeometry></mxCell>`
  );
}

/** What is folded away ends at the card it is folded into. */
function endOf(node: number | null, { layout }: Scene): string {
  const id = node ?? VANTAGE;
  if (id === VANTAGE || layout.spots.has(id)) return idOf(id);
  const home = layout.homes.get(id);
  return home?.head === null ? `group${home.group ?? 0}` : idOf(home?.head ?? VANTAGE);
}

function edgeStyle(wire: Wire, line: Line | undefined, { layout }: Scene): string {
  const dashed = line && DASH[line.sure] ? 'dashed=1;' : '';
  const faded = line?.sure === 'outdated' ? 'opacity=40;' : '';
  // The comb inside a card: from the left edge to the left edge. A group's begins where its seats do.
  const group = groupFor(layout, wire.from ?? VANTAGE);
  const exit = group ? Math.round(((seatsAt(group) - group.y) / group.h) * 1000) / 1000 : 1;
  const way = wire.trunk
    ? 'edgeStyle=none;'
    : `edgeStyle=orthogonalEdgeStyle;exitX=0;exitY=${exit};entryX=0;entryY=0.5;`;
  const load = wire.trunk ? (line?.load ?? null) : null;
  const stroke = (load ?? 0) >= BUSY ? INK.busy : INK.line;
  const width = load === null ? '' : `strokeWidth=${n(widthOf(load))};`;
  return `html=0;endArrow=none;rounded=0;${way}strokeColor=${stroke};${width}fontSize=9;${dashed}${faded}`;
}
