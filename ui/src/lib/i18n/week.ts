// Days of the week.

import type { Weekday } from '../ipc/bindings';
import { words } from './language.svelte';

export const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export const week = words<{
  short: Record<Weekday, string>;
  long: Record<Weekday, string>;
  every: string;
  workdays: string;
  weekend: string;
  join: string;
}>({
  en: {
    short: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
    long: {
      mon: 'Monday',
      tue: 'Tuesday',
      wed: 'Wednesday',
      thu: 'Thursday',
      fri: 'Friday',
      sat: 'Saturday',
      sun: 'Sunday',
    },
    every: 'Every day',
    workdays: 'Mon–Fri',
    weekend: 'Sat, Sun',
    join: ', ',
  },
  ja: {
    short: { mon: '月', tue: '火', wed: '水', thu: '木', fri: '金', sat: '土', sun: '日' },
    long: {
      mon: '月曜日',
      tue: '火曜日',
      wed: '水曜日',
      thu: '木曜日',
      fri: '金曜日',
      sat: '土曜日',
      sun: '日曜日',
    },
    every: '毎日',
    workdays: '月〜金',
    weekend: '土・日',
    join: '・',
  },
});

/** `Every day`, `Mon–Fri`, `Tue, Thu`. */
export function daysText(days: readonly Weekday[]): string {
  const t = week();
  const on = WEEK.filter((day) => days.includes(day));
  if (on.length === 7) return t.every;
  if (on.join() === 'mon,tue,wed,thu,fri') return t.workdays;
  if (on.join() === 'sat,sun') return t.weekend;
  return on.map((day) => t.short[day]).join(t.join);
}
