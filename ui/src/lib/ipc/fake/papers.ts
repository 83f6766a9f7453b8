// Documents and Markdown, just enough to be looked at. The real ones are made in Rust.

import type { Calls, Document } from '../bindings';
import type { Desk } from './desk';

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Headings, lists, bold, code; everything else is a paragraph. */
export function markdown(text: string): string {
  const inline = (line: string): string =>
    escape(line)
      .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
      .replace(/`(.+?)`/g, '<code>$1</code>');
  const out: string[] = [];
  let list = '';
  for (const line of text.split('\n')) {
    const item = /^\s*(?:(-|\*)|(\d+)\.)\s+(.*)$/.exec(line);
    const kind = item === null ? '' : item[1] === undefined ? 'ol' : 'ul';
    if (kind !== list) {
      if (list !== '') out.push(`</${list}>`);
      if (kind !== '') out.push(`<${kind}>`);
      list = kind;
    }
    const heading = /^(#{1,4})\s+(.*)$/.exec(line);
    if (item !== null) out.push(`<li>${inline(item[3] ?? '')}</li>`);
    else if (heading !== null) {
      const level = heading[1]?.length ?? 1;
      out.push(`<h${level}>${inline(heading[2] ?? '')}</h${level}>`);
    } else if (line.trim() !== '') out.push(`<p>${inline(line)}</p>`);
  }
  if (list !== '') out.push(`</${list}>`);
  return out.join('\n');
}

export function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

export function report(desk: Desk, w: Calls['report']['with']): Document {
  const ja = w.language === 'ja';
  const rows = desk.nodes
    .all()
    .slice(0, 60)
    .map((n) => `<tr><td>${escape(n.name)}</td><td>${escape(n.address)}</td></tr>`)
    .join('');
  const title = ja ? '状況報告' : 'Status report';
  const html = `<!doctype html><html lang="${w.language}"><meta charset="utf-8"><title>${title}</title>
<body style="font-family:sans-serif;margin:2em"><h1>${escape(desk.settings.name)} – ${title}</h1>
<table><tr><th>${ja ? 'ノード' : 'Node'}</th><th>${ja ? 'アドレス' : 'Address'}</th></tr>${rows}</table></body></html>`;
  return { name: `status.${w.format}`, mime: 'text/html', content: base64(html) };
}
