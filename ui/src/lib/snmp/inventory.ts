// The inventory as a table for spreadsheets. Pure.

import { dateTime } from '../i18n/format';
import { snmp } from '../i18n/snmp';
import { common } from '../i18n/common';
import { nodes as nodeWords } from '../i18n/nodes';
import type { Node } from '../ipc/bindings';

/** Nodes whose agent said something of the box, by name. */
export function listed(nodes: Iterable<Node>): Node[] {
  const told = [...nodes].filter((node) => node.described !== null);
  return told.sort((a, b) => a.name.localeCompare(b.name));
}

/** A cell: what a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** With the mark that lets Excel read Japanese, and its line ends. */
export function csv(nodes: readonly Node[]): string {
  const t = snmp();
  const c = common();
  const { columns } = nodeWords();
  const head = [
    columns.name,
    columns.address,
    columns.kind,
    t.maker,
    t.model,
    t.release,
    t.serialNumber,
    t.sysName,
    t.location,
    t.sysDescr,
    t.readAt,
  ];
  const rows = nodes.map((node) => {
    const d = node.described;
    const said = [d?.maker, d?.model, d?.version, d?.serial, d?.name, d?.location, d?.descr];
    return [
      node.name,
      node.address,
      c.kinds[node.kind],
      ...said.map((text) => text ?? ''),
      d ? dateTime(d.at) : '',
    ];
  });
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
