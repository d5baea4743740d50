// The queue that closing a round walks: smallest place first, whatever was added in between.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { closeClockRound } from '../../shared/auction/formats/clock-round.ts';
import { PlaceQueue } from '../../shared/auction/formats/place-queue.ts';
import type { RoundBook } from '../../shared/auction/formats/clock-round.ts';
import { basisPoints, mills } from '../../shared/kernel/units.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { lot } from '../support/auction.ts';

describe('the queue of requests', () => {
  it('[CLK4] gives the smallest place there is, like a list that is sorted each time', () => {
    const acts = fc.array(fc.oneof(fc.constant('take' as const), fc.nat({ max: 40 })));
    fc.assert(
      fc.property(fc.nat({ max: 20 }), acts, (length, course) => {
        const queue = new PlaceQueue(length);
        const model = Array.from({ length }, (_, place) => place);
        for (const act of course) {
          if (act === 'take') {
            expect(queue.take()).toBe(model.sort((a, b) => a - b).shift());
          } else if (!model.includes(act)) {
            queue.add(act);
            model.push(act);
          }
        }
        for (const place of model.sort((a, b) => a - b)) expect(queue.take()).toBe(place);
        expect(queue.take()).toBeUndefined();
      }),
      runs(500),
    );
  });

  it('[CLK4] looks at each request a few times, not once for every other one', () => {
    // No lot has excess: every reduction waits while every increase is met.
    const count = 400;
    let looks = 0;
    const lots = Array.from({ length: count }, (_, n) => ({
      ...lot(`l${String(n)}`, 9, 1_000),
      get supplyBlocks() {
        looks += 1;
        return 9;
      },
    }));
    const all = <T>(value: T): Record<string, T> =>
      Object.fromEntries(lots.map(({ id }) => [id, value]));
    const book: RoundBook = {
      round: 2,
      direction: 'forward',
      activityBp: basisPoints(1),
      lots,
      teams: ['a', 'b'],
      startPricesMills: all(mills(1_000)),
      clockPricesMills: all(mills(1_100)),
      bids: {
        a: all({ quantityBlocks: 0, priceMills: mills(1_010) }),
        b: all({ quantityBlocks: 2, priceMills: mills(1_020) }),
      },
      demand: { a: all(1), b: all(1) },
      eligibility: { a: 2 * count, b: 2 * count },
      tieKey: (teamId, lotId) => `${teamId} ${lotId}`,
    };
    const result = closeClockRound(book);
    expect(result.demand).toEqual({ a: all(1), b: all(2) });
    expect(looks).toBeLessThan(10 * count);
  });
});
