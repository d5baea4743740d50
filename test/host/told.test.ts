// What a bus may do to messages, and what may come of it: nothing but the journal's own entries, in order.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../server/host/told.ts';
import { Told } from '../../server/host/told.ts';
import { chainEntry } from '../../server/journal/chain.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';

const BEGINNING: Place = { version: 0, head: GENESIS_HEAD };

const chain = (length: number, salt = ''): readonly StoredEntry[] => {
  const entries: StoredEntry[] = [];
  for (let version = 1; version <= length; version += 1) {
    const entry = { stream: 'room:a', version, at: epochMs(version), body: `${salt}${version}` };
    entries.push(chainEntry(entry, entries.at(-1)?.head ?? GENESIS_HEAD));
  }
  return entries;
};

const ALL = chain(9);
const OF_ANOTHER_JOURNAL = chain(9, 'other ');

const FIRST: Place = ALL[0] ?? BEGINNING;

const versions = (entries: readonly StoredEntry[]) => entries.map(({ version }) => version);

describe('[BUS1] what other nodes told', () => {
  it('comes out in order and once', () => {
    const told = new Told();
    told.add(ALL.slice(2, 4), 4);
    told.add(ALL.slice(0, 3), 3);
    expect(versions(told.takeNext(FIRST))).toEqual([2, 3, 4]);
    expect(told.takeDoubt(4)).toBe(false);
    expect(told.takeNext(ALL[3] ?? BEGINNING)).toEqual([]);
  });

  it('a gap keeps back what comes after it, and is a doubt', () => {
    const told = new Told();
    told.add(ALL.slice(0, 2), 2);
    told.add(ALL.slice(3, 5), 5);
    expect(versions(told.takeNext(FIRST))).toEqual([2]);
    expect(told.takeDoubt(2)).toBe(true);
    expect(told.takeDoubt(2)).toBe(false);
  });

  it('a version without its entries is a doubt as long as it is not known', () => {
    const told = new Told();
    told.add([], 5);
    expect(told.takeDoubt(4)).toBe(true);
    told.add([], 5);
    expect(told.takeDoubt(5)).toBe(false);
  });

  it.each([
    ['an entry of another journal', OF_ANOTHER_JOURNAL[2]],
    ['a body that was changed on the way', { ...ALL[2], body: 'changed' }],
    ['a head that was made up', { ...ALL[2], head: 'f'.repeat(64) }],
    ['another time', { ...ALL[2], at: epochMs(77) }],
  ])('%s is not taken, and is a doubt', (_what, strange) => {
    const told = new Told();
    told.add([ALL[1], strange, ALL[3]] as StoredEntry[], 4);
    expect(versions(told.takeNext(FIRST))).toEqual([2]);
    expect(told.takeDoubt(2)).toBe(true);
  });

  it('the beginning of a stream is never taken: all journals begin alike', () => {
    const told = new Told();
    told.add(OF_ANOTHER_JOURNAL.slice(0, 2), 2);
    expect(told.takeNext(BEGINNING)).toEqual([]);
    expect(told.takeDoubt(0)).toBe(true);
  });

  it('whatever is lost, repeated, reordered or made up, all that comes out is the journal’s', () => {
    const message = fc.tuple(
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(ALL, ALL, ALL, OF_ANOTHER_JOURNAL),
    );
    fc.assert(
      fc.property(fc.array(fc.array(message, { maxLength: 4 }), { maxLength: 12 }), (bursts) => {
        const told = new Told();
        let known: readonly StoredEntry[] = [];
        for (const burst of bursts) {
          for (const [from, count, journal] of burst) {
            const part = journal.slice(from, from + count);
            told.add(part, part.at(-1)?.version ?? 0);
          }
          known = [...known, ...told.takeNext(known.at(-1) ?? BEGINNING)];
          expect(known).toEqual(ALL.slice(0, known.length));
          const newest = Math.max(0, ...burst.map(([from, count]) => Math.min(9, from + count)));
          // Reading up to what the journal had when the newest of these was told.
          if (told.takeDoubt(known.length)) known = ALL.slice(0, Math.max(known.length, newest));
          expect(known.length).toBeGreaterThanOrEqual(newest);
        }
      }),
      { numRuns: 500 },
    );
  });
});
