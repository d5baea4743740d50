// Who sees what of sealed rounds: nothing of an open one, not even the moderator; afterwards what the rules tell.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { SealedBook, SealedRules } from '../../shared/auction/formats/sealed-types.ts';
import { adviceOn } from '../../shared/auction/rules-advice.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import type { AuctionOf } from '../../shared/auction/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import { bidSchema, lotSchema, rulesSchema } from '../../shared/protocol/format-schemas.ts';
import { mayReadBid } from '../../shared/room/feed.ts';
import type { AuctionViewOf, Viewer } from '../../shared/room/view-types.ts';
import { adviceWords } from '../../client/words/advice.ts';
import { lot } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { FormatTable } from '../support/format-table.ts';
import { performWalk, walkActs } from '../support/format-walks.ts';
import type { SealedTable } from '../support/sealed.ts';
import { sealedRules, startedSealed } from '../support/sealed.ts';
import { SCORING, sealedSetting, sealedWalk } from '../support/sealed-walks.ts';
import type { Who } from '../support/viewers.ts';
import { EVERYBODY, VIEWERS } from '../support/viewers.ts';

type Sealed = AuctionOf<'sealed'>;
type View = AuctionViewOf<'sealed'>;

const seers = (table: SealedTable, sees: (view: View) => boolean): Who[] =>
  EVERYBODY.filter((who) => sees(table.view(VIEWERS[who])));

const placeOf = (view: View) => (view.mine?.name === 'Team A' ? view.mine : view.bidders?.['a']);
const seesBid = (view: View): boolean => placeOf(view)?.bids['q'] !== undefined;
const seesShare = (view: View): boolean => placeOf(view)?.gets?.['q'] !== undefined;

const bafo = (changes: Partial<SealedRules['information']> = {}): SealedTable => {
  const information = { ...sealedRules().information, ...changes };
  const table = startedSealed({
    rules: sealedRules({ roundCount: 2, rounds: 'manual', information }),
    reservesMills: { q: 1_020 },
  });
  table.offer('a', [[6, 1_100]]);
  table.offer('b', [[6, 1_050]]);
  return table;
};

describe('an open round', () => {
  it('[INF12] an offer is seen by its team alone, whatever is set; that there is one by the moderator too', () => {
    const table = bafo({ carrierSeesBids: true });
    expect(seers(table, seesBid)).toEqual(['own']);
    expect(seers(table, (view) => placeOf(view)?.hasBid === true)).toEqual(['own', 'moderator']);
  });

  it('[INF12] in a later round what stands from before is known, what is new is not', () => {
    const table = bafo();
    table.close();
    table.open();
    table.offer('a', [[6, 1_300]]);
    const price = (who: Who) => placeOf(table.view(VIEWERS[who]))?.bids['q']?.steps[0]?.priceMills;
    expect([price('own'), price('moderator'), price('host')]).toEqual([1_300, 1_100, undefined]);
  });

  it('[INF12] what was offered in a round that never opened stays unread, after a cancellation and a void too', () => {
    const readable = (table: ReturnType<typeof startedSealed>): boolean =>
      mayReadBid(table.state, VIEWERS.moderator, { teamId: 'a', round: 1 });
    const offered = () => {
      const table = startedSealed();
      table.offer('a', [[6, 1_100]]);
      return table;
    };
    const cancelled = offered();
    cancelled.does({ type: 'CancelAuction', reason: 'r' });
    const voided = offered();
    voided.does({ type: 'VoidRounds', toRound: 0, reason: 'r' });
    const opened = offered();
    opened.close();
    expect([offered(), cancelled, voided, opened].map(readable)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('after an opening', () => {
  it('[INF12] the moderator sees offers and shares, the carrier as set, a bidder its share as set', () => {
    const table = bafo();
    table.close();
    expect(seers(table, seesBid)).toEqual(['own', 'moderator']);
    expect(seers(table, seesShare)).toEqual(['moderator']);
    const told = bafo({ carrierSeesBids: true, showsOwnResult: true });
    told.close();
    expect(seers(told, seesBid)).toEqual(['own', 'host', 'moderator']);
    expect(seers(told, seesShare)).toEqual(['own', 'host', 'moderator']);
    expect(told.view(VIEWERS.own).mine?.gets).toEqual({
      q: [{ quantityBlocks: 6, priceMills: 1_100 }],
    });
  });

  it('[INF12] price and demand of a lot are everybody’s or nobody’s, as set', () => {
    const shown = (table: SealedTable) =>
      EVERYBODY.map((who) => table.view(VIEWERS[who]).prices['q']);
    const silent = bafo();
    silent.close();
    const full = { demandBlocks: 12, excessBlocks: 2 };
    expect(shown(silent)).toEqual([{}, {}, {}, full, full, {}]);
    const told = bafo({ demand: 'excess', showsPrices: true });
    told.close();
    const excess = { excessBlocks: 2, priceMills: 1_050 };
    const all = { ...full, priceMills: 1_050 };
    expect(shown(told)).toEqual([excess, excess, excess, all, all, excess]);
    expect(told.view(VIEWERS.public).rounds).toEqual({
      1: { round: 1, closedAtMs: told.state.sealed.results[0]?.closedAtMs, lots: { q: excess } },
    });
  });

  it('[INF8] awards at the end: its own to a winner, with their parts; all to the house', () => {
    const table = startedSealed();
    table.offer('a', [
      [4, 1_200],
      [2, 1_100],
    ]);
    table.offer('b', [[4, 1_150]]);
    table.close();
    const awards = (who: Who) => Object.keys(table.view(VIEWERS[who]).awards ?? {});
    expect(EVERYBODY.map(awards)).toEqual([
      ['q:a'],
      ['q:b'],
      ['q:a', 'q:b'],
      ['q:a', 'q:b'],
      ['q:a', 'q:b'],
      [],
    ]);
    expect(table.view(VIEWERS.own).awards?.['q:a']?.parts).toHaveLength(2);
  });

  it('[SLD6] a scored team sees its own breakdown', () => {
    const table = startedSealed({ rules: sealedRules({ scoring: SCORING }) });
    table.offer('a', [[2, 1_030]], { attributes: { service: 'same' } });
    expect(table.view(VIEWERS.own).mine?.bids['q']).toMatchObject({
      steps: [{ quantityBlocks: 2, priceMills: 1_030, scoreMills: 1_070 }],
      attributes: { service: 'same' },
      points: { service: 4 },
    });
  });
});

/** Another offer, as good as any. */
const otherBook = (
  book: SealedBook,
  hidden: readonly string[],
  draw: () => number,
): SealedBook => ({
  ...book,
  ...Object.fromEntries(
    hidden.map((teamId) => [
      teamId,
      {
        q: {
          steps: [{ quantityBlocks: draw() + 1, priceMills: mills(1_000 + draw()) }],
          attributes: {},
          commandId: 'x',
          atMs: epochMs(draw()),
          order: draw(),
          bySeatId: null,
          isSurrogate: false,
        },
      },
    ]),
  ),
});

/** Everything changed that teams of `hidden` offered and got; demand where it is not told. */
const withOtherOffers = (state: Sealed, hidden: readonly string[], draw: () => number): Sealed => {
  const { sealed, rules } = state;
  const { demand, showsPrices } = rules.information;
  return {
    ...state,
    seed:
      state.awards.length + state.unsoldLots.length > 0 ? state.seed : `other ${String(draw())}`,
    sealed: {
      ...sealed,
      book: otherBook(sealed.book, hidden, draw),
      answered: { ...sealed.answered, ...Object.fromEntries(hidden.map((id) => [id, true])) },
      books: sealed.books.map((book) => otherBook(book, hidden, draw)),
      results: sealed.results.map((result) => ({
        ...result,
        lots: Object.fromEntries(
          Object.entries(result.lots).map(([id, one]) => [
            id,
            {
              ...one,
              ...(demand === 'none' && { demandBlocks: draw() }),
              ...(!showsPrices && { priceMills: mills(draw()) }),
              shares: one.shares.map((share) =>
                hidden.includes(share.teamId)
                  ? { ...share, parts: [{ quantityBlocks: draw() + 1, priceMills: mills(draw()) }] }
                  : share,
              ),
            },
          ]),
        ),
      })),
    },
  };
};

describe('non-interference', () => {
  const information = fc.record({
    demand: fc.constantFrom('none' as const, 'excess' as const, 'total' as const),
    carrierSeesBids: fc.boolean(),
    carrierSeesBidders: fc.boolean(),
    moderatorSeesReserves: fc.boolean(),
    showsPrices: fc.boolean(),
    showsOwnResult: fc.boolean(),
  });
  const numbers = fc.array(fc.nat({ max: 50 }), { minLength: 40, maxLength: 40 });

  it('[INF9] no view but the moderator’s depends on what others offered; before the end not the house’s either', () => {
    let [different, states, unended] = [0, 0, 0];
    fc.assert(
      fc.property(
        sealedSetting,
        information,
        walkActs(sealedWalk),
        numbers,
        (given, told, course, drawn) => {
          let place = 0;
          const draw = (): number => drawn[(place += 1) % drawn.length] ?? 0;
          const rules = sealedRules({ ...given.rules, information: told });
          const table = startedSealed({ ...given, rules });
          const bytesOf = (state: Sealed, viewer: Viewer): string => {
            const other = new FormatTable<'sealed'>(table.bidders);
            Object.defineProperty(other, 'state', { value: state });
            return canonicalJson(other.view(viewer));
          };
          for (const act of course) {
            performWalk(sealedWalk, table, act);
            const { state } = table;
            const others = withOtherOffers(state, ['b', 'c'], draw);
            expect(bytesOf(others, VIEWERS.own)).toBe(bytesOf(state, VIEWERS.own));
            const all = withOtherOffers(state, ['a', 'b', 'c'], draw);
            expect(bytesOf(all, VIEWERS.public)).toBe(bytesOf(state, VIEWERS.public));
            states += 1;
            if (bytesOf(all, VIEWERS.moderator) !== bytesOf(state, VIEWERS.moderator))
              different += 1;
            if (state.phase !== 'running' || told.carrierSeesBids) continue;
            unended += 1;
            expect(bytesOf(all, VIEWERS.host)).toBe(bytesOf(state, VIEWERS.host));
          }
        },
      ),
      runs(60),
    );
    expect([different > states / 3, unended > 300]).toEqual([true, true]);
  });

  it('[INF3] while a round is open an offer, good or bad, moves no other view but the moderator’s', () => {
    const table = bafo();
    const others = [VIEWERS.rival, VIEWERS.host, VIEWERS.regulator, VIEWERS.public];
    const seen = () => others.map((viewer) => canonicalJson(table.view(viewer)));
    const before = seen();
    table.offer('a', [[1, 1_900]]);
    table.offer('a', [[1, 5]]);
    table.offer('c', [[10, 1_200]]);
    table.offer('a', []);
    expect(seen()).toEqual(before);
  });
});

describe('words and doors', () => {
  const sheet = (changes: Partial<SealedRules>): string =>
    rulesSheet(sealedRules(changes)).join('\n');

  it('[AUC3] the sheet says steps, rounds, ties, pricing, points and what is told', () => {
    expect(sheet({})).toContain('up to 3 steps');
    expect(sheet({ maximumSteps: 1 })).toContain('a quantity and a price');
    expect(sheet({ roundCount: 3 })).toContain('There are 3 rounds; the last one counts.');
    expect(sheet({ roundCount: 2, bidsStand: false })).toContain('begins without offers');
    expect(sheet({ ties: 'pro-rata' })).toContain('rounded up to the next 0.01 %');
    expect(sheet({ ties: 'earliest' })).toContain('the earlier one goes first');
    expect(sheet({ pricing: 'vickrey' })).toContain('Vickrey');
    expect(sheet({ pricing: 'uniform-lowest-accepted' })).toContain('pays the lowest price');
    expect(sheet({ pricing: 'uniform-highest-rejected', direction: 'descending' })).toContain(
      'is paid the lowest price that got nothing',
    );
    expect(sheet({ scoring: SCORING })).toContain('Service (next day 0, same day 4)');
    expect(sheet({ scoring: SCORING })).toContain('each point counts $0.01 a piece');
  });

  it('[ADV1] the rules check names what is unwise, with its numbers', () => {
    const codes = (rules: SealedRules, eligibility = [0, 0, 0]) => {
      const setup = { rules, lots: [lot('q', 5, 1_000)], reservesMills: {}, eligibility };
      const advice = adviceOn(setup);
      const words = advice.map((remark) => adviceWords(remark, (id) => id)).join();
      expect(words).not.toMatch(/advice\/|NaN|undefined/);
      return advice;
    };
    expect(codes(sealedRules())).toEqual([]);
    expect(codes(sealedRules({ ties: 'pro-rata' }))).toEqual([
      { code: 'advice/pro-rata-oversells', lotId: 'q', overBlocks: 2 },
    ]);
    const heavy = { ...SCORING, millsPerPoint: mills(250) };
    expect(codes(sealedRules({ scoring: heavy }))).toEqual([
      { code: 'advice/points-outweigh', lotId: 'q', pointsMills: 1_000, openingPriceMills: 1_000 },
    ]);
    const told = { ...sealedRules().information, demand: 'total' as const, showsPrices: true };
    const two = codes(sealedRules({ roundCount: 2, information: told }), [0, 0]);
    expect(two.map(({ code }) => code)).toEqual([
      'advice/demand-tells-rival',
      'advice/price-tells-rival',
    ]);
    expect(codes(sealedRules({ outageMs: 40_000 as never }))).toMatchObject([
      { code: 'advice/outage-long', outageMs: 40_000, roundMs: 60_000 },
    ]);
  });

  it('[SLD1] rules, lots and schedules pass the door within their bounds only', () => {
    expect(rulesSchema.safeParse(sealedRules({ scoring: SCORING })).success).toBe(true);
    expect(rulesSchema.safeParse({ ...sealedRules(), maximumSteps: 21 }).success).toBe(false);
    expect(rulesSchema.safeParse({ ...sealedRules(), pricing: 'free' }).success).toBe(false);
    expect(lotSchema.safeParse(lot('q', 4, 10, { multipleBlocks: 2 })).success).toBe(true);
    const step = { quantityBlocks: 1, priceMills: 1_000 };
    const passes = (bid: unknown): boolean => bidSchema.safeParse(bid).success;
    expect(passes({ lotId: 'q', steps: [step], attributes: { service: 'same' } })).toBe(true);
    expect(passes({ lotId: 'q', steps: [] })).toBe(true);
    expect(passes({ lotId: 'q', steps: Array.from({ length: 21 }, () => step) })).toBe(false);
    expect(passes({ lotId: 'q', steps: [{ ...step, quantityBlocks: 0 }] })).toBe(false);
    expect(passes({ lotId: 'q', steps: [step], more: 1 })).toBe(false);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${String(at)}`, 'x']));
    expect(passes({ lotId: 'q', steps: [step], attributes: many })).toBe(false);
  });
});
