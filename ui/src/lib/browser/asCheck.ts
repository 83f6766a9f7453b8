// What a row of the browser becomes when it is watched. Pure.

import { usualDraft, type SpecOf } from '../checks/drafts';
import type { CheckDraft, RowPlace, Rows, WalkRow } from '../ipc/bindings';

/** Most characters of a check's label, as the model takes it. */
const LABEL = 120;

const isNumber = (text: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(text.trim());

/** What is watched of a row: the object, whole or of the row it stands in, and what that is called. */
interface Watched {
  oid: string;
  rows: Rows;
  label: string;
}

function watched(row: WalkRow, place: RowPlace): Watched {
  const label = (text: string): string => [...text].slice(0, LABEL).join('');
  if (place.place !== 'named' || place.rows.rows !== 'row') {
    return { oid: row.oid, rows: { rows: 'object' }, label: label(row.name) };
  }
  // `ifOperStatus.3` of the row that is called `Gi0/3`.
  const [object] = row.name.split('.');
  const { object: oid, rows } = place;
  return { oid, rows, label: label(`${object} ${place.rows.says}`) };
}

/**
 * A row that has a name is known by it, so that the check finds it again where its index changes. A
 * counter is watched by its rate, a number by its value, whatever has meanings or is text by what
 * it says now, which is good.
 */
export function asCheck(node: number, row: WalkRow, place: RowPlace): CheckDraft {
  const { oid, rows, label } = watched(row, place);
  const named = row.meanings.length > 0;
  const number = isNumber(row.raw) && row.kind !== 'IpAddress';
  if (row.kind.startsWith('Counter') || (number && !named)) return value(node, row, place);
  const draft = usualDraft(node, 'word');
  const spec = draft.spec as SpecOf<'word'>;
  const words = Object.fromEntries(row.meanings.map(([said, word]) => [String(said), word]));
  return {
    ...draft,
    spec: { ...spec, label, oid, rows, good: [row.raw].filter(Boolean), words },
  };
}

function value(node: number, row: WalkRow, place: RowPlace): CheckDraft {
  const { oid, rows, label } = watched(row, place);
  const draft = usualDraft(node, 'value');
  const spec = draft.spec as SpecOf<'value'>;
  const metric = row.kind.startsWith('Counter') ? 'rate' : 'value';
  const formula = { ...spec.formula, plus: [{ oid, times: 1 }] };
  return { ...draft, spec: { ...spec, metric, label, rows, formula } };
}
