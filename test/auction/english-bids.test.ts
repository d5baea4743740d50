// Which bids stand in an English auction, what they make of the lead, and what those that do not are told.

import { describe, expect, it } from 'vitest';
import { mills } from '../../shared/kernel/units.ts';
import { lot } from '../support/auction.ts';
import { LOTS_50, draftedEnglish, englishRules, rows, startedEnglish } from '../support/english.ts';

const answer = (decision: { ok: boolean; rejection?: unknown }): unknown =>
  decision.ok ? 'taken' : decision.rejection;

describe('how far a bid must go', () => {
  it('[ENG1] the first reaches the opening price, later ones the lead and one increment', () => {
    const table = startedEnglish();
    expect(answer(table.price('a', 40))).toEqual({ code: 'bid/short-of-next', nextMills: 50 });
    expect(answer(table.price('a', 50))).toBe('taken');
    expect(answer(table.price('b', 50))).toEqual({ code: 'bid/short-of-next', nextMills: 60 });
    expect(answer(table.price('b', 60))).toBe('taken');
    expect(table.lead()).toEqual(['b', 60]);
  });

  it('[ENG1] the increment is the one of the last row at or below the lead', () => {
    const table = startedEnglish({ rules: englishRules({ increments: rows([0, 10], [100, 50]) }) });
    table.price('a', 90);
    expect(answer(table.price('b', 90))).toMatchObject({ nextMills: 100 });
    table.price('b', 100);
    expect(answer(table.price('a', 140))).toMatchObject({ nextMills: 150 });
    expect(answer(table.price('a', 150))).toBe('taken');
  });

  it('[ENG1] a named price goes at most the maximum step beyond the lead, or the opening price', () => {
    const rules = englishRules({ maximumStepMills: mills(30) });
    const table = startedEnglish({ rules });
    expect(answer(table.price('a', 90))).toEqual({ code: 'bid/beyond-step', furthestMills: 80 });
    expect(answer(table.price('a', 80))).toBe('taken');
    expect(answer(table.price('b', 120))).toEqual({ code: 'bid/beyond-step', furthestMills: 110 });
    expect(answer(table.price('b', 110))).toBe('taken');
    // A limit is no price: it may lie beyond.
    expect(answer(table.limit('a', 500))).toBe('taken');
    expect(table.lead()).toEqual(['a', 120]);
  });

  it('[ENG1] descending everything falls, and nothing below 0 is left to bid', () => {
    const rules = englishRules({ direction: 'descending', maximumStepMills: mills(30) });
    const table = startedEnglish({ rules, lots: [lot('q', 1, 50)] });
    expect(answer(table.price('a', 60))).toEqual({ code: 'bid/short-of-next', nextMills: 50 });
    expect(answer(table.price('a', 10))).toEqual({ code: 'bid/beyond-step', furthestMills: 20 });
    expect(answer(table.price('a', 50))).toBe('taken');
    expect(answer(table.price('b', 50))).toEqual({ code: 'bid/short-of-next', nextMills: 40 });
    expect(answer(table.price('b', 20))).toBe('taken');
    expect(answer(table.price('a', 0))).toBe('taken');
    expect(answer(table.price('b', 0))).toEqual({ code: 'bid/short-of-next', nextMills: 0 });
  });

  it('[ENG1] prices and limits are on the tick, lots are of the auction, bids of its form', () => {
    const table = startedEnglish();
    expect(answer(table.price('a', 55))).toEqual({ code: 'bid/off-tick', tickMills: 10 });
    expect(answer(table.limit('a', 55))).toEqual({ code: 'bid/off-tick', tickMills: 10 });
    expect(answer(table.price('a', 50, 'z'))).toEqual({ code: 'bid/unknown-lot', lotId: 'z' });
    const bid = { lotId: 'q', quantityBlocks: 1, priceMills: mills(50) };
    expect(answer(table.give({ type: 'PlaceBid', teamId: 'a', round: 1, bid }))).toEqual({
      code: 'bid/wrong-form',
      format: 'english',
    });
    expect(table.state.english.lots['q']?.bidCount).toBe(0);
  });

  it('[ENG1] a draft whose increments, step, places, times or lots cannot work is refused', () => {
    const refused = (changes: Parameters<typeof englishRules>[0], lots = LOTS_50): unknown =>
      draftedEnglish().refuses({
        type: 'DraftAuction',
        rules: englishRules(changes),
        lots,
        reservesMills: {},
      });
    const wrongRules: readonly [string, Parameters<typeof englishRules>[0]][] = [
      ['increments', { increments: [] }],
      ['increments.0.fromMills', { increments: rows([10, 10]) }],
      ['increments.1.fromMills', { increments: rows([0, 10], [0, 20]) }],
      ['increments.0.incrementMills', { increments: rows([0, 0]) }],
      ['maximumStepMills', { increments: rows([0, 10], [100, 50]), maximumStepMills: mills(40) }],
      ['extendingPlaces', { extendingPlaces: 0 }],
      ['extendingPlaces', { extendingPlaces: 11 }],
      ['hardStopMs', { hardStopMs: 3_599_999 as never }],
      ['softClose.standsMs', { softClose: { kind: 'survival', standsMs: 999 as never } }],
    ];
    for (const [field, changes] of wrongRules) {
      expect(refused(changes)).toMatchObject({ code: 'auction/invalid-rules', field });
    }
    expect(refused({ increments: rows([0, 5]) })).toEqual({
      code: 'auction/invalid-lot',
      lotId: 'q',
      field: 'tickMills',
      ...{ needs: 'divisor-of-increments', incrementMills: 5 },
    });
    expect(refused({}, [lot('q', 3, 50, { capBlocks: 2 })])).toEqual({
      code: 'auction/invalid-lot',
      lotId: 'q',
      field: 'capBlocks',
      ...{ needs: 'whole-supply', supplyBlocks: 3 },
    });
  });
});

describe('limits', () => {
  it('[ENG2] a leader betters its limit without moving the price, and cannot lower it', () => {
    const table = startedEnglish();
    table.limit('a', 100);
    expect(answer(table.limit('a', 100))).toEqual({ code: 'bid/own-limit', limitMills: 100 });
    expect(answer(table.limit('a', 60))).toEqual({ code: 'bid/own-limit', limitMills: 100 });
    const count = table.events.length;
    expect(answer(table.limit('a', 200))).toBe('taken');
    expect(table.events.slice(count).map(({ type }) => type)).toEqual(['BidAccepted']);
    expect(table.lead()).toEqual(['a', 50]);
    table.limit('b', 150);
    expect(table.lead()).toEqual(['a', 160]);
    // Where the second has the same limit, the price is that limit, and stays.
    table.limit('c', 200);
    expect(table.lead()).toEqual(['a', 200]);
    table.limit('a', 300);
    expect(table.lead()).toEqual(['a', 200]);
  });

  it('[ENG2] a new leader pays one increment beyond the old limit, at most its own', () => {
    const table = startedEnglish();
    table.limit('a', 100);
    table.limit('b', 300);
    expect(table.lead()).toEqual(['b', 110]);
    table.limit('c', 310);
    expect(table.lead()).toEqual(['c', 310]);
    const close = startedEnglish();
    close.limit('a', 100);
    close.limit('b', 110);
    expect(close.lead()).toEqual(['b', 110]);
  });

  it('[ENG2] of equal limits the earlier leads, also when it was left in steps', () => {
    const table = startedEnglish();
    table.limit('a', 60);
    table.limit('b', 100);
    table.limit('a', 100);
    expect(table.lead()).toEqual(['b', 100]);
  });

  it('[ENG2] a named price is paid as named, and meets a limit like a limit', () => {
    const table = startedEnglish();
    table.price('a', 80);
    expect(table.lead()).toEqual(['a', 80]);
    table.limit('b', 150);
    expect(table.lead()).toEqual(['b', 90]);
    table.price('a', 150);
    expect(table.lead()).toEqual(['b', 150]);
    table.price('a', 200);
    expect(table.lead()).toEqual(['a', 200]);
  });

  it('[ENG2] a leader may raise its own price by naming one', () => {
    const table = startedEnglish();
    table.limit('a', 100);
    expect(answer(table.price('a', 50))).toEqual({ code: 'bid/short-of-next', nextMills: 60 });
    table.price('a', 80);
    expect(table.lead()).toEqual(['a', 80]);
    table.limit('b', 90);
    expect(table.lead()).toEqual(['a', 100]);
  });

  it('[ENG2] where the rules allow none, a limit is refused', () => {
    const table = startedEnglish({ rules: englishRules({ allowsLimits: false }) });
    expect(answer(table.limit('a', 100))).toEqual({ code: 'bid/no-limits' });
    expect(answer(table.price('a', 50))).toBe('taken');
  });

  it('[AUC13] a surrogate’s limit is held to the same rules and marked', () => {
    const table = startedEnglish();
    const bid = { lotId: 'q', limitMills: mills(100) };
    table.does({ type: 'PlaceSurrogateBid', teamId: 'a', round: 1, bid, reason: 'by phone' });
    expect(table.state.english.lots['q']?.offers['a']).toMatchObject({
      limitMills: 100,
      isSurrogate: true,
    });
  });
});
