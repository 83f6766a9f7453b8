import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/svelte';

// What is waited for comes; how soon is this machine's business. That nothing hangs is `testTimeout`.
configure({ asyncUtilTimeout: 20_000 });

// What jsdom lacks of a page, as little as is needed.
if (typeof window !== 'undefined') {
  window.matchMedia ??= (media: string): MediaQueryList =>
    ({
      media,
      matches: false,
      onchange: null,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
      dispatchEvent: () => false,
    }) as MediaQueryList;
  window.HTMLElement.prototype.scrollIntoView ??= () => undefined;
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  window.IntersectionObserver ??= class {
    readonly root = null;
    readonly rootMargin = '';
    readonly scrollMargin = '';
    readonly thresholds = [];
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
    takeRecords(): IntersectionObserverEntry[] {
      return [];
    }
  };
  const dialog = window.HTMLDialogElement?.prototype as HTMLDialogElement | undefined;
  if (dialog !== undefined && dialog.showModal === undefined) {
    dialog.showModal = function (this: HTMLDialogElement) {
      this.open = true;
    };
    dialog.close = function (this: HTMLDialogElement) {
      this.open = false;
      this.dispatchEvent(new Event('close'));
    };
  }
}
