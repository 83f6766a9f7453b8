/** Subnets as people type them. Pure. */

export interface Cidr {
  /** In its usual writing, host bits cleared. */
  text: string;
  /** Addresses to look at, without network and broadcast. */
  addresses: number;
}

export type CidrProblem = 'not_a_subnet' | 'too_many' | 'only_v4';

/** The most addresses of one sweep. */
export const MOST = 65_536;

/** Reads `192.168.1.0/24`, a single address, or `192.168.1` with its dots meant as /24. */
export function cidr(typed: string): Cidr | CidrProblem {
  const text = typed.normalize('NFKC').trim();
  if (text.includes(':')) return 'only_v4';
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:\/(\d{1,2}))?$/.exec(text);
  if (!found) return 'not_a_subnet';
  const [, a, b, c, d, length] = found;
  const octets = [a, b, c, d ?? '0'].map(Number);
  const bits = length !== undefined ? Number(length) : d === undefined ? 24 : 32;
  if (octets.some((o) => o > 255) || bits > 32) return 'not_a_subnet';
  const size = 2 ** (32 - bits);
  const addresses = bits >= 31 ? size : size - 2;
  if (addresses > MOST) return 'too_many';
  const number = octets.reduce((sum, o) => sum * 256 + o, 0);
  const base = Math.floor(number / size) * size;
  const dotted = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.');
  return { text: `${dotted}/${bits}`, addresses };
}

export function isProblem(read: Cidr | CidrProblem): read is CidrProblem {
  return typeof read === 'string';
}
