// How wide the parts of a bar are, and the bar itself: told by the browser after it has laid the page out, and before it
// paints, so that nothing is laid out for the sake of measuring.

import { SvelteMap } from 'svelte/reactivity';

export class BarWidths {
  readonly #widths = new SvelteMap<string, number>();
  readonly #names = new WeakMap<Element, string>();
  #observer: ResizeObserver | undefined;

  /** By name, in pixels. */
  get all(): ReadonlyMap<string, number> {
    return this.#widths;
  }

  /** Watches the element under a name for as long as it is on the page. */
  watch(name: string): (element: Element) => () => void {
    return (element) => {
      this.#observer ??= new ResizeObserver((entries) => {
        for (const { target, borderBoxSize } of entries) this.#take(target, borderBoxSize);
      });
      this.#names.set(element, name);
      this.#observer.observe(element);
      return () => {
        this.#observer?.unobserve(element);
        this.#widths.delete(name);
      };
    };
  }

  #take(element: Element, [size]: readonly ResizeObserverSize[]): void {
    const name = this.#names.get(element);
    // Not on the page, such as in a part that a phone shows at a press.
    if (name === undefined || size === undefined || size.inlineSize === 0) return;
    this.#widths.set(name, size.inlineSize);
  }
}
