// Answers about maintenance windows.

import type { FieldError, MaintenanceWindow, Scope } from '../bindings';
import { desk } from './desk';
import { edit, fail, operator, or, type Answers } from './guard';
import { cron, isOn, spans } from './plan';

const DAY = 86_400_000;
const MINUTE = 60_000;

export const windows: Answers<'window_put' | 'window_drop' | 'windows_ahead' | 'window_preview'> = {
  window_put: edit((draft) => {
    const wrong = wrongWith(draft);
    if (wrong.length > 0) fail('fields', '', wrong);
    const old = draft.id === 0 ? undefined : or(desk.windows.get(draft.id)).window;
    const id = old?.id ?? desk.windows.free();
    const by = draft.by.trim() === '' ? operator() : draft.by;
    const { made, begun } = old ?? { made: Date.now(), begun: null };
    const window = { ...draft, id, by, made, begun };
    desk.windows.put(id, { window, on: isOn(window, Date.now()) });
    return id;
  }),
  window_drop: edit(({ window }) => {
    if (!desk.windows.drop(window)) fail('not_found');
    return {};
  }),
  windows_ahead: ({ from, until }) =>
    desk.windows
      .all()
      .flatMap(({ window }) => spans(window, from, until))
      .sort((a, b) => a.from - b.from || a.until - b.until),
  window_preview: (window) => {
    const wrong = wrongWith(window).filter(({ field }) => field.startsWith('schedule.'));
    if (wrong.length > 0) fail('fields', '', wrong);
    const now = Date.now();
    return spans(window, now, now + 400 * DAY).slice(0, 5);
  },
};

function known({ scope, ...rest }: Scope & { of?: number[] }): boolean {
  if (scope === 'site') return true;
  const table = { groups: desk.groups, nodes: desk.nodes, checks: desk.checks }[scope];
  return (rest.of ?? []).every((id) => table.get(id) !== undefined);
}

function wrongWith({ name, scope, schedule }: MaintenanceWindow): FieldError[] {
  const wrong: FieldError[] = [];
  if (name.trim() === '') wrong.push({ field: 'name', problem: 'empty' });
  if (name.length > 120) wrong.push({ field: 'name', problem: 'too_long', most: 120 });
  if (scope.scope !== 'site' && scope.of.length === 0) {
    wrong.push({ field: 'scope', problem: 'empty' });
  } else if (!known(scope)) wrong.push({ field: 'scope', problem: 'no_such_thing' });
  if ('lasts' in schedule && (schedule.lasts < MINUTE || schedule.lasts > 7 * DAY)) {
    wrong.push({ field: 'schedule.lasts', problem: 'out_of_range', least: 1, most: 10_080 });
  }
  if ('until' in schedule) {
    if (schedule.until <= schedule.from) {
      wrong.push({ field: 'schedule.until', problem: 'ends_before_it_begins' });
    } else if (schedule.until - schedule.from > 90 * DAY) {
      wrong.push({ field: 'schedule.until', problem: 'out_of_range', least: 0, most: 90 });
    }
  }
  if (schedule.when === 'weekly' && schedule.days.length === 0) {
    wrong.push({ field: 'schedule.days', problem: 'empty' });
  }
  if (schedule.when === 'cron' && cron(schedule.cron) === null) {
    wrong.push({ field: 'schedule.cron', problem: 'not_a_cron' });
  }
  return wrong;
}
