// The bus of a single node: listeners in the same process, told in a later turn so that no publisher waits for them.

import type { Bus, EntriesListener, Unsubscribe } from '../ports.ts';

/** Makes a bus that never loses anything and has no gaps. */
export const createLocalBus = (): Bus => {
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
    isShared: false,
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
    isConnected: () => true,
    close: () => Promise.resolve(),
  };
};
