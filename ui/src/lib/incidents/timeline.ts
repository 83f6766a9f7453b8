/** The log as lines to read: by day, with a notification and its delivery in one line. Pure. */
import type { Entry, Stamp } from '../ipc/bindings';

export interface Line {
  entry: Entry;
  /** What became of it, if the entry put a notification into the outbox. */
  fate: Entry | null;
  /** Further nodes that cannot be reached, if the entry says that of one. */
  more: Entry[];
}

export interface Day {
  /** As `dayOf` calls it. */
  day: string;
  lines: Line[];
}

/** Every entry is in exactly one line: a record that hides something is no record. */
export function days(log: readonly Entry[], dayOf: (at: Stamp) => string): Day[] {
  const all: Day[] = [];
  const queued = new Map<number, Line>();
  for (const entry of log) {
    if (entry.what === 'delivered' || entry.what === 'undelivered') {
      const line = queued.get(entry.notification);
      if (line && line.fate === null) {
        line.fate = entry;
        continue;
      }
    }
    const day = dayOf(entry.at);
    let last = all.at(-1);
    if (last?.day !== day) all.push((last = { day, lines: [] }));
    const before = last.lines.at(-1);
    if (before && isCutOff(entry) && isCutOff(before.entry)) {
      before.more.push(entry);
      continue;
    }
    const line: Line = { entry, fate: null, more: [] };
    if (entry.what === 'queued') queued.set(entry.notification, line);
    last.lines.push(line);
  }
  return all;
}

/** "It cannot be reached": said of many nodes at once, and read as one. */
function isCutOff(entry: Entry): boolean {
  return entry.what === 'joined' && entry.place?.unreachable === true;
}

/** The nodes of a line that says which cannot be reached, each once. */
export function cutOffIn(line: Line): string[] {
  const names = [line.entry, ...line.more].flatMap((e) =>
    e.what === 'joined' && e.place ? [e.place.name] : [],
  );
  return [...new Set(names)];
}

/** The numbers of the entries in a line, such as `3` or `3, 4`. */
export function numbers(line: Line): string {
  const last = line.more.at(-1);
  if (last) return `${line.entry.seq}–${last.seq}`;
  return line.fate ? `${line.entry.seq}, ${line.fate.seq}` : String(line.entry.seq);
}
