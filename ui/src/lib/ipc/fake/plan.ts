// Maintenance windows of the fake: which there are, and when each is on. The engine's reckoning is
// in `model`; this one only has to agree with it where one looks.

import type {
  MaintenanceWindow,
  Schedule,
  Stamp,
  Weekday,
  WindowSpan,
  WindowView,
} from '../bindings';
import type { Cast } from './cast';
import type { Scene } from './scene';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST = 1000;
const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export function windowsOf(scene: Scene, cast: Cast, start: Stamp): WindowView[] {
  if (scene.scene === 'empty') return [];
  const ja = scene.lang === 'ja';
  const id = (name: string): number => cast.nodes.find((n) => n.name === name)?.id ?? 1;
  const made = start - 9 * DAY;
  const all: Omit<MaintenanceWindow, 'id' | 'made' | 'begun'>[] = [
    {
      name: ja ? 'サーバーの更新' : 'Server updates',
      scope: cast.groups.some((g) => g.id === 2)
        ? { scope: 'groups', of: [2] }
        : { scope: 'nodes', of: [id('file-1')] },
      schedule: { when: 'weekly', days: [dayAfter(start, 3)], at: '02:00', lasts: 3 * HOUR },
      by: '佐藤',
    },
    {
      name: ja ? 'UPS 電池交換' : 'UPS battery exchange',
      scope: { scope: 'nodes', of: [id('ups-1')] },
      schedule: { when: 'once', from: start - 17 * HOUR, until: start - 15.5 * HOUR },
      by: '田中',
    },
  ];
  if (scene.scene === 'maintenance' || scene.scene === 'storm') {
    all.unshift({
      name: ja ? '2F スイッチのファームウェア更新' : 'Firmware of the 2F switches',
      scope: { scope: 'groups', of: [4] },
      schedule: { when: 'once', from: start - 25 * MINUTE, until: start + 95 * MINUTE },
      by: '佐藤',
    });
    all.push({
      name: ja ? 'プロバイダーの回線工事' : 'Works on the provider’s line',
      scope: { scope: 'nodes', of: [id('gw-1')] },
      schedule: { when: 'flexible', from: start + 2 * DAY, until: start + 2.3 * DAY, lasts: HOUR },
      by: '田中',
    });
  }
  return all.map((w, i) => {
    const window = { ...w, id: i + 1, made, begun: null };
    return { window, on: isOn(window, start) };
  });
}

/** The day of the week so many days later: no picture depends on today's. */
function dayAfter(start: Stamp, days: number): Weekday {
  return weekdays[new Date(start + days * DAY).getDay()] ?? 'sun';
}

export function isOn(window: MaintenanceWindow, at: Stamp): boolean {
  return spans(window, at, at + 1).length > 0;
}

/** When it is on within a stretch of time, in order. */
export function spans(window: MaintenanceWindow, from: Stamp, until: Stamp): WindowSpan[] {
  const { schedule } = window;
  const touching = (spans: [Stamp, Stamp][]): WindowSpan[] =>
    spans
      .filter(([begin, end]) => begin < until && end > from)
      .map(([begin, end]) => ({ window: window.id, from: begin, until: end }));
  switch (schedule.when) {
    case 'once':
      return touching([[schedule.from, schedule.until]]);
    case 'flexible':
      return touching(window.begun === null ? [] : [[window.begun, window.begun + schedule.lasts]]);
    default: {
      const begins = beginnings(schedule, from - schedule.lasts, until);
      return touching(begins.map((at) => [at, at + schedule.lasts]));
    }
  }
}

type Recurring = Extract<Schedule, { when: 'weekly' | 'monthly' | 'cron' }>;

function beginnings(schedule: Recurring, from: Stamp, until: Stamp): Stamp[] {
  const fits = fitting(schedule);
  const all: Stamp[] = [];
  const first = new Date(from);
  first.setSeconds(0, 0);
  for (let at = first.getTime(); at < until && all.length < MOST; at += MINUTE) {
    const date = new Date(at);
    if (!fits.day(date)) {
      date.setHours(23, 59);
      at = date.getTime();
    } else if (at >= from && fits.minute(date)) all.push(at);
  }
  return all;
}

interface Fitting {
  day(date: Date): boolean;
  minute(date: Date): boolean;
}

function fitting(schedule: Recurring): Fitting {
  if (schedule.when === 'cron')
    return cron(schedule.cron) ?? { day: () => false, minute: () => false };
  const [hour, minute] = schedule.at.split(':').map(Number);
  return {
    day: (date) =>
      schedule.when === 'weekly'
        ? schedule.days.some((d) => weekdays[date.getDay()] === d)
        : date.getDate() === (schedule.day === 0 ? lastDay(date) : schedule.day),
    minute: (date) => date.getHours() === hour && date.getMinutes() === minute,
  };
}

const lastDay = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();

/** Numbers, ranges, lists and steps; null if it cannot be read. */
export function cron(text: string): Fitting | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const within: [number, number][] = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 7],
  ];
  const sets = fields.map((f, i) => numbers(f, ...(within[i] ?? [0, 0])));
  const [minutes, hours, days, months, weekday] = sets;
  if (!minutes || !hours || !days || !months || !weekday) return null;
  return {
    day: (d) =>
      days.has(d.getDate()) &&
      months.has(d.getMonth() + 1) &&
      (weekday.has(d.getDay()) || (d.getDay() === 0 && weekday.has(7))),
    minute: (d) => minutes.has(d.getMinutes()) && hours.has(d.getHours()),
  };
}

function numbers(field: string, least: number, most: number): Set<number> | null {
  const set = new Set<number>();
  for (const part of field.split(',')) {
    const found = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (found === null) return null;
    const low = found[1] === undefined ? least : Number(found[1]);
    const high = found[2] !== undefined ? Number(found[2]) : found[1] === undefined ? most : low;
    const step = Number(found[3] ?? 1);
    if (low < least || high > most || low > high || step < 1) return null;
    for (let n = low; n <= high; n += step) set.add(n);
  }
  return set;
}
