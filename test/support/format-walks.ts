// Random courses of an auction of any format: bids good and bad, time, pauses, voids, exclusions, outages. Acts are
// drawn as numbers and become commands only when the state is known, so that most of them mean something.

import { fc } from './fast-check.ts';
import type { AuctionCommand, BidOf, FormatId, Rules } from '../../shared/auction/types.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import type { FormatTable } from './format-table.ts';

export const TEAMS = ['a', 'b', 'c'];

/** Numbers that a format makes a bid of. */
export type Raw = readonly number[];

export type WalkAct =
  | {
      readonly kind: 'bid';
      readonly team: number;
      readonly raw: Raw;
      readonly isSurrogate: boolean;
    }
  | { readonly kind: 'wait' | 'jump'; readonly ms: number }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'moderate'; readonly what: number; readonly team: number };

/** What a format's courses need to know of it. */
export interface Walk<F extends FormatId, Setting> {
  readonly setting: fc.Arbitrary<Setting>;
  readonly start: (setting: Setting) => FormatTable<F>;
  readonly bid: (table: FormatTable<F>, raw: Raw) => BidOf<F>;
  /** A change of rules that may be made at any time. */
  readonly amended: (table: FormatTable<F>) => Rules;
  /** Waits that bring something about. */
  readonly waitsMs: readonly number[];
}

const team = fc.integer({ min: 0, max: TEAMS.length - 1 });

const bidAct: fc.Arbitrary<WalkAct> = fc.record({
  kind: fc.constant('bid' as const),
  team,
  raw: fc.array(fc.nat({ max: 999 }), { minLength: 8, maxLength: 8 }),
  isSurrogate: fc.constantFrom(false, false, false, false, true),
});

/** Courses with interventions, or of bids and time alone. */
export const walkActs = (
  { waitsMs }: Pick<Walk<FormatId, unknown>, 'waitsMs'>,
  isModerated = true,
): fc.Arbitrary<readonly WalkAct[]> =>
  fc.array(
    fc.oneof(
      { weight: 14, arbitrary: bidAct },
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constantFrom('wait' as const, 'wait' as const, 'jump' as const),
          ms: fc.constantFrom(...waitsMs),
        }),
      },
      {
        weight: isModerated ? 2 : 0,
        arbitrary: fc.record({ kind: fc.constant('moderate' as const), what: fc.nat(), team }),
      },
      { weight: isModerated ? 2 : 0, arbitrary: fc.constant({ kind: 'go-on' as const }) },
    ),
    { minLength: 30, maxLength: 80 },
  );

const moderation = <F extends FormatId, S>(
  walk: Walk<F, S>,
  table: FormatTable<F>,
  { what, team: place }: WalkAct & { readonly kind: 'moderate' },
): AuctionCommand => {
  const reason = 'r';
  const { at } = table;
  const { rules, round, rulesHash } = table.state;
  const commands: readonly AuctionCommand[] = [
    { type: 'PauseAuction', reason },
    { type: 'PauseAuction', reason },
    { type: 'ResumeAuction' },
    { type: 'ResumeAuction', countdownMs: durationMs(3_000) },
    { type: 'OpenRound' },
    { type: 'ExtendRound', byMs: durationMs(5_000), reason },
    { type: 'AmendRules', rules: { ...rules, title: `${rules.title}.` }, reason },
    { type: 'AmendRules', rules: walk.amended(table), reason },
    ...TEAMS.map((teamId): AuctionCommand => ({ type: 'AcceptRules', teamId, rulesHash })),
    { type: 'VoidRounds', toRound: Math.max(0, round - 1), reason },
    { type: 'ExcludeTeam', teamId: TEAMS[place] ?? 'a', keepBids: what % 2 === 0, reason },
    { type: 'InterruptAuction', fromMs: epochMs(at - 4_000), toMs: epochMs(at) },
    { type: 'CertifyAuction' },
    { type: 'CertifyAuction' },
    { type: 'CertifyAuction' },
    { type: 'CertifyAuction' },
    { type: 'TickAuction' },
  ];
  const command = commands[what % commands.length];
  if (!command) throw new Error('no such command');
  return command;
};

/** Does what it takes for bids to be taken again, so that random courses get somewhere. */
const goOn = <F extends FormatId>(table: FormatTable<F>): void => {
  const { rulesHash, phase, round } = table.state;
  if (phase === 'provisional' || phase === 'no-sale') {
    table.give({ type: 'VoidRounds', toRound: round - 1, reason: 'r' });
  }
  if (table.state.pause) {
    table.give({ type: 'ResumeAuction', countdownMs: durationMs(3_000) });
    table.wait(3_000);
  }
  if (table.state.stage === 'results') table.give({ type: 'OpenRound' });
  for (const teamId of TEAMS) table.give({ type: 'AcceptRules', teamId, rulesHash });
};

/** Does one act. */
export const performWalk = <F extends FormatId, S>(
  walk: Walk<F, S>,
  table: FormatTable<F>,
  act: WalkAct,
): void => {
  switch (act.kind) {
    case 'bid': {
      const teamId = TEAMS[act.team] ?? 'a';
      const { round } = table.state;
      const bid = walk.bid(table, act.raw);
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
      table.give(moderation(walk, table, act));
      return;
  }
};
