// The half of the journal contract about appending: versions, expectations, instants, command ids, groups.

import { expect, it } from 'vitest';
import { expectChain } from './journal-chain.ts';
import {
  appendAt,
  appendSince,
  at,
  conflict,
  decision,
  readAll,
  storedBy,
  text,
  versionsOf,
} from './journal-entries.ts';
import type { Use } from './journal-contract-types.ts';

/** Rules JRN1 to JRN6. */
export const describeAppending = (use: Use): void => {
  describeVersions(use);
  describeConflicts(use);
  describeNoDecisionSince(use);
  describeInstants(use);
  describeCommandIds(use);
  describeGroups(use);
};

const describeVersions = (use: Use): void => {
  it(
    '[JRN1] versions begin at 1 in each stream and run without gaps over appends of any size',
    use(async (journal) => {
      const first = await storedBy(journal.append(appendAt('room:a', 0, decision(1))));
      const more = await storedBy(
        journal.append(appendAt('room:a', 1, decision(2), text(3), decision(4))),
      );
      const other = await storedBy(journal.append(appendAt('room:b', 0, decision(1), text(2))));
      expect(versionsOf([...first, ...more])).toEqual([1, 2, 3, 4]);
      expect(versionsOf(other)).toEqual([1, 2]);
    }),
  );

  it(
    '[JRN1] what an append answers is what is read, in the same order',
    use(async (journal) => {
      const answered = await storedBy(
        journal.append(appendAt('room:a', 0, decision('één'), text('двa\u0000\n'), decision('🐿'))),
      );
      expect(await journal.read('room:a', 0, 10)).toEqual(answered);
      expect(answered.map(({ stream, body }) => ({ stream, body }))).toEqual([
        { stream: 'room:a', body: decision('één').body },
        { stream: 'room:a', body: text('двa\u0000\n').body },
        { stream: 'room:a', body: decision('🐿').body },
      ]);
    }),
  );

  it(
    '[JRN1] a refused append leaves no gap behind',
    use(async (journal) => {
      await journal.append(appendAt('room:a', 0, decision(1)));
      await journal.append(appendAt('room:a', 7, decision('refused'), decision('refused')));
      const [next] = await storedBy(journal.append(appendAt('room:a', 1, decision(2))));
      expect(next?.version).toBe(2);
      expectChain(await readAll(journal, 'room:a'));
    }),
  );
};

const describeConflicts = (use: Use): void => {
  it.for([0, 1, 3, 99])(
    '[JRN2] an append that expects version %i of a stream at 2 is told 2 and stores nothing',
    (expected) =>
      use(async (journal) => {
        const before = await storedBy(
          journal.append(appendAt('room:a', 0, decision(1), decision(2))),
        );
        const refused = appendAt('room:a', expected, decision(3, { commandId: 'c3' }), text(4));
        expect(await journal.append({ ...refused, wakeAt: at(0) })).toEqual(conflict(2));
        expect(await readAll(journal, 'room:a')).toEqual(before);
        expect(await journal.findCommand('room:a', 'c3')).toBeUndefined();
        expect(await journal.due(at(1), 10)).toEqual([]);
      })(),
  );

  it(
    '[JRN2] an append to a stream that does not exist yet, but should, does not make it',
    use(async (journal) => {
      expect(await journal.append(appendAt('room:a', 1, decision(1)))).toEqual(conflict(0));
      expect(await journal.streams('', '', 10)).toEqual([]);
    }),
  );

  it(
    '[JRN2] of many appends in flight that expect the same version exactly one is stored',
    use(async (journal) => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          journal.append(appendAt('room:a', 0, decision(index))),
        ),
      );
      const stored = results.flatMap((result) => (result.ok ? result.entries : []));
      expect(await readAll(journal, 'room:a')).toEqual(stored);
      expect(stored).toHaveLength(1);
      expect(results.filter((result) => !result.ok)).toEqual(Array(19).fill(conflict(1)));
    }),
  );
};

const describeNoDecisionSince = (use: Use): void => {
  it(
    '[JRN3] text that came after the named version is no conflict, for text and decisions alike',
    use(async (journal) => {
      await journal.append(appendAt('sheet:a', 0, decision('made')));
      await storedBy(journal.append(appendSince('sheet:a', 1, text('one node'))));
      await storedBy(journal.append(appendSince('sheet:a', 1, text('another node'))));
      const [lock] = await storedBy(journal.append(appendSince('sheet:a', 1, decision('lock'))));
      expect(lock?.version).toBe(4);
    }),
  );

  it(
    '[JRN3] a decision that came after the named version is a conflict, whatever text follows it',
    use(async (journal) => {
      await journal.append(appendAt('sheet:a', 0, decision('made'), text('typed')));
      await journal.append(appendAt('sheet:a', 2, decision('lock'), text('more')));
      const before = await readAll(journal, 'sheet:a');
      expect(await journal.append(appendSince('sheet:a', 2, text('late')))).toEqual(conflict(4));
      expect(await journal.append(appendSince('sheet:a', 0, decision('x')))).toEqual(conflict(4));
      expect(await readAll(journal, 'sheet:a')).toEqual(before);
      expect(await journal.append(appendSince('sheet:a', 3, text('knows')))).toMatchObject({
        ok: true,
      });
    }),
  );

  it(
    '[JRN3] a lock and edits in flight together: edits before it are stored, edits after it refused',
    use(async (journal) => {
      await journal.append(appendAt('sheet:a', 0, decision('made')));
      const results = await Promise.all([
        journal.append(appendSince('sheet:a', 1, text('before'))),
        journal.append(appendSince('sheet:a', 1, decision('lock'))),
        journal.append(appendSince('sheet:a', 1, text('after'))),
      ]);
      expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
      expect(results[2]).toEqual(conflict(3));
    }),
  );

  it(
    '[JRN3] an append that holds both kinds counts as a decision at the place of its decision',
    use(async (journal) => {
      await storedBy(
        journal.append(appendSince('sheet:a', 0, text(1), decision(2), text(3), text(4))),
      );
      expect(await journal.append(appendSince('sheet:a', 1, text('late')))).toEqual(conflict(4));
      await storedBy(journal.append(appendSince('sheet:a', 2, text('in time'))));
    }),
  );
};

const describeInstants = (use: Use): void => {
  it(
    "[JRN4] an entry is never earlier than the stream's last one; a later one keeps its time",
    use(async (journal) => {
      const append = async (version: number, ...times: number[]) => {
        const entries = times.map((offset) => decision(offset, { atMs: at(offset) }));
        const stored = await storedBy(journal.append(appendAt('room:a', version, ...entries)));
        return stored.map((entry) => entry.at);
      };
      expect(await append(0, 500)).toEqual([at(500)]);
      expect(await append(1, 400, 450, 600, 550)).toEqual([at(500), at(500), at(600), at(600)]);
      expect(await append(5, 0, 700)).toEqual([at(600), at(700)]);
      const read = await readAll(journal, 'room:a');
      expect(read.map((entry) => entry.at - at(0))).toEqual([500, 500, 500, 600, 600, 600, 700]);
      expectChain(read);
    }),
  );

  it(
    '[JRN4] times of one stream do not touch another',
    use(async (journal) => {
      await journal.append(appendAt('room:a', 0, decision(1, { atMs: at(900) })));
      const [entry] = await storedBy(
        journal.append(appendAt('room:b', 0, decision(1, { atMs: at(100) }))),
      );
      expect(entry?.at).toBe(at(100));
    }),
  );
};

const describeCommandIds = (use: Use): void => {
  it(
    '[JRN5] a command id that the stream has is a conflict, though the expectation holds',
    use(async (journal) => {
      const before = await storedBy(
        journal.append(appendAt('room:a', 0, decision(1, { commandId: 'c1' }), decision(2))),
      );
      const again = appendAt('room:a', 2, decision(3), decision(4, { commandId: 'c1' }));
      expect(await journal.append(again)).toEqual(conflict(2));
      expect(await readAll(journal, 'room:a')).toEqual(before);
    }),
  );

  it(
    '[JRN5] one command id twice in one append is a conflict that stores nothing, in new streams too',
    use(async (journal) => {
      const twice = [decision(1, { commandId: 'c1' }), decision(2, { commandId: 'c1' })];
      expect(await journal.append(appendAt('room:new', 0, ...twice))).toEqual(conflict(0));
      await storedBy(journal.append(appendAt('room:old', 0, decision(0))));
      expect(await journal.append(appendAt('room:old', 1, ...twice))).toEqual(conflict(1));
      expect(await journal.findCommand('room:old', 'c1')).toBeUndefined();
      expect(await journal.streams('', '', 10)).toEqual(['room:old']);
    }),
  );

  it(
    '[JRN5] of resends in flight together one is stored',
    use(async (journal) => {
      const results = await Promise.all(
        [1, 2, 3].map((sent) =>
          journal.append(appendSince('room:a', 9, text(sent, { commandId: 'c1' }))),
        ),
      );
      expect(results.map(({ ok }) => ok)).toEqual([true, false, false]);
      expect(await readAll(journal, 'room:a')).toHaveLength(1);
    }),
  );

  it(
    '[JRN5] a command is found by its id in its own stream only, and ids are free in other streams',
    use(async (journal) => {
      const [, second] = await storedBy(
        journal.append(appendAt('room:a', 0, decision(1), decision(2, { commandId: 'c1' }))),
      );
      expect(await journal.findCommand('room:a', 'c1')).toEqual(second);
      expect(await journal.findCommand('room:a', 'c2')).toBeUndefined();
      expect(await journal.findCommand('room:b', 'c1')).toBeUndefined();
      const [other] = await storedBy(
        journal.append(appendAt('room:b', 0, decision(7, { commandId: 'c1' }))),
      );
      expect(await journal.findCommand('room:b', 'c1')).toEqual(other);
      expect(await journal.findCommand('room:a', 'c1')).toEqual(second);
    }),
  );
};

const describeGroups = (use: Use): void => {
  it(
    '[JRN6] appends to many streams in flight are all stored, each stream in the order asked',
    use(async (journal) => {
      const names = Array.from({ length: 60 }, (_, index) => `room:g${String(index)}`);
      const rounds = [0, 1, 2, 3, 4];
      const results = await Promise.all(
        rounds.flatMap((round) =>
          names.map((stream) => journal.append(appendAt(stream, round, decision(round)))),
        ),
      );
      expect(results.every(({ ok }) => ok)).toBe(true);
      for (const stream of names) {
        const entries = await readAll(journal, stream);
        expect(entries.map(({ body }) => body)).toEqual(rounds.map((n) => decision(n).body));
        expectChain(entries);
      }
    }),
  );

  it(
    '[JRN6] appends refused in the middle of a group do not touch the others',
    use(async (journal) => {
      const same = decision('twice', { commandId: 'same' });
      const results = await Promise.all([
        journal.append(appendAt('room:a', 0, decision(1))),
        journal.append(appendAt('room:b', 5, decision('wrong version'))),
        journal.append(appendAt('room:c', 0, same, same)),
        journal.append(appendAt('room:a', 0, decision('too late'))),
        journal.append(appendAt('room:a', 1, decision(2))),
        journal.append(appendAt('room:d', 0, decision(1))),
      ]);
      expect(results.map(({ ok }) => ok)).toEqual([true, false, false, false, true, true]);
      expect(await journal.streams('', '', 10)).toEqual(['room:a', 'room:d']);
      expect(await readAll(journal, 'room:a')).toHaveLength(2);
    }),
  );

  it(
    '[JRN6] a read asked for after an append in flight sees it whole',
    use(async (journal) => {
      const append = journal.append(appendAt('room:a', 0, decision(1), decision(2)));
      const read = journal.read('room:a', 0, 10);
      expect(await read).toEqual(await storedBy(append));
    }),
  );
};
