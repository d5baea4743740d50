// What guards a team against its own mistakes: bids that are asked about again, a budget, a second person.

import { describe, expect, it } from 'vitest';
import type { BidRequest } from '../../shared/auction/types.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import { MAX_DRAFTS } from '../../shared/auction/guards.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { basisPoints, mills } from '../../shared/kernel/units.ts';
import type { FormatId } from '../../shared/auction/types.ts';
import { clockRules, startedTable } from '../support/auction.ts';
import { dutchRules, startedDutch } from '../support/dutch.ts';
import { englishRules, startedEnglish } from '../support/english.ts';
import type { FormatTable } from '../support/format-table.ts';
import { packageRules, startedPackages } from '../support/packages.ts';
import { sealedRules, startedSealed } from '../support/sealed.ts';

/** A price a piece and a block as a value a year, by the rules of the tables: 100 pieces × 302 days. */
const aYear = (blockMills: number): number => blockMills * 100 * 302;

const place = <F extends FormatId>(
  table: FormatTable<F>,
  bid: BidRequest,
  confirmed = false,
  by = 'a-lead',
) =>
  table.give(
    {
      type: 'PlaceBid',
      teamId: by.slice(0, 1),
      round: table.state.round,
      bid: { ...bid, ...(confirmed && { confirmed }) } as BidRequest,
    },
    by,
  );

const guard = <F extends FormatId>(
  table: FormatTable<F>,
  guards: { readonly budgetMills?: number; readonly twoPersonsAboveMills?: number },
): void => {
  const { budgetMills = null, twoPersonsAboveMills = null } = guards;
  table.does({ type: 'SetBidGuards', teamId: 'a', budgetMills, twoPersonsAboveMills }, 'a-lead');
};

const refusal = (decision: ReturnType<typeof place>) =>
  decision.ok ? 'taken' : decision.rejection;
const codeOf = (decision: ReturnType<typeof place>): string => {
  const refused = refusal(decision);
  return typeof refused === 'string' ? refused : refused.code;
};

describe('[GRD1] a price that is unlikely is asked about', () => {
  const english = () => startedEnglish({ rules: englishRules({ unlikelySteps: 2 }) });

  it('English: beyond two increments past the next price, named or left as a limit', () => {
    const table = english();
    // Opening 50, increment 10: 70 is the furthest.
    expect(codeOf(place(table, { lotId: 'q', priceMills: mills(70) }))).toBe('taken');
    const far: BidRequest = { lotId: 'q', priceMills: mills(110) };
    const asked = { code: 'bid/confirm', nextMills: 80, furthestMills: 100 };
    expect(refusal(place(table, far, false, 'b-lead'))).toEqual(asked);
    expect(table.state.english.lots['q']?.leadPriceMills).toBe(70);
    const limit: BidRequest = { lotId: 'q', limitMills: mills(110) };
    expect(refusal(place(table, limit, false, 'b-lead'))).toEqual(asked);
    expect(codeOf(place(table, far, true, 'b-lead'))).toBe('taken');
    const [last] = table.events.filter(({ type }) => type === 'BidAccepted').slice(-1);
    expect(last).toEqual({
      ...{ type: 'BidAccepted', teamId: 'b', round: 1, isConfirmed: true },
      bid: { lotId: 'q', priceMills: 110 },
    });
  });

  it('a likely price that says it is meant is no other bid, and one that the rules refuse is refused', () => {
    const table = english();
    place(table, { lotId: 'q', priceMills: mills(60) }, true);
    expect(table.events.at(-2)).toEqual({
      ...{ type: 'BidAccepted', teamId: 'a', round: 1 },
      bid: { lotId: 'q', priceMills: 60 },
    });
    expect(codeOf(place(table, { lotId: 'q', priceMills: mills(40) }, true, 'b-lead'))).toBe(
      'bid/short-of-next',
    );
  });

  it('sealed: a step beyond the share past the opening price, descending too', () => {
    const rules = sealedRules({ unlikelyBp: basisPoints(5_000) });
    const steps = (price: number): BidRequest => ({
      lotId: 'q',
      steps: [{ quantityBlocks: 1, priceMills: mills(price) }],
    });
    const table = startedSealed({ rules });
    expect(codeOf(place(table, steps(1_500)))).toBe('taken');
    const asked = { code: 'bid/confirm', nextMills: 1_000, furthestMills: 1_500 };
    expect(refusal(place(table, steps(1_510)))).toEqual(asked);
    expect(codeOf(place(table, steps(1_510), true))).toBe('taken');
    const falling = startedSealed({ rules: { ...rules, direction: 'descending' } });
    expect(codeOf(place(falling, steps(500)))).toBe('taken');
    expect(codeOf(place(falling, steps(490)))).toBe('bid/confirm');
  });

  it('packages: a total beyond the share above its blocks at opening prices', () => {
    const table = startedPackages({ rules: packageRules({ unlikelyBp: basisPoints(5_000) }) });
    const offer = (total: number): BidRequest => ({
      packageId: 'p',
      items: [{ lotId: 'q', quantityBlocks: 2 }],
      totalMills: mills(total),
    });
    expect(codeOf(place(table, offer(3_000)))).toBe('taken');
    const asked = { code: 'bid/confirm', nextTotalMills: 2_000, furthestTotalMills: 3_000 };
    expect(refusal(place(table, offer(3_001)))).toEqual(asked);
    expect(codeOf(place(table, offer(3_001), true))).toBe('taken');
  });

  it('a surrogate bid is asked about as well', () => {
    const table = english();
    const bid = { lotId: 'q', priceMills: mills(500) };
    const surrogate = { type: 'PlaceSurrogateBid', teamId: 'a', round: 1, reason: 'x' } as const;
    expect(table.refuses({ ...surrogate, bid }, 'moderator').code).toBe('bid/confirm');
    table.does({ ...surrogate, bid: { ...bid, confirmed: true } }, 'moderator');
    expect(table.lead()).toEqual(['a', 500]);
  });

  it('is on as a rule where prices are free, said in the sheet, and off where rules leave it out', () => {
    const sheetOf = (format: FormatId) => rulesSheet(DEFAULT_RULES[format]).join('\n');
    expect(sheetOf('english')).toContain('more than 2 increments beyond the next price');
    expect(sheetOf('sealed')).toContain('more than 50 %');
    expect(sheetOf('package')).toContain('more than 50 %');
    expect(sheetOf('clock')).toContain('none is asked about');
    expect(sheetOf('dutch')).toContain('no price is asked about');
    const table = startedEnglish();
    expect(codeOf(place(table, { lotId: 'q', priceMills: mills(5_000) }))).toBe('taken');
  });

  it('a bound that asks about all or nothing is no rule', () => {
    const wrong = [
      englishRules({ unlikelySteps: 0 }),
      sealedRules({ unlikelyBp: basisPoints(0) }),
      packageRules({ unlikelyBp: basisPoints(0) }),
    ];
    for (const rules of wrong) {
      expect(() => startedEnglish({ rules: rules as never })).toThrow('unlikely');
    }
  });
});

describe('[GRD2] a budget', () => {
  const bidQ = (blocks: number, price = 2_400): BidRequest => ({
    lotId: 'q',
    quantityBlocks: blocks,
    priceMills: mills(price),
  });

  it('clock: all bids of the round count, and a bid beyond it is asked about with the numbers', () => {
    const table = startedTable();
    guard(table, { budgetMills: aYear(4 * 2_400) });
    expect(codeOf(place(table, bidQ(3)))).toBe('taken');
    const over: BidRequest = { lotId: 'n', quantityBlocks: 2, priceMills: mills(2_200) };
    expect(refusal(place(table, over))).toEqual({
      code: 'bid/confirm',
      budgetMills: aYear(9_600),
      yearlyMills: aYear(7_200 + 4_400),
    });
    expect(codeOf(place(table, over, true))).toBe('taken');
    // Less than before is no question, although it is still beyond.
    expect(codeOf(place(table, { ...over, quantityBlocks: 1.5 } as BidRequest))).toBe('taken');
  });

  it('English: what it leads and what it won count, a beaten bid does not', () => {
    const table = startedEnglish();
    guard(table, { budgetMills: aYear(100) });
    expect(codeOf(place(table, { lotId: 'q', limitMills: mills(100) }))).toBe('taken');
    expect(codeOf(place(table, { lotId: 'q', limitMills: mills(110) }))).toBe('bid/confirm');
    place(table, { lotId: 'q', priceMills: mills(200) }, false, 'b-lead');
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.guards.standingMills).toBe(0);
  });

  it('sealed, Dutch and package bids count what could be met', () => {
    const sealed = startedSealed();
    guard(sealed, { budgetMills: aYear(3_000) });
    const steps = (blocks: number): BidRequest => ({
      lotId: 'q',
      steps: [{ quantityBlocks: blocks, priceMills: mills(1_000) }],
    });
    expect(codeOf(place(sealed, steps(3)))).toBe('taken');
    expect(codeOf(place(sealed, steps(4)))).toBe('bid/confirm');

    const dutch = startedDutch({ rules: dutchRules() });
    guard(dutch, { budgetMills: aYear(5 * 4_000) });
    expect(codeOf(dutch.stop('a', 3))).toBe('taken');
    expect(codeOf(dutch.stop('a', 3))).toBe('bid/confirm');

    const packages = startedPackages({ rules: packageRules({ groups: 'named' }) });
    guard(packages, { budgetMills: aYear(4_000) });
    const offer = (packageId: string, total: number, group?: string): BidRequest => ({
      ...{ packageId, totalMills: mills(total), items: [{ lotId: 'q', quantityBlocks: 1 }] },
      ...(group !== undefined && { group }),
    });
    expect(codeOf(place(packages, offer('p', 2_000, 'g')))).toBe('taken');
    // Of one group at most one is won.
    expect(codeOf(place(packages, offer('r', 2_500, 'g')))).toBe('taken');
    expect(codeOf(place(packages, offer('s', 2_000)))).toBe('bid/confirm');
  });

  it('both questions are one answer, and only the price is in what others may read', () => {
    const table = startedEnglish({ rules: englishRules({ unlikelySteps: 2 }) });
    guard(table, { budgetMills: aYear(80) });
    const asked = place(table, { lotId: 'q', priceMills: mills(90) });
    expect(refusal(asked)).toEqual({
      ...{ code: 'bid/confirm', nextMills: 50, furthestMills: 70 },
      ...{ budgetMills: aYear(80), yearlyMills: aYear(90) },
    });
    expect(asked.events).toEqual([
      {
        ...{ type: 'BidRefused', teamId: 'a', round: 1, bid: { lotId: 'q', priceMills: 90 } },
        rejection: { code: 'bid/confirm', nextMills: 50, furthestMills: 70 },
      },
    ]);
  });

  it('can be changed and lifted, is the team’s own view and binds no surrogate', () => {
    const table = startedTable();
    guard(table, { budgetMills: 1 });
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.guards.budgetMills).toBe(1);
    const surrogate = { type: 'PlaceSurrogateBid', teamId: 'a', round: 1, reason: 'x' } as const;
    table.does({ ...surrogate, bid: bidQ(1) }, 'moderator');
    guard(table, {});
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.guards).not.toHaveProperty(
      'budgetMills',
    );
    expect(codeOf(place(table, bidQ(2)))).toBe('taken');
    expect(table.events.filter(({ type }) => type === 'BidGuardsSet')).toHaveLength(2);
  });

  it('where bidders are paid there is none', () => {
    const table = startedTable({ rules: clockRules({ direction: 'descending' }) });
    const set = { type: 'SetBidGuards', teamId: 'a', twoPersonsAboveMills: 0 } as const;
    expect(table.refuses({ ...set, budgetMills: 5 }, 'a-lead').code).toBe('guards/no-budget');
    table.does({ ...set, budgetMills: null }, 'a-lead');
  });

  it('nobody else’s view depends on it', () => {
    const [plain, guarded] = [startedTable(), startedTable()];
    guard(guarded, { budgetMills: 1, twoPersonsAboveMills: aYear(9_999) });
    place(plain, { lotId: 'q', quantityBlocks: 2, priceMills: mills(2_400) });
    place(guarded, { lotId: 'q', quantityBlocks: 2, priceMills: mills(2_400) }, true);
    for (const viewer of [
      { kind: 'moderator' },
      { kind: 'regulator' },
      { kind: 'public' },
      { kind: 'team', teamId: 'b' },
      { kind: 'team', teamId: 'usps' },
    ] as const) {
      const text = (table: typeof plain) => canonicalJson(table.view(viewer) as unknown as Json);
      expect(text(guarded)).toBe(text(plain));
    }
  });
});

describe('[GRD3] a second person', () => {
  const bid = (blocks: number): BidRequest => ({
    lotId: 'q',
    quantityBlocks: blocks,
    priceMills: mills(2_400),
  });

  it('above the value of the bid alone, and at 0 for every bid', () => {
    const table = startedTable();
    guard(table, { twoPersonsAboveMills: aYear(2 * 2_400) });
    expect(codeOf(place(table, bid(2)))).toBe('taken');
    expect(refusal(place(table, bid(3)))).toEqual({
      ...{ code: 'bid/two-persons', aboveMills: aYear(4_800), yearlyMills: aYear(7_200) },
    });
    expect(codeOf(place(table, bid(3), true))).toBe('bid/two-persons');
    guard(table, { twoPersonsAboveMills: 0 });
    expect(codeOf(place(table, bid(0)))).toBe('bid/two-persons');
    const surrogate = { type: 'PlaceSurrogateBid', teamId: 'a', round: 1, reason: 'x' } as const;
    table.does({ ...surrogate, bid: bid(1) }, 'moderator');
  });
});

describe('[GRD4] drafts', () => {
  const bid = { lotId: 'q', quantityBlocks: 2, priceMills: mills(2_400) };
  const draft = { type: 'DraftBid', teamId: 'a', round: 1, bid } as const;
  const held = () => {
    const table = startedTable();
    guard(table, { twoPersonsAboveMills: 0 });
    table.does(draft, 'a-member');
    const [draftId = ''] = Object.keys(table.state.drafts['a'] ?? {});
    return { table, confirm: { type: 'ConfirmDraft', teamId: 'a', draftId } as const };
  };

  it('waits without being a bid, and is one from the moment another person confirms it', () => {
    const { table, confirm } = held();
    expect(table.state.clock.book['a']).toBeUndefined();
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.guards.drafts).toEqual({
      [confirm.draftId]: {
        ...{ bid, round: 1, atMs: table.at, bySeatId: 'a-member' },
        yearlyMills: aYear(4_800),
      },
    });
    table.wait(1_000);
    expect(table.does(confirm, 'a-lead').map(({ type }) => type)).toEqual(['BidAccepted']);
    expect(table.state.clock.book['a']?.['q']).toMatchObject({
      ...{ quantityBlocks: 2, atMs: table.at, bySeatId: 'a-lead' },
    });
    expect(table.state.drafts['a']).toEqual({});
    expect(table.refuses(confirm, 'a-lead').code).toBe('draft/unknown');
  });

  it('not by who drafted it, and judged again when it is confirmed', () => {
    const { table, confirm } = held();
    expect(table.refuses(confirm, 'a-member').code).toBe('draft/own');
    table.does({ type: 'PauseAuction', reason: 'x' }, 'moderator');
    expect(table.refuses(confirm, 'a-lead').code).toBe('bid/paused');
    expect(Object.keys(table.state.drafts['a'] ?? {})).toHaveLength(1);
  });

  it('goes with its round, or when it is dropped', () => {
    const { table, confirm } = held();
    const drop = { ...confirm, type: 'DropDraft', reason: 'too dear' } as const;
    table.does(drop, 'a-lead');
    expect(table.refuses(drop, 'a-lead').code).toBe('draft/unknown');
    table.does(draft, 'a-member');
    table.close();
    expect(table.state.drafts).toEqual({});
  });

  it('what the rules would refuse or ask about is said to who drafts it', () => {
    const table = startedTable();
    expect(table.refuses(draft, 'a-member').code).toBe('draft/not-asked');
    guard(table, { twoPersonsAboveMills: 0, budgetMills: 1 });
    const dear = { ...draft, bid: { ...bid, priceMills: mills(9_000) } };
    expect(table.refuses(dear, 'a-member').code).toBe('bid/outside-range');
    expect(table.refuses(draft, 'a-member').code).toBe('bid/confirm');
    const meant = { ...draft, bid: { ...bid, confirmed: true } };
    for (let count = 0; count < MAX_DRAFTS; count += 1) table.does(meant, 'a-member');
    expect(table.refuses(meant, 'a-member').code).toBe('draft/too-many');
  });
});
