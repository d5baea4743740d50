// English auctions at the table: rules as of the worked examples, and bids as prices or limits.

import type { EnglishRules, SoftClose } from '../../shared/auction/formats/english-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { acceptAll, brandedMills, lot } from './auction.ts';
import { FormatTable, START_MS } from './format-table.ts';

const MINUTE_MS = 60_000;

/** W = E = 5 minutes, one hour to the close. */
export const closePlus = (
  changes: Partial<SoftClose & { kind: 'close-plus' | 'bid-plus' }> = {},
): SoftClose => ({
  kind: 'close-plus',
  afterMs: durationMs(60 * MINUTE_MS),
  windowMs: durationMs(5 * MINUTE_MS),
  extensionMs: durationMs(5 * MINUTE_MS),
  ...changes,
});

export const survival = (standsMs: number): SoftClose => ({
  kind: 'survival',
  standsMs: durationMs(standsMs),
});

export const rows = (...increments: readonly (readonly [from: number, increment: number])[]) =>
  increments.map(([from, increment]) => ({
    fromMills: mills(from),
    incrementMills: mills(increment),
  }));

/** Increment 10, limits allowed, one lot after the other or side by side as changed. */
export const englishRules = (changes: Partial<EnglishRules> = {}): EnglishRules => ({
  format: 'english',
  title: 'Test',
  direction: 'forward',
  information: {
    carrierSeesBids: false,
    carrierSeesBidders: true,
    moderatorSeesReserves: false,
    showsRank: false,
  },
  deliveryDays: 302,
  releaseMs: durationMs(100),
  outageMs: durationMs(3_000),
  resumeCountdownMs: durationMs(10_000),
  gapMs: durationMs(5_000),
  rounds: 'automatic',
  lots: 'side-by-side',
  increments: rows([0, 10]),
  allowsLimits: true,
  softClose: closePlus(),
  extends: 'each',
  extendingPlaces: 1,
  ...changes,
});

export class EnglishTable extends FormatTable<'english'> {
  /** Names a price. */
  price(teamId: string, priceMills: number, lotId = 'q') {
    const bid = { lotId, priceMills: mills(priceMills) };
    const { round } = this.state;
    return this.give({ type: 'PlaceBid', teamId, round, bid }, `${teamId}-lead`);
  }

  /** Leaves a limit. */
  limit(teamId: string, limitMills: number, lotId = 'q') {
    const bid = { lotId, limitMills: mills(limitMills) };
    const { round } = this.state;
    return this.give({ type: 'PlaceBid', teamId, round, bid }, `${teamId}-lead`);
  }

  /** Leader and lead price of a lot. */
  lead(lotId = 'q'): readonly [string | undefined, number | null] {
    const open = this.state.english.lots[lotId];
    return [open?.first[0], open?.leadPriceMills ?? null];
  }

  closeOf(lotId = 'q'): number {
    return this.state.english.lots[lotId]?.closesAtMs ?? Number.NaN;
  }

  /** Goes to an instant counted from the start, with a tick at whatever is due before. */
  until(afterStartMs: number): void {
    this.wait(START_MS + afterStartMs - this.at);
  }
}

export interface EnglishSetting {
  readonly rules?: EnglishRules;
  readonly lots?: readonly Lot[];
  readonly reservesMills?: Readonly<Record<string, number>>;
  readonly teams?: readonly string[];
  readonly seed?: string;
}

/** Lots q, n, r that open at 50. */
export const LOTS_50: readonly Lot[] = ['q', 'n', 'r'].map((id, place) => lot(id, place + 1, 50));

export const draftedEnglish = (setting: EnglishSetting = {}): EnglishTable => {
  const table = new EnglishTable(setting.teams ?? ['a', 'b', 'c'], setting.seed);
  table.does({
    type: 'DraftAuction',
    rules: setting.rules ?? englishRules(),
    lots: setting.lots ?? LOTS_50.slice(0, 1),
    reservesMills: brandedMills(setting.reservesMills ?? {}),
  });
  return table;
};

/** Open, with rules accepted by every team. */
export const startedEnglish = (setting: EnglishSetting = {}): EnglishTable => {
  const table = draftedEnglish(setting);
  table.does({ type: 'ScheduleAuction' });
  acceptAll(table);
  table.does({ type: 'StartAuction' });
  return table;
};
