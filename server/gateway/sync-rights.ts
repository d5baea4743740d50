// Watches the rooms of those who read sheets on this node, for as long as somebody does: a seat that is taken back must
// be noticed although nobody looks at the room itself.

import type { Unsubscribe } from '../ports.ts';

export interface RightsWatchDeps {
  /** Begins to call back whenever somebody's rights in the room may have changed. */
  watch(roomId: string, changed: () => void): Unsubscribe;
  changed(roomId: string): void;
}

export class RightsWatch {
  readonly #deps: RightsWatchDeps;
  readonly #rooms = new Map<string, { readonly stop: Unsubscribe; readers: number }>();

  constructor(deps: RightsWatchDeps) {
    this.#deps = deps;
  }

  /** Counts a reader in; true when the watch has only begun, so that what was found out before may be old. */
  entered(roomId: string): boolean {
    const known = this.#rooms.get(roomId);
    if (known) {
      known.readers += 1;
      return false;
    }
    const stop = this.#deps.watch(roomId, () => {
      this.#deps.changed(roomId);
    });
    this.#rooms.set(roomId, { stop, readers: 1 });
    return true;
  }

  left(roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    room.readers -= 1;
    if (room.readers > 0) return;
    this.#rooms.delete(roomId);
    room.stop();
  }
}
