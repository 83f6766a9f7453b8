import { words } from './language.svelte';

const s = (n: number): string => (n === 1 ? '' : 's');

export const wallboard = words({
  en: {
    leave: 'Esc leaves the wallboard.',
    more: (n: number): string => `and ${n} more incident${s(n)}`,
    field: (n: number): string => `All ${n} node${s(n)}`,
  },
  ja: {
    leave: 'Esc キーでウォールボードを終了します。',
    more: (n) => `ほか ${n} 件のインシデント`,
    field: (n) => `全 ${n} ノード`,
  },
});
