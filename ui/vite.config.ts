import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
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
  },
});
