// Numbers and times as people read them. Dates are ISO, clocks have 24 hours, in the site's zone.
// Nothing here asks the page for its language: it may be "C" (STACK 9).

import type { Language, Metric, Span, Stamp } from '../ipc/bindings';
import { language } from './language.svelte';
import { wallOf } from './zone.svelte';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (n: number): string => String(n).padStart(2, '0');

/** One after the other, as the language writes them; those that say nothing are left out. */
export function sentences(...said: readonly string[]): string {
  return said.filter((one) => one !== '').join(language.now === 'ja' ? '' : ' ');
}

/** `2026-11-21` */
export function date(at: Stamp): string {
  const { year, month, day } = wallOf(at);
  return `${year}-${two(month)}-${two(day)}`;
}

/** `10:32` */
export function clock(at: Stamp): string {
  const { hour, minute } = wallOf(at);
  return `${two(hour)}:${two(minute)}`;
}

/** `10:32:05` */
export function clockSeconds(at: Stamp): string {
  return `${clock(at)}:${two(wallOf(at).second)}`;
}

/** `2026-11-21 10:32:05` */
export function dateTime(at: Stamp): string {
  return `${date(at)} ${clockSeconds(at)}`;
}

/** As short as it can be said without doubt: `10:32` today, `11-20 10:32` this year, else in full. */
export function moment(at: Stamp, now: Stamp): string {
  const day = date(at);
  const today = date(now);
  if (day === today) return clock(at);
  if (day.slice(0, 4) === today.slice(0, 4)) return `${day.slice(5)} ${clock(at)}`;
  return `${day} ${clock(at)}`;
}

const units: Record<Language, { s: string; min: string; h: string; d: string; gap: string }> = {
  en: { s: ' s', min: ' min', h: ' h', d: ' d', gap: ' ' },
  ja: { s: '秒', min: '分', h: '時間', d: '日', gap: '' },
};

/** The two greatest units that say something: `3 min 40 s`, `2 h 5 min`, `12 s`. */
export function duration(span: Span, lang: Language = language.now): string {
  const u = units[lang];
  const ms = Math.max(0, Math.abs(span));
  if (ms < SECOND) return `0${u.s}`;
  const seconds = Math.round(ms / SECOND);
  const d = Math.floor(seconds / 86400);
  const h = Math.floor((seconds % 86400) / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = seconds % 60;
  const parts =
    d > 0
      ? [part(d, u.d), part(h, u.h)]
      : h > 0
        ? [part(h, u.h), part(m, u.min)]
        : [part(m, u.min), part(s, u.s)];
  return parts.filter((p) => p !== '').join(u.gap);
}

function part(n: number, unit: string): string {
  return n === 0 ? '' : `${n}${unit}`;
}

/** A duration with its error bar: `3 min 40 s ± 20 s`. */
export function durationWithin(
  span: Span,
  uncertainty: Span,
  lang: Language = language.now,
): string {
  if (uncertainty < SECOND / 2) return duration(span, lang);
  // Seconds beside an error of minutes would pretend to know them.
  if (uncertainty >= MINUTE && span >= MINUTE) {
    const whole = Math.floor(span / MINUTE) * MINUTE;
    return `${duration(whole, lang)} ± ${duration(uncertainty, lang)}`;
  }
  return `${duration(span, lang)} ± ${duration(Math.max(SECOND, uncertainty), lang)}`;
}

/** How long ago: `12 s ago`, `just now`. */
export function age(at: Stamp, now: Stamp, lang: Language = language.now): string {
  const ms = now - at;
  if (ms < 2 * SECOND) return lang === 'ja' ? 'たった今' : 'just now';
  const said = roughly(ms, lang);
  return lang === 'ja' ? `${said}前` : `${said} ago`;
}

/** A duration in its greatest unit alone, rounded down: enough for an age, and it does not flicker. */
export function roughly(span: Span, lang: Language = language.now): string {
  const unit = [DAY, HOUR, MINUTE].find((u) => span >= u) ?? SECOND;
  return duration(Math.floor(span / unit) * unit, lang);
}

/** Milliseconds with three digits that matter: `0.43 ms`, `12.3 ms`, `1.24 s`. */
export function milliseconds(ms: number, lang: Language = language.now): string {
  if (ms >= SECOND) return `${digits(ms / SECOND)}${units[lang].s}`;
  return `${digits(ms)} ms`;
}

/** At most three digits that matter, never an exponent. */
export function digits(x: number): string {
  const a = Math.abs(x);
  if (a >= 100 || a === 0) return String(Math.round(x));
  if (a >= 10) return x.toFixed(1);
  return x.toFixed(2);
}

/** A share of 0 to 1 as per cent: `100 %`, `99.98 %`; never rounds a loss away to 100. */
export function percent(share: number): string {
  const p = share * 100;
  if (p >= 100) return '100 %';
  if (p > 99.99) return '99.99 %';
  if (p >= 99) return `${p.toFixed(2)} %`;
  if (p >= 10) return `${p.toFixed(1)} %`;
  return `${digits(p)} %`;
}

const kinds = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `1.4 MB`, in steps of 1000. */
export function bytes(n: number): string {
  let x = n;
  let kind = 0;
  while (x >= 1000 && kind < kinds.length - 1) {
    x /= 1000;
    kind += 1;
  }
  return `${kind === 0 ? String(Math.round(x)) : digits(x)} ${kinds[kind] ?? 'B'}`;
}

const speeds = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];

/** `1.4 Mbit/s`, in steps of 1000. */
export function bits(n: number): string {
  let x = n;
  let kind = 0;
  while (x >= 1000 && kind < speeds.length - 1) {
    x /= 1000;
    kind += 1;
  }
  const number = Number.isInteger(x) ? String(x) : digits(x);
  return `${number} ${speeds[kind] ?? 'bit/s'}`;
}

/** A whole number with thin groups: `12 345`. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A reading in its metric's own unit. */
export function reading(metric: Metric, value: number, lang: Language = language.now): string {
  switch (metric) {
    case 'rtt':
    case 'rtt_min':
    case 'rtt_max':
    case 'jitter':
    case 'resolve':
    case 'connect':
    case 'tls':
    case 'first_byte':
    case 'total':
      return milliseconds(value, lang);
    case 'loss':
      return `${digits(value)} %`;
    case 'bytes':
      return bytes(value);
    case 'status':
    case 'well':
    case 'of':
      return String(Math.round(value));
    case 'traffic_in':
    case 'traffic_out':
    case 'speed':
      return bits(value);
    case 'uptime':
      return duration(value * 1000, lang);
    case 'load_in':
    case 'load_out':
    case 'errors_in':
    case 'errors_out':
    case 'discards_in':
    case 'discards_out':
    case 'collisions':
    case 'cpu':
    case 'memory':
    case 'storage':
    case 'temperature':
    case 'humidity':
    case 'fan':
    case 'voltage':
    case 'current':
    case 'power':
    case 'frequency':
    case 'charge':
    case 'runtime':
    case 'supply':
    case 'airflow':
    case 'signal':
    case 'load':
    case 'share':
    case 'value':
    case 'rate':
    case 'number':
    case 'half_duplex':
    case 'full_in': {
      const number = Number.isInteger(value) ? String(value) : digits(value);
      return UNITS[metric] === '' ? number : `${number} ${UNITS[metric]}`;
    }
  }
}

/** The symbols of the metrics' units; empty for a bare number. */
export const UNITS: Record<Metric, string> = {
  well: '',
  of: '',
  rtt: 'ms',
  rtt_min: 'ms',
  rtt_max: 'ms',
  jitter: 'ms',
  loss: '%',
  resolve: 'ms',
  connect: 'ms',
  tls: 'ms',
  first_byte: 'ms',
  total: 'ms',
  bytes: 'B',
  status: '',
  traffic_in: 'bit/s',
  traffic_out: 'bit/s',
  load_in: '%',
  load_out: '%',
  errors_in: '/s',
  errors_out: '/s',
  discards_in: '/s',
  discards_out: '/s',
  collisions: '/s',
  speed: 'bit/s',
  uptime: 's',
  cpu: '%',
  memory: '%',
  storage: '%',
  temperature: '°C',
  humidity: '%',
  fan: 'rpm',
  voltage: 'V',
  current: 'A',
  power: 'W',
  frequency: 'Hz',
  charge: '%',
  runtime: 'min',
  supply: '%',
  airflow: 'm³/h',
  signal: 'dBm',
  load: '%',
  share: '%',
  value: '',
  rate: '/s',
  number: '',
  half_duplex: '',
  full_in: 'd',
};
