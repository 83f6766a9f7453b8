// Text for XML files. What comes from the network may hold anything, also what XML forbids.

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// eslint-disable-next-line no-control-regex -- these are what must not get in
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Escaped for text and attributes; characters XML 1.0 (§2.2) does not know become U+FFFD. */
export function xml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (c) => ENTITY[c] ?? c);
}
