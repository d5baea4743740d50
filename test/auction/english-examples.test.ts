// The worked examples of the English format, number by number.

import { describe, expect, it } from 'vitest';
import { lot } from '../support/auction.ts';
import { START_MS } from '../support/format-table.ts';
import type { EnglishTable } from '../support/english.ts';
import { closePlus, englishRules, startedEnglish } from '../support/english.ts';

const MINUTE_MS = 60_000;
/** The auction opens at 14:00 and closes at 15:00 if nothing extends it. */
const clock = (hours: number, minutes: number, seconds = 0): number =>
  START_MS + ((hours - 14) * 60 + minutes) * MINUTE_MS + seconds * 1_000;

describe('example D: limits', () => {
  it('[ENG2] A leaves 100: leads at 50. B leaves 80: A leads at 90. C leaves 100: A leads at 100', () => {
    const table = startedEnglish();
    expect(table.limit('a', 100).ok).toBe(true);
    expect(table.lead()).toEqual(['a', 50]);
    expect(table.limit('b', 80).ok).toBe(true);
    expect(table.lead()).toEqual(['a', 90]);
    expect(table.limit('c', 100).ok).toBe(true);
    expect(table.lead()).toEqual(['a', 100]);
  });

  it('[ENG2] descending it is the mirror: 100 falls to 60, 70, 60', () => {
    const table = startedEnglish({
      rules: englishRules({ direction: 'descending' }),
      lots: [lot('q', 1, 110)],
    });
    table.limit('a', 60);
    expect(table.lead()).toEqual(['a', 110]);
    table.limit('b', 80);
    expect(table.lead()).toEqual(['a', 70]);
    table.limit('c', 60);
    expect(table.lead()).toEqual(['a', 60]);
  });
});

/** The lead changes at an instant: the team that does not lead names the next price. */
const changeLead = (table: EnglishTable, at: number): void => {
  table.wait(at - table.at);
  const [leader, price] = table.lead();
  const next = price === null ? 50 : price + 10;
  const decision = table.price(leader === 'a' ? 'b' : 'a', next);
  if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
};

describe('example E: close + E, W = E = 5 min, close 15:00', () => {
  it.each([
    ['14:54:59 leaves it at 15:00', [[14, 54, 59]], [15, 0]],
    ['14:56 moves it to 15:05', [[14, 56]], [15, 5]],
    [
      '15:01 moves it on to 15:10',
      [
        [14, 56],
        [15, 1],
      ],
      [15, 10],
    ],
    [
      '15:04:59 leaves it there: the window is 15:05 to 15:10',
      [
        [14, 56],
        [15, 1],
        [15, 4, 59],
      ],
      [15, 10],
    ],
    [
      '15:05:00 moves it on to 15:15',
      [
        [14, 56],
        [15, 1],
        [15, 4, 59],
        [15, 5],
      ],
      [15, 15],
    ],
  ] as const)('[ENG3] %s', (_, changes, [hours, minutes]) => {
    const table = startedEnglish();
    expect(table.closeOf()).toBe(clock(15, 0));
    for (const [hour, minute, second] of changes) changeLead(table, clock(hour, minute, second));
    expect(table.closeOf()).toBe(clock(hours, minutes));
    expect(table.state.closesAtMs).toBe(clock(hours, minutes));
    table.wait(clock(hours, minutes) - 1 - table.at);
    expect(table.state.phase).toBe('running');
    table.wait(1);
    expect(table.state.phase).toBe('provisional');
  });
});

describe('example F: bid + E, W = E = 5 min', () => {
  const rules = englishRules({ softClose: closePlus({ kind: 'bid-plus' }) });

  it('[ENG3] 14:54:59 leaves 15:00, 14:56 gives 15:01, 15:00:30 gives 15:05:30, and at 15:05:30 it is late', () => {
    const table = startedEnglish({ rules });
    changeLead(table, clock(14, 54, 59));
    expect(table.closeOf()).toBe(clock(15, 0));
    changeLead(table, clock(14, 56));
    expect(table.closeOf()).toBe(clock(15, 1));
    changeLead(table, clock(15, 0, 30));
    expect(table.closeOf()).toBe(clock(15, 5, 30));
    const close = clock(15, 5, 30);
    table.wait(close - 1 - table.at);
    table.jump(1);
    const [leader, price] = table.lead();
    const late = table.price(leader === 'a' ? 'b' : 'a', (price ?? 0) + 10);
    expect(late).toMatchObject({
      ok: false,
      rejection: { code: 'bid/late', round: 1, atMs: close, closedAtMs: close },
    });
  });
});
