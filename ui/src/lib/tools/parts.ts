// The parts of the tools.

export const PARTS = ['discover', 'where', 'browser', 'traps', 'profiles', 'mibs'] as const;

export type Part = (typeof PARTS)[number];

export const partOf = (part: string | undefined): Part =>
  PARTS.find((one) => one === part) ?? 'discover';
