// What the page tells a bidder in an English auction beforehand, held against the server's own rules: what it lets
// through is taken, what it stops would have been refused, and closes go where it says.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  closeMove,
  englishBounds,
  nextPrices,
  standingOn,
  stepped,
  whyNoBidOn,
  whyNotAmount,
} from '../../client/state/english-bidding.ts';
import type { BidKind } from '../../client/state/english-bidding.ts';
import { clockFace } from '../../client/words/auction-clock.ts';
import { englishInBounds } from '../../client/words/english-bounds.ts';
import { closeSentence, leadSentence } from '../../client/words/english-standing.ts';
import { turnOf } from '../../client/words/turns.ts';
import { whyNot } from '../../client/words/why-not.ts';
import type { EnglishRules } from '../../shared/auction/formats/english-types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { lot } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { EnglishTable } from '../support/english.ts';
import { LOTS_50, closePlus, englishRules, startedEnglish, survival } from '../support/english.ts';

const B = { kind: 'team', teamId: 'b' } as const;
const CLOCKS = { sentAtMs: 0, errorMs: undefined, decidedAtMs: undefined };
const MINUTE_MS = 60_000;

interface Said {
  readonly team: 'a' | 'b' | 'c';
  readonly kind: BidKind;
  readonly amount: number;
}
const says: fc.Arbitrary<Said> = fc.record({
  team: fc.constantFrom('a', 'b', 'c'),
  kind: fc.constantFrom('price', 'limit'),
  amount: fc.integer({ min: 30, max: 140 }),
});
const settings: fc.Arbitrary<Partial<EnglishRules>> = fc.record(
  {
    direction: fc.constantFrom('forward', 'descending'),
    maximumStepMills: fc.constantFrom(mills(10), mills(25)),
  },
  { requiredKeys: ['direction'] },
);

const give = (table: EnglishTable, { team, kind, amount }: Said) =>
  kind === 'price' ? table.price(team, amount) : table.limit(team, amount);

const at = (rules: Partial<EnglishRules>, before: readonly Said[]): EnglishTable => {
  const lots = [lot('q', 1, rules.direction === 'descending' ? 130 : 50, { tickMills: mills(2) })];
  const table = startedEnglish({ rules: englishRules(rules), lots });
  for (const said of before) give(table, said);
  return table;
};

describe('[UI52] what the page says of an English bid beforehand', () => {
  it('is what the server decides, and the card of a refusal proposes what is taken', () => {
    let [taken, proposed] = [0, 0];
    fc.assert(
      fc.property(settings, fc.array(says, { maxLength: 6 }), says, (rules, before, asked) => {
        const said = { ...asked, team: 'b' } as const;
        const table = at(rules, before);
        const auction = table.view(B);
        const seen = auction.lots['q'];
        if (!seen || !auction.mine) throw new Error('b sees the lot and itself');
        const bounds = englishBounds(auction, auction.mine, seen, said.kind);
        const decision = give(table, said);
        expect(whyNotAmount(seen, bounds, said.amount) === undefined).toBe(decision.ok);
        taken += decision.ok ? 1 : 0;
        if (decision.ok) return;
        const { direction } = auction.rules;
        const rejection = englishInBounds(direction, decision.rejection, seen.tickMills);
        const { change, rule } = whyNot(
          { lotId: 'q', priceMills: said.amount, round: 1 },
          rejection,
          { format: 'english', lot: seen, bounds, clocks: CLOCKS },
        );
        expect(rule?.number).toMatch(/^ENG[12]$/);
        if (!change) return;
        proposed += 1;
        expect(give(at(rules, before), { ...said, amount: change.priceMills }).ok).toBe(true);
      }),
      runs(400),
    );
    expect(Math.min(taken, proposed)).toBeGreaterThan(30);
  });

  it('the buttons hold the next prices by the increments, as far as one step may go', () => {
    const table = at({ increments: [...englishRules().increments], maximumStepMills: mills(25) }, [
      { team: 'a', kind: 'price', amount: 60 },
    ]);
    const auction = table.view(B);
    const [seen, mine] = [auction.lots['q'], auction.mine];
    if (!seen || !mine) throw new Error('b sees the lot and itself');
    const bounds = englishBounds(auction, mine, seen, 'price');
    expect(nextPrices(auction, seen, bounds)).toEqual([70, 80]);
    expect(stepped(auction, seen, 70, 1)).toBe(80);
    expect(stepped(auction, seen, 70, -1)).toBe(60);
  });

  it('says how the team stands: none, leading with its limit, outbid with its place', () => {
    const information = { ...englishRules().information, showsRank: true };
    const table = at({ information }, [{ team: 'b', kind: 'limit', amount: 80 }]);
    const standing = () => {
      const auction = table.view(B);
      if (!auction.mine) throw new Error('b sees itself');
      return standingOn(auction, auction.mine, 'q');
    };
    expect(standing()).toMatchObject({ tone: 'lead', words: 'we lead', limitMills: 80 });
    const open = table.view(B).prices['q'];
    if (!open) throw new Error('b sees the lot');
    expect(leadSentence(table.view(B), open, standing())).toBe(
      'Another must reach $0.06. You are bid for up to $0.08.',
    );
    give(table, { team: 'a', kind: 'limit', amount: 100 });
    expect(standing()).toMatchObject({ tone: 'care', words: 'outbid', place: 2 });
  });
});

describe('[UI53] closes on the page', () => {
  const kinds: fc.Arbitrary<Partial<EnglishRules>> = fc.record(
    {
      softClose: fc.constantFrom(
        closePlus({ maximumExtensions: 2 }),
        closePlus({ kind: 'bid-plus' }),
        closePlus({ windowMs: durationMs(0) }),
        survival(5 * MINUTE_MS),
      ),
      hardStopMs: fc.constantFrom(durationMs(62 * MINUTE_MS), durationMs(300 * MINUTE_MS)),
    },
    { requiredKeys: ['softClose'] },
  );

  it('go where the page says that a change of the lead would move them', () => {
    let moves = 0;
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 0, max: 60 * MINUTE_MS }),
        fc.array(fc.integer({ min: 1, max: 5 * MINUTE_MS }), { minLength: 2, maxLength: 6 }),
        (rules, beginsMs, waits) => {
          const table = at(rules, []);
          let amount = 50;
          table.wait(rules.softClose?.kind === 'survival' ? 0 : beginsMs);
          for (const waitMs of waits) {
            table.wait(waitMs);
            const price = table.view(B).prices['q'];
            if (price?.closesAtMs === undefined) return;
            const { closesAtMs, ...rest } = price;
            const move = closeMove(table.view(B), { ...rest, closesAtMs }, table.at);
            give(table, { team: amount % 20 === 10 ? 'a' : 'b', kind: 'price', amount });
            amount += 10;
            moves += move?.toMs === undefined ? 0 : 1;
            expect(table.view(B).prices['q']?.closesAtMs).toBe(move?.toMs ?? closesAtMs);
          }
        },
      ),
      runs(300),
    );
    expect(moves).toBeGreaterThan(100);
  });

  it('are told in a sentence: from when on, to when, or not any more', () => {
    const { rules } = at({}, []).view(B);
    expect(closeSentence({ rules }, undefined)).toBe('Nothing moves this close any more.');
    expect(closeSentence({ rules }, { isNow: false, fromMs: 0 })).toMatch(/by 5 min\.$/);
    expect(closeSentence({ rules }, { isNow: true, toMs: 0 })).toMatch(/moves the close to /);
    expect(closeSentence({ rules }, { isNow: true })).toMatch(/does not move the close/);
  });

  it('the clock in the bar counts to the next of them and names its lot', () => {
    const table = startedEnglish({ lots: LOTS_50.slice(0, 2) });
    expect(clockFace(table.view(B), table.at)).toMatchObject({
      digits: '1:00:00',
      phase: '2 lots · bidding',
    });
    table.wait(59 * MINUTE_MS);
    table.price('a', 50, 'q');
    expect(clockFace(table.view(B), table.at)).toMatchObject({ digits: '1:00' });
    expect(clockFace(table.view(B), table.at).detail).toMatch(/^Lot n closes /);
    expect(turnOf(table.view(B)).then).toBe('the others each for itself');
    table.wait(MINUTE_MS);
    const { prices } = table.view(B);
    expect(clockFace(table.view(B), table.at)).toMatchObject({ digits: '5:00' });
    expect(whyNoBidOn('N', prices['n'], table.at)).toBe('N is closed.');
    expect(whyNoBidOn('Q', prices['q'], table.at)).toBeUndefined();
    table.does({ type: 'PauseAuction', reason: 'wait' });
    expect(clockFace(table.view(B), table.at)).toMatchObject({ digits: '5:00', state: 'paused' });
  });
});
