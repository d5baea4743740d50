// The bus inside one process: listeners are told in a later turn, so that no publisher waits for them. With nodes
// elsewhere on the same journal it is a bus that hears nothing of them, and says so.

import type { Bus, EntriesListener, Unsubscribe } from '../ports.ts';

export interface LocalBusOptions {
  /** Other processes append to the same journal; false unless said. */
  readonly isShared?: boolean;
}

/** Makes a bus that loses nothing of what is told in this process. */
export const createLocalBus = ({ isShared = false }: LocalBusOptions = {}): Bus => {
  const entryListeners = new Map<string, Set<EntriesListener>>();
  const signalListeners = new Map<string, Set<(payload: Uint8Array) => void>>();

  const listen = <T>(map: Map<string, Set<T>>, key: string, listener: T): Unsubscribe => {
    const listeners = map.get(key) ?? new Set<T>();
    map.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) map.delete(key);
    };
  };

  return {
    isShared,
    publish: (stream, entries) => {
      const version = entries.at(-1)?.version;
      if (version === undefined) return;
      queueMicrotask(() => {
        for (const tell of entryListeners.get(stream) ?? []) tell(entries, version);
      });
    },
    subscribe: (stream, listener) => listen(entryListeners, stream, listener),
    signal: (topic, payload) => {
      queueMicrotask(() => {
        for (const tell of signalListeners.get(topic) ?? []) tell(payload);
      });
    },
    onSignal: (topic, listener) => listen(signalListeners, topic, listener),
    onGap: () => () => undefined,
    isConnected: () => !isShared,
    close: () => Promise.resolve(),
  };
};
