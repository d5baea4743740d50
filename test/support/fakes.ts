// Chance and log for tests: chance repeats itself from a seed, the log keeps what it was told.

import type { Chance, Log } from '../../server/ports.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';

/** Chance that gives the same values in the same order for the same seed. */
export const seededChance = (seed: string): Chance => {
  let count = 0;
  const next = () => sha256Hex(`${seed} ${String((count += 1))}`);
  return {
    hex: (bytes) => {
      let digits = '';
      while (digits.length < bytes * 2) digits += next();
      return digits.slice(0, bytes * 2);
    },
    // Of version 7, as the real ones: version 8 is what the server derives.
    id: () => next().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-a$4-$5'),
  };
};

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log whose lines a test can read. */
export const memoryLog = (): Log & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']): Log['info'] =>
    (fields, message) => {
      lines.push({ level, fields, message });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
};
