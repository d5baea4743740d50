// Light, dark, or as the system has it. Kept in this browser; shown through `data-theme` on the page's root.

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'parley-theme';
const ORDER: readonly Theme[] = ['system', 'light', 'dark'];

const isTheme = (value: string | null): value is Theme => ORDER.some((theme) => theme === value);

export class ThemeChoice {
  readonly #root: HTMLElement;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #theme = $state<Theme>('system');

  constructor(root: HTMLElement, storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#root = root;
    this.#storage = storage;
    const kept = storage.getItem(KEY);
    this.#theme = isTheme(kept) ? kept : 'system';
    this.#show();
  }

  get theme(): Theme {
    return this.#theme;
  }

  /** As the system has it, then light, then dark. */
  next(): void {
    this.#theme = ORDER[(ORDER.indexOf(this.#theme) + 1) % ORDER.length] ?? 'system';
    this.#storage.setItem(KEY, this.#theme);
    this.#show();
  }

  #show(): void {
    if (this.#theme === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = this.#theme;
  }
}
