// The text of a profile in an editor. Pure.

/** What a new profile begins with. Words of the format stay as they are in every language. */
export const EXAMPLE = `name = "Example switch"
kind = "network"
vendor = "Example"

[[match]]
object_id = ["1.3.6.1.4.1.99999.1"]

[[model]]
oid = "1.3.6.1.4.1.99999.2.0"

[[cpu]]
percent = "1.3.6.1.4.1.99999.3.0"
`;

/** Where a line begins and ends, from 1; the last one if there are fewer. */
export function stretch(text: string, line: number): [number, number] {
  const lines = text.split('\n');
  const n = Math.min(Math.max(line, 1), lines.length);
  const begin = lines.slice(0, n - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [begin, begin + (lines[n - 1]?.length ?? 0)];
}
