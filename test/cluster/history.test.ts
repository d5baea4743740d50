// The checker of histories finds what it is for: each kind of bad history made by hand, and drawn ones against a search
// through all orders.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { Act, Recorded } from './history.ts';
import { faultsIn, strangersIn } from './history.ts';

/** A command that was answered as recorded; without an end, one that was never answered. */
const act = (id: string, sentAt: number, answeredAt?: number): Act => ({
  ...{ id, sentAt, answeredAt },
  isRecorded: answeredAt !== undefined,
});

/** The record of one stream: ids by version. */
const record = (...ids: readonly string[]): Recorded[] =>
  ids.map((id, index) => ({ id, stream: 'room', version: index + 1 }));

describe('[CLU2] a history that is linearizable', () => {
  it.each([
    ['one after the other', [act('a', 1, 2), act('b', 3, 4)], record('a', 'b')],
    ['at the same time, in either order', [act('a', 1, 4), act('b', 2, 3)], record('a', 'b')],
    ['at the same time, in the other order', [act('a', 1, 4), act('b', 2, 3)], record('b', 'a')],
    ['unanswered, and not in the record', [act('a', 1), act('b', 2, 3)], record('b')],
    ['unanswered, and late in the record', [act('a', 1), act('b', 2, 3)], record('b', 'a')],
    ['refused without an entry', [{ ...act('a', 1, 2), isRecorded: false }], []],
  ])('is left alone: %s', (_name, acts, recorded) => {
    expect(faultsIn(acts, recorded)).toEqual([]);
  });

  it('orders of different streams have nothing to do with each other', () => {
    const recorded = [
      { id: 'a', stream: 'room', version: 9 },
      { id: 'b', stream: 'sheet', version: 1 },
    ];
    expect(faultsIn([act('a', 1, 2), act('b', 3, 4)], recorded)).toEqual([]);
  });
});

describe('[CLU2] a history that is not', () => {
  it.each([
    ['a command that was answered and is lost', [act('a', 1, 2)], [], /a was answered and is lost/],
    [
      'one that took effect twice',
      [act('a', 1, 2)],
      record('a', 'a'),
      /a is in the record 2 times/,
    ],
    ['one that nobody gave', [act('a', 1, 2)], record('a', 'x'), /x was given by nobody/],
    [
      'one that is in the record although its giver was told otherwise',
      [{ ...act('a', 1, 2), isRecorded: false }],
      record('a'),
      /told otherwise/,
    ],
    [
      'an order against real time',
      [act('a', 1, 2), act('b', 3, 4)],
      record('b', 'a'),
      /b \(version 1\) was given after a \(version 2\) was answered/,
    ],
    [
      'an unanswered one before what was answered before it was given',
      [act('a', 1, 2), act('b', 3)],
      record('b', 'a'),
      /b \(version 1\)/,
    ],
    [
      'a stale one behind many good ones',
      [act('a', 1, 2), act('b', 2, 9), act('c', 5, 6), act('d', 7, 8)],
      record('a', 'd', 'c', 'b'),
      /d \(version 2\) was given after c \(version 3\)/,
    ],
  ])('is found: %s', (_name, acts, recorded, words) => {
    const faults = faultsIn(acts, recorded);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(words);
  });

  it('drawn ones are judged as a search through all pairs judges them', () => {
    const spans = fc.array(fc.tuple(fc.nat(20), fc.option(fc.nat(10), { nil: undefined })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(spans, fc.infiniteStream(fc.nat()), (drawn, ranks) => {
        const acts = drawn.map(([sentAt, lasts], index) =>
          act(String(index), sentAt, lasts === undefined ? undefined : sentAt + lasts),
        );
        const order = acts
          .map(({ id }) => ({ id, rank: ranks.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ id }) => id);
        const versionOf = (id: string): number => order.indexOf(id);
        const isWrong = acts.some((early) =>
          acts.some(
            (late) =>
              early.answeredAt !== undefined &&
              early.answeredAt < late.sentAt &&
              versionOf(late.id) < versionOf(early.id),
          ),
        );
        expect(faultsIn(acts, record(...order)).length > 0).toBe(isWrong);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('[CLU3] what was shown', () => {
  const recorded = ['', 'a', 'ab', 'abc'];
  const strangers = (...shown: readonly string[]): readonly number[] =>
    strangersIn({ recorded, shown, isSame: (a, b) => a === b });

  it('may lag, skip and stand still', () => {
    expect(strangers('', '', 'ab', 'abc')).toEqual([]);
  });

  it.each([
    ['what the record never had', ['a', 'b', 'abc'], [1]],
    ['what the client had left behind', ['ab', 'a', 'abc'], [1]],
    ['what is not in the record yet', ['abc', 'abcd'], [1]],
  ])('is found when it is %s', (_name, shown, places) => {
    expect(strangers(...shown)).toEqual(places);
  });
});
