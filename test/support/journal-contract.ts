// What every journal promises, as tests by rule: run over each implementation of the port.
// Durable ones also run `describeDurableJournal`, which opens the same store a second time.

import { describe, expect, it } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import { expectChain } from './journal-chain.ts';
import {
  appendAt,
  appendSince,
  at,
  conflict,
  decision,
  readAll,
  snapshotOf,
  storedBy,
  text,
} from './journal-entries.ts';
import type { OpenedDurableJournal, OpenedJournal, Use } from './journal-contract-types.ts';
import { describeAppending } from './journal-contract-appends.ts';
import { describeReading } from './journal-contract-reads.ts';

/** Runs the whole contract over fresh journals made by `open`. */
export const describeJournal = (name: string, open: () => Promise<OpenedJournal>): void => {
  const use: Use = (body) => async () => {
    const { journal, dispose } = await open();
    try {
      await body(journal);
    } finally {
      await dispose();
    }
  };
  describe(`journal contract: ${name}`, () => {
    describeAppending(use);
    describeReading(use);
  });
};

/** What a journal that outlives its process promises beyond the contract. */
export const describeDurableJournal = (
  name: string,
  open: () => Promise<OpenedDurableJournal>,
): void => {
  const use =
    (body: (journal: Journal, reopen: () => Promise<Journal>) => Promise<void>) => async () => {
      const { journal, reopen, dispose } = await open();
      try {
        await body(journal, reopen);
      } finally {
        await dispose();
      }
    };

  describe(`durable journal contract: ${name}`, () => {
    it(
      '[JRN13] entries, snapshots, wake times, beats and command ids survive reopening',
      use(async (journal, reopen) => {
        const first = decision(1, { commandId: 'c1', atMs: at(500) });
        const stored = await storedBy(
          journal.append({ ...appendAt('sheet:a', 0, first, text(2)), wakeAt: at(900) }),
        );
        const snapshot = snapshotOf(stored[1], '{"n":2}');
        await journal.writeSnapshot('sheet:a', snapshot);
        await journal.beat('one', at(700));
        const again = await reopen();
        expect(await readAll(again, 'sheet:a')).toEqual(stored);
        expect(await again.findCommand('sheet:a', 'c1')).toEqual(stored[0]);
        expect(await again.readSnapshot('sheet:a')).toEqual(snapshot);
        expect(await again.due(at(900), 9)).toEqual([{ stream: 'sheet:a', wakeAt: at(900) }]);
        expect(await again.lastBeat()).toBe(at(700));
        expect(await again.streams('', '', 9)).toEqual(['sheet:a']);
      }),
    );

    it(
      '[JRN13] after reopening appends go on under the same rules',
      use(async (journal, reopen) => {
        const first = decision(1, { commandId: 'c1', atMs: at(500) });
        await journal.append(appendAt('sheet:a', 0, first, text(2)));
        const again = await reopen();
        expect(await again.append(appendAt('sheet:a', 1, text('x')))).toEqual(conflict(2));
        expect(await again.append(appendSince('sheet:a', 0, text('x')))).toEqual(conflict(2));
        expect(await again.append(appendAt('sheet:a', 2, first))).toEqual(conflict(2));
        const [next] = await storedBy(again.append(appendSince('sheet:a', 1, text(3))));
        expect(next).toMatchObject({ version: 3, at: at(500) });
        expectChain(await readAll(again, 'sheet:a'));
      }),
    );

    it(
      '[JRN13] closing under appends in flight: stored is exactly what was acknowledged',
      use(async (journal, reopen) => {
        const appends = Array.from({ length: 50 }, (_, index) =>
          journal.append(appendSince('room:a', 99, text(index))),
        );
        const [settled, again] = await Promise.all([Promise.allSettled(appends), reopen()]);
        const acknowledged = settled.flatMap((each) =>
          each.status === 'fulfilled' && each.value.ok ? each.value.entries : [],
        );
        expect(await readAll(again, 'room:a')).toEqual(acknowledged);
      }),
    );
  });
};
