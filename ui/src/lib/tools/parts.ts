// The parts of the tools.

export const PARTS = ['discover', 'where', 'profiles', 'traps'] as const;

export type Part = (typeof PARTS)[number];

export const partOf = (part: string | undefined): Part =>
  PARTS.find((one) => one === part) ?? 'discover';
