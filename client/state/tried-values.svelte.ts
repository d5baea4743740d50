// Values a person tries out in a sheet: assumptions of derived values. They stay in this browser and are nobody
// else's; signing out forgets them with everything else.

import type { FieldValue } from '../../shared/sheet/field-types.ts';

type Values = Readonly<Record<string, FieldValue>>;

/** Anything that is not an object of values counts as none: the storage can be edited by hand. */
const stored = (storage: Storage, key: string): Values => {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Values)
      : {};
  } catch (cause) {
    console.warn('tried values could not be read and are left out', cause);
    return {};
  }
};

export class TriedValues {
  readonly #storage: Storage;
  readonly #key: string;
  #values = $state.raw<Values>({});

  constructor(sheetKey: string, storage: Storage) {
    this.#storage = storage;
    this.#key = `parley-tried:${sheetKey}`;
    this.#values = stored(storage, this.#key);
  }

  get all(): Values {
    return this.#values;
  }

  set(id: string, value: FieldValue): void {
    this.#values = { ...this.#values, [id]: value };
    this.#store();
  }

  /** Back to the template's own value. */
  clear(id: string): void {
    this.#values = Object.fromEntries(Object.entries(this.#values).filter(([each]) => each !== id));
    this.#store();
  }

  #store(): void {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(this.#values));
    } catch (cause) {
      // A full storage costs only the comfort of finding the values again.
      console.warn('tried values could not be kept', cause);
    }
  }
}
