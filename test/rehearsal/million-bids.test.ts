// Bots play whole sales of every format in virtual time, with all laws holding after every bid. A fixed part runs with
// every test; the long run goes on until a million bids were made.

import { describe, expect, it } from 'vitest';
import { Random } from '../../shared/kernel/random.ts';
import type { FormatId } from '../../shared/auction/types.ts';
import { playBots } from '../support/bot-game.ts';
import { FORMATS, saleOf } from '../support/bot-sales.ts';
import type { Played } from '../support/sale-laws.ts';
import { permuted, replayed, underLaws } from '../support/sale-laws.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
/** Of each format. */
const BIDS = IS_LONG ? 200_000 : 2_500;
const PATIENCE_MS = IS_LONG ? 3_600_000 : 180_000;
/** Of the bids that are made besides those of the bots: late, doubled, mistyped. */
const NOISE_ONE_IN = 2;

const isOrderFree = (rules: { format: FormatId; ties?: string }): boolean =>
  rules.format === 'clock' ||
  rules.format === 'package' ||
  (rules.format === 'sealed' && rules.ties !== 'earliest');

/** The state without who came when, which is what an order changes by itself. */
const outcome = (state: object): string =>
  canonicalJson(
    JSON.parse(JSON.stringify(state), (name, value: unknown) =>
      ['book', 'books', 'bidCount', 'digest'].includes(name) ? undefined : value,
    ) as never,
  );

const playOne = (format: FormatId, seed: number) => {
  const { table, kinds } = saleOf(format, seed);
  const random = Random.of(`laws ${format} ${String(seed)}`);
  const { counts, played } = underLaws(table, random);
  playBots(table, kinds, { seed, noiseOneIn: NOISE_ONE_IN });
  if (seed % 4 === 0) {
    expect(replayed(saleOf(format, seed).table, played)).toBe(canonicalJson(table.state as never));
  }
  const isPermuted = seed % 4 === 2 && isOrderFree(table.state.rules);
  if (isPermuted) samePermuted(format, seed, { played, random, state: table.state });
  return { ...counts, permuted: isPermuted ? 1 : 0 };
};

const samePermuted = (
  format: FormatId,
  seed: number,
  { played, random, state }: { played: readonly Played[]; random: Random; state: object },
): void => {
  const other = saleOf(format, seed).table;
  // What is computed for a book is for that book alone; it is computed again.
  const course = permuted(played, random).filter(({ command }) => command.type !== 'SettleAward');
  replayed(other, course);
  other.wait(0);
  expect(outcome(other.state)).toBe(outcome(state));
};

describe('a million bids', () => {
  it.each(FORMATS)(
    '[BOT8] %s: bots play sale after sale, and no law is broken',
    (format) => {
      const sum = { bids: 0, refused: 0, unmoved: 0, awards: 0, permuted: 0, sales: 0 };
      for (let seed = 1; sum.bids < BIDS; seed += 1) {
        const one = playOne(format, seed);
        sum.sales += 1;
        for (const key of ['bids', 'refused', 'unmoved', 'awards', 'permuted'] as const) {
          sum[key] += one[key];
        }
      }
      if (IS_LONG) console.log(format, JSON.stringify(sum));
      expect(sum.refused).toBeGreaterThan(BIDS / 20);
      expect(sum.awards).toBeGreaterThan(sum.sales);
    },
    PATIENCE_MS,
  );
});
