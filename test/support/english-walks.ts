// Random courses of an English auction: prices and limits good and bad, time, pauses, voids, exclusions, outages. Acts
// are drawn as numbers and become commands only when the state is known, so that most of them mean something.

import { fc } from './fast-check.ts';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import { nextPrice } from '../../shared/auction/formats/english-lead.ts';
import { durationMs, epochMs, mills } from '../../shared/kernel/units.ts';
import { lot } from './auction.ts';
import type { EnglishSetting, EnglishTable } from './english.ts';
import { closePlus, englishRules, rows, survival } from './english.ts';

export const TEAMS = ['a', 'b', 'c'];
const LOTS = ['q', 'n'];

export type EnglishAct =
  | {
      readonly kind: 'bid';
      readonly team: number;
      readonly lot: number;
      /** Ticks beyond the next price; negative ones are short of it. */
      readonly beyond: number;
      readonly isLimit: boolean;
      readonly isSurrogate: boolean;
    }
  | { readonly kind: 'wait' | 'jump'; readonly ms: number }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'moderate'; readonly what: number; readonly team: number };

const bidAct: fc.Arbitrary<EnglishAct> = fc.record({
  kind: fc.constant('bid' as const),
  team: fc.integer({ min: 0, max: TEAMS.length - 1 }),
  lot: fc.integer({ min: 0, max: LOTS.length - 1 }),
  beyond: fc.constantFrom(-3, -1, 0, 0, 0, 1, 2, 5, 9, 20),
  isLimit: fc.boolean(),
  isSurrogate: fc.constantFrom(false, false, false, false, true),
});

const timeAct: fc.Arbitrary<EnglishAct> = fc.record({
  kind: fc.constantFrom('wait' as const, 'wait' as const, 'jump' as const),
  ms: fc.constantFrom(1, 900, 900, 3_000, 3_000, 7_000, 7_000, 7_000, 12_000, 30_000),
});

const moderateAct: fc.Arbitrary<EnglishAct> = fc.record({
  kind: fc.constant('moderate' as const),
  what: fc.nat(),
  team: fc.integer({ min: 0, max: TEAMS.length - 1 }),
});

const goOnAct: fc.Arbitrary<EnglishAct> = fc.constant({ kind: 'go-on' as const });

/** Courses with interventions, or of bids and time alone. */
export const englishActs = (
  options: { readonly isModerated: boolean } = { isModerated: true },
): fc.Arbitrary<readonly EnglishAct[]> =>
  fc.array(
    fc.oneof(
      { weight: 14, arbitrary: bidAct },
      { weight: 6, arbitrary: timeAct },
      { weight: options.isModerated ? 2 : 0, arbitrary: moderateAct },
      { weight: options.isModerated ? 2 : 0, arbitrary: goOnAct },
    ),
    { minLength: 30, maxLength: 90 },
  );

const softCloses = fc.constantFrom(
  closePlus({
    afterMs: durationMs(20_000),
    windowMs: durationMs(6_000),
    extensionMs: durationMs(4_000),
  }),
  closePlus({
    kind: 'bid-plus',
    afterMs: durationMs(20_000),
    windowMs: durationMs(6_000),
    extensionMs: durationMs(8_000),
    maximumExtensions: 3,
  }),
  survival(9_000),
);

export const englishSetting: fc.Arbitrary<EnglishSetting> = fc.record({
  rules: fc
    .record({
      direction: fc.constantFrom('forward' as const, 'descending' as const),
      lots: fc.constantFrom('side-by-side' as const, 'in-sequence' as const),
      rounds: fc.constantFrom('automatic' as const, 'manual' as const),
      increments: fc.constantFrom(rows([0, 10]), rows([0, 20], [700, 50], [900, 10])),
      softClose: softCloses,
      extends: fc.constantFrom('each' as const, 'all' as const),
      extendingPlaces: fc.integer({ min: 1, max: 2 }),
      hardStop: fc.constantFrom(undefined, 25_000),
    })
    .map(({ hardStop, ...rules }) =>
      englishRules({
        ...rules,
        ...(hardStop !== undefined && { hardStopMs: durationMs(hardStop) }),
      }),
    ),
  lots: fc.constant([lot('q', 3, 600), lot('n', 2, 650)]),
  reservesMills: fc.constantFrom({}, { q: 700 }),
  seed: fc.string({ minLength: 1, maxLength: 4 }),
});

const moderation = (table: EnglishTable, what: number, team: number): AuctionCommand => {
  const reason = 'r';
  const { at } = table;
  const { rules, round, rulesHash } = table.state;
  const commands: readonly AuctionCommand[] = [
    { type: 'PauseAuction', reason },
    { type: 'PauseAuction', reason },
    { type: 'ResumeAuction' },
    { type: 'ResumeAuction', countdownMs: durationMs(3_000) },
    { type: 'ResumeAuction', countdownMs: durationMs(3_000) },
    { type: 'OpenRound' },
    { type: 'OpenRound' },
    { type: 'ExtendRound', byMs: durationMs(5_000), reason },
    { type: 'AmendRules', rules: { ...rules, title: `${rules.title}.` }, reason },
    { type: 'AmendRules', rules: { ...rules, extendingPlaces: 3 - rules.extendingPlaces }, reason },
    ...TEAMS.map((teamId): AuctionCommand => ({ type: 'AcceptRules', teamId, rulesHash })),
    { type: 'VoidRounds', toRound: Math.max(0, round - 1), reason },
    { type: 'ExcludeTeam', teamId: TEAMS[team] ?? 'a', keepBids: what % 2 === 0, reason },
    { type: 'InterruptAuction', fromMs: epochMs(at - 4_000), toMs: epochMs(at) },
    { type: 'CertifyAuction' },
    { type: 'CertifyAuction' },
    { type: 'CertifyAuction' },
    { type: 'TickAuction' },
  ];
  const command = commands[what % commands.length];
  if (!command) throw new Error('no such command');
  return command;
};

/** The amount that a raw bid means for the lot as it stands; always on the tick. */
export const amountOf = (table: EnglishTable, lotId: string, beyond: number): number => {
  const { rules, lots, english } = table.state;
  const given = lots[lotId] ?? { openingPriceMills: mills(0) };
  const next = nextPrice(rules, given, english.lots[lotId]?.leadPriceMills ?? null);
  const sign = rules.direction === 'forward' ? 1 : -1;
  return Math.max(0, next + sign * beyond * 10);
};

/** Does what it takes for bids to be taken again, so that random courses get somewhere. */
const goOn = (table: EnglishTable): void => {
  const { rulesHash, phase, round } = table.state;
  if (phase === 'provisional' || phase === 'no-sale') {
    table.give({ type: 'VoidRounds', toRound: round - 1, reason: 'r' });
  }
  for (const teamId of TEAMS) table.give({ type: 'AcceptRules', teamId, rulesHash });
  if (table.state.pause) {
    table.give({ type: 'ResumeAuction', countdownMs: durationMs(3_000) });
    table.wait(3_000);
  }
  if (table.state.stage === 'results') table.give({ type: 'OpenRound' });
};

/** Does one act. */
export const performEnglish = (table: EnglishTable, act: EnglishAct): void => {
  switch (act.kind) {
    case 'bid': {
      const teamId = TEAMS[act.team] ?? 'a';
      const lotId = LOTS[act.lot] ?? 'q';
      const amount = mills(amountOf(table, lotId, act.beyond));
      const bid = act.isLimit ? { lotId, limitMills: amount } : { lotId, priceMills: amount };
      const { round } = table.state;
      table.give(
        act.isSurrogate
          ? { type: 'PlaceSurrogateBid', teamId, round, bid, reason: 'r' }
          : { type: 'PlaceBid', teamId, round, bid },
      );
      return;
    }
    case 'wait':
      table.wait(act.ms);
      return;
    case 'jump':
      table.jump(act.ms);
      return;
    case 'go-on':
      goOn(table);
      return;
    case 'moderate':
      table.give(moderation(table, act.what, act.team));
      return;
  }
};
