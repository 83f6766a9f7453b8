import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** A window that is handed out must not simulate a network of its own behind the real one. */
const noFake: Plugin = {
  name: 'no-fake',
  generateBundle(_, bundle) {
    const parts = Object.values(bundle).flatMap((p) => (p.type === 'chunk' ? p.moduleIds : []));
    const fake = parts.find((id) => id.includes('/ipc/fake/'));
    if (fake !== undefined) this.error(`the built page would carry ${fake}; see ipc/client.ts`);
  },
};

export default defineConfig({
  plugins: [svelte(), svelteTesting(), noFake],
  // The window loads files from inside the binary: relative addresses, no modern-browser guesses.
  base: './',
  build: {
    target: ['safari16', 'chrome110'],
    // The whole window is one file from disk; splitting it would only add round trips.
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
  },
  // The last-resort font lies beside the window, in assets/.
  server: { fs: { allow: ['..'] } },
  clearScreen: false,
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test.setup.ts'],
    // No test is about how long it takes on a busy machine: one that takes a minute hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
